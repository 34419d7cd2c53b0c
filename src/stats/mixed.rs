//! Rows that belong to people: a linear model in which every person has a level of their own.
//!
//! The likelihood is profiled down to one number, the ratio of the two variances, and each evaluation takes one step
//! per person: the rows enter through their means and their products about these means only.

mod likelihood;
mod lines;
mod random_slope;

pub use random_slope::{RANDOM_SLOPE, RandomSlope, random_slope};

use super::moments::{Centred, is_constant, need};
use super::note::Note;
use super::regression::Coefficient;
use super::{Side, Undefined};
use likelihood::Sums;
use nalgebra::DVector;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How [`random_intercept`] is made.
pub const RANDOM_INTERCEPT: Note = Note {
    name: "Mixed model, a level per person",
    answers: "How does the outcome move with usage, if every person may have a level of their own?",
    formula: "y = a + b·x + u + e with u ~ N(0, σᵤ²) per person and e ~ N(0, σₑ²) per row; σᵤ and σₑ by restricted maximum likelihood (REML)",
    certainty: "Standard errors from generalised least squares. p: Student’s t with Satterthwaite’s degrees of freedom.",
    assumes: "A person’s level has nothing to do with how much the person uses; if it has, the slope mixes the comparison between people with that within them: see the hybrid model. Rows of one person are otherwise independent.",
    source: "Laird & Ware (1982), Random-effects models for longitudinal data; Bates et al. (2015), Fitting linear mixed-effects models using lme4; Kuznetsova et al. (2017), lmerTest",
    checked_against: "R lme4::lmer, lmerTest, nlme::lme; statsmodels MixedLM",
};

/// How [`hybrid`] is made.
pub const HYBRID: Note = Note {
    name: "Hybrid model, within and between",
    answers: "Does the outcome go with a person’s own change in usage, or with who uses more in general?",
    formula: "y = a + b₁·(x − x̄ᵢ) + b₂·x̄ᵢ + u + e with x̄ᵢ the person’s mean; b₁ is the slope within people, b₂ that between them, b₂ − b₁ the contextual effect",
    certainty: "As in the mixed model with a level per person.",
    assumes: "As in the mixed model; only the slope between people can still be mixed up with what else differs between them.",
    source: "Mundlak (1978), On the pooling of time series and cross section data; Bell & Jones (2015), Explaining fixed effects",
    checked_against: "R lme4::lmer",
};

/// Rows that belong to groups, people in this program.
#[derive(Debug, Clone, Copy)]
pub struct Grouped<'a> {
    /// The group of each row; any numbers.
    pub group: &'a [usize],
    /// Regressors, each a column as long as `y`.
    pub regressors: &'a [&'a [f64]],
    /// The outcome.
    pub y: &'a [f64],
}

/// What is made as large as possible.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Criterion {
    /// The restricted likelihood, whose variances are not too small.
    Reml,
    /// The likelihood, which may be compared between models with different regressors.
    MaximumLikelihood,
}

/// A linear model with a random intercept per group.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RandomIntercept {
    /// Number of rows.
    pub rows: usize,
    /// Number of groups.
    pub groups: usize,
    /// What was made as large as possible.
    pub criterion: Criterion,
    /// Intercept, then a slope per regressor, with Satterthwaite's degrees of freedom.
    pub coefficients: Vec<Coefficient>,
    /// Standard deviation of the groups' levels, in units of y; 0 where the rows show none.
    pub intercept_standard_deviation: f64,
    /// Standard deviation of the rows about their group's line, in units of y.
    pub residual_standard_deviation: f64,
    /// Logarithm of the criterion at its maximum.
    pub log_likelihood: f64,
}

impl RandomIntercept {
    /// Share of the variance left by the regressors that lies between groups (intraclass correlation).
    pub fn intraclass_correlation(&self) -> f64 {
        let between = self.intercept_standard_deviation.powi(2);
        between / (between + self.residual_standard_deviation.powi(2))
    }
}

/// Fits `y` by an intercept, the regressors and a random intercept per group.
///
/// # Errors
/// [`Undefined::TooFew`] below two groups; [`Undefined::NoDegreesOfFreedom`] if every group has one row only, or with as
/// many coefficients as rows; [`Undefined::Constant`] if a column does not vary; [`Undefined::Collinear`] if one is a
/// combination of others; [`Undefined::PerfectFit`] if the rows do not vary about their group's line.
pub fn random_intercept(rows: Grouped, criterion: Criterion) -> Result<RandomIntercept, Undefined> {
    Ok(Sums::new(rows)?.fit(criterion)?.model())
}

/// A random-intercept model with a slope within and a slope between groups.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Hybrid {
    /// Change of y per unit of x above the group's mean.
    pub within: Coefficient,
    /// Change of y per unit of the group's mean of x.
    pub between: Coefficient,
    /// Between minus within: what the group's mean adds to the row's own value.
    pub contextual: Coefficient,
    /// Standard deviation of the groups' levels, in units of y.
    pub intercept_standard_deviation: f64,
    /// Standard deviation of the rows about their group's line, in units of y.
    pub residual_standard_deviation: f64,
}

/// Fits `y` by the within and the between part of `x` and a random intercept per group, by REML.
///
/// # Errors
/// As [`random_intercept`]; [`Undefined::Constant`] too if `x` varies between groups only, or within them only.
pub fn hybrid(group: &[usize], x: &[f64], y: &[f64]) -> Result<Hybrid, Undefined> {
    /// A part whose range is smaller than this share of the range of x is rounding.
    const ROUNDING: f64 = 1e-12;
    need(x, 2)?;
    if is_constant(x) {
        return Err(Undefined::Constant(Side::X));
    }
    let centred = Centred::new(x);
    let groups = Groups::new(group);
    let means = groups.means(&centred.values);
    let of_row = |row: usize| means[groups.of_row[row]];
    let within: Vec<f64> = (0..x.len())
        .map(|row| (centred.values[row] - of_row(row)) * centred.scale)
        .collect();
    let between: Vec<f64> = (0..x.len())
        .map(|row| of_row(row) * centred.scale)
        .collect();
    let vanishes = |part: &[f64]| {
        part.iter()
            .all(|value| value.abs() <= ROUNDING * centred.scale)
    };
    if vanishes(&within) || vanishes(&between) {
        return Err(Undefined::Constant(Side::X));
    }
    let parts: [&[f64]; 2] = [&within, &between];
    let sums = Sums::new(Grouped {
        group,
        regressors: &parts,
        y,
    })?;
    let fit = sums.fit(Criterion::Reml)?;
    let contrast = |within: f64, between: f64| {
        let slopes = [within / sums.scales[0], between / sums.scales[1]];
        fit.coefficient(&DVector::from_column_slice(&[0.0, slopes[0], slopes[1]]))
    };
    let model = fit.model();
    Ok(Hybrid {
        within: contrast(1.0, 0.0),
        between: contrast(0.0, 1.0),
        contextual: contrast(-1.0, 1.0),
        intercept_standard_deviation: model.intercept_standard_deviation,
        residual_standard_deviation: model.residual_standard_deviation,
    })
}

/// Groups numbered from 0.
pub(super) struct Groups {
    /// The number of each row's group.
    pub of_row: Vec<usize>,
    /// Rows per group.
    pub sizes: Vec<f64>,
}

impl Groups {
    pub fn new(group: &[usize]) -> Self {
        let mut numbers = BTreeMap::new();
        let mut sizes = Vec::new();
        let number = |name: &usize| {
            let number = *numbers.entry(*name).or_insert_with(|| {
                sizes.push(0.0);
                sizes.len() - 1
            });
            sizes[number] += 1.0;
            number
        };
        let of_row = group.iter().map(number).collect();
        Self { of_row, sizes }
    }

    /// Mean of each group.
    pub fn means(&self, values: &[f64]) -> Vec<f64> {
        let mut sums = vec![0.0; self.sizes.len()];
        for (value, &group) in values.iter().zip(&self.of_row) {
            sums[group] += value;
        }
        sums.iter()
            .zip(&self.sizes)
            .map(|(sum, size)| sum / size)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::regression::{Errors, least_squares};

    /// Five people with six rows each: a slope of 2, levels `level` apart, and a fixed pattern of noise.
    fn rows(level: f64) -> (Vec<usize>, Vec<f64>, Vec<f64>) {
        let row = |index: usize| {
            let (person, week) = (index / 6, index % 6);
            let x = week as f64 + (person * person % 4) as f64;
            let noise = ((index * 37 + person * 11) % 17) as f64 / 17.0 - 0.5;
            (person, x, 2.0 * x + level * person as f64 + noise)
        };
        let rows: Vec<_> = (0..30).map(row).collect();
        (
            rows.iter().map(|row| row.0).collect(),
            rows.iter().map(|row| row.1).collect(),
            rows.iter().map(|row| row.2).collect(),
        )
    }

    fn fit(group: &[usize], x: &[f64], y: &[f64]) -> Result<RandomIntercept, Undefined> {
        let rows = Grouped {
            group,
            regressors: &[x],
            y,
        };
        random_intercept(rows, Criterion::Reml)
    }

    fn close(a: f64, b: f64, tolerance: f64) -> bool {
        (a - b).abs() <= tolerance * b.abs().max(1e-6)
    }

    #[test]
    fn without_differences_between_people_the_model_is_least_squares() {
        let (_, x, y) = rows(0.0);
        let group: Vec<usize> = (0..30).map(|row| row % 5).collect();
        let mixed = fit(&group, &x, &y).unwrap();
        let plain = least_squares(&[&x], &y, Errors::Classical).unwrap();
        assert!(
            mixed.intercept_standard_deviation <= 0.0,
            "the pattern of noise has no people in it: {mixed:?}"
        );
        let (a, b) = (mixed.coefficients[1], plain.coefficients[1]);
        assert!(close(a.estimate, b.estimate, 1e-12));
        assert!(close(a.standard_error, b.standard_error, 1e-12));
        assert!(close(a.degrees_of_freedom, 28.0, 1e-12));
    }

    #[test]
    fn a_large_offset_costs_no_digits() {
        let (group, x, y) = rows(3.0);
        let (far_x, far_y): (Vec<f64>, Vec<f64>) = (
            x.iter().map(|x| x + 1e9).collect(),
            y.iter().map(|y| y + 1e6).collect(),
        );
        let (near, far) = (
            fit(&group, &x, &y).unwrap(),
            fit(&group, &far_x, &far_y).unwrap(),
        );
        assert!(close(
            far.coefficients[1].estimate,
            near.coefficients[1].estimate,
            1e-8
        ));
        assert!(close(far.log_likelihood, near.log_likelihood, 1e-7));
        let near = random_slope(&group, &x, &y).unwrap();
        let far = random_slope(&group, &far_x, &y).unwrap();
        assert!(close(
            far.slope.standard_error,
            near.slope.standard_error,
            1e-6
        ));
    }

    #[test]
    fn a_slope_per_person_never_fits_worse_than_none() {
        for level in [0.0, 0.2, 1.0, 10.0, 1000.0] {
            let (group, x, y) = rows(level);
            let (less, more) = (
                fit(&group, &x, &y).unwrap(),
                random_slope(&group, &x, &y).unwrap(),
            );
            assert!(more.log_likelihood > less.log_likelihood - 1e-6, "{level}");
            assert!(more.slope.degrees_of_freedom.is_finite(), "{level}");
            assert!(more.slope_standard_deviation < 0.3, "{level}: {more:?}");
        }
    }

    #[test]
    fn what_cannot_be_fitted_is_said() {
        let (group, x, y) = rows(1.0);
        let alone: Vec<usize> = (0..30).collect();
        assert_eq!(fit(&alone, &x, &y), Err(Undefined::NoDegreesOfFreedom));
        assert_eq!(
            fit(&[7; 30], &x, &y),
            Err(Undefined::TooFew { have: 1, need: 2 })
        );
        assert_eq!(
            fit(&group, &[1.0; 30], &y),
            Err(Undefined::Constant(Side::X))
        );
        let exact: Vec<f64> = x
            .iter()
            .zip(&group)
            .map(|(x, group)| 2.0 * x + [3.0, 1.0, 4.0, 1.0, 5.0][*group])
            .collect();
        assert_eq!(fit(&group, &x, &exact), Err(Undefined::PerfectFit));
        assert_eq!(random_slope(&group, &x, &exact), Err(Undefined::PerfectFit));
        let twice = Grouped {
            group: &group,
            regressors: &[&x, &x],
            y: &y,
        };
        assert_eq!(
            random_intercept(twice, Criterion::Reml),
            Err(Undefined::Collinear)
        );
        let weeks: Vec<f64> = (0..30).map(|row| f64::from(row % 6)).collect();
        assert_eq!(
            hybrid(&group, &weeks, &y),
            Err(Undefined::Constant(Side::X))
        );
    }
}
