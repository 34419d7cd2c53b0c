//! Files as people have them, and files that nobody should have, through the reader.
//!
//! When this fails, a person's rows are lost, read differently depending on how the browser cut the file,
//! or the page stops.

#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use csv_core::ReadRecordResult;
use goodhart::dataset::{Absent, Naming, Period, Source, formats, join};
use goodhart::metrics::{Panel, Topic};
use goodhart::table::{Read, Reader, Table};
use proptest::prelude::*;

/// The file read in pieces of these lengths, over and over.
fn read(bytes: &[u8], pieces: &[usize]) -> Read {
    let mut reader = Reader::new("file.csv");
    let mut lengths = pieces.iter().cycle();
    let mut rest = bytes;
    while !rest.is_empty() {
        let length = lengths
            .next()
            .map_or(rest.len(), |length| rest.len().min(*length));
        reader.push(&rest[..length]);
        rest = &rest[length..];
    }
    reader.finish()
}

/// What csv-core alone makes of the text.
fn records(text: &[u8], delimiter: char) -> Vec<Vec<String>> {
    let mut csv = csv_core::ReaderBuilder::new()
        .delimiter(u8::try_from(delimiter).unwrap())
        .build();
    let (mut cells, mut ends) = (vec![0; text.len() + 1], vec![0; text.len() + 2]);
    let (mut rest, mut records) = (text, Vec::new());
    let (mut filled, mut count) = (0, 0);
    loop {
        let (result, read, written, ended) =
            csv.read_record(rest, &mut cells[filled..], &mut ends[count..]);
        rest = &rest[read..];
        filled += written;
        count += ended;
        match result {
            ReadRecordResult::Record => {
                let starts = std::iter::once(0).chain(ends.iter().copied());
                let bounds = starts.zip(&ends[..count]);
                let cell = |(start, end): (usize, &usize)| {
                    String::from_utf8_lossy(&cells[start..*end]).into_owned()
                };
                records.push(bounds.map(cell).collect());
                (filled, count) = (0, 0);
            }
            ReadRecordResult::End => return records,
            _ => {}
        }
    }
}

fn rows(table: &Table) -> Vec<Vec<String>> {
    let row = |row| {
        let texts = table.columns.iter().map(|column| column.text(row));
        texts.map(std::borrow::Cow::into_owned).collect()
    };
    (0..table.rows).map(row).collect()
}

fn written(rows: &[Vec<String>]) -> String {
    let cell = |text: &String| format!("\"{}\"", text.replace('"', "\"\""));
    let line = |row: &Vec<String>| row.iter().map(cell).collect::<Vec<_>>().join(",");
    rows.iter().map(|row| line(row) + "\n").collect()
}

/// Text that is nearly a table: cells, delimiters, quotes and line ends in any order.
fn nearly_csv() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        8 => Just(",".to_owned()),
        4 => Just("\n".to_owned()),
        1 => Just("\r\n".to_owned()),
        1 => Just("\r".to_owned()),
        1 => Just("\"".to_owned()),
        1 => Just("\"\"".to_owned()),
        1 => Just("\"a, b\nc\"".to_owned()),
        4 => "[a-c]{0,3}",
        4 => "-?[0-9]{1,4}([.,][0-9]{1,3})?",
        1 => "[äß€😀 ]{1,3}",
        1 => Just("2026-01-05".to_owned()),
        3 => "[0-9]{1,3},[a-c],[0-9]\n",
        3 => "[0-9]{1,3},[a-c],[0-9]\r\n",
    ];
    prop::collection::vec(piece, 0..120).prop_map(|pieces| format!("a,b,c\n{}", pieces.concat()))
}

proptest! {
    #[test]
    fn where_a_file_is_cut_makes_no_difference(
        text in nearly_csv(),
        pieces in prop::collection::vec(1..40_usize, 1..6),
    ) {
        let whole = read(text.as_bytes(), &[]);
        prop_assert_eq!(&read(text.as_bytes(), &pieces), &whole);
        prop_assert_eq!(&read(text.as_bytes(), &[1]), &whole);
    }

    #[test]
    fn a_file_is_split_as_csv_core_splits_it(
        text in nearly_csv(),
        repeat in prop_oneof![4 => Just(1), 1 => Just(3000_usize)],
        pieces in prop::collection::vec(prop_oneof![1..40_usize, 5000..80_000_usize], 0..6),
    ) {
        let body = text.strip_prefix("a,b,c\n").unwrap();
        let text = format!("a,b,c\n{}", body.repeat(repeat));
        let found = read(text.as_bytes(), &pieces);
        if let Some(table) = found.table {
            let width = table.columns.len();
            let want = records(text.as_bytes(), table.source.delimiter);
            let below = table.rows + table.skipped;
            prop_assert!(want.len() > below && want.len() < below + 50);
            let mut want = want[want.len() - below..].to_vec();
            // A quote that never closes is the only row that fits and is left out all the same.
            let is_unclosed = found.notices.iter().any(|notice| notice.kind == goodhart::notice::Kind::UnclosedQuote);
            if is_unclosed {
                want.pop();
            }
            let is_row = |row: &Vec<String>| {
                row.len() >= width && row[width..].iter().all(String::is_empty)
            };
            let want: Vec<Vec<String>> = want
                .into_iter()
                .filter(is_row)
                .map(|row| row[..width].to_vec())
                .collect();
            prop_assert_eq!(rows(&table), want);
        }
    }

    #[test]
    fn a_table_that_was_written_reads_back_equal(
        cells in prop::collection::vec(prop::collection::vec("\\PC{0,8}|[\"\n\r,;]{0,4}|-?[0-9.,]{0,6}", 3), 1..40),
        pieces in prop::collection::vec(1..60_usize, 0..4),
    ) {
        let header = ["one", "two", "three"].map(str::to_owned).to_vec();
        let all: Vec<Vec<String>> = std::iter::once(header).chain(cells.iter().cloned()).collect();
        let found = read(written(&all).as_bytes(), &pieces);
        let table = found.table.unwrap();
        prop_assert_eq!(rows(&table), cells);
        prop_assert_eq!(table.skipped, 0);
    }
}

/// Values for some people and weeks only, zeros, and a week without rows.
const SPARSE: &str = "person_id,date,prompts,tokens,accepted,suggested,score\n\
    a,2026-01-05,3,10,1,2,0.5\na,2026-01-26,,0,0,0,\nb,2026-01-05,,,,,\nb,2026-01-06,0,,2,,0.25\n\
    c,2026-01-05,0,0,0,0,0\nd,2026-01-12,7,,,4,\n";

/// A value in every row, so that nobody has to look for one: every third person used nothing.
fn full() -> String {
    let row = |at: usize| {
        let (person, week, used) = (at % 9, at / 9, (at % 9) % 3);
        let values = [
            used * (at + 1),
            used * at * 90,
            used * at / 2,
            used * at,
            at % 7,
        ];
        let [prompts, tokens, accepted, suggested, score] = values;
        let day = 5 + 7 * week;
        format!("p{person},2026-01-{day:02},{prompts},{tokens},{accepted},{suggested},0.{score}\n")
    };
    let rows: String = (0..27).map(row).collect();
    format!("person_id,date,prompts,tokens,accepted,suggested,score\n{rows}")
}

#[test]
fn the_people_of_a_metric_are_those_who_have_a_value() {
    assert_people_of_metrics(SPARSE, 8);
    assert_people_of_metrics(&full(), 7);
}

fn assert_people_of_metrics(text: &str, metrics: usize) {
    let mut reader = Reader::new("usage.csv");
    reader.push(text.as_bytes());
    let read = reader.finish();
    let prepared = formats::prepare(read.table.unwrap(), read.notices);
    let (table, mapping) = prepared.table.unwrap();
    let source = Source {
        table: &table,
        mapping: &mapping,
    };
    for absent in [Absent::Unknown, Absent::Zero] {
        let panel = Panel::new(join(&[source], &Naming::default()).0, Period::Week, absent);
        assert!(panel.metrics.len() >= metrics);
        for metric in &panel.metrics {
            let values = panel.values(metric);
            let keys = panel.cells(Topic::Usage).keys.iter().zip(&values.cells);
            let mut people: Vec<u32> = keys
                .filter(|(_, value)| !value.is_nan())
                .map(|(key, _)| key.0)
                .collect();
            people.dedup();
            assert_eq!(metric.info.people, people.len(), "{}", metric.info.label);
        }
    }
}
