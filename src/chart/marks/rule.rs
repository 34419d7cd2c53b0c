//! A reference line across the plot: zero, a target, a date.

use plotters::prelude::DrawingBackend;
use plotters::style::text_anchor::{HPos, VPos};
use serde::{Deserialize, Serialize};

use super::super::Paint;
use super::super::pen::{Drawn, Lettering, Stroke};
use super::{Dash, Stage, clip};

/// A line at one value of one axis.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rule {
    /// The axis that the value is on.
    pub on: Side,
    /// The value.
    pub at: f64,
    /// What it is; empty for none.
    pub label: String,
    /// Colour of line and label.
    pub paint: Paint,
    /// Solid or not.
    pub dash: Dash,
}

/// One of the two axes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Side {
    /// A value of x: an upright line.
    X,
    /// A value of y: a level line.
    Y,
}

impl Rule {
    pub(super) fn reach(&self, see: &mut dyn FnMut(f64, f64)) {
        match self.on {
            Side::X => see(self.at, f64::NAN),
            Side::Y => see(f64::NAN, self.at),
        }
    }

    pub(super) fn draw<B: DrawingBackend>(&self, stage: &mut Stage<B>) -> Drawn<B> {
        let plot = stage.layout.plot;
        let (from, to) = match self.on {
            Side::X => {
                let x = sharp(stage.layout.x.to_pixel(self.at));
                ((x, plot.top), (x, plot.bottom))
            }
            Side::Y => {
                let y = sharp(stage.layout.y.to_pixel(self.at));
                ((plot.left, y), (plot.right, y))
            }
        };
        if !plot.contains(from) {
            return Ok(());
        }
        let stroke = Stroke {
            colour: stage.theme.paint(self.paint),
            width: 1.0,
        };
        for part in clip::dashes(&[from, to], self.dash.pattern()) {
            stage.pen.path(&part, stroke)?;
        }
        if self.label.is_empty() {
            return Ok(());
        }
        let lettering = Lettering::new(stroke.colour, stage.theme.small());
        let (place, across, along) = match self.on {
            // Beside the line, on the side that has more room.
            Side::X if from.0 < f64::midpoint(plot.left, plot.right) => {
                ((from.0 + 6.0, plot.top + 2.0), HPos::Left, VPos::Top)
            }
            Side::X => ((from.0 - 6.0, plot.top + 2.0), HPos::Right, VPos::Top),
            Side::Y => ((plot.right, from.1 - 3.0), HPos::Right, VPos::Bottom),
        };
        let lettering = Lettering {
            across,
            along,
            ..lettering
        };
        stage.pen.text(&self.label, place, lettering)
    }
}

/// The middle of a pixel, where a line of one pixel is sharp.
pub(in super::super) fn sharp(place: f64) -> f64 {
    place.floor() + 0.5
}
