//! Which comes first: does usage go with the outcome of later periods more than with that of earlier ones?

use serde::{Deserialize, Serialize};

use crate::dataset::Period;
use crate::metrics::{Cells, Metric, Panel, Topic, Values};
use crate::stats::adjust::{Correction, adjust};
use crate::stats::panel::Effects;
use crate::stats::panel::lag::{self, Series, lag_profile, lead_lag};
use crate::stats::panel::slope::PanelSlope;
use crate::stats::{Interval, Undefined, moments};

use super::SMALLEST_GROUP;
use super::matched::Matched;
use super::verdict::{LEVEL, NoVerdict};
use super::within::Rows;

/// The furthest that is looked, in periods, either way.
const FURTHEST: i32 = 8;
/// Each distance needs this many times its own length of periods, or the ends rest on few.
const PERIODS_PER_LAG: usize = 3;
/// Fewer distances say nothing of an order.
const NEAREST: i32 = 2;
/// Steps of work, rows times squared periods, that all distances together may take: about a second.
const MOST_WORK: f64 = 2e9;

/// The relation within people at each distance in time. Slopes are in standard deviations within people.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Lags {
    /// The length of a step.
    pub period: Period,
    /// From the outcome far before the usage to far after it.
    pub lags: Vec<Lag>,
    /// Usage of the period before, the same and the period after, in one model of the outcome.
    pub jointly: Result<Jointly, NoVerdict>,
}

/// The relation at one distance.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Lag {
    /// Periods from usage to outcome; negative if the outcome came first.
    pub periods: i32,
    /// People who bear on it.
    pub people: usize,
    /// The slope, or why there is none that may be trusted.
    pub slope: Result<Slope, NoVerdict>,
}

/// A slope in standard deviations of the outcome per standard deviation of usage.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Slope {
    /// The slope.
    pub estimate: f64,
    /// Its 95% interval (CR2, Satterthwaite).
    pub interval: Interval,
    /// Its p-value, corrected for the number of slopes that are looked at together (Holm).
    pub p_adjusted: Option<f64>,
}

impl Slope {
    /// Whether it stands out among those that are looked at together.
    pub fn is_clear(&self) -> bool {
        self.p_adjusted.is_some_and(|p| p < 1.0 - LEVEL)
    }
}

/// Three slopes of one model.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Jointly {
    /// On the usage of the period before the outcome.
    pub before: Slope,
    /// On that of the same period.
    pub same: Slope,
    /// On that of the period after, which cannot have come first.
    pub after: Slope,
}

/// The profile of a pair.
///
/// # Errors
/// [`Undefined::TooFew`] where there are not enough periods; [`Undefined::OutOfRange`] where there are so many rows and
/// periods that it would take minutes; those of the slope within people.
pub fn lags(
    panel: &Panel,
    [usage, outcome]: [&Metric; 2],
    matched: &Matched,
) -> Result<Lags, Undefined> {
    let reach = reach(matched)?;
    let rows = Rows::of(matched);
    let [x, y] = rows.panel(matched).repeated().deviations();
    let unit = moments::standard_deviation(&y)? / moments::standard_deviation(&x)?;
    let (usage, outcome) = (
        Filled::of(panel.cells(Topic::Usage), &panel.values(usage)),
        Filled::of(panel.cells(Topic::Outcome), &panel.values(outcome)),
    );
    let (usage, outcome) = (usage.series(), outcome.series());
    let found = lag_profile(&usage, &outcome, -reach..=reach)?;
    let slopes: Vec<Result<PanelSlope, Undefined>> = found.iter().map(|lag| lag.slope).collect();
    let lags = found.iter().zip(together(&slopes, unit)?);
    let lags = lags.map(|(lag, slope): (&lag::Lag, _)| Lag {
        periods: lag.periods,
        people: lag.slope.map_or(0, |slope| slope.people_that_bear),
        slope,
    });
    Ok(Lags {
        period: panel.period,
        lags: lags.collect(),
        jointly: jointly(&usage, &outcome, unit),
    })
}

/// How far may be looked with these periods, people and rows.
fn reach(matched: &Matched) -> Result<i32, Undefined> {
    let mut periods: Vec<i32> = matched.keys.iter().map(|key| key.1.0).collect();
    periods.sort_unstable();
    periods.dedup();
    let need = PERIODS_PER_LAG * NEAREST.unsigned_abs() as usize;
    if periods.len() < need {
        let have = periods.len();
        return Err(Undefined::TooFew { have, need });
    }
    let furthest = (1..=FURTHEST)
        .rev()
        .find(|far| PERIODS_PER_LAG * far.unsigned_abs() as usize <= periods.len())
        .unwrap_or(NEAREST);
    let work = matched.keys.len() as f64 * (periods.len() as f64).powi(2);
    (NEAREST..=furthest)
        .rev()
        .find(|far| work * f64::from(2 * far + 1) <= MOST_WORK)
        .ok_or(Undefined::OutOfRange)
}

fn jointly(usage: &Series, outcome: &Series, unit: f64) -> Result<Jointly, NoVerdict> {
    let found = lead_lag(usage, outcome, Effects::PersonAndPeriod)?;
    let slopes = [found.before, found.same, found.after].map(Ok);
    let mut slopes = together(&slopes, unit)?.into_iter();
    let mut next = || slopes.next().unwrap_or(Err(Undefined::OutOfRange.into()));
    Ok(Jointly {
        before: next()?,
        same: next()?,
        after: next()?,
    })
}

/// Slopes that are looked at together, in standard deviations; those that are not to be trusted say why.
fn together(
    slopes: &[Result<PanelSlope, Undefined>],
    unit: f64,
) -> Result<Vec<Result<Slope, NoVerdict>>, Undefined> {
    let trusted: Vec<Result<PanelSlope, NoVerdict>> =
        slopes.iter().map(|slope| trusted((*slope)?)).collect();
    let p_value = |slope: &Result<PanelSlope, NoVerdict>| slope.ok()?.slope.p_value().ok();
    let p_values: Vec<Option<f64>> = trusted.iter().map(p_value).collect();
    let corrected = adjust(&p_values, Correction::Holm)?;
    let slope = |(slope, p_adjusted): (Result<PanelSlope, NoVerdict>, Option<f64>)| {
        let slope = slope?.slope;
        let interval = slope.interval(LEVEL);
        Ok(Slope {
            estimate: slope.estimate / unit,
            interval: Interval {
                low: interval.low / unit,
                high: interval.high / unit,
                level: interval.level,
            },
            p_adjusted,
        })
    };
    Ok(trusted.into_iter().zip(corrected).map(slope).collect())
}

fn trusted(slope: PanelSlope) -> Result<PanelSlope, NoVerdict> {
    let have = slope.people_that_bear;
    if have < SMALLEST_GROUP {
        let need = SMALLEST_GROUP;
        return Err(Undefined::TooFew { have, need }.into());
    }
    slope.trust()?;
    Ok(slope)
}

/// The cells of a metric that have a value.
struct Filled {
    person: Vec<usize>,
    period: Vec<i32>,
    value: Vec<f64>,
}

impl Filled {
    fn of(cells: &Cells, values: &Values) -> Self {
        let filled = cells.keys.iter().zip(&values.cells);
        let filled = filled.filter(|(_, value)| value.is_finite());
        let mut found = Filled {
            person: Vec::new(),
            period: Vec::new(),
            value: Vec::new(),
        };
        for (key, value) in filled {
            found.person.push(key.0 as usize);
            found.period.push(key.1.0);
            found.value.push(*value);
        }
        found
    }

    fn series(&self) -> Series<'_> {
        Series {
            person: &self.person,
            period: &self.period,
            value: &self.value,
        }
    }
}
