//! People who start at different times, compared with those who never start.
//!
//! Every start is compared with the never-treated over the same periods, and only then averaged. A single two-way
//! fixed-effects coefficient would use early starters as controls for late ones, and is wrong when effects grow.

use super::Interval;
use super::Undefined;
use super::note::Note;
use super::special::{normal_quantile, normal_two_sided};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// How [`Staggered`] is made.
pub const STAGGERED: Note = Note {
    name: "Staggered start, by cohort and period",
    answers: "What changed for those who started, compared with those who never did, by time since the start?",
    formula: "ATT(g, t) = mean over cohort g of (Y_t − Y_base) − the same over the never-treated, with base the last period before g (before the start: the period before t); averages weigh cohorts by size",
    certainty: "Standard errors from influence functions, one per person, with the estimated weights allowed for; normal intervals.",
    assumes: "Without the start both groups would have moved in parallel, which the periods before the start can make doubtful but never prove; nobody reacts before starting; enough people in each cohort.",
    source: "Callaway & Sant’Anna (2021), Difference-in-differences with multiple time periods",
    checked_against: "Python csdid (R did), cohort means in R",
};

/// Rows of units over periods, at most one per unit and period.
#[derive(Debug, Clone, Copy)]
pub struct UnitPeriods<'a> {
    /// The unit of each row; any numbers.
    pub unit: &'a [usize],
    /// The period of each row, as a number on the calendar.
    pub period: &'a [i64],
    /// The first period with treatment of the row's unit; none for a unit that never starts.
    pub first_treated: &'a [Option<i64>],
    /// The outcome.
    pub y: &'a [f64],
}

/// An effect with its standard error for many units.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Effect {
    /// The estimate, in units of y.
    pub estimate: f64,
    /// Its standard error; 0 if the units' changes do not vary.
    pub standard_error: f64,
}

impl Effect {
    /// Normal confidence interval.
    pub fn interval(&self, level: f64) -> Interval {
        let margin = normal_quantile(0.5 + level / 2.0) * self.standard_error;
        Interval {
            low: self.estimate - margin,
            high: self.estimate + margin,
            level,
        }
    }

    /// Two-sided p-value of "no effect" from the normal distribution.
    ///
    /// # Errors
    /// [`Undefined::PerfectFit`] if there is no error to compare with.
    pub fn p_value(&self) -> Result<f64, Undefined> {
        if self.standard_error <= 0.0 {
            return Err(Undefined::PerfectFit);
        }
        Ok(normal_two_sided(self.estimate / self.standard_error))
    }
}

/// The effect on one cohort in one period.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct CohortEffect {
    /// First period with treatment of the cohort.
    pub cohort: i64,
    /// The period.
    pub period: i64,
    /// Average effect on the treated; before the start, how far the cohort moved apart from the others by itself.
    pub effect: Effect,
    /// Units of the cohort with both periods.
    pub treated: usize,
    /// Never-treated units with both periods.
    pub untreated: usize,
}

/// The average effect so many periods after the start.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct EventTime {
    /// Periods since the start; negative before it.
    pub since: i64,
    /// Average over the cohorts seen then, weighted by their size.
    pub effect: Effect,
    /// Number of these cohorts.
    pub cohorts: usize,
}

/// Effects of a staggered start.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Staggered {
    /// Number of units that were used.
    pub units: usize,
    /// Of these, the units that never start.
    pub never_treated: usize,
    /// Units that had started by their panel's first period, so that nothing is known of them before.
    pub left_out: usize,
    /// By cohort, then by period.
    pub by_cohort: Vec<CohortEffect>,
    /// In ascending order of the time since the start.
    pub by_event_time: Vec<EventTime>,
    /// Average over all cohorts and periods from the start on, weighted by the cohorts' sizes.
    pub overall: Effect,
}

/// Estimates the effects of a staggered start.
///
/// A cohort and period needs two units on either side that have both its periods.
///
/// # Errors
/// [`Undefined::TooFew`] below two never-treated units, or if no cohort has an effect from its start on.
pub fn staggered(rows: UnitPeriods) -> Result<Staggered, Undefined> {
    let panel = Panel::new(rows);
    let never_treated = panel.cohort_size(None);
    if never_treated < 2 {
        return Err(Undefined::TooFew {
            have: never_treated,
            need: 2,
        });
    }
    let cells = panel.cells();
    let after: Vec<&Cell> = cells.iter().filter(|cell| cell.since() >= 0).collect();
    if after.is_empty() {
        return Err(Undefined::TooFew { have: 0, need: 1 });
    }
    let mut since: BTreeMap<i64, Vec<&Cell>> = BTreeMap::new();
    for cell in &cells {
        since.entry(cell.since()).or_default().push(cell);
    }
    let event_time = |(since, cells): (i64, Vec<&Cell>)| EventTime {
        since,
        effect: panel.average(&cells),
        cohorts: cells.len(),
    };
    Ok(Staggered {
        units: panel.units.len(),
        never_treated,
        left_out: panel.left_out,
        overall: panel.average(&after),
        by_event_time: since.into_iter().map(event_time).collect(),
        by_cohort: cells.iter().map(|cell| cell.effect).collect(),
    })
}

/// One unit's outcomes by period, and when it starts.
struct Unit {
    first_treated: Option<i64>,
    outcomes: BTreeMap<i64, f64>,
}

struct Panel {
    units: Vec<Unit>,
    /// All periods, ascending.
    periods: Vec<i64>,
    left_out: usize,
}

/// An effect with what each unit adds to it: the mean over units of the squares, divided by their number, is the variance.
struct Cell {
    effect: CohortEffect,
    influence: Vec<f64>,
}

impl Cell {
    fn since(&self) -> i64 {
        self.effect.period - self.effect.cohort
    }
}

impl Panel {
    fn new(rows: UnitPeriods) -> Self {
        let mut units: BTreeMap<usize, Unit> = BTreeMap::new();
        for (row, &unit) in rows.unit.iter().enumerate() {
            let unit = units.entry(unit).or_insert_with(|| Unit {
                first_treated: rows.first_treated[row],
                outcomes: BTreeMap::new(),
            });
            unit.outcomes.insert(rows.period[row], rows.y[row]);
        }
        let periods: BTreeSet<i64> = rows.period.iter().copied().collect();
        let first = periods.first().copied();
        let all = units.len();
        let known_before = |unit: &Unit| unit.first_treated.is_none_or(|start| Some(start) > first);
        let units: Vec<Unit> = units.into_values().filter(known_before).collect();
        Self {
            left_out: all - units.len(),
            units,
            periods: periods.into_iter().collect(),
        }
    }

    fn cohort_size(&self, cohort: Option<i64>) -> usize {
        let members = self
            .units
            .iter()
            .filter(|unit| unit.first_treated == cohort);
        members.count()
    }

    fn cells(&self) -> Vec<Cell> {
        let cohorts: BTreeSet<i64> = self
            .units
            .iter()
            .filter_map(|unit| unit.first_treated)
            .collect();
        let mut cells = Vec::new();
        for cohort in cohorts {
            for pair in self.periods.windows(2) {
                let base = if pair[1] < cohort {
                    Some(pair[0])
                } else {
                    self.periods
                        .iter()
                        .copied()
                        .rfind(|&period| period < cohort)
                };
                cells.extend(base.and_then(|base| self.cell(cohort, pair[1], base)));
            }
        }
        cells
    }

    fn cell(&self, cohort: i64, period: i64, base: i64) -> Option<Cell> {
        let changes: Vec<Option<f64>> = self
            .units
            .iter()
            .map(|unit| Some(unit.outcomes.get(&period)? - unit.outcomes.get(&base)?))
            .collect();
        let mean_of = |cohort: Option<i64>| {
            let members = self.units.iter().zip(&changes);
            let members = members.filter(|(unit, _)| unit.first_treated == cohort);
            let known: Vec<f64> = members.filter_map(|(_, change)| *change).collect();
            let mean = known.iter().sum::<f64>() / known.len() as f64;
            (known.len() >= 2).then_some((known.len(), mean))
        };
        let (treated, of_treated) = mean_of(Some(cohort))?;
        let (untreated, of_untreated) = mean_of(None)?;
        let n = self.units.len() as f64;
        let influence = |(unit, change): (&Unit, &Option<f64>)| match (unit.first_treated, change) {
            (Some(start), Some(change)) if start == cohort => {
                (change - of_treated) * n / treated as f64
            }
            (None, Some(change)) => -(change - of_untreated) * n / untreated as f64,
            _ => 0.0,
        };
        let influence: Vec<f64> = self.units.iter().zip(&changes).map(influence).collect();
        Some(Cell {
            effect: CohortEffect {
                cohort,
                period,
                effect: Effect {
                    estimate: of_treated - of_untreated,
                    standard_error: standard_error(&influence),
                },
                treated,
                untreated,
            },
            influence,
        })
    }

    /// Average of effects, weighted by the cohorts' sizes, whose own uncertainty is allowed for.
    fn average(&self, cells: &[&Cell]) -> Effect {
        let n = self.units.len() as f64;
        let shares: Vec<f64> = cells
            .iter()
            .map(|cell| self.cohort_size(Some(cell.effect.cohort)) as f64 / n)
            .collect();
        let total: f64 = shares.iter().sum();
        let weighted: f64 = cells
            .iter()
            .zip(&shares)
            .map(|(cell, share)| cell.effect.effect.estimate * share)
            .sum();
        let estimate = weighted / total;
        let influence = |at: usize| {
            let start = self.units[at].first_treated;
            let of_cell = |(cell, share): (&&Cell, &f64)| {
                let member = f64::from(u8::from(start == Some(cell.effect.cohort)));
                // The second part is what the unit does to the weights.
                share * cell.influence[at]
                    + (member - share) * (cell.effect.effect.estimate - estimate)
            };
            cells.iter().zip(&shares).map(of_cell).sum::<f64>() / total
        };
        let influence: Vec<f64> = (0..self.units.len()).map(influence).collect();
        Effect {
            estimate,
            standard_error: standard_error(&influence),
        }
    }
}

fn standard_error(influence: &[f64]) -> f64 {
    let squares: f64 = influence.iter().map(|value| value * value).sum();
    squares.sqrt() / influence.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    type Columns = (Vec<usize>, Vec<i64>, Vec<Option<i64>>, Vec<f64>);

    /// Nine units over six periods: cohorts starting in 3 and 5 with effects of 2 and 4, and three that never do.
    fn columns() -> Columns {
        let mut columns = Columns::default();
        for unit in 0..9_usize {
            let (start, effect) = [(Some(3), 2.0), (Some(5), 4.0), (None, 0.0)][unit % 3];
            for period in 1..=6_i64 {
                let treated = start.is_some_and(|start| period >= start);
                let trend = period as f64 + 10.0 * unit as f64;
                columns.0.push(unit);
                columns.1.push(period);
                columns.2.push(start);
                columns.3.push(trend + if treated { effect } else { 0.0 });
            }
        }
        columns
    }

    fn estimate((unit, period, first_treated, y): &Columns) -> Result<Staggered, Undefined> {
        staggered(UnitPeriods {
            unit,
            period,
            first_treated,
            y,
        })
    }

    #[test]
    fn effects_without_noise_are_recovered_and_weighted_by_cohort() {
        let got = estimate(&columns()).unwrap();
        let at = |since: i64| {
            let found = got.by_event_time.iter().find(|at| at.since == since);
            found.map(|at| (at.effect.estimate, at.cohorts))
        };
        assert_eq!(at(-1), Some((0.0, 2)));
        assert_eq!(at(0), Some((3.0, 2)));
        assert_eq!(at(3), Some((2.0, 1)));
        // Four cells of effect 2 and two of effect 4, of cohorts of equal size.
        assert!((got.overall.estimate - 16.0 / 6.0).abs() < 1e-12);
        let first = got.by_cohort[0];
        assert_eq!((first.cohort, first.period, first.treated), (3, 2, 3));
        assert_eq!(first.effect.p_value(), Err(Undefined::PerfectFit));
    }

    #[test]
    fn the_weights_own_uncertainty_counts_where_cohorts_differ() {
        // Without noise the single effects have no error, but which cohorts were drawn still moves their average.
        let got = estimate(&columns()).unwrap();
        assert!(
            got.by_cohort
                .iter()
                .all(|cell| cell.effect.standard_error < 1e-12)
        );
        assert!(got.overall.standard_error > 0.05);
    }

    #[test]
    fn a_missing_period_costs_only_the_cells_that_need_it() {
        let mut rows = columns();
        // Unit 0 of cohort 3 has no period 4.
        let gone = 3;
        rows.0.remove(gone);
        rows.1.remove(gone);
        rows.2.remove(gone);
        rows.3.remove(gone);
        let got = estimate(&rows).unwrap();
        let treated: Vec<usize> = got.by_cohort[..5].iter().map(|cell| cell.treated).collect();
        assert_eq!(treated, [3, 3, 2, 3, 3]);
    }

    #[test]
    fn without_anybody_to_compare_with_there_is_no_effect() {
        let mut rows = columns();
        for start in &mut rows.2 {
            *start = start.or(Some(6));
        }
        assert_eq!(estimate(&rows), Err(Undefined::TooFew { have: 0, need: 2 }));
    }

    #[test]
    fn those_who_had_started_before_the_first_period_are_counted_and_left_out() {
        let mut rows = columns();
        for (unit, start) in rows.0.iter().zip(&mut rows.2) {
            if unit % 3 == 0 {
                *start = Some(1);
            }
        }
        let got = estimate(&rows).unwrap();
        assert_eq!((got.units, got.left_out), (6, 3));
        assert!(got.by_cohort.iter().all(|cell| cell.cohort == 5));
    }
}
