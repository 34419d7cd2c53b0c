//! Surge at the end of periods: how much of a total falls on the last working days, against days in random order?

use super::note::Note;
use super::quantile::{QuantileType, quantile, sorted};
use super::resample::{Generator, Progress};
use super::{Interval, Undefined};
use serde::{Deserialize, Serialize};

/// How [`EndOfPeriodSurge`] is made.
pub const END_OF_PERIOD: Note = Note {
    name: "Surge at the end of periods",
    answers: "Does more fall on the last working days of a sprint or month than if days came in any order?",
    formula: "Share = what falls on the last d working days of everyone’s periods / the total.",
    certainty: "p: the days of each person’s period are shuffled; (1 + shares as large) / (1 + draws), with a fixed seed.",
    assumes: "Within a person’s period every order of the days is equally likely; periods that always end on the same weekday break this.",
    source: "Oyer (1998), Fiscal year ends and nonlinear incentive contracts; Phipson & Smyth (2010), Permutation p-values should never be zero",
    checked_against: "the hypergeometric mean and complete enumeration, in unit tests",
};

/// What share of a total falls on the last days of periods.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct PeriodEnd {
    /// Observed share, in [0, 1].
    pub share: f64,
    /// Share to be expected if the days of each period came in any order.
    pub expected: f64,
    /// Where the shares of shuffled days lie, for the level asked for.
    pub by_chance: Interval,
    /// P-value against "more than chance".
    pub p_value: f64,
    /// Last working days that were looked at.
    pub last_days: usize,
    /// Persons' periods that were long enough.
    pub periods: usize,
    /// Persons' periods with no more than that many days, left out.
    pub left_out: usize,
    /// Random orders.
    pub draws: usize,
    /// Seed of the generator; the same seed gives the same p-value.
    pub seed: u64,
}

/// A permutation test of the share of the last days, in steps.
///
/// ```
/// use goodhart::stats::period_end::EndOfPeriodSurge;
/// let weeks = vec![vec![2.0, 3.0, 1.0, 2.0, 9.0], vec![1.0, 0.0, 2.0, 2.0, 8.0]];
/// let mut job = EndOfPeriodSurge::new(&weeks, 1, 999, 7)?;
/// while let Some(progress) = job.advance(500) {
///     println!("{} of {}", progress.done, progress.total);
/// }
/// let got = job.finish(0.95)?;
/// assert!((got.expected - 0.2).abs() < 1e-12 && got.share > 0.5);
/// # Ok::<(), goodhart::stats::Undefined>(())
/// ```
#[derive(Debug)]
pub struct EndOfPeriodSurge {
    periods: Vec<Vec<f64>>,
    last_days: usize,
    left_out: usize,
    total: f64,
    share: f64,
    expected: f64,
    shares: Vec<f64>,
    draws: usize,
    seed: u64,
    generator: Generator,
}

impl EndOfPeriodSurge {
    /// Prepares `draws` shuffles; each of `periods` holds one person's amounts on the working days of one period, in
    /// calendar order.
    ///
    /// # Errors
    /// [`Undefined::OutOfRange`] without last days, for a negative amount, or a total of zero; [`Undefined::TooFew`] if
    /// no period has more than `last_days` days.
    pub fn new(
        periods: &[Vec<f64>],
        last_days: usize,
        draws: usize,
        seed: u64,
    ) -> Result<Self, Undefined> {
        let long = periods.iter().filter(|days| days.len() > last_days);
        let long: Vec<Vec<f64>> = long.cloned().collect();
        if long.is_empty() {
            return Err(Undefined::TooFew { have: 0, need: 1 });
        }
        let total: f64 = long.iter().flatten().sum();
        let negative = long.iter().flatten().any(|amount| *amount < 0.0);
        if last_days == 0 || negative || total <= 0.0 {
            return Err(Undefined::OutOfRange);
        }
        let due =
            |days: &Vec<f64>| days.iter().sum::<f64>() * (last_days as f64 / days.len() as f64);
        Ok(Self {
            share: held_by_last(&long, last_days) / total,
            expected: long.iter().map(due).sum::<f64>() / total,
            left_out: periods.len() - long.len(),
            periods: long,
            last_days,
            total,
            shares: Vec::with_capacity(draws),
            draws,
            seed,
            generator: Generator::new(seed),
        })
    }

    /// Makes up to `steps` more shuffles; `None` once all are done.
    pub fn advance(&mut self, steps: usize) -> Option<Progress> {
        for _ in 0..steps.min(self.draws - self.shares.len()) {
            for days in &mut self.periods {
                // Only who comes last matters: as many exchanges as there are last days make their choice fair.
                for place in (days.len() - self.last_days..days.len()).rev() {
                    days.swap(place, self.generator.below(place + 1));
                }
            }
            let share = held_by_last(&self.periods, self.last_days) / self.total;
            self.shares.push(share);
        }
        let done = self.shares.len();
        (done < self.draws).then_some(Progress {
            done,
            total: self.draws,
        })
    }

    /// The share against those of the shuffles so far.
    ///
    /// # Errors
    /// [`Undefined::TooFew`] before the first shuffle.
    pub fn finish(self, level: f64) -> Result<PeriodEnd, Undefined> {
        // Shares that differ by the order of summation only are as large.
        let limit = self.share * (1.0 - 1e-12);
        let as_large = self.shares.iter().filter(|share| **share >= limit).count();
        let shares = sorted(&self.shares);
        let end = |p: f64| quantile(&shares, p, QuantileType::Type7);
        Ok(PeriodEnd {
            share: self.share,
            expected: self.expected,
            by_chance: Interval {
                low: end((1.0 - level) / 2.0)?,
                high: end(f64::midpoint(1.0, level))?,
                level,
            },
            p_value: (1 + as_large) as f64 / (1 + shares.len()) as f64,
            last_days: self.last_days,
            periods: self.periods.len(),
            left_out: self.left_out,
            draws: shares.len(),
            seed: self.seed,
        })
    }
}

fn held_by_last(periods: &[Vec<f64>], last_days: usize) -> f64 {
    let last = |days: &Vec<f64>| days.iter().rev().take(last_days).sum::<f64>();
    periods.iter().map(last).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(periods: &[Vec<f64>], last_days: usize, draws: usize) -> PeriodEnd {
        let mut job = EndOfPeriodSurge::new(periods, last_days, draws, 11).unwrap();
        while job.advance(300).is_some() {}
        job.finish(0.95).unwrap()
    }

    #[test]
    fn chance_agrees_with_all_orders() {
        // Two of five days can be chosen in ten ways; only {9, 5} holds as much as the 14 of the last two.
        let got = run(&[vec![1.0, 2.0, 3.0, 5.0, 9.0]], 2, 20_000);
        assert!((got.share - 0.7).abs() < 1e-15 && (got.expected - 0.4).abs() < 1e-15);
        // Four standard errors of a binomial share of 20 000 draws.
        assert!((got.p_value - 0.1).abs() < 0.0085, "{got:?}");
    }

    #[test]
    fn even_work_shows_no_surge() {
        let got = run(&[vec![4.0; 10], vec![2.0; 5]], 3, 500);
        assert!(got.p_value >= 1.0 && (got.share - got.expected).abs() < 1e-12);
    }

    #[test]
    fn a_surge_of_everyone_is_beyond_chance() {
        let week = vec![2.0, 3.0, 1.0, 2.0, 9.0];
        let got = run(&vec![week; 20], 1, 999);
        assert!((got.p_value - 0.001).abs() < 1e-15, "{got:?}");
        assert!(got.by_chance.high < got.share);
    }

    #[test]
    fn the_size_of_a_step_changes_nothing() {
        let periods = [vec![1.0, 5.0, 2.0, 8.0], vec![3.0, 1.0, 1.0, 7.0, 2.0]];
        let mut slow = EndOfPeriodSurge::new(&periods, 1, 300, 11).unwrap();
        while slow.advance(7).is_some() {}
        assert_eq!(slow.finish(0.95).unwrap(), run(&periods, 1, 300));
    }

    #[test]
    fn short_periods_are_left_out_and_counted() {
        let got = run(&[vec![1.0, 2.0, 3.0], vec![4.0]], 1, 50);
        assert_eq!((got.periods, got.left_out), (1, 1));
        let none = EndOfPeriodSurge::new(&[vec![4.0]], 1, 50, 1).map(|_| ());
        assert_eq!(none, Err(Undefined::TooFew { have: 0, need: 1 }));
        for (days, last) in [
            (vec![0.0, 0.0], 1),
            (vec![-1.0, 3.0], 1),
            (vec![1.0, 2.0], 0),
        ] {
            let job = EndOfPeriodSurge::new(&[days], last, 50, 1).map(|_| ());
            assert_eq!(job, Err(Undefined::OutOfRange));
        }
    }
}
