//! Reasons to doubt a pair's figures, found in the data.

use crate::metrics::{Metric, Panel};
use crate::stats::{self, Correlation, Undefined};

use super::SMALLEST_GROUP;
use super::grouping::Grouping;
use super::matched::Matched;
use super::relation::Caveat;

/// Below this many people an interval is wide, whatever it holds.
const FEW_PEOPLE: usize = 30;
/// Matched share of people below which the rest may well be different.
const GOOD_MATCH: f64 = 0.8;
/// Skewness and excess kurtosis above which Fisher's interval of r is too narrow (Bishara & Hittner 2017).
const SKEW: f64 = 1.0;
const KURTOSIS: f64 = 2.0;
/// Up to this many people each one is left out in turn.
const MOST_FOR_INFLUENCE: usize = 1_000;
/// A change of rho by one person that a reader should know of.
const INFLUENCE: f64 = 0.1;

/// Every reason to doubt, the gravest first.
pub fn all(
    panel: &Panel,
    usage: &Metric,
    outcome: &Metric,
    matched: &Matched,
    spearman: &Result<Correlation, Undefined>,
) -> Vec<Caveat> {
    let x: Vec<f64> = matched.people.iter().map(|means| means.x).collect();
    let y: Vec<f64> = matched.people.iter().map(|means| means.y).collect();
    let mut caveats = Vec::new();
    caveats.extend(groups_disagree(panel, matched, spearman, &x, &y));
    caveats.extend(coupled(panel, usage, outcome).map(Caveat::Coupled));
    caveats.extend(one_person_matters(&x, &y, spearman));
    caveats.extend((x.len() < FEW_PEOPLE).then_some(Caveat::FewPeople(x.len())));
    for (values, metric) in [(&x, usage), (&y, outcome)] {
        if is_skewed(values) {
            caveats.push(Caveat::Skewed(metric.info.id.clone()));
        }
    }
    caveats.extend(poor_match(matched));
    caveats
}

/// A correlation that excludes zero.
fn clear(found: &Result<Correlation, Undefined>) -> Option<f64> {
    let found = found.as_ref().ok()?;
    let interval = found.interval.ok()?;
    (!interval.contains(0.0)).then_some(found.coefficient)
}

/// Simpson's reversal: all people together point one way, every group (or all but one) the other.
fn groups_disagree(
    panel: &Panel,
    matched: &Matched,
    spearman: &Result<Correlation, Undefined>,
    x: &[f64],
    y: &[f64],
) -> Option<Caveat> {
    let pooled = clear(spearman)?;
    let reverses = |name: &String| {
        let grouping = Grouping::of(panel.dataset.attribute(name)?, matched);
        let inside: Vec<f64> = grouping
            .estimates(x, y)
            .iter()
            .filter(|group| group.people >= SMALLEST_GROUP)
            .filter_map(|group| group.spearman.as_ref().ok().map(|found| found.coefficient))
            .collect();
        let against = inside.iter().filter(|rho| **rho * pooled < 0.0).count();
        (inside.len() >= 2 && against + 1 >= inside.len() && against >= 2).then(|| name.clone())
    };
    panel
        .dataset
        .attributes
        .iter()
        .map(|attribute| &attribute.name)
        .find_map(reverses)
        .map(Caveat::GroupsDisagree)
}

/// What two metrics are both made from: metrics that share a column are partly the same number.
pub(super) fn coupled(panel: &Panel, usage: &Metric, outcome: &Metric) -> Option<String> {
    let names = |metric: &Metric| {
        let log = panel.log(metric.info.topic);
        metric
            .formula
            .series()
            .into_iter()
            .map(|at| log.series[at].name.to_lowercase())
            .collect::<Vec<_>>()
    };
    let others = names(outcome);
    names(usage).into_iter().find(|name| others.contains(name))
}

fn one_person_matters(
    x: &[f64],
    y: &[f64],
    spearman: &Result<Correlation, Undefined>,
) -> Option<Caveat> {
    let all = spearman.as_ref().ok()?.coefficient;
    if x.len() > MOST_FOR_INFLUENCE {
        return None;
    }
    let without = |left_out: usize| {
        let keep = |values: &[f64]| {
            values
                .iter()
                .enumerate()
                .filter(|(at, _)| *at != left_out)
                .map(|(_, value)| *value)
                .collect::<Vec<f64>>()
        };
        stats::correlation::spearman(&keep(x), &keep(y), 0.95)
            .ok()
            .map(|found| found.coefficient)
    };
    (0..x.len())
        .filter_map(without)
        .max_by(|a, b| (a - all).abs().total_cmp(&(b - all).abs()))
        .filter(|rho| (rho - all).abs() >= INFLUENCE)
        .map(Caveat::OnePersonMatters)
}

fn is_skewed(values: &[f64]) -> bool {
    let skew = stats::moments::skewness(values).unwrap_or(0.0);
    let kurtosis = stats::moments::excess_kurtosis(values).unwrap_or(0.0);
    skew.abs() >= SKEW || kurtosis >= KURTOSIS
}

fn poor_match(matched: &Matched) -> Option<Caveat> {
    let dropped = matched.dropped;
    let lost = dropped.only_usage.max(dropped.only_outcome);
    let people = matched.people.len();
    let share = people as f64 / (people + lost) as f64;
    (share < GOOD_MATCH).then_some(Caveat::PoorMatch(share))
}
