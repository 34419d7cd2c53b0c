//! The matched panel of a pair: person-periods that have both values, and each person's means over them.

use std::cmp::Ordering;

use crate::dataset::{Absent, Period};
use crate::metrics::panel::{Cells, Key};
use crate::metrics::values::Values;
use crate::metrics::{Metric, Panel, Topic};

use super::relation::Dropped;

/// Person-periods with both values, and the means per person.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Matched {
    /// Person index and period of each row, sorted.
    pub keys: Vec<Key>,
    /// Usage per row.
    pub x: Vec<f64>,
    /// Outcome per row.
    pub y: Vec<f64>,
    /// Each person's means, in order of person index.
    pub people: Vec<PersonMeans>,
    /// What was left out.
    pub dropped: Dropped,
}

impl Matched {
    /// The means of people: usage, then the outcome.
    pub fn means(&self) -> [Vec<f64>; 2] {
        let side = |of: fn(&PersonMeans) -> f64| self.people.iter().map(of).collect();
        [side(|means| means.x), side(|means| means.y)]
    }
}

/// One person over the periods that have both values.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PersonMeans {
    /// Person index.
    pub person: u32,
    /// Usage: mean per period, or ratio of sums.
    pub x: f64,
    /// Outcome: mean per period, or ratio of sums.
    pub y: f64,
    /// Periods with both values.
    pub periods: u32,
}

/// A metric on its panel.
#[derive(Debug, Clone, Copy)]
pub struct Axis<'a> {
    /// The cells of its log.
    pub cells: &'a Cells,
    /// Its values over those cells.
    pub values: &'a Values,
}

impl<'a> Axis<'a> {
    /// These values on the cells of a side of the panel.
    pub fn of(panel: &'a Panel, topic: Topic, values: &'a Values) -> Self {
        let cells = panel.cells(topic);
        Axis { cells, values }
    }

    fn has(&self, cell: usize) -> bool {
        !self.values.cells[cell].is_nan()
    }
}

/// Matches two metrics of a panel.
pub fn matched_pair(panel: &Panel, usage: &Metric, outcome: &Metric) -> Matched {
    matched(
        Axis::of(panel, Topic::Usage, &panel.values(usage)),
        Axis::of(panel, Topic::Outcome, &panel.values(outcome)),
    )
}

/// Another way of cutting the same rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cut {
    /// How time is cut.
    pub period: Period,
    /// What a missing usage row means.
    pub absent: Absent,
}

/// Matches two metrics as if the panel had been cut otherwise.
pub fn recut(panel: &Panel, usage: &Metric, outcome: &Metric, cut: Cut) -> Matched {
    let cells = |topic, absent| Cells::of(panel.log(topic), cut.period, absent);
    let (left, right) = (
        cells(Topic::Usage, cut.absent),
        cells(Topic::Outcome, Absent::Unknown),
    );
    let values = |metric: &Metric, cells: &Cells| {
        Values::of(metric.formula, panel.log(metric.info.topic), cells)
    };
    matched(
        Axis {
            values: &values(usage, &left),
            cells: &left,
        },
        Axis {
            values: &values(outcome, &right),
            cells: &right,
        },
    )
}

/// Matches usage and outcome by person and period. Both panels are sorted, so one pass is enough.
pub fn matched(usage: Axis<'_>, outcome: Axis<'_>) -> Matched {
    let (left, right) = (&usage.cells.keys, &outcome.cells.keys);
    let mut pairs: Vec<(usize, usize)> = Vec::with_capacity(left.len().min(right.len()));
    let mut unmatched: Vec<(u32, Side)> = Vec::new();
    let (mut i, mut j) = (0, 0);
    while i < left.len() || j < right.len() {
        let order = match (left.get(i), right.get(j)) {
            (Some(a), Some(b)) => a.cmp(b),
            (Some(_), None) => Ordering::Less,
            _ => Ordering::Greater,
        };
        let has_usage = order.is_le() && usage.has(i);
        let has_outcome = order.is_ge() && outcome.has(j);
        match (has_usage, has_outcome) {
            (true, true) => pairs.push((i, j)),
            (true, false) => unmatched.push((left[i].0, Side::Usage)),
            (false, true) => unmatched.push((right[j].0, Side::Outcome)),
            (false, false) => {}
        }
        i += usize::from(order.is_le());
        j += usize::from(order.is_ge());
    }
    let people = means(&pairs, usage, outcome);
    Matched {
        keys: pairs.iter().map(|pair| left[pair.0]).collect(),
        x: pairs
            .iter()
            .map(|pair| usage.values.cells[pair.0])
            .collect(),
        y: pairs
            .iter()
            .map(|pair| outcome.values.cells[pair.1])
            .collect(),
        dropped: dropped(&people, &unmatched),
        people,
    }
}

/// Which side an unmatched person-period belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Usage,
    Outcome,
}

fn means(pairs: &[(usize, usize)], usage: Axis<'_>, outcome: Axis<'_>) -> Vec<PersonMeans> {
    let person_of = |pair: &(usize, usize)| usage.cells.keys[pair.0].0;
    let mut people: Vec<PersonMeans> = pairs
        .chunk_by(|a, b| person_of(a) == person_of(b))
        .map(|rows| PersonMeans {
            person: person_of(&rows[0]),
            x: usage.values.over(rows.iter().map(|pair| pair.0)),
            y: outcome.values.over(rows.iter().map(|pair| pair.1)),
            periods: u32::try_from(rows.len()).unwrap_or(u32::MAX),
        })
        .collect();
    tie(&mut people, |means| &mut means.x);
    tie(&mut people, |means| &mut means.y);
    people
}

/// Means that are equal but for the order in which they were summed, which ranks would otherwise tell apart.
const ROUNDING: f64 = 1e-14;

/// Gives values that differ by rounding only the value of the smallest of them.
fn tie(people: &mut [PersonMeans], side: impl Fn(&mut PersonMeans) -> &mut f64) {
    if people.iter_mut().all(|means| is_as_written(*side(means))) {
        return;
    }
    let mut order: Vec<(f64, usize)> = people
        .iter_mut()
        .enumerate()
        .map(|(at, means)| (*side(means), at))
        .collect();
    order.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let mut last = f64::NEG_INFINITY;
    for (value, at) in order {
        if value - last > ROUNDING * value.abs() {
            last = value;
        }
        *side(&mut people[at]) = last;
    }
}

/// Whether a value is the nearest number to one of up to three decimals. Two of those are equal or differ by far more
/// than [`ROUNDING`], which spares sorting a million of them.
fn is_as_written(value: f64) -> bool {
    const THOUSAND: f64 = 1e3;
    // To even, because that is one instruction; half a thousandth is as written neither way.
    let thousandths = (value * THOUSAND).round_ties_even();
    thousandths.abs() < 1e13 && (thousandths / THOUSAND).to_bits() == (value + 0.0).to_bits()
}

fn dropped(people: &[PersonMeans], unmatched: &[(u32, Side)]) -> Dropped {
    let takes_part = |person: u32| {
        people
            .binary_search_by_key(&person, |means| means.person)
            .is_ok()
    };
    let mut dropped = Dropped::default();
    for rows in unmatched.chunk_by(|a, b| a.0 == b.0) {
        let usage = rows.iter().filter(|row| row.1 == Side::Usage).count();
        let outcome = rows.len() - usage;
        if takes_part(rows[0].0) {
            dropped.periods_without_outcome += usage;
            dropped.periods_without_usage += outcome;
        } else {
            // With values on both sides but never in the same period a person counts on both.
            dropped.only_usage += usize::from(usage > 0);
            dropped.only_outcome += usize::from(outcome > 0);
        }
    }
    dropped
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Were it otherwise, two equal means would get different ranks in large companies only.
        #[test]
        fn values_as_written_are_equal_or_far_apart(a in -9_999_999_999_999_i64..=9_999_999_999_999, step in 0_i64..3) {
            let [a, b] = [a, a - step].map(|thousandths| thousandths as f64 / 1e3);
            prop_assert!(is_as_written(a));
            prop_assert!(a.to_bits() == b.to_bits() || a - b > ROUNDING * a.abs());
            prop_assert!(!is_as_written(a + 1.0 / 3.0) || a.abs() > 1e9);
        }
    }

    #[test]
    fn means_that_differ_by_rounding_only_are_ties() {
        let person = |person, x| PersonMeans {
            person,
            x,
            y: 0.0,
            periods: 3,
        };
        let mut people = [person(0, 0.1 + 0.2), person(1, 0.3), person(2, 0.300_001)];
        tie(&mut people, |means| &mut means.x);
        assert_eq!(
            people[0].x.total_cmp(&people[1].x),
            std::cmp::Ordering::Equal
        );
        assert!(people[2].x > people[1].x);
    }
}
