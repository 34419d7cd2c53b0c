//! All pairs of usage and outcome metrics as a heatmap.

use crate::analysis::matrix::Cell as Pair;
use crate::analysis::words::matrix as words;
use crate::analysis::{Matrix, Sort};
use crate::format;
use crate::metrics::MetricInfo;

use super::marks::{Cell, Cells};
use super::{Axis, Chart, Key, Mark, Palette, ScaleKind};

/// The colours reach at least so far, so that a matrix of next to nothing looks like one.
const LEAST_REACH: f64 = 0.5;

/// A row per usage metric, a column per outcome. Frames say what stands after correction, hatching what shares a column.
pub fn matrix(matrix: &Matrix, sort: Sort) -> Chart {
    let order = matrix.order(sort);
    let names = |metrics: &[MetricInfo], order: &[usize]| {
        let labels = order.iter().map(|at| metrics[*at].label.clone());
        ScaleKind::Category(labels.collect())
    };
    let cells = order.rows.iter().enumerate().flat_map(|(row, usage)| {
        let columns = order.columns.iter().enumerate();
        columns.filter_map(move |(column, outcome)| {
            let found = matrix.cell(*usage, *outcome)?;
            let pair = found.as_ref().ok();
            Some(Cell {
                column,
                row,
                value: pair.map(|pair| pair.value),
                label: words::short(found),
                hatched: pair.is_some_and(|pair| pair.coupled.is_some()),
                framed: pair.is_some_and(Pair::stands),
            })
        })
    });
    let reach = reach(matrix);
    Chart {
        title: words::finding(matrix),
        subtitle: words::key(matrix),
        x: Axis::new("Outcome", "", names(&matrix.outcomes, &order.columns)),
        y: Axis::new("Usage", "", names(&matrix.usage, &order.rows)),
        marks: vec![Mark::Cells(Cells {
            cells: cells.collect(),
            limits: [-reach, reach],
            palette: Palette::Diverging,
        })],
        key: vec![Key::Ramp {
            palette: Palette::Diverging,
            low: format::coefficient(-reach),
            high: format!("+{}", format::coefficient(reach)),
        }],
        note: words::base(matrix),
    }
}

/// The size that the strongest colours stand for: that of the strongest pair, in tenths.
pub fn reach(matrix: &Matrix) -> f64 {
    let sizes = matrix.filled().map(|(_, cell)| cell.value.abs());
    let tenths = (sizes.fold(0.0, f64::max) * 10.0).ceil() / 10.0;
    tenths.max(LEAST_REACH)
}
