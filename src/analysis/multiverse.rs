//! The answer under each reasonable way of counting, all at once, so that nobody picks the flattering one.
//!
//! Source: Simonsohn, Simmons & Nelson (2020), "Specification curve analysis", Nature Human Behaviour 4;
//! Steegen et al. (2016), "Increasing transparency through a multiverse analysis".

use serde::{Deserialize, Serialize};

use crate::dataset::{Absent, Period};
use crate::metrics::{Cells, Metric, Panel, Topic};
use crate::stats::quantile::{QuantileType, quantile, sorted};
use crate::stats::{Correlation, Interval, correlation, moments};

use super::SMALLEST_GROUP;
use super::matched::{Cut, Matched, PersonMeans, recut};
use super::shape::{Logarithm, usage_axis};
use super::verdict::{self, Interest, LEVEL, Verdict};

/// How the two sides are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Measure {
    /// Spearman's rho: the order of people.
    Ranks,
    /// Pearson's r of the values as they are.
    Values,
    /// Pearson's r with the logarithm of usage.
    LogUsage,
    /// Pearson's r after the outermost twentieth on each end of each side is pulled in (winsorized).
    PulledIn,
}

/// Who takes part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum People {
    /// Everyone with both values.
    All,
    /// All but the hundredth who use most.
    WithoutTop,
    /// Those with both values in at least half of the periods.
    Regular,
}

/// One way of counting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choices {
    /// How the two sides are compared.
    pub measure: Measure,
    /// Who takes part.
    pub people: People,
    /// What the means of a person are made of.
    pub period: Period,
    /// What a missing usage row means.
    pub absent: Absent,
}

/// The estimate under one way of counting.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Specification {
    /// The way of counting.
    pub choices: Choices,
    /// People.
    pub n: usize,
    /// The correlation.
    pub estimate: f64,
    /// Its 95% interval.
    pub interval: Interval,
    /// What it allows to say.
    pub verdict: Verdict,
}

/// The estimates under every reasonable way of counting.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Multiverse {
    /// In ascending order of the estimate.
    pub specifications: Vec<Specification>,
    /// The position of the one that the page shows above.
    pub shown: Option<usize>,
    /// Ways of counting that give no estimate: too few people, or a side that is the same for all.
    pub undefined: usize,
    /// The smallest relation worth caring about.
    pub interest: Interest,
}

/// A twentieth: what is pulled in on each end.
const PULLED_IN: f64 = 0.05;
/// The users who count as the top.
const TOP: f64 = 0.01;

impl Multiverse {
    /// Ways of counting whose estimate points the same way as the one that is shown.
    pub fn same_sign(&self) -> usize {
        let shown = self.shown().map_or(0.0, |shown| shown.estimate);
        let same = |one: &&Specification| one.estimate * shown > 0.0;
        self.specifications.iter().filter(same).count()
    }

    /// Ways of counting that allow to say the same as the one that is shown; a relation the other way is not the same.
    pub fn same_verdict(&self) -> usize {
        let Some(shown) = self.shown() else { return 0 };
        let same = |one: &&Specification| {
            let related = shown.verdict == Verdict::Related;
            let alike =
                std::mem::discriminant(&one.verdict) == std::mem::discriminant(&shown.verdict);
            alike && (!related || one.estimate * shown.estimate > 0.0)
        };
        self.specifications.iter().filter(same).count()
    }

    /// Ways of counting that find a relation opposite to the one that is shown.
    pub fn opposite(&self) -> usize {
        let Some(shown) = self.shown() else { return 0 };
        let opposite = |one: &&Specification| {
            one.verdict == Verdict::Related && one.estimate * shown.estimate < 0.0
        };
        self.specifications.iter().filter(opposite).count()
    }

    /// The one that the page shows above.
    pub fn shown(&self) -> Option<&Specification> {
        self.specifications.get(self.shown?)
    }

    /// How far apart the mean estimates are under the settings of each choice: measure, people, period, absence.
    pub fn spread(&self) -> [f64; 4] {
        let apart = |key: &dyn Fn(&Choices) -> u8| {
            let mut settings: Vec<u8> = self
                .specifications
                .iter()
                .map(|one| key(&one.choices))
                .collect();
            settings.sort_unstable();
            settings.dedup();
            let mean = |setting: &u8| {
                let of = self
                    .specifications
                    .iter()
                    .filter(|one| key(&one.choices) == *setting);
                moments::mean(&of.map(|one| one.estimate).collect::<Vec<_>>()).unwrap_or(0.0)
            };
            let means: Vec<f64> = settings.iter().map(mean).collect();
            let high = means.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let low = means.iter().copied().fold(f64::INFINITY, f64::min);
            if means.is_empty() { 0.0 } else { high - low }
        };
        [
            apart(&|choices| choices.measure as u8),
            apart(&|choices| choices.people as u8),
            apart(&|choices| choices.period as u8),
            apart(&|choices| choices.absent as u8),
        ]
    }
}

/// Every reasonable way of counting a pair.
pub fn multiverse(panel: &Panel, [usage, outcome]: [&Metric; 2], interest: Interest) -> Multiverse {
    let absent = panel.absent;
    let mut specifications = Vec::new();
    let mut undefined = 0;
    for cut in cuts(panel, absent) {
        let matched = recut(panel, usage, outcome, cut);
        for people in [People::All, People::WithoutTop, People::Regular] {
            if people == People::Regular && cut.period == Period::Span {
                continue;
            }
            let [x, y] = side_by_side(&matched, people);
            for measure in [
                Measure::Ranks,
                Measure::Values,
                Measure::LogUsage,
                Measure::PulledIn,
            ] {
                let choices = Choices {
                    measure,
                    people,
                    period: cut.period,
                    absent: cut.absent,
                };
                match specification(choices, &x, &y, interest) {
                    Some(found) => specifications.push(found),
                    None => undefined += 1,
                }
            }
        }
    }
    specifications.sort_by(|a, b| a.estimate.total_cmp(&b.estimate));
    let headline = Choices {
        measure: Measure::Ranks,
        people: People::All,
        period: panel.period,
        absent,
    };
    Multiverse {
        shown: specifications
            .iter()
            .position(|one| one.choices == headline),
        specifications,
        undefined,
        interest,
    }
}

/// The ways of cutting time, each with what a missing row may mean there.
fn cuts(panel: &Panel, shown: Absent) -> Vec<Cut> {
    let is_undated = |topic| panel.log(topic).day.is_none();
    if is_undated(Topic::Usage) || is_undated(Topic::Outcome) {
        let cut = Cut {
            period: Period::Span,
            absent: shown,
        };
        return vec![cut];
    }
    let mut periods = vec![Period::Week, Period::Month, Period::Span];
    if panel.period == Period::Day {
        periods.push(Period::Day);
    }
    let has_gaps = |period: &Period| {
        let count = |absent| {
            Cells::of(panel.log(Topic::Usage), *period, absent)
                .keys
                .len()
        };
        count(Absent::Zero) > count(Absent::Unknown)
    };
    periods
        .into_iter()
        .flat_map(|period| {
            let zero = has_gaps(&period).then_some(Absent::Zero);
            let roster = Some(shown).filter(|absent| *absent == Absent::ZeroForRoster);
            let kinds = std::iter::once(Absent::Unknown).chain(zero).chain(roster);
            kinds.map(move |absent| Cut { period, absent })
        })
        .collect()
}

/// The means of those who take part.
fn side_by_side(matched: &Matched, people: People) -> [Vec<f64>; 2] {
    let [usage, _] = matched.means();
    let top = quantile(&sorted(&usage), 1.0 - TOP, QuantileType::Type7).unwrap_or(f64::INFINITY);
    let mut periods: Vec<i32> = matched.keys.iter().map(|key| key.1.0).collect();
    periods.sort_unstable();
    periods.dedup();
    let takes_part = |means: &&PersonMeans| match people {
        People::All => true,
        People::WithoutTop => means.x <= top,
        People::Regular => means.periods as usize * 2 >= periods.len(),
    };
    let kept = matched.people.iter().filter(takes_part);
    let (x, y) = kept.map(|means| (means.x, means.y)).unzip();
    [x, y]
}

fn specification(
    choices: Choices,
    x: &[f64],
    y: &[f64],
    interest: Interest,
) -> Option<Specification> {
    if x.len() < SMALLEST_GROUP {
        return None;
    }
    let found = match choices.measure {
        Measure::Ranks => correlation::spearman(x, y, LEVEL),
        Measure::Values => correlation::pearson(x, y, LEVEL),
        Measure::LogUsage => correlation::pearson(&logarithms(x)?, y, LEVEL),
        Measure::PulledIn => correlation::pearson(&pulled_in(x)?, &pulled_in(y)?, LEVEL),
    };
    let Correlation {
        coefficient,
        n,
        interval,
        ..
    } = found.ok()?;
    let verdict = match choices.measure {
        Measure::Ranks => verdict::of_spearman(coefficient, n, interest),
        _ => verdict::of_pearson(coefficient, n, interest),
    };
    Some(Specification {
        choices,
        n,
        estimate: coefficient,
        interval: interval.ok()?,
        verdict: verdict.ok()?,
    })
}

/// Usage on the logarithm that suits it; nothing where a value is below zero.
fn logarithms(x: &[f64]) -> Option<Vec<f64>> {
    let scale: Logarithm = usage_axis(x).logarithm;
    x.iter()
        .map(|value| (*value >= 0.0).then(|| scale.forth(*value)))
        .collect()
}

fn pulled_in(values: &[f64]) -> Option<Vec<f64>> {
    let ascending = sorted(values);
    let end = |p| quantile(&ascending, p, QuantileType::Type7).ok();
    let (low, high) = (end(PULLED_IN)?, end(1.0 - PULLED_IN)?);
    Some(values.iter().map(|value| value.clamp(low, high)).collect())
}
