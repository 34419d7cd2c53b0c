//! Sentences about the same people over time.

use crate::format::{self, coefficient as two_decimals};

use super::{coefficient, lower, no_verdict, people, undefined};
use crate::analysis::relation::Relation;
use crate::analysis::{Verdict, Within};
use crate::dataset::Period;

/// The finding within people, as a title.
pub fn within_finding(relation: &Relation) -> String {
    let (x, y) = (lower(&relation.x.label), lower(&relation.y.label));
    let when = period(relation);
    let Ok(found) = &relation.within else {
        return "The same people over time: not computed".to_owned();
    };
    match found.verdict {
        Ok(Verdict::Related) => format!(
            "In {when}s with more {x} than usual, the same person has {} {y}",
            more(found.slope.estimate)
        ),
        Ok(Verdict::TooSmallToMatter) => {
            format!("Within people, {x} and {y} move together, but too little to matter")
        }
        Ok(Verdict::NoRelationOfPracticalSize) => {
            format!("Within people, {x} and {y} do not move together in any way that matters")
        }
        Ok(Verdict::CannotTell { .. }) => {
            format!("Cannot tell whether {x} and {y} move together within people")
        }
        Err(_) => format!("No verdict on {x} and {y} within people"),
    }
}

/// The slope with its interval, in plain units: `Per 1 more in prompts: tasks done +0.03 (95% CI …)`.
pub fn within_figures(relation: &Relation) -> String {
    let (x, y) = (lower(&relation.x.label), lower(&relation.y.label));
    match &relation.within {
        Err(reason) => undefined(*reason, relation),
        Ok(found) => {
            let step = step(found);
            let times = |value: f64| format::signed(value * step);
            format!(
                "For {} more in {x} than usual in a {}: {y} {} ({} CI {} to {}), n = {}",
                step_text(found),
                period(relation),
                times(found.slope.estimate),
                format::percent(found.interval.level),
                times(found.interval.low),
                times(found.interval.high),
                people(found.people),
            )
        }
    }
}

/// What the slope allows to say, and what it rests on.
pub fn within(relation: &Relation) -> String {
    let found = match &relation.within {
        Err(reason) => return undefined(*reason, relation),
        Ok(found) => found,
    };
    let negligible = two_decimals(relation.interest.bound());
    let verdict = match found.verdict {
        Ok(Verdict::Related) => {
            "This follows each person over time and takes out what changed for everyone in the same \
             period. It still says nothing about why."
                .to_owned()
        }
        Ok(Verdict::TooSmallToMatter | Verdict::NoRelationOfPracticalSize) => format!(
            "Any relation within people is weaker than {negligible} standard deviations either way, the smallest that \
             was set as worth caring about."
        ),
        Ok(Verdict::CannotTell { smallest_visible }) => format!(
            "We cannot tell: we would probably have noticed only a relation stronger than about {} standard deviations.",
            two_decimals(smallest_visible)
        ),
        Err(reason) => no_verdict(reason, relation),
    };
    let weight = format!(
        "The person with most weight holds {} of the information{}.",
        format::percent(found.largest_share),
        found
            .slope_without
            .map_or_else(String::new, |without| format!(
                "; without that person the slope would be {} instead of {} for {} more",
                format::signed(without * step(found)),
                format::signed(found.slope.estimate * step(found)),
                step_text(found)
            ))
    );
    format!("{verdict} {weight}")
}

/// How the comparison of people and the same people over time fit together, where both say something.
pub fn contrast(relation: &Relation) -> Option<String> {
    let between = relation.verdict.ok()?;
    let found = relation.within.as_ref().ok()?;
    let inside = found.verdict.ok()?;
    let rho = coefficient(&relation.spearman)?;
    Some(match (between, inside) {
        (Verdict::Related, Verdict::Related) if rho * found.slope.estimate < 0.0 => {
            "Comparing people points one way and following the same person over time points the other, so do not read \
             one as the other."
                .to_owned()
        }
        (Verdict::Related, Verdict::Related) => {
            "Comparing people and following the same people over time point the same way.".to_owned()
        }
        (Verdict::Related, _) => {
            "The relation is one between different people: following the same person over time does not show it."
                .to_owned()
        }
        (_, Verdict::Related) => {
            "The relation shows when the same person is followed over time, not when people are compared.".to_owned()
        }
        _ => return None,
    })
}

/// A round step of usage, at most a usual change of it, so that the slope is not a row of zeros: 1, 10, 1 000.
pub fn step(found: &Within) -> f64 {
    step_of(found.usage_deviation)
}

/// The largest power of ten that is at most a deviation.
pub fn step_of(deviation: f64) -> f64 {
    libm::pow(10.0, libm::log10(deviation).floor())
}

/// The step as it is read.
pub fn step_text(found: &Within) -> String {
    let step = step(found);
    if step < 1.0 {
        format::number(step)
    } else {
        format::fixed(step, 0)
    }
}

fn more(slope: f64) -> &'static str {
    if slope > 0.0 { "more" } else { "less" }
}

fn period(relation: &Relation) -> &'static str {
    match relation.period {
        Period::Span => "period",
        other => other.word(),
    }
}
