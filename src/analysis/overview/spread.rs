//! How usage is spread over people: the Gini coefficient and the Lorenz curve.

use serde::{Deserialize, Serialize};

use crate::analysis::verdict::LEVEL;
use crate::analysis::{FEWEST_DOTS, SMALLEST_GROUP};
use crate::dataset::Adds;
use crate::metrics::{Formula, Metric, Panel, Topic, Values};
use crate::stats::Undefined;
use crate::stats::concentration::{Concentration, LorenzPoint, concentration, lorenz};

/// How a metric's total is spread over the people with usage rows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Spread {
    /// Gini, its interval, and how few hold how much.
    pub concentration: Concentration,
    /// The Lorenz curve from (0, 0) to (1, 1); between two points lie at least [`SMALLEST_GROUP`] people.
    pub curve: Vec<LorenzPoint>,
}

impl Spread {
    /// What the most active tenth holds, where a tenth is enough people to be shown.
    pub fn top_tenth(&self) -> Option<f64> {
        let tenth = self.concentration.n.div_ceil(10);
        (tenth >= SMALLEST_GROUP).then_some(self.concentration.top_tenth_share)
    }
}

/// Why there is no spread to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum NoSpread {
    /// A share, a score or a duration: values of several people make no total.
    NoTotal,
    /// Too few people with usage rows; among so few a curve would show each of them.
    FewPeople(usize),
    /// The coefficient is undefined: nothing was used, or a value lies below zero.
    Undefined(Undefined),
}

/// Most points of the curve.
const MOST_POINTS: usize = 100;

/// How a usage metric is spread.
///
/// # Errors
/// [`NoSpread`].
pub fn of(panel: &Panel, usage: &Metric, values: &Values) -> Result<Spread, NoSpread> {
    let totals = totals(panel, usage, values).ok_or(NoSpread::NoTotal)?;
    let totals: Vec<f64> = totals.into_iter().map(|(_, total)| total).collect();
    if totals.len() < FEWEST_DOTS {
        return Err(NoSpread::FewPeople(totals.len()));
    }
    let concentration = concentration(&totals, LEVEL).map_err(NoSpread::Undefined)?;
    let curve = lorenz(&totals).map_err(NoSpread::Undefined)?;
    Ok(Spread {
        concentration,
        curve: in_steps(&curve),
    })
}

/// Each person's total, where values add up.
pub fn totals(panel: &Panel, usage: &Metric, values: &Values) -> Option<Vec<(u32, f64)>> {
    let adds_up = matches!(
        usage.formula,
        Formula::Measure(_, Adds::Sum) | Formula::ActiveDays
    );
    let keys = &panel.cells(Topic::Usage).keys;
    let cells: Vec<usize> = (0..keys.len())
        .filter(|&cell| !values.cells[cell].is_nan())
        .collect();
    let total = |own: &[usize]| own.iter().map(|&cell| values.cells[cell]).sum();
    adds_up.then(|| {
        cells
            .chunk_by(|&a, &b| keys[a].0 == keys[b].0)
            .map(|own| (keys[own[0]].0, total(own)))
            .collect()
    })
}

/// The curve in even steps of people, so that none of its parts is about fewer than may be shown.
fn in_steps(curve: &[LorenzPoint]) -> Vec<LorenzPoint> {
    let steps = (curve.len() / SMALLEST_GROUP).clamp(1, MOST_POINTS);
    let origin = LorenzPoint {
        people: 0.0,
        held: 0.0,
    };
    let points = (1..=steps).filter_map(|step| curve.get(step * curve.len() / steps - 1).copied());
    std::iter::once(origin).chain(points).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_part_of_the_curve_is_about_fewer_people_than_may_be_shown() {
        for n in [10_usize, 13, 99, 1_234] {
            let values: Vec<f64> = (0..n).map(|at| at as f64).collect();
            let curve = in_steps(&lorenz(&values).unwrap());
            let people = |point: &LorenzPoint| (point.people * n as f64).round();
            let least = curve
                .windows(2)
                .map(|pair| people(&pair[1]) - people(&pair[0]))
                .fold(f64::INFINITY, f64::min);
            assert!(least >= SMALLEST_GROUP as f64, "{n}: {least}");
            assert!((curve[curve.len() - 1].held - 1.0).abs() < 1e-12);
        }
    }
}
