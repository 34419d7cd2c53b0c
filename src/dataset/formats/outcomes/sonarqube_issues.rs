//! SonarQube issues, from api/issues/search: a row per issue with its author.

use crate::dataset::formats::prelude::*;

/// How it is told, and what becomes of it.
pub const FORMAT: Format = Format {
    name: "SonarQube issues",
    role: TableRole::Outcomes,
    marks: &[
        "rule",
        "severity",
        "component",
        "author",
        "creationdate",
        "effort*|debt*",
        "type",
    ],
    least: 5,
    essential: &[],
    fields: &[
        ("author", Use::Person),
        ("creationdate", Use::Date),
        ("issues found", BAD),
        ("bugs found|vulnerabilities found|effort (hours)", BAD),
        ("project|severity|type", Use::Group),
        ("message|comments", Use::Drop(Unwanted::FreeText)),
        (
            "key|rule|component|line|hash|status|resolution|effort|debt*|assignee|tags|*date|textrange*|scope",
            Use::Off,
        ),
    ],
    without: &[Without {
        column: "resolution",
        when: When::Is(&["false-positive", "wontfix"]),
        why: Exclusion::NotDone,
        unless: "",
    }],
    steps: &[
        Step::CountRows("issues found"),
        Step::Flag("type", When::Is(&["bug"]), "bugs found"),
        Step::Flag(
            "type",
            When::Is(&["vulnerability"]),
            "vulnerabilities found",
        ),
        Step::LetGo(&["flows", "impacts", "messageformattings"]),
    ],
    verdict: Verdict::NeedsPeople("Nothing was loaded: no issue here names its author."),
    quirk: "An issue counts on the day it was introduced, for the author of the line.",
};
