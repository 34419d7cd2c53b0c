//! Two quantities against each other: the product's main chart.

use super::marks::{Band, Dash, Density, Dots, Line};
use super::{Axis, Chart, Key, Mark, Paint, Palette, Scale, ScaleKind};
use crate::format;

/// What a scatter plot shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Scatter {
    /// The finding.
    pub title: String,
    /// What a dot is.
    pub subtitle: String,
    /// What x measures.
    pub x_label: String,
    /// Unit of x; may be empty.
    pub x_unit: String,
    /// What y measures.
    pub y_label: String,
    /// Unit of y; may be empty.
    pub y_unit: String,
    /// Scale of x.
    pub x_scale: ScaleKind,
    /// The observations.
    pub cloud: Cloud,
    /// The fitted line with its band, ascending in x; empty for none.
    pub line: Vec<FitPoint>,
    /// Names of the groups.
    pub groups: Vec<String>,
    /// How many observations this rests on.
    pub note: String,
}

/// Observations, or their counts where there are too many to draw.
#[derive(Debug, Clone, PartialEq)]
pub enum Cloud {
    /// One dot each.
    Points {
        /// Values of x and y.
        points: Vec<[f64; 2]>,
        /// Index into [`Scatter::groups`] of each; empty when there are no groups.
        groups: Vec<u16>,
    },
    /// Counts in an even grid.
    Bins {
        /// Smallest and largest x.
        x: [f64; 2],
        /// Smallest and largest y.
        y: [f64; 2],
        /// Number of columns.
        columns: usize,
        /// Counts row by row, from the lowest row up.
        counts: Vec<u32>,
    },
    /// Counts in a grid with edges of its own.
    Grid(Density),
}

/// One place along a fitted line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FitPoint {
    /// Value of x.
    pub x: f64,
    /// Lower edge of the band.
    pub low: f64,
    /// The line.
    pub fit: f64,
    /// Upper edge of the band.
    pub high: f64,
}

/// Above this many points dots cover each other and take too long: 2 to 4 µs each on a canvas.
const MOST_DOTS: usize = 5_000;

/// Columns and rows of the grid that replaces too many dots: about square cells in a wide plot.
const BINS: [usize; 2] = [90, 50];

/// The chart of a scatter: band below, dots, line on top.
pub fn scatter(scatter: &Scatter) -> Chart {
    let mut marks = Vec::new();
    let mut key: Vec<Key> = Vec::new();
    match &scatter.cloud {
        Cloud::Points { points, groups } if points.len() <= MOST_DOTS => {
            let (radius, alpha) = weight(points.len(), groups.is_empty());
            let names = (0_u16..).zip(&scatter.groups);
            key.extend(names.map(|(series, name)| Key::Group {
                name: name.clone(),
                series,
            }));
            marks.push(Mark::Dots(Dots {
                points: points.clone(),
                groups: groups.clone(),
                radius,
                alpha,
            }));
        }
        Cloud::Points { points, .. } => {
            density(binned(points, &scatter.x_scale), &mut marks, &mut key);
        }
        Cloud::Bins {
            x,
            y,
            columns,
            counts,
        } => {
            let rows = counts.len() / columns.max(&1);
            let grid = Density {
                x_edges: edges(*x, *columns),
                y_edges: edges(*y, rows),
                counts: counts.clone(),
            };
            density(grid, &mut marks, &mut key);
        }
        Cloud::Grid(grid) => density(grid.clone(), &mut marks, &mut key),
    }
    if !scatter.line.is_empty() {
        // Ink, so that it belongs to no group and stands out from the dots.
        let paint = Paint::Ink;
        let band = scatter.line.iter().map(|at| [at.x, at.low, at.high]);
        let points = scatter.line.iter().map(|at| [at.x, at.fit]);
        marks.push(Mark::Band(Band {
            points: band.collect(),
            paint,
        }));
        marks.push(Mark::Line(Line {
            points: points.collect(),
            paint,
            width: 2.2,
            dash: Dash::Solid,
            label: String::new(),
        }));
    }
    Chart {
        title: scatter.title.clone(),
        subtitle: scatter.subtitle.clone(),
        x: Axis::new(&scatter.x_label, &scatter.x_unit, scatter.x_scale.clone()),
        y: Axis::new(&scatter.y_label, &scatter.y_unit, ScaleKind::Linear),
        marks,
        key,
        note: scatter.note.clone(),
    }
}

/// Radius and opacity: the more dots, the smaller and the more see-through;
/// in groups less so, because there the colours have to be told apart.
fn weight(count: usize, all_alike: bool) -> (f64, f64) {
    let (radius, alpha) = match count {
        0..150 => (4.0, 0.8),
        150..600 => (3.4, 0.6),
        600..2000 => (2.8, 0.45),
        _ => (2.2, 0.35),
    };
    (
        radius,
        if all_alike {
            alpha
        } else {
            f64::midpoint(alpha, 1.0)
        },
    )
}

fn density(grid: Density, marks: &mut Vec<Mark>, key: &mut Vec<Key>) {
    let largest = usize::try_from(grid.largest()).unwrap_or(usize::MAX);
    key.push(Key::Ramp {
        palette: Palette::Sequential,
        low: "1".to_owned(),
        high: format!("{} in a cell", format::integer(largest)),
    });
    marks.push(Mark::Density(grid));
}

fn edges([low, high]: [f64; 2], count: usize) -> Vec<f64> {
    let step = (high - low) / count.max(1) as f64;
    (0..=count.max(1))
        .map(|at| low + step * at as f64)
        .collect()
}

/// Counts of points in a grid that is even on the axes, whatever their scales.
fn binned(points: &[[f64; 2]], x_scale: &ScaleKind) -> Density {
    let scale = |side: usize, kind: &ScaleKind| {
        let values = points.iter().map(|point| point[side]);
        let placed = values.filter(|value| *kind != ScaleKind::Log || *value > 0.0);
        let [low, high] = placed.fold([f64::INFINITY, f64::NEG_INFINITY], |[low, high], value| {
            [low.min(value), high.max(value)]
        });
        // Some width where all values are one, and none at all leave an empty grid.
        let ends = if low < high {
            [low, high]
        } else {
            [low, low + 1.0]
        };
        Scale::new(kind, ends, [0.0, BINS[side] as f64])
    };
    let (x, y) = (scale(0, x_scale), scale(1, &ScaleKind::Linear));
    let mut counts = vec![0; BINS[0] * BINS[1]];
    for [at_x, at_y] in points {
        let cell = bin(x.to_pixel(*at_x), BINS[0]).zip(bin(y.to_pixel(*at_y), BINS[1]));
        if let Some((column, row)) = cell {
            counts[row * BINS[0] + column] += 1;
        }
    }
    let edges = |scale: &Scale, count: usize| {
        let places = (0..=count).map(|at| scale.from_pixel(at as f64));
        places.collect()
    };
    Density {
        x_edges: edges(&x, BINS[0]),
        y_edges: edges(&y, BINS[1]),
        counts,
    }
}

/// The cell of a place counted in cells, if it has one.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a place within a few dozen cells"
)]
fn bin(place: f64, count: usize) -> Option<usize> {
    place.is_finite().then(|| (place as usize).min(count - 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bins_lose_no_point() {
        let points: Vec<[f64; 2]> = (0..7000)
            .map(|at| [f64::from(at), f64::from(at % 83)])
            .collect();
        let grid = binned(&points, &ScaleKind::Linear);
        assert_eq!(grid.counts.iter().sum::<u32>(), 7000);
        // 7000 x-values over 90 columns: 77 or 78 in each.
        let column: u32 = grid.counts.iter().step_by(BINS[0]).sum();
        assert_eq!(column, 78);
    }

    #[test]
    fn bins_are_even_on_a_log_axis_and_leave_zeros_out() {
        let points: Vec<[f64; 2]> = (0..6000).map(|at| [f64::from(at), 1.0]).collect();
        let grid = binned(&points, &ScaleKind::Log);
        assert_eq!(grid.counts.iter().sum::<u32>(), 5999);
        let ratios = grid.x_edges.windows(2).map(|pair| pair[1] / pair[0]);
        // 90 equal steps from 1 to 5999.
        assert!(
            ratios
                .into_iter()
                .all(|ratio| (ratio - 5999_f64.powf(1.0 / 90.0)).abs() < 1e-9)
        );
    }

    #[test]
    fn a_constant_side_still_gives_bins() {
        let grid = binned(&vec![[3.0, 4.0]; 6000], &ScaleKind::Linear);
        assert_eq!(grid.largest(), 6000);
    }
}
