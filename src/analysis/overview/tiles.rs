//! Who is in the data, for how long, and how much they used.

use serde::{Deserialize, Serialize};

use crate::analysis::SMALLEST_GROUP;
use crate::dataset::Period;
use crate::dataset::period::PeriodIndex;
use crate::metrics::panel::Key;
use crate::metrics::{Panel, Topic, Values};
use crate::stats::{moments, quantile};

/// The figures of the tiles.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Tiles {
    /// People with a row of usage or of outcomes.
    pub people: usize,
    /// People with usage and outcomes in the same period.
    pub in_both: usize,
    /// First day of the first and last day of the last period with usage and outcomes; `None` without dates.
    pub span: Option<[i32; 2]>,
    /// Periods with usage and outcomes.
    pub periods: usize,
    /// Person-periods with usage and outcomes.
    pub covered: usize,
    /// Person-periods with either.
    pub person_periods: usize,
    /// Share of people with usage.
    pub adoption: Option<Adoption>,
    /// How much the person in the middle used.
    pub intensity: Option<Intensity>,
}

/// Share of people with usage in a period: above zero, of all people with a row of any kind in it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Adoption {
    /// Mean over the periods.
    pub mean: f64,
    /// In the first period.
    pub first: f64,
    /// In the last period.
    pub last: f64,
    /// Periods with enough people to be counted.
    pub periods: usize,
}

/// Half of the people with usage used less per period, half more.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Intensity {
    /// Median over people of each person's value per period.
    pub median: f64,
    /// People.
    pub people: usize,
}

/// The tiles of a panel; `usage` holds the usage metric over its cells.
pub fn of(panel: &Panel, usage: &Values) -> Tiles {
    let (left, right) = (
        &panel.cells(Topic::Usage).keys,
        &panel.cells(Topic::Outcome).keys,
    );
    let both: Vec<Key> = left
        .iter()
        .filter(|key| right.binary_search(key).is_ok())
        .copied()
        .collect();
    let mut in_both: Vec<u32> = both.iter().map(|key| key.0).collect();
    in_both.dedup();
    let mut periods: Vec<i32> = both.iter().map(|key| key.1.0).collect();
    periods.sort_unstable();
    periods.dedup();
    let first_day = |period: i32| panel.period.first_day(PeriodIndex(period));
    let is_dated = panel.period != Period::Span;
    let ends = periods.first().zip(periods.last());
    Tiles {
        people: people(panel),
        in_both: in_both.len(),
        span: ends
            .filter(|_| is_dated)
            .map(|(first, last)| [first_day(*first), first_day(last + 1) - 1]),
        periods: periods.len(),
        covered: both.len(),
        person_periods: left.len() + right.len() - both.len(),
        adoption: adoption(left, right, usage),
        intensity: intensity(left, usage),
    }
}

/// People with a row of usage or of outcomes; whom a filter left out has none.
pub fn people(panel: &Panel) -> usize {
    let of = |topic| panel.cells(topic).keys.iter().map(|key| key.0);
    let mut people: Vec<u32> = of(Topic::Usage).chain(of(Topic::Outcome)).collect();
    people.sort_unstable();
    people.dedup();
    people.len()
}

/// Per period, people with any row and people with usage above zero.
fn adoption(left: &[Key], right: &[Key], usage: &Values) -> Option<Adoption> {
    let used = left
        .iter()
        .zip(&usage.cells)
        .map(|(key, value)| (key.1.0, key.0, *value > 0.0));
    let seen = right.iter().map(|key| (key.1.0, key.0, false));
    let mut rows: Vec<(i32, u32, bool)> = used.chain(seen).collect();
    // Of a person's two rows in a period the one with usage comes last and is kept.
    rows.sort_unstable_by(|a, b| b.cmp(a));
    rows.dedup_by_key(|row| (row.0, row.1));
    rows.reverse();
    let shares: Vec<f64> = rows
        .chunk_by(|a, b| a.0 == b.0)
        .filter(|people| people.len() >= SMALLEST_GROUP)
        .map(|people| {
            let using = people.iter().filter(|person| person.2).count();
            using as f64 / people.len() as f64
        })
        .collect();
    Some(Adoption {
        mean: moments::mean(&shares).ok()?,
        first: *shares.first()?,
        last: *shares.last()?,
        periods: shares.len(),
    })
}

fn intensity(keys: &[Key], usage: &Values) -> Option<Intensity> {
    let values: Vec<f64> = per_person(keys, usage)
        .into_iter()
        .map(|(_, value)| value)
        .collect();
    Some(Intensity {
        median: quantile::median(&values).ok()?,
        people: values.len(),
    })
    .filter(|found| found.people >= SMALLEST_GROUP)
}

/// Each person's value per period, over the periods in which they have one.
pub fn per_person(keys: &[Key], usage: &Values) -> Vec<(u32, f64)> {
    let cells: Vec<usize> = (0..keys.len())
        .filter(|&cell| !usage.cells[cell].is_nan())
        .collect();
    cells
        .chunk_by(|&a, &b| keys[a].0 == keys[b].0)
        .map(|own| (keys[own[0]].0, usage.over(own.iter().copied())))
        .filter(|(_, value)| value.is_finite())
        .collect()
}
