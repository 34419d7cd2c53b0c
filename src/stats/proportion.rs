//! One proportion: the exact binomial test and its intervals.

use super::note::Note;
use super::special::{binomial_cdf, binomial_pmf, binomial_sf, normal_quantile};
use super::{Interval, Undefined};
use serde::{Deserialize, Serialize};

/// How [`Proportion`] is made.
pub const EXACT_PROPORTION: Note = Note {
    name: "Exact binomial test",
    answers: "Are there more cases of one kind than chance would give?",
    formula: "P(X ≥ k) for X ~ Binomial(n, p₀); two-sided: all outcomes that are no more probable than the observed one.",
    certainty: "Interval: Clopper–Pearson, which inverts the two one-sided tests; Wilson’s score interval beside it.",
    assumes: "Independent cases with the same probability.",
    source: "Clopper & Pearson (1934), The use of confidence or fiducial limits; Wilson (1927), Probable inference",
    checked_against: "R binom.test and prop.test, scipy.stats.binomtest",
};

/// `hits` of `trials`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proportion {
    /// Cases of the kind in question.
    pub hits: u64,
    /// All cases; at least one.
    pub trials: u64,
}

impl Proportion {
    /// `hits` of `trials`.
    ///
    /// # Errors
    /// [`Undefined::TooFew`] without trials; [`Undefined::OutOfRange`] for more hits than trials.
    pub fn new(hits: u64, trials: u64) -> Result<Self, Undefined> {
        match trials {
            0 => Err(Undefined::TooFew { have: 0, need: 1 }),
            _ if hits > trials => Err(Undefined::OutOfRange),
            _ => Ok(Self { hits, trials }),
        }
    }

    /// The share of hits.
    pub fn share(self) -> f64 {
        self.hits as f64 / self.trials as f64
    }

    /// P-value of "the probability is `p`" against "it is larger".
    pub fn p_greater(self, p: f64) -> f64 {
        match self.hits.checked_sub(1) {
            None => 1.0,
            Some(below) => binomial_sf(below, self.trials, p),
        }
    }

    /// Two-sided p-value of "the probability is `p`", for `p` inside of (0, 1): the probability of all outcomes that
    /// are no more probable than the observed one.
    pub fn p_two_sided(self, p: f64) -> f64 {
        /// Outcomes whose probabilities differ by rounding only are equally probable; the value of R and `SciPy`.
        const ROUNDING: f64 = 1e-7;
        let (k, n) = (self.hits, self.trials);
        let expected = p * n as f64;
        let limit = binomial_pmf(k, n, p) * (1.0 + ROUNDING);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "an expected count lies in [0, n]"
        )]
        let middle = expected as u64;
        if (k as f64) < expected {
            let first = partition(middle..n + 1, |count| binomial_pmf(count, n, p) > limit);
            let upper = first
                .checked_sub(1)
                .map_or(1.0, |below| binomial_sf(below, n, p));
            (binomial_cdf(k, n, p) + upper).min(1.0)
        } else if (k as f64) > expected {
            let end = partition(0..middle + 1, |count| binomial_pmf(count, n, p) <= limit);
            let lower = end
                .checked_sub(1)
                .map_or(0.0, |last| binomial_cdf(last, n, p));
            (self.p_greater(p) + lower).min(1.0)
        } else {
            1.0
        }
    }

    /// The exact interval of Clopper & Pearson (1934), Biometrika 26.
    pub fn interval(self, level: f64) -> Interval {
        let tail = (1.0 - level) / 2.0;
        let share = self.share();
        let low = if self.hits == 0 {
            0.0
        } else {
            root(0.0, share, |p| self.p_greater(p) < tail)
        };
        let high = if self.hits == self.trials {
            1.0
        } else {
            root(share, 1.0, |p| {
                binomial_cdf(self.hits, self.trials, p) > tail
            })
        };
        Interval { low, high, level }
    }

    /// The score interval of Wilson (1927), Journal of the American Statistical Association 22: shorter, and right on
    /// average rather than at least.
    pub fn wilson_interval(self, level: f64) -> Interval {
        let (n, share) = (self.trials as f64, self.share());
        let z = normal_quantile(0.5 + level / 2.0);
        let weight = z * z / n;
        let centre = (share + weight / 2.0) / (1.0 + weight);
        let margin = (share * (1.0 - share) * weight + weight * weight / 4.0).sqrt();
        Interval {
            low: (centre - margin / (1.0 + weight)).max(0.0),
            high: (centre + margin / (1.0 + weight)).min(1.0),
            level,
        }
    }
}

/// The first count of the range for which `before` no longer holds; its end if it always does.
fn partition(range: std::ops::Range<u64>, before: impl Fn(u64) -> bool) -> u64 {
    let (mut start, mut end) = (range.start, range.end);
    while start < end {
        let middle = start + (end - start) / 2;
        if before(middle) {
            start = middle + 1;
        } else {
            end = middle;
        }
    }
    start
}

/// Where `below` turns false between `low` and `high`, by halving until no double lies between.
fn root(low: f64, high: f64, below: impl Fn(f64) -> bool) -> f64 {
    let (mut low, mut high) = (low, high);
    loop {
        let middle = low + (high - low) / 2.0;
        if middle <= low || middle >= high || high - low < 1e-15 * low {
            return middle;
        }
        if below(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(got: f64, want: f64) {
        assert!((got / want - 1.0).abs() < 1e-9, "{got} {want}");
    }

    #[test]
    fn a_lopsided_null_counts_the_improbable_outcomes_of_both_sides() {
        // By hand, from the probabilities 0.2^k 0.8^(7-k) (7 over k): 5, 6 and 7 of 7 are the improbable ones of 5.
        close(Proportion::new(5, 7).unwrap().p_two_sided(0.2), 0.004_672);
        // And none of 7 (0.209 715 2) is more probable than 3 (0.114 688), less than 2 (0.275 251 2).
        let none = Proportion::new(0, 7).unwrap();
        close(none.p_two_sided(0.2), 0.209_715_2 + 0.148_032);
    }

    #[test]
    fn two_sided_p_values_agree_with_adding_up_all_outcomes() {
        for n in 1..40 {
            for k in 0..=n {
                for p in [0.01, 0.2, 0.5, 0.77] {
                    let probable = |count: u64| binomial_pmf(count, n, p);
                    let limit = probable(k) * (1.0 + 1e-7);
                    let want: f64 = (0..=n).map(probable).filter(|q| *q <= limit).sum();
                    let got = Proportion::new(k, n).unwrap().p_two_sided(p);
                    assert!((got - want).abs() < 1e-12, "{k} of {n}, {p}: {got} {want}");
                }
            }
        }
    }

    #[test]
    fn intervals_end_where_no_or_all_trials_hit() {
        // With no hit of n the upper end is 1 − 0.025^(1/n), the rule behind "three over n".
        let none = Proportion::new(0, 20).unwrap().interval(0.95);
        assert!(none.low <= 0.0);
        close(none.high, 1.0 - 0.025_f64.powf(0.05));
        let all = Proportion::new(20, 20).unwrap().interval(0.95);
        assert!(all.high >= 1.0);
        close(all.low, 0.025_f64.powf(0.05));
    }

    #[test]
    fn an_interval_of_one_hit_in_a_billion_keeps_its_digits() {
        // For rare hits it is the interval of a Poisson count: 1 hit gives 0.025 317 808 to 5.571 643 39.
        let got = Proportion::new(1, 1_000_000_000).unwrap().interval(0.95);
        assert!((got.low * 1e9 - 0.025_317_808).abs() < 1e-8, "{got:?}");
        assert!((got.high * 1e9 - 5.571_643_39).abs() < 1e-6, "{got:?}");
    }

    #[test]
    fn nothing_is_said_about_no_trials() {
        assert!(Proportion::new(0, 0).is_err() && Proportion::new(2, 1).is_err());
    }
}
