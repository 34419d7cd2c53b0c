//! Zendesk tickets CSV, a row per ticket.

use crate::dataset::formats::prelude::*;

use super::MINUTE;

/// How it is told, and what becomes of it.
pub const FORMAT: Format = Format {
    name: "Zendesk tickets",
    role: TableRole::Outcomes,
    marks: &[
        "requester id",
        "assignee",
        "ticket type",
        "solved at",
        "satisfaction score",
        "group stations",
        "reopens",
        "replies",
    ],
    least: 5,
    essential: &[],
    fields: &[
        ("assignee id", Use::Person),
        ("assignee", Use::Person),
        (
            "requester|requester id|requester external id|requester email|requester domain|submitter|organization",
            Use::Drop(Unwanted::Name),
        ),
        ("subject|tags", Use::Drop(Unwanted::FreeText)),
        ("created at", Use::Started),
        ("solved at", Use::Finished),
        ("satisfied", GOOD_SHARE),
        ("reopened", BAD_SHARE),
        ("reopens", BAD),
        ("replies", AMOUNT),
        (
            "first reply hours|first resolution hours|agent wait hours|requester wait hours",
            WAIT,
        ),
        ("group|priority|via|ticket type", Use::Group),
        (
            "*business hours|summation column|id|status|updated at|assigned at|due date|initially assigned at",
            Use::Off,
        ),
        (
            "resolution time|satisfaction score|*stations|on hold time*|full resolution time*",
            Use::Off,
        ),
    ],
    without: &[],
    steps: &[
        Step::Satisfied("satisfaction score", "satisfied"),
        Step::Flag("reopens", When::IsNot(&["0"]), "reopened"),
        Step::Scale(
            "first reply time in minutes|first reply time (in minutes)|first reply time (min)",
            MINUTE,
            "first reply hours",
        ),
        Step::Scale(
            "first resolution time in minutes|first resolution time (in minutes)|first resolution time (min)",
            MINUTE,
            "first resolution hours",
        ),
        Step::Scale(
            "agent wait time in minutes|agent wait time (in minutes)|agent wait time (min)",
            MINUTE,
            "agent wait hours",
        ),
        Step::Scale(
            "requester wait time in minutes|requester wait time (in minutes)|requester wait time (min)",
            MINUTE,
            "requester wait hours",
        ),
    ],
    verdict: Verdict::Usable,
    quirk: "A ticket counts on the day it was solved. Satisfaction is the share of good answers among tickets that were rated; of scores from 1 to 5, a 4 or 5 is good.",
};
