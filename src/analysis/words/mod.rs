//! Sentences for answers: chosen from the estimates by rules, worded here and nowhere else.
//!
//! Nothing here may claim a cause: a test holds every sentence against a list of refused verbs.

use crate::format::{self, coefficient as two_decimals, interval};
use crate::metrics::MetricInfo;
use crate::stats::{Correlation, Method, Side, Undefined};

use super::NoVerdict;
use super::relation::Relation;

mod adjusted;
mod caveats;
pub mod check;
pub mod filters;
mod groups;
mod lags;
pub mod matrix;
pub mod multiverse;
pub mod overview;
mod relation;
mod resampled;
mod robust;
pub mod segments;
mod selection;
pub mod target;
mod terms;
mod within;
mod world;

pub use adjusted::{adjusted, adjusted_figures, adjusted_finding, warning};
pub use groups::groups_finding;
pub use lags::{lag_axis, lag_sides, lags, lags_figures, lags_finding, no_lags};
pub use relation::{
    caveat, coverage, figures, finding, hidden_groups, left_out, limits, point, rows, slope_unit,
    too_few_to_draw, verdict,
};
pub use resampled::{resample_offer, resampled, resampled_how};
pub use robust::{bayes, bayes_value, e_value, not_computed};
pub use selection::{cell, selected};
pub use terms::{Term, term};
pub use within::{contrast, step, step_of, step_text, within, within_figures, within_finding};
pub use world::{course, design, no_world, source, world_finding, world_own, world_rule};

/// A metric as it stands in a list.
pub fn metric(metric: &MetricInfo) -> String {
    if metric.unit.is_empty() {
        metric.label.clone()
    } else {
        format!("{} ({})", metric.label, metric.unit)
    }
}

/// An attribute as it stands in a list: `tenure_years` as `tenure years`.
pub fn attribute(name: &str) -> String {
    name.replace('_', " ")
}

/// Why a figure is missing.
pub fn undefined(reason: Undefined, relation: &Relation) -> String {
    undefined_of(reason, &relation.x.label, &relation.y.label)
}

/// Why a figure about two metrics with these labels is missing.
fn undefined_of(reason: Undefined, x: &str, y: &str) -> String {
    match reason {
        Undefined::Constant(side) => {
            let label = match side {
                Side::X => x,
                Side::Y => y,
            };
            format!("Not computed: {} is the same for everyone", lower(label))
        }
        other => undefined_reason(other),
    }
}

/// Why a figure is missing, where it is not known what the sides are.
pub fn undefined_reason(reason: Undefined) -> String {
    match reason {
        Undefined::TooFew { have, need } => {
            format!("Not computed: it needs at least {need} values, there are {have}")
        }
        Undefined::Constant(_) => "Not computed: one side is the same for everyone".to_owned(),
        Undefined::NoDegreesOfFreedom => {
            "Not computed: there are not enough values for this model".to_owned()
        }
        Undefined::PerfectFit => {
            "All points lie exactly on one line, so there is no uncertainty to measure".to_owned()
        }
        Undefined::Collinear => {
            "Not computed: one of the numbers is made from the others".to_owned()
        }
        Undefined::OutOfRange => {
            "Not computed: the values are outside of what the method is made for".to_owned()
        }
    }
}

/// Why there is no verdict.
pub fn no_verdict(reason: NoVerdict, relation: &Relation) -> String {
    no_verdict_of(reason, &relation.x.label, &relation.y.label)
}

/// Why there is no verdict on two metrics with these labels.
fn no_verdict_of(reason: NoVerdict, x: &str, y: &str) -> String {
    match reason {
        NoVerdict::Undefined(reason) => undefined_of(reason, x, y),
        other => no_verdict_reason(other),
    }
}

/// Why there is no verdict, where it is not known what the sides are.
pub fn no_verdict_reason(reason: NoVerdict) -> String {
    match reason {
        NoVerdict::Undefined(reason) => undefined_reason(reason),
        NoVerdict::OnePerson(share) => format!(
            "No verdict: one person holds {} of the information, so this would be a story about that person.",
            format::percent(share)
        ),
        NoVerdict::FewDegreesOfFreedom(have) => format!(
            "No verdict: too few people of comparable weight bear on it ({} degrees of freedom, 4 are needed).",
            format::number(have)
        ),
        NoVerdict::FewTreated(have) => {
            format!("No verdict: it happened to only {have}, too few to tell it from chance.")
        }
    }
}

/// How interval and p-value were made.
pub fn method(method: Method) -> &'static str {
    match method {
        Method::Pearson => "Fisher’s z interval; p from Student’s t",
        Method::SpearmanAsymptotic => "Bonett–Wright interval; p from Student’s t",
        Method::SpearmanExact => "Bonett–Wright interval; exact p from all orders",
        Method::KendallAsymptotic => "Fieller interval; p from the normal approximation",
        Method::KendallExact => "Fieller interval; exact p from all orders",
    }
}

/// A coefficient with its interval: `0.31 (95% CI 0.22 to 0.39)`.
pub fn with_interval(found: &Correlation) -> String {
    match &found.interval {
        Ok(range) => {
            format!(
                "{} ({})",
                two_decimals(found.coefficient),
                interval(range.low, range.high, range.level)
            )
        }
        Err(_) => two_decimals(found.coefficient),
    }
}

fn coefficient(found: &Result<Correlation, Undefined>) -> Option<f64> {
    found.as_ref().ok().map(|found| found.coefficient)
}

fn people(n: usize) -> String {
    format::count(n, "person", "people")
}

fn lower(label: &str) -> String {
    let mut letters = label.chars();
    match (letters.next(), letters.clone().next()) {
        // Leave acronyms (CSAT, PRs) as they are.
        (Some(_), Some(second)) if second.is_uppercase() => label.to_owned(),
        (Some(first), _) => first.to_lowercase().chain(letters).collect(),
        (None, _) => String::new(),
    }
}

fn upper(label: &str) -> String {
    let mut letters = label.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}
