//! GitLab merge requests CSV, a row each.

use crate::dataset::formats::prelude::*;

/// How it is told, and what becomes of it.
pub const FORMAT: Format = Format {
    name: "GitLab merge requests",
    role: TableRole::Outcomes,
    marks: &[
        "mr id",
        "source branch",
        "target branch",
        "author username",
        "merged username",
        "created at (utc)",
        "updated at (utc)",
    ],
    least: 4,
    essential: &[],
    fields: &[
        ("author username", Use::Person),
        (
            "author|assignees|approvers|merged user",
            Use::Drop(Unwanted::Name),
        ),
        (
            "assignee usernames|approver usernames|merged username",
            Use::Drop(Unwanted::Name),
        ),
        ("title|description", Use::Drop(Unwanted::FreeText)),
        ("created at (utc)", Use::Started),
        ("merged at (utc)", Use::Finished),
        ("updated at (utc)", Use::Finished),
        ("mr id|url|state|source *|target *|milestone id", Use::Off),
    ],
    without: &[
        Without {
            column: "state",
            when: When::Is(&["closed", "locked"]),
            why: Exclusion::NotDone,
            unless: "",
        },
        Without {
            column: "state",
            when: When::Is(&["opened", "open"]),
            why: Exclusion::Unfinished,
            unless: "",
        },
    ],
    steps: &[],
    verdict: Verdict::Usable,
    quirk: "This export does not say when a merge request was merged. Its last update stands in for that, which is later where it was commented on or labelled afterwards.",
};
