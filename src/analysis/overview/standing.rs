//! Each outcome against usage, between people and within them, with all tests adjusted together.

use serde::{Deserialize, Serialize};

use crate::analysis::matched::Matched;
use crate::analysis::verdict::{self, Interest, LEVEL, NoVerdict, POWER, Verdict};
use crate::analysis::within::{Within, within};
use crate::metrics::{Metric, MetricInfo};
use crate::stats::adjust::{Correction, adjust};
use crate::stats::line::FittedLine;
use crate::stats::panel::Repeated;
use crate::stats::regression::{Coefficient, Errors};
use crate::stats::{Correlation, Undefined, correlation, moments, power};

/// How usage and one outcome stand to each other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Standing {
    /// The outcome.
    pub y: MetricInfo,
    /// People with both values in some period.
    pub people: usize,
    /// Person-periods with both.
    pub rows: usize,
    /// Spearman's rho of person means.
    pub spearman: Result<Correlation, Undefined>,
    /// Slope through the person means, HC3 errors; for plain units where nobody is followed over time.
    pub slope: Result<Coefficient, Undefined>,
    /// Standard deviation of usage between people: how much they usually differ.
    pub usage_deviation: Result<f64, Undefined>,
    /// The smallest true correlation of person means that would have been revealed.
    pub smallest_visible: Result<f64, Undefined>,
    /// The same people over time.
    pub within: Result<Within, Undefined>,
    /// What may be said of different people.
    pub between: Side,
    /// What may be said of the same people over time.
    pub inside: Side,
    /// More periods, by which a relation worth caring about would show within people; `None` where more would not help.
    pub more_periods: Option<usize>,
}

/// What may be said of one side.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Side {
    /// The p-value that goes into the family of tests.
    pub p: Option<f64>,
    /// The same after Holm's adjustment for all tests of the overview.
    pub adjusted_p: Option<f64>,
    /// What it allows to say.
    pub finding: Finding,
}

/// What may be said after every test was counted.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum Finding {
    /// They go together, and it stays so after adjusting.
    Related(Way),
    /// If they do, it is too little to matter.
    NoneThatMatters,
    /// Looked at alone it would be a relation; among so many looks it is not enough.
    Hint(Way),
    /// None as well as one that matters fit the data.
    CannotTell,
    /// There is no verdict.
    None(NoVerdict),
}

/// Where the outcome lies with more usage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Way {
    /// Higher.
    Higher,
    /// Lower.
    Lower,
}

/// Chance of any false claim that the overview allows itself.
///
/// Its first sentence is the one that gets repeated. At 2%, no more than 5% of 200 data sets without any relation get a
/// claim even with bad luck (three chances in a thousand for more); at 5% that would be a toss of a coin.
pub const ALPHA: f64 = 0.02;

/// Every outcome, and how many tests were adjusted together.
pub fn all(rows: &[(&Metric, Matched)], interest: Interest) -> (Vec<Standing>, usize) {
    let mut outcomes: Vec<Standing> = rows
        .iter()
        .map(|(metric, matched)| Standing::of(metric, matched, interest))
        .collect();
    let family: Vec<Option<f64>> = outcomes
        .iter()
        .flat_map(|standing| [standing.between.p, standing.inside.p])
        .collect();
    let tests = family.iter().flatten().count();
    // A p-value outside of [0, 1] cannot come from the tests; if it did, nothing would be claimed.
    let adjusted = adjust(&family, Correction::Holm).unwrap_or_else(|_| vec![None; family.len()]);
    for (standing, p) in outcomes.iter_mut().zip(adjusted.chunks(2)) {
        standing.between.adjust(p[0]);
        standing.inside.adjust(p[1]);
    }
    (outcomes, tests)
}

impl Standing {
    fn of(metric: &Metric, matched: &Matched, interest: Interest) -> Self {
        let x: Vec<f64> = matched.people.iter().map(|means| means.x).collect();
        let y: Vec<f64> = matched.people.iter().map(|means| means.y).collect();
        let spearman = correlation::spearman(&x, &y, LEVEL);
        let between = spearman
            .map_err(NoVerdict::from)
            .and_then(|found| verdict::of_spearman(found.coefficient, found.n, interest));
        let rho = spearman.as_ref().map_or(0.0, |found| found.coefficient);
        let within = within(matched, interest);
        let inside = match &within {
            Ok(found) => found.verdict,
            Err(reason) => Err(NoVerdict::from(*reason)),
        };
        let slope = within.as_ref().map_or(0.0, |found| found.slope.estimate);
        // A slope that is not to be trusted claims nothing, so it is no test.
        let inside_p = within
            .as_ref()
            .ok()
            .filter(|found| found.verdict.is_ok())
            .and_then(|found| found.p_value.ok());
        Standing {
            y: metric.info.clone(),
            people: matched.people.len(),
            rows: matched.x.len(),
            between: Side::of(between_p(matched, &spearman), between, rho),
            inside: Side::of(inside_p, inside, slope),
            slope: FittedLine::new(&x, &y, Errors::Hc3).map(|fit| fit.slope),
            usage_deviation: moments::standard_deviation(&x),
            smallest_visible: power::minimum_detectable(x.len(), 1.0 - LEVEL, POWER),
            more_periods: within
                .as_ref()
                .ok()
                .and_then(|found| more_periods(found, interest)),
            spearman,
            within,
        }
    }
}

impl Side {
    /// A side before adjusting; `estimate` says which way it points.
    fn of(p: Option<f64>, verdict: Result<Verdict, NoVerdict>, estimate: f64) -> Self {
        let way = if estimate < 0.0 {
            Way::Lower
        } else {
            Way::Higher
        };
        let finding = match verdict {
            Ok(Verdict::Related) => Finding::Hint(way),
            Ok(Verdict::TooSmallToMatter | Verdict::NoRelationOfPracticalSize) => {
                Finding::NoneThatMatters
            }
            Ok(Verdict::CannotTell { .. }) => Finding::CannotTell,
            Err(reason) => Finding::None(reason),
        };
        Side {
            p,
            adjusted_p: None,
            finding,
        }
    }

    /// A hint becomes a relation only here.
    fn adjust(&mut self, adjusted_p: Option<f64>) {
        self.adjusted_p = adjusted_p;
        if let Finding::Hint(way) = self.finding
            && adjusted_p.is_some_and(|p| p < ALPHA)
        {
            self.finding = Finding::Related(way);
        }
    }
}

/// The p-value of "no relation between people": the larger one of two tests, so that a relation has to hold in both.
///
/// The second takes out of each value what all people share in its period. Where people joined or left at different
/// times and everything rises, late comers have more of both, and the plain means make a relation of the calendar.
fn between_p(matched: &Matched, spearman: &Result<Correlation, Undefined>) -> Option<f64> {
    let plain = spearman.as_ref().ok()?;
    let [x, y] = means_without_the_calendar(matched);
    let without = correlation::spearman(&x, &y, LEVEL).ok()?;
    if plain.coefficient * without.coefficient < 0.0 {
        return Some(1.0);
    }
    Some(plain.p_value.ok()?.max(without.p_value.ok()?))
}

/// Means per person, usage and outcome, of values less the mean of all people in the same period.
fn means_without_the_calendar(matched: &Matched) -> [Vec<f64>; 2] {
    // Deviations from the mean of a period are deviations from the mean of a person with the two exchanged.
    let mut periods: Vec<i32> = matched.keys.iter().map(|key| key.1.0).collect();
    periods.sort_unstable();
    periods.dedup();
    let period: Vec<usize> = matched
        .keys
        .iter()
        .map(|key| periods.partition_point(|other| *other < key.1.0))
        .collect();
    let by_period = Repeated {
        person: &period,
        x: &matched.x,
        y: &matched.y,
    };
    by_period.deviations().map(|values| {
        let rows: Vec<(u32, f64)> = matched.keys.iter().map(|key| key.0).zip(values).collect();
        rows.chunk_by(|a, b| a.0 == b.0)
            .filter_map(|own| {
                let own: Vec<f64> = own.iter().map(|row| row.1).collect();
                moments::mean(&own).ok()
            })
            .collect()
    })
}

/// More periods than this are no advice.
const MOST_PERIODS: usize = 520;

fn more_periods(found: &Within, interest: Interest) -> Option<usize> {
    let Ok(Verdict::CannotTell { smallest_visible }) = found.verdict else {
        return None;
    };
    let needed = power::periods_needed(found.periods, smallest_visible, interest.bound()).ok()?;
    let more = needed.checked_sub(found.periods)?;
    (1..=MOST_PERIODS).contains(&more).then_some(more)
}
