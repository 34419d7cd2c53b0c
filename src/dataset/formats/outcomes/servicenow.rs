//! ServiceNow incidents, with several rows per incident in a log.

use crate::dataset::formats::prelude::*;

/// How it is told, and what becomes of it.
pub const FORMAT: Format = Format {
    name: "ServiceNow incidents",
    role: TableRole::Outcomes,
    marks: &[
        "number",
        "incident_state|state",
        "opened_at|opened",
        "resolved_at|resolved",
        "assigned_to|assigned to",
        "assignment_group|assignment group",
        "reassignment_count|reassignment count",
        "reopen_count|reopen count",
        "sys_mod_count|updates",
    ],
    least: 5,
    essential: &[],
    fields: &[
        ("assigned_to|assigned to", Use::Person),
        ("resolved_by|resolved by", Use::Person),
        (
            "caller_id|caller|opened_by|opened by|sys_created_by|sys_updated_by",
            Use::Drop(Unwanted::Name),
        ),
        (
            "short_description|short description|description|close_notes|comments|work_notes",
            Use::Drop(Unwanted::FreeText),
        ),
        ("opened_at|opened", Use::Started),
        ("resolved_at|resolved", Use::Finished),
        ("closed_at|closed", Use::Finished),
        ("reopen_count|reopen count", BAD),
        ("reopened", BAD_SHARE),
        ("reassignment_count|reassignment count", BAD),
        ("made_sla|made sla", GOOD_SHARE),
        (
            "assignment_group|assignment group|category|priority|impact|urgency|contact_type",
            Use::Group,
        ),
        (
            "number|incident_state|state|active|subcategory|u_*|notify|closed_code|location|cmdb_ci|sys_*|updates",
            Use::Off,
        ),
        ("knowledge|problem_id|rfc|vendor|caused_by", Use::Off),
    ],
    without: &[],
    steps: &[
        Step::KeepLast("number", "sys_mod_count|updates|sys_updated_at|updated"),
        Step::Flag("reopen_count|reopen count", When::IsNot(&["0"]), "reopened"),
    ],
    verdict: Verdict::Usable,
    quirk: "An incident counts on the day it was resolved, for whoever it was assigned to.",
};
