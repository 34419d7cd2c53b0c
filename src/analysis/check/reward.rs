//! What a ranking by usage rewards: how far the order of people by usage is their order by outcome.
//! Counts and coefficients only: there is no list of people, and none can be made of this.

use serde::{Deserialize, Serialize};

use crate::analysis::matched::{Axis, PersonMeans, matched};
use crate::analysis::verdict::LEVEL;
use crate::analysis::{FEWEST_DOTS, SMALLEST_GROUP};
use crate::dataset::Direction;
use crate::dataset::period::PeriodIndex;
use crate::metrics::Topic;
use crate::stats::agreement::{OfOrder, RankBiased};
use crate::stats::leaders::{TopOverlap, top_overlap};
use crate::stats::panel::Panel;
use crate::stats::panel::target_date::spearman_by_period;
use crate::stats::proportion::Proportion;
use crate::stats::rank::average_ranks;
use crate::stats::resample::PermutationTest;
use crate::stats::{Correlation, Interval, Undefined, correlation, mean, moments};

use super::rulers::Ruler;
use super::scene::Scene;
use super::work::Progress;

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
    /// Where the tenths by usage stand by outcome, the lowest tenth first; by the metric in question.
    pub tenths: Result<Vec<Tenth>, Undefined>,
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

/// A tenth of the people by usage.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Tenth {
    /// People in it.
    pub people: usize,
    /// Their mean place by usage, from 0 for the lowest of all to 100 for the highest.
    pub by_usage: f64,
    /// Their mean place by a good outcome, on the same scale; 50 if usage says nothing of it.
    pub by_outcome: f64,
    /// Its 95% interval (Student's t).
    pub interval: Interval,
}

/// The order of people in one period.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OfPeriod {
    /// First day of the period.
    pub day: i32,
    /// Spearman's rho between usage and a good outcome; its n are the people.
    pub spearman: Result<Correlation, Undefined>,
}

/// The comparison, in steps.
pub(super) struct Job {
    low_is_good: bool,
    x: Vec<f64>,
    y: Vec<f64>,
    rulers: Vec<OfRuler>,
    test: Result<Agreeing, Undefined>,
    periods: Option<Vec<OfPeriod>>,
}

/// Random orders for the rank-biased overlap.
struct Agreeing {
    looked_at: RankBiased,
    test: PermutationTest<OfOrder>,
    draws: usize,
}

impl Job {
    /// Nothing compared yet.
    pub fn new(scene: &Scene) -> Self {
        let low_is_good = scene.outcome.info.direction == Direction::LowerIsBetter;
        let people = &scene.matched.people;
        let x: Vec<f64> = people.iter().map(|means| means.x).collect();
        let good = |means: &PersonMeans| turned(means.y, low_is_good);
        let y: Vec<f64> = people.iter().map(good).collect();
        Job {
            low_is_good,
            test: agreeing(&x, &y),
            x,
            y,
            rulers: Vec::new(),
            periods: None,
        }
    }

    /// Steps apart from random orders, where there are as many rulers as there can be.
    pub const STEPS: usize = super::rulers::MOST + 1;

    /// Goes on: a ruler, up to `orders` random orders, or the periods.
    pub fn advance(&mut self, scene: &Scene, rulers: &[Ruler], orders: usize) -> Progress {
        if let Some(ruler) = rulers.get(self.rulers.len()) {
            self.rulers.push(self.of_ruler(scene, ruler));
            return Progress::Step;
        }
        if self.periods.is_none() {
            self.periods = Some(periods(scene, self.low_is_good));
            return Progress::Step;
        }
        let drawing = self.test.as_mut().ok().map(|found| &mut found.test);
        match drawing.and_then(|test| test.advance(orders)) {
            Some(_) => Progress::Within,
            None => Progress::Done,
        }
    }

    fn of_ruler(&self, scene: &Scene, ruler: &Ruler) -> OfRuler {
        let matched = matched(
            Axis::of(&scene.panel, Topic::Usage, &ruler.values),
            Axis::of(&scene.panel, Topic::Outcome, &scene.outcome_values),
        );
        let good = |means: &PersonMeans| turned(means.y, self.low_is_good);
        let x: Vec<f64> = matched.people.iter().map(|means| means.x).collect();
        let y: Vec<f64> = matched.people.iter().map(good).collect();
        OfRuler {
            label: ruler.label.clone(),
            people: x.len(),
            top: top(&x, &y),
            spearman: correlation::spearman(&x, &y, LEVEL),
        }
    }

    /// What was found.
    pub fn finish(self) -> Reward {
        Reward {
            tenths: tenths(&self.x, &self.y),
            rank_biased: self
                .test
                .and_then(|agreeing| agreeing.finish(&self.x, &self.y)),
            rulers: self.rulers,
            periods: self.periods.unwrap_or_default(),
            low_is_good: self.low_is_good,
        }
    }
}

/// An outcome, turned round where low is good.
fn turned(value: f64, low_is_good: bool) -> f64 {
    if low_is_good { -value } else { value }
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
fn agreeing(x: &[f64], y: &[f64]) -> Result<Agreeing, Undefined> {
    let leaders = x.len().div_ceil(10).max(2) as f64;
    let looked_at = RankBiased {
        persistence: 1.0 - 1.0 / leaders,
        depth: x.len(),
    };
    let draws = (STEPS / x.len().max(1)).clamp(99, DRAWS);
    Ok(Agreeing {
        looked_at,
        test: looked_at.test((x, y), draws, SEED)?,
        draws,
    })
}

impl Agreeing {
    fn finish(self, x: &[f64], y: &[f64]) -> Result<Agreement, Undefined> {
        let found = self.looked_at.overlap(x, y)?;
        Ok(Agreement {
            overlap: found.overlap,
            by_luck: found.expected,
            p_value: self.test.finish().greater(),
            persistence: self.looked_at.persistence,
            draws: self.draws,
            seed: SEED,
        })
    }
}

/// People in tenths by usage, and where each tenth stands by outcome. People with equal usage stay together.
fn tenths(x: &[f64], y: &[f64]) -> Result<Vec<Tenth>, Undefined> {
    const TENTHS: usize = 10;
    let need = TENTHS * SMALLEST_GROUP;
    if x.len() < need {
        return Err(Undefined::TooFew {
            have: x.len(),
            need,
        });
    }
    let n = x.len() as f64;
    // From 0 for the lowest to 100 for the highest, whoever is equal in the middle of their places.
    let standing = |values: &[f64]| -> Vec<f64> {
        let ranks = average_ranks(values);
        ranks.iter().map(|rank| 100.0 * (rank - 0.5) / n).collect()
    };
    let (by_usage, by_outcome) = (standing(x), standing(y));
    let mut found = Vec::with_capacity(TENTHS);
    for tenth in 0..TENTHS {
        let from = 10.0 * tenth as f64;
        let is_in = |at: &usize| (from..from + 10.0).contains(&by_usage[*at]);
        let members: Vec<usize> = (0..x.len()).filter(is_in).collect();
        // One tenth left out could be told from the others.
        if members.len() < SMALLEST_GROUP {
            return Err(Undefined::TooFew {
                have: members.len(),
                need: SMALLEST_GROUP,
            });
        }
        let of =
            |standing: &[f64]| -> Vec<f64> { members.iter().map(|at| standing[*at]).collect() };
        let outcome = of(&by_outcome);
        found.push(Tenth {
            people: members.len(),
            by_usage: moments::mean(&of(&by_usage))?,
            by_outcome: moments::mean(&outcome)?,
            interval: mean::interval(&outcome, LEVEL)?,
        });
    }
    Ok(found)
}

/// Periods with fewer people than may be drawn are left out.
fn periods(scene: &Scene, low_is_good: bool) -> Vec<OfPeriod> {
    let matched = &scene.matched;
    let person: Vec<usize> = matched.keys.iter().map(|key| key.0 as usize).collect();
    let period: Vec<i32> = matched.keys.iter().map(|key| key.1.0).collect();
    let good = |value: &f64| turned(*value, low_is_good);
    let y: Vec<f64> = matched.y.iter().map(good).collect();
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
