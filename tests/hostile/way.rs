//! The way of a file through the engine, to the answers and back to the page.

use std::fmt::Write as _;

use csv_core::ReadRecordResult;
use goodhart::analysis::{Interest, Look, Pair};
use goodhart::dataset::{Absent, ColumnRole, Mapping, Naming, Period, TableRole, formats};
use goodhart::engine::{Engine, FileId, Recipe, Request, Response};
use goodhart::metrics::Filters;
use goodhart::report::{csv, data_report};
use goodhart::table::{Table, date};
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use serde::{Serialize, de::DeserializeOwned};

type Tested = Result<(), TestCaseError>;

/// Loads a file beside one that fits it, joins and asks; every answer is sent, and every notice is worded.
pub fn go(name: &str, bytes: &[u8]) -> Tested {
    let read = super::read(name, bytes, &[]);
    let counted = read.table.as_ref().map(|table| table.rows + table.skipped);
    let prepared = read
        .table
        .map(|table| formats::prepare(table, read.notices));
    let mut engine = Engine::new();
    let report = load(&mut engine, 1, name, bytes);
    arrives(&report)?;
    for notice in &report.notices {
        prop_assert!(!notice.title().is_empty() && !notice.remedy().is_empty());
        notice.places();
    }
    is_safe(&csv(&data_report(&[&report], None)))?;
    let (Some(mapping), Some(prepared)) = (report.mapping.clone(), prepared) else {
        prop_assert!(!report.notices.is_empty(), "refused without a reason");
        return Ok(());
    };
    let rows = usize::try_from(report.rows + report.skipped).unwrap();
    prop_assert_eq!(
        Some(rows),
        counted,
        "rows come and go without being counted"
    );
    prop_assert_eq!(mapping.columns.len(), report.columns.len());
    let (table, _) = prepared.table.unwrap();
    let beside = load(
        &mut engine,
        2,
        "beside.csv",
        beside(&table, &mapping).as_bytes(),
    );
    let files = [(FileId(1), Some(mapping)), (FileId(2), beside.mapping)];
    let recipe = Recipe {
        files: files
            .into_iter()
            .filter_map(|(id, mapping)| Some((id, mapping?)))
            .collect(),
        period: Period::Week,
        absent: Absent::Unknown,
        filters: Filters::default(),
        naming: Naming::default(),
    };
    let joined = engine.answer(&Request::Join(recipe.clone()));
    arrives(&joined)?;
    let Response::Joined(Ok(join)) = joined else {
        return Ok(());
    };
    is_safe(&csv(&data_report(&[&report], Some(&join))))?;
    let Some((x, y)) = join.first else {
        return Ok(());
    };
    let interest = Interest::default();
    let pair = Pair {
        x: x.clone(),
        y: y.clone(),
        group: None,
        with_ids: false,
        interest,
    };
    for request in [
        Request::Relate(recipe.clone(), pair),
        Request::Overview(recipe, Look { x, y, interest }),
    ] {
        arrives(&engine.answer(&request))?;
    }
    Ok(())
}

fn load(engine: &mut Engine, id: u32, name: &str, bytes: &[u8]) -> goodhart::engine::FileReport {
    engine.open(FileId(id), name);
    for piece in bytes.chunks(1009) {
        engine.feed(FileId(id), piece);
    }
    engine.close(FileId(id))
}

/// Whether what the worker posts is what the page gets.
fn arrives<T: Serialize + DeserializeOwned>(sent: &T) -> Tested {
    let bytes = postcard::to_stdvec(sent).unwrap();
    let got: T = postcard::from_bytes(&bytes).unwrap();
    prop_assert_eq!(postcard::to_stdvec(&got).unwrap(), bytes);
    Ok(())
}

/// A file of the other side about the same people and days.
fn beside(table: &Table, mapping: &Mapping) -> String {
    let column = |role: &ColumnRole| {
        let at = mapping
            .columns
            .iter()
            .position(|column| column.role == *role);
        at.map(|at| &table.columns[at])
    };
    let mut text = match mapping.role {
        TableRole::Usage => "person_id,date,tasks_done,lead_time_hours\n".to_owned(),
        _ => "person_id,date,prompts,tokens\n".to_owned(),
    };
    let days = column(&ColumnRole::Date).or_else(|| column(&ColumnRole::Finished));
    let days = days.map(goodhart::table::Column::as_dates);
    for row in 0..table.rows.min(60) {
        let id = column(&ColumnRole::Person).map_or_else(|| "u1".into(), |ids| ids.text(row));
        let day = days
            .as_ref()
            .and_then(|days| days.seconds(row))
            .unwrap_or(1_767_600_000);
        let day = date::iso(day);
        writeln!(
            text,
            "\"{}\",{},{row},{}",
            id.replace('"', "\"\""),
            &day[..10],
            row % 7
        )
        .unwrap();
    }
    text
}

/// What csv-core makes of a text.
pub fn records(text: &[u8]) -> Vec<Vec<String>> {
    let mut csv = csv_core::Reader::new();
    let (mut cells, mut ends) = (vec![0; text.len() + 1], vec![0; text.len() + 2]);
    let (mut rest, mut records) = (text, Vec::new());
    loop {
        let (result, read, _, width) = csv.read_record(rest, &mut cells, &mut ends);
        rest = &rest[read..];
        match result {
            ReadRecordResult::End => return records,
            // The end of a text that ends with its last record.
            ReadRecordResult::InputEmpty => {}
            _ => {
                let starts = std::iter::once(0).chain(ends.iter().copied());
                let cell = |(start, end): (usize, &usize)| {
                    String::from_utf8_lossy(&cells[start..*end]).into_owned()
                };
                records.push(starts.zip(&ends[..width]).map(cell).collect());
            }
        }
    }
}

/// Whether a spreadsheet takes every cell for a number or a text (OWASP, "CSV Injection").
pub fn is_safe(csv: &str) -> Tested {
    for cell in records(csv.as_bytes()).iter().flatten() {
        let is_number = cell
            .trim_end_matches('%')
            .parse::<f64>()
            .is_ok_and(f64::is_finite);
        let begins = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
        prop_assert!(is_number || !begins, "a spreadsheet may run {cell:?}");
    }
    Ok(())
}
