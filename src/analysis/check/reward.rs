//! What a ranking by usage rewards: how far the order of people by usage is their order by outcome.
//! Counts and coefficients only: there is no list of people, and none can be made of this.

use serde::{Deserialize, Serialize};

use crate::analysis::FEWEST_DOTS;
use crate::analysis::matched::{Axis, matched};
use crate::analysis::verdict::LEVEL;
use crate::dataset::Direction;
use crate::dataset::period::PeriodIndex;
use crate::metrics::Topic;
use crate::stats::agreement::RankBiased;
use crate::stats::leaders::{TopOverlap, top_overlap};
use crate::stats::panel::Panel;
use crate::stats::panel::target_date::spearman_by_period;
use crate::stats::proportion::Proportion;
use crate::stats::{Correlation, Interval, Undefined, correlation};

use super::rulers::Ruler;
use super::scene::Scene;

/// Seed of the random orders.
const SEED: u64 = 7;
/// Most random orders, and most steps over people that they may take together.
const DRAWS: usize = 999;
const STEPS: usize = 20_000_000;

/// How the order by usage compares with the order by outcome.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reward {
    /// By each ruler, the metric in question first.
    pub rulers: Vec<OfRuler>,
    /// Rank-biased overlap by the metric in question.
    pub rank_biased: Result<Agreement, Undefined>,
    /// The order of people in each period, by the metric in question.
    pub periods: Vec<OfPeriod>,
    /// Whether a low outcome is a good one, so that its order was turned round.
    pub low_is_good: bool,
}

/// A ruler's order of people beside that of the outcome.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OfRuler {
    /// The ruler.
    pub label: String,
    /// People with both.
    pub people: usize,
    /// Who is in both top tenths.
    pub top: Result<Top, Undefined>,
    /// Spearman's rho between usage and a good outcome.
    pub spearman: Result<Correlation, Undefined>,
}

/// The top tenths.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Top {
    /// Counts, what luck gives, and its p-value against "more than luck".
    pub overlap: TopOverlap,
    /// Interval of the share of the top tenth by usage that is also top by outcome (Clopper and Pearson).
    pub share: Interval,
}

impl Top {
    /// The share of the leaders by usage that also lead by outcome.
    pub fn share(&self) -> f64 {
        self.overlap.both as f64 / self.overlap.leaders_x as f64
    }

    /// The share that luck gives.
    pub fn by_luck(&self) -> f64 {
        self.overlap.leaders_y as f64 / self.overlap.n as f64
    }
}

/// Rank-biased overlap with what luck gives.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Agreement {
    /// The overlap, in [0, 1].
    pub overlap: f64,
    /// What luck gives.
    pub by_luck: f64,
    /// P-value against "more than luck", from random orders.
    pub p_value: f64,
    /// Probability of looking one place further down.
    pub persistence: f64,
    /// Random orders.
    pub draws: usize,
    /// Their seed.
    pub seed: u64,
}

/// The order of people in one period.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OfPeriod {
    /// First day of the period.
    pub day: i32,
    /// Spearman's rho between usage and a good outcome; its n are the people.
    pub spearman: Result<Correlation, Undefined>,
}

/// The order of people by usage beside that by outcome.
pub(super) fn reward(scene: &Scene<'_>, rulers: &[Ruler]) -> Reward {
    let low_is_good = scene.outcome.info.direction == Direction::LowerIsBetter;
    let good = |value: f64| if low_is_good { -value } else { value };
    let of_ruler = |ruler: &Ruler| {
        let matched = matched(
            Axis {
                cells: scene.usage_cells(),
                values: &ruler.values,
            },
            Axis {
                cells: scene.panel.cells(Topic::Outcome),
                values: &scene.outcome_values,
            },
        );
        let x: Vec<f64> = matched.people.iter().map(|means| means.x).collect();
        let y: Vec<f64> = matched.people.iter().map(|means| good(means.y)).collect();
        OfRuler {
            label: ruler.label.clone(),
            people: x.len(),
            top: top(&x, &y),
            spearman: correlation::spearman(&x, &y, LEVEL),
        }
    };
    let people = &scene.matched.people;
    let x: Vec<f64> = people.iter().map(|means| means.x).collect();
    let y: Vec<f64> = people.iter().map(|means| good(means.y)).collect();
    Reward {
        rulers: rulers.iter().map(of_ruler).collect(),
        rank_biased: rank_biased(&x, &y),
        periods: periods(scene, good),
        low_is_good,
    }
}

/// The top tenth, rounded up to whole people.
fn top(x: &[f64], y: &[f64]) -> Result<Top, Undefined> {
    if x.len() < FEWEST_DOTS {
        return Err(Undefined::TooFew {
            have: x.len(),
            need: FEWEST_DOTS,
        });
    }
    let overlap = top_overlap(x, y, x.len().div_ceil(10))?;
    let both = Proportion::new(overlap.both as u64, overlap.leaders_x as u64)?;
    Ok(Top {
        overlap,
        share: both.interval(LEVEL),
    })
}

/// On average one looks as far down as the top tenth goes.
fn rank_biased(x: &[f64], y: &[f64]) -> Result<Agreement, Undefined> {
    let leaders = x.len().div_ceil(10).max(2) as f64;
    let looked_at = RankBiased {
        persistence: 1.0 - 1.0 / leaders,
        depth: x.len(),
    };
    let found = looked_at.overlap(x, y)?;
    let draws = (STEPS / x.len().max(1)).clamp(99, DRAWS);
    let mut test = looked_at.test((x, y), draws, SEED)?;
    while test.advance(draws).is_some() {}
    Ok(Agreement {
        overlap: found.overlap,
        by_luck: found.expected,
        p_value: test.finish().greater(),
        persistence: looked_at.persistence,
        draws,
        seed: SEED,
    })
}

/// Periods with fewer people than may be drawn are left out.
fn periods(scene: &Scene<'_>, good: impl Fn(f64) -> f64) -> Vec<OfPeriod> {
    let matched = &scene.matched;
    let person: Vec<usize> = matched.keys.iter().map(|key| key.0 as usize).collect();
    let period: Vec<i32> = matched.keys.iter().map(|key| key.1.0).collect();
    let y: Vec<f64> = matched.y.iter().map(|value| good(*value)).collect();
    let rows = Panel {
        person: &person,
        period: &period,
        x: &matched.x,
        y: &y,
    };
    let enough = |found: &Result<Correlation, Undefined>| {
        found.as_ref().is_ok_and(|found| found.n >= FEWEST_DOTS)
    };
    spearman_by_period(&rows, LEVEL)
        .into_iter()
        .filter(|(_, found)| enough(found))
        .map(|(period, spearman)| OfPeriod {
            day: scene.panel.period.first_day(PeriodIndex(period)),
            spearman,
        })
        .collect()
}
