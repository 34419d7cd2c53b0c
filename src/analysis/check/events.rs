//! Which dated event counts, and whether its name states a target.

use serde::{Deserialize, Serialize};

use crate::dataset::guess::header_words;
use crate::dataset::{Adds, Event, Period};
use crate::metrics::{Formula, Metric, MetricId, Panel, Topic};

/// Periods that have to lie on either side of a date.
pub const FEWEST_PERIODS: usize = 3;

/// Words of an event that makes a number worth chasing.
const OF_TARGETS: [&str; 16] = [
    "leaderboard",
    "leaderboards",
    "scoreboard",
    "ranking",
    "target",
    "targets",
    "goal",
    "goals",
    "quota",
    "quotas",
    "kpi",
    "okr",
    "bonus",
    "incentive",
    "mandate",
    "mandatory",
];

/// Words of an event that begins something.
const OF_BEGINNINGS: [&str; 8] = [
    "launch",
    "launched",
    "rollout",
    "introduced",
    "policy",
    "campaign",
    "challenge",
    "competition",
];

/// The dated events.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dates {
    /// Every day with an event, in order.
    pub choices: Vec<Choice>,
    /// The one that counts, if any does.
    pub chosen: Option<Chosen>,
    /// A day was asked for that has too little time on a side.
    pub refused: Option<i32>,
}

/// A day on which something happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// Days since 1970.
    pub day: i32,
    /// What happened, all of that day.
    pub name: String,
    /// Whether there is enough time on both sides of it.
    pub fits: bool,
}

/// The date that counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chosen {
    /// Days since 1970.
    pub day: i32,
    /// What happened; empty for a day that the person named.
    pub name: String,
    /// The period it lies in, which counts as after.
    pub period: i32,
    /// First day of that period.
    pub from: i32,
    /// Why this one.
    pub why: Why,
    /// Periods with usage and outcome before it.
    pub before: usize,
    /// Periods with usage and outcome from it on.
    pub after: usize,
}

/// Why a date was taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Why {
    /// A word of its name. Carries the word.
    Word(String),
    /// The person chose it.
    Person,
}

/// The events of a panel whose matched rows lie in `periods`, ascending; `asked` is the day that a person chose.
pub(super) fn dates(panel: &Panel, periods: &[i32], asked: Option<i32>) -> Dates {
    let sides = |day: i32| {
        let period = panel.period.index(day).0;
        let before = periods.partition_point(|other| *other < period);
        (period, before, periods.len() - before)
    };
    let fits = |day: i32| {
        let (_, before, after) = sides(day);
        panel.period != Period::Span && before >= FEWEST_PERIODS && after >= FEWEST_PERIODS
    };
    let choices: Vec<Choice> = panel
        .dataset
        .events
        .chunk_by(|a, b| a.day == b.day)
        .map(|events| Choice {
            day: events[0].day,
            name: joined(events),
            fits: fits(events[0].day),
        })
        .collect();
    let chosen = |day: i32, why: Why| {
        let (period, before, after) = sides(day);
        let named = choices.iter().find(|choice| choice.day == day);
        Chosen {
            day,
            name: named.map_or_else(String::new, |choice| choice.name.clone()),
            period,
            from: panel
                .period
                .first_day(crate::dataset::period::PeriodIndex(period)),
            why,
            before,
            after,
        }
    };
    let by_word = || {
        let mut best: Option<(usize, i32, String)> = None;
        for choice in choices.iter().filter(|choice| choice.fits) {
            let (score, word) = score(&choice.name);
            if score > best.as_ref().map_or(0, |best| best.0) {
                best = word.map(|word| (score, choice.day, word));
            }
        }
        best.map(|(_, day, word)| chosen(day, Why::Word(word)))
    };
    let taken = match asked {
        Some(day) if fits(day) => Some(chosen(day, Why::Person)),
        Some(_) => None,
        None => by_word(),
    };
    Dates {
        refused: asked.filter(|day| !fits(*day)),
        chosen: taken,
        choices,
    }
}

fn joined(events: &[Event]) -> String {
    let names = events.iter().map(|event| event.name.as_str());
    let names: Vec<&str> = names.filter(|name| !name.is_empty()).collect();
    names.join("; ")
}

/// How much a name speaks of a target, and the word that says so.
fn score(name: &str) -> (usize, Option<String>) {
    let words = header_words(name);
    let within = |list: &[&str]| {
        words
            .iter()
            .filter(|word| list.contains(&word.as_str()))
            .cloned()
            .collect::<Vec<_>>()
    };
    let (targets, beginnings) = (within(&OF_TARGETS), within(&OF_BEGINNINGS));
    let score = 3 * targets.len() + beginnings.len();
    (score, targets.into_iter().chain(beginnings).next())
}

/// A target on a usage metric.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Target {
    /// The number to reach.
    pub value: f64,
    /// The metric that it is about.
    pub metric: MetricId,
    /// That metric's name.
    pub label: String,
    /// The period in which it is to be reached.
    pub period: Period,
    /// The event whose name states it; `None` if the person typed it.
    pub event: Option<String>,
}

/// The target: as typed, or as an event's name states it.
pub(in crate::analysis) fn stated_target(
    panel: &Panel,
    usage: &Metric,
    typed: Option<f64>,
) -> Option<Target> {
    target(panel, usage, None, typed)
}

/// The target: as typed, or as an event's name states it, that of the chosen day first.
pub(super) fn target(
    panel: &Panel,
    usage: &Metric,
    chosen_day: Option<i32>,
    typed: Option<f64>,
) -> Option<Target> {
    let counts = |metric: &&Metric| {
        metric.info.topic == Topic::Usage
            && matches!(
                metric.formula,
                Formula::Measure(_, Adds::Sum) | Formula::ActiveDays
            )
    };
    let make = |value: f64, metric: &Metric, period: Period, event: Option<&str>| Target {
        value,
        metric: metric.info.id.clone(),
        label: metric.info.label.clone(),
        period,
        event: event.map(str::to_owned),
    };
    if let Some(value) = typed.filter(|value| value.is_finite() && *value > 0.0) {
        let period = panel.period;
        return Some(usage)
            .filter(counts)
            .map(|metric| make(value, metric, period, None));
    }
    let events = &panel.dataset.events;
    let on_the_day = events.iter().filter(|event| Some(event.day) == chosen_day);
    let others = events.iter().filter(|event| score(&event.name).0 >= 3);
    on_the_day.chain(others).find_map(|event| {
        let stated = stated(&event.name)?;
        let period = stated.period.unwrap_or(panel.period);
        let about = panel
            .metrics
            .iter()
            .filter(counts)
            .map(|metric| (stated.about(&header_words(&metric.info.label)), metric))
            .filter(|(words, _)| *words > 0)
            .max_by_key(|(words, metric)| (*words, metric.info.id == usage.info.id));
        let metric = match about {
            Some((_, metric)) => metric,
            // A number alone is about the metric that is looked at; one with another noun is about something else.
            None if stated.nouns.is_empty() => Some(usage).filter(counts)?,
            None => return None,
        };
        Some(make(stated.value, metric, period, Some(&event.name)))
    })
}

/// A number with what it counts.
#[derive(Debug, Clone, PartialEq)]
struct Stated {
    value: f64,
    /// The words between the number and its period: `active`, `days`.
    nouns: Vec<String>,
    period: Option<Period>,
}

impl Stated {
    /// How many of a metric's words it names, a plural as its singular.
    fn about(&self, words: &[String]) -> usize {
        let stem = |word: &String| word.trim_end_matches('s').to_owned();
        let nouns: Vec<String> = self.nouns.iter().map(stem).collect();
        words
            .iter()
            .filter(|word| nouns.contains(&stem(word)))
            .count()
    }
}

/// The first number of a name that is neither a year nor a share: `50 prompts a week`.
fn stated(name: &str) -> Option<Stated> {
    let spaced = name
        .replace('/', " per ")
        .replace([':', ';', '(', ')'], " ");
    let words: Vec<String> = spaced
        .split_whitespace()
        .map(|word| {
            word.trim_matches(|letter: char| ".,!?\"'".contains(letter))
                .to_lowercase()
        })
        .filter(|word| !word.is_empty())
        .collect();
    let period_of = |word: &str| match word {
        "day" | "days" | "daily" => Some(Period::Day),
        "week" | "weekly" => Some(Period::Week),
        "month" | "monthly" => Some(Period::Month),
        _ => None,
    };
    let adverb = words.iter().find_map(|word| {
        let is_adverb = word.ends_with("ly");
        period_of(word).filter(|_| is_adverb)
    });
    let read = |at: usize| {
        let value = amount(&words[at])?;
        let rest = &words[at + 1..];
        if rest
            .first()
            .is_some_and(|next| next == "percent" || next == "%")
        {
            return None;
        }
        let joins =
            |word: &String| matches!(word.as_str(), "a" | "per" | "each" | "every" | "in" | "by");
        let nouns = rest.iter().take_while(|word| !joins(word)).take(3);
        let after = rest.iter().position(joins).and_then(|at| rest.get(at + 1));
        Some(Stated {
            value,
            nouns: nouns
                .filter(|word| amount(word).is_none())
                .cloned()
                .collect(),
            period: after.and_then(|word| period_of(word)).or(adverb),
        })
    };
    let looks_like_a_year = |at: &usize| {
        words[*at].len() == 4
            && amount(&words[*at]).is_some_and(|value| (1900.0..2100.0).contains(&value))
    };
    let (years, others): (Vec<usize>, Vec<usize>) = (0..words.len()).partition(looks_like_a_year);
    let plain = others.into_iter().find_map(read);
    plain.or_else(|| {
        years
            .into_iter()
            .filter_map(read)
            .find(|found| found.period.is_some() && !found.nouns.is_empty())
    })
}

/// `50`, `1,000`, `2.5k` and `1m`; not `80%`, `Q3` or `2026-04-06`.
fn amount(word: &str) -> Option<f64> {
    let (digits, times) = match word.strip_suffix(['k', 'm']) {
        Some(digits) if word.ends_with('k') => (digits, 1e3),
        Some(digits) => (digits, 1e6),
        None => (word, 1.0),
    };
    let is_number = digits.starts_with(|first: char| first.is_ascii_digit())
        && digits
            .chars()
            .all(|letter| letter.is_ascii_digit() || matches!(letter, '.' | ','));
    let value: f64 = is_number
        .then(|| digits.replace(',', "").parse().ok())
        .flatten()?;
    (value > 0.0 && value.is_finite()).then_some(value * times)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &str) -> Option<(f64, String, Option<Period>)> {
        stated(name).map(|found| (found.value, found.nouns.join(" "), found.period))
    }

    #[test]
    fn a_target_is_read_from_the_name_of_an_event() {
        let week = Some(Period::Week);
        let cases = [
            ("Usage target: 50 prompts a week", (50.0, "prompts", week)),
            (
                "Goal of 1,000 tokens/day",
                (1_000.0, "tokens", Some(Period::Day)),
            ),
            (
                "2026 target: at least 3 active days per week",
                (3.0, "active days", week),
            ),
            ("Weekly quota 2.5k requests", (2_500.0, "requests", week)),
            ("Target 40", (40.0, "", None)),
        ];
        for (name, (value, nouns, period)) in cases {
            assert_eq!(
                read(name),
                Some((value, nouns.to_owned(), period)),
                "{name}"
            );
        }
    }

    #[test]
    fn what_is_no_target_is_left_alone() {
        for name in [
            "Leaderboard launched",
            "80% adoption goal",
            "Target for 2026",
            "Q3 targets",
            "Goal: 80 percent",
        ] {
            assert_eq!(read(name), None, "{name}");
        }
    }

    #[test]
    fn a_leaderboard_speaks_louder_than_a_launch_and_a_holiday_not_at_all() {
        assert!(score("Leaderboard launched").0 > score("New office launched").0);
        assert_eq!(score("Holiday: Memorial Day"), (0, None));
    }
}
