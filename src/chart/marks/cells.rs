//! A heatmap: one coloured cell per pair of categories.

use plotters::prelude::DrawingBackend;
use plotters::style::text_anchor::HPos;
use serde::{Deserialize, Serialize};

use super::super::pen::{Drawn, Lettering, Stroke};
use super::super::table::{name_at, value};
use super::super::{Axis, Chart, Palette, Rect, ScaleKind, Table};
use super::{Stage, clip};

/// Coloured cells on two category axes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cells {
    /// The cells, in any order.
    pub cells: Vec<Cell>,
    /// Values that the ends of the palette stand for.
    pub limits: [f64; 2],
    /// Colours.
    pub palette: Palette,
}

/// One cell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// Index on the x axis.
    pub column: usize,
    /// Index on the y axis, from the top.
    pub row: usize,
    /// What the colour says; none where it is undefined.
    pub value: Option<f64>,
    /// What stands in the cell, where there is room.
    pub label: String,
    /// Hatched: to be read with care.
    pub hatched: bool,
    /// Framed: stands out, whatever its colour.
    pub framed: bool,
}

/// In CSS pixels.
const SMALLEST_LETTERS: f64 = 8.0;
/// Width of a frame, in CSS pixels.
const FRAME: f64 = 2.0;

impl Cells {
    pub(super) fn draw<B: DrawingBackend>(&self, stage: &mut Stage<B>) -> Drawn<B> {
        let size = self.letter_size(stage);
        for cell in &self.cells {
            let Some((x, y)) = stage.place(cell.column as f64, cell.row as f64) else {
                continue;
            };
            let (half, tall) = (stage.layout.x.step() / 2.0, stage.layout.y.step() / 2.0);
            let rect = Rect {
                left: (x - half).round() + 1.0,
                top: (y - tall).round() + 1.0,
                right: (x + half).round(),
                bottom: (y + tall).round(),
            };
            let ground = cell.value.map_or(stage.theme.background, |value| {
                let [low, high] = self.limits;
                stage
                    .theme
                    .shade(self.palette, (value - low) / (high - low))
            });
            stage.pen.rect(rect, ground)?;
            if cell.hatched {
                hatch(stage, &rect)?;
            }
            if cell.framed {
                frame(stage, &rect)?;
            }
            let Some(size) = size.filter(|_| !cell.label.is_empty()) else {
                continue;
            };
            if cell.hatched {
                // The label keeps a clear ground among the hatching.
                let reach = width(&cell.label, size) / 2.0 + 2.0;
                let clear = Rect {
                    left: x - reach,
                    top: y - size * 0.7,
                    right: x + reach,
                    bottom: y + size * 0.7,
                };
                stage.pen.rect(clear, ground)?;
            }
            let lettering = Lettering::new(stage.theme.on(ground), size).across(HPos::Center);
            let lettering = if cell.framed {
                lettering.bold()
            } else {
                lettering
            };
            stage.pen.text(&cell.label, (x, y), lettering)?;
        }
        Ok(())
    }

    /// The size in which every label fits its cell; none when that is too small to read.
    fn letter_size<B>(&self, stage: &Stage<B>) -> Option<f64> {
        let widest = self
            .cells
            .iter()
            .map(|cell| width(&cell.label, 1.0))
            .fold(0.0, f64::max);
        let room = (stage.layout.x.step() - 4.0) / widest;
        let size = stage
            .theme
            .small()
            .min(room)
            .min(stage.layout.y.step() * 0.7);
        (size >= SMALLEST_LETTERS).then_some(size)
    }

    pub(super) fn table(&self, chart: &Chart) -> Table {
        let heading = |axis: &Axis, other: &str| {
            let caption = axis.caption();
            if caption.is_empty() {
                other.to_owned()
            } else {
                caption
            }
        };
        let plain = Axis::new("", "", ScaleKind::Linear);
        let rows = self.cells.iter().map(|cell| {
            vec![
                name_at(&chart.y, cell.row as f64),
                name_at(&chart.x, cell.column as f64),
                cell.value
                    .map_or(String::new(), |number| value(&plain, number)),
            ]
        });
        Table {
            headers: vec![
                heading(&chart.y, "Row"),
                heading(&chart.x, "Column"),
                "Value".to_owned(),
            ],
            rows: rows.collect(),
        }
    }
}

/// About the width of a label of digits: 0.6 em each.
fn width(label: &str, size: f64) -> f64 {
    label.chars().count() as f64 * size * 0.6
}

fn frame<B: DrawingBackend>(stage: &mut Stage<B>, rect: &Rect) -> Drawn<B> {
    let stroke = Stroke {
        colour: stage.theme.ink,
        width: FRAME,
    };
    let inset = FRAME / 2.0;
    let (left, right) = (rect.left + inset, rect.right - inset);
    let (top, bottom) = (rect.top + inset, rect.bottom - inset);
    let corners = [(left, top), (right, top), (right, bottom), (left, bottom)];
    // Once around, and a bit further, so that the first corner closes.
    let around = corners.into_iter().chain([(left, top), (right, top)]);
    stage.pen.path(&around.collect::<Vec<_>>(), stroke)
}

fn hatch<B: DrawingBackend>(stage: &mut Stage<B>, rect: &Rect) -> Drawn<B> {
    let stroke = Stroke {
        colour: stage.theme.muted.with_alpha(0.55),
        width: 1.0,
    };
    let (width, height) = (rect.width(), rect.height());
    let mut start = rect.left - height;
    while start < rect.left + width {
        let diagonal = ((start, rect.bottom), (start + height, rect.top));
        if let Some((from, to)) = clip::segment(rect, diagonal.0, diagonal.1) {
            stage.pen.line(from, to, stroke)?;
        }
        start += 7.0;
    }
    Ok(())
}
