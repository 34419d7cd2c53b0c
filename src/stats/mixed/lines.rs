//! The restricted likelihood of the random-slope model, profiled down to the Cholesky factor of the covariance of level
//! and slope, with its gradient.

use crate::stats::mixed::Groups;
use crate::stats::moments::{Centred, is_constant};
use crate::stats::{Side, Undefined};
use nalgebra::{Matrix2, Vector2, Vector3};
use std::f64::consts::TAU;

/// One group: its own least-squares line, and the products of (1, x) that say how much it knows.
pub(super) struct Line {
    pub own: Vector2<f64>,
    pub products: Matrix2<f64>,
}

/// All that the likelihood needs of the rows, in centred and scaled x and y.
pub(super) struct Lines {
    pub rows: usize,
    pub groups: Vec<Line>,
    /// Sum of squares about the groups' own lines.
    pub within: f64,
    /// Mean and scale of x.
    pub x: (f64, f64),
    /// Mean and scale of y.
    pub y: (f64, f64),
}

/// The model at one Cholesky factor, everything else at its best.
pub(super) struct At {
    pub factor: Vector3<f64>,
    pub deviance: f64,
    /// Weighted residual sum of squares.
    pub left: f64,
    pub estimates: Vector2<f64>,
    /// Covariance of the estimates in units of the residual variance.
    pub inverse: Matrix2<f64>,
    /// What a change of the groups' covariance does to the determinants.
    pub of_determinants: Matrix2<f64>,
    /// What it does to the weighted residual sum of squares, with its sign turned.
    pub of_residuals: Matrix2<f64>,
}

impl At {
    pub fn lower(&self) -> Matrix2<f64> {
        lower(&self.factor)
    }

    /// Gradient of the deviance in the factor, at the given residual variance.
    pub fn gradient(&self, variance: f64) -> Vector3<f64> {
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
pub(super) fn in_factor(in_covariance: &Matrix2<f64>, lower: &Matrix2<f64>) -> Vector3<f64> {
    let gradient = in_covariance * lower * 2.0;
    Vector3::new(gradient[(0, 0)], gradient[(1, 0)], gradient[(1, 1)])
}

impl Lines {
    pub fn new(group: &[usize], x: &[f64], y: &[f64]) -> Result<Self, Undefined> {
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
    pub fn count(&self) -> f64 {
        self.rows as f64 - 2.0
    }

    /// Precision of each group's own line about the mean line, and the line itself.
    pub fn precisions(
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

    pub fn at(&self, factor: Vector3<f64>) -> At {
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
}
