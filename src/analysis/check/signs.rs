//! Signs of gaming, at the level of groups: what was seen, how unusual it is, and against what.
//!
//! Each is one number of its own. They are never added up to a score.

use serde::{Deserialize, Serialize};

use crate::stats::Undefined;
use crate::stats::adjust::{Correction, adjust};

use super::bunching::{Bunched, Histogram, Near};
use super::change::{Shift, Shifts, Totals};
use super::days::Days;
pub use super::days::{Chance, Evenness};
use super::events::Target;
use super::ratios::ratio;
use super::scene::Scene;
use super::surges::Surges;
use super::work::Progress;

/// Share of the marks that may be false (Benjamini and Hochberg).
pub const FALSE_MARKS: f64 = 0.05;

/// A change of less than this multiple, up or down, is no sign, however certain it is.
pub const SMALLEST_TIMES: f64 = 1.05;

/// What kind of sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Kind {
    /// More on the last working days of a period.
    Late,
    /// Values crowd just above a target.
    Bunching,
    /// More usage goes into one result.
    VolumePerResult,
    /// More tokens go into one result.
    TokensPerResult,
    /// Less of what is suggested is accepted.
    Acceptance,
    /// A larger share of tokens is read from a cache.
    CacheReads,
    /// Days are too even.
    Regular,
}

impl Kind {
    /// Whether a rise is what makes it a sign.
    pub fn rises(self) -> bool {
        self != Kind::Acceptance
    }
}

/// All signs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Signs {
    /// Each sign that the data allow, over everyone and by group.
    pub signs: Vec<Sign>,
    /// How many comparisons were made: signs times groups, everyone among them.
    pub comparisons: usize,
    /// Share of the last days over time; `None` without days.
    pub late: Option<Late>,
    /// The target that bunching was looked for at.
    pub target: Option<Target>,
    /// Width of the window about it.
    pub width: Option<f64>,
    /// How values are spread about it.
    pub histogram: Option<Histogram>,
}

impl Signs {
    /// The sign of a kind, where the data allow it.
    pub fn of(&self, kind: Kind) -> Option<&Sign> {
        self.signs.iter().find(|sign| sign.kind == kind)
    }
}

/// One sign.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sign {
    /// Which.
    pub kind: Kind,
    /// What is divided, or looked at: `Prompts`.
    pub of: String,
    /// What it is divided by: `Tasks done`; empty where nothing is.
    pub by: String,
    /// Over everyone.
    pub everyone: Result<Seen, Undefined>,
    /// In each group, in the order of their names.
    pub groups: Vec<Result<Seen, Undefined>>,
}

impl Sign {
    /// The positions of the groups that are marked.
    pub fn marked(&self) -> Vec<usize> {
        let is_marked =
            |found: &Result<Seen, Undefined>| found.as_ref().is_ok_and(|seen| seen.is_marked);
        let groups = self.groups.iter().enumerate();
        groups
            .filter(|(_, found)| is_marked(found))
            .map(|(at, _)| at)
            .collect()
    }
}

/// What was seen of a sign in one place.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Seen {
    /// The numbers.
    pub measure: Measure,
    /// P-value against the sign's null.
    pub p_value: Option<f64>,
    /// The same after all comparisons (Benjamini and Hochberg).
    pub adjusted: Option<f64>,
    /// Whether it is unusual after all comparisons, in the direction that makes it a sign.
    pub is_marked: bool,
}

/// The numbers of a sign.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum Measure {
    /// A ratio of sums before and after.
    Shift(Shift),
    /// The share of the last days before and after, and both against days in random order.
    Late(Shift, [Result<Chance, Undefined>; 2]),
    /// Values about the target.
    Bunched(Bunched),
    /// How even days are.
    Even(Evenness),
}

impl Measure {
    /// P-value against the sign's null.
    fn p_value(&self) -> Option<f64> {
        match self {
            Measure::Shift(shift) | Measure::Late(shift, _) => shift.tested().p_value.ok(),
            Measure::Bunched(found) => Some(found.p_value),
            Measure::Even(found) => Some(found.p_value),
        }
    }

    /// Whether it points the way that makes it a sign.
    fn points(&self, kind: Kind) -> bool {
        match self {
            Measure::Shift(shift) => points(shift, kind),
            // More than before is no surge as long as days in random order would give as much.
            Measure::Late(shift, [_, after]) => {
                points(shift, kind) && after.is_ok_and(|after| after.share > after.by_chance.high)
            }
            Measure::Bunched(found) => found.above > found.below,
            Measure::Even(found) => found.share > found.by_chance,
        }
    }
}

/// Beyond the typical group by a size that matters, and clearly off its own past as well.
fn points(shift: &Shift, kind: Kind) -> bool {
    let (own, tested) = (&shift.change.times, shift.tested().times);
    if kind.rises() {
        tested >= SMALLEST_TIMES && own.is_up()
    } else {
        tested <= 1.0 / SMALLEST_TIMES && own.is_down()
    }
}

/// The share of the last days over time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Late {
    /// What is counted.
    pub label: String,
    /// Last days of a period that are looked at.
    pub last: usize,
    /// First day of each period and the share: of everyone.
    pub everyone: Vec<(i32, f64)>,
    /// Of the marked groups together; empty where none is.
    pub marked: Vec<(i32, f64)>,
    /// Of all others; empty where no group is marked.
    pub others: Vec<(i32, f64)>,
}

/// The search for signs, in steps.
pub(super) struct Job {
    days: Option<Days>,
    near: Option<Near>,
    /// What is still to be looked for, the next one last.
    todo: Vec<Look>,
    surges: Option<Surges>,
    signs: Vec<Sign>,
}

/// One step of the search, in the order in which signs are told.
#[derive(Clone, Copy)]
enum Look {
    Days,
    Target,
    Late,
    Bunching,
    Ratio(Kind),
    Regular,
}

/// The kinds that are ratios of sums before and after.
const RATIOS: [Kind; 4] = [
    Kind::VolumePerResult,
    Kind::TokensPerResult,
    Kind::Acceptance,
    Kind::CacheReads,
];

impl Job {
    /// Nothing looked for yet.
    pub fn new(scene: &Scene) -> Self {
        let mut todo = vec![Look::Regular];
        if scene.split.is_some() {
            todo.extend(RATIOS.into_iter().rev().map(Look::Ratio));
        }
        todo.extend([Look::Bunching, Look::Late, Look::Target, Look::Days]);
        Job {
            days: None,
            near: None,
            todo,
            surges: None,
            signs: Vec::new(),
        }
    }

    /// Steps apart from random orders: every look, and for surges each place on both sides of the date.
    pub fn steps(scene: &Scene) -> usize {
        RATIOS.len() + 5 + 2 * (scene.groups.count() + 1)
    }

    /// Goes on: one kind of sign, or up to `orders` random orders.
    pub fn advance(&mut self, scene: &Scene, orders: usize) -> Progress {
        if let (Some(surges), Some(days)) = (&mut self.surges, &self.days) {
            let progress = surges.advance(scene, days, orders);
            if progress != Progress::Done {
                return progress;
            }
            let found = self.surges.take().map(|surges| surges.finish(days));
            self.signs.extend(found);
            return Progress::Step;
        }
        match self.todo.pop() {
            Some(Look::Days) => self.days = Days::of(scene),
            Some(Look::Target) => self.near = Near::of(scene),
            Some(Look::Late) => self.late(scene),
            Some(Look::Bunching) => self.signs.extend(self.bunching(scene)),
            Some(Look::Ratio(kind)) => self.signs.extend(ratio(scene, kind)),
            Some(Look::Regular) => self.signs.extend(self.regular(scene)),
            None => return Progress::Done,
        }
        Progress::Step
    }

    fn late(&mut self, scene: &Scene) {
        if let Some(days) = self.days.as_ref().filter(|_| scene.split.is_some()) {
            self.surges = Some(Surges::new(scene, days));
        }
    }

    fn bunching(&self, scene: &Scene) -> Option<Sign> {
        let near = self.near.as_ref()?;
        let of = |keep: &dyn Fn(u32) -> bool| near.bunched(keep).map(Measure::Bunched);
        Some(sign(scene, Kind::Bunching, [&near.target.label, ""], of))
    }

    fn regular(&self, scene: &Scene) -> Option<Sign> {
        let days = self.days.as_ref()?;
        let of = |keep: &dyn Fn(u32) -> bool| days.evenness(scene, keep).map(Measure::Even);
        Some(sign(scene, Kind::Regular, [&days.label, ""], of))
    }

    /// Everything that was found, each mark seen beside all other comparisons.
    pub fn finish(mut self, scene: &Scene) -> Signs {
        let comparisons = mark(&mut self.signs);
        let days = self.days.as_ref();
        let late = days.map(|days| over_time(scene, days, &self.signs));
        Signs {
            late,
            target: scene.target.clone(),
            width: self.near.as_ref().map(|near| near.width),
            histogram: self.near.as_ref().map(Near::histogram),
            comparisons,
            signs: self.signs,
        }
    }
}

/// A sign over everyone and in each group; `of` measures it among the people kept.
fn sign(
    scene: &Scene,
    kind: Kind,
    [of_what, by]: [&str; 2],
    of: impl Fn(&dyn Fn(u32) -> bool) -> Result<Measure, Undefined>,
) -> Sign {
    let groups = (0..scene.groups.count()).map(|group| of(&is_member(scene, group)).map(seen));
    Sign {
        kind,
        of: of_what.to_owned(),
        by: by.to_owned(),
        everyone: of(&|_| true).map(seen),
        groups: groups.collect(),
    }
}

pub(super) fn is_member(scene: &Scene, group: usize) -> impl Fn(u32) -> bool + '_ {
    move |person| scene.groups.of_person(person) == Some(group)
}

pub(super) fn seen(measure: Measure) -> Seen {
    Seen {
        p_value: measure.p_value(),
        measure,
        adjusted: None,
        is_marked: false,
    }
}

/// The changes of everyone and of each group.
pub(super) fn shifts(scene: &Scene, totals: &Totals) -> Shifts {
    totals.shifts(scene.groups.count(), |group, person| {
        is_member(scene, group)(index(person))
    })
}

/// People are few enough for their indices to fit.
fn index(person: usize) -> u32 {
    u32::try_from(person).unwrap_or(u32::MAX)
}

/// Corrects all p-values for their number and marks what remains. Gives their number.
fn mark(signs: &mut [Sign]) -> usize {
    let places = |sign: &Sign| {
        let all = std::iter::once(&sign.everyone).chain(&sign.groups);
        all.map(|found| found.as_ref().ok().and_then(|seen| seen.p_value))
            .collect::<Vec<_>>()
    };
    let p_values: Vec<Option<f64>> = signs.iter().flat_map(places).collect();
    let comparisons = p_values.iter().flatten().count();
    let adjusted = adjust(&p_values, Correction::BenjaminiHochberg).unwrap_or(p_values);
    let mut adjusted = adjusted.into_iter();
    for sign in signs {
        for found in std::iter::once(&mut sign.everyone).chain(&mut sign.groups) {
            let p = adjusted.next().flatten();
            if let Ok(seen) = found {
                seen.adjusted = p;
                seen.is_marked =
                    p.is_some_and(|p| p < FALSE_MARKS) && seen.measure.points(sign.kind);
            }
        }
    }
    comparisons
}

fn over_time(scene: &Scene, days: &Days, signs: &[Sign]) -> Late {
    let sign = signs.iter().find(|sign| sign.kind == Kind::Late);
    let marked = sign.map_or_else(Vec::new, Sign::marked);
    let in_marked = |person: u32| {
        scene
            .groups
            .of_person(person)
            .is_some_and(|group| marked.contains(&group))
    };
    let (of_marked, of_others) = if marked.is_empty() {
        (Vec::new(), Vec::new())
    } else {
        (
            days.shares(scene, in_marked),
            days.shares(scene, |person| !in_marked(person)),
        )
    };
    Late {
        label: days.label.clone(),
        last: super::days::LAST,
        everyone: days.shares(scene, |_| true),
        marked: of_marked,
        others: of_others,
    }
}
