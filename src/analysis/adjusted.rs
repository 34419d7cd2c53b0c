//! The relation among people who are alike in what was chosen: their role, their tenure, their hours.

use serde::{Deserialize, Serialize};

use crate::dataset::Attribute;
use crate::metrics::{Metric, MetricId, Panel};
use crate::stats::inflation::HIGH_INFLATION;
use crate::stats::partial::{self, Adjusted, PartialCorrelation};
use crate::stats::{self, Correlation, Undefined};

use super::matched::{Matched, PersonMeans};
use super::verdict::{self, Interest, LEVEL, NoVerdict, Verdict};

/// What people are made alike in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Covariate {
    /// An attribute; a number where all its values are numbers, else a category.
    Attribute(String),
    /// The mean of another metric.
    Metric(MetricId),
}

/// The relation with and without the adjustment, of the same people.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Adjustment {
    /// What people were made alike in, by the name that is shown.
    pub names: Vec<String>,
    /// People with a value of every covariate.
    pub people: usize,
    /// People who lack one.
    pub left_out: usize,
    /// Spearman's rho of these people as they are.
    pub unadjusted: Result<Correlation, Undefined>,
    /// Partial Spearman correlation.
    pub adjusted: Result<PartialCorrelation, Undefined>,
    /// What the adjusted figure allows to say.
    pub verdict: Result<Verdict, NoVerdict>,
    /// What should be known before it is read.
    pub warnings: Vec<Warning>,
}

/// What should be known of an adjustment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Warning {
    /// Measured while people used AI or after: taking it out may take out part of what is looked for. Carries its name.
    MayFollowUsage(String),
    /// The covariates tell most of usage already. Carries the variance inflation factor.
    UsageIsTold(f64),
    /// A covariate tells what the others tell. Carries its name and the factor.
    TellsTheSame(String, f64),
    /// A covariate changes nothing, because the ones before it contain it. Carries its name.
    Contained(String),
}

/// The values of a covariate, one per person who takes part.
enum Column {
    Numbers(Vec<f64>),
    Categories(Vec<usize>),
}

/// Adjusts a pair for covariates. The pair's own metrics are passed over: nothing would be left of them.
pub fn adjusted(
    panel: &Panel,
    [usage, outcome]: [&Metric; 2],
    matched: &Matched,
    (covariates, interest): (&[Covariate], Interest),
) -> Adjustment {
    let mut names = Vec::new();
    let mut warnings = Vec::new();
    let mut values: Vec<Vec<Option<f64>>> = Vec::new();
    let mut is_category = Vec::new();
    for covariate in covariates {
        let (name, column, category) = match covariate {
            Covariate::Attribute(name) => {
                let Some(attribute) = panel.dataset.attribute(name) else {
                    continue;
                };
                let (column, category) = of_attribute(attribute, matched);
                (name.clone(), column, category)
            }
            Covariate::Metric(id) => {
                let is_own = [usage, outcome].iter().any(|own| own.info.id == *id);
                let Some(metric) = panel.metric(id).filter(|_| !is_own) else {
                    continue;
                };
                let name = metric.info.label.clone();
                warnings.push(Warning::MayFollowUsage(name.clone()));
                (name, of_metric(panel, metric, matched), false)
            }
        };
        names.push(name);
        values.push(column);
        is_category.push(category);
    }
    let complete: Vec<usize> = (0..matched.people.len())
        .filter(|at| values.iter().all(|column| column[*at].is_some()))
        .collect();
    let of = |side: fn(&PersonMeans) -> f64| -> Vec<f64> {
        complete
            .iter()
            .map(|at| side(&matched.people[*at]))
            .collect()
    };
    let (x, y) = (of(|means| means.x), of(|means| means.y));
    let columns: Vec<Column> = values
        .iter()
        .zip(&is_category)
        .map(|(column, category)| kept(column, &complete, *category))
        .collect();
    let columns: Vec<partial::Covariate> = columns
        .iter()
        .map(|column| match column {
            Column::Numbers(values) => partial::Covariate::Numeric(values),
            Column::Categories(values) => partial::Covariate::Categorical(values),
        })
        .collect();
    let model = Adjusted {
        x: &x,
        y: &y,
        covariates: &columns,
    };
    let adjusted = model.spearman(LEVEL);
    warnings.extend(costs(&model, &adjusted, &names));
    Adjustment {
        people: x.len(),
        left_out: matched.people.len() - x.len(),
        unadjusted: stats::correlation::spearman(&x, &y, LEVEL),
        verdict: adjusted
            .as_ref()
            .map_err(|reason| NoVerdict::from(*reason))
            .and_then(|found| {
                // An adjusted correlation is as sure as one of as many fewer people as columns were taken out.
                verdict::of_spearman(found.coefficient, found.n - found.columns, interest)
            }),
        adjusted,
        names,
        warnings,
    }
}

/// An attribute's values: numbers if each of its levels is one and there are more than two, else its levels.
fn of_attribute(attribute: &Attribute, matched: &Matched) -> (Vec<Option<f64>>, bool) {
    let numbers: Option<Vec<f64>> = attribute.levels.iter().map(|text| number(text)).collect();
    let numbers = numbers.filter(|values| values.len() > 2);
    let value = |level: u16| match &numbers {
        Some(values) => values.get(usize::from(level)).copied(),
        None => Some(f64::from(level)),
    };
    let people = matched.people.iter();
    let values = people.map(|means| attribute.level_of[means.person as usize].and_then(value));
    (values.collect(), numbers.is_none())
}

/// A number as people's attributes carry it, with a decimal point or comma.
fn number(text: &str) -> Option<f64> {
    let text = text.trim().replace(',', ".");
    text.parse().ok().filter(|value: &f64| value.is_finite())
}

/// Each person's mean of another metric over all periods that have it.
fn of_metric(panel: &Panel, metric: &Metric, matched: &Matched) -> Vec<Option<f64>> {
    let values = panel.values(metric);
    let keys = &panel.cells(metric.info.topic).keys;
    let mean = |means: &PersonMeans| {
        let start = keys.partition_point(|key| key.0 < means.person);
        let end = keys.partition_point(|key| key.0 <= means.person);
        let cells: Vec<usize> = (start..end)
            .filter(|cell| values.cells[*cell].is_finite())
            .collect();
        Some(values.over(cells.iter().copied())).filter(|value| value.is_finite())
    };
    matched.people.iter().map(mean).collect()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a level's position, which came from a u16"
)]
fn kept(column: &[Option<f64>], complete: &[usize], category: bool) -> Column {
    let values = complete.iter().filter_map(|at| column[*at]);
    if category {
        Column::Categories(values.map(|level| level as usize).collect())
    } else {
        Column::Numbers(values.collect())
    }
}

/// What the adjustment costs, or does not do.
fn costs(
    model: &Adjusted,
    adjusted: &Result<PartialCorrelation, Undefined>,
    names: &[String],
) -> Vec<Warning> {
    let mut warnings = Vec::new();
    if let Ok(found) = model.variance_inflation() {
        let told = found.x.ok().filter(|factor| *factor >= HIGH_INFLATION);
        warnings.extend(told.map(Warning::UsageIsTold));
        let same = names.iter().zip(&found.covariates);
        warnings.extend(same.filter_map(|(name, factor)| {
            let factor = factor.ok().filter(|factor| *factor >= HIGH_INFLATION)?;
            Some(Warning::TellsTheSame(name.clone(), factor))
        }));
    }
    if let Ok(found) = adjusted {
        let mut dropped: Vec<usize> = found
            .dropped
            .iter()
            .map(|column| column.covariate)
            .collect();
        dropped.dedup();
        warnings.extend(
            dropped
                .into_iter()
                .filter_map(|at| names.get(at).cloned())
                .map(Warning::Contained),
        );
    }
    warnings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attribute_of_numbers_counts_as_numbers_and_a_yes_or_no_as_two_kinds() {
        let attribute = |levels: &[&str]| Attribute {
            name: String::new(),
            levels: levels.iter().map(|level| (*level).to_owned()).collect(),
            level_of: vec![Some(1), None],
        };
        let person = |person| PersonMeans {
            person,
            x: 0.0,
            y: 0.0,
            periods: 1,
        };
        let matched = Matched {
            people: vec![person(0), person(1)],
            ..Matched::default()
        };
        let of = |levels: &[&str]| of_attribute(&attribute(levels), &matched);
        assert_eq!(of(&["0.5", "1,5", "12"]), (vec![Some(1.5), None], false));
        assert_eq!(of(&["0", "1"]), (vec![Some(1.0), None], true));
        assert_eq!(of(&["lead", "mid", "12"]), (vec![Some(1.0), None], true));
    }
}
