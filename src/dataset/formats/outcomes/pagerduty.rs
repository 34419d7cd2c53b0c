//! PagerDuty incidents CSV, a row per incident.

use crate::dataset::formats::prelude::*;

use super::SECOND;

/// How it is told, and what becomes of it.
pub const FORMAT: Format = Format {
    name: "PagerDuty incidents",
    role: TableRole::Outcomes,
    marks: &[
        "incident_number",
        "service_name",
        "seconds_to_first_ack",
        "seconds_to_resolve",
        "escalation_count",
        "auto_resolved",
        "resolved_by_user_name|resolved_by_user_id",
    ],
    least: 4,
    essential: &[],
    fields: &[
        ("resolved_by_user_id", Use::Person),
        ("resolved_by_user_name", Use::PersonOr(Unwanted::Name)),
        (
            "assigned_user_names|acknowledged_by_user_names|joined_user_names",
            Use::Drop(Unwanted::Name),
        ),
        ("description|summary|title", Use::Drop(Unwanted::FreeText)),
        ("created_at|created_on", Use::Started),
        ("resolved_at|resolved_on", Use::Finished),
        ("first response hours|engaged hours", WAIT),
        ("escalation_count", BAD),
        ("assignment_count|major", AMOUNT),
        ("urgency|service_name|team_name|priority_name", Use::Group),
        (
            "id|incident_number|status|auto_resolved|seconds_to_*|*_id|*_ids|*_seconds|*_count|*_interruptions",
            Use::Off,
        ),
    ],
    without: &[Without {
        column: "auto_resolved",
        when: When::Is(&["true", "1", "t"]),
        why: Exclusion::Bot,
        unless: "",
    }],
    steps: &[
        Step::Scale("seconds_to_first_ack", SECOND, "first response hours"),
        Step::Scale("engaged_seconds", SECOND, "engaged hours"),
    ],
    verdict: Verdict::Usable,
    quirk: "An incident counts on the day it was resolved, for whoever resolved it.",
};
