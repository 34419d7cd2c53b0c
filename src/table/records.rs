//! Text in pieces to cells by column, with the rows that do not fit counted.
//!
//! Records without a quote are split where their marks are; csv-core takes every other record, the header, and what
//! a piece of the file leaves unfinished. Both split in the same way, which a test holds them to.

use crate::notice::{Kind, MAX_EXAMPLES, Notice, Tally};

use super::column::Cells;
use super::plain::Cell;
use super::rows::RowNumbers;
use super::scan::Marks;
use super::sniff;
use super::under_way::{Step, UnderWay, line_feeds};

/// More columns than this are taken for a mistake.
pub const MOST_COLUMNS: usize = 2_000;

/// Bytes that are split at once, so that what is found about them stays close.
const PIECE: usize = 64 << 10;

/// Records to cells by column.
pub struct Records {
    /// What separates cells.
    pub delimiter: u8,
    /// The names of the columns; empty until the header was met.
    pub header: Vec<String>,
    /// The header's row.
    pub header_row: u32,
    /// The cells so far, by column.
    pub cells: Vec<Cells>,
    /// The numbers of the rows so far.
    pub row_numbers: RowNumbers,
    /// Rows that were left out.
    pub skipped: usize,
    quote: u8,
    titles: usize,
    under_way: UnderWay,
    /// Line feeds so far, and those of them that stand inside cells.
    lines: u64,
    inner_lines: u64,
    last_row: u32,
    ragged: Vec<(u32, String)>,
    unclosed: Option<u32>,
    too_many: bool,
    batch: Batch,
}

/// Where rows begin and cells end in the piece at hand: as many ends for each row as the header has cells.
#[derive(Default)]
struct Batch {
    starts: Vec<usize>,
    ends: Vec<usize>,
}

impl Batch {
    fn clear(&mut self) {
        self.starts.clear();
        self.ends.clear();
    }

    /// Whether there are cells from this one on, which is not the first, and all of them are empty.
    fn is_empty_beyond(&self, from: usize) -> bool {
        self.ends.len() > from
            && self.ends[from - 1..]
                .windows(2)
                .all(|pair| pair[0] + 1 == pair[1])
    }

    /// The cells of a column.
    #[inline]
    fn column<'a>(
        &'a self,
        column: usize,
        width: usize,
        bytes: &'a [u8],
    ) -> impl Iterator<Item = Cell<'a>> {
        let rows = self.ends.chunks_exact(width);
        rows.zip(&self.starts).map(move |(ends, start)| {
            let start = column
                .checked_sub(1)
                .map_or(*start, |before| ends[before] + 1);
            Cell::new(bytes, start, ends[column])
        })
    }
}

impl Records {
    /// For text of that shape.
    pub fn new(shape: sniff::Shape) -> Self {
        Records {
            delimiter: shape.delimiter,
            header: Vec::new(),
            header_row: 0,
            cells: Vec::new(),
            row_numbers: RowNumbers::default(),
            skipped: 0,
            quote: shape.quote,
            titles: shape.titles,
            under_way: UnderWay::new(shape.delimiter, shape.quote),
            lines: 0,
            inner_lines: 0,
            last_row: 0,
            ragged: Vec::new(),
            unclosed: None,
            too_many: false,
            batch: Batch::default(),
        }
    }

    /// The next piece of the text.
    pub fn push(&mut self, mut text: &str) {
        while !text.is_empty() && !self.too_many {
            let read = if self.under_way.has_begun() {
                self.step(text.as_bytes())
            } else if self.header.is_empty() {
                self.skip_blank(text.as_bytes())
            } else {
                match self.split(piece(text)) {
                    0 => self.step(text.as_bytes()),
                    read => read,
                }
            };
            // csv-core may stop inside a letter only where its buffer was full.
            text = self.rest(text, read);
        }
    }

    fn rest<'a>(&mut self, text: &'a str, read: usize) -> &'a str {
        let mut from = read;
        while !text.is_char_boundary(from) {
            from += self.step(&text.as_bytes()[from..=from]);
        }
        &text[from..]
    }

    /// The end of the text.
    pub fn end(&mut self) {
        // csv-core gives the last record, and then the end, for an empty input.
        while self.under_way.has_begun() {
            self.step(&[]);
        }
    }

    /// Line ends before a record belong to none.
    fn skip_blank(&mut self, text: &[u8]) -> usize {
        let blank = text
            .iter()
            .take_while(|byte| matches!(byte, b'\n' | b'\r'))
            .count();
        self.lines += line_feeds(&text[..blank]);
        match &text[blank..] {
            [] => blank,
            record => blank + self.step(record),
        }
    }

    /// Splits whole records without quoted cells; says how many bytes they took.
    fn split(&mut self, text: &str) -> usize {
        let bytes = text.as_bytes();
        let marks = Marks {
            delimiter: self.delimiter,
            quote: self.quote,
        };
        let mut batch = std::mem::take(&mut self.batch);
        batch.clear();
        let (mut record, mut cell) = (0, 0);
        marks.each(bytes, |place| {
            let byte = bytes[place];
            if byte == self.delimiter {
                batch.ends.push(place);
            } else if byte != self.quote {
                if place > record {
                    batch.ends.push(place);
                    self.end_record(&mut batch, record, text);
                }
                self.lines += u64::from(byte == b'\n');
                record = place + 1;
            } else {
                // A quote inside a cell is a letter like any other; at its beginning it changes what marks mean.
                return place > cell;
            }
            cell = place + 1;
            true
        });
        let width = self.header.len();
        batch.ends.truncate(batch.starts.len() * width);
        for (column, cells) in self.cells.iter_mut().enumerate() {
            cells.extend(batch.column(column, width, bytes));
        }
        self.batch = batch;
        record
    }

    /// Keeps a record if it is a row: as many cells as the header, or more of which all others are empty.
    #[inline]
    fn end_record(&mut self, batch: &mut Batch, start: usize, text: &str) {
        let width = self.header.len();
        let from = batch.starts.len() * width;
        let is_row = batch.ends.len() - from == width || batch.is_empty_beyond(from + width);
        let row = self.number_row();
        if is_row {
            batch.ends.truncate(from + width);
            batch.starts.push(start);
            self.row_numbers.push(row);
        } else {
            let end = batch.ends.last().copied().unwrap_or(start);
            batch.ends.truncate(from);
            self.skip(row, &text[start..end]);
        }
    }

    /// The number of the record that stands after the lines so far.
    fn number_row(&mut self) -> u32 {
        // Less those inside cells, this is the row that a spreadsheet shows.
        let row = u32::try_from(self.lines - self.inner_lines + 1).unwrap_or(u32::MAX);
        self.last_row = row.max(self.last_row.saturating_add(1));
        self.last_row
    }

    fn skip(&mut self, row: u32, text: &str) {
        self.skipped += 1;
        if self.ragged.len() < MAX_EXAMPLES {
            self.ragged.push((row, text.to_owned()));
        }
    }

    /// Feeds csv-core once; says how many bytes it took.
    fn step(&mut self, input: &[u8]) -> usize {
        let (step, read) = self.under_way.feed(input);
        if step == Step::Whole {
            self.take_record(input.is_empty());
            self.lines += self.under_way.line_feeds();
            self.inner_lines += self.under_way.inner_feeds();
            self.under_way.clear();
        }
        read
    }

    /// Takes the record that csv-core has split.
    fn take_record(&mut self, at_end: bool) {
        let row = self.number_row();
        let record = &self.under_way;
        if self.titles > 0 {
            self.titles -= 1;
        } else if self.header.is_empty() {
            self.too_many = record.is_too_wide();
            self.header = record.cells().map(|cell| cell.trim().to_owned()).collect();
            self.header_row = row;
            self.cells = vec![Cells::default(); self.header.len().min(MOST_COLUMNS)];
        } else if at_end && record.inner_feeds() > 0 && record.is_open() {
            // A quote that opened here was never closed: what follows it is not one cell but lost rows.
            self.unclosed = Some(row);
            self.skipped += 1;
        } else if record.fits(self.header.len()) {
            for (column, cell) in self.cells.iter_mut().zip(record.cells()) {
                column.push(cell);
            }
            self.row_numbers.push(row);
        } else {
            let delimiter = char::from(self.delimiter).to_string();
            let cells: Vec<&str> = record.cells().take(MOST_COLUMNS).collect();
            let text = cells.join(&delimiter);
            self.skip(row, &text);
        }
    }

    /// Why the text is no table, if it is none.
    pub fn unusable(&self) -> Option<Kind> {
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

    /// The rows that were left out.
    pub fn notices(&self, file: &str) -> Vec<Notice> {
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

/// The beginning of a text, cut between letters.
fn piece(text: &str) -> &str {
    let mut end = text.len().min(PIECE);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}
