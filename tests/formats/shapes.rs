//! What happens to exports on the way: columns moved, renamed, added and lost; archives; files that nobody knows.

use goodhart::dataset::formats::{candidates, key};
use goodhart::dataset::{ColumnRole, Naming, Period, Source, formats, join};
use goodhart::metrics::Panel;
use goodhart::notice::{Kind, Severity};
use goodhart::table::Intake;

use super::harness::{bytes, kinds, load, load_bytes, mapping, value};

fn fixtures() -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir("tests/formats")
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| !matches!(name.rsplit('.').next(), Some("rs" | "xlsx")))
        .collect();
    names.sort();
    assert!(names.len() > 40);
    names
}

fn headers(name: &str) -> Vec<String> {
    let mut intake = Intake::new(name);
    intake.push(&bytes(name));
    let table = intake.finish().table.unwrap();
    table
        .columns
        .iter()
        .map(|column| column.header.clone())
        .collect()
}

fn best(headers: &[String]) -> Option<&'static str> {
    let headers: Vec<&str> = headers.iter().map(String::as_str).collect();
    candidates(&headers).first().map(|(format, _)| format.name)
}

#[test]
fn no_two_exports_claim_a_file_with_equal_right() {
    for name in fixtures() {
        let headers = headers(&name);
        let headers: Vec<&str> = headers.iter().map(String::as_str).collect();
        let found = candidates(&headers);
        assert!(!found.is_empty(), "{name} is not recognised");
        if let [(first, score), (second, next), ..] = found[..] {
            assert!(
                score > next + 0.05,
                "{name}: {} {score}, {} {next}",
                first.name,
                second.name
            );
        }
    }
}

#[test]
fn every_export_has_a_fixture() {
    let names: Vec<&str> = fixtures()
        .iter()
        .filter_map(|name| best(&headers(name)))
        .collect();
    for format in formats::all() {
        assert!(
            names.contains(&format.name),
            "{} has no fixture",
            format.name
        );
    }
}

#[test]
fn columns_are_found_by_name_in_any_order_and_case_and_beside_new_ones() {
    for name in fixtures() {
        let headers = headers(&name);
        let known = best(&headers);
        let reversed: Vec<String> = headers.iter().rev().cloned().collect();
        assert_eq!(best(&reversed), known, "{name} reversed");
        let upper: Vec<String> = headers.iter().map(|header| header.to_uppercase()).collect();
        assert_eq!(best(&upper), known, "{name} in capitals");
        let mut more = headers.clone();
        more.extend(["New thing", "Another new thing"].map(str::to_owned));
        assert_eq!(best(&more), known, "{name} with new columns");
    }
}

#[test]
fn one_lost_column_does_not_hide_an_export() {
    for name in fixtures() {
        let headers = headers(&name);
        // A file of two columns is known by both.
        if headers.len() < 4 {
            continue;
        }
        let known = best(&headers);
        for lost in 0..headers.len() {
            let mut fewer = headers.clone();
            let header = fewer.remove(lost);
            let is_essential = |names: &&str| formats::Pattern::of(names).fits(&key(&header));
            let format = formats::all()
                .find(|format| Some(format.name) == known)
                .unwrap();
            if format.essential.iter().any(is_essential) {
                continue;
            }
            assert_eq!(best(&fewer), known, "{name} without {header}");
        }
    }
}

#[test]
fn ordinary_tables_are_no_export() {
    for headers in [
        &[
            "person_id",
            "date",
            "prompts",
            "tokens_in",
            "suggestions",
            "accepted",
        ][..],
        &[
            "person_id",
            "week",
            "tasks_done",
            "lead_time_hours",
            "defects",
        ],
        &["user", "date", "model", "requests"],
        &["name", "email", "team", "role"],
        &["id", "title", "created", "closed", "author"],
    ] {
        assert!(candidates(headers).is_empty(), "{headers:?}");
    }
    assert_eq!(key("Lead time (2)"), "leadtime");
}

#[test]
fn a_reordered_file_gives_the_same_figures() {
    let text = String::from_utf8(bytes("cursor_events.csv")).unwrap();
    let moved = text
        .replace("\"Errored, No Charge\"", "Errored")
        .replace("\"Aborted, Not Charged\"", "Aborted")
        .replace(
            "\"Input (w/ Cache Write)\",\"Input (w/o Cache Write)\"",
            "INPUT (W/ CACHE WRITE),Input w/o Cache Write",
        )
        .lines()
        .map(|line| line.split(',').rev().collect::<Vec<_>>().join(";") + ";x\n")
        .collect::<String>();
    let report = load_bytes("moved.csv", moved.as_bytes());
    assert_eq!(
        (report.recognised.as_str(), report.rows, report.skipped),
        ("Cursor usage events", 3, 2)
    );
    let mut intake = Intake::new("moved.csv");
    intake.push(moved.as_bytes());
    let read = intake.finish();
    let (table, mapping) = formats::prepare(read.table.unwrap(), read.notices)
        .table
        .unwrap();
    let (dataset, _) = join(
        &[Source {
            table: &table,
            mapping: &mapping,
        }],
        &Naming::default(),
    );
    let panel = Panel::new(dataset, Period::Day, goodhart::dataset::Absent::Unknown);
    assert_eq!(
        value(&panel, "usage.fresh-tokens", "u-1", "2026-03-28"),
        Some(2500.0)
    );
}

#[test]
fn an_unknown_file_of_work_is_read_by_its_beginning_and_end() {
    let text = "ref,author,opened,closed,lines,failed\n1,u-1,2026-05-04 08:00,2026-05-04 10:00,5,yes\n2,u-1,2026-05-04 08:00,2026-05-04 14:00,7,no\n3,u-2,2026-05-05 08:00,,1,no\n";
    let report = load_bytes("work.csv", text.as_bytes());
    assert_eq!(report.recognised, "Pieces of work by person");
    assert!(
        mapping(&report).contains("opened=started\n  closed=finished"),
        "{}",
        mapping(&report)
    );
    let mut intake = Intake::new("work.csv");
    intake.push(text.as_bytes());
    let read = intake.finish();
    let (table, mut mapping) = formats::prepare(read.table.unwrap(), read.notices)
        .table
        .unwrap();
    // A person says that the column of yes and no is a measure.
    let failed = table
        .columns
        .iter()
        .position(|column| column.header == "failed")
        .unwrap();
    mapping.columns[failed].role = ColumnRole::Measure(goodhart::dataset::Measure {
        adds: goodhart::dataset::Adds::Mean,
        direction: goodhart::dataset::Direction::LowerIsBetter,
    });
    let (dataset, notices) = join(
        &[Source {
            table: &table,
            mapping: &mapping,
        }],
        &Naming::default(),
    );
    let panel = Panel::new(dataset, Period::Day, goodhart::dataset::Absent::Unknown);
    assert_eq!(
        value(&panel, "outcome.items-closed", "u-1", "2026-05-04"),
        Some(2.0)
    );
    assert_eq!(
        value(&panel, "outcome.lead-time-hours", "u-1", "2026-05-04"),
        Some(4.0)
    );
    assert_eq!(
        value(&panel, "outcome.failed", "u-1", "2026-05-04"),
        Some(0.5)
    );
    assert!(
        notices
            .iter()
            .any(|notice| notice.kind == Kind::NotFinished)
    );
}

#[test]
fn an_archive_names_what_it_does_not_read() {
    let report = load("mixed.zip");
    assert_eq!(report.recognised, "GitHub Copilot seats");
    assert!(kinds(&report).contains(&(&Kind::LeftInArchive("b/dora.csv".to_owned()), 1)));
}

#[test]
fn damaged_archives_and_json_stop_with_a_notice_whatever_is_cut() {
    for name in [
        "amazon_q_parts.zip",
        "claude_code.json",
        "copilot_users.ndjson.gz",
    ] {
        let whole = bytes(name);
        for end in (1..whole.len()).step_by(whole.len() / 40 + 1) {
            let report = load_bytes(name, &whole[..end]);
            let is_stopped = report
                .notices
                .iter()
                .any(|notice| notice.kind.severity() == Severity::Stop);
            assert!(
                report.mapping.is_some() || is_stopped,
                "{name} cut at {end}"
            );
        }
        for at in (0..whole.len()).step_by(whole.len() / 60 + 1) {
            let mut bent = whole.clone();
            bent[at] ^= 0x55;
            // It must end; what it finds depends on the byte.
            let report = load_bytes(name, &bent);
            assert!(
                report.mapping.is_some() || !report.notices.is_empty(),
                "{name} bent at {at}"
            );
        }
    }
}

#[test]
fn every_column_of_a_known_export_says_what_the_export_calls_it() {
    let report = load("copilot_users.ndjson");
    let mapping = report.mapping.unwrap();
    let at = report
        .columns
        .iter()
        .position(|column| column.header == "user_login")
        .unwrap();
    let reason = &mapping.columns[at].reason;
    assert_eq!(
        *reason,
        goodhart::dataset::Reason::Export {
            export: "GitHub Copilot usage metrics".to_owned(),
            column: "user_login".to_owned()
        }
    );
}
