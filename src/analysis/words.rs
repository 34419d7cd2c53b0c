//! Sentences for answers: chosen from the estimates by rules, worded here and nowhere else.
//!
//! Nothing here may claim a cause: a test holds every sentence against a list of refused verbs.

use crate::dataset::{Direction, Period};
use crate::format::{self, coefficient as two_decimals, interval, number};
use crate::metrics::{MetricId, MetricInfo};
use crate::stats::{Correlation, Method, Side, Undefined};

use super::relation::{Caveat, Point, Relation, SMALLEST_OF_INTEREST, Verdict};
use super::{FEWEST_DOTS, SMALLEST_GROUP};

/// The finding with its certainty, as a chart's title.
pub fn finding(relation: &Relation) -> String {
    let (x, y) = (lower(&relation.x.label), lower(&relation.y.label));
    match (relation.verdict, coefficient(&relation.spearman)) {
        (Verdict::Related, Some(rho)) => {
            let direction = if rho > 0.0 { "higher" } else { "lower" };
            format!("People with more {x} {} to have {direction} {y}", tend(rho))
        }
        (Verdict::RelatedButSmall, _) => {
            format!(
                "{} and {y} are related, but too weakly to matter",
                upper(&x)
            )
        }
        (Verdict::NoneThatMatters, _) => format!("No relation that matters between {x} and {y}"),
        (Verdict::CannotTell, _) => format!("Cannot tell whether {x} and {y} go together"),
        (Verdict::Undefined | Verdict::Related, _) => {
            format!("{} and {y} cannot be related", upper(&x))
        }
    }
}

/// The figures that carry the finding: `rho 0.31 (95% CI 0.22 to 0.39), n = 376 people`.
pub fn figures(relation: &Relation) -> String {
    let n = people(relation.people);
    match &relation.spearman {
        Ok(found) => format!("Spearman’s rho {}, n = {n}", with_interval(found)),
        Err(reason) => format!("{}, n = {n}", undefined(*reason, relation)),
    }
}

/// What the figures allow to say, in one or two plain sentences.
pub fn verdict(relation: &Relation) -> String {
    let (x, y) = (lower(&relation.x.label), lower(&relation.y.label));
    let negligible = two_decimals(SMALLEST_OF_INTEREST);
    let n = people(relation.people);
    match relation.verdict {
        Verdict::Related => {
            let good = goodness(relation);
            format!(
                "Among these {n}, more {x} goes with {} {y}{good}. That is a comparison of different people, \
                 and says nothing about why.",
                if coefficient(&relation.spearman).is_some_and(|rho| rho > 0.0) {
                    "higher"
                } else {
                    "lower"
                },
            )
        }
        Verdict::RelatedButSmall => format!(
            "There is a relation among these {n}, but it is weaker than {negligible} either way, \
             the smallest that was set as worth caring about."
        ),
        Verdict::NoneThatMatters => format!(
            "These {n} are enough to say that any relation is weaker than {negligible} either way, \
             the smallest that was set as worth caring about."
        ),
        Verdict::CannotTell => match relation.smallest_visible {
            Ok(visible) => format!(
                "We cannot tell: with {n} we would probably have noticed only a relation stronger than about {}.",
                two_decimals(visible)
            ),
            Err(_) => format!("We cannot tell: {n} are too few."),
        },
        Verdict::Undefined => match &relation.spearman {
            Err(reason)
            | Ok(Correlation {
                interval: Err(reason),
                ..
            }) => undefined(*reason, relation),
            Ok(_) => "There is no interval, so nothing can be said.".to_owned(),
        },
    }
}

/// What the chart does not show, always.
pub fn limits(relation: &Relation) -> Vec<String> {
    let (x, y) = (lower(&relation.x.label), lower(&relation.y.label));
    vec![
        format!(
            "It cannot say that one makes the other happen: {y} may come first, or a third thing may move both."
        ),
        format!(
            "It compares the people who have both values; whoever has no {x} or no {y} is not in it."
        ),
        "It says nothing about any single person.".to_owned(),
    ]
}

/// Who is in the answer, and who is not: `Shown for 376 people; 12 left out because …`.
pub fn coverage(relation: &Relation) -> String {
    let shown = format!("Each dot is one of {}.", people(relation.people));
    let lost: Vec<String> = [
        (relation.dropped.only_usage, &relation.y.label),
        (relation.dropped.only_outcome, &relation.x.label),
    ]
    .into_iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, label)| format!("{} without {}", people(count), lower(label)))
    .collect();
    if lost.is_empty() {
        shown
    } else {
        format!("{shown} Left out: {}.", lost.join(", "))
    }
}

/// The rows behind the people: `means of 8412 person-weeks`.
pub fn rows(relation: &Relation) -> String {
    match relation.period {
        Period::Span => "one value each, over the whole time".to_owned(),
        period => format!(
            "means of {}",
            format::count(
                relation.rows,
                &format!("person-{}", period.word()),
                &format!("person-{}s", period.word())
            )
        ),
    }
}

/// What a dot stands for, line by line.
pub fn point(relation: &Relation, point: &Point) -> Vec<String> {
    let value = |metric: &MetricInfo, value: f64| match metric.unit.as_str() {
        "" => format!("{}: {}", metric.label, number(value)),
        unit => format!("{}: {} {unit}", metric.label, number(value)),
    };
    let group = point
        .group
        .and_then(|at| relation.groups.get(usize::from(at)));
    let periods = (relation.period != Period::Span).then(|| {
        let word = relation.period.word();
        format!(
            "Mean of {}",
            format::count(point.periods as usize, word, &format!("{word}s"))
        )
    });
    let lines = [
        point.id.clone(),
        Some(value(&relation.x, point.x)),
        Some(value(&relation.y, point.y)),
        group.cloned(),
        periods,
    ];
    lines.into_iter().flatten().collect()
}

/// What one step of the slope means.
pub fn slope_unit(relation: &Relation) -> String {
    format!(
        "in {} for one more in {}",
        lower(&relation.y.label),
        lower(&relation.x.label)
    )
}

/// Why there are numbers but no dots.
pub fn too_few_to_draw() -> String {
    format!(
        "Single people are drawn only from {FEWEST_DOTS} people on: among fewer, a dot could be recognised."
    )
}

/// Groups that are not shown.
pub fn hidden_groups(relation: &Relation) -> String {
    format!(
        "{} of fewer than {SMALLEST_GROUP} people {} not shown.",
        format::count(relation.hidden_groups, "group", "groups"),
        if relation.hidden_groups == 1 {
            "is"
        } else {
            "are"
        }
    )
}

/// A metric as it stands in a list.
pub fn metric(metric: &MetricInfo) -> String {
    if metric.unit.is_empty() {
        metric.label.clone()
    } else {
        format!("{} ({})", metric.label, metric.unit)
    }
}

/// An attribute as it stands in a list: `tenure_years` as `tenure years`.
pub fn attribute(name: &str) -> String {
    name.replace('_', " ")
}

/// A reason to doubt.
pub fn caveat(caveat: &Caveat, relation: &Relation) -> String {
    let label = |id: &MetricId| {
        if *id == relation.x.id {
            &relation.x.label
        } else {
            &relation.y.label
        }
    };
    match caveat {
        Caveat::Coupled(shared) => format!(
            "Both numbers are made from “{shared}”, which makes them move together even if nothing is going on."
        ),
        Caveat::GroupsDisagree(attribute) => format!(
            "Within the groups of “{attribute}” the relation points the other way than for all people together \
             (Simpson’s paradox): the difference lies between the groups, not in the usage."
        ),
        Caveat::FewPeople(n) => {
            format!(
                "Only {}: the interval is wide, and one more person could change it.",
                people(*n)
            )
        }
        Caveat::Skewed(id) => format!(
            "The values of {} are very unevenly spread, so the interval of Pearson’s r is too narrow; rely on Spearman’s rho.",
            lower(label(id))
        ),
        Caveat::OnePersonMatters(rho) => format!(
            "Without one person Spearman’s rho would be {} instead of {}.",
            two_decimals(*rho),
            coefficient(&relation.spearman).map_or_else(String::new, two_decimals)
        ),
        Caveat::PoorMatch(share) => format!(
            "Only {} of the people could be matched; the others may be different.",
            format::percent(*share)
        ),
    }
}

/// Why a figure is missing.
pub fn undefined(reason: Undefined, relation: &Relation) -> String {
    match reason {
        Undefined::TooFew { have, need } => {
            format!("Not computed: it needs at least {need} values, there are {have}")
        }
        Undefined::Constant(side) => {
            let label = match side {
                Side::X => &relation.x.label,
                Side::Y => &relation.y.label,
            };
            format!("Not computed: {} is the same for everyone", lower(label))
        }
        Undefined::NoDegreesOfFreedom => {
            "Not computed: there are not enough values for this model".to_owned()
        }
        Undefined::PerfectFit => {
            "All points lie exactly on one line, so there is no uncertainty to measure".to_owned()
        }
        Undefined::Collinear => {
            "Not computed: one of the numbers is made from the others".to_owned()
        }
        Undefined::OutOfRange => {
            "Not computed: the values are outside of what the method is made for".to_owned()
        }
    }
}

/// How interval and p-value were made.
pub fn method(method: Method) -> &'static str {
    match method {
        Method::Pearson => "Fisher’s z interval; p from Student’s t",
        Method::SpearmanAsymptotic => "Bonett–Wright interval; p from Student’s t",
        Method::SpearmanExact => "Bonett–Wright interval; exact p from all orders",
        Method::KendallAsymptotic => "Fieller interval; p from the normal approximation",
        Method::KendallExact => "Fieller interval; exact p from all orders",
    }
}

/// A coefficient with its interval: `0.31 (95% CI 0.22 to 0.39)`.
pub fn with_interval(found: &Correlation) -> String {
    match &found.interval {
        Ok(range) => {
            format!(
                "{} ({})",
                two_decimals(found.coefficient),
                interval(range.low, range.high, range.level)
            )
        }
        Err(_) => two_decimals(found.coefficient),
    }
}

/// The words that a person may want explained.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Term {
    /// n
    People,
    /// Spearman's rho
    Spearman,
    /// Pearson's r
    Pearson,
    /// Kendall's tau-b
    Kendall,
    /// The slope of the line
    Slope,
    /// The smallest visible correlation
    SmallestVisible,
    /// p
    PValue,
    /// 95% CI
    Interval,
}

/// What a term means, in one or two sentences.
pub fn term(term: Term) -> &'static str {
    match term {
        Term::People => {
            "A row is not a person: all weeks of one person count as one, because they repeat that person."
        }
        Term::Spearman => {
            "How well the order of people by usage agrees with their order by outcome: 1 is the same order, 0 no relation, \
             −1 the reverse. It does not mind a few very heavy users."
        }
        Term::Pearson => {
            "How closely the dots follow a straight line, from −1 to 1. A few extreme people can decide it, \
             so read Spearman’s rho first."
        }
        Term::Kendall => {
            "Of all pairs of people, how many more agree in order than disagree, as a share, corrected for ties."
        }
        Term::Slope => {
            "How much higher the outcome of a person is, on average, who has one more unit of usage."
        }
        Term::SmallestVisible => {
            "The weakest true relation that would show in 4 of 5 studies with this many people. Anything weaker may be \
             there and stay unseen."
        }
        Term::PValue => {
            "How often chance alone would give a relation at least this strong if there were none. \
             A small p is no proof, and a large p does not show that there is nothing."
        }
        Term::Interval => {
            "Values that fit the data: an interval made this way holds the true value in 95 of 100 studies."
        }
    }
}

fn coefficient(found: &Result<Correlation, Undefined>) -> Option<f64> {
    found.as_ref().ok().map(|found| found.coefficient)
}

/// How firmly the order of people agrees. The bounds are Cohen's (1988) small and large, in words.
fn tend(rho: f64) -> &'static str {
    match rho.abs() {
        weak if weak < 0.2 => "tend slightly",
        middle if middle < 0.5 => "tend",
        _ => "clearly tend",
    }
}

fn goodness(relation: &Relation) -> &'static str {
    let rises = coefficient(&relation.spearman).is_some_and(|rho| rho > 0.0);
    match (relation.y.direction, rises) {
        (Direction::HigherIsBetter, true) | (Direction::LowerIsBetter, false) => {
            ", the better side"
        }
        (Direction::HigherIsBetter, false) | (Direction::LowerIsBetter, true) => ", the worse side",
        (Direction::Neither, _) => "",
    }
}

fn people(n: usize) -> String {
    format::count(n, "person", "people")
}

fn lower(label: &str) -> String {
    let mut letters = label.chars();
    match (letters.next(), letters.clone().next()) {
        // Leave acronyms (CSAT, PRs) as they are.
        (Some(_), Some(second)) if second.is_uppercase() => label.to_owned(),
        (Some(first), _) => first.to_lowercase().chain(letters).collect(),
        (None, _) => String::new(),
    }
}

fn upper(label: &str) -> String {
    let mut letters = label.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}
