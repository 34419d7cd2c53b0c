//! DevLake issues, as its CSV import takes them.

use crate::dataset::formats::prelude::*;

use super::MINUTE;

/// How it is told, and what becomes of it.
pub const FORMAT: Format = Format {
    name: "DevLake issues",
    role: TableRole::Outcomes,
    marks: &[
        "issue_key",
        "original_type",
        "original_status",
        "created_date",
        "resolution_date",
        "story_point",
        "original_estimate_minutes",
        "time_spent_minutes",
    ],
    least: 5,
    essential: &[],
    fields: &[
        ("assignee_id", Use::Person),
        ("assignee_name", Use::PersonOr(Unwanted::Name)),
        ("creator_id|creator_name", Use::Drop(Unwanted::Name)),
        ("title|description", Use::Drop(Unwanted::FreeText)),
        ("created_date", Use::Started),
        ("resolution_date", Use::Finished),
        ("story_point", GOOD),
        ("time spent hours", MEDIAN),
        ("original_type|type|priority|severity|component", Use::Group),
        (
            "id|url|issue_key|original_status|status|original_estimate_minutes|*_minutes|epic_key|labels|*_ids|*_id|icon_url",
            Use::Off,
        ),
        ("updated_date|urgency|original_project", Use::Off),
    ],
    without: &[],
    steps: &[Step::Scale(
        "time_spent_minutes",
        MINUTE,
        "time spent hours",
    )],
    verdict: Verdict::Usable,
    quirk: "An issue counts on the day it was resolved. The changelog of the same issues holds who reopened what.",
};
