mod events;
mod levels;
mod slopes;

use super::lag::Series;
use super::slope::PanelSlope;
use super::{Effects, Panel, fixed_effects};
use crate::stats::Undefined;

/// A panel that owns its rows.
#[derive(Debug, Clone, Default)]
pub(super) struct Rows {
    pub person: Vec<usize>,
    pub period: Vec<i32>,
    pub x: Vec<f64>,
    pub y: Vec<f64>,
}

impl Rows {
    /// Eight people over five weeks, without the last week of some; x and y follow no pattern.
    pub fn example() -> Self {
        let mut rows = Self::default();
        for row in 0_u16..40 {
            let (person, week) = (row % 8, i32::from(row / 8));
            if week < 4 || person < 5 {
                let (x, y) = (row * row * 7 % 31, row * 13 % 29 + person);
                rows.push(person.into(), week, [x.into(), y.into()]);
            }
        }
        rows
    }

    pub fn push(&mut self, person: usize, period: i32, [x, y]: [f64; 2]) {
        self.person.push(person);
        self.period.push(period);
        self.x.push(x);
        self.y.push(y);
    }

    pub fn panel(&self) -> Panel<'_> {
        Panel {
            person: &self.person,
            period: &self.period,
            x: &self.x,
            y: &self.y,
        }
    }

    /// The values of x.
    pub fn series(&self) -> Series<'_> {
        Series {
            person: &self.person,
            period: &self.period,
            value: &self.x,
        }
    }

    pub fn without(&self, person: usize) -> Self {
        let mut rows = Self::default();
        for row in (0..self.x.len()).filter(|&row| self.person[row] != person) {
            let pair = [self.x[row], self.y[row]];
            rows.push(self.person[row], self.period[row], pair);
        }
        rows
    }

    pub fn slope(&self, effects: Effects) -> Result<PanelSlope, Undefined> {
        fixed_effects(&self.panel(), effects)
    }
}

pub(super) fn close(got: f64, want: f64) {
    assert!((got / want - 1.0).abs() < 1e-10, "{got} for {want}");
}
