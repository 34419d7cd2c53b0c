//! Tables and mappings to one [`Dataset`]: people get indices, usage and outcomes become logs.

use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::notice::{Kind, Notice, Tally};
use crate::table::number::is_missing;
use crate::table::{Column, Table, boolean};

use super::events::{self, Event};
use super::guess::header_words;
use super::mapping::{ColumnRole, Mapping, Measure, TableRole};
use super::{overlap, pieces};

/// Everything that was loaded, with people as indices.
#[derive(Debug, Clone, PartialEq)]
pub struct Dataset {
    /// Pseudonymous ids, sorted; a person's index points here.
    pub people: Vec<String>,
    /// All usage rows.
    pub usage: Log,
    /// All outcome rows.
    pub outcomes: Log,
    /// Attributes to compare groups by, by name.
    pub attributes: Vec<Attribute>,
    /// Dated events, in order of days.
    pub events: Vec<Event>,
}

impl Dataset {
    /// The attribute of that name.
    pub fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes
            .iter()
            .find(|attribute| attribute.name == name)
    }
}

/// Rows of one role, from all its files, in file order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Log {
    /// Person index per row.
    pub person: Vec<u32>,
    /// Days since 1 January 1970 per row; `None` for the whole log when no file has a date.
    pub day: Option<Vec<i32>>,
    /// One series per measure, all as long as `person`.
    pub series: Vec<Series>,
}

/// One measure, row by row.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// The column's header.
    pub name: String,
    /// How it adds up, and which way is better.
    pub measure: Measure,
    /// The values; NaN where the cell was empty or unreadable, which is the only way a NaN gets here.
    pub values: Vec<f64>,
}

/// An attribute of people, such as their team.
#[derive(Debug, Clone, PartialEq)]
pub struct Attribute {
    /// The column's header.
    pub name: String,
    /// The distinct values, sorted.
    pub levels: Vec<String>,
    /// Per person, the index of their level: the one that most of their rows carry.
    pub level_of: Vec<Option<u16>>,
}

/// One file with its mapping.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// The table.
    pub table: &'a Table,
    /// What its columns are for.
    pub mapping: &'a Mapping,
}

/// Joins the files. What could not be used is counted in the notices;
/// files that lack a person column take no part.
pub fn join(sources: &[Source<'_>]) -> (Dataset, Vec<Notice>) {
    let mut notices = Vec::new();
    let ids = Ids::collect(sources, &mut notices);
    let mut counted = overlap::rows_counted_elsewhere(sources);
    let mut usage = Log::default();
    let mut outcomes = Log::default();
    let mut votes = BTreeMap::new();
    for (at, source) in sources.iter().enumerate() {
        let Some(person) = source.column(&ColumnRole::Person) else {
            continue;
        };
        let counted = std::mem::take(&mut counted[at]);
        let rows = rows_of(*source, person, (&ids, &counted), &mut notices);
        match source.mapping.role {
            TableRole::Usage => usage.append(*source, &rows, &mut notices),
            TableRole::Outcomes => outcomes.append(*source, &rows, &mut notices),
            TableRole::People => {}
            TableRole::Events | TableRole::Unused => continue,
        }
        collect_votes(*source, &rows, &mut votes);
    }
    let attributes = attributes(votes, ids.names.len());
    let events = events::collect(sources, &mut notices);
    (
        Dataset {
            people: ids.names,
            usage,
            outcomes,
            attributes,
            events,
        },
        notices,
    )
}

impl<'a> Source<'a> {
    /// The first column of that role.
    pub(super) fn column(&self, role: &ColumnRole) -> Option<&'a Column> {
        self.columns(|found| found == role).next()
    }

    /// The columns whose role is wanted.
    pub(super) fn columns(
        &self,
        wanted: impl Fn(&ColumnRole) -> bool,
    ) -> impl Iterator<Item = &'a Column> {
        let table = self.table;
        let roles = self.mapping.columns.iter();
        roles
            .zip(&table.columns)
            .filter(move |(found, _)| wanted(&found.role))
            .map(|(_, column)| column)
    }
}

/// The ids of all files, sorted, so that an index does not depend on which file came first.
struct Ids<'a> {
    names: Vec<String>,
    index: HashMap<&'a str, u32>,
}

impl<'a> Ids<'a> {
    fn collect(sources: &[Source<'a>], notices: &mut Vec<Notice>) -> Self {
        let mut index: HashMap<&str, u32> = HashMap::new();
        for source in sources {
            if matches!(source.mapping.role, TableRole::Events | TableRole::Unused) {
                continue;
            }
            let Some(person) = source.column(&ColumnRole::Person) else {
                notices.push(no_person_column(source.table));
                continue;
            };
            for row in 0..source.table.rows {
                let id = person.text(row).trim();
                if !id.is_empty() {
                    index.insert(id, 0);
                }
            }
        }
        let mut sorted: Vec<&str> = index.keys().copied().collect();
        sorted.sort_unstable();
        let index = sorted.iter().zip(0..).map(|(id, at)| (*id, at)).collect();
        Ids {
            names: sorted.into_iter().map(str::to_owned).collect(),
            index,
        }
    }
}

fn no_person_column(table: &Table) -> Notice {
    let nearest = table
        .columns
        .iter()
        .map(|column| &column.header)
        .find(|header| {
            header_words(header)
                .iter()
                .any(|word| word == "id" || word == "name")
        });
    Notice::about(&table.file, Kind::NoPersonColumn(nearest.cloned()))
}

/// The rows of a file that can take part: row number, person, and day where the file has dates.
struct Rows {
    kept: Vec<(usize, u32)>,
    days: Option<Vec<i32>>,
}

/// `counted` says which rows another file of the export has counted already.
fn rows_of(
    source: Source<'_>,
    person: &Column,
    (ids, counted): (&Ids<'_>, &[bool]),
    notices: &mut Vec<Notice>,
) -> Rows {
    let table = source.table;
    let are_pieces = source.column(&ColumnRole::Finished).is_some();
    let dates = pieces::date_column(source).map(|column| (column, column.as_dates()));
    let repeated = repeated_rows(table);
    let mut no_person = Tally::new(&table.file, Kind::NoPersonInRow);
    let mut no_date = Tally::new(&table.file, Kind::NoDateInRow);
    let mut duplicate = Tally::new(&table.file, Kind::DuplicateRow);
    let mut not_finished = Tally::new(&table.file, Kind::NotFinished);
    let mut counted_once = Tally::new(&table.file, Kind::CountedOnce);
    let mut kept = Vec::with_capacity(table.rows);
    let mut days = dates.as_ref().map(|_| Vec::with_capacity(table.rows));
    for (row, is_repeat) in repeated.into_iter().enumerate() {
        let id = person.text(row).trim();
        let Some(&person_index) = ids.index.get(id) else {
            no_person.add(table.row_number(row), Some(&person.header), None);
            continue;
        };
        if is_repeat {
            duplicate.add(table.row_number(row), None, None);
            continue;
        }
        if counted.get(row).is_some_and(|counted| *counted) {
            counted_once.add(table.row_number(row), None, None);
            continue;
        }
        if let (Some((column, dates)), Some(days)) = (&dates, &mut days) {
            let Some(day) = dates.day(row) else {
                if are_pieces && is_missing(column.text(row)) {
                    not_finished.add(table.row_number(row), Some(&column.header), None);
                    continue;
                }
                no_date.add(
                    table.row_number(row),
                    Some(&column.header),
                    Some(column.text(row)),
                );
                continue;
            };
            days.push(day);
        }
        kept.push((row, person_index));
    }
    let found = [no_person, duplicate, counted_once, no_date, not_finished];
    notices.extend(found.into_iter().filter_map(Tally::notice));
    // Several pieces of work in a day are what a log of them is about.
    if !are_pieces {
        notices.extend(several_per_day(table, &kept, days.as_deref()).notice());
    }
    Rows { kept, days }
}

/// Rows of one person and day that differ from each other: legitimate in a log, a mistake in a daily report.
fn several_per_day(table: &Table, kept: &[(usize, u32)], days: Option<&[i32]>) -> Tally {
    let day = |at: usize| days.map_or(0, |days| days[at]);
    let mut order: Vec<(u32, i32, usize)> = kept
        .iter()
        .enumerate()
        .map(|(at, &(row, person))| (person, day(at), row))
        .collect();
    order.sort_unstable();
    let mut several = Tally::new(&table.file, Kind::SeveralRowsPerPersonDay);
    for pair in order.windows(2) {
        if (pair[0].0, pair[0].1) == (pair[1].0, pair[1].1) {
            several.add(table.row_number(pair[1].2), None, None);
        }
    }
    several
}

/// Which rows repeat an earlier row in full, cell for cell.
fn repeated_rows(table: &Table) -> Vec<bool> {
    let mut by_hash: Vec<(u64, usize)> = (0..table.rows)
        .map(|row| {
            // SipHash with fixed keys: the same on every machine and in every run.
            let mut hasher = DefaultHasher::new();
            for column in &table.columns {
                column.text(row).hash(&mut hasher);
            }
            (hasher.finish(), row)
        })
        .collect();
    by_hash.sort_unstable();
    let mut repeated = vec![false; table.rows];
    for pair in by_hash.windows(2) {
        let ((first_hash, first), (hash, row)) = (pair[0], pair[1]);
        if first_hash == hash
            && table
                .columns
                .iter()
                .all(|column| column.text(first) == column.text(row))
        {
            repeated[row] = true;
        }
    }
    repeated
}

impl Log {
    /// Whether nothing was loaded into it.
    pub fn is_empty(&self) -> bool {
        self.person.is_empty()
    }

    /// Adds a file's rows; measures with the same header, whatever its case, become one series.
    fn append(&mut self, source: Source<'_>, rows: &Rows, notices: &mut Vec<Notice>) {
        let before = self.person.len();
        self.person
            .extend(rows.kept.iter().map(|(_, person)| person));
        let after = self.person.len();
        match (&mut self.day, &rows.days) {
            (Some(all), Some(days)) => all.extend(days),
            (day @ None, Some(days)) if before == 0 => *day = Some(days.clone()),
            // Rows with and without dates cannot be told apart by period: the whole time is all that is left.
            (day, _) => *day = None,
        }
        let roles = source.mapping.columns.iter();
        for (mapping, column) in roles.zip(&source.table.columns) {
            let ColumnRole::Measure(measure) = mapping.role else {
                continue;
            };
            let numbers = boolean::numbers(column);
            let mut negative = Tally::new(&source.table.file, Kind::NegativeCount);
            let counts = measure.adds == super::Adds::Sum;
            let series = self.series_named(&column.header, measure, before);
            series.values.extend(rows.kept.iter().map(|&(row, _)| {
                let value = numbers.get(row);
                if counts && value.is_some_and(|value| value < 0.0) {
                    let number = source.table.row_number(row);
                    negative.add(number, Some(&column.header), Some(column.text(row)));
                }
                value.unwrap_or(f64::NAN)
            }));
            notices.extend(negative.notice());
        }
        let (made, backwards) = pieces::series(source, rows.kept.iter().map(|(row, _)| *row));
        notices.extend(backwards);
        for made in made {
            let series = self.series_named(&made.name, made.measure, before);
            series.values.extend(made.values);
        }
        for series in &mut self.series {
            series.values.resize(after, f64::NAN);
        }
    }

    fn series_named(&mut self, name: &str, measure: Measure, rows: usize) -> &mut Series {
        let same = |series: &Series| series.name.to_lowercase() == name.to_lowercase();
        let at = self.series.iter().position(same).unwrap_or_else(|| {
            let values = vec![f64::NAN; rows];
            self.series.push(Series {
                name: name.to_owned(),
                measure,
                values,
            });
            self.series.len() - 1
        });
        &mut self.series[at]
    }
}

/// How often each person carries each value of each attribute.
type Votes = BTreeMap<String, BTreeMap<(u32, String), u32>>;

fn collect_votes(source: Source<'_>, rows: &Rows, votes: &mut Votes) {
    for column in source.columns(|role| *role == ColumnRole::Group) {
        let of_column = votes.entry(column.header.clone()).or_default();
        for &(row, person) in &rows.kept {
            let value = column.text(row).trim();
            if !value.is_empty() {
                *of_column.entry((person, value.to_owned())).or_default() += 1;
            }
        }
    }
}

/// A person's level is the value that most of their rows carry; of equals, the first in order of letters.
fn attributes(votes: Votes, people: usize) -> Vec<Attribute> {
    let attribute = |(name, votes): (String, BTreeMap<(u32, String), u32>)| {
        let mut levels: Vec<String> = votes.keys().map(|(_, value)| value.clone()).collect();
        levels.sort_unstable();
        levels.dedup();
        let mut top: Vec<Option<(u32, u16)>> = vec![None; people];
        for ((person, value), count) in votes {
            let Ok(at) = levels.binary_search(&value) else {
                continue;
            };
            let Ok(level) = u16::try_from(at) else {
                continue;
            };
            let best = &mut top[person as usize];
            if best.is_none_or(|(most, _)| count > most) {
                *best = Some((count, level));
            }
        }
        let level_of = top
            .into_iter()
            .map(|best| best.map(|(_, level)| level))
            .collect();
        Attribute {
            name,
            levels,
            level_of,
        }
    };
    votes.into_iter().map(attribute).collect()
}
