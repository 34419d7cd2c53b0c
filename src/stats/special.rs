//! Distribution functions with full relative accuracy in both tails.
//!
//! A p-value is always computed as a tail, never as one minus the other tail: `1 - cdf` is zero beyond 1e-16.
//! Arguments out of range follow the distribution: below its support a lower tail is 0, above it 1.
//! Accuracy: at least eleven digits on the grid of the reference case `special_functions`.

use std::f64::consts::{FRAC_1_SQRT_2, TAU};

/// More terms than any continued fraction or series here needs for arguments up to 1e9.
const MAX_TERMS: u32 = 200_000;

/// Logarithm of the gamma function, for positive `x`.
pub fn ln_gamma(x: f64) -> f64 {
    libm::lgamma(x)
}

/// Regularised incomplete beta function `I_x(a, b)`, for positive `a` and `b`.
///
/// For `x` close to 1 use [`beta_inc_complement`], which takes `1 - x` without rounding.
pub fn beta_inc(a: f64, b: f64, x: f64) -> f64 {
    beta_inc_complement(a, b, x, 1.0 - x)
}

/// Regularised incomplete beta function `I_x(a, b)` with `y` = 1 − `x` given by the caller, who often knows it exactly.
///
/// Source: continued fraction of Algorithm 708, ACM Transactions on Mathematical Software 18 (1992);
/// factor before it after Loader (2000), "Fast and accurate computation of binomial probabilities".
pub fn beta_inc_complement(a: f64, b: f64, x: f64, y: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if y <= 0.0 {
        return 1.0;
    }
    if x > (a + 1.0) / (a + b + 2.0) {
        1.0 - beta_inc_fraction(b, a, y, x)
    } else {
        beta_inc_fraction(a, b, x, y)
    }
}

/// Regularised lower incomplete gamma function P(a, x), for positive `a`.
pub fn gamma_inc_lower(a: f64, x: f64) -> f64 {
    if x < a + 1.0 {
        gamma_inc_series(a, x)
    } else {
        1.0 - gamma_inc_fraction(a, x)
    }
}

/// Regularised upper incomplete gamma function Q(a, x) = 1 − P(a, x), for positive `a`.
pub fn gamma_inc_upper(a: f64, x: f64) -> f64 {
    if x < a + 1.0 {
        1.0 - gamma_inc_series(a, x)
    } else {
        gamma_inc_fraction(a, x)
    }
}

/// Density of the standard normal distribution.
pub fn normal_pdf(z: f64) -> f64 {
    libm::exp(-0.5 * z * z) / TAU.sqrt()
}

/// Lower tail of the standard normal distribution, P(Z ≤ z).
pub fn normal_cdf(z: f64) -> f64 {
    normal_sf(-z)
}

/// Upper tail of the standard normal distribution, P(Z > z).
pub fn normal_sf(z: f64) -> f64 {
    0.5 * libm::erfc(z * FRAC_1_SQRT_2)
}

/// Two-sided p-value of a standard normal statistic, P(|Z| ≥ |z|).
pub fn normal_two_sided(z: f64) -> f64 {
    libm::erfc(z.abs() * FRAC_1_SQRT_2)
}

/// Quantile of the standard normal distribution: the z with P(Z ≤ z) = `p`, infinite at 0 and 1.
///
/// Source: Wichura (1988), "Algorithm AS 241", Applied Statistics 37.
pub fn normal_quantile(p: f64) -> f64 {
    let from_centre = p - 0.5;
    if from_centre.abs() <= 0.425 {
        let r = 0.180_625 - from_centre * from_centre;
        return from_centre * ratio(&WICHURA_CENTRE, r);
    }
    let tail = p.min(1.0 - p);
    if tail <= 0.0 {
        return f64::INFINITY.copysign(from_centre);
    }
    let r = (-libm::log(tail)).sqrt();
    let z = if r <= 5.0 {
        ratio(&WICHURA_SHOULDER, r - 1.6)
    } else {
        ratio(&WICHURA_TAIL, r - 5.0)
    };
    z.copysign(from_centre)
}

/// Upper tail of Student's t distribution, P(T > t), for positive, also fractional, degrees of freedom.
pub fn student_t_sf(t: f64, degrees_of_freedom: f64) -> f64 {
    let tail = 0.5 * student_t_two_sided(t, degrees_of_freedom);
    if t < 0.0 { 1.0 - tail } else { tail }
}

/// Two-sided p-value of a t statistic, P(|T| ≥ |t|).
pub fn student_t_two_sided(t: f64, degrees_of_freedom: f64) -> f64 {
    let ratio = t * t / degrees_of_freedom;
    beta_inc_complement(
        0.5 * degrees_of_freedom,
        0.5,
        1.0 / (1.0 + ratio),
        1.0 / (1.0 + 1.0 / ratio),
    )
}

/// Quantile of Student's t distribution: the t with P(T ≤ t) = `p`, infinite at 0 and 1.
///
/// Starts from the Cornish–Fisher expansion about the normal quantile and refines it by Newton steps for the
/// logarithm of the tail against the logarithm of t, which is nearly a line for any degrees of freedom.
pub fn student_t_quantile(p: f64, degrees_of_freedom: f64) -> f64 {
    let tail = p.min(1.0 - p);
    let z = -normal_quantile(tail);
    if z <= 0.0 || z.is_infinite() {
        return normal_quantile(p);
    }
    let mut t = z * (1.0 + (z * z + 1.0) / (4.0 * degrees_of_freedom));
    for _ in 0..50 {
        let upper = student_t_sf(t, degrees_of_freedom);
        let step = libm::log(upper / tail) * upper / (t * student_t_pdf(t, degrees_of_freedom));
        t *= libm::exp(step);
        if step.abs() < 1e-9 {
            break; // the error after a Newton step is about the square of the step
        }
    }
    t.copysign(p - 0.5)
}

/// Upper tail of the chi-squared distribution, P(X > x).
pub fn chi_squared_sf(x: f64, degrees_of_freedom: f64) -> f64 {
    gamma_inc_upper(0.5 * degrees_of_freedom, 0.5 * x.max(0.0))
}

/// Upper tail of the F distribution with `d1` and `d2` degrees of freedom, P(F > f).
pub fn f_sf(f: f64, d1: f64, d2: f64) -> f64 {
    let ratio = d1 * f.max(0.0) / d2;
    beta_inc_complement(
        0.5 * d2,
        0.5 * d1,
        1.0 / (1.0 + ratio),
        1.0 / (1.0 + 1.0 / ratio),
    )
}

/// Upper tail of the binomial distribution, P(X > k) for `n` trials of probability `p`.
pub fn binomial_sf(k: u64, n: u64, p: f64) -> f64 {
    if k >= n {
        0.0
    } else {
        beta_inc(k as f64 + 1.0, (n - k) as f64, p)
    }
}

/// Lower tail of the binomial distribution, P(X ≤ k) for `n` trials of probability `p`.
pub fn binomial_cdf(k: u64, n: u64, p: f64) -> f64 {
    if k >= n {
        1.0
    } else {
        beta_inc_complement((n - k) as f64, k as f64 + 1.0, 1.0 - p, p)
    }
}

/// Probability of exactly `k` successes in `n` trials of probability `p`.
///
/// Source: Loader (2000), "Fast and accurate computation of binomial probabilities".
pub fn binomial_pmf(k: u64, n: u64, p: f64) -> f64 {
    if k > n {
        return 0.0;
    }
    if k == 0 {
        return libm::exp(n as f64 * libm::log1p(-p));
    }
    if k == n {
        return libm::exp(n as f64 * libm::log(p));
    }
    let (hits, misses, all) = (k as f64, (n - k) as f64, n as f64);
    let surplus = hits * (1.0 - p) - misses * p;
    let log_density = stirling_error(all)
        - stirling_error(hits)
        - stirling_error(misses)
        - deviance(hits, all * p, surplus)
        - deviance(misses, all * (1.0 - p), -surplus);
    libm::exp(log_density + 0.5 * libm::log(all / hits / misses / TAU))
}

/// Density of Student's t distribution.
fn student_t_pdf(t: f64, degrees_of_freedom: f64) -> f64 {
    let half = 0.5 * degrees_of_freedom;
    let log_peak =
        stirling_error(half + 0.5) - stirling_error(half) + half * libm::log1p(0.5 / half) - 0.5;
    libm::exp(log_peak - (half + 0.5) * libm::log1p(t * t / degrees_of_freedom)) / TAU.sqrt()
}

/// `I_x(a, b)` by its continued fraction, for x left of about the mean of the distribution.
fn beta_inc_fraction(a: f64, b: f64, x: f64, y: f64) -> f64 {
    let lambda = a * y - b * x;
    let denominator = |n: f64| {
        let turn = if n == 0.0 {
            0.0
        } else {
            n * (b - n) * x / (a + 2.0 * n - 1.0)
        };
        n + turn + (a + n) / (a + 2.0 * n + 1.0) * (lambda + 1.0 + n * (1.0 + y))
    };
    let numerator = |n: f64| {
        let width = a + 2.0 * n - 1.0;
        (a + n - 1.0) * (a + b + n - 1.0) / width * n * (b - n) * x * x / width
    };
    let fraction = lentz(denominator(0.0), |n| (numerator(n), denominator(n)));
    let log_density = stirling_error(a + b)
        - stirling_error(a)
        - stirling_error(b)
        - deviance(a, (a + b) * x, lambda)
        - deviance(b, (a + b) * y, -lambda);
    // In logarithms to the end: the factors may underflow where their product does not.
    libm::exp(log_density + 0.5 * libm::log(a / (a + b) * b / TAU) - libm::log(fraction))
}

/// P(a, x) by its power series, for x < a + 1.
fn gamma_inc_series(a: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    let (mut term, mut sum) = (1.0, 1.0);
    for k in 1..MAX_TERMS {
        term *= x / (a + f64::from(k));
        sum += term;
        if term < sum * f64::EPSILON {
            break;
        }
    }
    libm::exp(log_gamma_density(a, x) + libm::log(sum / a))
}

/// Q(a, x) by Legendre's continued fraction, for x ≥ a + 1.
fn gamma_inc_fraction(a: f64, x: f64) -> f64 {
    let fraction = lentz(x + 1.0 - a, |n| (-n * (n - a), x + 2.0 * n + 1.0 - a));
    libm::exp(log_gamma_density(a, x) - libm::log(fraction))
}

/// Logarithm of xᵃ e⁻ˣ / Γ(a).
fn log_gamma_density(a: f64, x: f64) -> f64 {
    0.5 * libm::log(a / TAU) - stirling_error(a) - deviance(a, x, a - x)
}

/// Continued fraction b₀ + a₁/(b₁ + a₂/(b₂ + …)) by the modified Lentz method; `terms(n)` gives (aₙ, bₙ).
fn lentz(first: f64, terms: impl Fn(f64) -> (f64, f64)) -> f64 {
    const TINY: f64 = 1e-300;
    let away_from_zero = |value: f64| if value.abs() < TINY { TINY } else { value };
    let mut fraction = away_from_zero(first);
    let (mut c, mut d) = (fraction, 0.0);
    for n in 1..MAX_TERMS {
        let (numerator, denominator) = terms(f64::from(n));
        d = 1.0 / away_from_zero(denominator + numerator * d);
        c = away_from_zero(denominator + numerator / c);
        fraction *= c * d;
        if (c * d - 1.0).abs() <= f64::EPSILON {
            break;
        }
    }
    fraction
}

/// Stirling's error: ln Γ(x + 1) − (x + ½) ln x + x − ½ ln 2π.
fn stirling_error(x: f64) -> f64 {
    if x < 15.0 {
        return ln_gamma(x + 1.0) - (x + 0.5) * libm::log(x) + x - 0.5 * libm::log(TAU);
    }
    let r = 1.0 / (x * x);
    (1.0 / 12.0
        - r * (1.0 / 360.0
            - r * (1.0 / 1260.0 - r * (1.0 / 1680.0 - r * (1.0 / 1188.0 - r * 691.0 / 360_360.0)))))
        / x
}

/// Deviance x ln(x/m) + m − x, with `difference` = x − m given apart because it may be known more precisely.
fn deviance(x: f64, m: f64, difference: f64) -> f64 {
    if difference.abs() >= 0.1 * (x + m) {
        return x * libm::log(x / m) - difference;
    }
    let v = difference / (x + m);
    let mut power = 2.0 * x * v;
    let mut sum = difference * v;
    for k in 1..100 {
        power *= v * v;
        let term = power / f64::from(2 * k + 1);
        sum += term;
        if term.abs() <= sum.abs() * f64::EPSILON {
            break;
        }
    }
    sum
}

/// Numerator and denominator of a rational approximation, both from the constant term up.
type Rational = [[f64; 8]; 2];

fn ratio([numerator, denominator]: &Rational, x: f64) -> f64 {
    let polynomial =
        |coefficients: &[f64; 8]| coefficients.iter().rev().fold(0.0, |sum, c| sum * x + c);
    polynomial(numerator) / polynomial(denominator)
}

#[rustfmt::skip]
const WICHURA_CENTRE: Rational = [
    [3.387_132_872_796_366_5, 133.141_667_891_784_38, 1_971.590_950_306_551_3, 13_731.693_765_509_46,
     45_921.953_931_549_87, 67_265.770_927_008_7, 33_430.575_583_588_13, 2_509.080_928_730_122_7],
    [1.0, 42.313_330_701_600_91, 687.187_007_492_057_9, 5_394.196_021_424_751,
     21_213.794_301_586_597, 39_307.895_800_092_71, 28_729.085_735_721_943, 5_226.495_278_852_854],
];

#[rustfmt::skip]
const WICHURA_SHOULDER: Rational = [
    [1.423_437_110_749_683_5, 4.630_337_846_156_546, 5.769_497_221_460_691, 3.647_848_324_763_204_5,
     1.270_458_252_452_368_4, 0.241_780_725_177_450_6, 0.022_723_844_989_269_184, 7.745_450_142_783_414e-4],
    [1.0, 2.053_191_626_637_759, 1.676_384_830_183_803_8, 0.689_767_334_985_1,
     0.148_103_976_427_480_08, 0.015_198_666_563_616_457, 5.475_938_084_995_345e-4, 1.050_750_071_644_416_9e-9],
];

#[rustfmt::skip]
const WICHURA_TAIL: Rational = [
    [6.657_904_643_501_103, 5.463_784_911_164_114, 1.784_826_539_917_291_3, 0.296_560_571_828_504_87,
     0.026_532_189_526_576_124, 1.242_660_947_388_078_4e-3, 2.711_555_568_743_487_6e-5, 2.010_334_399_292_288_1e-7],
    [1.0, 0.599_832_206_555_888, 0.136_929_880_922_735_8, 0.014_875_361_290_850_615,
     7.868_691_311_456_133e-4, 1.846_318_317_510_054_7e-5, 1.421_511_758_316_446e-7, 2.044_263_103_389_939_8e-15],
];
