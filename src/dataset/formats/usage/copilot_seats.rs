//! GitHub Copilot seats: who has one. A row per seat, without any counts.

use crate::dataset::formats::prelude::*;

/// How it is told, and what becomes of it.
pub const FORMAT: Format = Format {
    name: "GitHub Copilot seats",
    role: TableRole::People,
    marks: &[
        "report time|created_at",
        "login|assignee.login",
        "last authenticated at|last_authenticated_at",
        "last activity at|last_activity_at",
        "last surface used|last_activity_editor",
    ],
    least: 3,
    essential: &[],
    fields: &[
        ("login|assignee.login", Use::Person),
        ("last surface used|last_activity_editor", Use::Group),
        ("organization|organization.login", Use::Group),
        ("plan_type", Use::Group),
        ("assigning_team.name|assigning_team.slug", Use::Group),
        ("assignee.email", Use::Drop(Unwanted::Email)),
        ("assignee.name", Use::Drop(Unwanted::Name)),
        ("assignee.*|assigning_team.*|organization.*", Use::Off),
        (
            "report time|created_at|updated_at|pending_cancellation_date",
            Use::Off,
        ),
        ("last authenticated at|last activity at", Use::Off),
    ],
    without: &[],
    steps: &[Step::UpTo("last surface used|last_activity_editor", '/')],
    verdict: Verdict::Usable,
    quirk: "This is the list of seats on the day of the report: it says who could have used Copilot, and not how much they did. Add the usage metrics for that.",
};
