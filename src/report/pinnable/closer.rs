//! The closer look at a pair, and whatever else is told as a finding with its figures, ready to be pinned.

use crate::analysis::words::check::Told;
use crate::analysis::{Adjustment, Lags, Multiverse, Relation, words};
use crate::chart::{self, Chart};

use super::{Figure, Pinnable, relation as pair};

impl Pinnable {
    /// What was told of a part of a view, with its chart.
    pub fn told(part: &str, told: Told, chart: Option<Chart>) -> Self {
        let mut sentences = vec![told.figures];
        sentences.extend(told.text);
        sentences.retain(|text| !text.is_empty());
        let limit = Some(told.limit).filter(|text| !text.is_empty());
        Pinnable {
            sentences,
            limits: limit.into_iter().collect(),
            chart,
            ..Pinnable::new(part, told.finding)
        }
    }

    /// The relation inside each group of an attribute.
    pub fn of_groups(relation: &Relation, by: &str) -> Self {
        let hidden = (relation.hidden_groups > 0).then(|| words::hidden_groups(relation));
        Pinnable {
            sentences: hidden.into_iter().collect(),
            limits: words::limits(relation),
            figures: vec![Figure::people(relation.people)],
            chart: chart::forest(relation),
            table: pair::groups(relation),
            ..Pinnable::new("groups", words::groups_finding(relation, by))
        }
    }

    /// The relation at each distance in time.
    pub fn of_lags(found: &Lags, relation: &Relation) -> Self {
        Pinnable {
            sentences: vec![
                words::lags_figures(found, relation),
                words::lags(found, relation),
            ],
            limits: words::limits(relation),
            chart: Some(chart::lags(found)),
            ..Pinnable::new("lags", words::lags_finding(found, relation))
        }
    }

    /// Every reasonable way of counting.
    pub fn of_multiverse(found: &Multiverse, relation: &Relation) -> Self {
        let is_drawn = !found.specifications.is_empty();
        Pinnable {
            sentences: vec![words::multiverse::multiverse(found)],
            limits: words::limits(relation),
            chart: is_drawn.then(|| chart::multiverse::curve(found)),
            ..Pinnable::new(
                "multiverse",
                words::multiverse::multiverse_finding(found, relation),
            )
        }
    }

    /// What is left among people who are alike in something.
    pub fn of_adjusted(found: &Adjustment, relation: &Relation) -> Self {
        let warnings = found.warnings.iter().map(words::warning);
        Pinnable {
            sentences: vec![
                words::adjusted_figures(found, relation),
                words::adjusted(found, relation),
            ],
            limits: warnings.chain(words::limits(relation)).collect(),
            ..Pinnable::new("adjusted", words::adjusted_finding(found, relation))
        }
    }

    /// The same people over time.
    pub fn of_within(relation: &Relation) -> Self {
        let mut sentences = vec![words::within_figures(relation), words::within(relation)];
        sentences.extend(words::contrast(relation));
        let figures = relation.within.as_ref().map(pair::within_people);
        Pinnable {
            sentences,
            limits: words::limits(relation),
            figures: figures.unwrap_or_default(),
            chart: chart::steps(relation),
            ..Pinnable::new("within", words::within_finding(relation))
        }
    }
}
