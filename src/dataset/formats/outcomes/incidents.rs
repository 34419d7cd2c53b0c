//! A table of incidents as people keep them, a row per incident.

use crate::dataset::formats::prelude::*;

/// How it is told, and what becomes of it.
pub const FORMAT: Format = Format {
    name: "Incidents",
    role: TableRole::Outcomes,
    marks: &[
        "incident|incident_id|incident id|incident number",
        "severity|sev|priority|impact",
        "opened*|created*|started*|detected*|reported*",
        "resolved*|closed*|mitigated*",
        "owner*|assignee*|responder*|commander*|caused_by|author*",
    ],
    least: 4,
    essential: &["incident*|severity|sev"],
    fields: &[
        (
            "owner*|assignee*|responder*|commander*|caused_by|author*",
            Use::Person,
        ),
        (
            "title|summary|description|notes|postmortem|root cause",
            Use::Drop(Unwanted::FreeText),
        ),
        (
            "opened*|created*|started*|detected*|reported*",
            Use::Started,
        ),
        ("resolved*|closed*|mitigated*", Use::Finished),
        ("severity|sev|priority|impact|service|team", Use::Group),
        ("reopened|reopens|reopen_count", BAD),
        (
            "incident|incident_id|incident id|incident number|status|url",
            Use::Off,
        ),
    ],
    without: &[],
    steps: &[],
    verdict: Verdict::Usable,
    quirk: "An incident counts on the day it was resolved, for the person in its row.",
};
