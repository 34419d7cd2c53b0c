//! Usage against outcome by group, in words.

use super::{Told, names, since, times};
use crate::analysis::check::hollow::Place;
use crate::analysis::check::{Check, Quadrant};
use crate::analysis::words::lower;
use crate::format;

/// The quadrants, in the order in which they are explained.
pub const QUADRANTS: [Quadrant; 4] = [
    Quadrant::Value,
    Quadrant::QuietCraft,
    Quadrant::Exploring,
    Quadrant::Hollow,
];

/// A quadrant's name.
pub fn quadrant(quadrant: Quadrant) -> &'static str {
    match quadrant {
        Quadrant::Value => "value",
        Quadrant::QuietCraft => "quiet craft",
        Quadrant::Exploring => "exploring",
        Quadrant::Hollow => "hollow",
    }
}

/// What a quadrant means.
pub fn quadrant_means(quadrant: Quadrant) -> &'static str {
    match quadrant {
        Quadrant::Value => "usage rose and the outcome is better",
        Quadrant::QuietCraft => "the outcome is better without more usage",
        Quadrant::Exploring => "neither moved for the better, and one of them for the worse",
        Quadrant::Hollow => "usage rose and the outcome is not better",
    }
}

/// Which groups stand apart; `None` where there is nothing to compare.
pub fn hollow(check: &Check) -> Option<Told> {
    let found = check.hollow.as_ref()?;
    let (x, y) = (lower(&check.usage.label), lower(&check.outcome.label));
    let within = |wanted: Quadrant| -> Vec<&Place> {
        let places = found.groups.iter();
        places
            .filter(|place| place.quadrant == Some(wanted))
            .collect()
    };
    let listed = |places: &[&Place]| {
        let all: Vec<&str> = places.iter().map(|place| place.name.as_str()).collect();
        names(&all)
    };
    let hollow = within(Quadrant::Hollow);
    let value = within(Quadrant::Value);
    let when = since(check);
    let finding = match (hollow.as_slice(), value.as_slice()) {
        ([], []) => format!("No group’s {x} rose clearly more than the typical group’s {when}"),
        ([], value) => format!(
            "More {x} and better {y} than the typical group {when} in {}",
            listed(value)
        ),
        (hollow, _) => format!(
            "More {x} but no better {y} than the typical group {when} in {}",
            listed(hollow)
        ),
    };
    let told = |place: &&Place| {
        format!(
            "{}: {x} {}, {y} {}",
            place.name,
            times(place.usage.tested()),
            times(place.outcome.tested())
        )
    };
    let apart: Vec<String> = hollow.iter().chain(&value).map(told).collect();
    let everyone = match (&found.usage, &found.outcome) {
        (Ok(usage), Ok(outcome)) => format!(
            "Over everyone, {when} against {}: {x} {}, {y} {}",
            super::before(check),
            times(&usage.change.times),
            times(&outcome.change.times)
        ),
        _ => String::new(),
    };
    let figures = if apart.is_empty() {
        everyone.clone()
    } else {
        format!("Against the typical group: {}", apart.join("; "))
    };
    let mut text = Vec::new();
    if !apart.is_empty() && !everyone.is_empty() {
        text.push(format!("{everyone}."));
    }
    for kind in [Quadrant::QuietCraft, Quadrant::Exploring] {
        let places = within(kind);
        if !places.is_empty() {
            text.push(format!(
                "{}: {} ({}).",
                crate::analysis::words::upper(quadrant(kind)),
                listed(&places),
                quadrant_means(kind)
            ));
        }
    }
    text.push(format!(
        "A group stands in a quadrant only where its change differs from that of the typical group after {} comparisons; all \
         others lie about the middle. Each sign by itself is in the table of signs; they are not added up.",
        format::integer(2 * found.groups.len())
    ));
    Some(Told {
        finding,
        figures,
        text,
        limit: format!(
            "“Hollow” is the name of a quadrant, not of people: usage can rise well before {y} does, and much good work does \
             not show in {y} at all."
        ),
        stands_out: !hollow.is_empty(),
    })
}
