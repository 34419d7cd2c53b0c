//! Sentences about the relation among people who are alike in something.

use crate::format::{self, coefficient as two_decimals};

use super::{attribute, coefficient, lower, no_verdict, people, undefined, upper, with_interval};
use crate::analysis::Verdict;
use crate::analysis::adjusted::{Adjustment, Warning};
use crate::analysis::relation::Relation;

/// The finding after the adjustment, as a title.
pub fn adjusted_finding(found: &Adjustment, relation: &Relation) -> String {
    let (x, y) = (lower(&relation.x.label), lower(&relation.y.label));
    let alike = format!("Among people alike in {}", list(found));
    let rho = found.adjusted.as_ref().map(|found| found.coefficient);
    match (found.verdict, rho) {
        (Ok(Verdict::Related), Ok(rho)) => format!(
            "{alike}, more {x} goes with {} {y}",
            if rho > 0.0 { "higher" } else { "lower" }
        ),
        (Ok(Verdict::TooSmallToMatter), _) => {
            format!("{alike}, {x} and {y} are related, but too weakly to matter")
        }
        (Ok(Verdict::NoRelationOfPracticalSize), _) => {
            format!("{alike}, there is no relation that matters")
        }
        (Ok(Verdict::CannotTell { .. }), _) => format!("{alike}, the data cannot tell"),
        (Err(_), _) | (Ok(Verdict::Related), Err(_)) => {
            format!(
                "{} and {y} cannot be adjusted for {}",
                upper(&x),
                list(found)
            )
        }
    }
}

/// The adjusted figure beside that of the same people as they are.
pub fn adjusted_figures(found: &Adjustment, relation: &Relation) -> String {
    let adjusted = match &found.adjusted {
        Ok(partial) => match &partial.interval {
            Ok(range) => format!(
                "{} ({})",
                two_decimals(partial.coefficient),
                format::interval(range.low, range.high, range.level)
            ),
            Err(_) => two_decimals(partial.coefficient),
        },
        Err(reason) => return undefined(*reason, relation),
    };
    let plain = match &found.unadjusted {
        Ok(plain) => format!(
            "; without the adjustment, of the same people, {}",
            with_interval(plain)
        ),
        Err(_) => String::new(),
    };
    format!(
        "Partial Spearman’s rho {adjusted}{plain}; n = {}",
        people(found.people)
    )
}

/// What the adjustment changed, and who is not in it.
pub fn adjusted(found: &Adjustment, relation: &Relation) -> String {
    let was_clear = found
        .unadjusted
        .as_ref()
        .is_ok_and(|plain| plain.interval.is_ok_and(|range| !range.contains(0.0)));
    let change = match (&found.adjusted, coefficient(&found.unadjusted)) {
        (Ok(_), Some(_)) if !was_clear => "There was no clear relation to begin with.".to_owned(),
        (Ok(partial), Some(plain)) if partial.coefficient * plain < 0.0 => {
            "The relation turns round: it lies between the groups, not within them.".to_owned()
        }
        (Ok(partial), Some(plain)) if partial.coefficient.abs() < plain.abs() / 2.0 => {
            "More than half of the relation is gone once people are alike in this.".to_owned()
        }
        (Ok(partial), Some(plain)) if (partial.coefficient - plain).abs() < 0.03 => {
            "The adjustment hardly changes it.".to_owned()
        }
        (Ok(_), Some(_)) => "The adjustment changes its size, not its direction.".to_owned(),
        (Err(_), _) | (_, None) => String::new(),
    };
    let verdict = match found.verdict {
        Ok(Verdict::CannotTell { smallest_visible }) => format!(
            "With so many people only a relation stronger than about {} would probably have been noticed.",
            two_decimals(smallest_visible)
        ),
        Err(reason) if found.adjusted.is_ok() => no_verdict(reason, relation),
        _ => String::new(),
    };
    let lost = (found.left_out > 0)
        .then(|| format!("{} without a value of it left out.", people(found.left_out)));
    let parts = [Some(change), Some(verdict), lost];
    let parts: Vec<String> = parts
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect();
    parts.join(" ")
}

/// What should be known of the adjustment.
pub fn warning(warning: &Warning) -> String {
    match warning {
        Warning::MayFollowUsage(name) => format!(
            "“{name}” is measured while people use AI or after. If usage goes into it, adjusting for it takes out part of \
             what you look for and may hide it."
        ),
        Warning::UsageIsTold(factor) => format!(
            "What was chosen tells most of the usage already (variance inflation {}): the adjusted figure rests on few \
             people who are unlike the others.",
            format::number(*factor)
        ),
        Warning::TellsTheSame(name, factor) => format!(
            "“{}” tells nearly the same as the others together (variance inflation {}).",
            attribute(name),
            format::number(*factor)
        ),
        Warning::Contained(name) => format!(
            "“{}” is partly contained in what was chosen before it and adds nothing there.",
            attribute(name)
        ),
    }
}

fn list(found: &Adjustment) -> String {
    let names: Vec<String> = found
        .names
        .iter()
        .map(|name| lower(&attribute(name)))
        .collect();
    match names.as_slice() {
        [] => "nothing".to_owned(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
