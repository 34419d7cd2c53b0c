//! How sure a finding is, and what else could have made it.

use crate::Family;
use crate::case::Case;
use goodhart::stats::adjust::{Correction, adjust};
use goodhart::stats::power::{
    critical_correlation, exact_power, expected_interval, minimum_detectable, needed, power,
};

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
