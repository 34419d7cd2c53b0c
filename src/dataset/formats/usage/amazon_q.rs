//! Amazon Q Developer user activity, a row per user and day.

use crate::dataset::formats::prelude::*;

/// How it is told, and what becomes of it.
pub const FORMAT: Format = Format {
    name: "Amazon Q Developer user activity",
    role: TableRole::Usage,
    marks: &[
        "userid",
        "date",
        "chat_aicodelines",
        "chat_messagesinteracted",
        "chat_messagessent",
        "inline_suggestionscount",
        "inline_acceptancecount",
    ],
    least: 5,
    essential: &[],
    fields: &[
        ("userid", Use::Person),
        ("date", Use::Date),
        (
            "chat_*|codefix_*|codereview_*|dev_*|docgeneration_*",
            AMOUNT,
        ),
        (
            "inlinechat_*|inline_*|testgeneration_*|transformation_*",
            AMOUNT,
        ),
    ],
    without: &[],
    steps: &[Step::StripDirectory("userid")],
    verdict: Verdict::Usable,
    quirk: "Days are UTC. Messages sent count prompts and answers. An empty cell means that the feature was not used; exports of more than 1 000 people come in parts, which can be dropped together.",
};
