//! The same groups by other rulers: does the order of groups hang on how usage is measured?

use serde::{Deserialize, Serialize};

use crate::analysis::SMALLEST_GROUP;
use crate::analysis::verdict::LEVEL;
use crate::stats::correlation::kendall;
use crate::stats::moments::mean;
use crate::stats::rank::average_ranks;

use super::rulers::Ruler;
use super::scene::Scene;

/// Groups that an order needs at least.
const FEWEST_GROUPS: usize = 3;

/// Groups in order, by each ruler.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Swap {
    /// The rulers, the metric in question first.
    pub rulers: Vec<String>,
    /// The groups, in the order of the first ruler.
    pub groups: Vec<Ranked>,
    /// Mean of Kendall's tau-b over all pairs of rulers; 1 is the same order by all of them.
    pub agreement: f64,
    /// The two rulers that agree least, by position, and their tau.
    pub least: (usize, usize, f64),
    /// How many different groups lead by some ruler.
    pub leaders: usize,
}

/// A group with its place by each ruler.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ranked {
    /// Its name.
    pub name: String,
    /// People with a value by the first ruler.
    pub people: usize,
    /// Mean per person and period by each ruler.
    pub means: Vec<f64>,
    /// Place by each ruler, 1 for the most; ties share the mean of their places.
    pub places: Vec<f64>,
}

impl Ranked {
    /// How far its places lie apart.
    pub fn swing(&self) -> f64 {
        let low = self.places.iter().copied().fold(f64::INFINITY, f64::min);
        let high = self
            .places
            .iter()
            .copied()
            .fold(f64::NEG_INFINITY, f64::max);
        high - low
    }
}

/// Ranks the groups by every ruler; `None` with fewer than three groups or two rulers.
pub(super) fn swap(scene: &Scene, rulers: &[Ruler]) -> Option<Swap> {
    let shown = scene.groups.public();
    let count = shown.names.len();
    if count < FEWEST_GROUPS {
        return None;
    }
    let means: Vec<(String, Vec<f64>, Vec<usize>)> = rulers
        .iter()
        .map(|ruler| {
            let (means, people) = means(scene, ruler, count);
            (ruler.label.clone(), means, people)
        })
        // A ruler without values in some group cannot rank it.
        .filter(|(_, means, people)| {
            means.iter().all(|mean| mean.is_finite())
                && people.iter().all(|people| *people >= SMALLEST_GROUP)
        })
        .collect();
    let mut least: Option<(usize, usize, f64)> = None;
    let mut taus = Vec::new();
    for first in 0..means.len() {
        for second in first + 1..means.len() {
            let Ok(found) = kendall(&means[first].1, &means[second].1, LEVEL) else {
                continue;
            };
            taus.push(found.coefficient);
            if least.is_none_or(|(_, _, tau)| found.coefficient < tau) {
                least = Some((first, second, found.coefficient));
            }
        }
    }
    let places: Vec<Vec<f64>> = means.iter().map(|(_, means, _)| places(means)).collect();
    let mut groups: Vec<Ranked> = (0..count)
        .map(|group| Ranked {
            name: shown.names[group].clone(),
            people: means.first().map_or(0, |(_, _, people)| people[group]),
            means: means.iter().map(|(_, means, _)| means[group]).collect(),
            places: places.iter().map(|places| places[group]).collect(),
        })
        .collect();
    groups.sort_by(|a, b| {
        let first = |group: &Ranked| group.places.first().copied().unwrap_or(0.0);
        first(a).total_cmp(&first(b))
    });
    let mut leaders: Vec<usize> = (0..means.len())
        .filter_map(|ruler| {
            (0..count).min_by(|&a, &b| groups[a].places[ruler].total_cmp(&groups[b].places[ruler]))
        })
        .collect();
    leaders.sort_unstable();
    leaders.dedup();
    Some(Swap {
        rulers: means.into_iter().map(|(label, _, _)| label).collect(),
        agreement: mean(&taus).ok()?,
        least: least?,
        leaders: leaders.len(),
        groups,
    })
}

/// Mean per person and period in each group, and its people.
fn means(scene: &Scene, ruler: &Ruler, count: usize) -> (Vec<f64>, Vec<usize>) {
    let mut sums = vec![(0.0, 0_usize); count];
    let mut people: Vec<Vec<u32>> = vec![Vec::new(); count];
    for ((person, _), value) in scene.usage_cells().keys.iter().zip(&ruler.values.cells) {
        let group = scene.groups.of_person(*person);
        if let Some(group) = group.filter(|_| !value.is_nan()) {
            sums[group].0 += value;
            sums[group].1 += 1;
            if people[group].last() != Some(person) {
                people[group].push(*person);
            }
        }
    }
    (
        sums.iter()
            .map(|(sum, cells)| sum / *cells as f64)
            .collect(),
        people.iter().map(Vec::len).collect(),
    )
}

fn places(means: &[f64]) -> Vec<f64> {
    let negated: Vec<f64> = means.iter().map(|mean| -mean).collect();
    average_ranks(&negated)
}
