//! More people than dots can show: how many lie in each cell of a grid that is as fine as the screen.

use serde::{Deserialize, Serialize};

use crate::metrics::MetricInfo;

use super::matched::Matched;
use super::shape::Logarithm;

/// The part of the plane that is looked at, and how finely.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Frame {
    /// Columns and rows of the grid.
    pub cells: [u16; 2],
    /// Whether usage stands on a logarithmic axis, and on which; nothing for an even one.
    pub logarithm: Option<Logarithm>,
    /// Smallest and largest x and y that are looked at; everything where absent.
    pub window: Option<[[f64; 2]; 2]>,
}

/// People in a grid. No cell names anyone: a cell of one person is a dot, as it would be among fewer people.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Density {
    /// The usage metric.
    pub x: MetricInfo,
    /// The outcome metric.
    pub y: MetricInfo,
    /// What was asked for.
    pub frame: Frame,
    /// People with both values, inside the window or not.
    pub people: usize,
    /// Edges between columns, ascending, one more than columns.
    pub x_edges: Vec<f64>,
    /// Edges between rows, ascending, one more than rows.
    pub y_edges: Vec<f64>,
    /// People per cell, row by row from the lowest row up.
    pub counts: Vec<u32>,
}

/// Counts the people of a matched panel in the cells of a frame.
pub fn density(matched: &Matched, [x, y]: [&MetricInfo; 2], frame: Frame) -> Density {
    let [columns, rows] = frame.cells.map(|cells| usize::from(cells.max(1)));
    let [x_window, y_window] = frame
        .window
        .unwrap_or_else(|| reach(matched, frame.logarithm));
    let across = Axis::new(x_window, columns, frame.logarithm);
    let up = Axis::new(y_window, rows, None);
    let mut counts = vec![0_u32; columns * rows];
    for means in &matched.people {
        if let (Some(column), Some(row)) = (across.cell(means.x), up.cell(means.y)) {
            counts[row * columns + column] += 1;
        }
    }
    Density {
        x: x.clone(),
        y: y.clone(),
        frame,
        people: matched.people.len(),
        x_edges: across.edges(),
        y_edges: up.edges(),
        counts,
    }
}

/// One side of the grid, even on its scale.
struct Axis {
    low: f64,
    high: f64,
    cells: usize,
    /// Cells in a unit: a division for each of a million people would be felt.
    scale: f64,
    logarithm: Option<Logarithm>,
}

impl Axis {
    fn new(window: [f64; 2], cells: usize, logarithm: Option<Logarithm>) -> Self {
        let [low, high] = window.map(|end| logarithm.map_or(end, |scale| scale.forth(end)));
        // Some width where all values are one.
        let high = if high > low { high } else { low + 1.0 };
        Axis {
            low,
            high,
            cells,
            scale: cells as f64 / (high - low),
            logarithm,
        }
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "above the lowest, and held inside the cells"
    )]
    fn cell(&self, value: f64) -> Option<usize> {
        let place = self.logarithm.map_or(value, |scale| scale.forth(value));
        (self.low..=self.high)
            .contains(&place)
            .then(|| (((place - self.low) * self.scale) as usize).min(self.cells - 1))
    }

    fn edges(&self) -> Vec<f64> {
        let step = (self.high - self.low) / self.cells as f64;
        let places = (0..=self.cells).map(|at| self.low + step * at as f64);
        places
            .map(|place| self.logarithm.map_or(place, |scale| scale.back(place)))
            .collect()
    }
}

/// How far the people reach, on scales on which they have a place.
fn reach(matched: &Matched, logarithm: Option<Logarithm>) -> [[f64; 2]; 2] {
    let none = [f64::INFINITY, f64::NEG_INFINITY];
    let grow = |[low, high]: [f64; 2], value: f64| [low.min(value), high.max(value)];
    let has_place = |x: f64| logarithm != Some(Logarithm::Plain) || x > 0.0;
    let found = matched
        .people
        .iter()
        .filter(|means| has_place(means.x))
        .fold([none, none], |[x, y], means| {
            [grow(x, means.x), grow(y, means.y)]
        });
    if found[0][0] > found[0][1] {
        [[1.0, 2.0], [0.0, 1.0]]
    } else {
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::matched::PersonMeans;
    use crate::dataset::Direction;
    use crate::metrics::{MetricId, Topic};

    fn info() -> MetricInfo {
        MetricInfo {
            id: MetricId(String::new()),
            label: String::new(),
            unit: String::new(),
            topic: Topic::Usage,
            direction: Direction::Neither,
            definition: String::new(),
            people: 0,
        }
    }

    fn people(count: u32) -> Matched {
        let person = |person: u32| PersonMeans {
            person,
            x: f64::from(person),
            y: f64::from(person % 10),
            periods: 1,
        };
        Matched {
            people: (0..count).map(person).collect(),
            ..Matched::default()
        }
    }

    fn counted(frame: Frame) -> Density {
        density(&people(10_000), [&info(), &info()], frame)
    }

    const ALL: Frame = Frame {
        cells: [100, 10],
        logarithm: None,
        window: None,
    };

    #[test]
    fn nobody_is_lost_and_nobody_counts_twice() {
        let found = counted(ALL);
        assert_eq!(found.counts.iter().sum::<u32>(), 10_000);
        assert!(found.counts.iter().all(|count| *count == 10));
        assert_eq!((found.x_edges.len(), found.y_edges.len()), (101, 11));
    }

    #[test]
    fn a_window_shows_those_inside_of_it_only() {
        let window = Some([[1_000.0, 1_999.0], [0.0, 4.0]]);
        let found = counted(Frame { window, ..ALL });
        assert_eq!(found.counts.iter().sum::<u32>(), 500);
        assert_eq!(found.people, 10_000);
    }

    #[test]
    fn who_has_no_place_on_a_logarithmic_axis_is_not_drawn_and_zero_has_one_on_the_other() {
        let on = |logarithm| {
            let found = counted(Frame {
                logarithm: Some(logarithm),
                ..ALL
            });
            found.counts.iter().sum::<u32>()
        };
        assert_eq!(on(Logarithm::Plain), 9_999);
        assert_eq!(on(Logarithm::OneMore), 10_000);
    }

    #[test]
    fn equal_values_have_a_cell() {
        let mut same = people(12);
        for means in &mut same.people {
            (means.x, means.y) = (4.0, 4.0);
        }
        let found = density(&same, [&info(), &info()], ALL);
        assert_eq!(found.counts.iter().sum::<u32>(), 12);
    }
}
