//! Fixtures through the engine, and their figures through the same steps that the engine takes.

use std::fmt::Write as _;
use std::path::Path;

use goodhart::dataset::{
    Absent, Adds, ColumnRole, Direction, Mapping, Naming, Period, Source, TableRole, formats, join,
};
use goodhart::engine::{Engine, FileId, FileReport};
use goodhart::metrics::{MetricId, Panel, Topic};
use goodhart::notice::{Kind, Lack, Notice};
use goodhart::table::date::{Order, parse};
use goodhart::table::{Intake, Table};

/// The bytes of a fixture.
pub fn bytes(name: &str) -> Vec<u8> {
    std::fs::read(Path::new("tests/formats").join(name)).unwrap()
}

/// A fixture through the engine, in small pieces.
pub fn load(name: &str) -> FileReport {
    load_bytes(name, &bytes(name))
}

/// Bytes through the engine, in small pieces.
pub fn load_bytes(name: &str, bytes: &[u8]) -> FileReport {
    let mut engine = Engine::new();
    engine.open(FileId(1), name);
    for piece in bytes.chunks(997) {
        engine.feed(FileId(1), piece);
    }
    engine.close(FileId(1))
}

/// A fixture as a table with its mapping.
pub fn prepared(name: &str) -> (Table, Mapping) {
    let mut intake = Intake::new(name);
    intake.push(&bytes(name));
    let read = intake.finish();
    formats::prepare(read.table.unwrap(), read.notices)
        .table
        .unwrap()
}

/// Fixtures joined, and what was said about it.
pub fn joined(names: &[&str], period: Period) -> (Panel, Vec<Notice>) {
    let files: Vec<(Table, Mapping)> = names.iter().map(|name| prepared(name)).collect();
    let sources: Vec<Source<'_>> = files
        .iter()
        .map(|(table, mapping)| Source { table, mapping })
        .collect();
    let (dataset, notices) = join(&sources, &Naming::default());
    (Panel::new(dataset, period, Absent::Unknown), notices)
}

/// A metric's value of one person in the period of a day.
pub fn value(panel: &Panel, metric: &str, person: &str, day: &str) -> Option<f64> {
    let metric = panel
        .metric(&MetricId(metric.to_owned()))
        .unwrap_or_else(|| {
            let all: Vec<&str> = panel
                .metrics
                .iter()
                .map(|one| one.info.id.0.as_str())
                .collect();
            panic!("no metric {metric} among {all:?}")
        });
    let moment = parse(day, Order::DayFirst).unwrap();
    let day = i32::try_from(moment.seconds / 86_400).unwrap();
    let at = panel
        .dataset
        .people
        .iter()
        .position(|id| id == person)
        .unwrap();
    let key = (u32::try_from(at).unwrap(), panel.period.index(day));
    let cell = panel
        .cells(metric.info.topic)
        .keys
        .binary_search(&key)
        .ok()?;
    Some(panel.values(metric).cells[cell]).filter(|value| !value.is_nan())
}

/// The days panel of one fixture.
pub fn days(name: &str) -> Panel {
    joined(&[name], Period::Day).0
}

/// Holds a fixture against its name, its rows read and skipped, its roles other than measures,
/// and values of metric, person and day that were worked out by hand.
pub fn check(
    (file, recognised, rows, skipped): (&str, &str, u64, u64),
    roles: &str,
    values: &[(&str, &str, &str, f64)],
) -> FileReport {
    let report = load(file);
    assert_eq!(report.recognised, recognised, "{file}");
    assert_eq!((report.rows, report.skipped), (rows, skipped), "{file}");
    let is_measure = |line: &&str| {
        let role = line.rsplit('=').next().unwrap();
        ["sum", "mean", "median", "last"].contains(&role.trim_end_matches(['+', '-']))
    };
    let mapped = mapping(&report);
    let lines: Vec<&str> = mapped
        .lines()
        .filter(|line| !is_measure(line))
        .map(str::trim)
        .collect();
    assert_eq!(lines.join(" "), roles, "{file}");
    if values.is_empty() {
        return report;
    }
    let panel = days(file);
    for (metric, person, day, want) in values {
        let found = value(&panel, metric, person, day);
        let is_close = found.is_some_and(|found| (found - want).abs() < 1e-9);
        assert!(
            is_close,
            "{file}: {metric} of {person} on {day} is {found:?}, not {want}"
        );
    }
    report
}

/// The ids of a side's metrics.
pub fn metrics(panel: &Panel, topic: Topic) -> Vec<&str> {
    panel
        .metrics
        .iter()
        .filter(|metric| metric.info.topic == topic)
        .map(|metric| metric.info.id.0.as_str())
        .collect()
}

/// A mapping in a line: `usage: login=person day=date n=sum`. Ignored columns are left out.
pub fn mapping(report: &FileReport) -> String {
    let mapping = report.mapping.as_ref().unwrap();
    let mut line = match mapping.role {
        TableRole::Usage => "usage:",
        TableRole::Outcomes => "outcomes:",
        TableRole::People => "people:",
        TableRole::Events => "events:",
        TableRole::Ids => "ids:",
        TableRole::Unused => "unused:",
    }
    .to_owned();
    for (column, mapped) in report.columns.iter().zip(&mapping.columns) {
        let role = match &mapped.role {
            ColumnRole::Person => "person".to_owned(),
            ColumnRole::OtherId => "other".to_owned(),
            ColumnRole::Date => "date".to_owned(),
            ColumnRole::Started => "started".to_owned(),
            ColumnRole::Finished => "finished".to_owned(),
            ColumnRole::Group => "group".to_owned(),
            ColumnRole::Measure(measure) => {
                let adds = match measure.adds {
                    Adds::Sum => "sum",
                    Adds::Mean => "mean",
                    Adds::Median => "median",
                    Adds::Last => "last",
                };
                let way = match measure.direction {
                    Direction::HigherIsBetter => "+",
                    Direction::LowerIsBetter => "-",
                    Direction::Neither => "",
                };
                format!("{adds}{way}")
            }
            ColumnRole::Ignored => continue,
        };
        write!(line, "\n  {}={role}", column.header).unwrap();
    }
    line
}

/// The kinds of a report's notices, without quirks, which every export may have.
pub fn kinds(report: &FileReport) -> Vec<(&Kind, u64)> {
    report
        .notices
        .iter()
        .filter(|notice| !matches!(notice.kind, Kind::Quirk(_)))
        .map(|notice| (&notice.kind, notice.count))
        .collect()
}

/// A known export that cannot answer: nothing is loaded, and the notice names the export to fetch.
pub fn refused(file: &str, name: &str, lack: Lack, instead: &str) {
    let report = load(file);
    assert_eq!(
        (report.recognised.as_str(), report.mapping.as_ref()),
        (name, None),
        "{file}"
    );
    match &report.notices[..] {
        [notice] => match &notice.kind {
            Kind::CannotAnswer(found, words) => {
                assert_eq!(*found, lack, "{file}");
                assert!(words.contains(instead), "{file}: {words}");
            }
            other => panic!("{file}: {other:?}"),
        },
        other => panic!("{file}: {other:?}"),
    }
}
