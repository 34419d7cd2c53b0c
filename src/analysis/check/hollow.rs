//! Usage against outcome, group by group: who uses more, and does the outcome move with it?

use serde::{Deserialize, Serialize};

use crate::dataset::Direction;
use crate::metrics::{Topic, Values};
use crate::stats::Undefined;
use crate::stats::adjust::{Correction, adjust};

use super::change::{Shift, Totals};
use super::scene::Scene;
use super::signs::{FALSE_MARKS, shifts};

/// Every group with its change of usage and of outcome, each beside the typical group's.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Hollow {
    /// Usage per person and period, over everyone.
    pub usage: Result<Shift, Undefined>,
    /// The outcome per person and period, over everyone.
    pub outcome: Result<Shift, Undefined>,
    /// The groups, in the order of their names.
    pub groups: Vec<Place>,
    /// Whether a low outcome is a good one; the multiples are of the outcome as it stands.
    pub low_is_good: bool,
}

/// Where a group stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// Its name.
    pub name: String,
    /// Usage per person and period.
    pub usage: Shift,
    /// The outcome per person and period.
    pub outcome: Shift,
    /// Its quadrant, if it stands apart from the typical group after all comparisons.
    pub quadrant: Option<Quadrant>,
}

/// The four quadrants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Quadrant {
    /// More usage and a better outcome than the typical group.
    Value,
    /// A better outcome than the typical group without more usage.
    QuietCraft,
    /// Neither more usage nor a better outcome; one of them is worse than the typical group.
    Exploring,
    /// More usage than the typical group without a better outcome.
    Hollow,
}

/// Which way a multiple clearly points, after all comparisons.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Up,
    Down,
    Neither,
}

/// Places the groups; `None` without groups or without time to compare.
pub(super) fn hollow(scene: &Scene) -> Option<Hollow> {
    let split = scene.split?;
    let low_is_good = scene.outcome.info.direction == Direction::LowerIsBetter;
    let totals = |topic: Topic, values: &Values| {
        let mut totals = Totals::new(scene.panel.dataset.people.len());
        let cells = scene.panel.cells(topic);
        for (at, (person, period)) in cells.keys.iter().enumerate() {
            let phase = usize::from(period.0 >= split);
            let row = match values.parts() {
                Some((above, below)) => [above[at], below[at]],
                None => [values.cells[at], 1.0],
            };
            if scene.includes(*person) {
                totals.add(*person, phase, row);
            }
        }
        totals
    };
    let usage = shifts(scene, &totals(Topic::Usage, &scene.usage_values));
    let outcome = shifts(scene, &totals(Topic::Outcome, &scene.outcome_values));
    let names = scene.groups.public().names;
    let mut groups: Vec<Place> = names
        .into_iter()
        .zip(usage.groups.into_iter().zip(outcome.groups))
        .filter_map(|(name, (usage, outcome))| {
            Some(Place {
                name,
                usage: usage.ok()?,
                outcome: outcome.ok()?,
                quadrant: None,
            })
        })
        .collect();
    if groups.is_empty() {
        return None;
    }
    place(&mut groups, low_is_good);
    Some(Hollow {
        usage: usage.everyone,
        outcome: outcome.everyone,
        groups,
        low_is_good,
    })
}

fn place(groups: &mut [Place], low_is_good: bool) {
    let p_values: Vec<Option<f64>> = groups
        .iter()
        .flat_map(|group| [&group.usage, &group.outcome])
        .map(|shift| shift.tested().p_value.ok())
        .collect();
    let adjusted = adjust(&p_values, Correction::BenjaminiHochberg).unwrap_or(p_values);
    let way = |shift: &Shift, p: Option<f64>, turned: bool| {
        let is_up = (shift.tested().times > 1.0) != turned;
        match p {
            Some(p) if p < FALSE_MARKS && is_up => Way::Up,
            Some(p) if p < FALSE_MARKS => Way::Down,
            _ => Way::Neither,
        }
    };
    for (group, p) in groups.iter_mut().zip(adjusted.chunks(2)) {
        let usage = way(&group.usage, p[0], false);
        let outcome = way(&group.outcome, p[1], low_is_good);
        let tested = group.outcome.tested();
        let seems_better = if low_is_good {
            tested.is_down()
        } else {
            tested.is_up()
        };
        group.quadrant = match (usage, outcome) {
            (Way::Up, Way::Up) => Some(Quadrant::Value),
            // Better by its own interval, but not after all comparisons: neither can be said.
            (Way::Up, _) if seems_better => None,
            (Way::Up, _) => Some(Quadrant::Hollow),
            (_, Way::Up) => Some(Quadrant::QuietCraft),
            (Way::Neither, Way::Neither) => None,
            _ => Some(Quadrant::Exploring),
        };
    }
}
