//! The least-squares line: slope, band of the mean, a test of curvature, and what each point does to it.

use super::correlation::ProductMoment;
use super::moments::{Centred, is_constant};
use super::note::Note;
use super::regression::{Coefficient, Errors, Fit};
use super::special::student_t_quantile;
use super::{Interval, Undefined};
use serde::{Deserialize, Serialize};

/// How [`FittedLine::mean_band`] is made.
pub const LINE_BAND: Note = Note {
    name: "Band of the line",
    answers: "Where does the average outcome lie for a given usage?",
    formula: "height ± t·√(Var(height at x̄) + 2(x − x̄)·Cov + (x − x̄)²·Var(slope))",
    certainty: "Pointwise, Student’s t with n − 2 degrees of freedom, variances HC3.",
    assumes: "As the line. It says nothing about where single points fall.",
    source: "Working & Hotelling (1929), Applications of the theory of error to the interpretation of trends; Long & Ervin (2000)",
    checked_against: "the lines without each point in turn",
};

/// How [`curvature`] is made.
pub const CURVATURE: Note = Note {
    name: "Curvature test",
    answers: "Is a straight line the wrong shape?",
    formula: "coefficient of (x − x̄)² in least squares on x and its square; above 0 the line bends upwards",
    certainty: "p: Student’s t with n − 3 degrees of freedom, standard error HC3.",
    assumes: "Independent points. It notices a bend, not a wave or a step.",
    source: "Ramsey (1969), Tests for specification errors in classical linear least-squares regression analysis; Long & Ervin (2000)",
    checked_against: "a known parabola; it is a least-squares fit, whose checks it shares",
};

/// A straight line fitted by least squares.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct FittedLine {
    /// Number of points.
    pub n: usize,
    /// Change of y per unit of x.
    pub slope: Coefficient,
    /// Height of the line at x = 0.
    pub intercept: Coefficient,
    /// Standard deviation of the points about the line, with divisor n − 2.
    pub residual_standard_deviation: f64,
    /// Share of the variance of y that the line fits.
    pub r_squared: f64,
    /// Mean of x, where the band is about narrowest.
    pub x_mean: f64,
    /// The line's height at the mean of x, which is the mean of y.
    pub height_at_mean: Coefficient,
    /// Covariance of that height with the slope; 0 under classical errors.
    pub height_slope_covariance: f64,
}

impl FittedLine {
    /// Fits a line to the points `(x[i], y[i])`.
    ///
    /// # Errors
    /// As [`least_squares`](super::regression::least_squares); a line needs three points.
    pub fn new(x: &[f64], y: &[f64], errors: Errors) -> Result<Self, Undefined> {
        let fit = Fit::new(&[x], y)?;
        let covariance = fit.covariance(errors)?;
        let x_mean = Centred::new(x).mean;
        let (at_mean, slope) = (fit.contrast_at(&[x_mean]), fit.contrast_of(1));
        Ok(Self {
            n: x.len(),
            slope: covariance.coefficient(&fit, &slope),
            intercept: covariance.coefficient(&fit, &fit.contrast_of(0)),
            residual_standard_deviation: fit.residual_standard_deviation(),
            r_squared: fit.r_squared(),
            x_mean,
            height_at_mean: covariance.coefficient(&fit, &at_mean),
            height_slope_covariance: covariance.between(&at_mean, &slope),
        })
    }

    /// Height of the line at `x`.
    pub fn height(&self, x: f64) -> f64 {
        self.height_at_mean.estimate + self.slope.estimate * (x - self.x_mean)
    }

    /// Pointwise confidence interval for the mean of y at `x`; it says nothing about where single points fall.
    pub fn mean_band(&self, x: f64, level: f64) -> Interval {
        let from_mean = x - self.x_mean;
        let variance = self.height_at_mean.standard_error.powi(2)
            + 2.0 * from_mean * self.height_slope_covariance
            + (from_mean * self.slope.standard_error).powi(2);
        let quantile = student_t_quantile(0.5 + level / 2.0, self.slope.degrees_of_freedom);
        let (height, margin) = (self.height(x), quantile * variance.max(0.0).sqrt());
        Interval {
            low: height - margin,
            high: height + margin,
            level,
        }
    }
}

/// Coefficient of x² beside x, with HC3 errors: is a straight line the wrong shape? Positive means bent upwards.
///
/// # Errors
/// As [`least_squares`](super::regression::least_squares); it needs four points and three distinct values of x.
pub fn curvature(x: &[f64], y: &[f64]) -> Result<Coefficient, Undefined> {
    if x.is_empty() {
        return Err(Undefined::TooFew { have: 0, need: 4 });
    }
    let centred = Centred::new(x);
    let linear: Vec<f64> = centred
        .values
        .iter()
        .map(|value| value * centred.scale)
        .collect();
    let square: Vec<f64> = linear.iter().map(|value| value * value).collect();
    if is_constant(&square) && !is_constant(&linear) {
        return Err(Undefined::Collinear); // two values of x at equal distances from the mean
    }
    let fit = Fit::new(&[&linear, &square], y)?;
    Ok(fit
        .covariance(Errors::Hc3)?
        .coefficient(&fit, &fit.contrast_of(2)))
}

/// What each point does to the line and to Pearson's r.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Influence {
    /// Pearson's r of all points.
    pub r: f64,
    /// Pearson's r without each point in turn, or why there is none.
    pub r_without: Vec<Result<f64, Undefined>>,
    /// Share of its own fitted value that each point has, between 1/n and 1.
    pub leverage: Vec<f64>,
    /// Cook's distance of each point; none where the point alone fixes the slope, or if all lie on the line.
    pub cooks_distance: Vec<Option<f64>>,
}

impl Influence {
    /// Measures every point's influence, in about n steps.
    ///
    /// # Errors
    /// As [`FittedLine::new`].
    pub fn new(x: &[f64], y: &[f64]) -> Result<Self, Undefined> {
        let fit = Fit::new(&[x], y)?;
        let variance = fit.residual_standard_deviation().powi(2);
        let distance = |(&leverage, &residual): (&f64, &f64)| {
            let left = 1.0 - leverage;
            (left > 1e-10 && variance > 0.0)
                .then(|| residual * residual * leverage / (2.0 * variance * left * left))
        };
        Ok(Self {
            r: ProductMoment::new(x, y)?.r,
            r_without: correlations_without(x, y),
            cooks_distance: fit
                .leverage
                .iter()
                .zip(&fit.residuals)
                .map(distance)
                .collect(),
            leverage: fit.leverage,
        })
    }

    /// Smallest and largest r that is left without one point, where any is defined.
    pub fn range(&self) -> Option<(f64, f64)> {
        let defined = || self.r_without.iter().filter_map(|r| r.ok());
        Some((defined().reduce(f64::min)?, defined().reduce(f64::max)?))
    }

    /// Index of the point whose absence changes r most; one without which r is undefined comes first.
    pub fn most_influential(&self) -> Option<usize> {
        let change =
            |index: &usize| self.r_without[*index].map_or(f64::INFINITY, |r| (r - self.r).abs());
        (0..self.r_without.len()).max_by(|a, b| change(a).total_cmp(&change(b)))
    }
}

/// Pearson's r without each pair, by taking the pair out of the sums.
fn correlations_without(x: &[f64], y: &[f64]) -> Vec<Result<f64, Undefined>> {
    /// Below this share of a sum of squares its digits are gone, and the pairs are summed anew.
    const ENOUGH: f64 = 1e-6;
    let (cx, cy) = (Centred::new(x), Centred::new(y));
    let (sxx, syy, sxy) = (
        cx.sum_of_squares(),
        cy.sum_of_squares(),
        cx.sum_of_products(&cy),
    );
    let factor = x.len() as f64 / (x.len() as f64 - 1.0);
    let without = |(index, (dx, dy)): (usize, (&f64, &f64))| {
        let (left_x, left_y) = (sxx - factor * dx * dx, syy - factor * dy * dy);
        if left_x > ENOUGH * sxx && left_y > ENOUGH * syy {
            return Ok(((sxy - factor * dx * dy) / left_x.sqrt() / left_y.sqrt()).clamp(-1.0, 1.0));
        }
        let rest = |values: &[f64]| [&values[..index], &values[index + 1..]].concat();
        ProductMoment::new(&rest(x), &rest(y)).map(|product| product.r)
    };
    cx.values
        .iter()
        .zip(&cy.values)
        .enumerate()
        .map(without)
        .collect()
}
