//! What an estimate allows to say: four verdicts, or why there is none.

use serde::{Deserialize, Serialize};

use crate::stats::equivalence::{EQUIVALENCE_ALPHA, Evidence, OnFisherScale, verdict};
use crate::stats::panel::slope::{Distrust, PanelSlope};
use crate::stats::{self, Undefined};

pub use crate::stats::equivalence::Verdict;

/// Confidence level of every interval on the page.
pub const LEVEL: f64 = 0.95;

/// Power at which a relation counts as visible.
pub const POWER: f64 = 0.8;

/// The smallest relation that is worth caring about, either way; chosen before any result is seen.
///
/// A correlation, or a slope in standard deviations of the outcome per standard deviation of usage
/// (Cohen 1988: 0.1 is small, 0.3 is medium).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Interest {
    /// 0.1
    Small,
    /// 0.2
    #[default]
    Middle,
    /// 0.3
    Large,
}

impl Interest {
    /// Every choice, the smallest first.
    pub const ALL: [Interest; 3] = [Interest::Small, Interest::Middle, Interest::Large];

    /// The bound, in (0, 1).
    pub fn bound(self) -> f64 {
        match self {
            Interest::Small => 0.1,
            Interest::Middle => 0.2,
            Interest::Large => 0.3,
        }
    }
}

/// Why there is no verdict.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum NoVerdict {
    /// The estimate, or its interval, is undefined.
    Undefined(Undefined),
    /// One person holds more than half of the information. Carries their share.
    OnePerson(f64),
    /// Too few people of comparable weight. Carries Satterthwaite's degrees of freedom.
    FewDegreesOfFreedom(f64),
    /// Too few people or groups to whom something happened. Carries their number.
    FewTreated(usize),
}

impl From<Undefined> for NoVerdict {
    fn from(reason: Undefined) -> Self {
        NoVerdict::Undefined(reason)
    }
}

impl From<Distrust> for NoVerdict {
    /// Leaves the person out: who it is, is nobody's business.
    fn from(distrust: Distrust) -> Self {
        match distrust {
            Distrust::OnePerson { share, .. } => NoVerdict::OnePerson(share),
            Distrust::FewDegreesOfFreedom { have } => NoVerdict::FewDegreesOfFreedom(have),
            Distrust::FewTreatedUnits { have } => NoVerdict::FewTreated(have),
        }
    }
}

/// What Spearman's rho of `n` pairs allows to say.
///
/// # Errors
/// [`NoVerdict::Undefined`] where it has no interval.
pub fn of_spearman(rho: f64, n: usize, interest: Interest) -> Result<Verdict, NoVerdict> {
    of_correlation(OnFisherScale::of_spearman(rho, n)?, n, interest)
}

/// What Pearson's r of `n` pairs allows to say.
///
/// # Errors
/// [`NoVerdict::Undefined`] where it has no interval.
pub fn of_pearson(r: f64, n: usize, interest: Interest) -> Result<Verdict, NoVerdict> {
    of_correlation(OnFisherScale::of_pearson(r, n)?, n, interest)
}

fn of_correlation(
    scale: OnFisherScale,
    n: usize,
    interest: Interest,
) -> Result<Verdict, NoVerdict> {
    let interval =
        |level| stats::correlation::interval_from_z(scale.z, scale.standard_error, level);
    Ok(verdict(&Evidence {
        interval: interval(LEVEL),
        equivalence_interval: interval(1.0 - 2.0 * EQUIVALENCE_ALPHA),
        smallest_of_interest: interest.bound(),
        smallest_visible: stats::power::minimum_detectable(n, 1.0 - LEVEL, POWER)?,
    }))
}

/// What a slope within people allows to say; `unit` is a standard deviation of the outcome over one of usage,
/// both within people, so that the bound is of the same kind as that of a correlation.
///
/// # Errors
/// [`NoVerdict::OnePerson`] or [`NoVerdict::FewDegreesOfFreedom`] where the slope is not to be trusted.
pub fn of_slope(slope: &PanelSlope, unit: f64, interest: Interest) -> Result<Verdict, NoVerdict> {
    slope.trust()?;
    let visible = stats::power::minimum_detectable_slope(&slope.slope, 1.0 - LEVEL, POWER)?;
    let found = verdict(&Evidence {
        interval: slope.slope.interval(LEVEL),
        equivalence_interval: slope.slope.interval(1.0 - 2.0 * EQUIVALENCE_ALPHA),
        smallest_of_interest: interest.bound() * unit,
        smallest_visible: visible,
    });
    Ok(match found {
        Verdict::CannotTell { smallest_visible } => Verdict::CannotTell {
            smallest_visible: smallest_visible / unit,
        },
        other => other,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_larger_interest_turns_an_open_question_into_none_that_matters() {
        let small = of_spearman(0.05, 200, Interest::Small);
        assert!(matches!(small, Ok(Verdict::CannotTell { .. })), "{small:?}");
        assert_eq!(
            of_spearman(0.05, 200, Interest::Large),
            Ok(Verdict::NoRelationOfPracticalSize)
        );
        let few = of_spearman(0.05, 3, Interest::Large);
        assert!(matches!(few, Err(NoVerdict::Undefined(_))), "{few:?}");
    }
}
