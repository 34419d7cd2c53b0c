//! How sure a finding is, and what else could have made it.

use crate::Family;
use crate::case::Case;
use goodhart::stats::adjust::{Correction, adjust};

/// The kinds of case that are checked here.
pub const FAMILIES: &[Family] = &[Family {
    leads: "bonferroni",
    along: &[
        "holm",
        "hochberg",
        "benjamini_hochberg",
        "benjamini_yekutieli",
    ],
    check: adjusted_p,
}];

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
