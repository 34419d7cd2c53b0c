//! Resampling: all permutations of a few pairs, random permutations of many, and the bootstrap.

/// Up to this many pairs all permutations are counted: 9! = 362 880.
pub const MAX_ENUMERATED: usize = 9;

/// How the observed statistic compares with its value under every permutation, the observed order included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tails {
    /// Permutations with a statistic as large or larger.
    pub as_large: u64,
    /// Permutations with a statistic as small or smaller.
    pub as_small: u64,
    /// Permutations with a statistic as far from zero or further.
    pub as_extreme: u64,
    /// All permutations, n!.
    pub permutations: u64,
}

impl Tails {
    /// Exact two-sided p-value.
    pub fn two_sided(&self) -> f64 {
        self.as_extreme as f64 / self.permutations as f64
    }

    /// Exact p-value against "greater".
    pub fn greater(&self) -> f64 {
        self.as_large as f64 / self.permutations as f64
    }

    /// Exact p-value against "less".
    pub fn less(&self) -> f64 {
        self.as_small as f64 / self.permutations as f64
    }
}

/// Evaluates `statistic` for every order of `n` indices and compares it with that of the order 0, 1, …, n − 1.
///
/// Statistics that differ by rounding only count as equal.
/// Takes n! evaluations: keep `n` at or below [`MAX_ENUMERATED`].
pub fn every_permutation(n: usize, statistic: impl Fn(&[usize]) -> f64) -> Tails {
    let mut order: Vec<usize> = (0..n).collect();
    let observed = statistic(&order);
    let slack = 1e-12 * observed.abs().max(f64::MIN_POSITIVE);
    let mut tails = Tails {
        as_large: 0,
        as_small: 0,
        as_extreme: 0,
        permutations: 0,
    };
    let mut count = |order: &[usize]| {
        let value = statistic(order);
        tails.as_large += u64::from(value >= observed - slack);
        tails.as_small += u64::from(value <= observed + slack);
        tails.as_extreme += u64::from(value.abs() >= observed.abs() - slack);
        tails.permutations += 1;
    };
    // Heap's algorithm: each step exchanges one pair.
    count(&order);
    let mut turns = vec![0; n];
    let mut level = 1;
    while level < n {
        if turns[level] < level {
            order.swap(
                if level.is_multiple_of(2) {
                    0
                } else {
                    turns[level]
                },
                level,
            );
            count(&order);
            turns[level] += 1;
            level = 1;
        } else {
            turns[level] = 0;
            level += 1;
        }
    }
    tails
}
