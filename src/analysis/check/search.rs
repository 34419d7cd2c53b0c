//! When did something change, if no date is known? A search: whatever it finds was found by looking.

use serde::{Deserialize, Serialize};

use crate::analysis::FEWEST_DOTS;
use crate::dataset::period::PeriodIndex;
use crate::stats::changepoint::optimal_partitions;
use crate::stats::series::ljung_box;
use crate::stats::stability::{Draws, sup_f, sup_f_permutations};
use crate::stats::{Undefined, moments};

use super::events::FEWEST_PERIODS;
use super::scene::Scene;

/// Random orders, and their seed.
const DRAWS: Draws = Draws {
    count: 999,
    seed: 11,
};
/// Below this p-value the deviations from the levels have a memory, and the test of a change does not hold.
const MEMORY: f64 = 0.05;

/// What a search of the mean usage found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Search {
    /// First day of each period and the mean usage of the people in it.
    pub series: Vec<(i32, f64)>,
    /// The best single change; or why there is none to find.
    pub found: Result<Found, Undefined>,
}

/// The change of level that explains most.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Found {
    /// First day of the first period after it.
    pub day: i32,
    /// Mean of the periods before.
    pub before: f64,
    /// Mean of the periods after.
    pub after: f64,
    /// The sup-F statistic.
    pub f: f64,
    /// Its p-value, from random orders of the periods; `None` where neighbouring periods are alike, so that it says
    /// nothing.
    pub p_value: Option<f64>,
    /// Random orders.
    pub draws: usize,
}

/// Looks for a change of the mean usage; `None` without dates.
pub(super) fn search(scene: &Scene) -> Option<Search> {
    scene.panel.log(crate::metrics::Topic::Usage).day.as_ref()?;
    let mut periods: Vec<(i32, f64)> = scene
        .usage_cells()
        .keys
        .iter()
        .zip(&scene.usage_values.cells)
        .filter(|(_, value)| !value.is_nan())
        .map(|(key, value)| (key.1.0, *value))
        .collect();
    periods.sort_by_key(|row| row.0);
    let series: Vec<(i32, f64)> = periods
        .chunk_by(|a, b| a.0 == b.0)
        .filter(|rows| rows.len() >= FEWEST_DOTS)
        .filter_map(|rows| {
            let values: Vec<f64> = rows.iter().map(|row| row.1).collect();
            let first = scene.panel.period.first_day(PeriodIndex(rows[0].0));
            Some((first, moments::mean(&values).ok()?))
        })
        .collect();
    let found = found(&series);
    Some(Search { series, found })
}

fn found(series: &[(i32, f64)]) -> Result<Found, Undefined> {
    let y: Vec<f64> = series.iter().map(|point| point.1).collect();
    let best = sup_f(&y, FEWEST_PERIODS)?;
    let at = best.rows_before_break;
    let levels = optimal_partitions(&y, FEWEST_PERIODS, 1)?;
    let residuals = levels.partitions.last().map(|found| found.residuals(&y));
    let has_memory = residuals
        .and_then(|residuals| ljung_box(&residuals, 3.min(y.len() / 3)).ok())
        .is_some_and(|test| test.p_value < MEMORY);
    let p_value = if has_memory {
        None
    } else {
        let mut test = sup_f_permutations(&y, FEWEST_PERIODS, DRAWS)?;
        while test.advance(DRAWS.count).is_some() {}
        Some(test.finish().greater())
    };
    Ok(Found {
        day: series[at].0,
        before: moments::mean(&y[..at])?,
        after: moments::mean(&y[at..])?,
        f: best.f,
        p_value,
        draws: DRAWS.count,
    })
}
