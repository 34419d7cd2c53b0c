//! Sentences about resampling.

use crate::analysis::resampled::{MOST_PEOPLE, Resampled};
use crate::format::{self, coefficient, p_value};

/// What resampling would do.
pub fn resample_offer() -> String {
    format!(
        "The interval and p above come from formulas. Drawing people again and again from your own data needs none; \
         it takes a few seconds, and is offered up to {} people.",
        format::integer(MOST_PEOPLE)
    )
}

/// Interval and p-value.
pub fn resampled(found: &Resampled) -> String {
    let p = p_value(found.tails.two_sided());
    match &found.interval {
        Ok(drawn) => format!(
            "Spearman’s rho {} ({}), {p}, n = {}",
            coefficient(drawn.bca.estimate),
            format::interval(
                drawn.bca.interval.low,
                drawn.bca.interval.high,
                drawn.bca.interval.level
            ),
            format::count(drawn.units, "person", "people")
        ),
        Err(_) => format!("No interval: too many resamples leave rho undefined. {p}"),
    }
}

/// How they were made.
pub fn resampled_how(found: &Resampled) -> String {
    let permutations = format!(
        "p from {} random orders of people",
        format::integer(usize::try_from(found.tails.permutations).unwrap_or(usize::MAX))
    );
    match &found.interval {
        Ok(drawn) => format!(
            "BCa interval from {} resamples of people, each with all their rows; {permutations}; seed {}.{}",
            format::integer(drawn.draws),
            found.seed,
            if drawn.units < 15 {
                " Below about 15 people resampling is not reliable either."
            } else {
                ""
            }
        ),
        Err(_) => format!("{permutations}; seed {}.", found.seed),
    }
}
