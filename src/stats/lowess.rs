//! A smooth curve through the points without a formula for its shape, with a band that takes people as units.

use super::moments::{is_constant, need_variation};
use super::note::Note;
use super::quantile::median;
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
        Ok(points.curve(&locals, &person, self.level))
    }
}

struct Points {
    x: Vec<f64>,
    y: Vec<f64>,
    robustness: Vec<f64>,
    neighbours: usize,
    range: f64,
    spacing: f64,
}

/// A local line at one x.
#[derive(Clone, Copy)]
struct Local {
    x: f64,
    y: f64,
    /// First neighbour.
    from: usize,
    radius: f64,
    total_weight: f64,
    /// Weighted mean of x of the neighbours.
    centre: f64,
    /// (x − centre) over the weighted variance, or 0 where the neighbours hardly differ in x.
    tilt: f64,
}

impl Local {
    /// What a unit of the `y` of a point at `x` adds to the height here, its robustness weight apart.
    fn weight_of(&self, x: f64) -> f64 {
        tricube((x - self.x).abs(), self.radius) / self.total_weight
            * (1.0 + self.tilt * (x - self.centre))
    }
}

impl Points {
    fn new(x: Vec<f64>, y: Vec<f64>, settings: &Lowess) -> Self {
        let (n, range) = (x.len(), x[x.len() - 1] - x[0]);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between 0 and n"
        )]
        let neighbours = (settings.fraction * n as f64 + 1e-10) as usize;
        Self {
            robustness: vec![1.0; n],
            neighbours: neighbours.clamp(2, n),
            spacing: settings.spacing * range,
            x,
            y,
            range,
        }
    }

    /// Fits the local lines from left to right.
    fn locals(&self) -> Vec<Local> {
        let (x, n) = (&self.x, self.x.len());
        let (mut locals, mut at, mut from): (Vec<Local>, _, _) = (Vec::new(), 0, 0);
        loop {
            while from + self.neighbours < n && x[at] - x[from] > x[from + self.neighbours] - x[at]
            {
                from += 1;
            }
            locals.push(self.local(at, from));
            let next = x.partition_point(|&value| value <= x[at]);
            if next == n {
                return locals;
            }
            let within = x.partition_point(|&value| value <= x[at] + self.spacing);
            // The first of those with the same x as the last one within reach.
            at = x.partition_point(|&value| value < x[next.max(within - 1)]);
        }
    }

    fn local(&self, at: usize, from: usize) -> Local {
        let to = from + self.neighbours;
        let (here, x) = (self.x[at], &self.x[from..to]);
        let radius = (here - x[0]).max(x[x.len() - 1] - here);
        let weights: Vec<f64> = x
            .iter()
            .zip(&self.robustness[from..to])
            .map(|(x, robustness)| tricube((x - here).abs(), radius) * robustness)
            .collect();
        let total_weight: f64 = weights.iter().sum();
        let mut local = Local {
            x: here,
            y: self.y[at],
            from,
            radius,
            total_weight,
            centre: here,
            tilt: 0.0,
        };
        if weights.iter().filter(|&&weight| weight > 1e-12).count() < 2 {
            local.total_weight = f64::INFINITY; // nothing to average: the point itself, and no weight for the band
            return local;
        }
        let mean = |value: &dyn Fn(usize) -> f64| {
            let terms = weights
                .iter()
                .enumerate()
                .map(|(i, weight)| weight * value(i));
            terms.sum::<f64>() / total_weight
        };
        local.centre = here + mean(&|i| x[i] - here);
        let variance = mean(&|i| (x[i] - local.centre).powi(2));
        if variance.sqrt() > 1e-3 * self.range {
            local.tilt = (here - local.centre) / variance;
        }
        // Summed about the first y, so that an offset costs no digits.
        let (y, origin) = (&self.y[from..to], self.y[from]);
        local.y = origin + mean(&|i| (y[i] - origin) * (1.0 + local.tilt * (x[i] - local.centre)));
        local
    }

    fn residuals(&self, locals: &[Local]) -> Vec<f64> {
        let height = |x| between(x, locals, |local| local.x, |local| local.y);
        self.x
            .iter()
            .zip(&self.y)
            .map(|(&x, y)| y - height(x))
            .collect()
    }

    /// Sets the robustness weights; false if half of the points lie on the curve, so that there is no scale for them.
    fn quieten(&mut self, locals: &[Local]) -> bool {
        let sizes: Vec<f64> = self.residuals(locals).iter().map(|e| e.abs()).collect();
        let largest = sizes.iter().fold(0.0_f64, |a, &b| a.max(b));
        let Ok(middle) = median(&sizes) else {
            return false;
        };
        if middle <= 1e-7 * largest || is_constant(&sizes) {
            return false;
        }
        for (weight, size) in self.robustness.iter_mut().zip(sizes) {
            let share = (size / (6.0 * middle)).min(1.0);
            *weight = (1.0 - share * share).powi(2);
        }
        true
    }

    fn curve(&self, locals: &[Local], person: &[usize], level: f64) -> Curve {
        let mut index_of = BTreeMap::new();
        for name in person {
            let next = index_of.len();
            index_of.entry(*name).or_insert(next);
        }
        let person: Vec<usize> = person.iter().map(|name| index_of[name]).collect();
        let people = index_of.len();
        let own = |x| between(x, locals, |local| local.x, |local| local.weight_of(local.x));
        let freed: Vec<f64> = self
            .residuals(locals)
            .iter()
            .enumerate()
            .map(|(i, residual)| {
                // A point that fixes the curve alone keeps its residual, which is about zero.
                let left = 1.0 - self.robustness[i] * own(self.x[i]);
                self.robustness[i] * residual / left.max(1e-3)
            })
            .collect();
        let quantile = student_t_quantile(0.5 + level / 2.0, people as f64 - 1.0);
        let mut sums = vec![0.0; people];
        let corners = locals.iter().map(|local| {
            sums.fill(0.0);
            for i in local.from..local.from + self.neighbours {
                sums[person[i]] += local.weight_of(self.x[i]) * freed[i];
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
            n: self.x.len(),
            people,
            corners: corners.collect(),
        }
    }
}

/// Cleveland's weight of a neighbour; neighbours at no distance from each other count alike.
fn tricube(distance: f64, radius: f64) -> f64 {
    if radius <= 0.0 {
        return 1.0;
    }
    let share = (distance / radius).min(1.0);
    (1.0 - share * share * share).powi(3)
}

/// Straight-line interpolation of `value` between the knots, which ascend in `place`.
fn between<T>(x: f64, knots: &[T], place: impl Fn(&T) -> f64, value: impl Fn(&T) -> f64) -> f64 {
    let after = knots
        .partition_point(|knot| place(knot) < x)
        .min(knots.len() - 1);
    let (left, right) = (&knots[after.saturating_sub(1)], &knots[after]);
    let width = place(right) - place(left);
    if width <= 0.0 || x >= place(right) {
        return value(right);
    }
    let share = ((x - place(left)) / width).max(0.0);
    value(left) + share * (value(right) - value(left))
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
