//! The relation inside each group, one below the other, with that of all people.

use crate::analysis::Relation;
use crate::format;

use super::marks::{Dash, Direction, Estimate, Intervals, Rule, Shape, Side};
use super::{Axis, Chart, Mark, Paint, ScaleKind};

/// Spearman's rho with its interval per group, and of all people below them as a diamond and a dashed line.
///
/// Groups without an interval (too few people, or a side that is the same for all) are left out; nothing if none is left.
pub fn forest(relation: &Relation) -> Option<Chart> {
    let mut rows: Vec<(String, Estimate)> = Vec::new();
    for group in &relation.by_group {
        let found = group.spearman.as_ref().ok();
        if let Some((rho, range)) = found.and_then(|rho| Some((rho, rho.interval.ok()?))) {
            let ends = [range.low, rho.coefficient, range.high];
            let one = estimate(rows.len(), ends, Shape::Circle);
            rows.push((named(&group.name, group.people), one));
        }
    }
    if rows.is_empty() {
        return None;
    }
    let pooled = relation.spearman.as_ref().ok();
    if let Some((rho, range)) = pooled.and_then(|rho| Some((rho, rho.interval.ok()?))) {
        let ends = [range.low, rho.coefficient, range.high];
        let one = estimate(rows.len(), ends, Shape::Diamond);
        rows.push((named("All people", relation.people), one));
    }
    let (names, estimates) = rows.into_iter().unzip();
    let rule = |at: f64, paint: Paint, dash: Dash| {
        Mark::Rule(Rule {
            on: Side::X,
            at,
            label: String::new(),
            paint,
            dash,
        })
    };
    let mut marks = vec![rule(0.0, Paint::Muted, Dash::Solid)];
    marks.extend(pooled.map(|rho| rule(rho.coefficient, Paint::Ink, Dash::Dashed)));
    marks.push(Mark::Intervals(Intervals {
        direction: Direction::Across,
        estimates,
    }));
    Some(Chart {
        title: String::new(),
        subtitle: String::new(),
        x: Axis::new(
            "Spearman’s rho with its 95% interval",
            "",
            ScaleKind::Linear,
        ),
        y: Axis::new("Group", "", ScaleKind::Category(names)),
        marks,
        key: Vec::new(),
        note: String::new(),
    })
}

fn named(name: &str, people: usize) -> String {
    format!("{name} (n = {})", format::integer(people))
}

fn estimate(row: usize, [low, middle, high]: [f64; 3], shape: Shape) -> Estimate {
    let number = format::coefficient;
    Estimate {
        at: row as f64,
        low,
        middle,
        high,
        paint: match shape {
            Shape::Diamond => Paint::Ink,
            _ => Paint::Accent,
        },
        shape,
        label: format!("{} ({} to {})", number(middle), number(low), number(high)),
    }
}
