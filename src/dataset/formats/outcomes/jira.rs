//! Jira issues CSV, a row per issue.

use crate::dataset::formats::prelude::*;

/// How it is told, and what becomes of it.
pub const FORMAT: Format = Format {
    name: "Jira issues",
    role: TableRole::Outcomes,
    marks: &[
        "issue key|key",
        "issue id",
        "issue type",
        "status",
        "project key",
        "created",
        "resolved",
        "creator id|reporter id|creator",
    ],
    least: 6,
    essential: &[],
    fields: &[
        ("assignee id", Use::Person),
        ("assignee", Use::Person),
        ("creator id", Use::Person),
        ("reporter id", Use::Person),
        (
            "reporter|creator|project lead|project lead id|watchers|watchers id",
            Use::Drop(Unwanted::Name),
        ),
        ("created", Use::Started),
        ("resolved", Use::Finished),
        (
            "summary|description|environment|comment|project description|parent summary",
            Use::Drop(Unwanted::FreeText),
        ),
        ("attachment|log work", Use::Drop(Unwanted::FreeText)),
        ("time spent hours", MEDIAN),
        (
            "custom field (story points)|custom field (story point estimate)|story points",
            GOOD,
        ),
        (
            "issue type|project key|priority|status category",
            Use::Group,
        ),
        (
            "issue key|key|issue id|status|project name|project type|updated|last viewed|due date|votes",
            Use::Off,
        ),
        (
            "affects versions|fix versions|labels|sprint|resolution|components|parent*|*link*|custom field*",
            Use::Off,
        ),
        (
            "*original estimate|*remaining estimate|*time spent|work ratio|security level|category",
            Use::Off,
        ),
    ],
    without: &[Without {
        column: "resolution",
        when: When::Is(&[
            "won't do",
            "won't fix",
            "duplicate",
            "cannot reproduce",
            "declined",
            "cancelled",
        ]),
        why: Exclusion::NotDone,
        unless: "",
    }],
    steps: &[Step::Scale("time spent", 1.0 / 3600.0, "time spent hours")],
    verdict: Verdict::Usable,
    quirk: "An issue counts on the day it was resolved. The export has no history of states, so reopened issues and the time from the first work on it cannot be computed.",
};
