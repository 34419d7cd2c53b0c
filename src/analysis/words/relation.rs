//! Sentences about one usage metric and one outcome.

use crate::dataset::{Direction, Period};
use crate::format::{self, coefficient as two_decimals, number};
use crate::metrics::MetricInfo;

use super::caveats::About;
use super::{coefficient, lower, no_verdict, people, undefined, upper, with_interval};
use crate::analysis::relation::{Caveat, Cloud, Point, Relation};
use crate::analysis::{FEWEST_DOTS, SMALLEST_GROUP, Verdict};

/// The finding with its certainty, as a chart's title.
pub fn finding(relation: &Relation) -> String {
    let (x, y) = (lower(&relation.x.label), lower(&relation.y.label));
    match (relation.verdict, coefficient(&relation.spearman)) {
        (Ok(Verdict::Related), Some(rho)) => {
            let direction = if rho > 0.0 { "higher" } else { "lower" };
            format!("People with more {x} {} to have {direction} {y}", tend(rho))
        }
        (Ok(Verdict::TooSmallToMatter), _) => {
            format!(
                "{} and {y} are related, but too weakly to matter",
                upper(&x)
            )
        }
        (Ok(Verdict::NoRelationOfPracticalSize), _) => {
            format!("No relation that matters between {x} and {y}")
        }
        (Ok(Verdict::CannotTell { .. }), _) => {
            format!("Cannot tell whether {x} and {y} go together")
        }
        (Err(_), _) | (Ok(Verdict::Related), None) => {
            format!("{} and {y} cannot be related", upper(&x))
        }
    }
}

/// The figures that carry the finding: `rho 0.31 (95% CI 0.22 to 0.39), n = 376 people`.
pub fn figures(relation: &Relation) -> String {
    let n = people(relation.people);
    match &relation.spearman {
        Ok(found) => format!("Spearman’s rho {}, n = {n}", with_interval(found)),
        Err(reason) => format!("{}, n = {n}", undefined(*reason, relation)),
    }
}

/// What the figures allow to say, in one or two plain sentences.
pub fn verdict(relation: &Relation) -> String {
    let (x, y) = (lower(&relation.x.label), lower(&relation.y.label));
    let negligible = two_decimals(relation.interest.bound());
    let n = people(relation.people);
    match relation.verdict {
        Ok(Verdict::Related) => {
            let good = goodness(relation);
            format!(
                "Among these {n}, more {x} goes with {} {y}{good}. That is a comparison of different people, \
                 and says nothing about why.",
                if coefficient(&relation.spearman).is_some_and(|rho| rho > 0.0) {
                    "higher"
                } else {
                    "lower"
                },
            )
        }
        Ok(Verdict::TooSmallToMatter) => format!(
            "There is a relation among these {n}, but it is weaker than {negligible} either way, \
             the smallest that was set as worth caring about."
        ),
        Ok(Verdict::NoRelationOfPracticalSize) => format!(
            "These {n} are enough to say that any relation is weaker than {negligible} either way, \
             the smallest that was set as worth caring about."
        ),
        Ok(Verdict::CannotTell { smallest_visible }) => format!(
            "We cannot tell: with {n} we would probably have noticed only a relation stronger than about {}.",
            two_decimals(smallest_visible)
        ),
        Err(reason) => no_verdict(reason, relation),
    }
}

/// What the chart does not show, always.
pub fn limits(relation: &Relation) -> Vec<String> {
    let (x, y) = (lower(&relation.x.label), lower(&relation.y.label));
    vec![
        format!(
            "It cannot say that one makes the other happen: {y} may come first, or a third thing may move both."
        ),
        format!(
            "It compares the people who have both values; whoever has no {x} or no {y} is not in it."
        ),
        "It says nothing about any single person.".to_owned(),
    ]
}

/// Who is in the answer, and who is not: `Shown for 376 people; 12 left out because …`.
pub fn coverage(relation: &Relation) -> String {
    let shown = match relation.cloud {
        Cloud::Bins { .. } => format!(
            "The darker a spot, the more people lie there, {} in all.",
            people(relation.people)
        ),
        Cloud::Points(_) | Cloud::Hidden => {
            format!("Each dot is one of {}.", people(relation.people))
        }
    };
    left_out(relation).map_or_else(|| shown.clone(), |lost| format!("{shown} {lost}"))
}

/// Who is not in the answer: `Left out: 12 people without tasks done.`
pub fn left_out(relation: &Relation) -> Option<String> {
    let lost: Vec<String> = [
        (relation.dropped.only_usage, &relation.y.label),
        (relation.dropped.only_outcome, &relation.x.label),
    ]
    .into_iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, label)| format!("{} without {}", people(count), lower(label)))
    .collect();
    (!lost.is_empty()).then(|| format!("Left out: {}.", lost.join(", ")))
}

/// The rows behind the people: `means of 8412 person-weeks`.
pub fn rows(relation: &Relation) -> String {
    match relation.period {
        Period::Span => "one value each, over the whole time".to_owned(),
        period => format!(
            "means of {}",
            format::count(
                relation.rows,
                &format!("person-{}", period.word()),
                &format!("person-{}s", period.word())
            )
        ),
    }
}

/// What a dot stands for, line by line.
pub fn point(relation: &Relation, point: &Point) -> Vec<String> {
    let value = |metric: &MetricInfo, value: f64| match metric.unit.as_str() {
        "" => format!("{}: {}", metric.label, number(value)),
        unit => format!("{}: {} {unit}", metric.label, number(value)),
    };
    let group = point
        .group
        .and_then(|at| relation.groups.get(usize::from(at)));
    let periods = (relation.period != Period::Span).then(|| {
        let word = relation.period.word();
        format!(
            "Mean of {}",
            format::count(point.periods as usize, word, &format!("{word}s"))
        )
    });
    let lines = [
        point.id.clone(),
        Some(value(&relation.x, point.x)),
        Some(value(&relation.y, point.y)),
        group.cloned(),
        periods,
    ];
    lines.into_iter().flatten().collect()
}

/// What one step of the slope means.
pub fn slope_unit(relation: &Relation) -> String {
    format!(
        "in {} for one more in {}",
        lower(&relation.y.label),
        lower(&relation.x.label)
    )
}

/// Why there are numbers but no dots.
pub fn too_few_to_draw() -> String {
    format!(
        "Single people are drawn only from {FEWEST_DOTS} people on: among fewer, a dot could be recognised."
    )
}

/// Groups that are not shown.
pub fn hidden_groups(relation: &Relation) -> String {
    format!(
        "{} of fewer than {SMALLEST_GROUP} people {} not shown.",
        format::count(relation.hidden_groups, "group", "groups"),
        if relation.hidden_groups == 1 {
            "is"
        } else {
            "are"
        }
    )
}

/// A reason to doubt.
pub fn caveat(caveat: &Caveat, relation: &Relation) -> String {
    super::caveats::caveat(
        caveat,
        &About {
            x: &relation.x,
            y: &relation.y,
            spearman: &relation.spearman,
        },
    )
}

/// How firmly the order of people agrees. The bounds are Cohen's (1988) small and large, in words.
fn tend(rho: f64) -> &'static str {
    match rho.abs() {
        weak if weak < 0.2 => "tend slightly",
        middle if middle < 0.5 => "tend",
        _ => "clearly tend",
    }
}

fn goodness(relation: &Relation) -> &'static str {
    let rises = coefficient(&relation.spearman).is_some_and(|rho| rho > 0.0);
    match (relation.y.direction, rises) {
        (Direction::HigherIsBetter, true) | (Direction::LowerIsBetter, false) => {
            ", the better side"
        }
        (Direction::HigherIsBetter, false) | (Direction::LowerIsBetter, true) => ", the worse side",
        (Direction::Neither, _) => "",
    }
}
