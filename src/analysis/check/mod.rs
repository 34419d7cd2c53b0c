//! Can the usage number be trusted? What a ranking by it rewards, what changed after a dated event,
//! and which groups move in ways that others do not.
//!
//! Everything here is about groups or about everyone: nobody is ranked, listed or named.

pub mod bunching;
pub mod change;
mod days;
pub mod decoupling;
pub mod events;
pub mod groups;
pub mod hollow;
pub mod missing;
mod ratios;
pub mod reward;
mod rulers;
mod scene;
pub mod search;
pub mod signs;
mod surges;
pub mod swap;
mod work;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::dataset::Period;
use crate::metrics::{MetricId, MetricInfo, Panel};
use crate::notice::Notice;

use super::verdict::Interest;
pub use decoupling::{Decoupling, Turn};
pub use events::{Chosen, Dates, Target, Why};
pub use groups::Grouped;
pub use hollow::{Hollow, Quadrant};
pub use missing::Missing;
pub use reward::Reward;
pub use search::Search;
pub use signs::{Kind as SignKind, Measure, Sign, Signs};
pub use swap::Swap;
pub use work::Work;

/// What is asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// The usage metric that people are looked at by.
    pub usage: MetricId,
    /// The outcome that it is meant to go with.
    pub outcome: MetricId,
    /// The attribute that makes the groups; one is proposed without it.
    pub group: Option<String>,
    /// The day from which on things may have changed, in days since 1970; one is proposed without it.
    pub day: Option<i32>,
    /// A target on the usage metric, per period; one is proposed without it.
    pub target: Option<f64>,
    /// The smallest relation worth caring about.
    pub interest: Interest,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Check {
    /// The usage metric.
    pub usage: MetricInfo,
    /// The outcome.
    pub outcome: MetricInfo,
    /// How time is cut here: weeks, unless months were asked for or there are no dates.
    pub period: Period,
    /// People with both values in a period.
    pub people: usize,
    /// How many people the slower parts look at, where that is not everyone.
    pub sampled: Option<usize>,
    /// The smallest relation worth caring about.
    pub interest: Interest,
    /// The dated events, and the one that counts here.
    pub dates: Dates,
    /// The groups.
    pub groups: Grouped,
    /// What a ranking by usage rewards.
    pub reward: Reward,
    /// Before and after the date; `None` without one.
    pub decoupling: Option<Decoupling>,
    /// When something changed, found by looking; only where no date is known.
    pub search: Option<Search>,
    /// What is unusual in groups.
    pub signs: Signs,
    /// The same groups by other rulers.
    pub swap: Option<Swap>,
    /// Usage against outcome, group by group.
    pub hollow: Option<Hollow>,
    /// What the data lack, and what would supply it.
    pub missing: Vec<Missing>,
}

/// Checks a usage metric.
///
/// # Errors
/// [`Kind::NoMeasure`] for a metric that does not exist; [`Kind::TooFewPeople`] when fewer than [`SMALLEST_GROUP`] people
/// have both values.
pub fn check(panel: &Arc<Panel>, question: &Question) -> Result<Check, Notice> {
    Ok(Work::new(panel, question)?.finish())
}

/// Days are too fine to compare before with after, and the whole time has no before: both are looked at by week.
fn in_weeks(panel: &Arc<Panel>) -> Arc<Panel> {
    let is_dated = panel.dataset.usage.day.is_some() && panel.dataset.outcomes.day.is_some();
    match panel.period {
        Period::Day | Period::Span if is_dated => Arc::new(Panel::new(
            panel.dataset.clone(),
            Period::Week,
            panel.absent,
        )),
        _ => Arc::clone(panel),
    }
}
