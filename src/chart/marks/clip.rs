//! Cutting lines and areas at the edge of the plot: no backend does it for us.

use super::super::Rect;
use super::super::pen::Place;

/// The part of the segment inside `rect` (Liang and Barsky 1984).
pub(super) fn segment(rect: &Rect, from: Place, to: Place) -> Option<(Place, Place)> {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let edges = [
        (-dx, from.0 - rect.left),
        (dx, rect.right - from.0),
        (-dy, from.1 - rect.top),
        (dy, rect.bottom - from.1),
    ];
    let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
    for (speed, distance) in edges {
        if speed < 0.0 {
            enter = enter.max(distance / speed);
        } else if speed > 0.0 {
            leave = leave.min(distance / speed);
        } else if distance < 0.0 {
            return None;
        }
    }
    let at = |share: f64| (from.0 + share * dx, from.1 + share * dy);
    (enter <= leave).then(|| (at(enter), at(leave)))
}

/// The parts of a path inside `rect`.
pub(super) fn path(rect: &Rect, places: &[Place]) -> Vec<Vec<Place>> {
    let mut parts: Vec<Vec<Place>> = Vec::new();
    for pair in places.windows(2) {
        let Some((from, to)) = segment(rect, pair[0], pair[1]) else {
            continue;
        };
        match parts.last_mut() {
            Some(part) if part.last() == Some(&from) => part.push(to),
            _ => parts.push(vec![from, to]),
        }
    }
    parts
}

/// The polygon cut at all four edges of `rect` (Sutherland and Hodgman 1974).
pub(super) fn polygon(rect: &Rect, corners: Vec<Place>) -> Vec<Place> {
    let left = |(x, _): Place| x - rect.left;
    let right = |(x, _): Place| rect.right - x;
    let top = |(_, y): Place| y - rect.top;
    let bottom = |(_, y): Place| rect.bottom - y;
    let edges: [&dyn Fn(Place) -> f64; 4] = [&left, &right, &top, &bottom];
    edges.iter().fold(corners, |corners, inside| {
        let mut kept = Vec::with_capacity(corners.len() + 4);
        let before = corners.iter().cycle().skip(corners.len().saturating_sub(1));
        for (from, to) in before.zip(&corners) {
            let (start, end) = (inside(*from), inside(*to));
            if (start < 0.0) != (end < 0.0) {
                let share = start / (start - end);
                kept.push((
                    from.0 + share * (to.0 - from.0),
                    from.1 + share * (to.1 - from.1),
                ));
            }
            if end >= 0.0 {
                kept.push(*to);
            }
        }
        kept
    })
}

/// The path as dashes: lengths of stroke and gap in turn, in CSS pixels.
pub(super) fn dashes(places: &[Place], pattern: &[f64]) -> Vec<Vec<Place>> {
    let mut lengths = pattern.iter().copied().cycle();
    let (mut left, mut drawing) = (lengths.next().unwrap_or(f64::INFINITY), true);
    let mut parts: Vec<Vec<Place>> = Vec::new();
    let mut part: Vec<Place> = places.first().copied().into_iter().collect();
    for pair in places.windows(2) {
        let (mut from, to) = (pair[0], pair[1]);
        let mut rest = (to.0 - from.0).hypot(to.1 - from.1);
        while rest > left {
            let share = left / rest;
            from = (
                from.0 + share * (to.0 - from.0),
                from.1 + share * (to.1 - from.1),
            );
            part.push(from);
            if drawing {
                parts.push(std::mem::take(&mut part));
            }
            rest -= left;
            drawing = !drawing;
            part = vec![from];
            left = lengths.next().unwrap_or(f64::INFINITY);
        }
        left -= rest;
        part.push(to);
    }
    if drawing && part.len() > 1 {
        parts.push(part);
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    const SQUARE: Rect = Rect {
        left: 0.0,
        top: 0.0,
        right: 10.0,
        bottom: 10.0,
    };

    #[test]
    fn a_segment_is_cut_at_both_edges_or_dropped() {
        let cut = segment(&SQUARE, (-10.0, 5.0), (30.0, 5.0));
        assert_eq!(cut, Some(((0.0, 5.0), (10.0, 5.0))));
        assert_eq!(segment(&SQUARE, (-5.0, 12.0), (15.0, 12.0)), None);
    }

    #[test]
    fn a_path_that_leaves_and_returns_becomes_two() {
        let parts = path(&SQUARE, &[(1.0, 5.0), (5.0, 15.0), (9.0, 5.0)]);
        assert_eq!(parts.len(), 2);
        assert_eq!(parts[0], [(1.0, 5.0), (3.0, 10.0)]);
    }

    #[test]
    fn a_polygon_larger_than_the_plot_becomes_the_plot() {
        let large = vec![(-5.0, -5.0), (15.0, -5.0), (15.0, 15.0), (-5.0, 15.0)];
        let mut cut = polygon(&SQUARE, large);
        cut.sort_by(|one, two| one.partial_cmp(two).unwrap());
        assert_eq!(cut, [(0.0, 0.0), (0.0, 10.0), (10.0, 0.0), (10.0, 10.0)]);
    }

    #[test]
    fn dashes_keep_their_rhythm_round_a_corner() {
        let parts = dashes(&[(0.0, 0.0), (5.0, 0.0), (5.0, 5.0)], &[4.0, 2.0]);
        let want = vec![vec![(0.0, 0.0), (4.0, 0.0)], vec![(5.0, 1.0), (5.0, 5.0)]];
        assert_eq!(parts, want);
    }
}
