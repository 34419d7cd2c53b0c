//! Estimates with their intervals.

use plotters::prelude::DrawingBackend;
use serde::{Deserialize, Serialize};

use super::super::pen::{Drawn, Place, Stroke};
use super::super::table::{name_at, value};
use super::super::{Chart, Paint, Table};
use super::{Shape, Stage, clip};

/// Estimates, one beside the other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Intervals {
    /// Which way the intervals lie.
    pub direction: Direction,
    /// The estimates.
    pub estimates: Vec<Estimate>,
}

/// The axis that an estimate is read on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Direction {
    /// Read on x, placed on y: a forest plot.
    Across,
    /// Read on y, placed on x: dose and response.
    Upward,
}

/// One estimate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// Place on the other axis: the index of a category, or a value.
    pub at: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// The estimate itself.
    pub middle: f64,
    /// Upper end of the interval.
    pub high: f64,
    /// Colour.
    pub paint: Paint,
    /// Shape of the estimate; a diamond for what sums up the others.
    pub shape: Shape,
    /// The figures in words, in a column on the right; for [`Direction::Across`] only.
    pub label: String,
}

impl Intervals {
    pub(super) fn reach(&self, see: &mut dyn FnMut(f64, f64)) {
        for estimate in &self.estimates {
            for value in [estimate.low, estimate.middle, estimate.high] {
                match self.direction {
                    Direction::Across => see(value, estimate.at),
                    Direction::Upward => see(estimate.at, value),
                }
            }
        }
    }

    pub(super) fn draw<B: DrawingBackend>(&self, stage: &mut Stage<B>) -> Drawn<B> {
        for estimate in &self.estimates {
            let place = |value| match self.direction {
                Direction::Across => stage.place(value, estimate.at),
                Direction::Upward => stage.place(estimate.at, value),
            };
            let (Some(low), Some(middle), Some(high)) = (
                place(estimate.low),
                place(estimate.middle),
                place(estimate.high),
            ) else {
                continue;
            };
            let colour = stage.theme.paint(estimate.paint);
            let plot = stage.layout.plot;
            if let Some((from, to)) = clip::segment(&plot, low, high) {
                stage.pen.line(from, to, Stroke { colour, width: 2.0 })?;
            }
            if plot.contains(middle) {
                let radius = stage.theme.text * 0.36;
                estimate
                    .shape
                    .draw(&mut stage.pen, middle, radius, colour)?;
            }
        }
        Ok(())
    }

    /// Right-hand labels with their places on y.
    pub(in super::super) fn labels(&self) -> impl Iterator<Item = (&str, f64, bool)> {
        let across = self.direction == Direction::Across;
        let labelled = self
            .estimates
            .iter()
            .filter(move |one| across && !one.label.is_empty());
        labelled.map(|one| (one.label.as_str(), one.at, one.shape == Shape::Diamond))
    }

    pub(super) fn table(&self, chart: &Chart) -> Table {
        let (values, places) = match self.direction {
            Direction::Across => (&chart.x, &chart.y),
            Direction::Upward => (&chart.y, &chart.x),
        };
        let rows = self.estimates.iter().map(|estimate| {
            let numbers = [estimate.middle, estimate.low, estimate.high];
            std::iter::once(name_at(places, estimate.at))
                .chain(numbers.map(|number| value(values, number)))
                .collect()
        });
        let headers = [
            places.caption(),
            values.caption(),
            "Lower end".into(),
            "Upper end".into(),
        ];
        Table {
            headers: headers.to_vec(),
            rows: rows.collect(),
        }
    }
}

/// Where a label belongs once its neighbours have taken their room: each at least `gap` below the one above.
pub(in super::super) fn spread(mut places: Vec<Place>, gap: f64) -> Vec<Place> {
    let mut order: Vec<usize> = (0..places.len()).collect();
    order.sort_by(|one, two| places[*one].1.total_cmp(&places[*two].1));
    for pair in order.windows(2) {
        places[pair[1]].1 = places[pair[1]].1.max(places[pair[0]].1 + gap);
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_that_would_overlap_move_apart_and_keep_their_order() {
        let places = vec![(0.0, 52.0), (0.0, 50.0), (0.0, 90.0)];
        let moved = spread(places, 10.0);
        assert_eq!(moved, [(0.0, 60.0), (0.0, 50.0), (0.0, 90.0)]);
    }
}
