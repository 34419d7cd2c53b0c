//! Distances between the values of a side, their sums, and products of centred distances.

use super::moments::Centred;
use super::rank::sort_order;

/// A side, with the sums of its distances.
pub(super) struct Distances {
    pub values: Vec<f64>,
    pub scale: f64,
    /// Sum of the distances from each value to all.
    rows: Vec<f64>,
    total: f64,
}

impl Distances {
    pub fn new(side: &[f64]) -> Self {
        let Centred { values, scale, .. } = Centred::new(side);
        let order = sort_order(&values);
        let n = values.len() as f64;
        let mut rows = vec![0.0; values.len()];
        // In ascending order a step to the next value adds its width for all values before it, and takes it from
        // all after it.
        let mut row: f64 = order.iter().map(|&at| values[at] - values[order[0]]).sum();
        rows[order[0]] = row;
        for (before, step) in order.windows(2).enumerate() {
            row += (values[step[1]] - values[step[0]]) * (2.0 * (before + 1) as f64 - n);
            rows[step[1]] = row;
        }
        Self {
            total: rows.iter().sum(),
            values,
            scale,
            rows,
        }
    }
}

/// Sums over all ordered pairs of products of centred distances.
pub(super) struct Products {
    pub xy: f64,
    pub xx: f64,
    pub yy: f64,
    row_divisor: f64,
    total_divisor: f64,
}

impl Products {
    /// Without the diagonal; a distance is centred by its row sums over `row_divisor` and the total over
    /// `total_divisor`.
    pub fn new(x: &Distances, y: &Distances, row_divisor: f64, total_divisor: f64) -> Self {
        let (mut xy, mut xx, mut yy) = (0.0, 0.0, 0.0);
        let offset = |side: &Distances| -> Vec<f64> {
            let half = side.total / total_divisor / 2.0;
            side.rows
                .iter()
                .map(|row| row / row_divisor - half)
                .collect()
        };
        let (off_x, off_y) = (offset(x), offset(y));
        for i in 0..x.values.len() {
            let (at_x, at_y) = (x.values[i], y.values[i]);
            let sides = x.values[..i].iter().zip(&y.values[..i]);
            let offsets = off_x[..i].iter().zip(&off_y[..i]);
            // Sums per row keep the rounding of n² terms small.
            let (mut row_xy, mut row_xx, mut row_yy) = (0.0, 0.0, 0.0);
            for ((vx, vy), (ox, oy)) in sides.zip(offsets) {
                let a = (at_x - vx).abs() - off_x[i] - ox;
                let b = (at_y - vy).abs() - off_y[i] - oy;
                row_xy += a * b;
                row_xx += a * a;
                row_yy += b * b;
            }
            xy += row_xy;
            xx += row_xx;
            yy += row_yy;
        }
        Self {
            xy: 2.0 * xy,
            xx: 2.0 * xx,
            yy: 2.0 * yy,
            row_divisor,
            total_divisor,
        }
    }

    pub fn with_diagonal(mut self, x: &Distances, y: &Distances) -> Self {
        for (row_x, row_y) in x.rows.iter().zip(&y.rows) {
            let a = x.total / self.total_divisor - 2.0 * row_x / self.row_divisor;
            let b = y.total / self.total_divisor - 2.0 * row_y / self.row_divisor;
            self.xy += a * b;
            self.xx += a * a;
            self.yy += b * b;
        }
        self
    }
}
