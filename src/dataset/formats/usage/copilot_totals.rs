//! GitHub Copilot usage metrics added up over 28 days, a row per user.

use crate::dataset::formats::prelude::*;

/// How it is told, and what becomes of it.
pub const FORMAT: Format = Format {
    name: "GitHub Copilot usage metrics, 28-day totals",
    role: TableRole::Usage,
    marks: &[
        "user_login|login",
        "total_active_days",
        "user_initiated_interaction_count",
        "code_generation_activity_count",
        "code_acceptance_activity_count",
        "loc_added_sum",
    ],
    least: 5,
    essential: &[],
    fields: &[
        ("user_login|login", Use::Person),
        ("user_id", Use::Person),
        ("total_active_days", AMOUNT),
        ("user_initiated_interaction_count", AMOUNT),
        ("code_generation_activity_count", AMOUNT),
        ("code_acceptance_activity_count", AMOUNT),
        ("loc_*_sum", AMOUNT),
        ("used_*", AMOUNT),
        ("ai_credits_used", AMOUNT),
        ("interactions: *", AMOUNT),
        ("models used", MEAN),
        ("organization_id|enterprise_id", Use::Off),
    ],
    without: &[],
    steps: &[
        Step::CountDifferent("totals_by_model_feature", "model", "models used"),
        Step::SpreadList(
            "totals_by_feature",
            "feature",
            "user_initiated_interaction_count",
            "interactions",
        ),
        Step::LetGo(&[
            "totals_by_ide",
            "totals_by_feature",
            "totals_by_language_*",
            "totals_by_model_*",
        ]),
    ],
    verdict: Verdict::Usable,
    quirk: "These are totals of 28 days, so they can only be compared over the whole time. The report with a row per user and day shows weeks.",
};
