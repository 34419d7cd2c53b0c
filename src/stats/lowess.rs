//! A smooth curve through the points without a formula for its shape, with a band that takes people as units.

use super::local_line::{Local, Points, between};
use super::moments::need_variation;
use super::note::Note;
use super::rank::sort_order;
use super::special::student_t_quantile;
use super::{Interval, Undefined};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How [`Lowess::fit`] is made.
pub const LOWESS: Note = Note {
    name: "Smooth curve (lowess)",
    answers: "What shape does the relation have?",
    formula: "At each x a line by least squares through the nearest share f of the points, weights (1 − (d/dₘₐₓ)³)³; then rounds with weights (1 − (e/6·median|e|)²)² that quieten points far off the curve.",
    certainty: "Band: the curve is a weighted sum of the y; its variance is Σ over people of (Σ weight · e/(1 − h))² with all robustness weights held fixed, Student’s t with people − 1 degrees of freedom. Pointwise, for the smoothed curve.",
    assumes: "Independent people. Where points are few, and at both ends, the curve follows single points; the band does not contain the bias of smoothing.",
    source: "Cleveland (1979), Robust locally weighted regression and smoothing scatterplots; band after Bell & McCaffrey (2002), Bias reduction in standard errors",
    checked_against: "R lowess, statsmodels lowess",
};

/// A smoother's settings.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Lowess {
    /// Share of the points that each local line takes in; more is smoother.
    pub fraction: f64,
    /// Rounds that quieten points far off the curve; Cleveland advises 3.
    pub robust_iterations: usize,
    /// Local lines are fitted this share of the range of x apart and joined by straight pieces; 0 fits one at each x.
    /// A hundredth keeps the work for many points about linear.
    pub spacing: f64,
    /// Confidence level of the band.
    pub level: f64,
}

/// A smooth curve.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Curve {
    /// Number of points that it was fitted to.
    pub n: usize,
    /// People that the points belong to, whose number the band rests on.
    pub people: usize,
    /// The curve's corners, in ascending order of x.
    pub corners: Vec<Corner>,
}

/// A point of a curve.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Corner {
    /// Where.
    pub x: f64,
    /// Height of the curve.
    pub y: f64,
    /// Pointwise band of the smoothed mean, or why there is none.
    pub band: Result<Interval, Undefined>,
}

impl Curve {
    /// Height of the curve at `x`, straight between corners and level beyond the outermost.
    pub fn at(&self, x: f64) -> f64 {
        between(x, &self.corners, |corner| corner.x, |corner| corner.y)
    }
}

impl Lowess {
    /// Fits a curve to the points `(x[i], y[i])`, where `person[i]` names the person that a point belongs to.
    ///
    /// # Errors
    /// [`Undefined::TooFew`] below three points; [`Undefined::Constant`] if a side does not vary;
    /// [`Undefined::OutOfRange`] for a fraction outside of (0, 1] or a spacing outside of [0, 1].
    /// The band needs three people.
    pub fn fit(&self, x: &[f64], y: &[f64], person: &[usize]) -> Result<Curve, Undefined> {
        need_variation(x, y, 3)?;
        let allowed = self.fraction > 0.0 && self.fraction <= 1.0;
        if !allowed || !(0.0..=1.0).contains(&self.spacing) {
            return Err(Undefined::OutOfRange);
        }
        let order = sort_order(x);
        let sorted = |side: &[f64]| order.iter().map(|&at| side[at]).collect::<Vec<_>>();
        let mut points = Points::new(sorted(x), sorted(y), self);
        let mut locals = points.locals();
        for _ in 0..self.robust_iterations {
            if !points.quieten(&locals) {
                break;
            }
            locals = points.locals();
        }
        let person: Vec<usize> = order.iter().map(|&at| person[at]).collect();
        Ok(curve(&points, &locals, &person, self.level))
    }
}

/// The corners of a curve and its band; `person` is in the order of the points.
fn curve(points: &Points, locals: &[Local], person: &[usize], level: f64) -> Curve {
    let mut index_of = BTreeMap::new();
    for name in person {
        let next = index_of.len();
        index_of.entry(*name).or_insert(next);
    }
    let person: Vec<usize> = person.iter().map(|name| index_of[name]).collect();
    let people = index_of.len();
    let own = |x| between(x, locals, |local| local.x, |local| local.weight_of(local.x));
    let freed: Vec<f64> = points
        .residuals(locals)
        .iter()
        .enumerate()
        .map(|(i, residual)| {
            // A point that fixes the curve alone keeps its residual, which is about zero.
            let left = 1.0 - points.robustness[i] * own(points.x[i]);
            points.robustness[i] * residual / left.max(1e-3)
        })
        .collect();
    let quantile = student_t_quantile(0.5 + level / 2.0, people as f64 - 1.0);
    let mut sums = vec![0.0; people];
    let corners = locals.iter().map(|local| {
        sums.fill(0.0);
        for i in local.from..local.from + points.neighbours {
            sums[person[i]] += local.weight_of(points.x[i]) * freed[i];
        }
        let variance: f64 = sums.iter().map(|sum| sum * sum).sum();
        let margin = quantile * variance.sqrt();
        let band = Interval {
            low: local.y - margin,
            high: local.y + margin,
            level,
        };
        let enough = people >= 3 && local.total_weight.is_finite();
        Corner {
            x: local.x,
            y: local.y,
            band: enough.then_some(band).ok_or(Undefined::TooFew {
                have: people.min(2),
                need: 3,
            }),
        }
    });
    Curve {
        n: points.x.len(),
        people,
        corners: corners.collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Lowess = Lowess {
        fraction: 0.5,
        robust_iterations: 3,
        spacing: 0.0,
        level: 0.95,
    };

    fn wave(n: u32) -> (Vec<f64>, Vec<f64>, Vec<usize>) {
        let x: Vec<f64> = (0..n).map(|i| f64::from(i * 7919 % n)).collect();
        let y = x.iter().map(|x| (x / 9.0).sin() + (x * 12.9).sin() / 3.0);
        let y = y.collect();
        (x, y, (0..n as usize).collect())
    }

    #[test]
    fn a_straight_line_is_its_own_curve() {
        let x: Vec<f64> = (0..30).map(f64::from).collect();
        let y: Vec<f64> = x.iter().map(|x| 3.0 - 0.5 * x).collect();
        let people: Vec<usize> = (0..30).collect();
        let curve = PLAIN.fit(&x, &y, &people).unwrap();
        for (x, y) in x.iter().zip(&y) {
            assert!((curve.at(*x) - y).abs() < 1e-12, "{x}");
        }
    }

    #[test]
    fn spacing_saves_corners_and_hardly_moves_the_curve() {
        let (x, y, people) = wave(400);
        let fine = PLAIN.fit(&x, &y, &people).unwrap();
        let coarse = Lowess {
            spacing: 0.01,
            ..PLAIN
        }
        .fit(&x, &y, &people)
        .unwrap();
        assert!(coarse.corners.len() <= 135, "{}", coarse.corners.len());
        for x in x {
            assert!((fine.at(x) - coarse.at(x)).abs() < 0.01, "{x}");
        }
    }

    #[test]
    fn repeating_every_row_of_a_person_does_not_narrow_the_band() {
        let (x, y, people) = wave(60);
        let plain = Lowess {
            robust_iterations: 0,
            ..PLAIN
        };
        let width = |curve: &Curve| {
            let corner = &curve.corners[30];
            corner.band.map(|band| band.high - band.low).unwrap()
        };
        let once = width(&plain.fit(&x, &y, &people).unwrap());
        let thrice = plain
            .fit(&x.repeat(3), &y.repeat(3), &people.repeat(3))
            .unwrap();
        assert_eq!(thrice.people, 60);
        assert!(
            (width(&thrice) / once - 1.0).abs() < 0.1,
            "{once} {}",
            width(&thrice)
        );
    }

    #[test]
    fn the_band_is_that_of_a_mean_where_all_weights_are_equal() {
        // Far more ties in x than neighbours: the local fit is a plain mean with the error of a mean.
        let x = [vec![0.0; 20], vec![1.0; 20]].concat();
        let y: Vec<f64> = (0..40).map(|i| f64::from(i * i % 17)).collect();
        let people: Vec<usize> = (0..40).collect();
        let curve = Lowess {
            robust_iterations: 0,
            ..PLAIN
        }
        .fit(&x, &y, &people)
        .unwrap();
        let mean = y[..20].iter().sum::<f64>() / 20.0;
        assert!((curve.at(0.0) - mean).abs() < 1e-12);
        let error = y[..20].iter().map(|y| (y - mean).powi(2)).sum::<f64>() / (19.0_f64).powi(2);
        let want = student_t_quantile(0.975, 39.0) * error.sqrt();
        let band = curve.corners[0].band.unwrap();
        assert!(((band.high - band.low) / 2.0 - want).abs() < 1e-9);
    }

    #[test]
    fn two_people_give_a_curve_without_a_band() {
        let (x, y, people) = wave(20);
        let people: Vec<usize> = people.iter().map(|person| person % 2).collect();
        let curve = PLAIN.fit(&x, &y, &people).unwrap();
        assert!(curve.corners.iter().all(|corner| corner.band.is_err()));
    }
}
