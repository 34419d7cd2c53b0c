//! A column: its cells in the smallest form that loses no text, and its type once all of it is known.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;

pub use super::cells::Cells;
use super::cells::Stored;
use super::date::{self, Dates, Order};
use super::infer;
use super::number::{self, Decimal, Numbers, is_missing};
use super::texts;

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
    cells: Stored,
    kind: ColumnKind,
    style: Style,
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

/// The different texts of a column, and which of them each row has.
#[derive(Debug, Clone, PartialEq)]
pub struct Categories<'a> {
    /// The texts, in order of first appearance.
    pub texts: Vec<Cow<'a, str>>,
    /// Per row, the position of its text.
    pub of_row: Vec<u32>,
}

/// A row, and a hash of its texts so far. Ordered by hash, then by row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct RowHash {
    /// The hash; rows begin with the same.
    pub hash: u64,
    /// The row.
    pub row: u32,
}

impl Column {
    /// A column of the kind that its values show. `prefer` breaks the tie between `1,234` and `1.234`.
    pub fn new(header: String, cells: Cells, prefer: Decimal) -> Self {
        let cells = cells.done();
        let style = infer::style(&header, &cells, prefer);
        Column::of_cells(header, cells, style)
    }

    fn of_cells(header: String, cells: Stored, style: Style) -> Self {
        let mut column = Column {
            kind: infer::kind(&cells, style),
            header,
            cells,
            style,
            dates: None,
        };
        if column.kind == ColumnKind::Date {
            column.dates = Some(column.parsed_dates());
        }
        column
    }

    /// The text of a row, as it stands in the file.
    pub fn text(&self, row: usize) -> Cow<'_, str> {
        self.cells.text(row)
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

    /// Rows without a value.
    pub fn missing(&self) -> usize {
        self.len() - infer::present(&self.cells)
    }

    /// Its values as numbers, whatever its kind; what is no number is missing.
    pub fn as_numbers(&self) -> Numbers {
        let decimal = self.style.decimal;
        let parse = |text: &str| number::parse(text, decimal);
        match &self.cells {
            Stored::Coded { dictionary, codes } => {
                Numbers::of_codes(codes.clone(), dictionary.texts.iter().map(parse))
            }
            Stored::Decimals(decimals) => Numbers::of_decimals(decimals.clone(), decimal),
            Stored::Texts(texts) => texts.iter().map(parse).collect(),
        }
    }

    /// Its values as numbers by a reading of one's own, which sees each text at least once.
    pub fn numbers_by(&self, read: impl Fn(&str) -> Option<f64>) -> Numbers {
        match &self.cells {
            Stored::Coded { dictionary, codes } => {
                Numbers::of_codes(codes.clone(), dictionary.texts.iter().map(read))
            }
            _ => (0..self.len()).map(|row| read(&self.text(row))).collect(),
        }
    }

    /// Its values as dates, whatever its kind; what is no date is missing.
    pub fn as_dates(&self) -> Dates {
        self.dates.clone().unwrap_or_else(|| self.parsed_dates())
    }

    /// How many different values it has, counted no further than `cap`.
    pub fn distinct_up_to(&self, cap: usize) -> usize {
        let mut plain = 0;
        let mut seen = HashSet::new();
        if let Some(decimals) = self.cells.decimals() {
            plain = decimals.distinct_up_to(cap);
        }
        self.cells.visit(|text, _| {
            let text = text.trim();
            if !is_missing(text) {
                seen.insert(text);
            }
            if plain + seen.len() < cap {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            }
        });
        (plain + seen.len()).min(cap)
    }

    /// Rows whose value is there but does not fit the column's kind.
    pub fn misfits(&self) -> impl Iterator<Item = usize> {
        let Style {
            decimal,
            order,
            epoch,
        } = self.style;
        let kind = self.kind;
        let fits = move |text: &str| match kind {
            ColumnKind::Number => number::parse(text, decimal).is_some(),
            ColumnKind::Date if epoch => date::parse_epoch(text).is_some(),
            ColumnKind::Date => date::parse(text, order).is_some(),
            _ => true,
        };
        let mut has_misfits = match self.cells.decimals() {
            Some(decimals) => match self.kind {
                ColumnKind::Number => {
                    decimals.fitting(decimals.reading(decimal)) < decimals.plain_rows()
                }
                ColumnKind::Date if epoch => infer::epochs(decimals) < decimals.plain_rows(),
                ColumnKind::Date => decimals.plain_rows() > 0,
                _ => false,
            },
            None => false,
        };
        self.cells.visit(|text, _| {
            has_misfits |= !fits(text) && !is_missing(text);
            if has_misfits {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        });
        // Nearly every column has none, and then no row is looked at.
        let rows = if has_misfits { self.len() } else { 0 };
        (0..rows).filter(move |row| {
            let text = self.text(*row);
            !fits(&text) && !is_missing(&text)
        })
    }

    /// Whether no value settles which number of its dates is the day.
    pub fn is_ambiguous(&self) -> bool {
        self.kind == ColumnKind::Date && infer::is_ambiguous(&self.cells, self.style)
    }

    /// Whether it holds numbers that are written with a decimal comma.
    pub fn writes_decimal_comma(&self) -> bool {
        self.kind == ColumnKind::Number
            && self.style.decimal == Decimal::Comma
            && infer::writes_comma(&self.cells)
    }

    /// The value of every row as a number, of a column of dates its day; NaN stands for missing.
    pub(super) fn values(&self) -> Vec<f64> {
        match &self.dates {
            Some(dates) => dates.all_days(),
            None => self.as_numbers().all(),
        }
    }

    /// The different ones among [`Column::values`], and how many rows have each, where that is known without a look at
    /// every value. A value may come several times, and with no row.
    pub(super) fn tally(&self) -> Option<Vec<(f64, u32)>> {
        let decimal = self.style.decimal;
        let Stored::Coded { dictionary, .. } = &self.cells else {
            let plain = self.cells.decimals().filter(|_| self.dates.is_none())?;
            return plain.tally(decimal);
        };
        let values: Vec<f64> = if let Some(dates) = &self.dates {
            dates.days_of_codes()?.collect()
        } else {
            let parse = |text| number::parse(text, decimal).unwrap_or(f64::NAN);
            dictionary.texts.iter().map(parse).collect()
        };
        let tally = values.into_iter().zip(dictionary.counts.iter().copied());
        Some(tally.filter(|(value, _)| !value.is_nan()).collect())
    }

    /// Its different texts, and which of them each row has.
    pub fn categories(&self) -> Categories<'_> {
        let mut of_row = Vec::with_capacity(self.len());
        match &self.cells {
            Stored::Coded { dictionary, codes } => {
                codes.each(|code| of_row.push(u32::try_from(code).unwrap_or(0)));
                Categories {
                    texts: dictionary.texts.iter().map(Cow::Borrowed).collect(),
                    of_row,
                }
            }
            Stored::Decimals(decimals) => {
                let mut codes: HashMap<(i64, i64), u32> = HashMap::new();
                let mut texts = Vec::new();
                for row in 0..self.len() {
                    let code = codes.entry(decimals.identity(row)).or_insert_with(|| {
                        texts.push(self.text(row));
                        u32::try_from(texts.len() - 1).unwrap_or(0)
                    });
                    of_row.push(*code);
                }
                Categories { texts, of_row }
            }
            Stored::Texts(all) => {
                let mut codes: HashMap<&str, u32> = HashMap::new();
                let mut texts = Vec::new();
                for text in all.iter() {
                    let code = codes.entry(text).or_insert_with(|| {
                        texts.push(Cow::Borrowed(text));
                        u32::try_from(texts.len() - 1).unwrap_or(0)
                    });
                    of_row.push(*code);
                }
                Categories { texts, of_row }
            }
        }
    }

    /// Calls `visit` with texts and how many rows have each, from the first row on, until it has enough.
    /// Equal texts may come several times.
    pub(super) fn each_text<'a>(
        &'a self,
        mut visit: impl FnMut(Cow<'a, str>, usize) -> ControlFlow<()>,
    ) {
        if self.cells.decimals().is_some() {
            // Whether the visitor had enough is the visitor's own.
            let _ = (0..self.len()).try_for_each(|row| visit(self.text(row), 1));
        } else {
            self.cells
                .visit(|text, rows| visit(Cow::Borrowed(text), rows));
        }
    }

    /// The same values in these rows only, read the same way; the kind is what is left of them shows.
    #[must_use]
    pub fn at_rows(&self, rows: &[usize]) -> Column {
        Column::of_cells(self.header.clone(), self.cells.at_rows(rows), self.style)
    }

    /// Mixes the text of each of these rows into its hash. Equal texts of one column mix in the same.
    pub fn mix_into(&self, rows: &mut [RowHash]) {
        for RowHash { hash, row } in rows {
            let row = *row as usize;
            *hash = match &self.cells {
                Stored::Coded { codes, .. } => texts::mix(*hash, codes.get(row).cast_unsigned()),
                Stored::Decimals(decimals) => {
                    let (digits, places) = decimals.identity(row);
                    let hash = texts::mix(*hash, digits.cast_unsigned());
                    texts::mix(hash, places.cast_unsigned())
                }
                Stored::Texts(texts) => texts::mix(*hash, texts::hash(texts.get(row).as_bytes())),
            };
        }
    }

    /// Whether two rows have the same text.
    pub fn is_same(&self, row: usize, other: usize) -> bool {
        match &self.cells {
            Stored::Coded { codes, .. } => codes.get(row) == codes.get(other),
            Stored::Decimals(decimals) => decimals.identity(row) == decimals.identity(other),
            Stored::Texts(texts) => texts.get(row) == texts.get(other),
        }
    }

    fn parsed_dates(&self) -> Dates {
        let Style { order, epoch, .. } = self.style;
        let parse = |text: &str| {
            if epoch {
                date::parse_epoch(text)
            } else {
                date::parse(text, order)
            }
        };
        match &self.cells {
            Stored::Coded { dictionary, codes } => {
                Dates::of_codes(codes.clone(), dictionary.texts.iter().map(parse))
            }
            Stored::Decimals(decimals) => {
                let of_row = |row| match decimals.odd_text(row) {
                    Some(text) => parse(text),
                    // A plain number is no date but by its header.
                    None => decimals
                        .whole(row)
                        .filter(|_| epoch)
                        .and_then(date::of_epoch),
                };
                (0..self.len()).map(of_row).collect()
            }
            Stored::Texts(texts) => texts.iter().map(parse).collect(),
        }
    }
}
