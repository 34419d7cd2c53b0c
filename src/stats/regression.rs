//! Least squares with classical, heteroscedasticity-robust or cluster-robust standard errors.

use super::moments::{Centred, is_constant};
use super::note::Note;
use super::special::{student_t_quantile, student_t_two_sided};
use super::{Interval, Side, Undefined};
use nalgebra::{DMatrix, DVector};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How [`least_squares`] is made.
pub const LEAST_SQUARES: Note = Note {
    name: "Least-squares line",
    answers: "How much does the outcome differ per unit of usage, on average?",
    formula: "minimises Σ(y − a − b·x)², by QR decomposition of centred columns",
    certainty: "Standard error HC3: Σ (weight · residual/(1 − leverage))², valid where the spread changes with x. Interval and p: Student’s t with n − k degrees of freedom for k coefficients.",
    assumes: "Independent points, a relation along a line. A point of high leverage can decide the slope.",
    source: "MacKinnon & White (1985), Some heteroskedasticity-consistent covariance matrix estimators; Long & Ervin (2000), Using heteroscedasticity consistent standard errors",
    checked_against: "NIST StRD certified values; HC3 against the coefficients without each point",
};

/// How standard errors are computed.
#[derive(Debug, Clone, Copy)]
pub enum Errors<'a> {
    /// Equal variance everywhere; t with n − k degrees of freedom for k coefficients.
    Classical,
    /// HC3, for a variance that changes with x; t with n − k degrees of freedom.
    ///
    /// Source: Long & Ervin (2000), "Using heteroscedasticity consistent standard errors", The American Statistician 54.
    Hc3,
    /// CR1, for rows that belong together; the slice names each row's cluster. t with clusters − 1 degrees of freedom.
    ///
    /// Source: Liang & Zeger (1986), Biometrika 73, with Stata's small-sample factor.
    Clustered(&'a [usize]),
}

/// An estimate with its standard error.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Coefficient {
    /// The estimate, in units of y per unit of its regressor.
    pub estimate: f64,
    /// Its standard error; 0 if the points are fitted exactly.
    pub standard_error: f64,
    /// Degrees of freedom of Student's t for this estimate.
    pub degrees_of_freedom: f64,
}

impl Coefficient {
    /// The estimate in units of its standard error.
    pub fn t(&self) -> f64 {
        self.estimate / self.standard_error
    }

    /// Two-sided p-value of "the coefficient is zero".
    ///
    /// # Errors
    /// [`Undefined::PerfectFit`] if there is no error to compare with.
    pub fn p_value(&self) -> Result<f64, Undefined> {
        if self.standard_error <= 0.0 {
            return Err(Undefined::PerfectFit);
        }
        Ok(student_t_two_sided(self.t(), self.degrees_of_freedom))
    }

    /// Confidence interval; of zero width if the points are fitted exactly.
    pub fn interval(&self, level: f64) -> Interval {
        let margin =
            student_t_quantile(0.5 + level / 2.0, self.degrees_of_freedom) * self.standard_error;
        Interval {
            low: self.estimate - margin,
            high: self.estimate + margin,
            level,
        }
    }
}

/// A linear model with an intercept, fitted by least squares.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Regression {
    /// The intercept, then one coefficient per regressor.
    pub coefficients: Vec<Coefficient>,
    /// Number of rows.
    pub n: usize,
    /// Residual sum of squares.
    pub residual_sum_of_squares: f64,
    /// Residual standard deviation, with divisor n − k for k coefficients.
    pub residual_standard_deviation: f64,
    /// Share of the variance of y that the model fits.
    pub r_squared: f64,
}

/// Fits `y` by an intercept and `regressors`, each a column as long as `y`.
///
/// # Errors
/// [`Undefined::TooFew`] for fewer rows than coefficients, or fewer than two clusters;
/// [`Undefined::NoDegreesOfFreedom`] for as many, or with [`Errors::Hc3`] if one row alone fixes a coefficient;
/// [`Undefined::Constant`] if a column does not vary; [`Undefined::Collinear`] if one is a combination of others.
pub fn least_squares(
    regressors: &[&[f64]],
    y: &[f64],
    errors: Errors,
) -> Result<Regression, Undefined> {
    let fit = Fit::new(regressors, y)?;
    let covariance = fit.covariance(errors)?;
    let coefficient = |index| covariance.coefficient(&fit, &fit.contrast_of(index));
    Ok(Regression {
        coefficients: (0..=regressors.len()).map(coefficient).collect(),
        n: y.len(),
        residual_sum_of_squares: fit.residual_sum_of_squares(),
        residual_standard_deviation: fit.residual_standard_deviation(),
        r_squared: fit.r_squared(),
    })
}

/// A solved model in centred and scaled columns: the first parameter is the mean of y, the others are slopes
/// against deviations from the regressors' means. A *contrast* is a vector over these parameters.
pub(super) struct Fit {
    /// Mean of each regressor.
    means: Vec<f64>,
    /// What each centred regressor was divided by.
    scales: Vec<f64>,
    parameters: DVector<f64>,
    /// One row per observation: what a unit of its y adds to each parameter.
    weights: DMatrix<f64>,
    /// Residuals in rows' order.
    pub residuals: Vec<f64>,
    /// Leverage of each row, the diagonal of the hat matrix.
    pub leverage: Vec<f64>,
    /// Share of the sum of squares of y that is left, 0 if that is rounding only.
    unexplained: f64,
}

impl Fit {
    pub fn new(regressors: &[&[f64]], y: &[f64]) -> Result<Self, Undefined> {
        /// Residual share of the sum of squares that rounding alone can leave.
        const ROUNDING: f64 = 1e-26;
        /// A column whose part outside of the others is smaller than this share of it is a combination of them.
        const COLLINEAR: f64 = 1e-10;
        check_shape(regressors, y)?;
        let n = y.len();
        let columns: Vec<Centred> = regressors.iter().map(|x| Centred::new(x)).collect();
        let design = DMatrix::from_fn(n, columns.len(), |row, column| columns[column].values[row]);
        let y = Centred::new(y);
        let decomposed = design.clone().qr();
        let (q, r) = (decomposed.q(), decomposed.r());
        for (index, column) in columns.iter().enumerate() {
            if r[(index, index)].abs() <= COLLINEAR * column.sum_of_squares().sqrt() {
                return Err(Undefined::Collinear);
            }
        }
        // Rows of weights are R⁻¹q; the mean of y takes 1/n of each row.
        let inverse = r.solve_upper_triangular(&DMatrix::identity(columns.len(), columns.len()));
        let slope_weights = &q * inverse.ok_or(Undefined::Collinear)?.transpose();
        let centred_y = DVector::from_column_slice(&y.values);
        let mut slopes = slope_weights.tr_mul(&centred_y);
        // One step of iterative refinement wins back the digits that an ill-conditioned design cost.
        slopes += slope_weights.tr_mul(&(&centred_y - &design * &slopes));
        let mut residuals = &centred_y - &design * &slopes;
        let mut unexplained = residuals.norm_squared() / y.sum_of_squares();
        if unexplained <= ROUNDING {
            unexplained = 0.0;
            residuals.fill(0.0);
        }
        Ok(Self {
            means: columns.iter().map(|column| column.mean).collect(),
            scales: columns.iter().map(|column| column.scale).collect(),
            parameters: (slopes * y.scale).insert_row(0, y.mean),
            weights: slope_weights.insert_column(0, 1.0 / n as f64),
            residuals: residuals
                .iter()
                .map(|residual| residual * y.scale)
                .collect(),
            leverage: q
                .row_iter()
                .map(|row| 1.0 / n as f64 + row.norm_squared())
                .collect(),
            unexplained,
        })
    }

    /// Contrast of the coefficient at `index`, the intercept being 0.
    pub fn contrast_of(&self, index: usize) -> Vec<f64> {
        if index == 0 {
            return self.contrast_at(&vec![0.0; self.means.len()]);
        }
        let mut contrast = vec![0.0; self.means.len() + 1];
        contrast[index] = 1.0 / self.scales[index - 1];
        contrast
    }

    /// Contrast of the mean of y where the regressors have the values `at`.
    pub fn contrast_at(&self, at: &[f64]) -> Vec<f64> {
        let columns = self.means.iter().zip(&self.scales);
        let deviations = at
            .iter()
            .zip(columns)
            .map(|(at, (mean, scale))| (at - mean) / scale);
        std::iter::once(1.0).chain(deviations).collect()
    }

    pub fn degrees_of_freedom(&self) -> f64 {
        (self.residuals.len() - self.parameters.len()) as f64
    }

    pub fn residual_sum_of_squares(&self) -> f64 {
        self.residuals
            .iter()
            .map(|residual| residual * residual)
            .sum()
    }

    pub fn residual_standard_deviation(&self) -> f64 {
        (self.residual_sum_of_squares() / self.degrees_of_freedom()).sqrt()
    }

    pub fn r_squared(&self) -> f64 {
        1.0 - self.unexplained
    }

    pub fn covariance(&self, errors: Errors) -> Result<Covariance, Undefined> {
        /// A leverage so close to 1 means that the row alone fixes a coefficient.
        const WHOLE: f64 = 1.0 - 1e-10;
        let (n, k) = (self.weights.nrows() as f64, self.weights.ncols() as f64);
        let mut degrees_of_freedom = self.degrees_of_freedom();
        let matrix = match errors {
            Errors::Classical => {
                self.weights.tr_mul(&self.weights) * self.residual_standard_deviation().powi(2)
            }
            Errors::Hc3 => {
                if self.leverage.iter().any(|&leverage| leverage > WHOLE) {
                    return Err(Undefined::NoDegreesOfFreedom);
                }
                let scores = self.scores(|row| 1.0 / (1.0 - self.leverage[row]));
                scores.tr_mul(&scores)
            }
            Errors::Clustered(cluster_of) => {
                let scores = self.scores(|_| 1.0);
                let mut sums: BTreeMap<usize, DVector<f64>> = BTreeMap::new();
                for (cluster, score) in cluster_of.iter().zip(scores.row_iter()) {
                    *sums
                        .entry(*cluster)
                        .or_insert_with(|| DVector::zeros(scores.ncols())) += score.transpose();
                }
                if sums.len() < 2 {
                    return Err(Undefined::TooFew {
                        have: sums.len(),
                        need: 2,
                    });
                }
                let clusters = sums.len() as f64;
                degrees_of_freedom = clusters - 1.0;
                let sums = DMatrix::from_columns(&sums.into_values().collect::<Vec<_>>());
                &sums * sums.transpose() * (clusters / (clusters - 1.0) * (n - 1.0) / (n - k))
            }
        };
        Ok(Covariance {
            matrix,
            degrees_of_freedom,
        })
    }

    /// What each row's residual, times a factor, adds to the error of each parameter.
    fn scores(&self, factor: impl Fn(usize) -> f64) -> DMatrix<f64> {
        let mut scores = self.weights.clone();
        for (row, mut weights) in scores.row_iter_mut().enumerate() {
            weights *= self.residuals[row] * factor(row);
        }
        scores
    }
}

/// Fails if the columns are too short or do not vary.
fn check_shape(regressors: &[&[f64]], y: &[f64]) -> Result<(), Undefined> {
    debug_assert!(
        regressors.iter().all(|x| x.len() == y.len()),
        "a row has every column"
    );
    let (n, parameters) = (y.len(), regressors.len() + 1);
    if n < parameters {
        return Err(Undefined::TooFew {
            have: n,
            need: parameters + 1,
        });
    }
    if regressors.iter().any(|x| is_constant(x)) {
        return Err(Undefined::Constant(Side::X));
    }
    if is_constant(y) {
        return Err(Undefined::Constant(Side::Y));
    }
    if n == parameters {
        Err(Undefined::NoDegreesOfFreedom)
    } else {
        Ok(())
    }
}

/// Covariance of the parameters of a [`Fit`].
pub(super) struct Covariance {
    matrix: DMatrix<f64>,
    degrees_of_freedom: f64,
}

impl Covariance {
    /// Estimate and standard error of a contrast.
    pub fn coefficient(&self, fit: &Fit, contrast: &[f64]) -> Coefficient {
        let contrast = DVector::from_column_slice(contrast);
        Coefficient {
            estimate: contrast.dot(&fit.parameters),
            standard_error: contrast.dot(&(&self.matrix * &contrast)).max(0.0).sqrt(),
            degrees_of_freedom: self.degrees_of_freedom,
        }
    }

    /// Covariance of two contrasts.
    pub fn between(&self, a: &[f64], b: &[f64]) -> f64 {
        DVector::from_column_slice(a).dot(&(&self.matrix * DVector::from_column_slice(b)))
    }
}
