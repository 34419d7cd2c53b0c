//! How strong something unmeasured would have to be to explain a relation away.

use super::note::Note;
use super::special::student_t_quantile;
use super::{Interval, Undefined};
use serde::{Deserialize, Serialize};

/// How [`Sensitivity`] is made.
pub const ROBUSTNESS_VALUE: Note = Note {
    name: "Robustness value",
    answers: "How much of both sides would something unmeasured have to explain to undo the result?",
    formula: "RV = (√(f⁴ + 4f²) − f²)/2, f = q·|t|/√df: the share of the unexplained variance of usage and of outcome that would take the share q of the estimate away",
    certainty: "At α: the share that would make it non-significant, f less t(1 − α/2; df − 1)/√(df − 1).",
    assumes: "A linear model. Whether something that strong exists is a judgement: compare with a covariate that was measured.",
    source: "Cinelli & Hazlett (2020), Making sense of sensitivity: extending omitted variable bias",
    checked_against: "PySensemakr, the published Darfur example",
};

/// How [`e_value`] is made.
pub const E_VALUE: Note = Note {
    name: "E-value",
    answers: "How strongly would something unmeasured have to go with both usage and outcome to explain the relation?",
    formula: "E = RR + √(RR·(RR − 1)), RR = exp(0.91·d), d = 2r/√(1 − r²); a relation below 0 is turned round",
    certainty: "The same of the end of the interval that is closer to 0; 1 if the interval contains 0.",
    assumes: "Normal values; the risk ratio is that of a standardised difference, roughly. Usage is read as two halves of equal size.",
    source: "VanderWeele & Ding (2017), Sensitivity analysis in observational research: introducing the E-value; Chinn (2000) for 0.91; Borenstein et al. (2009) for d",
    checked_against: "its formula, in the unit tests",
};

/// An estimate as its t statistic, which is all that its sensitivity depends on.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Sensitivity {
    t: f64,
    degrees_of_freedom: f64,
}

impl Sensitivity {
    /// Takes a t statistic and its degrees of freedom.
    ///
    /// # Errors
    /// [`Undefined::NoDegreesOfFreedom`] unless there is more than one;
    /// [`Undefined::PerfectFit`] for an infinite t.
    pub fn new(t: f64, degrees_of_freedom: f64) -> Result<Self, Undefined> {
        if degrees_of_freedom <= 1.0 || degrees_of_freedom.is_nan() {
            return Err(Undefined::NoDegreesOfFreedom);
        }
        if !t.is_finite() {
            return Err(Undefined::PerfectFit);
        }
        Ok(Self {
            t,
            degrees_of_freedom,
        })
    }

    /// Partial R²: share of the outcome's remaining variance that usage explains.
    pub fn partial_r_squared(&self) -> f64 {
        self.t * self.t / (self.t * self.t + self.degrees_of_freedom)
    }

    /// Robustness value for taking away the share `q` of the estimate, 1 for all of it; in [0, 1].
    pub fn robustness_value(&self, q: f64) -> f64 {
        robustness(self.effect(q))
    }

    /// Robustness value for leaving less than `1 − q` of the estimate significantly, two-sided at `alpha`; 0 if it is
    /// not significant to begin with.
    pub fn robustness_value_at(&self, q: f64, alpha: f64) -> f64 {
        let (effect, df) = (self.effect(q), self.degrees_of_freedom - 1.0);
        let critical = student_t_quantile(1.0 - alpha / 2.0, df) / df.sqrt();
        if effect <= critical {
            return 0.0;
        }
        if effect * critical > 1.0 {
            // So strong an effect that the bound on the outcome's side alone decides.
            return (effect * effect - critical * critical) / (1.0 + effect * effect);
        }
        robustness(effect - critical)
    }

    /// Cohen's partial f, times the share in question.
    fn effect(&self, q: f64) -> f64 {
        q.abs() * self.t.abs() / self.degrees_of_freedom.sqrt()
    }
}

/// (√(f⁴ + 4f²) − f²)/2, without the cancellation at a large f.
fn robustness(f: f64) -> f64 {
    let square = f * f;
    2.0 * square / ((square * square + 4.0 * square).sqrt() + square).max(f64::MIN_POSITIVE)
}

/// E-values on the scale of a risk ratio; 1 means that nothing is needed to explain the relation.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct EValue {
    /// Of the estimate.
    pub estimate: f64,
    /// Of the end of the interval that is closer to 0.
    pub interval: f64,
}

/// E-value of a correlation, or of the standardised slope of a single regressor, and of its interval.
///
/// # Errors
/// [`Undefined::PerfectFit`] for a correlation of ±1; [`Undefined::OutOfRange`] beyond that.
pub fn e_value(r: f64, interval: Interval) -> Result<EValue, Undefined> {
    let nearest = if interval.contains(0.0) {
        0.0
    } else if interval.low > 0.0 {
        interval.low
    } else {
        interval.high
    };
    Ok(EValue {
        estimate: e_value_of(r)?,
        interval: e_value_of(nearest)?,
    })
}

fn e_value_of(r: f64) -> Result<f64, Undefined> {
    // Turns a standardised difference into a logarithm of a risk ratio (VanderWeele & Ding 2017, after Chinn 2000).
    const LOG_RISK_RATIO: f64 = 0.91;
    let left_open = (1.0 - r) * (1.0 + r);
    if left_open < 0.0 || left_open.is_nan() {
        return Err(Undefined::OutOfRange);
    }
    if left_open <= 0.0 {
        return Err(Undefined::PerfectFit);
    }
    let difference = 2.0 * r.abs() / left_open.sqrt();
    let risk_ratio = libm::exp(LOG_RISK_RATIO * difference);
    Ok(risk_ratio + (risk_ratio * (risk_ratio - 1.0)).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn interval(low: f64, high: f64) -> Interval {
        Interval {
            low,
            high,
            level: 0.95,
        }
    }

    #[test]
    fn the_published_example_is_met() {
        // Cinelli & Hazlett (2020), Darfur: partial R² 2.2%, RV 13.9%, RV at 5% 7.6%.
        let darfur = Sensitivity::new(4.184_45, 783.0).unwrap();
        assert!((darfur.partial_r_squared() - 0.022).abs() < 5e-4);
        assert!((darfur.robustness_value(1.0) - 0.139).abs() < 5e-4);
        assert!((darfur.robustness_value_at(1.0, 0.05) - 0.076).abs() < 5e-4);
    }

    #[test]
    fn nothing_is_needed_to_explain_nothing() {
        let none = Sensitivity::new(0.0, 20.0).unwrap();
        assert_eq!(
            (
                none.robustness_value(1.0),
                none.robustness_value_at(1.0, 0.05)
            ),
            (0.0, 0.0)
        );
        let got = e_value(0.0, interval(-0.2, 0.2)).unwrap();
        assert_eq!((got.estimate, got.interval), (1.0, 1.0));
    }

    #[test]
    fn the_e_value_solves_its_equation_and_ignores_the_sign() {
        // The bias that a confounder of this strength on both sides can make is E² / (2E − 1): the risk ratio itself.
        let got = e_value(-0.3, interval(-0.5, -0.1)).unwrap();
        let mirrored = e_value(0.3, interval(0.1, 0.5)).unwrap();
        assert_eq!(got, mirrored);
        let risk_ratio = got.estimate.powi(2) / (2.0 * got.estimate - 1.0);
        let want = (0.91 * 0.6 / 0.91_f64.sqrt()).exp();
        assert!((risk_ratio - want).abs() < 1e-12, "{risk_ratio} {want}");
        assert!(1.0 < got.interval && got.interval < got.estimate);
    }

    #[test]
    fn perfect_fits_are_refused() {
        let wide = interval(0.9, 1.0);
        assert_eq!(e_value(1.0, wide), Err(Undefined::PerfectFit));
        assert_eq!(
            Sensitivity::new(f64::INFINITY, 5.0),
            Err(Undefined::PerfectFit)
        );
        assert_eq!(
            Sensitivity::new(2.0, 1.0),
            Err(Undefined::NoDegreesOfFreedom)
        );
    }
}
