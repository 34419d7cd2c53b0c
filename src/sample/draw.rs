//! Random draws that are equal on every machine: a PCG generator, and `libm` where a platform's own
//! `exp` or `ln` could differ in the last digit.

use rand_core::{Rng, SeedableRng};
use rand_pcg::Pcg64;

/// A source of draws.
pub(super) struct Draw(Pcg64);

impl Draw {
    /// A source that yields the same draws for the same seed.
    pub fn new(seed: u64) -> Self {
        Self(Pcg64::seed_from_u64(seed))
    }

    /// Uniform on the open interval from 0 to 1, in steps of 2^-53.
    pub fn unit(&mut self) -> f64 {
        const STEP: f64 = 1.0 / (1_u64 << 53) as f64;
        ((self.0.next_u64() >> 11) as f64 + 0.5) * STEP
    }

    /// True with probability `p`.
    pub fn chance(&mut self, p: f64) -> bool {
        self.unit() < p
    }

    /// A whole number below `n`, which is small, so that the remainder favours none noticeably.
    pub fn below(&mut self, n: u32) -> u32 {
        self.0.next_u32() % n
    }

    /// Standard normal, by Marsaglia's polar method.
    pub fn normal(&mut self) -> f64 {
        loop {
            let (u, v) = (2.0 * self.unit() - 1.0, 2.0 * self.unit() - 1.0);
            let square = u * u + v * v;
            if square < 1.0 {
                return u * (-2.0 * libm::log(square) / square).sqrt();
            }
        }
    }

    /// Lognormal with median 1; `sigma` is the standard deviation of the logarithm.
    pub fn lognormal(&mut self, sigma: f64) -> f64 {
        libm::exp(sigma * self.normal())
    }

    /// Gamma with scale 1 and `shape` of at least 1, by Marsaglia and Tsang (2000).
    pub fn gamma(&mut self, shape: f64) -> f64 {
        let d = shape - 1.0 / 3.0;
        let c = 1.0 / (9.0 * d).sqrt();
        loop {
            let z = self.normal();
            let v = (1.0 + c * z) * (1.0 + c * z) * (1.0 + c * z);
            if v > 0.0 && libm::log(self.unit()) < 0.5 * z * z + d * (1.0 - v + libm::log(v)) {
                return d * v;
            }
        }
    }

    /// Beta with both shapes of at least 1, as a share of two gammas.
    pub fn beta(&mut self, a: f64, b: f64) -> f64 {
        let (x, y) = (self.gamma(a), self.gamma(b));
        x / (x + y)
    }

    /// Poisson, by counting exponential gaps: exact for any mean, in time proportional to it.
    pub fn poisson(&mut self, mean: f64) -> u32 {
        let (mut count, mut time) = (0, -libm::log(self.unit()));
        while time < mean {
            count += 1;
            time -= libm::log(self.unit());
        }
        count
    }

    /// Negative binomial with the given mean, as a Poisson whose mean is gamma; a small `shape` is bursty.
    pub fn negative_binomial(&mut self, mean: f64, shape: f64) -> u32 {
        let rate = mean * self.gamma(shape) / shape;
        self.poisson(rate)
    }

    /// Binomial: successes in `n` tries.
    pub fn binomial(&mut self, n: u32, p: f64) -> u32 {
        (0..n).map(|_| u32::from(self.chance(p))).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The mean and the variance of 20,000 draws.
    fn moments(mut one: impl FnMut(&mut Draw) -> f64) -> (f64, f64) {
        let mut draw = Draw::new(1);
        let values: Vec<f64> = (0..20_000).map(|_| one(&mut draw)).collect();
        let mean = values.iter().sum::<f64>() / 20_000.0;
        let squares: f64 = values.iter().map(|v| (v - mean) * (v - mean)).sum();
        (mean, squares / 19_999.0)
    }

    /// Holds sampled moments against the textbook's, within 5 %.
    fn check(one: impl FnMut(&mut Draw) -> f64, mean: f64, variance: f64) {
        let got = moments(one);
        assert!(
            (got.0 - mean).abs() < 0.05 * variance.sqrt().max(mean),
            "{got:?}"
        );
        assert!((got.1 / variance - 1.0).abs() < 0.05, "{got:?}");
    }

    #[test]
    fn draws_have_the_moments_of_their_law() {
        check(Draw::unit, 1.0 / 2.0, 1.0 / 12.0);
        check(Draw::normal, 0.0, 1.0);
        check(|d| d.gamma(2.5), 2.5, 2.5);
        // a / (a + b) and ab / ((a + b)^2 (a + b + 1))
        check(|d| d.beta(2.0, 6.0), 0.25, 12.0 / (64.0 * 9.0));
        check(|d| f64::from(d.poisson(7.0)), 7.0, 7.0);
        // m + m^2 / shape
        check(|d| f64::from(d.negative_binomial(6.0, 3.0)), 6.0, 18.0);
        check(|d| f64::from(d.binomial(20, 0.3)), 6.0, 4.2);
    }

    #[test]
    fn draws_do_not_change_between_machines_or_versions() {
        // Recorded from this program on x86-64; a change here changes every sample file.
        let mut draw = Draw::new(7);
        let got = [draw.unit(), draw.normal(), draw.gamma(2.0)].map(f64::to_bits);
        assert_eq!(
            got,
            [
                0x3f40_9cb2_6889_f600,
                0xbfca_55d8_bd45_22b9,
                0x400f_2009_15d3_f0c6
            ]
        );
    }
}
