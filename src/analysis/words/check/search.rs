//! A change that was found by looking, in words.

use super::{Told, reason};
use crate::analysis::check::Check;
use crate::analysis::words::{lower, upper};
use crate::format;

/// Below this p-value the change is told as more than luck.
const LUCK: f64 = 0.05;

/// What a search of the mean usage found; `None` where none was made.
pub fn search(check: &Check) -> Option<Told> {
    let found = check.search.as_ref()?;
    let x = lower(&check.usage.label);
    let word = super::word(check);
    let limit = "Found after looking: of all dates this one was picked because it looks most like a change. It says nothing \
                 about what happened then. A file of dated events would turn the search into a test."
        .to_owned();
    let (finding, figures, text, stands_out) = match &found.found {
        Err(why) => (
            format!("No change of {x} to look for"),
            format!("{}.", reason(*why)),
            Vec::new(),
            false,
        ),
        Ok(best) => {
            let figures = format!(
                "Mean {x} per person and {word}: {} before {}, {} from then on",
                format::number(best.before),
                format::day(best.day),
                format::number(best.after)
            );
            let (finding, text) = match best.p_value {
                Some(p) if p < LUCK => (
                    format!(
                        "Found by looking: {x} changed most about {}",
                        format::day(best.day)
                    ),
                    format!(
                        "If the {word}s came in any order, a change this large at some date would be rare ({}, {} random orders).",
                        format::p_value(p),
                        format::integer(best.draws)
                    ),
                ),
                Some(p) => (
                    format!("Looking for a change of {x} finds none that luck would not give"),
                    format!(
                        "The largest is no larger than in random orders of the {word}s ({}).",
                        format::p_value(p)
                    ),
                ),
                None => (
                    format!(
                        "Found by looking: {x} changed most about {}",
                        format::day(best.day)
                    ),
                    format!(
                        "Neighbouring {word}s are alike (a trend, or a slow swing), so no p-value is given: a trend alone has a \
                         “largest change” too."
                    ),
                ),
            };
            let stands_out = best.p_value.is_some_and(|p| p < LUCK);
            (finding, figures, vec![text], stands_out)
        }
    };
    Some(Told {
        finding: upper(&finding),
        figures,
        text,
        limit,
        stands_out,
    })
}
