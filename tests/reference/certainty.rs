//! How sure a finding is, and what else could have made it.

use crate::Family;
use crate::case::Case;
use goodhart::stats::adjust::{Correction, adjust};
use goodhart::stats::bayes::{KAPPA_SMALL, KAPPA_UNIFORM, bayes_factor};
use goodhart::stats::correlation::ProductMoment;
use goodhart::stats::coupling::SharedDenominator;
use goodhart::stats::equivalence::{OnFisherScale, tost_correlation};
use goodhart::stats::power::{
    critical_correlation, exact_power, expected_interval, minimum_detectable, needed, power,
};
use goodhart::stats::regression_to_mean::{Population, Selection, expected_drift};
use goodhart::stats::sensitivity::Sensitivity;
use goodhart::stats::weighted::{WeightedPairs, weighted_correlation};

/// The kinds of case that are checked here.
pub const FAMILIES: &[Family] = &[
    Family {
        leads: "bonferroni",
        along: &[
            "holm",
            "hochberg",
            "benjamini_hochberg",
            "benjamini_yekutieli",
        ],
        check: adjusted_p,
    },
    Family {
        leads: "power",
        along: &["minimum_detectable_effect"],
        check: power_of_correlation,
    },
    Family {
        leads: "tost_equivalence",
        along: &["bayes_factor_correlation"],
        check: equivalence,
    },
    Family {
        leads: "sensitivity_robustness_value",
        along: &[],
        check: sensitivity,
    },
    Family {
        leads: "weighted_correlation",
        along: &[],
        check: weighted,
    },
    Family {
        leads: "mathematical_coupling",
        along: &["permutation_test"],
        check: coupling,
    },
    Family {
        leads: "regression_to_mean",
        along: &[],
        check: drift,
    },
];

/// The rows of a grid: a function that reads a column's cell, and the key of its results.
fn rows(case: &Case) -> impl Iterator<Item = (impl Fn(&str) -> f64, String)> {
    (0..case.input.height()).map(move |row| {
        let cell = move |name: &str| case.input.optional(name)[row].unwrap();
        (cell, format!("rows.{row}."))
    })
}

/// The cell as a count.
fn whole(value: f64) -> usize {
    value.to_string().parse().unwrap()
}

fn adjusted_p(case: &Case) {
    for set in case.input.distinct("set") {
        let p = case.input.only("set", &set).optional("p");
        let key = |name: &str| format!("{set}.{name}");
        case.check(&key("m"), p.iter().flatten().count());
        for (name, correction) in [
            ("bonferroni", Correction::Bonferroni),
            ("holm", Correction::Holm),
            ("hochberg", Correction::Hochberg),
            ("bh", Correction::BenjaminiHochberg),
            ("by", Correction::BenjaminiYekutieli),
        ] {
            let adjusted = adjust(&p, correction).unwrap();
            // The double 0.05 lies above 1/20: what is up to 1/20 is below it.
            let rejected = adjusted.iter().flatten().filter(|&&p| p < 0.05).count();
            case.check(&key(name), adjusted);
            if matches!(name, "bh" | "holm") {
                case.check(&key(&format!("rejected_{name}_05")), rejected);
            }
        }
    }
}

fn power_of_correlation(case: &Case) {
    for (cell, key) in rows(case) {
        let (n, rho) = (whole(cell("n")), cell("rho"));
        let (alpha, wanted) = (cell("alpha"), cell("power"));
        let key = |name: &str| format!("{key}{name}");
        case.check(&key("n"), n);
        case.check(&key("rho"), rho);
        case.check(&key("alpha"), alpha);
        case.check(&key("power_fisher"), power(n, rho, alpha));
        case.check(&key("critical_r"), critical_correlation(n, alpha));
        case.check(
            &key("power_exact_bivariate_normal"),
            exact_power(n, rho, alpha),
        );
        case.check(
            &key("minimum_detectable_r"),
            minimum_detectable(n, alpha, wanted),
        );
        case.check(&key("n_needed"), needed(rho, alpha, wanted));
        let half_width = expected_interval(n, 0.0, 0.95).map(|interval| interval.high);
        case.check(&key("ci95_half_width_at_r0"), half_width);
    }
}

fn equivalence(case: &Case) {
    for (cell, key) in rows(case) {
        let (r, n, delta) = (cell("r"), whole(cell("n")), cell("delta"));
        let key = |name: &str| format!("{key}{name}");
        let got = OnFisherScale::of_pearson(r, n).and_then(|scale| tost_correlation(scale, delta));
        let got = got.unwrap();
        let product = ProductMoment {
            r,
            unexplained: (1.0 - r) * (1.0 + r),
            n,
        };
        case.check(&key("r"), r);
        case.check(&key("n"), n);
        case.check(&key("delta"), got.bound);
        case.check(&key("p_lower"), got.p_lower);
        case.check(&key("p_upper"), got.p_upper);
        case.check(&key("p_tost"), got.p_value());
        case.check(&key("ci90"), got.interval);
        case.check(&key("equivalent_at_05"), got.is_shown());
        case.check(&key("p_nil"), product.p_value());
        let uniform = bayes_factor(r, n, KAPPA_UNIFORM).unwrap();
        let small = bayes_factor(r, n, KAPPA_SMALL).unwrap();
        case.check(&key("bf10_uniform_kappa1"), uniform.for_relation());
        case.check(&key("bf01_uniform_kappa1"), uniform.against_relation());
        case.check(&key("bf10_kappa_one_third"), small.for_relation());
    }
}

fn sensitivity(case: &Case) {
    for (cell, key) in rows(case) {
        let key = |name: &str| format!("{key}{name}");
        let (t, df, q, alpha) = (cell("t"), cell("df"), cell("q"), cell("alpha"));
        let got = Sensitivity::new(t, df).unwrap();
        case.check(&key("t"), t);
        case.check(&key("df"), df);
        case.check(&key("q"), q);
        case.check(&key("alpha"), alpha);
        case.check(&key("partial_r2"), got.partial_r_squared());
        case.check(&key("rv_q"), got.robustness_value(q));
        case.check(&key("rv_q_alpha"), got.robustness_value_at(q, alpha));
    }
}

fn weighted(case: &Case) {
    let column = |name: &str| case.input.numbers(case.param(name));
    let pairs = WeightedPairs {
        x: &column("x"),
        y: &column("y"),
        weights: &column("weight"),
    };
    let got = weighted_correlation(pairs, 0.95).unwrap();
    case.check("n", got.n);
    case.check("sum_weights", got.sum_of_weights);
    case.check("kish_effective_n", got.effective_n);
    case.check("mean_x", got.mean_x);
    case.check("mean_y", got.mean_y);
    case.check("weighted_r", got.coefficient);
    case.check("weighted_slope", got.slope);
}

fn coupling(case: &Case) {
    let column = |name: &str| case.input.numbers(name);
    let (x, y, z) = (column("x"), column("y"), column("z"));
    let ratios = SharedDenominator {
        x: &x,
        y: &y,
        z: &z,
    };
    let got = ratios.coupling(0.95).unwrap();
    let null = ratios.null(9_999, 1).unwrap();
    case.check("n", got.of_ratios.n);
    case.check("r_of_raw_counts", got.of_counts.coefficient);
    case.check("r_of_ratios", got.of_ratios.coefficient);
    case.check("p_naive_ratio", got.of_ratios.p_value);
    case.check("null_mean_r_of_ratios", null.mean);
    case.check("null_sd", null.standard_deviation);
    case.check("permutations", null.tails.permutations);
    case.check("count_at_least", null.tails.as_large);
    case.check("p_greater_vs_coupled_null", null.tails.greater());
    case.check("pearson_1897_expected", got.expected_if_unrelated);
    let partial = got.given_denominator.map(|partial| partial.coefficient);
    case.check("partial_r_given_denominator", partial);
}

fn drift(case: &Case) {
    for (cell, key) in rows(case) {
        let key = |name: &str| format!("{key}{name}");
        let population = Population {
            mean: cell("mean"),
            standard_deviation: cell("sd"),
            reliability: cell("rho"),
        };
        let got = expected_drift(&population, Selection::Above(cell("cutoff"))).unwrap();
        case.check(&key("mean"), population.mean);
        case.check(&key("sd"), population.standard_deviation);
        case.check(&key("rho"), population.reliability);
        case.check(&key("cutoff"), cell("cutoff"));
        case.check(&key("share_selected"), got.share_selected);
        case.check(&key("mean_at_selection"), got.mean_at_selection);
        case.check(&key("expected_next"), got.expected_next);
        case.check(&key("regression_to_mean"), got.regression_to_mean());
    }
}
