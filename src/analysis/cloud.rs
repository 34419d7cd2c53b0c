//! What the scatter may show of people: dots without names, bins where dots would be too many,
//! nothing where a dot could be recognised.

use crate::dataset::Dataset;

use super::grouping::Grouping;
use super::matched::{Matched, PersonMeans};
use super::relation::{Cloud, Point};
use super::{FEWEST_DOTS, MOST_DOTS, SMALLEST_GROUP};

/// Columns and rows of the bins.
const BINS: usize = 60;

/// The dots or bins of a matched panel. Ids come along only if asked for.
pub fn cloud(dataset: &Dataset, matched: &Matched, groups: &Grouping, with_ids: bool) -> Cloud {
    match matched.people.len() {
        few if few < FEWEST_DOTS => Cloud::Hidden,
        many if many > MOST_DOTS => bins(&matched.people),
        _ => Cloud::Points(points(dataset, matched, groups, with_ids)),
    }
}

/// In order of a hash of the id, so that neither the order of names nor that of the file shows.
fn points(dataset: &Dataset, matched: &Matched, groups: &Grouping, with_ids: bool) -> Vec<Point> {
    let mut points: Vec<(u64, Point)> = matched
        .people
        .iter()
        .enumerate()
        .map(|(at, means)| {
            let id = &dataset.people[means.person as usize];
            let point = Point {
                x: means.x,
                y: means.y,
                periods: means.periods,
                group: groups.of_person.get(at).copied().flatten(),
                id: with_ids.then(|| id.clone()),
            };
            (fnv1a(id), point)
        })
        .collect();
    points.sort_by_key(|(hash, _)| *hash);
    points.into_iter().map(|(_, point)| point).collect()
}

fn bins(people: &[PersonMeans]) -> Cloud {
    let x = extent(people.iter().map(|means| means.x));
    let y = extent(people.iter().map(|means| means.y));
    let mut counts = vec![0_u32; BINS * BINS];
    for means in people {
        counts[bin(means.y, y) * BINS + bin(means.x, x)] += 1;
    }
    for count in &mut counts {
        if (*count as usize) < SMALLEST_GROUP {
            *count = 0;
        }
    }
    Cloud::Bins {
        x,
        y,
        columns: BINS,
        counts,
    }
}

fn extent(values: impl Iterator<Item = f64>) -> [f64; 2] {
    values.fold([f64::INFINITY, f64::NEG_INFINITY], |[low, high], value| {
        [low.min(value), high.max(value)]
    })
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of BINS, held inside it"
)]
fn bin(value: f64, [low, high]: [f64; 2]) -> usize {
    let share = if high > low {
        (value - low) / (high - low)
    } else {
        0.0
    };
    ((share * BINS as f64) as usize).min(BINS - 1)
}

/// Fowler–Noll–Vo 1a, 64 bit: a fixed, well-mixed order of ids; no secret rests on it.
pub(super) fn fnv1a(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
