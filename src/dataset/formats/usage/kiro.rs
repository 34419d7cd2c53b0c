//! Kiro user report, a row per user, day and client.

use crate::dataset::formats::prelude::*;

/// How it is told, and what becomes of it.
pub const FORMAT: Format = Format {
    name: "Kiro user report",
    role: TableRole::Usage,
    marks: &[
        "userid",
        "date",
        "client_type",
        "credits_used",
        "chat_conversations",
        "total_messages",
        "subscription_tier",
    ],
    least: 5,
    essential: &[],
    fields: &[
        ("userid", Use::Person),
        ("user_email", Use::PersonOr(Unwanted::Email)),
        ("date", Use::Date),
        ("total_messages", AMOUNT),
        (
            "chat_conversations|credits_used|overage_credits_used",
            AMOUNT,
        ),
        ("*_messages", AMOUNT),
        ("client_type|subscription_tier", Use::Group),
        ("overage_cap|overage_enabled|profileid|new_user", Use::Off),
    ],
    without: &[],
    steps: &[Step::StripDirectory("userid")],
    verdict: Verdict::Usable,
    quirk: "There is a column of messages for every model; new ones are read as they come.",
};
