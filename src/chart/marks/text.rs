//! Words beside what they are about.

use plotters::prelude::DrawingBackend;
use plotters::style::text_anchor::HPos;
use serde::{Deserialize, Serialize};

use super::super::Paint;
use super::super::pen::{Drawn, Lettering};
use super::Stage;

/// A direct label.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Text {
    /// Value on x.
    pub x: f64,
    /// Value on y.
    pub y: f64,
    /// Distance from that place in CSS pixels, to the right and down; to the left, the text ends there.
    pub offset: [f64; 2],
    /// The words.
    pub text: String,
    /// Colour.
    pub paint: Paint,
}

impl Text {
    pub(super) fn draw<B: DrawingBackend>(&self, stage: &mut Stage<B>) -> Drawn<B> {
        let Some((x, y)) = stage.place(self.x, self.y) else {
            return Ok(());
        };
        let [right, down] = self.offset;
        let across = match right {
            before if before < 0.0 => HPos::Right,
            after if after > 0.0 => HPos::Left,
            _ => HPos::Center,
        };
        let lettering = Lettering::new(stage.theme.paint(self.paint), stage.theme.small());
        let place = (x + right, y + down);
        stage.pen.text(&self.text, place, lettering.across(across))
    }
}
