//! Records laid flat: every value of a record in the column of its path.

use std::borrow::Cow;
use std::collections::HashMap;

use serde_json::value::RawValue;

use super::super::column::{Cells, Column};
use super::super::number::Decimal;
use super::super::records::MOST_COLUMNS;
use super::super::{Source, Table};
use super::{Member, elements, members, plain};

/// Lists that hold the records when a document has several lists, the surest first.
const LISTS: &[&str] = &[
    "day_totals",
    "user_totals",
    "usage_items",
    "usageItems",
    "userTableStats",
    "usageEventsDisplay",
    "usageEvents",
    "daily",
    "issues",
    "incidents",
    "tickets",
    "seats",
    "records",
    "results",
    "nodes",
    "items",
    "rows",
    "entries",
    "values",
    "value",
    "users",
    "data",
];

/// Lists inside a record that hold a row each; the record's own values are repeated beside them.
const INNER_ROWS: &[&str] = &["day_totals"];

/// How deep documents and records are followed.
const DEEPEST: usize = 6;

/// Records laid flat, column by column.
#[derive(Debug, Default)]
pub struct Flat {
    /// Names of the columns.
    pub headers: Vec<String>,
    index: HashMap<String, usize>,
    cells: Vec<Cells>,
    filled: Vec<usize>,
    /// Number of each row's record.
    pub rows: Vec<u32>,
}

impl Flat {
    /// Adds every record of a text of one or more JSON values. The error is the line where it breaks off.
    pub fn add_document(&mut self, text: &str) -> Result<(), u32> {
        let values = serde_json::Deserializer::from_str(text).into_iter::<&RawValue>();
        for value in values {
            let value = value.map_err(|error| u32::try_from(error.line()).unwrap_or(u32::MAX))?;
            for record in records(value, DEEPEST) {
                let number = u32::try_from(self.rows.len() + 1).unwrap_or(u32::MAX);
                self.add(record, number);
            }
        }
        Ok(())
    }

    /// Adds a record; one that holds a list of rows adds all of them.
    pub fn add(&mut self, record: &RawValue, number: u32) {
        let Some(members) = members(record.get()) else {
            return;
        };
        let inner = members
            .iter()
            .find(|(name, value)| INNER_ROWS.contains(&name.as_ref()) && is_list_of_objects(value));
        let Some((_, inner)) = inner else {
            self.add_members(&members, number);
            return;
        };
        for row in elements(inner.get()).unwrap_or_default() {
            let mut whole: Vec<Member<'_>> = members
                .iter()
                .filter(|(name, value)| {
                    !INNER_ROWS.contains(&name.as_ref()) && !value.get().starts_with(['[', '{'])
                })
                .take(MOST_COLUMNS)
                .cloned()
                .collect();
            let own = super::members(row.get()).unwrap_or_default();
            whole.retain(|(name, _)| own.iter().all(|(other, _)| other != name));
            whole.extend(own);
            self.add_members(&whole, number);
        }
    }

    fn add_members(&mut self, members: &[Member<'_>], number: u32) {
        for (name, value) in members {
            self.put(name, value, DEEPEST);
        }
        self.rows.push(number);
    }

    fn put(&mut self, path: &str, value: &RawValue, depth: usize) {
        let raw = value.get();
        if raw.starts_with('{')
            && depth > 0
            && let Some(members) = members(raw)
        {
            for (name, value) in members {
                self.put(&format!("{path}.{name}"), value, depth - 1);
            }
            return;
        }
        let text = match elements(raw).filter(|_| !is_list_of_objects(value)) {
            Some(values) => {
                let texts: Vec<Cow<'_, str>> =
                    values.iter().map(|value| plain(value.get())).collect();
                Cow::Owned(texts.join(", "))
            }
            None => plain(raw),
        };
        self.set(path, &text);
    }

    /// Sets the cell of the row under way; a name that comes twice in a record keeps its first value.
    fn set(&mut self, path: &str, text: &str) {
        let at = match self.index.get(path) {
            Some(&at) => at,
            None if self.headers.len() >= MOST_COLUMNS => return,
            None => {
                self.headers.push(path.to_owned());
                self.cells.push(Cells::default());
                self.filled.push(0);
                self.index.insert(path.to_owned(), self.headers.len() - 1);
                self.headers.len() - 1
            }
        };
        let row = self.rows.len();
        if self.filled[at] > row {
            return;
        }
        for _ in self.filled[at]..row {
            self.cells[at].push("");
        }
        self.cells[at].push(text);
        self.filled[at] = row + 1;
    }

    pub fn into_table(mut self, file: &str, source: Source, content_hash: u64) -> Table {
        for (cells, filled) in self.cells.iter_mut().zip(&self.filled) {
            for _ in *filled..self.rows.len() {
                cells.push("");
            }
        }
        let columns = self
            .headers
            .into_iter()
            .zip(self.cells)
            .map(|(header, cells)| Column::new(header, cells, Decimal::Point))
            .collect();
        Table::of_columns(
            file,
            source,
            columns,
            self.rows.into_iter().collect(),
            content_hash,
        )
    }
}

/// The records of a document: the list itself, or the likeliest list inside it, or the document as one record.
fn records(document: &RawValue, depth: usize) -> Vec<&RawValue> {
    if let Some(list) = elements(document.get()) {
        return list
            .into_iter()
            .filter(|element| element.get().starts_with('{'))
            .collect();
    }
    let Some(members) = members(document.get()) else {
        return Vec::new();
    };
    let named = |wanted: &str| members.iter().find(|(name, _)| name == wanted);
    for name in LISTS {
        match named(name).map(|(_, value)| *value) {
            Some(list) if is_list_of_objects(list) => return records(list, depth),
            Some(inner) if depth > 0 && inner.get().starts_with('{') => {
                return records(inner, depth - 1);
            }
            _ => {}
        }
    }
    let has_plain = members
        .iter()
        .any(|(_, value)| !value.get().starts_with(['{', '[']));
    let inner = members
        .iter()
        .find(|(_, value)| value.get().starts_with('{') || is_list_of_objects(value));
    match inner {
        // A shell with nothing of its own: what it holds is meant.
        Some((_, inner)) if !has_plain && depth > 0 => records(inner, depth - 1),
        _ => vec![document],
    }
}

fn is_list_of_objects(value: &RawValue) -> bool {
    let inside = value.get().strip_prefix('[');
    inside.is_some_and(|inside| inside.trim_start().starts_with(['{', '[']))
}
