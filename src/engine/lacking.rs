//! What a link or a session asks for that the files on the page do not have.

use super::JoinReport;
use crate::dataset::period::date_of;
use crate::format;
use crate::metrics::{Filters, MetricId, Topic};

/// What is asked for, by name.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// The usage metric, if one is asked for.
    pub x: Option<&'a MetricId>,
    /// The outcome metric, if one is asked for.
    pub y: Option<&'a MetricId>,
    /// The attribute to compare groups by, if one is asked for.
    pub by: Option<&'a str>,
    /// Which rows and people should count.
    pub filters: &'a Filters,
}

impl JoinReport {
    /// What of it these files do not have, in words: `the usage metric “prompts”`.
    pub fn lacking(&self, wanted: &Wanted<'_>) -> Vec<String> {
        let metric = |id: Option<&MetricId>, topic, side: &str| {
            let id = id.filter(|id| !self.has(id, topic))?;
            Some(format!("the {side} “{}”", spoken(id)))
        };
        let by = wanted
            .by
            .filter(|name| !self.attributes.iter().any(|one| one == name));
        let mut lacking: Vec<String> = [
            metric(wanted.x, Topic::Usage, "usage metric"),
            metric(wanted.y, Topic::Outcome, "outcome"),
            by.map(|name| format!("the attribute “{name}”")),
        ]
        .into_iter()
        .flatten()
        .collect();
        lacking.extend(self.lacking_groups(wanted.filters));
        let filters = wanted.filters;
        if self.is_out_of_time(filters) {
            let day = |day: Option<i32>| day.map(|day| format::date(date_of(day)));
            let (from, to) = (day(filters.from), day(filters.to));
            lacking.push(match (from, to) {
                (Some(from), Some(to)) => format!("the time from {from} to {to}"),
                (Some(from), None) => format!("the time from {from} on"),
                (None, to) => format!("the time until {}", to.unwrap_or_default()),
            });
        }
        let selection = filters.selection.as_ref();
        if selection.is_some_and(|found| !self.has_any(&found.x) || !self.has_any(&found.y)) {
            lacking.push("the selection on a chart".to_owned());
        }
        lacking
    }

    /// The filters that these files can follow.
    #[must_use]
    pub fn fitting(&self, filters: &Filters) -> Filters {
        let mut fitting = filters.clone();
        fitting.groups.retain(|attribute, kept| {
            let found = self
                .choices
                .groups
                .iter()
                .find(|groups| groups.attribute == *attribute);
            kept.retain(|level| {
                found.is_some_and(|groups| groups.levels.iter().any(|(name, _)| name == level))
            });
            !kept.is_empty()
        });
        if self.is_out_of_time(filters) {
            (fitting.from, fitting.to) = (None, None);
        }
        fitting.selection = fitting
            .selection
            .filter(|found| self.has_any(&found.x) && self.has_any(&found.y));
        fitting
    }

    /// Whether a metric of that side is there.
    pub fn has(&self, id: &MetricId, topic: Topic) -> bool {
        let mut metrics = self.metrics.iter();
        metrics.any(|metric| metric.id == *id && metric.topic == topic)
    }

    fn has_any(&self, id: &MetricId) -> bool {
        self.metrics.iter().any(|metric| metric.id == *id)
    }

    fn lacking_groups(&self, filters: &Filters) -> Vec<String> {
        let mut lacking = Vec::new();
        for (attribute, kept) in &filters.groups {
            let found = self
                .choices
                .groups
                .iter()
                .find(|groups| groups.attribute == *attribute);
            let Some(found) = found else {
                lacking.push(format!("groups by “{attribute}”"));
                continue;
            };
            let is_there = |level: &&String| found.levels.iter().any(|(name, _)| name == *level);
            let gone = kept.iter().filter(|level| !is_there(level));
            lacking.extend(gone.map(|level| {
                format!("the group “{level}” of “{attribute}”, or it is too small to be shown")
            }));
        }
        lacking
    }

    fn is_out_of_time(&self, filters: &Filters) -> bool {
        self.choices.days.is_some_and(|[first, last]| {
            filters.from.is_some_and(|from| from > last) || filters.to.is_some_and(|to| to < first)
        })
    }
}

/// `usage.prompts-per-active-day` as `prompts per active day`.
fn spoken(id: &MetricId) -> String {
    let name = id.0.split_once('.').map_or(id.0.as_str(), |(_, name)| name);
    name.replace('-', " ")
}
