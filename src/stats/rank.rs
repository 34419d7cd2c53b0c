//! Ranks and ties.

/// Ranks from 1; tied values share the average of the ranks they take up.
pub fn average_ranks(x: &[f64]) -> Vec<f64> {
    let order = sort_order(x);
    let mut ranks = vec![0.0; x.len()];
    let mut before = 0;
    for ties in order.chunk_by(|&a, &b| same(x[a], x[b])) {
        let rank = before as f64 + (ties.len() + 1) as f64 / 2.0;
        for &index in ties {
            ranks[index] = rank;
        }
        before += ties.len();
    }
    ranks
}

/// Sizes of the groups of equal values, in ascending order of the value; all 1 where nothing is tied.
pub fn tie_sizes(x: &[f64]) -> Vec<u64> {
    let order = sort_order(x);
    order
        .chunk_by(|&a, &b| same(x[a], x[b]))
        .map(|ties| ties.len() as u64)
        .collect()
}

/// Positions of the values in ascending order; equal values stay in the order of their positions.
pub(super) fn sort_order(x: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..x.len()).collect();
    // Adding zero turns -0.0 into 0.0, so that the total order agrees with equality.
    order.sort_by(|&a, &b| (x[a] + 0.0).total_cmp(&(x[b] + 0.0)));
    order
}

#[expect(clippy::float_cmp, reason = "a tie is equality of the values as given")]
fn same(a: f64, b: f64) -> bool {
    a == b
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tied_values_share_their_average_rank() {
        // R: rank(c(3, 1, 3, 2, 3))
        assert_eq!(
            average_ranks(&[3.0, 1.0, 3.0, 2.0, 3.0]),
            [4.0, 1.0, 4.0, 2.0, 4.0]
        );
        assert_eq!(tie_sizes(&[3.0, 1.0, 3.0, 2.0, 3.0]), [1, 1, 3]);
    }

    #[test]
    fn zero_ties_with_minus_zero() {
        assert_eq!(average_ranks(&[0.0, -0.0, 1.0]), [1.5, 1.5, 3.0]);
    }
}
