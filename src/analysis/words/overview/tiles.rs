//! The tiles of the overview.

use crate::analysis::{Overview, SMALLEST_GROUP};
use crate::format::{self, coefficient as two_decimals, number};

use super::super::{Term, metric};
use super::{lower, people, person_period, whole_percent};

/// A figure of its own, with what it rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tile {
    /// What explains it.
    pub term: Term,
    /// Its name.
    pub label: &'static str,
    /// The figure.
    pub value: String,
    /// How many it rests on.
    pub note: String,
}

/// Who is in the data, for how long, and how much they used.
pub fn tiles(overview: &Overview) -> Vec<Tile> {
    let found = &overview.tiles;
    let word = overview.period.word();
    let periods = |n: usize| format::count(n, word, &format!("{word}s"));
    let rows = format!("{}s", person_period(overview.period));
    let share = |part: f64| format::percent(whole_percent(part));
    let coverage = found.covered as f64 / found.person_periods.max(1) as f64;
    let adoption = found.adoption.as_ref();
    vec![
        tile(
            Term::InBoth,
            "People",
            Some(format::integer(found.in_both)),
            format!(
                "with usage and outcomes, of {}",
                format::integer(found.people)
            ),
        ),
        tile(
            Term::TimeCovered,
            "Time",
            Some(match found.span {
                Some(_) => periods(found.periods),
                None => "one period".to_owned(),
            }),
            found.span.map_or_else(
                || "the whole time, without dates".to_owned(),
                |[first, last]| format!("{} to {}", format::day(first), format::day(last)),
            ),
        ),
        tile(
            Term::Coverage,
            "Coverage",
            Some(share(coverage)),
            format!(
                "{} of {} {rows} have both",
                format::integer(found.covered),
                format::integer(found.person_periods)
            ),
        ),
        tile(
            Term::Adoption,
            "Adoption",
            adoption.map(|found| share(found.mean)),
            adoption.map_or_else(
                || format!("no {word} has {SMALLEST_GROUP} people or more"),
                |found| match found.periods {
                    1 => "of the people, in one period".to_owned(),
                    n => format!(
                        "of people per {word}, over {}; {} first, {} last",
                        periods(n),
                        share(found.first),
                        share(found.last)
                    ),
                },
            ),
        ),
        intensity(overview),
        gini(overview),
    ]
}

fn intensity(overview: &Overview) -> Tile {
    let found = overview.tiles.intensity.as_ref();
    tile(
        Term::Intensity,
        "Median intensity",
        found.map(|found| number(found.median)),
        found.map_or_else(
            || format!("fewer than {SMALLEST_GROUP} people have usage"),
            |found| {
                let unit = lower(&metric(&overview.x));
                format!("{unit}, n = {}", people(found.people))
            },
        ),
    )
}

fn gini(overview: &Overview) -> Tile {
    let found = overview.spread.as_ref().map(|spread| &spread.concentration);
    let value = found.map(|found| two_decimals(found.gini_unbiased.unwrap_or(found.gini)));
    let note = found.map_or_else(
        |_| "not computed; see below".to_owned(),
        |found| {
            let interval = found.gini_interval.map_or_else(
                |_| String::new(),
                |range| format!("{}, ", format::interval(range.low, range.high, range.level)),
            );
            format!("{interval}n = {}", people(found.n))
        },
    );
    tile(Term::Gini, "Gini", value.ok(), note)
}

fn tile(term: Term, label: &'static str, value: Option<String>, note: String) -> Tile {
    Tile {
        term,
        label,
        value: value.unwrap_or_else(|| "–".to_owned()),
        note,
    }
}
