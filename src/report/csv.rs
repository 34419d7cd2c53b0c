//! A table as CSV that spreadsheets open without running anything in it.

use crate::chart::Table;

/// The table as CSV after RFC 4180: comma, CRLF, quotes where needed.
///
/// Numbers lose what makes them pleasant to read (thin spaces, the true minus), so that they stay numbers.
/// A cell that a spreadsheet could take for a formula gets an apostrophe in front
/// (OWASP, "CSV Injection": cells beginning with `=`, `+`, `-`, `@`, tab or carriage return).
pub fn csv(table: &Table) -> String {
    let mut text = String::new();
    for row in std::iter::once(&table.headers).chain(&table.rows) {
        for (at, cell) in row.iter().enumerate() {
            if at > 0 {
                text.push(',');
            }
            text.push_str(&quoted(&safe(cell)));
        }
        text.push_str("\r\n");
    }
    text
}

/// The table with its numbers as other programs read them.
pub(super) fn plain(table: &Table) -> Table {
    let cell = |cell: &String| plain_number(cell).unwrap_or_else(|| cell.clone());
    let row = |row: &Vec<String>| row.iter().map(cell).collect();
    Table {
        headers: table.headers.clone(),
        rows: table.rows.iter().map(row).collect(),
    }
}

fn safe(cell: &str) -> String {
    if let Some(number) = plain_number(cell) {
        return number;
    }
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) {
        return format!("'{cell}");
    }
    cell.to_owned()
}

/// The cell as a number that any program reads, if it is one: `−1 234.5` as `-1234.5`, `+0.2` as `0.2`, `12%` as it is.
fn plain_number(cell: &str) -> Option<String> {
    let ascii = cell.replace('\u{2212}', "-").replace('\u{202f}', "");
    let unsigned = ascii.strip_prefix('+').unwrap_or(&ascii);
    let number = unsigned.strip_suffix('%').unwrap_or(unsigned);
    let digits = number.strip_prefix('-').unwrap_or(number);
    let is_number = digits.starts_with(|first: char| first.is_ascii_digit())
        && digits
            .bytes()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'e' | b'-'))
        && number.parse::<f64>().is_ok_and(f64::is_finite);
    is_number.then(|| unsigned.to_owned())
}

fn quoted(cell: &str) -> String {
    if cell.contains(['"', ',', '\r', '\n', ';', '\t']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_is_text_and_a_number_stays_a_number() {
        let cells = [
            ("=1+1", "'=1+1"),
            ("-2+3", "'-2+3"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "\"'\t=1\""),
            ("−0.12", "-0.12"),
            ("12\u{202f}345", "12345"),
            ("+0.4", "0.4"),
            ("-1.2e-5", "-1.2e-5"),
            ("0.63%", "0.63%"),
            ("-", "'-"),
            ("=\"x\",y", "\"'=\"\"x\"\",y\""),
        ];
        for (cell, want) in cells {
            assert_eq!(quoted(&safe(cell)), want, "{cell}");
        }
    }
}
