//! Pearson, Spearman and Kendall: coefficient, interval and p-value.
//!
//! Pairs are complete: the caller dropped those with a missing side. Intervals are made on Fisher's z scale.

use super::kendall::{PairCounts, exact_two_sided};
use super::moments::{Centred, need_variation};
use super::note::Note;
use super::rank::average_ranks;
use super::resample::{MAX_ENUMERATED, every_permutation};
use super::special::{normal_quantile, normal_two_sided, student_t_two_sided};
use super::{Correlation, Interval, Method, Undefined};

/// How [`pearson`] is made.
pub const PEARSON: Note = Note {
    name: "Pearson’s r",
    answers: "How close do the points lie to a straight line?",
    formula: "r = Σ(x − x̄)(y − ȳ) / √(Σ(x − x̄)² · Σ(y − ȳ)²)",
    certainty: "Interval: tanh(atanh r ± z/√(n − 3)). p: Student’s t with n − 2 degrees of freedom.",
    assumes: "Independent pairs, roughly normal values. On skewed counts its interval is too narrow.",
    source: "Pearson (1895), Note on regression and inheritance; Fisher (1915), Frequency distribution of the values of the correlation coefficient",
    checked_against: "scipy.stats.pearsonr, R cor.test",
};

/// How [`spearman`] is made.
pub const SPEARMAN: Note = Note {
    name: "Spearman’s rho",
    answers: "Does one rise when the other does, along a line or not?",
    formula: "Pearson’s r of the ranks; tied values share the average of their ranks",
    certainty: "Interval: tanh(atanh ρ ± z·√((1 + ρ²/2)/(n − 3))). p: all n! orders up to 9 pairs, above Student’s t with n − 2 degrees of freedom.",
    assumes: "Independent pairs, such as one per person. Skewed counts are welcome.",
    source: "Spearman (1904), The proof and measurement of association between two things; Bonett & Wright (2000), Sample size requirements for estimating Pearson, Kendall and Spearman correlations",
    checked_against: "R cor.test, scipy.stats.spearmanr, statpsych::ci.spear, enumeration of all orders",
};

/// How [`kendall`] is made.
pub const KENDALL: Note = Note {
    name: "Kendall’s tau-b",
    answers: "Of any two people, how much likelier is the one with more usage to have the higher outcome than the lower one?",
    formula: "τ_b = (C − D)/√((C + D + Tx)(C + D + Ty)): pairs in the same order, in opposite order, tied in x only, tied in y only",
    certainty: "Interval: tanh(atanh τ ± z·√(0.437/(n − 4))). p: exact up to 9 pairs and, without ties, below 50; above from the normal distribution with the tie-corrected variance of C − D.",
    assumes: "Independent pairs, such as one per person.",
    source: "Kendall (1970), Rank Correlation Methods; Knight (1966), A computer method for calculating Kendall’s tau; Fieller, Hartley & Pearson (1957), Tests for rank correlation coefficients",
    checked_against: "R cor.test, scipy.stats.kendalltau, enumeration of all orders",
};

/// Pearson's product-moment correlation of the pairs `(x[i], y[i])`.
///
/// The p-value is from Student's t with n − 2 degrees of freedom, the interval is Fisher's.
/// Both assume roughly normal values; for skewed ones, such as token counts, prefer [`spearman`]
/// (Bishara & Hittner 2017, Behavior Research Methods 49).
///
/// # Errors
/// [`Undefined::TooFew`] below two pairs; [`Undefined::Constant`] if a side does not vary.
/// The interval needs four pairs, the p-value three.
pub fn pearson(x: &[f64], y: &[f64], level: f64) -> Result<Correlation, Undefined> {
    let product = ProductMoment::new(x, y)?;
    let interval = fisher_interval(&product, 3, |n| 1.0 / (n - 3.0), level);
    Ok(product.correlation(interval, product.p_value(), Method::Pearson))
}

/// Spearman's rank correlation: Pearson's correlation of the average ranks.
///
/// The interval is that of Bonett & Wright (2000), Psychometrika 65. Up to nine pairs the p-value counts all
/// permutations, ties included; above it is from Student's t with n − 2 degrees of freedom.
///
/// # Errors
/// [`Undefined::TooFew`] below two pairs; [`Undefined::Constant`] if a side does not vary.
/// The interval needs four pairs.
pub fn spearman(x: &[f64], y: &[f64], level: f64) -> Result<Correlation, Undefined> {
    let product = ProductMoment::of_ranks(x, y)?;
    let variance = |n: f64| (1.0 + product.r * product.r / 2.0) / (n - 3.0);
    let interval = fisher_interval(&product, 3, variance, level);
    if product.n > MAX_ENUMERATED {
        return Ok(product.correlation(interval, product.p_value(), Method::SpearmanAsymptotic));
    }
    let (x, y) = (average_ranks(x), average_ranks(y));
    let mean = (product.n + 1) as f64 / 2.0;
    let statistic = |order: &[usize]| {
        x.iter()
            .zip(order)
            .map(|(x, &at)| (x - mean) * (y[at] - mean))
            .sum()
    };
    let p_value = every_permutation(product.n, statistic).two_sided();
    Ok(product.correlation(interval, Ok(p_value), Method::SpearmanExact))
}

/// Kendall's tau-b, which allows for ties.
///
/// The interval is that of Fieller, Hartley & Pearson (1957), Biometrika 44. The p-value is exact up to nine pairs and,
/// without ties, below 50; otherwise it is from the normal approximation with the tie-corrected variance.
///
/// # Errors
/// [`Undefined::TooFew`] below two pairs; [`Undefined::Constant`] if a side does not vary.
/// The interval needs five pairs.
pub fn kendall(x: &[f64], y: &[f64], level: f64) -> Result<Correlation, Undefined> {
    need_variation(x, y, 2)?;
    let counts = PairCounts::new(x, y);
    let tau = counts.tau_b();
    let fisher = ProductMoment {
        r: tau,
        unexplained: 1.0 - tau * tau,
        n: x.len(),
    };
    let interval = fisher_interval(&fisher, 4, |n| 0.437 / (n - 4.0), level);
    let (p_value, method) = match exact_two_sided(x, y, &counts) {
        Some(p_value) => (p_value, Method::KendallExact),
        None => (normal_two_sided(counts.z()), Method::KendallAsymptotic),
    };
    Ok(fisher.correlation(interval, Ok(p_value), method))
}

/// A product-moment coefficient with the part it leaves open, which `1 - r * r` loses when r is close to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ProductMoment {
    /// The coefficient, in [-1, 1].
    pub r: f64,
    /// 1 − r², computed from the residuals; exactly 0 if the points lie on a line up to rounding.
    pub unexplained: f64,
    /// Number of pairs.
    pub n: usize,
}

impl ProductMoment {
    /// Pearson's coefficient of the pairs.
    ///
    /// # Errors
    /// [`Undefined::TooFew`] below two pairs; [`Undefined::Constant`] if a side does not vary.
    pub fn new(x: &[f64], y: &[f64]) -> Result<Self, Undefined> {
        need_variation(x, y, 2)?;
        Ok(Self::of_centred(&Centred::new(x), &Centred::new(y)))
    }

    /// Spearman's coefficient of the pairs.
    ///
    /// # Errors
    /// As [`ProductMoment::new`].
    pub fn of_ranks(x: &[f64], y: &[f64]) -> Result<Self, Undefined> {
        Self::new(&average_ranks(x), &average_ranks(y))
    }

    pub(super) fn of_centred(x: &Centred, y: &Centred) -> Self {
        /// Squared relative error that rounding alone can leave: a few units in the last place, squared.
        const ROUNDING: f64 = 1e-29;
        let (x_norm, y_norm) = (x.sum_of_squares().sqrt(), y.sum_of_squares().sqrt());
        let r = (x.sum_of_products(y) / x_norm / y_norm).clamp(-1.0, 1.0);
        let residual = |(x, y): (&f64, &f64)| y / y_norm - r * (x / x_norm);
        let unexplained: f64 = x
            .values
            .iter()
            .zip(&y.values)
            .map(|pair| residual(pair).powi(2))
            .sum();
        let on_a_line = unexplained < ROUNDING;
        Self {
            r: if on_a_line { r.signum() } else { r },
            unexplained: if on_a_line { 0.0 } else { unexplained },
            n: x.values.len(),
        }
    }

    /// Degrees of freedom, n − 2.
    pub fn degrees_of_freedom(&self) -> f64 {
        self.n as f64 - 2.0
    }

    /// The t statistic of "no association"; infinite for points on a line.
    pub fn t(&self) -> f64 {
        self.r * (self.degrees_of_freedom() / self.unexplained).sqrt()
    }

    /// Fisher's z, the inverse hyperbolic tangent of r; infinite for points on a line.
    pub fn fisher_z(&self) -> f64 {
        let size = 1.0 + self.r.abs();
        (0.5 * libm::log(size * size / self.unexplained)).copysign(self.r)
    }

    /// Two-sided p-value of "no association" from Student's t.
    ///
    /// # Errors
    /// [`Undefined::NoDegreesOfFreedom`] for two pairs.
    pub fn p_value(&self) -> Result<f64, Undefined> {
        if self.n < 3 {
            return Err(Undefined::NoDegreesOfFreedom);
        }
        Ok(student_t_two_sided(self.t(), self.degrees_of_freedom()))
    }

    fn correlation(
        self,
        interval: Result<Interval, Undefined>,
        p_value: Result<f64, Undefined>,
        method: Method,
    ) -> Correlation {
        Correlation {
            coefficient: self.r,
            n: self.n,
            interval,
            p_value,
            method,
        }
    }
}

/// Interval tanh(z ± q·se) about the correlation whose Fisher z is `fisher_z`, with `standard_error` on the z scale.
pub fn interval_from_z(fisher_z: f64, standard_error: f64, level: f64) -> Interval {
    let margin = normal_quantile(0.5 + level / 2.0) * standard_error;
    Interval {
        low: libm::tanh(fisher_z - margin),
        high: libm::tanh(fisher_z + margin),
        level,
    }
}

/// Interval on the z scale with the variance that `variance` gives for n, which must exceed `lost`.
pub(super) fn fisher_interval(
    product: &ProductMoment,
    lost: usize,
    variance: impl Fn(f64) -> f64,
    level: f64,
) -> Result<Interval, Undefined> {
    if product.n <= lost {
        return Err(Undefined::TooFew {
            have: product.n,
            need: lost + 1,
        });
    }
    if product.unexplained <= 0.0 {
        return Err(Undefined::PerfectFit);
    }
    Ok(interval_from_z(
        product.fisher_z(),
        variance(product.n as f64).sqrt(),
        level,
    ))
}
