//! Bytes of a file to a table of typed columns. Reading never fails: it yields a table and notices.
//!
//! [`Intake`] takes the bytes in pieces, so memory stays bounded and the caller may stop in between.
//! It tells [`archive`]s and [`json`] from delimited text, which [`Reader`] takes: [`unpack`] takes gzip off,
//! [`decoding`] makes text of bytes ([`encoding`]) once [`sniff`] has seen how they begin, and [`records`] splits it.
//! A sheet of a [`workbook`] becomes records in the same way. [`cells`] keeps each column in the smallest form that
//! loses no text ([`decimals`], read by [`plain`], or [`texts`] behind [`packed`] codes), and [`infer`] gives it a type
//! once the whole column is known, by [`number`] and [`date`].

mod archive;
pub mod boolean;
mod build;
mod cells;
pub mod column;
pub mod date;
mod decimals;
mod decoding;
pub mod duration;
mod encoding;
mod infer;
mod intake;
pub mod json;
pub mod number;
mod packed;
pub mod personal;
mod plain;
pub mod profile;
mod reader;
mod records;
mod refine;
mod rows;
mod scan;
mod sniff;
mod texts;
mod under_way;
mod unpack;
mod workbook;

use std::fmt;

pub use column::{Categories, Column, ColumnKind, RowHash};
pub use date::Dates;
pub use intake::Intake;
pub use number::Numbers;
pub use profile::{Profile, Summary};
pub use reader::{Read, Reader};
pub use rows::RowNumbers;

/// The most bytes of text that one file may hold, packed or not: 1 GiB.
///
/// The page's memory ends at 4 GiB (`wasm32`). A text of which every cell differs is kept as it is, and while the place
/// for it grows, the old and the new one exist at once: up to three times the text. What is left is for the other
/// files, the panel and the answers. Logs beyond that hold more than the question needs: docs/bigger-data.md.
pub const MOST_BYTES: u64 = 1 << 30;

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
    /// The export that it was recognised as: parts of one export are combined without counting a row twice.
    pub export: Option<&'static str>,
    row_numbers: RowNumbers,
}

impl Table {
    /// The row's number as a spreadsheet shows it: the first line of the file is 1.
    pub fn row_number(&self, row: usize) -> u64 {
        self.row_numbers.get(row).map_or(0, u64::from)
    }
}

/// How a file was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
    /// How rows are written.
    pub form: Form,
    /// Files that were taken out of a zip archive; 0 when there was none.
    pub unzipped: usize,
}

/// How rows are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Cells with delimiters between them.
    Delimited,
    /// A JSON document with a list of records.
    Json,
    /// JSON records, one after the other.
    JsonLines,
    /// A sheet of an Excel workbook.
    Workbook,
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
        match self.form {
            Form::Delimited => write!(f, "{}, separated by {delimiter}", self.encoding)?,
            Form::Json => write!(f, "{}, JSON", self.encoding)?,
            Form::JsonLines => write!(f, "{}, JSON, a record per line", self.encoding)?,
            Form::Workbook => write!(f, "Excel workbook")?,
        }
        if self.decimal_comma {
            write!(f, ", decimal comma")?;
        }
        if self.gzip {
            write!(f, ", packed with gzip")?;
        }
        match self.unzipped {
            0 => {}
            1 => write!(f, ", packed with zip")?,
            several => write!(f, ", {several} files packed with zip")?,
        }
        if self.header_row > 1 {
            write!(f, ", header in row {}", self.header_row)?;
        }
        Ok(())
    }
}
