//! Numbers that are written in the one way that can be written back, as whole numbers and places after the point.
//!
//! `48.30` is 4830 with two places: eight bytes at most, the text is not lost, and the value is one exact division.
//! Everything else in the column (`n/a`, `1e5`, `007`) keeps its text.

use super::number::{self, Decimal};
use super::packed::{CHUNK, NOTHING, ODD, Packed};
use super::plain::{Cell, fraction, whole};
use super::texts::{self, Dictionary, Key};

/// How a column's plain numbers are to be understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// The mark stands between whole and fraction.
    Fraction,
    /// The mark stands between thousands: `1.234` is 1234, and `12.34` is no number.
    Thousands,
}

/// A column of plain numbers and what is among them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Decimals {
    digits: Packed,
    /// Nothing until a number has places.
    places: Option<Packed>,
    /// The mark between whole and fraction, once one was met; another mark makes a text odd.
    mark: Option<u8>,
    /// Rows with another text, in order, and the text's code.
    odd: Vec<(u32, u32)>,
    /// The other texts.
    pub texts: Dictionary,
    /// Cells without text.
    pub blank: usize,
    /// Plain numbers with a mark.
    pub marked: usize,
    /// Plain numbers whose mark could stand between thousands.
    pub grouped: usize,
}

impl Decimals {
    /// Adds a cell. Says whether it could be kept.
    #[inline]
    pub fn push(&mut self, cell: Cell<'_>) -> bool {
        let digits = whole(cell);
        if digits == NOTHING {
            return self.push_other(cell);
        }
        self.digits.push(digits);
        if let Some(places) = &mut self.places {
            places.push(0);
        }
        true
    }

    fn push_other(&mut self, cell: Cell<'_>) -> bool {
        let text = cell.bytes();
        let (mut digits, mut places) = (NOTHING, 0);
        if let Some(plain) = fraction(cell)
            && self.mark.is_none_or(|mark| mark == plain.mark)
        {
            self.mark = Some(plain.mark);
            (digits, places) = (plain.digits, i64::from(plain.places));
            self.marked += 1;
            self.grouped += usize::from(is_grouped(digits, places));
        } else if text.is_empty() {
            self.blank += 1;
        } else {
            let code = self.texts.code(text, Key::of(text));
            let (Ok(row), Some(code)) = (u32::try_from(self.len()), code) else {
                return false;
            };
            self.odd.push((row, code));
            digits = ODD;
        }
        let before = self.len();
        self.digits.push(digits);
        if places > 0 || self.places.is_some() {
            self.places
                .get_or_insert_with(|| std::iter::repeat_n(0, before).collect())
                .push(places);
        }
        true
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.digits.len()
    }

    /// Rows that hold a plain number.
    pub fn plain_rows(&self) -> usize {
        self.len() - self.blank - self.odd.len()
    }

    /// How the plain numbers are understood where numbers are written that way.
    pub fn reading(&self, decimal: Decimal) -> Reading {
        match (self.mark, decimal) {
            (Some(b','), Decimal::Point) | (Some(b'.'), Decimal::Comma) => Reading::Thousands,
            _ => Reading::Fraction,
        }
    }

    /// The mark between whole and fraction, if one was met.
    pub fn mark(&self) -> Option<u8> {
        self.mark
    }

    /// Plain numbers that are numbers under this reading.
    pub fn fitting(&self, reading: Reading) -> usize {
        match reading {
            Reading::Fraction => self.plain_rows(),
            Reading::Thousands => self.plain_rows() - self.marked + self.grouped,
        }
    }

    /// The text of a row if it is a plain number or nothing; else the code of its text.
    pub fn text(&self, row: usize) -> Result<String, u32> {
        match self.digits.get(row) {
            NOTHING => Ok(String::new()),
            ODD => Err(self.odd_code(row)),
            digits => Ok(self.written(digits, self.places_at(row))),
        }
    }

    /// The text of a row that holds neither a plain number nor nothing.
    pub fn odd_text(&self, row: usize) -> Option<&str> {
        (self.digits.get(row) == ODD).then(|| self.texts.texts.get(self.odd_code(row) as usize))
    }

    /// How many different plain numbers there are, counted no further than `cap`.
    pub fn distinct_up_to(&self, cap: usize) -> usize {
        let size = (cap.min(self.len()) * 4).next_power_of_two();
        let mut slots = vec![NOTHING; size];
        let mut distinct = 0;
        let (mut digits, mut places) = (Vec::new(), Vec::new());
        for chunk in 0..self.digits.chunks() {
            self.digits.unpack(chunk, &mut digits);
            let same = self.same_places(chunk);
            if let (None, Some(all)) = (same, &self.places) {
                all.unpack(chunk, &mut places);
            }
            for (at, &digits) in digits.iter().enumerate() {
                if digits <= ODD {
                    continue;
                }
                let places = same.unwrap_or_else(|| places[at]);
                // Numbers of 18 digits leave room for the places only when both are mixed; a clash costs one in a count.
                let number = digits.wrapping_mul(32) + places;
                let mut at = texts::slot(texts::mix(0, number.cast_unsigned()), size - 1);
                while slots[at] != NOTHING && slots[at] != number {
                    at = (at + 1) & (size - 1);
                }
                if slots[at] == NOTHING {
                    slots[at] = number;
                    distinct += 1;
                    if distinct >= cap {
                        return cap;
                    }
                }
            }
        }
        distinct
    }

    /// What tells the texts of one column apart: digits and places, or the code of an odd text with places that no
    /// number has.
    pub fn identity(&self, row: usize) -> (i64, i64) {
        match self.digits.get(row) {
            ODD => (i64::from(self.odd_code(row)), -1),
            digits => (digits, self.places_at(row)),
        }
    }

    fn odd_code(&self, row: usize) -> u32 {
        u32::try_from(row)
            .ok()
            .and_then(|row| self.odd.binary_search_by_key(&row, |odd| odd.0).ok())
            .map_or(0, |at| self.odd[at].1)
    }

    fn written(&self, digits: i64, places: i64) -> String {
        let places = usize::try_from(places).unwrap_or(0);
        if places == 0 {
            return digits.to_string();
        }
        let sign = if digits < 0 { "-" } else { "" };
        let width = places + 1;
        let mut text = format!("{sign}{:0width$}", digits.unsigned_abs());
        text.insert(text.len() - places, self.mark.map_or('.', char::from));
        text
    }

    /// The value of a row; NaN where it has none. Odd texts are read by `decimal` as well.
    pub fn value(&self, row: usize, decimal: Decimal) -> f64 {
        match self.digits.get(row) {
            NOTHING => f64::NAN,
            ODD => number::parse(self.texts.texts.get(self.odd_code(row) as usize), decimal)
                .unwrap_or(f64::NAN),
            digits => value(digits, self.places_at(row), self.reading(decimal)),
        }
    }

    /// Adds the values of all rows to `into`; NaN where there is none.
    pub fn fill(&self, decimal: Decimal, into: &mut Vec<f64>) {
        let reading = self.reading(decimal);
        let of_code: Vec<f64> = self
            .texts
            .texts
            .iter()
            .map(|text| number::parse(text, decimal).unwrap_or(f64::NAN))
            .collect();
        let mut odd = self.odd.iter();
        let mut odd_value = || {
            odd.next()
                .and_then(|(_, code)| of_code.get(*code as usize))
                .copied()
                .unwrap_or(f64::NAN)
        };
        let (mut digits, mut places) = (Vec::with_capacity(CHUNK), Vec::with_capacity(CHUNK));
        for chunk in 0..self.digits.chunks() {
            self.digits.unpack(chunk, &mut digits);
            let same = self.same_places(chunk);
            if let (Some(power), true) = (same.and_then(power), self.is_exact(chunk))
                && (reading == Reading::Fraction || same == Some(0))
            {
                into.extend(digits.iter().map(|digits| *digits as f64 / power));
                continue;
            }
            if let (None, Some(all)) = (same, &self.places) {
                all.unpack(chunk, &mut places);
            }
            into.extend(digits.iter().enumerate().map(|(at, &digits)| match digits {
                NOTHING => f64::NAN,
                ODD => odd_value(),
                digits => value(digits, same.unwrap_or_else(|| places[at]), reading),
            }));
        }
    }

    /// The different values in ascending order, and how many rows have each, where they lie close together and all rows
    /// have as many places.
    pub fn tally(&self, decimal: Decimal) -> Option<Vec<(f64, u32)>> {
        let places = self.places.as_ref().map_or(Some(0), Packed::only)?;
        let power = power(places).filter(|_| {
            self.odd.is_empty() && (places == 0 || self.reading(decimal) == Reading::Fraction)
        })?;
        let [low, high] = self.digits.range()?;
        let width = usize::try_from(high.checked_sub(low)?).ok()?;
        if width >= MOST_TALLIED || low.unsigned_abs().max(high.unsigned_abs()) > EXACT {
            return None;
        }
        let counts = self.digits.counts(low, width + 1);
        let values = (low..=high).map(|digits| digits as f64 / power).zip(counts);
        Some(values.filter(|(_, count)| *count > 0).collect())
    }

    /// Whether every cell is a plain number that is read as one.
    pub fn is_full(&self, decimal: Decimal) -> bool {
        self.reading(decimal) == Reading::Fraction && self.digits.is_full()
    }

    /// Whether a value may be below zero.
    pub fn has_negative(&self) -> bool {
        self.digits.range().is_some_and(|[low, _]| low < 0) || self.texts.len() > 0
    }

    fn places_at(&self, row: usize) -> i64 {
        self.places.as_ref().map_or(0, |places| places.get(row))
    }

    /// The places that all numbers of a chunk have, if they have the same.
    fn same_places(&self, chunk: usize) -> Option<i64> {
        self.places
            .as_ref()
            .map_or(Some(0), |places| places.same(chunk))
    }

    /// Whether a chunk holds nothing but numbers whose digits are exact.
    fn is_exact(&self, chunk: usize) -> bool {
        self.digits
            .full_range(chunk)
            .is_some_and(|range| range.iter().all(|digits| digits.unsigned_abs() <= EXACT))
    }

    /// The plain numbers that are whole, in order of rows; `None` for every other row.
    pub fn whole(&self, row: usize) -> Option<i64> {
        let digits = self.digits.get(row);
        (digits > ODD && self.places_at(row) == 0).then_some(digits)
    }

    /// The same column with no room to grow.
    #[must_use]
    pub fn done(mut self) -> Self {
        self.odd.shrink_to_fit();
        Decimals {
            digits: self.digits.done(),
            places: self.places.map(Packed::done),
            texts: self.texts.done(),
            ..self
        }
    }
}

/// `1.234` and `0.123` could be thousands; `1234.567` and `1.23` could not.
fn is_grouped(digits: i64, places: i64) -> bool {
    places == 3 && digits.unsigned_abs() < 1_000_000
}

/// Powers of ten that are exact.
const TEN: [f64; 19] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18,
];

/// Numbers further apart than this are not counted one by one: the counts would take more room than they save time.
const MOST_TALLIED: usize = 1 << 16;

/// Whole numbers up to this are exact, so that their quotient with an exact power of ten is the nearest number.
const EXACT: u64 = 1 << 53;

/// The power of ten that so many places divide by.
fn power(places: i64) -> Option<f64> {
    let at = usize::try_from(places).ok()?;
    TEN.get(at).copied()
}

#[inline]
fn value(digits: i64, places: i64, reading: Reading) -> f64 {
    if places == 0 && digits.unsigned_abs() <= EXACT {
        return digits as f64;
    }
    if reading == Reading::Thousands && places != 0 {
        return if is_grouped(digits, places) {
            digits as f64
        } else {
            f64::NAN
        };
    }
    match power(places) {
        Some(power) if digits.unsigned_abs() <= EXACT => digits as f64 / power,
        _ => format!("{digits}e-{places}").parse().unwrap_or(f64::NAN),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn column(texts: &[&str]) -> Decimals {
        let mut column = Decimals::default();
        for text in texts {
            assert!(column.push(Cell::of(text)));
        }
        column
    }

    fn text(column: &Decimals, row: usize) -> String {
        column
            .text(row)
            .unwrap_or_else(|code| column.texts.texts.get(code as usize).to_owned())
    }

    #[test]
    fn every_text_comes_back_as_it_was_written() {
        let texts = [
            "0",
            "-5",
            "48.30",
            "0.05",
            "-0.5",
            "",
            "007",
            "1e5",
            "-0",
            "5.",
            ".5",
            "+1",
            "1,5",
            "12 %",
            "999999999999999999",
            "9999999999999999999",
            "0.123456789012345678",
            "n/a",
            " 1",
        ];
        let column = column(&texts);
        for (row, want) in texts.iter().enumerate() {
            assert_eq!(text(&column, row), *want);
        }
    }

    #[test]
    fn a_mark_that_could_group_thousands_is_read_both_ways() {
        let column = column(&["1.234", "12", "3.5", "1234.567"]);
        let values = |decimal| {
            let mut values = Vec::new();
            column.fill(decimal, &mut values);
            values
        };
        assert_eq!(values(Decimal::Point), [1.234, 12.0, 3.5, 1234.567]);
        let comma = values(Decimal::Comma);
        assert_eq!(comma[..2], [1234.0, 12.0]);
        assert!(comma[2..].iter().all(|value| value.is_nan()));
        assert_eq!(column.fitting(Reading::Thousands), 2);
    }

    proptest! {
        #[test]
        fn values_are_those_of_the_number_parser(
            text in "-?(0|[1-9][0-9]{0,17})([.,][0-9]{1,17})?|[0-9.,e-]{0,8}",
            decimal in prop_oneof![Just(Decimal::Point), Just(Decimal::Comma)],
        ) {
            let column = column(&[&text]);
            prop_assert_eq!(self::text(&column, 0), text.clone());
            let want = number::parse(&text, decimal);
            let got = Some(column.value(0, decimal)).filter(|value| !value.is_nan());
            prop_assert_eq!(got.map(f64::to_bits), want.map(f64::to_bits));
            let mut all = Vec::new();
            column.fill(decimal, &mut all);
            prop_assert_eq!(all[0].to_bits(), column.value(0, decimal).to_bits());
        }
    }
}
