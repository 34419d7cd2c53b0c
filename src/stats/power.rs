//! What a study of this size can see. Never computed from a result: "observed power" says nothing that p does not.

use super::Interval;
use super::Undefined;
use super::correlation::interval_from_z;
use super::hypergeometric::{hypergeometric, ln_gamma_half_step};
use super::note::Note;
use super::regression::Coefficient;
use super::special::{normal_quantile, normal_sf, student_t_quantile};
use std::f64::consts::TAU;

/// How [`minimum_detectable`], [`needed`] and [`minimum_detectable_slope`] are made.
pub const SMALLEST_VISIBLE: Note = Note {
    name: "Smallest visible relation",
    answers: "How strong would a relation have to be for so many people to reveal it?",
    formula: "tanh((z(1 − α/2) + z(power)) / √(n − 3)); people needed: ((z(1 − α/2) + z(power)) / atanh ρ)² + 3; slopes: (t(1 − α/2) + t(power)) · standard error",
    certainty: "",
    assumes: "Independent pairs, roughly normal; Fisher’s approximation, within about 0.01 of the exact value from 20 pairs on.",
    source: "Cohen (1988), Statistical Power Analysis for the Behavioral Sciences; Bloom (1995), Minimum detectable effects",
    checked_against: "closed form in mpmath with 30 digits",
};

/// How [`exact_power`] and [`power`] are made.
pub const POWER: Note = Note {
    name: "Power",
    answers: "If the relation is that strong, how often would a study of this size notice?",
    formula: "P(|r| > r₀), r₀ = t/√(n − 2 + t²), integrated over the exact distribution of r; quick: Φ(atanh ρ·√(n − 3) − z) + Φ(−atanh ρ·√(n − 3) − z)",
    certainty: "",
    assumes: "Independent pairs from a normal distribution of both sides; the strength is an assumption, not the estimate.",
    source: "Hotelling (1953), New light on the correlation coefficient and its transforms",
    checked_against: "integration of the density of r in mpmath with 30 digits",
};

/// The smallest true correlation that `n` pairs reveal with the given power, two-sided at `alpha`.
///
/// `tanh((z(1 − α/2) + z(power)) / √(n − 3))`, by Fisher's approximation (Cohen 1988).
///
/// # Errors
/// [`Undefined::TooFew`] below four pairs.
pub fn minimum_detectable(n: usize, alpha: f64, power: f64) -> Result<f64, Undefined> {
    let z = normal_quantile(1.0 - alpha / 2.0) + normal_quantile(power);
    Ok(libm::tanh(z * standard_error_of_z(n)?))
}

/// The smallest true slope that an estimate with this standard error reveals with the given power, two-sided at
/// `alpha`; in units of the slope.
///
/// # Errors
/// [`Undefined::PerfectFit`] for a standard error of 0.
pub fn minimum_detectable_slope(
    slope: &Coefficient,
    alpha: f64,
    power: f64,
) -> Result<f64, Undefined> {
    if slope.standard_error <= 0.0 {
        return Err(Undefined::PerfectFit);
    }
    let t = |p| student_t_quantile(p, slope.degrees_of_freedom);
    Ok((t(1.0 - alpha / 2.0) + t(power)) * slope.standard_error)
}

/// Pairs needed to notice a true correlation `rho` with the given power, two-sided at `alpha`.
///
/// # Errors
/// [`Undefined::OutOfRange`] unless 0 < |rho| < 1.
pub fn needed(rho: f64, alpha: f64, power: f64) -> Result<usize, Undefined> {
    if rho.abs() >= 1.0 || rho == 0.0 || rho.is_nan() {
        return Err(Undefined::OutOfRange);
    }
    let z = normal_quantile(1.0 - alpha / 2.0) + normal_quantile(power);
    let pairs = ((z / libm::atanh(rho)).powi(2) + 3.0).ceil();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "at least 3; what no machine can count becomes the largest count"
    )]
    let pairs = pairs as usize;
    Ok(pairs)
}

/// Periods after which a slope within people as small as `wanted` would be visible, if one of `visible` is after
/// `periods`: the standard error shrinks with the square root of the periods. An approximation: it takes the periods to
/// come for as informative as those at hand.
///
/// # Errors
/// [`Undefined::OutOfRange`] unless both slopes are positive and finite.
pub fn periods_needed(periods: usize, visible: f64, wanted: f64) -> Result<usize, Undefined> {
    let is_size = |slope: f64| slope > 0.0 && slope.is_finite();
    if !is_size(visible) || !is_size(wanted) {
        return Err(Undefined::OutOfRange);
    }
    let needed = (periods as f64 * (visible / wanted).powi(2)).ceil();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "not negative; what no machine can count becomes the largest count"
    )]
    let needed = needed as usize;
    Ok(needed)
}

/// Interval that `n` pairs can be expected to give about a true correlation `rho`; at 0 its upper end is the half
/// width.
///
/// # Errors
/// [`Undefined::TooFew`] below four pairs; [`Undefined::OutOfRange`] unless |rho| < 1.
pub fn expected_interval(n: usize, rho: f64, level: f64) -> Result<Interval, Undefined> {
    need_correlation(rho)?;
    let standard_error = standard_error_of_z(n)?;
    Ok(interval_from_z(libm::atanh(rho), standard_error, level))
}

/// The smallest |r| of `n` pairs that is significant, two-sided at `alpha`.
///
/// # Errors
/// [`Undefined::TooFew`] below three pairs.
pub fn critical_correlation(n: usize, alpha: f64) -> Result<f64, Undefined> {
    if n < 3 {
        return Err(Undefined::TooFew { have: n, need: 3 });
    }
    let degrees_of_freedom = n as f64 - 2.0;
    let t = student_t_quantile(1.0 - alpha / 2.0, degrees_of_freedom);
    Ok(t / (degrees_of_freedom + t * t).sqrt())
}

/// Chance that `n` pairs with a true correlation `rho` give a significant r, two-sided at `alpha`, by Fisher's
/// approximation.
///
/// # Errors
/// [`Undefined::TooFew`] below four pairs; [`Undefined::OutOfRange`] unless |rho| < 1.
pub fn power(n: usize, rho: f64, alpha: f64) -> Result<f64, Undefined> {
    need_correlation(rho)?;
    let shift = libm::atanh(rho) / standard_error_of_z(n)?;
    let z = normal_quantile(1.0 - alpha / 2.0);
    Ok(normal_sf(z - shift) + normal_sf(z + shift))
}

/// [`power`] without approximation, for normal pairs: the exact density of r beyond the critical value.
///
/// # Errors
/// [`Undefined::TooFew`] below three pairs; [`Undefined::OutOfRange`] unless |rho| < 1, or for one so close to 1 that
/// the density's series does not end.
pub fn exact_power(n: usize, rho: f64, alpha: f64) -> Result<f64, Undefined> {
    need_correlation(rho)?;
    let critical = libm::atanh(critical_correlation(n, alpha)?);
    Ok((upper_tail(n, rho, critical)? + upper_tail(n, -rho, critical)?).min(1.0))
}

/// Chance to notice a true correlation `rho`, two-sided at `alpha`, for each number of pairs.
///
/// # Errors
/// As [`exact_power`].
pub fn power_curve(sizes: &[usize], rho: f64, alpha: f64) -> Result<Vec<f64>, Undefined> {
    sizes.iter().map(|&n| exact_power(n, rho, alpha)).collect()
}

fn need_correlation(rho: f64) -> Result<(), Undefined> {
    if rho.abs() < 1.0 {
        Ok(())
    } else {
        Err(Undefined::OutOfRange)
    }
}

/// Standard error on Fisher's scale, 1/√(n − 3).
fn standard_error_of_z(n: usize) -> Result<f64, Undefined> {
    if n < 4 {
        return Err(Undefined::TooFew { have: n, need: 4 });
    }
    Ok(1.0 / (n as f64 - 3.0).sqrt())
}

/// Probability that Fisher's z of `n` pairs exceeds `from`.
///
/// On that scale Hotelling's density is smooth and as narrow as its standard deviation, so panels of that width need
/// eight points each.
fn upper_tail(n: usize, rho: f64, from: f64) -> Result<f64, Undefined> {
    /// Far more panels than any |rho| below 1 and any n in memory need.
    const MOST_PANELS: usize = 1_000_000;
    let (centre, width) = (libm::atanh(rho), 1.0 / (n as f64 - 2.0).sqrt());
    let (mut sum, mut left) = (0.0, from);
    for _ in 0..MOST_PANELS {
        let mut panel = 0.0;
        for (node, weight) in GAUSS_LEGENDRE {
            for side in [-node, node] {
                let z = left + width * 0.5 * (1.0 + side);
                panel += weight * 0.5 * width * density_of_z(n, rho, z - centre, libm::tanh(z))?;
            }
        }
        sum += panel;
        left += width;
        if left > centre && panel <= sum * 1e-17 {
            break;
        }
    }
    Ok(sum)
}

/// Hotelling's density of r, moved to Fisher's scale, where (1 − ρ²)(1 − r²)/(1 − ρr)² is sech²(z − atanh ρ).
fn density_of_z(n: usize, rho: f64, from_centre: f64, r: f64) -> Result<f64, Undefined> {
    let n = n as f64;
    let decay = libm::exp(-from_centre.abs());
    let ln_sech = libm::log(2.0 * decay / (1.0 + decay * decay));
    let log = libm::log((n - 2.0) / TAU.sqrt()) + ln_gamma_half_step(n - 1.0) + (n - 2.0) * ln_sech;
    let skew = ((1.0 - rho) * (1.0 + rho) / (1.0 - rho * r)).sqrt();
    let series = hypergeometric(0.5, 0.5, n - 0.5, 0.5 * (1.0 + rho * r))?;
    Ok(libm::exp(log) * skew * series)
}

/// Positive nodes and weights of the eight-point Gauss–Legendre rule on [-1, 1].
const GAUSS_LEGENDRE: [(f64, f64); 4] = [
    (0.183_434_642_495_649_8, 0.362_683_783_378_362),
    (0.525_532_409_916_329, 0.313_706_645_877_887_27),
    (0.796_666_477_413_626_7, 0.222_381_034_453_374_48),
    (0.960_289_856_497_536_3, 0.101_228_536_290_376_26),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_relation_the_power_is_the_level_of_the_test() {
        for n in [3, 4, 10, 200, 20_000] {
            let got = exact_power(n, 0.0, 0.05).unwrap();
            assert!((got - 0.05).abs() < 1e-12, "{n}: {got}");
        }
    }

    #[test]
    fn power_grows_with_the_pairs_and_ends_at_one() {
        let curve = power_curve(&[4, 10, 30, 85, 300, 5_000], -0.3, 0.05).unwrap();
        assert!(curve.is_sorted(), "{curve:?}");
        assert!((curve[5] - 1.0).abs() < 1e-12, "{curve:?}");
    }

    #[test]
    fn the_smallest_visible_correlation_is_seen_with_that_power() {
        for n in [10, 30, 200] {
            let rho = minimum_detectable(n, 0.05, 0.8).unwrap();
            let got = power(n, rho, 0.05).unwrap();
            assert!((got - 0.8).abs() < 1e-4, "{n}: {got}");
            assert!(needed(rho, 0.05, 0.8).unwrap().abs_diff(n) <= 1);
        }
    }

    #[test]
    fn half_the_visible_slope_takes_four_times_the_periods() {
        assert_eq!(periods_needed(13, 0.4, 0.2), Ok(52));
        assert_eq!(periods_needed(13, 0.2, 0.2), Ok(13));
        assert_eq!(periods_needed(13, 0.2, 0.0), Err(Undefined::OutOfRange));
    }

    #[test]
    fn what_is_no_correlation_or_no_sample_is_refused() {
        assert_eq!(exact_power(10, 1.0, 0.05), Err(Undefined::OutOfRange));
        assert_eq!(power(10, f64::NAN, 0.05), Err(Undefined::OutOfRange));
        assert_eq!(needed(0.0, 0.05, 0.8), Err(Undefined::OutOfRange));
        assert_eq!(
            power(3, 0.5, 0.05),
            Err(Undefined::TooFew { have: 3, need: 4 })
        );
        assert_eq!(
            exact_power(2, 0.5, 0.05),
            Err(Undefined::TooFew { have: 2, need: 3 })
        );
    }

    #[test]
    fn a_slope_of_its_smallest_visible_size_has_few_degrees_of_freedom_to_pay() {
        let slope = |degrees_of_freedom| Coefficient {
            estimate: 0.0,
            standard_error: 2.0,
            degrees_of_freedom,
        };
        let many = minimum_detectable_slope(&slope(1e7), 0.05, 0.8).unwrap();
        assert!(
            (many - 2.0 * (1.959_964 + 0.841_621)).abs() < 1e-5,
            "{many}"
        );
        assert!(minimum_detectable_slope(&slope(4.0), 0.05, 0.8).unwrap() > 1.2 * many);
    }
}
