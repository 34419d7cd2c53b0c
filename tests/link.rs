//! A link that is opened with other files: what fits is applied, what does not is said.
//!
//! When this fails, somebody reads an answer to another question than the one that they were sent.

#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use std::collections::{BTreeMap, BTreeSet};

use goodhart::dataset::period::day_of_iso;
use goodhart::dataset::{Absent, Period};
use goodhart::engine::{Engine, FileId, JoinReport, Recipe, Request, Response, Wanted};
use goodhart::metrics::{Filters, MetricId, Selection};

/// The sample company, joined.
fn joined() -> Box<JoinReport> {
    let mut engine = Engine::new();
    let Response::Sample(files) = engine.answer(&Request::Sample(FileId(0))) else {
        panic!("the sample was not read");
    };
    let files = files
        .into_iter()
        .map(|file| (file.id, file.mapping.unwrap()));
    let recipe = Recipe {
        files: files.collect(),
        period: Period::Week,
        absent: Absent::Unknown,
        filters: Filters::default(),
        naming: goodhart::dataset::Naming::default(),
    };
    let Response::Joined(Ok(join)) = engine.answer(&Request::Join(recipe)) else {
        panic!("the sample was not joined");
    };
    join
}

fn groups(attribute: &str, levels: &[&str]) -> BTreeMap<String, BTreeSet<String>> {
    let levels = levels.iter().map(|&level| level.to_owned()).collect();
    [(attribute.to_owned(), levels)].into()
}

#[test]
fn what_fits_is_not_complained_of() {
    let join = joined();
    let (x, y) = (
        MetricId("usage.prompts".into()),
        MetricId("outcome.defects".into()),
    );
    let filters = Filters {
        from: day_of_iso("2026-02-02"),
        groups: groups("role", &["engineer"]),
        least_periods: 3,
        selection: Some(Selection {
            x: x.clone(),
            y: y.clone(),
            low: [0.0, 0.0],
            high: [9.0, 9.0],
        }),
        ..Filters::default()
    };
    let wanted = Wanted {
        x: Some(&x),
        y: Some(&y),
        by: Some("role"),
        filters: &filters,
    };
    assert_eq!(join.lacking(&wanted), [""; 0]);
    assert_eq!(join.fitting(&filters), filters);
}

#[test]
fn what_does_not_fit_is_named_and_can_be_left_out() {
    let join = joined();
    let x = MetricId("usage.lines-of-code".into());
    // A metric of the other side is not one of this side.
    let y = MetricId("usage.prompts".into());
    let mut filters = Filters {
        from: day_of_iso("2031-01-06"),
        groups: groups("role", &["engineer", "astronaut"]),
        least_periods: 3,
        selection: Some(Selection {
            x: x.clone(),
            y: MetricId("outcome.defects".into()),
            low: [0.0, 0.0],
            high: [9.0, 9.0],
        }),
        ..Filters::default()
    };
    filters.groups.extend(groups("planet", &["Mars"]));
    let lacking = join.lacking(&Wanted {
        x: Some(&x),
        y: Some(&y),
        by: Some("planet"),
        filters: &filters,
    });
    let said = lacking.join("; ");
    for part in [
        "the usage metric “lines of code”",
        "the outcome “prompts”",
        "the attribute “planet”",
        "groups by “planet”",
        "the group “astronaut” of “role”",
        "the time from 6 Jan 2031 on",
        "the selection on a chart",
    ] {
        assert!(said.contains(part), "{part} is not in: {said}");
    }
    assert_eq!(lacking.len(), 7);
    let fitting = join.fitting(&filters);
    assert_eq!(fitting.groups, groups("role", &["engineer"]));
    assert_eq!(
        (fitting.from, fitting.selection, fitting.least_periods),
        (None, None, 3)
    );
}
