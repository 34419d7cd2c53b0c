//! The relation at each distance in time, from "outcome first" to "usage first".

use crate::analysis::lags::Lags;
use crate::analysis::words;
use crate::format;

use super::marks::{Dash, Direction, Estimate, Intervals, Label, Labels, Rule, Shape, Side};
use super::{Axis, Chart, Key, Mark, Paint, ScaleKind, Tick};

/// The slope within people at each distance with its interval; those that stand out after correction are diamonds.
pub fn lags(found: &Lags) -> Chart {
    let reach = found.lags.last().map_or(1, |lag| lag.periods);
    let estimates = found.lags.iter().filter_map(|lag| {
        let slope = lag.slope.ok()?;
        Some(Estimate {
            at: f64::from(lag.periods),
            low: slope.interval.low,
            middle: slope.estimate,
            high: slope.interval.high,
            paint: if slope.is_clear() {
                Paint::Accent
            } else {
                Paint::Muted
            },
            shape: if slope.is_clear() {
                Shape::Diamond
            } else {
                Shape::Circle
            },
            label: String::new(),
        })
    });
    let estimates: Vec<Estimate> = estimates.collect();
    let highest = estimates.iter().map(|one| one.high).fold(0.0, f64::max);
    let lowest = estimates.iter().map(|one| one.low).fold(0.0, f64::min);
    // Some air above, where the two sides are named.
    let top = highest + (highest - lowest).max(0.01) * 0.22;
    let [before, after] = words::lag_sides();
    let side = |at: f64, text: &str| Label {
        at: [at, top],
        text: text.to_owned(),
        paint: Paint::Muted,
    };
    let end = f64::from(reach);
    let rule = |on: Side| {
        Mark::Rule(Rule {
            on,
            at: 0.0,
            label: String::new(),
            paint: Paint::Muted,
            dash: match on {
                Side::X => Dash::Dashed,
                Side::Y => Dash::Solid,
            },
        })
    };
    let key = |name: &str, paint: Paint, shape: Shape| Key::Estimate {
        name: name.to_owned(),
        paint,
        shape,
    };
    Chart {
        title: String::new(),
        subtitle: String::new(),
        x: Axis {
            domain: Some([-end - 0.5, end + 0.5]),
            ticks: Some((-reach..=reach).map(tick).collect()),
            ..Axis::new(&words::lag_axis(found), "", ScaleKind::Linear)
        },
        y: Axis {
            domain: Some([lowest - (highest - lowest) * 0.05, top]),
            ..Axis::new(
                "Slope within people, in standard deviations",
                "",
                ScaleKind::Linear,
            )
        },
        marks: vec![
            rule(Side::Y),
            rule(Side::X),
            Mark::Intervals(Intervals {
                direction: Direction::Upward,
                estimates,
            }),
            Mark::Labels(Labels {
                labels: vec![side(-end * 0.55, before), side(end * 0.55, after)],
            }),
        ],
        key: vec![
            key("Stands out", Paint::Accent, Shape::Diamond),
            key("Does not, after correction", Paint::Muted, Shape::Circle),
        ],
        note: String::new(),
    }
}

fn tick(periods: i32) -> Tick {
    Tick {
        at: f64::from(periods),
        label: format::fixed(f64::from(periods), 0),
    }
}
