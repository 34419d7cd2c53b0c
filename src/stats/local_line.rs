//! Local straight lines through points, weighted by nearness and by how far off the curve a point lies.

use super::lowess::Lowess;
use super::moments::is_constant;
use super::quantile::median;

/// Points in ascending order of x, and how much each counts.
pub(super) struct Points {
    pub x: Vec<f64>,
    y: Vec<f64>,
    pub robustness: Vec<f64>,
    pub neighbours: usize,
    range: f64,
    spacing: f64,
}

/// A local line at one x.
#[derive(Clone, Copy)]
pub(super) struct Local {
    pub x: f64,
    pub y: f64,
    /// First neighbour.
    pub from: usize,
    radius: f64,
    pub total_weight: f64,
    /// Weighted mean of x of the neighbours.
    centre: f64,
    /// (x − centre) over the weighted variance, or 0 where the neighbours hardly differ in x.
    tilt: f64,
}

impl Local {
    /// What a unit of the `y` of a point at `x` adds to the height here, its robustness weight apart.
    pub fn weight_of(&self, x: f64) -> f64 {
        tricube((x - self.x).abs(), self.radius) / self.total_weight
            * (1.0 + self.tilt * (x - self.centre))
    }
}

impl Points {
    pub fn new(x: Vec<f64>, y: Vec<f64>, settings: &Lowess) -> Self {
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
    pub fn locals(&self) -> Vec<Local> {
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

    pub fn residuals(&self, locals: &[Local]) -> Vec<f64> {
        let height = |x| between(x, locals, |local| local.x, |local| local.y);
        self.x
            .iter()
            .zip(&self.y)
            .map(|(&x, y)| y - height(x))
            .collect()
    }

    /// Sets the robustness weights; false if half of the points lie on the curve, so that there is no scale for them.
    pub fn quieten(&mut self, locals: &[Local]) -> bool {
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
pub(super) fn between<T>(
    x: f64,
    knots: &[T],
    place: impl Fn(&T) -> f64,
    value: impl Fn(&T) -> f64,
) -> f64 {
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
