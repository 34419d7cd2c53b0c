//! Least squares in a panel, with standard errors that let the rows of a person hang together.
//!
//! Everything is done in an orthonormal basis of the design: each person then needs one small matrix, never one that is
//! as large as the number of rows.

use super::Effects;
use super::fit::Fit;
use crate::stats::Undefined;
use crate::stats::regression::Coefficient;
use serde::{Deserialize, Serialize};

/// Below this many degrees of freedom no verdict is given: the t distribution's tails say nothing then.
pub const LEAST_DEGREES_OF_FREEDOM: f64 = 4.0;

/// Above this share of the information in one person, the slope is that person's story.
pub const LARGEST_SHARE: f64 = 0.5;

/// A slope from a panel. The coefficient carries the CR2 standard error and Satterthwaite's degrees of freedom.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct PanelSlope {
    /// Change of y per unit of x.
    pub slope: Coefficient,
    /// Number of rows.
    pub n: usize,
    /// Number of people.
    pub people: usize,
    /// People whose rows bear on the slope at all: with one row, or with usage that never changes, they may not.
    pub people_that_bear: usize,
    /// Number of periods.
    pub periods: usize,
    /// The person with most information about the slope.
    pub most_influential: Influence,
    /// As how many people of equal weight they count, 1 / Σhᵢ² for each person's share hᵢ of the information.
    pub effective_people: f64,
    /// Rows minus all estimated parameters, the effects included.
    pub residual_degrees_of_freedom: usize,
    /// Standard errors under other conventions, for comparison with other programs.
    pub other_errors: OtherErrors,
}

/// What one person does to a slope.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Influence {
    /// The person, as named by the panel.
    pub person: usize,
    /// Their share of the information, from 0 to 1: their part of Σx̃², x̃ being what the effects leave of x.
    pub share: f64,
    /// The slope without them; `None` if nobody else bears on it.
    pub slope_without: Option<f64>,
}

/// Standard errors of a panel slope under other conventions.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct OtherErrors {
    /// As if rows were independent and of equal variance.
    pub classical: f64,
    /// CR0: clustered by person, without a correction for few people (Liang & Zeger 1986).
    pub cr0: f64,
    /// CR3: jackknife over people, about the full estimate.
    pub cr3: f64,
}

/// Why a slope must not be turned into a verdict.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum Distrust {
    /// One person holds more than half of the information.
    OnePerson {
        /// The person.
        person: usize,
        /// Their share.
        share: f64,
    },
    /// Too few people of comparable weight.
    FewDegreesOfFreedom {
        /// Satterthwaite's degrees of freedom.
        have: f64,
    },
    /// Too few units took part in a change for clustered standard errors, whatever the degrees of freedom say.
    FewTreatedUnits {
        /// Units that took part.
        have: usize,
    },
}

impl PanelSlope {
    /// Whether the slope may be turned into a verdict, or why not.
    ///
    /// # Errors
    /// [`Distrust`], the graver reason first.
    pub fn trust(&self) -> Result<(), Distrust> {
        let Influence { person, share, .. } = self.most_influential;
        let have = self.slope.degrees_of_freedom;
        if share > LARGEST_SHARE {
            Err(Distrust::OnePerson { person, share })
        } else if have < LEAST_DEGREES_OF_FREEDOM {
            Err(Distrust::FewDegreesOfFreedom { have })
        } else {
            Ok(())
        }
    }

    /// CR1 standard error: CR0 times √(G/(G − 1) · (n − 1)/(n − k)) for G people, where programs differ in the
    /// `parameters` k that they count: Stata's `xtreg` 2 for one slope, dummies for people all of them.
    pub fn cr1(&self, parameters: usize) -> f64 {
        let (people, n) = (self.people as f64, self.n as f64);
        let factor = people / (people - 1.0) * (n - 1.0) / (n - parameters as f64);
        self.other_errors.cr0 * factor.sqrt()
    }
}

/// A linear model in a panel; rows are in any order.
#[derive(Debug, Clone, Copy)]
pub struct Model<'a> {
    /// The person of each row, whose rows belong together.
    pub person: &'a [usize],
    /// The period of each row.
    pub period: &'a [i32],
    /// The regressors, each a column.
    pub regressors: &'a [&'a [f64]],
    /// The outcome of each row.
    pub y: &'a [f64],
    /// What else is in the model.
    pub effects: Effects<'a>,
}

impl Model<'_> {
    /// The slope of every regressor.
    ///
    /// # Errors
    /// As [`fixed_effects`](super::fixed_effects); [`Undefined::Collinear`] if a regressor is a combination of others.
    pub fn slopes(&self) -> Result<Vec<PanelSlope>, Undefined> {
        let fit = Fit::new(self)?;
        let indices = 0..self.regressors.len();
        indices.map(|index| fit.slope(self, index)).collect()
    }

    /// The slope of the regressor at `index`.
    ///
    /// # Errors
    /// As [`Model::slopes`].
    pub fn slope(&self, index: usize) -> Result<PanelSlope, Undefined> {
        Fit::new(self)?.slope(self, index)
    }
}
