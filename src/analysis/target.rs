//! What if a target were set? People below it move their number, some of it with real use and some without,
//! and the number says less. A simulation on a data set's own people, under assumptions that the person sets;
//! it foretells nothing.

use serde::{Deserialize, Serialize};

use crate::dataset::{Direction, Period};
use crate::metrics::{MetricId, MetricInfo, Panel};
use crate::notice::Notice;
use crate::stats::correlation::ProductMoment;
use crate::stats::quantile::{QuantileType, quantile, sorted};
use crate::stats::resample::random_orders;
use crate::stats::{Undefined, moments};

use super::FEWEST_DOTS;
use super::check::events::{self, Target};
use super::cloud::fnv1a;
use super::matched::{Matched, PersonMeans};
use super::relation::matched_people;
use super::verdict::Interest;
use super::within::within;

/// People that the simulation moves; each draw ranks all of them once per step of the curve.
const MOST_PEOPLE: usize = 2_000;
/// Draws of who responds, and their seed.
const DRAWS: usize = 60;
const SEED: u64 = 17;
/// Steps of the curve from nobody to everyone.
const STEPS: usize = 10;
/// Of the simulated coefficients this share lies in the band.
const BAND: f64 = 0.95;
/// Without a target the number that a quarter of the people reach.
const REACHED_BY: f64 = 0.25;

/// What is supposed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// The usage metric that gets a target.
    pub usage: MetricId,
    /// The outcome that it is meant to go with.
    pub outcome: MetricId,
    /// The target, per period; one is proposed without it.
    pub target: Option<f64>,
    /// The share of the people below it who respond, from 0 to 1.
    pub responding: f64,
    /// The share of the gap that they fill with activity that has no use, from 0 to 1.
    pub hollow: f64,
    /// How much higher the outcome is per unit of real use; what the same people show over time without it.
    pub effect: Option<f64>,
}

/// What a person supposes of how others respond to a target.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Supposed {
    /// The share of the people below it who respond, from 0 to 1.
    pub responding: f64,
    /// The share of the gap that they fill with activity that has no use, from 0 to 1.
    pub hollow: f64,
    /// How much higher the outcome is per unit of real use; what the same people show over time without it.
    pub effect: Option<f64>,
}

impl Default for Supposed {
    /// Half respond, and half of what they add has no use: a place to start from, not an estimate.
    fn default() -> Self {
        Supposed {
            responding: 0.5,
            hollow: 0.5,
            effect: None,
        }
    }
}

/// What would come of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Simulation {
    /// The usage metric.
    pub usage: MetricInfo,
    /// The outcome.
    pub outcome: MetricInfo,
    /// The period that the target is per.
    pub period: Period,
    /// People with both values.
    pub people: usize,
    /// How many of them were moved, where that is not everyone.
    pub sampled: Option<usize>,
    /// The target.
    pub target: f64,
    /// Where it comes from.
    pub target_from: TargetFrom,
    /// People below it, of those who were moved.
    pub below: usize,
    /// The share of them who respond.
    pub responding: f64,
    /// The share of the gap filled without use.
    pub hollow: f64,
    /// Outcome per unit of real use.
    pub effect: f64,
    /// Where that comes from.
    pub effect_from: EffectFrom,
    /// Whether a low outcome is a good one, so that its order was turned round.
    pub low_is_good: bool,
    /// From nobody to everyone who responds.
    pub curve: Result<Vec<Step>, Undefined>,
    /// At the share that was set.
    pub now: Result<Step, Undefined>,
    /// Dots before: usage and outcome of each person; empty where there are too few to draw.
    pub before: Vec<[f64; 2]>,
    /// The same people in one of the draws at the share that was set, in the same order.
    pub after: Vec<[f64; 2]>,
    /// Draws of who responds.
    pub draws: usize,
    /// Their seed.
    pub seed: u64,
}

/// Where the target comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum TargetFrom {
    /// The person typed it.
    Typed,
    /// The name of an event states it. Carries the name.
    Event(String),
    /// A quarter of the people reach it.
    Quarter,
}

/// Where the effect of real use comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum EffectFrom {
    /// The person typed it.
    Typed,
    /// The slope within people in these data.
    Within,
    /// There is no such slope, so none is supposed.
    Nothing,
}

/// What the number is worth when so many respond.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// The share of the people below the target who respond.
    pub share: f64,
    /// Spearman's rho of the number with a good outcome.
    pub with_outcome: Spread,
    /// Spearman's rho of the number with real use.
    pub with_use: Spread,
}

/// A mean over draws, with the band that holds 95% of them.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Spread {
    /// Lower end of the band.
    pub low: f64,
    /// Mean.
    pub mean: f64,
    /// Upper end of the band.
    pub high: f64,
}

/// Simulates a target.
///
/// # Errors
/// [`Kind::NoMeasure`] for a metric that does not exist; [`Kind::TooFewPeople`] when fewer than [`SMALLEST_GROUP`] people
/// have both values.
pub fn simulate(panel: &Panel, question: &Question) -> Result<Simulation, Notice> {
    Ok(Work::new(panel, question)?.finish())
}

/// A simulation that is being made, a share of people who respond at a time.
#[derive(Debug)]
pub struct Work {
    world: World,
    known: Known,
    curve: Vec<Result<Step, Undefined>>,
}

/// What a simulation starts from.
#[derive(Debug)]
struct Known {
    usage: MetricInfo,
    outcome: MetricInfo,
    period: Period,
    people: usize,
    target_from: TargetFrom,
    effect_from: EffectFrom,
    responding: f64,
}

impl Work {
    /// Nothing drawn yet.
    ///
    /// # Errors
    /// As [`simulate`].
    pub fn new(panel: &Panel, question: &Question) -> Result<Self, Notice> {
        let (usage, outcome, matched) = matched_people(panel, &question.usage, &question.outcome)?;
        let moved = shuffled(panel, &matched);
        let stated = events::stated_target(panel, usage, question.target)
            .filter(|target| target.metric == usage.info.id && target.period == panel.period);
        let (target, target_from) = target(stated, &moved);
        let (effect, effect_from) = effect(question.effect, &matched);
        Ok(Work {
            world: World {
                below: (0..moved.len())
                    .filter(|&at| moved[at].x < target)
                    .collect(),
                x: moved.iter().map(|means| means.x).collect(),
                y: moved.iter().map(|means| means.y).collect(),
                target,
                hollow: share(question.hollow),
                effect,
                low_is_good: outcome.info.direction == Direction::LowerIsBetter,
            },
            known: Known {
                usage: usage.info.clone(),
                outcome: outcome.info.clone(),
                period: panel.period,
                people: matched.people.len(),
                target_from,
                effect_from,
                responding: share(question.responding),
            },
            curve: Vec::with_capacity(STEPS + 1),
        })
    }

    /// Draws one more step of the curve: the share that is done, or `None` once all are.
    pub fn advance(&mut self) -> Option<f64> {
        let step = self.curve.len();
        if step > STEPS {
            return None;
        }
        self.curve.push(self.world.step(step as f64 / STEPS as f64));
        Some(self.curve.len() as f64 / (STEPS + 2) as f64)
    }

    /// The simulation. Steps that are not drawn yet are drawn first.
    pub fn finish(mut self) -> Simulation {
        while self.advance().is_some() {}
        let Work {
            world,
            known,
            curve,
        } = self;
        let dots = |responding: f64| {
            if world.x.len() < FEWEST_DOTS {
                return Vec::new();
            }
            let order = world.orders().next().unwrap_or_default();
            let (x, y, _) = world.after(&order, responding);
            x.into_iter().zip(y).map(|(x, y)| [x, y]).collect()
        };
        let moved = world.x.len();
        Simulation {
            usage: known.usage,
            outcome: known.outcome,
            period: known.period,
            people: known.people,
            sampled: (moved < known.people).then_some(moved),
            target: world.target,
            target_from: known.target_from,
            below: world.below.len(),
            responding: known.responding,
            hollow: world.hollow,
            effect: world.effect,
            effect_from: known.effect_from,
            low_is_good: world.low_is_good,
            curve: curve.into_iter().collect(),
            now: world.step(known.responding),
            before: dots(0.0),
            after: dots(known.responding),
            draws: DRAWS,
            seed: SEED,
        }
    }
}

/// A share that a person set, whatever they typed.
fn share(value: f64) -> f64 {
    if value.is_finite() {
        value.clamp(0.0, 1.0)
    } else {
        0.0
    }
}

/// The people who are moved, in order of a hash of their ids, so that the order says nothing.
fn shuffled(panel: &Panel, matched: &Matched) -> Vec<PersonMeans> {
    let mut people: Vec<(u64, PersonMeans)> = matched
        .people
        .iter()
        .map(|means| (fnv1a(&panel.dataset.people[means.person as usize]), *means))
        .collect();
    people.sort_by_key(|(hash, means)| (*hash, means.person));
    people.truncate(MOST_PEOPLE);
    people.into_iter().map(|(_, means)| means).collect()
}

fn target(stated: Option<Target>, people: &[PersonMeans]) -> (f64, TargetFrom) {
    if let Some(target) = stated {
        let from = target.event.map_or(TargetFrom::Typed, TargetFrom::Event);
        return (target.value, from);
    }
    let usage = sorted(&people.iter().map(|means| means.x).collect::<Vec<_>>());
    let reached = quantile(&usage, 1.0 - REACHED_BY, QuantileType::Type7).unwrap_or(0.0);
    (reached, TargetFrom::Quarter)
}

fn effect(typed: Option<f64>, matched: &Matched) -> (f64, EffectFrom) {
    if let Some(effect) = typed.filter(|effect| effect.is_finite()) {
        return (effect, EffectFrom::Typed);
    }
    within(matched, Interest::default()).map_or((0.0, EffectFrom::Nothing), |found| {
        (found.slope.estimate, EffectFrom::Within)
    })
}

/// The people and what is supposed of them.
#[derive(Debug)]
struct World {
    x: Vec<f64>,
    y: Vec<f64>,
    /// Positions of who is below the target.
    below: Vec<usize>,
    target: f64,
    hollow: f64,
    effect: f64,
    low_is_good: bool,
}

impl World {
    /// The orders in which people below the target begin to respond, one per draw.
    fn orders(&self) -> impl Iterator<Item = Vec<usize>> {
        random_orders(self.below.len(), DRAWS, SEED)
    }

    /// The number, the outcome and the real use of everyone when that share of an order responds.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share of a count of people"
    )]
    fn after(&self, order: &[usize], share: f64) -> (Vec<f64>, Vec<f64>, Vec<f64>) {
        let (mut x, mut y, mut real) = (self.x.clone(), self.y.clone(), self.x.clone());
        let count = (share * order.len() as f64).round() as usize;
        for &place in order.iter().take(count) {
            let person = self.below[place];
            let gap = self.target - self.x[person];
            let used = (1.0 - self.hollow) * gap;
            x[person] = self.target;
            real[person] += used;
            y[person] += self.effect * used;
        }
        (x, y, real)
    }

    /// The coefficients at a share, over all draws.
    fn step(&self, share: f64) -> Result<Step, Undefined> {
        let sign = if self.low_is_good { -1.0 } else { 1.0 };
        let (mut with_outcome, mut with_use) = (Vec::new(), Vec::new());
        for order in self.orders() {
            let (x, y, real) = self.after(&order, share);
            with_outcome.push(sign * ProductMoment::of_ranks(&x, &y)?.r);
            with_use.push(ProductMoment::of_ranks(&x, &real)?.r);
        }
        Ok(Step {
            share,
            with_outcome: spread(&with_outcome)?,
            with_use: spread(&with_use)?,
        })
    }
}

fn spread(values: &[f64]) -> Result<Spread, Undefined> {
    let ascending = sorted(values);
    let end = |p: f64| quantile(&ascending, p, QuantileType::Type7);
    Ok(Spread {
        low: end((1.0 - BAND) / 2.0)?,
        mean: moments::mean(values)?,
        high: end(f64::midpoint(1.0, BAND))?,
    })
}
