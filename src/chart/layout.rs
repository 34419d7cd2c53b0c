//! Where everything goes, in CSS pixels: plot, scales, ticks and words.
//!
//! The page keeps the layout to find what lies under the pointer; nothing has to be drawn again for that.

use super::domain::domains;
use super::marks::{Margin, Mark, Side};
use super::pen::Place;
use super::ticks::{Tick, ticks};
use super::words::Words;
use super::{Axis, Chart, Key, Scale, ScaleKind, Theme};

/// A width and a height in CSS pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Size {
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

/// An upright rectangle in CSS pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rect {
    /// Left edge.
    pub left: f64,
    /// Top edge.
    pub top: f64,
    /// Right edge.
    pub right: f64,
    /// Bottom edge.
    pub bottom: f64,
}

impl Rect {
    /// From the left to the right edge.
    pub fn width(&self) -> f64 {
        self.right - self.left
    }

    /// From the top to the bottom edge.
    pub fn height(&self) -> f64 {
        self.bottom - self.top
    }

    /// Whether a place lies inside, edges included (and half a pixel of rounding).
    pub fn contains(&self, (x, y): Place) -> bool {
        let within = |at: f64, from: f64, to: f64| from - 0.5 <= at && at <= to + 0.5;
        within(x, self.left, self.right) && within(y, self.top, self.bottom)
    }
}

/// Measures text as the backend will draw it.
pub trait Measure {
    /// Width in CSS pixels of a line of text in that size.
    fn width(&self, text: &str, size: f64, bold: bool) -> f64;
}

/// The places of all parts of a chart.
#[derive(Clone)]
pub struct Layout {
    /// The whole drawing.
    pub size: Size,
    /// The area between the axes.
    pub plot: Rect,
    /// From values of x to pixels.
    pub x: Scale,
    /// From values of y to pixels.
    pub y: Scale,
    /// Ticks along the bottom.
    pub(super) x_ticks: Vec<Tick>,
    /// Ticks along the left.
    pub(super) y_ticks: Vec<Tick>,
    /// All words with their places.
    pub(super) words: Vec<Words>,
    /// Entries of the key, at their left ends.
    pub(super) key: Vec<(Key, Place, f64)>,
}

impl Layout {
    /// Places the parts of `chart` on a drawing of that size.
    pub fn new(chart: &Chart, size: Size, theme: &Theme, measure: &dyn Measure) -> Self {
        let mut draft = Draft {
            chart,
            size,
            theme,
            measure,
            margin: (theme.text * 0.9).round(),
            words: Vec::new(),
            key: Vec::new(),
        };
        let top = draft.head();
        draft.body(top)
    }

    /// The place of a pair of values; not finite where it has none.
    pub fn to_pixel(&self, x: f64, y: f64) -> (f64, f64) {
        (self.x.to_pixel(x), self.y.to_pixel(y))
    }

    /// The values at a place.
    pub fn from_pixel(&self, x: f64, y: f64) -> (f64, f64) {
        (self.x.from_pixel(x), self.y.from_pixel(y))
    }
}

/// A layout in the making.
pub(super) struct Draft<'a> {
    pub chart: &'a Chart,
    pub size: Size,
    pub theme: &'a Theme,
    pub measure: &'a dyn Measure,
    pub margin: f64,
    pub words: Vec<Words>,
    pub key: Vec<(Key, Place, f64)>,
}

impl Draft<'_> {
    /// Axes and plot below `top`.
    fn body(mut self, top: f64) -> Layout {
        let small = self.theme.small();
        let domains = domains(self.chart);
        let (top, beside) = (top + self.margin_room(Side::X), self.margin_room(Side::Y));
        let right = self.size.width - self.margin - self.right_labels() - beside;
        let foot = self.foot(right);
        // Category names below may have to stand upright; how tall they are depends on the width, which
        // depends on the left labels, which depend on the height only through the number of ticks.
        let guess = axis_ticks(
            &self.chart.y,
            domains.1,
            (self.size.height - top) / (small * 5.0),
        );
        let left_room = self.left_room(&guess);
        let left = (self.margin + left_room).round();
        let (upright, below) = self.below(right - left);
        let bottom = (self.size.height - self.margin - foot - below)
            .max(top + 20.0)
            .round();
        let plot = Rect {
            left,
            top: top.round(),
            right: right.max(left + 20.0).round(),
            bottom,
        };
        let inset = self.inset();
        let x = Scale::new(
            &self.chart.x.scale,
            domains.0,
            [plot.left + inset, plot.right - inset],
        );
        let rising = [plot.bottom - self.lift(inset, domains.1), plot.top + inset];
        let y_range = match self.chart.y.scale {
            ScaleKind::Category(_) => [plot.top, plot.bottom],
            _ => rising,
        };
        let y = Scale::new(&self.chart.y.scale, domains.1, y_range);
        let y_ticks = axis_ticks(&self.chart.y, domains.1, plot.height() / (small * 5.0));
        let x_ticks = self.fitting_x_ticks(domains.0, &x, upright);
        self.tick_words(&plot, &x, &y, (&x_ticks, &y_ticks), upright);
        self.end_labels(&plot, &y);
        Layout {
            size: self.size,
            plot,
            x,
            y,
            x_ticks,
            y_ticks,
            words: self.words,
            key: self.key,
        }
    }

    /// Room so that dots at the edge are whole; bars and cells fill the plot.
    fn inset(&self) -> f64 {
        let fills = |mark: &Mark| matches!(mark, Mark::Density(_) | Mark::Cells(_));
        if self.chart.marks.iter().any(fills) {
            0.0
        } else {
            (self.theme.text * 0.6).round()
        }
    }

    /// Room below the lowest value: none where that is zero, which is the axis itself.
    fn lift(&self, inset: f64, [lowest, _]: [f64; 2]) -> f64 {
        let stands = lowest == 0.0 && self.chart.y.scale != ScaleKind::Time;
        if stands { 0.0 } else { inset }
    }

    /// Room for the tick labels on the left.
    fn left_room(&self, y_ticks: &[Tick]) -> f64 {
        let limit = self.size.width * 0.4;
        let widest = y_ticks
            .iter()
            .map(|tick| self.width(&tick.label))
            .fold(0.0, f64::max);
        let agreed = self.chart.y.gutter * self.theme.text;
        widest.max(agreed).min(limit) + self.theme.small() * 0.6
    }

    /// Room for how an axis is filled, beyond the plot.
    fn margin_room(&self, side: Side) -> f64 {
        let is_on = |mark: &Mark| matches!(mark, Mark::Margin(margin) if margin.on == side);
        if self.chart.marks.iter().any(is_on) {
            Margin::room(self.theme)
        } else {
            0.0
        }
    }

    /// Room for labels at the ends of lines and beside intervals.
    fn right_labels(&self) -> f64 {
        let widths = self.chart.marks.iter().flat_map(|mark| match mark {
            Mark::Line(line) if !line.label.is_empty() => vec![self.width(&line.label)],
            Mark::Intervals(intervals) => {
                let labels = intervals.labels();
                labels
                    .map(|(label, _, bold)| self.measured(label, bold))
                    .collect()
            }
            _ => Vec::new(),
        });
        let widest = widths.fold(0.0, f64::max);
        if widest > 0.0 {
            widest + self.theme.small() * 0.7
        } else {
            0.0
        }
    }

    /// Whether the names below stand upright, and how much room all labels below take.
    fn below(&self, width: f64) -> (bool, f64) {
        let small = self.theme.small();
        let ScaleKind::Category(names) = &self.chart.x.scale else {
            return (false, small * 1.7);
        };
        if self.chart.x.ticks.as_ref().is_some_and(Vec::is_empty) {
            return (false, small * 0.5);
        }
        let widest = names
            .iter()
            .map(|name| self.width(name))
            .fold(0.0, f64::max);
        if widest + small * 0.6 > width / names.len().max(1) as f64 {
            (true, widest.min(self.size.height * 0.35) + small)
        } else {
            (false, small * 1.7)
        }
    }

    /// The most ticks whose labels keep their distance.
    fn fitting_x_ticks(&self, domain: [f64; 2], scale: &Scale, upright: bool) -> Vec<Tick> {
        let small = self.theme.small();
        let [from, to] = scale.domain().map(|end| scale.to_pixel(end));
        let most = whole(((to - from).abs() / (small * 7.0)).max(2.0));
        let apart = |found: &Vec<Tick>| {
            found.windows(2).all(|pair| {
                let distance = (scale.to_pixel(pair[1].at) - scale.to_pixel(pair[0].at)).abs();
                let widths = self.width(&pair[0].label) + self.width(&pair[1].label);
                distance >= widths / 2.0 + small
            })
        };
        let all = |count: usize| axis_ticks(&self.chart.x, domain, count as f64);
        if upright || matches!(self.chart.x.scale, ScaleKind::Category(_)) {
            return all(most);
        }
        (2..=most)
            .rev()
            .map(all)
            .find(apart)
            .unwrap_or_else(|| all(2))
    }

    pub(super) fn width(&self, text: &str) -> f64 {
        self.measured(text, false)
    }

    fn measured(&self, text: &str, bold: bool) -> f64 {
        self.measure.width(text, self.theme.small(), bold)
    }
}

fn axis_ticks(axis: &Axis, domain: [f64; 2], count: f64) -> Vec<Tick> {
    let found = axis.ticks.clone();
    let mut found = found.unwrap_or_else(|| ticks(&axis.scale, domain, whole(count.max(2.0))));
    if axis.unit == "%" {
        for tick in &mut found {
            tick.label.push('%');
        }
    }
    found
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a number of ticks is small and positive"
)]
fn whole(count: f64) -> usize {
    count as usize
}

#[cfg(test)]
pub(super) mod fixtures {
    use super::*;

    /// Every character is half an em wide.
    pub struct Fixed;

    impl Measure for Fixed {
        fn width(&self, text: &str, size: f64, _: bool) -> f64 {
            text.chars().count() as f64 * size / 2.0
        }
    }

    /// A chart without words and marks, from 0 to 1 on both axes.
    pub fn empty() -> Chart {
        let axis = Axis {
            domain: Some([0.0, 1.0]),
            ..Axis::new("", "", ScaleKind::Linear)
        };
        Chart {
            title: String::new(),
            subtitle: String::new(),
            x: axis.clone(),
            y: axis,
            marks: Vec::new(),
            key: Vec::new(),
            note: String::new(),
        }
    }
}
