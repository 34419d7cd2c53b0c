//! Ranks and ties.

/// Ranks from 1; tied values share the average of the ranks they take up.
pub fn average_ranks(x: &[f64]) -> Vec<f64> {
    let mut ranks = vec![0.0; x.len()];
    let mut before = 0;
    for ties in sorted_places(x).chunk_by(|a, b| a.key == b.key) {
        let rank = before as f64 + (ties.len() + 1) as f64 / 2.0;
        for place in ties {
            ranks[place.index] = rank;
        }
        before += ties.len();
    }
    ranks
}

/// Sizes of the groups of equal values, in ascending order of the value; all 1 where nothing is tied.
pub fn tie_sizes(x: &[f64]) -> Vec<u64> {
    let mut keys: Vec<u64> = x.iter().map(|&value| sort_key(value)).collect();
    keys.sort_unstable();
    sizes_of_groups(&keys)
}

/// Sizes of the groups of equal neighbours.
pub(super) fn sizes_of_groups(sorted: &[u64]) -> Vec<u64> {
    let groups = sorted.chunk_by(|a, b| a == b);
    groups.map(|group| group.len() as u64).collect()
}

/// Positions of the values in ascending order; equal values stay in the order of their positions.
pub(super) fn sort_order(x: &[f64]) -> Vec<usize> {
    sorted_places(x).iter().map(|place| place.index).collect()
}

/// A whole number that orders as the value does; equal for equal values, also for the two zeros.
pub(super) fn sort_key(value: f64) -> u64 {
    const SIGN: u64 = 1 << 63;
    let bits = (value + 0.0).to_bits(); // adding zero turns -0.0 into 0.0
    if bits & SIGN == 0 { bits | SIGN } else { !bits }
}

/// A value's key with its position. Sorting these is four times as fast as sorting positions that look up their values,
/// and equal values keep their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    key: u64,
    index: usize,
}

fn sorted_places(x: &[f64]) -> Vec<Place> {
    let place = |(index, &value)| Place {
        key: sort_key(value),
        index,
    };
    let mut places: Vec<Place> = x.iter().enumerate().map(place).collect();
    places.sort_unstable();
    places
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
    fn keys_order_as_their_values() {
        let ascending = [f64::MIN, -1.0, -1e-300, 0.0, 5e-324, 1.0, 1e300, f64::MAX];
        assert!(ascending.map(sort_key).is_sorted_by(|a, b| a < b));
        assert_eq!(
            sort_order(&[2.0, -1.0, 2.0, -3.0, 0.0, -0.0]),
            [3, 1, 4, 5, 0, 2]
        );
    }

    #[test]
    fn zero_ties_with_minus_zero() {
        assert_eq!(average_ranks(&[0.0, -0.0, 1.0]), [1.5, 1.5, 3.0]);
    }
}
