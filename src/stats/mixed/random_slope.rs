//! A linear model in which every person has a level and a slope of their own.
//!
//! Three numbers are searched for: the Cholesky factor of the covariance of level and slope in units of the residual
//! variance. Gradients are exact, curvatures are differences of gradients, and a step costs a handful of 2×2 products
//! per person.

use super::lines::{At, Lines, in_factor};
use crate::stats::Undefined;
use crate::stats::note::Note;
use crate::stats::regression::Coefficient;
use nalgebra::{Matrix2, Matrix3, Matrix4, Vector2, Vector3, Vector4};
use serde::{Deserialize, Serialize};

/// How [`random_slope`] is made.
pub const RANDOM_SLOPE: Note = Note {
    name: "Mixed model, a level and a slope per person",
    answers: "How does the outcome move with usage on average, and how much does that differ from person to person?",
    formula: "y = a + b·x + u + v·x + e with (u, v) jointly normal per person and e ~ N(0, σₑ²) per row; all variances by restricted maximum likelihood (REML)",
    certainty: "Standard errors from generalised least squares. p: Student’s t with Satterthwaite’s degrees of freedom.",
    assumes: "People’s levels and slopes are normal and have nothing to do with how much they use; enough people (about ten) with several rows each.",
    source: "Laird & Ware (1982), Random-effects models for longitudinal data; Bates et al. (2015), Fitting linear mixed-effects models using lme4",
    checked_against: "R lme4::lmer, lmerTest",
};

/// A line with a random intercept and a random slope per group, fitted by REML.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct RandomSlope {
    /// Number of rows.
    pub rows: usize,
    /// Number of groups.
    pub groups: usize,
    /// Mean level at x = 0, with Satterthwaite's degrees of freedom.
    pub intercept: Coefficient,
    /// Mean slope, with Satterthwaite's degrees of freedom.
    pub slope: Coefficient,
    /// Standard deviation of the groups' levels at x = 0, in units of y.
    pub intercept_standard_deviation: f64,
    /// Standard deviation of the groups' slopes.
    pub slope_standard_deviation: f64,
    /// Correlation of the groups' levels at x = 0 with their slopes; none where one of them does not vary.
    pub correlation: Option<f64>,
    /// Standard deviation of the rows about their group's line, in units of y.
    pub residual_standard_deviation: f64,
    /// Logarithm of the restricted likelihood at its maximum.
    pub log_likelihood: f64,
}

/// Fits a line to the points `(x[i], y[i])` with a level and a slope for each group.
///
/// # Errors
/// [`Undefined::TooFew`] below two groups; [`Undefined::NoDegreesOfFreedom`] for no more than two rows per group on
/// average; [`Undefined::Constant`] if a side does not vary, or x within no group;
/// [`Undefined::PerfectFit`] if the rows do not vary about their group's line.
pub fn random_slope(group: &[usize], x: &[f64], y: &[f64]) -> Result<RandomSlope, Undefined> {
    let lines = Lines::new(group, x, y)?;
    Ok(lines.model(&lines.best()?))
}

impl Lines {
    /// Curvature of the deviance in the factor; the residual variance is given, or else follows at its best.
    fn curvature(&self, at: &At, variance: Option<f64>) -> Matrix3<f64> {
        let gradient = |factor| {
            let at = self.at(factor);
            at.gradient(variance.unwrap_or(at.left / self.count()))
        };
        let column = |index: usize| {
            let step = 1e-4 * at.factor[index].abs().max(1e-2);
            let mut shift = Vector3::zeros();
            shift[index] = step;
            (gradient(at.factor + shift) - gradient(at.factor - shift)) / (2.0 * step)
        };
        let curvature = Matrix3::from_columns(&[column(0), column(1), column(2)]);
        (curvature + curvature.transpose()) / 2.0
    }

    /// The factor with the smallest deviance that is reached from several starts.
    fn best(&self) -> Result<At, Undefined> {
        [(1.0, 1.0), (0.1, 0.1), (5.0, 0.5), (0.5, 5.0)]
            .map(|(level, slope)| self.descend(Vector3::new(level, 0.0, slope)))
            .into_iter()
            .filter(|at| at.deviance.is_finite())
            .min_by(|a, b| a.deviance.total_cmp(&b.deviance))
            .ok_or(Undefined::PerfectFit)
    }

    /// Newton's method with the curvature's eigenvalues made positive, halving steps that lead upwards.
    fn descend(&self, start: Vector3<f64>) -> At {
        /// Smaller changes of the deviance than this share are rounding.
        const ROUNDING: f64 = 1e-13;
        let mut at = self.at(start);
        for _ in 0..200 {
            let gradient = at.gradient(at.left / self.count());
            let eigen = self.curvature(&at, None).symmetric_eigen();
            let floor = 1e-8 * eigen.eigenvalues.amax().max(f64::MIN_POSITIVE);
            let along = eigen.eigenvectors.tr_mul(&gradient);
            let steps = along.zip_map(&eigen.eigenvalues, |slope, bend| {
                slope / bend.abs().max(floor)
            });
            let mut step = eigen.eigenvectors * steps;
            let allowed = at.deviance + ROUNDING * at.deviance.abs();
            let mut next = self.at(at.factor - step);
            for _ in 0..60 {
                if next.deviance <= allowed {
                    break;
                }
                step /= 2.0;
                next = self.at(at.factor - step);
            }
            if next.deviance.is_nan() || next.deviance > allowed {
                break;
            }
            at = next;
            if step.norm() <= 1e-9 * at.factor.norm().max(1e-3) {
                break;
            }
        }
        at
    }

    fn model(&self, at: &At) -> RandomSlope {
        let ((x_mean, x_scale), (y_mean, y_scale)) = (self.x, self.y);
        let to_slope = Vector2::new(0.0, 1.0 / x_scale);
        let to_intercept = Vector2::new(1.0, -x_mean / x_scale);
        let variance = at.left / self.count();
        let uncertainty = self.uncertainty(at);
        let coefficient = |contrast: &Vector2<f64>, origin: f64| {
            let unit = contrast.dot(&(at.inverse * contrast));
            Coefficient {
                estimate: contrast.dot(&at.estimates) * y_scale + origin,
                standard_error: (variance * unit).sqrt() * y_scale,
                degrees_of_freedom: self.degrees_of_freedom(at, &uncertainty, contrast),
            }
        };
        let residual = variance.sqrt() * y_scale;
        let spread = at.lower().transpose();
        let (level, slope) = (spread * to_intercept, spread * to_slope);
        let deviations = (level.norm() * residual, slope.norm() * residual);
        // Less than a millionth of the residual deviation is where the search stopped on its way to none.
        let varies = level.norm().min(slope.norm() * x_scale) > 1e-6;
        let deviance =
            at.deviance + 2.0 * self.count() * libm::log(y_scale) + 2.0 * libm::log(x_scale);
        RandomSlope {
            rows: self.rows,
            groups: self.groups.len(),
            intercept: coefficient(&to_intercept, y_mean),
            slope: coefficient(&to_slope, 0.0),
            intercept_standard_deviation: deviations.0,
            slope_standard_deviation: deviations.1,
            correlation: varies
                .then(|| (level.dot(&slope) / level.norm() / slope.norm()).clamp(-1.0, 1.0)),
            residual_standard_deviation: residual,
            log_likelihood: -0.5 * deviance,
        }
    }

    /// Covariance of the factor and of the logarithm of the residual variance: twice the inverse curvature of the
    /// deviance, without directions in which it is flat.
    fn uncertainty(&self, at: &At) -> Matrix4<f64> {
        const FLAT: f64 = 1e-8;
        let variance = at.left / self.count();
        let mut curvature = Matrix4::zeros();
        curvature
            .fixed_view_mut::<3, 3>(0, 0)
            .copy_from(&self.curvature(at, Some(variance)));
        let mixed = in_factor(&(at.of_residuals / variance), &at.lower());
        curvature.fixed_view_mut::<3, 1>(0, 3).copy_from(&mixed);
        curvature
            .fixed_view_mut::<1, 3>(3, 0)
            .copy_from(&mixed.transpose());
        curvature[(3, 3)] = self.count();
        let eigen = curvature.symmetric_eigen();
        let least = FLAT * eigen.eigenvalues.amax();
        let inverse = eigen
            .eigenvalues
            .map(|bend| if bend > least { 2.0 / bend } else { 0.0 });
        eigen.eigenvectors * Matrix4::from_diagonal(&inverse) * eigen.eigenvectors.transpose()
    }

    fn degrees_of_freedom(
        &self,
        at: &At,
        uncertainty: &Matrix4<f64>,
        contrast: &Vector2<f64>,
    ) -> f64 {
        let spread = at.inverse * contrast;
        let unit = contrast.dot(&spread);
        let of_covariance: Matrix2<f64> = self
            .precisions(&at.factor)
            .map(|(_, precision, _)| (precision * spread) * (precision * spread).transpose())
            .sum();
        let in_factor = in_factor(&of_covariance, &at.lower());
        let gradient = Vector4::new(in_factor[0], in_factor[1], in_factor[2], unit);
        2.0 * unit * unit / gradient.dot(&(uncertainty * gradient))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::resample::Generator;

    type Columns = (Vec<usize>, Vec<f64>, Vec<f64>);

    /// People with 2 to 9 rows each, whose levels and slopes differ by the deviations given.
    fn people(count: usize, (level, slope): (f64, f64), seed: u64) -> Columns {
        let mut generator = Generator::new(seed);
        let mut noise = || generator.below(1001) as f64 / 500.0 - 1.0;
        let mut columns = Columns::default();
        for person in 0..count {
            let own = (level * noise(), slope * noise());
            for _ in 0..2 + person * 5 % 8 {
                let x = 3.0 + noise();
                columns.0.push(person);
                columns.1.push(x);
                columns.2.push(own.0 + (1.0 + own.1) * x + noise());
            }
        }
        columns
    }

    #[test]
    fn no_covariance_on_a_grid_fits_better() {
        let sizes = [0.0, 0.02, 0.1, 0.3, 0.7, 1.0, 1.5, 2.5, 5.0, 20.0];
        for (seed, spread) in [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0), (30.0, 5.0)]
            .into_iter()
            .cycle()
            .take(20)
            .enumerate()
        {
            let (group, x, y) = people(14, spread, seed as u64);
            let lines = Lines::new(&group, &x, &y).unwrap();
            let best = lines.best().unwrap();
            for &a in &sizes {
                for b in sizes.iter().flat_map(|b| [*b, -b]) {
                    for &c in &sizes {
                        let other = lines.at(Vector3::new(a, b, c)).deviance;
                        assert!(
                            best.deviance <= other + 1e-9,
                            "{seed} {spread:?}: {} at {:?}, {other} at {a} {b} {c}",
                            best.deviance,
                            best.factor
                        );
                    }
                }
            }
            let model = lines.model(&best);
            let numbers = [
                model.slope.standard_error,
                model.slope.degrees_of_freedom,
                model.intercept.degrees_of_freedom,
                model.log_likelihood,
            ];
            assert!(numbers.iter().all(|number| number.is_finite()), "{model:?}");
        }
    }
}
