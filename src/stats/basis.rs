//! What columns span, and what is left of another column outside of it.

use super::Undefined;

/// A column whose part outside of the ones before it is smaller than this share of it is a combination of them.
const COLLINEAR: f64 = 1e-10;

/// Orthonormal directions of the columns so far, by Gram–Schmidt with one repetition, which keeps them orthogonal to
/// rounding (Giraud et al. 2005, "The loss of orthogonality in the Gram-Schmidt orthogonalization process").
#[derive(Default)]
pub(super) struct Basis {
    directions: Vec<Vec<f64>>,
    /// Logarithm of the volume that the added columns span.
    pub log_volume: f64,
}

impl Basis {
    /// Adds a centred column; false if the ones before it already contain it.
    pub fn add(&mut self, column: &[f64]) -> bool {
        let mut rest = self.without(column);
        let length = dot(&rest, &rest).sqrt();
        if length <= COLLINEAR * dot(column, column).sqrt() {
            return false;
        }
        for value in &mut rest {
            *value /= length;
        }
        self.directions.push(rest);
        self.log_volume += libm::log(length);
        true
    }

    /// How many directions the columns span.
    pub fn len(&self) -> usize {
        self.directions.len()
    }

    /// The part of a centred column that the columns do not explain.
    ///
    /// # Errors
    /// [`Undefined::Collinear`] if they explain it wholly.
    pub fn rest(&self, column: &[f64]) -> Result<Vec<f64>, Undefined> {
        let rest = self.without(column);
        if dot(&rest, &rest).sqrt() <= COLLINEAR * dot(column, column).sqrt() {
            return Err(Undefined::Collinear);
        }
        Ok(rest)
    }

    fn without(&self, column: &[f64]) -> Vec<f64> {
        let mut rest = column.to_vec();
        for direction in self.directions.iter().chain(&self.directions) {
            let share = dot(&rest, direction);
            for (value, along) in rest.iter_mut().zip(direction) {
                *value -= share * along;
            }
        }
        rest
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Sum of products over the root of the product of the sums of squares, about zero.
pub(super) fn cosine(a: &[f64], b: &[f64]) -> f64 {
    (dot(a, b) / dot(a, a).sqrt() / dot(b, b).sqrt()).clamp(-1.0, 1.0)
}
