//! How one quantity is spread.

use super::marks::{Bars, Dash, Rule, Side};
use super::{Axis, Chart, Mark, Paint, ScaleKind};

/// What a histogram shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Histogram {
    /// The finding.
    pub title: String,
    /// What is counted; also the caption of the upright axis.
    pub counted: String,
    /// What is measured.
    pub label: String,
    /// Its unit; may be empty.
    pub unit: String,
    /// Edges between bars, ascending, one more than counts.
    pub edges: Vec<f64>,
    /// How many fall between neighbouring edges.
    pub counts: Vec<u32>,
    /// Values to mark, with their names: a median, a target.
    pub marked: Vec<(f64, String)>,
    /// How many observations this rests on.
    pub note: String,
}

/// The chart of a histogram.
pub fn histogram(histogram: &Histogram) -> Chart {
    let bars = Mark::Bars(Bars {
        edges: histogram.edges.clone(),
        heights: histogram.counts.iter().copied().map(f64::from).collect(),
        paint: Paint::Accent,
    });
    let rules = histogram.marked.iter().map(|(at, label)| {
        Mark::Rule(Rule {
            on: Side::X,
            at: *at,
            label: label.clone(),
            paint: Paint::Ink,
            dash: Dash::Dashed,
        })
    });
    Chart {
        title: histogram.title.clone(),
        subtitle: String::new(),
        x: Axis::new(&histogram.label, &histogram.unit, ScaleKind::Linear),
        y: Axis::new(&histogram.counted, "", ScaleKind::Linear),
        marks: std::iter::once(bars).chain(rules).collect(),
        key: Vec::new(),
        note: histogram.note.clone(),
    }
}
