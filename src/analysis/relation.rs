//! Does this usage metric go with this outcome metric? Between people, and within the same person over time.

use serde::{Deserialize, Serialize};

use crate::dataset::Period;
use crate::metrics::{MetricId, MetricInfo};
use crate::stats::{Correlation, Interval, Undefined};

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
    /// Least-squares line through the person means.
    pub line: Result<FitLine, Undefined>,
    /// The same person compared with themselves, after removing what all share in a period.
    pub within: Result<Within, Undefined>,
    /// The smallest true correlation that this many people would reveal in 4 of 5 such studies.
    pub smallest_visible: Result<f64, Undefined>,
    /// What the figures allow.
    pub verdict: Verdict,
    /// What should be known before reading on.
    pub caveats: Vec<Caveat>,
}

/// People and person-periods that did not take part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
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

/// A least-squares line with its band.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FitLine {
    /// Change in y per unit of x.
    pub slope: f64,
    /// 95% interval of the slope, from heteroscedasticity-consistent (HC3) errors.
    pub slope_interval: Interval,
    /// Value at x = 0.
    pub intercept: f64,
    /// Points along the line: x, lower, fitted, upper (95% band of the mean).
    pub band: Vec<[f64; 4]>,
}

/// The within-person slope: person and period fixed effects, CR2 errors by person, Satterthwaite df.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Within {
    /// Change in y when the same person's x is one unit higher.
    pub slope: f64,
    /// 95% interval.
    pub interval: Interval,
    /// Two-sided p-value.
    pub p_value: f64,
    /// Satterthwaite degrees of freedom.
    pub degrees_of_freedom: f64,
    /// The same association without units, in [-1, 1]: the partial correlation after both effects.
    pub correlation: f64,
    /// People with at least two periods.
    pub people: usize,
    /// Person-periods used.
    pub rows: usize,
    /// Share of the information that the most influential person carries.
    pub largest_share: f64,
}

/// What the figures between people allow to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verdict {
    /// The interval excludes zero, and is not wholly negligible.
    Related,
    /// The interval excludes zero, and lies wholly within what is negligible.
    RelatedButSmall,
    /// The interval includes zero and lies wholly within what is negligible.
    NoneThatMatters,
    /// The interval includes zero and sizes that would matter.
    CannotTell,
    /// There is no interval.
    Undefined,
}

/// What should be known before a number is read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Caveat {
    /// The two metrics share a component or denominator. Carries its name.
    Coupled(String),
    /// Between people and within people point in different directions.
    WithinDisagrees,
    /// Every group, or all but one, points the other way than all people together. Carries the attribute.
    GroupsDisagree(String),
    /// Few people; the interval is wide. Carries their number.
    FewPeople(usize),
    /// One person carries most of the within-person information. Carries the share.
    OnePersonDominates(f64),
    /// A side is strongly skewed, so Pearson's interval is too narrow.
    Skewed(MetricId),
    /// Without one person Spearman's rho would be this, rather than the value shown.
    OnePersonMatters(f64),
    /// Many people could not be matched. Carries the matched share.
    PoorMatch(f64),
}
