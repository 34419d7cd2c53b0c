//! Which cells a metric has a value in, found without keeping a value of any.

use crate::dataset::{Adds, Log, Series};

use super::catalogue::Formula;
use super::panel::Cells;
use super::values::active_rows;

/// Some row of the cell has a value.
const PRESENT: u8 = 1;

/// The values of the cell add up to something other than zero.
const NOT_ZERO: u8 = 2;

/// What each series has in each cell: a byte at most, so that a metric for each costs little.
pub struct Presence<'a> {
    cells: &'a Cells,
    of_series: Vec<Found>,
    /// Per cell; nothing where no formula asks for it.
    has_active_day: Vec<bool>,
}

/// What a series has in the cells.
enum Found {
    /// A value in every row, so that there is nothing to look at.
    Everywhere,
    /// One of the marks above for each cell.
    InCells(Vec<u8>),
}

impl<'a> Presence<'a> {
    /// Looks at every series as closely as these formulas ask for.
    pub fn of(log: &Log, cells: &'a Cells, formulas: &[Formula]) -> Self {
        let divides = |series: usize| {
            let by = |formula: &Formula| matches!(formula, Formula::Ratio { denominator, .. } if *denominator == series);
            formulas.iter().any(by)
        };
        let look = |(at, series): (usize, &Series)| {
            if series.is_full() && !divides(at) {
                return Found::Everywhere;
            }
            let (sums, counts) = cells.sums(&series.values());
            let state = |(sum, count): (f64, u32)| {
                u8::from(count > 0) * PRESENT + u8::from(sum != 0.0) * NOT_ZERO
            };
            Found::InCells(sums.into_iter().zip(counts).map(state).collect())
        };
        let by_day = |formula: &Formula| matches!(formula, Formula::PerActiveDay(_));
        let has_active_day = if formulas.iter().any(by_day) {
            cells.with_active_row(&active_rows(log))
        } else {
            Vec::new()
        };
        Presence {
            cells,
            of_series: log.series.iter().enumerate().map(look).collect(),
            has_active_day,
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
            Formula::Measure(series, _) => self.is_present(series, cell),
            Formula::ActiveDays => true,
            Formula::Ratio {
                numerator,
                denominator,
            } => {
                self.has_sum(numerator, cell)
                    && self.has_sum(denominator, cell)
                    && matches!(&self.of_series[denominator], Found::InCells(marks) if marks[cell] & NOT_ZERO != 0)
            }
            Formula::PerActiveDay(series) => {
                self.has_sum(series, cell) && self.has_active_day[cell]
            }
        }
    }

    /// The sum over a gap is zero; the sum over rows without a value is missing.
    fn has_sum(&self, series: usize, cell: usize) -> bool {
        self.is_present(series, cell) || self.cells.is_gap(cell)
    }

    fn is_present(&self, series: usize, cell: usize) -> bool {
        match &self.of_series[series] {
            Found::Everywhere => !self.cells.is_gap(cell),
            Found::InCells(marks) => marks[cell] & PRESENT != 0,
        }
    }
}
