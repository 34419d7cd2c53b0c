//! Sentences of the check: chosen by rules from what was found, never from which data set it is.

mod decoupling;
mod hollow;
mod missing;
mod reward;
mod search;
mod signs;
mod swap;

use super::{lower, people, undefined_reason};
use crate::analysis::check::change::{Change, Times};
use crate::analysis::check::{Check, Chosen, Grouped, Turn, Why};
use crate::dataset::Period;
use crate::format;
use crate::stats::Interval;

pub use decoupling::{decoupling, slope_axis, step, study};
pub use hollow::{QUADRANTS, hollow, quadrant, quadrant_means};
pub use missing::{Lack, missing};
pub use reward::{orders, over_time, reward, tenths};
pub use search::search;
pub use signs::{
    any_sign, innocent, marked_names, not_dishonest, null, seen_as_text, short_sign, sign,
    sign_name, signs_overview, target_source,
};
pub use swap::swap;

/// What is told of one part.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Told {
    /// The finding with its certainty, as a title.
    pub finding: String,
    /// The figures that carry it.
    pub figures: String,
    /// What else belongs to it, a paragraph each.
    pub text: Vec<String>,
    /// What this does not show.
    pub limit: String,
    /// Whether something stands out.
    pub stands_out: bool,
}

/// The finding of the whole, as the view's title.
pub fn headline(check: &Check) -> String {
    let x = lower(&check.usage.label);
    let turn = check.decoupling.as_ref().map(|found| found.turn);
    let weakened = matches!(turn, Some(Turn::Weakened | Turn::Reversed));
    let unusual = check
        .signs
        .signs
        .iter()
        .any(|sign| !sign.marked().is_empty());
    match (weakened, unusual, &check.dates.chosen) {
        (true, true, Some(chosen)) => format!(
            "After {}, {x} and {} go together less, and some groups’ numbers move in unusual ways",
            event(chosen),
            lower(&check.outcome.label),
        ),
        (true, false, Some(chosen)) => format!(
            "After {}, {x} and {} go together less",
            event(chosen),
            lower(&check.outcome.label),
        ),
        (_, true, Some(chosen)) => {
            format!(
                "After {}, some groups’ numbers move in unusual ways",
                event(chosen)
            )
        }
        (_, true, None) => "Some groups’ numbers move in unusual ways".to_owned(),
        (_, false, Some(_)) => {
            format!("Nothing found that speaks against reading {x} as usage")
        }
        (_, false, None) => {
            format!("Without a dated event only part of {x} can be checked")
        }
    }
}

/// What the view rests on: people, periods, date.
pub fn basis(check: &Check) -> String {
    let mut parts = vec![format!(
        "{} against {}, n = {}",
        check.usage.label,
        lower(&check.outcome.label),
        people(check.people)
    )];
    if let Some(chosen) = &check.dates.chosen {
        let word = word(check);
        parts.push(format!(
            "{} before and {} from {} on",
            format::count(chosen.before, word, &format!("{word}s")),
            format::integer(chosen.after),
            format::day(chosen.from),
        ));
    }
    if let Some(sampled) = check.sampled {
        parts.push(format!(
            "the slower parts look at {} drawn by a hash of their ids",
            people(sampled)
        ));
    }
    parts.join("; ") + "."
}

/// Why this date was taken.
pub fn date_source(check: &Check) -> String {
    match &check.dates.chosen {
        Some(Chosen { why: Why::Word(word), .. }) => format!(
            "Taken because its name says “{word}”. Choose another if that is not the one that matters."
        ),
        Some(Chosen { why: Why::Person, .. }) => {
            "Chosen by you. A date that is chosen after looking at the curves finds a change too often.".to_owned()
        }
        None => String::new(),
    }
}

/// Groups that are not shown, and why; nothing where all are.
pub fn hidden(groups: &Grouped) -> Option<String> {
    let count = groups.hidden();
    if count == 0 {
        return None;
    }
    let mut why = Vec::new();
    if groups.too_few > 0 {
        why.push("too few people");
    }
    if groups.dominated > 0 {
        why.push("one person makes up nearly all of it");
    }
    if groups.complements > 0 {
        why.push("it would give another one away");
    }
    Some(format!(
        "{} {} not shown: {}.",
        format::count(count, "group", "groups"),
        if count == 1 { "is" } else { "are" },
        why.join(", or ")
    ))
}

/// The event that counts: its name and day.
fn event(chosen: &Chosen) -> String {
    match name_of(chosen) {
        Some(name) => {
            let short: String = name.chars().take(60).collect();
            format!("“{short}” ({})", format::day(chosen.day))
        }
        _ => format::day(chosen.day),
    }
}

/// The part of a day's events that counts: the one with the word that made it count.
fn name_of(chosen: &Chosen) -> Option<&str> {
    let says = |part: &&str| match &chosen.why {
        Why::Word(word) => part.to_lowercase().contains(word),
        Why::Person => true,
    };
    let mut parts = chosen.name.split("; ");
    let first = parts.clone().next();
    parts.find(says).or(first).filter(|name| !name.is_empty())
}

/// The event beside a mark in a chart, short enough to stand there.
pub fn event_label(chosen: &Chosen) -> String {
    const MOST: usize = 28;
    match name_of(chosen) {
        Some(name) if name.chars().count() <= MOST => name.to_owned(),
        _ => format::day(chosen.day),
    }
}

/// `since 6 Apr 2026`, or the second half where no date is known.
fn since(check: &Check) -> String {
    match &check.dates.chosen {
        Some(chosen) => format!("since {}", format::day(chosen.from)),
        None => "in the second half of the time".to_owned(),
    }
}

/// What it was before.
fn before(check: &Check) -> &'static str {
    match check.dates.chosen {
        Some(_) => "before",
        None => "in the first half",
    }
}

/// The word for a period.
pub fn word(check: &Check) -> &'static str {
    match check.period {
        Period::Span => "period",
        other => other.word(),
    }
}

/// Names in a sentence: `A`, `A and B`, `A, B and 3 more`.
fn names(all: &[&str]) -> String {
    const MOST: usize = 4;
    match all {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] if all.len() <= MOST => format!("{} and {last}", first.join(", ")),
        _ => format!(
            "{} and {} more",
            all[..MOST - 1].join(", "),
            format::integer(all.len() - MOST + 1)
        ),
    }
}

fn group_names<'a>(check: &'a Check, at: &[usize]) -> Vec<&'a str> {
    let name = |at: &usize| check.groups.names.get(*at).map(String::as_str);
    at.iter().filter_map(name).collect()
}

/// `1.34 times (95% CI 1.25 to 1.45)`.
fn times(found: &Times) -> String {
    format!(
        "{} times ({})",
        format::number(found.times),
        range(&found.interval)
    )
}

/// `95% CI 1.25 to 1.45`.
fn range(interval: &Interval) -> String {
    format!(
        "{} CI {} to {}",
        format::percent(interval.level),
        format::number(interval.low),
        format::number(interval.high)
    )
}

/// `38% before, 47% after`, for shares.
fn shares(change: &Change) -> String {
    format!(
        "{} to {}",
        whole_percent(change.before),
        whole_percent(change.after)
    )
}

/// A share without decimals, unless it is small.
fn whole_percent(share: f64) -> String {
    if share.abs() < 0.1 {
        format::percent(share)
    } else {
        format!("{}%", format::fixed(share * 100.0, 0))
    }
}

/// Why a figure is missing.
fn reason(found: crate::stats::Undefined) -> String {
    undefined_reason(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_listed_as_people_list_them() {
        assert_eq!(names(&["A"]), "A");
        assert_eq!(names(&["A", "B", "C"]), "A, B and C");
        assert_eq!(names(&["A", "B", "C", "D", "E"]), "A, B, C and 2 more");
    }

    #[test]
    fn hidden_groups_are_counted_with_their_reason_and_never_named() {
        let groups = Grouped {
            too_few: 1,
            complements: 1,
            ..Grouped::default()
        };
        let said = hidden(&groups).unwrap();
        assert_eq!(
            said,
            "2 groups are not shown: too few people, or it would give another one away."
        );
        assert_eq!(hidden(&Grouped::default()), None);
    }
}
