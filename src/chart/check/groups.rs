//! The charts in which groups stand beside each other.

use crate::analysis::check::Quadrant;
use crate::analysis::check::change::Times;
use crate::analysis::check::hollow::{Hollow, Place};
use crate::analysis::check::swap::{Ranked, Swap};
use crate::analysis::words::check::quadrant as name_of;
use crate::format;

use super::{Axis, Chart, Dash, Mark, Paint, Rule, ScaleKind, Shape, Side};
use super::{chart, line, multiples};
use crate::chart::marks::{Named, Placed, Text};

/// Lines that get a colour of their own: those that move furthest.
const COLOURED: usize = 4;

/// The place of each group by each ruler, the first on top.
pub fn swap(found: &Swap) -> Chart {
    let mut movers: Vec<&Ranked> = found
        .groups
        .iter()
        .filter(|group| group.swing() >= 2.0)
        .collect();
    // Stable, so that the order of the first ruler decides among equals.
    movers.sort_by(|a, b| b.swing().total_cmp(&a.swing()));
    movers.truncate(COLOURED);
    let is_mover = |group: &Ranked| movers.iter().position(|mover| mover.name == group.name);
    let place = |group: &Ranked| -> Vec<[f64; 2]> {
        let places = group.places.iter().enumerate();
        places.map(|(at, place)| [at as f64, place - 1.0]).collect()
    };
    let paint = |group: &Ranked| {
        let at = is_mover(group).and_then(|at| u16::try_from(at).ok());
        at.map_or(Paint::Muted, Paint::Series)
    };
    // Coloured lines last, above the others.
    let (front, back): (Vec<&Ranked>, Vec<&Ranked>) = found
        .groups
        .iter()
        .partition(|group| is_mover(group).is_some());
    let marks = back
        .into_iter()
        .chain(front)
        .map(|group| line(place(group), paint(group), &group.name));
    let places = (1..=found.groups.len())
        .map(|place| place.to_string())
        .collect();
    chart(
        Axis::new("Ruler", "", ScaleKind::Category(found.rulers.clone())),
        Axis::new("Place", "", ScaleKind::Category(places)),
        marks.collect(),
        &format!(
            "n = {}",
            format::count(found.groups.len(), "group", "groups")
        ),
    )
}

/// Usage against outcome: each group's change over that of the typical group, with both intervals.
pub fn hollow(found: &Hollow, x: &str, y: &str) -> Chart {
    let ends = |side: fn(&Place) -> &Times| {
        let all = found.groups.iter().map(side);
        all.fold([0.8, 1.25], |[low, high], times| {
            [times.interval.low.min(low), times.interval.high.max(high)]
        })
        .map(|end| end.clamp(0.2, 5.0))
    };
    let usage = ends(|place| place.usage.tested());
    let outcome = ends(|place| place.outcome.tested());
    let mut marks = vec![once(Side::X), once(Side::Y)];
    marks.extend(corners(usage, outcome, found.low_is_good));
    let (apart, middle): (Vec<&Place>, Vec<&Place>) = found
        .groups
        .iter()
        .partition(|place| place.quadrant.is_some());
    marks.push(Mark::Placed(Placed {
        dots: apart.into_iter().chain(middle).map(dot).collect(),
    }));
    let axis = |label: &str, ends: [f64; 2]| Axis {
        domain: Some(ends),
        ticks: Some(multiples(ends)),
        ..Axis::new(
            &format!("{label}: change over that of the typical group"),
            "",
            ScaleKind::Log,
        )
    };
    chart(
        axis(x, usage),
        axis(y, outcome),
        marks,
        &format!(
            "n = {}",
            format::count(found.groups.len(), "group", "groups")
        ),
    )
}

fn once(on: Side) -> Mark {
    Mark::Rule(Rule {
        on,
        at: 1.0,
        label: String::new(),
        paint: Paint::Muted,
        dash: Dash::Solid,
    })
}

/// The names of the quadrants in their corners.
fn corners([left, right]: [f64; 2], [low, high]: [f64; 2], low_is_good: bool) -> Vec<Mark> {
    let (good, bad) = if low_is_good {
        (low, high)
    } else {
        (high, low)
    };
    let inward = |y: f64| if y > low { 12.0 } else { -12.0 };
    [
        (Quadrant::Value, right, good),
        (Quadrant::QuietCraft, left, good),
        (Quadrant::Exploring, left, bad),
        (Quadrant::Hollow, right, bad),
    ]
    .map(|(quadrant, x, y)| {
        Mark::Text(Text {
            x,
            y,
            offset: [if x > left { -4.0 } else { 4.0 }, inward(y)],
            text: name_of(quadrant).to_uppercase(),
            paint: Paint::Muted,
        })
    })
    .to_vec()
}

fn dot(place: &Place) -> Named {
    let (paint, shape) = match place.quadrant {
        None => (Paint::Muted, Shape::Circle),
        Some(Quadrant::Hollow) => (Paint::Accent, Shape::Square),
        Some(Quadrant::Value) => (Paint::Ink, Shape::Diamond),
        Some(_) => (Paint::Ink, Shape::Triangle),
    };
    let ends = |times: &Times| [times.interval.low, times.times, times.interval.high];
    Named {
        name: place.name.clone(),
        x: ends(place.usage.tested()),
        y: ends(place.outcome.tested()),
        paint,
        shape,
    }
}
