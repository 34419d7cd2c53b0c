//! copilot-metrics-viewer: totals of an organisation by feature, editor, model and language.

use crate::dataset::formats::prelude::*;

use super::METRICS_BY_USER;

/// How it is told, and what becomes of it.
pub const FORMAT: Format = Format {
    name: "copilot-metrics-viewer breakdown",
    role: TableRole::Usage,
    marks: &[
        "date",
        "total engaged users",
        "feature type",
        "editor name",
        "feature engaged users",
        "chat insertion events",
    ],
    least: 5,
    essential: &[],
    fields: &[
        ("date", Use::Date),
        (
            "total active users|total engaged users|feature engaged users",
            AMOUNT,
        ),
        (
            "feature type|editor name|model name|is custom model|custom model training date",
            Use::Off,
        ),
        ("language name|repository name", Use::Off),
        (
            "suggestions count|acceptances count|lines suggested|lines accepted",
            AMOUNT,
        ),
        (
            "chats|chat insertion events|chat copy events|pr summaries created",
            AMOUNT,
        ),
    ],
    without: &[],
    steps: &[],
    verdict: Verdict::Unusable(Lack::People, METRICS_BY_USER),
    quirk: "",
};
