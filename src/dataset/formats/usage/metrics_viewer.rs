//! copilot-metrics-viewer: daily totals of an organisation.

use crate::dataset::formats::prelude::*;

use super::METRICS_BY_USER;

/// How it is told, and what becomes of it.
pub const FORMAT: Format = Format {
    name: "copilot-metrics-viewer daily totals",
    role: TableRole::Usage,
    marks: &[
        "date",
        "total suggestions",
        "total acceptances",
        "total lines suggested",
        "total active users",
        "total chat turns",
    ],
    least: 5,
    essential: &[],
    fields: &[
        ("date", Use::Date),
        ("total *", AMOUNT),
        ("acceptance rate *", Use::Off),
    ],
    without: &[],
    steps: &[],
    verdict: Verdict::Unusable(Lack::People, METRICS_BY_USER),
    quirk: "",
};
