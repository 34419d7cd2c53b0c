//! One series against another, period by period: which comes first, and how much the pairs are worth as evidence.
//!
//! Neighbouring periods resemble each other, so n periods say less than n independent pairs would.
//! The slices are complete and in order of time; the caller has made sure that no period is missing in between.

use super::correlation::ProductMoment;
use super::moments::{Centred, is_constant, need, need_variation};
use super::note::Note;
use super::regression::{Coefficient, Errors, Fit, least_squares};
use super::special::{chi_squared_sf, f_sf, normal_quantile, student_t_two_sided};
use super::{Side, Undefined};
use serde::{Deserialize, Serialize};

/// How [`cross_correlations`] is made.
pub const CROSS_CORRELATION: Note = Note {
    name: "Cross-correlation",
    answers: "Does usage move before the outcome, with it, or after it?",
    formula: "r(k) = Σ(x_t − x̄)(y_{t+k} − ȳ) / √(Σ(x − x̄)² · Σ(y − ȳ)²); at k > 0 usage leads by k periods",
    certainty: "Band of white noise: ±z/√n, for a single lag and for series without memory of their own.",
    assumes: "No trend and no season that both share: compare first differences. What comes before need not be a cause.",
    source: "Box & Jenkins (1970), Time series analysis: forecasting and control",
    checked_against: "R ccf, acf; statsmodels acf",
};

/// How [`EffectiveN`] is made.
pub const EFFECTIVE_N: Note = Note {
    name: "Effective number of periods",
    answers: "How many independent pairs are these periods worth?",
    formula: "1/n* = 1/n + 2/n · Σ (n − k)/n · rₓ(k) · r_y(k) over the lags k; for series that each remember one period, n* = n(1 − ab)/(1 + ab) with a, b their lag-1 autocorrelations",
    certainty: "p of the correlation: Student’s t with n* − 2 degrees of freedom.",
    assumes: "Series without a trend; autocorrelations that are well estimated, so at least about 30 periods.",
    source: "Pyper & Peterman (1998), Comparison of methods to account for autocorrelation in correlation analyses of fish data; Bartlett (1935)",
    checked_against: "closed form in Python",
};

/// How [`line_over_time`] is made.
pub const NEWEY_WEST: Note = Note {
    name: "Line over time with Newey–West errors",
    answers: "By how much does the outcome move with usage, if neighbouring periods resemble each other?",
    formula: "Least-squares slope; its variance adds the products of errors up to L periods apart, weighted 1 − k/(L + 1)",
    certainty: "Student’s t with n − 2 degrees of freedom. Durbin–Watson (2 without memory) and Ljung–Box say whether the errors remember.",
    assumes: "No trend, and no memory beyond L periods.",
    source: "Newey & West (1987), A simple, positive semi-definite covariance matrix; Durbin & Watson (1950); Ljung & Box (1978)",
    checked_against: "R sandwich::NeweyWest, lmtest::dwtest, Box.test; statsmodels",
};

/// How [`granger`] is made.
pub const GRANGER: Note = Note {
    name: "Granger’s test",
    answers: "Does past usage help to foretell the outcome, beyond the outcome’s own past?",
    formula: "y_t on its own q previous values, with and without those of x: F = ((RSS₀ − RSS₁)/q) / (RSS₁/(n − q − 2q − 1))",
    certainty: "p: F distribution with q and n − 3q − 1 degrees of freedom.",
    assumes: "No trend, the right number of lags, nothing else that comes before both. It speaks of foretelling, not of causes; look at both directions.",
    source: "Granger (1969), Investigating causal relations by econometric models and cross-spectral methods",
    checked_against: "R lmtest::grangertest, statsmodels OLS",
};

/// Autocorrelations at lags 0 to `max_lag`, with the overall mean and divisor n.
///
/// # Errors
/// [`Undefined::TooFew`] for no more values than lags; [`Undefined::Constant`] if the values do not vary.
pub fn autocorrelations(x: &[f64], max_lag: usize) -> Result<Vec<f64>, Undefined> {
    need_variation(x, x, max_lag + 2)?;
    let centred = Centred::new(x);
    let total = centred.sum_of_squares();
    let at = |lag: usize| products(&centred.values[..x.len() - lag], &centred.values[lag..]);
    Ok((0..=max_lag).map(|lag| at(lag) / total).collect())
}

/// The relation of two series at one shift.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct CrossCorrelation {
    /// Periods by which x leads y; negative where y leads.
    pub lag: i32,
    /// Cross-correlation with the overall means and divisor n, as it is usually drawn.
    pub coefficient: f64,
    /// Pearson's r of the pairs that this shift leaves, with their own means.
    pub on_overlap: Result<f64, Undefined>,
    /// Number of these pairs.
    pub pairs: usize,
}

/// Cross-correlations of `x[t]` with `y[t + lag]` for lags from −`max_lag` to `max_lag`.
///
/// # Errors
/// [`Undefined::TooFew`] for no more than two values beyond the largest lag; [`Undefined::Constant`] if a side does not
/// vary.
pub fn cross_correlations(
    x: &[f64],
    y: &[f64],
    max_lag: u16,
) -> Result<Vec<CrossCorrelation>, Undefined> {
    need_variation(x, y, usize::from(max_lag) + 2)?;
    let (cx, cy) = (Centred::new(x), Centred::new(y));
    let scale = cx.sum_of_squares().sqrt() * cy.sum_of_squares().sqrt();
    let at = |lag: i32| {
        let shift = lag.unsigned_abs() as usize;
        let (early, late) = (..x.len() - shift, shift..);
        let (sum, on_overlap) = if lag >= 0 {
            (
                products(&cx.values[early], &cy.values[late.clone()]),
                ProductMoment::new(&x[early], &y[late]),
            )
        } else {
            (
                products(&cx.values[late.clone()], &cy.values[early]),
                ProductMoment::new(&x[late], &y[early]),
            )
        };
        CrossCorrelation {
            lag,
            coefficient: sum / scale,
            on_overlap: on_overlap.map(|product| product.r),
            pairs: x.len() - shift,
        }
    };
    let last = i32::from(max_lag);
    Ok((-last..=last).map(at).collect())
}

/// Half-width of the band in which a single autocorrelation or cross-correlation of white noise of length `n` stays.
pub fn white_noise_band(n: usize, level: f64) -> f64 {
    normal_quantile(0.5 + level / 2.0) / (n as f64).sqrt()
}

/// The correlation of two series with what their memory leaves of the evidence.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct EffectiveN {
    /// Number of periods.
    pub n: usize,
    /// Pearson's r.
    pub r: f64,
    /// Independent pairs that the periods are worth, from the autocorrelations up to the lag asked for; at most `n`.
    pub pyper_peterman: f64,
    /// The same, if each series remembers one period only. Above `n` where the series' memories have opposite signs.
    pub first_order: f64,
    /// Two-sided p-value of "no association" with the effective n.
    pub p_value: Result<f64, Undefined>,
    /// The p-value that takes every period for independent, for comparison.
    pub naive_p_value: Result<f64, Undefined>,
}

impl EffectiveN {
    /// Corrects the correlation of the pairs `(x[t], y[t])` for autocorrelation up to `max_lag` periods.
    ///
    /// The p-value is [`Undefined::TooFew`] if the periods are worth no more than two pairs.
    ///
    /// # Errors
    /// As [`autocorrelations`]; `max_lag` is at least 1 ([`Undefined::OutOfRange`] for 0).
    pub fn new(x: &[f64], y: &[f64], max_lag: usize) -> Result<Self, Undefined> {
        if max_lag == 0 {
            return Err(Undefined::OutOfRange);
        }
        let product = ProductMoment::new(x, y)?;
        let of_y = autocorrelations(y, max_lag)?;
        let of_x = autocorrelations(x, max_lag)?;
        let n = x.len() as f64;
        let memory = |lag: usize| (n - lag as f64) / n * of_x[lag] * of_y[lag];
        let inverse = 1.0 / n + 2.0 / n * (1..=max_lag).map(memory).sum::<f64>();
        // Memories of opposite signs may make the sum negative: then the pairs are worth at least n.
        let effective = if inverse * n > 1.0 { 1.0 / inverse } else { n };
        let first = of_x[1] * of_y[1];
        let degrees_of_freedom = effective - 2.0;
        let p_value = if degrees_of_freedom > 0.0 {
            let t = product.r * (degrees_of_freedom / product.unexplained).sqrt();
            Ok(student_t_two_sided(t, degrees_of_freedom))
        } else {
            Err(Undefined::TooFew { have: 2, need: 3 })
        };
        Ok(Self {
            n: x.len(),
            r: product.r,
            pyper_peterman: effective,
            first_order: n * (1.0 - first) / (1.0 + first),
            p_value,
            naive_p_value: product.p_value(),
        })
    }
}

/// How far back errors may be related.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lags {
    /// Periods that the Newey–West error allows for.
    pub newey_west: usize,
    /// Periods that the Ljung–Box test looks at; at least 1.
    pub ljung_box: usize,
}

/// A least-squares line between two series, and what its errors remember.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct LineOverTime {
    /// Change of y per unit of x with the classical error, which takes the periods for independent.
    pub slope: Coefficient,
    /// The same slope with the Newey–West error, without a small-sample factor.
    pub newey_west: Coefficient,
    /// Durbin–Watson statistic of the residuals: 2 without memory, towards 0 where neighbours are alike.
    pub durbin_watson: f64,
    /// Ljung–Box test of the residuals.
    pub ljung_box: LjungBox,
}

/// Fits a line to `(x[t], y[t])`.
///
/// # Errors
/// As [`least_squares`] and [`ljung_box`]; [`Undefined::PerfectFit`] if nothing is left over.
pub fn line_over_time(x: &[f64], y: &[f64], lags: Lags) -> Result<LineOverTime, Undefined> {
    let fit = Fit::new(&[x], y)?;
    if is_constant(&fit.residuals) {
        return Err(Undefined::PerfectFit);
    }
    let slope = fit
        .covariance(Errors::Classical)?
        .coefficient(&fit, &fit.contrast_of(1));
    let (x, residuals) = (Centred::new(x), Centred::new(&fit.residuals));
    let scores: Vec<f64> = x
        .values
        .iter()
        .zip(&residuals.values)
        .map(|(x, residual)| x * residual)
        .collect();
    let n = scores.len();
    let mut sum = products(&scores, &scores);
    for lag in 1..=lags.newey_west.min(n - 1) {
        let weight = 1.0 - lag as f64 / (lags.newey_west as f64 + 1.0);
        sum += 2.0 * weight * products(&scores[lag..], &scores[..n - lag]);
    }
    let standard_error = sum.max(0.0).sqrt() / x.sum_of_squares() * (residuals.scale / x.scale);
    let steps = residuals
        .values
        .windows(2)
        .map(|pair| (pair[1] - pair[0]).powi(2));
    Ok(LineOverTime {
        newey_west: Coefficient {
            standard_error,
            ..slope
        },
        slope,
        durbin_watson: steps.sum::<f64>() / residuals.sum_of_squares(),
        ljung_box: ljung_box(&fit.residuals, lags.ljung_box)?,
    })
}

/// A test of "no memory" at several lags at once.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct LjungBox {
    /// n(n + 2) Σ r(k)² / (n − k).
    pub q: f64,
    /// Number of lags, the degrees of freedom.
    pub lags: usize,
    /// P-value from the chi-squared distribution.
    pub p_value: f64,
}

/// Ljung & Box's test of the autocorrelations at lags 1 to `lags`.
///
/// # Errors
/// As [`autocorrelations`]; [`Undefined::OutOfRange`] for no lags.
pub fn ljung_box(x: &[f64], lags: usize) -> Result<LjungBox, Undefined> {
    if lags == 0 {
        return Err(Undefined::OutOfRange);
    }
    let n = x.len() as f64;
    let r = autocorrelations(x, lags)?;
    let sum: f64 = (1..=lags)
        .map(|lag| r[lag] * r[lag] / (n - lag as f64))
        .sum();
    let q = n * (n + 2.0) * sum;
    Ok(LjungBox {
        q,
        lags,
        p_value: chi_squared_sf(q, lags as f64),
    })
}

/// A test of "the past of x adds nothing to the past of y".
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Granger {
    /// Ratio of what the past of x explains to what is left, each per degree of freedom.
    pub f: f64,
    /// Degrees of freedom: the order, and the periods left over.
    pub degrees_of_freedom: (usize, usize),
    /// P-value from the F distribution.
    pub p_value: f64,
}

/// Granger's test of whether `x` helps to foretell `y`, with `order` previous values of each.
///
/// # Errors
/// As [`least_squares`]; it needs more than 4·`order` + 1 periods. [`Undefined::OutOfRange`] for order 0;
/// [`Undefined::PerfectFit`] if nothing is left over.
pub fn granger(x: &[f64], y: &[f64], order: usize) -> Result<Granger, Undefined> {
    if order == 0 {
        return Err(Undefined::OutOfRange);
    }
    need(y, 4 * order + 2)?;
    let last = y.len();
    let past = |series: &'_ [f64]| -> Vec<Vec<f64>> {
        (1..=order)
            .map(|lag| series[order - lag..last - lag].to_vec())
            .collect()
    };
    let (of_y, of_x) = (past(y), past(x));
    let regressors: Vec<&[f64]> = of_y.iter().chain(&of_x).map(Vec::as_slice).collect();
    let left = |count: usize| {
        least_squares(&regressors[..count], &y[order..], Errors::Classical)
            .map(|model| model.residual_sum_of_squares)
    };
    let (without, with) = (left(order)?, left(2 * order)?);
    if with <= 0.0 {
        return Err(Undefined::PerfectFit);
    }
    let spare = last - order - 2 * order - 1;
    let f = ((without - with).max(0.0) / order as f64) / (with / spare as f64);
    Ok(Granger {
        f,
        degrees_of_freedom: (order, spare),
        p_value: f_sf(f, order as f64, spare as f64),
    })
}

/// Changes from each period to the next.
pub fn first_differences(x: &[f64]) -> Vec<f64> {
    x.windows(2).map(|pair| pair[1] - pair[0]).collect()
}

/// What is left of a series when its straight line over time is taken out.
///
/// # Errors
/// As [`least_squares`]; [`Undefined::PerfectFit`] if the series is such a line.
pub fn detrended(x: &[f64]) -> Result<Vec<f64>, Undefined> {
    let time: Vec<f64> = (0..x.len()).map(|period| period as f64).collect();
    let fit = Fit::new(&[&time], x).map_err(|reason| match reason {
        Undefined::Constant(_) => Undefined::Constant(Side::X),
        other => other,
    })?;
    if is_constant(&fit.residuals) {
        return Err(Undefined::PerfectFit);
    }
    Ok(fit.residuals)
}

fn products(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    const WAVE: [f64; 12] = [1., 4., 2., 8., 5., 7., 1., 3., 9., 2., 6., 5.];

    /// The wave two periods later, so that the wave leads.
    fn late() -> Vec<f64> {
        (0..12).map(|period| WAVE[(period + 10) % 12]).collect()
    }

    #[test]
    fn the_series_that_moves_first_leads_at_a_positive_lag() {
        let all = cross_correlations(&WAVE, &late(), 4).unwrap();
        let best = all
            .iter()
            .max_by(|a, b| a.coefficient.total_cmp(&b.coefficient))
            .unwrap();
        assert_eq!((best.lag, best.pairs, best.on_overlap), (2, 10, Ok(1.0)));
    }

    #[test]
    fn a_shift_that_leaves_a_constant_has_no_correlation() {
        let spike = [0., 0., 0., 0., 0., 0., 0., 1.];
        let all = cross_correlations(&spike, &WAVE[..8], 2).unwrap();
        assert_eq!(all[4].on_overlap, Err(Undefined::Constant(Side::X)));
        assert!(all.iter().all(|at| at.coefficient.is_finite()));
    }

    #[test]
    fn series_that_remember_are_worth_less_than_their_length() {
        let slow: Vec<f64> = (0..60).map(|t| (f64::from(t) / 6.0).sin()).collect();
        let other: Vec<f64> = (0..60).map(|t| (f64::from(t) / 7.0).cos()).collect();
        let got = EffectiveN::new(&slow, &other, 6).unwrap();
        assert!(got.pyper_peterman < 15.0, "{got:?}");
        assert!(got.p_value.unwrap() > got.naive_p_value.unwrap());
    }

    #[test]
    fn a_trend_is_taken_out_and_a_pure_one_leaves_nothing() {
        let line: Vec<f64> = (0..9).map(|t| 3.0 * f64::from(t) + 1e6).collect();
        assert_eq!(detrended(&line), Err(Undefined::PerfectFit));
        assert_eq!(detrended(&[2.0; 9]), Err(Undefined::Constant(Side::X)));
        let left = detrended(&WAVE).unwrap();
        assert!(left.iter().sum::<f64>().abs() < 1e-12);
    }

    #[test]
    fn too_short_a_series_is_refused() {
        assert_eq!(
            autocorrelations(&WAVE[..4], 3),
            Err(Undefined::TooFew { have: 4, need: 5 })
        );
        assert_eq!(
            granger(&WAVE[..5], &WAVE[..5], 1),
            Err(Undefined::TooFew { have: 5, need: 6 })
        );
        assert_eq!(ljung_box(&WAVE, 0), Err(Undefined::OutOfRange));
    }

    #[test]
    fn a_series_that_only_repeats_another_is_foretold_by_it_alone() {
        let noise = [
            0.1, -0.2, 0.15, 0.05, -0.1, 0.2, -0.05, 0.1, -0.15, 0.0, 0.1, -0.1,
        ];
        let y: Vec<f64> = (0..12)
            .map(|t| if t == 0 { 5.0 } else { WAVE[t - 1] } + noise[t])
            .collect();
        let forth = granger(&WAVE, &y, 1).unwrap();
        let back = granger(&y, &WAVE, 1).unwrap();
        assert!(
            forth.p_value < 1e-6 && back.p_value > 0.05,
            "{forth:?} {back:?}"
        );
    }
}
