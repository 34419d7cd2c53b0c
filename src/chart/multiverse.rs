//! The estimate under every reasonable way of counting, in order, above the choices that make each of them.
//!
//! Source: Simonsohn, Simmons & Nelson (2020), "Specification curve analysis", Nature Human Behaviour 4.

use crate::analysis::Verdict;
use crate::analysis::multiverse::{Choices, Multiverse};
use crate::analysis::words::multiverse as words;

use super::marks::{Dash, Direction, Dots, Estimate, Intervals, Rule, Shape, Side};
use super::{Axis, Chart, Key, Mark, Paint, ScaleKind};

/// Room on the left that both charts agree on, in ems.
const GUTTER: f64 = 11.0;

/// The sorted estimates with their intervals, the one that the page shows above as a diamond.
pub fn curve(found: &Multiverse) -> Chart {
    let estimates = found.specifications.iter().enumerate();
    let estimates = estimates.map(|(at, one)| {
        let shown = found.shown == Some(at);
        Estimate {
            at: at as f64,
            low: one.interval.low,
            middle: one.estimate,
            high: one.interval.high,
            paint: match one.verdict {
                _ if shown => Paint::Ink,
                Verdict::Related => Paint::Accent,
                _ => Paint::Muted,
            },
            shape: if shown { Shape::Diamond } else { Shape::Circle },
            label: String::new(),
        }
    });
    let rule = |at: f64, label: &str, dash: Dash| {
        Mark::Rule(Rule {
            on: Side::Y,
            at,
            label: label.to_owned(),
            paint: Paint::Muted,
            dash,
        })
    };
    let bound = found.interest.bound();
    let key = |name: &str, paint: Paint, shape: Shape| Key::Estimate {
        name: name.to_owned(),
        paint,
        shape,
    };
    Chart {
        title: String::new(),
        subtitle: String::new(),
        x: ways(found),
        y: Axis {
            gutter: GUTTER,
            ..Axis::new("Correlation with its 95% interval", "", ScaleKind::Linear)
        },
        marks: vec![
            rule(0.0, "", Dash::Solid),
            rule(bound, "worth caring about", Dash::Dotted),
            rule(-bound, "", Dash::Dotted),
            Mark::Intervals(Intervals {
                direction: Direction::Upward,
                estimates: estimates.collect(),
            }),
        ],
        key: vec![
            key("Shown above", Paint::Ink, Shape::Diamond),
            key("Related", Paint::Accent, Shape::Circle),
            key("Not, or cannot tell", Paint::Muted, Shape::Circle),
        ],
        note: String::new(),
    }
}

/// Which choices make each estimate of [`curve`], below it and in the same order.
pub fn choices(found: &Multiverse) -> Chart {
    let settings = settings(found);
    let dots = settings.iter().enumerate().flat_map(|(row, setting)| {
        let ways = found.specifications.iter().enumerate();
        ways.filter(|(_, one)| setting.is_in(one.choices))
            .map(move |(at, _)| [at as f64, row as f64])
    });
    let names = settings.iter().map(|setting| setting.name.to_owned());
    Chart {
        title: String::new(),
        subtitle: String::new(),
        x: ways(found),
        y: Axis {
            gutter: GUTTER,
            ..Axis::new("Choice", "", ScaleKind::Category(names.collect()))
        },
        marks: vec![Mark::Dots(Dots {
            points: dots.collect(),
            groups: Vec::new(),
            radius: 2.4,
            alpha: 0.9,
        })],
        key: Vec::new(),
        note: String::new(),
    }
}

/// The axis of the ways of counting: named for the table, while the drawing says only their order.
fn ways(found: &Multiverse) -> Axis {
    let names = found.specifications.iter().map(words::specification);
    Axis {
        ticks: Some(Vec::new()),
        ..Axis::new("Way of counting", "", ScaleKind::Category(names.collect()))
    }
}

/// One setting of one choice.
struct Setting<'a> {
    name: &'static str,
    is_in: Box<dyn Fn(Choices) -> bool + 'a>,
}

impl Setting<'_> {
    fn is_in(&self, choices: Choices) -> bool {
        (self.is_in)(choices)
    }
}

/// The settings that occur, choice by choice; a choice with one setting is none.
fn settings(found: &Multiverse) -> Vec<Setting<'static>> {
    fn of<T: Copy + PartialEq + 'static>(
        found: &Multiverse,
        pick: fn(Choices) -> T,
        name: fn(T) -> &'static str,
    ) -> Vec<Setting<'static>> {
        let mut values: Vec<T> = Vec::new();
        for one in &found.specifications {
            let value = pick(one.choices);
            if !values.contains(&value) {
                values.push(value);
            }
        }
        if values.len() < 2 {
            return Vec::new();
        }
        let mut settings: Vec<Setting> = values
            .into_iter()
            .map(|value| Setting {
                name: name(value),
                is_in: Box::new(move |choices| pick(choices) == value),
            })
            .collect();
        settings.sort_by_key(|setting| setting.name);
        settings
    }
    let mut all = of(found, |choices| choices.measure, words::measure);
    all.extend(of(found, |choices| choices.people, words::people));
    all.extend(of(found, |choices| choices.period, words::period));
    all.extend(of(found, |choices| choices.absent, words::absent));
    all
}
