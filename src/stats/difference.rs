//! Are two correlations different?
//!
//! Two separate groups of people, or two relations that share a variable within one group. Before and after on the
//! same people is neither: that asks for a model with people in it.

use super::correlation::interval_from_z;
use super::note::Note;
use super::special::{normal_two_sided, student_t_two_sided};
use super::{Interval, Undefined};
use serde::{Deserialize, Serialize};

/// How [`independent`] is made.
pub const INDEPENDENT: Note = Note {
    name: "Difference of two groups’ correlations",
    answers: "Do usage and outcome go together more closely in one group than in the other?",
    formula: "z = (atanh r₁ − atanh r₂) / √(1/(n₁ − 3) + 1/(n₂ − 3))",
    certainty: "p: normal. Interval of r₁ − r₂: Zou’s, from the two correlations’ own intervals.",
    assumes: "Different people in the two groups, one row per person.",
    source: "Fisher (1921), On the probable error of a coefficient of correlation; Zou (2007), Toward using confidence intervals to compare correlations",
    checked_against: "R psych::r.test, cocor",
};

/// How [`overlapping`] is made.
pub const OVERLAPPING: Note = Note {
    name: "Difference of two correlations with a shared variable",
    answers: "Does the outcome go more closely with one usage metric than with another, in the same people?",
    formula: "Williams: t = (r₁ − r₂) √((n − 1)(1 + r₁₂) / (2|R|(n − 1)/(n − 3) + r̄²(1 − r₁₂)³)), with r₁₂ between the two metrics, |R| = 1 − r₁² − r₂² − r₁₂² + 2r₁r₂r₁₂ and r̄ = (r₁ + r₂)/2",
    certainty: "p: Student’s t with n − 3 degrees of freedom; beside it Steiger’s z. Interval of r₁ − r₂: Zou’s for dependent correlations.",
    assumes: "The same people throughout, one row per person, roughly normal values.",
    source: "Williams (1959); Steiger (1980), Tests for comparing elements of a correlation matrix; Zou (2007)",
    checked_against: "R psych::r.test, cocor",
};

/// A correlation with the number of pairs it rests on.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Observed {
    /// Pearson's r, strictly between −1 and 1.
    pub r: f64,
    /// Number of pairs.
    pub n: usize,
}

impl Observed {
    fn check(self) -> Result<(), Undefined> {
        if self.n < 4 {
            return Err(Undefined::TooFew {
                have: self.n,
                need: 4,
            });
        }
        check_inside(self.r)
    }

    fn interval(self, level: f64) -> Interval {
        let standard_error = 1.0 / (self.n as f64 - 3.0).sqrt();
        interval_from_z(libm::atanh(self.r), standard_error, level)
    }
}

/// Fails for a correlation that is not strictly between −1 and 1.
fn check_inside(r: f64) -> Result<(), Undefined> {
    if r.abs() < 1.0 {
        Ok(())
    } else if r.abs() <= 1.0 {
        Err(Undefined::PerfectFit)
    } else {
        Err(Undefined::OutOfRange)
    }
}

/// The difference of the correlations of two separate groups.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Independent {
    /// First minus second.
    pub difference: f64,
    /// Zou's interval of the difference.
    pub interval: Interval,
    /// Difference of the Fisher z values, Cohen's q: 0.1 is small, 0.3 medium, 0.5 large.
    pub cohen_q: f64,
    /// That in units of its standard error.
    pub z: f64,
    /// Two-sided p-value of "equal correlations" from the normal distribution.
    pub p_value: f64,
}

/// Compares the correlations of two separate groups.
///
/// # Errors
/// [`Undefined::TooFew`] below four pairs in a group; [`Undefined::PerfectFit`] for a correlation of ±1;
/// [`Undefined::OutOfRange`] beyond.
pub fn independent(a: Observed, b: Observed, level: f64) -> Result<Independent, Undefined> {
    a.check()?;
    b.check()?;
    let cohen_q = libm::atanh(a.r) - libm::atanh(b.r);
    let variance = |of: Observed| 1.0 / (of.n as f64 - 3.0);
    let z = cohen_q / (variance(a) + variance(b)).sqrt();
    Ok(Independent {
        difference: a.r - b.r,
        interval: zou_interval([a, b], 0.0, level),
        cohen_q,
        z,
        p_value: normal_two_sided(z),
    })
}

/// Three correlations among one outcome and two other variables, of the same rows.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Triangle {
    /// Outcome with the first variable.
    pub first: f64,
    /// Outcome with the second variable.
    pub second: f64,
    /// First with second variable.
    pub between: f64,
    /// Number of rows.
    pub n: usize,
}

/// The difference of two correlations that share a variable.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Overlapping {
    /// First minus second.
    pub difference: f64,
    /// Zou's interval of the difference.
    pub interval: Interval,
    /// Williams's t.
    pub t: f64,
    /// Its degrees of freedom, n − 3.
    pub degrees_of_freedom: f64,
    /// Two-sided p-value of "equal correlations" from Student's t.
    pub p_value: f64,
    /// Steiger's z, with the correlations' mean in its standard error.
    pub steiger_z: f64,
    /// Two-sided p-value from that.
    pub steiger_p_value: f64,
}

/// Compares two correlations that share a variable.
///
/// # Errors
/// As [`independent`]; [`Undefined::OutOfRange`] too if no data could have these three correlations, and
/// [`Undefined::Collinear`] if each variable is a combination of the others.
pub fn overlapping(of: Triangle, level: f64) -> Result<Overlapping, Undefined> {
    /// A determinant up to here is rounding.
    const ROUNDING: f64 = 1e-14;
    let Triangle {
        first,
        second,
        between,
        n,
    } = of;
    let observed = [first, second].map(|r| Observed { r, n });
    for side in observed {
        side.check()?;
    }
    check_inside(between)?;
    let determinant =
        1.0 - first * first - second * second - between * between + 2.0 * first * second * between;
    if determinant < -ROUNDING {
        return Err(Undefined::OutOfRange);
    }
    if determinant <= ROUNDING {
        return Err(Undefined::Collinear);
    }
    let n = n as f64;
    let (difference, mean) = (first - second, f64::midpoint(first, second));
    let variance =
        2.0 * (n - 1.0) / (n - 3.0) * determinant + mean * mean * (1.0 - between).powi(3);
    let t = difference * ((n - 1.0) * (1.0 + between) / variance).sqrt();
    let degrees_of_freedom = n - 3.0;
    let steiger_z = (libm::atanh(first) - libm::atanh(second)) * (n - 3.0).sqrt()
        / (2.0 - 2.0 * correlation_of(mean, mean, between)).sqrt();
    Ok(Overlapping {
        difference,
        interval: zou_interval(observed, correlation_of(first, second, between), level),
        t,
        degrees_of_freedom,
        p_value: student_t_two_sided(t, degrees_of_freedom),
        steiger_z,
        steiger_p_value: normal_two_sided(steiger_z),
    })
}

/// Correlation of the sampling errors of two correlations that share a variable (Pearson & Filon 1898).
fn correlation_of(first: f64, second: f64, between: f64) -> f64 {
    let (left_first, left_second) = (1.0 - first * first, 1.0 - second * second);
    let covariance = (between - 0.5 * first * second)
        * (left_first - second * second - between * between)
        + between.powi(3);
    covariance / (left_first * left_second)
}

/// Interval of a difference from the intervals of its sides, whose errors have the correlation `dependence`.
fn zou_interval([a, b]: [Observed; 2], dependence: f64, level: f64) -> Interval {
    let (of_a, of_b) = (a.interval(level), b.interval(level));
    let margin = |down: f64, up: f64| {
        (down * down + up * up - 2.0 * dependence * down * up)
            .max(0.0)
            .sqrt()
    };
    let difference = a.r - b.r;
    Interval {
        low: difference - margin(a.r - of_a.low, of_b.high - b.r),
        high: difference + margin(of_a.high - a.r, b.r - of_b.low),
        level,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn triangle(first: f64, second: f64, between: f64) -> Triangle {
        Triangle {
            first,
            second,
            between,
            n: 66,
        }
    }

    #[test]
    fn zous_published_example_of_overlapping_correlations() {
        // Zou (2007), Psychological Methods 12: r = 0.396 and 0.179 sharing a variable, 0.088 between, n = 66;
        // the interval of the difference is printed as (-0.093, 0.517).
        let got = overlapping(triangle(0.396, 0.179, 0.088), 0.95).unwrap();
        assert!((got.interval.low + 0.093).abs() < 6e-4, "{got:?}");
        assert!((got.interval.high - 0.517).abs() < 6e-4, "{got:?}");
    }

    #[test]
    fn exchanging_the_sides_turns_every_sign() {
        let there = overlapping(triangle(0.4, 0.1, 0.3), 0.9).unwrap();
        let back = overlapping(triangle(0.1, 0.4, 0.3), 0.9).unwrap();
        assert!((there.t + back.t).abs() < 1e-12);
        assert!((there.steiger_z + back.steiger_z).abs() < 1e-12);
        assert!((there.interval.low + back.interval.high).abs() < 1e-12);
    }

    #[test]
    fn williams_and_steiger_nearly_agree_in_large_samples() {
        let mut large = triangle(0.4, 0.35, 0.3);
        large.n = 2000;
        let got = overlapping(large, 0.95).unwrap();
        assert!((got.p_value - got.steiger_p_value).abs() < 2e-3, "{got:?}");
    }

    #[test]
    fn impossible_and_degenerate_correlations_are_refused() {
        let bounds = |first, second, between| overlapping(triangle(first, second, between), 0.95);
        assert_eq!(bounds(0.9, -0.9, 0.9), Err(Undefined::OutOfRange));
        // cos(a), cos(b) and cos(b - a): three vectors in one plane.
        let (a, b) = (0.9_f64, 0.4_f64);
        assert_eq!(
            bounds(a.cos(), b.cos(), (a - b).cos()),
            Err(Undefined::Collinear)
        );
        assert_eq!(bounds(1.0, 0.2, 0.2), Err(Undefined::PerfectFit));
        assert_eq!(bounds(0.3, 0.3, 1.0), Err(Undefined::PerfectFit));
        let few = Observed { r: 0.5, n: 3 };
        assert_eq!(
            independent(few, few, 0.95),
            Err(Undefined::TooFew { have: 3, need: 4 })
        );
    }
}
