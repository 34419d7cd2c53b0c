//! Names beside what they name, kept apart and legible above whatever lies below them.

use plotters::prelude::DrawingBackend;
use plotters::style::text_anchor::HPos;
use serde::{Deserialize, Serialize};

use super::super::pen::{Drawn, Lettering, Place};
use super::super::{Paint, Rect};
use super::Stage;

/// Direct labels.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Labels {
    /// The labels, the most important first: of two that meet, the later one gives way.
    pub labels: Vec<Label>,
}

/// A name at a place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Label {
    /// Values of x and y.
    pub at: [f64; 2],
    /// The name.
    pub text: String,
    /// Its colour.
    pub paint: Paint,
}

impl Labels {
    pub(super) fn draw<B: DrawingBackend>(&self, stage: &mut Stage<B>) -> Drawn<B> {
        let size = stage.theme.small();
        let plot = stage.layout.plot;
        let mut taken: Vec<Rect> = Vec::new();
        for label in &self.labels {
            let place = stage
                .place(label.at[0], label.at[1])
                .filter(|place| plot.contains(*place));
            let Some(place) = place else { continue };
            let Some(rect) = room(place, (width(&label.text, size), size), (&plot, &taken)) else {
                continue;
            };
            stage
                .pen
                .rect(rect, stage.theme.background.with_alpha(0.82))?;
            let middle = (
                f64::midpoint(rect.left, rect.right),
                f64::midpoint(rect.top, rect.bottom),
            );
            let lettering = Lettering::new(stage.theme.paint(label.paint), size)
                .across(HPos::Center)
                .bold();
            stage.pen.text(&label.text, middle, lettering)?;
            taken.push(rect);
        }
        Ok(())
    }
}

/// About the width of bold letters: 0.62 em each.
fn width(text: &str, size: f64) -> f64 {
    text.chars().count() as f64 * size * 0.62
}

/// The nearest free place above or below, inside of the plot; none where everything near is taken.
fn room((x, y): Place, (width, size): (f64, f64), (plot, taken): (&Rect, &[Rect])) -> Option<Rect> {
    let (half, tall) = (width / 2.0 + 4.0, size * 0.75);
    let x = x.clamp(plot.left + half, (plot.right - half).max(plot.left + half));
    let at = |y: f64| Rect {
        left: x - half,
        right: x + half,
        top: y - tall,
        bottom: y + tall,
    };
    let meets = |one: &Rect, other: &Rect| {
        one.left < other.right
            && other.left < one.right
            && one.top < other.bottom
            && other.top < one.bottom
    };
    (0..9)
        .map(|step| {
            let far = f64::from((step + 1) / 2) * tall * 2.0;
            at(if step % 2 == 0 { y + far } else { y - far })
        })
        .filter(|rect| plot.top <= rect.top && rect.bottom <= plot.bottom)
        .find(|rect| taken.iter().all(|other| !meets(rect, other)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLOT: Rect = Rect {
        left: 0.0,
        top: 0.0,
        right: 200.0,
        bottom: 100.0,
    };

    #[test]
    fn of_two_names_at_one_place_the_second_moves_and_both_can_be_read() {
        let first = room((50.0, 50.0), (40.0, 10.0), (&PLOT, &[])).unwrap();
        let second = room((52.0, 50.0), (40.0, 10.0), (&PLOT, &[first])).unwrap();
        assert!(second.bottom <= first.top || second.top >= first.bottom);
    }

    #[test]
    fn a_name_at_the_edge_stays_inside() {
        let rect = room((199.0, 50.0), (60.0, 10.0), (&PLOT, &[])).unwrap();
        assert!(rect.right <= PLOT.right && rect.left >= PLOT.left);
    }
}
