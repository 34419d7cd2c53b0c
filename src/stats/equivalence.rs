//! Four answers instead of two: "not significant" is not "no relation".

use super::correlation::interval_from_z;
use super::note::Note;
use super::regression::Coefficient;
use super::special::{normal_sf, student_t_sf};
use super::{Interval, Undefined};
use serde::{Deserialize, Serialize};

/// How [`tost`] and [`tost_correlation`] are made.
pub const EQUIVALENCE: Note = Note {
    name: "Equivalence test (TOST)",
    answers: "Is there evidence that the relation is too small to matter?",
    formula: "Two one-sided tests against −D and D, the smallest effect of interest: p is the larger one",
    certainty: "p below 0.05 exactly when the 90% interval lies inside (−D, D). Correlations: normal on Fisher’s scale, standard error 1/√(n − 3), for ranks times √(1 + ρ²/2). Slopes: Student’s t with the slope’s own degrees of freedom.",
    assumes: "D was chosen before the result was seen. Otherwise as the interval.",
    source: "Schuirmann (1987), A comparison of the two one-sided tests procedure; Goertzen & Cribbie (2010), Detecting a lack of association; Bonett & Wright (2000)",
    checked_against: "TOSTER::TOSTr, closed form with 30 digits",
};

/// How [`verdict`] is made.
pub const VERDICT: Note = Note {
    name: "The verdict",
    answers: "Related, too small to matter, no relation of practical size, or cannot tell?",
    formula: "Interval without 0: too small to matter if the 90% interval lies inside (−D, D), else related. Interval with 0: no relation of practical size if the 90% interval lies inside (−D, D), else cannot tell",
    certainty: "As the intervals.",
    assumes: "D, the smallest effect of interest, was chosen before the result was seen.",
    source: "Lakens, Scheel & Isager (2018), Equivalence testing for psychological research",
    checked_against: "all combinations of its two questions, in the unit tests",
};

/// Each of the two one-sided tests is made at this level; the matching interval has the level 1 − 2α.
pub const EQUIVALENCE_ALPHA: f64 = 0.05;

/// An equivalence test against the bounds −D and D.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Equivalence {
    /// The bound D.
    pub bound: f64,
    /// P-value of "−D or less".
    pub p_lower: f64,
    /// P-value of "D or more".
    pub p_upper: f64,
    /// The interval of level 1 − 2α.
    pub interval: Interval,
}

impl Equivalence {
    /// P-value of "D or more, on either side".
    pub fn p_value(&self) -> f64 {
        self.p_lower.max(self.p_upper)
    }

    /// Whether the estimate is shown to lie inside (−D, D).
    pub fn is_shown(&self) -> bool {
        self.p_value() < EQUIVALENCE_ALPHA
    }
}

/// A correlation on Fisher's scale, where its error is about normal.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct OnFisherScale {
    /// Inverse hyperbolic tangent of the correlation.
    pub z: f64,
    /// Its standard error.
    pub standard_error: f64,
}

impl OnFisherScale {
    /// Pearson's r of `n` pairs; for a partial correlation `n` is the rows less the covariates.
    ///
    /// # Errors
    /// [`Undefined::TooFew`] below four pairs; [`Undefined::PerfectFit`] for a correlation of ±1.
    pub fn of_pearson(r: f64, n: usize) -> Result<Self, Undefined> {
        Self::new(r, n, 1.0)
    }

    /// Spearman's rho of `n` pairs, with the standard error of Bonett & Wright (2000).
    ///
    /// # Errors
    /// As [`OnFisherScale::of_pearson`].
    pub fn of_spearman(rho: f64, n: usize) -> Result<Self, Undefined> {
        Self::new(rho, n, 1.0 + rho * rho / 2.0)
    }

    fn new(r: f64, n: usize, widening: f64) -> Result<Self, Undefined> {
        if n < 4 {
            return Err(Undefined::TooFew { have: n, need: 4 });
        }
        let z = libm::atanh(r);
        if !z.is_finite() {
            return Err(Undefined::PerfectFit);
        }
        Ok(Self {
            z,
            standard_error: (widening / (n as f64 - 3.0)).sqrt(),
        })
    }
}

/// Equivalence test of an estimate with its standard error, such as a slope, against a bound in its units.
///
/// # Errors
/// [`Undefined::OutOfRange`] unless the bound is positive; [`Undefined::PerfectFit`] for a standard error of 0.
pub fn tost(estimate: &Coefficient, bound: f64) -> Result<Equivalence, Undefined> {
    if bound <= 0.0 || bound.is_nan() {
        return Err(Undefined::OutOfRange);
    }
    if estimate.standard_error <= 0.0 {
        return Err(Undefined::PerfectFit);
    }
    let above = |distance: f64| {
        student_t_sf(
            distance / estimate.standard_error,
            estimate.degrees_of_freedom,
        )
    };
    Ok(Equivalence {
        bound,
        p_lower: above(estimate.estimate + bound),
        p_upper: above(bound - estimate.estimate),
        interval: estimate.interval(1.0 - 2.0 * EQUIVALENCE_ALPHA),
    })
}

/// Equivalence test of a correlation against a bound in (0, 1).
///
/// # Errors
/// [`Undefined::OutOfRange`] for another bound.
pub fn tost_correlation(estimate: OnFisherScale, bound: f64) -> Result<Equivalence, Undefined> {
    let z_bound = libm::atanh(bound);
    if !z_bound.is_finite() || z_bound <= 0.0 {
        return Err(Undefined::OutOfRange);
    }
    let OnFisherScale { z, standard_error } = estimate;
    Ok(Equivalence {
        bound,
        p_lower: normal_sf((z + z_bound) / standard_error),
        p_upper: normal_sf((z_bound - z) / standard_error),
        interval: interval_from_z(z, standard_error, 1.0 - 2.0 * EQUIVALENCE_ALPHA),
    })
}

/// What can be said about a relation.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum Verdict {
    /// There is one, and it may well be large enough to matter.
    Related,
    /// There is one, and it is too small to matter.
    TooSmallToMatter,
    /// If there is one, it is too small to matter.
    NoRelationOfPracticalSize,
    /// The data allow for none as well as for one that matters.
    CannotTell {
        /// The smallest relation that these data would have revealed.
        smallest_visible: f64,
    },
}

/// What a verdict rests on; all in one unit, correlation or slope.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// The interval that decides whether there is a relation, usually of level 0.95.
    pub interval: Interval,
    /// The interval of level 1 − 2α that decides whether it is too small to matter, usually 0.9.
    pub equivalence_interval: Interval,
    /// The smallest effect of interest, chosen beforehand.
    pub smallest_of_interest: f64,
    /// The smallest relation that these data would have revealed.
    pub smallest_visible: f64,
}

/// The verdict that the evidence allows.
///
/// Where the wider interval reaches beyond the smallest effect of interest and the equivalence interval does not, the
/// latter decides, as in the equivalence test.
pub fn verdict(evidence: &Evidence) -> Verdict {
    let inner = &evidence.equivalence_interval;
    let bound = evidence.smallest_of_interest;
    let small = -bound < inner.low && inner.high < bound;
    match (evidence.interval.contains(0.0), small) {
        (false, false) => Verdict::Related,
        (false, true) => Verdict::TooSmallToMatter,
        (true, true) => Verdict::NoRelationOfPracticalSize,
        (true, false) => Verdict::CannotTell {
            smallest_visible: evidence.smallest_visible,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict_of(r: f64, n: usize) -> Verdict {
        let scale = OnFisherScale::of_pearson(r, n).unwrap();
        verdict(&Evidence {
            interval: interval_from_z(scale.z, scale.standard_error, 0.95),
            equivalence_interval: interval_from_z(scale.z, scale.standard_error, 0.9),
            smallest_of_interest: 0.2,
            smallest_visible: 0.49,
        })
    }

    #[test]
    fn each_verdict_has_its_evidence() {
        assert_eq!(verdict_of(0.5, 30), Verdict::Related);
        assert_eq!(verdict_of(-0.5, 30), Verdict::Related);
        assert_eq!(verdict_of(0.08, 3_000), Verdict::TooSmallToMatter);
        assert_eq!(verdict_of(0.01, 400), Verdict::NoRelationOfPracticalSize);
        let open = Verdict::CannotTell {
            smallest_visible: 0.49,
        };
        assert_eq!(verdict_of(0.1, 30), open);
    }

    #[test]
    fn equivalence_is_shown_exactly_when_the_interval_lies_inside_the_bounds() {
        for step in -9..=9 {
            let slope = Coefficient {
                estimate: f64::from(step) / 10.0,
                standard_error: 0.3,
                degrees_of_freedom: 7.3,
            };
            let got = tost(&slope, 1.0).unwrap();
            let inside = got.interval.low > -1.0 && got.interval.high < 1.0;
            assert_eq!(got.is_shown(), inside, "{got:?}");
            let r = OnFisherScale::of_pearson(f64::from(step) / 10.0, 20).unwrap();
            let got = tost_correlation(r, 0.6).unwrap();
            let inside = got.interval.low > -0.6 && got.interval.high < 0.6;
            assert_eq!(got.is_shown(), inside, "{got:?}");
        }
    }

    #[test]
    fn ranks_need_more_to_show_equivalence() {
        let (pearson, spearman) = (
            OnFisherScale::of_pearson(0.3, 80).unwrap(),
            OnFisherScale::of_spearman(0.3, 80).unwrap(),
        );
        let p = |scale| tost_correlation(scale, 0.5).unwrap().p_value();
        assert!(p(spearman) > p(pearson));
    }

    #[test]
    fn a_bound_has_to_be_a_size() {
        let exact = Coefficient {
            estimate: 1.0,
            standard_error: 0.0,
            degrees_of_freedom: 5.0,
        };
        assert_eq!(tost(&exact, 0.0), Err(Undefined::OutOfRange));
        assert_eq!(tost(&exact, 0.5), Err(Undefined::PerfectFit));
        let r = OnFisherScale::of_pearson(0.3, 80).unwrap();
        for bound in [-0.1, 0.0, 1.0, f64::NAN] {
            assert_eq!(tost_correlation(r, bound), Err(Undefined::OutOfRange));
        }
        assert_eq!(
            OnFisherScale::of_pearson(-1.0, 9),
            Err(Undefined::PerfectFit)
        );
    }
}
