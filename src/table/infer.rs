//! What a column is, from all of its cells: how it writes numbers and dates, and what kind it has.

use std::ops::ControlFlow;

use super::boolean;
use super::cells::Stored;
use super::column::{ColumnKind, Style};
use super::date::{self, Order};
use super::decimals::{Decimals, Reading};
use super::number::{self, Decimal, is_missing};

/// Share of the values that must fit a type for the column to have it.
const MOST: f64 = 0.9;

/// Different values after which a hopeless type is not tried any further.
const FIRST_LOOK: usize = 200;

/// Different values with a mark that decide between decimal point and comma.
const MARKED: usize = 5_000;

/// How the column writes its values. `prefer` breaks the tie between `1,234` and `1.234`.
pub fn style(header: &str, cells: &Stored, prefer: Decimal) -> Style {
    Style {
        decimal: decimal_style(cells, prefer),
        order: date_order(cells, prefer),
        epoch: says_date(header)
            && share(cells, epochs, |text| date::parse_epoch(text).is_some()) >= MOST,
    }
}

/// What the column holds.
pub fn kind(cells: &Stored, style: Style) -> ColumnKind {
    let Style {
        decimal,
        order,
        epoch,
    } = style;
    let no_number = |_: &Decimals| 0;
    if present(cells) == 0 {
        ColumnKind::Empty
    } else if epoch || share(cells, no_number, |text| date::parse(text, order).is_some()) >= MOST {
        ColumnKind::Date
    } else if share(cells, no_number, |text| boolean::truth(text).is_some()) >= MOST {
        ColumnKind::Boolean
    } else if share(
        cells,
        |decimals| decimals.fitting(decimals.reading(decimal)),
        |text| number::parse(text, decimal).is_some(),
    ) >= MOST
        && !any(cells, is_padded)
    {
        ColumnKind::Number
    } else {
        ColumnKind::Text
    }
}

/// Rows with a value.
pub fn present(cells: &Stored) -> usize {
    let mut present = cells.decimals().map_or(0, |decimals| decimals.plain_rows());
    cells.visit(|text, rows| {
        present += if is_missing(text) { 0 } else { rows };
        ControlFlow::Continue(())
    });
    present
}

/// Whether no value settles which number is the day.
pub fn is_ambiguous(cells: &Stored, style: Style) -> bool {
    let mut is_open = false;
    let mut fits_both = cells
        .decimals()
        .is_none_or(|decimals| decimals.plain_rows() == 0);
    cells.visit(|text, _| {
        if is_missing(text) {
            return ControlFlow::Continue(());
        }
        is_open |= date::is_ambiguous(text);
        fits_both &= [Order::DayFirst, Order::MonthFirst]
            .into_iter()
            .all(|order| date::parse(text, order).is_some());
        if fits_both {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        }
    });
    !style.epoch && is_open && fits_both
}

/// Whether some value is written with a decimal comma.
pub fn writes_comma(cells: &Stored) -> bool {
    cells
        .decimals()
        .is_some_and(|decimals| decimals.mark() == Some(b','))
        || any(cells, |text| text.contains(','))
}

/// `007` is an id: a number would lose its zeros.
fn is_padded(text: &str) -> bool {
    let text = text.trim().as_bytes();
    text.len() > 1 && text[0] == b'0' && text.iter().all(u8::is_ascii_digit)
}

fn says_date(header: &str) -> bool {
    let header = header.to_lowercase();
    ["date", "time", "day", "created", "timestamp", "_at"]
        .iter()
        .any(|word| header.contains(word))
}

/// Plain numbers that count seconds or milliseconds since 1970.
pub fn epochs(decimals: &Decimals) -> usize {
    (0..decimals.len())
        .filter(|row| {
            let number = decimals.whole(*row);
            number.is_some_and(|number| date::of_epoch(number).is_some())
        })
        .count()
}

fn any(cells: &Stored, test: impl Fn(&str) -> bool) -> bool {
    let mut found = false;
    cells.visit(|text, _| {
        found = test(text);
        if found {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    });
    found
}

/// Share of the present values that pass; the first few decide quickly where it is hopeless.
/// `plain` counts the plain numbers that pass.
fn share(cells: &Stored, plain: impl Fn(&Decimals) -> usize, test: impl Fn(&str) -> bool) -> f64 {
    let decimals = cells.decimals();
    let mut seen = decimals.map_or(0, |decimals| decimals.plain_rows());
    let mut passed = decimals.map_or(0, |decimals| plain(decimals));
    let mut different = 0;
    cells.visit(|text, rows| {
        if is_missing(text) {
            return ControlFlow::Continue(());
        }
        different += 1;
        seen += rows;
        passed += if test(text) { rows } else { 0 };
        if different == FIRST_LOOK && passed * 2 < seen {
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    });
    if seen == 0 {
        0.0
    } else {
        passed as f64 / seen as f64
    }
}

/// The decimal mark under which more values are numbers; of equals, the preferred one.
fn decimal_style(cells: &Stored, prefer: Decimal) -> Decimal {
    let of_plain = |decimal| {
        let marked = |decimals: &Decimals| match decimals.reading(decimal) {
            Reading::Fraction => decimals.marked,
            Reading::Thousands => decimals.grouped,
        };
        cells.decimals().map_or(0, |decimals| marked(decimals))
    };
    let mut point = of_plain(Decimal::Point);
    let mut comma = of_plain(Decimal::Comma);
    let mut looked_at = 0;
    cells.visit(|text, rows| {
        if text.contains([',', '.']) {
            looked_at += 1;
            let fits = |decimal| number::parse(text, decimal).is_some();
            point += if fits(Decimal::Point) { rows } else { 0 };
            comma += if fits(Decimal::Comma) { rows } else { 0 };
        }
        if looked_at < MARKED {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        }
    });
    match point.cmp(&comma) {
        std::cmp::Ordering::Greater => Decimal::Point,
        std::cmp::Ordering::Less => Decimal::Comma,
        std::cmp::Ordering::Equal => prefer,
    }
}

/// The order under which every value is a date, read from the whole column: one `25/01` settles it.
/// Where nothing settles it, files with decimal commas put the day first.
fn date_order(cells: &Stored, prefer: Decimal) -> Order {
    let mut order = if prefer == Decimal::Comma {
        Order::DayFirst
    } else {
        Order::MonthFirst
    };
    cells.visit(|text, _| {
        let bytes = text.trim_start().as_bytes();
        if !bytes.first().is_some_and(u8::is_ascii_digit) {
            return ControlFlow::Continue(());
        }
        let (day, month) = (
            date::parse(text, Order::DayFirst),
            date::parse(text, Order::MonthFirst),
        );
        match (day, month) {
            (Some(_), None) => order = Order::DayFirst,
            (None, Some(_)) => order = Order::MonthFirst,
            // Not a date at all, or the same either way: an ISO column needs no second look.
            (None, None) => {}
            (Some(one), Some(other)) if one == other && bytes.get(4) == Some(&b'-') => {}
            _ => return ControlFlow::Continue(()),
        }
        ControlFlow::Break(())
    });
    order
}
