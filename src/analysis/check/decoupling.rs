//! Did usage say less about the outcome after a date? The same people before and after it.

use serde::{Deserialize, Serialize};

use crate::analysis::matched::Matched;
use crate::analysis::verdict::{self, LEVEL, NoVerdict, Verdict};
use crate::analysis::within::Rows;
use crate::stats::event_study::{Around, JointTest, PersonWeeks, event_study};
use crate::stats::panel::slope::PanelSlope;
use crate::stats::panel::target_date::{change_beside_periods, goodhart_break};
use crate::stats::panel::{Effects, Panel, fixed_effects};
use crate::stats::regression::Coefficient;
use crate::stats::{Interval, Undefined, moments};

use super::events::Chosen;
use super::scene::Scene;
use super::work::Progress;

/// Periods around the date that the event study shows, on either side.
const AROUND: u16 = 8;

/// Before and after.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Decoupling {
    /// People with rows on either side.
    pub people: usize,
    /// Person-periods.
    pub rows: usize,
    /// The slope within people before the date, what all share in a period taken out.
    pub before: Result<Slope, Undefined>,
    /// The same from the date on.
    pub after: Result<Slope, Undefined>,
    /// The second minus the first, both in one model.
    pub change: Result<Slope, Undefined>,
    /// Standard deviation of the outcome over that of usage, both within people.
    pub unit: f64,
    /// Standard deviation of usage within people.
    pub usage_deviation: f64,
    /// The correlation within people before and after, what all share in a period left in; or why there is none.
    pub correlations: Result<Correlations, Undefined>,
    /// What happened to the relation.
    pub turn: Turn,
    /// Usage in the periods around the date.
    pub study: Result<Study, Undefined>,
}

/// A slope with what it rests on.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Slope {
    /// Change of the outcome per unit of usage; CR2 standard error, Satterthwaite's degrees of freedom.
    pub coefficient: Coefficient,
    /// Its 95% interval.
    pub interval: Interval,
    /// Two-sided p-value of zero.
    pub p_value: Result<f64, Undefined>,
}

impl Slope {
    fn of(found: &PanelSlope) -> Self {
        Slope {
            coefficient: found.slope,
            interval: found.slope.interval(LEVEL),
            p_value: found.slope.p_value(),
        }
    }

    /// Whether the interval excludes zero.
    pub fn is_clear(&self) -> bool {
        !self.interval.contains(0.0)
    }
}

/// Repeated-measures correlations of both phases.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Correlations {
    /// Before the date.
    pub before: f64,
    /// From it on.
    pub after: f64,
    /// Fisher's z before minus after, with the jackknife over people: estimate, interval, p-value; or why there is none.
    pub fall: Result<(f64, Interval, Result<f64, Undefined>), Undefined>,
}

/// What happened to the relation between usage and outcome.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum Turn {
    /// There was one, and it is weaker.
    Weakened,
    /// There was one, and it is stronger.
    Strengthened,
    /// There was one, and now there is the opposite.
    Reversed,
    /// There was none to be seen, and now there is.
    Appeared,
    /// The slopes differ, without either of them being clear by itself.
    Moved,
    /// Any change is smaller than what is worth caring about.
    Held,
    /// It cannot be told. Carries the smallest change that would probably have shown, in standard deviations.
    CannotTell(f64),
    /// No verdict, and why.
    None(NoVerdict),
}

/// Usage in the periods around the date, against the last one before it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Study {
    /// People.
    pub people: usize,
    /// Every period around the date, in order, the reference among them with a difference of zero.
    pub periods: Vec<AroundPeriod>,
    /// Whether usage had been moving before.
    pub moving_before: Result<JointTest, Undefined>,
    /// Mean difference of the periods from the date on, with its interval.
    pub after: Coefficient,
}

/// One period of the study.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct AroundPeriod {
    /// Periods since the date; negative before it.
    pub since: i64,
    /// Difference in usage from the reference period.
    pub difference: f64,
    /// Its 95% interval.
    pub interval: Interval,
}

/// The comparison of before with after, a figure at a time.
pub(super) struct Job {
    chosen: Chosen,
    rows: Kept,
    change: Option<Result<PanelSlope, Undefined>>,
    before: Option<Result<PanelSlope, Undefined>>,
    after: Option<Result<PanelSlope, Undefined>>,
    correlations: Option<Result<Correlations, Undefined>>,
    study: Option<Result<Study, Undefined>>,
}

impl Job {
    /// Figures to make.
    pub const STEPS: usize = 5;

    /// Nothing made yet; `None` without a date.
    pub fn of(scene: &Scene) -> Option<Self> {
        let chosen = scene.dates.chosen.clone()?;
        let rows = Kept::of(&scene.matched, |person| scene.includes(person), &chosen);
        Some(Job {
            chosen,
            rows,
            change: None,
            before: None,
            after: None,
            correlations: None,
            study: None,
        })
    }

    /// Makes one more figure.
    pub fn advance(&mut self, scene: &Scene) -> Progress {
        let rows = &self.rows;
        if self.change.is_none() {
            self.change = Some(change_beside_periods(&rows.panel(), rows.launch));
        } else if self.before.is_none() {
            self.before = Some(rows.phase(Phase::Before).slope());
        } else if self.after.is_none() {
            self.after = Some(rows.phase(Phase::After).slope());
        } else if self.correlations.is_none() {
            self.correlations = Some(correlations(rows));
        } else if self.study.is_none() {
            self.study = Some(study(scene, &self.chosen));
        } else {
            return Progress::Done;
        }
        Progress::Step
    }

    /// What was found; `None` before every figure is made.
    pub fn finish(self, scene: &Scene) -> Option<Decoupling> {
        let (change, before, after) = (self.change?, self.before?, self.after?);
        let rows = &self.rows;
        let [x, y] = rows.panel().repeated().deviations();
        let usage_deviation = moments::standard_deviation(&x).unwrap_or(0.0);
        let outcome_deviation = moments::standard_deviation(&y).unwrap_or(0.0);
        let unit = outcome_deviation / usage_deviation;
        let turn = match &change {
            Err(reason) => Turn::None(NoVerdict::Undefined(*reason)),
            Ok(change) => turn(scene, change, unit, [&before, &after]),
        };
        Some(Decoupling {
            people: rows.people(),
            rows: rows.x.len(),
            before: before.map(|found| Slope::of(&found)),
            after: after.map(|found| Slope::of(&found)),
            change: change.map(|found| Slope::of(&found)),
            unit,
            usage_deviation,
            correlations: self.correlations?,
            turn,
            study: self.study?,
        })
    }
}

fn correlations(rows: &Kept) -> Result<Correlations, Undefined> {
    goodhart_break(&rows.panel(), rows.launch, LEVEL).map(|found| Correlations {
        before: found.before.r,
        after: found.after.r,
        fall: found
            .fall_of_correlation
            .map(|fall| (fall.estimate, fall.interval(LEVEL), fall.p_value())),
    })
}

/// What the slopes allow to say. A clear change is told whatever its size; the words say how large it is.
fn turn(
    scene: &Scene,
    change: &PanelSlope,
    unit: f64,
    [before, after]: [&Result<PanelSlope, Undefined>; 2],
) -> Turn {
    if let Err(distrust) = change.trust() {
        return Turn::None(distrust.into());
    }
    if !Slope::of(change).is_clear() {
        return match verdict::of_slope(change, unit, scene.interest) {
            Ok(Verdict::CannotTell { smallest_visible }) => Turn::CannotTell(smallest_visible),
            Ok(_) => Turn::Held,
            Err(reason) => Turn::None(reason),
        };
    }
    let clear = |side: &Result<PanelSlope, Undefined>| {
        let slope = side.as_ref().ok().map(Slope::of)?;
        slope.is_clear().then_some(slope.coefficient.estimate)
    };
    let size = |side: &Result<PanelSlope, Undefined>| {
        side.as_ref()
            .map_or(0.0, |found| found.slope.estimate.abs())
    };
    match (clear(before), clear(after)) {
        (Some(before), Some(after)) if before * after < 0.0 => Turn::Reversed,
        (Some(_), _) if size(after) < size(before) => Turn::Weakened,
        (Some(_), Some(_)) => Turn::Strengthened,
        (None, Some(_)) => Turn::Appeared,
        _ => Turn::Moved,
    }
}

/// A side of the date.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    Before,
    After,
}

/// Rows of the people who are looked at, their periods joined to levels where there are very many.
struct Kept {
    person: Vec<usize>,
    period: Vec<i32>,
    x: Vec<f64>,
    y: Vec<f64>,
    /// The first level that counts as after.
    launch: i32,
}

impl Kept {
    fn of(matched: &Matched, keep: impl Fn(u32) -> bool, chosen: &Chosen) -> Self {
        let levels = Rows::of(matched);
        let all = levels.panel(matched);
        let rows: Vec<usize> = (0..matched.x.len())
            .filter(|&row| keep(matched.keys[row].0))
            .collect();
        let first = (0..matched.x.len())
            .filter(|&row| matched.keys[row].1.0 >= chosen.period)
            .map(|row| all.period[row])
            .min();
        Kept {
            person: rows.iter().map(|&row| all.person[row]).collect(),
            period: rows.iter().map(|&row| all.period[row]).collect(),
            x: rows.iter().map(|&row| all.x[row]).collect(),
            y: rows.iter().map(|&row| all.y[row]).collect(),
            launch: first.unwrap_or(i32::MAX),
        }
    }

    fn panel(&self) -> Panel<'_> {
        Panel {
            person: &self.person,
            period: &self.period,
            x: &self.x,
            y: &self.y,
        }
    }

    fn people(&self) -> usize {
        let mut people = self.person.clone();
        people.sort_unstable();
        people.dedup();
        people.len()
    }

    fn phase(&self, phase: Phase) -> Kept {
        let of = |period: i32| {
            if period < self.launch {
                Phase::Before
            } else {
                Phase::After
            }
        };
        let rows = (0..self.x.len()).filter(|&row| of(self.period[row]) == phase);
        let rows: Vec<usize> = rows.collect();
        Kept {
            person: rows.iter().map(|&row| self.person[row]).collect(),
            period: rows.iter().map(|&row| self.period[row]).collect(),
            x: rows.iter().map(|&row| self.x[row]).collect(),
            y: rows.iter().map(|&row| self.y[row]).collect(),
            launch: self.launch,
        }
    }

    fn slope(&self) -> Result<PanelSlope, Undefined> {
        fixed_effects(&self.panel(), Effects::PersonAndPeriod)
    }
}

/// Usage around the date, of everyone with usage who is looked at.
fn study(scene: &Scene, chosen: &Chosen) -> Result<Study, Undefined> {
    let keys = &scene.usage_cells().keys;
    let rows = keys.iter().zip(&scene.usage_values.cells);
    let rows: Vec<(u32, i32, f64)> = rows
        .filter(|((person, _), value)| !value.is_nan() && scene.includes(*person))
        .map(|((person, period), value)| (*person, period.0, *value))
        .collect();
    let person: Vec<usize> = rows.iter().map(|row| row.0 as usize).collect();
    let week: Vec<i64> = rows.iter().map(|row| row.1.into()).collect();
    let y: Vec<f64> = rows.iter().map(|row| row.2).collect();
    let found = event_study(
        PersonWeeks {
            person: &person,
            week: &week,
            y: &y,
        },
        Around {
            event: chosen.period.into(),
            before: AROUND,
            after: AROUND,
        },
    )?;
    let mut periods: Vec<AroundPeriod> = found
        .weeks
        .iter()
        .map(|week| AroundPeriod {
            since: week.since,
            difference: week.difference.estimate,
            interval: week.difference.interval(LEVEL),
        })
        .collect();
    periods.push(AroundPeriod {
        since: found.reference,
        difference: 0.0,
        interval: Interval {
            low: 0.0,
            high: 0.0,
            level: LEVEL,
        },
    });
    periods.sort_by_key(|period| period.since);
    Ok(Study {
        people: found.persons,
        periods,
        moving_before: found.moving_before,
        after: found.after,
    })
}
