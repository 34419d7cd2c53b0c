//! An Excel workbook as people keep one: a cover sheet, titles above the header, formulas, notes, a hidden sheet.

use goodhart::notice::{Kind, Severity};
use goodhart::table::{Intake, Table};

use super::harness::{bytes, check, kinds, load, load_bytes};

const FILE: &str = "workbook.xlsx";

fn table() -> Table {
    let mut intake = Intake::new(FILE);
    intake.push(&bytes(FILE));
    intake.finish().table.unwrap()
}

fn texts(table: &Table, header: &str) -> Vec<String> {
    let mut columns = table.columns.iter();
    let column = columns.find(|column| column.header == header).unwrap();
    (0..table.rows)
        .map(|row| column.text(row).into_owned())
        .collect()
}

#[test]
fn the_first_sheet_with_rows_is_read_and_the_others_are_named() {
    let report = check(
        (FILE, "AI usage by person and date", 9, 0),
        "usage: person_id=person date=date used_agent=group",
        &[
            ("usage.prompts", "003", "2026-01-05", 30.0),
            ("usage.prompts", "001", "2026-01-12", 11.0),
            ("usage.cost", "002", "2026-01-19", 2.5),
        ],
    );
    assert_eq!(report.reading, "Excel workbook, header in row 4");
    let left = Kind::SheetsLeft("Usage".to_owned(), "About, Notes".to_owned());
    assert!(kinds(&report).contains(&(&left, 2)), "{:?}", report.notices);
    assert_eq!(left.severity(), Severity::Warning);
}

#[test]
fn cells_are_what_they_say_and_not_how_they_are_kept() {
    let table = table();
    assert_eq!(texts(&table, "person_id")[..3], ["001", "002", "003"]);
    assert_eq!(texts(&table, "date")[2..4], ["2026-01-05", "2026-01-12"]);
    // A formula that failed counts as missing, like the cell that is empty.
    assert_eq!(
        texts(&table, "prompts"),
        ["10", "20", "30", "11", "#N/A", "31", "12", "22", ""]
    );
    assert_eq!(texts(&table, "cost")[3..5], ["1.25", "2.25"]);
    assert_eq!(texts(&table, "used_agent")[..2], ["false", "true"]);
    // Twenty hours and a half, and ten more each week.
    assert_eq!(texts(&table, "time spent (hours)")[2..4], ["20.5", "30.5"]);
    assert_eq!(texts(&table, "note")[2], "two lines,\nand a \"quote\"");
    assert_eq!(table.row_number(8), 13);
}

#[test]
fn a_locked_and_an_old_workbook_say_what_to_do() {
    let container = |entry: &str| {
        let mut bytes = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
        bytes.resize(5_000, 0);
        bytes.extend(entry.encode_utf16().flat_map(u16::to_le_bytes));
        load_bytes("book.xlsx", &bytes)
    };
    let locked = container("EncryptedPackage");
    assert_eq!(kinds(&locked), [(&Kind::LockedWorkbook, 1)]);
    assert!(locked.notices[0].remedy().contains("without a password"));
    let old = container("Workbook");
    assert_eq!(
        old.notices[0].title(),
        "This is an old Excel workbook (.xls), not a text file"
    );
    assert!(old.notices[0].remedy().contains(".xlsx"));
}

#[test]
fn a_workbook_that_was_cut_or_bent_stops_with_a_notice() {
    let whole = bytes(FILE);
    for end in (30..whole.len()).step_by(whole.len() / 40 + 1) {
        let report = load_bytes(FILE, &whole[..end]);
        assert_eq!(report.mapping, None, "cut at {end}");
        assert!(!report.notices.is_empty(), "cut at {end}");
    }
    let (sheet, _) = whole
        .windows(24)
        .enumerate()
        .find(|(_, window)| window.ends_with(b"xl/worksheets/sheet2.xml"))
        .unwrap();
    let mut bent = whole.clone();
    bent[sheet + 100] ^= 0x55;
    let damaged = Kind::Binary("a damaged Excel workbook".to_owned());
    assert_eq!(kinds(&load_bytes(FILE, &bent)), [(&damaged, 1)]);
    assert_eq!(load(FILE).rows, 9);
}
