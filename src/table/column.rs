//! A column: its text as it stands in the file, and its type once all of it is known.

use std::borrow::Cow;
use std::collections::HashSet;

use super::boolean;
use super::date::{self, Dates, Order};
use super::number::{self, Decimal, Numbers, is_missing};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// Numbers.
    Number,
    /// Dates or moments.
    Date,
    /// Two words for yes and no.
    Boolean,
    /// Anything else.
    Text,
    /// Nothing but missing values.
    Empty,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Its name, distinct within the table.
    pub header: String,
    cells: Cells,
    kind: ColumnKind,
    style: Style,
    numbers: Option<Numbers>,
    dates: Option<Dates>,
}

/// How the column writes its values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// What stands between whole and fraction.
    pub decimal: Decimal,
    /// Which part of a date is the day.
    pub order: Order,
    /// Whether dates are counts of seconds or milliseconds.
    pub epoch: bool,
}

/// Text of all cells, end to end: one allocation for a column rather than one for a cell.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Cells {
    bytes: String,
    ends: Vec<u32>,
}

impl Cells {
    /// Adds a cell.
    pub fn push(&mut self, text: &str) {
        self.bytes.push_str(text);
        // A column of more than 4 GiB would not fit into a browser's memory in the first place.
        self.ends
            .push(u32::try_from(self.bytes.len()).unwrap_or(u32::MAX));
    }

    fn len(&self) -> usize {
        self.ends.len()
    }

    /// The text of a row; empty beyond the last.
    pub fn get(&self, row: usize) -> &str {
        let start = row
            .checked_sub(1)
            .and_then(|before| self.ends.get(before))
            .copied()
            .unwrap_or(0);
        let end = self.ends.get(row).copied().unwrap_or(start);
        self.bytes.get(start as usize..end as usize).unwrap_or("")
    }

    /// All cells in order of rows.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|row| self.get(row))
    }
}

/// Share of the values that must fit a type for the column to have it.
const MOST: f64 = 0.9;

/// Values looked at before the whole column is tried.
const FIRST_LOOK: usize = 200;

impl Column {
    /// A column of the kind that its values show. `prefer` breaks the tie between `1,234` and `1.234`.
    pub fn new(header: String, cells: Cells, prefer: Decimal) -> Self {
        let style = Style {
            decimal: decimal_style(&cells, prefer),
            order: date_order(&cells, prefer),
            epoch: says_date(&header)
                && share(&cells, |text| date::parse_epoch(text).is_some()) >= MOST,
        };
        let mut column = Column {
            header,
            cells,
            kind: ColumnKind::Text,
            style,
            numbers: None,
            dates: None,
        };
        column.kind = column.inferred_kind();
        match column.kind {
            ColumnKind::Number => column.numbers = Some(column.parsed_numbers()),
            ColumnKind::Date => column.dates = Some(column.parsed_dates()),
            _ => {}
        }
        column
    }

    /// The text of a row, as it stands in the file.
    pub fn text(&self, row: usize) -> &str {
        self.cells.get(row)
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.cells.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What it holds.
    pub fn kind(&self) -> ColumnKind {
        self.kind
    }

    /// How it writes its values.
    pub fn style(&self) -> Style {
        self.style
    }

    /// Its values as numbers, whatever its kind; what is no number is missing.
    pub fn as_numbers(&self) -> Cow<'_, Numbers> {
        self.numbers
            .as_ref()
            .map_or_else(|| Cow::Owned(self.parsed_numbers()), Cow::Borrowed)
    }

    /// Its values as dates, whatever its kind; what is no date is missing.
    pub fn as_dates(&self) -> Cow<'_, Dates> {
        self.dates
            .as_ref()
            .map_or_else(|| Cow::Owned(self.parsed_dates()), Cow::Borrowed)
    }

    /// How many different values it has, counted no further than `cap`.
    pub fn distinct_up_to(&self, cap: usize) -> usize {
        let mut seen = HashSet::new();
        for text in self
            .cells
            .iter()
            .map(str::trim)
            .filter(|text| !is_missing(text))
        {
            seen.insert(text);
            if seen.len() >= cap {
                break;
            }
        }
        seen.len()
    }

    /// Rows whose value is there but does not fit the column's kind.
    pub fn misfits(&self) -> impl Iterator<Item = usize> {
        let fits = |row: usize| match self.kind {
            ColumnKind::Number => self.as_numbers().get(row).is_some(),
            ColumnKind::Date => self.as_dates().day(row).is_some(),
            _ => true,
        };
        (0..self.len()).filter(move |row| !fits(*row) && !is_missing(self.text(*row)))
    }

    fn parsed_numbers(&self) -> Numbers {
        let decimal = self.style.decimal;
        self.cells
            .iter()
            .map(|text| number::parse(text, decimal))
            .collect()
    }

    fn parsed_dates(&self) -> Dates {
        let Style { order, epoch, .. } = self.style;
        let parse = |text| {
            if epoch {
                date::parse_epoch(text)
            } else {
                date::parse(text, order)
            }
        };
        self.cells.iter().map(parse).collect()
    }

    fn inferred_kind(&self) -> ColumnKind {
        let Style {
            decimal,
            order,
            epoch,
        } = self.style;
        let fits = |test: &dyn Fn(&str) -> bool| share(&self.cells, test) >= MOST;
        if self.cells.iter().all(is_missing) {
            ColumnKind::Empty
        } else if epoch || fits(&|text| date::parse(text, order).is_some()) {
            ColumnKind::Date
        } else if fits(&|text| boolean::truth(text).is_some()) {
            ColumnKind::Boolean
        } else if fits(&|text| number::parse(text, decimal).is_some())
            && !self.cells.iter().any(is_padded)
        {
            ColumnKind::Number
        } else {
            ColumnKind::Text
        }
    }
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

/// Share of the present values that pass; the first few decide quickly where it is hopeless.
fn share(cells: &Cells, test: impl Fn(&str) -> bool) -> f64 {
    let (mut seen, mut passed) = (0_usize, 0_usize);
    for text in cells.iter().filter(|text| !is_missing(text)) {
        seen += 1;
        passed += usize::from(test(text));
        if seen == FIRST_LOOK && passed * 2 < FIRST_LOOK {
            break;
        }
    }
    if seen == 0 {
        0.0
    } else {
        passed as f64 / seen as f64
    }
}

/// The decimal mark under which more values are numbers; of equals, the preferred one.
fn decimal_style(cells: &Cells, prefer: Decimal) -> Decimal {
    let marked = || {
        cells
            .iter()
            .filter(|text| text.contains([',', '.']))
            .take(5_000)
    };
    let fitting = |decimal| {
        marked()
            .filter(|text| number::parse(text, decimal).is_some())
            .count()
    };
    match fitting(Decimal::Point).cmp(&fitting(Decimal::Comma)) {
        std::cmp::Ordering::Greater => Decimal::Point,
        std::cmp::Ordering::Less => Decimal::Comma,
        std::cmp::Ordering::Equal => prefer,
    }
}

/// The order under which every value is a date, read from the whole column: one `25/01` settles it.
/// Where nothing settles it, files with decimal commas put the day first.
fn date_order(cells: &Cells, prefer: Decimal) -> Order {
    let preferred = if prefer == Decimal::Comma {
        Order::DayFirst
    } else {
        Order::MonthFirst
    };
    let has_digits_first = |text: &&str| {
        text.trim_start()
            .starts_with(|letter: char| letter.is_ascii_digit())
    };
    for text in cells.iter().filter(has_digits_first) {
        let (day, month) = (
            date::parse(text, Order::DayFirst),
            date::parse(text, Order::MonthFirst),
        );
        match (day, month) {
            (Some(_), None) => return Order::DayFirst,
            (None, Some(_)) => return Order::MonthFirst,
            // Not a date at all, or the same either way: an ISO column needs no second look.
            (None, None) => return preferred,
            (Some(one), Some(other))
                if one == other && text.trim_start().as_bytes().get(4) == Some(&b'-') =>
            {
                return preferred;
            }
            _ => {}
        }
    }
    preferred
}
