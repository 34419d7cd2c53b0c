//! One small grammar for every chart: axes, marks in layers, words; plain data.
//!
//! A [`Chart`] says what is shown. [`Layout`] gives each part its place in CSS pixels,
//! [`draw`] puts it on any plotters backend: the page's canvas, or SVG for export and tests.
//! Statistics come from elsewhere; nothing is fitted here, least of all in pixel space.

pub mod check;
mod domain;
mod draw;
mod forest;
mod histogram;
mod lags;
mod layout;
pub mod marks;
mod matrix;
pub mod multiverse;
mod nearest;
pub mod overview;
mod pen;
mod raster;
mod relation;
mod scale;
mod scatter;
mod svg;
mod table;
pub mod target;
mod theme;
mod ticks;
mod within;
mod words;

use serde::{Deserialize, Serialize};

pub use draw::{Em, draw, draw_ground, draw_over};
pub use forest::forest;
pub use histogram::{Histogram, histogram};
pub use lags::lags;
pub use layout::{Layout, Measure, Rect, Size};
pub use marks::Mark;
pub use matrix::{matrix, reach};
pub use nearest::Nearest;
pub use pen::UNITS;
pub use raster::{Raster, cell_near, raster};
pub use relation::{Layer, Look, crowd, relation};
pub use scale::Scale;
pub use scatter::{Cloud, FitPoint, Scatter, scatter};
pub use svg::to_svg;
pub use table::Table;
pub use theme::{Colour, Palette, Theme};
pub use ticks::Tick;
pub use within::{between, steps};

/// A chart as data: what is shown, not how it looks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Chart {
    /// The finding and its certainty; empty where the page says it in its own heading.
    pub title: String,
    /// What the marks are, in one line; may be empty.
    pub subtitle: String,
    /// The axis along the bottom.
    pub x: Axis,
    /// The axis along the left.
    pub y: Axis,
    /// Layers in order: the last is on top.
    pub marks: Vec<Mark>,
    /// What colours and shapes stand for.
    pub key: Vec<Key>,
    /// The corner: how many observations this rests on.
    pub note: String,
}

impl Chart {
    /// The dots of the first layer of dots, in its order; none if there is none.
    pub fn points(&self) -> &[[f64; 2]] {
        let dots = self.marks.iter().find_map(|mark| match mark {
            Mark::Dots(dots) => Some(dots.points.as_slice()),
            _ => None,
        });
        dots.unwrap_or_default()
    }

    /// The same chart without the figures that are written into it. What marks show, and what can be read off an axis,
    /// stays.
    #[must_use]
    pub fn without_figures(&self) -> Self {
        let mut chart = self.clone();
        for mark in &mut chart.marks {
            match mark {
                Mark::Intervals(intervals) => {
                    let estimates = intervals.estimates.iter_mut();
                    estimates.for_each(|estimate| estimate.label.clear());
                }
                Mark::Cells(cells) => {
                    // A cell without a value keeps the dash that says so.
                    let filled = cells.cells.iter_mut().filter(|cell| cell.value.is_some());
                    filled.for_each(|cell| cell.label.clear());
                }
                _ => {}
            }
        }
        chart
    }

    /// Width and height in CSS pixels of a picture of its own: that of a slide, or as much as its rows and columns
    /// of names ask for.
    pub fn picture_size(&self) -> (u32, u32) {
        let [columns, rows] = self.names();
        ((260 + 84 * columns).max(960), (330 + 38 * rows).max(540))
    }

    /// The least width and height in which every row and column of names can still be read; `None` without names,
    /// because any other chart fits everywhere.
    pub fn tight_size(&self) -> Option<(u32, u32)> {
        let [columns, rows] = self.names();
        // Names of columns stand upright below the cells, which need less height than two figures below each other.
        let (below, row) = if columns > 0 { (200, 28) } else { (110, 32) };
        (columns + rows > 0).then_some(((170 + 62 * columns).max(620), below + row * rows))
    }

    /// How many names stand along each axis.
    fn names(&self) -> [u32; 2] {
        [&self.x, &self.y].map(|axis| match &axis.scale {
            ScaleKind::Category(names) => u32::try_from(names.len()).unwrap_or(0),
            _ => 0,
        })
    }
}

/// One axis.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Axis {
    /// What is measured: `Requests per week`.
    pub label: String,
    /// Unit, where the label does not carry it; `%` is also put on the tick labels.
    pub unit: String,
    /// How values become places.
    pub scale: ScaleKind,
    /// Smallest and largest value shown; taken from the marks when absent.
    pub domain: Option<[f64; 2]>,
    /// Ticks where the usual round numbers will not do.
    pub ticks: Option<Vec<Tick>>,
    /// Room for the labels of y in ems, where charts that stand above each other have to agree; 0 for what is needed.
    #[serde(default)]
    pub gutter: f64,
}

impl Axis {
    /// An axis whose domain and ticks follow from the marks.
    pub fn new(label: &str, unit: &str, scale: ScaleKind) -> Self {
        Self {
            label: label.to_owned(),
            unit: unit.to_owned(),
            scale,
            domain: None,
            ticks: None,
            gutter: 0.0,
        }
    }

    /// Label with its unit: `Lead time (hours)`.
    pub fn caption(&self) -> String {
        match (self.label.is_empty(), self.unit.is_empty()) {
            (_, true) => self.label.clone(),
            (true, false) => self.unit.clone(),
            (false, false) => format!("{} ({})", self.label, self.unit),
        }
    }
}

/// How values become places on an axis.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ScaleKind {
    /// Equal steps, equal distances.
    Linear,
    /// Equal ratios, equal distances; values must be above zero, others are not drawn.
    Log,
    /// The logarithm of 1 + |v| with the sign of v: like [`ScaleKind::Log`], with a place for zero.
    Log1p,
    /// Names in order; the value of a name is its index. On the y axis the first is on top.
    Category(Vec<String>),
    /// Days since 1 January 1970.
    Time,
}

/// One entry of the line that explains colours.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Key {
    /// A group with the colour and shape of that number.
    Group {
        /// The group's name.
        name: String,
        /// Its number in [`marks::Dots::groups`].
        series: u16,
    },
    /// A line that helps to read the marks.
    Stroke {
        /// What it is.
        name: String,
        /// Its colour.
        paint: Paint,
        /// Its rhythm.
        dash: marks::Dash,
    },
    /// Estimates with their intervals among other marks.
    Estimate {
        /// What they are.
        name: String,
        /// Their colour.
        paint: Paint,
        /// Their shape.
        shape: marks::Shape,
    },
    /// A run of colours from low to high.
    Ramp {
        /// The colours.
        palette: Palette,
        /// What the lightest stands for.
        low: String,
        /// What the strongest stands for, with its unit.
        high: String,
    },
}

/// A colour by its role; the theme turns it into red, green and blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Paint {
    /// The strongest text colour.
    Ink,
    /// Secondary text and reference marks.
    Muted,
    /// The one accent.
    Accent,
    /// A group's colour.
    Series(u16),
}
