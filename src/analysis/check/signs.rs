//! Signs of gaming, at the level of groups: what was seen, how unusual it is, and against what.
//!
//! Each is one number of its own. They are never added up to a score.

use serde::{Deserialize, Serialize};

use crate::dataset::{Adds, Direction};
use crate::metrics::{Formula, Metric, Topic, Values};
use crate::stats::Undefined;
use crate::stats::adjust::{Correction, adjust};

use super::bunching::{Bunched, Histogram, Near};
use super::change::{Shift, Shifts, Totals};
use super::days::Days;
pub use super::days::{Chance, Evenness};
use super::events::Target;
use super::rulers::{named, token_metrics};
use super::scene::Scene;
use crate::analysis::matched::{Axis, matched};

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

/// Looks for every sign that the data allow.
pub(super) fn signs(scene: &Scene<'_>) -> Signs {
    let days = Days::of(scene);
    let near = Near::of(scene);
    let mut signs = Vec::new();
    if let Some(days) = days.as_ref().filter(|_| scene.split.is_some()) {
        signs.push(late(scene, days));
    }
    if let Some(near) = &near {
        let of = |keep: &dyn Fn(u32) -> bool| near.bunched(keep).map(Measure::Bunched);
        signs.push(sign(scene, Kind::Bunching, [&near.target.label, ""], of));
    }
    signs.extend(ratios(scene));
    if let Some(days) = &days {
        let of = |keep: &dyn Fn(u32) -> bool| days.evenness(scene, keep).map(Measure::Even);
        signs.push(sign(scene, Kind::Regular, [&days.label, ""], of));
    }
    let comparisons = mark(&mut signs);
    let late = days.map(|days| over_time(scene, &days, &signs));
    Signs {
        late,
        target: scene.target.clone(),
        width: near.as_ref().map(|near| near.width),
        histogram: near.as_ref().map(Near::histogram),
        comparisons,
        signs,
    }
}

/// A sign over everyone and in each group; `of` measures it among the people kept.
fn sign(
    scene: &Scene<'_>,
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

fn is_member<'a>(scene: &'a Scene<'_>, group: usize) -> impl Fn(u32) -> bool + 'a {
    move |person| scene.groups.of_person(person) == Some(group)
}

fn seen(measure: Measure) -> Seen {
    Seen {
        p_value: measure.p_value(),
        measure,
        adjusted: None,
        is_marked: false,
    }
}

fn late(scene: &Scene<'_>, days: &Days) -> Sign {
    let chances = |keep: &dyn Fn(u32) -> bool| [0, 1].map(|phase| days.chance(scene, phase, keep));
    let Shifts { everyone, groups } = shifts(scene, &days.totals(scene));
    let of_group = |(group, found): (usize, Result<Shift, Undefined>)| {
        found.map(|shift| seen(Measure::Late(shift, chances(&is_member(scene, group)))))
    };
    Sign {
        kind: Kind::Late,
        of: days.label.clone(),
        by: String::new(),
        everyone: everyone.map(|shift| seen(Measure::Late(shift, chances(&|_| true)))),
        groups: groups.into_iter().enumerate().map(of_group).collect(),
    }
}

/// The changes of everyone and of each group.
pub(super) fn shifts(scene: &Scene<'_>, totals: &Totals) -> Shifts {
    totals.shifts(scene.groups.count(), |group, person| {
        is_member(scene, group)(index(person))
    })
}

/// People are few enough for their indices to fit.
fn index(person: usize) -> u32 {
    u32::try_from(person).unwrap_or(u32::MAX)
}

/// The signs that are ratios of sums before and after.
fn ratios(scene: &Scene<'_>) -> Vec<Sign> {
    let mut signs = Vec::new();
    if scene.split.is_none() {
        return signs;
    }
    let panel = scene.panel;
    let of_totals = |kind: Kind, of: &str, by: &str, totals: &Totals| {
        let Shifts { everyone, groups } = shifts(scene, totals);
        let told = |found: Result<Shift, Undefined>| found.map(|shift| seen(Measure::Shift(shift)));
        Sign {
            kind,
            of: of.to_owned(),
            by: by.to_owned(),
            everyone: told(everyone),
            groups: groups.into_iter().map(told).collect(),
        }
    };
    let tokens = token_metrics(scene);
    let result = result(scene);
    if let (Some(result), Formula::Measure(_, Adds::Sum)) = (result, scene.usage.formula) {
        let totals = per_result(scene, &scene.usage_values, result);
        let (of, by) = (&scene.usage.info.label, &result.info.label);
        signs.push(of_totals(Kind::VolumePerResult, of, by, &totals));
    }
    let is_tokens = tokens
        .all
        .iter()
        .any(|metric| metric.info.id == scene.usage.info.id);
    if let (Some(result), false, false) = (result, is_tokens, tokens.fresh.is_empty()) {
        let values: Vec<Values> = tokens
            .fresh
            .iter()
            .map(|metric| panel.values(metric))
            .collect();
        let totals = per_result(scene, &Values::total(&values), result);
        let label = match tokens.fresh.as_slice() {
            [only] => only.info.label.clone(),
            _ if tokens.cached.is_empty() => "Tokens".to_owned(),
            _ => "Tokens without cache reads".to_owned(),
        };
        signs.push(of_totals(
            Kind::TokensPerResult,
            &label,
            &result.info.label,
            &totals,
        ));
    }
    let accepted = named(scene, &["accepted", "acceptances"]);
    let shown = named(scene, &["suggestions", "suggested", "shown"]);
    if let (Some(accepted), Some(shown)) = (accepted, shown) {
        let totals = of_rows(scene, &[accepted], &[shown]);
        let (of, by) = (&accepted.info.label, &shown.info.label);
        signs.push(of_totals(Kind::Acceptance, of, by, &totals));
    }
    if !tokens.cached.is_empty() && !tokens.fresh.is_empty() {
        let totals = of_rows(scene, &tokens.cached, &tokens.all);
        signs.push(of_totals(
            Kind::CacheReads,
            "Cache reads",
            "All tokens",
            &totals,
        ));
    }
    signs
}

/// The outcome that counts results: the one in question if it does, else the first that does and is better when high.
pub(super) fn result<'a>(scene: &Scene<'a>) -> Option<&'a Metric> {
    let counts = |metric: &&Metric| {
        metric.info.topic == Topic::Outcome
            && matches!(metric.formula, Formula::Measure(_, Adds::Sum))
    };
    let in_question = Some(scene.outcome)
        .filter(counts)
        .filter(|metric| metric.info.direction != Direction::LowerIsBetter);
    in_question.or_else(|| {
        let mut metrics = scene.panel.metrics.iter().filter(counts);
        metrics.find(|metric| metric.info.direction == Direction::HigherIsBetter)
    })
}

/// Usage over results, in the person-periods that have both.
fn per_result(scene: &Scene<'_>, usage: &Values, result: &Metric) -> Totals {
    let results = scene.panel.values(result);
    let rows = matched(
        Axis {
            cells: scene.usage_cells(),
            values: usage,
        },
        Axis {
            cells: scene.panel.cells(Topic::Outcome),
            values: &results,
        },
    );
    let mut totals = Totals::new(scene.panel.dataset.people.len());
    for ((key, x), y) in rows.keys.iter().zip(rows.x).zip(rows.y) {
        if let Some(phase) = scene.phase(key.1.0).filter(|_| scene.includes(key.0)) {
            totals.add(key.0, phase, [x, y]);
        }
    }
    totals
}

/// Some usage columns over others, in the rows of the file that have both.
fn of_rows(scene: &Scene<'_>, above: &[&Metric], below: &[&Metric]) -> Totals {
    let panel = scene.panel;
    let log = panel.log(Topic::Usage);
    let mut totals = Totals::new(panel.dataset.people.len());
    let series = |metrics: &[&Metric]| -> Vec<Vec<f64>> {
        metrics
            .iter()
            .flat_map(|metric| metric.formula.series())
            .map(|at| log.series[at].values())
            .collect()
    };
    let (above, below) = (series(above), series(below));
    let sum =
        |series: &[Vec<f64>], row: usize| -> f64 { series.iter().map(|values| values[row]).sum() };
    let days = log.day.as_deref().unwrap_or_default();
    for (row, (person, day)) in log.person.iter().zip(days).enumerate() {
        let phase = scene.phase(panel.period.index(*day).0);
        if let Some(phase) = phase.filter(|_| scene.includes(*person)) {
            totals.add(*person, phase, [sum(&above, row), sum(&below, row)]);
        }
    }
    totals
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

fn over_time(scene: &Scene<'_>, days: &Days, signs: &[Sign]) -> Late {
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
