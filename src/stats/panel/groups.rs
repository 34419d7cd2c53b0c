//! Rows by the group that they belong to.

/// Rows in the order of their groups.
pub(in crate::stats) struct Groups {
    /// Indices of the rows, group by group.
    pub order: Vec<usize>,
    /// Where each group ends in `order`.
    ends: Vec<usize>,
}

impl Groups {
    /// Groups the rows by their keys, in ascending order of the key.
    pub fn new<K: Ord>(keys: &[K]) -> Self {
        let mut order: Vec<usize> = (0..keys.len()).collect();
        order.sort_by_key(|&row| &keys[row]);
        let mut end = 0;
        let ends = order
            .chunk_by(|&a, &b| keys[a] == keys[b])
            .map(|rows| {
                end += rows.len();
                end
            })
            .collect();
        Self { order, ends }
    }

    /// Number of groups.
    pub fn count(&self) -> usize {
        self.ends.len()
    }

    /// The rows of each group.
    pub fn rows(&self) -> impl Iterator<Item = &[usize]> {
        self.spans().map(|span| &self.order[span])
    }

    /// Where each group lies in `order`.
    pub fn spans(&self) -> impl Iterator<Item = std::ops::Range<usize>> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, &end)| start..end)
    }

    /// Each value minus the mean of its group, in the order of `x`; exactly 0 where the group does not vary.
    pub fn deviations(&self, x: &[f64]) -> Vec<f64> {
        let mut deviations = vec![0.0; x.len()];
        for rows in self.rows() {
            // Shifted by the first value, which keeps the digits, and corrected by what centring left over.
            let n = rows.len() as f64;
            let origin = x[rows[0]];
            let shift = rows.iter().map(|&row| x[row] - origin).sum::<f64>() / n;
            let centred = |row: usize| x[row] - origin - shift;
            let rest = rows.iter().map(|&row| centred(row)).sum::<f64>() / n;
            for &row in rows {
                deviations[row] = centred(row) - rest;
            }
        }
        deviations
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deviations_keep_the_digits_of_a_large_offset() {
        let groups = Groups::new(&[7, 3, 7, 3]);
        let x = [1e9 + 1.0, 5.0, 1e9 + 2.0, 5.0];
        assert_eq!(groups.deviations(&x), [-0.5, 0.0, 0.5, 0.0]);
        assert_eq!(groups.order, [1, 3, 0, 2]);
    }
}
