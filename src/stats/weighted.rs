//! Correlation where pairs count differently, such as people with more or fewer weeks.

use super::correlation::interval_from_z;
use super::moments::{Centred, need_variation};
use super::note::Note;
use super::special::student_t_two_sided;
use super::{Interval, Undefined};
use serde::{Deserialize, Serialize};

/// How [`weighted_correlation`] is made.
pub const WEIGHTED_CORRELATION: Note = Note {
    name: "Weighted correlation",
    answers: "How close to a line, if some pairs are to count more than others?",
    formula: "r = Σw(x − x̄)(y − ȳ) / √(Σw(x − x̄)² · Σw(y − ȳ)²) with weighted means; effective n = (Σw)²/Σw²",
    certainty: "Interval and p: as Pearson’s r, with Kish’s effective n in the place of n.",
    assumes: "Independent pairs; the weights are known and have nothing to do with the relation. The effective n is an approximation.",
    source: "Kish (1965), Survey Sampling; R cov.wt",
    checked_against: "R cov.wt and lm, statsmodels DescrStatsW",
};

/// A weighted correlation.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct WeightedCorrelation {
    /// The coefficient, in [-1, 1].
    pub coefficient: f64,
    /// Number of pairs with a positive weight.
    pub n: usize,
    /// Sum of the weights.
    pub sum_of_weights: f64,
    /// Kish's effective number of pairs: n if all weights are equal, less otherwise.
    pub effective_n: f64,
    /// Weighted mean of x.
    pub mean_x: f64,
    /// Weighted mean of y.
    pub mean_y: f64,
    /// Weighted least-squares change of y per unit of x.
    pub slope: f64,
    /// Fisher's interval with the effective n, or why there is none.
    pub interval: Result<Interval, Undefined>,
    /// Two-sided p-value from Student's t with effective n − 2 degrees of freedom, or why there is none.
    pub p_value: Result<f64, Undefined>,
}

/// Pairs and what each of them counts.
#[derive(Debug, Clone, Copy)]
pub struct WeightedPairs<'a> {
    /// Usage.
    pub x: &'a [f64],
    /// Outcome.
    pub y: &'a [f64],
    /// Weights, 0 or more; only their ratios matter.
    pub weights: &'a [f64],
}

/// Pearson's correlation with weights.
///
/// # Errors
/// [`Undefined::OutOfRange`] for a weight that is negative or not finite; [`Undefined::TooFew`] below two pairs with a
/// positive weight; [`Undefined::Constant`] if a side of those does not vary.
/// The interval needs an effective n above 3, the p-value one above 2.
pub fn weighted_correlation(
    pairs: WeightedPairs,
    level: f64,
) -> Result<WeightedCorrelation, Undefined> {
    if pairs.weights.iter().any(|w| *w < 0.0 || !w.is_finite()) {
        return Err(Undefined::OutOfRange);
    }
    let counts = |side: &[f64]| -> Vec<f64> {
        let weighted = side.iter().zip(pairs.weights);
        weighted
            .filter(|(_, w)| **w > 0.0)
            .map(|(v, _)| *v)
            .collect()
    };
    let (x, y, weights) = (counts(pairs.x), counts(pairs.y), counts(pairs.weights));
    need_variation(&x, &y, 2)?;
    // Only ratios matter: in units of the largest weight neither the sum nor the squares overflow.
    let largest = weights.iter().fold(0.0_f64, |a, &b| a.max(b));
    let shares: Vec<f64> = weights.iter().map(|w| w / largest).collect();
    let total: f64 = shares.iter().sum();
    let (x, y) = (Side::new(&x, &shares, total), Side::new(&y, &shares, total));
    let product = |a: &Side, b: &Side| {
        let terms = a.values.iter().zip(&b.values).zip(&shares);
        terms.map(|((a, b), w)| w * a * b).sum::<f64>()
    };
    let (xx, yy, xy) = (product(&x, &x), product(&y, &y), product(&x, &y));
    let coefficient = (xy / xx.sqrt() / yy.sqrt()).clamp(-1.0, 1.0);
    let effective_n = total * total / shares.iter().map(|w| w * w).sum::<f64>();
    Ok(WeightedCorrelation {
        coefficient,
        n: shares.len(),
        sum_of_weights: weights.iter().sum(),
        effective_n,
        mean_x: x.mean,
        mean_y: y.mean,
        slope: xy / xx * (y.scale / x.scale),
        interval: interval(coefficient, effective_n, level),
        p_value: p_value(coefficient, effective_n),
    })
}

/// A side as deviations from its weighted mean.
struct Side {
    mean: f64,
    values: Vec<f64>,
    scale: f64,
}

impl Side {
    fn new(side: &[f64], shares: &[f64], total: f64) -> Self {
        let Centred {
            mean,
            mut values,
            scale,
        } = Centred::new(side);
        let weighted = |values: &[f64]| {
            let terms = values.iter().zip(shares);
            terms.map(|(v, w)| v * w).sum::<f64>() / total
        };
        // The second pass takes out what rounding left of the mean.
        let mut shift = 0.0;
        for _ in 0..2 {
            let step = weighted(&values);
            for value in &mut values {
                *value -= step;
            }
            shift += step;
        }
        Self {
            mean: mean + shift * scale,
            values,
            scale,
        }
    }
}

fn interval(r: f64, effective_n: f64, level: f64) -> Result<Interval, Undefined> {
    if effective_n <= 3.0 {
        return Err(too_few(effective_n, 4));
    }
    let z = libm::atanh(r);
    if !z.is_finite() {
        return Err(Undefined::PerfectFit);
    }
    Ok(interval_from_z(z, 1.0 / (effective_n - 3.0).sqrt(), level))
}

fn p_value(r: f64, effective_n: f64) -> Result<f64, Undefined> {
    if effective_n <= 2.0 {
        return Err(too_few(effective_n, 3));
    }
    let degrees_of_freedom = effective_n - 2.0;
    let t = r * (degrees_of_freedom / ((1.0 - r) * (1.0 + r))).sqrt();
    Ok(student_t_two_sided(t, degrees_of_freedom))
}

fn too_few(effective_n: f64, need: usize) -> Undefined {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 1 and 3"
    )]
    let have = effective_n as usize;
    Undefined::TooFew { have, need }
}

#[cfg(test)]
mod tests {
    use super::super::correlation::pearson;
    use super::*;

    const X: [f64; 6] = [1.0, 4.0, 2.0, 7.0, 5.0, 8.0];
    const Y: [f64; 6] = [2.0, 3.0, 5.0, 8.0, 4.0, 9.0];

    fn with(weights: &[f64]) -> Result<WeightedCorrelation, Undefined> {
        let pairs = WeightedPairs {
            x: &X,
            y: &Y,
            weights,
        };
        weighted_correlation(pairs, 0.95)
    }

    #[test]
    fn equal_weights_change_nothing() {
        let (got, plain) = (with(&[3.0; 6]).unwrap(), pearson(&X, &Y, 0.95).unwrap());
        assert!((got.coefficient - plain.coefficient).abs() < 1e-15);
        assert!((got.effective_n - 6.0).abs() < 1e-14);
        let (a, b) = (got.interval.unwrap(), plain.interval.unwrap());
        assert!((a.low - b.low).abs() < 1e-12 && (a.high - b.high).abs() < 1e-12);
        assert!((got.p_value.unwrap() - plain.p_value.unwrap()).abs() < 1e-12);
    }

    #[test]
    fn a_weight_of_two_is_the_pair_twice_and_of_zero_no_pair() {
        let got = with(&[2.0, 1.0, 1.0, 0.0, 1.0, 1.0]).unwrap();
        let (x, y) = ([1., 1., 4., 2., 5., 8.], [2., 2., 3., 5., 4., 9.]);
        let want = pearson(&x, &y, 0.95).unwrap();
        assert!((got.coefficient - want.coefficient).abs() < 1e-15);
        assert_eq!(got.n, 5);
    }

    #[test]
    fn weights_that_are_none_are_refused() {
        assert_eq!(
            with(&[1.0, 1.0, 1.0, 1.0, 1.0, -1.0]),
            Err(Undefined::OutOfRange)
        );
        assert_eq!(
            with(&[1.0, 1.0, 1.0, 1.0, 1.0, f64::NAN]),
            Err(Undefined::OutOfRange)
        );
        let one = with(&[1.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
        assert_eq!(one, Err(Undefined::TooFew { have: 1, need: 2 }));
        let lopsided = with(&[1e9, 1.0, 1.0, 1.0, 1.0, 1.0]).unwrap();
        assert_eq!(
            lopsided.interval,
            Err(Undefined::TooFew { have: 1, need: 4 })
        );
    }
}
