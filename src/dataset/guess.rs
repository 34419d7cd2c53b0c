//! Proposes what a file and its columns are for, from header words and contents. Every proposal carries its reason.

use crate::table::{Column, ColumnKind, Table};

mod words;

use words::{
    AVERAGED, BEGUN, DATE, DONE, DURATION, HIGHER_IS_BETTER, LOWER_IS_BETTER, OUTCOME, PERSON,
    TIME_UNIT, USAGE,
};

use super::mapping::{
    Adds, ColumnMapping, ColumnRole, Direction, Mapping, Measure, Reason, TableRole,
};

/// A text column is an attribute to compare groups by while it has at most this many values.
const MOST_GROUPS: usize = 60;

/// The words of a header, in lower case: `"leadTime_Hours"` gives `lead`, `time`, `hours`.
pub fn header_words(header: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut after_lower = false;
    for letter in header.chars() {
        let starts_word = letter.is_uppercase() && after_lower;
        if !letter.is_alphanumeric() || starts_word {
            if !word.is_empty() {
                words.push(std::mem::take(&mut word));
            }
            after_lower = false;
        }
        if letter.is_alphanumeric() {
            word.extend(letter.to_lowercase());
            after_lower = letter.is_lowercase() || letter.is_numeric();
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

fn first_of(words: &[String], list: &[&str]) -> Option<String> {
    words
        .iter()
        .find(|word| list.contains(&word.as_str()))
        .cloned()
}

/// The proposed mapping of a table.
pub fn guess(table: &Table) -> Mapping {
    if let Some(mapping) = translation(table) {
        return mapping;
    }
    let person = person_column(table);
    let date = date_column(table, person.as_ref());
    let role = table_role(table, person.is_some(), date.is_some());
    let work = work_columns(table).filter(|_| role == TableRole::Outcomes);
    let columns = table
        .columns
        .iter()
        .enumerate()
        .map(|(at, column)| match () {
            () if person.as_ref().is_some_and(|found| found.0 == at) => ColumnMapping {
                role: ColumnRole::Person,
                reason: person
                    .as_ref()
                    .map_or(Reason::Fallback, |found| found.1.clone()),
            },
            () if work.is_some() => work_column(column, at, role, work),
            () if date.as_ref().is_some_and(|found| found.0 == at) => ColumnMapping {
                role: ColumnRole::Date,
                reason: date
                    .as_ref()
                    .map_or(Reason::Fallback, |found| found.1.clone()),
            },
            () => other_column(column, role),
        })
        .collect();
    Mapping { role, columns }
}

/// The mapping of a table that says which ids are of one person: two columns of ids, each of which comes once.
fn translation(table: &Table) -> Option<Mapping> {
    let [one, other] = table.columns.as_slice() else {
        return None;
    };
    let reason = |column: &Column| {
        let words = header_words(&column.header);
        let is_id = !matches!(
            column.kind(),
            ColumnKind::Date | ColumnKind::Boolean | ColumnKind::Empty
        );
        let comes_once = column.distinct_up_to(table.rows) == table.rows && table.rows > 1;
        first_of(&words, PERSON)
            .or_else(|| first_of(&words, &["id", "ids"]))
            .filter(|_| is_id && comes_once)
            .map(Reason::Header)
    };
    let mapping = |role, reason| ColumnMapping { role, reason };
    Some(Mapping {
        role: TableRole::Ids,
        columns: vec![
            mapping(ColumnRole::Person, reason(one)?),
            mapping(ColumnRole::OtherId, reason(other)?),
        ],
    })
}

/// What a table looks like, in a few words for people.
pub fn recognised(mapping: &Mapping) -> &'static str {
    let has = |wanted: &ColumnRole| mapping.columns.iter().any(|column| &column.role == wanted);
    if mapping.role == TableRole::Outcomes && has(&ColumnRole::Finished) {
        return "Pieces of work by person";
    }
    match (
        mapping.role,
        has(&ColumnRole::Person),
        has(&ColumnRole::Date),
    ) {
        (TableRole::Usage, true, true) => "AI usage by person and date",
        (TableRole::Usage, true, false) => "AI usage by person, without dates",
        (TableRole::Outcomes, true, true) => "Work outcomes by person and date",
        (TableRole::Outcomes, true, false) => "Work outcomes by person, without dates",
        (TableRole::People, _, _) => "Attributes of people",
        (TableRole::Events, _, _) => "Dated events",
        (TableRole::Ids, _, _) => "Which ids are of one person",
        _ => "Not recognised: please say what it is",
    }
}

/// The column that names people: by header first, then a text column whose values repeat or are all distinct.
fn person_column(table: &Table) -> Option<(usize, Reason)> {
    let usable = |column: &Column| {
        !matches!(
            column.kind(),
            ColumnKind::Date | ColumnKind::Boolean | ColumnKind::Empty
        )
    };
    let mut best: Option<(usize, usize, Reason)> = None;
    for (at, column) in table.columns.iter().enumerate() {
        if !usable(column) {
            continue;
        }
        let words = header_words(&column.header);
        let Some(word) = first_of(&words, PERSON) else {
            continue;
        };
        // "user_id" beats "user name", and both beat "prompts per user".
        let says_id = words
            .iter()
            .any(|word| matches!(word.as_str(), "id" | "key" | "hash" | "login"));
        let is_number = column.kind() == ColumnKind::Number;
        let score = match (says_id, is_number) {
            (true, _) => 3,
            (false, false) => 2,
            (false, true) => continue,
        };
        if best.as_ref().is_none_or(|(_, top, _)| score > *top) {
            best = Some((at, score, Reason::Header(word)));
        }
    }
    if let Some((at, _, reason)) = best {
        return Some((at, reason));
    }
    table
        .columns
        .iter()
        .position(|column| header_words(&column.header) == ["id"] && usable(column))
        .map(|at| (at, Reason::Header("id".to_owned())))
}

fn date_column(table: &Table, person: Option<&(usize, Reason)>) -> Option<(usize, Reason)> {
    let person = person.map(|found| found.0);
    let dated = |column: &Column| matches!(column.kind(), ColumnKind::Date);
    let by_header = table.columns.iter().enumerate().find_map(|(at, column)| {
        let word = first_of(&header_words(&column.header), DATE)?;
        (dated(column) && Some(at) != person).then_some((at, Reason::Header(word)))
    });
    by_header.or_else(|| {
        let at = table.columns.iter().position(dated)?;
        Some((at, Reason::Content("dates".to_owned())))
    })
}

/// Where a row is a piece of work: the columns of its beginning and of its end.
fn work_columns(table: &Table) -> Option<(usize, usize)> {
    let dated = |words: &[&str]| {
        words.iter().find_map(|word| {
            table.columns.iter().position(|column| {
                column.kind() == ColumnKind::Date
                    && header_words(&column.header)
                        .iter()
                        .any(|found| found == word)
            })
        })
    };
    let (begun, done) = (dated(BEGUN)?, dated(DONE)?);
    (begun != done).then_some((begun, done))
}

fn work_column(
    column: &Column,
    at: usize,
    role: TableRole,
    work: Option<(usize, usize)>,
) -> ColumnMapping {
    let words = header_words(&column.header);
    let found = match work {
        Some((begun, _)) if begun == at => {
            first_of(&words, BEGUN).map(|word| (ColumnRole::Started, word))
        }
        Some((_, done)) if done == at => {
            first_of(&words, DONE).map(|word| (ColumnRole::Finished, word))
        }
        _ => None,
    };
    match found {
        Some((role, word)) => ColumnMapping {
            role,
            reason: Reason::Header(word),
        },
        None => other_column(column, role),
    }
}

/// Words in the headers decide; the file's name breaks a tie.
fn table_role(table: &Table, has_person: bool, has_date: bool) -> TableRole {
    let numbers = table
        .columns
        .iter()
        .filter(|column| column.kind() == ColumnKind::Number)
        .count();
    match (has_person, has_date) {
        (false, true) if numbers == 0 => return TableRole::Events,
        (true, false) if numbers <= 2 => return TableRole::People,
        (false, _) => return TableRole::Unused,
        _ => {}
    }
    let mut usage = 0;
    let mut outcome = 0;
    for column in &table.columns {
        let words = header_words(&column.header);
        usage += usize::from(first_of(&words, USAGE).is_some());
        outcome += usize::from(first_of(&words, OUTCOME).is_some());
    }
    let name = header_words(&table.file);
    usage += usize::from(first_of(&name, USAGE).is_some());
    outcome += usize::from(first_of(&name, OUTCOME).is_some());
    if usage > outcome {
        TableRole::Usage
    } else {
        TableRole::Outcomes
    }
}

/// What a column is for that is neither person nor date.
pub fn other_column(column: &Column, role: TableRole) -> ColumnMapping {
    let words = header_words(&column.header);
    let (proposed, reason) = match column.kind() {
        ColumnKind::Number if words.iter().any(|word| word == "rank") => {
            (ColumnRole::Ignored, Reason::Header("rank".to_owned()))
        }
        ColumnKind::Number if matches!(role, TableRole::Usage | TableRole::Outcomes) => {
            let (measure, reason) = measure(&words, role);
            (ColumnRole::Measure(measure), reason)
        }
        ColumnKind::Text | ColumnKind::Boolean => {
            let distinct = column.distinct_up_to(MOST_GROUPS + 1);
            if (2..=MOST_GROUPS).contains(&distinct) {
                (
                    ColumnRole::Group,
                    Reason::Content(format!("{distinct} different values")),
                )
            } else {
                (ColumnRole::Ignored, Reason::Fallback)
            }
        }
        _ => (ColumnRole::Ignored, Reason::Fallback),
    };
    ColumnMapping {
        role: proposed,
        reason,
    }
}

/// How a number adds up and which way is better, by the words of its header.
fn measure(words: &[String], role: TableRole) -> (Measure, Reason) {
    let averaged = first_of(words, AVERAGED).or_else(|| {
        let duration = first_of(words, DURATION);
        let timed = first_of(words, TIME_UNIT).filter(|_| role == TableRole::Outcomes);
        duration.or(timed)
    });
    let direction = match role {
        TableRole::Outcomes if first_of(words, LOWER_IS_BETTER).is_some() => {
            Direction::LowerIsBetter
        }
        TableRole::Outcomes if first_of(words, HIGHER_IS_BETTER).is_some() => {
            Direction::HigherIsBetter
        }
        _ => Direction::Neither,
    };
    match averaged {
        Some(word) => (
            Measure {
                adds: Adds::Mean,
                direction,
            },
            Reason::Header(word),
        ),
        None => (
            Measure {
                adds: Adds::Sum,
                direction,
            },
            Reason::Content("numbers that count or measure an amount".to_owned()),
        ),
    }
}
