//! Quantiles, the median and the median absolute deviation.

use super::Undefined;
use super::moments::need;
use serde::{Deserialize, Serialize};

/// Factor that turns the median absolute deviation of a normal sample into its standard deviation: 1 / Φ⁻¹(¾).
pub const MAD_TO_STANDARD_DEVIATION: f64 = 1.482_602_218_505_602;

/// Definition of a sample quantile, numbered as in Hyndman & Fan (1996), "Sample quantiles in statistical packages",
/// The American Statistician 50.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum QuantileType {
    /// Position (n + 1)p, the one of SPSS and Minitab.
    Type6,
    /// Position (n − 1)p + 1, the default of R, Python and Excel.
    Type7,
}

/// The values in ascending order.
pub fn sorted(x: &[f64]) -> Vec<f64> {
    let mut sorted = x.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    sorted
}

/// Quantile of `sorted` (ascending) at `p` in [0, 1], interpolated between neighbours.
///
/// # Errors
/// [`Undefined::TooFew`] for no values; [`Undefined::OutOfRange`] for a `p` outside of [0, 1].
pub fn quantile(sorted: &[f64], p: f64, definition: QuantileType) -> Result<f64, Undefined> {
    need(sorted, 1)?;
    if !(0.0..=1.0).contains(&p) {
        return Err(Undefined::OutOfRange);
    }
    let n = sorted.len() as f64;
    let position = match definition {
        QuantileType::Type6 => (n + 1.0) * p,
        QuantileType::Type7 => (n - 1.0) * p + 1.0,
    };
    let position = position.clamp(1.0, n) - 1.0;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "lies in [0, n - 1]"
    )]
    let below = position as usize;
    let above = (below + 1).min(sorted.len() - 1);
    Ok(sorted[below] + (position - below as f64) * (sorted[above] - sorted[below]))
}

/// Median.
///
/// # Errors
/// [`Undefined::TooFew`] for no values.
pub fn median(x: &[f64]) -> Result<f64, Undefined> {
    need(x, 1)?;
    let mut values = x.to_vec();
    let (_, &mut above, _) = values.select_nth_unstable_by(x.len() / 2, f64::total_cmp);
    if x.len() % 2 == 1 {
        return Ok(above);
    }
    // The selection left all smaller values before the middle; the largest of them is the other half of it.
    let smaller = &values[..x.len() / 2];
    let below = smaller.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    Ok(below + 0.5 * (above - below))
}

/// The value at position `index`, counted from 0, in ascending order; without sorting all.
///
/// # Errors
/// [`Undefined::TooFew`] if there are not as many values.
pub(super) fn order_statistic(x: &[f64], index: usize) -> Result<f64, Undefined> {
    need(x, index + 1)?;
    let mut values = x.to_vec();
    let (_, &mut value, _) = values.select_nth_unstable_by(index, f64::total_cmp);
    Ok(value)
}

/// Median absolute deviation from the median, raw; times [`MAD_TO_STANDARD_DEVIATION`] it is on the scale of a
/// standard deviation.
///
/// # Errors
/// [`Undefined::TooFew`] for no values.
pub fn median_absolute_deviation(x: &[f64]) -> Result<f64, Undefined> {
    let centre = median(x)?;
    median(
        &x.iter()
            .map(|value| (value - centre).abs())
            .collect::<Vec<_>>(),
    )
}
