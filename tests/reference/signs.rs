//! Distribution, signs of gaming and disclosure control.

use crate::Family;
use crate::case::Case;
use goodhart::stats::concentration::{concentration, lorenz};

/// The kinds of case that are checked here.
pub const FAMILIES: &[Family] = &[Family {
    leads: "gini",
    along: &["lorenz", "hhi", "entropy"],
    check: how_concentrated,
}];

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
