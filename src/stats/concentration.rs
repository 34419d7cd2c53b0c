//! Concentration: is it five people? Gini, Lorenz curve, Herfindahl–Hirschman index, entropy and top shares.
//!
//! A value is one person's total, zero for a person who used nothing: such a person stays in and counts.
//! Every sum runs over shares of the largest value, so that neither 1e300 nor 1e-300 is out of reach.

use super::moments::{mean, need};
use super::note::Note;
use super::quantile::sorted;
use super::special::student_t_quantile;
use super::{Interval, Undefined};
use serde::{Deserialize, Serialize};

/// How the Gini coefficient is made.
pub const GINI: Note = Note {
    name: "Gini coefficient",
    answers: "How unequally is usage spread over people? 0: all use the same; near 1: one person has all.",
    formula: "G = Σ(2i − n − 1)·x₍ᵢ₎ / (n · Σx), values in ascending order; times n/(n − 1) for the population the people stand for.",
    certainty: "Interval: jackknife over people, Student’s t with n − 1 degrees of freedom, cut at 0 and 1.",
    assumes: "No negative values; people are independent; people without usage are counted with zero.",
    source: "Gini (1912), Variabilità e mutabilità; Karagiannis & Kovacevic (2000), A method to calculate the jackknife variance estimator for the Gini coefficient",
    checked_against: "PySAL inequality, R Hmisc::GiniMd",
};

/// How the effective number of users, entropy and top shares are made.
pub const EFFECTIVE_NUMBER: Note = Note {
    name: "Effective number of users",
    answers: "How many equally active people would spread usage as evenly? And how few people hold half of it?",
    formula: "1 / Σs², with s each person’s share (Σs² is the Herfindahl–Hirschman index); entropy −Σ s·ln s; Theil’s T = Σ s·ln(n·s).",
    certainty: "",
    assumes: "No negative values; it describes these people and no others.",
    source: "Herfindahl (1950), Concentration in the steel industry; Shannon (1948); Theil (1967), Economics and information theory",
    checked_against: "R vegan::diversity, PySAL inequality",
};

/// How a total is spread over people.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Concentration {
    /// People, those with zero included.
    pub n: usize,
    /// Sum of all values.
    pub total: f64,
    /// Gini coefficient of these people, in [0, 1 − 1/n].
    pub gini: f64,
    /// Gini coefficient times n/(n − 1), in [0, 1]; needs two people.
    pub gini_unbiased: Result<f64, Undefined>,
    /// Interval of `gini_unbiased` from the jackknife over people.
    pub gini_interval: Result<Interval, Undefined>,
    /// Herfindahl–Hirschman index, the sum of squared shares, in [1/n, 1].
    pub herfindahl: f64,
    /// 1 / `herfindahl`: so many equally active people would be as concentrated.
    pub effective_number: f64,
    /// Shannon's entropy of the shares, in nats.
    pub entropy: f64,
    /// Entropy over its largest possible value ln n; needs two people.
    pub normalized_entropy: Result<f64, Undefined>,
    /// Theil's T, ln n minus the entropy.
    pub theil: f64,
    /// Share of the most active person.
    pub top_share: f64,
    /// Share of the most active tenth of people, rounded up to a whole person.
    pub top_tenth_share: f64,
    /// The smallest number of people who together hold half of the total.
    pub half_holders: usize,
}

/// A point of the Lorenz curve.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct LorenzPoint {
    /// Share of people, the least active first.
    pub people: f64,
    /// Share of the total that they hold together.
    pub held: f64,
}

/// How the total of `x` is spread over people; `x` has one value for each.
///
/// # Errors
/// [`Undefined::TooFew`] without people; [`Undefined::OutOfRange`] for a negative value or a total of zero.
///
/// Source: Gini (1912); the interval after Karagiannis & Kovacevic (2000), Oxford Bulletin of Economics and
/// Statistics 62. Checked against `PySAL` and R's vegan and Hmisc.
pub fn concentration(x: &[f64], level: f64) -> Result<Concentration, Undefined> {
    let holdings = Holdings::new(x)?;
    let n = holdings.ascending.len();
    let shares = || holdings.shares().filter(|share| *share > 0.0);
    let herfindahl: f64 = shares().map(|share| share * share).sum();
    let several = |value: f64| {
        if n > 1 {
            Ok(value)
        } else {
            Err(Undefined::TooFew { have: n, need: 2 })
        }
    };
    let entropy: f64 = -shares().map(|s| s * libm::log(s)).sum::<f64>();
    let gini = holdings.gini();
    Ok(Concentration {
        n,
        total: holdings.total * holdings.scale,
        gini,
        gini_unbiased: several(unbiased(gini, n)),
        gini_interval: holdings.gini_interval(level),
        herfindahl,
        effective_number: 1.0 / herfindahl,
        entropy: entropy.max(0.0),
        normalized_entropy: several(entropy / libm::log(n as f64)),
        theil: shares().map(|s| s * libm::log(s * n as f64)).sum(),
        top_share: holdings.held_by_top(1),
        top_tenth_share: holdings.held_by_top(n.div_ceil(10)),
        half_holders: holdings.half_holders(),
    })
}

/// Lorenz curve of `x`: after each person, from the least active on, the share of people and what they hold; the
/// point (0, 0) before them is left out.
///
/// # Errors
/// As [`concentration`].
///
/// Source: Lorenz (1905), "Methods of measuring the concentration of wealth".
pub fn lorenz(x: &[f64]) -> Result<Vec<LorenzPoint>, Undefined> {
    let holdings = Holdings::new(x)?;
    let mut sum = 0.0;
    let after = |(before, value): (usize, &f64)| {
        sum += value;
        LorenzPoint {
            people: (before + 1) as f64 / holdings.ascending.len() as f64,
            held: sum / holdings.total,
        }
    };
    Ok(holdings.ascending.iter().enumerate().map(after).collect())
}

/// Values in ascending order, divided by the largest.
struct Holdings {
    ascending: Vec<f64>,
    total: f64,
    scale: f64,
}

impl Holdings {
    fn new(x: &[f64]) -> Result<Self, Undefined> {
        need(x, 1)?;
        let mut ascending = sorted(x);
        let scale = *ascending.last().ok_or(Undefined::OutOfRange)?;
        if ascending[0] < 0.0 || scale <= 0.0 {
            return Err(Undefined::OutOfRange);
        }
        for value in &mut ascending {
            *value /= scale;
        }
        Ok(Self {
            total: ascending.iter().sum(),
            ascending,
            scale,
        })
    }

    fn shares(&self) -> impl Iterator<Item = f64> {
        self.ascending.iter().map(|value| value / self.total)
    }

    /// Σ(2i − n − 1)·x₍ᵢ₎: the weights add up to zero, so that equal values give exactly zero up to rounding.
    fn gini(&self) -> f64 {
        let n = self.ascending.len() as f64;
        let weighted = |(before, value): (usize, &f64)| (2.0 * before as f64 + 1.0 - n) * value;
        let sum: f64 = self.ascending.iter().enumerate().map(weighted).sum();
        (sum / (n * self.total)).clamp(0.0, 1.0)
    }

    fn held_by_top(&self, people: usize) -> f64 {
        self.ascending.iter().rev().take(people).sum::<f64>() / self.total
    }

    fn half_holders(&self) -> usize {
        // Three of six equal people hold half, whatever the rounding of their sum.
        const ROUNDING: f64 = 1e-12;
        let half = self.total * (0.5 - ROUNDING);
        let mut held = 0.0;
        let short = self.ascending.iter().rev().take_while(|value| {
            held += **value;
            held < half
        });
        short.count() + 1
    }

    /// Student's t about the unbiased coefficient with the jackknife's standard error.
    fn gini_interval(&self, level: f64) -> Result<Interval, Undefined> {
        let n = self.ascending.len();
        need(&self.ascending, 3)?;
        let without = self.gini_without_each()?;
        let centre = mean(&without)?;
        let squares: f64 = without.iter().map(|g| (g - centre).powi(2)).sum();
        let standard_error = ((n - 1) as f64 / n as f64 * squares).sqrt();
        let margin = student_t_quantile(0.5 + level / 2.0, (n - 1) as f64) * standard_error;
        let estimate = unbiased(self.gini(), n);
        Ok(Interval {
            low: (estimate - margin).max(0.0),
            high: (estimate + margin).min(1.0),
            level,
        })
    }

    /// The unbiased coefficient without each person in turn, in one pass: who is above loses one rank.
    fn gini_without_each(&self) -> Result<Vec<f64>, Undefined> {
        let rest = self.ascending.len() - 1;
        let m = rest as f64;
        // With m people left, the i-th (from 0) weighs 2i + 1 − m, and 2 less if it stood above the one who left.
        let below = |(before, value): (usize, &f64)| (2.0 * before as f64 + 1.0 - m) * value;
        let every: f64 = self.ascending.iter().enumerate().map(below).sum();
        let mut above = self.total;
        let mut without = Vec::with_capacity(rest + 1);
        for (before, value) in self.ascending.iter().enumerate() {
            above -= value;
            let total = self.total - value;
            if total <= f64::EPSILON * self.total {
                return Err(Undefined::OutOfRange); // one person holds all: nothing is left without them
            }
            let sum = every - below((before, value)) - 2.0 * above;
            without.push(unbiased((sum / (m * total)).clamp(0.0, 1.0), rest));
        }
        Ok(without)
    }
}

/// From the coefficient of `n` people to that of the population they stand for.
fn unbiased(gini: f64, n: usize) -> f64 {
    (gini * n as f64 / (n as f64 - 1.0)).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SKEWED: [f64; 7] = [0.0, 3.0, 12.0, 12.0, 40.0, 130.0, 900.0];

    #[test]
    fn leaving_each_person_out_at_once_equals_doing_it_one_by_one() {
        let quick = Holdings::new(&SKEWED).unwrap().gini_without_each().unwrap();
        for (left_out, quick) in quick.iter().enumerate() {
            let mut rest = SKEWED.to_vec();
            rest.remove(left_out);
            let slow = concentration(&rest, 0.95).unwrap().gini_unbiased.unwrap();
            assert!((quick - slow).abs() < 1e-14, "{left_out}: {quick} {slow}");
        }
    }

    #[test]
    fn the_interval_holds_the_estimate_and_stays_a_share() {
        let got = concentration(&SKEWED, 0.95).unwrap();
        let interval = got.gini_interval.unwrap();
        assert!(interval.contains(got.gini_unbiased.unwrap()));
        assert!(interval.low >= 0.0 && interval.high <= 1.0);
    }

    #[test]
    fn the_unit_of_measure_changes_no_share() {
        for unit in [1e-300, 1e-3, 1e9, 1e300] {
            let scaled: Vec<f64> = SKEWED.iter().map(|value| value * unit).collect();
            let (got, want) = (concentration(&scaled, 0.95), concentration(&SKEWED, 0.95));
            let (got, want) = (got.unwrap(), want.unwrap());
            assert!((got.gini - want.gini).abs() < 1e-14, "{unit}");
            assert!((got.theil - want.theil).abs() < 1e-13, "{unit}");
        }
    }

    #[test]
    fn negative_values_and_no_usage_at_all_have_no_concentration() {
        for x in [&[0.0, 0.0][..], &[-1.0, 2.0]] {
            assert_eq!(concentration(x, 0.95), Err(Undefined::OutOfRange));
        }
        let nobody = Err(Undefined::TooFew { have: 0, need: 1 });
        assert_eq!(concentration(&[], 0.95), nobody);
    }

    #[test]
    fn without_the_one_who_holds_all_there_is_no_interval() {
        let got = concentration(&[0.0, 0.0, 0.0, 5.0], 0.95).unwrap();
        assert_eq!(got.gini_unbiased, Ok(1.0));
        assert_eq!(got.gini_interval, Err(Undefined::OutOfRange));
    }

    #[test]
    fn a_lorenz_curve_ends_where_everyone_holds_everything() {
        let curve = lorenz(&SKEWED).unwrap();
        let last = curve.last().unwrap();
        assert!((last.people - 1.0).abs() < 1e-15 && (last.held - 1.0).abs() < 1e-15);
        assert!(curve.iter().all(|point| point.held <= point.people + 1e-15));
    }
}
