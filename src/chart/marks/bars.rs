//! Bars that touch: how often values fall between edges.

use plotters::prelude::DrawingBackend;
use serde::{Deserialize, Serialize};

use super::super::pen::Drawn;
use super::super::table::value;
use super::super::{Chart, Paint, Rect, Table};
use super::Stage;

/// A histogram's bars.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Bars {
    /// Edges between bars, ascending, one more than bars.
    pub edges: Vec<f64>,
    /// Height of each bar.
    pub heights: Vec<f64>,
    /// Colour.
    pub paint: Paint,
}

impl Bars {
    fn bars(&self) -> impl Iterator<Item = (f64, f64, f64)> {
        let ends = self.edges.windows(2).map(|pair| (pair[0], pair[1]));
        ends.zip(&self.heights)
            .map(|((low, high), height)| (low, high, *height))
    }

    pub(super) fn reach(&self, see: &mut dyn FnMut(f64, f64)) {
        for (low, high, height) in self.bars() {
            see(low, 0.0);
            see(high, height);
        }
    }

    pub(super) fn draw<B: DrawingBackend>(&self, stage: &mut Stage<B>) -> Drawn<B> {
        let colour = stage.theme.paint(self.paint);
        let plot = stage.layout.plot;
        for (low, high, height) in self.bars().filter(|(_, _, height)| *height > 0.0) {
            let places = stage.place(low, height).zip(stage.place(high, 0.0));
            let Some(((left, top), (right, bottom))) = places else {
                continue;
            };
            // A hairline between bars, unless they are hairlines themselves.
            let gap = if right - left > 4.0 { 1.0 } else { 0.0 };
            let rect = Rect {
                left: left.max(plot.left).round() + gap,
                top: top.max(plot.top),
                right: right.min(plot.right).round(),
                bottom: bottom.min(plot.bottom),
            };
            if rect.width() > 0.0 && rect.height() > 0.0 {
                stage.pen.rect(rect, colour)?;
            }
        }
        Ok(())
    }

    pub(super) fn table(&self, chart: &Chart) -> Table {
        let range = |low, high| format!("{} to {}", value(&chart.x, low), value(&chart.x, high));
        Table {
            headers: vec![chart.x.caption(), chart.y.caption()],
            rows: self
                .bars()
                .map(|(low, high, height)| vec![range(low, high), value(&chart.y, height)])
                .collect(),
        }
    }
}
