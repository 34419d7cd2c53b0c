//! google/pullsheet: merged pull requests, a row each.

use crate::dataset::formats::prelude::*;

/// How it is told, and what becomes of it.
pub const FORMAT: Format = Format {
    name: "pullsheet pull requests",
    role: TableRole::Outcomes,
    marks: &[
        "url",
        "date",
        "user",
        "project",
        "type",
        "delta",
        "added",
        "filestotal",
    ],
    least: 6,
    essential: &[],
    fields: &[
        ("user", Use::Person),
        ("date", Use::Date),
        ("merged pull requests", GOOD),
        ("added|deleted|delta|filestotal", AMOUNT),
        ("project|type", Use::Group),
        ("title|description", Use::Drop(Unwanted::FreeText)),
        ("url|files", Use::Off),
    ],
    without: &[],
    steps: &[
        Step::CountRows("merged pull requests"),
        Step::LetGo(&["files"]),
    ],
    verdict: Verdict::Usable,
    quirk: "It says when a pull request was merged, and not when it was opened, so there is no lead time.",
};
