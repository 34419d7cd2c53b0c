//! The record that csv-core is reading, piece by piece.

use csv_core::{ReadRecordResult, ReaderBuilder};

use super::records::MOST_COLUMNS;

/// A record of more bytes is lost: a quote that never closes must not take the memory of the whole file.
const MOST_BYTES: usize = 16 << 20;

/// A record of more cells is lost.
const MOST_CELLS: usize = 1 << 16;

/// Room that is kept from one record to the next.
const ROOM: usize = 1 << 20;

/// A record that csv-core is reading: its cells end to end, where each ends, and how much of both is filled.
pub struct UnderWay {
    csv: csv_core::Reader,
    quote: u8,
    has_begun: bool,
    text: Vec<u8>,
    ends: Vec<usize>,
    filled: usize,
    cells: usize,
    line_feeds: u64,
    quotes: usize,
    is_lost: bool,
    ends_with_feed: bool,
}

/// What came of some input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// More input is needed, or more room, which has been made.
    More,
    /// The record is whole.
    Whole,
    /// There was no record.
    Nothing,
}

impl UnderWay {
    /// No record yet.
    pub fn new(delimiter: u8, quote: u8) -> Self {
        UnderWay {
            csv: ReaderBuilder::new()
                .delimiter(delimiter)
                .quote(quote)
                .build(),
            quote,
            has_begun: false,
            text: Vec::new(),
            ends: Vec::new(),
            filled: 0,
            cells: 0,
            line_feeds: 0,
            quotes: 0,
            is_lost: false,
            ends_with_feed: false,
        }
    }

    /// Whether a record was begun and is not whole yet.
    pub fn has_begun(&self) -> bool {
        self.has_begun
    }

    /// Feeds csv-core once; says what came of it and how many bytes it took. Empty input is the end of the file.
    pub fn feed(&mut self, input: &[u8]) -> (Step, usize) {
        self.has_begun = true;
        let (result, read, written, ended) = self.csv.read_record(
            input,
            self.text.get_mut(self.filled..).unwrap_or_default(),
            self.ends.get_mut(self.cells..).unwrap_or_default(),
        );
        self.filled += written;
        self.cells += ended;
        self.quotes += memchr::memchr_iter(self.quote, &input[..read]).count();
        self.line_feeds += line_feeds(&input[..read]);
        let step = match result {
            ReadRecordResult::InputEmpty => Step::More,
            ReadRecordResult::OutputFull => self.widen_text(),
            ReadRecordResult::OutputEndsFull => self.widen_ends(),
            ReadRecordResult::Record => {
                self.ends_with_feed = input[..read].last() == Some(&b'\n');
                Step::Whole
            }
            ReadRecordResult::End => Step::Nothing,
        };
        self.has_begun = step == Step::More;
        (step, read)
    }

    /// The record's cells. Nothing of a record that was lost.
    pub fn cells(&self) -> impl Iterator<Item = &str> + Clone {
        let is_lost = self.is_lost;
        let text = std::str::from_utf8(&self.text[..self.filled]).unwrap_or("");
        let ends = &self.ends[..if is_lost { 0 } else { self.cells }];
        let starts = std::iter::once(0).chain(ends.iter().copied());
        starts
            .zip(ends)
            .map(move |(start, end)| text.get(start..*end).unwrap_or(""))
    }

    /// Whether it has as many cells as the header; more only if they are empty, as in lines that end with a delimiter.
    pub fn fits(&self, width: usize) -> bool {
        !self.is_lost
            && (self.cells == width
                || (self.cells > width && self.cells().skip(width).all(str::is_empty)))
    }

    /// Whether it is too long to be kept or has more cells than a table has columns.
    pub fn is_too_wide(&self) -> bool {
        self.is_lost || self.cells > MOST_COLUMNS
    }

    /// Line feeds that stand inside its cells.
    pub fn inner_feeds(&self) -> u64 {
        self.line_feeds - u64::from(self.ends_with_feed)
    }

    /// All of its line feeds.
    pub fn line_feeds(&self) -> u64 {
        self.line_feeds
    }

    /// Whether it holds a quote without its like.
    pub fn is_open(&self) -> bool {
        self.quotes % 2 == 1
    }

    /// Ready for the next record; the room of an uncommonly large one is let go of.
    pub fn clear(&mut self) {
        self.text.truncate(ROOM);
        self.text.shrink_to(ROOM);
        self.has_begun = false;
        self.filled = 0;
        self.cells = 0;
        self.line_feeds = 0;
        self.quotes = 0;
        self.is_lost = false;
    }

    fn widen_text(&mut self) -> Step {
        if self.text.len() < MOST_BYTES {
            let length = (self.text.len() * 2).max(4096);
            self.text.resize(length, 0);
        } else {
            self.is_lost = true;
            self.filled = 0;
        }
        Step::More
    }

    fn widen_ends(&mut self) -> Step {
        if self.ends.len() < MOST_CELLS {
            let length = (self.ends.len() * 2).max(64);
            self.ends.resize(length, 0);
        } else {
            self.is_lost = true;
            self.cells = 0;
        }
        Step::More
    }
}

/// How many line feeds there are.
pub fn line_feeds(bytes: &[u8]) -> u64 {
    memchr::memchr_iter(b'\n', bytes).count() as u64
}
