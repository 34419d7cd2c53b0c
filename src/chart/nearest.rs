//! The point under the pointer, found without looking at all of them.

use super::Layout;

/// Side of a grid cell in CSS pixels: about as far as a pointer reaches.
const CELL: f64 = 24.0;

/// Points sorted into the cells of a grid over the plot.
#[derive(Debug, Clone)]
pub struct Nearest {
    places: Vec<(f64, f64)>,
    origin: (f64, f64),
    columns: usize,
    rows: usize,
    /// Where each cell's points begin in `members`; one more entry than cells.
    starts: Vec<usize>,
    /// Indices of points, cell by cell.
    members: Vec<usize>,
}

impl Nearest {
    /// Sorts the points of a chart; those without a place on the plot cannot be found.
    pub fn new(points: &[[f64; 2]], layout: &Layout) -> Self {
        let plot = layout.plot;
        let (columns, rows) = (cell(plot.width()) + 1, cell(plot.height()) + 1);
        let places: Vec<_> = points
            .iter()
            .map(|[x, y]| layout.to_pixel(*x, *y))
            .collect();
        let cell_of = |place: &(f64, f64)| {
            plot.contains(*place).then(|| {
                let column = cell(place.0 - plot.left).min(columns - 1);
                let row = cell(place.1 - plot.top).min(rows - 1);
                row * columns + column
            })
        };
        // A counting sort: one pass for sizes, one to fill.
        let mut starts = vec![0; columns * rows + 1];
        for at in places.iter().filter_map(cell_of) {
            starts[at + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        let mut members = vec![0; starts[columns * rows]];
        for (index, place) in places.iter().enumerate() {
            if let Some(at) = cell_of(place) {
                members[next[at]] = index;
                next[at] += 1;
            }
        }
        Self {
            places,
            origin: (plot.left, plot.top),
            columns,
            rows,
            starts,
            members,
        }
    }

    /// Index of the point nearest to a place, at most `reach` CSS pixels away; of equals, the first.
    pub fn find(&self, x: f64, y: f64, reach: f64) -> Option<usize> {
        let span = |at: f64, origin: f64, cells: usize| {
            let (from, to) = (cell(at - reach - origin), cell(at + reach - origin));
            from..=to.min(cells - 1)
        };
        let rows = span(y, self.origin.1, self.rows);
        let near = rows.flat_map(|row| {
            span(x, self.origin.0, self.columns).flat_map(move |column| {
                let at = row * self.columns + column;
                &self.members[self.starts[at]..self.starts[at + 1]]
            })
        });
        let distance = |index: &usize| {
            let (px, py) = self.places[*index];
            (px - x).hypot(py - y)
        };
        near.map(|index| (distance(index), *index))
            .filter(|(far, _)| *far <= reach)
            .min_by(|one, two| one.0.total_cmp(&two.0).then(one.1.cmp(&two.1)))
            .map(|(_, index)| index)
    }

    /// Where a point lies, for the highlight above the canvas.
    pub fn place(&self, index: usize) -> Option<(f64, f64)> {
        self.places.get(index).copied()
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "places before the plot saturate to its first cell"
)]
fn cell(distance: f64) -> usize {
    (distance / CELL) as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::layout::fixtures::{Fixed, empty};
    use crate::chart::{Size, Theme};

    fn layout() -> Layout {
        let size = Size {
            width: 640.0,
            height: 400.0,
        };
        Layout::new(&empty(), size, &Theme::light(), &Fixed)
    }

    #[test]
    fn the_grid_finds_what_a_search_through_all_finds() {
        // A low-discrepancy cloud (golden ratio and silver ratio steps), seen from a raster of places.
        let points: Vec<[f64; 2]> = (0..3000)
            .map(|at| {
                [
                    (f64::from(at) * 0.618_034).fract(),
                    (f64::from(at) * 0.414_214).fract(),
                ]
            })
            .collect();
        let layout = layout();
        let nearest = Nearest::new(&points, &layout);
        for step in 0..400 {
            let (x, y) = (f64::from(step % 20) * 33.0, f64::from(step / 20) * 21.0);
            let mut best: Option<(f64, usize)> = None;
            for (index, [px, py]) in points.iter().enumerate() {
                let (px, py) = layout.to_pixel(*px, *py);
                let far = (px - x).hypot(py - y);
                if far <= 30.0 && best.is_none_or(|(least, _)| far < least) {
                    best = Some((far, index));
                }
            }
            assert_eq!(
                nearest.find(x, y, 30.0),
                best.map(|(_, index)| index),
                "{x} {y}"
            );
        }
    }

    #[test]
    fn a_point_without_a_place_is_never_found() {
        let nearest = Nearest::new(&[[f64::NAN, 0.5], [2.0, 0.5]], &layout());
        assert_eq!(nearest.find(300.0, 200.0, 1e4), None);
    }
}
