//! Which cells a metric has a value in, found without keeping a value of any.

use crate::dataset::{Adds, Log};

use super::catalogue::Formula;
use super::panel::Cells;
use super::values::mark_active;

/// Some row of the cell has a value.
const PRESENT: u8 = 1;

/// The values of the cell add up to something other than zero.
const NOT_ZERO: u8 = 2;

/// What each series has in each cell: one byte, so that a metric for each costs little.
pub struct Presence<'a> {
    cells: &'a Cells,
    of_series: Vec<Vec<u8>>,
    has_active_day: Vec<bool>,
}

impl<'a> Presence<'a> {
    /// Looks at every series once.
    pub fn of(log: &Log, cells: &'a Cells) -> Self {
        let mut active = vec![false; log.person.len()];
        let mut of_series = Vec::with_capacity(log.series.len());
        for series in &log.series {
            let values = series.values();
            mark_active(&mut active, &values);
            let (sums, counts) = cells.sums(&values);
            let state = |(sum, count): (f64, u32)| {
                u8::from(count > 0) * PRESENT + u8::from(sum != 0.0) * NOT_ZERO
            };
            of_series.push(sums.into_iter().zip(counts).map(state).collect());
        }
        Presence {
            cells,
            of_series,
            has_active_day: cells.with_active_row(&active),
        }
    }

    /// How many people have a value of this formula in some cell.
    pub fn people(&self, formula: Formula) -> usize {
        let keys = self.cells.keys.iter().enumerate();
        let mut people: Vec<u32> = keys
            .filter(|(cell, _)| self.has(formula, *cell))
            .map(|(_, key)| key.0)
            .collect();
        people.dedup();
        people.len()
    }

    fn has(&self, formula: Formula, cell: usize) -> bool {
        match formula {
            Formula::Measure(series, Adds::Sum) => self.has_sum(series, cell),
            Formula::Measure(series, _) => self.of_series[series][cell] & PRESENT != 0,
            Formula::ActiveDays => true,
            Formula::Ratio {
                numerator,
                denominator,
            } => {
                self.has_sum(numerator, cell)
                    && self.has_sum(denominator, cell)
                    && self.of_series[denominator][cell] & NOT_ZERO != 0
            }
            Formula::PerActiveDay(series) => {
                self.has_sum(series, cell) && self.has_active_day[cell]
            }
        }
    }

    /// The sum over a gap is zero; the sum over rows without a value is missing.
    fn has_sum(&self, series: usize, cell: usize) -> bool {
        self.of_series[series][cell] & PRESENT != 0 || self.cells.is_gap(cell)
    }
}
