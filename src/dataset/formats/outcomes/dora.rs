//! A table of the DORA metrics by team and period.

use crate::dataset::formats::prelude::*;

/// How it is told, and what becomes of it.
pub const FORMAT: Format = Format {
    name: "DORA metrics by team",
    role: TableRole::Outcomes,
    marks: &[
        "deployment frequency|deployments",
        "lead time for changes*|change lead time*|lead time*",
        "change failure rate*|change fail rate*",
        "failed deployment recovery time*|time to restore*|mttr*|recovery time*",
        "deployment rework rate*|rework rate*",
    ],
    least: 3,
    essential: &[],
    fields: &[
        ("person|user|user_id|person_id|developer", Use::Person),
        ("team|team_id|service|project", Use::Person),
        ("date|week|month|period|period_start|day", Use::Date),
        ("deployment frequency|deployments", GOOD),
        ("lead time*|change lead time*", WAIT),
        (
            "change failure rate*|change fail rate*|deployment rework rate*|rework rate*",
            BAD_SHARE,
        ),
        (
            "failed deployment recovery time*|time to restore*|mttr*|recovery time*",
            WAIT,
        ),
    ],
    without: &[],
    steps: &[],
    verdict: Verdict::NeedsPeople("Nothing was loaded: no column says which team a row is about."),
    quirk: "Where a file has teams and no people, a team stands for a person: load usage by team, with the same names.",
};
