//! Density discontinuity: does the density of the values jump at the target?
//!
//! On each side of the target a cubic is fitted to the empirical distribution function; its slope at the target is the
//! density there. Nothing is binned, and a smooth slope through the target is no jump.

use super::Undefined;
use super::note::Note;
use super::quantile::sorted;
use super::special::normal_two_sided;
use nalgebra::{DMatrix, DVector};
use serde::{Deserialize, Serialize};

/// How [`density_jump`] is made.
pub const DENSITY_JUMP: Note = Note {
    name: "Density jump at a target",
    answers: "Does the number of values jump at the target, beyond a smooth rise or fall?",
    formula: "f₊ − f₋: slopes at the target of cubics fitted to the empirical distribution function on each side, with triangular weights within the bandwidth h.",
    certainty: "Standard error: jackknife. T = (f₊ − f₋)/SE; p: standard normal, two-sided.",
    assumes: "Independent values and a smooth density but for the target; p is fair because the cubic takes out the curvature.",
    source: "Cattaneo, Jansson & Ma (2020), Simple local polynomial density estimators",
    checked_against: "rddensity",
};

/// Degree of the fitted polynomial: one above the quadratic that estimates best, so that bias does not spoil p.
pub const DEGREE: usize = 3;

/// Densities on both sides of a target.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct DensityJump {
    /// All values.
    pub n: usize,
    /// Values used below the target, within the bandwidth.
    pub n_below: usize,
    /// Values used at or above the target, within the bandwidth.
    pub n_above: usize,
    /// Bandwidth on each side, in the values' unit.
    pub bandwidth: f64,
    /// Density just below the target, per unit.
    pub below: f64,
    /// Density just above the target, per unit.
    pub above: f64,
    /// Jackknife standard error of the difference.
    pub standard_error: f64,
    /// The difference in units of its standard error.
    pub t: f64,
    /// Two-sided p-value of "no jump", from the standard normal distribution.
    pub p_value: f64,
}

/// Whether the density of `x` jumps at `target`, looking `bandwidth` to each side.
///
/// # Errors
/// [`Undefined::OutOfRange`] unless `bandwidth` is positive; [`Undefined::TooFew`] with fewer than four values on a
/// side; [`Undefined::Collinear`] with fewer than four different ones; [`Undefined::PerfectFit`] without any error.
///
/// Source: Cattaneo, Jansson & Ma (2020), Journal of the American Statistical Association 115, with a triangular
/// kernel, separate fits and the jackknife error; equal values are not merged.
pub fn density_jump(x: &[f64], target: f64, bandwidth: f64) -> Result<DensityJump, Undefined> {
    if bandwidth.is_nan() || bandwidth <= 0.0 {
        return Err(Undefined::OutOfRange);
    }
    let x = sorted(x);
    let start = x.partition_point(|value| value - target < -bandwidth);
    let middle = x.partition_point(|value| *value < target);
    let end = x.partition_point(|value| value - target <= bandwidth);
    let side = |from: usize, to: usize| {
        let distances = x[from..to].iter().map(|value| (value - target) / bandwidth);
        Side::new(&distances.collect::<Vec<_>>(), from, x.len())
    };
    let (below, above) = (side(start, middle)?, side(middle, end)?);
    let standard_error = (below.variance + above.variance).sqrt() / bandwidth;
    let difference = (above.slope - below.slope) / bandwidth;
    if standard_error <= 0.0 {
        return Err(Undefined::PerfectFit);
    }
    let t = difference / standard_error;
    Ok(DensityJump {
        n: x.len(),
        n_below: middle - start,
        n_above: end - middle,
        bandwidth,
        below: below.slope / bandwidth,
        above: above.slope / bandwidth,
        standard_error,
        t,
        p_value: normal_two_sided(t),
    })
}

/// The fit on one side, per bandwidth.
struct Side {
    slope: f64,
    variance: f64,
}

impl Side {
    /// Fits the side whose values lie at `distances` (ascending, in bandwidths) and are preceded by `before` others of
    /// `n` in all.
    fn new(distances: &[f64], before: usize, n: usize) -> Result<Self, Undefined> {
        let terms = DEGREE + 1;
        if distances.len() < terms {
            return Err(Undefined::TooFew {
                have: distances.len(),
                need: terms,
            });
        }
        let weights: Vec<f64> = distances.iter().map(|u| 1.0 - u.abs()).collect();
        let power = |row: usize, column: usize| {
            (0..column).fold(weights[row].sqrt(), |product, _| product * distances[row])
        };
        let design = DMatrix::from_fn(distances.len(), terms, power);
        // The slope is a weighted sum of the heights: its weights are the row of the slope in the pseudo-inverse.
        let decomposition = design.qr();
        let triangle = decomposition.r();
        let smallest = triangle.diagonal().abs().min();
        if smallest <= 1e-10 * triangle.diagonal().abs().max() {
            return Err(Undefined::Collinear);
        }
        let slope_only = DVector::from_fn(terms, |row, _| f64::from(u8::from(row == 1)));
        let direction = triangle
            .tr_solve_upper_triangular(&slope_only)
            .ok_or(Undefined::Collinear)?;
        let shares = decomposition.q() * direction;
        let shares: Vec<f64> = shares
            .iter()
            .zip(&weights)
            .map(|(share, weight)| share * weight.sqrt())
            .collect();
        let rest = (n - 1) as f64;
        let height = |row: usize| (before + row) as f64 / rest;
        let slope = shares
            .iter()
            .enumerate()
            .map(|(row, share)| share * height(row))
            .sum();
        // Leaving out a value lowers the heights of all at and above it: the tail sums of the weights are its pull.
        let mut tail = 0.0;
        let squares = shares.iter().rev().map(|share| {
            tail += share;
            (tail / rest).powi(2)
        });
        Ok(Self {
            slope,
            variance: squares.sum(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Evenly spread values: `inside` of them in each unit below 0, `outside` in each unit from 0 on.
    fn even(below: u32, above: u32) -> Vec<f64> {
        let spread = |count: u32, from: f64| {
            (0..count).map(move |at| from + (f64::from(at) + 0.5) / f64::from(count))
        };
        spread(below, -1.0).chain(spread(above, 0.0)).collect()
    }

    #[test]
    fn an_even_density_is_found_on_both_sides() {
        let got = density_jump(&even(500, 500), 0.0, 0.8).unwrap();
        assert!((got.below - 0.5).abs() < 2e-3 && (got.above - 0.5).abs() < 2e-3);
        assert!(got.p_value > 0.9, "{got:?}");
    }

    #[test]
    fn a_step_is_seen_with_its_height() {
        let got = density_jump(&even(250, 750), 0.0, 0.8).unwrap();
        assert!((got.below - 0.25).abs() < 2e-3 && (got.above - 0.75).abs() < 2e-3);
        assert!(got.p_value < 0.01, "{got:?}");
    }

    #[test]
    fn the_unit_and_the_origin_change_no_test() {
        let x = even(200, 260);
        let moved: Vec<f64> = x.iter().map(|value| value * 1_024.0 + 1e9).collect();
        let (got, want) = (
            density_jump(&moved, 1e9, 819.2).unwrap(),
            density_jump(&x, 0.0, 0.8).unwrap(),
        );
        assert!((got.t - want.t).abs() < 1e-6, "{got:?} {want:?}");
    }

    #[test]
    fn a_cubic_needs_four_different_values_on_each_side() {
        let few = density_jump(&[-0.5, 0.1, 0.2, 0.3, 0.4], 0.0, 1.0);
        assert_eq!(few, Err(Undefined::TooFew { have: 1, need: 4 }));
        let ties = [-0.5, -0.5, -0.5, -0.5, 0.1, 0.2, 0.3, 0.4];
        assert_eq!(density_jump(&ties, 0.0, 1.0), Err(Undefined::Collinear));
        assert_eq!(density_jump(&ties, 0.0, 0.0), Err(Undefined::OutOfRange));
    }
}
