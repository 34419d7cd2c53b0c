//! Two groups of values compared without assuming a distribution: Mann–Whitney and Hodges–Lehmann.

use super::moments::need;
use super::note::Note;
use super::quantile::{QuantileType, quantile, sorted};
use super::rank::{average_ranks, tie_sizes};
use super::special::{normal_quantile, normal_sf};
use super::{Interval, Side, Undefined};
use serde::{Deserialize, Serialize};

/// How [`mann_whitney`] and [`hodges_lehmann`] are made.
pub const MANN_WHITNEY: Note = Note {
    name: "Mann–Whitney test and Hodges–Lehmann shift",
    answers: "Are the values of one group typically larger than those of the other, and by how much?",
    formula: "U = pairs in which the first group’s value is larger, ties count half; shift = median of all differences between the groups.",
    certainty: "p: normal approximation with ties and continuity correction. Interval: the differences that far from the middle.",
    assumes: "Independent values; the shift is a distance only if both groups are spread alike.",
    source: "Mann & Whitney (1947), On a test of whether one of two random variables is stochastically larger; Hodges & Lehmann (1963), Estimates of location based on rank tests",
    checked_against: "R wilcox.test, scipy.stats.mannwhitneyu",
};

/// Most pairs that [`hodges_lehmann`] takes: it holds all differences.
pub const MAX_PAIRS: usize = 4_000_000;

/// Whether values of one group tend to be larger.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct MannWhitney {
    /// Values in the first group.
    pub n_first: usize,
    /// Values in the second group.
    pub n_second: usize,
    /// Pairs in which the first group's value is larger, ties counting half.
    pub u: f64,
    /// `u` over all pairs: the probability that a value of the first group is larger, ½ for no difference.
    pub probability_larger: f64,
    /// Two-sided p-value of "no difference".
    pub p_value: f64,
}

/// Mann & Whitney's test of the groups `first` and `second`.
///
/// # Errors
/// [`Undefined::TooFew`] if a group is empty; [`Undefined::Constant`] if all values are equal.
///
/// Source: Mann & Whitney (1947), Annals of Mathematical Statistics 18.
pub fn mann_whitney(first: &[f64], second: &[f64]) -> Result<MannWhitney, Undefined> {
    need(first, 1)?;
    need(second, 1)?;
    let both: Vec<f64> = first.iter().chain(second).copied().collect();
    let (a, b, n) = (first.len() as f64, second.len() as f64, both.len() as f64);
    let rank_sum: f64 = average_ranks(&both).iter().take(first.len()).sum();
    let u = rank_sum - a * (a + 1.0) / 2.0;
    let cube_less_itself = |size: &u64| (*size as f64).powi(3) - *size as f64;
    let ties: f64 = tie_sizes(&both).iter().map(cube_less_itself).sum();
    let variance = a * b / 12.0 * (n + 1.0 - ties / (n * (n - 1.0)));
    if variance <= 0.0 {
        return Err(Undefined::Constant(Side::X));
    }
    let z = ((u - a * b / 2.0).abs() - 0.5) / variance.sqrt();
    Ok(MannWhitney {
        n_first: first.len(),
        n_second: second.len(),
        u,
        probability_larger: u / (a * b),
        p_value: (2.0 * normal_sf(z)).min(1.0),
    })
}

/// By how much the values of one group typically exceed those of the other.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct HodgesLehmann {
    /// Values in the first group.
    pub n_first: usize,
    /// Values in the second group.
    pub n_second: usize,
    /// Median of all differences first − second, in the values' unit.
    pub shift: f64,
    /// Interval from the order statistics of the differences; `TooFew` if even the outermost do not reach the level.
    pub interval: Result<Interval, Undefined>,
}

/// Hodges & Lehmann's shift between the groups `first` and `second`.
///
/// # Errors
/// [`Undefined::TooFew`] if a group is empty; [`Undefined::OutOfRange`] above [`MAX_PAIRS`] pairs.
///
/// Source: Hodges & Lehmann (1963), Annals of Mathematical Statistics 34; interval after Hollander & Wolfe (1999),
/// "Nonparametric statistical methods", section 4.3, by the normal approximation.
pub fn hodges_lehmann(
    first: &[f64],
    second: &[f64],
    level: f64,
) -> Result<HodgesLehmann, Undefined> {
    need(first, 1)?;
    need(second, 1)?;
    if first.len().saturating_mul(second.len()) > MAX_PAIRS {
        return Err(Undefined::OutOfRange);
    }
    let differences: Vec<f64> = first
        .iter()
        .flat_map(|a| second.iter().map(move |b| a - b))
        .collect();
    let differences = sorted(&differences);
    let pairs = differences.len() as f64;
    let spread = (pairs * (first.len() + second.len() + 1) as f64 / 12.0).sqrt();
    let outside = pairs / 2.0 - normal_quantile(0.5 + level / 2.0) * spread;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "at least one and at most half of the pairs"
    )]
    let interval = if outside < 1.0 {
        Err(Undefined::TooFew {
            have: first.len().min(second.len()),
            need: first.len().min(second.len()) + 1,
        })
    } else {
        let cut = outside as usize - 1;
        Ok(Interval {
            low: differences[cut],
            high: differences[differences.len() - 1 - cut],
            level,
        })
    };
    Ok(HodgesLehmann {
        n_first: first.len(),
        n_second: second.len(),
        shift: quantile(&differences, 0.5, QuantileType::Type7)?,
        interval,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn larger_values_win_their_pairs() {
        // R: wilcox.test(c(1, 4, 6), c(2, 3), exact = FALSE): W = 4; p from z = (4 − 3 − 0.5)/√3.
        let got = mann_whitney(&[1.0, 4.0, 6.0], &[2.0, 3.0]).unwrap();
        assert!((got.u - 4.0).abs() < 1e-15);
        assert!((got.p_value - 2.0 * normal_sf(0.5 / 3.0_f64.sqrt())).abs() < 1e-15);
    }

    #[test]
    fn exchanging_the_groups_changes_the_sign_only() {
        let (a, b) = ([1.0, 4.0, 6.0, 6.0, 9.0, 12.0], [2.0, 3.0, 6.0, 7.0, 8.0]);
        let there = hodges_lehmann(&a, &b, 0.8).unwrap();
        let back = hodges_lehmann(&b, &a, 0.8).unwrap();
        assert!((there.shift + back.shift).abs() < 1e-15);
        let (to, fro) = (there.interval.unwrap(), back.interval.unwrap());
        assert!((to.low + fro.high).abs() < 1e-15 && to.contains(there.shift));
    }

    #[test]
    fn equal_or_missing_values_have_no_test() {
        assert!(mann_whitney(&[2.0], &[2.0, 2.0]).is_err());
        assert!(mann_whitney(&[], &[2.0]).is_err());
        let small = hodges_lehmann(&[1.0], &[2.0], 0.95).unwrap();
        assert!(small.interval.is_err() && (small.shift + 1.0).abs() < 1e-15);
    }
}
