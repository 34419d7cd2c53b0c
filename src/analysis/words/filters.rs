//! Filters in words: what each asks for, and what it takes away.

use crate::dataset::Period;
use crate::dataset::period::date_of;
use crate::format::{self, number};
use crate::metrics::{Filter, Filters, MetricId, MetricInfo, Selection};

use super::{attribute, people};
use crate::analysis::SMALLEST_GROUP;

/// Levels that are named before the rest is counted.
const NAMED: usize = 3;

/// What a filter asks for, as short as a chip: `role: Engineer, Support`.
pub fn filter(
    filter: &Filter,
    filters: &Filters,
    period: Period,
    metrics: &[MetricInfo],
) -> String {
    match filter {
        Filter::Dates => dates(filters.from, filters.to),
        Filter::Group(name) => {
            let levels = filters.groups.get(name).into_iter().flatten();
            let levels: Vec<&str> = levels.map(String::as_str).collect();
            format!("{}: {}", attribute(name), listed(&levels))
        }
        Filter::WholeSpan => "There from start to end".to_owned(),
        Filter::LeastPeriods => format!(
            "At least {} {}s with both",
            filters.least_periods,
            period.word()
        ),
        Filter::Selection => filters
            .selection
            .as_ref()
            .map_or_else(String::new, |found| selection(found, metrics)),
    }
}

/// What a filter takes away: `leaves out 12 people`.
pub fn removal(out: Option<usize>) -> String {
    match out {
        None => "not in these files".to_owned(),
        Some(0) => "leaves out nobody".to_owned(),
        Some(out) => format!("leaves out {}", people(out)),
    }
}

/// How many people the filters leave: `312 of 376 people`.
pub fn left(people_left: usize, of: usize) -> String {
    if people_left == of {
        people(of)
    } else {
        format!("{} of {}", format::integer(people_left), people(of))
    }
}

/// The chosen groups of an attribute, or everyone: `Engineer, Support and 2 more`.
pub fn chosen(levels: &[&str]) -> String {
    if levels.is_empty() {
        "everyone".to_owned()
    } else {
        listed(levels)
    }
}

/// Why there are no groups to choose from.
pub fn no_groups() -> String {
    format!("These files have no attribute with groups of {SMALLEST_GROUP} people or more.")
}

/// What a span of dates does to a period that it cuts.
pub fn whole_periods(period: Period) -> String {
    match period {
        Period::Day | Period::Span => "Both days count.".to_owned(),
        other => format!(
            "A {0} that is cut by these days counts as a whole, because half a {0} would look like little usage.",
            other.word()
        ),
    }
}

fn dates(from: Option<i32>, to: Option<i32>) -> String {
    let day = |day| format::date(date_of(day));
    match (from, to) {
        (Some(from), Some(to)) => format!("{} to {}", day(from), day(to)),
        (Some(from), None) => format!("From {}", day(from)),
        (None, Some(to)) => format!("Until {}", day(to)),
        (None, None) => String::new(),
    }
}

fn listed(levels: &[&str]) -> String {
    let named = levels.iter().take(NAMED).copied();
    let named = named.collect::<Vec<_>>().join(", ");
    match levels.len().saturating_sub(NAMED) {
        0 => named,
        more => format!("{named} and {more} more"),
    }
}

fn selection(selection: &Selection, metrics: &[MetricInfo]) -> String {
    let label = |id: &MetricId| {
        let found = metrics.iter().find(|metric| metric.id == *id);
        found.map_or_else(|| id.0.clone(), |metric| metric.label.clone())
    };
    let range = |side: usize| {
        let (low, high) = (selection.low[side], selection.high[side]);
        format!("{} to {}", number(low), number(high))
    };
    let (x, y) = (label(&selection.x), label(&selection.y));
    format!("{x} {}, {y} {}", range(0), range(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::period::day_of_iso;

    fn said(filters: &Filters) -> Vec<String> {
        let say = |one: &Filter| filter(one, filters, Period::Week, &[]);
        filters.active().iter().map(say).collect()
    }

    #[test]
    fn every_filter_that_is_on_has_words_of_its_own() {
        let filters = Filters {
            from: day_of_iso("2026-04-06"),
            to: None,
            groups: [(
                "job_role".to_owned(),
                ["A", "B", "C", "D", "E"].map(str::to_owned).into(),
            )]
            .into(),
            least_periods: 4,
            whole_span_only: true,
            selection: Some(Selection {
                x: MetricId("usage.prompts".to_owned()),
                y: MetricId("outcome.tasks".to_owned()),
                low: [1.0, -2.5],
                high: [40.0, 8.0],
            }),
        };
        assert_eq!(
            said(&filters),
            [
                "From 6 Apr 2026",
                "job role: A, B, C and 2 more",
                "There from start to end",
                "At least 4 weeks with both",
                "usage.prompts 1.00 to 40.0, outcome.tasks −2.50 to 8.00",
            ]
        );
        // Taking each off leaves the others.
        for one in filters.active() {
            let rest = filters.without(&one);
            assert_eq!(rest.active().len(), 4, "{one:?}");
            assert!(!rest.active().contains(&one));
        }
    }

    #[test]
    fn what_a_filter_takes_away_is_said_in_people() {
        assert_eq!(removal(Some(1)), "leaves out 1 person");
        assert_eq!(removal(Some(0)), "leaves out nobody");
        assert_eq!(removal(None), "not in these files");
        assert_eq!(left(312, 376), "312 of 376 people");
        assert_eq!(left(376, 376), "376 people");
    }
}
