//! A mean with its interval.

use super::moments::{mean, need, standard_deviation};
use super::note::Note;
use super::special::student_t_quantile;
use super::{Interval, Undefined};

/// How [`interval`] is made.
pub const MEAN: Note = Note {
    name: "Mean with its interval",
    answers: "What would the mean be of many more people like these?",
    formula: "mean ± t · s/√n, s the standard deviation with divisor n − 1",
    certainty: "Student’s t with n − 1 degrees of freedom.",
    assumes: "Each value is of another person. With few people and a long tail the interval is too narrow.",
    source: "Student (1908), The probable error of a mean",
    checked_against: "scipy.stats.t.interval",
};

/// Student's interval of the mean of `x`; of zero width if all values are equal.
///
/// # Errors
/// [`Undefined::TooFew`] below two values.
///
/// Source: Student (1908), Biometrika 6.
pub fn interval(x: &[f64], level: f64) -> Result<Interval, Undefined> {
    need(x, 2)?;
    let (centre, n) = (mean(x)?, x.len() as f64);
    let quantile = student_t_quantile(0.5 + level / 2.0, n - 1.0);
    let margin = quantile * standard_deviation(x)? / n.sqrt();
    Ok(Interval {
        low: centre - margin,
        high: centre + margin,
        level,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_of_a_mean_is_that_of_scipy() {
        // scipy 1.17.1: stats.t.interval(0.95, 6, loc=np.mean(x), scale=stats.sem(x))
        let x = [4.0, 9.5, 1.0, 7.25, 30.0, 2.0, 11.0];
        let got = interval(&x, 0.95).unwrap();
        assert!(
            (got.low - 0.111_052_921_357_607_91).abs() < 1e-12,
            "{got:?}"
        );
        assert!((got.high - 18.388_947_078_642_392).abs() < 1e-12, "{got:?}");
    }

    #[test]
    fn one_value_has_no_interval_and_equal_values_have_none_of_width() {
        assert_eq!(
            interval(&[3.0], 0.95),
            Err(Undefined::TooFew { have: 1, need: 2 })
        );
        let got = interval(&[3.0, 3.0, 3.0], 0.95).unwrap();
        assert!(got.contains(3.0) && got.high - got.low < 1e-15);
    }
}
