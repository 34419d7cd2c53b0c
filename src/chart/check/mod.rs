//! The charts of the check. Their titles are left to the page, which says them above the drawing.

mod groups;
mod reward;
mod signs;

pub use groups::{hollow, swap};
pub use reward::{periods, rulers, tenths};
pub use signs::{forest, histogram, late};

use crate::analysis::check::decoupling::{Decoupling, Slope, Study};
use crate::analysis::check::search::Search;
use crate::format;

use super::marks::{Dash, Direction, Estimate, Intervals, Line, Mark, Rule, Shape, Side};
use super::ticks::ticks;
use super::{Axis, Chart, Paint, ScaleKind, Tick};

/// About as many ticks as differences of usage are read at.
const STUDY_TICKS: usize = 4;

/// A day to mark on an axis of time, with its name.
#[derive(Debug, Clone, PartialEq)]
pub struct Marked {
    /// Days since 1970.
    pub day: i32,
    /// What it is.
    pub label: String,
}

impl Marked {
    fn rule(&self) -> Mark {
        upright(f64::from(self.day), &self.label, Dash::Dashed)
    }
}

/// The slope within people before and after, and its change; `step` is what usage is counted in.
pub fn slopes(found: &Decoupling, step: f64, label: &str) -> Chart {
    let estimate = |at: f64, slope: &Slope, paint: Paint, shape: Shape| Estimate {
        at,
        low: slope.interval.low * step,
        middle: slope.coefficient.estimate * step,
        high: slope.interval.high * step,
        paint,
        shape,
        label: format::signed(slope.coefficient.estimate * step),
    };
    let all = [
        (&found.before, Paint::Ink, Shape::Circle),
        (&found.after, Paint::Ink, Shape::Circle),
        (&found.change, Paint::Accent, Shape::Diamond),
    ];
    let estimates = all
        .iter()
        .enumerate()
        .filter_map(|(at, (slope, paint, shape))| {
            let slope = slope.as_ref().ok()?;
            Some(estimate(at as f64, slope, *paint, *shape))
        });
    let names = ["Before", "After", "Change"].map(str::to_owned).to_vec();
    let marks = vec![
        upright(0.0, "", Dash::Solid),
        Mark::Intervals(Intervals {
            direction: Direction::Across,
            estimates: estimates.collect(),
        }),
    ];
    chart(
        Axis::new(label, "", ScaleKind::Linear),
        Axis::new("", "", ScaleKind::Category(names)),
        marks,
        &n_people(found.people),
    )
}

/// Usage in the periods around a date, against the last one before it.
pub fn study(found: &Study, label: &str, period: &str) -> Chart {
    let estimates = found.periods.iter().map(|period| Estimate {
        at: f64::from(i32::try_from(period.since).unwrap_or(0)),
        low: period.interval.low,
        middle: period.difference,
        high: period.interval.high,
        paint: if period.since < 0 {
            Paint::Muted
        } else {
            Paint::Accent
        },
        shape: Shape::Circle,
        label: String::new(),
    });
    let marks = vec![
        level(0.0),
        upright(-0.5, "the date", Dash::Dashed),
        Mark::Intervals(Intervals {
            direction: Direction::Upward,
            estimates: estimates.collect(),
        }),
    ];
    let ends = found.periods.iter().fold([0.0_f64; 2], |ends, period| {
        let range = period.interval;
        [ends[0].min(range.low), ends[1].max(range.high)]
    });
    let y = Axis {
        // A low chart would get a single one.
        ticks: Some(ticks(&ScaleKind::Linear, ends, STUDY_TICKS)),
        ..Axis::new(
            &format!("{label}, difference from the last {period} before"),
            "",
            ScaleKind::Linear,
        )
    };
    chart(
        Axis::new(&format!("{period}s since the date"), "", ScaleKind::Linear),
        y,
        marks,
        &n_people(found.people),
    )
}

/// The mean usage over time with the change that was found by looking.
pub fn search(found: &Search, label: &str) -> Chart {
    let points = found
        .series
        .iter()
        .map(|(day, mean)| [f64::from(*day), *mean]);
    let highest = found
        .series
        .iter()
        .map(|(_, mean)| *mean)
        .fold(0.0, f64::max);
    let mut marks = vec![line(points.collect(), Paint::Accent, "")];
    if let Ok(best) = found.found {
        let day = f64::from(best.day);
        marks.push(upright(day, "found by looking", Dash::Dotted));
        let ends =
            [found.series.first(), found.series.last()].map(|end| end.map(|end| f64::from(end.0)));
        if let [Some(first), Some(last)] = ends {
            for (from, to, mean) in [(first, day, best.before), (day, last, best.after)] {
                marks.push(Mark::Line(Line {
                    points: vec![[from, mean], [to, mean]],
                    paint: Paint::Muted,
                    width: 1.5,
                    dash: Dash::Dashed,
                    label: String::new(),
                }));
            }
        }
    }
    let y = Axis {
        domain: (highest > 0.0).then_some([0.0, highest * 1.1]),
        ..Axis::new(&format!("{label}, mean per person"), "", ScaleKind::Linear)
    };
    chart(Axis::new("", "", ScaleKind::Time), y, marks, "")
}

/// Ticks of multiples that people know, inside the ends.
fn multiples([low, high]: [f64; 2]) -> Vec<Tick> {
    const FINE: [f64; 9] = [0.67, 0.75, 0.8, 0.9, 1.0, 1.1, 1.25, 1.4, 1.5];
    const COARSE: [f64; 12] = [
        0.1, 0.2, 0.33, 0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0, 5.0,
    ];
    const WIDE: [f64; 9] = [0.01, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 100.0];
    let known: &[f64] = match high / low {
        narrow if narrow < 1.7 => &FINE,
        middle if middle < 8.0 => &COARSE,
        _ => &WIDE,
    };
    let inside = known.iter().filter(|at| low <= **at && **at <= high);
    inside
        .map(|at| Tick {
            at: *at,
            label: format!(
                "{}×",
                format::fixed(*at, if at.fract() == 0.0 { 0 } else { 2 })
            ),
        })
        .collect()
}

fn chart(x: Axis, y: Axis, marks: Vec<Mark>, note: &str) -> Chart {
    Chart {
        title: String::new(),
        subtitle: String::new(),
        x,
        y,
        marks,
        key: Vec::new(),
        note: note.to_owned(),
    }
}

fn n_people(people: usize) -> String {
    format!("n = {}", format::count(people, "person", "people"))
}

fn upright(at: f64, label: &str, dash: Dash) -> Mark {
    Mark::Rule(Rule {
        on: Side::X,
        at,
        label: label.to_owned(),
        paint: Paint::Muted,
        dash,
    })
}

fn level(at: f64) -> Mark {
    Mark::Rule(Rule {
        on: Side::Y,
        at,
        label: String::new(),
        paint: Paint::Muted,
        dash: Dash::Solid,
    })
}

fn line(points: Vec<[f64; 2]>, paint: Paint, label: &str) -> Mark {
    Mark::Line(Line {
        points,
        paint,
        // What stands back is thinner as well as paler.
        width: if paint == Paint::Muted { 1.4 } else { 2.4 },
        dash: Dash::Solid,
        label: label.to_owned(),
    })
}
