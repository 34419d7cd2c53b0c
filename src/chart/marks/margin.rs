//! How one axis of a plot is filled, as a small histogram beyond its edge.

use plotters::prelude::DrawingBackend;
use serde::{Deserialize, Serialize};

use super::super::pen::Drawn;
use super::super::{Paint, Rect, Theme};
use super::{Side, Stage};

/// Bars along the top edge for x, along the right edge for y.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Margin {
    /// The axis.
    pub on: Side,
    /// Edges between bars, ascending, one more than counts.
    pub edges: Vec<f64>,
    /// How many fall between neighbouring edges.
    pub counts: Vec<u32>,
    /// Colour.
    pub paint: Paint,
}

/// Between the plot and the bars, in CSS pixels.
const GAP: f64 = 4.0;

impl Margin {
    /// The room that the bars take beyond the plot, in CSS pixels.
    pub(in super::super) fn room(theme: &Theme) -> f64 {
        (theme.text * 2.6).round() + GAP
    }

    pub(super) fn draw<B: DrawingBackend>(&self, stage: &mut Stage<B>) -> Drawn<B> {
        let largest = self.counts.iter().copied().max().unwrap_or(0);
        if largest == 0 {
            return Ok(());
        }
        let colour = stage.theme.paint(self.paint).with_alpha(0.45);
        let plot = stage.layout.plot;
        let full = Margin::room(stage.theme) - GAP;
        for (ends, count) in self.edges.windows(2).zip(&self.counts) {
            let long = (f64::from(*count) / f64::from(largest) * full).ceil();
            let rect = match self.on {
                Side::X => {
                    let (from, to) = between(
                        [plot.left, plot.right],
                        [ends[0], ends[1]].map(|end| stage.layout.x.to_pixel(end)),
                    );
                    Rect {
                        left: from,
                        right: to,
                        top: plot.top - GAP - long,
                        bottom: plot.top - GAP,
                    }
                }
                Side::Y => {
                    let (from, to) = between(
                        [plot.top, plot.bottom],
                        [ends[1], ends[0]].map(|end| stage.layout.y.to_pixel(end)),
                    );
                    Rect {
                        left: plot.right + GAP,
                        right: plot.right + GAP + long,
                        top: from,
                        bottom: to,
                    }
                }
            };
            if long > 0.0 && rect.width() > 0.0 && rect.height() > 0.0 {
                stage.pen.rect(rect, colour)?;
            }
        }
        Ok(())
    }
}

/// The part of a bar inside of the plot, on whole pixels, with a hairline to its neighbour.
fn between([first, last]: [f64; 2], [from, to]: [f64; 2]) -> (f64, f64) {
    let gap = if to - from > 4.0 { 1.0 } else { 0.0 };
    (from.max(first).round() + gap, to.min(last).round())
}
