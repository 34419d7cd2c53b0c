//! The days within periods: how much falls on the last working days, and how even the days are.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::analysis::SMALLEST_GROUP;
use crate::analysis::verdict::LEVEL;
use crate::dataset::period::PeriodIndex;
use crate::dataset::{Adds, Period};
use crate::metrics::catalogue::label;
use crate::metrics::{Formula, Topic};
use crate::stats::period_end::{EndOfPeriodSurge, PeriodEnd};
use crate::stats::proportion::Proportion;
use crate::stats::quantile::median;
use crate::stats::regularity::dispersion_test;
use crate::stats::{Interval, Undefined};

use super::change::Totals;
use super::scene::Scene;

/// Working days at the end of a period that are looked at.
pub(super) const LAST: usize = 2;

/// A day on which at least this share of the usual number of people is active is a working day; holidays and weekends
/// are not.
const WORKING: f64 = 0.2;
/// Days that a person's evenness rests on at least.
const FEWEST_DAYS: usize = 20;
/// Chance of an ordinary person to look this even.
const EVEN: f64 = 0.05;
/// Random orders, the steps they may take together, and their seed.
const DRAWS: usize = 499;
const STEPS: usize = 20_000_000;
const SEED: u64 = 13;

/// What people did on the working days of each period.
pub(super) struct Days {
    /// What is counted.
    pub label: String,
    rows: Vec<PersonPeriod>,
}

/// One person's amounts on the working days of one period, in order.
struct PersonPeriod {
    person: u32,
    period: i32,
    amounts: Vec<f64>,
}

/// A person and a day, with the amount on it.
type PersonDay = ((u32, i32), f64);

/// How the share of the last days compares with days in random order.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Chance {
    /// Share on the last days.
    pub share: f64,
    /// Share to be expected if days came in any order.
    pub expected: f64,
    /// Where the shares of days in random order lie (95%).
    pub by_chance: Interval,
    /// P-value against "more than that".
    pub p_value: f64,
    /// Random orders.
    pub draws: usize,
}

/// How many people are more even from day to day than independent events would be.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Evenness {
    /// People with enough days.
    pub people: usize,
    /// The share of them whose days are too even.
    pub share: f64,
    /// The share that chance gives.
    pub by_chance: f64,
    /// P-value against "more than that".
    pub p_value: f64,
}

impl Days {
    /// The days of the usage metric, or of the first that adds up; `None` where the file has no days.
    pub fn of(scene: &Scene) -> Option<Self> {
        let panel = &scene.panel;
        let log = panel.log(Topic::Usage);
        let days = log.day.as_ref()?;
        let series = match scene.usage.formula {
            Formula::Measure(series, Adds::Sum) => series,
            _ => log
                .series
                .iter()
                .position(|series| series.measure.adds == Adds::Sum)?,
        };
        let values = log.series[series].values();
        let mut amounts: Vec<PersonDay> = Vec::new();
        for (row, (&person, &day)) in log.person.iter().zip(days).enumerate() {
            if scene.includes(person) {
                amounts.push(((person, day), values[row]));
            }
        }
        let amounts = added_up(amounts);
        let working = working_days(&amounts, panel.period);
        let mut rows: Vec<PersonPeriod> = Vec::new();
        let mut seen: Vec<(u32, i32)> = amounts
            .iter()
            .map(|((person, day), _)| (*person, panel.period.index(*day).0))
            .collect();
        seen.dedup();
        for (person, period) in seen {
            let Some(days) = working.get(&period).filter(|days| days.len() > LAST) else {
                continue;
            };
            let amounts: Vec<f64> = days
                .iter()
                .map(|day| amount_of(&amounts, (person, *day)))
                .collect();
            // A day whose value is missing would make the others look like more.
            if amounts.iter().all(|amount| *amount >= 0.0) {
                rows.push(PersonPeriod {
                    person,
                    period,
                    amounts,
                });
            }
        }
        (!rows.is_empty()).then(|| Days {
            label: label(&log.series[series].name),
            rows,
        })
    }

    /// What falls on the last days, over all that falls on working days.
    pub fn totals(&self, scene: &Scene) -> Totals {
        let mut totals = Totals::new(scene.panel.dataset.people.len());
        for row in &self.rows {
            if let Some(phase) = scene.phase(row.period) {
                totals.add(row.person, phase, [row.late(), row.total()]);
            }
        }
        totals
    }

    /// The share of the last days against days in random order, before (0) or after (1) the split: to be drawn.
    pub fn shuffles(
        &self,
        scene: &Scene,
        phase: usize,
        keep: impl Fn(u32) -> bool,
    ) -> Result<EndOfPeriodSurge, Undefined> {
        let rows = self
            .rows
            .iter()
            .filter(|row| keep(row.person) && scene.phase(row.period) == Some(phase));
        let periods: Vec<Vec<f64>> = rows.map(|row| row.amounts.clone()).collect();
        let draws = (STEPS / periods.len().max(1)).clamp(99, DRAWS);
        EndOfPeriodSurge::new(&periods, LAST, draws, SEED)
    }

    /// The share of the last days in each period: first day, and the share among those kept. Periods with fewer than the
    /// smallest group are left out.
    pub fn shares(&self, scene: &Scene, keep: impl Fn(u32) -> bool) -> Vec<(i32, f64)> {
        let mut sums: BTreeMap<i32, (f64, f64, usize)> = BTreeMap::new();
        for row in self.rows.iter().filter(|row| keep(row.person)) {
            let (late, total, people) = sums.entry(row.period).or_default();
            *late += row.late();
            *total += row.total();
            *people += 1;
        }
        sums.into_iter()
            .filter(|(_, (_, total, people))| *people >= SMALLEST_GROUP && *total > 0.0)
            .map(|(period, (late, total, _))| {
                let first = scene.panel.period.first_day(PeriodIndex(period));
                (first, late / total)
            })
            .collect()
    }

    /// How many of the people kept are too even from day to day, from the split on (in all the time without one).
    pub fn evenness(
        &self,
        scene: &Scene,
        keep: impl Fn(u32) -> bool,
    ) -> Result<Evenness, Undefined> {
        let (mut people, mut even) = (0, 0);
        let late_enough = |row: &&PersonPeriod| scene.phase(row.period) != Some(0);
        for rows in self.rows.chunk_by(|a, b| a.person == b.person) {
            if !keep(rows[0].person) {
                continue;
            }
            let days: Vec<f64> = rows
                .iter()
                .filter(late_enough)
                .flat_map(|row| row.amounts.iter().copied())
                .collect();
            // Amounts that are no counts, such as tokens, vary far more than counts do: the test then finds nothing.
            if days.len() < FEWEST_DAYS {
                continue;
            }
            if let Ok(test) = dispersion_test(&days) {
                people += 1;
                even += u64::from(test.p_underdispersed < EVEN);
            }
        }
        if people < SMALLEST_GROUP {
            return Err(Undefined::TooFew {
                have: people,
                need: SMALLEST_GROUP,
            });
        }
        let found = Proportion::new(even, people as u64)?;
        Ok(Evenness {
            people,
            share: found.share(),
            by_chance: EVEN,
            p_value: found.p_greater(EVEN),
        })
    }
}

impl Chance {
    /// What the shuffles show.
    ///
    /// # Errors
    /// [`Undefined::TooFew`] before the first of them.
    pub fn of(shuffles: EndOfPeriodSurge) -> Result<Self, Undefined> {
        let PeriodEnd {
            share,
            expected,
            by_chance,
            p_value,
            draws,
            ..
        } = shuffles.finish(LEVEL)?;
        Ok(Chance {
            share,
            expected,
            by_chance,
            p_value,
            draws,
        })
    }
}

impl PersonPeriod {
    fn late(&self) -> f64 {
        self.amounts.iter().rev().take(LAST).sum()
    }

    fn total(&self) -> f64 {
        self.amounts.iter().sum()
    }
}

/// One amount per person and day, in their order.
fn added_up(mut rows: Vec<PersonDay>) -> Vec<PersonDay> {
    // Stable, so that sums do not hang on how equals are sorted.
    rows.sort_by_key(|row| row.0);
    rows.chunk_by(|a, b| a.0 == b.0)
        .map(|rows| (rows[0].0, rows.iter().map(|row| row.1).sum()))
        .collect()
}

/// The amount of a person and a day; nothing was done where there is no row.
fn amount_of(amounts: &[PersonDay], key: (u32, i32)) -> f64 {
    let found = amounts.binary_search_by_key(&key, |row| row.0);
    found.map_or(0.0, |at| amounts[at].1)
}

/// The working days of each period, ascending. The last period is left out if the file ends before it does: its last
/// days are not there yet.
fn working_days(amounts: &[PersonDay], period: Period) -> BTreeMap<i32, Vec<i32>> {
    let mut active: BTreeMap<i32, f64> = BTreeMap::new();
    for ((_, day), amount) in amounts {
        let count = active.entry(*day).or_default();
        *count += f64::from(u8::from(*amount > 0.0));
    }
    let usual = median(&active.values().copied().collect::<Vec<_>>()).unwrap_or(0.0);
    let last = active.keys().next_back().copied().unwrap_or(0);
    let mut working: BTreeMap<i32, Vec<i32>> = BTreeMap::new();
    for (day, count) in active {
        if count >= WORKING * usual && count > 0.0 {
            working.entry(period.index(day).0).or_default().push(day);
        }
    }
    working.retain(|index, _| {
        let next = period.first_day(PeriodIndex(index + 1));
        // From the Friday before on, or the last days of a month.
        last >= next - 3
    });
    working
}
