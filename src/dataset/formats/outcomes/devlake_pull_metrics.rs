//! DevLake `project_pr_metrics`: the stages of every pull request in minutes.

use crate::dataset::formats::prelude::*;

use super::MINUTE;

/// How it is told, and what becomes of it.
pub const FORMAT: Format = Format {
    name: "DevLake pull request metrics",
    role: TableRole::Outcomes,
    marks: &[
        "pr_coding_time",
        "pr_pickup_time",
        "pr_review_time",
        "pr_deploy_time",
        "pr_cycle_time",
    ],
    least: 3,
    essential: &[],
    fields: &[
        ("author_id", Use::Person),
        ("author_name|author", Use::PersonOr(Unwanted::Name)),
        ("pr_merged_date|merged_date|pr_merged_at", Use::Date),
        (
            "pr_deployed_date|deployed_date|pr_created_date|created_date",
            Use::Date,
        ),
        ("pull requests", GOOD),
        ("* hours", WAIT),
        ("project_name", Use::Group),
        ("id|*_id|*_sha|pr_*|_raw_*|*_at", Use::Off),
    ],
    without: &[],
    steps: &[
        Step::CountRows("pull requests"),
        Step::Scale("pr_coding_time", MINUTE, "coding hours"),
        Step::Scale("pr_pickup_time", MINUTE, "pickup hours"),
        Step::Scale("pr_review_time", MINUTE, "review hours"),
        Step::Scale("pr_deploy_time", MINUTE, "deploy hours"),
        Step::Scale("pr_cycle_time", MINUTE, "cycle hours"),
    ],
    verdict: Verdict::NeedsPeople(
        "Nothing was loaded. Join it with the table pull_requests for author_id and merged_date, and export that.",
    ),
    quirk: "A pull request counts on the day it was merged.",
};
