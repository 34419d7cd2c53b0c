//! Does usage come before the outcome? Joined by the calendar, never by row.

use super::rmcorr::{RepeatedMeasures, repeated_measures_correlation};
use super::slope::{Model, PanelSlope};
use super::{Effects, Panel, fixed_effects};
use crate::stats::Undefined;
use crate::stats::note::Note;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How [`lag_profile`] is made.
pub const LAG_PROFILE: Note = Note {
    name: "Before and after",
    answers: "Does usage go with the outcome of later weeks more than with that of earlier ones?",
    formula: "Slope within people of the outcome in week t + k on usage in week t, for each k; jointly y = b₁·x before + b₀·x same week + b₋₁·x after",
    certainty: "As the slope within people, one per lag. With many lags some are small by chance: correct for their number.",
    assumes: "Nothing that changes over time moves both; weeks are not missing because of the outcome. A future usage that goes with the outcome as much as past usage speaks for a shared cause.",
    source: "Granger (1969), Investigating causal relations by econometric models; Angrist & Pischke (2009), Mostly Harmless Econometrics, 5.2",
    checked_against: "R plm::lag(shift = \"time\") and clubSandwich",
};

/// Values of people over periods, in any order. The values are finite; what is missing has no row.
#[derive(Debug, Clone, Copy)]
pub struct Series<'a> {
    /// The person of each row.
    pub person: &'a [usize],
    /// The period of each row, counted in whole steps of the calendar.
    pub period: &'a [i32],
    /// The value of each row.
    pub value: &'a [f64],
}

/// The relation of usage with the outcome some periods later.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Lag {
    /// Periods from usage to outcome; negative if the outcome came first.
    pub periods: i32,
    /// Pairs of rows that meet at this distance.
    pub n: usize,
    /// The slope with a level for each person and each period, or why there is none.
    pub slope: Result<PanelSlope, Undefined>,
    /// The repeated-measures correlation, for the picture, or why there is none.
    pub correlation: Result<RepeatedMeasures, Undefined>,
}

/// Usage of the period before, of the same and of the period after, in one model of the outcome.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct LeadLag {
    /// Slope on the usage of the period before.
    pub before: PanelSlope,
    /// Slope on the usage of the same period.
    pub same: PanelSlope,
    /// Slope on the usage of the period after: what the future cannot have caused.
    pub after: PanelSlope,
}

/// The relation at each distance of `lags`, in periods from usage to outcome.
///
/// # Errors
/// [`Undefined::OutOfRange`] if a person has two values of usage in one period.
pub fn lag_profile(
    usage: &Series,
    outcome: &Series,
    lags: std::ops::RangeInclusive<i32>,
) -> Result<Vec<Lag>, Undefined> {
    let calendar = Calendar::new(usage)?;
    let lag = |periods| {
        let rows = calendar.join(outcome, &[periods]);
        let panel = Panel {
            person: &rows.person,
            period: &rows.period,
            x: &rows.usage[0],
            y: &rows.outcome,
        };
        Lag {
            periods,
            n: rows.outcome.len(),
            slope: fixed_effects(&panel, Effects::PersonAndPeriod),
            correlation: repeated_measures_correlation(&panel.repeated(), 0.95),
        }
    };
    Ok(lags.map(lag).collect())
}

/// The outcome on the usage of the period before, of the same and of the period after at once.
///
/// # Errors
/// As [`lag_profile`], and as [`fixed_effects`].
pub fn lead_lag(usage: &Series, outcome: &Series, effects: Effects) -> Result<LeadLag, Undefined> {
    let rows = Calendar::new(usage)?.join(outcome, &[1, 0, -1]);
    let regressors: Vec<&[f64]> = rows.usage.iter().map(Vec::as_slice).collect();
    let model = Model {
        person: &rows.person,
        period: &rows.period,
        regressors: &regressors,
        y: &rows.outcome,
        effects,
    };
    let slopes = model.slopes()?;
    Ok(LeadLag {
        before: slopes[0],
        same: slopes[1],
        after: slopes[2],
    })
}

/// Usage by person and period.
struct Calendar(BTreeMap<(usize, i32), f64>);

/// Outcomes with the usage at some distances.
struct Joined {
    person: Vec<usize>,
    period: Vec<i32>,
    outcome: Vec<f64>,
    /// One column per distance.
    usage: Vec<Vec<f64>>,
}

impl Calendar {
    fn new(usage: &Series) -> Result<Self, Undefined> {
        let keys = usage
            .person
            .iter()
            .copied()
            .zip(usage.period.iter().copied());
        let by_key: BTreeMap<_, _> = keys.zip(usage.value.iter().copied()).collect();
        if by_key.len() < usage.value.len() {
            return Err(Undefined::OutOfRange);
        }
        Ok(Self(by_key))
    }

    /// The outcomes whose person has usage at each of the distances, which are periods from usage to outcome.
    fn join(&self, outcome: &Series, distances: &[i32]) -> Joined {
        let mut joined = Joined {
            person: Vec::new(),
            period: Vec::new(),
            outcome: Vec::new(),
            usage: vec![Vec::new(); distances.len()],
        };
        for (row, &value) in outcome.value.iter().enumerate() {
            let (person, period) = (outcome.person[row], outcome.period[row]);
            let at = |&distance: &i32| {
                self.0
                    .get(&(person, period.checked_sub(distance)?))
                    .copied()
            };
            let Some(found) = distances.iter().map(at).collect::<Option<Vec<f64>>>() else {
                continue;
            };
            joined.person.push(person);
            joined.period.push(period);
            joined.outcome.push(value);
            for (column, usage) in joined.usage.iter_mut().zip(found) {
                column.push(usage);
            }
        }
        joined
    }
}
