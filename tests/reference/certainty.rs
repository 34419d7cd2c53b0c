//! How sure a finding is, and what else could have made it.

use crate::Family;
use crate::case::Case;
use goodhart::stats::adjust::{Correction, adjust};
use goodhart::stats::bayes::{KAPPA_SMALL, KAPPA_UNIFORM, bayes_factor};
use goodhart::stats::correlation::ProductMoment;
use goodhart::stats::equivalence::{OnFisherScale, tost_correlation};
use goodhart::stats::power::{
    critical_correlation, exact_power, expected_interval, minimum_detectable, needed, power,
};
use goodhart::stats::sensitivity::Sensitivity;

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
