//! What can be drawn between the axes: one mark a file.
//!
//! Each mark knows how far it reaches (for the domain), how it is drawn, and which table it stands for.
//! Values without a place (not finite, or not above zero on a log axis) are left out.

mod band;
mod bars;
mod cells;
mod clip;
mod density;
mod dots;
mod interval;
mod labels;
mod line;
mod margin;
mod placed;
mod rule;
mod text;

use plotters::prelude::DrawingBackend;
use serde::{Deserialize, Serialize};

pub use band::Band;
pub use bars::Bars;
pub use cells::{Cell, Cells};
pub use density::Density;
pub use dots::{Dots, Shape};
pub use interval::{Direction, Estimate, Intervals};
pub use labels::{Label, Labels};
pub use line::{Dash, Line};
pub use margin::Margin;
pub use placed::{Named, Placed};
pub use rule::{Rule, Side};
pub use text::Text;

pub(super) use density::Shades;
pub(super) use interval::spread;
pub(super) use rule::sharp;

use super::pen::{Drawn, Pen, Place};
use super::{Chart, Layout, Table, Theme};

/// One layer of a chart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Mark {
    /// One dot per observation.
    Dots(Dots),
    /// Counts in a grid, where dots would cover each other.
    Density(Density),
    /// Points joined in order.
    Line(Line),
    /// The area between two lines.
    Band(Band),
    /// Bars that touch: a histogram.
    Bars(Bars),
    /// A reference line across the plot.
    Rule(Rule),
    /// Estimates with their intervals: a forest plot.
    Intervals(Intervals),
    /// Named dots with intervals in both directions.
    Placed(Placed),
    /// A heatmap.
    Cells(Cells),
    /// Words beside what they are about.
    Text(Text),
    /// How an axis is filled, beyond the edge of the plot.
    Margin(Margin),
    /// Names beside what they name.
    Labels(Labels),
}

/// What becomes of a grid that is too fine for rectangles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fine {
    /// Its cells are joined.
    Joined,
    /// It is drawn as an image by whoever draws ([`super::raster`]).
    Elsewhere,
}

/// What a mark is drawn on and by.
pub(super) struct Stage<'a, B> {
    pub pen: Pen<'a, B>,
    pub layout: &'a Layout,
    pub theme: &'a Theme,
    pub fine: Fine,
}

/// A path in the strokes of its rhythm.
pub(super) fn clip_dashes(places: &[Place], dash: Dash) -> Vec<Vec<Place>> {
    match dash {
        Dash::Solid => vec![places.to_vec()],
        _ => clip::dashes(places, dash.pattern()),
    }
}

impl<B> Stage<'_, B> {
    fn place(&self, x: f64, y: f64) -> Option<Place> {
        let place = self.layout.to_pixel(x, y);
        (place.0.is_finite() && place.1.is_finite()).then_some(place)
    }
}

impl Mark {
    /// Shows `see` every corner of the mark; NaN where it has no say in an axis.
    pub(super) fn reach(&self, see: &mut dyn FnMut(f64, f64)) {
        match self {
            Self::Dots(dots) => dots.reach(see),
            Self::Density(density) => density.reach(see),
            Self::Line(line) => line.reach(see),
            Self::Band(band) => band.reach(see),
            Self::Bars(bars) => bars.reach(see),
            Self::Rule(rule) => rule.reach(see),
            Self::Intervals(intervals) => intervals.reach(see),
            Self::Placed(placed) => placed.reach(see),
            Self::Text(text) => see(text.x, text.y),
            // Axes of categories know their own extent, and the others stand beside what has one.
            Self::Cells(_) | Self::Margin(_) | Self::Labels(_) => {}
        }
    }

    pub(super) fn draw<B: DrawingBackend>(&self, stage: &mut Stage<B>) -> Drawn<B> {
        match self {
            Self::Dots(dots) => dots.draw(stage),
            Self::Density(density) => density.draw(stage),
            Self::Line(line) => line.draw(stage),
            Self::Band(band) => band.draw(stage),
            Self::Bars(bars) => bars.draw(stage),
            Self::Rule(rule) => rule.draw(stage),
            Self::Intervals(intervals) => intervals.draw(stage),
            Self::Placed(placed) => placed.draw(stage),
            Self::Cells(cells) => cells.draw(stage),
            Self::Text(text) => text.draw(stage),
            Self::Margin(margin) => margin.draw(stage),
            Self::Labels(labels) => labels.draw(stage),
        }
    }

    /// The values behind the mark, if it stands for data rather than for help in reading.
    pub(super) fn table(&self, chart: &Chart) -> Option<Table> {
        match self {
            Self::Dots(dots) => Some(dots.table(chart)),
            Self::Density(density) => Some(density.table(chart)),
            Self::Line(line) => Some(line.table(chart)),
            Self::Bars(bars) => Some(bars.table(chart)),
            Self::Intervals(intervals) => Some(intervals.table(chart)),
            Self::Placed(placed) => Some(placed.table(chart)),
            Self::Cells(cells) => Some(cells.table(chart)),
            Self::Band(_) | Self::Rule(_) | Self::Text(_) | Self::Margin(_) | Self::Labels(_) => {
                None
            }
        }
    }
}
