//! Points joined in order, labelled at their end.

use plotters::prelude::DrawingBackend;
use serde::{Deserialize, Serialize};

use super::super::pen::{Drawn, Place, Stroke};
use super::super::table::name_at;
use super::super::{Chart, Paint, Table};
use super::{Stage, clip};

/// A line through points; it breaks where a value is not finite.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// Values of x and y, in the order in which they are joined.
    pub points: Vec<[f64; 2]>,
    /// Colour.
    pub paint: Paint,
    /// Width in CSS pixels.
    pub width: f64,
    /// Solid or not.
    pub dash: Dash,
    /// Name at the right end; empty for none.
    pub label: String,
}

/// The rhythm of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Dash {
    /// Without gaps.
    Solid,
    /// Long strokes.
    Dashed,
    /// Short strokes.
    Dotted,
}

impl Dash {
    /// Lengths of stroke and gap in CSS pixels; empty for a solid line.
    pub(super) fn pattern(self) -> &'static [f64] {
        match self {
            Self::Solid => &[],
            Self::Dashed => &[6.0, 4.0],
            Self::Dotted => &[2.0, 3.0],
        }
    }
}

impl Line {
    pub(super) fn reach(&self, see: &mut dyn FnMut(f64, f64)) {
        for [x, y] in &self.points {
            see(*x, *y);
        }
    }

    pub(super) fn draw<B: DrawingBackend>(&self, stage: &mut Stage<B>) -> Drawn<B> {
        let stroke = Stroke {
            colour: stage.theme.paint(self.paint),
            width: self.width,
        };
        // Sets the line off from dots and dark cells beneath it.
        let halo = Stroke {
            colour: stage.theme.background.with_alpha(0.75),
            width: self.width + 2.4,
        };
        let places: Vec<_> = self
            .points
            .iter()
            .map(|[x, y]| stage.place(*x, *y))
            .collect();
        for run in places.split(Option::is_none) {
            let run: Vec<Place> = run.iter().copied().flatten().collect();
            for part in clip::path(&stage.layout.plot, &run) {
                if self.dash == Dash::Solid {
                    stage.pen.path(&part, halo)?;
                    stage.pen.path(&part, stroke)?;
                    continue;
                }
                for stretch in clip::dashes(&part, self.dash.pattern()) {
                    stage.pen.path(&stretch, stroke)?;
                }
            }
        }
        Ok(())
    }

    pub(super) fn table(&self, chart: &Chart) -> Table {
        let mut headers = vec![chart.x.caption(), chart.y.caption()];
        if !self.label.is_empty() {
            headers.insert(0, "Line".to_owned());
        }
        let rows = self.points.iter().map(|[x, y]| {
            let name = (!self.label.is_empty()).then(|| self.label.clone());
            let values = [name_at(&chart.x, *x), name_at(&chart.y, *y)];
            name.into_iter().chain(values).collect()
        });
        Table {
            headers,
            rows: rows.collect(),
        }
    }
}
