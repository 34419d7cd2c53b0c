//! Panels: people measured over and over. What separates "different people" from "the same person at other times".
//!
//! A row is not a person: rows of one person repeat that person. Every test here counts people.

pub mod adoption;
mod basis;
mod fit;
mod groups;
pub mod lag;
pub mod rmcorr;
pub mod simpson;
pub mod slope;
pub mod split;
pub mod target_date;
#[cfg(test)]
mod tests;
pub mod wild;

use super::Undefined;
use super::note::Note;
use basis::Basis;
use groups::Groups;
use slope::{Model, PanelSlope};

/// How [`fixed_effects`] is made.
pub const FIXED_EFFECTS: Note = Note {
    name: "Slope within people",
    answers: "When the same person uses more than usual, is that person’s outcome then higher than usual?",
    formula: "y = aᵢ + gₜ + b·x + e, with an effect for each person i and each period t",
    certainty: "Errors of one person may hang together: CR2 standard error, Student’s t with Satterthwaite’s degrees of freedom. No verdict below 4 degrees of freedom, or if one person holds more than half of the information.",
    assumes: "People are independent of each other; nothing else changes within a person along with usage.",
    source: "Bell & McCaffrey (2002), Bias reduction in standard errors for linear regression with multi-stage samples; Pustejovsky & Tipton (2018), Small-sample methods for cluster-robust variance estimation",
    checked_against: "R clubSandwich::coef_test and plm, pyfixest, statsmodels",
};

/// Pairs of people who were measured repeatedly, in any order.
#[derive(Debug, Clone, Copy)]
pub struct Repeated<'a> {
    /// The person of each row; any numbers.
    pub person: &'a [usize],
    /// Usage of each row.
    pub x: &'a [f64],
    /// Outcome of each row.
    pub y: &'a [f64],
}

/// Pairs of people over periods, in any order.
#[derive(Debug, Clone, Copy)]
pub struct Panel<'a> {
    /// The person of each row; any numbers.
    pub person: &'a [usize],
    /// The period of each row, counted in whole steps of the calendar, so that neighbours differ by one.
    pub period: &'a [i32],
    /// Usage of each row.
    pub x: &'a [f64],
    /// Outcome of each row.
    pub y: &'a [f64],
}

impl Repeated<'_> {
    /// Both sides, each value minus the mean of its person: first x, then y.
    pub fn deviations(&self) -> [Vec<f64>; 2] {
        let people = Groups::new(self.person);
        [people.deviations(self.x), people.deviations(self.y)]
    }
}

impl<'a> Panel<'a> {
    /// The same pairs without their periods.
    pub fn repeated(&self) -> Repeated<'a> {
        Repeated {
            person: self.person,
            x: self.x,
            y: self.y,
        }
    }

    /// Both sides after a level for each person and one for each period that all share were taken out: first x, then y.
    ///
    /// What [`fixed_effects`] reads its slope from, and so what a picture of that slope has to show
    /// (Frisch & Waugh 1933; Lovell 1963). Takes O(n k²) steps for n rows and k periods.
    pub fn deviations(&self) -> [Vec<f64>; 2] {
        let people = Groups::new(self.person);
        let mut shared = Basis::default();
        // The first period is what the people and the other periods leave.
        for rows in Groups::new(self.period).rows().skip(1) {
            let mut mark = vec![0.0; self.period.len()];
            for &row in rows {
                mark[row] = 1.0;
            }
            shared.add(people.deviations(&mark));
        }
        [self.x, self.y].map(|side| {
            let mut left = people.deviations(side);
            shared.take_out(&mut left);
            left
        })
    }
}

/// What is taken out of x and y before a slope is read. Rows of a person belong together under each of them.
#[derive(Debug, Clone, Copy)]
pub enum Effects<'a> {
    /// One intercept for all: differences between people and within people both count.
    Intercept,
    /// A level for each person.
    Person,
    /// A level for each person, and one for each period that all share.
    PersonAndPeriod,
    /// A level for each person in each phase; the slice names the phase of each row.
    PersonByPhase(&'a [usize]),
    /// The same, and a level for each period that all share.
    PersonByPhaseAndPeriod(&'a [usize]),
}

/// The slope of y on x after `effects` are taken out.
///
/// People with one row do not bear on it; periods that only repeat what other periods and people say are passed over.
/// Takes O(n k²) steps for n rows and k periods.
///
/// # Errors
/// [`Undefined::Constant`] if a side does not vary within people; [`Undefined::Collinear`] if the periods explain x;
/// [`Undefined::TooFew`] if fewer than two people bear on the slope; [`Undefined::NoDegreesOfFreedom`] if the effects
/// use up every row.
pub fn fixed_effects(panel: &Panel, effects: Effects) -> Result<PanelSlope, Undefined> {
    let model = Model {
        person: panel.person,
        period: panel.period,
        regressors: &[panel.x],
        y: panel.y,
        effects,
    };
    model.slope(0)
}
