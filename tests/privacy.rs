//! What people hand over by mistake, and how they are called.
//!
//! When this fails, the page shows an e-mail address or a name before anybody decided about it, or people of one file
//! are taken for others of another.

#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use std::fmt::Write as _;

use goodhart::dataset::spelling::{Mismatch, Spelling};
use goodhart::dataset::{ColumnRole, Naming};
use goodhart::engine::{Engine, FileId, FileReport, Guard, JoinReport, Request, Response};

mod loaded;
use loaded::Loaded;

const NAMES: [&str; 8] = ["ada", "ben", "cem", "dov", "eva", "fay", "gus", "hal"];

/// Weeks of usage or outcomes of people who are called so.
fn weeks(header: &str, id: impl Fn(&str) -> String) -> String {
    let mut text = format!("{header}\n");
    for (at, name) in NAMES.iter().enumerate() {
        for week in ["2026-01-05", "2026-01-12", "2026-01-19"] {
            writeln!(text, "{},{week},{}", id(name), at + 3).unwrap();
        }
    }
    text
}

fn mail(name: &str) -> String {
    format!("{name}.smith@example.org")
}

fn read(text: &str) -> (Engine, FileReport) {
    let mut engine = Engine::new();
    engine.open(FileId(0), "usage.csv");
    engine.feed(FileId(0), text.as_bytes());
    let report = engine.close(FileId(0));
    (engine, report)
}

fn decide(engine: &mut Engine, at: usize, guard: Guard) -> FileReport {
    let request = Request::Guard(FileId(0), vec![(at, guard)]);
    let Response::Guarded(report) = engine.answer(&request) else {
        panic!("the file was not guarded");
    };
    *report
}

fn joined(loaded: &mut Loaded, naming: Naming) -> JoinReport {
    loaded.recipe.naming = naming;
    match loaded.engine.answer(&Request::Join(loaded.recipe.clone())) {
        Response::Joined(Ok(report)) => *report,
        other => panic!("{other:?}"),
    }
}

#[test]
fn no_part_of_a_report_holds_a_personal_value_before_somebody_decided() {
    let text = weeks("email,week,prompts", mail).replacen(",3\n", ",many\n", 1);
    let (mut engine, report) = read(&text);
    let said = serde_json::to_string(&report).unwrap();
    assert!(!said.contains("smith"), "{said}");
    let found = report.columns[0].personal.as_ref().unwrap();
    assert_eq!(
        (found.what.as_str(), found.guard),
        ("e-mail addresses", Guard::Hidden)
    );
    assert!(report.columns[2].personal.is_none());
    assert_eq!(report.mapping.unwrap().columns[0].role, ColumnRole::Person);
    assert_eq!(report.head[0], ["hidden", "2026-01-05", "many"]);
    // An id stays in shape even where somebody said that it is not personal.
    let shown = decide(&mut engine, 0, Guard::Shown);
    assert_eq!(shown.head[0][0], "aaa.aaaaa@aaaaaaa.aaa");
}

#[test]
fn names_of_people_are_no_group_until_somebody_says_so() {
    let mut text = String::from("person_id,manager_name,week,prompts\n");
    for (at, name) in NAMES.iter().enumerate() {
        writeln!(
            text,
            "p{at},Ann {}mann,2026-01-05,{at}",
            name.to_uppercase()
                .chars()
                .take(1)
                .chain("er".chars())
                .collect::<String>()
        )
        .unwrap();
    }
    let (mut engine, report) = read(&text);
    let found = report.columns[1].personal.as_ref().unwrap();
    assert_eq!(found.what, "names of people");
    assert!(report.columns[1].common.is_empty());
    assert_eq!(report.mapping.unwrap().columns[1].role, ColumnRole::Ignored);
    assert!(decide(&mut engine, 1, Guard::Shown).head[0][1].starts_with("Ann "));
}

#[test]
fn what_is_dropped_is_gone_and_does_not_come_back() {
    let (mut engine, _) = read(&weeks("email,week,prompts", mail));
    assert_eq!(
        decide(&mut engine, 0, Guard::Dropped).columns[0].kind,
        "empty"
    );
    let shown = decide(&mut engine, 0, Guard::Shown);
    assert!(
        shown.head.iter().all(|row| row[0].is_empty()),
        "{:?}",
        shown.head
    );
}

#[test]
fn codes_take_the_place_of_ids_in_every_file_and_the_answer_stays() {
    let mut loaded = Loaded::files(&[
        ("usage.csv", &weeks("person_id,week,prompts", mail)),
        ("outcomes.csv", &weeks("person_id,week,tasks_done", mail)),
    ]);
    let plain = joined(&mut loaded, Naming::default());
    let coded = joined(
        &mut loaded,
        Naming {
            secret: Some([7; 16]),
            ..Naming::default()
        },
    );
    assert_eq!(plain.matched_people, NAMES.len());
    assert_eq!(coded, plain);
    let (x, y) = coded.first.clone().unwrap();
    let pair = goodhart::analysis::Pair {
        x,
        y,
        group: None,
        with_ids: true,
        interest: goodhart::analysis::Interest::default(),
    };
    let answer = loaded
        .engine
        .answer(&Request::Relate(loaded.recipe.clone(), pair));
    let said = format!("{answer:?}");
    assert!(!said.contains("smith"), "{said}");
}

#[test]
fn ids_that_differ_in_case_are_found_and_meet_when_that_is_passed_over() {
    let mut loaded = Loaded::files(&[
        (
            "usage.csv",
            &weeks("person_id,week,prompts", |name| {
                if name < "d" {
                    name.to_uppercase()
                } else {
                    name.to_owned()
                }
            }),
        ),
        (
            "outcomes.csv",
            &weeks("person_id,week,tasks_done", str::to_owned),
        ),
    ]);
    let apart = joined(&mut loaded, Naming::default());
    assert_eq!((apart.matched_people, apart.only_usage()), (5, 3));
    assert_eq!(apart.mismatches, [Mismatch::Spelled(Spelling::Case, 3)]);
    let met = joined(
        &mut loaded,
        Naming {
            passed_over: vec![Spelling::Case],
            ..Naming::default()
        },
    );
    assert_eq!((met.matched_people, met.mismatches.len()), (NAMES.len(), 0));
}

#[test]
fn a_file_of_ids_brings_people_together_who_are_called_differently() {
    let number = |name: &str| {
        format!(
            "u{}",
            100 + NAMES.iter().position(|other| *other == name).unwrap()
        )
    };
    let mut ids = String::from("usage_id,outcome_id\n");
    for name in NAMES {
        writeln!(ids, "{},{name}", number(name)).unwrap();
    }
    let mut loaded = Loaded::files(&[
        ("usage.csv", &weeks("person_id,week,prompts", number)),
        (
            "outcomes.csv",
            &weeks("person_id,week,tasks_done", str::to_owned),
        ),
        ("ids.csv", &ids),
    ]);
    assert_eq!(
        joined(&mut loaded, Naming::default()).matched_people,
        NAMES.len()
    );
}

#[test]
fn ids_that_meet_as_well_as_they_can_call_for_no_advice() {
    let report = joined(&mut Loaded::sample(), Naming::default());
    assert!(
        report.only_usage() > 0 && report.mismatches.is_empty(),
        "{:?}",
        report.mismatches
    );
}

#[test]
fn impossible_values_and_missing_weeks_are_told_with_their_counts() {
    let usage = weeks("person_id,week,suggestions", str::to_owned)
        .replace("week,suggestions", "week,suggestions,accepted")
        .lines()
        .map(|line| match line {
            header if header.contains("week") => header.to_owned(),
            row if row.starts_with("ada") => format!("{row},9"),
            row => format!("{row},1"),
        })
        .collect::<Vec<_>>()
        .join("\n");
    let outcomes =
        weeks("person_id,week,tasks_done", str::to_owned).replace("2026-01-12", "2026-02-02");
    let mut loaded = Loaded::files(&[("usage.csv", &usage), ("outcomes.csv", &outcomes)]);
    let report = joined(&mut loaded, Naming::default());
    let found = |title: &str| {
        let found = report.notices.iter().find(|notice| notice.title() == title);
        found
            .unwrap_or_else(|| panic!("{title} is not among {:?}", report.notices))
            .count
    };
    assert_eq!(found("3 rows with more accepted than suggested"), 3);
    assert_eq!(found("Nobody has outcomes in 2 periods between others"), 2);
}

#[test]
fn the_data_report_counts_every_row_of_a_file_and_names_what_was_skipped() {
    let text = format!(
        "{}u9,2026-02-02\n=cmd(),2026-02-02,many\n",
        weeks("person_id,week,prompts", str::to_owned)
    );
    let lines = text.lines().count() - 1;
    let (_, report) = read(&text);
    let table = goodhart::report::data_report(&[&report], None);
    let times = |found: &str| -> usize {
        let row = table.rows.iter().find(|row| row[2] == found).unwrap();
        row[3].parse().unwrap()
    };
    assert_eq!(times("Rows in the file"), lines);
    assert_eq!(times("Rows read") + times("Rows skipped"), lines);
    let ragged = table
        .rows
        .iter()
        .find(|row| row[2].contains("without the header’s 3 cells"))
        .unwrap();
    assert_eq!(ragged[4], (lines).to_string());
    let odd = table.rows.iter().find(|row| row[6] == "many").unwrap();
    assert_eq!(
        (odd[4].as_str(), odd[5].as_str()),
        ((lines + 1).to_string().as_str(), "prompts")
    );
}
