//! The same relation by other measures: what outliers, curves and an unseen third thing could do to it.

use serde::{Deserialize, Serialize};

use crate::stats::bayes::{BayesFactor, KAPPA_SMALL, bayes_factor};
use crate::stats::dependence::{Xi, chatterjee_xi};
use crate::stats::robust::{TheilSen, biweight_midcorrelation, theil_sen};
use crate::stats::sensitivity::{EValue, e_value};
use crate::stats::{Correlation, Undefined};

use super::verdict::LEVEL;

/// Above this many people the slopes of all pairs would take seconds.
pub const MOST_FOR_THEIL_SEN: usize = 1_500;

/// Measures beside the headline.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Robust {
    /// Evidence for a relation over none, if small correlations are likelier than large ones; of Pearson's r.
    pub bayes: Result<BayesFactor, Undefined>,
    /// Correlation in which extreme people count less or not at all.
    pub biweight: Result<f64, Undefined>,
    /// The median of the slopes between any two people.
    pub theil_sen: Result<TheilSen, Undefined>,
    /// How well usage determines the outcome, whatever the shape.
    pub xi: Result<Xi, Undefined>,
    /// How strong something unseen would have to be to stand behind Spearman's rho alone.
    pub e_value: Result<EValue, Undefined>,
}

impl Robust {
    /// Measures the means of people.
    pub fn of(
        x: &[f64],
        y: &[f64],
        pearson: Result<Correlation, Undefined>,
        spearman: Result<Correlation, Undefined>,
    ) -> Self {
        let of_pearson = |found: Correlation| bayes_factor(found.coefficient, found.n, KAPPA_SMALL);
        let of_spearman = |found: Correlation| e_value(found.coefficient, found.interval?);
        Robust {
            bayes: pearson.and_then(of_pearson),
            biweight: biweight_midcorrelation(x, y),
            theil_sen: if x.len() > MOST_FOR_THEIL_SEN {
                Err(Undefined::OutOfRange)
            } else {
                theil_sen(x, y, LEVEL)
            },
            xi: chatterjee_xi(x, y),
            e_value: spearman.and_then(of_spearman),
        }
    }
}
