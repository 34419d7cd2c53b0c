//! The answer about a pair of metrics as a scatter plot.

use crate::analysis::{self, Relation};
use crate::format;
use crate::metrics::MetricInfo;

use super::scatter::{Cloud, FitPoint, Scatter, scatter};
use super::{Chart, ScaleKind};

/// A dot per person with the fitted line and its band. The title is left to the page, which says it above the chart.
///
/// On a logarithmic axis of usage the line bends: it stays the straight line of the table beside it.
pub fn relation(relation: &Relation, x_scale: &ScaleKind) -> Chart {
    let mut groups = relation.groups.clone();
    let cloud = match &relation.cloud {
        analysis::Cloud::Hidden => Cloud::Points {
            points: Vec::new(),
            groups: Vec::new(),
        },
        analysis::Cloud::Points(people) => {
            let others = u16::try_from(groups.len()).unwrap_or(u16::MAX);
            let of_person = |group: Option<u16>| group.unwrap_or(others);
            let has_groups = !groups.is_empty();
            if has_groups && people.iter().any(|person| person.group.is_none()) {
                groups.push("others".to_owned());
            }
            Cloud::Points {
                points: people.iter().map(|person| [person.x, person.y]).collect(),
                groups: people
                    .iter()
                    .filter(|_| has_groups)
                    .map(|person| of_person(person.group))
                    .collect(),
            }
        }
        analysis::Cloud::Bins {
            x,
            y,
            columns,
            counts,
        } => Cloud::Bins {
            x: *x,
            y: *y,
            columns: *columns,
            counts: counts.clone(),
        },
    };
    let line = relation.line.as_ref().map(|line| {
        line.band
            .iter()
            .map(|&[x, low, fit, high]| FitPoint { x, low, fit, high })
            .collect()
    });
    scatter(&Scatter {
        title: String::new(),
        subtitle: String::new(),
        x_label: axis_label(&relation.x),
        x_unit: relation.x.unit.clone(),
        y_label: axis_label(&relation.y),
        y_unit: relation.y.unit.clone(),
        x_scale: x_scale.clone(),
        cloud,
        line: line.unwrap_or_default(),
        groups,
        note: format!("n = {}", format::count(relation.people, "person", "people")),
    })
}

fn axis_label(metric: &MetricInfo) -> String {
    format!("{}, mean of each person", metric.label)
}
