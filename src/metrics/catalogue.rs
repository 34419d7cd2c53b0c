//! Which metrics a data set offers, each with its definition and its formula over measures.
//!
//! To add a metric, add a [`Formula`] if none fits, and one line to [`usage`] or [`outcomes`].

use crate::dataset::guess::header_words;
use crate::dataset::{Adds, Dataset, Direction, Log, Measure, Period};

use super::{MetricId, MetricInfo, Topic};

/// The name of the share of suggestions that were accepted.
pub const ACCEPTANCE_RATE: &str = "Acceptance rate";

/// A metric with the way to compute it.
#[derive(Debug, Clone, PartialEq)]
pub struct Metric {
    /// What people read.
    pub info: MetricInfo,
    /// How it comes about.
    pub formula: Formula,
}

/// How a metric comes about, over the series of its log (by position).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Formula {
    /// One measure, added up as it says.
    Measure(usize, Adds),
    /// Σ numerator / Σ denominator: never a mean of ratios.
    Ratio {
        /// Series of the numerator.
        numerator: usize,
        /// Series of the denominator.
        denominator: usize,
    },
    /// Distinct days on which some measure was above zero.
    ActiveDays,
    /// Σ of a measure per active day.
    PerActiveDay(usize),
}

impl Formula {
    /// The series that it reads. [`Formula::ActiveDays`] reads all of them, and names none.
    pub fn series(self) -> Vec<usize> {
        match self {
            Formula::Measure(series, _) | Formula::PerActiveDay(series) => vec![series],
            Formula::Ratio {
                numerator,
                denominator,
            } => vec![numerator, denominator],
            Formula::ActiveDays => Vec::new(),
        }
    }
}

/// Every metric that the data set offers for a period: usage first, in the order of the files' columns.
pub fn catalogue(dataset: &Dataset, period: Period) -> Vec<Metric> {
    let mut metrics = usage(&dataset.usage, period);
    metrics.extend(outcomes(&dataset.outcomes, period));
    make_ids_distinct(&mut metrics);
    metrics
}

fn usage(log: &Log, period: Period) -> Vec<Metric> {
    let mut metrics = measures(log, Topic::Usage, period);
    if let Some((accepted, shown)) = accepted_and_shown(log) {
        metrics.push(ratio(
            log,
            Topic::Usage,
            ACCEPTANCE_RATE,
            accepted,
            shown,
            Direction::Neither,
        ));
    }
    if let (Some(tokens), Some(prompts)) = (
        find(log, &["tokens"]),
        find(log, &["prompts", "requests", "messages"]),
    ) {
        metrics.push(ratio(
            log,
            Topic::Usage,
            "Tokens per prompt",
            tokens,
            prompts,
            Direction::Neither,
        ));
    }
    // Days can only be counted where dates are finer than the period.
    if has_several_days_per(log, period) {
        metrics.push(Metric {
            info: info(
                "Active days",
                &format!("days {}", per(period)),
                Topic::Usage,
                Direction::Neither,
                format!(
                    "Days in a {} on which any usage measure was above zero.",
                    period.word()
                ),
            ),
            formula: Formula::ActiveDays,
        });
        if let Some(first) = log
            .series
            .iter()
            .position(|series| series.measure.adds == Adds::Sum)
        {
            let name = label(&log.series[first].name);
            metrics.push(Metric {
                info: info(
                    &format!("{name} per active day"),
                    "per active day",
                    Topic::Usage,
                    Direction::Neither,
                    format!("Sum of {name} divided by the number of active days."),
                ),
                formula: Formula::PerActiveDay(first),
            });
        }
    }
    metrics
}

fn outcomes(log: &Log, period: Period) -> Vec<Metric> {
    let mut metrics = measures(log, Topic::Outcome, period);
    let done = find(
        log,
        &[
            "tasks",
            "tickets",
            "closed",
            "merged",
            "completed",
            "resolved",
            "solved",
            "finished",
            "deployments",
        ],
    );
    if let Some(done) = done {
        for bad in [
            "defects",
            "bugs",
            "incidents",
            "reopened",
            "reverts",
            "failures",
        ] {
            if let Some(at) = find(log, &[bad]).filter(|&at| at != done) {
                let name = format!(
                    "{} per {}",
                    label(&log.series[at].name),
                    label(&log.series[done].name)
                );
                metrics.push(ratio(
                    log,
                    Topic::Outcome,
                    &name,
                    at,
                    done,
                    Direction::LowerIsBetter,
                ));
            }
        }
    }
    metrics
}

fn measures(log: &Log, topic: Topic, period: Period) -> Vec<Metric> {
    let metric = |(at, series): (usize, &crate::dataset::Series)| {
        let Measure { adds, direction } = series.measure;
        let name = label(&series.name);
        let (unit, definition) = match adds {
            Adds::Sum => (per(period), format!("Sum of {name} {}.", per(period))),
            Adds::Mean => (
                "mean".to_owned(),
                format!("Mean of {name} over the rows of a {}.", period.word()),
            ),
            Adds::Median => (
                "median".to_owned(),
                format!("Median of {name} over the rows of a {}.", period.word()),
            ),
            Adds::Last => (
                "latest".to_owned(),
                format!("Latest {name} in a {}.", period.word()),
            ),
        };
        Metric {
            info: info(&name, &unit, topic, direction, definition),
            formula: Formula::Measure(at, adds),
        }
    };
    log.series.iter().enumerate().map(metric).collect()
}

fn ratio(
    log: &Log,
    topic: Topic,
    name: &str,
    numerator: usize,
    denominator: usize,
    direction: Direction,
) -> Metric {
    let definition = format!(
        "Sum of {} divided by sum of {}, never a mean of ratios.",
        label(&log.series[numerator].name),
        label(&log.series[denominator].name)
    );
    Metric {
        info: info(name, "ratio", topic, direction, definition),
        formula: Formula::Ratio {
            numerator,
            denominator,
        },
    }
}

fn info(
    name: &str,
    unit: &str,
    topic: Topic,
    direction: Direction,
    definition: String,
) -> MetricInfo {
    let prefix = match topic {
        Topic::Usage => "usage",
        Topic::Outcome => "outcome",
    };
    MetricInfo {
        id: MetricId(format!("{prefix}.{}", header_words(name).join("-"))),
        label: name.to_owned(),
        unit: unit.to_owned(),
        topic,
        direction,
        definition,
        people: 0,
    }
}

/// The first two series of which one counts what was accepted of what the other counts as shown:
/// their headers differ in that word alone. Accepted lines over shown tabs would be no rate of anything.
fn accepted_and_shown(log: &Log) -> Option<(usize, usize)> {
    const ACCEPTED: &[&str] = &["accepted", "acceptances", "acceptance"];
    const SHOWN: &[&str] = &["suggestions", "suggested", "shown"];
    const COUNTING: &[&str] = &["count", "sum", "total", "number", "of"];
    let about = |at: usize, said: &[&str]| -> Option<Vec<String>> {
        let mut words = header_words(&log.series[at].name);
        let is_said = words.iter().any(|word| said.contains(&word.as_str()));
        words.retain(|word| !said.contains(&word.as_str()) && !COUNTING.contains(&word.as_str()));
        (is_said && log.series[at].measure.adds == Adds::Sum).then_some(words)
    };
    let all = 0..log.series.len();
    all.clone().find_map(|accepted| {
        let what = about(accepted, ACCEPTED)?;
        let shown = all
            .clone()
            .find(|&shown| shown != accepted && about(shown, SHOWN).as_ref() == Some(&what))?;
        Some((accepted, shown))
    })
}

/// The first series that adds up and whose header has one of the words; earlier words win.
fn find(log: &Log, words: &[&str]) -> Option<usize> {
    words.iter().find_map(|word| {
        log.series.iter().position(|series| {
            series.measure.adds == Adds::Sum
                && header_words(&series.name).iter().any(|found| found == word)
        })
    })
}

fn has_several_days_per(log: &Log, period: Period) -> bool {
    if period == Period::Day {
        return false;
    }
    let Some(days) = &log.day else { return false };
    let Some(&first) = days.first() else {
        return false;
    };
    // A file that dates each row to the start of its week or month says nothing about days.
    days.iter()
        .any(|&day| period.index(day) == period.index(first) && day != first)
}

/// A header as people read it: `"lead_time_hours"` becomes `"Lead time hours"`.
pub fn label(header: &str) -> String {
    let spaced = header.replace(['_', '-', '.'], " ");
    let spaced = spaced.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut letters = spaced.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => spaced,
    }
}

fn per(period: Period) -> String {
    match period {
        Period::Span => "over the whole time".to_owned(),
        other => format!("per {}", other.word()),
    }
}

/// Two headers can make one id (`a b` and `a_b`); the later one gets a number.
fn make_ids_distinct(metrics: &mut [Metric]) {
    for at in 1..metrics.len() {
        let (before, rest) = metrics.split_at_mut(at);
        let id = &mut rest[0].info.id.0;
        let base = id.clone();
        let mut number = 2;
        while before.iter().any(|metric| metric.info.id.0 == *id) {
            *id = format!("{base}-{number}");
            number += 1;
        }
    }
}
