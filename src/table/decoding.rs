//! Unpacked bytes to records: how they are read is told by their beginning, and what their letters are written in by
//! the first of them beyond ASCII, wherever in the file it stands.

use crate::notice::Kind;

use super::encoding::{Decoder, Encoding};
use super::records::Records;
use super::sniff;

/// How the bytes are read.
pub struct Decoding {
    decoder: Decoder,
    records: Records,
    /// Why the bytes are no text, if they are none.
    pub binary: Option<Kind>,
    /// ASCII so far, which says nothing of what the letters beyond it are written in.
    is_plain: bool,
    /// From the first byte beyond ASCII on, until there are enough to tell.
    held: Vec<u8>,
}

impl Decoding {
    /// The beginning of a file, from which it is told how to read the rest.
    pub fn of(sample: &[u8]) -> Self {
        let encoding = sniff::encoding(first(sample));
        let shape = sniff::shape(&encoding.decode(first(sample)));
        let mut decoding = Decoding {
            decoder: Decoder::new(encoding),
            records: Records::new(shape),
            binary: sniff::binary(first(sample)),
            is_plain: encoding == Encoding::Utf8 && Encoding::of_mark(sample).is_none(),
            held: Vec::new(),
        };
        decoding.push(sample);
        decoding
    }

    /// The next bytes.
    pub fn push(&mut self, bytes: &[u8]) {
        if self.binary.is_some() {
            return;
        }
        if !self.is_plain {
            return self.decode(bytes);
        }
        let plain = match self.held.as_slice() {
            // Most files are ASCII throughout, which is known at once.
            [] if bytes.is_ascii() => bytes.len(),
            [] => bytes.iter().take_while(|byte| byte.is_ascii()).count(),
            _ => 0,
        };
        self.decode(&bytes[..plain]);
        self.held.extend_from_slice(&bytes[plain..]);
        if self.held.len() >= sniff::SAMPLE {
            self.settle();
        }
    }

    /// Tells by the first letters beyond ASCII what they are written in.
    fn settle(&mut self) {
        self.is_plain = false;
        let held = std::mem::take(&mut self.held);
        if std::str::from_utf8(first(&held)).is_err_and(|error| error.error_len().is_some()) {
            self.decoder = Decoder::new(Encoding::Windows1252);
        }
        self.decode(&held);
    }

    fn decode(&mut self, bytes: &[u8]) {
        let records = &mut self.records;
        self.decoder.each(bytes, |text| records.push(text));
    }

    /// The records, once all bytes are in, and what decoded them.
    pub fn finish(mut self) -> (Decoder, Records) {
        self.settle();
        let mut rest = String::new();
        self.decoder.finish(&mut rest);
        self.records.push(&rest);
        self.records.end();
        (self.decoder, self.records)
    }
}

/// The beginning that is looked at, however much of the file came at once.
fn first(bytes: &[u8]) -> &[u8] {
    &bytes[..bytes.len().min(sniff::SAMPLE)]
}
