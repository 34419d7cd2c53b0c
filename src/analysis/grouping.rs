//! People of a matched panel by an attribute. Groups below the smallest size are never named.

use crate::dataset::Attribute;
use crate::stats;

use super::SMALLEST_GROUP;
use super::matched::Matched;
use super::relation::GroupRelation;

/// Confidence level of the estimates per group.
const LEVEL: f64 = 0.95;

/// The groups that may be shown, and who belongs to them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Grouping {
    /// Names of the groups, in order of letters.
    pub names: Vec<String>,
    /// Per person of the matched panel, the position of their group in `names`.
    pub of_person: Vec<Option<u16>>,
    /// Groups that have people, but too few.
    pub hidden: usize,
}

impl Grouping {
    /// The groups of an attribute among matched people.
    pub fn of(attribute: &Attribute, matched: &Matched) -> Self {
        let level = |person: u32| attribute.level_of[person as usize];
        let levels: Vec<Option<u16>> = matched
            .people
            .iter()
            .map(|means| level(means.person))
            .collect();
        let mut sizes = vec![0_usize; attribute.levels.len()];
        for level in levels.iter().flatten() {
            sizes[usize::from(*level)] += 1;
        }
        let mut names = Vec::new();
        let shown: Vec<Option<u16>> = sizes
            .iter()
            .zip(&attribute.levels)
            .map(|(&size, name)| {
                let position = u16::try_from(names.len())
                    .ok()
                    .filter(|_| size >= SMALLEST_GROUP)?;
                names.push(name.clone());
                Some(position)
            })
            .collect();
        Grouping {
            hidden: sizes
                .iter()
                .filter(|&&size| (1..SMALLEST_GROUP).contains(&size))
                .count(),
            of_person: levels
                .into_iter()
                .map(|level| shown[usize::from(level?)])
                .collect(),
            names,
        }
    }

    /// Spearman's rho inside each group.
    pub fn estimates(&self, x: &[f64], y: &[f64]) -> Vec<GroupRelation> {
        let estimate = |(position, name): (u16, &String)| {
            let members = || {
                self.of_person
                    .iter()
                    .enumerate()
                    .filter(move |(_, group)| **group == Some(position))
            };
            let inside = |values: &[f64]| members().map(|(at, _)| values[at]).collect::<Vec<f64>>();
            let (x, y) = (inside(x), inside(y));
            let middle = |values: &[f64]| stats::quantile::median(values).unwrap_or(f64::NAN);
            GroupRelation {
                name: name.clone(),
                people: members().count(),
                centre: [middle(&x), middle(&y)],
                spearman: stats::correlation::spearman(&x, &y, LEVEL),
            }
        };
        (0..).zip(&self.names).map(estimate).collect()
    }
}
