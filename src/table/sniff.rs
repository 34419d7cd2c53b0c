//! What a file is written in: its packing, encoding, delimiter and header row, from its first bytes.

use csv_core::{ReadRecordResult, ReaderBuilder};

use super::encoding::Encoding;

/// Bytes looked at before anything is decided.
pub const SAMPLE: usize = 64 * 1024;

/// Rows looked at for the delimiter.
const ROWS: usize = 50;

/// The marks that separate cells, the commonest first: it wins a tie.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// Whether the bytes are packed with gzip.
pub fn is_gzip(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0x1f, 0x8b])
}

/// What a file that is no text looks like, if it is none.
pub fn binary(bytes: &[u8]) -> Option<&'static str> {
    const MAGIC: &[(&[u8], &str)] = &[
        (b"PK\x03\x04", "an Excel workbook or a zip archive"),
        (b"\xd0\xcf\x11\xe0", "an old Excel workbook (.xls)"),
        (b"%PDF", "a PDF document"),
        (b"\x89PNG", "a PNG image"),
        (b"\xff\xd8\xff", "a JPEG image"),
        (b"GIF8", "a GIF image"),
        (b"SQLite format 3", "a SQLite database"),
        (b"PAR1", "a Parquet file"),
        (b"\x7fELF", "a program"),
    ];
    let named = MAGIC
        .iter()
        .find(|(magic, _)| bytes.starts_with(magic))
        .map(|(_, name)| *name);
    let is_text = || encoding(bytes) != Encoding::Utf8 || !bytes.contains(&0);
    named.or_else(|| (!is_text()).then_some("a binary file"))
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
    /// Title rows before the header.
    pub titles: usize,
}

/// The shape under which the first rows agree best on their number of cells.
pub fn shape(text: &str) -> Shape {
    let mut best = (
        0.0,
        Shape {
            delimiter: b',',
            titles: 0,
        },
    );
    for delimiter in DELIMITERS {
        let widths = widths(text, delimiter);
        let Some(common) = commonest(widths.iter().copied().filter(|width| *width > 1)) else {
            continue;
        };
        let agreeing = widths.iter().filter(|width| **width == common).count();
        // Agreement first; of equally agreeing delimiters the one that makes more cells.
        let score = agreeing as f64 / widths.len() as f64 + common as f64 * 1e-4;
        if score > best.0 {
            let titles = widths
                .iter()
                .position(|width| *width == common)
                .unwrap_or(0);
            // A single odd first row is a ragged header, not a title, unless it is one cell.
            let titles = if widths[..titles].iter().all(|width| *width == 1) {
                titles
            } else {
                0
            };
            best = (score, Shape { delimiter, titles });
        }
    }
    best.1
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

/// Cells per row for the first rows; the last row of the sample may be cut and is left out.
fn widths(text: &str, delimiter: u8) -> Vec<usize> {
    let mut reader = ReaderBuilder::new().delimiter(delimiter).build();
    let mut input = text.as_bytes();
    let mut cells = vec![0; text.len()];
    let mut ends = vec![0; text.len() + 1];
    let mut widths = Vec::new();
    while widths.len() < ROWS {
        let (result, read, _, width) = reader.read_record(input, &mut cells, &mut ends);
        input = &input[read..];
        match result {
            ReadRecordResult::Record => widths.push(width),
            ReadRecordResult::InputEmpty if widths.is_empty() => widths.push(width + 1),
            _ => break,
        }
    }
    widths
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
        assert_eq!(
            binary(b"PK\x03\x04rest"),
            Some("an Excel workbook or a zip archive")
        );
        assert_eq!(binary(b"abc\0\0\0def\x01"), Some("a binary file"));
        assert_eq!(binary(b"a,b\n1,2\n"), None);
    }
}
