//! Rows of a record, columns that are used up, and the days that weeks begin on.

use std::borrow::Cow;

use crate::notice::{Exclusion, Kind, Notice};
use crate::table::{Column, ColumnKind, date};

use super::super::work::Work;
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
    let records = records.categories();
    let mut last: Vec<Option<usize>> = vec![None; records.texts.len()];
    for (row, record) in records.of_row.iter().enumerate() {
        let kept = last[*record as usize].get_or_insert(row);
        if rank[row] >= rank[*kept] {
            *kept = row;
        }
    }
    let stays: Vec<bool> = records
        .of_row
        .iter()
        .enumerate()
        .map(|(row, record)| last[*record as usize] == Some(row))
        .collect();
    work.exclude(&|_, row| (!stays[row]).then_some(Exclusion::Superseded));
    Some(())
}

/// Weeks that begin on Sunday begin on the Monday after.
pub fn sundays_to_mondays(work: &mut Work, column: Names) -> Option<()> {
    /// 4 January 1970, the first Sunday that is counted.
    const SUNDAY: i32 = 3;
    let at = work.find(column)?;
    let source = &work.slots[at].column;
    let dates = source.as_dates();
    let days = dates.present_days();
    let is_sunday = |day: &i32| (day - SUNDAY).rem_euclid(7) == 0;
    let first = days.iter().min()?;
    // A single Sunday may be any day; two are a rhythm.
    if days.iter().all(|day| day == first) || !days.iter().all(is_sunday) {
        return None;
    }
    let mut texts = (0..source.len()).map(|row| match dates.day(row) {
        Some(day) => Cow::Owned(date::iso_day(date::date_of(day + 1))),
        None => source.text(row),
    });
    let made = Column::of_texts(&source.header, &mut texts, source.style().decimal);
    drop(dates);
    work.replace(at, made);
    let notice = Notice::about(&work.file, Kind::WeekMoved);
    work.notices.push(notice);
    Some(())
}
