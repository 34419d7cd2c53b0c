//! The same people over time: does a person's outcome go with their usage, week by week?

use serde::{Deserialize, Serialize};

use crate::stats::panel::rmcorr::{RepeatedMeasures, repeated_measures_correlation};
use crate::stats::panel::{Effects, Panel, fixed_effects};
use crate::stats::regression::Coefficient;
use crate::stats::{Interval, Undefined, moments};

use super::matched::Matched;
use super::verdict::{self, Interest, LEVEL, NoVerdict, Verdict};

/// Above this many periods neighbours share a level, because the work grows with the square of their number.
const MOST_LEVELS: usize = 60;

/// The slope within people, after what each person and each period has in common was taken out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Within {
    /// Change of the outcome per unit of usage in the same period: CR2 standard error, Satterthwaite's degrees of freedom.
    pub slope: Coefficient,
    /// Its 95% interval.
    pub interval: Interval,
    /// Two-sided p-value of "no relation within people".
    pub p_value: Result<f64, Undefined>,
    /// Standard deviation of usage within people: how much it usually changes from period to period.
    pub usage_deviation: f64,
    /// The slope in standard deviations of the outcome per standard deviation of usage, both within people.
    pub standardised: f64,
    /// The 95% interval of that, the standard deviations taken as known.
    pub standardised_interval: Interval,
    /// Person-periods.
    pub rows: usize,
    /// People.
    pub people: usize,
    /// People whose usage changes, so that they bear on the slope.
    pub people_that_bear: usize,
    /// Periods.
    pub periods: usize,
    /// Neighbouring periods that share a level; 1 where each has its own.
    pub periods_per_level: usize,
    /// Largest share of the information in one person.
    pub largest_share: f64,
    /// The slope without that person.
    pub slope_without: Option<f64>,
    /// As how many people of equal weight they count.
    pub effective_people: f64,
    /// The repeated-measures correlation: a picture of the strength, not a test, because weeks hang together.
    pub correlation: Result<RepeatedMeasures, Undefined>,
    /// What the slope allows to say.
    pub verdict: Result<Verdict, NoVerdict>,
}

/// The rows of a matched panel, as the statistics want them.
#[derive(Debug, Clone)]
pub struct Rows {
    person: Vec<usize>,
    period: Vec<i32>,
    periods_per_level: usize,
}

impl Rows {
    /// The rows of a matched panel.
    pub fn of(matched: &Matched) -> Self {
        let mut periods: Vec<i32> = matched.keys.iter().map(|key| key.1.0).collect();
        periods.sort_unstable();
        periods.dedup();
        let periods_per_level = periods.len().div_ceil(MOST_LEVELS).max(1);
        let level = |period: i32| {
            let at = periods.partition_point(|other| *other < period);
            i32::try_from(at / periods_per_level).unwrap_or(i32::MAX)
        };
        Rows {
            person: matched.keys.iter().map(|key| key.0 as usize).collect(),
            period: matched.keys.iter().map(|key| level(key.1.0)).collect(),
            periods_per_level,
        }
    }

    /// With their values.
    pub fn panel<'a>(&'a self, matched: &'a Matched) -> Panel<'a> {
        Panel {
            person: &self.person,
            period: &self.period,
            x: &matched.x,
            y: &matched.y,
        }
    }
}

/// The relation within people.
///
/// # Errors
/// Those of [`fixed_effects`]: for example that usage never changes within a person.
pub fn within(matched: &Matched, interest: Interest) -> Result<Within, Undefined> {
    let rows = Rows::of(matched);
    let panel = rows.panel(matched);
    let found = fixed_effects(&panel, Effects::PersonAndPeriod)?;
    let [x, y] = panel.repeated().deviations();
    let usage_deviation = moments::standard_deviation(&x)?;
    let unit = moments::standard_deviation(&y)? / usage_deviation;
    let interval = found.slope.interval(LEVEL);
    Ok(Within {
        slope: found.slope,
        interval,
        p_value: found.slope.p_value(),
        usage_deviation,
        standardised: found.slope.estimate / unit,
        standardised_interval: Interval {
            low: interval.low / unit,
            high: interval.high / unit,
            level: interval.level,
        },
        rows: found.n,
        people: found.people,
        people_that_bear: found.people_that_bear,
        periods: found.periods,
        periods_per_level: rows.periods_per_level,
        largest_share: found.most_influential.share,
        slope_without: found.most_influential.slope_without,
        effective_people: found.effective_people,
        correlation: repeated_measures_correlation(&panel.repeated(), LEVEL),
        verdict: verdict::of_slope(&found, unit, interest),
    })
}
