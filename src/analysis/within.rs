//! The same people over time: does a person's outcome go with their usage, week by week?

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::stats::bins::{Binning, binned_means};
use crate::stats::panel::rmcorr::{RepeatedMeasures, repeated_measures_correlation};
use crate::stats::panel::{Effects, Panel, fixed_effects};
use crate::stats::regression::Coefficient;
use crate::stats::{Interval, Undefined, moments};

use super::SMALLEST_GROUP;
use super::matched::Matched;
use super::verdict::{self, Interest, LEVEL, NoVerdict, Verdict};

/// Above this many periods neighbours share a level, because the work grows with the square of their number.
const MOST_LEVELS: usize = 60;
/// Steps from much less to much more usage than usual.
const STEPS: usize = 8;

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
    /// The outcome where usage was less, about as, or more than usual.
    pub steps: Vec<Step>,
}

/// Person-periods with about as much more or less usage than usual.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// People with such a period; each counts once, with the mean of theirs.
    pub people: usize,
    /// Mean difference of usage from what is usual for the person and the period.
    pub usage: f64,
    /// Mean difference of the outcome from that.
    pub outcome: f64,
    /// 95% interval of the outcome.
    pub interval: Interval,
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
        steps: steps(&panel).unwrap_or_default(),
    })
}

/// The outcome along usage, both as differences from what is usual: in each bin of usage people are averaged first,
/// because the periods of one person hang together.
fn steps(panel: &Panel) -> Result<Vec<Step>, Undefined> {
    let [x, y] = panel.deviations();
    let bins = binned_means(
        &x,
        &y,
        Binning {
            bins: STEPS,
            level: LEVEL,
        },
    )?;
    // A row lies in the last bin that begins below it, as the bins count.
    let bin_of = |x: f64| bins.partition_point(|bin| bin.low < x).saturating_sub(1);
    let mut sums: Vec<BTreeMap<usize, (f64, [f64; 2])>> = vec![BTreeMap::new(); bins.len()];
    for ((person, x), y) in panel.person.iter().zip(&x).zip(&y) {
        let (count, [usage, outcome]) = sums[bin_of(*x)].entry(*person).or_default();
        *count += 1.0;
        *usage += x;
        *outcome += y;
    }
    let step = |people: BTreeMap<usize, (f64, [f64; 2])>| {
        let means = people.values().map(|(n, [x, y])| (x / n, y / n));
        let (x, y): (Vec<f64>, Vec<f64>) = means.unzip();
        let all = Binning {
            bins: 1,
            level: LEVEL,
        };
        let bin = *binned_means(&x, &y, all).ok()?.first()?;
        Some(Step {
            people: bin.n,
            usage: bin.mean_x,
            outcome: bin.mean_y,
            interval: bin.interval.ok().filter(|_| bin.n >= SMALLEST_GROUP)?,
        })
    };
    Ok(sums.into_iter().filter_map(step).collect())
}
