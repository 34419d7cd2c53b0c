//! Sentences about the groups side by side.

use crate::format;

use super::attribute;
use crate::analysis::relation::{GroupRelation, Relation};

/// How the groups compare with all people, as a title.
pub fn groups_finding(relation: &Relation, by: &str) -> String {
    let clear = |group: &&GroupRelation| {
        let found = group.spearman.as_ref().ok();
        found
            .and_then(|found| found.interval.ok())
            .is_some_and(|range| !range.contains(0.0))
    };
    let sign = |group: &GroupRelation| {
        group
            .spearman
            .as_ref()
            .map_or(0.0, |found| found.coefficient)
    };
    let all = relation.by_group.len();
    let up = relation
        .by_group
        .iter()
        .filter(clear)
        .filter(|group| sign(group) > 0.0)
        .count();
    let down = relation
        .by_group
        .iter()
        .filter(clear)
        .filter(|group| sign(group) < 0.0)
        .count();
    let pooled = relation
        .spearman
        .as_ref()
        .map_or(0.0, |found| found.coefficient);
    let opposite = relation
        .by_group
        .iter()
        .filter(|group| sign(group) * pooled < 0.0)
        .count();
    let by = attribute(by);
    let of = |count: usize| {
        if count == all {
            format!("each {by}")
        } else {
            format!(
                "{} of {} groups by {by}",
                format::integer(count),
                format::integer(all)
            )
        }
    };
    if all > 1 && opposite == all {
        return format!(
            "Within {} the relation points the other way than for all people together",
            of(all)
        );
    }
    match (up, down) {
        (0, 0) => format!("No group by {by} shows a clear relation by itself"),
        (_, 0) => format!("Within {} the relation points up, clearly", of(up)),
        (0, _) => format!("Within {} the relation points down, clearly", of(down)),
        _ => format!(
            "The groups by {by} disagree: {} clearly up, {} clearly down",
            format::integer(up),
            format::integer(down)
        ),
    }
}
