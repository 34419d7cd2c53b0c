//! ChatGPT Enterprise and Edu user engagement, a row per user and week or month.

use crate::dataset::formats::prelude::*;

/// How it is told, and what becomes of it.
pub const FORMAT: Format = Format {
    name: "ChatGPT Enterprise user engagement",
    role: TableRole::Usage,
    marks: &[
        "cadence",
        "period_start",
        "period_end",
        "messages",
        "model_to_messages",
        "gpt_messages",
        "tool_messages",
    ],
    least: 5,
    essential: &[],
    fields: &[
        ("public_id", Use::Person),
        ("email", Use::PersonOr(Unwanted::Email)),
        ("name", Use::Drop(Unwanted::Name)),
        ("*_rank|rank", Use::Drop(Unwanted::Rank)),
        ("period_start", Use::Date),
        ("messages", AMOUNT),
        (
            "messages: *|gpt_messages|tool_messages|project_messages",
            AMOUNT,
        ),
        (
            "gpts_messaged|tools_messaged|projects_messaged|projects_created",
            AMOUNT,
        ),
        ("department|role|user_role|groups", Use::Group),
        (
            "account_id|cadence|period_end|user_status|created_or_invited_date|is_active",
            Use::Off,
        ),
        (
            "first_day_active_in_period|last_day_active_in_period|last_day_active",
            Use::Off,
        ),
    ],
    without: &[Without {
        column: "user_status",
        when: When::Is(&["deleted", "pending", "invited"]),
        why: Exclusion::NoLicence,
        unless: "",
    }],
    steps: &[
        Step::Spread("model_to_messages", "messages"),
        Step::LetGo(&["gpt_to_messages", "tool_to_messages", "project_to_messages"]),
        Step::SundaysToMondays("period_start"),
    ],
    verdict: Verdict::Usable,
    quirk: "A row stands for a whole week or month and is dated to its first day. Do not load weekly and monthly exports together: they count the same messages.",
};
