//! Drawing in fractions of a CSS pixel on a backend that knows whole numbers only.
//!
//! plotters counts in whole pixels, which makes dots jump and lines thick. Here the backend's unit is a
//! tenth of a CSS pixel; the adapter shrinks it again (SVG by its viewBox, the canvas by its transform).

use plotters::drawing::DrawingAreaErrorKind;
use plotters::prelude::DrawingBackend;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{
    Color, FontDesc, FontFamily, FontStyle, FontTransform, RGBAColor, ShapeStyle,
};

use super::{Colour, Rect};

/// Units of the backend in one CSS pixel.
pub const UNITS: f64 = 10.0;

/// A place in CSS pixels.
pub(super) type Place = (f64, f64);

/// The outcome of drawing on a backend.
pub(super) type Drawn<B> = Result<(), DrawingAreaErrorKind<<B as DrawingBackend>::ErrorType>>;

/// A stroke: colour and width in CSS pixels.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stroke {
    pub colour: Colour,
    pub width: f64,
}

/// How a piece of text stands at its place.
#[derive(Clone, Copy)]
pub(super) struct Lettering {
    pub colour: Colour,
    pub size: f64,
    pub bold: bool,
    pub across: HPos,
    pub along: VPos,
    pub upright: bool,
}

impl Lettering {
    pub fn new(colour: Colour, size: f64) -> Self {
        Self {
            colour,
            size,
            bold: false,
            across: HPos::Left,
            along: VPos::Center,
            upright: false,
        }
    }

    pub fn bold(self) -> Self {
        Self { bold: true, ..self }
    }

    pub fn across(self, across: HPos) -> Self {
        Self { across, ..self }
    }

    /// Reads from below to above.
    pub fn upright(self) -> Self {
        Self {
            upright: true,
            ..self
        }
    }
}

/// A backend, held in CSS pixels.
pub(super) struct Pen<'a, B> {
    pub backend: &'a mut B,
    pub family: &'a str,
    pub em: f64,
}

impl<B: DrawingBackend> Pen<'_, B> {
    /// A path of two places: `draw_line` would be moved by half a unit on a canvas, to suit whole pixels.
    pub fn line(&mut self, from: Place, to: Place, stroke: Stroke) -> Drawn<B> {
        self.path(&[from, to], stroke)
    }

    pub fn path(&mut self, places: &[Place], stroke: Stroke) -> Drawn<B> {
        let path = places.iter().map(|place| units(*place));
        let drawn = self.backend.draw_path(path, &style(stroke));
        drawn.map_err(DrawingAreaErrorKind::BackendError)
    }

    pub fn polygon(&mut self, corners: &[Place], fill: Colour) -> Drawn<B> {
        let corners = corners.iter().map(|place| units(*place));
        let drawn = self.backend.fill_polygon(corners, &rgba(fill));
        drawn.map_err(DrawingAreaErrorKind::BackendError)
    }

    pub fn rect(&mut self, rect: Rect, fill: Colour) -> Drawn<B> {
        let (from, to) = (
            units((rect.left, rect.top)),
            units((rect.right, rect.bottom)),
        );
        let drawn = self.backend.draw_rect(from, to, &rgba(fill), true);
        drawn.map_err(DrawingAreaErrorKind::BackendError)
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a radius is small and not negative"
    )]
    pub fn circle(&mut self, centre: Place, radius: f64, fill: Colour) -> Drawn<B> {
        let radius = (radius * UNITS).round() as u32;
        let drawn = self
            .backend
            .draw_circle(units(centre), radius, &rgba(fill), true);
        drawn.map_err(DrawingAreaErrorKind::BackendError)
    }

    pub fn text(&mut self, text: &str, place: Place, lettering: Lettering) -> Drawn<B> {
        let weight = if lettering.bold {
            FontStyle::Bold
        } else {
            FontStyle::Normal
        };
        let size = lettering.size * self.em * UNITS;
        let mut font = FontDesc::new(FontFamily::Name(self.family), size, weight);
        if lettering.upright {
            font = font.transform(FontTransform::Rotate270);
        }
        let style = font
            .color(&rgba(lettering.colour))
            .pos(Pos::new(lettering.across, lettering.along));
        let drawn = self.backend.draw_text(text, &style, units(place));
        drawn.map_err(DrawingAreaErrorKind::BackendError)
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "places lie on a chart; far ones saturate"
)]
fn units((x, y): Place) -> (i32, i32) {
    ((x * UNITS).round() as i32, (y * UNITS).round() as i32)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a stroke is thin and not negative"
)]
fn style(stroke: Stroke) -> ShapeStyle {
    let width = (stroke.width * UNITS).round() as u32;
    rgba(stroke.colour).stroke_width(width)
}

fn rgba(colour: Colour) -> RGBAColor {
    let [red, green, blue] = colour.rgb;
    RGBAColor(red, green, blue, colour.alpha)
}
