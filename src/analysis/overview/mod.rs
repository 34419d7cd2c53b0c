//! The answer at a glance: does usage go with the outcomes here, how sure is that, and what speaks against it?
//!
//! [`standing`] holds the relations and claims one only after all of them were adjusted together; [`doubt`] finds the
//! strongest reason to doubt; [`tiles`], [`course`] and [`spread`] describe who used how much, and when.

pub mod course;
pub mod doubt;
pub mod spread;
pub mod standing;
pub mod tiles;

use serde::{Deserialize, Serialize};

use crate::dataset::Period;
use crate::metrics::{Metric, MetricId, MetricInfo, Panel, Topic};
use crate::notice::{Kind, Notice};

use super::matched::{Axis, Matched, matched};
use super::{Interest, SMALLEST_GROUP};
use course::{Course, Dated, NoCourse};
use doubt::Doubt;
use spread::{NoSpread, Spread};
use standing::{Finding, Standing};
use tiles::Tiles;

/// The question: the pair to begin with, and what is worth caring about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Look {
    /// The usage metric, which is held against every outcome.
    pub x: MetricId,
    /// The outcome to begin with.
    pub y: MetricId,
    /// The smallest relation worth caring about.
    pub interest: Interest,
}

/// The answer at a glance.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Overview {
    /// The usage metric.
    pub x: MetricInfo,
    /// How time is cut.
    pub period: Period,
    /// The smallest relation worth caring about.
    pub interest: Interest,
    /// Every outcome that enough people have, in the order of the files' columns.
    pub outcomes: Vec<Standing>,
    /// Position of the pair to begin with.
    pub first: usize,
    /// Tests that were adjusted together: two for each outcome, unless one cannot be made.
    pub tests: usize,
    /// The strongest reason to doubt, and the outcome that it is about.
    pub doubt: Option<(usize, Doubt)>,
    /// Who is in the data, and how much they used.
    pub tiles: Tiles,
    /// Usage over time.
    pub usage_course: Result<Course, NoCourse>,
    /// The first outcome over time.
    pub outcome_course: Result<Course, NoCourse>,
    /// Dated events inside of that time.
    pub events: Vec<Dated>,
    /// How usage is spread over people.
    pub spread: Result<Spread, NoSpread>,
}

impl Overview {
    /// The pair to begin with.
    pub fn pair(&self) -> &Standing {
        &self.outcomes[self.first]
    }

    /// Outcomes that usage goes with after all tests were adjusted together, the clearest first.
    pub fn claims(&self) -> Vec<&Standing> {
        let mut claimed: Vec<&Standing> = self
            .outcomes
            .iter()
            .filter(|standing| standing.is_claimed())
            .collect();
        claimed.sort_by(|a, b| a.smallest_p().total_cmp(&b.smallest_p()));
        claimed
    }
}

/// Answers at a glance.
///
/// # Errors
/// [`Kind::NoMeasure`] if a metric does not exist; [`Kind::TooFewPeople`] if fewer than [`SMALLEST_GROUP`] people have
/// both values of the pair to begin with.
pub fn overview(panel: &Panel, look: &Look) -> Result<Overview, Notice> {
    let (Some(usage), Some(outcome)) = (panel.metric(&look.x), panel.metric(&look.y)) else {
        return Err(Notice::about("", Kind::NoMeasure));
    };
    let usage_values = panel.values(usage);
    let axis = Axis {
        cells: panel.cells(Topic::Usage),
        values: &usage_values,
    };
    let of_outcome = |outcome: &Metric| {
        let values = panel.values(outcome);
        let other = Axis {
            cells: panel.cells(Topic::Outcome),
            values: &values,
        };
        matched(axis, other)
    };
    let enough = |matched: &Matched| matched.people.len() >= SMALLEST_GROUP;
    let mut rows: Vec<(&Metric, Matched)> = Vec::new();
    for metric in &panel.metrics {
        if metric.info.topic == Topic::Outcome {
            let matched = of_outcome(metric);
            if enough(&matched) {
                rows.push((metric, matched));
            } else if metric.info.id == look.y {
                let people = matched.people.len();
                return Err(Notice::counted(
                    "",
                    Kind::TooFewPeople(SMALLEST_GROUP),
                    people,
                ));
            }
        }
    }
    let (outcomes, tests) = standing::all(&rows, look.interest);
    let is_first = |standing: &Standing| standing.y.id == look.y;
    let Some(first) = outcomes.iter().position(is_first) else {
        return Err(Notice::about("", Kind::NoMeasure));
    };
    let lead = lead(&outcomes, first);
    let (lead_metric, lead_rows) = &rows[lead];
    let doubt = doubt::strongest(panel, usage, lead_metric, lead_rows, &outcomes[lead]);
    let outcome_values = panel.values(outcome);
    let usage_course = course::of(panel, Topic::Usage, &usage_values.cells);
    let outcome_course = course::of(panel, Topic::Outcome, &outcome_values.cells);
    let shared = [&usage_course, &outcome_course];
    let doubt = doubt.or_else(|| doubt::shared_trend(shared));
    Ok(Overview {
        x: usage.info.clone(),
        period: panel.period,
        interest: look.interest,
        first,
        tests,
        doubt: doubt.map(|doubt| (lead, doubt)),
        tiles: tiles::of(panel, &usage_values),
        events: course::events(panel, shared),
        usage_course,
        outcome_course,
        spread: spread::of(panel, usage, &usage_values),
        outcomes,
    })
}

/// The outcome that the answer leans on: the first if it is claimed, else the clearest claim, else the first.
fn lead(outcomes: &[Standing], first: usize) -> usize {
    if outcomes[first].is_claimed() {
        return first;
    }
    let clearest = (0..outcomes.len())
        .filter(|&at| outcomes[at].is_claimed())
        .min_by(|&a, &b| {
            outcomes[a]
                .smallest_p()
                .total_cmp(&outcomes[b].smallest_p())
        });
    clearest.unwrap_or(first)
}

impl Standing {
    /// Whether usage goes with it, between people or within them, after adjusting.
    pub fn is_claimed(&self) -> bool {
        let related = |finding: Finding| matches!(finding, Finding::Related(_));
        related(self.between.finding) || related(self.inside.finding)
    }

    /// The smaller adjusted p of its two sides; 1 where there is none.
    pub fn smallest_p(&self) -> f64 {
        let p = |side: Option<f64>| side.unwrap_or(1.0);
        p(self.between.adjusted_p).min(p(self.inside.adjusted_p))
    }
}
