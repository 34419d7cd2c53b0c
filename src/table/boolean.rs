//! Words for yes and no.

use super::{Column, ColumnKind, Numbers};

/// A column's numbers; where it holds words for yes and no, yes counts as 1 and no as 0.
pub fn numbers(column: &Column) -> Numbers {
    if column.kind() == ColumnKind::Boolean {
        column.numbers_by(|text| truth(text).map(|yes| f64::from(u8::from(yes))))
    } else {
        column.as_numbers()
    }
}

const YES: &[&str] = &["true", "yes", "y", "on", "ja", "oui", "sí", "wahr", "vrai"];
const NO: &[&str] = &["false", "no", "n", "off", "nein", "non", "falsch", "faux"];

/// Whether a word says yes or no; nothing when it says neither. `1` and `0` are numbers.
pub fn truth(text: &str) -> Option<bool> {
    let text = text.trim();
    if text.is_empty() || text.len() > 6 {
        return None;
    }
    let is = |words: &[&str]| words.iter().any(|word| text.eq_ignore_ascii_case(word));
    if is(YES) {
        Some(true)
    } else if is(NO) {
        Some(false)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yes_and_no_are_read_in_the_words_of_exports() {
        for (text, want) in [
            ("TRUE", Some(true)),
            (" Yes ", Some(true)),
            ("Y", Some(true)),
            ("False", Some(false)),
            ("nein", Some(false)),
            ("1", None),
            ("", None),
            ("maybe", None),
        ] {
            assert_eq!(truth(text), want, "{text}");
        }
    }
}
