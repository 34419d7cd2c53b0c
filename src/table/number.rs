//! Numbers as people and programs write them: `1234.5`, `1,234.5`, `1.234,5`, `12 %`, `$0.12`.

use std::sync::Arc;

use super::decimals::Decimals;
use super::packed::Packed;

/// A column of numbers; a missing one has no value. Cheap to clone: the values are shared with the column.
#[derive(Debug, Clone, PartialEq)]
pub struct Numbers(Source);

#[derive(Debug, Clone, PartialEq)]
enum Source {
    /// Plain numbers, read with this mark.
    Plain(Arc<Decimals>, Decimal),
    /// The code of each row, and the value of each code.
    Coded(Arc<Packed>, Arc<[f64]>),
    /// The value of each row.
    Listed(Arc<[f64]>),
}

impl Numbers {
    pub(super) fn of_decimals(decimals: Arc<Decimals>, decimal: Decimal) -> Self {
        Numbers(Source::Plain(decimals, decimal))
    }

    pub(super) fn of_codes(codes: Arc<Packed>, values: impl Iterator<Item = Option<f64>>) -> Self {
        let values = values.map(|value| value.unwrap_or(f64::NAN)).collect();
        Numbers(Source::Coded(codes, values))
    }

    /// The value of a row, unless it is missing.
    pub fn get(&self, row: usize) -> Option<f64> {
        let value = match &self.0 {
            Source::Plain(decimals, decimal) => decimals.value(row, *decimal),
            Source::Coded(codes, values) => of_code(codes.get(row), values),
            Source::Listed(values) => values.get(row).copied().unwrap_or(f64::NAN),
        };
        // NaN stands for missing; [`parse`] lets only finite numbers in.
        Some(value).filter(|value| !value.is_nan())
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        match &self.0 {
            Source::Plain(decimals, _) => decimals.len(),
            Source::Coded(codes, _) => codes.len(),
            Source::Listed(values) => values.len(),
        }
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds the value of every row in order to `into`; NaN stands for missing.
    pub fn fill(&self, into: &mut Vec<f64>) {
        match &self.0 {
            Source::Plain(decimals, decimal) => decimals.fill(*decimal, into),
            Source::Coded(codes, values) => codes.each(|code| into.push(of_code(code, values))),
            Source::Listed(values) => into.extend_from_slice(values),
        }
    }

    /// Whether a value may be below zero. Answered without looking at every row wherever that is possible.
    pub fn may_be_negative(&self) -> bool {
        let is_negative = |values: &[f64]| values.iter().any(|value| *value < 0.0);
        match &self.0 {
            Source::Plain(decimals, _) => decimals.has_negative(),
            Source::Coded(_, values) | Source::Listed(values) => is_negative(values),
        }
    }

    /// Whether every row has a value, as far as that is known without looking at each.
    pub fn is_full(&self) -> bool {
        match &self.0 {
            Source::Plain(decimals, decimal) => decimals.is_full(*decimal),
            Source::Coded(codes, values) => {
                codes.is_full() && values.iter().all(|value| !value.is_nan())
            }
            Source::Listed(_) => false,
        }
    }

    /// The value of every row; NaN stands for missing.
    pub fn all(&self) -> Vec<f64> {
        let mut all = Vec::with_capacity(self.len());
        self.fill(&mut all);
        all
    }
}

fn of_code(code: i64, values: &[f64]) -> f64 {
    let value = usize::try_from(code).ok().and_then(|code| values.get(code));
    value.copied().unwrap_or(f64::NAN)
}

impl FromIterator<Option<f64>> for Numbers {
    fn from_iter<I: IntoIterator<Item = Option<f64>>>(values: I) -> Self {
        let values = values.into_iter().map(|value| value.unwrap_or(f64::NAN));
        Numbers(Source::Listed(values.collect()))
    }
}

/// What stands between whole and fraction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decimal {
    /// `1,234.5`
    Point,
    /// `1.234,5` or `1 234,5`
    Comma,
}

/// Texts that mean "no value", in lower case.
const MISSING: &[&str] = &[
    "na", "n/a", "#n/a", "null", "none", "nan", "nil", "-", "–", "—", "?", "unknown", "(blank)",
];

/// Whether a cell means "no value": empty, blank, or one of the usual words.
pub fn is_missing(text: &str) -> bool {
    let text = text.trim();
    // The longest such word has nine bytes; most cells are told apart by their length or first letter.
    text.is_empty()
        || (text.len() <= 9 && MISSING.iter().any(|word| text.eq_ignore_ascii_case(word)))
}

/// Signs and codes of currencies that stand before or after an amount.
const CURRENCIES: &[&str] = &[
    "$", "€", "£", "¥", "₹", "USD", "EUR", "GBP", "CHF", "JPY", "CAD", "AUD", "SEK", "NOK", "DKK",
    "PLN", "CZK", "INR", "kr", "zł", "US$",
];

/// A finite number, or nothing. Currencies, percent signs and spaces between thousands are let go;
/// a percent keeps its face value (`45 %` is 45), and brackets are an accountant's minus.
pub fn parse(text: &str, decimal: Decimal) -> Option<f64> {
    let text = text.trim();
    let plain =
        |byte: u8| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'+' | b'e' | b'E');
    if decimal == Decimal::Point && text.bytes().all(plain) {
        return finite(text);
    }
    // All that follows may only dress up a number: a text without a digit is none.
    if text.len() > 40 || !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (brackets, text) = match text
        .strip_prefix('(')
        .and_then(|text| text.strip_suffix(')'))
    {
        Some(inside) => (true, inside),
        None => (false, text),
    };
    let bare = undressed(text);
    let (sign, digits) = match bare.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => ("-", undressed(rest)),
        None if brackets => ("-", bare),
        None => ("", bare.strip_prefix('+').unwrap_or(bare)),
    };
    let (mark, thousands) = match decimal {
        Decimal::Point => ('.', ','),
        Decimal::Comma => (',', '.'),
    };
    let (whole, fraction) = digits.split_once(mark).unwrap_or((digits, ""));
    let whole = without_thousands(whole, thousands)?;
    let point = if fraction.is_empty() { "" } else { "." };
    if !fraction.bytes().all(plain) || fraction.contains('.') {
        return None;
    }
    finite(&format!("{sign}{whole}{point}{fraction}"))
}

/// Without currency, percent sign and the blanks beside them.
fn undressed(text: &str) -> &str {
    const BLANKS: [char; 3] = [' ', '\u{a0}', '\u{202f}'];
    let mut text = text.trim_matches(BLANKS);
    for currency in CURRENCIES.iter().rev() {
        if let Some(rest) = text
            .strip_prefix(currency)
            .or_else(|| text.strip_suffix(currency))
        {
            text = rest.trim_matches(BLANKS);
            break;
        }
    }
    text.strip_suffix('%')
        .unwrap_or(text)
        .trim_end_matches(BLANKS)
}

fn finite(text: &str) -> Option<f64> {
    text.parse::<f64>().ok().filter(|value| value.is_finite())
}

/// `1,234,567` without its marks; `12,34` is no grouped number.
fn without_thousands(whole: &str, mark: char) -> Option<String> {
    let is_mark =
        |letter: char| letter == mark || matches!(letter, ' ' | '\u{a0}' | '\u{202f}' | '\'' | '’');
    let mut groups = whole.split(is_mark);
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(first) || !rest.iter().all(|group| digits(group) && group.len() == 3) {
        return None;
    }
    if !rest.is_empty() && first.len() > 3 {
        return None;
    }
    Some(std::iter::once(first).chain(rest).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_they_are_written() {
        let point = |text| parse(text, Decimal::Point);
        let comma = |text| parse(text, Decimal::Comma);
        assert_eq!(point("42"), Some(42.0));
        assert_eq!(point(" -3.5 "), Some(-3.5));
        assert_eq!(point("9.4086E-05"), Some(9.4086e-5));
        assert_eq!(point("1,234,567.5"), Some(1_234_567.5));
        assert_eq!(point("$0.12"), Some(0.12));
        assert_eq!(point("-$1,000"), Some(-1000.0));
        assert_eq!(point("45 %"), Some(45.0));
        assert_eq!(point("USD 12.50"), Some(12.5));
        assert_eq!(point("US$1,200"), Some(1200.0));
        assert_eq!(point("(1,234.50)"), Some(-1234.5));
        assert_eq!(comma("12,50 EUR"), Some(12.5));
        assert_eq!(comma("1 299,00 kr"), Some(1299.0));
        assert_eq!(point("1\u{202f}234"), Some(1234.0));
        assert_eq!(comma("1.234,5"), Some(1234.5));
        assert_eq!(comma("0,5"), Some(0.5));
        assert_eq!(comma("12,5 %"), Some(12.5));
        assert_eq!(comma("\u{2212}7"), Some(-7.0));
    }

    #[test]
    fn what_is_no_finite_number_is_refused() {
        for text in [
            "",
            "nan",
            "inf",
            "infinity",
            "1e400",
            "12,34",
            "1.2.3",
            "12a",
            "1,2345",
            "--1",
            ".",
            "e5",
            "2026-01-05",
        ] {
            assert_eq!(parse(text, Decimal::Point), None, "{text}");
        }
        for text in ["1,2,3", "12.34", "a,5"] {
            assert_eq!(parse(text, Decimal::Comma), None, "{text}");
        }
    }

    #[test]
    fn the_usual_words_for_nothing_are_missing() {
        for text in ["", "  ", "NA", "n/a", "NULL", "None", "-", "—", "NaN"] {
            assert!(is_missing(text), "{text}");
        }
        assert!(!is_missing("0"));
        assert!(!is_missing("Nadia"));
    }
}
