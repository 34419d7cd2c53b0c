//! Counts in a grid, for more points than a person can tell apart.

use plotters::prelude::DrawingBackend;
use serde::{Deserialize, Serialize};

use super::super::pen::Drawn;
use super::super::table::value;
use super::super::{Chart, Palette, Rect, Table};
use super::Stage;
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
const SHADES: f64 = 9.0;

impl Density {
    /// The fullest cell.
    pub fn largest(&self) -> u32 {
        self.counts.iter().copied().max().unwrap_or(0)
    }

    fn columns(&self) -> usize {
        self.x_edges.len().saturating_sub(1).max(1)
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
        let largest = f64::from(self.largest());
        // Counts span orders of magnitude; their logarithm keeps the sparse edge visible.
        let shade = |count: u32| {
            let share = libm::log1p(f64::from(count)) / libm::log1p(largest);
            (count > 0).then(|| (share * SHADES).round() / SHADES)
        };
        for (row, counts) in self.counts.chunks(self.columns()).enumerate() {
            let mut start = 0;
            for run in counts.chunk_by(|one, two| shade(*one) == shade(*two)) {
                let end = start + run.len();
                let rect = self.rect(stage, row, start, end);
                if let (Some(share), Some(rect)) =
                    (run.first().and_then(|count| shade(*count)), rect)
                {
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
        let span = |axis, edges: &[f64], at: usize| {
            let ends = edges.get(at).zip(edges.get(at + 1));
            ends.map_or(String::new(), |(low, high)| {
                format!("{} to {}", value(axis, *low), value(axis, *high))
            })
        };
        let columns = self.columns();
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
