//! Excel workbooks (.xlsx): the first sheet with a header and rows becomes a table, by the same way as text.
//!
//! The sheet is read cell by cell, because its stated size may be a lie: what a hostile workbook can take is bounded
//! by the bytes that [`archive`](super::archive) finds in it, and by [`MOST_BYTES`] of text.

use std::io::Cursor;

use calamine::{DataRef, ExcelDateTime, Reader as _, SheetType, SheetVisible, Xlsx};
use xxhash_rust::xxh64::xxh64;

use crate::notice::{Kind, Notice};

use super::intake::stopped;
use super::reader::{Read, of_records};
use super::records::{MOST_COLUMNS, Records};
use super::sniff::{self, Shape};
use super::{Form, MOST_BYTES, Source};

/// What stands for a formula that failed, such as a division by zero: a word that means "no value".
const FAILED: &str = "#N/A";

type Workbook<'a> = Xlsx<Cursor<&'a [u8]>>;

/// Reads a workbook.
pub fn read(file: &str, bytes: &[u8]) -> Read {
    match first_table(file, bytes) {
        Ok(read) => read,
        Err(kind) => stopped(file, kind),
    }
}

fn first_table(file: &str, bytes: &[u8]) -> Result<Read, Kind> {
    let mut workbook = Workbook::new(Cursor::new(bytes)).map_err(|_| damaged())?;
    let hash = xxh64(bytes, 0);
    let mut found: Option<(String, Read)> = None;
    let mut left = Vec::new();
    for name in sheets(&workbook) {
        if found.is_some() {
            if has_cells(&mut workbook, &name) {
                left.push(name);
            }
            continue;
        }
        let records = rows_of(&mut workbook, &name)?;
        let is_blank = records.header.is_empty();
        let read = of_records(file, records, source(), hash, Vec::new());
        if read.table.is_some() {
            found = Some((name, read));
        } else if let Some(kind) = too_much(&read) {
            return Err(kind);
        } else if !is_blank {
            left.push(name);
        }
    }
    let (name, mut read) = found.ok_or(Kind::EmptyWorkbook)?;
    if !left.is_empty() {
        let kind = Kind::SheetsLeft(name, left.join(", "));
        read.notices.push(Notice::counted(file, kind, left.len()));
    }
    Ok(read)
}

fn damaged() -> Kind {
    Kind::Binary("a damaged Excel workbook".to_owned())
}

/// The sheets that a person sees when they open it, in their order.
fn sheets(workbook: &Workbook<'_>) -> Vec<String> {
    let sheets = workbook.sheets_metadata().iter();
    sheets
        .filter(|sheet| sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible)
        .map(|sheet| sheet.name.clone())
        .collect()
}

fn has_cells(workbook: &mut Workbook<'_>, name: &str) -> bool {
    let Ok(mut cells) = workbook.worksheet_cells_reader(name) else {
        return false;
    };
    loop {
        match cells.next_cell() {
            Ok(None) => return false,
            // A cell may have a colour and no value.
            Ok(Some(cell)) if *cell.get_value() == DataRef::Empty => {}
            _ => return true,
        }
    }
}

/// What makes looking at further sheets pointless.
fn too_much(read: &Read) -> Option<Kind> {
    let mut kinds = read.notices.iter().map(|notice| &notice.kind);
    kinds
        .find(|kind| matches!(kind, Kind::TooManyColumns(_)))
        .cloned()
}

fn source() -> Source {
    Source {
        encoding: "UTF-8",
        delimiter: ',',
        gzip: false,
        decimal_comma: false,
        header_row: 0,
        form: Form::Workbook,
        unzipped: 0,
    }
}

/// The rows of a sheet.
fn rows_of(workbook: &mut Workbook<'_>, name: &str) -> Result<Records, Kind> {
    let mut cells = workbook
        .worksheet_cells_reader(name)
        .map_err(|_| damaged())?;
    let mut sheet = Sheet::default();
    while let Some(cell) = cells.next_cell().map_err(|_| damaged())? {
        sheet.put(cell.get_position(), &text(cell.get_value()))?;
    }
    Ok(sheet.end())
}

/// A cell as a CSV file would hold it.
fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.clone()
        }
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(truth) => truth.to_string(),
        DataRef::DateTime(when) => moment(when),
        DataRef::Error(_) => FAILED.to_owned(),
        DataRef::Empty => String::new(),
    }
}

/// A date and time as ISO 8601; a length of time, or a time without a date, as `12:30:00`.
fn moment(when: &ExcelDateTime) -> String {
    let days = when.as_f64();
    if when.is_duration() || days < 1.0 {
        let seconds = (days * 86_400.0).round();
        if !(0.0..1e9).contains(&seconds) {
            return days.to_string();
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "held in range above"
        )]
        let seconds = seconds as u32;
        return format!(
            "{:02}:{:02}:{:02}",
            seconds / 3600,
            seconds / 60 % 60,
            seconds % 60
        );
    }
    let (year, month, day, hour, minute, second, _) = when.to_ymd_hms_milli();
    let date = format!("{year:04}-{month:02}-{day:02}");
    if (hour, minute, second) == (0, 0, 0) {
        date
    } else {
        format!("{date}T{hour:02}:{minute:02}:{second:02}")
    }
}

/// A sheet on its way to records.
#[derive(Default)]
struct Sheet {
    /// The row under way, and its number from 0.
    row: Vec<String>,
    at: u32,
    /// The first rows, until it is known which of them is the header.
    first: Vec<(u32, Vec<String>)>,
    writing: Option<Writing>,
    bytes: u64,
}

impl Sheet {
    /// Takes the next cell. A sheet is written row by row; one that is not was damaged.
    fn put(&mut self, (row, column): (u32, u32), text: &str) -> Result<(), Kind> {
        if row < self.at {
            return Err(damaged());
        }
        if row > self.at {
            self.end_row();
            self.at = row;
        }
        if text.is_empty() {
            return Ok(());
        }
        self.bytes += text.len() as u64 + 1;
        if self.bytes > MOST_BYTES {
            return Err(Kind::TooLarge(MOST_BYTES));
        }
        // One column too many is enough to refuse the sheet.
        let column = (column as usize).min(MOST_COLUMNS);
        if self.row.len() <= column {
            self.row.resize(column + 1, String::new());
        }
        text.clone_into(&mut self.row[column]);
        Ok(())
    }

    fn end_row(&mut self) {
        let row = std::mem::take(&mut self.row);
        if row.is_empty() {
            return;
        }
        if let Some(writing) = &mut self.writing {
            return writing.write(self.at, &row);
        }
        self.first.push((self.at, row));
        if self.first.len() == sniff::ROWS {
            self.writing = Some(Writing::begun(&std::mem::take(&mut self.first)));
        }
    }

    fn end(mut self) -> Records {
        self.end_row();
        let begun = || Writing::begun(&self.first);
        let mut records = self.writing.unwrap_or_else(begun).records;
        records.end();
        records
    }
}

/// Writes rows as delimited text into records.
struct Writing {
    records: Records,
    /// Rows that are titles still to come, and how wide all others are at least.
    titles: usize,
    width: usize,
    /// The number of the next line.
    line: u32,
    text: String,
}

impl Writing {
    /// Tells the header from titles above it by the first rows, and writes them.
    fn begun(first: &[(u32, Vec<String>)]) -> Self {
        let rows: Vec<&[String]> = first.iter().map(|(_, row)| row.as_slice()).collect();
        let (titles, width) = sniff::titles_and_width(&rows);
        let mut writing = Writing {
            records: Records::new(Shape::of_sheet(titles)),
            titles,
            width,
            line: 0,
            text: String::new(),
        };
        for (number, row) in first {
            writing.write(*number, row);
        }
        writing
    }

    /// Writes a row on the line of its number, so that it is called as the spreadsheet calls it.
    fn write(&mut self, number: u32, row: &[String]) {
        self.text.clear();
        for _ in self.line..number {
            self.text.push('\n');
        }
        let width = if self.titles == 0 { self.width } else { 0 };
        self.titles = self.titles.saturating_sub(1);
        for at in 0..row.len().max(width) {
            if at > 0 {
                self.text.push(',');
            }
            let cell = row.get(at).map_or("", String::as_str);
            if cell.contains(['"', ',', '\n', '\r']) {
                self.text.push('"');
                self.text.push_str(&cell.replace('"', "\"\""));
                self.text.push('"');
            } else {
                self.text.push_str(cell);
            }
        }
        self.text.push('\n');
        self.records.push(&self.text);
        self.line = number + 1;
    }
}
