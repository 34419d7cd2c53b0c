//! Bytes in pieces to a table: unpack, decode, split into records, keep the text by column.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hasher};
use std::io::Write;

use csv_core::{ReadRecordResult, ReaderBuilder};
use flate2::write::GzDecoder;

use crate::notice::{Kind, Notice, Tally};

use super::column::{Cells, Column, ColumnKind};
use super::encoding::Decoder;
use super::number::{Decimal, is_missing};
use super::{Form, Source, Table, date, sniff};

/// More columns than this are taken for a mistake.
pub const MOST_COLUMNS: usize = 2_000;

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
#[derive(Debug)]
pub struct Reader {
    file: String,
    hash: DefaultHasher,
    bytes: u64,
    /// Bytes held back until there are enough to decide how to read them.
    sample: Vec<u8>,
    state: State,
}

#[derive(Debug)]
enum State {
    Undecided,
    Text(Box<Text>),
    Packed(Box<GzDecoder<Text>>),
    Binary(&'static str),
}

impl Reader {
    /// A reader for a file of that name.
    pub fn new(file: &str) -> Self {
        Reader {
            file: file.to_owned(),
            // SipHash with fixed keys: equal on every machine.
            hash: DefaultHasher::new(),
            bytes: 0,
            sample: Vec::new(),
            state: State::Undecided,
        }
    }

    /// The next bytes of the file. Where they are cut makes no difference.
    pub fn push(&mut self, bytes: &[u8]) {
        self.hash.write(bytes);
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
        let stop = |kind| Read {
            file: self.file.clone(),
            table: None,
            notices: vec![Notice::about(&self.file, kind)],
        };
        if self.bytes == 0 {
            return stop(Kind::EmptyFile);
        }
        let (text, gzip) = match self.state {
            State::Text(text) => (*text, false),
            State::Packed(mut packed) => match packed.try_finish() {
                Ok(()) => (std::mem::take(packed.get_mut()), true),
                Err(_) => return stop(Kind::Binary("a damaged gzip file".to_owned())),
            },
            State::Binary(what) => return stop(Kind::Binary(what.to_owned())),
            State::Undecided => return stop(Kind::EmptyFile),
        };
        text.finish(&self.file, gzip, self.hash.finish())
    }

    fn decide(&mut self) {
        let sample = std::mem::take(&mut self.sample);
        self.state = if sniff::is_gzip(&sample) {
            State::Packed(Box::new(GzDecoder::new(Text::default())))
        } else if let Some(what) = sniff::binary(&sample) {
            State::Binary(what)
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
            // A damaged archive shows when it is finished.
            State::Packed(packed) => drop(packed.write_all(bytes)),
            State::Binary(_) | State::Undecided => {}
        }
    }
}

/// Unpacked bytes to records.
#[derive(Default)]
struct Text {
    /// Unpacked bytes held back until there are enough to sniff.
    sample: Vec<u8>,
    decoding: Option<(Decoder, Records)>,
    decoded: String,
}

impl std::fmt::Debug for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Text")
            .field("held_back", &self.sample.len())
            .finish_non_exhaustive()
    }
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
        if self.decoding.is_some() {
            self.decode(bytes);
        } else {
            self.sample.extend_from_slice(bytes);
            if self.sample.len() >= sniff::SAMPLE {
                self.begin();
            }
        }
    }

    fn begin(&mut self) {
        let sample = std::mem::take(&mut self.sample);
        let encoding = sniff::encoding(&sample);
        let shape = sniff::shape(&encoding.decode(&sample));
        self.decoding = Some((Decoder::new(encoding), Records::new(shape)));
        self.decode(&sample);
    }

    fn decode(&mut self, bytes: &[u8]) {
        let Some((decoder, records)) = &mut self.decoding else {
            return;
        };
        self.decoded.clear();
        decoder.decode(bytes, &mut self.decoded);
        records.push(self.decoded.as_bytes());
    }

    fn finish(mut self, file: &str, gzip: bool, content_hash: u64) -> Read {
        if self.decoding.is_none() {
            self.begin();
        }
        let stop = |notices: Vec<Notice>| Read {
            file: file.to_owned(),
            table: None,
            notices,
        };
        let Some((mut decoder, mut records)) = self.decoding else {
            return stop(vec![Notice::about(file, Kind::EmptyFile)]);
        };
        self.decoded.clear();
        decoder.finish(&mut self.decoded);
        records.push(self.decoded.as_bytes());
        records.end();
        let mut notices = records.notices(file);
        if decoder.has_replaced() {
            notices.push(Notice::about(
                file,
                Kind::BadEncoding(decoder.encoding().name().to_owned()),
            ));
        }
        if let Some(kind) = records.unusable() {
            notices.insert(0, Notice::about(file, kind));
            return stop(notices);
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
            encoding: decoder.encoding().name(),
            delimiter: char::from(records.delimiter),
            gzip,
            decimal_comma: columns.iter().any(writes_decimal_comma),
            header_row: u64::from(records.header_row),
            form: Form::Delimited,
            unzipped: 0,
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
}

fn writes_decimal_comma(column: &Column) -> bool {
    column.kind() == ColumnKind::Number
        && column.style().decimal == Decimal::Comma
        && (0..column.len()).any(|row| column.text(row).contains(','))
}

/// Records to cells by column, with the rows that do not fit counted.
struct Records {
    delimiter: u8,
    quote: u8,
    titles: usize,
    csv: csv_core::Reader,
    /// The record under way: its cells end to end, where each ends, and how much of both is filled.
    record: Vec<u8>,
    ends: Vec<usize>,
    filled: usize,
    cells_filled: usize,
    header: Vec<String>,
    header_row: u32,
    cells: Vec<Cells>,
    row_numbers: Vec<u32>,
    last_row: u32,
    inner_lines: u64,
    quotes: u64,
    skipped: usize,
    ragged: Vec<(u32, String)>,
    unclosed: Option<u32>,
    too_many: bool,
}

impl Records {
    fn new(shape: sniff::Shape) -> Self {
        Records {
            delimiter: shape.delimiter,
            quote: shape.quote,
            titles: shape.titles,
            csv: ReaderBuilder::new()
                .delimiter(shape.delimiter)
                .quote(shape.quote)
                .build(),
            record: vec![0; 4096],
            ends: vec![0; 64],
            filled: 0,
            cells_filled: 0,
            header: Vec::new(),
            header_row: 0,
            cells: Vec::new(),
            row_numbers: Vec::new(),
            last_row: 0,
            inner_lines: 0,
            quotes: 0,
            skipped: 0,
            ragged: Vec::new(),
            unclosed: None,
            too_many: false,
        }
    }

    fn push(&mut self, mut input: &[u8]) {
        self.quotes += input.split(|byte| *byte == self.quote).count() as u64 - 1;
        while !input.is_empty() {
            let read = self.step(input);
            input = &input[read..];
        }
    }

    fn end(&mut self) {
        // csv-core gives the last record, and then the end, for an empty input.
        while self.step(&[]) != usize::MAX {}
    }

    /// Feeds csv-core once; says how many bytes it took, or `usize::MAX` at the end.
    fn step(&mut self, input: &[u8]) -> usize {
        let (result, read, written, ended) = self.csv.read_record(
            input,
            &mut self.record[self.filled..],
            &mut self.ends[self.cells_filled..],
        );
        self.filled += written;
        self.cells_filled += ended;
        match result {
            ReadRecordResult::InputEmpty if input.is_empty() => return usize::MAX,
            ReadRecordResult::InputEmpty => {}
            ReadRecordResult::OutputFull => self.record.resize(self.record.len() * 2, 0),
            ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
            ReadRecordResult::Record => {
                self.take_record(input[..read].last() == Some(&b'\n'), input.is_empty());
            }
            ReadRecordResult::End => return usize::MAX,
        }
        read
    }

    /// Ends are counted from each call's own start, so they are already whole here: csv-core keeps the offset itself.
    fn take_record(&mut self, line_counted: bool, at_end: bool) {
        let text = std::str::from_utf8(&self.record[..self.filled]).unwrap_or("");
        let ends = &self.ends[..self.cells_filled];
        let inner = text.bytes().filter(|byte| *byte == b'\n').count() as u64;
        self.inner_lines += inner;
        // Lines read so far, less those inside cells, is the row that a spreadsheet shows.
        let lines = self.csv.line() - 1 - self.inner_lines + u64::from(!line_counted);
        let row = u32::try_from(lines)
            .unwrap_or(u32::MAX)
            .max(self.last_row + 1);
        self.last_row = row;
        if self.titles > 0 {
            self.titles -= 1;
        } else if self.header.is_empty() {
            self.header = cells_of(text, ends)
                .map(|cell| cell.trim().to_owned())
                .collect();
            self.header_row = row;
            self.too_many = self.header.len() > MOST_COLUMNS;
            self.cells = vec![Cells::default(); self.header.len().min(MOST_COLUMNS)];
        } else if at_end && inner > 0 && self.quotes % 2 == 1 {
            // A quote that opened here was never closed: what follows it is not one cell but lost rows.
            self.unclosed = Some(row);
            self.skipped += 1;
        } else if fits(text, ends, self.header.len()) {
            if !self.too_many {
                for (column, cell) in self.cells.iter_mut().zip(cells_of(text, ends)) {
                    column.push(cell);
                }
                self.row_numbers.push(row);
            }
        } else {
            self.skipped += 1;
            if self.ragged.len() < crate::notice::MAX_EXAMPLES {
                self.ragged.push((
                    row,
                    cells_of(text, ends)
                        .collect::<Vec<_>>()
                        .join(&char::from(self.delimiter).to_string()),
                ));
            }
        }
        self.filled = 0;
        self.cells_filled = 0;
    }

    fn unusable(&self) -> Option<Kind> {
        if self.header.iter().all(String::is_empty) {
            Some(Kind::EmptyFile)
        } else if self.too_many {
            Some(Kind::TooManyColumns(MOST_COLUMNS))
        } else if self.row_numbers.is_empty() && self.skipped == 0 {
            Some(Kind::HeaderOnly)
        } else if self.header.len() == 1 {
            Some(Kind::OneColumn(char::from(self.delimiter)))
        } else {
            None
        }
    }

    fn notices(&self, file: &str) -> Vec<Notice> {
        let mut ragged = Tally::new(file, Kind::RaggedRow(self.header.len()));
        for (row, text) in &self.ragged {
            ragged.add(u64::from(*row), None, Some(text));
        }
        let lost = self.skipped - usize::from(self.unclosed.is_some());
        ragged.count_as(lost as u64);
        let mut unclosed = Tally::new(file, Kind::UnclosedQuote);
        if let Some(row) = self.unclosed {
            unclosed.add(u64::from(row), None, None);
        }
        [ragged, unclosed]
            .into_iter()
            .filter_map(Tally::notice)
            .collect()
    }
}

fn cells_of<'a>(text: &'a str, ends: &'a [usize]) -> impl Iterator<Item = &'a str> {
    let starts = std::iter::once(0).chain(ends.iter().copied());
    starts
        .zip(ends)
        .map(|(start, end)| text.get(start..*end).unwrap_or(""))
}

/// As many cells as the header; more only if they are empty, as in lines that end with a delimiter.
fn fits(text: &str, ends: &[usize], width: usize) -> bool {
    ends.len() == width
        || (ends.len() > width && cells_of(text, ends).skip(width).all(str::is_empty))
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
                Some(column.text(row)),
            );
        }
        notices.extend(tally.notice());
        if column.kind() == ColumnKind::Date && is_ambiguous(column) {
            let order = match column.style().order {
                date::Order::DayFirst => "day/month/year",
                date::Order::MonthFirst => "month/day/year",
            };
            let mut tally = Tally::new(&table.file, Kind::AmbiguousDates(order.to_owned()));
            tally.add(
                table.row_number(0),
                Some(&column.header),
                Some(column.text(0)),
            );
            notices.extend(tally.notice());
        }
    }
    notices
}

/// No value settles which number is the day.
pub(super) fn is_ambiguous(column: &Column) -> bool {
    let mut values = (0..column.len())
        .map(|row| column.text(row))
        .filter(|text| !is_missing(text));
    !column.style().epoch
        && values.clone().any(date::is_ambiguous)
        && values.all(|text| {
            let order = [date::Order::DayFirst, date::Order::MonthFirst];
            order
                .into_iter()
                .all(|order| date::parse(text, order).is_some())
        })
}
