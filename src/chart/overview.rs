//! The charts of the overview. Their titles are left to the page, which says them above the drawing.

use crate::analysis::overview::course::{Course, Dated};
use crate::analysis::overview::spread::Spread;
use crate::analysis::overview::standing::{Finding, Standing};
use crate::analysis::{Overview, words};
use crate::format;
use crate::metrics::MetricInfo;

use super::marks::{
    Band, Dash, Direction, Estimate, Intervals, Line, Mark, Rule, Shape, Side, Text,
};
use super::{Axis, Chart, Key, Paint, ScaleKind};

/// Room above the highest value, for the letters of events.
const HEADROOM: f64 = 1.12;

/// Most events that get a letter.
const LETTERS: u8 = 26;

/// The letter of an event, by its place among those that are drawn.
pub fn letter(at: usize) -> Option<char> {
    let at = u8::try_from(at).ok().filter(|at| *at < LETTERS)?;
    Some(char::from(b'A' + at))
}

/// A metric over time: the mean of people with its band, and a rule with a letter for each dated event.
pub fn course(metric: &MetricInfo, course: &Course, events: &[Dated], ends: [i32; 2]) -> Chart {
    let paint = Paint::Accent;
    let rules = events.iter().enumerate().map(|(at, event)| {
        Mark::Rule(Rule {
            on: Side::X,
            at: f64::from(event.day),
            label: letter(at).map_or_else(String::new, String::from),
            paint: Paint::Muted,
            dash: Dash::Dotted,
        })
    });
    let at = |day: i32| f64::from(day);
    let band = course
        .points
        .iter()
        .map(|point| [at(point.day), point.low, point.high]);
    let line = course
        .points
        .iter()
        .map(|point| [at(point.day), point.mean]);
    let mut marks: Vec<Mark> = rules.collect();
    marks.push(Mark::Band(Band {
        points: band.collect(),
        paint,
    }));
    marks.push(Mark::Line(Line {
        points: line.collect(),
        paint,
        width: 2.0,
        dash: Dash::Solid,
        label: String::new(),
    }));
    let highest = course
        .points
        .iter()
        .map(|point| point.high)
        .fold(0.0, f64::max);
    let lowest = course
        .points
        .iter()
        .map(|point| point.low)
        .fold(f64::INFINITY, f64::min);
    Chart {
        title: String::new(),
        subtitle: String::new(),
        x: Axis {
            domain: Some(ends.map(f64::from)),
            ..Axis::new("", "", ScaleKind::Time)
        },
        y: Axis {
            // From zero, so that a small change does not look like a large one.
            domain: (lowest >= 0.0 && highest > 0.0).then_some([0.0, highest * HEADROOM]),
            ..Axis::new(
                &format!("{}, mean per person", metric.label),
                &metric.unit,
                ScaleKind::Linear,
            )
        },
        marks,
        key: Vec::new(),
        note: format!("n = {}", format::count(course.people, "person", "people")),
    }
}

/// The Lorenz curve below the line on which everyone would use the same.
pub fn lorenz(metric: &MetricInfo, spread: &Spread) -> Chart {
    let percent = |share: f64| share * 100.0;
    let points = || {
        spread
            .curve
            .iter()
            .map(|point| [percent(point.people), percent(point.held)])
    };
    let between = points().map(|[people, held]| [people, held, people]);
    let everything = Some([0.0, 100.0]);
    let axis = |label: &str| Axis {
        domain: everything,
        ..Axis::new(label, "%", ScaleKind::Linear)
    };
    Chart {
        title: String::new(),
        subtitle: String::new(),
        x: axis("Share of people, the least active first"),
        y: axis(&format!("Share of all {}", metric.label.to_lowercase())),
        marks: vec![
            Mark::Band(Band {
                points: between.collect(),
                paint: Paint::Accent,
            }),
            Mark::Line(Line {
                points: points().collect(),
                paint: Paint::Accent,
                width: 2.4,
                dash: Dash::Solid,
                label: String::new(),
            }),
            Mark::Text(Text {
                // Near the end, where a narrow drawing has room for it on the left.
                x: 92.0,
                y: 92.0,
                offset: [-8.0, -6.0],
                text: "if everyone used the same".to_owned(),
                paint: Paint::Muted,
            }),
        ],
        key: Vec::new(),
        note: format!(
            "n = {}",
            format::count(spread.concentration.n, "person", "people")
        ),
    }
}

/// How far the two sides of an outcome stand from its middle, in steps between outcomes.
const APART: f64 = 0.17;

/// Every outcome with usage: between people and within them, with intervals that are not adjusted.
pub fn standings(overview: &Overview) -> Chart {
    let names = overview
        .outcomes
        .iter()
        .map(|standing| standing.y.label.clone());
    let rows = overview.outcomes.iter().enumerate();
    let estimates = rows.flat_map(|(at, standing)| {
        let at = at as f64;
        [between(standing, at - APART), within(standing, at + APART)]
    });
    let bound = overview.interest.bound();
    let rule = |at: f64, dash: Dash, label: &str| {
        Mark::Rule(Rule {
            on: Side::X,
            at,
            label: label.to_owned(),
            paint: Paint::Muted,
            dash,
        })
    };
    let group = |name: &str, series: u16| Key::Group {
        name: name.to_owned(),
        series,
    };
    Chart {
        title: String::new(),
        subtitle: String::new(),
        x: Axis::new("Strength", "rho, or SD per SD", ScaleKind::Linear),
        y: Axis::new("Outcome", "", ScaleKind::Category(names.collect())),
        marks: vec![
            rule(0.0, Dash::Solid, ""),
            rule(-bound, Dash::Dotted, ""),
            rule(bound, Dash::Dotted, ""),
            Mark::Intervals(Intervals {
                direction: Direction::Across,
                estimates: estimates.flatten().collect(),
            }),
        ],
        key: vec![
            group("between people (Spearman’s rho)", 0),
            group("within people (SD per SD)", 1),
        ],
        note: format!(
            "dotted: worth caring about, ±{}",
            format::coefficient(bound)
        ),
    }
}

fn between(standing: &Standing, at: f64) -> Option<Estimate> {
    let found = standing.spearman.ok()?;
    let interval = found.interval.ok()?;
    let values = [interval.low, found.coefficient, interval.high];
    Some(estimate(at, values, standing.between.finding, 0))
}

fn within(standing: &Standing, at: f64) -> Option<Estimate> {
    let found = standing.within.as_ref().ok()?;
    let interval = found.standardised_interval;
    let values = [interval.low, found.standardised, interval.high];
    Some(estimate(at, values, standing.inside.finding, 1))
}

fn estimate(at: f64, [low, middle, high]: [f64; 3], finding: Finding, series: u16) -> Estimate {
    let figure = format::coefficient(middle);
    Estimate {
        at,
        low,
        middle,
        high,
        paint: Paint::Series(series),
        shape: Shape::of(series),
        label: match finding {
            Finding::Related(_) => format!("{figure} stands"),
            _ => figure,
        },
    }
}

/// First and last day of both courses and the events in them, so that the charts share one axis.
pub fn ends(overview: &Overview) -> Option<[i32; 2]> {
    let courses = [&overview.usage_course, &overview.outcome_course];
    let days = courses
        .iter()
        .filter_map(|course| course.as_ref().ok())
        .flat_map(|course| course.points.iter().map(|point| point.day))
        .chain(overview.events.iter().map(|event| event.day));
    Some([days.clone().min()?, days.max()?])
}

/// The letters of the events with what they stand for.
pub fn legend(events: &[Dated]) -> Vec<(char, String)> {
    events
        .iter()
        .enumerate()
        .filter_map(|(at, event)| Some((letter(at)?, words::overview::event(event))))
        .collect()
}
