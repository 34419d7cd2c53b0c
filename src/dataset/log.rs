//! Rows of one role from all its files. Measures stay where the tables keep them: a log only points there.

use std::sync::Arc;

use crate::notice::{Kind, Notice, Tally};
use crate::table::{Numbers, boolean};

use super::join::Source;
use super::mapping::{Adds, ColumnRole, Measure};
use super::pieces;
use super::rows::Rows;

/// Rows of one role, from all its files, in file order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Log {
    /// Person index per row.
    pub person: Vec<u32>,
    /// Days since 1 January 1970 per row; `None` for the whole log when no file has a date.
    pub day: Option<Vec<i32>>,
    /// One series per measure, all as long as `person`.
    pub series: Vec<Series>,
    /// Who could have had rows: the people of a roster, in ascending order.
    pub roster: Vec<u32>,
}

/// One measure, row by row.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// The column's header.
    pub name: String,
    /// How it adds up, and which way is better.
    pub measure: Measure,
    parts: Vec<Part>,
}

/// The values that one file gives to a series.
#[derive(Debug, Clone, PartialEq)]
enum Part {
    /// The file has no such column; that many rows have no value.
    Absent(usize),
    /// The column's values in these rows, or in all of them.
    Present(Numbers, Option<Arc<[u32]>>),
}

impl Log {
    /// Whether nothing was loaded into it.
    pub fn is_empty(&self) -> bool {
        self.person.is_empty()
    }

    /// Adds a file's rows; measures with the same header, whatever its case, become one series.
    pub(super) fn append(&mut self, source: Source<'_>, rows: Rows, notices: &mut Vec<Notice>) {
        let before = self.person.len();
        let added = rows.person.len();
        let roles = source.mapping.columns.iter();
        for (mapping, column) in roles.zip(&source.table.columns) {
            let ColumnRole::Measure(measure) = mapping.role else {
                continue;
            };
            let part = Part::Present(boolean::numbers(column), rows.kept.clone());
            if measure.adds == Adds::Sum && part.may_be_negative() {
                let mut negative = Tally::new(&source.table.file, Kind::NegativeCount);
                for (at, value) in part.values().into_iter().enumerate() {
                    if value < 0.0 {
                        let row = rows.in_table(at);
                        let number = source.table.row_number(row);
                        negative.add(number, Some(&column.header), Some(&column.text(row)));
                    }
                }
                notices.extend(negative.notice());
            }
            self.series_named(&column.header, measure, before)
                .set(before, part);
        }
        let (made, backwards) = pieces::series(source, &rows);
        notices.extend(backwards);
        for made in made {
            self.series_named(&made.name, made.measure, before)
                .set(before, Part::Present(made.values, None));
        }
        match (&mut self.day, rows.day) {
            (Some(all), Some(days)) => all.extend(days),
            (day @ None, Some(days)) if before == 0 => *day = Some(days),
            // Rows with and without dates cannot be told apart by period: the whole time is all that is left.
            (day, _) => *day = None,
        }
        if before == 0 {
            self.person = rows.person;
        } else {
            self.person.extend(rows.person);
        }
        for series in &mut self.series {
            series.fill_up_to(before + added);
        }
    }

    /// Leaves only the rows that are wanted; `wanted` is as long as the log.
    pub fn keep(&mut self, wanted: &[bool]) {
        keep(&mut self.person, wanted);
        if let Some(days) = &mut self.day {
            keep(days, wanted);
        }
        for series in &mut self.series {
            let mut from = 0;
            for part in &mut series.parts {
                let rows = part.len();
                part.keep(&wanted[from..from + rows]);
                from += rows;
            }
        }
    }

    fn series_named(&mut self, name: &str, measure: Measure, rows: usize) -> &mut Series {
        let same = |series: &Series| series.name.to_lowercase() == name.to_lowercase();
        let at = self.series.iter().position(same).unwrap_or_else(|| {
            let mut series = Series {
                name: name.to_owned(),
                measure,
                parts: Vec::new(),
            };
            series.fill_up_to(rows);
            self.series.push(series);
            self.series.len() - 1
        });
        &mut self.series[at]
    }
}

impl Series {
    /// A series of these values; NaN where there is none.
    pub fn new(name: &str, measure: Measure, values: &[f64]) -> Self {
        let present = |value: &f64| Some(*value).filter(|value| !value.is_nan());
        let numbers: Numbers = values.iter().map(present).collect();
        Series {
            name: name.to_owned(),
            measure,
            parts: vec![Part::Present(numbers, None)],
        }
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.parts.iter().map(Part::len).sum()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether every row has a value, as far as that is known without looking at each.
    pub fn is_full(&self) -> bool {
        let is_full = |part: &Part| matches!(part, Part::Present(numbers, _) if numbers.is_full());
        self.parts.iter().all(is_full)
    }

    /// The value of a row, unless it is missing.
    pub fn get(&self, row: usize) -> Option<f64> {
        let mut before = 0;
        let part = self.parts.iter().find(|part| {
            let is_here = row < before + part.len();
            before += if is_here { 0 } else { part.len() };
            is_here
        })?;
        match part {
            Part::Absent(_) => None,
            Part::Present(numbers, None) => numbers.get(row - before),
            Part::Present(numbers, Some(rows)) => numbers.get(rows[row - before] as usize),
        }
    }

    /// The value of every row in order. NaN stands for a cell that was empty or unreadable,
    /// which is the only way a NaN gets here.
    pub fn values(&self) -> Vec<f64> {
        let mut values = Vec::with_capacity(self.len());
        for part in &self.parts {
            part.fill(&mut values);
        }
        values
    }

    /// A file's values, unless the file gave this series some already: of two columns with one name the first counts.
    fn set(&mut self, before: usize, part: Part) {
        if self.len() == before {
            self.parts.push(part);
        }
    }

    fn fill_up_to(&mut self, rows: usize) {
        let missing = rows.saturating_sub(self.len());
        if missing > 0 {
            self.parts.push(Part::Absent(missing));
        }
    }
}

fn keep<T>(values: &mut Vec<T>, wanted: &[bool]) {
    let mut wanted = wanted.iter();
    values.retain(|_| wanted.next().is_some_and(|wanted| *wanted));
}

impl Part {
    fn keep(&mut self, wanted: &[bool]) {
        let is_wanted = |at: &usize| wanted[*at];
        match self {
            Part::Absent(rows) => *rows = (0..*rows).filter(is_wanted).count(),
            Part::Present(numbers, None) => {
                let rows = (0_u32..).take(numbers.len()).zip(wanted);
                let kept = rows.filter(|(_, wanted)| **wanted).map(|(row, _)| row);
                *self = Part::Present(numbers.clone(), Some(kept.collect()));
            }
            Part::Present(_, Some(rows)) => {
                let kept = rows.iter().zip(wanted).filter(|(_, wanted)| **wanted);
                *rows = kept.map(|(row, _)| *row).collect();
            }
        }
    }

    fn len(&self) -> usize {
        match self {
            Part::Absent(rows) => *rows,
            Part::Present(numbers, None) => numbers.len(),
            Part::Present(_, Some(rows)) => rows.len(),
        }
    }

    fn may_be_negative(&self) -> bool {
        match self {
            Part::Absent(_) => false,
            Part::Present(numbers, _) => numbers.may_be_negative(),
        }
    }

    fn values(&self) -> Vec<f64> {
        let mut values = Vec::with_capacity(self.len());
        self.fill(&mut values);
        values
    }

    fn fill(&self, into: &mut Vec<f64>) {
        match self {
            Part::Absent(rows) => into.extend(std::iter::repeat_n(f64::NAN, *rows)),
            Part::Present(numbers, None) => numbers.fill(into),
            Part::Present(numbers, Some(rows)) => {
                let mut all = Vec::with_capacity(numbers.len());
                numbers.fill(&mut all);
                into.extend(rows.iter().map(|row| all[*row as usize]));
            }
        }
    }
}
