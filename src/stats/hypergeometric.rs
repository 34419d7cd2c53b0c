//! Gauss's hypergeometric series and the gamma ratio that goes with it, for exact power and Bayes factors.

use super::Undefined;

/// The series is given up after this many terms; near x = 1 it needs about 37 / (1 − x) of them.
const MAX_TERMS: u32 = 2_000_000;

/// `2F1(a, b; c; x)` by its power series, for positive `a`, `b`, `c` and x in [0, 1).
///
/// All terms are positive, so nothing cancels. The sum ends when the rest, bounded by a geometric series, is below
/// rounding.
///
/// # Errors
/// [`Undefined::OutOfRange`] for an `x` outside of [0, 1), or so close to 1 that two million terms do not suffice.
pub(super) fn hypergeometric(a: f64, b: f64, c: f64, x: f64) -> Result<f64, Undefined> {
    if !(0.0..1.0).contains(&x) {
        return Err(Undefined::OutOfRange);
    }
    let (mut term, mut sum) = (1.0, 1.0);
    for k in 0..MAX_TERMS {
        let k = f64::from(k);
        let ratio = (a + k) * (b + k) / ((c + k) * (1.0 + k)) * x;
        term *= ratio;
        sum += term;
        // The ratios tend to x from above or from below: the larger of the two bounds all that follow.
        let bound = ratio.max(x);
        if bound < 1.0 && term * bound <= (1.0 - bound) * sum * f64::EPSILON {
            return Ok(sum);
        }
    }
    Err(Undefined::OutOfRange)
}

/// ln Γ(a) − ln Γ(a + ½) for positive `a`, without the digits that two large logarithms would lose.
pub(super) fn ln_gamma_half_step(a: f64) -> f64 {
    /// From here on the asymptotic series is exact to rounding.
    const LARGE: f64 = 20.0;
    if a < LARGE {
        return libm::lgamma(a) - libm::lgamma(a + 0.5);
    }
    let r = 1.0 / (a * a);
    let tail = (1.0 / 8.0
        - r * (1.0 / 192.0 - r * (1.0 / 640.0 - r * (17.0 / 14_336.0 - r * 31.0 / 18_432.0))))
        / a;
    tail - 0.5 * libm::log(a)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn series_meets_its_closed_forms() {
        // 2F1(1, 1; 2; x) = −ln(1 − x) / x, and 2F1(½, ½; 3/2; x²) = asin(x) / x.
        for x in [0.1, 0.5, 0.9, 0.999] {
            let got = hypergeometric(1.0, 1.0, 2.0, x).unwrap();
            assert!(
                (got / (-(-x).ln_1p() / x) - 1.0).abs() < 1e-13,
                "{x}: {got}"
            );
            let got = hypergeometric(0.5, 0.5, 1.5, x * x).unwrap();
            assert!((got / (x.asin() / x) - 1.0).abs() < 1e-13, "{x}: {got}");
        }
        assert_eq!(
            hypergeometric(1.0, 1.0, 2.0, 1.0),
            Err(Undefined::OutOfRange)
        );
    }

    #[test]
    fn gamma_ratio_is_continuous_where_its_formula_changes() {
        let (below, above) = (
            ln_gamma_half_step(20.0 - 1e-9),
            ln_gamma_half_step(20.0 + 1e-9),
        );
        assert!((below - above).abs() < 1e-10, "{below} {above}");
        // Γ(a) / Γ(a + ½) tends to a^-½.
        assert!((ln_gamma_half_step(1e9) + 0.5 * 1e9_f64.ln()).abs() < 1e-9);
    }
}
