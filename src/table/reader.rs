//! Bytes in pieces to a table: unpack, decode, split into records, keep the text by column.

use std::collections::BTreeMap;
use std::io::Write;

use xxhash_rust::xxh64::Xxh64;

use crate::notice::{Kind, Notice, Tally};

use super::column::{Column, ColumnKind};
use super::decoding::Decoding;
use super::intake::stopped;
use super::number::Decimal;
use super::records::Records;
use super::unpack::Unpacker;
use super::{Form, Source, Table, date, sniff};

/// What became of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Read {
    /// The file's name.
    pub file: String,
    /// The table, unless the file cannot be used; then a notice says why.
    pub table: Option<Table>,
    /// What should be known about the file.
    pub notices: Vec<Notice>,
}

/// Reads one file, piece by piece.
pub struct Reader {
    file: String,
    hash: Xxh64,
    bytes: u64,
    /// Bytes held back until there are enough to decide how to read them.
    sample: Vec<u8>,
    state: State,
}

enum State {
    Undecided,
    Text(Box<Text>),
    Packed(Box<Unpacker<Text>>),
}

impl std::fmt::Debug for Reader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reader")
            .field("file", &self.file)
            .field("bytes", &self.bytes)
            .finish_non_exhaustive()
    }
}

impl Reader {
    /// A reader for a file of that name.
    pub fn new(file: &str) -> Self {
        Reader {
            file: file.to_owned(),
            hash: Xxh64::new(0),
            bytes: 0,
            sample: Vec::new(),
            state: State::Undecided,
        }
    }

    /// The next bytes of the file. Where they are cut makes no difference.
    pub fn push(&mut self, bytes: &[u8]) {
        self.hash.update(bytes);
        self.bytes += bytes.len() as u64;
        if matches!(self.state, State::Undecided) {
            self.sample.extend_from_slice(bytes);
            if self.sample.len() >= sniff::SAMPLE {
                self.decide();
            }
        } else {
            self.state.push(bytes);
        }
    }

    /// The table, once all bytes are in.
    pub fn finish(mut self) -> Read {
        if matches!(self.state, State::Undecided) {
            self.decide();
        }
        let stop = |kind| stopped(&self.file, kind);
        if self.bytes == 0 {
            return stop(Kind::EmptyFile);
        }
        let (text, gzip) = match self.state {
            State::Text(text) => (*text, false),
            State::Packed(packed) => match packed.finish() {
                Ok(text) => (text, true),
                Err(kind) => return stop(kind),
            },
            State::Undecided => return stop(Kind::EmptyFile),
        };
        text.finish(&self.file, gzip, self.hash.digest())
    }

    fn decide(&mut self) {
        let sample = std::mem::take(&mut self.sample);
        self.state = if sniff::is_gzip(&sample) {
            State::Packed(Box::new(Unpacker::new()))
        } else {
            State::Text(Box::default())
        };
        self.state.push(&sample);
    }
}

impl State {
    fn push(&mut self, bytes: &[u8]) {
        match self {
            State::Text(text) => text.push(bytes),
            State::Packed(packed) => packed.push(bytes),
            State::Undecided => {}
        }
    }
}

/// Unpacked bytes to records.
#[derive(Default)]
struct Text {
    /// Unpacked bytes held back until there are enough to sniff.
    sample: Vec<u8>,
    decoding: Option<Decoding>,
}

impl Write for Text {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.push(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Text {
    fn push(&mut self, bytes: &[u8]) {
        if let Some(decoding) = &mut self.decoding {
            decoding.push(bytes);
            return;
        }
        self.sample.extend_from_slice(bytes);
        if self.sample.len() >= sniff::SAMPLE {
            self.decoding = Some(Decoding::of(&std::mem::take(&mut self.sample)));
        }
    }

    fn finish(self, file: &str, gzip: bool, content_hash: u64) -> Read {
        let begun = || Decoding::of(&self.sample);
        let decoding = self.decoding.unwrap_or_else(begun);
        if let Some(kind) = &decoding.binary {
            return stopped(file, kind.clone());
        }
        let (decoder, records) = decoding.finish();
        let mut notices = Vec::new();
        if decoder.has_replaced() {
            notices.push(Notice::about(
                file,
                Kind::BadEncoding(decoder.encoding().name().to_owned()),
            ));
        }
        let source = Source {
            encoding: decoder.encoding().name(),
            delimiter: char::from(records.delimiter),
            gzip,
            decimal_comma: false,
            header_row: 0,
            form: Form::Delimited,
            unzipped: 0,
        };
        of_records(file, records, source, content_hash, notices)
    }
}

/// The table of records, and what should be known about it beside `known`.
/// What only the cells tell, `source` need not.
pub(super) fn of_records(
    file: &str,
    records: Records,
    source: Source,
    content_hash: u64,
    known: Vec<Notice>,
) -> Read {
    let mut notices = records.notices(file);
    notices.extend(known);
    if let Some(kind) = records.unusable() {
        notices.insert(0, Notice::about(file, kind));
        return Read {
            file: file.to_owned(),
            table: None,
            notices,
        };
    }
    let prefer = if records.delimiter == b';' {
        Decimal::Comma
    } else {
        Decimal::Point
    };
    let headers = distinct_headers(file, &records.header, &mut notices);
    let columns: Vec<Column> = headers
        .into_iter()
        .zip(records.cells)
        .map(|(header, cells)| Column::new(header, cells, prefer))
        .collect();
    let source = Source {
        decimal_comma: columns.iter().any(Column::writes_decimal_comma),
        header_row: u64::from(records.header_row),
        ..source
    };
    let table = Table {
        file: file.to_owned(),
        source,
        rows: records.row_numbers.len(),
        skipped: records.skipped,
        columns,
        content_hash,
        export: None,
        row_numbers: records.row_numbers,
    };
    notices.extend(odd_values(&table));
    Read {
        file: file.to_owned(),
        table: Some(table),
        notices,
    }
}

/// Names for all columns, each once: a repeated one gets a number, an empty one a name.
pub(super) fn distinct_headers(
    file: &str,
    headers: &[String],
    notices: &mut Vec<Notice>,
) -> Vec<String> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut distinct: Vec<String> = Vec::with_capacity(headers.len());
    for (at, header) in headers.iter().enumerate() {
        let name = if header.is_empty() {
            let name = format!("Column {}", at + 1);
            notices.push(Notice::about(file, Kind::EmptyHeader(name.clone())));
            name
        } else {
            header.clone()
        };
        let count = seen.entry(name.clone()).or_default();
        *count += 1;
        let mut number = *count;
        let mut unique = if number == 1 {
            name.clone()
        } else {
            format!("{name} ({number})")
        };
        while distinct.contains(&unique) {
            number += 1;
            unique = format!("{name} ({number})");
        }
        if *count == 2 {
            notices.push(Notice::about(file, Kind::DuplicateHeader(name)));
        }
        distinct.push(unique);
    }
    distinct
}

/// Values that do not fit their column, and dates that cannot be told apart.
pub(super) fn odd_values(table: &Table) -> Vec<Notice> {
    let mut notices = Vec::new();
    for column in &table.columns {
        let kind = match column.kind() {
            ColumnKind::Number => Kind::NotANumber,
            ColumnKind::Date => Kind::NotADate,
            _ => continue,
        };
        let mut tally = Tally::new(&table.file, kind);
        for row in column.misfits() {
            tally.add(
                table.row_number(row),
                Some(&column.header),
                Some(&column.text(row)),
            );
        }
        notices.extend(tally.notice());
        if column.is_ambiguous() {
            let order = match column.style().order {
                date::Order::DayFirst => "day/month/year",
                date::Order::MonthFirst => "month/day/year",
            };
            let mut tally = Tally::new(&table.file, Kind::AmbiguousDates(order.to_owned()));
            tally.add(
                table.row_number(0),
                Some(&column.header),
                Some(&column.text(0)),
            );
            notices.extend(tally.notice());
        }
    }
    notices
}
