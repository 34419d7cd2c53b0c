//! The same question answered by resampling people: an interval and a p-value that trust no formula.

use serde::{Deserialize, Serialize};

use crate::metrics::Panel;
use crate::notice::Notice;
use crate::stats::bootstrap::{Bootstrap, Bootstrapped, pick};
use crate::stats::correlation::ProductMoment;
use crate::stats::rank::average_ranks;
use crate::stats::resample::{PermutationTest, Progress, Tails};
use crate::stats::{Undefined, correlation};

use super::relation::{Pair, matched_people};
use super::verdict::LEVEL;

/// Resamples of people for the interval (Efron 1987 asks for 1 000 or more).
const DRAWS: usize = 1_999;

/// Random orders of people for the p-value.
const PERMUTATIONS: usize = 9_999;

/// Fixed, so that the same data give the same digits; it is shown beside the result.
const SEED: u64 = 20_260_105;

/// Above this many people resampling takes minutes and agrees with the formula.
pub const MOST_PEOPLE: usize = 20_000;

/// What resampling found for Spearman's rho of person means.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Resampled {
    /// The `BCa` interval, or why there is none.
    pub interval: Result<Bootstrapped, Undefined>,
    /// How many orders of people gave a rho as strong as the observed one.
    pub tails: Tails,
    /// Seed of the permutations; the bootstrap carries its own.
    pub seed: u64,
}

type Statistic<T> = Box<dyn FnMut(&[usize]) -> T>;

/// Resampling in steps, so that its owner can report progress and stop in between.
pub struct Resampling {
    bootstrap: Result<Bootstrap<Statistic<Result<f64, Undefined>>>, Undefined>,
    permutation: PermutationTest<Statistic<f64>>,
    people: usize,
    done: usize,
}

impl std::fmt::Debug for Resampling {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Resampling")
            .field("people", &self.people)
            .field("done", &self.done)
            .finish_non_exhaustive()
    }
}

impl Resampling {
    /// Prepares to resample the people of a pair.
    ///
    /// # Errors
    /// As [`super::relate`].
    pub fn new(panel: &Panel, pair: &Pair) -> Result<Self, Notice> {
        let (_, _, matched) = matched_people(panel, &pair.x, &pair.y)?;
        let x: Vec<f64> = matched.people.iter().map(|means| means.x).collect();
        let y: Vec<f64> = matched.people.iter().map(|means| means.y).collect();
        let people = x.len();
        let (rank_x, rank_y) = (average_ranks(&x), average_ranks(&y));
        let units = (0..people).map(|person| vec![person]).collect();
        let rho: Statistic<_> = Box::new(move |rows| {
            correlation::ProductMoment::of_ranks(&pick(&x, rows), &pick(&y, rows))
                .map(|found| found.r)
        });
        // Ranks do not change with the order of people, so they are made once; a constant side gives no relation.
        let permuted: Statistic<f64> = Box::new(move |order| {
            ProductMoment::new(&rank_x, &pick(&rank_y, order)).map_or(0.0, |found| found.r)
        });
        Ok(Resampling {
            bootstrap: Bootstrap::new(units, DRAWS, SEED, rho),
            permutation: PermutationTest::new(people, PERMUTATIONS, SEED, permuted),
            people,
            done: 0,
        })
    }

    /// Makes up to `steps` more evaluations; `None` once all are done.
    pub fn advance(&mut self, steps: usize) -> Option<Progress> {
        let drawing = self
            .bootstrap
            .as_mut()
            .ok()
            .and_then(|bootstrap| bootstrap.advance(steps));
        let open = drawing.is_some() || self.permutation.advance(steps).is_some();
        let total = self.people + DRAWS + PERMUTATIONS;
        self.done = (self.done + steps).min(total);
        open.then_some(Progress {
            done: self.done,
            total,
        })
    }

    /// The result, from what was drawn.
    pub fn finish(self) -> Resampled {
        Resampled {
            interval: self.bootstrap.and_then(|bootstrap| bootstrap.finish(LEVEL)),
            tails: self.permutation.finish(),
            seed: SEED,
        }
    }
}
