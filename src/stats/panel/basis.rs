//! An orthonormal basis that grows column by column and passes over columns that add nothing.

/// A column whose part outside of the basis is smaller than this share of it is a combination of the others.
const COLLINEAR: f64 = 1e-10;

/// Orthonormal columns of equal length.
#[derive(Default)]
pub(super) struct Basis {
    /// The columns.
    pub columns: Vec<Vec<f64>>,
}

impl Basis {
    /// Adds the direction of `column` that is new, and gives its coordinates, those on earlier columns first;
    /// `None` if there is nothing new.
    pub fn add(&mut self, mut column: Vec<f64>) -> Option<Vec<f64>> {
        let before = norm(&column);
        let mut coordinates = self.take_out(&mut column);
        let rest = norm(&column);
        if rest <= COLLINEAR * before {
            return None;
        }
        for value in &mut column {
            *value /= rest;
        }
        self.columns.push(column);
        coordinates.push(rest);
        Some(coordinates)
    }

    /// Takes the basis out of `values` and gives the coordinates that were taken out.
    ///
    /// One pass of modified Gram–Schmidt leaves a part of the basis behind when little else is left; a second pass takes
    /// it out to the last digit (Giraud, Langou & Rozložník 2005, Computers & Mathematics with Applications 50).
    pub fn take_out(&self, values: &mut [f64]) -> Vec<f64> {
        let mut coordinates = vec![0.0; self.columns.len()];
        let mut before = norm(values);
        for _ in 0..2 {
            for (coordinate, column) in coordinates.iter_mut().zip(&self.columns) {
                let along = dot(column, values);
                *coordinate += along;
                for (value, unit) in values.iter_mut().zip(column) {
                    *value -= along * unit;
                }
            }
            let after = norm(values);
            if after > 0.7 * before {
                break;
            }
            before = after;
        }
        coordinates
    }
}

/// Scalar product, in four sums side by side: faster, and closer to the exact sum.
pub(super) fn dot(a: &[f64], b: &[f64]) -> f64 {
    let (fours_of_a, fours_of_b) = (a.chunks_exact(4), b.chunks_exact(4));
    let rest: f64 = fours_of_a
        .remainder()
        .iter()
        .zip(fours_of_b.remainder())
        .map(|(a, b)| a * b)
        .sum();
    let mut sums = [0.0; 4];
    for (a, b) in fours_of_a.zip(fours_of_b) {
        for lane in 0..4 {
            sums[lane] += a[lane] * b[lane];
        }
    }
    sums.iter().sum::<f64>() + rest
}

fn norm(values: &[f64]) -> f64 {
    dot(values, values).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_that_adds_nothing_is_passed_over() {
        let mut basis = Basis::default();
        assert!(basis.add(vec![1.0, 1.0, 0.0, 0.0, 1.0]).is_some());
        assert!(basis.add(vec![0.0, 0.0, 3.0, 3.0, 0.0]).is_some());
        assert_eq!(basis.add(vec![0.1, 0.1, 0.7, 0.7, 0.1]), None);
        assert_eq!(basis.columns.len(), 2);
    }
}
