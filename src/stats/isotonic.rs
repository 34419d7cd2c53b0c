//! The best curve that only rises, or only falls: a relation without a formula but with a direction.

use super::Undefined;
use super::moments::{need_variation, variance};
use super::note::Note;
use super::rank::sort_order;
use serde::{Deserialize, Serialize};

/// How [`monotone_fit`] is made.
pub const MONOTONE_FIT: Note = Note {
    name: "Monotone fit",
    answers: "If more can only mean more (or only less), what is the best curve?",
    formula: "Heights that minimise Σ(y − height)² and never fall: pool adjacent violators, points of equal x averaged first",
    certainty: "",
    assumes: "The direction is chosen before looking. The steps follow single points where few are near; there is no band.",
    source: "Ayer, Brunk, Ewing, Reid & Silverman (1955), An empirical distribution function for sampling with incomplete information",
    checked_against: "sklearn.isotonic.IsotonicRegression",
};

/// Which way a monotone curve goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Direction {
    /// Never down.
    Rising,
    /// Never up.
    Falling,
}

/// A monotone curve of level steps.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MonotoneFit {
    /// Number of points.
    pub n: usize,
    /// The steps, in ascending order of x.
    pub steps: Vec<Step>,
    /// Share of the variance of y that the steps fit.
    pub r_squared: f64,
}

/// Neighbouring points that share one height.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// Smallest x.
    pub from: f64,
    /// Largest x.
    pub to: f64,
    /// Mean y.
    pub height: f64,
    /// Number of points.
    pub n: usize,
}

impl MonotoneFit {
    /// Height at `x`: straight between steps, level beyond the outermost.
    pub fn at(&self, x: f64) -> f64 {
        let after = self.steps.partition_point(|step| step.to < x);
        match (
            after.checked_sub(1).and_then(|i| self.steps.get(i)),
            self.steps.get(after),
        ) {
            (Some(left), Some(right)) if x < right.from => {
                let share = (x - left.to) / (right.from - left.to);
                left.height + share * (right.height - left.height)
            }
            (_, Some(step)) | (Some(step), None) => step.height,
            (None, None) => 0.0, // a fit has at least one step
        }
    }
}

/// Least-squares curve through the points `(x[i], y[i])` that only goes one way.
///
/// # Errors
/// [`Undefined::TooFew`] below two points; [`Undefined::Constant`] if a side does not vary.
pub fn monotone_fit(x: &[f64], y: &[f64], direction: Direction) -> Result<MonotoneFit, Undefined> {
    need_variation(x, y, 2)?;
    let sign = match direction {
        Direction::Rising => 1.0,
        Direction::Falling => -1.0,
    };
    // Heights are measured from the first y, so that an offset costs no digits.
    let origin = y[0];
    let mut steps: Vec<Step> = Vec::new();
    for tied in sort_order(x).chunk_by(|&a, &b| same(x[a], x[b])) {
        let sum: f64 = tied.iter().map(|&at| y[at] - origin).sum();
        let mut step = Step {
            from: x[tied[0]],
            to: x[tied[0]],
            height: sum / tied.len() as f64,
            n: tied.len(),
        };
        while let Some(before) = steps.pop_if(|before| sign * (step.height - before.height) <= 0.0)
        {
            let n = before.n + step.n;
            let both = before.height * before.n as f64 + step.height * step.n as f64;
            step = Step {
                from: before.from,
                height: both / n as f64,
                n,
                ..step
            };
        }
        steps.push(step);
    }
    for step in &mut steps {
        step.height += origin;
    }
    let mut fit = MonotoneFit {
        n: x.len(),
        steps,
        r_squared: 0.0,
    };
    let rests: Vec<f64> = x.iter().zip(y).map(|(&x, y)| y - fit.at(x)).collect();
    fit.r_squared = (1.0 - variance(&rests)? / variance(y)?).clamp(0.0, 1.0);
    Ok(fit)
}

#[expect(clippy::float_cmp, reason = "a tie is equality of the values as given")]
fn same(a: f64, b: f64) -> bool {
    a == b
}

#[cfg(test)]
mod tests {
    use super::super::Side;
    use super::*;

    #[test]
    fn a_dip_is_pooled_with_its_neighbours() {
        // R: isoreg(c(1, 3, 2, 4))$yf
        let fit = monotone_fit(&[1., 2., 3., 4.], &[1., 3., 2., 4.], Direction::Rising).unwrap();
        let heights: Vec<f64> = fit.steps.iter().map(|step| step.height).collect();
        assert_eq!(heights, [1.0, 2.5, 4.0]);
        assert_eq!((fit.at(0.0), fit.at(1.5), fit.at(9.0)), (1.0, 1.75, 4.0));
    }

    #[test]
    fn falling_is_rising_upside_down() {
        let (x, y) = ([3., 1., 4., 1., 5., 9.], [2., 7., 1., 8., 2., 8.]);
        let upside_down: Vec<f64> = y.iter().map(|y| -y).collect();
        let falling = monotone_fit(&x, &y, Direction::Falling).unwrap();
        let rising = monotone_fit(&x, &upside_down, Direction::Rising).unwrap();
        for x in x {
            assert!((falling.at(x) + rising.at(x)).abs() < 1e-12);
        }
    }

    #[test]
    fn the_wrong_direction_fits_one_level_step() {
        let fit = monotone_fit(&[1., 2., 3.], &[1., 2., 3.], Direction::Falling).unwrap();
        assert_eq!(
            (fit.steps.len(), fit.steps[0].height, fit.r_squared),
            (1, 2.0, 0.0)
        );
    }

    #[test]
    fn one_value_on_a_side_has_no_direction() {
        let got = monotone_fit(&[1., 1.], &[1., 2.], Direction::Rising);
        assert_eq!(got, Err(Undefined::Constant(Side::X)));
    }
}
