//! The words of a chart and their places: title, key, captions, tick labels, labels at the ends of lines.

use plotters::style::text_anchor::{HPos, VPos};

use super::layout::{Draft, Rect};
use super::marks::{Mark, spread};
use super::pen::Place;
use super::{Axis, Key, Paint, Scale, ScaleKind, Tick};

/// A line of text at its place.
#[derive(Clone)]
pub(super) struct Words {
    pub text: String,
    pub place: Place,
    pub size: f64,
    pub bold: bool,
    pub paint: Paint,
    pub across: HPos,
    pub along: VPos,
    pub upright: bool,
}

impl Words {
    fn new(text: &str, place: Place, size: f64, paint: Paint) -> Self {
        Self {
            text: text.to_owned(),
            place,
            size,
            bold: false,
            paint,
            across: HPos::Left,
            along: VPos::Center,
            upright: false,
        }
    }

    fn across(self, across: HPos) -> Self {
        Self { across, ..self }
    }
}

/// Length of a ramp in the key, in times the text size.
pub(super) const RAMP: f64 = 7.0;

impl Draft<'_> {
    /// Title, subtitle, key and the caption of y; returns where the plot may begin.
    pub(super) fn head(&mut self) -> f64 {
        let (text, small, large) = (self.theme.text, self.theme.small(), self.theme.large());
        let mut top = self.margin;
        for line in self.wrapped(&self.chart.title, large, true) {
            let words = Words::new(&line, (self.margin, top + large * 0.62), large, Paint::Ink);
            self.words.push(Words {
                bold: true,
                ..words
            });
            top += large * 1.25;
        }
        for line in self.wrapped(&self.chart.subtitle, text, false) {
            top += text * 0.15;
            self.words.push(Words::new(
                &line,
                (self.margin, top + text * 0.62),
                text,
                Paint::Muted,
            ));
            top += text * 1.3;
        }
        if top > self.margin {
            top += text * 0.6;
        }
        top = self.key(top);
        let caption = caption(&self.chart.y);
        if caption.is_empty() {
            return top + small * 0.6;
        }
        let caption = format!("\u{2191} {caption}");
        self.words.push(Words::new(
            &caption,
            (self.margin, top + small * 0.6),
            small,
            Paint::Muted,
        ));
        top + small * 1.9
    }

    /// The key's entries from left to right, over as many rows as they need.
    fn key(&mut self, top: f64) -> f64 {
        let (text, small) = (self.theme.text, self.theme.small());
        let mut place = (self.margin, top + text * 0.6);
        for entry in &self.chart.key {
            let label = match entry {
                Key::Group { name, .. } | Key::Estimate { name, .. } => self.width(name),
                Key::Stroke { name, .. } => self.width(name) + text * 0.8,
                Key::Ramp { low, high, .. } => {
                    self.width(low) + self.width(high) + small * (RAMP - 0.2)
                }
            };
            let width = text * 1.2 + label;
            if place.0 > self.margin && place.0 + width > self.size.width - self.margin {
                place = (self.margin, place.1 + text * 1.5);
            }
            let (low, high) = match entry {
                Key::Group { name, .. } | Key::Estimate { name, .. } => ((name, text * 1.1), None),
                Key::Stroke { name, .. } => ((name, text * 1.9), None),
                Key::Ramp { low, high, .. } => {
                    let after = self.width(low) + small * (RAMP + 1.0);
                    ((low, 0.0), Some((high, after)))
                }
            };
            for (label, shift) in std::iter::once(low).chain(high) {
                let at = (place.0 + shift, place.1);
                self.words.push(Words::new(label, at, small, Paint::Ink));
            }
            let swatch = match entry {
                Key::Group { .. } | Key::Estimate { .. } | Key::Stroke { .. } => 0.0,
                Key::Ramp { low, .. } => self.width(low) + small * 0.5,
            };
            self.key
                .push((entry.clone(), (place.0 + swatch, place.1), small * RAMP));
            place.0 += width + text * 1.2;
        }
        if self.chart.key.is_empty() {
            return top;
        }
        place.1 + text * 1.3
    }

    /// Caption of x on the right and the note on the left, on one row if they fit; returns their height.
    pub(super) fn foot(&mut self, right: f64) -> f64 {
        let small = self.theme.small();
        let caption = caption(&self.chart.x);
        let caption = if caption.is_empty() {
            caption
        } else {
            // On a phone it is cut at its own end, not at the edge of the drawing.
            let room = right - self.margin - self.width(" \u{2192}");
            format!("{} \u{2192}", self.shortened(&caption, room))
        };
        let (note, margin) = (self.chart.note.clone(), self.margin);
        let both = self.width(&caption) + self.width(&note) + small * 2.0;
        let rows = match (caption.is_empty(), note.is_empty()) {
            (true, true) => return 0.0,
            (false, false) if both > right - margin => 2.0,
            _ => 1.0,
        };
        let last = self.size.height - margin - small * 0.5;
        let first = last - (rows - 1.0) * small * 1.5;
        self.words
            .push(Words::new(&caption, (right, first), small, Paint::Muted).across(HPos::Right));
        self.words
            .push(Words::new(&note, (margin, last), small, Paint::Muted));
        rows * small * 1.5 + small * 0.4
    }

    pub(super) fn tick_words(
        &mut self,
        plot: &Rect,
        x: &Scale,
        y: &Scale,
        (x_ticks, y_ticks): (&[Tick], &[Tick]),
        upright: bool,
    ) {
        let small = self.theme.small();
        let paint = |axis: &Axis| match axis.scale {
            ScaleKind::Category(_) => Paint::Ink,
            _ => Paint::Muted,
        };
        for tick in y_ticks {
            let place = (plot.left - small * 0.6, y.to_pixel(tick.at));
            let label = self.shortened(&tick.label, plot.left - self.margin - small * 0.6);
            let words = Words::new(&label, place, small, paint(&self.chart.y));
            self.words.push(words.across(HPos::Right));
        }
        for tick in x_ticks {
            let at = x.to_pixel(tick.at);
            let words = Words::new(
                &tick.label,
                (at, plot.bottom + small),
                small,
                paint(&self.chart.x),
            );
            self.words.push(if upright {
                Words {
                    text: self.shortened(&tick.label, self.size.height * 0.35),
                    place: (at, plot.bottom + small * 0.5),
                    across: HPos::Right,
                    upright: true,
                    ..words
                }
            } else {
                words.across(HPos::Center)
            });
        }
    }

    /// Names at the ends of lines, and figures beside intervals.
    pub(super) fn end_labels(&mut self, plot: &Rect, y: &Scale) {
        let small = self.theme.small();
        let mut labels = Vec::new();
        for mark in &self.chart.marks {
            match mark {
                Mark::Line(line) if !line.label.is_empty() => {
                    if let Some([_, end]) = line.points.iter().rfind(|point| point[1].is_finite()) {
                        let place = (plot.right + small * 0.5, y.to_pixel(*end));
                        labels.push((Words::new(&line.label, place, small, line.paint), place));
                    }
                }
                Mark::Intervals(intervals) => {
                    for (label, at, bold) in intervals.labels() {
                        let place = (self.size.width - self.margin, y.to_pixel(at));
                        let words = Words::new(label, place, small, Paint::Ink).across(HPos::Right);
                        labels.push((Words { bold, ..words }, place));
                    }
                }
                _ => {}
            }
        }
        let places = spread(
            labels.iter().map(|(_, place)| *place).collect(),
            small * 1.2,
        );
        let placed = labels.into_iter().zip(places);
        self.words
            .extend(placed.map(|((words, _), place)| Words { place, ..words }));
    }

    /// The text, cut with an ellipsis if it is wider than `room`.
    fn shortened(&self, text: &str, room: f64) -> String {
        if self.width(text) <= room + 1.0 {
            return text.to_owned();
        }
        let mut kept = text.to_owned();
        while kept.pop().is_some() {
            let candidate = format!("{}\u{2026}", kept.trim_end());
            if self.width(&candidate) <= room {
                return candidate;
            }
        }
        "\u{2026}".to_owned()
    }

    /// The text in lines that fit between the margins.
    fn wrapped(&self, text: &str, size: f64, bold: bool) -> Vec<String> {
        let room = self.size.width - 2.0 * self.margin;
        let mut lines: Vec<String> = Vec::new();
        // Only at plain spaces: a narrow no-break space holds a number together.
        for word in text.split(' ').filter(|word| !word.is_empty()) {
            let longer = lines.last().map(|line| format!("{line} {word}"));
            match (longer, lines.last_mut()) {
                (Some(longer), Some(line)) if self.measure.width(&longer, size, bold) <= room => {
                    *line = longer;
                }
                _ => lines.push(word.to_owned()),
            }
        }
        lines
    }
}

/// The caption of an axis of numbers; categories speak for themselves.
fn caption(axis: &Axis) -> String {
    match axis.scale {
        ScaleKind::Category(_) => String::new(),
        _ if axis.unit == "%" => axis.label.clone(),
        _ => axis.caption(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::layout::fixtures::{Fixed, empty};
    use super::super::{Chart, Layout, Measure, Size, Theme};
    use super::*;

    fn lines(chart: &Chart, width: f64) -> Vec<Words> {
        let size = Size {
            width,
            height: 400.0,
        };
        Layout::new(chart, size, &Theme::light(), &Fixed).words
    }

    #[test]
    fn a_long_title_wraps_inside_the_drawing_and_loses_no_word() {
        let title = "Heavier users do not ship faster than those who use it once a week";
        let chart = Chart {
            title: title.to_owned(),
            ..empty()
        };
        let lines = lines(&chart, 300.0);
        let bold: Vec<_> = lines.iter().filter(|words| words.bold).collect();
        assert!(bold.len() > 1);
        assert!(
            bold.iter()
                .all(|words| Fixed.width(&words.text, words.size, true) <= 300.0)
        );
        let joined: Vec<_> = bold.iter().map(|words| words.text.as_str()).collect();
        assert_eq!(joined.join(" "), title);
    }

    #[test]
    fn a_name_that_is_too_long_ends_in_an_ellipsis() {
        let name = "A team whose name is longer than two fifths of a narrow drawing";
        let mut chart = empty();
        chart.y.scale = ScaleKind::Category(vec![name.to_owned()]);
        let lines = lines(&chart, 300.0);
        assert!(
            lines
                .iter()
                .any(|words| words.text.starts_with("A team") && words.text.ends_with('\u{2026}'))
        );
    }

    #[test]
    fn the_note_gets_a_row_of_its_own_where_it_would_touch_the_caption() {
        let mut chart = empty();
        chart.note = "n = 412 people over 26 weeks".to_owned();
        chart.x.label = "AI requests per week and person".to_owned();
        let rows = |width| {
            let lines = lines(&chart, width);
            let at = |start: &str| {
                let found = lines.iter().find(|words| words.text.starts_with(start));
                found.map(|words| words.place.1)
            };
            (at("n ="), at("AI"))
        };
        let ((wide_note, wide_caption), (note, caption)) = (rows(900.0), rows(300.0));
        assert!(wide_note == wide_caption && note > caption);
    }
}
