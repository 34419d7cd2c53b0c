//! The charts of the signs.

use crate::analysis::check::bunching;
use crate::analysis::check::signs::{Late, Seen};
use crate::analysis::check::{Measure, Sign, SignKind};
use crate::format;

use super::{
    Axis, Chart, Dash, Direction, Estimate, Intervals, Line, Mark, Marked, Paint, ScaleKind, Shape,
    Side,
};
use super::{Rule, chart, line, multiples, upright};
use crate::chart::marks::Bars;

/// The share of the last days over time; `by_chance` is the largest share that days in any order give.
pub fn late(found: &Late, names: &str, by_chance: Option<f64>, marked: Option<&Marked>) -> Chart {
    let percent = |series: &[(i32, f64)]| -> Vec<[f64; 2]> {
        series
            .iter()
            .map(|(day, share)| [f64::from(*day), 100.0 * share])
            .collect()
    };
    let mut marks: Vec<Mark> = Vec::new();
    marks.extend(marked.map(Marked::rule));
    marks.extend(by_chance.map(|share| {
        Mark::Rule(Rule {
            on: Side::Y,
            at: 100.0 * share,
            label: String::new(),
            paint: Paint::Muted,
            dash: Dash::Dotted,
        })
    }));
    if found.marked.is_empty() {
        marks.push(line(percent(&found.everyone), Paint::Accent, "everyone"));
    } else {
        marks.push(line(percent(&found.others), Paint::Muted, "all others"));
        marks.push(line(percent(&found.marked), Paint::Accent, names));
    }
    let all = found
        .everyone
        .iter()
        .chain(&found.marked)
        .chain(&found.others);
    let highest = all.map(|(_, share)| *share).fold(0.5, f64::max);
    let y = Axis {
        domain: Some([0.0, (110.0 * highest).min(100.0)]),
        ..Axis::new(
            &format!(
                "Share of {} on the last {} working days",
                found.label.to_lowercase(),
                found.last
            ),
            "%",
            ScaleKind::Linear,
        )
    };
    let note = if by_chance.is_some() {
        "dotted: the most that days in any order give"
    } else {
        ""
    };
    chart(Axis::new("", "", ScaleKind::Time), y, marks, note)
}

/// How values are spread about the target: bars since the date, a stepped line before it.
pub fn histogram(found: &bunching::Histogram, target: f64, label: &str) -> Chart {
    let percent = |share: &Option<f64>| 100.0 * share.unwrap_or(0.0);
    let mut steps: Vec<[f64; 2]> = Vec::new();
    for (ends, share) in found.edges.windows(2).zip(&found.before) {
        steps.extend([[ends[0], percent(share)], [ends[1], percent(share)]]);
    }
    let mut marks = vec![Mark::Bars(Bars {
        edges: found.edges.clone(),
        heights: found.after.iter().map(percent).collect(),
        paint: Paint::Accent,
    })];
    if found.n[0] > 0 {
        marks.push(Mark::Line(Line {
            points: steps,
            paint: Paint::Ink,
            width: 1.8,
            dash: Dash::Solid,
            label: String::new(),
        }));
    }
    marks.push(upright(target, "target", Dash::Dashed));
    let note = match found.n {
        [0, after] => format!("n = {}", format::integer(after)),
        [before, after] => format!(
            "bars: since the date, n = {}; line: before, n = {}",
            format::integer(after),
            format::integer(before)
        ),
    };
    chart(
        Axis::new(label, "", ScaleKind::Linear),
        Axis::new("Share of all values", "%", ScaleKind::Linear),
        marks,
        &note,
    )
}

/// A sign in each group, with everyone on top; `None` where it has no intervals to show.
pub fn forest(sign: &Sign, names: &[String]) -> Option<Chart> {
    let all = std::iter::once(("Everyone", &sign.everyone))
        .chain(names.iter().map(String::as_str).zip(&sign.groups));
    let shown: Vec<(&str, &Seen)> = all
        .filter_map(|(name, found)| Some((name, found.as_ref().ok()?)))
        .collect();
    let estimates: Vec<Estimate> = shown
        .iter()
        .enumerate()
        .filter_map(|(at, (_, seen))| estimate(at, seen, sign.kind))
        .collect();
    if estimates.is_empty() {
        return None;
    }
    let is_share = sign.kind == SignKind::Bunching;
    let x = if is_share {
        Axis {
            domain: Some([0.0, 100.0]),
            ..Axis::new(
                "Just above, of all just above and below",
                "%",
                ScaleKind::Linear,
            )
        }
    } else {
        let ends = estimates.iter().fold([0.8, 1.25], |[low, high], estimate| {
            [estimate.low.min(low), estimate.high.max(high)]
        });
        Axis {
            domain: Some(ends),
            ticks: Some(multiples(ends)),
            ..Axis::new(
                "Since the date, as a multiple of before",
                "",
                ScaleKind::Log,
            )
        }
    };
    let mut marks = vec![if is_share {
        upright(50.0, "half", Dash::Solid)
    } else {
        upright(1.0, "as before", Dash::Solid)
    }];
    let typical = shown.iter().find_map(|(_, seen)| match seen.measure {
        Measure::Shift(shift) | Measure::Late(shift, _) => shift.against.map(|found| found.typical),
        _ => None,
    });
    marks.extend(typical.map(|typical| {
        let mark = upright(typical, "", Dash::Dotted);
        match mark {
            Mark::Rule(rule) => Mark::Rule(Rule {
                paint: Paint::Accent,
                ..rule
            }),
            other => other,
        }
    }));
    marks.push(Mark::Intervals(Intervals {
        direction: Direction::Across,
        estimates,
    }));
    let names = shown.iter().map(|(name, _)| (*name).to_owned()).collect();
    let note = if typical.is_some() {
        "dotted: the typical group"
    } else {
        ""
    };
    Some(chart(
        x,
        Axis::new("", "", ScaleKind::Category(names)),
        marks,
        note,
    ))
}

fn estimate(at: usize, seen: &Seen, kind: SignKind) -> Option<Estimate> {
    let (low, middle, high, label) = match &seen.measure {
        Measure::Shift(shift) | Measure::Late(shift, _) => {
            let found = &shift.change.times;
            let label = format!("{}×", format::number(found.times));
            (found.interval.low, found.times, found.interval.high, label)
        }
        Measure::Bunched(found) if kind == SignKind::Bunching => (
            100.0 * found.interval.low,
            100.0 * found.share,
            100.0 * found.interval.high,
            format!("{}%", format::fixed(100.0 * found.share, 0)),
        ),
        _ => return None,
    };
    let is_everyone = at == 0;
    Some(Estimate {
        at: at as f64,
        low,
        middle,
        high,
        paint: match (seen.is_marked, is_everyone) {
            (true, _) => Paint::Accent,
            (false, true) => Paint::Ink,
            (false, false) => Paint::Muted,
        },
        // What is marked differs by its shape as well.
        shape: match (is_everyone, seen.is_marked) {
            (true, _) => Shape::Diamond,
            (_, true) => Shape::Square,
            _ => Shape::Circle,
        },
        label,
    })
}
