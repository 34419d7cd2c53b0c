//! Every pair of metrics, ready to be pinned.

use crate::analysis::matrix::Cell;
use crate::analysis::words::matrix as words;
use crate::analysis::{Layer, Matrix, Sort};
use crate::chart::{self, Chart, Table};
use crate::format;

use super::{Figure, Pinnable, table};

impl Pinnable {
    /// The matrix in the order that the page shows.
    pub fn of_matrix(matrix: &Matrix, sort: Sort) -> Self {
        let said = [
            words::strongest(matrix),
            words::luck(matrix),
            words::left_out(matrix),
        ];
        Pinnable {
            sentences: said.into_iter().flatten().collect(),
            limits: words::limits(matrix),
            figures: strongest(matrix),
            // The heading says the finding already, wherever the chart stands.
            chart: Some(Chart {
                title: String::new(),
                ..chart::matrix(matrix, sort)
            }),
            table: Some(pairs(matrix)),
            ..Pinnable::new("matrix", words::finding(matrix))
        }
    }
}

/// The strongest pair, which is the one that will be talked about.
fn strongest(matrix: &Matrix) -> Vec<Figure> {
    let Some((at, cell)) = matrix.strongest(|cell| cell.coupled.is_none()) else {
        return Vec::new();
    };
    let figure = Figure {
        name: words::pair(matrix, at),
        value: cell.value,
        shown: format::coefficient(cell.value),
        p_value: cell.p_value,
        method: method(matrix).to_owned(),
        ..Figure::people(cell.people)
    };
    vec![match cell.interval {
        Ok(interval) => figure.within(interval, format::coefficient),
        Err(_) => figure,
    }]
}

fn method(matrix: &Matrix) -> &'static str {
    match matrix.question.layer {
        Layer::Between => crate::stats::correlation::SPEARMAN.name,
        Layer::Within => crate::stats::panel::FIXED_EFFECTS.name,
    }
}

/// Every pair with its interval and its p-values.
fn pairs(matrix: &Matrix) -> Table {
    let p = |p: Option<f64>| p.map_or_else(String::new, format::p_value);
    let row = |([usage, outcome], cell): ([usize; 2], &Cell)| {
        [
            matrix.usage[usage].label.clone(),
            matrix.outcomes[outcome].label.clone(),
            format::coefficient(cell.value),
            words::range(matrix, cell),
            format::integer(cell.people),
            p(cell.p_value),
            p(cell.false_discovery),
            p(cell.family_wise),
        ]
    };
    let headers = [
        "Usage",
        "Outcome",
        method(matrix),
        "Interval",
        "People",
        "p of this pair alone",
        "p after Benjamini and Hochberg",
        "p after Holm",
    ];
    table(headers, matrix.filled().map(row).collect())
}
