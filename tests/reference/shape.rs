//! Adjusted correlations.

use crate::Family;
use crate::case::Case;
use goodhart::stats::partial::{Adjusted, Covariate};

/// The kinds of case that are checked here.
pub const FAMILIES: &[Family] = &[Family {
    leads: "partial_correlation",
    along: &["semipartial_correlation"],
    check: partial,
}];

fn partial(case: &Case) {
    let names = case.params["covariates"].as_array().unwrap();
    let columns: Vec<Vec<f64>> = names
        .iter()
        .map(|name| case.input.numbers(name.as_str().unwrap()))
        .collect();
    let covariates: Vec<Covariate> = columns
        .iter()
        .map(|column| Covariate::Numeric(column))
        .collect();
    let (x, y) = (
        case.input.numbers(case.param("x")),
        case.input.numbers(case.param("y")),
    );
    let adjusted = Adjusted {
        x: &x,
        y: &y,
        covariates: &covariates,
    };
    let got = adjusted.pearson(0.95).unwrap();
    case.check("n", got.n);
    case.check("covariates", got.columns);
    case.check("df", got.degrees_of_freedom);
    case.check("partial_r", got.coefficient);
    case.check("t", got.t);
    case.check("p_two_sided", got.p_value);
    case.check("ci95", got.interval);
    case.check("semipartial_x_adjusted", got.semipartial_x_adjusted);
    case.check("semipartial_y_adjusted", got.semipartial_y_adjusted);
    // Where the ranks of one covariate repeat those of another, the reference gives none; the product drops the
    // repetition and says so.
    let ranks = adjusted.spearman(0.95).ok();
    let ranks = ranks.filter(|ranks| ranks.dropped.is_empty());
    case.check("partial_spearman", ranks.map(|ranks| ranks.coefficient));
}
