//! The likelihood of the random-intercept model, profiled down to the ratio of its two variances.

use super::{Criterion, Grouped, Groups, RandomIntercept};
use crate::stats::moments::{Centred, is_constant};
use crate::stats::regression::Coefficient;
use crate::stats::{Side, Undefined};
use nalgebra::{DMatrix, DVector, Matrix2, Vector2};
use std::f64::consts::TAU;

/// All that the likelihood needs of the rows: columns are 1, the regressors and y, centred and scaled.
pub(super) struct Sums {
    rows: usize,
    groups: Vec<(f64, DVector<f64>)>,
    /// Sums of products about the groups' means.
    within: DMatrix<f64>,
    /// Mean of each regressor, then of y.
    means: Vec<f64>,
    /// What each regressor, then y, was divided by.
    pub scales: Vec<f64>,
}

impl Sums {
    pub fn new(rows: Grouped) -> Result<Self, Undefined> {
        let n = rows.y.len();
        let groups = Groups::new(rows.group);
        let parameters = rows.regressors.len() + 1;
        if groups.sizes.len() < 2 {
            return Err(Undefined::TooFew {
                have: groups.sizes.len(),
                need: 2,
            });
        }
        if rows.regressors.iter().any(|x| is_constant(x)) {
            return Err(Undefined::Constant(Side::X));
        }
        if is_constant(rows.y) {
            return Err(Undefined::Constant(Side::Y));
        }
        if n <= parameters || n == groups.sizes.len() {
            return Err(Undefined::NoDegreesOfFreedom);
        }
        let columns: Vec<Centred> = rows
            .regressors
            .iter()
            .chain(std::iter::once(&rows.y))
            .map(|column| Centred::new(column))
            .collect();
        let means: Vec<Vec<f64>> = columns
            .iter()
            .map(|column| groups.means(&column.values))
            .collect();
        let mut within = DMatrix::zeros(parameters + 1, parameters + 1);
        for row in 0..n {
            let group = groups.of_row[row];
            let deviation = |column: usize| columns[column].values[row] - means[column][group];
            for a in 0..parameters {
                for b in a..parameters {
                    within[(a + 1, b + 1)] += deviation(a) * deviation(b);
                }
            }
        }
        within.fill_lower_triangle_with_upper_triangle();
        let group = |(group, &size): (usize, &f64)| {
            let means = means.iter().map(|column| column[group]);
            (
                size,
                DVector::from_iterator(parameters + 1, std::iter::once(1.0).chain(means)),
            )
        };
        let sums = Self {
            rows: n,
            groups: groups.sizes.iter().enumerate().map(group).collect(),
            within,
            means: columns.iter().map(|column| column.mean).collect(),
            scales: columns.iter().map(|column| column.scale).collect(),
        };
        sums.check_rank()?;
        Ok(sums)
    }

    fn parameters(&self) -> usize {
        self.within.nrows() - 1
    }

    /// The sums of products plus, for each group, its means' products times `weight(size)`.
    fn weighted(&self, start: DMatrix<f64>, weight: impl Fn(f64) -> f64) -> DMatrix<f64> {
        let mut sum = start;
        for (size, means) in &self.groups {
            sum.ger(weight(*size), means, means, 1.0);
        }
        sum
    }

    fn check_rank(&self) -> Result<(), Undefined> {
        /// A squared pivot below this share of a column's sum of squares is rounding.
        const ROUNDING: f64 = 1e-14;
        let k = self.parameters();
        let products = self
            .weighted(self.within.clone(), |size| size)
            .view((0, 0), (k, k))
            .into_owned();
        let diagonal = products.diagonal();
        let pivots = products.cholesky().ok_or(Undefined::Collinear)?.l();
        let lost = |column: usize| pivots[(column, column)].powi(2) <= ROUNDING * diagonal[column];
        if (0..k).any(lost) {
            Err(Undefined::Collinear)
        } else {
            Ok(())
        }
    }

    /// The model at a given ratio of the variance between groups to that within them.
    fn at(&self, ratio: f64, criterion: Criterion) -> Result<Profiled<'_>, Undefined> {
        let k = self.parameters();
        let products = self.weighted(self.within.clone(), |size| size / (1.0 + size * ratio));
        let decomposed = products
            .view((0, 0), (k, k))
            .into_owned()
            .cholesky()
            .ok_or(Undefined::Collinear)?;
        let estimates = decomposed.solve(&products.view((0, k), (k, 1)).into_owned());
        let residual = DVector::from_iterator(
            k + 1,
            estimates.iter().map(|b| -b).chain(std::iter::once(1.0)),
        );
        let left = residual.dot(&(&products * &residual));
        let log_determinant = |l: DMatrix<f64>| 2.0 * l.diagonal().map(libm::log).sum();
        let between: f64 = self
            .groups
            .iter()
            .map(|(size, _)| libm::log1p(size * ratio))
            .sum();
        let (lost, penalty) = match criterion {
            Criterion::Reml => (k as f64, log_determinant(decomposed.l())),
            Criterion::MaximumLikelihood => (0.0, 0.0),
        };
        let count = self.rows as f64 - lost;
        let left = left.max(f64::MIN_POSITIVE);
        Ok(Profiled {
            sums: self,
            criterion,
            ratio,
            inverse: decomposed.inverse(),
            residual,
            left,
            count,
            deviance: count * (1.0 + libm::log(TAU * left / count)) + between + penalty,
        })
    }

    /// The model at the maximum of the criterion.
    pub fn fit(&self, criterion: Criterion) -> Result<Profiled<'_>, Undefined> {
        /// Half the number of steps of ½ in the logarithm of the ratio; the ends are 1e-8 and 1e8.
        const STEPS: i32 = 37;
        /// A residual share below this is rounding.
        const ROUNDING: f64 = 1e-14;
        let at = |log_ratio: f64| self.at(libm::exp(log_ratio), criterion);
        let none = self.at(0.0, criterion)?;
        let mut best = (none.deviance, None);
        for step in -STEPS..=STEPS {
            let deviance = at(f64::from(step) / 2.0)?.deviance;
            if deviance < best.0 {
                best = (deviance, Some(step));
            }
        }
        let fitted = match best.1 {
            None => none,
            Some(step) if step == -STEPS => none,
            Some(step) if step == STEPS => return Err(Undefined::PerfectFit),
            Some(step) => {
                let (mut low, mut high) = (f64::from(step - 1) / 2.0, f64::from(step + 1) / 2.0);
                for _ in 0..60 {
                    let middle = f64::midpoint(low, high);
                    if at(middle)?.slope() > 0.0 {
                        high = middle;
                    } else {
                        low = middle;
                    }
                }
                at(f64::midpoint(low, high))?
            }
        };
        let whole =
            self.weighted(self.within.clone(), |size| size)[(self.parameters(), self.parameters())];
        if fitted.left <= ROUNDING * whole {
            return Err(Undefined::PerfectFit);
        }
        Ok(fitted)
    }
}

/// The model at one ratio of the variances, everything else at its best.
pub(super) struct Profiled<'a> {
    sums: &'a Sums,
    criterion: Criterion,
    ratio: f64,
    /// Covariance of the coefficients in units of the residual variance.
    inverse: DMatrix<f64>,
    /// Coefficients as a vector (−b, 1) over the columns.
    residual: DVector<f64>,
    /// Weighted residual sum of squares.
    left: f64,
    /// Rows, less the coefficients under REML.
    count: f64,
    /// Minus twice the logarithm of the criterion, in centred and scaled columns.
    deviance: f64,
}

impl Profiled<'_> {
    fn scaled_variance(&self) -> f64 {
        self.left / self.count
    }

    /// Groups' sums with the weights (n/(1 + n·ratio))^`power`: minus the first derivative of the products, half the second.
    fn derivative(&self, power: i32) -> DMatrix<f64> {
        let width = self.inverse.nrows() + 1;
        self.sums.weighted(DMatrix::zeros(width, width), |size| {
            (size / (1.0 + size * self.ratio)).powi(power)
        })
    }

    fn trace(&self, matrix: &DMatrix<f64>) -> f64 {
        (&self.inverse * matrix).trace()
    }

    /// Slope of the deviance against the ratio.
    fn slope(&self) -> f64 {
        let k = self.inverse.nrows();
        let first = self.derivative(2);
        let spread: f64 = self
            .sums
            .groups
            .iter()
            .map(|(size, _)| size / (1.0 + size * self.ratio))
            .sum();
        let penalty = match self.criterion {
            Criterion::Reml => self.trace(&first.view((0, 0), (k, k)).into_owned()),
            Criterion::MaximumLikelihood => 0.0,
        };
        spread - penalty - self.residual.dot(&(&first * &self.residual)) / self.scaled_variance()
    }

    /// Satterthwaite's degrees of freedom: how precisely the variance of a contrast is known.
    ///
    /// The variances' covariance is twice the inverse curvature of the deviance in the ratio and the logarithm of the
    /// residual variance. At a ratio of 0, the edge, only the latter is free.
    fn degrees_of_freedom(&self, contrast: &DVector<f64>) -> f64 {
        if self.ratio <= 0.0 {
            return self.count;
        }
        let k = self.inverse.nrows();
        let variance = self.scaled_variance();
        let (first, second) = (self.derivative(2), self.derivative(3) * 2.0);
        let top = |matrix: &DMatrix<f64>| matrix.view((0, 0), (k, k)).into_owned();
        let pull = &first * &self.residual;
        let pull_of_coefficients = pull.rows(0, k).into_owned();
        let slope_of_left = -self.residual.dot(&pull);
        let bend_of_left = self.residual.dot(&(&second * &self.residual))
            - 2.0 * pull_of_coefficients.dot(&(&self.inverse * &pull_of_coefficients));
        let spread: f64 = self
            .sums
            .groups
            .iter()
            .map(|(size, _)| (size / (1.0 + size * self.ratio)).powi(2))
            .sum();
        let penalty = match self.criterion {
            Criterion::Reml => {
                let turned = &self.inverse * top(&first);
                self.trace(&top(&second)) - (&turned * &turned).trace()
            }
            Criterion::MaximumLikelihood => 0.0,
        };
        let off = -slope_of_left / variance;
        let curvature = Matrix2::new(
            penalty - spread + bend_of_left / variance,
            off,
            off,
            self.count,
        );
        let spread_out = &self.inverse * contrast;
        let unit = contrast.dot(&spread_out);
        let gradient = Vector2::new(spread_out.dot(&(top(&first) * &spread_out)), unit);
        let uncertainty = curvature
            .cholesky()
            .map(|decomposed| 2.0 * gradient.dot(&decomposed.solve(&gradient)));
        uncertainty.map_or(self.count, |uncertainty| 2.0 * unit * unit / uncertainty)
    }

    /// Estimate of a contrast of the coefficients, which are those of the centred and scaled columns.
    pub fn coefficient(&self, contrast: &DVector<f64>) -> Coefficient {
        let k = self.inverse.nrows();
        let scale = self.sums.scales[k - 1];
        let variance = self.scaled_variance() * contrast.dot(&(&self.inverse * contrast));
        let estimates = -self.residual.rows(0, k);
        Coefficient {
            estimate: contrast.dot(&estimates) * scale,
            standard_error: variance.sqrt() * scale,
            degrees_of_freedom: self.degrees_of_freedom(contrast),
        }
    }

    /// The model in the columns' own units.
    pub fn model(&self) -> RandomIntercept {
        let k = self.inverse.nrows();
        let (means, scales) = (&self.sums.means, &self.sums.scales);
        let slopes = (1..k).map(|index| {
            let mut contrast = DVector::zeros(k);
            contrast[index] = 1.0 / scales[index - 1];
            self.coefficient(&contrast)
        });
        let at_zero = (0..k).map(|index| match index {
            0 => 1.0,
            _ => -means[index - 1] / scales[index - 1],
        });
        let mut intercept = self.coefficient(&DVector::from_iterator(k, at_zero));
        intercept.estimate += means[k - 1];
        let scale = scales[k - 1];
        let residual = self.scaled_variance().sqrt() * scale;
        // The columns were scaled: the restricted likelihood is that of the columns as they are.
        let logarithms = |scales: &[f64]| scales.iter().map(|&scale| libm::log(scale)).sum::<f64>();
        let of_regressors = match self.criterion {
            Criterion::Reml => 2.0 * logarithms(&scales[..k - 1]),
            Criterion::MaximumLikelihood => 0.0,
        };
        let deviance = self.deviance + 2.0 * self.count * libm::log(scale) + of_regressors;
        RandomIntercept {
            rows: self.sums.rows,
            groups: self.sums.groups.len(),
            criterion: self.criterion,
            coefficients: std::iter::once(intercept).chain(slopes).collect(),
            intercept_standard_deviation: self.ratio.sqrt() * residual,
            residual_standard_deviation: residual,
            log_likelihood: -0.5 * deviance,
        }
    }
}
