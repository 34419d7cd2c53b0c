//! Mappings that are kept: in the browser by what a file's header looks like, and in a file that can be handed on.
//!
//! Neither holds a value of any file. The browser's copy holds no column names either: a table may have people
//! across its top.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::mapping::{ColumnMapping, ColumnRole, Mapping, Reason, TableRole};

/// How a mapping file's name ends.
pub const SUFFIX: &str = ".mapping.json";

/// The newest version of a mapping file that is read and written.
const VERSION: u32 = 1;

/// Bytes of the hash that are kept: enough that two headers never share one.
const KEPT: usize = 16;

/// What files with the same columns have in common, in whatever order and case their headers are.
pub fn signature(headers: &[&str]) -> String {
    let mut hash = Sha256::new();
    for header in sorted(headers).into_iter().map(|at| headers[at]) {
        hash.update(header.to_lowercase().as_bytes());
        hash.update([0x1f]);
    }
    hex(&hash.finalize()[..KEPT])
}

/// Bytes in hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    const DIGITS: [char; 16] = [
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f',
    ];
    let halves = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    halves.map(|half| DIGITS[usize::from(half)]).collect()
}

/// Positions of the headers in order of letters, without regard to case.
fn sorted(headers: &[&str]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..headers.len()).collect();
    order.sort_by_key(|&at| headers[at].to_lowercase());
    order
}

/// A mapping without the names of its columns, to be kept under their [`signature`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remembered {
    role: TableRole,
    /// In the order of letters of the headers.
    columns: Vec<ColumnRole>,
}

impl Remembered {
    /// What is to be kept of a mapping.
    pub fn of(mapping: &Mapping, headers: &[&str]) -> Self {
        let roles = sorted(headers)
            .into_iter()
            .filter_map(|at| mapping.columns.get(at))
            .map(|column| column.role.clone());
        Remembered {
            role: mapping.role,
            columns: roles.collect(),
        }
    }

    /// The mapping for a file with the same columns; `None` if it has others.
    pub fn applied(&self, headers: &[&str]) -> Option<Mapping> {
        let order = sorted(headers);
        if order.len() != self.columns.len() {
            return None;
        }
        let mut columns = vec![ignored(); headers.len()];
        for (at, role) in order.into_iter().zip(&self.columns) {
            columns[at] = ColumnMapping {
                role: role.clone(),
                reason: Reason::Remembered,
            };
        }
        Some(Mapping {
            role: self.role,
            columns,
        })
    }
}

fn ignored() -> ColumnMapping {
    ColumnMapping {
        role: ColumnRole::Ignored,
        reason: Reason::Fallback,
    }
}

/// The mappings of several files, as they are saved to a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MappingFile {
    goodhart_mapping: u32,
    files: Vec<Saved>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Saved {
    about: TableRole,
    columns: Vec<SavedColumn>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct SavedColumn {
    column: String,
    is: ColumnRole,
}

/// Why a mapping file cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// It is no mapping file, or it is damaged.
    Foreign,
    /// It was made by a newer version of the program.
    Newer,
}

impl MappingFile {
    /// The mappings of these files, each with its headers.
    pub fn of<'a>(files: impl Iterator<Item = (&'a Mapping, Vec<&'a str>)>) -> Self {
        let saved = |(mapping, headers): (&Mapping, Vec<&str>)| Saved {
            about: mapping.role,
            columns: headers
                .into_iter()
                .zip(&mapping.columns)
                .map(|(header, column)| SavedColumn {
                    column: header.to_owned(),
                    is: column.role.clone(),
                })
                .collect(),
        };
        MappingFile {
            goodhart_mapping: VERSION,
            files: files.map(saved).collect(),
        }
    }

    /// Reads a mapping file.
    ///
    /// # Errors
    /// If it is none, or a newer one than this program knows.
    pub fn read(text: &str) -> Result<Self, Refused> {
        let file: Self = serde_json::from_str(text).map_err(|_| Refused::Foreign)?;
        if file.goodhart_mapping > VERSION {
            return Err(Refused::Newer);
        }
        Ok(file)
    }

    /// The file's text.
    pub fn text(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// The mapping of the first saved file whose used columns are all there, in whatever order and case.
    pub fn applied(&self, headers: &[&str]) -> Option<Mapping> {
        self.files.iter().find_map(|saved| saved.applied(headers))
    }
}

impl Saved {
    fn applied(&self, headers: &[&str]) -> Option<Mapping> {
        let position = |name: &str| {
            let name = name.to_lowercase();
            headers
                .iter()
                .position(|header| header.to_lowercase() == name)
        };
        let mut columns = vec![ignored(); headers.len()];
        let mut used = 0;
        for saved in &self.columns {
            match position(&saved.column) {
                Some(at) => {
                    columns[at] = ColumnMapping {
                        role: saved.is.clone(),
                        reason: Reason::Remembered,
                    };
                    used += usize::from(saved.is != ColumnRole::Ignored);
                }
                None if saved.is == ColumnRole::Ignored => {}
                None => return None,
            }
        }
        (used > 0).then_some(Mapping {
            role: self.about,
            columns,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::mapping::{Adds, Direction, Measure};
    use super::*;

    const HEADERS: [&str; 3] = ["User", "Week", "Prompts"];

    fn mapping() -> Mapping {
        let column = |role| ColumnMapping {
            role,
            reason: Reason::Chosen,
        };
        let prompts = Measure {
            adds: Adds::Mean,
            direction: Direction::Neither,
        };
        Mapping {
            role: TableRole::Usage,
            columns: vec![
                column(ColumnRole::Person),
                column(ColumnRole::Date),
                column(ColumnRole::Measure(prompts)),
            ],
        }
    }

    fn roles(mapping: &Mapping) -> Vec<ColumnRole> {
        mapping
            .columns
            .iter()
            .map(|column| column.role.clone())
            .collect()
    }

    #[test]
    fn next_months_export_is_mapped_as_this_months_was() {
        let kept = Remembered::of(&mapping(), &HEADERS);
        let next = ["prompts", "user", "week"];
        assert_eq!(signature(&HEADERS), signature(&next));
        let got = kept.applied(&next).map(|mapping| roles(&mapping));
        let [person, date, prompts] = [0, 1, 2].map(|at| roles(&mapping())[at].clone());
        assert_eq!(got, Some(vec![prompts, person, date]));
        assert_ne!(signature(&HEADERS), signature(&["user", "week"]));
        assert_eq!(kept.applied(&["user", "week"]), None);
    }

    #[test]
    fn the_browser_keeps_no_name_of_a_column() {
        let kept = serde_json::to_string(&Remembered::of(&mapping(), &HEADERS)).unwrap_or_default();
        assert!(
            HEADERS.iter().all(|header| !kept.contains(header)),
            "{kept}"
        );
    }

    #[test]
    fn a_mapping_file_fits_a_file_that_has_more_columns() {
        let saved = MappingFile::of([(&mapping(), HEADERS.to_vec())].into_iter());
        let read = MappingFile::read(&saved.text());
        assert_eq!(read.as_ref(), Ok(&saved));
        let wider = ["note", "USER", "week", "Prompts"];
        let got = saved
            .applied(&wider)
            .map(|mapping| roles(&mapping)[1..].to_vec());
        assert_eq!(got, Some(roles(&mapping())));
        assert_eq!(saved.applied(&["user", "week"]), None);
    }

    #[test]
    fn a_foreign_file_is_no_mapping() {
        for text in ["", "{}", "[1]", "{\"goodhart_mapping\":1}"] {
            assert_eq!(MappingFile::read(text), Err(Refused::Foreign), "{text}");
        }
        let newer = "{\"goodhart_mapping\":9,\"files\":[]}";
        assert_eq!(MappingFile::read(newer), Err(Refused::Newer));
    }
}
