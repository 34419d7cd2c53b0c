//! Means, variances and covariances that survive large offsets and extreme scales.
//!
//! Every sum runs over deviations: shifted by the first value, centred, corrected by what centring left over
//! (Chan et al. 1983, "Algorithms for computing the sample variance", The American Statistician 37),
//! and scaled by a power of two, so that time stamps and values of 1e300 or 1e-300 keep their digits.

use super::{Side, Undefined};

/// Arithmetic mean.
///
/// # Errors
/// [`Undefined::TooFew`] for no values.
pub fn mean(x: &[f64]) -> Result<f64, Undefined> {
    need(x, 1)?;
    Ok(Centred::new(x).mean)
}

/// Sample variance, with divisor n − 1.
///
/// # Errors
/// [`Undefined::TooFew`] below two values.
pub fn variance(x: &[f64]) -> Result<f64, Undefined> {
    Ok(standard_deviation(x)?.powi(2))
}

/// Sample standard deviation, with divisor n − 1; exactly 0 when all values are equal.
///
/// # Errors
/// [`Undefined::TooFew`] below two values.
pub fn standard_deviation(x: &[f64]) -> Result<f64, Undefined> {
    need(x, 2)?;
    if is_constant(x) {
        return Ok(0.0);
    }
    let centred = Centred::new(x);
    Ok((centred.sum_of_squares() / (x.len() - 1) as f64).sqrt() * centred.scale)
}

/// Sample covariance of the pairs `(x[i], y[i])`, with divisor n − 1.
///
/// # Errors
/// [`Undefined::TooFew`] below two pairs.
pub fn covariance(x: &[f64], y: &[f64]) -> Result<f64, Undefined> {
    need(x, 2)?;
    let (x, y) = (Centred::new(x), Centred::new(y));
    Ok(x.sum_of_products(&y) / (x.values.len() - 1) as f64 * x.scale * y.scale)
}

/// Skewness g₁ = m₃ / m₂^1.5, from moments with divisor n.
///
/// # Errors
/// [`Undefined::TooFew`] below three values; [`Undefined::Constant`] if they do not vary.
pub fn skewness(x: &[f64]) -> Result<f64, Undefined> {
    standardised_moment(x, 3)
}

/// Excess kurtosis g₂ = m₄ / m₂² − 3, from moments with divisor n; 0 for a normal distribution.
///
/// # Errors
/// [`Undefined::TooFew`] below three values; [`Undefined::Constant`] if they do not vary.
pub fn excess_kurtosis(x: &[f64]) -> Result<f64, Undefined> {
    Ok(standardised_moment(x, 4)? - 3.0)
}

/// Whether all values are equal. Tested on the values: six times 0.1 has a computed variance above 0.
#[expect(clippy::float_cmp, reason = "equality is the question")]
pub fn is_constant(x: &[f64]) -> bool {
    x.windows(2).all(|pair| pair[0] == pair[1])
}

/// Fails if a side of the pairs has too few values or does not vary.
pub(super) fn need_variation(x: &[f64], y: &[f64], pairs: usize) -> Result<(), Undefined> {
    debug_assert_eq!(x.len(), y.len(), "a pair has two sides");
    need(x, pairs)?;
    for (values, side) in [(x, Side::X), (y, Side::Y)] {
        if is_constant(values) {
            return Err(Undefined::Constant(side));
        }
    }
    Ok(())
}

/// Fails below `need` values.
pub(super) fn need(x: &[f64], need: usize) -> Result<(), Undefined> {
    if x.len() < need {
        Err(Undefined::TooFew {
            have: x.len(),
            need,
        })
    } else {
        Ok(())
    }
}

/// A sample as deviations from its mean.
pub(super) struct Centred {
    /// The mean.
    pub mean: f64,
    /// Deviations from the mean, divided by `scale`; the largest is between ½ and 1 in size.
    pub values: Vec<f64>,
    /// A power of two, so that dividing by it rounds nothing.
    pub scale: f64,
}

impl Centred {
    /// Centres at least one value.
    pub fn new(x: &[f64]) -> Self {
        let origin = x[0];
        let shift = x.iter().map(|value| value - origin).sum::<f64>() / x.len() as f64;
        let deviations = x.iter().map(|value| value - origin - shift).collect();
        Self::of_deviations(origin + shift, deviations)
    }

    /// Scales deviations that the caller took from a mean of their own.
    pub fn of_deviations(mean: f64, deviations: Vec<f64>) -> Self {
        let largest = deviations
            .iter()
            .fold(0.0_f64, |largest, value| largest.max(value.abs()));
        let scale = if largest > 0.0 {
            libm::ldexp(1.0, libm::frexp(largest).1.max(-1020))
        } else {
            1.0
        };
        let mut values = deviations;
        for value in &mut values {
            *value /= scale;
        }
        Self {
            mean,
            values,
            scale,
        }
    }

    /// Corrected sum of squares, in units of `scale`².
    pub fn sum_of_squares(&self) -> f64 {
        self.sum_of_products(self)
    }

    /// Corrected sum of products, in units of both scales.
    pub fn sum_of_products(&self, other: &Self) -> f64 {
        let products: f64 = self
            .values
            .iter()
            .zip(&other.values)
            .map(|(x, y)| x * y)
            .sum();
        products
            - self.values.iter().sum::<f64>() * other.values.iter().sum::<f64>()
                / self.values.len() as f64
    }
}

fn standardised_moment(x: &[f64], order: i32) -> Result<f64, Undefined> {
    need(x, 3)?;
    if is_constant(x) {
        return Err(Undefined::Constant(Side::X));
    }
    let n = x.len() as f64;
    let centred = Centred::new(x);
    let sd = (centred.sum_of_squares() / n).sqrt();
    Ok(centred
        .values
        .iter()
        .map(|value| (value / sd).powi(order))
        .sum::<f64>()
        / n)
}
