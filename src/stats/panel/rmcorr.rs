//! Repeated-measures correlation: one r for the lines that all people share in slope.

use super::Repeated;
use super::groups::Groups;
use crate::stats::correlation::{ProductMoment, fisher_interval};
use crate::stats::moments::Centred;
use crate::stats::note::Note;
use crate::stats::{Interval, Side, Undefined};
use serde::{Deserialize, Serialize};

/// How [`repeated_measures_correlation`] is made.
pub const RMCORR: Note = Note {
    name: "Repeated-measures correlation",
    answers: "How close do each person’s points lie to a line, if all people share its slope?",
    formula: "r = Σx̃ỹ / √(Σx̃² · Σỹ²), x̃ and ỹ being deviations from each person’s mean",
    certainty: "Student’s t with n − people − 1 degrees of freedom; interval: tanh(atanh r ± z/√(df − 1)).",
    assumes: "The same slope for everybody, and rows of a person that are independent of each other. Weeks that resemble the week before break this: read its r, and take the verdict from the slope within people.",
    source: "Bland & Altman (1995), Calculating correlation coefficients with repeated observations; Bakdash & Marusich (2017), Repeated measures correlation",
    checked_against: "R rmcorr and lm, pingouin.rm_corr",
};

/// A repeated-measures correlation with what it rests on.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct RepeatedMeasures {
    /// The coefficient, in [-1, 1].
    pub r: f64,
    /// 1 − r²; exactly 0 if everybody's points lie on lines of one slope.
    pub unexplained: f64,
    /// Change of y per unit of x, the same for everybody.
    pub slope: f64,
    /// Number of rows.
    pub n: usize,
    /// Number of people.
    pub people: usize,
    /// People with two rows or more; the others do not bear on the coefficient.
    pub people_with_repeats: usize,
    /// Rows minus people minus one.
    pub degrees_of_freedom: usize,
    /// Confidence interval, or why there is none.
    pub interval: Result<Interval, Undefined>,
    /// Two-sided p-value of "no association within people", or why there is none.
    pub p_value: Result<f64, Undefined>,
}

impl RepeatedMeasures {
    /// The t statistic of "no association within people"; infinite if nothing is left open.
    pub fn t(&self) -> f64 {
        self.product().t()
    }

    /// Fisher's z, the inverse hyperbolic tangent of r; infinite if nothing is left open.
    pub fn fisher_z(&self) -> f64 {
        self.product().fisher_z()
    }

    /// As a correlation of as many pairs as have these degrees of freedom.
    fn product(&self) -> ProductMoment {
        ProductMoment {
            r: self.r,
            unexplained: self.unexplained,
            n: self.degrees_of_freedom + 2,
        }
    }
}

/// Correlation of the deviations from each person's means.
///
/// # Errors
/// [`Undefined::Constant`] if a side does not vary within any person. The p-value needs one degree of freedom, the
/// interval two.
///
/// Source: Bland & Altman (1995), BMJ 310; interval of Bakdash & Marusich (2017), Frontiers in Psychology 8, corrected.
pub fn repeated_measures_correlation(
    rows: &Repeated,
    level: f64,
) -> Result<RepeatedMeasures, Undefined> {
    let people = Groups::new(rows.person);
    let within = |values: &[f64], side| match people.deviations(values) {
        deviations if deviations.iter().all(|&value| value == 0.0) => {
            Err(Undefined::Constant(side))
        }
        deviations => Ok(Centred::of_deviations(0.0, deviations)),
    };
    let (x, y) = (within(rows.x, Side::X)?, within(rows.y, Side::Y)?);
    let (n, count) = (rows.x.len(), people.count());
    let product = ProductMoment {
        n: n - count + 1,
        ..ProductMoment::of_centred(&x, &y)
    };
    Ok(RepeatedMeasures {
        r: product.r,
        unexplained: product.unexplained,
        slope: x.sum_of_products(&y) / x.sum_of_squares() * (y.scale / x.scale),
        n,
        people: count,
        people_with_repeats: people.rows().filter(|rows| rows.len() > 1).count(),
        degrees_of_freedom: n - count - 1,
        interval: fisher_interval(&product, 3, |n| 1.0 / (n - 3.0), level),
        p_value: product.p_value(),
    })
}
