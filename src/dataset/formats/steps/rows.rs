//! Rows of a record, columns that are used up, and the days that weeks begin on.

use std::collections::HashMap;

use crate::notice::{Exclusion, Kind, Notice};
use crate::table::{Column, ColumnKind, date};

use super::super::work::{Work, cells};
use super::super::{Names, Pattern};

/// Lets the file's own columns of these names go; columns that were made of them stay.
pub fn let_go(work: &mut Work, columns: &[Names]) {
    let patterns: Vec<Pattern> = columns.iter().map(|names| Pattern::of(names)).collect();
    work.slots
        .retain(|slot| slot.made_of.is_some() || !patterns.iter().any(|one| one.fits(&slot.key)));
}

/// The last row of each record in the order of a column: numbers or dates; of equals, the last in the file.
pub fn keep_last(work: &mut Work, record: Names, order: Names) -> Option<()> {
    let records = work.column(record)?;
    let rank: Vec<f64> = match work.column(order) {
        Some(column) if column.kind() == ColumnKind::Date => {
            let dates = column.as_dates();
            (0..work.rows.len())
                .map(|row| {
                    dates
                        .seconds(row)
                        .map_or(f64::NEG_INFINITY, |seconds| seconds as f64)
                })
                .collect()
        }
        Some(column) => {
            let numbers = column.as_numbers();
            (0..work.rows.len())
                .map(|row| numbers.get(row).unwrap_or(f64::NEG_INFINITY))
                .collect()
        }
        None => vec![0.0; work.rows.len()],
    };
    let mut last: HashMap<&str, usize> = HashMap::new();
    for (row, text) in cells(records).enumerate() {
        let kept = last.entry(text).or_insert(row);
        if rank[row] >= rank[*kept] {
            *kept = row;
        }
    }
    let stays: Vec<bool> = cells(records)
        .enumerate()
        .map(|(row, text)| last.get(text) == Some(&row))
        .collect();
    work.exclude(|_, row| (!stays[row]).then_some(Exclusion::Superseded));
    Some(())
}

/// Weeks that begin on Sunday begin on the Monday after.
pub fn sundays_to_mondays(work: &mut Work, column: Names) -> Option<()> {
    /// 4 January 1970, the first Sunday that is counted.
    const SUNDAY: i32 = 3;
    let at = work.find(column)?;
    let source = &work.slots[at].column;
    let dates = source.as_dates();
    let mut days: Vec<i32> = dates.present_days().collect();
    days.sort_unstable();
    days.dedup();
    let is_sunday = |day: &i32| (day - SUNDAY).rem_euclid(7) == 0;
    // A single Sunday may be any day; two are a rhythm.
    if days.len() < 2 || !days.iter().all(is_sunday) {
        return None;
    }
    let texts: Vec<String> = (0..source.len())
        .map(|row| match dates.day(row) {
            Some(day) => date::date_of(day + 1).to_string(),
            None => source.text(row).to_owned(),
        })
        .collect();
    let made = Column::of_texts(&source.header, texts, source.style().decimal);
    drop(dates);
    work.replace(at, made);
    let kind = Kind::WeekMoved;
    work.notices
        .push(Notice::counted(&work.file, kind, days.len()));
    Some(())
}
