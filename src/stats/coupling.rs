//! Two ratios over one denominator go together even if their numerators have nothing to do with each other.

use super::correlation::{ProductMoment, pearson};
use super::moments::{need_variation, standard_deviation};
use super::note::Note;
use super::partial::{Adjusted, Covariate, PartialCorrelation};
use super::resample::{MAX_ENUMERATED, PermutationTest, Tails, every_permutation};
use super::{Correlation, Undefined, moments};
use serde::{Deserialize, Serialize};
use std::cell::Cell;

/// How [`SharedDenominator`] is made.
pub const SHARED_DENOMINATOR: Note = Note {
    name: "Shared denominator",
    answers: "Do two numbers “per hour” go together only because both are divided by the hours?",
    formula: "Expected r of unrelated x/z and y/z: V(z)²/√((V(x)² + V(z)²)(V(y)² + V(z)²)), V = standard deviation / mean. Beside it: r of the counts, and their partial r with z held constant",
    certainty: "p: share of the orders of x over people, y and z kept, whose ratios go together at least as much; all orders up to 9 people, random ones above.",
    assumes: "If there is no relation, the numerators could be exchanged between people.",
    source: "Pearson (1897), On a form of spurious correlation which may arise when indices are used; Kronmal (1993), Spurious correlation and the fallacy of the ratio standard revisited",
    checked_against: "full enumeration in Python, R cor and lm",
};

/// Two counts and what both were divided by, one row per person.
#[derive(Debug, Clone, Copy)]
pub struct SharedDenominator<'a> {
    /// Numerator of usage.
    pub x: &'a [f64],
    /// Numerator of the outcome.
    pub y: &'a [f64],
    /// The denominator that they share; positive.
    pub z: &'a [f64],
}

/// What the ratios say, and what is left of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Coupling {
    /// Correlation of x/z with y/z, and its p-value, which takes no account of the denominator.
    pub of_ratios: Correlation,
    /// Correlation of x with y.
    pub of_counts: Correlation,
    /// Correlation of x with y, z held constant; or why there is none.
    pub given_denominator: Result<PartialCorrelation, Undefined>,
    /// The correlation of the ratios to be expected if x, y and z have nothing to do with each other.
    pub expected_if_unrelated: Result<f64, Undefined>,
}

/// The correlation of the ratios when the numerators of usage are exchanged between people.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct CoupledNull {
    /// How the observed correlation compares; its p-value is `tails.greater()` or `tails.less()`.
    pub tails: Tails,
    /// Mean correlation of the ratios over all orders looked at.
    pub mean: f64,
    /// Standard deviation over the same, with divisor their number.
    pub standard_deviation: f64,
    /// Whether every order was looked at.
    pub exact: bool,
}

impl SharedDenominator<'_> {
    /// Correlations with and without the denominator.
    ///
    /// # Errors
    /// [`Undefined::OutOfRange`] unless every z is positive; [`Undefined::TooFew`] below two people;
    /// [`Undefined::Constant`] if counts or ratios of a side do not vary.
    pub fn coupling(&self, level: f64) -> Result<Coupling, Undefined> {
        let (x, y) = self.ratios()?;
        let adjusted = Adjusted {
            x: self.x,
            y: self.y,
            covariates: &[Covariate::Numeric(self.z)],
        };
        Ok(Coupling {
            of_ratios: pearson(&x, &y, level)?,
            of_counts: pearson(self.x, self.y, level)?,
            given_denominator: adjusted.pearson(level),
            expected_if_unrelated: self.expected_if_unrelated(),
        })
    }

    /// The correlation of the ratios over orders of x: all of them up to [`MAX_ENUMERATED`] people, `draws` random ones
    /// above. An order that leaves the ratios without variation counts as no correlation.
    ///
    /// # Errors
    /// As [`SharedDenominator::coupling`].
    pub fn null(&self, draws: usize, seed: u64) -> Result<CoupledNull, Undefined> {
        let (ratio_x, ratio_y) = self.ratios()?;
        need_variation(&ratio_x, &ratio_y, 2)?;
        let (n, sums) = (self.x.len(), Cell::new((0.0, 0.0)));
        let statistic = |order: &[usize]| {
            let permuted = order.iter().zip(self.z).map(|(&at, z)| self.x[at] / z);
            let permuted: Vec<f64> = permuted.collect();
            let r = ProductMoment::new(&permuted, &ratio_y).map_or(0.0, |product| product.r);
            let (sum, squares) = sums.get();
            sums.set((sum + r, squares + r * r));
            r
        };
        let exact = n <= MAX_ENUMERATED;
        let tails = if exact {
            every_permutation(n, statistic)
        } else {
            let mut test = PermutationTest::new(n, draws, seed, statistic);
            while test.advance(draws).is_some() {}
            test.finish()
        };
        let (orders, (sum, squares)) = (tails.permutations as f64, sums.get());
        let mean = sum / orders;
        Ok(CoupledNull {
            tails,
            mean,
            standard_deviation: (squares / orders - mean * mean).max(0.0).sqrt(),
            exact,
        })
    }

    fn ratios(&self) -> Result<(Vec<f64>, Vec<f64>), Undefined> {
        if self.z.iter().any(|z| *z <= 0.0 || !z.is_finite()) {
            return Err(Undefined::OutOfRange);
        }
        let over = |side: &[f64]| side.iter().zip(self.z).map(|(a, z)| a / z).collect();
        Ok((over(self.x), over(self.y)))
    }

    /// Pearson's first-order expectation.
    fn expected_if_unrelated(&self) -> Result<f64, Undefined> {
        let squared_variation = |side: &[f64]| {
            let mean = moments::mean(side)?;
            if mean == 0.0 {
                return Err(Undefined::OutOfRange);
            }
            let n = side.len() as f64;
            Ok((standard_deviation(side)? / mean).powi(2) * (n - 1.0) / n)
        };
        let x = squared_variation(self.x)?;
        let (y, z) = (squared_variation(self.y)?, squared_variation(self.z)?);
        Ok(z / ((x + z) * (y + z)).sqrt())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const X: [f64; 12] = [12., 8., 15., 6., 20., 9.5, 11., 7., 13., 10., 9., 14.];
    const Y: [f64; 12] = [14., 11., 9., 16., 12., 10., 15., 13., 12., 9., 14., 11.];
    const Z: [f64; 12] = [10., 40., 35., 12., 50., 8., 22., 30., 15., 28., 44., 19.];

    #[test]
    fn a_shared_denominator_makes_a_correlation_that_the_null_expects() {
        let ratios = SharedDenominator {
            x: &X,
            y: &Y,
            z: &Z,
        };
        let coupling = ratios.coupling(0.95).unwrap();
        assert!(coupling.of_ratios.coefficient > 0.7, "{coupling:?}");
        assert!(coupling.of_ratios.p_value.unwrap() < 0.01);
        let null = ratios.null(1_999, 7).unwrap();
        assert!(!null.exact && null.tails.permutations == 2_000);
        assert!(null.tails.greater() > 0.05, "{null:?}");
        assert!((null.mean - coupling.of_ratios.coefficient).abs() < 3.0 * null.standard_deviation);
        assert_eq!(ratios.null(1_999, 7), Ok(null), "the seed decides");
    }

    #[test]
    fn a_constant_denominator_couples_nothing() {
        let flat = [2.0; 12];
        let ratios = SharedDenominator {
            x: &X,
            y: &Y,
            z: &flat,
        };
        let coupling = ratios.coupling(0.95).unwrap();
        assert_eq!(coupling.expected_if_unrelated, Ok(0.0));
        let (a, b) = (
            coupling.of_ratios.coefficient,
            coupling.of_counts.coefficient,
        );
        assert!((a - b).abs() < 1e-15);
    }

    #[test]
    fn nobody_can_be_divided_by_nothing() {
        let mut z = Z;
        z[3] = 0.0;
        let ratios = SharedDenominator {
            x: &X,
            y: &Y,
            z: &z,
        };
        assert_eq!(ratios.coupling(0.95), Err(Undefined::OutOfRange));
        assert_eq!(ratios.null(99, 7), Err(Undefined::OutOfRange));
    }
}
