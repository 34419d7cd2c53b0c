//! A few named things by two estimates each: a dot with both intervals and its name beside it.

use plotters::prelude::DrawingBackend;
use plotters::style::text_anchor::HPos;
use serde::{Deserialize, Serialize};

use super::super::pen::{Drawn, Lettering, Place, Stroke};
use super::super::table::value;
use super::super::{Chart, Paint, Rect, Table};
use super::{Shape, Stage, clip};

/// Named dots with intervals in both directions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Placed {
    /// The dots, the most important first: its name finds a place first, and it is drawn above the others.
    pub dots: Vec<Named>,
}

/// One named dot.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Named {
    /// Its name.
    pub name: String,
    /// Lower end, estimate and upper end on x.
    pub x: [f64; 3],
    /// Lower end, estimate and upper end on y.
    pub y: [f64; 3],
    /// Colour; muted ones have thin intervals.
    pub paint: Paint,
    /// Shape of the dot.
    pub shape: Shape,
}

/// Where a name may stand about its dot, in letter heights to the right and down, the best place first.
const AROUND: [[f64; 2]; 8] = [
    [0.6, -0.7],
    [0.6, 0.8],
    [-0.6, -0.7],
    [-0.6, 0.8],
    [0.6, -1.7],
    [-0.6, -1.7],
    [0.6, 1.8],
    [-0.6, 1.8],
];

impl Placed {
    pub(super) fn reach(&self, see: &mut dyn FnMut(f64, f64)) {
        for dot in &self.dots {
            for (x, y) in dot.x.iter().zip(dot.y) {
                see(*x, y);
            }
        }
    }

    pub(super) fn draw<B: DrawingBackend>(&self, stage: &mut Stage<B>) -> Drawn<B> {
        for dot in self.dots.iter().rev() {
            dot.draw(stage)?;
        }
        let size = stage.theme.small();
        let mut taken: Vec<Rect> = self
            .dots
            .iter()
            .filter_map(|dot| stage.place(dot.x[1], dot.y[1]))
            .map(|place| about(place, size * 0.35))
            .collect();
        for dot in &self.dots {
            let Some(place) = stage.place(dot.x[1], dot.y[1]) else {
                continue;
            };
            // A name that would cover another is left out; the table has all of them.
            let Some((rect, across)) = room(place, &dot.name, size, &stage.layout.plot, &taken)
            else {
                continue;
            };
            let middle = f64::midpoint(rect.top, rect.bottom);
            let end = if matches!(across, HPos::Left) {
                rect.left
            } else {
                rect.right
            };
            let lettering = Lettering::new(stage.theme.paint(dot.paint), size).across(across);
            stage.pen.text(&dot.name, (end, middle), lettering)?;
            taken.push(rect);
        }
        Ok(())
    }

    pub(super) fn table(&self, chart: &Chart) -> Table {
        let cells = |dot: &Named| {
            let x = [1, 0, 2].map(|at| value(&chart.x, dot.x[at]));
            let y = [1, 0, 2].map(|at| value(&chart.y, dot.y[at]));
            std::iter::once(dot.name.clone())
                .chain(x)
                .chain(y)
                .collect()
        };
        let ends = ["Lower end", "Upper end"].map(str::to_owned);
        let mut headers = vec!["Name".to_owned(), chart.x.caption()];
        headers.extend(ends.clone());
        headers.push(chart.y.caption());
        headers.extend(ends);
        Table {
            headers,
            rows: self.dots.iter().map(cells).collect(),
        }
    }
}

impl Named {
    fn draw<B: DrawingBackend>(&self, stage: &mut Stage<B>) -> Drawn<B> {
        let plot = stage.layout.plot;
        let stroke = Stroke {
            colour: stage.theme.paint(self.paint),
            width: if self.paint == Paint::Muted { 0.7 } else { 2.0 },
        };
        let ends = [
            [(self.x[0], self.y[1]), (self.x[2], self.y[1])],
            [(self.x[1], self.y[0]), (self.x[1], self.y[2])],
        ];
        for [from, to] in ends {
            let places = stage.place(from.0, from.1).zip(stage.place(to.0, to.1));
            let inside = places.and_then(|(from, to)| clip::segment(&plot, from, to));
            if let Some((from, to)) = inside {
                stage.pen.line(from, to, stroke)?;
            }
        }
        match stage.place(self.x[1], self.y[1]) {
            Some(place) if plot.contains(place) => {
                let radius = stage.theme.text * 0.36;
                self.shape
                    .draw(&mut stage.pen, place, radius, stroke.colour)
            }
            _ => Ok(()),
        }
    }
}

fn about((x, y): Place, reach: f64) -> Rect {
    Rect {
        left: x - reach,
        top: y - reach,
        right: x + reach,
        bottom: y + reach,
    }
}

/// The first place about a dot where its name meets nothing that is taken and stays inside of the plot.
fn room((x, y): Place, name: &str, size: f64, plot: &Rect, taken: &[Rect]) -> Option<(Rect, HPos)> {
    // About the width of letters: 0.58 em each.
    let width = name.chars().count() as f64 * size * 0.58;
    AROUND.iter().find_map(|[right, down]| {
        let (across, left) = if *right > 0.0 {
            (HPos::Left, x + right * size)
        } else {
            (HPos::Right, x + right * size - width)
        };
        let rect = Rect {
            left,
            top: y + (down - 0.5) * size,
            right: left + width,
            bottom: y + (down + 0.5) * size,
        };
        let is_inside =
            plot.contains((rect.left, rect.top)) && plot.contains((rect.right, rect.bottom));
        let is_free = taken.iter().all(|other| !meets(&rect, other));
        (is_inside && is_free).then_some((rect, across))
    })
}

fn meets(one: &Rect, other: &Rect) -> bool {
    one.left < other.right
        && other.left < one.right
        && one.top < other.bottom
        && other.top < one.bottom
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLOT: Rect = Rect {
        left: 0.0,
        top: 0.0,
        right: 200.0,
        bottom: 100.0,
    };

    #[test]
    fn two_names_at_one_place_do_not_cover_each_other() {
        let (first, _) = room((50.0, 50.0), "Beacon", 12.0, &PLOT, &[]).unwrap();
        let (second, _) = room((50.0, 50.0), "Cedar", 12.0, &PLOT, &[first]).unwrap();
        assert!(!meets(&first, &second));
    }

    #[test]
    fn a_name_at_the_edge_stands_on_the_other_side_of_its_dot() {
        let (rect, across) = room((195.0, 50.0), "Beacon", 12.0, &PLOT, &[]).unwrap();
        assert!(matches!(across, HPos::Right) && rect.right < 195.0);
    }

    #[test]
    fn a_name_without_room_is_left_out() {
        assert!(room((50.0, 50.0), "Beacon", 12.0, &PLOT, &[PLOT]).is_none());
    }
}
