//! One usage metric against one outcome, ready to be pinned.

use crate::analysis::{Cloud, GroupRelation, Relation, Within, words};
use crate::chart::{Chart, Table};
use crate::format;
use crate::stats::panel;
use crate::stats::{correlation, power, regression};

use super::{Figure, Grain, Pinnable, table};

impl Pinnable {
    /// The answer about a pair, with its scatter plot as the page draws it.
    pub fn of_relation(relation: &Relation, chart: Chart) -> Self {
        Pinnable {
            sentences: sentences(relation),
            limits: limits(relation),
            figures: figures(relation),
            // Too few people leave it empty.
            chart: (relation.cloud != Cloud::Hidden).then_some(chart),
            grain: Grain::Person,
            table: groups(relation),
            ..Pinnable::new("relation", words::finding(relation))
        }
    }
}

fn sentences(relation: &Relation) -> Vec<String> {
    let mut said = vec![words::verdict(relation)];
    if relation.within.is_ok() {
        said.push(format!(
            "{}. {}.",
            words::within_finding(relation),
            words::within_figures(relation)
        ));
    }
    said.extend(words::contrast(relation));
    said.extend(words::left_out(relation));
    said
}

fn limits(relation: &Relation) -> Vec<String> {
    let caveats = relation.caveats.iter();
    let mut said: Vec<String> = caveats
        .map(|caveat| words::caveat(caveat, relation))
        .collect();
    said.extend(words::limits(relation));
    said
}

fn figures(relation: &Relation) -> Vec<Figure> {
    let n = relation.people;
    let mut figures = vec![Figure::people(n)];
    let coefficients = [
        (&correlation::SPEARMAN, &relation.spearman),
        (&correlation::PEARSON, &relation.pearson),
        (&correlation::KENDALL, &relation.kendall),
    ];
    for (note, found) in coefficients {
        figures.extend(
            found
                .as_ref()
                .ok()
                .map(|found| Figure::coefficient(note, note.name, found)),
        );
    }
    if let Ok(line) = &relation.line {
        let slope = Figure::made_by(
            &regression::LEAST_SQUARES,
            "Slope of the line",
            line.slope,
            n,
        );
        figures.push(Figure {
            shown: format::signed(line.slope),
            ..slope.within(line.slope_interval, format::number)
        });
    }
    if let Ok(visible) = relation.smallest_visible {
        figures.push(Figure::made_by(
            &power::SMALLEST_VISIBLE,
            power::SMALLEST_VISIBLE.name,
            visible,
            n,
        ));
    }
    if let Ok(within) = &relation.within {
        figures.extend(within_people(within));
    }
    figures
}

pub(super) fn within_people(within: &Within) -> Vec<Figure> {
    let n = within.people_that_bear;
    let slope = Figure::made_by(
        &panel::FIXED_EFFECTS,
        "Slope within people",
        within.slope.estimate,
        n,
    );
    let mut figures = vec![
        Figure {
            shown: format::signed(within.slope.estimate),
            p_value: within.p_value.ok(),
            ..slope.within(within.interval, format::signed)
        },
        Figure::made_by(
            &panel::FIXED_EFFECTS,
            "Slope within people, in standard deviations",
            within.standardised,
            n,
        )
        .within(within.standardised_interval, format::coefficient),
    ];
    if let Ok(found) = &within.correlation {
        let figure = Figure::made_by(
            &panel::rmcorr::RMCORR,
            panel::rmcorr::RMCORR.name,
            found.r,
            within.people,
        );
        figures.push(match found.interval {
            Ok(interval) => figure.within(interval, format::coefficient),
            Err(_) => figure,
        });
    }
    figures
}

/// The same question inside each group; groups that are too small are not in the answer.
pub(super) fn groups(relation: &Relation) -> Option<Table> {
    let row = |group: &GroupRelation| {
        let found = group.spearman.as_ref().ok();
        let interval = found.and_then(|found| found.interval.ok());
        [
            group.name.clone(),
            format::integer(group.people),
            found.map_or_else(String::new, |found| format::coefficient(found.coefficient)),
            interval.map_or_else(String::new, |range| {
                format::interval(range.low, range.high, range.level)
            }),
        ]
    };
    let headers = ["Group", "People", "Spearman’s rho", "Interval"];
    (!relation.by_group.is_empty())
        .then(|| table(headers, relation.by_group.iter().map(row).collect()))
}
