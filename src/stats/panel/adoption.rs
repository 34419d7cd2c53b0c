//! Difference-in-differences: did those who began change more than those who did not?

use super::groups::Groups;
use super::slope::{Distrust, Model, PanelSlope};
use super::{Effects, Panel, fixed_effects};
use crate::stats::Undefined;
use crate::stats::moments::mean;
use crate::stats::note::Note;
use crate::stats::resample::{PermutationTest, Tails};
use crate::stats::welch::{Welch, welch};
use serde::{Deserialize, Serialize};

/// How [`difference_in_differences`] is made.
pub const DIFFERENCE_IN_DIFFERENCES: Note = Note {
    name: "Difference in differences",
    answers: "Did the outcome change more where usage began than where it did not?",
    formula: "(ȳ after − ȳ before) of those who began − (ȳ after − ȳ before) of the others",
    certainty: "CR2 standard error by unit, Satterthwaite’s t; Welch’s t of each unit’s change; and a placebo test: how often would other units, taken for those who began, show as large a difference?",
    assumes: "Without the beginning both groups would have moved alike, and all who began did so at the same time. Below five units that began, only the placebo test counts.",
    source: "Bertrand, Duflo & Mullainathan (2004), How much should we trust differences-in-differences estimates?; Conley & Taber (2011), Inference with difference in differences with a small number of policy changes",
    checked_against: "R lm with sandwich and clubSandwich, pyfixest, statsmodels; Kessler & Roth (2014) as printed in Huntington-Klein (2021), The Effect",
};

/// Below this many units that began, clustered standard errors are not trustworthy, and their degrees of freedom do
/// not warn.
pub const LEAST_TREATED_UNITS: usize = 5;

/// Up to this many ways to choose the units that began, the placebo test looks at all of them.
const MAX_ENUMERATED: u64 = 100_000;

/// Random choices of units beyond that.
const DRAWS: usize = 9_999;

/// Outcomes of units (people, teams) around one date.
#[derive(Debug, Clone, Copy)]
pub struct Adoption<'a> {
    /// The unit of each row.
    pub unit: &'a [usize],
    /// The period of each row.
    pub period: &'a [i32],
    /// Whether the row's unit is one of those who began.
    pub treated: &'a [bool],
    /// Whether the row's period lies after the date.
    pub post: &'a [bool],
    /// The outcome of each row.
    pub y: &'a [f64],
}

/// The rows of one group in one phase.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// Mean outcome.
    pub mean: f64,
    /// Number of rows.
    pub n: usize,
}

/// The cells of one group.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Phases {
    /// Before the date.
    pub before: Cell,
    /// After the date.
    pub after: Cell,
}

/// How the difference compares with what other units would show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placebo {
    /// Choices of units that were looked at, the real one included.
    pub choices: u64,
    /// Those with a difference as far from zero or further.
    pub as_extreme: u64,
    /// Seed of the random choices; `None` if all were looked at.
    pub seed: Option<u64>,
}

impl Placebo {
    /// Two-sided p-value; never below 1 / choices.
    pub fn p_value(&self) -> f64 {
        self.as_extreme as f64 / self.choices as f64
    }
}

/// A difference-in-differences with what it rests on.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct DifferenceInDifferences {
    /// Number of rows.
    pub n: usize,
    /// Number of units.
    pub units: usize,
    /// Units that began.
    pub treated_units: usize,
    /// Means of those who began.
    pub treated: Phases,
    /// Means of the others.
    pub others: Phases,
    /// As a slope in a model of group, phase and both.
    pub pooled: Result<PanelSlope, Undefined>,
    /// As a slope in a model with a level for each unit and each period.
    pub two_way: Result<PanelSlope, Undefined>,
    /// Mean change of those who began against that of the others, one change per unit.
    pub changes: Result<Welch, Undefined>,
    /// The same mean difference of changes against other choices of units.
    pub placebo: Result<Placebo, Undefined>,
}

impl DifferenceInDifferences {
    /// The difference of the differences of means.
    pub fn effect(&self) -> f64 {
        let change = |phases: Phases| phases.after.mean - phases.before.mean;
        change(self.treated) - change(self.others)
    }

    /// Whether the standard errors may be turned into a verdict, or why only the placebo test may.
    ///
    /// # Errors
    /// [`Distrust`], the graver reason first.
    pub fn trust(&self) -> Result<(), Distrust> {
        if self.treated_units < LEAST_TREATED_UNITS {
            return Err(Distrust::FewTreatedUnits {
                have: self.treated_units,
            });
        }
        match &self.two_way {
            Ok(slope) => slope.trust(),
            Err(_) => Err(Distrust::FewDegreesOfFreedom { have: 0.0 }),
        }
    }
}

/// Compares the change of those who began with the change of the others; `seed` is for the placebo test.
///
/// # Errors
/// [`Undefined::TooFew`] if one of the four cells has no row.
pub fn difference_in_differences(
    rows: &Adoption,
    seed: u64,
) -> Result<DifferenceInDifferences, Undefined> {
    let n = rows.y.len();
    let column = |is_one: &dyn Fn(usize) -> bool| -> Vec<f64> {
        (0..n).map(|row| f64::from(u8::from(is_one(row)))).collect()
    };
    let treated = column(&|row| rows.treated[row]);
    let post = column(&|row| rows.post[row]);
    let both = column(&|row| rows.treated[row] && rows.post[row]);
    let model = Model {
        person: rows.unit,
        period: rows.period,
        regressors: &[&treated, &post, &both],
        y: rows.y,
        effects: Effects::Intercept,
    };
    let panel = Panel {
        person: rows.unit,
        period: rows.period,
        x: &both,
        y: rows.y,
    };
    let phases = |treated| {
        Ok(Phases {
            before: cell(rows, |&row| rows.treated[row] == treated && !rows.post[row])?,
            after: cell(rows, |&row| rows.treated[row] == treated && rows.post[row])?,
        })
    };
    let units = Groups::new(rows.unit);
    let began = |own: &&[usize]| own.iter().any(|&row| rows.treated[row]);
    let (changes_treated, changes_others) = changes(rows, &units);
    Ok(DifferenceInDifferences {
        n,
        units: units.count(),
        treated_units: units.rows().filter(began).count(),
        treated: phases(true)?,
        others: phases(false)?,
        pooled: model.slope(2),
        two_way: fixed_effects(&panel, Effects::PersonAndPeriod),
        changes: welch(&changes_treated, &changes_others),
        placebo: placebo(&changes_treated, &changes_others, seed),
    })
}

/// Mean outcome of the chosen rows.
fn cell(rows: &Adoption, chosen: impl Fn(&usize) -> bool) -> Result<Cell, Undefined> {
    let here = (0..rows.y.len()).filter(chosen);
    let values: Vec<f64> = here.map(|row| rows.y[row]).collect();
    Ok(Cell {
        mean: mean(&values)?,
        n: values.len(),
    })
}

/// Mean after minus mean before of each unit that has both: of those who began, and of the others.
fn changes(rows: &Adoption, units: &Groups) -> (Vec<f64>, Vec<f64>) {
    let mut changes = (Vec::new(), Vec::new());
    for own in units.rows() {
        let of_phase = |post: bool| {
            let own = own.iter().filter(|&&row| rows.post[row] == post);
            mean(&own.map(|&row| rows.y[row]).collect::<Vec<_>>())
        };
        if let (Ok(before), Ok(after)) = (of_phase(false), of_phase(true)) {
            if own.iter().any(|&row| rows.treated[row]) {
                changes.0.push(after - before);
            } else {
                changes.1.push(after - before);
            }
        }
    }
    changes
}

/// Every choice, or random ones, of as many units as began.
fn placebo(treated: &[f64], others: &[f64], seed: u64) -> Result<Placebo, Undefined> {
    if treated.is_empty() || others.is_empty() {
        return Err(Undefined::TooFew { have: 0, need: 1 });
    }
    let changes = [treated, others].concat();
    let (n, chosen) = (changes.len(), treated.len());
    let total: f64 = changes.iter().sum();
    let difference = |sum: f64| sum / chosen as f64 - (total - sum) / (n - chosen) as f64;
    let sum_of = |units: &[usize]| units.iter().map(|&unit| changes[unit]).sum::<f64>();
    let random = ways_to_choose(n, chosen).is_none_or(|ways| ways > MAX_ENUMERATED);
    let tails = if random {
        let statistic = |order: &[usize]| difference(sum_of(&order[..chosen]));
        let mut test = PermutationTest::new(n, DRAWS, seed, statistic);
        while test.advance(DRAWS).is_some() {}
        test.finish()
    } else {
        let mut units: Vec<usize> = (0..chosen).collect();
        let observed = difference(sum_of(&units));
        let mut tails = Tails::OBSERVED;
        while next_choice(&mut units, n) {
            tails.count(difference(sum_of(&units)), observed);
        }
        tails
    };
    Ok(Placebo {
        choices: tails.permutations,
        as_extreme: tails.as_extreme,
        seed: random.then_some(seed),
    })
}

/// Binomial coefficient; `None` where it leaves the range of whole numbers.
fn ways_to_choose(n: usize, chosen: usize) -> Option<u64> {
    (0..chosen.min(n - chosen) as u64).try_fold(1_u64, |ways, at| {
        Some(ways.checked_mul(n as u64 - at)? / (at + 1))
    })
}

/// The next choice of units out of `n` in lexicographic order; false after the last.
fn next_choice(units: &mut [usize], n: usize) -> bool {
    let chosen = units.len();
    let movable = (0..chosen).rev().find(|&at| units[at] < n - chosen + at);
    let Some(movable) = movable else {
        return false;
    };
    let first = units[movable] + 1;
    for (unit, next) in units[movable..].iter_mut().zip(first..) {
        *unit = next;
    }
    true
}
