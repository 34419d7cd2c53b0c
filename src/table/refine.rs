//! What only the whole file can settle: durations, dates written as numbers, and which number of a date is the day.

use std::ops::ControlFlow;

use crate::notice::{Kind, Notice};

use super::column::{Column, ColumnKind};
use super::date::{self, Order};
use super::number::is_missing;
use super::reader::{Read, odd_values};
use super::{Table, duration};

/// Share of the values that must fit.
const MOST: f64 = 0.9;

/// Words of a header that make `01:05:00` a length of time rather than a time of day.
const DURATIONS: &[&str] = &[
    "duration",
    "spent",
    "elapsed",
    "lead",
    "cycle",
    "wait",
    "response",
    "resolution",
    "handle",
    "handling",
    "talk",
    "turnaround",
    "hours",
    "minutes",
    "effort",
    "worked",
    "reply",
    "ack",
    "recovery",
    "restore",
];

/// Words of a header that make a number such as 20260105 or 46027 a date.
const DATES: &[&str] = &["date", "day", "datetime", "datum", "fecha"];

/// Replaces columns whose values say more than their text; what was assumed is said in the notices.
pub fn refine(read: &mut Read) {
    let Some(table) = &mut read.table else { return };
    let mut changed = false;
    let settled = settled_order(table);
    for column in &mut table.columns {
        let better = match column.kind() {
            ColumnKind::Text => as_hours(column),
            ColumnKind::Number => as_dates(column),
            ColumnKind::Date => settled.and_then(|order| in_order(column, order)),
            ColumnKind::Boolean | ColumnKind::Empty => None,
        };
        let Some(better) = better else { continue };
        if column.kind() == ColumnKind::Text {
            let kind = Kind::DurationsRead(column.header.clone());
            read.notices.push(Notice::about(&table.file, kind));
        }
        *column = better;
        changed = true;
    }
    if changed {
        let of_values = |kind: &Kind| {
            matches!(
                kind,
                Kind::NotANumber | Kind::NotADate | Kind::AmbiguousDates(_)
            )
        };
        read.notices.retain(|notice| !of_values(&notice.kind));
        read.notices.extend(odd_values(table));
    }
}

/// Calls `visit` with the values that are there and how many rows have each, until it has enough.
fn present(column: &Column, visit: &mut dyn FnMut(&str, usize) -> ControlFlow<()>) {
    column.each_text(|text, rows| {
        if is_missing(&text) {
            ControlFlow::Continue(())
        } else {
            visit(&text, rows)
        }
    });
}

/// Whether most values pass. The first that fail end it early where most fail.
fn most(column: &Column, test: &dyn Fn(&str) -> bool) -> bool {
    let (mut different, mut seen, mut passed) = (0_usize, 0_usize, 0_usize);
    present(column, &mut |text, rows| {
        different += 1;
        seen += rows;
        passed += if test(text) { rows } else { 0 };
        if different == 50 && passed == 0 {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    });
    seen > 0 && passed as f64 >= MOST * seen as f64
}

/// Whether a value passes.
fn any(column: &Column, test: impl Fn(&str) -> bool) -> bool {
    let mut found = false;
    present(column, &mut |text, _| {
        found = test(text);
        if found {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    });
    found
}

fn says(header: &str, words: &[&str]) -> bool {
    let lower = header.to_lowercase();
    lower
        .split(|letter: char| !letter.is_alphanumeric())
        .any(|word| words.contains(&word))
}

/// A column of durations as hours.
fn as_hours(column: &Column) -> Option<Column> {
    let worded = most(column, &|text| duration::hours(text).is_some());
    let clock = || {
        most(column, &|text| duration::clock_hours(text).is_some())
            && (says(&column.header, DURATIONS)
                || any(column, |text| {
                    duration::clock_hours(text).is_some_and(|hours| hours >= 24.0)
                }))
    };
    let read: fn(&str) -> Option<f64> = if worded {
        duration::hours
    } else if clock() {
        duration::clock_hours
    } else {
        return None;
    };
    let header = if says(&column.header, &["hours"]) {
        column.header.clone()
    } else {
        format!("{} (hours)", column.header)
    };
    Some(column.counted(&header, &read))
}

/// A column of `20260105` or of a spreadsheet's day numbers as dates.
fn as_dates(column: &Column) -> Option<Column> {
    if !says(&column.header, DATES) {
        return None;
    }
    let read: fn(&str) -> Option<i64> = if most(column, &|text| date::compact(text).is_some()) {
        date::compact
    } else if most(column, &|text| date::serial(text).is_some()) {
        date::serial
    } else {
        return None;
    };
    let iso = |text: &str| read(text).map_or_else(|| text.to_owned(), date::iso);
    Some(column.rewritten(&column.header, &iso))
}

/// The order that the file's other date columns settle, when they agree on one.
fn settled_order(table: &Table) -> Option<Order> {
    let is_settled = |column: &&Column| {
        column.kind() == ColumnKind::Date && !column.style().epoch && !column.is_ambiguous()
    };
    let needs_order = |column: &&Column| {
        let [day, month] = [Order::DayFirst, Order::MonthFirst].map(|order| {
            let mut dates = 0;
            present(column, &mut |text, rows| {
                dates += if date::parse(text, order).is_some() {
                    rows
                } else {
                    0
                };
                ControlFlow::Continue(())
            });
            dates
        });
        day != month
    };
    let mut orders = table
        .columns
        .iter()
        .filter(is_settled)
        .filter(needs_order)
        .map(|column| column.style().order);
    let first = orders.next()?;
    orders.all(|order| order == first).then_some(first)
}

/// An ambiguous column, read in the order that another column of the file settles.
fn in_order(column: &Column, order: Order) -> Option<Column> {
    if !column.is_ambiguous() {
        return None;
    }
    let iso = |text: &str| match date::parse(text, order) {
        Some(moment) => date::iso(moment.seconds),
        None => text.to_owned(),
    };
    Some(column.rewritten(&column.header, &iso))
}

#[cfg(test)]
mod tests {
    use super::super::Intake;
    use super::*;

    fn read(text: &str) -> Read {
        let mut intake = Intake::new("a.csv");
        intake.push(text.as_bytes());
        intake.finish()
    }

    fn column(text: &str, at: usize) -> (Column, Vec<Notice>) {
        let Read { table, notices, .. } = read(text);
        (table.unwrap().columns[at].clone(), notices)
    }

    #[test]
    fn durations_become_hours_and_this_is_said() {
        let (spent, notices) = column("id,Time spent\na,1h 30m\nb,45m\nc,\n", 1);
        assert_eq!(spent.header, "Time spent (hours)");
        let hours = spent.as_numbers();
        assert_eq!(
            [0, 1, 2].map(|row| hours.get(row)),
            [Some(1.5), Some(0.75), None]
        );
        assert_eq!(
            notices[0].kind,
            Kind::DurationsRead("Time spent".to_owned())
        );
    }

    #[test]
    fn a_clock_is_a_duration_only_where_the_header_or_a_value_says_so() {
        assert_eq!(
            column("id,Handle time\na,00:30:00\nb,01:00:00\n", 1)
                .0
                .as_numbers()
                .get(0),
            Some(0.5)
        );
        assert_eq!(
            column("id,at\na,09:30:00\nb,11:00:00\n", 1).0.kind(),
            ColumnKind::Text
        );
        assert_eq!(
            column("id,total\na,30:00:00\nb,11:00:00\n", 1)
                .0
                .as_numbers()
                .get(0),
            Some(30.0)
        );
    }

    #[test]
    fn numbers_under_a_date_header_are_dates() {
        for day in ["20260105", "46027"] {
            let (found, _) = column(&format!("id,date\na,{day}\nb,{day}\n"), 1);
            assert_eq!(
                (found.kind(), &*found.text(0)),
                (ColumnKind::Date, "2026-01-05")
            );
        }
        assert_eq!(
            column("id,lines\na,46027\nb,46028\n", 1).0.kind(),
            ColumnKind::Number
        );
    }

    #[test]
    fn one_date_column_settles_the_order_of_another() {
        let text = "id,opened,closed\na,05/01/2026,25/01/2026\nb,06/01/2026,07/02/2026\n";
        let (opened, notices) = column(text, 1);
        assert_eq!(opened.text(0), "2026-01-05");
        assert!(notices.is_empty());
        let (_, notices) = column("id,opened,n\na,05/01/2026,1\nb,06/01/2026,2\n", 1);
        assert!(matches!(notices[0].kind, Kind::AmbiguousDates(_)));
    }
}
