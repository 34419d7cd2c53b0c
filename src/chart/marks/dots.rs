//! One dot per observation, with a colour and a shape per group.

use plotters::prelude::DrawingBackend;
use serde::{Deserialize, Serialize};

use super::super::pen::{Drawn, Pen, Place};
use super::super::table::name_at;
use super::super::{Chart, Colour, Key, Paint, Table};
use super::Stage;

/// Observations as dots.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Dots {
    /// Values of x and y.
    pub points: Vec<[f64; 2]>,
    /// Group number of each point; empty when there are no groups.
    pub groups: Vec<u16>,
    /// Radius in CSS pixels.
    pub radius: f64,
    /// Opacity, below 1 where dots cover each other.
    pub alpha: f64,
}

/// The outline of a dot: groups differ by shape as well as by colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Shape {
    /// A disc.
    Circle,
    /// An upright square.
    Square,
    /// A triangle that points up.
    Triangle,
    /// A square on its corner.
    Diamond,
}

impl Shape {
    /// The shape of a group.
    pub fn of(series: u16) -> Self {
        match series % 4 {
            0 => Self::Circle,
            1 => Self::Square,
            2 => Self::Triangle,
            _ => Self::Diamond,
        }
    }

    /// Draws the shape with the area of a disc of that radius, so that no group looks larger.
    pub(in super::super) fn draw<B: DrawingBackend>(
        self,
        pen: &mut Pen<B>,
        (x, y): Place,
        radius: f64,
        colour: Colour,
    ) -> Drawn<B> {
        match self {
            Self::Circle => pen.circle((x, y), radius, colour),
            Self::Square => {
                let half = radius * 0.886;
                let corners = [(-half, -half), (half, -half), (half, half), (-half, half)];
                pen.polygon(&corners.map(|(dx, dy)| (x + dx, y + dy)), colour)
            }
            Self::Triangle => {
                let reach = radius * 1.555;
                let (half, low) = (reach * 0.866, reach * 0.5);
                let corners = [(0.0, -reach), (half, low), (-half, low)];
                pen.polygon(&corners.map(|(dx, dy)| (x + dx, y + dy)), colour)
            }
            Self::Diamond => {
                let reach = radius * 1.253;
                let corners = [(0.0, -reach), (reach, 0.0), (0.0, reach), (-reach, 0.0)];
                pen.polygon(&corners.map(|(dx, dy)| (x + dx, y + dy)), colour)
            }
        }
    }
}

impl Dots {
    pub(super) fn reach(&self, see: &mut dyn FnMut(f64, f64)) {
        for [x, y] in &self.points {
            see(*x, *y);
        }
    }

    pub(super) fn draw<B: DrawingBackend>(&self, stage: &mut Stage<B>) -> Drawn<B> {
        for (index, [x, y]) in self.points.iter().enumerate() {
            let Some(place) = stage
                .place(*x, *y)
                .filter(|at| stage.layout.plot.contains(*at))
            else {
                continue;
            };
            let series = self.groups.get(index).copied();
            let paint = series.map_or(Paint::Accent, Paint::Series);
            let colour = stage.theme.paint(paint).with_alpha(self.alpha);
            let shape = series.map_or(Shape::Circle, Shape::of);
            shape.draw(&mut stage.pen, place, self.radius, colour)?;
        }
        Ok(())
    }

    pub(super) fn table(&self, chart: &Chart) -> Table {
        let mut headers = vec![chart.x.caption(), chart.y.caption()];
        if !self.groups.is_empty() {
            headers.push("Group".to_owned());
        }
        let name = |wanted: u16| {
            chart.key.iter().find_map(|entry| match entry {
                Key::Group { name, series } if *series == wanted => Some(name.clone()),
                _ => None,
            })
        };
        let rows = self.points.iter().enumerate().map(|(index, [x, y])| {
            let mut row = vec![name_at(&chart.x, *x), name_at(&chart.y, *y)];
            if let Some(series) = self.groups.get(index) {
                row.push(name(*series).unwrap_or_default());
            }
            row
        });
        Table {
            headers,
            rows: rows.collect(),
        }
    }
}
