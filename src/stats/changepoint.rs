//! When did the level of a series change? Whether it changed at all is asked in [`stability`](super::stability).
//!
//! All of this takes the values for independent about their level. A series with memory of its own looks as if it
//! changed: test [`Partition::residuals`] with [`ljung_box`](super::series::ljung_box), and where that fails show the
//! change as a description, without its p-value.

use super::moments::{Centred, is_constant, need};
use super::note::Note;
use super::quantile::{MAD_TO_STANDARD_DEVIATION, median_absolute_deviation};
use super::series::first_differences;
use super::{Side, Undefined};
use serde::{Deserialize, Serialize};
use std::f64::consts::TAU;

/// How [`optimal_partitions`] is made.
pub const PARTITIONS: Note = Note {
    name: "Change points",
    answers: "In which weeks did the level change, and how many changes are there?",
    formula: "For each number of changes k the dates with the smallest residual sum of squares, among all that leave h periods between them; k by BIC = n(ln RSS + 1 − ln n + ln 2π) + 2(k + 1) ln n",
    certainty: "",
    assumes: "Levels that jump, not drift; independent deviations of equal variance.",
    source: "Bai & Perron (2003), Computation and analysis of multiple structural change models; Zeileis et al. (2003), Testing and dating of structural changes in practice",
    checked_against: "R strucchange::breakpoints, Python ruptures Dynp",
};

/// How [`penalised`] is made.
pub const PENALISED: Note = Note {
    name: "Change points with a penalty",
    answers: "In which weeks did the level change, if every change has to earn its place?",
    formula: "The dates that minimise RSS + β·changes with β = 2 s² ln n, s = 1.4826 · MAD of the differences / √2",
    certainty: "",
    assumes: "Levels that jump; independent deviations, whose size the differences show.",
    source: "Killick et al. (2012), Optimal detection of changepoints with a linear computational cost; Yao (1988)",
    checked_against: "Python ruptures Pelt (l2)",
};

/// A series cut into segments of constant level.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Partition {
    /// Periods before each change, in ascending order.
    pub breaks: Vec<usize>,
    /// Sum of squares about the segments' means.
    pub residual_sum_of_squares: f64,
    /// Bayesian information criterion; smaller is better. [`Undefined::PerfectFit`] where no segment varies.
    pub bic: Result<f64, Undefined>,
}

impl Partition {
    fn new(y: &[f64], breaks: Vec<usize>) -> Self {
        let segment = |segment: &[f64]| {
            if is_constant(segment) {
                return 0.0;
            }
            let centred = Centred::new(segment);
            centred.sum_of_squares() * centred.scale * centred.scale
        };
        let left: f64 = segments(y, &breaks).map(segment).sum();
        let n = y.len() as f64;
        let parameters = 2.0 * (breaks.len() as f64 + 1.0);
        let bic =
            n * (libm::log(left) + 1.0 - libm::log(n) + libm::log(TAU)) + parameters * libm::log(n);
        Self {
            breaks,
            residual_sum_of_squares: left,
            bic: if left > 0.0 {
                Ok(bic)
            } else {
                Err(Undefined::PerfectFit)
            },
        }
    }

    /// Deviations of the series from its segments' means.
    pub fn residuals(&self, y: &[f64]) -> Vec<f64> {
        segments(y, &self.breaks)
            .flat_map(|segment| {
                let centred = Centred::new(segment);
                centred
                    .values
                    .into_iter()
                    .map(move |value| value * centred.scale)
            })
            .collect()
    }
}

/// The parts of a series between the breaks.
fn segments<'a>(y: &'a [f64], breaks: &[usize]) -> impl Iterator<Item = &'a [f64]> {
    let starts: Vec<usize> = std::iter::once(0).chain(breaks.iter().copied()).collect();
    let ends: Vec<usize> = breaks.iter().copied().chain([y.len()]).collect();
    starts.into_iter().zip(ends).map(|(from, to)| &y[from..to])
}

/// The best partitions with 0, 1, … changes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Partitions {
    /// With 0, 1, … changes, as many as the series has room for.
    pub partitions: Vec<Partition>,
    /// Index of the one with the smallest criterion; the first with segments that do not vary, if there is one.
    pub chosen: usize,
}

/// Finds the best partition with up to `max_breaks` changes and at least `min_segment` periods between them, in about
/// `max_breaks`·n² steps. Of equally good ones the earliest changes win.
///
/// # Errors
/// [`Undefined::TooFew`] for fewer than `min_segment` or two periods; [`Undefined::OutOfRange`] for segments of none;
/// [`Undefined::Constant`] if the values do not vary.
pub fn optimal_partitions(
    y: &[f64],
    min_segment: usize,
    max_breaks: usize,
) -> Result<Partitions, Undefined> {
    let sums = Sums::new(y, min_segment)?;
    let n = y.len();
    let mut costs = vec![f64::INFINITY; n + 1];
    for (end, cost) in costs.iter_mut().enumerate().skip(min_segment) {
        *cost = sums.about_mean(0, end);
    }
    let mut origins: Vec<Vec<usize>> = Vec::new();
    let mut partitions = vec![Partition::new(y, Vec::new())];
    for breaks in 1..=max_breaks.min(n / min_segment - 1) {
        let (mut next, mut origin) = (vec![f64::INFINITY; n + 1], vec![0; n + 1]);
        for end in (breaks + 1) * min_segment..=n {
            let starts = breaks * min_segment..=end - min_segment;
            for (start, before) in starts.clone().zip(&costs[starts]) {
                let cost = before + sums.about_mean(start, end);
                if sums.is_less(cost, next[end]) {
                    (next[end], origin[end]) = (cost, start);
                }
            }
        }
        costs = next;
        origins.push(origin);
        let mut path = Vec::new();
        let mut end = n;
        for origin in origins.iter().rev() {
            end = origin[end];
            path.push(end);
        }
        path.reverse();
        partitions.push(Partition::new(y, path));
    }
    let criterion = |at: &usize| partitions[*at].bic.unwrap_or(f64::NEG_INFINITY);
    let chosen = (0..partitions.len()).min_by(|a, b| criterion(a).total_cmp(&criterion(b)));
    Ok(Partitions {
        chosen: chosen.unwrap_or(0),
        partitions,
    })
}

/// Change points found with a penalty per change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Penalised {
    /// What a change has to save in the sum of squares.
    pub penalty: f64,
    /// Standard deviation of the values about their level, from the differences of neighbours.
    pub noise_standard_deviation: f64,
    /// The partition found.
    pub partition: Partition,
}

/// Finds the changes that are worth a penalty of 2·s²·ln n each, with at least `min_segment` periods between them.
///
/// # Errors
/// As [`optimal_partitions`]; [`Undefined::OutOfRange`] too if more than half of the differences are equal, so that
/// they do not show the size of the noise.
pub fn penalised(y: &[f64], min_segment: usize) -> Result<Penalised, Undefined> {
    let sums = Sums::new(y, min_segment)?;
    let n = y.len();
    let spread = median_absolute_deviation(&first_differences(y))?;
    let noise = spread * MAD_TO_STANDARD_DEVIATION / 2.0_f64.sqrt();
    if noise <= 0.0 {
        return Err(Undefined::OutOfRange);
    }
    let penalty = 2.0 * noise * noise * libm::log(n as f64);
    let scaled = 2.0 * (noise / sums.scale).powi(2) * libm::log(n as f64);
    let (mut costs, mut origin) = (vec![f64::INFINITY; n + 1], vec![0; n + 1]);
    costs[0] = 0.0;
    for end in min_segment..=n {
        let starts = std::iter::once(0).chain(min_segment..(end + 1).saturating_sub(min_segment));
        for start in starts {
            let cost = costs[start] + sums.about_mean(start, end) + scaled;
            if sums.is_less(cost, costs[end]) {
                (costs[end], origin[end]) = (cost, start);
            }
        }
    }
    let mut breaks = Vec::new();
    let mut end = origin[n];
    while end > 0 {
        breaks.push(end);
        end = origin[end];
    }
    breaks.reverse();
    Ok(Penalised {
        penalty,
        noise_standard_deviation: noise,
        partition: Partition::new(y, breaks),
    })
}

/// Running sums of the centred and scaled values and of their squares.
pub(super) struct Sums {
    pub linear: Vec<f64>,
    squares: Vec<f64>,
    scale: f64,
    /// Differences between sums of squares up to here are rounding.
    pub slack: f64,
}

impl Sums {
    pub fn new(y: &[f64], min_segment: usize) -> Result<Self, Undefined> {
        if min_segment == 0 {
            return Err(Undefined::OutOfRange);
        }
        need(y, min_segment.max(2))?;
        if is_constant(y) {
            return Err(Undefined::Constant(Side::Y));
        }
        let centred = Centred::new(y);
        let running = |of: fn(f64) -> f64| {
            let mut sums = vec![0.0];
            for &value in &centred.values {
                sums.push(sums[sums.len() - 1] + of(value));
            }
            sums
        };
        Ok(Self {
            linear: running(|value| value),
            squares: running(|value| value * value),
            scale: centred.scale,
            slack: 1e-14 * centred.sum_of_squares(),
        })
    }

    /// Sum of squares of the values from `start` up to `end` about their mean.
    pub fn about_mean(&self, start: usize, end: usize) -> f64 {
        let sum = self.linear[end] - self.linear[start];
        let squares = self.squares[end] - self.squares[start];
        (squares - sum * sum / (end - start) as f64).max(0.0)
    }

    /// Whether a cost is smaller by more than rounding.
    fn is_less(&self, cost: f64, than: f64) -> bool {
        cost < than - self.slack || (than.is_infinite() && cost.is_finite())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 40 values about 0 and then about `jump`, with a fixed pattern of noise.
    fn jump(by: f64) -> Vec<f64> {
        (0..40)
            .map(|t| f64::from((t * 29 + t * t * 7) % 31) / 31.0 + if t < 25 { 0.0 } else { by })
            .collect()
    }

    #[test]
    fn a_jump_is_found_and_chance_is_not() {
        let y = jump(2.0);
        let found = optimal_partitions(&y, 5, 3).unwrap();
        assert_eq!(found.partitions[found.chosen].breaks, [25]);
        assert_eq!(penalised(&y, 5).unwrap().partition.breaks, [25]);
        assert_eq!(optimal_partitions(&jump(0.0), 5, 3).unwrap().chosen, 0);
    }

    #[test]
    fn dates_do_not_depend_on_offset_and_unit() {
        let (y, far): (Vec<f64>, Vec<f64>) = jump(1.0).iter().map(|y| (*y, 1e9 + 64.0 * y)).unzip();
        let (near, far) = (
            optimal_partitions(&y, 4, 3).unwrap(),
            optimal_partitions(&far, 4, 3).unwrap(),
        );
        for (near, far) in near.partitions.iter().zip(&far.partitions) {
            assert_eq!(near.breaks, far.breaks);
            let ratio = far.residual_sum_of_squares / near.residual_sum_of_squares / 4096.0;
            assert!((ratio - 1.0).abs() < 1e-6, "{ratio}");
        }
    }

    #[test]
    fn levels_without_noise_are_an_exact_fit_and_no_criterion_is_infinite() {
        let y = [1., 1., 1., 1., 3., 3., 3., 3., 3.];
        let found = optimal_partitions(&y, 2, 2).unwrap();
        assert_eq!(found.partitions[found.chosen].breaks, [4]);
        assert_eq!(found.partitions[1].bic, Err(Undefined::PerfectFit));
        assert_eq!(penalised(&y, 2), Err(Undefined::OutOfRange));
    }

    #[test]
    fn a_short_or_constant_series_is_refused() {
        assert_eq!(
            optimal_partitions(&[1.0; 9], 2, 1),
            Err(Undefined::Constant(Side::Y))
        );
        assert_eq!(
            optimal_partitions(&[1., 2., 3.], 2, 5).map(|found| found.partitions.len()),
            Ok(1)
        );
    }

    #[test]
    fn residuals_are_about_their_segments() {
        let partition = Partition::new(&[1., 3., 10., 14.], vec![2]);
        assert_eq!(partition.residuals(&[1., 3., 10., 14.]), [-1., 1., -2., 2.]);
    }
}
