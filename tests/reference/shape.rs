//! Adjusted correlations, and relations of any shape.

use crate::Family;
use crate::case::Case;
use goodhart::stats::bins::{Binning, binned_means};
use goodhart::stats::correlation::pearson;
use goodhart::stats::dependence::{XI_VARIANCE_WITHOUT_TIES, chatterjee_xi, distance_correlation};
use goodhart::stats::isotonic::{Direction, monotone_fit};
use goodhart::stats::lowess::Lowess;
use goodhart::stats::partial::{Adjusted, Covariate};
use goodhart::stats::quantile::sorted;
use goodhart::stats::special::normal_sf;

/// The kinds of case that are checked here.
pub const FAMILIES: &[Family] = &[
    Family {
        leads: "partial_correlation",
        along: &["semipartial_correlation"],
        check: partial,
    },
    Family {
        leads: "distance_correlation",
        along: &[
            "chatterjee_xi",
            "lowess",
            "binned_dose_response",
            "isotonic",
        ],
        check: any_shape,
    },
];

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

fn any_shape(case: &Case) {
    let (x, y) = case.pairs();
    case.check("n", x.len());
    case.check(
        "pearson_r",
        pearson(&x, &y, 0.95).map(|got| got.coefficient),
    );

    let distance = distance_correlation(&x, &y).unwrap();
    let corrected = distance.bias_corrected.unwrap();
    case.check("dcor.dcor", distance.coefficient);
    case.check("dcor.dcov", distance.covariance);
    case.check("dcor.dcor2_bias_corrected", corrected.coefficient);
    case.check("dcor.t", corrected.t);
    case.check("dcor.df", corrected.degrees_of_freedom);
    case.check("dcor.p_greater_t_test", corrected.p_value);

    let xi = chatterjee_xi(&x, &y).unwrap();
    let z = xi.coefficient * (xi.n as f64 / XI_VARIANCE_WITHOUT_TIES).sqrt();
    case.check("chatterjee.xi_x_to_y", xi.coefficient);
    case.check(
        "chatterjee.xi_y_to_x",
        chatterjee_xi(&y, &x).unwrap().coefficient,
    );
    case.check("chatterjee.ties_in_x", xi.tied_x);
    case.check("chatterjee.z_no_ties_y", z);
    case.check("chatterjee.p_no_ties_y", normal_sf(z));
    case.check("chatterjee.tau2_general", xi.variance);
    case.check("chatterjee.p_general", xi.p_value);

    let (x_sorted, person) = (sorted(&x), (0..x.len()).collect::<Vec<_>>());
    let fraction = case.params["frac"].as_f64().unwrap();
    case.check("lowess.frac", fraction);
    case.check("lowess.x_sorted", x_sorted.as_slice());
    for key in case.keys("lowess.iterations_*.0") {
        let key = key.trim_end_matches(".0");
        let curve = Lowess {
            fraction,
            robust_iterations: key["lowess.iterations_".len()..].parse().unwrap(),
            spacing: 0.0,
            level: 0.95,
        };
        let curve = curve.fit(&x, &y, &person).unwrap();
        case.check(
            key,
            x_sorted.iter().map(|&x| curve.at(x)).collect::<Vec<_>>(),
        );
    }

    let count = usize::try_from(case.params["bins"].as_u64().unwrap()).unwrap();
    let binning = Binning {
        bins: count,
        level: 0.95,
    };
    let bins = binned_means(&x, &y, binning).unwrap();
    case.check("bins_after_merging_equal_edges", bins.len());
    for (index, bin) in bins.iter().enumerate() {
        let key = |part: &str| format!("bins.{index}.{part}");
        case.check(&key("lo"), bin.low);
        case.check(&key("hi"), bin.high);
        case.check(&key("n"), bin.n);
        case.check(&key("mean_x"), bin.mean_x);
        case.check(&key("mean_y"), bin.mean_y);
        case.check(&key("sd_y"), bin.standard_deviation);
        let ends = bin.interval.map(|interval| [interval.low, interval.high]);
        case.check(&key("ci95.0"), ends.map(|ends| ends[0]));
        case.check(&key("ci95.1"), ends.map(|ends| ends[1]));
    }

    let steps = monotone_fit(&x, &y, Direction::Rising).unwrap();
    let heights: Vec<f64> = x_sorted.iter().map(|&x| steps.at(x)).collect();
    case.check("isotonic_increasing_fit_sorted_x", heights);
}
