//! How much more likely the data are if there is a relation than if there is none.

use super::Undefined;
use super::hypergeometric::{hypergeometric, ln_gamma_half_step};
use super::note::Note;
use serde::{Deserialize, Serialize};
use std::f64::consts::{LN_2, PI};

/// How [`bayes_factor`] is made.
pub const BAYES_FACTOR: Note = Note {
    name: "Bayes factor of a correlation",
    answers: "How much more likely are these data with a relation than without one?",
    formula: "BF₁₀ = 2^(1 − 2/κ) √π / B(1/κ, 1/κ) · Γ((n + 2/κ − 1)/2) / Γ((n + 2/κ)/2) · ₂F₁((n − 1)/2, (n − 1)/2; (n + 2/κ)/2; r²)",
    certainty: "It is a statement about certainty itself: above 1 speaks for a relation, below 1 against one; 3 and 1/3 are weak, 10 and 1/10 fair.",
    assumes: "Independent pairs from a normal distribution. Before the data every correlation is as likely as any other (κ = 1), or small ones are likelier (κ = 1/3).",
    source: "Ly, Verhagen & Wagenmakers (2016), Harold Jeffreys’s default Bayes factor hypothesis tests; Jeffreys (1961)",
    checked_against: "R BayesFactor::correlationBF, pingouin.bayesfactor_pearson, numerical integration",
};

/// κ of the prior under which every correlation is as likely as any other.
pub const KAPPA_UNIFORM: f64 = 1.0;

/// κ of a prior that expects small correlations: a symmetric beta distribution with both shapes 3, stretched to (−1, 1).
pub const KAPPA_SMALL: f64 = 1.0 / 3.0;

/// A Bayes factor, kept as a logarithm so that overwhelming evidence does not overflow.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct BayesFactor {
    /// Natural logarithm of the evidence for a relation over none.
    pub ln: f64,
}

impl BayesFactor {
    /// How many times likelier the data are with a relation; infinite above e^709.
    pub fn for_relation(&self) -> f64 {
        libm::exp(self.ln)
    }

    /// How many times likelier the data are without a relation.
    pub fn against_relation(&self) -> f64 {
        libm::exp(-self.ln)
    }
}

/// Two-sided Bayes factor of a correlation `r` of `n` pairs under a stretched beta prior of width `kappa`.
///
/// The series runs after Euler's transformation, ₂F₁(a, a; c; x) = (1 − x)^(c − 2a) ₂F₁(c − a, c − a; c; x): its
/// parameters then no longer grow with n, and it takes some dozen terms unless |r| is close to 1.
///
/// # Errors
/// [`Undefined::TooFew`] below three pairs; [`Undefined::PerfectFit`] for an r of ±1;
/// [`Undefined::OutOfRange`] for an r beyond that or a `kappa` that is not positive.
pub fn bayes_factor(r: f64, n: usize, kappa: f64) -> Result<BayesFactor, Undefined> {
    if n < 3 {
        return Err(Undefined::TooFew { have: n, need: 3 });
    }
    if kappa <= 0.0 || kappa.is_nan() || r.abs() > 1.0 || r.is_nan() {
        return Err(Undefined::OutOfRange);
    }
    let left_open = (1.0 - r) * (1.0 + r);
    if left_open <= 0.0 {
        return Err(Undefined::PerfectFit);
    }
    let (n, shape) = (n as f64, 1.0 / kappa);
    let (a, c) = ((n - 1.0) / 2.0, n / 2.0 + shape);
    let series = hypergeometric(shape + 0.5, shape + 0.5, c, r * r)?;
    let ln_beta = 2.0 * libm::lgamma(shape) - libm::lgamma(2.0 * shape);
    let ln = (1.0 - 2.0 * shape) * LN_2 + 0.5 * libm::log(PI) - ln_beta
        + ln_gamma_half_step(c - 0.5)
        + (c - 2.0 * a) * libm::log(left_open)
        + libm::log(series);
    Ok(BayesFactor { ln })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_example_is_met() {
        // pingouin documents bayesfactor_pearson(0.6, 20) = 10.634.
        let got = bayes_factor(0.6, 20, KAPPA_UNIFORM).unwrap();
        assert!((got.for_relation() - 10.634).abs() < 5e-4, "{got:?}");
    }

    #[test]
    fn no_correlation_in_many_pairs_speaks_against_a_relation() {
        let few = bayes_factor(0.0, 20, KAPPA_SMALL).unwrap();
        let many = bayes_factor(0.0, 2_000, KAPPA_SMALL).unwrap();
        assert!(many.ln < few.ln && few.ln < 0.0);
        assert!((many.for_relation() * many.against_relation() - 1.0).abs() < 1e-14);
    }

    #[test]
    fn overwhelming_evidence_stays_finite_in_logarithms() {
        let got = bayes_factor(0.99, 1_000_000, KAPPA_UNIFORM).unwrap();
        assert!(got.ln.is_finite() && got.ln > 1e6, "{got:?}");
        assert!(got.against_relation() < 1e-300);
    }

    #[test]
    fn sign_does_not_matter_and_perfect_fits_are_refused() {
        assert_eq!(bayes_factor(-0.4, 30, 1.0), bayes_factor(0.4, 30, 1.0));
        assert_eq!(bayes_factor(1.0, 30, 1.0), Err(Undefined::PerfectFit));
        assert_eq!(bayes_factor(0.4, 30, 0.0), Err(Undefined::OutOfRange));
        assert_eq!(
            bayes_factor(0.4, 2, 1.0),
            Err(Undefined::TooFew { have: 2, need: 3 })
        );
    }
}
