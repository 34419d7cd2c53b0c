//! Puts a laid-out chart on any plotters backend.

use plotters::drawing::DrawingAreaErrorKind;
use plotters::prelude::DrawingBackend;

use super::marks::{Fine, Mark, Shape, Stage, clip_dashes, sharp};
use super::pen::{Drawn, Lettering, Pen, Stroke};
use super::words::RAMP;
use super::{Chart, Key, Layout, Rect, ScaleKind, Theme};

/// The font size that a backend must be told for text to come out one CSS pixel tall.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Em(pub f64);

/// Draws `chart` as `layout` says, in units of a tenth of a CSS pixel ([`super::UNITS`]).
///
/// # Errors
/// Whatever the backend reports.
pub fn draw<B: DrawingBackend>(
    chart: &Chart,
    layout: &Layout,
    theme: &Theme,
    backend: &mut B,
    em: Em,
) -> Result<(), DrawingAreaErrorKind<B::ErrorType>> {
    draw_ground(chart, layout, theme, backend)?;
    draw_over(chart, layout, theme, backend, (em, Fine::Joined))
}

/// Draws what lies below the marks: background and grid.
///
/// # Errors
/// Whatever the backend reports.
pub fn draw_ground<B: DrawingBackend>(
    chart: &Chart,
    layout: &Layout,
    theme: &Theme,
    backend: &mut B,
) -> Result<(), DrawingAreaErrorKind<B::ErrorType>> {
    let mut stage = stage(layout, theme, backend, (Em(1.0), Fine::Joined));
    let whole = Rect {
        left: 0.0,
        top: 0.0,
        right: layout.size.width,
        bottom: layout.size.height,
    };
    stage.pen.rect(whole, theme.background)?;
    grid(chart, &mut stage)
}

/// Draws the marks and everything above them.
///
/// # Errors
/// Whatever the backend reports.
pub fn draw_over<B: DrawingBackend>(
    chart: &Chart,
    layout: &Layout,
    theme: &Theme,
    backend: &mut B,
    how: (Em, Fine),
) -> Result<(), DrawingAreaErrorKind<B::ErrorType>> {
    let mut stage = stage(layout, theme, backend, how);
    for mark in &chart.marks {
        mark.draw(&mut stage)?;
    }
    axes(chart, &mut stage)?;
    for (entry, place, length) in &layout.key {
        swatch(entry, *place, *length, &mut stage)?;
    }
    for words in &layout.words {
        let mut lettering = Lettering::new(theme.paint(words.paint), words.size);
        lettering.across = words.across;
        lettering.along = words.along;
        lettering = if words.bold {
            lettering.bold()
        } else {
            lettering
        };
        lettering = if words.upright {
            lettering.upright()
        } else {
            lettering
        };
        if !words.text.is_empty() {
            stage.pen.text(&words.text, words.place, lettering)?;
        }
    }
    Ok(())
}

fn stage<'a, B: DrawingBackend>(
    layout: &'a Layout,
    theme: &'a Theme,
    backend: &'a mut B,
    (em, fine): (Em, Fine),
) -> Stage<'a, B> {
    let pen = Pen {
        backend,
        family: &theme.family,
        em: em.0,
    };
    Stage {
        pen,
        layout,
        theme,
        fine,
    }
}

fn has_cells(chart: &Chart) -> bool {
    chart
        .marks
        .iter()
        .any(|mark| matches!(mark, Mark::Cells(_)))
}

/// Level lines for y; upright ones only where x is what is read (a forest plot).
fn grid<B: DrawingBackend>(chart: &Chart, stage: &mut Stage<B>) -> Drawn<B> {
    if has_cells(chart) {
        return Ok(());
    }
    let (layout, plot) = (stage.layout, stage.layout.plot);
    let stroke = Stroke {
        colour: stage.theme.grid,
        width: 1.0,
    };
    if matches!(chart.y.scale, ScaleKind::Category(_)) {
        for tick in &layout.x_ticks {
            let x = sharp(layout.x.to_pixel(tick.at));
            stage.pen.line((x, plot.top), (x, plot.bottom), stroke)?;
        }
        return Ok(());
    }
    for tick in &layout.y_ticks {
        let y = sharp(layout.y.to_pixel(tick.at));
        stage.pen.line((plot.left, y), (plot.right, y), stroke)?;
    }
    Ok(())
}

/// The base line with a short mark at each tick.
fn axes<B: DrawingBackend>(chart: &Chart, stage: &mut Stage<B>) -> Drawn<B> {
    if has_cells(chart) {
        return Ok(());
    }
    let (layout, plot) = (stage.layout, stage.layout.plot);
    let stroke = Stroke {
        colour: stage.theme.axis,
        width: 1.0,
    };
    let base = sharp(plot.bottom);
    stage
        .pen
        .line((plot.left, base), (plot.right, base), stroke)?;
    for tick in &layout.x_ticks {
        let x = sharp(layout.x.to_pixel(tick.at));
        stage.pen.line((x, base), (x, base + 4.0), stroke)?;
    }
    Ok(())
}

fn swatch<B: DrawingBackend>(
    entry: &Key,
    (x, y): (f64, f64),
    length: f64,
    stage: &mut Stage<B>,
) -> Drawn<B> {
    let text = stage.theme.text;
    match entry {
        Key::Group { series, .. } => {
            let colour = stage.theme.paint(super::Paint::Series(*series));
            let centre = (x + text * 0.45, y);
            Shape::of(*series).draw(&mut stage.pen, centre, text * 0.36, colour)
        }
        Key::Estimate { paint, shape, .. } => {
            let colour = stage.theme.paint(*paint);
            let centre = (x + text * 0.45, y);
            let (top, bottom) = ((centre.0, y - text * 0.5), (centre.0, y + text * 0.5));
            stage.pen.line(top, bottom, Stroke { colour, width: 2.0 })?;
            shape.draw(&mut stage.pen, centre, text * 0.32, colour)
        }
        Key::Stroke { paint, dash, .. } => {
            let colour = stage.theme.paint(*paint);
            let ends = [(x, y), (x + text * 1.6, y)];
            for part in clip_dashes(&ends, *dash) {
                stage.pen.path(&part, Stroke { colour, width: 2.2 })?;
            }
            Ok(())
        }
        Key::Ramp { palette, .. } => {
            let steps = 28;
            let width = length / f64::from(steps);
            for step in 0..steps {
                let left = x + f64::from(step) * width;
                let share = f64::from(step) / f64::from(steps - 1);
                let rect = Rect {
                    left,
                    top: y - length / RAMP * 0.38,
                    // To the end, so that the next step covers it and leaves no seam.
                    right: x + length,
                    bottom: y + length / RAMP * 0.38,
                };
                stage.pen.rect(rect, stage.theme.shade(*palette, share))?;
            }
            Ok(())
        }
    }
}
