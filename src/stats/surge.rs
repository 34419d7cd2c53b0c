//! Deadline surge: is there more activity on the last days before a deadline than on the others?
//!
//! If deadlines always fall on the same weekday, read [`super::stratified`] instead: ordinary work has a weekday pattern.

use super::moments::{mean, need};
use super::note::Note;
use super::proportion::Proportion;
use super::special::{student_t_quantile, student_t_two_sided};
use super::{Interval, Undefined};
use serde::{Deserialize, Serialize};

/// How [`rate_ratio`] is made.
pub const RATE_RATIO: Note = Note {
    name: "Rate ratio before a deadline",
    answers: "How many times as active are the last days as the other ones?",
    formula: "RR = (events ÷ days, last days) / (events ÷ days, other days).",
    certainty: "Interval: RR·exp(±t·√(φ(1/a + 1/b))), quasi-Poisson with dispersion φ = X²/(n − 2), Student’s t. Beside it the exact Poisson test, which is only right if events are independent.",
    assumes: "Days are independent; no weekday pattern, otherwise read the stratified ratio.",
    source: "Przyborowski & Wilenski (1940), Homogeneity of results in testing samples from Poisson series; Wedderburn (1974), Quasi-likelihood functions",
    checked_against: "R poisson.test and glm(family = quasipoisson)",
};

/// Events on a number of days.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Exposure {
    /// Events in all.
    pub total: f64,
    /// Days.
    pub days: usize,
}

impl Exposure {
    pub(super) fn of(counts: &[f64]) -> Self {
        Self {
            total: counts.iter().sum(),
            days: counts.len(),
        }
    }

    fn rate(self) -> f64 {
        self.total / self.days as f64
    }
}

/// What holds if all events are independent of one another.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ExactPoisson {
    /// Interval of the ratio, from Clopper and Pearson's of the share of events.
    pub interval: Interval,
    /// Two-sided p-value of "equal rates".
    pub p_value: f64,
}

/// What holds if days are independent but events are not, as tokens.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct QuasiPoisson {
    /// Pearson's X² over its degrees of freedom: 1 for independent events, 7 for events in clusters of about seven.
    pub dispersion: f64,
    /// Degrees of freedom.
    pub degrees_of_freedom: usize,
    /// Interval of the ratio.
    pub interval: Interval,
    /// Two-sided p-value of "equal rates", from Student's t.
    pub p_value: f64,
}

/// The rate of some days over that of the others.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct RateRatio {
    /// Rate of the last days over the rate of the others.
    pub ratio: f64,
    /// The last days.
    pub last: Exposure,
    /// The other days.
    pub other: Exposure,
    /// Exact test; needs whole numbers.
    pub exact: Result<ExactPoisson, Undefined>,
    /// Interval and p-value that allow for clusters; needs three days and events on both sides.
    pub quasi: Result<QuasiPoisson, Undefined>,
}

/// The rate ratio of the daily counts `last` over the daily counts `other`.
///
/// # Errors
/// [`Undefined::TooFew`] if a side has no days; [`Undefined::OutOfRange`] for a negative count or without events on
/// the other days.
///
/// Source: Przyborowski & Wilenski (1940), Biometrika 31, and the quasi-likelihood of Wedderburn (1974), Biometrika 61.
pub fn rate_ratio(last: &[f64], other: &[f64], level: f64) -> Result<RateRatio, Undefined> {
    need(last, 1)?;
    need(other, 1)?;
    let (a, b) = (Exposure::of(last), Exposure::of(other));
    let negative = last.iter().chain(other).any(|count| *count < 0.0);
    if negative || b.total <= 0.0 {
        return Err(Undefined::OutOfRange);
    }
    let ratio = a.rate() / b.rate();
    let whole = last.iter().chain(other).all(|count| count.fract() == 0.0);
    let quasi = if a.total > 0.0 {
        let misfit = pearson_misfit(last)? + pearson_misfit(other)?;
        let days = last.len() + other.len();
        let variance = 1.0 / a.total + 1.0 / b.total;
        quasi_poisson(ratio, variance, (misfit, days.saturating_sub(2)), level)
    } else {
        Err(Undefined::OutOfRange)
    };
    Ok(RateRatio {
        ratio,
        last: a,
        other: b,
        exact: if whole {
            exact_poisson(a, b, level)
        } else {
            Err(Undefined::OutOfRange)
        },
        quasi,
    })
}

/// Pearson's X² of counts about their mean.
fn pearson_misfit(counts: &[f64]) -> Result<f64, Undefined> {
    let rate = mean(counts)?;
    Ok(counts
        .iter()
        .map(|count| (count - rate).powi(2))
        .sum::<f64>()
        / rate)
}

/// Interval and p-value of a ratio whose logarithm has the Poisson variance `variance`; X² with its degrees of freedom
/// says how much larger it is in truth.
pub(super) fn quasi_poisson(
    ratio: f64,
    variance: f64,
    (misfit, degrees_of_freedom): (f64, usize),
    level: f64,
) -> Result<QuasiPoisson, Undefined> {
    if degrees_of_freedom == 0 {
        return Err(Undefined::NoDegreesOfFreedom);
    }
    let df = degrees_of_freedom as f64;
    let dispersion = misfit / df;
    let standard_error = (dispersion * variance).sqrt();
    if standard_error <= 0.0 {
        return Err(Undefined::PerfectFit);
    }
    let reach = libm::exp(student_t_quantile(0.5 + level / 2.0, df) * standard_error);
    Ok(QuasiPoisson {
        dispersion,
        degrees_of_freedom,
        interval: Interval {
            low: ratio / reach,
            high: ratio * reach,
            level,
        },
        p_value: student_t_two_sided(libm::log(ratio) / standard_error, df),
    })
}

/// Given all events, those of the last days are binomial with the share of days as probability.
fn exact_poisson(last: Exposure, other: Exposure, level: f64) -> Result<ExactPoisson, Undefined> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "sums of whole numbers that are not negative"
    )]
    let events = Proportion::new(last.total as u64, (last.total + other.total) as u64)?;
    let days = (last.days + other.days) as f64;
    let interval = events.interval(level);
    let odds = |p: f64| p / (1.0 - p) * other.days as f64 / last.days as f64;
    Ok(ExactPoisson {
        interval: Interval {
            low: odds(interval.low),
            high: odds(interval.high),
            level,
        },
        p_value: events.p_two_sided(last.days as f64 / days),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const LAST: [f64; 4] = [9.0, 14.0, 8.0, 21.0];
    const OTHER: [f64; 6] = [3.0, 8.0, 2.0, 4.0, 7.0, 3.0];

    #[test]
    fn fractions_have_no_exact_test_and_silence_no_ratio() {
        let got = rate_ratio(&[0.5, 1.5], &[1.0, 2.0], 0.95).unwrap();
        assert_eq!(got.exact, Err(Undefined::OutOfRange));
        assert!(got.quasi.is_ok());
        assert_eq!(rate_ratio(&LAST, &[0.0], 0.95), Err(Undefined::OutOfRange));
        let quiet = rate_ratio(&[0.0, 0.0], &OTHER, 0.95).unwrap();
        assert!(quiet.ratio <= 0.0 && quiet.exact.is_ok() && quiet.quasi.is_err());
    }
}
