//! The charts of what a ranking by usage rewards.

use crate::analysis::check::reward::{OfPeriod, OfRuler, Reward, Tenth};

use super::{
    Axis, Chart, Dash, Direction, Estimate, Intervals, Line, Mark, Marked, Paint, Rule, ScaleKind,
    Shape, Side,
};
use super::{chart, level, line, n_people, upright};
use crate::chart::marks::Band;

/// The share of each ruler's top tenth that is also top by outcome, with what luck gives.
pub fn rulers(reward: &Reward) -> Chart {
    let found: Vec<(&OfRuler, _)> = reward
        .rulers
        .iter()
        .filter_map(|ruler| Some((ruler, ruler.top.as_ref().ok()?)))
        .collect();
    let names = found.iter().map(|(ruler, _)| ruler.label.clone()).collect();
    let luck = found.first().map_or(0.0, |(_, top)| top.by_luck());
    let estimates = found.iter().enumerate().map(|(at, (_, top))| Estimate {
        at: at as f64,
        low: 100.0 * top.share.low,
        middle: 100.0 * top.share(),
        high: 100.0 * top.share.high,
        paint: if at == 0 { Paint::Accent } else { Paint::Muted },
        shape: Shape::Circle,
        label: format!("{} of {}", top.overlap.both, top.overlap.leaders_x),
    });
    let marks = vec![
        upright(100.0 * luck, "luck", Dash::Dashed),
        Mark::Intervals(Intervals {
            direction: Direction::Across,
            estimates: estimates.collect(),
        }),
    ];
    let reach = found
        .iter()
        .map(|(_, top)| 100.0 * top.share.high)
        .fold(40.0, f64::max);
    let x = Axis {
        domain: Some([0.0, (reach / 10.0).ceil() * 10.0]),
        ..Axis::new(
            "Share also in the top tenth by outcome",
            "%",
            ScaleKind::Linear,
        )
    };
    let people = reward.rulers.first().map_or(0, |ruler| ruler.people);
    chart(
        x,
        Axis::new("", "", ScaleKind::Category(names)),
        marks,
        &n_people(people),
    )
}

/// Where each tenth by usage stands by outcome, beside what the same order and no relation would give.
pub fn tenths(found: &[Tenth], [usage, outcome]: [String; 2]) -> Chart {
    let top = found.len().saturating_sub(1);
    let estimates = found.iter().enumerate().map(|(at, tenth)| Estimate {
        at: tenth.by_usage,
        low: tenth.interval.low,
        middle: tenth.by_outcome,
        high: tenth.interval.high,
        paint: if at == top {
            Paint::Accent
        } else {
            Paint::Muted
        },
        shape: Shape::Circle,
        label: String::new(),
    });
    let marks = vec![
        Mark::Rule(Rule {
            on: Side::Y,
            at: 50.0,
            label: "no relation".to_owned(),
            paint: Paint::Muted,
            dash: Dash::Dashed,
        }),
        Mark::Line(Line {
            points: vec![[0.0, 0.0], [100.0, 100.0]],
            paint: Paint::Muted,
            width: 1.4,
            dash: Dash::Dotted,
            label: "the same order".to_owned(),
        }),
        Mark::Intervals(Intervals {
            direction: Direction::Upward,
            estimates: estimates.collect(),
        }),
    ];
    let axis = |order: &str| Axis {
        domain: Some([0.0, 100.0]),
        ..Axis::new(
            &format!("Mean place {order}, 100 is first"),
            "",
            ScaleKind::Linear,
        )
    };
    let people = found.iter().map(|tenth| tenth.people).sum();
    chart(axis(&usage), axis(&outcome), marks, &n_people(people))
}

/// Spearman's rho between people in each period, with its band.
pub fn periods(reward: &Reward, marked: Option<&Marked>) -> Chart {
    let points = |period: &OfPeriod| {
        let found = period.spearman.as_ref().ok()?;
        let range = found.interval.ok()?;
        Some((f64::from(period.day), found.coefficient, range))
    };
    let found: Vec<_> = reward.periods.iter().filter_map(points).collect();
    let mut marks = vec![level(0.0)];
    marks.extend(marked.map(Marked::rule));
    marks.push(Mark::Band(Band {
        points: found
            .iter()
            .map(|(day, _, range)| [*day, range.low, range.high])
            .collect(),
        paint: Paint::Accent,
    }));
    marks.push(line(
        found.iter().map(|(day, rho, _)| [*day, *rho]).collect(),
        Paint::Accent,
        "",
    ));
    let reach = found
        .iter()
        .map(|(_, _, range)| range.high.max(-range.low))
        .fold(0.0, f64::max);
    let reach = if reach < 0.5 { 0.5 } else { 1.0 };
    let y = Axis {
        domain: Some([-reach, reach]),
        ..Axis::new("Spearman’s rho between people", "", ScaleKind::Linear)
    };
    let most = reward
        .periods
        .iter()
        .filter_map(|period| period.spearman.as_ref().ok().map(|found| found.n))
        .max();
    let note = most.map_or_else(String::new, |most| format!("up to {}", n_people(most)));
    chart(Axis::new("", "", ScaleKind::Time), y, marks, &note)
}
