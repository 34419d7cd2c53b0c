//! The counts behind Kendall's tau: concordant, discordant and tied pairs of observations.

use super::rank::{sizes_of_groups, sort_key};
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
        let mut pairs: Vec<(u64, u64)> = x
            .iter()
            .zip(y)
            .map(|(x, y)| (sort_key(*x), sort_key(*y)))
            .collect();
        pairs.sort_unstable();
        let tied_both = pairs
            .chunk_by(|a, b| a == b)
            .map(|ties| pairs_within(ties.len() as u64))
            .sum();
        let (by_x, mut by_y): (Vec<u64>, Vec<u64>) = pairs.into_iter().unzip();
        let discordant = sort_counting_exchanges(&mut by_y);
        let (x_ties, y_ties) = (sizes_of_groups(&by_x), sizes_of_groups(&by_y));
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
fn sort_counting_exchanges(values: &mut [u64]) -> u64 {
    /// Runs of this length are sorted by insertion before merging begins.
    const RUN: usize = 8;
    let mut exchanges = 0;
    for run in values.chunks_mut(RUN) {
        for last in 1..run.len() {
            let mut at = last;
            while at > 0 && run[at - 1] > run[at] {
                run.swap(at - 1, at);
                at -= 1;
            }
            exchanges += (last - at) as u64;
        }
    }
    let (n, mut width) = (values.len(), RUN);
    let mut merged = values.to_vec();
    while width < n {
        let halves = values.chunks(2 * width).zip(merged.chunks_mut(2 * width));
        for (both, into) in halves {
            let (left, right) = both.split_at(width.min(both.len()));
            exchanges += merge(left, right, into);
        }
        values.copy_from_slice(&merged);
        width *= 2;
    }
    exchanges
}

/// Merges two sorted halves and returns how many pairs of a value on the left and a smaller one on the right there are.
fn merge(left: &[u64], right: &[u64], into: &mut [u64]) -> u64 {
    let (mut l, mut r, mut exchanges) = (0, 0, 0);
    while l < left.len() && r < right.len() {
        // Without branches: a random order would mispredict every other one.
        let overtakes = usize::from(right[r] < left[l]);
        into[l + r] = left[l].min(right[r]);
        exchanges += (overtakes * (left.len() - l)) as u64;
        r += overtakes;
        l += 1 - overtakes;
    }
    let rest = l + r;
    if l < left.len() {
        into[rest..].copy_from_slice(&left[l..]);
    } else {
        into[rest..].copy_from_slice(&right[r..]);
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
        for n in [0, 1, 7, 8, 9, 16, 17, 63, 100] {
            let mut values: Vec<u64> = (0..n).map(|i| (i * i * 37 + 11 * i) % 23).collect();
            let brute = (0..values.len())
                .flat_map(|i| (0..i).map(move |j| (j, i)))
                .filter(|&(j, i)| values[j] > values[i])
                .count();
            assert_eq!(sort_counting_exchanges(&mut values), brute as u64, "{n}");
            assert!(values.is_sorted(), "{values:?}");
        }
    }
}
