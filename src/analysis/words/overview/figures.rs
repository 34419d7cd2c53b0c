//! The figures that the overview rests on, the reason to doubt them, and what they never say.

use crate::analysis::overview::doubt::Doubt;
use crate::analysis::overview::standing::Way;
use crate::analysis::verdict::LEVEL;
use crate::analysis::{NoVerdict, Overview};
use crate::dataset::Period;
use crate::format::{self, coefficient as two_decimals, number};
use crate::metrics::MetricInfo;

use super::super::caveats::{About, caveat};
use super::super::{step_of, with_interval};
use super::{cannot, lower, people, period, person_period, upper};

/// The pair in plain units: `For 10 more prompts a week: tasks done +0.30, could be −0.40 to +1.00`.
pub fn plain(overview: &Overview) -> Option<String> {
    let standing = overview.pair();
    let (slope, interval, deviation, how) = match (&standing.within, &standing.slope) {
        (Ok(found), _) => (
            found.slope.estimate,
            found.interval,
            found.usage_deviation,
            "within the same person",
        ),
        (Err(_), Ok(slope)) => (
            slope.estimate,
            slope.interval(LEVEL),
            standing.usage_deviation.ok()?,
            "comparing people",
        ),
        _ => return None,
    };
    let size = step_of(deviation);
    // A ratio is read in points of a hundred: a reopen rate goes from 12 to 13, not from 0.12 to 0.13.
    let (factor, points) = if standing.y.unit == "ratio" {
        (100.0, " points")
    } else {
        (1.0, "")
    };
    let scale = size * factor;
    let decimals = decimals((interval.high - interval.low) * scale);
    let say = |value: f64| {
        let text = format::fixed(value * scale, decimals);
        let is_zero = text.bytes().all(|byte| matches!(byte, b'0' | b'.'));
        let plus = if value > 0.0 && !is_zero { "+" } else { "" };
        format!("{plus}{text}")
    };
    let more = if size < 1.0 {
        number(size)
    } else {
        format::fixed(size, 0)
    };
    Some(format!(
        "For {more} more {}: {} {}{points}, could be {} to {} ({how})",
        amount(&overview.x),
        lower(&standing.y.label),
        say(slope),
        say(interval.low),
        say(interval.high)
    ))
}

/// Decimals that an interval of that width deserves: two digits of the width.
fn decimals(width: f64) -> usize {
    (0..6)
        .find(|decimals| width * libm::pow(10.0, f64::from(*decimals)) >= 10.0)
        .map_or(6, |decimals| usize::try_from(decimals).unwrap_or(0))
}

/// `prompts a week`, where the unit is an amount per period.
fn amount(x: &MetricInfo) -> String {
    let label = lower(&x.label);
    match x.unit.rsplit_once("per ") {
        Some((before, word @ ("day" | "week" | "month")))
            if before.is_empty() || before == "days " =>
        {
            format!("{label} a {word}")
        }
        _ if x.unit == "over the whole time" => format!("{label} over the whole time"),
        _ => format!("in {label}"),
    }
}

/// The figures between people: `Spearman’s rho −0.06 (95% CI −0.16 to 0.05), n = 355 people`.
pub fn between_figures(overview: &Overview) -> String {
    let standing = overview.pair();
    let n = people(standing.people);
    match &standing.spearman {
        Ok(found) => format!(
            "Spearman’s rho of person means {}, n = {n}{}",
            with_interval(found),
            adjusted(standing.between.adjusted_p)
        ),
        Err(reason) => format!("{}, n = {n}", upper(cannot(NoVerdict::Undefined(*reason)))),
    }
}

/// The figures within people.
pub fn within_figures(overview: &Overview) -> String {
    let standing = overview.pair();
    match &standing.within {
        Ok(found) => {
            let range = found.standardised_interval;
            format!(
                "{} SD per SD ({}), two-way fixed effects, n = {} in {} {}s{}",
                two_decimals(found.standardised),
                format::interval(range.low, range.high, range.level),
                people(found.people_that_bear),
                format::integer(found.rows),
                person_period(overview.period),
                adjusted(standing.inside.adjusted_p)
            )
        }
        Err(_) if overview.period == Period::Span => {
            "Nobody can be followed: the whole time counts as one period".to_owned()
        }
        Err(reason) => upper(cannot(NoVerdict::Undefined(*reason))),
    }
}

fn adjusted(p: Option<f64>) -> String {
    p.map_or_else(String::new, |p| {
        format!(", adjusted {}", format::p_value(p))
    })
}

/// The strongest reason to doubt.
pub fn doubt(overview: &Overview) -> String {
    let Some((at, doubt)) = &overview.doubt else {
        return "It compares people as they are: a third thing, such as the kind of work, may move both.".to_owned();
    };
    let standing = &overview.outcomes[*at];
    let y = lower(&standing.y.label);
    let text = match doubt {
        Doubt::Caveat(found) => caveat(
            found,
            &About {
                x: &overview.x,
                y: &standing.y,
                spearman: &standing.spearman,
            },
        ),
        Doubt::Weakened(found) => format!(
            "Since {} the relation within people is weaker: r {} before, {} after ({}, n = {}).",
            if found.event.is_empty() {
                "a dated event".to_owned()
            } else {
                format!("“{}”", found.event)
            },
            two_decimals(found.before),
            two_decimals(found.after),
            format::p_value(found.p),
            people(found.people)
        ),
        Doubt::SharedTrend { usage, outcome } => format!(
            "{} {} and {y} {} for everyone over these {}s. The figures above take that out; the lines below do not.",
            upper(&lower(&overview.x.label)),
            moved(*usage),
            moved(*outcome),
            period(overview)
        ),
    };
    if *at == overview.first {
        text
    } else {
        format!("{}: {text}", upper(&y))
    }
}

fn moved(way: Way) -> &'static str {
    match way {
        Way::Higher => "rose",
        Way::Lower => "fell",
    }
}

/// What the overview never says.
pub fn limits(overview: &Overview) -> Vec<String> {
    let mut limits = vec![
        "It cannot say that one makes the other happen: the outcome may come first, or a third thing may move both."
            .to_owned(),
        "It says nothing about any single person.".to_owned(),
    ];
    if overview.pair().more_periods.is_some() {
        limits.push(format!(
            "The number of {}s to come is an approximation: it takes them for as telling as those at hand.",
            period(overview)
        ));
    }
    limits
}
