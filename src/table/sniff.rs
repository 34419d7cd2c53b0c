//! What a file is written in: its packing, encoding, delimiter and header row, from its first bytes.

use csv_core::{ReadRecordResult, ReaderBuilder};

use crate::notice::Kind;

use super::date;
use super::encoding::Encoding;

/// Bytes looked at before anything is decided.
pub const SAMPLE: usize = 64 * 1024;

/// Rows looked at for the delimiter and the header.
pub const ROWS: usize = 50;

/// The marks that separate cells, the commonest first: it wins a tie.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// Whether the bytes are packed with gzip.
pub fn is_gzip(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0x1f, 0x8b])
}

/// Why bytes are no text, if they are none.
pub fn binary(bytes: &[u8]) -> Option<Kind> {
    const MAGIC: &[(&[u8], &str)] = &[
        (b"PK\x03\x04", "an Excel workbook or a zip archive"),
        (b"%PDF", "a PDF document"),
        (b"\x89PNG", "a PNG image"),
        (b"\xff\xd8\xff", "a JPEG image"),
        (b"GIF8", "a GIF image"),
        (b"SQLite format 3", "a SQLite database"),
        (b"PAR1", "a Parquet file"),
        (b"\x7fELF", "a program"),
        (b"\x1f\x8b", "a packed file (.gz)"),
    ];
    if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return Some(compound(bytes));
    }
    let named = MAGIC
        .iter()
        .find(|(magic, _)| bytes.starts_with(magic))
        .map(|(_, name)| *name);
    let is_text = || encoding(bytes) != Encoding::Utf8 || !bytes.contains(&0);
    let what = named.or_else(|| (!is_text()).then_some("a binary file"))?;
    Some(Kind::Binary(what.to_owned()))
}

/// Old workbooks and those with a password come in the same container; one of its entries tells them apart.
fn compound(bytes: &[u8]) -> Kind {
    let name: Vec<u8> = "EncryptedPackage"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    if memchr::memmem::find(bytes, &name).is_some() {
        Kind::LockedWorkbook
    } else {
        Kind::Binary("an old Excel workbook (.xls)".to_owned())
    }
}

/// UTF-16 by its mark or its zeros, UTF-8 where the bytes are valid, else Windows-1252.
pub fn encoding(bytes: &[u8]) -> Encoding {
    if let Some(encoding) = Encoding::of_mark(bytes) {
        return encoding;
    }
    let even = bytes.iter().step_by(2).filter(|byte| **byte == 0).count();
    let odd = bytes
        .iter()
        .skip(1)
        .step_by(2)
        .filter(|byte| **byte == 0)
        .count();
    let half = bytes.len() / 2;
    if half > 8 && odd * 10 > half * 4 && even * 20 < half {
        return Encoding::Utf16Le;
    }
    if half > 8 && even * 10 > half * 4 && odd * 20 < half {
        return Encoding::Utf16Be;
    }
    match std::str::from_utf8(bytes) {
        Ok(_) => Encoding::Utf8,
        // A letter may be cut at the end of the sample.
        Err(error) if error.error_len().is_none() => Encoding::Utf8,
        Err(_) => Encoding::Windows1252,
    }
}

/// The delimiter, and how many rows stand before the header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// What separates the cells.
    pub delimiter: u8,
    /// What stands around a cell that holds a delimiter.
    pub quote: u8,
    /// Title rows before the header.
    pub titles: usize,
}

impl Shape {
    /// Of a sheet that is written with commas, with so many title rows.
    pub fn of_sheet(titles: usize) -> Self {
        Shape {
            delimiter: b',',
            quote: b'"',
            titles,
        }
    }
}

/// How many of a sheet's first rows are titles, and how many cells its rows have.
/// The rows end with their last cell that is not empty.
pub fn titles_and_width(rows: &[&[String]]) -> (usize, usize) {
    let widths = rows.iter().map(|row| row.len());
    let Some(common) = commonest(widths.filter(|width| *width > 1)) else {
        return (0, 0);
    };
    // The last columns are often empty below their names: a wider row is one like the others.
    let clipped = rows.iter().map(|row| row[..row.len().min(common)].to_vec());
    let titles = titles(&clipped.collect::<Vec<_>>(), common);
    (titles, rows[titles].len().max(common))
}

/// The shape under which the first rows agree best on their number of cells.
pub fn shape(text: &str) -> Shape {
    let quote = quote(text);
    if let Some(delimiter) = told_delimiter(text) {
        return Shape {
            delimiter,
            quote,
            titles: 1,
        };
    }
    let mut best = (
        0.0,
        Shape {
            delimiter: b',',
            quote,
            titles: 0,
        },
    );
    for delimiter in DELIMITERS {
        let rows = first_rows(text, delimiter, quote);
        let Some(common) = commonest(rows.iter().map(Vec::len).filter(|width| *width > 1)) else {
            continue;
        };
        let agreeing = rows.iter().filter(|row| row.len() == common).count();
        // Agreement first; of equally agreeing delimiters the one that makes more cells.
        let score = agreeing as f64 / rows.len() as f64 + common as f64 * 1e-4;
        if score > best.0 {
            let shape = Shape {
                delimiter,
                quote,
                titles: titles(&rows, common),
            };
            best = (score, shape);
        }
    }
    best.1
}

/// The delimiter that a first line of `sep=;` tells, as Excel writes it.
fn told_delimiter(text: &str) -> Option<u8> {
    let line = text.lines().next()?.trim_matches('"');
    let told = line
        .strip_prefix("sep=")
        .or_else(|| line.strip_prefix("SEP="))?;
    told.bytes().next().filter(|byte| DELIMITERS.contains(byte))
}

/// A double quote, unless every cell of the first line stands in single ones and no double one is there.
fn quote(text: &str) -> u8 {
    let is_bounded = |cell: &str| cell.len() > 1 && cell.starts_with('\'') && cell.ends_with('\'');
    let first = text.lines().next().unwrap_or("");
    let cells: Vec<&str> = first.split([',', ';', '\t', '|']).map(str::trim).collect();
    let single = cells.len() > 1 && cells.iter().all(|cell| is_bounded(cell));
    if single && !text.contains('"') {
        b'\''
    } else {
        b'"'
    }
}

/// Rows before the header: single cells, blank rows, and narrower rows when a row of names follows.
fn titles(rows: &[Vec<String>], common: usize) -> usize {
    if let Some(padded) = padded_titles(rows, common) {
        return padded;
    }
    let is_blank = |row: &[String]| row.iter().all(|cell| cell.trim().is_empty());
    let first = rows
        .iter()
        .position(|row| row.len() == common && !is_blank(row))
        .unwrap_or(0);
    let before = &rows[..first];
    let are_titles = before.iter().all(|row| row.len() == 1 || is_blank(row));
    // A narrower first row may be the header itself, above rows that end with a delimiter.
    let names_follow =
        before.iter().all(|row| row.len() <= common) && looks_like_names(&rows[first]);
    if are_titles || names_follow { first } else { 0 }
}

/// Title rows that are as wide as all others by empty cells at their end, as Excel saves them: the first is a single
/// cell, which no header of several columns is, and the first row that is full holds names.
fn padded_titles(rows: &[Vec<String>], common: usize) -> Option<usize> {
    let filled = |row: &Vec<String>| row.iter().rposition(|cell| !cell.trim().is_empty());
    let first = rows.iter().find_map(filled)?;
    let header = rows
        .iter()
        .position(|row| filled(row).is_some_and(|last| last + 1 == common))?;
    let are_titles = common > 2 && first == 0 && looks_like_names(&rows[header]);
    are_titles.then_some(header)
}

/// A row of column names: distinct, none empty, and none a number.
fn looks_like_names(row: &[String]) -> bool {
    (0..row.len()).all(|at| !row[..at].contains(&row[at]))
        && row.iter().all(|cell| {
            cell.chars().any(char::is_alphabetic)
                && date::parse(cell, date::Order::DayFirst).is_none()
        })
}

fn commonest(widths: impl Iterator<Item = usize>) -> Option<usize> {
    let mut counts = std::collections::BTreeMap::<usize, usize>::new();
    for width in widths {
        *counts.entry(width).or_default() += 1;
    }
    counts
        .into_iter()
        .max_by_key(|(width, count)| (*count, *width))
        .map(|(width, _)| width)
}

/// The first rows as cells; the last row of the sample may be cut and is left out.
fn first_rows(text: &str, delimiter: u8, quote: u8) -> Vec<Vec<String>> {
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter)
        .quote(quote)
        .build();
    let mut input = text.as_bytes();
    let mut cells = vec![0; text.len()];
    let mut ends = vec![0; text.len() + 1];
    let mut rows = Vec::new();
    while rows.len() < ROWS {
        let (result, read, written, width) = reader.read_record(input, &mut cells, &mut ends);
        input = &input[read..];
        let row = |width: usize| {
            let starts = std::iter::once(0).chain(ends.iter().copied());
            starts
                .zip(ends[..width].iter())
                .map(|(start, &end)| {
                    String::from_utf8_lossy(cells.get(start..end).unwrap_or_default()).into_owned()
                })
                .collect::<Vec<_>>()
        };
        match result {
            ReadRecordResult::Record => rows.push(row(width)),
            ReadRecordResult::InputEmpty if rows.is_empty() => {
                let mut only = row(width);
                only.push(String::from_utf8_lossy(&cells[..written]).into_owned());
                rows.push(only);
            }
            _ => break,
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delimiter_is_the_one_that_rows_agree_on() {
        let delimiter = |text| char::from(shape(text).delimiter);
        assert_eq!(delimiter("a,b,c\n1,2,3\n"), ',');
        assert_eq!(delimiter("a;b\n1,5;2\n3,5;4\n"), ';');
        assert_eq!(delimiter("a\tb\tc\n1\t\"x, y\"\t3\n"), '\t');
        assert_eq!(delimiter("a|b\n1|2\n"), '|');
        assert_eq!(delimiter("a,\"b;c;d\",e\n1,2,3\n"), ',');
        assert_eq!(delimiter("alone\n1\n2\n"), ',');
    }

    #[test]
    fn title_rows_stand_before_the_header() {
        assert_eq!(shape("Usage report\n\nid,day,n\n1,2,3\n4,5,6\n").titles, 1);
        assert_eq!(shape("id,day,n\n1,2,3\n").titles, 0);
        assert_eq!(
            shape("Report,Usage\nFrom,2026-01-01\n,,\nid,day,n\n1,2,3\n4,5,6\n7,8,9\n").titles,
            3
        );
        assert_eq!(shape("sep=;\na;b\n1;2\n").titles, 1);
        assert_eq!(
            shape("Usage report;;\nfrom;1 Jan 2026;\n\nid;day;n\n1;2;3\n4;5;6\n").titles,
            2
        );
    }

    #[test]
    fn a_header_without_all_names_is_no_title() {
        assert_eq!(shape("id;;\n1;2;3\n4;5;6\n").titles, 0);
        assert_eq!(shape("id;day;\na;b;c\nd;e;f\n").titles, 0);
    }

    #[test]
    fn a_header_above_rows_that_end_with_a_delimiter_is_no_title() {
        assert_eq!(shape("id,n\na,1,\nb,2,\n").titles, 0);
    }

    #[test]
    fn single_quotes_stand_around_cells_only_where_they_do_so_throughout() {
        assert_eq!(shape("'a','b'\n'1','x, y'\n").quote, b'\'');
        assert_eq!(shape("a,b\n'tis,1\n").quote, b'"');
        assert_eq!(shape("'a','b'\n\"1\",'x'\n").quote, b'"');
    }

    #[test]
    fn encodings_are_told_apart() {
        assert_eq!(encoding("größe,ü\n".as_bytes()), Encoding::Utf8);
        assert_eq!(encoding(b"gr\xf6\xdfe,\xfc\n"), Encoding::Windows1252);
        assert_eq!(encoding(b"\xff\xfea\0"), Encoding::Utf16Le);
        let utf16: Vec<u8> = "person,date,n\n1,2,3\n"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(encoding(&utf16), Encoding::Utf16Le);
        assert_eq!(encoding(&"é".as_bytes()[..1]), Encoding::Utf8);
    }

    #[test]
    fn binary_files_are_named() {
        let named = |what: &str| Some(Kind::Binary(what.to_owned()));
        assert_eq!(
            binary(b"PK\x03\x04rest"),
            named("an Excel workbook or a zip archive")
        );
        assert_eq!(binary(b"abc\0\0\0def\x01"), named("a binary file"));
        assert_eq!(binary(b"a,b\n1,2\n"), None);
        let old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1W\0o\0r\0k\0b\0o\0o\0k\0";
        assert_eq!(binary(old), named("an old Excel workbook (.xls)"));
        let entry: String = "EncryptedPackage"
            .chars()
            .flat_map(|letter| [letter, '\0'])
            .collect();
        let locked = [&old[..8], entry.as_bytes()].concat();
        assert_eq!(binary(&locked), Some(Kind::LockedWorkbook));
    }

    #[test]
    fn titles_of_a_sheet_are_told_by_their_width() {
        let found = |rows: &[&[&str]]| {
            let rows: Vec<Vec<String>> = rows
                .iter()
                .map(|row| row.iter().map(|cell| (*cell).to_owned()).collect())
                .collect();
            let rows: Vec<&[String]> = rows.iter().map(Vec::as_slice).collect();
            titles_and_width(&rows)
        };
        let (header, row) = (&["id", "day", "n"][..], &["a", "b", "1"][..]);
        assert_eq!(found(&[header, row, row]), (0, 3));
        assert_eq!(found(&[&["Usage report"], header, row, row]), (1, 3));
        assert_eq!(found(&[&["From", "2026"], header, row, row]), (1, 3));
        let noted = &["id", "day", "n", "note"][..];
        assert_eq!(found(&[&["Usage report"], noted, row, row]), (1, 4));
        assert_eq!(found(&[&["alone"], &["a"]]), (0, 0));
        assert_eq!(found(&[]), (0, 0));
    }
}
