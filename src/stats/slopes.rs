//! A slope for every person, and their average as a random-effects meta-analysis.
//!
//! Two stages instead of one mixed model: each person's line can be looked at, and no person's rows are weighed against
//! another's before both have an estimate with a standard error.

use super::correlation::ProductMoment;
use super::line::FittedLine;
use super::moments::{is_constant, mean, need, standard_deviation};
use super::note::Note;
use super::regression::{Coefficient, Errors};
use super::special::{chi_squared_sf, normal_quantile, student_t_quantile};
use super::{Interval, Undefined};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How [`slopes_per_group`] is made.
pub const SLOPES: Note = Note {
    name: "A slope for every person",
    answers: "For how many people does the outcome rise with their own usage, and how steeply?",
    formula: "A least-squares line through each person’s own rows; their plain mean gives every person the same weight",
    certainty: "Mean: Student’s t of the slopes with people − 1 degrees of freedom.",
    assumes: "At least four rows per person, with usage and outcome that vary; people are independent of each other.",
    source: "Lorch & Myers (1990), Regression analyses of repeated measures data",
    checked_against: "scipy.stats.linregress, ttest_1samp",
};

/// How [`random_effects`] is made.
pub const RANDOM_EFFECTS: Note = Note {
    name: "Random-effects mean of the people’s slopes",
    answers: "What is the typical person’s slope, how much do people differ, and what would a new person show?",
    formula: "Weights 1/(vᵢ + τ²) with vᵢ the squared standard error and τ² = max(0, (Q − (k − 1))/(Σw − Σw²/Σw)), w = 1/vᵢ; I² = max(0, (Q − (k − 1))/Q). Correlations are pooled as Fisher’s z.",
    certainty: "Hartung–Knapp interval with Student’s t, k − 1 degrees of freedom; the prediction interval adds τ² and uses k − 2.",
    assumes: "People’s slopes scatter about a common mean, roughly normally, and each standard error is about right, which rows that resemble their neighbours make too small.",
    source: "DerSimonian & Laird (1986), Meta-analysis in clinical trials; Hartung & Knapp (2001); Higgins et al. (2009), A re-evaluation of random-effects meta-analysis",
    checked_against: "R metafor::rma (DL, knha), statsmodels combine_effects",
};

/// The fewest rows with which a person gets a line.
pub const MIN_ROWS: usize = 4;

/// One group's own line.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct GroupSlope {
    /// The group's number in the input.
    pub group: usize,
    /// Number of its rows.
    pub n: usize,
    /// Change of y per unit of x.
    pub slope: Coefficient,
    /// Pearson's r of its rows.
    pub r: f64,
    /// Fisher's z of that, whose variance is 1/(n − 3).
    pub fisher_z: f64,
}

/// The lines of all groups that have one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Slopes {
    /// In ascending order of the groups' numbers.
    pub groups: Vec<GroupSlope>,
    /// Groups without a line: fewer than [`MIN_ROWS`] rows, a side that does not vary, or rows exactly on a line, whose
    /// standard error of 0 would outweigh everybody else.
    pub left_out: usize,
}

/// Fits a line to the points `(x[i], y[i])` of every group.
pub fn slopes_per_group(group: &[usize], x: &[f64], y: &[f64]) -> Slopes {
    let mut rows: BTreeMap<usize, (Vec<f64>, Vec<f64>)> = BTreeMap::new();
    for ((group, &x), &y) in group.iter().zip(x).zip(y) {
        let of_group = rows.entry(*group).or_default();
        of_group.0.push(x);
        of_group.1.push(y);
    }
    let all = rows.len();
    let groups: Vec<GroupSlope> = rows
        .into_iter()
        .filter_map(|(group, (x, y))| slope_of(group, &x, &y))
        .collect();
    Slopes {
        left_out: all - groups.len(),
        groups,
    }
}

fn slope_of(group: usize, x: &[f64], y: &[f64]) -> Option<GroupSlope> {
    let product = ProductMoment::new(x, y).ok()?;
    if product.n < MIN_ROWS || product.unexplained <= 0.0 {
        return None;
    }
    let slope = FittedLine::new(x, y, Errors::Classical).ok()?.slope;
    (slope.standard_error > 0.0).then(|| GroupSlope {
        group,
        n: product.n,
        slope,
        r: product.r,
        fisher_z: product.fisher_z(),
    })
}

impl Slopes {
    /// Plain mean of the slopes, every group with the same weight.
    ///
    /// # Errors
    /// [`Undefined::TooFew`] below two groups.
    pub fn mean(&self) -> Result<Coefficient, Undefined> {
        let slopes = self.of_each(|group| group.slope.estimate);
        let k = slopes.len() as f64;
        Ok(Coefficient {
            standard_error: standard_deviation(&slopes)? / k.sqrt(),
            estimate: mean(&slopes)?,
            degrees_of_freedom: k - 1.0,
        })
    }

    /// Share of the groups whose slope is positive.
    ///
    /// # Errors
    /// [`Undefined::TooFew`] for no groups.
    pub fn share_positive(&self) -> Result<f64, Undefined> {
        mean(&self.of_each(|group| f64::from(u8::from(group.slope.estimate > 0.0))))
    }

    /// Random-effects mean of the slopes.
    ///
    /// # Errors
    /// As [`random_effects`].
    pub fn pooled_slope(&self, level: f64) -> Result<RandomEffects, Undefined> {
        let effects = self.of_each(|group| group.slope.estimate);
        let variances = self.of_each(|group| group.slope.standard_error.powi(2));
        random_effects(&effects, &variances, level)
    }

    /// Random-effects mean of the correlations on Fisher's z scale; the hyperbolic tangent leads back.
    ///
    /// # Errors
    /// As [`random_effects`].
    pub fn pooled_fisher_z(&self, level: f64) -> Result<RandomEffects, Undefined> {
        let effects = self.of_each(|group| group.fisher_z);
        let variances = self.of_each(|group| 1.0 / (group.n as f64 - 3.0));
        random_effects(&effects, &variances, level)
    }

    fn of_each(&self, of_group: impl Fn(&GroupSlope) -> f64) -> Vec<f64> {
        self.groups.iter().map(of_group).collect()
    }
}

/// A random-effects meta-analysis.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct RandomEffects {
    /// Number of estimates.
    pub k: usize,
    /// Mean weighted by the estimates' own precision, as if all people were alike.
    pub fixed_mean: f64,
    /// Cochran's Q, the weighted sum of squares about that mean.
    pub q: f64,
    /// P-value of "all people are alike", from the chi-squared distribution with k − 1 degrees of freedom.
    pub q_p_value: f64,
    /// Share of the differences between the estimates that their own errors do not explain, in [0, 1].
    pub i_squared: f64,
    /// Variance of the true effects between people, in squared units of an estimate (`DerSimonian` & Laird).
    pub tau_squared: f64,
    /// Random-effects mean with its Hartung–Knapp standard error; t with k − 1 degrees of freedom.
    pub mean: Coefficient,
    /// Standard error of the mean after `DerSimonian` & Laird, which is too small for few people.
    pub standard_error: f64,
    /// Normal interval of the mean with that standard error.
    pub interval: Interval,
    /// Where a new person's true effect would lie; needs three estimates.
    pub prediction: Result<Interval, Undefined>,
}

/// Combines `effects` whose squared standard errors are `variances`.
///
/// # Errors
/// [`Undefined::TooFew`] below two estimates; [`Undefined::OutOfRange`] if a variance is not positive and finite.
pub fn random_effects(
    effects: &[f64],
    variances: &[f64],
    level: f64,
) -> Result<RandomEffects, Undefined> {
    need(effects, 2)?;
    if !variances.iter().all(|&v| v > 0.0 && v.is_finite()) {
        return Err(Undefined::OutOfRange);
    }
    let k = effects.len() as f64;
    let weigh = |tau_squared: f64| {
        let weights: Vec<f64> = variances.iter().map(|v| 1.0 / (v + tau_squared)).collect();
        let total: f64 = weights.iter().sum();
        let weighted = |of: &dyn Fn(f64) -> f64| {
            let terms = weights
                .iter()
                .zip(effects)
                .map(|(w, effect)| w * of(*effect));
            terms.sum::<f64>() / total
        };
        // The deviations from the first effect, so that a common offset costs no digits.
        let mean = effects[0] + weighted(&|effect| effect - effects[0]);
        let spread = weighted(&|effect| (effect - mean).powi(2)) * total;
        (weights, total, mean, spread)
    };
    let (weights, total, fixed_mean, q) = weigh(0.0);
    let spare = q - (k - 1.0);
    let scale = total - weights.iter().map(|w| w * w).sum::<f64>() / total;
    let tau_squared = (spare / scale).max(0.0);
    let (_, total, mean, spread) = weigh(tau_squared);
    let standard_error = 1.0 / total.sqrt();
    let about_mean = |margin: f64| Interval {
        low: mean - margin,
        high: mean + margin,
        level,
    };
    let probability = 0.5 + level / 2.0;
    let new_person = (tau_squared + standard_error * standard_error).sqrt();
    Ok(RandomEffects {
        k: effects.len(),
        fixed_mean,
        q,
        q_p_value: chi_squared_sf(q, k - 1.0),
        i_squared: if is_constant(effects) {
            0.0
        } else {
            (spare / q).max(0.0)
        },
        tau_squared,
        mean: Coefficient {
            estimate: mean,
            standard_error: (spread / (k - 1.0) / total).sqrt(),
            degrees_of_freedom: k - 1.0,
        },
        standard_error,
        interval: about_mean(normal_quantile(probability) * standard_error),
        prediction: need(effects, 3)
            .map(|()| about_mean(student_t_quantile(probability, k - 2.0) * new_person)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_without_a_line_is_counted_and_left_out() {
        let group = [1, 1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4];
        let x = [1., 2., 3., 4., 1., 2., 3., 5., 5., 5., 5., 1., 2., 3., 4.];
        let y = [1., 3., 2., 5., 1., 2., 2., 1., 2., 3., 4., 2., 4., 6., 8.];
        let slopes = slopes_per_group(&group, &x, &y);
        let with_line: Vec<usize> = slopes.groups.iter().map(|group| group.group).collect();
        assert_eq!((with_line, slopes.left_out), (vec![1], 3));
        assert_eq!(slopes.mean(), Err(Undefined::TooFew { have: 1, need: 2 }));
    }

    #[test]
    fn people_who_are_alike_leave_no_variance_between_them() {
        let same = random_effects(&[2.0, 2.0, 2.0], &[1.0, 4.0, 9.0], 0.95).unwrap();
        assert_eq!(
            (same.tau_squared, same.i_squared, same.q_p_value),
            (0.0, 0.0, 1.0)
        );
        assert_eq!(same.mean.p_value(), Err(Undefined::PerfectFit));
    }

    #[test]
    fn a_new_person_is_less_certain_than_the_mean() {
        let got = random_effects(&[1.0, 2.0, 4.0, -1.0], &[0.1, 0.2, 0.1, 0.3], 0.95).unwrap();
        let (mean, new) = (got.mean.interval(0.95), got.prediction.unwrap());
        assert!(new.low < mean.low && mean.high < new.high);
        let two = random_effects(&[1.0, 2.0], &[0.1, 0.2], 0.95).unwrap();
        assert_eq!(two.prediction, Err(Undefined::TooFew { have: 2, need: 3 }));
    }

    #[test]
    fn an_estimate_without_error_cannot_be_weighed() {
        assert_eq!(
            random_effects(&[1.0, 2.0], &[0.0, 1.0], 0.95),
            Err(Undefined::OutOfRange)
        );
    }
}
