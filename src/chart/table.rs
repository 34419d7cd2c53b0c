//! What a chart says to who cannot see it: a summary in words, and the values as a table.

use serde::{Deserialize, Serialize};

use crate::format;

use super::marks::Mark;
use super::ticks::epoch_date;
use super::{Axis, Chart, ScaleKind};

/// Values in rows, as text for human eyes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// One per column.
    pub headers: Vec<String>,
    /// As long as the headers, each.
    pub rows: Vec<Vec<String>>,
}

impl Chart {
    /// The chart in words: title, type, axes with their ranges, and what it rests on.
    pub fn summary(&self) -> String {
        let kind = self.marks.iter().map(kind).max().unwrap_or(Kind::Empty);
        let axes = [("x", &self.x), ("y", &self.y)].map(|(letter, axis)| {
            let (low, high) = self.range(letter == "x");
            match (&axis.scale, low <= high) {
                (ScaleKind::Category(names), _) => {
                    format!(
                        "{letter} axis: {}.",
                        format::count(names.len(), "category", "categories")
                    )
                }
                (_, false) => format!("{letter} axis: {}.", axis.caption()),
                (scale, true) => {
                    let (from, to) = (value(axis, low), value(axis, high));
                    let logarithmic = matches!(scale, ScaleKind::Log | ScaleKind::Log1p);
                    let scale = if logarithmic { ", logarithmic" } else { "" };
                    format!("{letter} axis: {}, {from} to {to}{scale}.", axis.caption())
                }
            }
        });
        let [x, y] = axes;
        let sentences = [
            sentence(&self.title),
            sentence(kind.name()),
            x,
            y,
            sentence(&self.note),
        ];
        let spoken: Vec<String> = sentences
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect();
        spoken.join(" ")
    }

    /// The values behind the marks: those of the first kind of data mark, one below the other.
    pub fn table(&self) -> Table {
        let mut tables = self.marks.iter().filter(|mark| !self.helps(mark));
        let mut found = tables.find_map(|mark| mark.table(self)).unwrap_or(Table {
            headers: Vec::new(),
            rows: Vec::new(),
        });
        for more in tables.filter_map(|mark| mark.table(self)) {
            if more.headers == found.headers {
                found.rows.extend(more.rows);
            }
        }
        found
    }

    /// A line over dots helps to read them; only without them is it the data.
    fn helps(&self, mark: &Mark) -> bool {
        let is_line = |mark: &Mark| matches!(mark, Mark::Line(_));
        is_line(mark)
            && self
                .marks
                .iter()
                .any(|other| !is_line(other) && other.table(self).is_some())
    }

    /// From where to where an axis is shown: as asked for, or as far as the marks reach.
    fn range(&self, of_x: bool) -> (f64, f64) {
        let axis = if of_x { &self.x } else { &self.y };
        if let Some([low, high]) = axis.domain {
            return (low, high);
        }
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        for mark in &self.marks {
            mark.reach(&mut |x, y| {
                let at = if of_x { x } else { y };
                // `min` and `max` pass over NaN, the sign of a mark that has no say.
                (low, high) = (low.min(at), high.max(at));
            });
        }
        (low, high)
    }
}

/// Kinds of chart, the one that names the whole last.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Empty,
    Lines,
    Histogram,
    Estimates,
    Heatmap,
    Density,
    Scatter,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Empty => "Empty chart",
            Self::Lines => "Line chart",
            Self::Histogram => "Histogram",
            Self::Estimates => "Estimates with their intervals",
            Self::Heatmap => "Heatmap",
            Self::Density => "Density plot",
            Self::Scatter => "Scatter plot",
        }
    }
}

fn kind(mark: &Mark) -> Kind {
    match mark {
        Mark::Dots(_) | Mark::Placed(_) => Kind::Scatter,
        Mark::Density(_) => Kind::Density,
        Mark::Cells(_) => Kind::Heatmap,
        Mark::Intervals(_) => Kind::Estimates,
        Mark::Bars(_) => Kind::Histogram,
        Mark::Line(_) | Mark::Band(_) => Kind::Lines,
        Mark::Rule(_) | Mark::Text(_) | Mark::Margin(_) | Mark::Labels(_) => Kind::Empty,
    }
}

/// With a full stop, unless there is nothing to stop.
fn sentence(text: &str) -> String {
    let ended = text.is_empty() || text.ends_with(['.', '?', '!']);
    if ended {
        text.to_owned()
    } else {
        format!("{text}.")
    }
}

/// A value of an axis as text: a number with its percent sign, or a day.
pub(super) fn value(axis: &Axis, number: f64) -> String {
    match (&axis.scale, axis.unit.as_str()) {
        _ if !number.is_finite() => String::new(),
        (ScaleKind::Time, _) => epoch_date(number).map_or(String::new(), format::date),
        (_, "%") => format!("{}%", format::number(number)),
        // A count stays a count: 3, not 3.00.
        _ if number.fract() == 0.0 => format::fixed(number, 0),
        _ => format::number(number),
    }
}

/// The name at an index of a category axis; the value itself on any other.
pub(super) fn name_at(axis: &Axis, at: f64) -> String {
    let ScaleKind::Category(names) = &axis.scale else {
        return value(axis, at);
    };
    let found = names
        .iter()
        .enumerate()
        .find(|(index, _)| (*index as f64 - at).abs() < 0.5);
    found.map_or(String::new(), |(_, name)| name.clone())
}
