//! Bytes of a file to a table of typed columns. Reading never fails: it yields a table and notices.
//!
//! [`Reader`] takes the bytes in pieces, so memory stays bounded and the caller may stop in between:
//! [`sniff`] decides encoding and delimiter, csv-core splits records, [`column`] keeps the text,
//! [`number`] and [`date`] give it types once the whole column is known.

pub mod column;
pub mod date;
pub mod number;
pub mod personal;
pub mod profile;
mod reader;
mod sniff;

use std::fmt;

pub use column::{Column, ColumnKind};
pub use date::Dates;
pub use number::Numbers;
pub use profile::{Profile, Summary};
pub use reader::{Read, Reader};

/// A file's rows, column by column.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// The file's name.
    pub file: String,
    /// How it was read.
    pub source: Source,
    /// The columns, in the file's order, all of the same length.
    pub columns: Vec<Column>,
    /// Rows below the header.
    pub rows: usize,
    /// Rows that were left out; the notices say why.
    pub skipped: usize,
    /// A hash of the file's bytes, to recognise the same file.
    pub content_hash: u64,
    row_numbers: Vec<u32>,
}

impl Table {
    /// The row's number as a spreadsheet shows it: the first line of the file is 1.
    pub fn row_number(&self, row: usize) -> u64 {
        self.row_numbers.get(row).copied().map_or(0, u64::from)
    }
}

/// How a file was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Name of the encoding, such as "UTF-8".
    pub encoding: &'static str,
    /// What separates the cells.
    pub delimiter: char,
    /// Whether the file was packed with gzip.
    pub gzip: bool,
    /// Whether numbers were written with a decimal comma.
    pub decimal_comma: bool,
    /// The header's row, as a spreadsheet numbers it.
    pub header_row: u64,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let delimiter = match self.delimiter {
            ',' => "commas",
            ';' => "semicolons",
            '\t' => "tabs",
            '|' => "bars",
            _ => "other marks",
        };
        write!(f, "{}, separated by {delimiter}", self.encoding)?;
        if self.decimal_comma {
            write!(f, ", decimal comma")?;
        }
        if self.gzip {
            write!(f, ", packed with gzip")?;
        }
        if self.header_row > 1 {
            write!(f, ", header in row {}", self.header_row)?;
        }
        Ok(())
    }
}
