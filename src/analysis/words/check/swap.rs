//! The same groups by other rulers, in words.

use super::{Told, names};
use crate::analysis::check::Check;
use crate::analysis::check::reward::OfRuler;
use crate::analysis::check::swap::{Ranked, Swap};
use crate::analysis::words::lower;
use crate::format::{self, coefficient as two_decimals};

/// Above this mean tau the order is told as the same, below the other as another one.
const SAME: f64 = 0.9;
const OTHER: f64 = 0.7;

/// How far the order of groups hangs on the ruler; `None` where there is nothing to rank.
pub fn swap(check: &Check) -> Option<Told> {
    let found = check.swap.as_ref()?;
    let n = found.groups.len();
    let rulers = found.rulers.len();
    let leaders = if found.leaders > 1 {
        format!(", and {} different groups come first", found.leaders)
    } else {
        String::new()
    };
    let finding = match found.agreement {
        tau if tau >= SAME => {
            format!("The {n} groups rank much the same by all {rulers} rulers{leaders}")
        }
        tau if tau >= OTHER => {
            format!("The order of the {n} groups shifts with the ruler, but mostly holds{leaders}")
        }
        _ => {
            format!("The story flips with the ruler: the {n} groups come in other orders{leaders}")
        }
    };
    let (first, second, tau) = found.least;
    let label = |at: usize| {
        found
            .rulers
            .get(at)
            .map_or_else(String::new, |label| lower(label))
    };
    let figures = format!(
        "Mean Kendall’s tau over all pairs of rulers {}; least between {} and {}: {}, n = {}",
        two_decimals(found.agreement),
        label(first),
        label(second),
        two_decimals(tau),
        format::count(n, "group", "groups")
    );
    let mut text = Vec::new();
    text.extend(swings(found));
    text.push(relation(check));
    Some(Told {
        finding,
        figures,
        text,
        limit: "Ranks hide how far apart groups are: neighbours may differ by next to nothing, and the groups do other work."
            .to_owned(),
        stands_out: found.agreement < OTHER || found.leaders > 1,
    })
}

/// The groups that move furthest.
fn swings(found: &Swap) -> Option<String> {
    let most = found.groups.iter().map(Ranked::swing).fold(0.0, f64::max);
    if most < 2.0 {
        return None;
    }
    let movers: Vec<&str> = found
        .groups
        .iter()
        .filter(|group| group.swing() >= most)
        .map(|group| group.name.as_str())
        .collect();
    Some(format!(
        "{} {} furthest: up to {} places between one ruler and another.",
        names(&movers),
        if movers.len() == 1 { "moves" } else { "move" },
        // Shared places are halves.
        format::fixed(most, usize::from(most.fract() > 0.0))
    ))
}

/// Whether the relation with the outcome points the same way by every ruler.
fn relation(check: &Check) -> String {
    let y = lower(&check.outcome.label);
    let clear = |ruler: &OfRuler| {
        let found = ruler.spearman.as_ref().ok()?;
        let range = found.interval.ok()?;
        (!range.contains(0.0)).then_some(found.coefficient > 0.0)
    };
    let with = |wanted: bool| -> Vec<String> {
        let rulers = check.reward.rulers.iter();
        rulers
            .filter(|ruler| clear(ruler) == Some(wanted))
            .map(|ruler| lower(&ruler.label))
            .collect()
    };
    let (up, down) = (with(true), with(false));
    let good = if check.reward.low_is_good {
        "low (good)"
    } else {
        "high"
    };
    let list = |all: &[String]| names(&all.iter().map(String::as_str).collect::<Vec<_>>());
    match (up.is_empty(), down.is_empty()) {
        (true, true) => format!("By no ruler is usage clearly related to {y} among people."),
        (false, false) => format!(
            "The story flips with the ruler: more usage goes with {good} {y} by {}, and the other way by {}.",
            list(&up),
            list(&down)
        ),
        (false, true) => format!(
            "More usage goes with {good} {y} by {}; no ruler says the opposite.",
            list(&up)
        ),
        (true, false) => format!(
            "More usage goes with {} {y} by {}; no ruler says the opposite.",
            if check.reward.low_is_good {
                "high (not good)"
            } else {
                "low"
            },
            list(&down)
        ),
    }
}
