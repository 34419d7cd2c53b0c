//! Deadline surge with like weekdays compared: when deadlines always fall on a Sunday, ordinary work shows a lull.

use super::Undefined;
use super::note::Note;
use super::surge::{Exposure, QuasiPoisson, quasi_poisson};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How [`stratified_rate_ratio`] is made.
pub const STRATIFIED_RATE_RATIO: Note = Note {
    name: "Rate ratio before a deadline, like weekdays compared",
    answers: "The same, but a Friday is only compared with other Fridays.",
    formula: "RR = Σ a·Tᵦ/T / Σ b·Tₐ/T over the weekdays: a events on Tₐ last days, b on Tᵦ others, T = Tₐ + Tᵦ (Mantel–Haenszel).",
    certainty: "Interval and p: Greenland and Robins’ variance of ln RR times the dispersion X²/(n − weekdays − 1), Student’s t.",
    assumes: "Days are independent; the ratio is the same on all weekdays.",
    source: "Mantel & Haenszel (1959); Greenland & Robins (1985), Estimation of a common effect parameter from sparse follow-up data",
    checked_against: "R (the ratio)",
};

/// One day.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Day {
    /// Events.
    pub count: f64,
    /// Whether it is one of the last before a deadline.
    pub last: bool,
    /// What it is compared within: the weekday.
    pub stratum: u32,
}

/// A rate ratio within strata.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct StratifiedRateRatio {
    /// Rate of the last days over the rate of the others, like weekdays compared.
    pub ratio: f64,
    /// Strata with days of both kinds; the others say nothing.
    pub strata: usize,
    /// Days in these strata.
    pub days: usize,
    /// Interval and p-value; needs more days than strata, and events on both sides.
    pub quasi: Result<QuasiPoisson, Undefined>,
}

/// Mantel & Haenszel's rate ratio of the last days over the others.
///
/// # Errors
/// [`Undefined::OutOfRange`] for a negative count or without events on the other days;
/// [`Undefined::TooFew`] if no stratum has days of both kinds.
///
/// Source: Mantel & Haenszel (1959); variance of Greenland & Robins (1985), Biometrics 41, times the dispersion.
pub fn stratified_rate_ratio(days: &[Day], level: f64) -> Result<StratifiedRateRatio, Undefined> {
    if days.iter().any(|day| day.count < 0.0) {
        return Err(Undefined::OutOfRange);
    }
    let mut strata: BTreeMap<u32, [Vec<f64>; 2]> = BTreeMap::new();
    for day in days {
        strata.entry(day.stratum).or_default()[usize::from(day.last)].push(day.count);
    }
    strata.retain(|_, sides| sides.iter().all(|side| !side.is_empty()));
    if strata.is_empty() {
        return Err(Undefined::TooFew { have: 0, need: 1 });
    }
    let (mut up, mut down, mut spread) = (0.0, 0.0, 0.0);
    for [other, last] in strata.values() {
        let (a, b) = (Exposure::of(last), Exposure::of(other));
        let (of_last, of_other) = (a.days as f64, b.days as f64);
        let all = of_last + of_other;
        up += a.total * of_other / all;
        down += b.total * of_last / all;
        spread += (a.total + b.total) * (of_last / all) * (of_other / all);
    }
    if down <= 0.0 {
        return Err(Undefined::OutOfRange);
    }
    let ratio = up / down;
    let used = strata.values().flatten().map(Vec::len).sum::<usize>();
    let quasi = if up > 0.0 {
        let misfit = strata
            .values()
            .map(|sides| stratum_misfit(sides, ratio))
            .sum();
        let df = used.saturating_sub(strata.len() + 1);
        quasi_poisson(ratio, spread / up / down, (misfit, df), level)
    } else {
        Err(Undefined::OutOfRange)
    };
    Ok(StratifiedRateRatio {
        ratio,
        strata: strata.len(),
        days: used,
        quasi,
    })
}

/// Pearson's X² of a stratum's days about the rates that a common `ratio` gives them; 0 without events.
fn stratum_misfit([other, last]: &[Vec<f64>; 2], ratio: f64) -> f64 {
    let (a, b) = (Exposure::of(last), Exposure::of(other));
    let base = (a.total + b.total) / (b.days as f64 + ratio * a.days as f64);
    let about = |counts: &[f64], rate: f64| {
        let squares: f64 = counts.iter().map(|count| (count - rate).powi(2)).sum();
        if rate > 0.0 { squares / rate } else { 0.0 }
    };
    about(last, ratio * base) + about(other, base)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::surge::rate_ratio;

    const LAST: [f64; 4] = [9.0, 14.0, 8.0, 21.0];
    const OTHER: [f64; 6] = [3.0, 8.0, 2.0, 4.0, 7.0, 3.0];

    fn days(counts: &[f64], last: bool) -> Vec<Day> {
        let day = |(at, count): (usize, &f64)| Day {
            count: *count,
            last,
            stratum: u32::try_from(at % 2).unwrap(),
        };
        counts.iter().enumerate().map(day).collect()
    }

    #[test]
    fn one_stratum_is_no_stratification() {
        let mut all = [days(&LAST, true), days(&OTHER, false)].concat();
        for day in &mut all {
            day.stratum = 3;
        }
        let (got, want) = (
            stratified_rate_ratio(&all, 0.95).unwrap(),
            rate_ratio(&LAST, &OTHER, 0.95).unwrap(),
        );
        assert!((got.ratio - want.ratio).abs() < 1e-14);
        let (got, want) = (got.quasi.unwrap(), want.quasi.unwrap());
        assert!((got.dispersion - want.dispersion).abs() < 1e-13);
        assert!((got.interval.low - want.interval.low).abs() < 1e-13);
        assert!((got.p_value - want.p_value).abs() < 1e-13);
    }

    #[test]
    fn a_weekday_pattern_alone_is_no_surge() {
        let friday = |last: bool| Day {
            count: 40.0,
            last,
            stratum: 5,
        };
        let sunday = |last: bool| Day {
            count: 4.0,
            last,
            stratum: 0,
        };
        let all = [
            friday(true),
            friday(true),
            friday(false),
            sunday(true),
            sunday(false),
            sunday(false),
        ];
        let got = stratified_rate_ratio(&all, 0.95).unwrap();
        assert!((got.ratio - 1.0).abs() < 1e-15, "{got:?}");
        assert_eq!(got.quasi, Err(Undefined::PerfectFit));
    }

    #[test]
    fn strata_without_a_counterpart_say_nothing() {
        let mut all = [days(&LAST, true), days(&OTHER, false)].concat();
        let without = stratified_rate_ratio(&all, 0.95).unwrap();
        all.push(Day {
            count: 500.0,
            last: true,
            stratum: 9,
        });
        assert_eq!(stratified_rate_ratio(&all, 0.95), Ok(without));
        let lonely = Err(Undefined::TooFew { have: 0, need: 1 });
        assert_eq!(stratified_rate_ratio(&days(&LAST, true), 0.95), lonely);
    }
}
