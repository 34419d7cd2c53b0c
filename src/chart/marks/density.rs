//! Counts in a grid, for more points than a person can tell apart.

use plotters::prelude::DrawingBackend;
use serde::{Deserialize, Serialize};

use super::super::pen::Drawn;
use super::super::table::value;
use super::super::{Chart, Palette, Rect, Table};
use super::{Fine, Stage};
use crate::format;

/// Counts in a grid; empty cells show the background.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Density {
    /// Edges between columns, ascending, one more than columns.
    pub x_edges: Vec<f64>,
    /// Edges between rows, ascending, one more than rows.
    pub y_edges: Vec<f64>,
    /// Counts row by row, from the lowest row up.
    pub counts: Vec<u32>,
}

/// Steps of the palette: as many as an eye tells apart, and long runs of one colour draw fast.
const SHADES: u32 = 9;
/// Above this many cells a grid is drawn as an image, or with its cells joined.
const MOST_CELLS: usize = 20_000;
/// Columns and rows that are left when cells are joined, about.
const JOINED: [usize; 2] = [120, 70];

impl Density {
    /// The fullest cell.
    pub fn largest(&self) -> u32 {
        self.counts.iter().copied().max().unwrap_or(0)
    }

    /// Columns and rows.
    pub(in super::super) fn size(&self) -> (usize, usize) {
        let cells = |edges: &[f64]| edges.len().saturating_sub(1).max(1);
        (cells(&self.x_edges), cells(&self.y_edges))
    }

    /// Whether there are too many cells for rectangles.
    pub(in super::super) fn is_fine(&self) -> bool {
        self.counts.len() > MOST_CELLS
    }

    /// The shades of its counts.
    pub(in super::super) fn shades(&self) -> Shades {
        Shades {
            largest: f64::from(self.largest()),
        }
    }

    /// The same counts in cells that are large enough for rectangles and for a table.
    fn joined(&self) -> Self {
        let (columns, rows) = self.size();
        let (wide, tall) = (columns.div_ceil(JOINED[0]), rows.div_ceil(JOINED[1]));
        let edges = |edges: &[f64], step: usize| {
            let mut kept: Vec<f64> = edges.iter().copied().step_by(step).collect();
            if !(edges.len() - 1).is_multiple_of(step) {
                kept.extend(edges.last());
            }
            kept
        };
        let (x_edges, y_edges) = (edges(&self.x_edges, wide), edges(&self.y_edges, tall));
        let left = x_edges.len() - 1;
        let mut counts = vec![0; left * (y_edges.len() - 1)];
        for (row, cells) in self.counts.chunks(columns).enumerate() {
            for (column, count) in cells.iter().enumerate() {
                counts[row / tall * left + column / wide] += count;
            }
        }
        Density {
            x_edges,
            y_edges,
            counts,
        }
    }

    pub(super) fn reach(&self, see: &mut dyn FnMut(f64, f64)) {
        for edge in &self.x_edges {
            see(*edge, f64::NAN);
        }
        for edge in &self.y_edges {
            see(f64::NAN, *edge);
        }
    }

    pub(super) fn draw<B: DrawingBackend>(&self, stage: &mut Stage<B>) -> Drawn<B> {
        if self.is_fine() {
            return match stage.fine {
                Fine::Elsewhere => Ok(()),
                Fine::Joined => self.joined().draw(stage),
            };
        }
        let (columns, _) = self.size();
        let shades = self.shades();
        for (row, counts) in self.counts.chunks(columns).enumerate() {
            let mut start = 0;
            for run in counts.chunk_by(|one, two| shades.of(*one) == shades.of(*two)) {
                let end = start + run.len();
                let rect = self.rect(stage, row, start, end);
                if let (Some(shade), Some(rect)) =
                    (run.first().and_then(|count| shades.of(*count)), rect)
                {
                    let share = shade as f64 / f64::from(SHADES);
                    let colour = stage.theme.shade(Palette::Sequential, share);
                    stage.pen.rect(rect, colour)?;
                }
                start = end;
            }
        }
        Ok(())
    }

    /// Columns `start..end` of a row, on whole pixels so that neighbours leave no seam.
    fn rect<B>(&self, stage: &Stage<B>, row: usize, start: usize, end: usize) -> Option<Rect> {
        let (left, bottom) = stage.place(*self.x_edges.get(start)?, *self.y_edges.get(row)?)?;
        let (right, top) = stage.place(*self.x_edges.get(end)?, *self.y_edges.get(row + 1)?)?;
        let plot = &stage.layout.plot;
        let rect = Rect {
            left: left.max(plot.left).round(),
            top: top.max(plot.top).round(),
            right: right.min(plot.right).round(),
            bottom: bottom.min(plot.bottom).round(),
        };
        (rect.width() > 0.0 && rect.height() > 0.0).then_some(rect)
    }

    pub(super) fn table(&self, chart: &Chart) -> Table {
        if self.is_fine() {
            return self.joined().table(chart);
        }
        let span = |axis, edges: &[f64], at: usize| {
            let ends = edges.get(at).zip(edges.get(at + 1));
            ends.map_or(String::new(), |(low, high)| {
                format!("{} to {}", value(axis, *low), value(axis, *high))
            })
        };
        let (columns, _) = self.size();
        let full = self
            .counts
            .iter()
            .enumerate()
            .filter(|(_, count)| **count > 0);
        Table {
            headers: vec![chart.x.caption(), chart.y.caption(), "Count".to_owned()],
            rows: full
                .map(|(at, count)| {
                    vec![
                        span(&chart.x, &self.x_edges, at % columns),
                        span(&chart.y, &self.y_edges, at / columns),
                        format::fixed(f64::from(*count), 0),
                    ]
                })
                .collect(),
        }
    }
}

/// From a count to its step of the palette.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Shades {
    largest: f64,
}

impl Shades {
    /// The step of a count, 0 for the lightest; none for an empty cell.
    ///
    /// Counts span orders of magnitude; their logarithm keeps the sparse edge visible.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 0 and the number of steps"
    )]
    pub fn of(self, count: u32) -> Option<usize> {
        let share = libm::log1p(f64::from(count)) / libm::log1p(self.largest);
        (count > 0).then(|| (share * f64::from(SHADES)).round() as usize)
    }

    /// The shares of the palette that the steps stand for, in order.
    pub fn shares() -> impl Iterator<Item = f64> {
        (0..=SHADES).map(|step| f64::from(step) / f64::from(SHADES))
    }
}
