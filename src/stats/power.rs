//! What a study of this size can see.

use super::Undefined;
use super::special::normal_quantile;

/// The smallest true correlation that `n` pairs reveal with the given power, two-sided at `alpha`.
///
/// `tanh((z(1 − α/2) + z(power)) / √(n − 3))`, by Fisher's approximation (Cohen 1988).
///
/// # Errors
/// [`Undefined::TooFew`] below four pairs.
pub fn minimum_detectable(n: usize, alpha: f64, power: f64) -> Result<f64, Undefined> {
    if n < 4 {
        return Err(Undefined::TooFew { have: n, need: 4 });
    }
    let z = normal_quantile(1.0 - alpha / 2.0) + normal_quantile(power);
    Ok((z / (n as f64 - 3.0).sqrt()).tanh())
}
