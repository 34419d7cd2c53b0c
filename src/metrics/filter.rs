//! Which rows and people an answer is about: a span of time, groups, people with enough periods,
//! people who are there from start to end. What it leaves is a data set like any other.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::dataset::{Absent, Attribute, Dataset, Log, Period};

use super::panel::Cells;
use super::{MetricId, Panel};

/// What a person narrowed the data to. The default is everything.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Filters {
    /// First day that counts, as days since 1 January 1970.
    /// The whole period that it lies in counts, so that no period is cut in half.
    pub from: Option<i32>,
    /// Last day that counts; the whole period that it lies in counts.
    pub to: Option<i32>,
    /// Per attribute, the levels that are kept. People without one of them are left out.
    pub groups: BTreeMap<String, BTreeSet<String>>,
    /// People with fewer periods that have both usage and outcomes are left out. 0 and 1 keep everyone.
    pub least_periods: u32,
    /// Whether people who come late or leave early are left out.
    pub whole_span_only: bool,
    /// A rectangle that was drawn on a scatter plot.
    pub selection: Option<Selection>,
}

/// The people whose means of two metrics lie in a rectangle, its edges included.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Selection {
    /// The usage metric.
    pub x: MetricId,
    /// The outcome metric.
    pub y: MetricId,
    /// Smallest x and y.
    pub low: [f64; 2],
    /// Largest x and y.
    pub high: [f64; 2],
}

/// One of the filters that are on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Filter {
    /// [`Filters::from`] and [`Filters::to`].
    Dates,
    /// The levels of the attribute of that name.
    Group(String),
    /// [`Filters::whole_span_only`].
    WholeSpan,
    /// [`Filters::least_periods`].
    LeastPeriods,
    /// [`Filters::selection`].
    Selection,
}

/// What a filter does to the people who have usage and outcomes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Removal {
    /// The filter.
    pub filter: Filter,
    /// How many of the people that the filters before it left are out;
    /// `None` where it does not apply: no such attribute, no dates.
    pub people: Option<usize>,
}

/// Someone spans the time if they come in its first tenth and leave in its last.
const SLACK: i32 = 10;

impl Filters {
    /// The filters that are on, in the order in which they apply.
    pub fn active(&self) -> Vec<Filter> {
        let on = |is_on: bool, filter| is_on.then_some(filter);
        let groups = self.groups.iter().filter(|(_, kept)| !kept.is_empty());
        on(self.from.is_some() || self.to.is_some(), Filter::Dates)
            .into_iter()
            .chain(groups.map(|(name, _)| Filter::Group(name.clone())))
            .chain(on(self.whole_span_only, Filter::WholeSpan))
            .chain(on(self.least_periods > 1, Filter::LeastPeriods))
            .chain(on(self.selection.is_some(), Filter::Selection))
            .collect()
    }

    /// The same filters but for one.
    #[must_use]
    pub fn without(&self, filter: &Filter) -> Self {
        let mut rest = self.clone();
        match filter {
            Filter::Dates => (rest.from, rest.to) = (None, None),
            Filter::Group(name) => drop(rest.groups.remove(name)),
            Filter::WholeSpan => rest.whole_span_only = false,
            Filter::LeastPeriods => rest.least_periods = 0,
            Filter::Selection => rest.selection = None,
        }
        rest
    }

    /// Narrows a data set by everything but the selection, which needs a panel to be resolved on.
    ///
    /// Levels with fewer than `smallest_group` people are passed over: asking for one would point at its people.
    pub fn narrow(
        &self,
        dataset: &Dataset,
        (period, absent): (Period, Absent),
        smallest_group: usize,
    ) -> (Dataset, Vec<Removal>) {
        let sizes: Vec<Vec<(String, usize)>> = dataset
            .attributes
            .iter()
            .map(|attribute| level_sizes(dataset, attribute))
            .collect();
        let mut kept = dataset.clone();
        let mut removals = Vec::new();
        for filter in self.active() {
            let before = on_both_sides(&kept);
            let applies = match &filter {
                Filter::Dates => self.keep_dates(&mut kept, Panel::cut(dataset, period)),
                Filter::Group(name) => {
                    let mut known = dataset.attributes.iter().zip(&sizes);
                    known
                        .find(|(attribute, _)| attribute.name == *name)
                        .and_then(|(attribute, sizes)| {
                            let large = |size: &&(String, usize)| size.1 >= smallest_group;
                            let large = sizes.iter().filter(large).map(|size| &size.0);
                            self.members(attribute, &large.collect())
                        })
                        .map(|members| keep_people(&mut kept, &members))
                }
                Filter::WholeSpan => {
                    whole_span(&kept).map(|people| keep_people(&mut kept, &people))
                }
                Filter::LeastPeriods => {
                    let people = self.with_periods(&kept, Panel::cut(dataset, period), absent);
                    people.map(|people| keep_people(&mut kept, &people))
                }
                Filter::Selection => continue,
            };
            let after = on_both_sides(&kept);
            removals.push(Removal {
                filter,
                people: applies.map(|()| lost(&before, &after)),
            });
        }
        (kept, removals)
    }

    fn keep_dates(&self, dataset: &mut Dataset, period: Period) -> Option<()> {
        let lies_in = |day: i32| {
            let (first, last) = (self.from.unwrap_or(day), self.to.unwrap_or(day));
            if period == Period::Span {
                return first <= day && day <= last;
            }
            let at = period.index(day);
            period.index(first) <= at && at <= period.index(last)
        };
        let mut applies = None;
        for log in [&mut dataset.usage, &mut dataset.outcomes] {
            if let Some(days) = &log.day {
                let kept: Vec<bool> = days.iter().map(|&day| lies_in(day)).collect();
                log.keep(&kept);
                applies = Some(());
            }
        }
        applies
    }

    /// Who is in one of the chosen levels that may be asked for.
    fn members(&self, attribute: &Attribute, large: &BTreeSet<&String>) -> Option<Vec<bool>> {
        let chosen = self.groups.get(&attribute.name)?;
        let is_kept: Vec<bool> = attribute
            .levels
            .iter()
            .map(|level| chosen.contains(level) && large.contains(level))
            .collect();
        is_kept.contains(&true).then(|| {
            let in_it = |level: &Option<u16>| level.is_some_and(|at| is_kept[usize::from(at)]);
            attribute.level_of.iter().map(in_it).collect()
        })
    }

    /// Who has enough periods with both sides.
    fn with_periods(&self, dataset: &Dataset, period: Period, absent: Absent) -> Option<Vec<bool>> {
        if period == Period::Span {
            return None;
        }
        let usage = Cells::of(&dataset.usage, period, absent);
        let outcomes = Cells::of(&dataset.outcomes, period, Absent::Unknown);
        let mut periods = vec![0_u32; dataset.people.len()];
        for key in &usage.keys {
            let has_both = outcomes.keys.binary_search(key).is_ok();
            periods[key.0 as usize] += u32::from(has_both);
        }
        let enough = |count: &u32| *count >= self.least_periods;
        Some(periods.iter().map(enough).collect())
    }
}

/// Keeps the people for whom it holds; the numbers of people stay, so that an index means the same person.
pub fn keep_people(dataset: &mut Dataset, people: &[bool]) {
    for log in [&mut dataset.usage, &mut dataset.outcomes] {
        let kept: Vec<bool> = log.person.iter().map(|at| people[*at as usize]).collect();
        log.keep(&kept);
        log.roster.retain(|at| people[*at as usize]);
    }
    for attribute in &mut dataset.attributes {
        for (level, is_kept) in attribute.level_of.iter_mut().zip(people) {
            *level = level.filter(|_| *is_kept);
        }
    }
}

/// Per person, whether they have rows of usage and of outcomes.
pub fn on_both_sides(dataset: &Dataset) -> Vec<bool> {
    let [usage, outcomes] = dataset.sides();
    usage.iter().zip(outcomes).map(|(a, b)| *a && b).collect()
}

/// The levels of an attribute, with the people in each who have usage and outcomes.
pub fn level_sizes(dataset: &Dataset, attribute: &Attribute) -> Vec<(String, usize)> {
    let mut sizes = vec![0; attribute.levels.len()];
    for (level, has_both) in attribute.level_of.iter().zip(on_both_sides(dataset)) {
        if let Some(level) = level.filter(|_| has_both) {
            sizes[usize::from(level)] += 1;
        }
    }
    attribute.levels.iter().cloned().zip(sizes).collect()
}

/// How many of the people before are not there after.
pub fn lost(before: &[bool], after: &[bool]) -> usize {
    let gone = |(was, is): &(&bool, &bool)| **was && !**is;
    before.iter().zip(after).filter(gone).count()
}

/// Who has rows, of whichever side, in the first and in the last tenth of the time that both sides cover.
fn whole_span(dataset: &Dataset) -> Option<Vec<bool>> {
    let days = |log: &Log| {
        let days = log.day.as_ref()?;
        Some((*days.iter().min()?, *days.iter().max()?))
    };
    let (usage, outcomes) = (days(&dataset.usage)?, days(&dataset.outcomes)?);
    let (first, last) = (usage.0.max(outcomes.0), usage.1.min(outcomes.1));
    let slack = (last - first) / SLACK;
    let mut seen = vec![(i32::MAX, i32::MIN); dataset.people.len()];
    for log in [&dataset.usage, &dataset.outcomes] {
        for (&person, &day) in log.person.iter().zip(log.day.iter().flatten()) {
            let (from, to) = &mut seen[person as usize];
            (*from, *to) = ((*from).min(day), (*to).max(day));
        }
    }
    let spans = |(from, to): &(i32, i32)| *from <= first + slack && *to >= last - slack;
    Some(seen.iter().map(spans).collect())
}
