//! Statistics over plain slices: each result carries its n, its interval and its method.
//! This module imports nothing else of the program.
//!
//! Missing values are gone before a slice gets here (pairwise complete; the caller reports the counts).
//! What cannot be computed is an [`Undefined`] with its reason, never a NaN.

pub mod adjust;
pub mod agreement;
mod basis;
pub mod bayes;
pub mod bins;
pub mod bootstrap;
pub mod bunching;
pub mod changepoint;
pub mod clock;
pub mod concentration;
pub mod correlation;
pub mod coupling;
pub mod density;
pub mod dependence;
pub mod difference;
mod distances;
pub mod equivalence;
pub mod event_study;
mod hypergeometric;
pub mod inflation;
pub mod isotonic;
pub mod kendall;
pub mod leaders;
pub mod line;
mod local_line;
pub mod location;
pub mod lowess;
pub mod mean;
pub mod mixed;
pub mod moments;
pub mod note;
pub mod panel;
pub mod partial;
pub mod period_end;
pub mod power;
pub mod proportion;
pub mod quantile;
pub mod rank;
pub mod regression;
pub mod regression_to_mean;
pub mod regularity;
pub mod resample;
pub mod robust;
pub mod sensitivity;
pub mod seriation;
pub mod series;
pub mod slopes;
pub mod special;
pub mod stability;
pub mod staggered;
pub mod stratified;
pub mod surge;
pub mod weighted;
pub mod welch;

use serde::{Deserialize, Serialize};

/// Why a statistic has no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Undefined {
    /// Fewer observations than the statistic needs.
    TooFew {
        /// Observations at hand.
        have: usize,
        /// Observations needed.
        need: usize,
    },
    /// One side does not vary, tested on the values (`min == max`), never on the computed variance.
    Constant(Side),
    /// The model uses up every observation.
    NoDegreesOfFreedom,
    /// The points lie exactly on a line, so an interval or a p-value would be degenerate.
    PerfectFit,
    /// A regressor is a combination of the others.
    Collinear,
    /// An input lies outside of what the method is defined for.
    OutOfRange,
}

/// Which side of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Side {
    /// The first slice: usage, in this program.
    X,
    /// The second slice: the outcome.
    Y,
}

/// A confidence interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Confidence level, for example 0.95.
    pub level: f64,
}

impl Interval {
    /// Whether `value` lies inside, ends included.
    pub fn contains(&self, value: f64) -> bool {
        self.low <= value && value <= self.high
    }
}

/// A correlation coefficient with what it rests on.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Correlation {
    /// The coefficient, in [-1, 1].
    pub coefficient: f64,
    /// Number of pairs.
    pub n: usize,
    /// Confidence interval, or why there is none.
    pub interval: Result<Interval, Undefined>,
    /// Two-sided p-value of "no association", or why there is none.
    pub p_value: Result<f64, Undefined>,
    /// How interval and p-value were made.
    pub method: Method,
}

/// How a correlation's interval and p-value were made; the page names it beside the numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Method {
    /// Pearson's r: Fisher's z interval, p from Student's t with n − 2 degrees of freedom.
    Pearson,
    /// Spearman's rho: Bonett–Wright interval, p from Student's t with n − 2 degrees of freedom.
    SpearmanAsymptotic,
    /// Spearman's rho: Bonett–Wright interval, p from all n! permutations.
    SpearmanExact,
    /// Kendall's tau-b: Fieller interval, p from the normal approximation with ties.
    KendallAsymptotic,
    /// Kendall's tau-b: Fieller interval, p from the exact distribution of concordant minus discordant pairs.
    KendallExact,
}
