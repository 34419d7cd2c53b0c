//! Correlations and slopes that a few extreme people cannot decide.

use super::correlation::ProductMoment;
use super::moments::need_variation;
use super::note::Note;
use super::quantile::{
    QuantileType, median, median_absolute_deviation, order_statistic, quantile, sorted,
};
use super::rank::tie_sizes;
use super::special::{normal_quantile, student_t_two_sided};
use super::{Interval, Side, Undefined};
use serde::{Deserialize, Serialize};

/// How [`biweight_midcorrelation`] is made.
pub const BIWEIGHT: Note = Note {
    name: "Biweight midcorrelation",
    answers: "How close to a line are the points, if extreme people count less or not at all?",
    formula: "r of (v − median)·(1 − u²)², u = (v − median)/(9·MAD), 0 where |u| ≥ 1",
    certainty: "",
    assumes: "More than half of the values of each side differ. It has no interval of its own: use the bootstrap.",
    source: "Wilcox (2012), Introduction to Robust Estimation and Hypothesis Testing; Langfelder & Horvath (2012), Fast R functions for robust correlations",
    checked_against: "WGCNA::bicor, astropy biweight_midcorrelation",
};

/// How [`winsorized_correlation`] is made.
pub const WINSORIZED: Note = Note {
    name: "Winsorized correlation",
    answers: "How close to a line, if the outermost fifth on each end is pulled in?",
    formula: "Pearson’s r after the lowest and the highest cut = ⌊0.2 n⌋ values of each side are set to the next value",
    certainty: "p: Student’s t with n − 2·cut − 2 degrees of freedom.",
    assumes: "Independent pairs.",
    source: "Wilcox (2012), Introduction to Robust Estimation and Hypothesis Testing",
    checked_against: "hypothesize wincor, scipy.stats.mstats.winsorize with pearsonr",
};

/// How [`percentage_bend`] is made.
pub const PERCENTAGE_BEND: Note = Note {
    name: "Percentage bend correlation",
    answers: "How close to a line, if the fifth furthest from the middle counts only by its direction?",
    formula: "cosine of ψ((v − location)/ω), ψ cut off at ±1, ω the distance from the median that 80% of the values keep within",
    certainty: "p: Student’s t with n − 2 degrees of freedom.",
    assumes: "Independent pairs; more than half of the values of each side differ.",
    source: "Wilcox (1994), The percentage bend correlation coefficient",
    checked_against: "pingouin.corr, hypothesize pbcor",
};

/// A robust correlation with its t statistic.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct RobustCorrelation {
    /// The coefficient, in [-1, 1].
    pub coefficient: f64,
    /// Number of pairs.
    pub n: usize,
    /// The t statistic of "no association".
    pub t: f64,
    /// Its degrees of freedom.
    pub degrees_of_freedom: f64,
    /// Two-sided p-value.
    pub p_value: f64,
}

/// Biweight midcorrelation: pairs further than nine median absolute deviations from a median do not count.
///
/// # Errors
/// [`Undefined::TooFew`] below three pairs; [`Undefined::Constant`] if more than half of a side is one value.
///
/// Source: Wilcox (2012), "Introduction to Robust Estimation and Hypothesis Testing"; R's `WGCNA::bicor`.
pub fn biweight_midcorrelation(x: &[f64], y: &[f64]) -> Result<f64, Undefined> {
    need_variation(x, y, 3)?;
    let weighted = |values: &[f64], side| {
        let (centre, spread) = (median(values)?, median_absolute_deviation(values)?);
        if spread <= 0.0 {
            return Err(Undefined::Constant(side));
        }
        let weighted = |value: &f64| {
            let u = (value - centre) / (9.0 * spread);
            if u.abs() < 1.0 {
                u * (1.0 - u * u).powi(2)
            } else {
                0.0
            }
        };
        Ok(values.iter().map(weighted).collect::<Vec<_>>())
    };
    Ok(cosine(&weighted(x, Side::X)?, &weighted(y, Side::Y)?))
}

/// Pearson's correlation after the `trim` share of values at each end of each side is pulled in to the next value.
///
/// # Errors
/// [`Undefined::TooFew`] below three pairs; [`Undefined::OutOfRange`] for a `trim` outside of [0, 0.5);
/// [`Undefined::Constant`] if what is left of a side does not vary;
/// [`Undefined::NoDegreesOfFreedom`] if trimming leaves no more than two pairs.
///
/// Source: Wilcox (2012); n − 2·cut − 2 degrees of freedom, cut being the values pulled in at each end.
pub fn winsorized_correlation(
    x: &[f64],
    y: &[f64],
    trim: f64,
) -> Result<RobustCorrelation, Undefined> {
    need_variation(x, y, 3)?;
    if !(0.0..0.5).contains(&trim) {
        return Err(Undefined::OutOfRange);
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "below n / 2"
    )]
    let cut = (trim * x.len() as f64).floor() as usize;
    let winsorized = |values: &[f64]| {
        let low = order_statistic(values, cut)?;
        let high = order_statistic(values, values.len() - 1 - cut)?;
        Ok(values
            .iter()
            .map(|value| value.clamp(low, high))
            .collect::<Vec<_>>())
    };
    let product = ProductMoment::new(&winsorized(x)?, &winsorized(y)?)?;
    let degrees_of_freedom = (x.len() - 2 * cut) as f64 - 2.0;
    if degrees_of_freedom < 1.0 {
        return Err(Undefined::NoDegreesOfFreedom);
    }
    Ok(RobustCorrelation::new(
        product.r,
        product.unexplained,
        x.len(),
        degrees_of_freedom,
    ))
}

/// Percentage bend correlation: the `bend` share of values furthest from the median counts only by its sign.
///
/// # Errors
/// [`Undefined::TooFew`] below three pairs; [`Undefined::OutOfRange`] for a `bend` outside of [0, 0.5];
/// [`Undefined::Constant`] if more than half of a side is one value.
///
/// Source: Wilcox (1994), "The percentage bend correlation coefficient", Psychometrika 59; counted as R's `WRS2` does.
pub fn percentage_bend(x: &[f64], y: &[f64], bend: f64) -> Result<RobustCorrelation, Undefined> {
    need_variation(x, y, 3)?;
    if !(0.0..=0.5).contains(&bend) {
        return Err(Undefined::OutOfRange);
    }
    let r = cosine(&bent(x, bend, Side::X)?, &bent(y, bend, Side::Y)?);
    Ok(RobustCorrelation::new(
        r,
        1.0 - r * r,
        x.len(),
        x.len() as f64 - 2.0,
    ))
}

impl RobustCorrelation {
    fn new(coefficient: f64, unexplained: f64, n: usize, degrees_of_freedom: f64) -> Self {
        let t = coefficient * ((n as f64 - 2.0) / unexplained).sqrt();
        Self {
            coefficient,
            n,
            t,
            degrees_of_freedom,
            p_value: student_t_two_sided(t, degrees_of_freedom),
        }
    }
}

/// How [`theil_sen`] is made.
pub const THEIL_SEN: Note = Note {
    name: "Theil–Sen line",
    answers: "What is the typical change per unit, whatever a few extreme people do?",
    formula: "slope = median of (yⱼ − yᵢ)/(xⱼ − xᵢ) over all two points with different x; intercept = median of y − slope·x",
    certainty: "Interval: the slopes whose ranks lie z standard deviations of Kendall’s S about the middle.",
    assumes: "Independent points; up to 3 000 of them.",
    source: "Theil (1950), A rank-invariant method of linear and polynomial regression analysis; Sen (1968), Estimates of the regression coefficient based on Kendall’s tau",
    checked_against: "scipy.stats.theilslopes, medians over all pairs by brute force",
};

/// The Theil–Sen line: the median of all slopes between two points.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct TheilSen {
    /// Number of points.
    pub n: usize,
    /// Median slope.
    pub slope: f64,
    /// Interval of the slope from the order statistics of the slopes (Sen 1968, JASA 63).
    pub slope_interval: Interval,
    /// Median of y − slope · x.
    pub intercept: f64,
}

/// Most points that [`theil_sen`] takes: it holds the slopes of all pairs of them.
pub const MAX_THEIL_SEN: usize = 3_000;

/// Theil–Sen line through the points `(x[i], y[i])`.
///
/// # Errors
/// [`Undefined::TooFew`] below three points; [`Undefined::OutOfRange`] above [`MAX_THEIL_SEN`];
/// [`Undefined::Constant`] if a side does not vary.
pub fn theil_sen(x: &[f64], y: &[f64], level: f64) -> Result<TheilSen, Undefined> {
    need_variation(x, y, 3)?;
    if x.len() > MAX_THEIL_SEN {
        return Err(Undefined::OutOfRange);
    }
    let mut slopes = Vec::new();
    for (i, (xi, yi)) in x.iter().zip(y).enumerate() {
        let later = x.iter().zip(y).skip(i + 1);
        slopes.extend(
            later
                .map(|(xj, yj)| (yj - yi) / (xj - xi))
                .filter(|slope| slope.is_finite()),
        );
    }
    let slopes = sorted(&slopes);
    let slope = quantile(&slopes, 0.5, QuantileType::Type7)?;
    let rests: Vec<f64> = x.iter().zip(y).map(|(x, y)| y - slope * x).collect();
    let slope_interval = sen_interval(&slopes, x, y, level);
    Ok(TheilSen {
        n: x.len(),
        slope,
        slope_interval,
        intercept: median(&rests)?,
    })
}

/// The slopes whose ranks lie a normal quantile of Kendall's S about the middle, as `scipy.stats.theilslopes` counts.
fn sen_interval(slopes: &[f64], x: &[f64], y: &[f64], level: f64) -> Interval {
    let term = |size: f64| size * (size - 1.0) * (2.0 * size + 5.0);
    let ties = |values: &[f64]| {
        tie_sizes(values)
            .iter()
            .map(|&size| term(size as f64))
            .sum::<f64>()
    };
    let variance = (term(x.len() as f64) - ties(x) - ties(y)) / 18.0;
    let reach = normal_quantile(0.5 + level / 2.0) * variance.sqrt();
    let count = slopes.len() as f64;
    let rank = |position: f64| {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "lies in [0, count - 1]"
        )]
        let rank = position.clamp(0.0, count - 1.0) as usize;
        slopes[rank]
    };
    Interval {
        low: rank((0.5 * (count - reach)).round_ties_even() - 1.0),
        high: rank((0.5 * (count + reach)).round_ties_even()),
        level,
    }
}

/// Deviations from the bent location, in units of the bent spread, cut at ±1.
fn bent(values: &[f64], bend: f64, side: Side) -> Result<Vec<f64>, Undefined> {
    let (n, centre) = (values.len(), median(values)?);
    let distances: Vec<f64> = values.iter().map(|value| (value - centre).abs()).collect();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 1 and n for the three pairs or more"
    )]
    let last_inside = ((1.0 - bend) * n as f64).floor() as usize - 1;
    let spread = order_statistic(&distances, last_inside)?;
    if spread <= 0.0 {
        return Err(Undefined::Constant(side));
    }
    let position = |value: &f64| (value - centre) / spread;
    let below = values.iter().filter(|value| position(value) < -1.0).count();
    let above = values.iter().filter(|value| position(value) > 1.0).count();
    let inner: f64 = values
        .iter()
        .filter(|value| position(value).abs() <= 1.0)
        .sum();
    let location = (spread * (above as f64 - below as f64) + inner) / (n - below - above) as f64;
    Ok(values
        .iter()
        .map(|value| ((value - location) / spread).clamp(-1.0, 1.0))
        .collect())
}

/// Sum of products over the root of the product of the sums of squares, about zero.
fn cosine(x: &[f64], y: &[f64]) -> f64 {
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    (dot(x, y) / dot(x, x).sqrt() / dot(y, y).sqrt()).clamp(-1.0, 1.0)
}
