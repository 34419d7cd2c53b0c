//! What was found in the files, as a table: every kind of odd row and value, with the first places where it holds.

use crate::chart::Table;
use crate::engine::{FileReport, JoinReport};
use crate::notice::{Example, Notice, Severity};

const HEADERS: [&str; 8] = [
    "File",
    "Weight",
    "Found",
    "Times",
    "Row",
    "Column",
    "Value",
    "What was done",
];

/// The data report. Every file begins with how many rows it has; each finding has a row for each place that is kept.
pub fn data_report(files: &[&FileReport], join: Option<&JoinReport>) -> Table {
    let mut rows = Vec::new();
    for file in files {
        for (what, times) in [
            ("Rows in the file", file.rows + file.skipped),
            ("Rows read", file.rows),
            ("Rows skipped", file.skipped),
        ] {
            rows.push(row([&file.name, "Count", what], times, None, ""));
        }
        rows.extend(file.notices.iter().flat_map(found));
    }
    if let Some(join) = join {
        rows.push(row(
            ["", "Join", &join.people_sentence()],
            join.matched_people as u64,
            None,
            "",
        ));
        if let Some(lost) = join.lost_sentence() {
            let people = join.only_usage() + join.only_outcomes();
            rows.push(row(["", "Join", &lost], people as u64, None, ""));
        }
        for mismatch in &join.mismatches {
            rows.push(row(["", "Join", &mismatch.sentence()], 1, None, ""));
        }
        rows.extend(join.notices.iter().flat_map(found));
    }
    Table {
        headers: HEADERS.map(str::to_owned).to_vec(),
        rows,
    }
}

fn found(notice: &Notice) -> Vec<Vec<String>> {
    let weight = match notice.kind.severity() {
        Severity::Stop => "Stopped",
        Severity::Warning => "Check",
        Severity::Note => "Note",
    };
    let (title, remedy) = (notice.title(), notice.remedy());
    let line = |place| row([&notice.file, weight, &title], notice.count, place, &remedy);
    if notice.examples.is_empty() {
        return vec![line(None)];
    }
    notice
        .examples
        .iter()
        .map(|place| line(Some(place)))
        .collect()
}

fn row(
    [file, weight, what]: [&str; 3],
    times: u64,
    place: Option<&Example>,
    done: &str,
) -> Vec<String> {
    let of = |part: Option<String>| part.unwrap_or_default();
    vec![
        file.to_owned(),
        weight.to_owned(),
        what.to_owned(),
        times.to_string(),
        of(place.and_then(|place| place.row).map(|row| row.to_string())),
        of(place.and_then(|place| place.column.clone())),
        of(place.and_then(|place| place.value.clone())),
        done.to_owned(),
    ]
}
