//! The bytes of a JSON file, piece by piece.

use serde_json::value::RawValue;

use crate::notice::{Kind, Notice, Tally};

use super::super::encoding::Encoding;
use super::super::reader::{Read, odd_values};
use super::super::records::MOST_COLUMNS;
use super::super::{Form, Source, sniff};
use super::flat::Flat;

/// The most bytes of a document that is not written in lines: it has to be held as a whole, and its records beside it.
const MOST_BYTES: usize = 512 << 20;

/// Reads JSON piece by piece. Records on lines of their own are let go of as soon as they are read.
#[derive(Debug, Default)]
pub struct Reader {
    pending: Vec<u8>,
    /// Bytes of `pending` that were searched for the end of a line.
    searched: usize,
    lines: Option<Flat>,
    is_document: bool,
    is_too_large: bool,
    line: u32,
    broken: Vec<u32>,
}

impl Reader {
    /// The next bytes.
    pub fn push(&mut self, bytes: &[u8]) {
        if self.is_too_large {
            return;
        }
        self.pending.extend_from_slice(bytes);
        if self.lines.is_none() && !self.is_document {
            self.decide();
        }
        if self.lines.is_some() {
            self.take_lines();
        }
        if self.pending.len() > MOST_BYTES {
            self.is_too_large = true;
            self.pending = Vec::new();
        }
    }

    /// A whole record on the first line, and the beginning of another on the second, make a file of lines;
    /// anything else makes a document. However much of the file came at once, the same bytes decide.
    fn decide(&mut self) {
        let searched = std::mem::replace(&mut self.searched, self.pending.len());
        let Some(end) = memchr::memchr(b'\n', &self.pending[searched..]) else {
            return;
        };
        let end = searched + end;
        let first = &self.pending[..end];
        let first = first.strip_prefix(b"\xef\xbb\xbf").unwrap_or(first);
        match self.pending.get(end + 1) {
            // What the second line begins with comes with the next bytes.
            None => self.searched = end,
            Some(b'{') if first.starts_with(b"{") && is_json(first) => {
                self.lines = Some(Flat::default());
                self.searched = 0;
            }
            Some(_) => self.is_document = true,
        }
    }

    fn take_lines(&mut self) {
        let searched = std::mem::replace(&mut self.searched, self.pending.len());
        let Some(end) = memchr::memrchr(b'\n', &self.pending[searched..]) else {
            return;
        };
        let rest = self.pending.split_off(searched + end + 1);
        self.searched = rest.len();
        let whole = std::mem::replace(&mut self.pending, rest);
        for line in whole[..searched + end].split(|byte| *byte == b'\n') {
            self.take_line(line);
        }
    }

    fn take_line(&mut self, line: &[u8]) {
        self.line += 1;
        let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
        let text = String::from_utf8_lossy(line);
        if text.trim().is_empty() {
            return;
        }
        let Some(flat) = &mut self.lines else { return };
        match serde_json::from_str::<&RawValue>(text.trim()) {
            Ok(raw) if raw.get().starts_with('{') => flat.add(raw, self.line),
            _ => self.broken.push(self.line),
        }
    }

    /// The table, once all bytes are in.
    pub fn finish(mut self, file: &str, gzip: bool, content_hash: u64) -> Read {
        let stop = |kind| Read {
            file: file.to_owned(),
            table: None,
            notices: vec![Notice::about(file, kind)],
        };
        if self.is_too_large {
            return stop(Kind::TooLarge(MOST_BYTES as u64));
        }
        let mut encoding = Encoding::Utf8;
        let (flat, form, broken) = if self.lines.is_some() {
            let last = std::mem::take(&mut self.pending);
            self.take_line(&last);
            let flat = self.lines.take().unwrap_or_default();
            (flat, Form::JsonLines, std::mem::take(&mut self.broken))
        } else {
            encoding = sniff::encoding(&self.pending);
            let text = encoding.decode(&self.pending);
            let mut flat = Flat::default();
            let broken = match flat.add_document(&text) {
                Ok(()) => Vec::new(),
                Err(line) if flat.rows.is_empty() => return stop(Kind::BrokenJson(line)),
                Err(line) => vec![line],
            };
            (flat, Form::Json, broken)
        };
        if flat.headers.len() >= MOST_COLUMNS {
            return stop(Kind::TooManyColumns(MOST_COLUMNS));
        }
        if flat.rows.is_empty() {
            return stop(Kind::NoRecords);
        }
        let source = Source {
            encoding: encoding.name(),
            delimiter: ',',
            gzip,
            decimal_comma: false,
            header_row: 1,
            form,
            unzipped: 0,
        };
        let mut table = flat.into_table(file, source, content_hash);
        table.skipped = broken.len();
        let mut tally = Tally::new(file, Kind::BadRecord);
        for line in broken {
            tally.add(u64::from(line), None, None);
        }
        let mut notices: Vec<Notice> = tally.notice().into_iter().collect();
        notices.extend(odd_values(&table));
        Read {
            file: file.to_owned(),
            table: Some(table),
            notices,
        }
    }
}

fn is_json(line: &[u8]) -> bool {
    std::str::from_utf8(line)
        .is_ok_and(|line| serde_json::from_str::<serde::de::IgnoredAny>(line).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Read {
        let mut reader = Reader::default();
        for piece in text.as_bytes().chunks(7) {
            reader.push(piece);
        }
        reader.finish("a.json", false, 0)
    }

    fn rows(text: &str) -> String {
        let Read { table, .. } = read(text);
        let table = table.unwrap();
        let mut lines = vec![
            table
                .columns
                .iter()
                .map(|one| one.header.clone())
                .collect::<Vec<_>>(),
        ];
        for row in 0..table.rows {
            lines.push(
                table
                    .columns
                    .iter()
                    .map(|one| one.text(row).into_owned())
                    .collect(),
            );
        }
        lines
            .iter()
            .map(|line| line.join("|"))
            .collect::<Vec<_>>()
            .join("\n")
    }

    #[test]
    fn lists_documents_and_lines_give_the_same_table() {
        let want = "u|n\na|1\nb|";
        assert_eq!(rows(r#"[{"u":"a","n":1},{"u":"b","n":null}]"#), want);
        assert_eq!(rows("{\"u\":\"a\",\"n\":1}\n{\"u\":\"b\"}\n"), want);
        assert_eq!(
            rows(r#"{"from":"2026-01-01","data":[{"u":"a","n":1},{"u":"b"}]}"#),
            want
        );
        assert_eq!(
            rows(r#"{"data":{"usage":{"nodes":[{"u":"a","n":1},{"u":"b"}]}}}"#),
            want
        );
        assert_eq!(rows("[{\"u\":\"a\",\"n\":1}]\n[{\"u\":\"b\"}]"), want);
    }

    #[test]
    fn what_is_inside_a_record_gets_a_dotted_name_and_lists_of_objects_stay_json() {
        let text = r#"[{"who":{"login":"a \"x\""},"tags":["p","q"],"by":[{"m":"z","n":2}]}]"#;
        assert_eq!(
            rows(text),
            "who.login|tags|by\na \"x\"|p, q|[{\"m\":\"z\",\"n\":2}]"
        );
    }

    #[test]
    fn days_inside_a_person_become_rows() {
        let text = r#"[{"login":"a","total":3,"day_totals":[{"day":"2026-01-05","n":1},{"day":"2026-01-06","n":2}]}]"#;
        assert_eq!(
            rows(text),
            "login|total|day|n\na|3|2026-01-05|1\na|3|2026-01-06|2"
        );
    }

    #[test]
    fn a_broken_line_costs_itself_and_a_broken_document_says_where() {
        let found = read("{\"u\":\"a\"}\n{\"u\":\n{\"u\":\"c\"}\n");
        assert_eq!(found.table.as_ref().unwrap().rows, 2);
        assert_eq!(found.table.unwrap().skipped, 1);
        assert_eq!(found.notices[0].kind, Kind::BadRecord);
        assert_eq!(found.notices[0].examples[0].row, Some(2));
        let found = read("{\n \"data\": [\n {\"u\": 1},\n {\"u\": ");
        assert_eq!(found.notices[0].kind, Kind::BrokenJson(4));
        assert_eq!(read("[1, 2]").notices[0].kind, Kind::NoRecords);
    }
}
