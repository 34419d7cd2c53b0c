//! The area between two lines: an interval that moves along x.

use plotters::prelude::DrawingBackend;
use serde::{Deserialize, Serialize};

use super::super::Paint;
use super::super::pen::{Drawn, Place};
use super::{Stage, clip};

/// A band from low to high.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Band {
    /// x, low and high, ascending in x.
    pub points: Vec<[f64; 3]>,
    /// Colour; its opacity is the theme's.
    pub paint: Paint,
}

impl Band {
    pub(super) fn reach(&self, see: &mut dyn FnMut(f64, f64)) {
        for [x, low, high] in &self.points {
            see(*x, *low);
            see(*x, *high);
        }
    }

    pub(super) fn draw<B: DrawingBackend>(&self, stage: &mut Stage<B>) -> Drawn<B> {
        let upper = self
            .points
            .iter()
            .filter_map(|[x, _, high]| stage.place(*x, *high));
        let lower = self
            .points
            .iter()
            .rev()
            .filter_map(|[x, low, _]| stage.place(*x, *low));
        let corners: Vec<Place> = upper.chain(lower).collect();
        let inside = clip::polygon(&stage.layout.plot, corners);
        let colour = stage
            .theme
            .paint(self.paint)
            .with_alpha(stage.theme.band_alpha);
        if inside.is_empty() {
            return Ok(());
        }
        stage.pen.polygon(&inside, colour)
    }
}
