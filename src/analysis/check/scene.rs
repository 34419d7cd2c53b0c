//! What every part of the check looks at: the two metrics, the people, the date and the groups.

use std::sync::Arc;

use crate::metrics::panel::Cells;
use crate::metrics::{Metric, MetricId, Panel, Topic, Values};
use crate::notice::{Kind, Notice};

use super::Question;
use super::events::{self, Dates, Target};
use super::groups::Groups;
use crate::analysis::cloud::fnv1a;
use crate::analysis::matched::{Axis, Matched, matched};
use crate::analysis::verdict::Interest;

/// People that the slower parts look at: the work of a panel model grows with every row of theirs.
pub(super) const MOST_PEOPLE: usize = 2_500;

/// The stage that every part plays on.
#[derive(Debug)]
pub(super) struct Scene {
    pub panel: Arc<Panel>,
    pub usage: Metric,
    pub outcome: Metric,
    pub usage_values: Values,
    pub outcome_values: Values,
    /// Everyone with both values.
    pub matched: Matched,
    pub dates: Dates,
    pub target: Option<Target>,
    pub groups: Groups,
    pub interest: Interest,
    /// Whether a person is looked at by the slower parts.
    included: Vec<bool>,
    /// The first period that counts as after: that of the date, or the middle of the time without one.
    pub split: Option<i32>,
}

impl Scene {
    pub fn new(panel: Arc<Panel>, question: &Question) -> Result<Self, Notice> {
        let metric = |id: &MetricId| {
            panel
                .metric(id)
                .cloned()
                .ok_or_else(|| Notice::about("", Kind::NoMeasure))
        };
        let (usage, outcome) = (metric(&question.usage)?, metric(&question.outcome)?);
        let (usage_values, outcome_values) = (panel.values(&usage), panel.values(&outcome));
        let matched = matched(
            Axis::of(&panel, Topic::Usage, &usage_values),
            Axis::of(&panel, Topic::Outcome, &outcome_values),
        );
        let mut periods: Vec<i32> = matched.keys.iter().map(|key| key.1.0).collect();
        periods.sort_unstable();
        periods.dedup();
        let dates = events::dates(&panel, &periods, question.day);
        let middle = || periods.get(periods.len() / 2).copied();
        let split = match &dates.chosen {
            Some(chosen) => Some(chosen.period),
            None if periods.len() >= 2 * events::FEWEST_PERIODS => middle(),
            None => None,
        };
        Ok(Scene {
            target: events::target(
                &panel,
                &usage,
                dates.chosen.as_ref().map(|chosen| chosen.day),
                question.target,
            ),
            groups: Groups::of(&panel, &usage, question.group.as_deref()),
            included: included(&panel),
            interest: question.interest,
            panel,
            usage,
            outcome,
            usage_values,
            outcome_values,
            matched,
            dates,
            split,
        })
    }

    pub fn usage_cells(&self) -> &Cells {
        self.panel.cells(Topic::Usage)
    }

    /// Whether the slower parts look at a person.
    pub fn includes(&self, person: u32) -> bool {
        self.included[person as usize]
    }

    /// How many people the slower parts look at, where that is not everyone.
    pub fn sampled(&self) -> Option<usize> {
        let count = self.included.iter().filter(|included| **included).count();
        (count < self.included.len()).then_some(count)
    }

    /// The phase of a period: 0 before the split, 1 from it on; `None` without a split.
    pub fn phase(&self, period: i32) -> Option<usize> {
        self.split.map(|split| usize::from(period >= split))
    }
}

/// Everyone, or as many as [`MOST_PEOPLE`] in order of a hash of their ids, which neither names nor files decide.
fn included(panel: &Panel) -> Vec<bool> {
    let people = &panel.dataset.people;
    let mut included = vec![people.len() <= MOST_PEOPLE; people.len()];
    if people.len() > MOST_PEOPLE {
        let mut order: Vec<(u64, usize)> = people
            .iter()
            .enumerate()
            .map(|(at, id)| (fnv1a(id), at))
            .collect();
        order.sort_unstable();
        for (_, at) in order.into_iter().take(MOST_PEOPLE) {
            included[at] = true;
        }
    }
    included
}
