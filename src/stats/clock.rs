//! The clock: do hours of activity have a night, as people's do?

use super::Undefined;
use super::moments::need;
use super::note::Note;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::f64::consts::TAU;

/// How [`clock`] is made.
pub const CLOCK: Note = Note {
    name: "Rayleigh test of hours",
    answers: "Is there a time of day, as people have, or is activity spread round the clock?",
    formula: "R = |Σ e^{2πi·hour/24}| / n: 1 if always at the same hour, near 0 if round the clock.",
    certainty: "p of “no time of day”: exp(√(1 + 4n + 4(n² − n²R²)) − (1 + 2n)). A small R is the sign here, not a small p.",
    assumes: "Hours in one time zone; activity with a single time of day, not at two opposite ones.",
    source: "Rayleigh (1880); Zar (2010), Biostatistical analysis, equation 27.4",
    checked_against: "pingouin.circ_rayleigh, R circular::rho.circular",
};

/// At which hours something happens.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Clock {
    /// Moments.
    pub n: usize,
    /// Length of the mean direction on the clock face: 1 if always at one hour, near 0 if round the clock.
    pub mean_resultant_length: f64,
    /// Rayleigh's z, n times the squared length.
    pub rayleigh_z: f64,
    /// P-value of "no time of day".
    pub p_value: f64,
    /// Different hours of the day in which something happened.
    pub hours_used: usize,
}

/// Whether the moments `hours`, in [0, 24), have a time of day.
///
/// # Errors
/// [`Undefined::TooFew`] without moments; [`Undefined::OutOfRange`] for an hour outside of [0, 24).
///
/// Source: Zar (2010), "Biostatistical analysis", equation 27.4.
pub fn clock(hours: &[f64]) -> Result<Clock, Undefined> {
    need(hours, 1)?;
    if !hours.iter().all(|hour| (0.0..24.0).contains(hour)) {
        return Err(Undefined::OutOfRange);
    }
    let n = hours.len() as f64;
    let sum = |part: fn(f64) -> f64| {
        hours
            .iter()
            .map(|hour| part(hour * TAU / 24.0))
            .sum::<f64>()
    };
    let resultant = libm::hypot(sum(libm::cos), sum(libm::sin)).min(n);
    // √(1 + 4n + 4(n² − R²)) − (1 + 2n) without its cancellation.
    let far = (1.0 + 4.0 * n + 4.0 * (n - resultant) * (n + resultant)).sqrt() + 1.0 + 2.0 * n;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "an hour of the day"
    )]
    let used: BTreeSet<u8> = hours.iter().map(|hour| *hour as u8).collect();
    Ok(Clock {
        n: hours.len(),
        mean_resultant_length: resultant / n,
        rayleigh_z: resultant * resultant / n,
        p_value: libm::exp(-4.0 * resultant * resultant / far),
        hours_used: used.len(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_hour_alike_has_no_time_of_day() {
        let hours: Vec<f64> = (0..24).map(f64::from).collect();
        let got = clock(&hours).unwrap();
        assert!(got.mean_resultant_length < 1e-14 && got.p_value > 0.999);
        assert_eq!(got.hours_used, 24);
        let noon = clock(&[12.0; 10]).unwrap();
        assert!((noon.mean_resultant_length - 1.0).abs() < 1e-14 && noon.hours_used == 1);
        assert_eq!(clock(&[24.0]), Err(Undefined::OutOfRange));
    }
}
