//! Answers to a satisfaction survey, a row per answer.

use crate::dataset::formats::prelude::*;

/// How it is told, and what becomes of it.
pub const FORMAT: Format = Format {
    name: "Customer satisfaction answers",
    role: TableRole::Outcomes,
    marks: &[
        "csat|csat score|rating|score|satisfaction|satisfaction rating",
        "agent|agent id|agent_id|assignee|assignee id|owner",
        "ticket|ticket id|ticket_id|case id|conversation id|survey id|response id",
        "comment|feedback|verbatim|survey comment",
        "responded at|response date|answered at|rated at|survey date|submitted at|created at|date",
    ],
    least: 4,
    essential: &[],
    fields: &[
        ("agent id|agent_id|assignee id", Use::Person),
        ("agent|assignee|owner", Use::PersonOr(Unwanted::Name)),
        (
            "customer*|requester*|respondent*|contact*",
            Use::Drop(Unwanted::Name),
        ),
        (
            "comment|feedback|verbatim|survey comment",
            Use::Drop(Unwanted::FreeText),
        ),
        (
            "responded at|response date|answered at|rated at|survey date|submitted at",
            Use::Date,
        ),
        ("created at|date", Use::Date),
        ("satisfied", GOOD_SHARE),
        (
            "csat|csat score|rating|score|satisfaction|satisfaction rating",
            GOOD_SHARE,
        ),
        ("team|channel|group", Use::Group),
        (
            "ticket*|case id|conversation id|survey id|response id",
            Use::Off,
        ),
    ],
    without: &[],
    steps: &[Step::Satisfied(
        "csat|csat score|rating|score|satisfaction|satisfaction rating",
        "satisfied",
    )],
    verdict: Verdict::Usable,
    quirk: "Satisfied is the share of good answers; of scores from 1 to 5, a 4 or 5 is good.",
};
