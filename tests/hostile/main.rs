//! Files that nobody should have, through everything that a file passes on its way to an answer.
//!
//! When this fails, a person who drops a damaged export loses the page, rows without a word, or all that was loaded.

#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod soup;
mod way;
mod workbook;

use goodhart::chart::Table as Cells;
use goodhart::dataset::formats;
use goodhart::notice::{Kind, Severity};
use goodhart::report::csv;
use goodhart::table::date::{self, Order};
use goodhart::table::number::{self, Decimal};
use goodhart::table::{Form, Intake, Read, boolean, duration, personal};
use proptest::collection::vec;
use proptest::prelude::*;

/// The file in pieces of these lengths, over and over; all at once without any.
fn read(name: &str, bytes: &[u8], pieces: &[usize]) -> Read {
    let mut intake = Intake::new(name);
    let mut lengths = pieces.iter().cycle();
    let mut rest = bytes;
    while !rest.is_empty() {
        let length = lengths
            .next()
            .map_or(rest.len(), |length| rest.len().min(*length));
        intake.push(&rest[..length]);
        rest = &rest[length..];
    }
    intake.finish()
}

fn pieces() -> impl Strategy<Value = Vec<usize>> {
    vec(
        prop_oneof![1..40_usize, 1000..6000_usize, 60_000..70_000_usize],
        1..5,
    )
}

/// Why a file was stopped.
fn stop(read: &Read) -> Option<&Kind> {
    let mut kinds = read.notices.iter().map(|notice| &notice.kind);
    kinds.find(|kind| kind.severity() == Severity::Stop)
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 2000, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_become_a_table_or_are_refused_with_a_reason(
        (name, bytes) in soup::anything(),
        pieces in pieces(),
    ) {
        let whole = read(name, &bytes, &[]);
        prop_assert!(read(name, &bytes, &pieces) == whole, "cut into {pieces:?}, it reads differently");
        match &whole.table {
            None => prop_assert!(stop(&whole).is_some(), "refused without a reason: {:?}", whole.notices),
            Some(table) => {
                prop_assert!(table.columns.iter().all(|column| column.len() == table.rows));
                prop_assert_eq!(table.row_numbers().len(), table.rows);
                prop_assert!(table.rows + table.skipped <= bytes.len().max(1) * 1100, "rows out of nothing");
            }
        }
    }

    #[test]
    fn every_line_of_a_file_is_a_row_or_is_counted_as_skipped(
        rows in vec(vec("[a-z0-9é]{1,4}", 1..6), 1..80),
        is_windows in any::<bool>(),
        pieces in pieces(),
    ) {
        // A first row as the header wants it keeps the header from being taken for a title.
        let mut text = String::from("person_id,date,n\nu1,2026-01-05,1\nu2,2026-01-06,2\nu3,2026-01-07,3\n");
        for row in &rows {
            text += &row.join(",");
            text += "\n";
        }
        let latin = |text: &str| text.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap()).collect();
        let bytes: Vec<u8> = if is_windows { latin(&text) } else { text.clone().into_bytes() };
        let table = read("rows.csv", &bytes, &pieces).table.unwrap();
        if table.columns.len() == 3 && table.source.header_row == 1 {
            let ragged = rows.iter().filter(|row| row.len() != 3).count();
            prop_assert_eq!((table.rows, table.skipped), (3 + rows.len() - ragged, ragged));
        } else {
            // Most rows have another width than the header, which is then taken for a title.
            let below = usize::try_from(table.source.header_row).unwrap();
            prop_assert_eq!(table.rows + table.skipped + below, 4 + rows.len());
        }
    }

    #[test]
    fn every_line_of_a_file_of_records_is_a_row_or_is_counted_as_skipped(
        lines in vec(prop_oneof![
            4 => Just(r#"{"user":"u1","n":2}"#),
            1 => prop::sample::select(vec!["{\"user\":", "nonsense", "[1]", "{}}", "\u{fffd}"]),
        ], 0..60),
        pieces in pieces(),
    ) {
        let text = format!("{{\"user\":\"u\"}}\n{{\"n\":1}}\n{}", lines.join("\n"));
        let table = read("records.ndjson", text.as_bytes(), &pieces).table.unwrap();
        prop_assert_eq!(table.source.form, Form::JsonLines);
        let broken = lines.iter().filter(|line| !line.ends_with("2}")).count();
        prop_assert_eq!((table.rows, table.skipped), (2 + lines.len() - broken, broken));
    }

    #[test]
    fn whatever_was_read_is_joined_and_answered_or_refused((name, bytes) in soup::anything()) {
        way::go(name, &bytes)?;
    }

    #[test]
    fn numbers_dates_and_durations_are_sound_or_none(text in soup::value()) {
        for decimal in [Decimal::Point, Decimal::Comma] {
            prop_assert!(number::parse(&text, decimal).is_none_or(f64::is_finite));
        }
        for hours in [duration::hours(&text), duration::clock_hours(&text)] {
            prop_assert!(hours.is_none_or(f64::is_finite));
        }
        for order in [Order::DayFirst, Order::MonthFirst] {
            if let Some(moment) = date::parse(&text, order) {
                let again = date::parse(&date::iso(moment.seconds), order);
                prop_assert_eq!(again.map(|moment| moment.seconds), Some(moment.seconds));
            }
        }
        let of_epoch = date::parse_epoch(&text).map(|moment| moment.seconds);
        for seconds in [of_epoch, date::compact(&text), date::serial(&text)].into_iter().flatten() {
            prop_assert_eq!(date::compact(&date::iso(seconds)[..10].replace('-', "")), Some(seconds - seconds.rem_euclid(86_400)));
        }
        boolean::truth(&text);
        date::is_ambiguous(&text);
    }

    #[test]
    fn any_column_can_be_looked_at_for_personal_data(
        header in prop_oneof![soup::value(), "(email|phone|user name|iban|notes|address)_?[a-z]{0,3}"],
        cells in vec(soup::value(), 0..20),
    ) {
        let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
        if let Some(found) = personal::find(&header, &cells) {
            prop_assert!((0.0..=1.0).contains(&found.share));
            prop_assert!(found.values <= cells.len());
        }
        formats::candidates(&[header.as_str()]);
    }

    #[test]
    fn no_cell_that_is_saved_runs_in_a_spreadsheet(cells in vec(vec(soup::value(), 3), 0..8)) {
        let headers = ["=a", "b\r\nc", "d"].map(str::to_owned).to_vec();
        let text = csv(&Cells { headers, rows: cells.clone() });
        way::is_safe(&text)?;
        prop_assert_eq!(way::records(text.as_bytes()).len(), cells.len() + 1);
    }
}

#[test]
fn an_archive_that_states_more_than_can_be_held_is_refused_before_it_is_unpacked() {
    let rows = b"a,b\n1,2\n";
    let large = soup::zip_that_states(&[("a.csv", rows, 400 << 20), ("b.csv", rows, 400 << 20)]);
    assert_eq!(
        stop(&read("large.zip", &large, &[])),
        Some(&Kind::ArchiveTooLarge)
    );
}

#[test]
fn an_archive_that_unpacks_to_more_than_it_states_is_unpacked_no_further() {
    let bomb = vec![b' '; 64 << 20];
    let lying = soup::zip_that_states(&[("a.csv", &bomb, 10)]);
    let damaged = Kind::Binary("a damaged zip archive".to_owned());
    assert_eq!(stop(&read("bomb.zip", &lying, &[])), Some(&damaged));
}

#[test]
fn a_document_that_unpacks_to_more_than_can_be_held_is_refused() {
    // Parts packed one by one are one file: 8 MB of blanks over and over.
    let part = soup::gzip(&vec![b' '; 8 << 20]);
    let bomb = [soup::gzip(b"[{\"a\": 1}"), part.repeat(72)].concat();
    assert!(bomb.len() < 8 << 20);
    let read = read("bomb.json.gz", &bomb, &[1 << 20]);
    assert_eq!(stop(&read), Some(&Kind::TooLarge(512 << 20)));
}

#[test]
fn what_was_packed_twice_or_is_no_text_inside_is_named() {
    let picture = soup::gzip(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    let named = Kind::Binary("a PNG image".to_owned());
    assert_eq!(stop(&read("picture.gz", &picture, &[])), Some(&named));
    let twice = soup::gzip(&soup::gzip(b"person_id,date,n\nu1,2026-01-05,1\n"));
    let named = Kind::Binary("a packed file (.gz)".to_owned());
    assert_eq!(stop(&read("twice.gz", &twice, &[3])), Some(&named));
}

#[test]
fn letters_far_from_the_beginning_tell_the_encoding_too() {
    let mut bytes = b"person_id,date,n\n".to_vec();
    while bytes.len() < 200_000 {
        bytes.extend(b"u1,2026-01-05,1\n");
    }
    bytes.extend(b"Ren\xe9e,2026-01-05,1\n");
    for pieces in [&[][..], &[1000], &[70_000]] {
        let read = read("late.csv", &bytes, pieces);
        let table = read.table.unwrap();
        assert_eq!(table.source.encoding, "windows-1252");
        assert_eq!(table.columns[0].text(table.rows - 1), "Renée");
        assert!(read.notices.is_empty(), "{:?}", read.notices);
    }
}
