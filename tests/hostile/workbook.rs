//! Workbooks that were made to hurt.

use goodhart::notice::Kind;
use goodhart::table::Form;

use super::soup::{zip, zip_that_states};
use super::{read, stop};

const WORKBOOK: &str = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="One" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const LINKS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
const ROOT: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;

/// A workbook of one sheet with these rows, as they stand in its file.
fn parts(rows: &str) -> Vec<(&'static str, Vec<u8>)> {
    let sheet = format!(
        r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:XFD1048576"/><sheetData>{rows}</sheetData></worksheet>"#
    );
    vec![
        ("[Content_Types].xml", b"<Types/>".to_vec()),
        ("_rels/.rels", ROOT.into()),
        ("xl/workbook.xml", WORKBOOK.into()),
        ("xl/_rels/workbook.xml.rels", LINKS.into()),
        ("xl/worksheets/sheet1.xml", sheet.into_bytes()),
    ]
}

fn cell(at: &str, text: &str) -> String {
    format!(r#"<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>"#)
}

fn row(number: u32, cells: &[(&str, &str)]) -> String {
    let cells: String = cells
        .iter()
        .map(|(column, text)| cell(&format!("{column}{number}"), text))
        .collect();
    format!(r#"<row r="{number}">{cells}</row>"#)
}

#[test]
fn a_cell_in_the_last_corner_costs_no_memory_for_all_before_it() {
    let rows = row(1, &[("A", "person_id"), ("B", "n")])
        + &row(2, &[("A", "u1"), ("B", "1")])
        + &row(1_048_576, &[("XFD", "x")]);
    let read = read("corner.xlsx", &zip(&parts(&rows)), &[]);
    let table = read.table.unwrap();
    assert_eq!((table.rows, table.skipped, table.columns.len()), (1, 1, 2));
    assert_eq!(table.source.form, Form::Workbook);
    assert_eq!(read.notices[0].kind, Kind::RaggedRow(2));
    assert_eq!(read.notices[0].examples[0].row, Some(1_048_576));
}

#[test]
fn a_sheet_that_is_all_columns_is_refused_as_one() {
    let columns: String = (0..2_100)
        .map(|_| "<c t=\"inlineStr\"><is><t>c</t></is></c>")
        .collect();
    let rows = format!("<row r=\"1\">{columns}</row><row r=\"2\">{columns}</row>");
    let read = read("wide.xlsx", &zip(&parts(&rows)), &[]);
    assert_eq!(stop(&read), Some(&Kind::TooManyColumns(2_000)));
}

#[test]
fn a_part_that_unpacks_to_more_than_the_archive_states_makes_it_damaged() {
    let bomb = vec![b' '; 64 << 20];
    let mut parts = parts(&row(1, &[("A", "person_id"), ("B", "n")]));
    parts.push(("xl/sharedStrings.xml", bomb));
    let stated: Vec<(&str, &[u8], u32)> = parts
        .iter()
        .map(|(name, bytes)| {
            let size = u32::try_from(bytes.len()).unwrap();
            (*name, bytes.as_slice(), size.min(1_000))
        })
        .collect();
    let damaged = Kind::Binary("a damaged Excel workbook".to_owned());
    assert_eq!(
        stop(&read("bomb.xlsx", &zip_that_states(&stated), &[])),
        Some(&damaged)
    );
}

#[test]
fn a_workbook_that_states_more_than_can_be_held_is_refused_before_it_is_unpacked() {
    let parts = parts(&row(1, &[("A", "person_id"), ("B", "n")]));
    let stated: Vec<(&str, &[u8], u32)> = parts
        .iter()
        .map(|(name, bytes)| (*name, bytes.as_slice(), 200 << 20))
        .collect();
    let read = read("large.xlsx", &zip_that_states(&stated), &[]);
    assert_eq!(stop(&read), Some(&Kind::TooLarge(512 << 20)));
}

#[test]
fn rows_out_of_their_order_and_sheets_without_a_table_are_told() {
    let names = [("A", "person_id"), ("B", "n")];
    let backwards = row(5, &names) + &row(2, &[("A", "u1"), ("B", "1")]);
    let damaged = Kind::Binary("a damaged Excel workbook".to_owned());
    assert_eq!(
        stop(&read("back.xlsx", &zip(&parts(&backwards)), &[])),
        Some(&damaged)
    );
    for rows in [
        String::new(),
        row(1, &names),
        row(1, &[("A", "a")]) + &row(2, &[("A", "b")]),
    ] {
        let read = read("none.xlsx", &zip(&parts(&rows)), &[]);
        assert_eq!(stop(&read), Some(&Kind::EmptyWorkbook), "{rows}");
    }
}
