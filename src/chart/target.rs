//! The charts of a simulated target.

use crate::analysis::target::{Simulation, Spread, Step};
use crate::format;

use super::marks::{Band, Dash, Dots, Line, Mark, Rule, Side};
use super::{Axis, Chart, Paint, ScaleKind};

/// One of the coefficients of a step.
type Coefficient = fn(&Step) -> Spread;

/// What the number is worth, from nobody to everyone who responds.
pub fn curve(found: &Simulation) -> Chart {
    let steps: &[Step] = found.curve.as_ref().map_or(&[], Vec::as_slice);
    let mut marks = vec![rule(Side::Y, 0.0, "", Dash::Solid)];
    let sides: [(Coefficient, Paint, &str); 2] = [
        (|step| step.with_use, Paint::Series(0), "with real use"),
        (
            |step| step.with_outcome,
            Paint::Series(1),
            "with the outcome",
        ),
    ];
    for (side, paint, label) in sides {
        let at = |step: &Step| 100.0 * step.share;
        marks.push(Mark::Band(Band {
            points: steps
                .iter()
                .map(|step| [at(step), side(step).low, side(step).high])
                .collect(),
            paint,
        }));
        marks.push(Mark::Line(Line {
            points: steps
                .iter()
                .map(|step| [at(step), side(step).mean])
                .collect(),
            paint,
            width: 2.2,
            dash: Dash::Solid,
            label: label.to_owned(),
        }));
    }
    marks.push(rule(
        Side::X,
        100.0 * found.responding,
        "as set",
        Dash::Dashed,
    ));
    let lowest = steps
        .iter()
        .flat_map(|step| [step.with_use.low, step.with_outcome.low])
        .fold(-0.2, f64::min);
    Chart {
        title: String::new(),
        subtitle: String::new(),
        x: Axis {
            domain: Some([0.0, 100.0]),
            ..Axis::new(
                "People below the target who respond",
                "%",
                ScaleKind::Linear,
            )
        },
        y: Axis {
            domain: Some([lowest, 1.0]),
            ..Axis::new("Spearman’s rho of the number", "", ScaleKind::Linear)
        },
        marks,
        key: Vec::new(),
        note: format!("simulated, {} draws", format::integer(found.draws)),
    }
}

/// Each person's usage and outcome before and after, on the same axes; `None` where there are too few to draw.
pub fn dots(found: &Simulation) -> Option<[Chart; 2]> {
    if found.before.is_empty() {
        return None;
    }
    let ends = |side: usize| {
        let all = found.before.iter().chain(&found.after).map(|dot| dot[side]);
        let [low, high] = all.fold([f64::INFINITY, f64::NEG_INFINITY], |[low, high], value| {
            [low.min(value), high.max(value)]
        });
        (low < high).then_some([low, high])
    };
    let chart = |points: &[[f64; 2]], note: &str| Chart {
        title: String::new(),
        subtitle: String::new(),
        x: Axis {
            domain: ends(0),
            ..Axis::new(&found.usage.label, &found.usage.unit, ScaleKind::Log1p)
        },
        y: Axis {
            domain: ends(1),
            ..Axis::new(&found.outcome.label, &found.outcome.unit, ScaleKind::Linear)
        },
        marks: vec![
            rule(Side::X, found.target, "target", Dash::Dashed),
            Mark::Dots(Dots {
                points: points.to_vec(),
                groups: Vec::new(),
                radius: 3.0,
                alpha: 0.5,
            }),
        ],
        key: Vec::new(),
        note: note.to_owned(),
    };
    let n = format::count(found.before.len(), "person", "people");
    Some([
        chart(&found.before, &format!("your data, n = {n}")),
        chart(&found.after, &format!("simulated, n = {n}")),
    ])
}

fn rule(on: Side, at: f64, label: &str, dash: Dash) -> Mark {
    Mark::Rule(Rule {
        on,
        at,
        label: label.to_owned(),
        paint: Paint::Muted,
        dash,
    })
}
