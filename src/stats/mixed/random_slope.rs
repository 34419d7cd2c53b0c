//! A linear model in which every person has a level and a slope of their own.
//!
//! Three numbers are searched for: the Cholesky factor of the covariance of level and slope in units of the residual
//! variance. Gradients are exact, curvatures are differences of gradients, and a step costs a handful of 2×2 products
//! per person.

use super::Groups;
use crate::stats::moments::{Centred, is_constant};
use crate::stats::note::Note;
use crate::stats::regression::Coefficient;
use crate::stats::{Side, Undefined};
use nalgebra::{Matrix2, Matrix3, Matrix4, Vector2, Vector3, Vector4};
use serde::{Deserialize, Serialize};
use std::f64::consts::TAU;

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
    let starts = [(1.0, 1.0), (0.1, 0.1), (5.0, 0.5), (0.5, 5.0)];
    let found = starts.map(|(level, slope)| lines.descend(Vector3::new(level, 0.0, slope)));
    let best = found
        .into_iter()
        .filter(|at| at.deviance.is_finite())
        .min_by(|a, b| a.deviance.total_cmp(&b.deviance));
    best.map_or(Err(Undefined::PerfectFit), |best| Ok(lines.model(&best)))
}

/// One group: its own least-squares line, and the products of (1, x) that say how much it knows.
struct Line {
    own: Vector2<f64>,
    products: Matrix2<f64>,
}

/// All that the likelihood needs of the rows, in centred and scaled x and y.
struct Lines {
    rows: usize,
    groups: Vec<Line>,
    /// Sum of squares about the groups' own lines.
    within: f64,
    /// Mean and scale of x.
    x: (f64, f64),
    /// Mean and scale of y.
    y: (f64, f64),
}

/// The model at one Cholesky factor, everything else at its best.
struct At {
    factor: Vector3<f64>,
    deviance: f64,
    /// Weighted residual sum of squares.
    left: f64,
    estimates: Vector2<f64>,
    /// Covariance of the estimates in units of the residual variance.
    inverse: Matrix2<f64>,
    /// What a change of the groups' covariance does to the determinants.
    of_determinants: Matrix2<f64>,
    /// What it does to the weighted residual sum of squares, with its sign turned.
    of_residuals: Matrix2<f64>,
}

impl At {
    fn lower(&self) -> Matrix2<f64> {
        lower(&self.factor)
    }

    /// Gradient of the deviance in the factor, at the given residual variance.
    fn gradient(&self, variance: f64) -> Vector3<f64> {
        in_factor(
            &(self.of_determinants - self.of_residuals / variance),
            &self.lower(),
        )
    }
}

fn lower(factor: &Vector3<f64>) -> Matrix2<f64> {
    Matrix2::new(factor[0], 0.0, factor[1], factor[2])
}

/// Gradient in the Cholesky factor of whatever has the gradient `in_covariance` in the covariance.
fn in_factor(in_covariance: &Matrix2<f64>, lower: &Matrix2<f64>) -> Vector3<f64> {
    let gradient = in_covariance * lower * 2.0;
    Vector3::new(gradient[(0, 0)], gradient[(1, 0)], gradient[(1, 1)])
}

impl Lines {
    fn new(group: &[usize], x: &[f64], y: &[f64]) -> Result<Self, Undefined> {
        /// Squared deviations of x below this, per row, are rounding: the group has no slope.
        const FLAT: f64 = 1e-24;
        /// So is a residual share below this.
        const ROUNDING: f64 = 1e-20;
        let groups = Groups::new(group);
        if groups.sizes.len() < 2 {
            return Err(Undefined::TooFew {
                have: groups.sizes.len(),
                need: 2,
            });
        }
        for (values, side) in [(x, Side::X), (y, Side::Y)] {
            if is_constant(values) {
                return Err(Undefined::Constant(side));
            }
        }
        if x.len() <= 2 * groups.sizes.len() {
            return Err(Undefined::NoDegreesOfFreedom);
        }
        let (x, y) = (Centred::new(x), Centred::new(y));
        let means: Vec<(f64, f64)> = groups
            .means(&x.values)
            .into_iter()
            .zip(groups.means(&y.values))
            .collect();
        let deviations = || {
            let rows = groups.of_row.iter().zip(x.values.iter().zip(&y.values));
            rows.map(|(&group, (x, y))| (group, x - means[group].0, y - means[group].1))
        };
        let mut products = vec![(0.0, 0.0); means.len()];
        for (group, x, y) in deviations() {
            products[group].0 += x * x;
            products[group].1 += x * y;
        }
        let slopes: Vec<f64> = products
            .iter()
            .zip(&groups.sizes)
            .map(|(&(xx, xy), size)| if xx > FLAT * size { xy / xx } else { 0.0 })
            .collect();
        if products
            .iter()
            .zip(&groups.sizes)
            .all(|((xx, _), size)| *xx <= FLAT * size)
        {
            return Err(Undefined::Constant(Side::X));
        }
        let line = |group: usize| {
            let (size, (mean_x, mean_y)) = (groups.sizes[group], means[group]);
            let (sum, square) = (size * mean_x, products[group].0 + size * mean_x * mean_x);
            Line {
                own: Vector2::new(mean_y - slopes[group] * mean_x, slopes[group]),
                products: Matrix2::new(size, sum, sum, square),
            }
        };
        let within = deviations()
            .map(|(group, x, y)| (y - slopes[group] * x).powi(2))
            .sum();
        // Groups that lie on lines of their own would let the likelihood grow without end.
        if within <= ROUNDING * y.sum_of_squares() {
            return Err(Undefined::PerfectFit);
        }
        Ok(Self {
            rows: x.values.len(),
            groups: (0..means.len()).map(line).collect(),
            within,
            x: (x.mean, x.scale),
            y: (y.mean, y.scale),
        })
    }

    /// Rows less the two coefficients.
    fn count(&self) -> f64 {
        self.rows as f64 - 2.0
    }

    /// Precision of each group's own line about the mean line, and the line itself.
    fn precisions(
        &self,
        factor: &Vector3<f64>,
    ) -> impl Iterator<Item = (f64, Matrix2<f64>, &Line)> {
        let covariance = lower(factor) * lower(factor).transpose();
        self.groups.iter().map(move |line| {
            let spread = Matrix2::identity() + covariance * line.products;
            let determinant = spread.determinant();
            let adjugate = Matrix2::new(
                spread[(1, 1)],
                -spread[(0, 1)],
                -spread[(1, 0)],
                spread[(0, 0)],
            );
            (determinant, line.products * adjugate / determinant, line)
        })
    }

    fn at(&self, factor: Vector3<f64>) -> At {
        let (mut sum, mut pull, mut log_determinants) = (Matrix2::zeros(), Vector2::zeros(), 0.0);
        for (determinant, precision, line) in self.precisions(&factor) {
            log_determinants += libm::log(determinant);
            sum += precision;
            pull += precision * line.own;
        }
        // The sum is that of at least one group whose x varies, so it can be inverted.
        let inverse = sum.try_inverse().unwrap_or_else(Matrix2::zeros);
        let estimates = inverse * pull;
        let mut left = self.within;
        let (mut of_determinants, mut of_residuals) = (Matrix2::zeros(), Matrix2::zeros());
        for (_, precision, line) in self.precisions(&factor) {
            let pull = precision * (line.own - estimates);
            left += pull.dot(&(line.own - estimates));
            of_determinants += precision - precision * inverse * precision;
            of_residuals += pull * pull.transpose();
        }
        let left = left.max(f64::MIN_POSITIVE);
        let count = self.count();
        At {
            factor,
            deviance: count * (1.0 + libm::log(TAU * left / count))
                + log_determinants
                + libm::log(sum.determinant()),
            left,
            estimates,
            inverse,
            of_determinants,
            of_residuals,
        }
    }

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
