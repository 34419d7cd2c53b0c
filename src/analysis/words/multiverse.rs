//! Sentences about the answer under every reasonable way of counting.

use crate::dataset::{Absent, Period};
use crate::format::{self, coefficient as two_decimals};

use super::{lower, upper};
use crate::analysis::Verdict;
use crate::analysis::multiverse::{Choices, Measure, Multiverse, People, Specification};
use crate::analysis::relation::Relation;

/// Estimates closer than this are told apart by nobody.
const NO_MATTER: f64 = 0.02;

/// Whether the answer hangs on how it is counted, as a title.
pub fn multiverse_finding(found: &Multiverse, relation: &Relation) -> String {
    let (all, same) = (found.specifications.len(), found.same_verdict());
    let (x, y) = (lower(&relation.x.label), lower(&relation.y.label));
    let Some(shown) = found.shown() else {
        return format!(
            "{} and {y} in {} ways of counting",
            upper(&x),
            format::integer(all)
        );
    };
    let says = match shown.verdict {
        Verdict::Related if shown.estimate > 0.0 => {
            format!("find that more {x} goes with higher {y}")
        }
        Verdict::Related => format!("find that more {x} goes with lower {y}"),
        Verdict::TooSmallToMatter => "find a relation too weak to matter".to_owned(),
        Verdict::NoRelationOfPracticalSize => "find no relation that matters".to_owned(),
        Verdict::CannotTell { .. } => "cannot tell either".to_owned(),
    };
    let share = if same == all {
        format!("All {} ways", format::integer(all))
    } else {
        format!("{} of {} ways", format::integer(same), format::integer(all))
    };
    format!("{share} of counting {says}")
}

/// How far the estimates reach, how many agree, and what moves them most.
pub fn multiverse(found: &Multiverse) -> String {
    let (Some(first), Some(last), Some(shown)) = (
        found.specifications.first(),
        found.specifications.last(),
        found.shown(),
    ) else {
        return "There is no estimate to compare with.".to_owned();
    };
    let all = format::integer(found.specifications.len());
    let sign = if shown.estimate < 0.0 {
        "below"
    } else {
        "above"
    };
    let opposite = match found.opposite() {
        0 => String::new(),
        some => format!(
            " {} {} a relation the other way.",
            format::integer(some),
            if some == 1 { "finds" } else { "find" }
        ),
    };
    format!(
        "The estimates run from {} to {}; {} of {all} lie {sign} zero, as the one above does.{opposite} {} These are the \
         same people counted in other ways, so many that agree are no new evidence; but if they disagree, the answer \
         hangs on how it is counted.",
        two_decimals(first.estimate),
        two_decimals(last.estimate),
        format::integer(found.same_sign()),
        moves_most(found),
    )
}

fn moves_most(found: &Multiverse) -> String {
    let names = [
        "how the two sides are compared",
        "who takes part",
        "how time is cut",
        "what a missing row means",
    ];
    let most = found
        .spread()
        .into_iter()
        .zip(names)
        .max_by(|a, b| a.0.total_cmp(&b.0));
    match most {
        Some((spread, name)) if spread >= NO_MATTER => format!(
            "What moves them most is {name}: {} on average.",
            two_decimals(spread)
        ),
        _ => "No single choice moves them by more than 0.02 on average.".to_owned(),
    }
}

/// A way of counting, in words.
pub fn specification(one: &Specification) -> String {
    let Choices {
        measure: how,
        people: who,
        period: cut,
        absent: missing,
    } = one.choices;
    let mut parts = vec![measure(how), people(who), period(cut)];
    if missing != Absent::Unknown {
        parts.push(absent(missing));
    }
    parts.join(", ")
}

/// How the two sides are compared.
pub fn measure(measure: Measure) -> &'static str {
    match measure {
        Measure::Ranks => "ranks",
        Measure::Values => "values",
        Measure::LogUsage => "log usage",
        Measure::PulledIn => "extremes pulled in",
    }
}

/// Who takes part.
pub fn people(people: People) -> &'static str {
    match people {
        People::All => "everyone",
        People::WithoutTop => "without the top 1%",
        People::Regular => "half the time or more",
    }
}

/// What the means are made of.
pub fn period(period: Period) -> &'static str {
    match period {
        Period::Day => "days",
        Period::Week => "weeks",
        Period::Month => "months",
        Period::Span => "whole time",
    }
}

/// What a missing usage row means.
pub fn absent(absent: Absent) -> &'static str {
    match absent {
        Absent::Unknown => "missing left out",
        Absent::Zero => "missing is zero",
        Absent::ZeroForRoster => "zero for the roster",
    }
}
