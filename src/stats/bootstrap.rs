//! The bootstrap over units, with bias-corrected and accelerated (`BCa`) intervals.
//!
//! A unit is a person with all their rows: rows of one person repeat that person and must not be drawn one by one.

use super::moments::{is_constant, mean, standard_deviation};
use super::note::Note;
use super::quantile::{QuantileType, quantile, sorted};
use super::resample::{Generator, Progress};
use super::special::{normal_cdf, normal_quantile};
use super::{Interval, Undefined};
use serde::{Deserialize, Serialize};

/// Below this many units the bootstrap's own intervals are too short to be relied on; the page says so.
pub const RELIABLE_UNITS: usize = 15;

/// How [`bca`] is made.
pub const BCA: Note = Note {
    name: "Bootstrap interval (BCa)",
    answers: "How far could the number move with other people of the same kind?",
    formula: "quantiles Φ(z₀ + (z₀ + z)/(1 − a(z₀ + z))) of the draws, type 7; z₀ from the share of draws below the estimate, ties half; a = Σ(J̄ − Jᵢ)³/(6(Σ(J̄ − Jᵢ)²)^1.5) from the estimates without each person",
    certainty: "It is the interval. Whole people are drawn, with all their rows; the seed is fixed, so the same data give the same interval.",
    assumes: "Independent people. With fewer than about 15 of them the interval is too short.",
    source: "Efron (1987), Better bootstrap confidence intervals",
    checked_against: "scipy.stats.bootstrap with the same draws",
};

/// What the draws of a bootstrap say about an estimate.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Bca {
    /// The estimate from the sample itself.
    pub estimate: f64,
    /// `BCa` interval.
    pub interval: Interval,
    /// Plain percentile interval, for comparison.
    pub percentile: Interval,
    /// Standard deviation of the draws.
    pub standard_error: f64,
    /// Mean of the draws; its distance from the estimate is the bias.
    pub mean: f64,
    /// Bias correction: the normal quantile of the share of draws below the estimate, ties counting half.
    pub bias_correction: f64,
    /// Acceleration: how fast the standard error changes with the estimate, from the jackknife.
    pub acceleration: f64,
    /// Quantiles of the draws that the `BCa` interval ends at.
    pub ends: [f64; 2],
}

/// `BCa` interval from `draws` of a statistic and its `jackknife` values, one without each unit.
///
/// # Errors
/// [`Undefined::TooFew`] below two draws or three jackknife values; [`Undefined::PerfectFit`] if the draws do not vary;
/// [`Undefined::OutOfRange`] if all draws lie on one side of the estimate.
///
/// Source: Efron (1987), "Better bootstrap confidence intervals", JASA 82. Quantiles of the draws are of type 7.
pub fn bca(estimate: f64, draws: &[f64], jackknife: &[f64], level: f64) -> Result<Bca, Undefined> {
    if jackknife.len() < 3 {
        return Err(Undefined::TooFew {
            have: jackknife.len(),
            need: 3,
        });
    }
    let standard_error = standard_deviation(draws)?;
    if is_constant(draws) {
        return Err(Undefined::PerfectFit);
    }
    let draws = sorted(draws);
    let below = draws.partition_point(|&draw| draw < estimate);
    let ties = draws.partition_point(|&draw| draw <= estimate) - below;
    let bias_correction = normal_quantile((below as f64 + 0.5 * ties as f64) / draws.len() as f64);
    if bias_correction.is_infinite() {
        return Err(Undefined::OutOfRange);
    }
    let acceleration = acceleration(jackknife)?;
    let end = |z: f64| {
        let shifted = bias_correction + z;
        normal_cdf(bias_correction + shifted / (1.0 - acceleration * shifted))
    };
    let z = normal_quantile(0.5 + level / 2.0);
    let ends = [end(-z), end(z)];
    let between = |low: f64, high: f64| {
        let at = |p| quantile(&draws, p, QuantileType::Type7);
        Ok(Interval {
            low: at(low)?,
            high: at(high)?,
            level,
        })
    };
    Ok(Bca {
        estimate,
        interval: between(ends[0], ends[1])?,
        percentile: between(0.5 - level / 2.0, 0.5 + level / 2.0)?,
        standard_error,
        mean: mean(&draws)?,
        bias_correction,
        acceleration,
        ends,
    })
}

/// A finished bootstrap.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Bootstrapped {
    /// The interval and what it rests on.
    pub bca: Bca,
    /// Units that were drawn from.
    pub units: usize,
    /// Draws that count.
    pub draws: usize,
    /// Draws that left the statistic undefined, and were drawn again.
    pub redrawn: usize,
    /// Seed of the generator; the same seed gives the same interval.
    pub seed: u64,
}

/// A bootstrap in steps.
///
/// ```
/// use goodhart::stats::bootstrap::{Bootstrap, pick};
/// use goodhart::stats::moments::mean;
/// let values = [3.0, 1.0, 4.0, 1.5, 9.0, 2.6];
/// let people = vec![vec![0, 1], vec![2], vec![3, 4], vec![5]];
/// let mut job = Bootstrap::new(people, 1_999, 7, |rows| mean(&pick(&values, rows)))?;
/// while let Some(progress) = job.advance(500) {
///     println!("{} of {}", progress.done, progress.total);
/// }
/// assert!(job.finish(0.95)?.bca.interval.contains(3.5));
/// # Ok::<(), goodhart::stats::Undefined>(())
/// ```
#[derive(Debug)]
pub struct Bootstrap<F> {
    units: Vec<Vec<usize>>,
    statistic: F,
    estimate: f64,
    jackknife: Vec<f64>,
    values: Vec<f64>,
    draws: usize,
    redrawn: usize,
    seed: u64,
    generator: Generator,
    failure: Option<Undefined>,
}

impl<F: FnMut(&[usize]) -> Result<f64, Undefined>> Bootstrap<F> {
    /// Prepares `draws` resamples of `units`, each given by its row indices; `statistic` takes the rows of a resample.
    ///
    /// # Errors
    /// [`Undefined::TooFew`] below three units, or whatever leaves the statistic of the sample itself undefined.
    pub fn new(
        units: Vec<Vec<usize>>,
        draws: usize,
        seed: u64,
        mut statistic: F,
    ) -> Result<Self, Undefined> {
        if units.len() < 3 {
            return Err(Undefined::TooFew {
                have: units.len(),
                need: 3,
            });
        }
        let estimate = statistic(&units.concat())?;
        let generator = Generator::new(seed);
        let (jackknife, values) = (Vec::with_capacity(units.len()), Vec::with_capacity(draws));
        Ok(Self {
            units,
            statistic,
            estimate,
            jackknife,
            values,
            draws,
            redrawn: 0,
            seed,
            generator,
            failure: None,
        })
    }

    /// Makes up to `steps` more evaluations; `None` once all are done or one failed for good.
    pub fn advance(&mut self, steps: usize) -> Option<Progress> {
        for _ in 0..steps {
            let progress = self.progress();
            if progress.done >= progress.total || self.failure.is_some() {
                return None;
            }
            if let Err(undefined) = self.step() {
                self.failure = Some(undefined);
            }
        }
        Some(self.progress())
            .filter(|progress| progress.done < progress.total && self.failure.is_none())
    }

    /// The interval, from the draws made.
    ///
    /// # Errors
    /// As [`bca`]; or why the statistic is undefined without one of the units, or in more than half of all resamples.
    pub fn finish(self, level: f64) -> Result<Bootstrapped, Undefined> {
        if let Some(undefined) = self.failure {
            return Err(undefined);
        }
        Ok(Bootstrapped {
            bca: bca(self.estimate, &self.values, &self.jackknife, level)?,
            units: self.units.len(),
            draws: self.values.len(),
            redrawn: self.redrawn,
            seed: self.seed,
        })
    }

    fn progress(&self) -> Progress {
        Progress {
            done: self.jackknife.len() + self.values.len(),
            total: self.units.len() + self.draws,
        }
    }

    /// The next jackknife value, or after those the next draw.
    fn step(&mut self) -> Result<(), Undefined> {
        let left_out = self.jackknife.len();
        if left_out < self.units.len() {
            let others = self
                .units
                .iter()
                .enumerate()
                .filter(|(unit, _)| *unit != left_out);
            let rows: Vec<usize> = others.flat_map(|(_, rows)| rows).copied().collect();
            self.jackknife.push((self.statistic)(&rows)?);
            return Ok(());
        }
        let mut rows = Vec::new();
        loop {
            rows.clear();
            for _ in 0..self.units.len() {
                rows.extend_from_slice(&self.units[self.generator.below(self.units.len())]);
            }
            match (self.statistic)(&rows) {
                Ok(value) => {
                    self.values.push(value);
                    return Ok(());
                }
                Err(undefined) if self.redrawn >= self.draws => return Err(undefined),
                Err(_) => self.redrawn += 1,
            }
        }
    }
}

/// The values of the given rows, in their order.
pub fn pick(values: &[f64], rows: &[usize]) -> Vec<f64> {
    rows.iter().map(|&row| values[row]).collect()
}

fn acceleration(jackknife: &[f64]) -> Result<f64, Undefined> {
    if is_constant(jackknife) {
        return Ok(0.0);
    }
    let centre = mean(jackknife)?;
    let sum_of_powers = |power| {
        jackknife
            .iter()
            .map(|value| (centre - value).powi(power))
            .sum::<f64>()
    };
    Ok(sum_of_powers(3) / (6.0 * sum_of_powers(2).powf(1.5)))
}
