//! Permutations: all of them for a few units, random ones for many; and the seeded generator behind resampling.
//!
//! Long work is a job that advances in steps, so that its owner can report progress and stop in between.

use super::note::Note;
use rand_core::Rng;
use rand_pcg::Pcg32;
use serde::{Deserialize, Serialize};

/// Up to this many units all permutations are counted: 9! = 362 880.
pub const MAX_ENUMERATED: usize = 9;

/// How [`PermutationTest`] is made.
pub const PERMUTATION: Note = Note {
    name: "Permutation test",
    answers: "How often would chance alone give a number this far from zero?",
    formula: "p = (1 + orders at least as extreme)/(1 + orders drawn); people exchange their outcomes, each keeping the whole series",
    certainty: "It is the p-value; never 0. The seed is fixed.",
    assumes: "Without a relation any person could have had any other’s outcome.",
    source: "Phipson & Smyth (2010), Permutation p-values should never be zero",
    checked_against: "the count over all orders",
};

/// How [`every_permutation`] is made.
pub const EXACT_P: Note = Note {
    name: "Exact p-value",
    answers: "The same for up to nine people, without a random part.",
    formula: "p = orders at least as extreme/n!, the observed order among them; ties included",
    certainty: "It is the p-value; the smallest possible one is 1/n! for each order as extreme.",
    assumes: "As the permutation test.",
    source: "Fisher (1935), The Design of Experiments; Heap (1963), Permutations by interchanges",
    checked_against: "enumeration in exact fractions, R cor.test(exact = TRUE), scipy.stats.permutation_test",
};

/// How far a job has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// Evaluations made.
    pub done: usize,
    /// Evaluations in all.
    pub total: usize,
}

/// How the observed statistic compares with its value under permutations, the observed order being one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tails {
    /// Permutations with a statistic as large or larger.
    pub as_large: u64,
    /// Permutations with a statistic as small or smaller.
    pub as_small: u64,
    /// Permutations with a statistic as far from zero or further.
    pub as_extreme: u64,
    /// All permutations that were looked at.
    pub permutations: u64,
}

impl Tails {
    /// Two-sided p-value.
    pub fn two_sided(&self) -> f64 {
        self.as_extreme as f64 / self.permutations as f64
    }

    /// P-value against "greater".
    pub fn greater(&self) -> f64 {
        self.as_large as f64 / self.permutations as f64
    }

    /// P-value against "less".
    pub fn less(&self) -> f64 {
        self.as_small as f64 / self.permutations as f64
    }

    /// The tails when only the observed order has been looked at.
    pub(super) const OBSERVED: Self = Self {
        as_large: 1,
        as_small: 1,
        as_extreme: 1,
        permutations: 1,
    };

    /// Counts one more value; values that differ from the observed one by rounding only are as extreme.
    pub(super) fn count(&mut self, value: f64, observed: f64) {
        let slack = 1e-12 * observed.abs();
        self.as_large += u64::from(value >= observed - slack);
        self.as_small += u64::from(value <= observed + slack);
        self.as_extreme += u64::from(value.abs() >= observed.abs() - slack);
        self.permutations += 1;
    }
}

/// Evaluates `statistic` for every order of `n` indices and compares it with that of the order 0, 1, …, n − 1.
///
/// Takes n! evaluations: keep `n` at or below [`MAX_ENUMERATED`].
pub fn every_permutation(n: usize, statistic: impl Fn(&[usize]) -> f64) -> Tails {
    let mut order: Vec<usize> = (0..n).collect();
    let observed = statistic(&order);
    let mut tails = Tails::OBSERVED;
    // Heap's algorithm: each step exchanges one pair.
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
            tails.count(statistic(&order), observed);
            turns[level] += 1;
            level = 1;
        } else {
            turns[level] = 0;
            level += 1;
        }
    }
    tails
}

/// A permutation test by random orders.
///
/// A unit is whatever may be exchanged if there is no relation: a person with the whole series, never a single row of
/// one. The p-values count the observed order in, (1 + extreme) / (1 + draws), so that none is ever 0
/// (Phipson & Smyth 2010, Statistical Applications in Genetics and Molecular Biology 9).
#[derive(Debug)]
pub struct PermutationTest<F> {
    statistic: F,
    order: Vec<usize>,
    observed: f64,
    tails: Tails,
    draws: usize,
    done: usize,
    generator: Generator,
}

impl<F: FnMut(&[usize]) -> f64> PermutationTest<F> {
    /// Prepares a test of `draws` random orders of `units` indices; `statistic` is evaluated at once for 0, 1, …
    pub fn new(units: usize, draws: usize, seed: u64, mut statistic: F) -> Self {
        let order: Vec<usize> = (0..units).collect();
        let observed = statistic(&order);
        let generator = Generator::new(seed);
        Self {
            statistic,
            order,
            observed,
            tails: Tails::OBSERVED,
            draws,
            done: 0,
            generator,
        }
    }

    /// Looks at up to `steps` more orders; `None` once all are done.
    pub fn advance(&mut self, steps: usize) -> Option<Progress> {
        let until = self.draws.min(self.done + steps);
        for _ in self.done..until {
            self.generator.shuffle(&mut self.order);
            self.tails
                .count((self.statistic)(&self.order), self.observed);
        }
        self.done = until;
        (self.done < self.draws).then_some(Progress {
            done: self.done,
            total: self.draws,
        })
    }

    /// The counts so far.
    pub fn finish(self) -> Tails {
        self.tails
    }
}

/// `count` random orders of `n` indices, each order equally likely, from one seed.
pub fn random_orders(n: usize, count: usize, seed: u64) -> impl Iterator<Item = Vec<usize>> {
    let mut generator = Generator::new(seed);
    let mut order: Vec<usize> = (0..n).collect();
    (0..count).map(move |_| {
        generator.shuffle(&mut order);
        order.clone()
    })
}

/// A seeded generator that gives the same numbers on every machine.
#[derive(Debug, Clone)]
pub(super) struct Generator(Pcg32);

impl Generator {
    pub fn new(seed: u64) -> Self {
        Self(Pcg32::new(seed, 0))
    }

    /// A random index below `bound`, each equally likely.
    ///
    /// Source: Lemire (2019), "Fast random integer generation in an interval", ACM TOMACS 29.
    pub fn below(&mut self, bound: usize) -> usize {
        let bound = u32::try_from(bound).expect("fewer than 2^32 units fit into memory");
        let unfair = bound.wrapping_neg() % bound;
        loop {
            let product = u64::from(self.0.next_u32()) * u64::from(bound);
            let (index, rest) = (product >> 32, product & u64::from(u32::MAX));
            if rest >= u64::from(unfair) {
                return usize::try_from(index).expect("below the bound, which is a usize");
            }
        }
    }

    /// Fisher–Yates shuffle.
    fn shuffle(&mut self, order: &mut [usize]) {
        for last in (1..order.len()).rev() {
            order.swap(last, self.below(last + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::RefCell;
    use std::collections::BTreeSet;

    #[test]
    fn every_order_is_visited_once() {
        let seen = RefCell::new(BTreeSet::new());
        let tails = every_permutation(5, |order| {
            f64::from(u8::from(seen.borrow_mut().insert(order.to_vec())))
        });
        assert_eq!((seen.borrow().len(), tails.permutations), (120, 120));
    }

    #[test]
    fn random_orders_hold_everyone_once_and_come_again_for_the_same_seed() {
        let orders: Vec<Vec<usize>> = random_orders(7, 40, 5).collect();
        assert_eq!(orders, random_orders(7, 40, 5).collect::<Vec<_>>());
        for order in &orders {
            let mut sorted = order.clone();
            sorted.sort_unstable();
            assert_eq!(sorted, (0..7).collect::<Vec<_>>());
        }
        let distinct: BTreeSet<_> = orders.iter().collect();
        assert!(distinct.len() > 35, "{}", distinct.len());
    }

    #[test]
    fn indices_are_equally_likely() {
        let mut generator = Generator::new(7);
        let mut counts = [0_u32; 6];
        for _ in 0..60_000 {
            counts[generator.below(6)] += 1;
        }
        // Five standard deviations of a binomial count of 60 000 draws with probability 1/6.
        assert!(
            counts.iter().all(|count| count.abs_diff(10_000) < 457),
            "{counts:?}"
        );
    }
}
