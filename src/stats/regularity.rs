//! Regularity: is a series of daily counts too even or too repetitive for a person?
//!
//! A value is one day's count, in calendar order. A script is regular; so is a person with steady work: it is a reason
//! to look, not a finding.

use super::moments::{mean, need, standard_deviation};
use super::note::Note;
use super::quantile::median;
use super::rank::tie_sizes;
use super::special::{chi_squared_sf, gamma_inc_lower, normal_two_sided};
use super::{Side, Undefined};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How [`regularity`] is made.
pub const REGULARITY: Note = Note {
    name: "Burstiness",
    answers: "Is activity as uneven from day to day as people’s work is?",
    formula: "B = (s − x̄)/(s + x̄), with s the standard deviation: −1 for a clock, 0 for chance, near 1 for bursts; with Kim and Jo’s correction for few days. Beside it s/x̄, the longest run of equal days and the share of days that equal another.",
    certainty: "",
    assumes: "No negative counts; every day is there, also those without activity.",
    source: "Goh & Barabási (2008), Burstiness and memory in complex systems; Kim & Jo (2016), Measuring burstiness for finite event sequences",
    checked_against: "numpy, R",
};

/// How [`dispersion_test`] is made.
pub const DISPERSION: Note = Note {
    name: "Index of dispersion",
    answers: "Do daily counts vary less than independent events would?",
    formula: "χ² = Σ(x − x̄)² / x̄ with n − 1 degrees of freedom.",
    certainty: "p: χ², lower tail for too even, upper tail for too uneven.",
    assumes: "Under “ordinary”, independent events at a constant rate (Poisson); tokens are far more uneven than that.",
    source: "Fisher, Thornton & Mackenzie (1922), The accuracy of the plating method",
    checked_against: "scipy.stats.chi2",
};

/// How [`runs_test`] is made.
pub const RUNS: Note = Note {
    name: "Runs test",
    answers: "Do days above and below the median come in an unusually regular or clustered order?",
    formula: "z = (runs − μ)/σ, μ = 2ab/(a + b) + 1 for a days above and b below the median; days at the median are left out.",
    certainty: "p: standard normal, two-sided.",
    assumes: "Under “ordinary”, every order of the days is equally likely.",
    source: "Wald & Wolfowitz (1940), On a test whether two samples are from the same population",
    checked_against: "R tseries::runs.test",
};

/// How [`permutation_entropy`] is made.
pub const PERMUTATION_ENTROPY: Note = Note {
    name: "Permutation entropy",
    answers: "How many different ups and downs do successive days show? 1: all equally often; 0: always the same.",
    formula: "−Σ p·log₂ p / log₂(m!) over the orders of m successive days; of equal days the earlier counts as smaller.",
    certainty: "",
    assumes: "Many more days than there are orders: 60 or more for m = 3.",
    source: "Bandt & Pompe (2002), Permutation entropy: a natural complexity measure for time series",
    checked_against: "antropy.perm_entropy",
};

/// How even and how repetitive daily counts are.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Regularity {
    /// Days.
    pub n: usize,
    /// Mean count of a day.
    pub mean: f64,
    /// Standard deviation, with divisor n − 1.
    pub standard_deviation: f64,
    /// Standard deviation over mean.
    pub coefficient_of_variation: f64,
    /// (s − x̄)/(s + x̄), in [−1, 1].
    pub burstiness: f64,
    /// Burstiness corrected for the number of days (Kim & Jo 2016).
    pub burstiness_finite: f64,
    /// Most successive days with the same count.
    pub longest_equal_run: usize,
    /// Share of days whose count some other day has as well.
    pub repeated_share: f64,
    /// Different counts.
    pub distinct: usize,
}

/// How even and how repetitive the daily counts `x` are.
///
/// # Errors
/// [`Undefined::TooFew`] below two days; [`Undefined::OutOfRange`] for a negative count or nothing but zeros.
///
/// Source: Goh & Barabási (2008), EPL 81; Kim & Jo (2016), Physical Review E 94.
pub fn regularity(x: &[f64]) -> Result<Regularity, Undefined> {
    let mean = mean_of_counts(x)?;
    let standard_deviation = standard_deviation(x)?;
    let n = x.len() as f64;
    let r = standard_deviation / mean;
    let (below, above) = ((n - 1.0).sqrt(), (n + 1.0).sqrt());
    let ties = tie_sizes(x);
    let repeated: u64 = ties.iter().filter(|size| **size > 1).sum();
    #[expect(clippy::float_cmp, reason = "equal days are equal counts as given")]
    let runs = x.chunk_by(|a, b| a == b).map(<[f64]>::len);
    Ok(Regularity {
        n: x.len(),
        mean,
        standard_deviation,
        coefficient_of_variation: r,
        burstiness: (standard_deviation - mean) / (standard_deviation + mean),
        burstiness_finite: (above * r - below) / ((above - 2.0) * r + below),
        longest_equal_run: runs.max().unwrap_or(0),
        repeated_share: repeated as f64 / n,
        distinct: ties.len(),
    })
}

/// Whether counts vary as independent events do.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct DispersionTest {
    /// Σ(x − x̄)² / x̄; over the degrees of freedom it is the index of dispersion, 1 for independent events.
    pub chi_squared: f64,
    /// Days less one.
    pub degrees_of_freedom: usize,
    /// P-value against "less uneven than independent events".
    pub p_underdispersed: f64,
    /// P-value against "more uneven than independent events".
    pub p_overdispersed: f64,
}

/// Fisher's test of the index of dispersion of the counts `x`.
///
/// # Errors
/// As [`regularity`].
pub fn dispersion_test(x: &[f64]) -> Result<DispersionTest, Undefined> {
    let mean = mean_of_counts(x)?;
    let df = (x.len() - 1) as f64;
    let chi_squared = df * standard_deviation(x)?.powi(2) / mean;
    Ok(DispersionTest {
        chi_squared,
        degrees_of_freedom: x.len() - 1,
        p_underdispersed: gamma_inc_lower(0.5 * df, 0.5 * chi_squared),
        p_overdispersed: chi_squared_sf(chi_squared, df),
    })
}

/// Runs of days above and below the median.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct RunsTest {
    /// Days above the median.
    pub above: usize,
    /// Days below the median.
    pub below: usize,
    /// Runs of successive days on the same side.
    pub runs: usize,
    /// Runs against their expectation, in standard deviations: positive for too much alternation.
    pub z: Result<f64, Undefined>,
    /// Two-sided p-value of "any order", from the standard normal distribution.
    pub p_value: Result<f64, Undefined>,
}

/// Wald & Wolfowitz's test of the order of the values `x` about their median; values at the median are left out.
///
/// The p-value needs days on both sides of the median, and more than two.
///
/// # Errors
/// [`Undefined::TooFew`] without values.
pub fn runs_test(x: &[f64]) -> Result<RunsTest, Undefined> {
    let centre = median(x)?;
    let above_median = |value: &f64| value.total_cmp(&centre).is_gt();
    let off_centre = x.iter().filter(|value| (**value - centre).abs() > 0.0);
    let sides: Vec<bool> = off_centre.map(above_median).collect();
    let above = sides.iter().filter(|above| **above).count();
    let below = sides.len() - above;
    let runs = sides.chunk_by(|a, b| a == b).count();
    let (a, b) = (above as f64, below as f64);
    let (product, n) = (2.0 * a * b, a + b);
    let variance = product * (product - n) / (n * n * (n - 1.0));
    let z = if variance > 0.0 {
        Ok((runs as f64 - product / n - 1.0) / variance.sqrt())
    } else {
        Err(Undefined::Constant(Side::X))
    };
    Ok(RunsTest {
        above,
        below,
        runs,
        z,
        p_value: z.map(normal_two_sided),
    })
}

/// Permutation entropy of `x` over `order` successive values, from 0 (always the same order) to 1 (all equally often).
///
/// # Errors
/// [`Undefined::OutOfRange`] unless `order` lies in 2 … 7; [`Undefined::TooFew`] below `order` values.
///
/// Source: Bandt & Pompe (2002), Physical Review Letters 88; of equal values the earlier counts as smaller.
pub fn permutation_entropy(x: &[f64], order: usize) -> Result<f64, Undefined> {
    if !(2..=7).contains(&order) {
        return Err(Undefined::OutOfRange);
    }
    need(x, order)?;
    let mut patterns: BTreeMap<Vec<usize>, usize> = BTreeMap::new();
    for window in x.windows(order) {
        let mut pattern: Vec<usize> = (0..order).collect();
        pattern.sort_by(|&a, &b| window[a].total_cmp(&window[b]));
        *patterns.entry(pattern).or_default() += 1;
    }
    let windows = (x.len() - order + 1) as f64;
    let share = |count: &usize| *count as f64 / windows;
    let entropy: f64 = patterns
        .values()
        .map(share)
        .map(|p| -p * libm::log2(p))
        .sum();
    let orders: f64 = (2..=order).map(|factor| factor as f64).product();
    Ok((entropy / libm::log2(orders)).clamp(0.0, 1.0))
}

/// Mean of at least two counts, which must be positive.
fn mean_of_counts(x: &[f64]) -> Result<f64, Undefined> {
    need(x, 2)?;
    let mean = mean(x)?;
    if mean <= 0.0 || x.iter().any(|count| *count < 0.0) {
        return Err(Undefined::OutOfRange);
    }
    Ok(mean)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_metronome_is_as_regular_as_can_be() {
        let got = regularity(&[7.0; 30]).unwrap();
        assert_eq!((got.longest_equal_run, got.distinct), (30, 1));
        assert!((got.burstiness + 1.0).abs() < 1e-15);
        assert!((got.burstiness_finite + 1.0).abs() < 1e-15);
        let test = dispersion_test(&[7.0; 30]).unwrap();
        assert!(test.p_underdispersed <= 0.0 && test.p_overdispersed >= 1.0);
    }

    #[test]
    fn no_activity_has_no_regularity() {
        assert_eq!(regularity(&[0.0; 5]), Err(Undefined::OutOfRange));
        assert_eq!(dispersion_test(&[-1.0, 3.0]), Err(Undefined::OutOfRange));
        assert!(regularity(&[1.0]).is_err());
    }

    #[test]
    fn strict_alternation_has_more_runs_than_chance() {
        let x: Vec<f64> = (0..20).map(|day| f64::from(day % 2)).collect();
        let got = runs_test(&x).unwrap();
        // By hand: a = b = 10, μ = 11, σ² = 200·180/(400·19); z = 9/σ.
        let want = 9.0 / (200.0 * 180.0 / (400.0 * 19.0_f64)).sqrt();
        assert_eq!((got.above, got.below, got.runs), (10, 10, 20));
        assert!((got.z.unwrap() - want).abs() < 1e-14);
    }

    #[test]
    fn a_series_on_one_side_of_its_median_has_no_runs_test() {
        let got = runs_test(&[4.0, 4.0, 4.0, 9.0]).unwrap();
        assert_eq!((got.above, got.below, got.runs), (1, 0, 1));
        assert_eq!(got.p_value, Err(Undefined::Constant(Side::X)));
        assert!(runs_test(&[]).is_err());
    }

    #[test]
    fn a_rising_series_has_no_permutation_entropy() {
        let rising: Vec<f64> = (0..50).map(f64::from).collect();
        assert!(permutation_entropy(&rising, 3).unwrap() <= 0.0);
        // The example of Bandt & Pompe (2002): 1.5219 bits for order 3, here over log₂ 6.
        let example = [4.0, 7.0, 9.0, 10.0, 6.0, 11.0, 3.0];
        let got = permutation_entropy(&example, 3).unwrap();
        assert!((got * 6.0_f64.log2() - 1.521_928).abs() < 1e-6, "{got}");
        assert_eq!(permutation_entropy(&example, 1), Err(Undefined::OutOfRange));
    }
}
