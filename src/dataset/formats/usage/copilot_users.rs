//! GitHub Copilot usage metrics, a row per user and day: JSON, NDJSON or CSV.

use crate::dataset::formats::prelude::*;

/// How it is told, and what becomes of it.
pub const FORMAT: Format = Format {
    name: "GitHub Copilot usage metrics",
    role: TableRole::Usage,
    marks: &[
        "user_login|login",
        "day",
        "user_initiated_interaction_count",
        "code_generation_activity_count",
        "code_acceptance_activity_count",
        "loc_added_sum",
        "totals_by_feature",
    ],
    least: 4,
    essential: &["day"],
    fields: &[
        ("user_login|login", Use::Person),
        ("user_id", Use::Person),
        ("day", Use::Date),
        ("user_initiated_interaction_count", AMOUNT),
        ("code_generation_activity_count", AMOUNT),
        ("code_acceptance_activity_count", AMOUNT),
        ("loc_*_sum", AMOUNT),
        ("used_*", AMOUNT),
        ("ai_credits_used", AMOUNT),
        ("totals_by_cli.session_count", AMOUNT),
        ("totals_by_cli.request_count", AMOUNT),
        ("totals_by_cli.prompt_count", AMOUNT),
        ("totals_by_cli.token_usage.output_tokens_sum", AMOUNT),
        ("totals_by_cli.token_usage.prompt_tokens_sum", AMOUNT),
        ("interactions: *", AMOUNT),
        ("lines added: *", AMOUNT),
        ("models used", MEAN),
        ("ai_adoption_phase.phase", Use::Group),
        ("ai_adoption_phase.*", Use::Off),
        ("totals_by_cli.*", Use::Off),
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
    quirk: "Only people with activity on a day have a row. Added lines hold those that agents wrote, which are in no suggestion, so added lines can exceed suggested ones; lines are not reported before September 2025.",
};
