//! The counts behind Kendall's tau: concordant, discordant and tied pairs of observations.

use super::rank::tie_sizes;
use super::resample::{MAX_ENUMERATED, every_permutation};

/// Without ties the exact distribution is used below this many pairs; R's `cor.test` draws the same line.
const EXACT_BELOW: usize = 50;

/// Each two observations, counted by how their order in x compares with their order in y.
#[derive(Debug, Clone, PartialEq)]
pub struct PairCounts {
    /// Same order on both sides.
    pub concordant: u64,
    /// Opposite order.
    pub discordant: u64,
    /// Equal in x but not in y.
    pub tied_x_only: u64,
    /// Equal in y but not in x.
    pub tied_y_only: u64,
    /// Equal in both.
    pub tied_both: u64,
    x_ties: Vec<u64>,
    y_ties: Vec<u64>,
}

impl PairCounts {
    /// Counts in n log n steps: sorted by x, every exchange that a merge sort by y makes is a discordant pair.
    ///
    /// Source: Knight (1966), "A computer method for calculating Kendall's tau with ungrouped data", JASA 61.
    pub fn new(x: &[f64], y: &[f64]) -> Self {
        // Adding zero turns -0.0 into 0.0, so that the total order agrees with equality.
        let mut pairs: Vec<(f64, f64)> = x.iter().zip(y).map(|(x, y)| (x + 0.0, y + 0.0)).collect();
        pairs.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        let tied_both = pairs
            .chunk_by(|a, b| a == b)
            .map(|ties| pairs_within(ties.len() as u64))
            .sum();
        let mut by_x: Vec<f64> = pairs.into_iter().map(|(_, y)| y).collect();
        let discordant = sort_counting_exchanges(&mut by_x);
        let (x_ties, y_ties) = (tie_sizes(x), tie_sizes(y));
        let tied = |sizes: &[u64]| sizes.iter().map(|&size| pairs_within(size)).sum::<u64>();
        let (tied_x, tied_y) = (tied(&x_ties), tied(&y_ties));
        Self {
            concordant: pairs_within(x.len() as u64) + tied_both - tied_x - tied_y - discordant,
            discordant,
            tied_x_only: tied_x - tied_both,
            tied_y_only: tied_y - tied_both,
            tied_both,
            x_ties,
            y_ties,
        }
    }

    /// Kendall's S: concordant minus discordant pairs.
    pub fn s(&self) -> i64 {
        self.concordant.cast_signed() - self.discordant.cast_signed()
    }

    /// tau-b = S over the geometric mean of the pairs not tied in x and those not tied in y; NaN if a side is constant.
    pub fn tau_b(&self) -> f64 {
        let untied_x = self.concordant + self.discordant + self.tied_y_only;
        let untied_y = self.concordant + self.discordant + self.tied_x_only;
        self.s() as f64 / (untied_x as f64 * untied_y as f64).sqrt()
    }

    /// Variance of S if x and y are unrelated, corrected for ties (Kendall 1970, "Rank Correlation Methods").
    pub fn variance(&self) -> f64 {
        let n = self.x_ties.iter().sum::<u64>() as f64;
        let sum = |ties: &[u64], term: fn(f64) -> f64| {
            ties.iter().map(|&size| term(size as f64)).sum::<f64>()
        };
        let product = |term: fn(f64) -> f64| sum(&self.x_ties, term) * sum(&self.y_ties, term);
        let full: fn(f64) -> f64 = |t| t * (t - 1.0) * (2.0 * t + 5.0);
        let twos = product(|t| t * (t - 1.0));
        let threes = product(|t| t * (t - 1.0) * (t - 2.0));
        let third = if n > 2.0 {
            threes / (9.0 * n * (n - 1.0) * (n - 2.0))
        } else {
            0.0
        };
        (full(n) - sum(&self.x_ties, full) - sum(&self.y_ties, full)) / 18.0
            + twos / (2.0 * n * (n - 1.0))
            + third
    }

    /// S in units of its standard deviation; roughly standard normal if x and y are unrelated.
    pub fn z(&self) -> f64 {
        self.s() as f64 / self.variance().sqrt()
    }

    fn has_ties(&self) -> bool {
        self.tied_x_only + self.tied_y_only + self.tied_both > 0
    }
}

/// Exact two-sided p-value of S, where it can be had: by recursion without ties, by enumeration for few pairs.
pub(super) fn exact_two_sided(x: &[f64], y: &[f64], counts: &PairCounts) -> Option<f64> {
    match x.len() {
        n if n < EXACT_BELOW && !counts.has_ties() => Some(two_sided_by_recursion(n, counts)),
        n if n <= MAX_ENUMERATED => Some(two_sided_by_enumeration(x, y)),
        _ => None,
    }
}

fn two_sided_by_recursion(n: usize, counts: &PairCounts) -> f64 {
    let fewest = counts.concordant.min(counts.discordant);
    let tail: f64 = inversion_probabilities(n)
        .iter()
        .zip(0..=fewest)
        .map(|(probability, _)| probability)
        .sum();
    (2.0 * tail).min(1.0)
}

fn two_sided_by_enumeration(x: &[f64], y: &[f64]) -> f64 {
    let sign = |a: f64, b: f64| f64::from(i8::from(a > b) - i8::from(a < b));
    let pairs: Vec<_> = (0..x.len())
        .flat_map(|i| (0..i).map(move |j| (i, j)))
        .collect();
    let order_in_x: Vec<f64> = pairs.iter().map(|&(i, j)| sign(x[i], x[j])).collect();
    let s = |order: &[usize]| {
        let order_in_y = pairs.iter().map(|&(i, j)| sign(y[order[i]], y[order[j]]));
        order_in_x.iter().zip(order_in_y).map(|(x, y)| x * y).sum()
    };
    every_permutation(x.len(), s).two_sided()
}

/// Probability of each number of inversions in a random permutation of n values.
///
/// The k-th value in turn adds 0 to k − 1 inversions, each equally likely.
fn inversion_probabilities(n: usize) -> Vec<f64> {
    let mut probabilities = vec![1.0];
    for k in 2..=n {
        let mut next = vec![0.0; probabilities.len() + k - 1];
        for (inversions, probability) in probabilities.iter().enumerate() {
            for slot in &mut next[inversions..inversions + k] {
                *slot += probability / k as f64;
            }
        }
        probabilities = next;
    }
    probabilities
}

/// Sorts and returns the number of pairs that stood in descending order.
fn sort_counting_exchanges(values: &mut [f64]) -> u64 {
    let (n, mut exchanges, mut width) = (values.len(), 0, 1);
    let mut merged = values.to_vec();
    while width < n {
        for start in (0..n).step_by(2 * width) {
            let (middle, end) = ((start + width).min(n), (start + 2 * width).min(n));
            let (mut left, mut right) = (start, middle);
            for slot in &mut merged[start..end] {
                let take_right = left == middle || (right < end && values[right] < values[left]);
                *slot = if take_right {
                    values[right]
                } else {
                    values[left]
                };
                if take_right {
                    exchanges += (middle - left) as u64;
                    right += 1;
                } else {
                    left += 1;
                }
            }
        }
        values.copy_from_slice(&merged);
        width *= 2;
    }
    exchanges
}

fn pairs_within(n: u64) -> u64 {
    n * n.saturating_sub(1) / 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recursion_and_enumeration_agree_on_nine_pairs() {
        let x = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0];
        let y = [2.0, 1.0, 4.0, 3.0, 5.0, 9.0, 6.0, 8.0, 7.0];
        let counts = PairCounts::new(&x, &y);
        let (enumerated, recursed) = (
            two_sided_by_enumeration(&x, &y),
            two_sided_by_recursion(9, &counts),
        );
        assert!(
            (enumerated - recursed).abs() < 1e-15,
            "{enumerated} {recursed}"
        );
    }

    #[test]
    fn exchanges_are_the_pairs_in_descending_order() {
        let mut values = [3.0, 1.0, 2.0, 2.0, 0.0, 5.0, 4.0];
        let brute = (0..7)
            .flat_map(|i| (0..i).map(move |j| (j, i)))
            .filter(|&(j, i)| values[j] > values[i])
            .count();
        assert_eq!(sort_counting_exchanges(&mut values), brute as u64);
        assert!(values.is_sorted(), "{values:?}");
    }
}
