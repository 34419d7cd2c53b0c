//! GitHub Copilot usage metrics of an organisation or enterprise, a row per day.

use crate::dataset::formats::prelude::*;

/// How it is told, and what becomes of it.
pub const FORMAT: Format = Format {
    name: "GitHub Copilot usage metrics of an organisation",
    role: TableRole::Usage,
    marks: &[
        "day",
        "daily_active_users",
        "weekly_active_users",
        "monthly_active_users",
        "code_generation_activity_count",
    ],
    least: 4,
    essential: &[],
    fields: &[
        ("day", Use::Date),
        ("*_active_users*", AMOUNT),
        ("code_*_activity_count", AMOUNT),
        ("user_initiated_interaction_count", AMOUNT),
        ("loc_*_sum", AMOUNT),
        ("pull_requests.*", AMOUNT),
        ("totals_by_*", Use::Off),
        ("organization_id|enterprise_id", Use::Off),
    ],
    without: &[],
    steps: &[],
    verdict: Verdict::Unusable(
        Lack::People,
        "Nothing was loaded. Fetch the users report instead: GitHub, Enterprise or Organization, Insights, Copilot usage, “users” report, or the API’s users-28-day report.",
    ),
    quirk: "",
};
