//! Does this usage metric go with this outcome metric, between people?

use serde::{Deserialize, Serialize};

use crate::dataset::Period;
use crate::metrics::{Metric, MetricId, MetricInfo, Panel};
use crate::notice::{Kind, Notice};
use crate::stats::{self, Correlation, Undefined};

use super::cloud::cloud;
use super::grouping::Grouping;
use super::matched::{Matched, matched_pair};
use super::robust::Robust;
use super::shape::{self, Dose, FitLine, UsageAxis};
use super::verdict::{self, Interest, LEVEL, NoVerdict, POWER, Verdict};
use super::within::{Within, within};
use super::{SMALLEST_GROUP, caveats};

/// The question: two metrics, and what to draw them by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pair {
    /// The usage metric.
    pub x: MetricId,
    /// The outcome metric.
    pub y: MetricId,
    /// The attribute that colours the dots, if any.
    pub group: Option<String>,
    /// Whether the person asked to see ids on hover.
    pub with_ids: bool,
    /// The smallest relation worth caring about.
    pub interest: Interest,
}

/// The answer, with everything it rests on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Relation {
    /// The usage metric.
    pub x: MetricInfo,
    /// The outcome metric.
    pub y: MetricInfo,
    /// The period that values were made for before they were averaged per person.
    pub period: Period,
    /// People with both values in at least one period.
    pub people: usize,
    /// Person-periods with both values.
    pub rows: usize,
    /// What was left out, and why.
    pub dropped: Dropped,
    /// One dot per person, or bins.
    pub cloud: Cloud,
    /// Names of the groups that [`Point::group`] points into.
    pub groups: Vec<String>,
    /// Pearson's r of person means.
    pub pearson: Result<Correlation, Undefined>,
    /// Spearman's rho of person means: the headline between people.
    pub spearman: Result<Correlation, Undefined>,
    /// Kendall's tau-b of person means.
    pub kendall: Result<Correlation, Undefined>,
    /// The same by measures that outliers and curves do less to.
    pub robust: Robust,
    /// How the axis of usage is best cut.
    pub usage_axis: UsageAxis,
    /// Least-squares line through the person means.
    pub line: Result<FitLine, Undefined>,
    /// Smooth curve through the person means: x, lower, fitted, upper.
    pub curve: Result<Vec<[f64; 4]>, Undefined>,
    /// Mean outcomes among people who use about equally much.
    pub doses: Result<Vec<Dose>, Undefined>,
    /// The same question inside each group of [`Pair::group`] that is large enough to be shown.
    pub by_group: Vec<GroupRelation>,
    /// Groups that are too small to be shown.
    pub hidden_groups: usize,
    /// The smallest true correlation that this many people would reveal in 4 of 5 such studies.
    pub smallest_visible: Result<f64, Undefined>,
    /// The smallest relation worth caring about.
    pub interest: Interest,
    /// What the figures between people allow.
    pub verdict: Result<Verdict, NoVerdict>,
    /// The same people over time.
    pub within: Result<Within, Undefined>,
    /// What should be known before reading on.
    pub caveats: Vec<Caveat>,
}

/// Spearman's rho inside one group.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GroupRelation {
    /// The group's name.
    pub name: String,
    /// People in it with both values.
    pub people: usize,
    /// Medians of usage and outcome: where its name belongs.
    pub centre: [f64; 2],
    /// Spearman's rho of their means.
    pub spearman: Result<Correlation, Undefined>,
}

/// People and person-periods that did not take part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Dropped {
    /// People with usage values but no outcome value in the same period.
    pub only_usage: usize,
    /// People with outcome values but no usage value in the same period.
    pub only_outcome: usize,
    /// Person-periods with usage but without the outcome, among people who took part.
    pub periods_without_outcome: usize,
    /// Person-periods with the outcome but without usage, among people who took part.
    pub periods_without_usage: usize,
}

/// What the scatter shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Cloud {
    /// Too few people to draw: a dot could be recognised.
    Hidden,
    /// One dot per person, in order of their shuffled id hash, so that the order says nothing.
    Points(Vec<Point>),
    /// Counts in a grid, row by row from the bottom; cells below the smallest group are zero.
    Bins {
        /// Smallest and largest x.
        x: [f64; 2],
        /// Smallest and largest y.
        y: [f64; 2],
        /// Number of columns.
        columns: usize,
        /// People per cell.
        counts: Vec<u32>,
    },
}

/// One person's means.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// Mean usage per period.
    pub x: f64,
    /// Mean outcome per period.
    pub y: f64,
    /// Periods that the means rest on.
    pub periods: u32,
    /// Index into [`Relation::groups`].
    pub group: Option<u16>,
    /// The id, only if asked for.
    pub id: Option<String>,
}

/// What should be known before a number is read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Caveat {
    /// The two metrics share a component or denominator. Carries its name.
    Coupled(String),
    /// Every group, or all but one, points the other way than all people together. Carries the attribute.
    GroupsDisagree(String),
    /// Few people; the interval is wide. Carries their number.
    FewPeople(usize),
    /// A side is strongly skewed, so Pearson's interval is too narrow.
    Skewed(MetricId),
    /// Without one person Spearman's rho would be this, rather than the value shown.
    OnePersonMatters(f64),
    /// Many people could not be matched. Carries the matched share.
    PoorMatch(f64),
}

/// Answers a pair's question on a data set.
///
/// # Errors
/// [`Kind::TooFewPeople`] when fewer than [`SMALLEST_GROUP`] people have both values:
/// any number about them could point to one of them.
pub fn relate(panel: &Panel, pair: &Pair) -> Result<Relation, Notice> {
    let (_, _, matched) = matched_people(panel, &pair.x, &pair.y)?;
    relate_matched(panel, pair, &matched)
}

/// Answers a pair's question on rows that were matched already.
///
/// # Errors
/// As [`relate`].
pub fn relate_matched(panel: &Panel, pair: &Pair, matched: &Matched) -> Result<Relation, Notice> {
    let (Some(usage), Some(outcome)) = (panel.metric(&pair.x), panel.metric(&pair.y)) else {
        return Err(Notice::about("", Kind::NoMeasure));
    };
    let [x, y] = matched.means();
    let spearman = stats::correlation::spearman(&x, &y, LEVEL);
    let pearson = stats::correlation::pearson(&x, &y, LEVEL);
    let usage_axis = shape::usage_axis(&x);
    let grouping = pair
        .group
        .as_ref()
        .and_then(|name| panel.dataset.attribute(name));
    let groups = grouping.map_or_else(Grouping::default, |found| Grouping::of(found, matched));
    let mut relation = Relation {
        x: usage.info.clone(),
        y: outcome.info.clone(),
        period: panel.period,
        people: matched.people.len(),
        rows: matched.x.len(),
        dropped: matched.dropped,
        cloud: cloud(&panel.dataset, matched, &groups, pair.with_ids),
        by_group: groups.estimates(&x, &y),
        groups: groups.names,
        hidden_groups: groups.hidden,
        pearson,
        kendall: stats::correlation::kendall(&x, &y, LEVEL),
        robust: Robust::of(&x, &y, pearson, spearman),
        usage_axis,
        line: shape::line(&x, &y),
        curve: shape::curve(&x, &y, usage_axis),
        doses: shape::doses(&x, &y),
        smallest_visible: stats::power::minimum_detectable(x.len(), 1.0 - LEVEL, POWER),
        interest: pair.interest,
        verdict: spearman
            .map_err(NoVerdict::from)
            .and_then(|found| verdict::of_spearman(found.coefficient, found.n, pair.interest)),
        within: within(matched, pair.interest),
        spearman,
        caveats: Vec::new(),
    };
    relation.caveats = caveats::all(panel, usage, outcome, matched, &relation.spearman);
    Ok(relation)
}

/// A usage metric and an outcome, and the people who have both.
///
/// # Errors
/// As [`relate`].
pub fn matched_people<'a>(
    panel: &'a Panel,
    usage: &MetricId,
    outcome: &MetricId,
) -> Result<(&'a Metric, &'a Metric, Matched), Notice> {
    let (Some(usage), Some(outcome)) = (panel.metric(usage), panel.metric(outcome)) else {
        return Err(Notice::about("", Kind::NoMeasure));
    };
    let matched = matched_pair(panel, usage, outcome);
    if matched.people.len() < SMALLEST_GROUP {
        return Err(Notice::counted(
            "",
            Kind::TooFewPeople(SMALLEST_GROUP),
            matched.people.len(),
        ));
    }
    Ok((usage, outcome, matched))
}
