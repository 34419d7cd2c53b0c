//! A table as it was read becomes a table that can be analysed, with a mapping and its reasons.

use crate::notice::{Exclusion, Kind, Lack, Notice};
use crate::table::number::is_missing;
use crate::table::{Column, ColumnKind, Table};

use super::super::guess;
use super::super::mapping::{ColumnMapping, ColumnRole, Mapping, Reason, TableRole};
use super::work::Work;
use super::{Field, Format, Pattern, Step, Use, Verdict, candidates, key};

/// What became of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Prepared {
    /// What the file was recognised as, in words.
    pub recognised: String,
    /// The table and the mapping proposed for it; none when the file cannot answer.
    pub table: Option<(Table, Mapping)>,
    /// What should be known about it.
    pub notices: Vec<Notice>,
}

/// Recognises a table, makes it ready, and proposes its mapping.
pub fn prepare(mut table: Table, mut notices: Vec<Notice>) -> Prepared {
    make_headers_distinct(&mut table, &mut notices);
    let headers: Vec<&str> = table
        .columns
        .iter()
        .map(|column| column.header.as_str())
        .collect();
    let Some((format, _)) = candidates(&headers).first().copied() else {
        let mapping = guess::guess(&table);
        return Prepared {
            recognised: guess::recognised(&mapping).to_owned(),
            table: Some((table, mapping)),
            notices,
        };
    };
    let file = table.file.clone();
    let cannot = |lack: Lack, instead: &str| Prepared {
        recognised: format.name.to_owned(),
        table: None,
        notices: vec![Notice::about(
            &file,
            Kind::CannotAnswer(lack, instead.to_owned()),
        )],
    };
    if let Verdict::Unusable(lack, instead) = format.verdict {
        return cannot(lack, instead);
    }
    let mut work = Work::new(table, notices);
    drop_unwanted(&mut work, format);
    // Older states of a record go first: what is missing in them says nothing about the record.
    let (first, then): (Vec<&Step>, Vec<&Step>) = format
        .steps
        .iter()
        .partition(|step| matches!(step, Step::KeepLast(..)));
    for step in first {
        step.apply(&mut work);
    }
    exclude(&mut work, format);
    for step in then {
        step.apply(&mut work);
    }
    let has_person = chosen(&work, format, &names_people).is_some();
    if let (Verdict::NeedsPeople(instead), false) = (format.verdict, has_person) {
        return cannot(Lack::People, instead);
    }
    if !format.quirk.is_empty() {
        let kind = Kind::Quirk(format.quirk.to_owned());
        work.notices.push(Notice::about(&work.file, kind));
    }
    let roles = roles(&work, format);
    let (table, made_of, notices) = work.finish(format.name);
    let columns = roles
        .into_iter()
        .zip(&table.columns)
        .zip(made_of)
        .map(|((role, column), made_of)| match role {
            Some(role) => ColumnMapping {
                role,
                reason: Reason::Export {
                    export: format.name.to_owned(),
                    column: made_of.unwrap_or_else(|| column.header.clone()),
                },
            },
            None => guess::other_column(column, format.role),
        })
        .collect();
    let mapping = Mapping {
        role: format.role,
        columns,
    };
    Prepared {
        recognised: format.name.to_owned(),
        table: Some((table, mapping)),
        notices,
    }
}

/// Names that differ only in case are told apart, because a measure is one name in any case.
fn make_headers_distinct(table: &mut Table, notices: &mut Vec<Notice>) {
    let mut seen: Vec<String> = Vec::new();
    for at in 0..table.columns.len() {
        let header = table.columns[at].header.clone();
        let mut unique = header.clone();
        let mut number = 1;
        while seen.contains(&unique.to_lowercase()) {
            number += 1;
            unique = format!("{header} ({number})");
        }
        seen.push(unique.to_lowercase());
        if number > 1 {
            table.columns[at].header = unique;
            notices.push(Notice::about(&table.file, Kind::DuplicateHeader(header)));
        }
    }
}

/// Lets go of what the export holds and nobody needs; ids that a better one replaces go as well.
fn drop_unwanted(work: &mut Work, format: &Format) {
    let fields = patterns(format);
    let person = chosen(work, format, &names_people);
    let kept = person.map(|at| work.slots[at].column.header.clone());
    // A repeated name is no surprise in a column that the export is known to have.
    work.notices.retain(|notice| match &notice.kind {
        Kind::DuplicateHeader(name) => {
            use_of(&fields, &key(name)).is_none_or(|what| matches!(what, Use::Measure(_)))
        }
        _ => true,
    });
    work.drop_columns(&|slot| match use_of(&fields, &slot.key)? {
        Use::Drop(why) => Some(why),
        Use::PersonOr(why) if kept.as_ref() != Some(&slot.column.header) => Some(why),
        _ => None,
    });
}

/// Sets rows aside that do not count: what the export's entry names, programs, and rows of nobody.
fn exclude(work: &mut Work, format: &Format) {
    let tests: Vec<_> = format
        .without
        .iter()
        .filter_map(|without| {
            Some((
                work.find(without.column)?,
                work.find(without.unless),
                without,
            ))
        })
        .collect();
    let person = chosen(work, format, &names_people);
    let finished = chosen(work, format, &|what| what == Use::Finished);
    let are_people = matches!(format.role, TableRole::Usage | TableRole::Outcomes);
    work.exclude(&|work, row| {
        let text = |at: usize| work.slots[at].column.text(row);
        let failing = tests.iter().find(|(at, unless, without)| {
            without.when.holds(&text(*at)) && unless.is_none_or(|at| is_missing(&text(at)))
        });
        if let Some((_, _, without)) = failing {
            return Some(without.why);
        }
        let id = text(person?);
        let id = id.trim();
        if are_people && id.ends_with("[bot]") {
            return Some(Exclusion::Bot);
        }
        is_missing(id).then(|| match finished.map(text) {
            // Whoever will finish it is not known yet.
            Some(end) if is_missing(&end) => Exclusion::Unfinished,
            _ => Exclusion::NoUser,
        })
    });
    if let Some(at) = person {
        warn_of_personal_ids(work, at);
    }
}

/// An id that is an e-mail address or a name joins as well as any, and should be replaced before the file is shared.
fn warn_of_personal_ids(work: &mut Work, at: usize) {
    let column = &work.slots[at].column;
    let first = || (0..column.len().min(200)).map(|row| column.text(row));
    let most = |test: fn(&str) -> bool| {
        first().filter(|text| test(text.trim())).count() * 2 > first().count()
    };
    let what = if most(|text| text.contains('@')) {
        "an e-mail address"
    } else if most(looks_like_a_name) {
        "a name"
    } else {
        return;
    };
    let mut notice = Notice::about(&work.file, Kind::PersonalData(what.to_owned()));
    notice.examples.push(crate::notice::Example {
        row: None,
        column: Some(column.header.clone()),
        value: None,
    });
    work.notices.push(notice);
}

/// Two or three capitalised words.
fn looks_like_a_name(text: &str) -> bool {
    let words: Vec<&str> = text.split(' ').collect();
    (2..=3).contains(&words.len())
        && words.iter().all(|word| {
            word.chars().next().is_some_and(char::is_uppercase)
                && word
                    .chars()
                    .all(|letter| letter.is_alphabetic() || "'-.’".contains(letter))
        })
}

fn names_people(what: Use) -> bool {
    matches!(what, Use::Person | Use::PersonOr(_))
}

type Patterns = Vec<(Pattern, Use)>;

fn patterns(format: &Format) -> Patterns {
    let pattern = |(names, what): &Field| (Pattern::of(names), *what);
    format.fields.iter().map(pattern).collect()
}

/// The first field that fits decides.
fn use_of(fields: &Patterns, key: &str) -> Option<Use> {
    fields
        .iter()
        .find(|(pattern, _)| pattern.fits(key))
        .map(|(_, what)| *what)
}

/// Of the columns that could have a part, the one whose field stands first and that has fitting values.
fn chosen(work: &Work, format: &Format, part: &dyn Fn(Use) -> bool) -> Option<usize> {
    let fields = patterns(format);
    fields
        .iter()
        .filter(|(_, what)| part(*what))
        .find_map(|(pattern, what)| {
            work.slots.iter().position(|slot| {
                pattern.fits(&slot.key)
                    && use_of(&fields, &slot.key) == Some(*what)
                    && has_values(&slot.column, *what)
            })
        })
}

fn has_values(column: &Column, what: Use) -> bool {
    match what {
        Use::Date | Use::Started | Use::Finished => column.kind() == ColumnKind::Date,
        _ => column.kind() != ColumnKind::Empty,
    }
}

/// The role of every column; `None` where the export does not know it.
fn roles(work: &Work, format: &Format) -> Vec<Option<ColumnRole>> {
    let fields = patterns(format);
    let first = |part: fn(Use) -> bool| chosen(work, format, &part);
    let person = first(|what| matches!(what, Use::Person | Use::PersonOr(_)));
    let date = first(|what| what == Use::Date);
    let started = first(|what| what == Use::Started);
    let finished = first(|what| what == Use::Finished);
    let only = |at, chosen, role| {
        if Some(at) == chosen {
            role
        } else {
            ColumnRole::Ignored
        }
    };
    work.slots
        .iter()
        .enumerate()
        .map(|(at, slot)| {
            let is_empty = slot.column.kind() == ColumnKind::Empty;
            Some(match use_of(&fields, &slot.key)? {
                Use::Person | Use::PersonOr(_) => only(at, person, ColumnRole::Person),
                Use::Date => only(at, date, ColumnRole::Date),
                Use::Started => only(at, started, ColumnRole::Started),
                Use::Finished => only(at, finished, ColumnRole::Finished),
                Use::Group if !is_empty => ColumnRole::Group,
                Use::Measure(measure) if !is_empty && slot.column.kind() != ColumnKind::Date => {
                    ColumnRole::Measure(measure)
                }
                Use::Group | Use::Measure(_) | Use::Off | Use::Drop(_) => ColumnRole::Ignored,
            })
        })
        .collect()
}
