//! Reasons to doubt, in words.

use crate::analysis::relation::Caveat;
use crate::format::{self, coefficient as two_decimals};
use crate::metrics::{MetricId, MetricInfo};
use crate::stats::{Correlation, Undefined};

use super::{coefficient, lower, people};

/// The pair that a reason is about.
#[derive(Debug, Clone, Copy)]
pub struct About<'a> {
    /// The usage metric.
    pub x: &'a MetricInfo,
    /// The outcome.
    pub y: &'a MetricInfo,
    /// Spearman's rho of person means.
    pub spearman: &'a Result<Correlation, Undefined>,
}

/// A reason to doubt what is said about a pair.
pub fn caveat(caveat: &Caveat, about: &About<'_>) -> String {
    let label = |id: &MetricId| {
        if *id == about.x.id {
            &about.x.label
        } else {
            &about.y.label
        }
    };
    match caveat {
        Caveat::Coupled(shared) => format!(
            "Both numbers are made from “{shared}”, which makes them move together even if nothing is going on."
        ),
        Caveat::GroupsDisagree(attribute) => format!(
            "Within the groups of “{attribute}” the relation points the other way than for all people together \
             (Simpson’s paradox): the difference lies between the groups, not in the usage."
        ),
        Caveat::FewPeople(n) => {
            format!(
                "Only {}: the interval is wide, and one more person could change it.",
                people(*n)
            )
        }
        Caveat::Skewed(id) => format!(
            "The values of {} are very unevenly spread, so the interval of Pearson’s r is too narrow; rely on Spearman’s rho.",
            lower(label(id))
        ),
        Caveat::OnePersonMatters(rho) => format!(
            "Without one person Spearman’s rho would be {} instead of {}.",
            two_decimals(*rho),
            coefficient(about.spearman).map_or_else(String::new, two_decimals)
        ),
        Caveat::PoorMatch(share) => format!(
            "Only {} of the people could be matched; the others may be different.",
            format::percent(*share)
        ),
    }
}
