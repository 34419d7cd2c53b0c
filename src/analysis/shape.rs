//! What shape a relation has: a straight line, a smooth curve, and means in bins of usage.

use serde::{Deserialize, Serialize};

use crate::stats::bins::{Binning, binned_means};
use crate::stats::line::FittedLine;
use crate::stats::lowess::Lowess;
use crate::stats::regression::Errors;
use crate::stats::{Interval, Undefined, moments};

use super::SMALLEST_GROUP;
use super::verdict::LEVEL;

/// A least-squares line with its band.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FitLine {
    /// Change in y per unit of x.
    pub slope: f64,
    /// 95% interval of the slope, from heteroscedasticity-consistent (HC3) errors.
    pub slope_interval: Interval,
    /// Value at x = 0.
    pub intercept: f64,
    /// Points along the line: x, lower, fitted, upper (95% band of the mean).
    pub band: Vec<[f64; 4]>,
}

/// People who use about equally much.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Dose {
    /// Least and largest usage among them.
    pub range: [f64; 2],
    /// Their number.
    pub people: usize,
    /// Their mean usage.
    pub usage: f64,
    /// Their mean outcome.
    pub outcome: f64,
    /// 95% interval of that mean.
    pub interval: Interval,
}

/// The logarithm that suits a usage metric.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Logarithm {
    /// Of the value: everyone is above zero.
    Plain,
    /// Of one more than the value, so that zero has a place.
    OneMore,
}

impl Logarithm {
    /// A value on that scale.
    pub fn forth(self, value: f64) -> f64 {
        match self {
            Logarithm::Plain => libm::log(value),
            Logarithm::OneMore => libm::log1p(value.abs()).copysign(value),
        }
    }

    /// The value at a place on that scale.
    pub fn back(self, place: f64) -> f64 {
        match self {
            Logarithm::Plain => libm::exp(place),
            Logarithm::OneMore => libm::expm1(place.abs()).copysign(place),
        }
    }
}

/// How the axis of usage is best cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct UsageAxis {
    /// The logarithm that suits it.
    pub logarithm: Logarithm,
    /// Whether a few heavy users would press everybody else into a corner of an even axis.
    pub is_skewed: bool,
}

/// Points at which the line's band is computed.
const BAND_STEPS: usize = 40;
/// Skewness from which a distribution counts as highly skewed (Bulmer 1979).
const SKEW: f64 = 1.0;
/// One more than a value hardly bends an axis whose largest value is below this.
const LEAST_FOR_ONE_MORE: f64 = 10.0;
/// Share of the people that each piece of the curve takes in (Cleveland's default).
const SMOOTHING: f64 = 2.0 / 3.0;
/// Above this many people a piece of the curve takes in no more, and the work stops growing.
const MOST_PER_PIECE: f64 = 30_000.0;
/// Above this many people the bins have to show the shape.
pub const MOST_FOR_CURVE: usize = 100_000;
/// People per bin that are aimed at, and bounds of the number of bins.
const PER_BIN: usize = 20;
const BINS: [usize; 2] = [3, 10];

/// How the axis of usage is best cut.
pub fn usage_axis(x: &[f64]) -> UsageAxis {
    let (low, high) = extent(x);
    let skewness = moments::skewness(x).unwrap_or(0.0);
    let logarithm = if low > 0.0 {
        Logarithm::Plain
    } else {
        Logarithm::OneMore
    };
    let bends = logarithm == Logarithm::Plain || high >= LEAST_FOR_ONE_MORE;
    UsageAxis {
        logarithm,
        is_skewed: low >= 0.0 && skewness >= SKEW && bends,
    }
}

/// The least-squares line through people's means.
///
/// # Errors
/// As [`FittedLine::new`].
pub fn line(x: &[f64], y: &[f64]) -> Result<FitLine, Undefined> {
    let fit = FittedLine::new(x, y, Errors::Hc3)?;
    let (low, high) = extent(x);
    let band = (0..=BAND_STEPS).map(|step| {
        let at = low + (high - low) * step as f64 / BAND_STEPS as f64;
        let mean = fit.mean_band(at, LEVEL);
        [at, mean.low, fit.height(at), mean.high]
    });
    Ok(FitLine {
        slope: fit.slope.estimate,
        slope_interval: fit.slope.interval(LEVEL),
        intercept: fit.intercept.estimate,
        band: band.collect(),
    })
}

/// The smooth curve through people's means, as x, lower, fitted and upper; fitted on the axis that is shown first,
/// so that it has as much detail where most people are.
///
/// # Errors
/// As [`Lowess::fit`]; [`Undefined::OutOfRange`] above [`MOST_FOR_CURVE`] people.
pub fn curve(x: &[f64], y: &[f64], axis: UsageAxis) -> Result<Vec<[f64; 4]>, Undefined> {
    if x.len() > MOST_FOR_CURVE {
        return Err(Undefined::OutOfRange);
    }
    let logarithm = axis.is_skewed.then_some(axis.logarithm);
    let forth = |x: f64| logarithm.map_or(x, |scale| scale.forth(x));
    let back = |x: f64| logarithm.map_or(x, |scale| scale.back(x));
    let settings = Lowess {
        fraction: SMOOTHING.min(MOST_PER_PIECE / x.len().max(1) as f64),
        robust_iterations: 3,
        spacing: 0.01,
        level: LEVEL,
    };
    let people: Vec<usize> = (0..x.len()).collect();
    let placed: Vec<f64> = x.iter().map(|x| forth(*x)).collect();
    let fitted = settings.fit(&placed, y, &people)?;
    // A corner without a band rests on one person.
    let corner = |corner: &crate::stats::lowess::Corner| {
        let band = corner.band.ok()?;
        Some([back(corner.x), band.low, corner.y, band.high])
    };
    Ok(fitted.corners.iter().filter_map(corner).collect())
}

/// Mean outcomes among people who use about equally much. Bins of fewer than [`SMALLEST_GROUP`] people are left out.
///
/// # Errors
/// As [`binned_means`]; [`Undefined::TooFew`] where not even the fewest bins would hold enough people.
pub fn doses(x: &[f64], y: &[f64]) -> Result<Vec<Dose>, Undefined> {
    let need = BINS[0] * SMALLEST_GROUP;
    if x.len() < need {
        return Err(Undefined::TooFew {
            have: x.len(),
            need,
        });
    }
    let bins = (x.len() / PER_BIN).clamp(BINS[0], BINS[1]);
    let found = binned_means(x, y, Binning { bins, level: LEVEL })?;
    let dose = |bin: &crate::stats::bins::Bin| {
        Some(Dose {
            range: [bin.low, bin.high],
            people: bin.n,
            usage: bin.mean_x,
            outcome: bin.mean_y,
            interval: bin.interval.ok().filter(|_| bin.n >= SMALLEST_GROUP)?,
        })
    };
    Ok(found.iter().filter_map(dose).collect())
}

fn extent(x: &[f64]) -> (f64, f64) {
    x.iter()
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
            (low.min(*value), high.max(*value))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heavy_tail(first: u32) -> Vec<f64> {
        (first..first + 60)
            .map(|at| f64::from(at * at * at))
            .collect()
    }

    #[test]
    fn a_few_heavy_users_ask_for_a_logarithm_that_has_a_place_for_zero() {
        let axis = usage_axis(&heavy_tail(1));
        assert_eq!((axis.logarithm, axis.is_skewed), (Logarithm::Plain, true));
        assert_eq!(usage_axis(&heavy_tail(0)).logarithm, Logarithm::OneMore);
        let even: Vec<f64> = (0..60).map(f64::from).collect();
        assert!(!usage_axis(&even).is_skewed);
    }

    #[test]
    fn a_share_between_zero_and_one_keeps_its_even_axis() {
        let shares: Vec<f64> = heavy_tail(0).iter().map(|x| x / 300_000.0).collect();
        assert!(!usage_axis(&shares).is_skewed);
    }

    #[test]
    fn the_curve_bends_where_the_line_cannot() {
        let x: Vec<f64> = (0..200).map(|at| f64::from(at) / 10.0).collect();
        let y: Vec<f64> = x.iter().map(|x| (x - 10.0) * (x - 10.0)).collect();
        let axis = usage_axis(&x);
        let curve = curve(&x, &y, axis).unwrap();
        let height = |at: f64| {
            let near = |point: &&[f64; 4]| (point[0] - at).abs() < 0.2;
            curve.iter().find(near).unwrap()[2]
        };
        assert!(height(1.0) > height(10.0) + 20.0 && height(19.0) > height(10.0) + 20.0);
        assert!(line(&x, &y).unwrap().slope.abs() < 0.2);
    }

    #[test]
    fn a_bin_that_could_point_to_someone_is_left_out() {
        // Ties: 38 people at 1, then four people with a value each.
        let x: Vec<f64> = (0..42_u32).map(|at| f64::from(at.max(37)) - 36.0).collect();
        let found = doses(&x, &x).unwrap();
        assert!(
            found.iter().all(|dose| dose.people >= SMALLEST_GROUP),
            "{found:?}"
        );
        assert!(doses(&x[..14], &x[..14]).is_err());
    }
}
