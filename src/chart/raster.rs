//! A grid that is as fine as the screen, as an image: hundreds of thousands of rectangles would take seconds.

use std::ops::RangeInclusive;

use super::marks::{Density, Mark, Shades};
use super::{Chart, Layout, Palette, Rect, Theme};

/// An image for a place on the drawing.
#[derive(Debug, Clone, PartialEq)]
pub struct Raster {
    /// Where it belongs, in CSS pixels.
    pub place: Rect,
    /// Columns of the image.
    pub width: u32,
    /// Rows of the image.
    pub height: u32,
    /// Red, green, blue and opacity of each cell, row by row from the top.
    pub rgba: Vec<u8>,
}

/// The image of a chart's grid, if it has one that is too fine for rectangles.
pub fn raster(chart: &Chart, layout: &Layout, theme: &Theme) -> Option<Raster> {
    let density = fine(chart)?;
    let (columns, rows) = density.size();
    let [left, right] = ends(&density.x_edges)?;
    let [low, high] = ends(&density.y_edges)?;
    let (left, top) = layout.to_pixel(left, high);
    let (right, bottom) = layout.to_pixel(right, low);
    let place = Rect {
        left,
        top,
        right,
        bottom,
    };
    let shades = density.shades();
    let colours: Vec<[u8; 4]> = Shades::shares()
        .map(|share| {
            let [red, green, blue] = theme.shade(Palette::Sequential, share).rgb;
            [red, green, blue, u8::MAX]
        })
        .collect();
    let mut rgba = Vec::with_capacity(density.counts.len() * 4);
    for counts in density.counts.chunks(columns).rev() {
        for count in counts {
            let shade = shades.of(*count).and_then(|shade| colours.get(shade));
            rgba.extend_from_slice(shade.unwrap_or(&[0; 4]));
        }
    }
    let is_placed = [left, top, right, bottom].into_iter().all(f64::is_finite);
    is_placed.then_some(Raster {
        place,
        width: u32::try_from(columns).ok()?,
        height: u32::try_from(rows).ok()?,
        rgba,
    })
}

/// The full cell nearest to a place, at most `reach` away, all in CSS pixels: where it lies, and how many are in it.
pub fn cell_near(
    chart: &Chart,
    layout: &Layout,
    (x, y): (f64, f64),
    reach: f64,
) -> Option<(Rect, u32)> {
    let density = chart.marks.iter().find_map(|mark| match mark {
        Mark::Density(density) => Some(density),
        _ => None,
    })?;
    let (columns, _) = density.size();
    let (low_x, low_y) = layout.from_pixel(x - reach, y + reach);
    let (high_x, high_y) = layout.from_pixel(x + reach, y - reach);
    let across = between(&density.x_edges, [low_x, high_x])?;
    let rows = between(&density.y_edges, [low_y, high_y])?;
    let cells = rows.flat_map(|row| across.clone().map(move |column| (column, row)));
    let full = cells.filter_map(|(column, row)| {
        let count = *density.counts.get(row * columns + column)?;
        let (left, top) = layout.to_pixel(density.x_edges[column], density.y_edges[row + 1]);
        let (right, bottom) = layout.to_pixel(density.x_edges[column + 1], density.y_edges[row]);
        let rect = Rect {
            left,
            top,
            right,
            bottom,
        };
        let beside = (left - x).max(x - right).max(0.0);
        let away = beside.hypot((top - y).max(y - bottom).max(0.0));
        (count > 0 && away <= reach).then_some((away, rect, count))
    });
    full.min_by(|one, two| one.0.total_cmp(&two.0))
        .map(|(_, rect, count)| (rect, count))
}

/// The cells that have a part between two values; none where all lie to one side.
fn between(edges: &[f64], [low, high]: [f64; 2]) -> Option<RangeInclusive<usize>> {
    let last = edges.len().checked_sub(2)?;
    let meets = low <= *edges.last()? && *edges.first()? <= high;
    let cell = |value: f64| {
        let below = edges.partition_point(|edge| *edge <= value);
        below.saturating_sub(1).min(last)
    };
    meets.then(|| cell(low)..=cell(high))
}

fn fine(chart: &Chart) -> Option<&Density> {
    chart.marks.iter().find_map(|mark| match mark {
        Mark::Density(density) if density.is_fine() => Some(density),
        _ => None,
    })
}

fn ends(edges: &[f64]) -> Option<[f64; 2]> {
    Some([*edges.first()?, *edges.last()?])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::layout::fixtures::{Fixed, empty};
    use crate::chart::{Size, to_svg};

    /// One person in the lowest left cell, two in the highest right one.
    fn corners(side: u32) -> (Chart, Layout) {
        let edges: Vec<f64> = (0..=side)
            .map(|at| f64::from(at) / f64::from(side))
            .collect();
        let cells = (side * side) as usize;
        let mut counts = vec![0; cells];
        (counts[0], counts[cells - 1]) = (1, 2);
        let chart = Chart {
            marks: vec![Mark::Density(Density {
                x_edges: edges.clone(),
                y_edges: edges,
                counts,
            })],
            ..empty()
        };
        let size = Size {
            width: 640.0,
            height: 400.0,
        };
        let layout = Layout::new(&chart, size, &Theme::light(), &Fixed);
        (chart, layout)
    }

    #[test]
    fn the_image_holds_the_cells_where_they_belong() {
        let (chart, layout) = corners(300);
        let image = raster(&chart, &layout, &Theme::light()).unwrap();
        assert_eq!((image.width, image.height), (300, 300));
        let alpha = |x: usize, y: usize| image.rgba[(y * 300 + x) * 4 + 3];
        assert_eq!((alpha(0, 299), alpha(299, 0), alpha(0, 0)), (255, 255, 0));
        assert_eq!(
            image
                .rgba
                .iter()
                .skip(3)
                .step_by(4)
                .filter(|a| **a > 0)
                .count(),
            2
        );
        assert!((image.place.left - layout.plot.left).abs() < 1.0);
        assert!((image.place.bottom - layout.plot.bottom).abs() < 1.0);
    }

    #[test]
    fn a_coarse_grid_needs_no_image() {
        let (chart, layout) = corners(60);
        assert_eq!(raster(&chart, &layout, &Theme::light()), None);
    }

    #[test]
    fn the_cell_under_the_pointer_says_how_many_are_in_it() {
        let (chart, layout) = corners(300);
        let near = |x, y| cell_near(&chart, &layout, (x, y), 8.0).map(|(_, count)| count);
        let (left, bottom) = layout.to_pixel(0.001, 0.001);
        assert_eq!(near(left, bottom), Some(1));
        let (right, top) = layout.to_pixel(0.999, 0.999);
        assert_eq!(near(right, top), Some(2));
        let (middle, half) = layout.to_pixel(0.5, 0.5);
        assert_eq!(near(middle, half), None);
        assert_eq!(near(-50.0, 0.0), None);
    }

    #[test]
    fn a_lone_cell_of_two_pixels_is_found_from_beside_it() {
        let (chart, layout) = corners(300);
        let (left, bottom) = layout.to_pixel(0.0, 0.0);
        let near = |by: f64| cell_near(&chart, &layout, (left + by, bottom - by), 8.0);
        assert!(near(6.0).is_some());
        assert!(near(12.0).is_none());
    }

    #[test]
    fn a_saved_drawing_of_a_fine_grid_stays_small_and_loses_nobody() {
        let (chart, _) = corners(300);
        let svg = to_svg(&chart, 640, 400, &Theme::light());
        assert!(svg.len() < 20_000, "{}", svg.len());
        let table = chart.table();
        assert!(table.rows.len() <= 2, "{}", table.rows.len());
    }
}
