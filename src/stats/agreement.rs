//! Agreement of two rankings in which the first places matter most: rank-biased overlap.
//!
//! The two slices hold the same people in the same order; a larger value ranks higher.

use super::Undefined;
use super::moments::need_variation;
use super::note::Note;
use super::rank::average_ranks;
use super::resample::PermutationTest;
use serde::{Deserialize, Serialize};

/// How [`RankBiased::overlap`] is made.
pub const RANK_BIASED_OVERLAP: Note = Note {
    name: "Rank-biased overlap",
    answers: "Do two rankings agree, when the first places matter most? 1: the same order; by luck: see beside it.",
    formula: "(1 − p)/p · Σ Aᵈ·pᵈ over depths d = 1 … k, plus Aᵏ·pᵏ for the rest; Aᵈ is the share that the first d places have in common. Tied people are ordered at random: Aᵈ is the average over all orders.",
    certainty: "p of as much or more: the outcomes are shuffled over people, with a fixed seed. By luck Aᵈ is d/n.",
    assumes: "The persistence p is chosen beforehand; 0.9 puts 86 % of the weight on the first ten places.",
    source: "Webber, Moffat & Zobel (2010), A similarity measure for indefinite rankings; Corsi & Urbano (2024), The treatment of ties in rank-biased overlap",
    checked_against: "values of Webber’s own program, and complete enumeration of ties, in unit tests",
};

/// The overlap when people come in some order; it owns what it needs, so that a test can be kept between its steps.
pub type OfOrder = Box<dyn FnMut(&[usize]) -> f64>;

/// What a rank-biased overlap looks at.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct RankBiased {
    /// Probability of looking one place further, inside of (0, 1): 0.9 puts 86 % of the weight on the first ten places.
    pub persistence: f64,
    /// Places that are compared; the agreement there is taken to continue below.
    pub depth: usize,
}

/// The agreement of two rankings, the first places weighing most.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct RankBiasedOverlap {
    /// People.
    pub n: usize,
    /// Extrapolated overlap, in [0, 1].
    pub overlap: f64,
    /// What it would be by luck.
    pub expected: f64,
}

impl RankBiased {
    /// Rank-biased overlap of the rankings by `x` and by `y`, extrapolated. It does not depend on how ties are broken:
    /// it is the average over all ways of breaking them.
    ///
    /// # Errors
    /// [`Undefined::OutOfRange`] unless the persistence lies inside of (0, 1) and the depth in 1 … n;
    /// [`Undefined::Constant`] if a side ranks nobody higher than another; [`Undefined::TooFew`] below two people.
    ///
    /// Source: equation 30 of Webber, Moffat & Zobel (2010), ACM Transactions on Information Systems 28; ties as their
    /// average over all orders, after Corsi & Urbano (2024), SIGIR.
    pub fn overlap(self, x: &[f64], y: &[f64]) -> Result<RankBiasedOverlap, Undefined> {
        let weights = self.weights(x, y)?;
        let (by_x, by_y) = (places(x), places(y));
        let n = x.len() as f64;
        let common = by_x.iter().zip(&by_y).map(|(a, b)| weights.of(*a, *b));
        let by_luck = (1..=self.depth).map(|d| weights.each[d - 1] * (d * d) as f64 / n);
        Ok(RankBiasedOverlap {
            n: x.len(),
            overlap: common.sum::<f64>().clamp(0.0, 1.0),
            expected: by_luck.sum(),
        })
    }

    /// A permutation test of the overlap: `y` is shuffled over people. [`super::resample::Tails::greater`] of its
    /// result is the p-value against "more than by luck".
    ///
    /// # Errors
    /// As [`RankBiased::overlap`].
    pub fn test(
        self,
        (x, y): (&[f64], &[f64]),
        draws: usize,
        seed: u64,
    ) -> Result<PermutationTest<OfOrder>, Undefined> {
        let weights = self.weights(x, y)?;
        let (by_x, by_y) = (places(x), places(y));
        let statistic = move |order: &[usize]| {
            let pairs = by_x.iter().zip(order);
            pairs.map(|(a, &at)| weights.of(*a, by_y[at])).sum()
        };
        Ok(PermutationTest::new(
            x.len(),
            draws,
            seed,
            Box::new(statistic),
        ))
    }

    fn weights(self, x: &[f64], y: &[f64]) -> Result<DepthWeights, Undefined> {
        need_variation(x, y, 2)?;
        let persistence = self.persistence;
        let is_share = persistence > 0.0 && persistence < 1.0;
        if !is_share || self.depth == 0 || self.depth > x.len() {
            return Err(Undefined::OutOfRange);
        }
        // A person in common at depth d adds (1 − p)/p · pᵈ/d, and at the last depth what stands for all below it.
        let mut reach = 1.0;
        let mut each: Vec<f64> = Vec::with_capacity(self.depth);
        for depth in 1..=self.depth {
            each.push((1.0 - persistence) * reach / depth as f64);
            reach *= persistence;
        }
        if let Some(last) = each.last_mut() {
            *last += reach / self.depth as f64;
        }
        let mut from: Vec<f64> = each.clone();
        for depth in (0..self.depth - 1).rev() {
            from[depth] += from[depth + 1];
        }
        Ok(DepthWeights { each, from })
    }
}

/// What a person in common adds at each depth.
struct DepthWeights {
    /// At depth d, in place d − 1.
    each: Vec<f64>,
    /// At depth d and all below it.
    from: Vec<f64>,
}

impl DepthWeights {
    /// What a person adds who stands at these places, on average over all ways of breaking ties.
    fn of(&self, a: Place, b: Place) -> f64 {
        let begin = a.first.max(b.first);
        let certain = a.last.max(b.last);
        let open = (begin..certain.min(self.each.len() + 1))
            .map(|depth| a.within(depth) * b.within(depth) * self.each[depth - 1]);
        open.sum::<f64>() + self.from.get(certain - 1).unwrap_or(&0.0)
    }
}

/// The places from 1 that a person shares with those of the same value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Place {
    pub first: usize,
    pub last: usize,
}

impl Place {
    /// Probability of standing within the first `depth` places when ties are broken at random.
    fn within(self, depth: usize) -> f64 {
        if depth >= self.last {
            1.0
        } else {
            (depth + 1).saturating_sub(self.first) as f64 / (self.last + 1 - self.first) as f64
        }
    }
}

/// Places of all values, the largest first.
pub(super) fn places(x: &[f64]) -> Vec<Place> {
    let negated: Vec<f64> = x.iter().map(|value| -value).collect();
    let ranks = average_ranks(&negated);
    let mut order: Vec<usize> = (0..x.len()).collect();
    order.sort_by(|&a, &b| ranks[a].total_cmp(&ranks[b]));
    let mut places = vec![Place { first: 1, last: 1 }; x.len()];
    let mut before = 0;
    for ties in order.chunk_by(|&a, &b| ranks[a].total_cmp(&ranks[b]).is_eq()) {
        for &person in ties {
            places[person] = Place {
                first: before + 1,
                last: before + ties.len(),
            };
        }
        before += ties.len();
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::resample::every_permutation;
    use std::cell::RefCell;

    /// Scores that rank the letters as they stand in the two words, the first highest; for letters a, b, c, …
    fn scores(word: &str) -> Vec<f64> {
        let mut letters: Vec<char> = word.chars().collect();
        letters.sort_unstable();
        let place = |letter: &char| word.chars().position(|other| other == *letter).unwrap();
        letters
            .iter()
            .map(|letter| -(place(letter) as f64))
            .collect()
    }

    fn overlap(x: &[f64], y: &[f64], persistence: f64, depth: usize) -> f64 {
        let looked_at = RankBiased { persistence, depth };
        looked_at.overlap(x, y).unwrap().overlap
    }

    #[test]
    fn rank_biased_overlap_agrees_with_webbers_own_program() {
        // Values of W. Webber's rbo_ext, as the test data of the crate rbo (permute_abc.json) record them: the letters
        // in alphabetical order against a permutation of them.
        for (word, persistence, want) in [
            ("agmtrsyhfidnjobwzkxvucqel", 0.5, 0.696_746),
            ("agmtrsyhfidnjobwzkxvucqel", 0.9, 0.548_749),
            ("achudyxfktsrzwbgqjenolivm", 0.8, 0.640_118),
            ("achudyxfktsrzwbgqjenolivm", 0.99, 0.919_628),
            ("jtnxyzovchmfldbksguqewari", 0.9, 0.256_365),
            ("zscendjrkobhmitlugywxvafq", 0.7, 0.181_782),
        ] {
            let mut first: Vec<char> = word.chars().collect();
            first.sort_unstable();
            let sorted = scores(&first.iter().collect::<String>());
            let got = overlap(&sorted, &scores(word), persistence, 25);
            assert!(
                (got - want).abs() < 1e-6,
                "{word} {persistence}: {got} {want}"
            );
        }
    }

    #[test]
    fn rank_biased_overlap_agrees_with_a_documented_example() {
        // README of rankmeasures (after R. Agrawal): (1, 2, 3, 4, 5) and (2, 3, 4, 1, 5) at 0.9 give 0.828.
        let got = overlap(&scores("abcde"), &scores("bcdae"), 0.9, 5);
        assert!((got - 0.828).abs() < 1e-12, "{got}");
    }

    #[test]
    fn a_shallow_look_extrapolates_the_agreement_at_its_depth() {
        // By hand: the first three places have 0, 1 and 2 people in common; p = 0.8.
        let got = overlap(&scores("abcde"), &scores("bcdae"), 0.8, 3);
        let want = 0.25 * (0.64 / 2.0 + 0.512 * 2.0 / 3.0) + 0.512 * 2.0 / 3.0;
        assert!((got - want).abs() < 1e-12, "{got} {want}");
    }

    /// Every order of five indices.
    fn orders() -> Vec<Vec<usize>> {
        let seen = RefCell::new(vec![(0..5).collect()]);
        every_permutation(5, |order| {
            seen.borrow_mut().push(order.to_vec());
            0.0
        });
        seen.into_inner().split_off(1)
    }

    #[test]
    fn ties_give_the_average_over_all_ways_of_breaking_them() {
        let (x, y) = ([5.0, 5.0, 5.0, 2.0, 2.0], [3.0, 7.0, 3.0, 0.0, 3.0]);
        // Nudged by less than the distance of two values, ties break in the order of the nudges.
        let broken = |values: &[f64], order: &[usize]| -> Vec<f64> {
            let pairs = values.iter().zip(order);
            pairs
                .map(|(value, nudge)| value + *nudge as f64 / 100.0)
                .collect()
        };
        let orders = orders();
        for depth in 1..=5 {
            let mut sum = 0.0;
            for first in &orders {
                for second in &orders {
                    sum += overlap(&broken(&x, first), &broken(&y, second), 0.8, depth);
                }
            }
            let (got, want) = (overlap(&x, &y, 0.8, depth), sum / 14_400.0);
            assert!((got - want).abs() < 1e-12, "{depth}: {got} {want}");
        }
    }

    #[test]
    fn what_luck_gives_is_the_average_over_all_assignments() {
        let (x, y) = ([5.0, 5.0, 5.0, 2.0, 1.0], [3.0, 7.0, 3.0, 0.0, 3.0]);
        let moved = |order: &[usize]| order.iter().map(|&at| y[at]).collect::<Vec<f64>>();
        let looked_at = RankBiased {
            persistence: 0.7,
            depth: 4,
        };
        let values: Vec<f64> = orders()
            .iter()
            .map(|order| looked_at.overlap(&x, &moved(order)).unwrap().overlap)
            .collect();
        let got = looked_at.overlap(&x, &y).unwrap();
        let mean = values.iter().sum::<f64>() / 120.0;
        assert!((got.expected - mean).abs() < 1e-12, "{got:?} {mean}");

        let mut job = looked_at.test((&x, &y), 9_999, 7).unwrap();
        while job.advance(1_000).is_some() {}
        let reached = values.iter().filter(|value| **value >= got.overlap - 1e-12);
        let want = reached.count() as f64 / 120.0;
        // Four standard errors of a share of 9 999 draws.
        assert!((job.finish().greater() - want).abs() < 0.02);
    }

    #[test]
    fn equal_rankings_agree_and_nonsense_is_refused() {
        let x = [4.0, 3.0, 2.0, 1.0];
        assert!((overlap(&x, &x, 0.9, 4) - 1.0).abs() < 1e-15);
        let ask = |persistence, depth| RankBiased { persistence, depth }.overlap(&x, &x);
        for (persistence, depth) in [(0.0, 2), (1.0, 2), (f64::NAN, 2), (0.9, 0), (0.9, 5)] {
            assert_eq!(ask(persistence, depth), Err(Undefined::OutOfRange));
        }
    }
}
