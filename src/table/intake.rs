//! The way in for a file's bytes: archives and JSON are told from delimited text by how they begin.

use std::hash::{DefaultHasher, Hasher};
use std::io::{Read as _, Write};

use flate2::read::GzDecoder;

use crate::notice::{Kind, Notice};

use super::reader::{Read, Reader};
use super::unpack::Unpacker;
use super::{archive, json, refine, sniff};

/// Bytes that are held back until it is known what they begin.
const ENOUGH: usize = 4096;

/// Reads one file, piece by piece.
#[derive(Debug)]
pub struct Intake {
    file: String,
    hash: DefaultHasher,
    state: State,
}

#[derive(Debug)]
enum State {
    Undecided(Vec<u8>),
    Delimited(Box<Reader>),
    Json(Box<json::Reader>),
    PackedJson(Box<Unpacker<Sink>>),
    Zip(Vec<u8>),
}

/// A JSON reader that can be written to.
#[derive(Debug, Default)]
struct Sink(json::Reader);

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.push(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Intake {
    /// For a file of that name.
    pub fn new(file: &str) -> Self {
        Intake {
            file: file.to_owned(),
            // SipHash with fixed keys: equal on every machine.
            hash: DefaultHasher::new(),
            state: State::Undecided(Vec::new()),
        }
    }

    /// The next bytes of the file. Where they are cut makes no difference.
    pub fn push(&mut self, bytes: &[u8]) {
        match &mut self.state {
            State::Undecided(held) => {
                held.extend_from_slice(bytes);
                if held.len() >= ENOUGH {
                    self.decide();
                }
            }
            State::Delimited(reader) => reader.push(bytes),
            State::Json(reader) => {
                self.hash.write(bytes);
                reader.push(bytes);
            }
            State::PackedJson(packed) => {
                self.hash.write(bytes);
                packed.push(bytes);
            }
            State::Zip(held) => held.extend_from_slice(bytes),
        }
    }

    fn decide(&mut self) {
        let State::Undecided(held) = &mut self.state else {
            return;
        };
        let held = std::mem::take(held);
        // However much of the file came at once, the same bytes decide.
        let first = &held[..held.len().min(ENOUGH)];
        self.state = if archive::is_zip(first) {
            State::Zip(Vec::new())
        } else if json::begins(first) {
            State::Json(Box::default())
        } else if sniff::is_gzip(first) && json::begins(&unpacked_beginning(first)) {
            State::PackedJson(Box::new(Unpacker::new()))
        } else {
            State::Delimited(Box::new(Reader::new(&self.file)))
        };
        self.push(&held);
    }

    /// The table, once all bytes are in.
    pub fn finish(mut self) -> Read {
        if matches!(self.state, State::Undecided(_)) {
            self.decide();
        }
        let file = self.file;
        let mut read = match self.state {
            State::Delimited(reader) => reader.finish(),
            State::Json(reader) => reader.finish(&file, false, self.hash.finish()),
            State::PackedJson(packed) => match packed.finish() {
                Ok(Sink(reader)) => reader.finish(&file, true, self.hash.finish()),
                Err(kind) => stopped(&file, kind),
            },
            State::Zip(bytes) => archive::read(&file, &bytes),
            State::Undecided(_) => stopped(&file, Kind::EmptyFile),
        };
        refine::refine(&mut read);
        read
    }
}

/// The first bytes of what was packed; where the packing is damaged, as many as could be had.
fn unpacked_beginning(packed: &[u8]) -> Vec<u8> {
    let mut first = vec![0; 256];
    let mut filled = 0;
    let mut unpacking = GzDecoder::new(packed);
    while let Ok(more) = unpacking.read(&mut first[filled..]) {
        filled += more;
        if more == 0 || filled == first.len() {
            break;
        }
    }
    first.truncate(filled);
    first
}

/// A file that cannot be used, and why.
pub(super) fn stopped(file: &str, kind: Kind) -> Read {
    Read {
        file: file.to_owned(),
        table: None,
        notices: vec![Notice::about(file, kind)],
    }
}
