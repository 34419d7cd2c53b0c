//! Zip archives: the CSV and JSON files inside, read as one table where they are parts of one export.
//!
//! Only the central directory and deflate are needed. An Excel workbook is an archive too: once it is known that no
//! part of it unpacks to more than it states, [`workbook`] reads it.

use std::hash::{DefaultHasher, Hasher};
use std::io::Read as _;

use flate2::Crc;
use flate2::read::DeflateDecoder;

use crate::notice::{Kind, Notice};

use super::column::Column;
use super::intake::{Intake, stopped};
use super::reader::Read;
use super::{Source, Table, workbook};

/// Unpacked bytes of one archive beyond this are refused: a few kilobytes can unpack to any size.
const MOST_BYTES: u64 = 512 * 1024 * 1024;

/// Endings of files that can hold a table.
const TABLES: &[&str] = &[
    ".csv", ".tsv", ".txt", ".json", ".ndjson", ".jsonl", ".csv.gz", ".json.gz",
];

/// Whether the bytes begin a zip archive. Excel workbooks are zip archives too.
pub fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// Reads the tables of an archive.
pub fn read(file: &str, bytes: &[u8]) -> Read {
    let damaged = || stopped(file, Kind::Binary("a damaged zip archive".to_owned()));
    let Some(entries) = directory(bytes) else {
        return damaged();
    };
    let has = |wanted: &str| entries.iter().any(|entry| entry.name == wanted);
    if has("xl/workbook.xml") {
        return match sound(&entries) {
            Ok(()) => workbook::read(file, bytes),
            Err(kind) => stopped(file, kind),
        };
    }
    if has("xl/workbook.bin") {
        return stopped(
            file,
            Kind::Binary("a binary Excel workbook (.xlsb)".to_owned()),
        );
    }
    if has("[Content_Types].xml") {
        return stopped(file, Kind::Binary("an Office document".to_owned()));
    }
    // Parts are read in the order of their names, however they were packed.
    let mut inside: Vec<&Entry<'_>> = Vec::new();
    for entry in entries.iter().filter(|entry| entry.is_table()) {
        let at = inside.partition_point(|other| other.name <= entry.name);
        inside.insert(at, entry);
    }
    if inside.is_empty() {
        return stopped(file, Kind::EmptyArchive);
    }
    if inside.iter().any(|entry| entry.is_locked) {
        return stopped(file, Kind::LockedArchive);
    }
    if unpacked_size(inside.iter().copied()) > MOST_BYTES {
        return stopped(file, Kind::ArchiveTooLarge);
    }
    let mut reads = Vec::new();
    for entry in inside {
        let Some(unpacked) = entry.unpack() else {
            return damaged();
        };
        let mut intake = Intake::new(entry.name);
        intake.push(&unpacked);
        reads.push(intake.finish());
    }
    combine(file, reads)
}

fn unpacked_size<'a>(entries: impl Iterator<Item = &'a Entry<'a>>) -> u64 {
    entries.map(|entry| u64::from(entry.size)).sum()
}

/// Whether the parts of a workbook are what the archive states, so that reading them takes no more.
fn sound(entries: &[Entry<'_>]) -> Result<(), Kind> {
    if unpacked_size(entries.iter()) > MOST_BYTES {
        return Err(Kind::TooLarge(MOST_BYTES));
    }
    if entries.iter().all(|entry| entry.unpack().is_some()) {
        Ok(())
    } else {
        Err(Kind::Binary("a damaged Excel workbook".to_owned()))
    }
}

/// One file of an archive.
struct Entry<'a> {
    name: &'a str,
    is_locked: bool,
    method: u16,
    crc: u32,
    size: u32,
    packed: &'a [u8],
}

impl Entry<'_> {
    fn is_table(&self) -> bool {
        let name = self.name.to_ascii_lowercase();
        let last = name.rsplit('/').next().unwrap_or(&name);
        TABLES.iter().any(|end| last.ends_with(end))
            && !last.starts_with('.')
            && !name.starts_with("__macosx/")
    }

    /// The bytes, unless they are damaged or packed in a way that is not known.
    fn unpack(&self) -> Option<Vec<u8>> {
        let mut unpacked = Vec::new();
        let limit = u64::from(self.size) + 1;
        match self.method {
            0 => unpacked.extend_from_slice(self.packed),
            8 => {
                let read = DeflateDecoder::new(self.packed)
                    .take(limit)
                    .read_to_end(&mut unpacked);
                read.ok()?;
            }
            _ => return None,
        }
        let mut crc = Crc::new();
        crc.update(&unpacked);
        (crc.sum() == self.crc).then_some(unpacked)
    }
}

/// The files of an archive by its central directory, which stands at its end.
fn directory(bytes: &[u8]) -> Option<Vec<Entry<'_>>> {
    const END: &[u8] = b"PK\x05\x06";
    let from = bytes.len().saturating_sub(65_557);
    let end = from
        + bytes
            .get(from..)?
            .windows(4)
            .rposition(|window| window == END)?;
    let count = half(bytes, end + 10)?;
    let mut at = word(bytes, end + 16)? as usize;
    let mut entries = Vec::new();
    for _ in 0..count {
        if bytes.get(at..at + 4)? != b"PK\x01\x02" {
            return None;
        }
        let lengths = [28, 30, 32].map(|offset| half(bytes, at + offset).map(usize::from));
        let [name, extra, comment] = lengths;
        let (name, extra, comment) = (name?, extra?, comment?);
        let local = word(bytes, at + 42)? as usize;
        let start = local
            + 30
            + usize::from(half(bytes, local + 26)?)
            + usize::from(half(bytes, local + 28)?);
        let packed = word(bytes, at + 20)? as usize;
        entries.push(Entry {
            // A name in another encoding is no file that we look for.
            name: std::str::from_utf8(bytes.get(at + 46..at + 46 + name)?).unwrap_or(""),
            is_locked: half(bytes, at + 8)? & 1 == 1,
            method: half(bytes, at + 10)?,
            crc: word(bytes, at + 16)?,
            size: word(bytes, at + 24)?,
            packed: bytes.get(start..start.checked_add(packed)?)?,
        });
        at += 46 + name + extra + comment;
    }
    Some(entries)
}

fn half(bytes: &[u8], at: usize) -> Option<u16> {
    let pair = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes([pair[0], pair[1]]))
}

fn word(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from(half(bytes, at)?) | u32::from(half(bytes, at + 2)?) << 16)
}

/// Files with the columns of the first usable one become one table; the others are named.
fn combine(file: &str, reads: Vec<Read>) -> Read {
    let mut notices = Vec::new();
    let mut tables: Vec<Table> = Vec::new();
    let mut left = Vec::new();
    for read in reads {
        match read.table {
            Some(table)
                if tables
                    .first()
                    .is_none_or(|first| same_columns(first, &table)) =>
            {
                notices.extend(read.notices);
                tables.push(table);
            }
            _ => left.push(read),
        }
    }
    if tables.is_empty() {
        let reasons = left.into_iter().flat_map(|read| read.notices).collect();
        return Read {
            file: file.to_owned(),
            table: None,
            notices: reasons,
        };
    }
    if !left.is_empty() {
        let names: Vec<String> = left.into_iter().map(|read| read.file).collect();
        let kind = Kind::LeftInArchive(names.join(", "));
        notices.push(Notice::counted(file, kind, names.len()));
    }
    if tables.len() > 1 {
        notices.push(Notice::counted(file, Kind::PartsJoined, tables.len()));
    }
    Read {
        file: file.to_owned(),
        table: Some(stacked(file, tables)),
        notices,
    }
}

fn same_columns(one: &Table, other: &Table) -> bool {
    let has = |table: &Table, header: &str| {
        let mut headers = table.columns.iter().map(|column| &column.header);
        headers.any(|found| found.eq_ignore_ascii_case(header))
    };
    one.columns.len() == other.columns.len()
        && one.columns.iter().all(|column| has(other, &column.header))
}

/// The rows of all tables, one below the other, by the names of the first one's columns.
fn stacked(file: &str, mut tables: Vec<Table>) -> Table {
    let unzipped = tables.len();
    if unzipped == 1
        && let Some(mut only) = tables.pop()
    {
        file.clone_into(&mut only.file);
        only.source.unzipped = 1;
        return only;
    }
    let mut hash = DefaultHasher::new();
    for table in &tables {
        hash.write_u64(table.content_hash);
    }
    let first = &tables[0];
    let column_of = |table: &Table, name: &str| {
        let same = |column: &&Column| column.header.eq_ignore_ascii_case(name);
        table.columns.iter().find(same).cloned()
    };
    let stack = |column: &Column| {
        let parts: Vec<Column> = tables
            .iter()
            .filter_map(|table| column_of(table, &column.header))
            .collect();
        let mut texts = parts
            .iter()
            .flat_map(|part| (0..part.len()).map(|row| part.text(row)));
        Column::of_texts(&column.header, &mut texts, column.style().decimal)
    };
    let columns: Vec<Column> = first.columns.iter().map(stack).collect();
    let row_numbers = tables
        .iter()
        .flat_map(|table| table.row_numbers().iter())
        .collect();
    let source = Source {
        unzipped,
        ..first.source
    };
    let mut table = Table::of_columns(file, source, columns, row_numbers, hash.finish());
    table.skipped = tables.iter().map(|table| table.skipped).sum();
    table
}
