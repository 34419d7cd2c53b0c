//! Did the level of a series change at all? Tests for a change at a date that nobody named beforehand.
//!
//! All of them take the values for independent about their level, as [`changepoint`](super::changepoint) does.

use super::changepoint::Sums;
use super::moments::{Centred, is_constant, need};
use super::note::Note;
use super::rank::average_ranks;
use super::resample::PermutationTest;
use super::{Side, Undefined};
use serde::{Deserialize, Serialize};
use std::f64::consts::PI;

/// How [`sup_f`] is made.
pub const SUP_F: Note = Note {
    name: "sup-F test of one change at an unknown date",
    answers: "Is there a change at all, if the date was picked by looking?",
    formula: "The largest F = (RSS₀ − RSS₁)/(RSS₁/(n − 2)) over all dates with h periods on either side",
    certainty: "p: the share of random orders of the same values with as large a maximum, (1 + extreme)/(1 + draws).",
    assumes: "Without a change every order of the values is equally likely: no memory, no trend.",
    source: "Andrews (1993), Tests for parameter instability and structural change with unknown change point; Phipson & Smyth (2010), Permutation p-values should never be zero",
    checked_against: "R strucchange::Fstats (the statistic)",
};

/// How [`cusum`] is made.
pub const CUSUM: Note = Note {
    name: "OLS-CUSUM",
    answers: "Do the values stay on one side of their mean for longer than luck allows?",
    formula: "W(i) = Σ_{t ≤ i} (y_t − ȳ) / (s·√n), the largest |W|",
    certainty: "p: distribution of the largest absolute value of a Brownian bridge, 2 Σ (−1)^{k+1} exp(−2k²W²).",
    assumes: "Independent deviations; a change near either end is hard to see.",
    source: "Ploberger & Krämer (1992), The CUSUM test with OLS residuals",
    checked_against: "R strucchange::efp, sctest",
};

/// How [`pettitt`] is made.
pub const PETTITT: Note = Note {
    name: "Pettitt’s test",
    answers: "Is there one change of level, whatever the values’ distribution?",
    formula: "U(i) = 2 Σ_{t ≤ i} R_t − i(n + 1) with ranks R; K = the largest |U|",
    certainty: "p ≈ 2 exp(−6K²/(n³ + n²)), good below about 0.5.",
    assumes: "Independent values; at most one change.",
    source: "Pettitt (1979), A non-parametric approach to the change-point problem",
    checked_against: "closed form in Python",
};

/// The best single change.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct SupF {
    /// The largest F statistic, with 1 and n − 2 degrees of freedom for a date that was not picked.
    pub f: f64,
    /// Periods before the change.
    pub rows_before_break: usize,
    /// Number of periods.
    pub n: usize,
}

/// Finds the date of the largest F statistic of a change of level, with `min_segment` periods on either side.
///
/// # Errors
/// [`Undefined::TooFew`] below twice `min_segment` periods, or three; [`Undefined::OutOfRange`] for segments of none;
/// [`Undefined::Constant`] if the values do not vary; [`Undefined::PerfectFit`] if the two levels
/// leave nothing over.
pub fn sup_f(y: &[f64], min_segment: usize) -> Result<SupF, Undefined> {
    let sums = Sums::new(y, min_segment)?;
    need(y, (2 * min_segment).max(3))?;
    let whole = sums.about_mean(0, y.len());
    let (rows_before_break, left) = best_break(&sums.linear, min_segment);
    let left = whole - left;
    if left <= sums.slack {
        return Err(Undefined::PerfectFit);
    }
    Ok(SupF {
        f: (whole - left) / (left / (y.len() as f64 - 2.0)),
        rows_before_break,
        n: y.len(),
    })
}

/// A permutation test of [`sup_f`]: run it to its end and read [`Tails::greater`](super::resample::Tails::greater).
///
/// Andrews (1993) gives the distribution for long series of normal values; random orders need neither, and their
/// p-value holds for this n and these dates. F rises with the share of the sum of squares that the change explains,
/// so that share is what is compared.
///
/// # Errors
/// As [`sup_f`].
pub fn sup_f_permutations(
    y: &[f64],
    min_segment: usize,
    draws: Draws,
) -> Result<PermutationTest<impl FnMut(&[usize]) -> f64>, Undefined> {
    sup_f(y, min_segment)?;
    let centred = Centred::new(y);
    let mut linear = vec![0.0; y.len() + 1];
    let statistic = move |order: &[usize]| {
        for (at, &row) in order.iter().enumerate() {
            linear[at + 1] = linear[at] + centred.values[row];
        }
        best_break(&linear, min_segment).1
    };
    Ok(PermutationTest::new(
        y.len(),
        draws.count,
        draws.seed,
        statistic,
    ))
}

/// How many random orders, and from which seed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draws {
    /// Number of random orders.
    pub count: usize,
    /// Seed of the generator.
    pub seed: u64,
}

/// The single break that explains most, and the sum of squares that it explains, from the running sums of the
/// deviations from the mean.
fn best_break(linear: &[f64], min_segment: usize) -> (usize, f64) {
    let n = linear.len() - 1;
    let explained = |at: usize| {
        let (before, after) = (at as f64, (n - at) as f64);
        (at, linear[at] * linear[at] * (1.0 / before + 1.0 / after))
    };
    (min_segment..=n - min_segment)
        .map(explained)
        .reduce(|best, next| if next.1 > best.1 { next } else { best })
        .unwrap_or((0, 0.0))
}

/// The largest excursion of the running sum of deviations from the mean.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Cusum {
    /// Its size, in units of s·√n.
    pub excursion: f64,
    /// Periods up to it.
    pub rows_before_break: usize,
    /// P-value of "one level throughout".
    pub p_value: f64,
}

/// OLS-CUSUM test of a constant level.
///
/// # Errors
/// [`Undefined::TooFew`] below three values; [`Undefined::Constant`] if they do not vary.
pub fn cusum(y: &[f64]) -> Result<Cusum, Undefined> {
    need(y, 3)?;
    let sums = Sums::new(y, 1)?;
    let n = y.len() as f64;
    let deviation = (sums.about_mean(0, y.len()) / (n - 1.0)).sqrt();
    let (rows_before_break, sum) = largest(&sums.linear);
    let excursion = sum / (deviation * n.sqrt());
    Ok(Cusum {
        excursion,
        rows_before_break,
        p_value: brownian_bridge_sf(excursion),
    })
}

/// Pettitt's rank test of one change of level.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Pettitt {
    /// Largest |U|.
    pub k: f64,
    /// Periods before the change.
    pub rows_before_break: usize,
    /// Approximate p-value, at most 1.
    pub p_value: f64,
}

/// Pettitt's test of a constant level.
///
/// # Errors
/// As [`cusum`].
pub fn pettitt(y: &[f64]) -> Result<Pettitt, Undefined> {
    need(y, 3)?;
    if is_constant(y) {
        return Err(Undefined::Constant(Side::Y));
    }
    let n = y.len() as f64;
    let mut sums = vec![0.0];
    for rank in average_ranks(y) {
        sums.push(sums[sums.len() - 1] + 2.0 * rank - (n + 1.0));
    }
    let (rows_before_break, k) = largest(&sums);
    Ok(Pettitt {
        k,
        rows_before_break,
        p_value: (2.0 * libm::exp(-6.0 * k * k / (n * n * n + n * n))).min(1.0),
    })
}

/// Position and size of the largest running sum; of equally large ones the first.
fn largest(sums: &[f64]) -> (usize, f64) {
    let sizes = sums.iter().map(|sum| sum.abs()).enumerate().skip(1);
    sizes
        .reduce(|best, next| if next.1 > best.1 { next } else { best })
        .unwrap_or((0, 0.0))
}

/// P(sup |B| > x) for a Brownian bridge B (Kolmogorov's distribution).
fn brownian_bridge_sf(x: f64) -> f64 {
    if x < 0.4 {
        // The other form of the series, which converges for small x; its tail is far from 0 here.
        let term = |k: i32| libm::exp(-(f64::from(2 * k - 1) * PI / x).powi(2) / 8.0);
        return 1.0 - (2.0 * PI).sqrt() / x.max(1e-3) * (1..=3).map(term).sum::<f64>();
    }
    let term = |k: i32| libm::exp(-2.0 * f64::from(k * k) * x * x);
    2.0 * (1..=20)
        .map(|k| if k % 2 == 1 { term(k) } else { -term(k) })
        .sum::<f64>()
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

    fn p_value(y: &[f64]) -> f64 {
        let draws = Draws {
            count: 999,
            seed: 1,
        };
        let mut test = sup_f_permutations(y, 5, draws).unwrap();
        while test.advance(100).is_some() {}
        test.finish().greater()
    }

    #[test]
    fn a_jump_is_found_by_every_test_and_chance_by_none() {
        let y = jump(2.0);
        let dates = [
            sup_f(&y, 5).unwrap().rows_before_break,
            cusum(&y).unwrap().rows_before_break,
            pettitt(&y).unwrap().rows_before_break,
        ];
        assert_eq!(dates, [25; 3]);
        assert!(p_value(&y) <= 0.001, "{}", p_value(&y));
        let none = jump(0.0);
        let others = [
            cusum(&none).unwrap().p_value,
            pettitt(&none).unwrap().p_value,
        ];
        assert!(p_value(&none) > 0.05 && others.iter().all(|p| *p > 0.05));
    }

    #[test]
    fn a_test_without_room_or_noise_is_refused() {
        assert_eq!(
            sup_f(&[1., 2., 3.], 2),
            Err(Undefined::TooFew { have: 3, need: 4 })
        );
        assert_eq!(sup_f(&[1., 1., 3., 3.], 2), Err(Undefined::PerfectFit));
        assert_eq!(cusum(&[2.0; 5]), Err(Undefined::Constant(Side::Y)));
        assert_eq!(pettitt(&[2.0; 5]), Err(Undefined::Constant(Side::Y)));
    }

    #[test]
    fn the_bridge_distribution_is_kolmogorovs() {
        // scipy.special.kolmogorov(0.8)
        assert!((brownian_bridge_sf(0.8) - 0.544_142_411_574_198_1).abs() < 1e-12);
        // Where the two forms of the series meet, and near 0.
        assert!((brownian_bridge_sf(0.4 - 1e-12) - brownian_bridge_sf(0.4 + 1e-12)).abs() < 1e-9);
        assert!((brownian_bridge_sf(1e-9) - 1.0).abs() < 1e-12);
    }
}
