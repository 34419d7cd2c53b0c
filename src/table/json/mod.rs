//! JSON to a table: a list of records, a document around such a list, or one record per line.
//!
//! Objects inside a record become columns with dotted names (`author.login`), lists of plain values one text,
//! and lists of objects stay JSON in their cell, for whoever knows what they mean.
//! Values are read as raw slices of the text and never built up as a tree, so memory stays near the size of the file.

mod flat;
mod reader;

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::sniff;

pub use reader::Reader;

/// Whether the first bytes begin a JSON document or record rather than a row of cells.
pub fn begins(bytes: &[u8]) -> bool {
    let text = sniff::encoding(bytes).decode(bytes);
    let mut letters = text.chars().filter(|letter| !letter.is_whitespace());
    match (letters.next(), letters.next()) {
        (Some('{'), Some('"' | '}')) => true,
        (Some('['), after) => matches!(after, Some('{' | '[' | ']')),
        _ => false,
    }
}

/// The elements of a JSON list, each as it is written.
pub fn elements(json: &str) -> Option<Vec<&RawValue>> {
    if !json.starts_with('[') {
        return None;
    }
    serde_json::from_str(json).ok()
}

/// A name and its value as it is written.
pub type Member<'a> = (Cow<'a, str>, &'a RawValue);

/// The members of a JSON object, in its order.
pub fn members(json: &str) -> Option<Vec<Member<'_>>> {
    struct InOrder;
    impl<'de> Visitor<'de> for InOrder {
        type Value = Vec<Member<'de>>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut members = Vec::new();
            while let Some((name, value)) = map.next_entry::<String, &RawValue>()? {
                members.push((Cow::Owned(name), value));
            }
            Ok(members)
        }
    }
    let mut json = serde_json::Deserializer::from_str(json);
    json.deserialize_map(InOrder).ok()
}

/// The value at a path such as `tokens.input`, as plain text.
pub fn at_path(json: &str, path: &str) -> Option<String> {
    let (name, rest) = path
        .split_once('.')
        .map_or((path, None), |(name, rest)| (name, Some(rest)));
    let members = members(json)?;
    let (_, value) = members.iter().find(|(found, _)| found == name)?;
    match rest {
        Some(rest) => at_path(value.get(), rest),
        None => Some(plain(value.get()).into_owned()),
    }
}

/// A value as a cell shows it: strings without quotes, null as nothing, all else as it is written.
pub fn plain(json: &str) -> Cow<'_, str> {
    match json {
        "null" | "[]" | "{}" => Cow::Borrowed(""),
        _ if json.starts_with('"') => {
            serde_json::from_str::<String>(json).map_or(Cow::Borrowed(json), Cow::Owned)
        }
        _ => Cow::Borrowed(json),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_told_from_rows_of_cells() {
        assert!(begins(b"\xef\xbb\xbf { \"a\": 1}"));
        assert!(begins(b"[\n  {\"a\": 1}"));
        assert!(!begins(b"[id],name\n"));
        assert!(!begins(b"{id},name\n"));
    }

    #[test]
    fn values_deep_inside_are_found_by_path() {
        assert_eq!(at_path(r#"{"a":{"b":"x"}}"#, "a.b").as_deref(), Some("x"));
        assert_eq!(at_path(r#"{"a":{"b":"x"}}"#, "a.c"), None);
    }
}
