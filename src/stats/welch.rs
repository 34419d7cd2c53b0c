//! Welch's comparison of two means: are the people with a missing value different from the others?

use super::Undefined;
use super::moments::{mean, variance};
use super::special::student_t_two_sided;
use serde::{Deserialize, Serialize};

/// Two means compared without assuming equal variances.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Welch {
    /// Mean of the first group minus mean of the second.
    pub difference: f64,
    /// The difference in units of its standard error.
    pub t: f64,
    /// Degrees of freedom after Satterthwaite, rarely whole.
    pub degrees_of_freedom: f64,
    /// Two-sided p-value of "equal means".
    pub p_value: f64,
}

/// Welch's t test of two independent groups.
///
/// # Errors
/// [`Undefined::TooFew`] below two values in a group; [`Undefined::PerfectFit`] if neither group varies.
///
/// Source: Welch (1947), "The generalization of Student's problem", Biometrika 34.
pub fn welch(a: &[f64], b: &[f64]) -> Result<Welch, Undefined> {
    let squared_error = |x: &[f64]| Ok(variance(x)? / x.len() as f64);
    let (from_a, from_b) = (squared_error(a)?, squared_error(b)?);
    let total = from_a + from_b;
    if total <= 0.0 {
        return Err(Undefined::PerfectFit);
    }
    let difference = mean(a)? - mean(b)?;
    let t = difference / total.sqrt();
    let share = |part: f64, x: &[f64]| (part / total).powi(2) / (x.len() - 1) as f64;
    let degrees_of_freedom = 1.0 / (share(from_a, a) + share(from_b, b));
    Ok(Welch {
        difference,
        t,
        degrees_of_freedom,
        p_value: student_t_two_sided(t, degrees_of_freedom),
    })
}
