//! Distribution, signs of gaming and disclosure control.

use crate::Family;
use crate::case::Case;
use goodhart::stats::bunching::{bunching, first_digits, heaping};
use goodhart::stats::concentration::{concentration, lorenz};
use goodhart::stats::density::{DEGREE, density_jump};

/// The kinds of case that are checked here.
pub const FAMILIES: &[Family] = &[
    Family {
        leads: "gini",
        along: &["lorenz", "hhi", "entropy"],
        check: how_concentrated,
    },
    Family {
        leads: "bunching_binomial",
        along: &["heaping", "benford", "rddensity"],
        check: bunched_at_a_target,
    },
];

fn how_concentrated(case: &Case) {
    let column = case.param("x");
    for set in case.input.distinct("set") {
        let rows = case.input.only("set", &set);
        let values: Vec<f64> = rows.optional(column).into_iter().flatten().collect();
        let key = |name: &str| format!("{set}.{name}");
        case.check(&key("n"), values.len());
        let Ok(got) = concentration(&values, 0.95) else {
            case.check(&key("gini"), None::<f64>);
            case.check(&key("hhi"), None::<f64>);
            case.check(&key("reason"), "no_positive_total");
            continue;
        };
        case.check(&key("gini"), got.gini);
        case.check(&key("gini_unbiased"), got.gini_unbiased);
        case.check(&key("hhi"), got.herfindahl);
        case.check(&key("effective_number"), got.effective_number);
        case.check(&key("shannon_entropy_nats"), got.entropy);
        case.check(&key("normalized_entropy"), got.normalized_entropy);
        case.check(&key("theil_T"), got.theil);
        case.check(&key("top_10pct_share"), got.top_tenth_share);
        case.check(&key("top_1_share"), got.top_share);
        case.check(&key("smallest_number_holding_half"), got.half_holders);
        let curve = lorenz(&values).unwrap();
        let last: Vec<f64> = curve[curve.len().saturating_sub(5)..]
            .iter()
            .map(|point| point.held)
            .collect();
        case.check(&key("lorenz_last5"), last);
    }
}

fn bunched_at_a_target(case: &Case) {
    let values: Vec<f64> = case.input.optional("v").into_iter().flatten().collect();
    let target = case.params["target"].as_f64().unwrap();
    case.check("n", values.len());
    let windows = case.params["windows"].as_array().unwrap();
    for (index, width) in windows.iter().enumerate() {
        let key = |name: &str| format!("bunching_windows.{index}.{name}");
        let got = bunching(&values, target, width.as_f64().unwrap()).unwrap();
        case.check(&key("window"), got.width);
        case.check(&key("above"), got.above);
        case.check(&key("below"), got.below);
        case.check(&key("p_two_sided"), got.p_two_sided);
        case.check(&key("p_more_above"), got.p_more_above);
        case.check(&key("share_above"), got.share_above.share());
        let (exact, score) = (
            got.share_above.interval(0.95),
            got.share_above.wilson_interval(0.95),
        );
        case.check(&key("ci95_clopper_pearson"), exact);
        case.check(&key("ci95_wilson"), score);
    }

    let unit = u32::try_from(case.params["heap"].as_u64().unwrap()).unwrap();
    let heaps = heaping(&values, unit).unwrap();
    case.check("heaping.integers", heaps.multiples.trials);
    case.check("heaping.multiples", heaps.multiples.hits);
    case.check("heaping.expected_share", heaps.expected_share);
    case.check("heaping.observed_share", heaps.multiples.share());
    case.check("heaping.p_greater", heaps.p_greater);
    case.check("heaping.last_digit_counts", &heaps.last_digits[..]);
    case.check("heaping.last_digit_chi2", heaps.chi_squared);
    case.check("heaping.last_digit_p", heaps.last_digit_p_value);
    let ratio = heaps.multiples.share() / heaps.expected_share;
    case.check("heaping.ratio_to_expected", ratio);

    let digits = first_digits(&values).unwrap();
    case.check("benford.n", digits.n);
    case.check("benford.first_digit_counts", &digits.counts[..]);
    case.check("benford.chi2", digits.chi_squared);
    case.check("benford.df", digits.counts.len() - 1);
    case.check("benford.p", digits.p_value);
    case.check("benford.mad", digits.mean_absolute_deviation);
    case.check("benford.orders_of_magnitude", digits.orders_of_magnitude);

    let key = |name: &str| format!("rddensity_fixed_bandwidth.{name}");
    if case.keys(&key("h")).is_empty() {
        return;
    }
    let bandwidth = case.expected(&key("h")).as_f64().unwrap();
    let jump = density_jump(&values, target, bandwidth).unwrap();
    case.check(&key("h"), jump.bandwidth);
    case.check(&key("p_order"), DEGREE - 1);
    case.check(&key("q_order"), DEGREE);
    case.check(&key("kernel"), "triangular");
    case.check(&key("vce"), "jackknife");
    case.check(&key("density_left_q"), jump.below);
    case.check(&key("density_right_q"), jump.above);
    case.check(&key("se_diff"), jump.standard_error);
    case.check(&key("T"), jump.t);
    case.check(&key("p_value"), jump.p_value);
}
