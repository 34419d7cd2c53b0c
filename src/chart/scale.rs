//! From a value to its place and back, on one axis.

use super::ScaleKind;

/// Maps a domain of values to a range of CSS pixels.
#[derive(Debug, Clone, PartialEq)]
pub struct Scale {
    warp: Warp,
    domain: [f64; 2],
    range: [f64; 2],
}

/// The shape of the axis: what is done to a value before it is spread evenly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Warp {
    Even,
    Log,
    Log1p,
}

impl Scale {
    /// A scale that takes `domain[0]` to `range[0]` and `domain[1]` to `range[1]`.
    pub fn new(kind: &ScaleKind, domain: [f64; 2], range: [f64; 2]) -> Self {
        let warp = match kind {
            ScaleKind::Linear | ScaleKind::Time | ScaleKind::Category(_) => Warp::Even,
            ScaleKind::Log => Warp::Log,
            ScaleKind::Log1p => Warp::Log1p,
        };
        Self {
            warp,
            domain,
            range,
        }
    }

    /// Smallest and largest value, in the order of the range.
    pub fn domain(&self) -> [f64; 2] {
        self.domain
    }

    /// The place of a value in CSS pixels; not finite where the value has none (zero on a log axis).
    pub fn to_pixel(&self, value: f64) -> f64 {
        let [low, high] = self.domain.map(|end| self.warp.forth(end));
        let share = (self.warp.forth(value) - low) / (high - low);
        self.range[0] + share * (self.range[1] - self.range[0])
    }

    /// The value at a place.
    pub fn from_pixel(&self, pixel: f64) -> f64 {
        let [low, high] = self.domain.map(|end| self.warp.forth(end));
        let share = (pixel - self.range[0]) / (self.range[1] - self.range[0]);
        self.warp.back(low + share * (high - low))
    }

    /// Pixels between neighbours of a category axis.
    pub fn step(&self) -> f64 {
        (self.to_pixel(1.0) - self.to_pixel(0.0)).abs()
    }
}

impl Warp {
    fn forth(self, value: f64) -> f64 {
        match self {
            Self::Even => value,
            // Not -inf and NaN in turn: whatever is not above zero has no place.
            Self::Log if value <= 0.0 => f64::NAN,
            Self::Log => libm::log(value),
            Self::Log1p => libm::log1p(value.abs()).copysign(value),
        }
    }

    fn back(self, place: f64) -> f64 {
        match self {
            Self::Even => place,
            Self::Log => libm::exp(place),
            Self::Log1p => libm::expm1(place.abs()).copysign(place),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assert_near(got: f64, want: f64) {
        assert!((got - want).abs() < 1e-9, "{got} is not {want}");
    }

    #[test]
    fn equal_ratios_lie_equally_far_apart_on_a_log_axis() {
        let scale = Scale::new(&ScaleKind::Log, [1.0, 100.0], [0.0, 200.0]);
        assert_near(scale.to_pixel(10.0), 100.0);
        assert!(scale.to_pixel(0.0).is_nan() && scale.to_pixel(-3.0).is_nan());
    }

    #[test]
    fn zero_has_a_place_on_a_log1p_axis_and_signs_mirror() {
        let scale = Scale::new(&ScaleKind::Log1p, [-9.0, 9.0], [0.0, 100.0]);
        assert_near(scale.to_pixel(0.0), 50.0);
        assert_near(scale.to_pixel(4.0) - 50.0, 50.0 - scale.to_pixel(-4.0));
    }

    #[test]
    fn every_scale_finds_its_way_back() {
        for kind in [
            ScaleKind::Linear,
            ScaleKind::Log,
            ScaleKind::Log1p,
            ScaleKind::Time,
        ] {
            let scale = Scale::new(&kind, [0.5, 4000.0], [60.0, 900.0]);
            for value in [0.5, 7.0, 350.0, 4000.0] {
                let back = scale.from_pixel(scale.to_pixel(value));
                assert!(
                    (back / value - 1.0).abs() < 1e-12,
                    "{kind:?} {value} {back}"
                );
            }
        }
    }
}
