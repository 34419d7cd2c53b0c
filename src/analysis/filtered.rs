//! The panel that is left of a data set after a person's filters, and what each of them takes away.

use crate::dataset::{Absent, Dataset, Period};
use crate::metrics::filter::{keep_people, lost, on_both_sides};
use crate::metrics::{Filter, Filters, Panel, Removal, Selection, Topic};

use super::SMALLEST_GROUP;
use super::matched::{Axis, matched};

/// A data set, narrowed and cut into periods.
pub fn filtered(
    dataset: &Dataset,
    (period, absent): (Period, Absent),
    filters: &Filters,
) -> (Panel, Vec<Removal>) {
    let (rest, mut removals) = filters.narrow(dataset, (period, absent), SMALLEST_GROUP);
    let panel = Panel::new(rest, period, absent);
    let Some(selection) = &filters.selection else {
        return (panel, removals);
    };
    let before = on_both_sides(&panel.dataset);
    let selected = selected(&panel, selection);
    let panel = match &selected {
        Some(people) => {
            let mut dataset = panel.dataset;
            keep_people(&mut dataset, people);
            Panel::new(dataset, period, absent)
        }
        None => panel,
    };
    removals.push(Removal {
        filter: Filter::Selection,
        people: selected.map(|_| lost(&before, &on_both_sides(&panel.dataset))),
    });
    (panel, removals)
}

/// Whose means lie in the rectangle; `None` if the panel does not have the two metrics.
fn selected(panel: &Panel, selection: &Selection) -> Option<Vec<bool>> {
    let (usage, outcome) = (panel.metric(&selection.x)?, panel.metric(&selection.y)?);
    let (usage_values, outcome_values) = (panel.values(usage), panel.values(outcome));
    let axis = |topic, values| Axis {
        cells: panel.cells(topic),
        values,
    };
    let pair = matched(
        axis(Topic::Usage, &usage_values),
        axis(Topic::Outcome, &outcome_values),
    );
    let inside =
        |value: f64, side: usize| selection.low[side] <= value && value <= selection.high[side];
    let mut people = vec![false; panel.dataset.people.len()];
    for means in &pair.people {
        people[means.person as usize] = inside(means.x, 0) && inside(means.y, 1);
    }
    Some(people)
}
