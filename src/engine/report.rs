//! What the page is told of a file and of a join: facts made ready to be shown.

use crate::analysis::SMALLEST_GROUP;
use crate::analysis::filtered::filtered;
use crate::dataset::{ColumnRole, Dataset, Log, Period};
use crate::format;
use crate::metrics::filter::{level_sizes, on_both_sides};
use crate::metrics::{Filters, MetricId, Panel, Topic};
use crate::notice::{Kind, Notice, Severity};
use crate::table::date::date_of;
use crate::table::{Column, ColumnKind, Summary};

use super::held::Held;
use super::oddities;
use super::{
    Choices, ColumnReport, FileId, FileReport, Groups, JoinReport, Personal, Recipe, words,
};

/// Rows of a file that are shown as they stand.
const HEAD: usize = 20;

/// What stands where a value is kept from the page.
const HIDDEN: &str = "hidden";

/// A file that was read, and what may be shown of it.
pub fn of(id: FileId, held: &Held) -> FileReport {
    let table = &held.table;
    FileReport {
        id,
        name: table.file.clone(),
        content_hash: table.content_hash,
        recognised: held.recognised.clone(),
        reading: table.source.to_string(),
        rows: table.rows as u64,
        skipped: table.skipped as u64,
        columns: (0..table.columns.len())
            .map(|at| column_report(held, at))
            .collect(),
        head: (0..table.rows.min(HEAD))
            .map(|row| row_of(held, row))
            .collect(),
        mapping: Some(held.mapping.clone()),
        notices: held.veiled(held.notices.clone()),
    }
}

/// A row as it stands in the file; of ids only the shape is shown.
fn row_of(held: &Held, row: usize) -> Vec<String> {
    let columns = held.table.columns.iter().enumerate();
    let cell = |(at, column): (usize, &Column)| {
        let text = column.text(row);
        if text.trim().is_empty() {
            String::new()
        } else if held.is_hidden(at) {
            HIDDEN.to_owned()
        } else if held.is_id(at) {
            shape(&text)
        } else {
            text.into_owned()
        }
    };
    columns.map(cell).collect()
}

fn column_report(held: &Held, at: usize) -> ColumnReport {
    let column = &held.table.columns[at];
    let profile = column.profile();
    // The range, the shape and the commonest values of ids and of what looks personal would name people.
    let is_private = held.is_hidden(at) || held.is_id(at);
    let (range, histogram, words) = match profile.summary {
        _ if is_private => (None, Vec::new(), Vec::new()),
        Summary::Numbers(range, bars) => (Some(range.map(format::number)), bars, Vec::new()),
        Summary::Days(range, bars) => (
            Some(range.map(|day| format::date(date_of(day)))),
            bars,
            Vec::new(),
        ),
        Summary::Words(words) => (None, Vec::new(), words),
        Summary::Nothing => (None, Vec::new(), Vec::new()),
    };
    let kind = match profile.kind {
        ColumnKind::Number => "number",
        ColumnKind::Date => "date",
        ColumnKind::Boolean => "yes/no",
        ColumnKind::Text => "text",
        ColumnKind::Empty => "empty",
    };
    let is_group = held.mapping.columns[at].role == ColumnRole::Group;
    ColumnReport {
        header: column.header.clone(),
        kind: kind.to_owned(),
        missing: profile.missing as u64,
        distinct: profile.distinct as u64,
        range,
        histogram,
        common: if is_group { words } else { Vec::new() },
        personal: held.personal[at].as_ref().map(|finding| Personal {
            what: words::personal(finding.kind).to_owned(),
            why: words::evidence(finding),
            guard: held.guard_of(at),
        }),
    }
}

/// The panel of a recipe with its report.
///
/// Filters that leave nearly nobody are no mistake in the files: the report then says so, and stays.
///
/// # Errors
/// The notices, when the files cannot be compared whatever the filters are.
pub fn join(
    dataset: &Dataset,
    notices: &[Notice],
    recipe: &Recipe,
) -> Result<(Panel, JoinReport), Vec<Notice>> {
    let (period, absent) = (recipe.period, recipe.absent);
    let (panel, removals) = filtered(dataset, (period, absent), &recipe.filters);
    let mut report = of_join(&panel, notices.to_vec());
    let is_stopped = |report: &JoinReport| {
        let mut found = report.notices.iter();
        found.any(|notice| notice.kind.severity() == Severity::Stop)
    };
    if recipe.filters == Filters::default() {
        if is_stopped(&report) {
            return Err(report.notices);
        }
    } else {
        if is_stopped(&report) {
            let whole = of_join(
                &Panel::new(dataset.clone(), period, absent),
                notices.to_vec(),
            );
            if is_stopped(&whole) {
                return Err(whole.notices);
            }
            report.notices = whole.notices;
        }
        if !report.is_enough() {
            report.notices.push(too_few(&report));
        }
    }
    report.choices = choices(dataset);
    report.removals = removals;
    Ok((panel, report))
}

/// Too few people for any number about them.
pub fn too_few(report: &JoinReport) -> Notice {
    let people = if report.rows == 0 {
        0
    } else {
        report.matched_people
    };
    Notice::counted("", Kind::TooFewPeople(SMALLEST_GROUP), people)
}

/// What there is to filter by. Groups that are too small to be shown are not named here either.
fn choices(dataset: &Dataset) -> Choices {
    let days = [&dataset.usage, &dataset.outcomes]
        .into_iter()
        .flat_map(|log| log.day.iter().flatten().copied());
    let groups = dataset.attributes.iter().map(|attribute| Groups {
        attribute: attribute.name.clone(),
        levels: level_sizes(dataset, attribute)
            .into_iter()
            .filter(|(_, people)| *people >= SMALLEST_GROUP)
            .collect(),
    });
    let both = on_both_sides(dataset).into_iter().filter(|both| *both);
    Choices {
        people: both.count(),
        days: days.clone().min().zip(days.max()).map(|(a, b)| [a, b]),
        groups: groups.filter(|groups| !groups.levels.is_empty()).collect(),
    }
}

/// A panel, and everything that went into it.
fn of_join(panel: &Panel, mut notices: Vec<Notice>) -> JoinReport {
    let dataset = &panel.dataset;
    let (usage, outcomes) = (
        Side::of(panel, Topic::Usage),
        Side::of(panel, Topic::Outcome),
    );
    let common = |a: &[u32], b: &[u32]| a.iter().filter(|one| b.binary_search(one).is_ok()).count();
    let shared: Vec<i32> = usage
        .periods
        .iter()
        .filter(|one| outcomes.periods.binary_search(one).is_ok())
        .copied()
        .collect();
    let matched_people = common(&usage.people, &outcomes.people);
    notices.extend(oddities::of_panel(panel));
    notices.extend(join_notices(
        panel,
        &usage,
        &outcomes,
        matched_people,
        &shared,
    ));
    JoinReport {
        usage_people: usage.people.len(),
        outcome_people: outcomes.people.len(),
        matched_people,
        usage_periods: usage.periods.len(),
        outcome_periods: outcomes.periods.len(),
        matched_periods: shared.len(),
        span: span(dataset, panel.period, &shared),
        rows: common_keys(panel),
        metrics: panel
            .metrics
            .iter()
            .map(|metric| metric.info.clone())
            .collect(),
        attributes: dataset
            .attributes
            .iter()
            .map(|attribute| attribute.name.clone())
            .collect(),
        first: first_pair(panel),
        choices: Choices::default(),
        removals: Vec::new(),
        mismatches: Vec::new(),
        notices,
    }
}

/// The people and periods of one side, sorted.
struct Side {
    people: Vec<u32>,
    periods: Vec<i32>,
}

impl Side {
    fn of(panel: &Panel, topic: Topic) -> Self {
        let keys = &panel.cells(topic).keys;
        let mut people: Vec<u32> = keys.iter().map(|key| key.0).collect();
        people.dedup();
        let mut periods: Vec<i32> = keys.iter().map(|key| key.1.0).collect();
        periods.sort_unstable();
        periods.dedup();
        Side { people, periods }
    }
}

fn common_keys(panel: &Panel) -> usize {
    let outcomes = &panel.cells(Topic::Outcome).keys;
    panel
        .cells(Topic::Usage)
        .keys
        .iter()
        .filter(|key| outcomes.binary_search(key).is_ok())
        .count()
}

/// First and last day that both sides cover.
fn span(dataset: &Dataset, period: Period, shared: &[i32]) -> Option<[String; 2]> {
    let range = |log: &Log| {
        let days = log.day.as_ref()?;
        Some((*days.iter().min()?, *days.iter().max()?))
    };
    let (usage, outcomes) = (range(&dataset.usage)?, range(&dataset.outcomes)?);
    if period != Period::Span && shared.is_empty() {
        return None;
    }
    let (first, last) = (usage.0.max(outcomes.0), usage.1.min(outcomes.1));
    (first <= last).then(|| [format::date(date_of(first)), format::date(date_of(last))])
}

/// The pair to begin with: the first metric of each side.
fn first_pair(panel: &Panel) -> Option<(MetricId, MetricId)> {
    let first = |topic| {
        panel
            .metrics
            .iter()
            .map(|metric| &metric.info)
            .find(|info| info.topic == topic)
    };
    Some((
        first(Topic::Usage)?.id.clone(),
        first(Topic::Outcome)?.id.clone(),
    ))
}

/// What keeps the two sides from being related.
fn join_notices(
    panel: &Panel,
    usage: &Side,
    outcomes: &Side,
    matched: usize,
    shared: &[i32],
) -> Vec<Notice> {
    let dataset = &panel.dataset;
    let mut notices = Vec::new();
    for (topic, word) in [(Topic::Usage, "usage"), (Topic::Outcome, "outcomes")] {
        if panel.log(topic).is_empty() {
            notices.push(Notice::about("", Kind::NoFileOfRole(word.to_owned())));
        } else if panel.log(topic).series.is_empty() {
            notices.push(Notice::about("", Kind::NoMeasure));
        }
    }
    if !notices.is_empty() {
        return notices;
    }
    let id = |person: Option<&u32>| {
        person.map_or_else(String::new, |&at| shape(&dataset.people[at as usize]))
    };
    if matched == 0 {
        let shapes = format!(
            "{} / {}",
            id(usage.people.first()),
            id(outcomes.people.first())
        );
        notices.push(Notice::about("", Kind::NoCommonPeople(shapes)));
    } else if shared.is_empty() {
        let spans = format!("{} / {}", extent(&dataset.usage), extent(&dataset.outcomes));
        notices.push(Notice::about("", Kind::NoCommonPeriods(spans)));
    }
    notices
}

fn extent(log: &Log) -> String {
    let days = log.day.iter().flatten();
    match (days.clone().min(), days.max()) {
        (Some(&first), Some(&last)) => {
            format!(
                "{} to {}",
                format::date(date_of(first)),
                format::date(date_of(last))
            )
        }
        _ => "no dates".to_owned(),
    }
}

/// The shape of an id without the id: `"u-0417"` becomes `"a-9999"`.
fn shape(id: &str) -> String {
    let mask = |letter: char| match letter {
        _ if letter.is_numeric() => '9',
        _ if letter.is_uppercase() => 'A',
        _ if letter.is_alphabetic() => 'a',
        other => other,
    };
    id.chars().take(24).map(mask).collect()
}

#[cfg(test)]
mod tests {
    use super::shape;

    #[test]
    fn the_shape_of_an_id_does_not_give_the_id_away() {
        assert_eq!(shape("p-3f9A"), "a-9a9A");
        assert_eq!(shape("eva.m@x.org"), "aaa.a@a.aaa");
    }
}
