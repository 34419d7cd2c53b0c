//! Sentences about what comes first.

use crate::dataset::Period;
use crate::format::{self, coefficient as two_decimals};

use super::{lower, no_verdict, undefined, upper};
use crate::analysis::lags::{Jointly, Lags, Slope};
use crate::analysis::relation::Relation;
use crate::stats::Undefined;

/// What the order in time shows, as a title.
pub fn lags_finding(found: &Lags, relation: &Relation) -> String {
    let (x, y) = (lower(&relation.x.label), lower(&relation.y.label));
    let Ok(Jointly {
        before,
        same,
        after,
    }) = found.jointly
    else {
        return format!("No verdict on whether {x} or {y} comes first");
    };
    let (word, bound) = (word(found.period), relation.interest.bound());
    let weakly = |slope: Slope| {
        let inside = -bound < slope.interval.low && slope.interval.high < bound;
        if inside { ", though weakly" } else { "" }
    };
    match (before.is_clear(), after.is_clear()) {
        (true, false) => format!(
            "First more {x}, then {} {y} a {word} later{}",
            higher(before),
            weakly(before)
        ),
        (false, true) => format!(
            "First {} {y}, then more {x} a {word} later{}",
            higher(after),
            weakly(after)
        ),
        (true, true) => format!(
            "{} differs both before and after {word}s with more {x}",
            upper(&y)
        ),
        (false, false) if same.is_clear() => format!(
            "In {word}s with more {x}, {} {y}{}; not in those before or after",
            higher(same),
            weakly(same)
        ),
        (false, false) => format!("Neither {x} nor {y} clearly comes first"),
    }
}

/// The figures of the test: `before +0.05 (95% CI …), same …, after …`.
pub fn lags_figures(found: &Lags, relation: &Relation) -> String {
    let Jointly {
        before,
        same,
        after,
    } = match found.jointly {
        Ok(found) => found,
        Err(reason) => return no_verdict(reason, relation),
    };
    let slope = |slope: Slope| {
        format!(
            "{} ({})",
            two_decimals(slope.estimate),
            format::interval(
                slope.interval.low,
                slope.interval.high,
                slope.interval.level
            )
        )
    };
    let word = word(found.period);
    format!(
        "Usage of the {word} before: {}; the same {word}: {}; the {word} after: {}. In standard deviations within people, \
         all three in one model.",
        slope(before),
        slope(same),
        slope(after)
    )
}

/// What the test allows to say.
pub fn lags(found: &Lags, relation: &Relation) -> String {
    let (x, y) = (lower(&relation.x.label), lower(&relation.y.label));
    let word = word(found.period);
    let verdict = match found.jointly {
        Err(_) => String::new(),
        Ok(Jointly { before, after, .. }) => match (before.is_clear(), after.is_clear()) {
            (true, false) => format!(
                "The {word} after cannot reach back, and indeed it shows nothing. That fits {x} coming first; a third thing \
                 that moves {x} a {word} earlier than {y} would look the same."
            ),
            (false, true) => format!(
                "Usage of the {word} after goes with {y}, and that of the {word} before does not: people may use more once \
                 their {y} has changed."
            ),
            (true, true) => format!(
                "Usage of the {word} after goes with {y} too, and it cannot have come first. That speaks for something that \
                 moves both, such as a busy time."
            ),
            (false, false) => format!(
                "Neither the {word} before nor the {word} after stands out, so the data do not tell which comes first."
            ),
        },
    };
    let standing = found
        .lags
        .iter()
        .filter(|lag| lag.slope.is_ok_and(|slope| slope.is_clear()))
        .count();
    let distances = format!(
        "Of {} distances, {} out after correction for looking at all of them (Holm).",
        format::integer(found.lags.len()),
        match standing {
            0 => "none stands".to_owned(),
            1 => "1 stands".to_owned(),
            more => format!("{} stand", format::integer(more)),
        }
    );
    if verdict.is_empty() {
        distances
    } else {
        format!("{verdict} {distances}")
    }
}

/// Why there is no profile.
pub fn no_lags(reason: Undefined, relation: &Relation) -> String {
    match reason {
        Undefined::TooFew { have, need } => format!(
            "There are {} in common, and the order in time needs at least {}.",
            periods(have, relation.period),
            format::integer(need)
        ),
        Undefined::OutOfRange => {
            "Too many rows and periods to compute in a moment: compare per week or per month."
                .to_owned()
        }
        other => undefined(other, relation),
    }
}

/// What the two sides of the profile's axis mean.
pub fn lag_sides() -> [&'static str; 2] {
    ["outcome first", "usage first"]
}

/// What the distances are counted in.
pub fn lag_axis(found: &Lags) -> String {
    format!("{}s from usage to outcome", upper(word(found.period)))
}

fn periods(count: usize, period: Period) -> String {
    format::count(count, word(period), &format!("{}s", word(period)))
}

fn word(period: Period) -> &'static str {
    match period {
        Period::Span => "period",
        other => other.word(),
    }
}

fn higher(slope: Slope) -> &'static str {
    if slope.estimate > 0.0 {
        "higher"
    } else {
        "lower"
    }
}
