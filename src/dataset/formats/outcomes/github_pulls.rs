//! GitHub pull requests, from `gh pr list --json` or the REST API, as JSON or flattened to CSV.

use crate::dataset::formats::prelude::*;

/// How it is told, and what becomes of it.
pub const FORMAT: Format = Format {
    name: "GitHub pull requests",
    role: TableRole::Outcomes,
    marks: &[
        "author.login|author|user.login",
        "createdat",
        "mergedat",
        "closedat",
        "additions|changedfiles|number",
        "deletions|reviewdecision|state",
        "reviewdecision|headrefname|head.ref",
    ],
    least: 4,
    essential: &[],
    fields: &[
        ("author.login|user.login|author", Use::Person),
        ("author.name", Use::Drop(Unwanted::Name)),
        ("author.id|author.is_bot|user.*", Use::Off),
        ("createdat", Use::Started),
        ("mergedat", Use::Finished),
        ("closedat|updatedat", Use::Off),
        ("first review hours", WAIT),
        ("changes requested", BAD_SHARE),
        ("reverts", BAD),
        ("additions|deletions|changedfiles", AMOUNT),
        ("title|body", Use::Drop(Unwanted::FreeText)),
        (
            "mergedby.*|assignees*|reviewrequests*|requested_*",
            Use::Drop(Unwanted::Name),
        ),
        (
            "state|reviewdecision|isdraft|draft|number|url|id|first review|*refname|*ref",
            Use::Off,
        ),
    ],
    without: &[
        Without {
            column: "author.is_bot",
            when: When::Is(&["true"]),
            why: Exclusion::Bot,
            unless: "",
        },
        Without {
            column: "state",
            when: When::Is(&["closed"]),
            why: Exclusion::NotDone,
            unless: "mergedat",
        },
    ],
    steps: &[
        Step::Earliest("reviews", "submittedAt", "first review"),
        Step::Hours("createdat", "first review", "first review hours"),
        Step::ListHas("reviews", "state", "CHANGES_REQUESTED", "changes requested"),
        Step::LetGo(&[
            "reviews",
            "commits",
            "files",
            "comments",
            "labels",
            "statuscheckrollup",
            "latestreviews",
            "head.*",
            "base.*",
            "_links.*",
        ]),
    ],
    verdict: Verdict::Usable,
    quirk: "A pull request counts on the day it was merged. One that was closed without a merge counts nowhere.",
};
