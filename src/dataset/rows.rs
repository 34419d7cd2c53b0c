//! Which rows of a file take part, and whose they are.

use std::sync::Arc;

use crate::notice::{Kind, Notice, Tally};
use crate::table::number::is_missing;
use crate::table::{Column, RowHash, Table};

use super::join::Source;
use super::mapping::ColumnRole;
use super::person_days::{NO_DAY, PersonDays};
use super::pieces;

/// Stands for a row without a person.
pub const NOBODY: u32 = u32::MAX;

/// The rows of a file that take part.
#[derive(Debug, Clone, PartialEq)]
pub struct Rows {
    /// Their positions in the table; `None` when all rows take part.
    pub kept: Option<Arc<[u32]>>,
    /// The person of each.
    pub person: Vec<u32>,
    /// The day of each, where the file has dates.
    pub day: Option<Vec<i32>>,
}

impl Rows {
    /// The position in the table of one that takes part.
    pub fn in_table(&self, at: usize) -> usize {
        self.kept.as_ref().map_or(at, |kept| kept[at] as usize)
    }
}

/// Whose each row of a table is.
#[derive(Debug)]
pub struct Ids<'a> {
    /// The column that says it.
    pub column: &'a Column,
    /// The person of each row, or [`NOBODY`].
    pub of_row: Vec<u32>,
    /// How many people there are.
    pub people: usize,
}

/// Why a row does not take part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Aside {
    NoPerson,
    Repeated,
    CountedOnce,
    NotFinished,
    NoDate,
}

impl Rows {
    /// Sets aside rows without a person or date, all but the first of rows that are repeated in full,
    /// and those that another file of the export has counted already, as `counted` says.
    pub fn of(
        source: Source<'_>,
        ids: Ids<'_>,
        counted: &[bool],
        notices: &mut Vec<Notice>,
    ) -> Rows {
        let table = source.table;
        let are_pieces = source.column(&ColumnRole::Finished).is_some();
        let dates = pieces::date_column(source);
        let (mut person, mut days) = (ids.of_row, dates.map(days_of));
        let repeated = repeated_rows(table, &person, days.as_deref(), ids.people);
        let mut next_repeated = repeated.rows.iter().copied().peekable();
        // Several pieces of work in a day are what a log of them is about.
        let mut seen = (repeated.has_several && !are_pieces)
            .then(|| PersonDays::new(&person, days.as_deref(), ids.people));
        let mut tallies = Tallies::new(&table.file);
        let mut kept: Option<Vec<u32>> = None;
        let mut filled = 0;
        for row in 0..table.rows {
            let (whose, day) = (person[row], days.as_ref().map_or(0, |days| days[row]));
            let is_repeat = next_repeated
                .next_if(|repeat| *repeat as usize == row)
                .is_some();
            let aside = if whose == NOBODY {
                Some(Aside::NoPerson)
            } else if is_repeat {
                Some(Aside::Repeated)
            } else if counted.get(row).is_some_and(|counted| *counted) {
                Some(Aside::CountedOnce)
            } else if day != NO_DAY {
                None
            } else if are_pieces && dates.is_some_and(|dates| is_missing(&dates.text(row))) {
                Some(Aside::NotFinished)
            } else {
                Some(Aside::NoDate)
            };
            if let Some(why) = aside {
                tallies.add(why, table.row_number(row), (ids.column, dates), row);
                kept.get_or_insert_with(|| positions(filled));
                continue;
            }
            if let Some(seen) = &mut seen
                && !seen.insert(whose, day)
            {
                tallies.several.add(table.row_number(row), None, None);
            }
            if let Some(kept) = &mut kept {
                kept.extend(u32::try_from(row));
            }
            person[filled] = whose;
            if let Some(days) = &mut days {
                days[filled] = day;
            }
            filled += 1;
        }
        person.truncate(filled);
        if let Some(days) = &mut days {
            days.truncate(filled);
        }
        notices.extend(tallies.notices());
        Rows {
            kept: kept.map(Arc::from),
            person,
            day: days,
        }
    }
}

/// Rows set aside and rows kept all the same, counted.
struct Tallies {
    no_person: Tally,
    repeated: Tally,
    counted_once: Tally,
    no_date: Tally,
    not_finished: Tally,
    several: Tally,
}

impl Tallies {
    fn new(file: &str) -> Self {
        let tally = |kind| Tally::new(file, kind);
        Tallies {
            no_person: tally(Kind::NoPersonInRow),
            repeated: tally(Kind::DuplicateRow),
            counted_once: tally(Kind::CountedOnce),
            no_date: tally(Kind::NoDateInRow),
            not_finished: tally(Kind::NotFinished),
            several: tally(Kind::SeveralRowsPerPersonDay),
        }
    }

    fn add(
        &mut self,
        why: Aside,
        number: u64,
        (person, dates): (&Column, Option<&Column>),
        row: usize,
    ) {
        let dated = dates.map(|column| column.header.as_str());
        match why {
            Aside::NoPerson => self.no_person.add(number, Some(&person.header), None),
            Aside::Repeated => self.repeated.add(number, None, None),
            Aside::CountedOnce => self.counted_once.add(number, None, None),
            Aside::NotFinished => self.not_finished.add(number, dated, None),
            Aside::NoDate => {
                let text = dates.map(|column| column.text(row));
                self.no_date.add(number, dated, text.as_deref());
            }
        }
    }

    fn notices(self) -> impl Iterator<Item = Notice> {
        let all = [
            self.no_person,
            self.repeated,
            self.counted_once,
            self.no_date,
            self.not_finished,
            self.several,
        ];
        all.into_iter().filter_map(Tally::notice)
    }
}

fn positions(rows: usize) -> Vec<u32> {
    (0..rows)
        .filter_map(|row| u32::try_from(row).ok())
        .collect()
}

fn days_of(column: &Column) -> Vec<i32> {
    let mut days = Vec::with_capacity(column.len());
    column
        .as_dates()
        .each_day(|day| days.push(day.unwrap_or(NO_DAY)));
    days
}

/// Rows that repeat an earlier row in full, cell for cell, in order.
struct Repeated {
    rows: Vec<u32>,
    /// Whether some person and day has more than one row, repeated or not.
    has_several: bool,
}

/// A row can only repeat one of the same person and day, so that a file with one row for each needs no comparing.
fn repeated_rows(table: &Table, person: &[u32], days: Option<&[i32]>, people: usize) -> Repeated {
    let key = |row: usize| (person[row], days.map_or(0, |days| days[row]));
    let mut seen = PersonDays::new(person, days, people);
    let mut several = None;
    for row in 0..person.len() {
        let (person_here, day) = key(row);
        if person_here != NOBODY && !seen.insert(person_here, day) {
            several
                .get_or_insert_with(|| PersonDays::new(person, days, people))
                .insert(person_here, day);
        }
    }
    drop(seen);
    let Some(several) = several else {
        return Repeated {
            rows: Vec::new(),
            has_several: false,
        };
    };
    let mut hashes: Vec<RowHash> = (0..person.len())
        .filter(|&row| {
            let (person, day) = key(row);
            person != NOBODY && several.contains(person, day)
        })
        .filter_map(|row| u32::try_from(row).ok())
        .map(|row| RowHash { hash: 0, row })
        .collect();
    for column in &table.columns {
        column.mix_into(&mut hashes);
    }
    hashes.sort_unstable();
    let mut rows: Vec<u32> = hashes
        .windows(2)
        .filter(|pair| pair[0].hash == pair[1].hash)
        .filter(|pair| {
            let [first, second] = [pair[0].row, pair[1].row].map(|row| row as usize);
            table
                .columns
                .iter()
                .all(|column| column.is_same(first, second))
        })
        .map(|pair| pair[1].row)
        .collect();
    rows.sort_unstable();
    Repeated {
        rows,
        has_several: true,
    }
}
