//! The strongest reason to doubt what the overview says, chosen by rule.

use serde::{Deserialize, Serialize};

use crate::analysis::caveats;
use crate::analysis::matched::Matched;
use crate::analysis::relation::Caveat;
use crate::analysis::verdict::LEVEL;
use crate::metrics::{Metric, Panel};
use crate::stats::adjust::{Correction, adjust};
use crate::stats::correlation;
use crate::stats::panel;
use crate::stats::panel::target_date::{GoodhartBreak, goodhart_break};

use super::course::{Course, NoCourse};
use super::standing::{Standing, Way};

/// A reason to doubt.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Doubt {
    /// Something about the pair.
    Caveat(Caveat),
    /// Within people the relation is weaker since a dated event.
    Weakened(Weakened),
    /// Usage and the outcome move the same or the opposite way for everyone over the weeks.
    SharedTrend {
        /// Where usage goes.
        usage: Way,
        /// Where the outcome goes.
        outcome: Way,
    },
}

/// A relation within people that got weaker.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Weakened {
    /// The event.
    pub event: String,
    /// The relation within people before it.
    pub before: f64,
    /// The relation from it on.
    pub after: f64,
    /// P-value of "the slope is the same", adjusted for the number of events.
    pub p: f64,
    /// People.
    pub people: usize,
}

/// The gravest reason about a pair: coupling, a reversal within groups, a weakening after an event, one person, few
/// people, a poor match, skew.
pub fn strongest(
    of: &Panel,
    usage: &Metric,
    outcome: &Metric,
    matched: &Matched,
    standing: &Standing,
) -> Option<Doubt> {
    let caveats = caveats::all(of, usage, outcome, matched, &standing.spearman);
    let weakened = weakened(of, matched).map(|found| (2, Doubt::Weakened(found)));
    caveats
        .into_iter()
        .map(|caveat| (gravity(&caveat), Doubt::Caveat(caveat)))
        .chain(weakened)
        .min_by_key(|(gravity, _)| *gravity)
        .map(|(_, doubt)| doubt)
}

/// Place in the order of reasons, the gravest first; 2 is a weakening after an event.
fn gravity(caveat: &Caveat) -> u8 {
    match caveat {
        Caveat::Coupled(_) => 0,
        Caveat::GroupsDisagree(_) => 1,
        Caveat::OnePersonMatters(_) => 3,
        Caveat::FewPeople(_) => 4,
        Caveat::PoorMatch(_) => 5,
        Caveat::Skewed(_) => 6,
    }
}

/// Periods that each side of an event has to have.
const FEWEST_PERIODS: usize = 4;

/// The clearest weakening of the relation within people after one of the dated events, adjusted for their number.
fn weakened(of: &Panel, matched: &Matched) -> Option<Weakened> {
    /// Chance of a false alarm over all events.
    const ALPHA: f64 = 0.05;
    let person: Vec<usize> = matched.keys.iter().map(|key| key.0 as usize).collect();
    let period: Vec<i32> = matched.keys.iter().map(|key| key.1.0).collect();
    let rows = panel::Panel {
        person: &person,
        period: &period,
        x: &matched.x,
        y: &matched.y,
    };
    let mut periods = period.clone();
    periods.sort_unstable();
    periods.dedup();
    let mut launches: Vec<(i32, &str)> = of
        .dataset
        .events
        .iter()
        .map(|event| (of.period.index(event.day).0, event.name.as_str()))
        .collect();
    launches.dedup_by_key(|launch| launch.0);
    launches.retain(|(launch, _)| {
        let before = periods.partition_point(|period| period < launch);
        before >= FEWEST_PERIODS && periods.len() - before >= FEWEST_PERIODS
    });
    let breaks: Vec<(&str, GoodhartBreak)> = launches
        .into_iter()
        .filter_map(|(launch, name)| Some((name, goodhart_break(&rows, launch, LEVEL).ok()?)))
        .filter(|(_, found)| found.change_of_slope.trust().is_ok())
        .collect();
    let p: Vec<Option<f64>> = breaks
        .iter()
        .map(|(_, found)| found.change_of_slope.slope.p_value().ok())
        .collect();
    let adjusted = adjust(&p, Correction::Holm).ok()?;
    breaks
        .into_iter()
        .zip(adjusted)
        .filter_map(|((event, found), p)| {
            let (before, after) = (found.before.r, found.after.r);
            let is_weaker = after.abs() < before.abs();
            Some(Weakened {
                event: event.to_owned(),
                before,
                after,
                p: p.filter(|p| *p < ALPHA && is_weaker)?,
                people: found.people,
            })
        })
        .min_by(|a, b| a.p.total_cmp(&b.p))
}

/// Both courses rise or fall so steadily that their lines would look related whatever people do.
pub fn shared_trend([usage, outcome]: [&Result<Course, NoCourse>; 2]) -> Option<Doubt> {
    Some(Doubt::SharedTrend {
        usage: trend(usage.as_ref().ok()?)?,
        outcome: trend(outcome.as_ref().ok()?)?,
    })
}

fn trend(course: &Course) -> Option<Way> {
    /// Means are autocorrelated, so that a smaller rho says little.
    const STEADY: f64 = 0.6;
    let time: Vec<f64> = course
        .points
        .iter()
        .map(|point| f64::from(point.day))
        .collect();
    let mean: Vec<f64> = course.points.iter().map(|point| point.mean).collect();
    let found = correlation::spearman(&time, &mean, LEVEL).ok()?;
    let is_clear = found.p_value.is_ok_and(|p| p < 1.0 - LEVEL);
    (is_clear && found.coefficient.abs() >= STEADY).then_some(if found.coefficient > 0.0 {
        Way::Higher
    } else {
        Way::Lower
    })
}
