//! Different people beside the same people over time: two small charts that must not be read as one another.

use crate::analysis::Relation;
use crate::format;

use super::marks::{Dash, Direction, Estimate, Intervals, Rule, Shape, Side};
use super::relation::{Layer, Look, relation as scatter_of};
use super::{Axis, Chart, Mark, Paint, ScaleKind};

/// The means of people with their line, small.
pub fn between(relation: &Relation) -> Chart {
    let look = Look {
        logarithm: None,
        layers: vec![Layer::Line],
        window: None,
    };
    let mut chart = scatter_of(relation, &look, None);
    // Small: the main chart has the groups, and the key of a line needs no room here.
    chart.key.clear();
    chart.marks.retain(|mark| !matches!(mark, Mark::Labels(_)));
    for mark in &mut chart.marks {
        if let Mark::Dots(dots) = mark {
            dots.groups.clear();
            dots.radius = 2.2;
        }
    }
    chart.x.label.clone_from(&relation.x.label);
    chart.y.label.clone_from(&relation.y.label);
    chart
}

/// The outcome where usage was less or more than usual for the person and the period; nothing if that is not known.
pub fn steps(relation: &Relation) -> Option<Chart> {
    let found = relation.within.as_ref().ok()?;
    if found.steps.is_empty() {
        return None;
    }
    let estimates = found.steps.iter().map(|step| Estimate {
        at: step.usage,
        low: step.interval.low,
        middle: step.outcome,
        high: step.interval.high,
        paint: Paint::Accent,
        shape: Shape::Circle,
        label: String::new(),
    });
    let zero = |on: Side| {
        Mark::Rule(Rule {
            on,
            at: 0.0,
            label: String::new(),
            paint: Paint::Muted,
            dash: Dash::Solid,
        })
    };
    let axis = |label: &str, unit: &str| {
        Axis::new(
            &format!("{label}, more than usual"),
            unit,
            ScaleKind::Linear,
        )
    };
    Some(Chart {
        title: String::new(),
        subtitle: String::new(),
        x: axis(&relation.x.label, &relation.x.unit),
        y: axis(&relation.y.label, &relation.y.unit),
        marks: vec![
            zero(Side::X),
            zero(Side::Y),
            Mark::Intervals(Intervals {
                direction: Direction::Upward,
                estimates: estimates.collect(),
            }),
        ],
        key: Vec::new(),
        note: format!("n = {}", format::count(found.people, "person", "people")),
    })
}
