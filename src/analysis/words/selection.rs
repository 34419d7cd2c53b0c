//! Sentences about the people inside a rectangle.

use crate::format;

use super::{people, undefined, with_interval};
use crate::analysis::relation::Relation;
use crate::analysis::selection::Selected;
use crate::analysis::{FEWEST_DOTS, SMALLEST_GROUP};

/// Who was selected: `137 people selected · Spearman’s rho 0.22 (95% CI …)`.
pub fn selected(selected: &Selected, relation: &Relation) -> String {
    match selected {
        Selected::TooFew => format!("Fewer than {SMALLEST_GROUP} people selected"),
        Selected::People { count, spearman } => {
            let rho = match spearman {
                None => format!("rho is shown from {FEWEST_DOTS} people on"),
                Some(Ok(found)) => format!("Spearman’s rho {}", with_interval(found)),
                Some(Err(reason)) => undefined(*reason, relation),
            };
            format!("{} selected · {rho}", people(*count))
        }
    }
}

/// What a cell of the density holds.
pub fn cell(count: u32) -> String {
    let smallest = u32::try_from(SMALLEST_GROUP).unwrap_or(u32::MAX);
    if count < smallest {
        format!("Fewer than {SMALLEST_GROUP} people")
    } else {
        format::count(count as usize, "person", "people")
    }
}
