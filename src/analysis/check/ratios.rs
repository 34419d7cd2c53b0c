//! The signs that are ratios of sums before and after: usage and tokens per result, what is accepted, cache reads.

use crate::analysis::matched::{Axis, matched};
use crate::dataset::{Adds, Direction};
use crate::metrics::{Formula, Metric, Topic, Values};
use crate::stats::Undefined;

use super::change::{Shift, Shifts, Totals};
use super::rulers::{named, token_metrics};
use super::scene::Scene;
use super::signs::{Kind, Measure, Sign, seen, shifts};

/// A sign that is a ratio of sums before and after, where the columns for it are there.
pub(super) fn ratio(scene: &Scene, kind: Kind) -> Option<Sign> {
    let (of, by, totals) = match kind {
        Kind::VolumePerResult => volume_per_result(scene)?,
        Kind::TokensPerResult => tokens_per_result(scene)?,
        Kind::Acceptance => {
            let accepted = named(scene, &["accepted", "acceptances"])?;
            let shown = named(scene, &["suggestions", "suggested", "shown"])?;
            let totals = of_rows(scene, &[accepted], &[shown]);
            (
                accepted.info.label.clone(),
                shown.info.label.clone(),
                totals,
            )
        }
        Kind::CacheReads => {
            let tokens = token_metrics(scene);
            if tokens.cached.is_empty() || tokens.fresh.is_empty() {
                return None;
            }
            let totals = of_rows(scene, &tokens.cached, &tokens.all);
            ("Cache reads".to_owned(), "All tokens".to_owned(), totals)
        }
        Kind::Late | Kind::Bunching | Kind::Regular => return None,
    };
    let Shifts { everyone, groups } = shifts(scene, &totals);
    let told = |found: Result<Shift, Undefined>| found.map(|shift| seen(Measure::Shift(shift)));
    Some(Sign {
        kind,
        of,
        by,
        everyone: told(everyone),
        groups: groups.into_iter().map(told).collect(),
    })
}

/// What is divided, by what, and the sums.
type Ratio = (String, String, Totals);

fn volume_per_result(scene: &Scene) -> Option<Ratio> {
    let result = result(scene)?;
    let Formula::Measure(_, Adds::Sum) = scene.usage.formula else {
        return None;
    };
    let totals = per_result(scene, &scene.usage_values, result);
    let (of, by) = (&scene.usage.info.label, &result.info.label);
    Some((of.clone(), by.clone(), totals))
}

fn tokens_per_result(scene: &Scene) -> Option<Ratio> {
    let result = result(scene)?;
    let tokens = token_metrics(scene);
    let is_usage = |metric: &&Metric| metric.info.id == scene.usage.info.id;
    // Then the volume per result is that already.
    if tokens.all.iter().any(is_usage) || tokens.fresh.is_empty() {
        return None;
    }
    let fresh = tokens.fresh.iter();
    let values: Vec<Values> = fresh.map(|metric| scene.panel.values(metric)).collect();
    let totals = per_result(scene, &Values::total(&values), result);
    let label = match tokens.fresh.as_slice() {
        [only] => only.info.label.clone(),
        _ if tokens.cached.is_empty() => "Tokens".to_owned(),
        _ => "Tokens without cache".to_owned(),
    };
    Some((label, result.info.label.clone(), totals))
}

/// The outcome that counts results: the one in question if it does, else the first that does and is better when high.
pub(super) fn result(scene: &Scene) -> Option<&Metric> {
    let counts = |metric: &&Metric| {
        metric.info.topic == Topic::Outcome
            && matches!(metric.formula, Formula::Measure(_, Adds::Sum))
    };
    let in_question = Some(&scene.outcome)
        .filter(counts)
        .filter(|metric| metric.info.direction != Direction::LowerIsBetter);
    in_question.or_else(|| {
        let mut metrics = scene.panel.metrics.iter().filter(counts);
        metrics.find(|metric| metric.info.direction == Direction::HigherIsBetter)
    })
}

/// Usage over results, in the person-periods that have both.
fn per_result(scene: &Scene, usage: &Values, result: &Metric) -> Totals {
    let results = scene.panel.values(result);
    let rows = matched(
        Axis {
            cells: scene.usage_cells(),
            values: usage,
        },
        Axis {
            cells: scene.panel.cells(Topic::Outcome),
            values: &results,
        },
    );
    let mut totals = Totals::new(scene.panel.dataset.people.len());
    for ((key, x), y) in rows.keys.iter().zip(rows.x).zip(rows.y) {
        if let Some(phase) = scene.phase(key.1.0).filter(|_| scene.includes(key.0)) {
            totals.add(key.0, phase, [x, y]);
        }
    }
    totals
}

/// Some usage columns over others, in the rows of the file that have both.
fn of_rows(scene: &Scene, above: &[&Metric], below: &[&Metric]) -> Totals {
    let panel = &scene.panel;
    let log = panel.log(Topic::Usage);
    let mut totals = Totals::new(panel.dataset.people.len());
    let series = |metrics: &[&Metric]| -> Vec<Vec<f64>> {
        metrics
            .iter()
            .flat_map(|metric| metric.formula.series())
            .map(|at| log.series[at].values())
            .collect()
    };
    let (above, below) = (series(above), series(below));
    let sum =
        |series: &[Vec<f64>], row: usize| -> f64 { series.iter().map(|values| values[row]).sum() };
    let days = log.day.as_deref().unwrap_or_default();
    for (row, (person, day)) in log.person.iter().zip(days).enumerate() {
        let phase = scene.phase(panel.period.index(*day).0);
        if let Some(phase) = phase.filter(|_| scene.includes(*person)) {
            totals.add(*person, phase, [sum(&above, row), sum(&below, row)]);
        }
    }
    totals
}
