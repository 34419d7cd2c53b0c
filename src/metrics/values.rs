//! One value per cell for a metric, and one value per person over chosen cells.

use crate::dataset::{Adds, Log};

use super::catalogue::Formula;
use super::panel::Cells;

/// A metric's values over the cells of a panel; NaN where there is none.
#[derive(Debug, Clone, PartialEq)]
pub struct Values {
    /// One value per cell.
    pub cells: Vec<f64>,
    /// For ratios, numerator and denominator per cell, so that several cells become one ratio of sums.
    parts: Option<(Vec<f64>, Vec<f64>)>,
}

impl Values {
    /// The values of a formula.
    pub fn of(formula: Formula, log: &Log, cells: &Cells) -> Self {
        let sum = |series: usize| cells.add_up(&log.series[series].values(), Adds::Sum, None);
        let active_days = || cells.active_days(log, &active_rows(log));
        match formula {
            Formula::Measure(series, adds) => {
                let values = cells.add_up(&log.series[series].values(), adds, log.day.as_deref());
                Values {
                    cells: values,
                    parts: None,
                }
            }
            Formula::ActiveDays => Values {
                cells: active_days(),
                parts: None,
            },
            Formula::Ratio {
                numerator,
                denominator,
            } => Values::ratio(sum(numerator), sum(denominator)),
            Formula::PerActiveDay(series) => Values::ratio(sum(series), active_days()),
        }
    }

    fn ratio(numerator: Vec<f64>, denominator: Vec<f64>) -> Self {
        let cells = numerator
            .iter()
            .zip(&denominator)
            .map(|(&a, &b)| divide(a, b))
            .collect();
        Values {
            cells,
            parts: Some((numerator, denominator)),
        }
    }

    /// Several metrics added up, such as tokens in and out; NaN only where all of them are.
    pub fn total(of: &[Values]) -> Self {
        let cells = of.iter().map(|values| values.cells.len()).max();
        let sum = |cell: usize| {
            let values = of.iter().filter_map(|values| values.cells.get(cell));
            let mut known = values.filter(|value| !value.is_nan()).peekable();
            if known.peek().is_some() {
                known.sum()
            } else {
                f64::NAN
            }
        };
        Values {
            cells: (0..cells.unwrap_or(0)).map(sum).collect(),
            parts: None,
        }
    }

    /// What the value of a cell is made of, if it is a ratio: numerators and denominators.
    pub fn parts(&self) -> Option<(&[f64], &[f64])> {
        let (numerators, denominators) = self.parts.as_ref()?;
        Some((numerators, denominators))
    }

    /// One value over several cells: the mean of their values; for ratios the ratio of their sums.
    pub fn over(&self, cells: impl ExactSizeIterator<Item = usize> + Clone) -> f64 {
        if let Some((numerator, denominator)) = &self.parts {
            return divide(sum(numerator, cells.clone()), sum(denominator, cells));
        }
        let count = cells.len();
        sum(&self.cells, cells) / count as f64
    }
}

fn sum(values: &[f64], cells: impl Iterator<Item = usize>) -> f64 {
    cells.map(|cell| values[cell]).sum()
}

/// Whether some measure of a row is above zero.
pub fn active_rows(log: &Log) -> Vec<bool> {
    let mut active = vec![false; log.person.len()];
    let Some((first, others)) = log.series.split_first() else {
        return active;
    };
    for (active, value) in active.iter_mut().zip(first.values()) {
        *active = value > 0.0;
    }
    // Most rows are active by the first measure already.
    let mut idle: Vec<usize> = (0..active.len()).filter(|row| !active[*row]).collect();
    for series in others {
        idle.retain(|row| {
            active[*row] = series.get(*row).is_some_and(|value| value > 0.0);
            !active[*row]
        });
    }
    active
}

/// A ratio over nothing has no value, rather than an infinite one.
fn divide(numerator: f64, denominator: f64) -> f64 {
    if denominator == 0.0 {
        f64::NAN
    } else {
        numerator / denominator
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_total_passes_over_what_is_missing_but_does_not_make_nothing_zero() {
        let values = |cells: &[f64]| Values {
            cells: cells.to_vec(),
            parts: None,
        };
        let nan = f64::NAN;
        let got = Values::total(&[values(&[1.0, 2.0, nan]), values(&[4.0, nan, nan])]);
        assert_eq!(got.cells[..2], [5.0, 2.0]);
        assert!(got.cells[2].is_nan());
    }
}
