//! Linear issues CSV, a row per issue.

use crate::dataset::formats::prelude::*;

/// How it is told, and what becomes of it.
pub const FORMAT: Format = Format {
    name: "Linear issues",
    role: TableRole::Outcomes,
    marks: &[
        "id",
        "team",
        "estimate",
        "cycle number",
        "cycle name",
        "started",
        "triaged",
        "completed",
        "canceled",
    ],
    least: 6,
    essential: &[],
    fields: &[
        ("assignee", Use::Person),
        ("creator", Use::PersonOr(Unwanted::Name)),
        ("title|description", Use::Drop(Unwanted::FreeText)),
        ("started", Use::Started),
        ("created", Use::Started),
        ("completed", Use::Finished),
        ("lead time hours", WAIT),
        ("estimate", GOOD),
        ("team|priority|project", Use::Group),
        (
            "id|uuid|status|labels|project id|project milestone*|cycle *|updated|triaged|canceled|archived|due date",
            Use::Off,
        ),
        (
            "parent issue|initiatives|sla status|time in status (minutes)|related to|blocked by|duplicate of",
            Use::Off,
        ),
    ],
    without: &[Without {
        column: "status",
        when: When::Is(&["canceled", "cancelled", "duplicate"]),
        why: Exclusion::NotDone,
        unless: "",
    }],
    steps: &[Step::Hours("created", "completed", "lead time hours")],
    verdict: Verdict::Usable,
    quirk: "An issue counts on the day it was completed. Cycle time runs from the first work on it, lead time from its creation.",
};
