//! A chart on a canvas, sharp on every screen.
//!
//! CSS pixels outside, device pixels inside: the bitmap has as many pixels as the screen shows, and the
//! context's transform shrinks the units of [`crate::chart`] to them. plotters-canvas then draws as it is;
//! only text is measured here, because plotters would measure it by writing a style attribute, which the
//! content security policy refuses.

use plotters_canvas::CanvasBackend;
use wasm_bindgen::{Clamped, JsCast};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ImageData};

use crate::chart::marks::Fine;
use crate::chart::{
    Chart, Em, Layout, Measure, Raster, Rect, Size, Theme, UNITS, draw_ground, draw_over, raster,
};

/// Draws `chart` as large as the canvas stands on the page; the layout finds what is under the pointer.
///
/// To be called again when the canvas changes its size, the screen its pixel ratio, or the page its theme.
/// Nothing is drawn, and there is no layout, where the browser gives no two-dimensional context.
pub fn paint(canvas: &HtmlCanvasElement, chart: &Chart, theme: &Theme) -> Option<Layout> {
    let shown = canvas.get_bounding_client_rect();
    let size = Size {
        width: shown.width(),
        height: shown.height(),
    };
    let ratio = web_sys::window()?.device_pixel_ratio();
    paint_at(canvas, chart, theme, size, ratio)
}

/// Draws `chart` as if it stood on a screen that shows `ratio` pixels for each of `size`: the larger the ratio, the
/// larger is everything in the picture.
pub fn paint_at(
    canvas: &HtmlCanvasElement,
    chart: &Chart,
    theme: &Theme,
    size: Size,
    ratio: f64,
) -> Option<Layout> {
    let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    // Setting the size clears the canvas and its transform, so the transform comes after.
    canvas.set_width(device_pixels(size.width, ratio));
    canvas.set_height(device_pixels(size.height, ratio));
    let layout = Layout::new(chart, size, theme, &Fonts(&context, &theme.family));
    let shrink = ratio / UNITS;
    context
        .set_transform(shrink, 0.0, 0.0, shrink, 0.0, 0.0)
        .ok()?;
    let mut backend = CanvasBackend::with_canvas_object(canvas.clone())?;
    draw_ground(chart, &layout, theme, &mut backend).ok()?;
    let image = raster(chart, &layout, theme);
    let is_put = image.is_some_and(|image| put(&context, &image, &layout.plot).is_some());
    // A browser without images still draws the grid, with its cells joined.
    let fine = if is_put {
        Fine::Elsewhere
    } else {
        Fine::Joined
    };
    draw_over(chart, &layout, theme, &mut backend, (Em(1.0), fine)).ok()?;
    Some(layout)
}

/// Puts an image at its place, as far as it lies inside of the plot: each cell as a block of pixels, without blur.
fn put(context: &CanvasRenderingContext2d, image: &Raster, plot: &Rect) -> Option<()> {
    let pixels = Clamped(image.rgba.as_slice());
    let pixels = ImageData::new_with_u8_clamped_array_and_sh(pixels, image.width, image.height);
    let document = web_sys::window()?.document()?;
    let sheet: HtmlCanvasElement = document.create_element("canvas").ok()?.dyn_into().ok()?;
    sheet.set_width(image.width);
    sheet.set_height(image.height);
    let on_sheet: CanvasRenderingContext2d = sheet.get_context("2d").ok()??.dyn_into().ok()?;
    on_sheet.put_image_data(&pixels.ok()?, 0.0, 0.0).ok()?;
    let units = |rect: &Rect| {
        let corner = [rect.left, rect.top, rect.width(), rect.height()];
        corner.map(|length| length * UNITS)
    };
    let [left, top, width, height] = units(plot);
    context.save();
    context.begin_path();
    context.rect(left, top, width, height);
    context.clip();
    context.set_image_smoothing_enabled(false);
    let [left, top, width, height] = units(&image.place);
    let put =
        context.draw_image_with_html_canvas_element_and_dw_and_dh(&sheet, left, top, width, height);
    context.restore();
    put.ok()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a canvas is a few thousand pixels wide"
)]
fn device_pixels(length: f64, ratio: f64) -> u32 {
    (length * ratio).round() as u32
}

/// Measures text by the context that will draw it.
struct Fonts<'a>(&'a CanvasRenderingContext2d, &'a str);

impl Measure for Fonts<'_> {
    fn width(&self, text: &str, size: f64, bold: bool) -> f64 {
        let Self(context, family) = self;
        let weight = if bold { "bold" } else { "normal" };
        // In the size that is drawn before the transform shrinks it: faces space large letters more tightly.
        context.set_font(&format!("{weight} {}px {family}", size * UNITS));
        // A browser that cannot measure still gets a chart: half an em is a letter's usual width.
        let guess = |_| text.chars().count() as f64 * size * 0.5;
        context
            .measure_text(text)
            .map_or_else(guess, |found| found.width() / UNITS)
    }
}
