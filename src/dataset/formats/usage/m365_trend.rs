//! Microsoft 365 Copilot usage of a tenant, trend and summary.

use crate::dataset::formats::prelude::*;

/// How it is told, and what becomes of it.
pub const FORMAT: Format = Format {
    name: "Microsoft 365 Copilot usage, tenant totals",
    role: TableRole::Usage,
    marks: &[
        "report refresh date",
        "report period",
        "any app enabled users",
        "any app active users",
        "word enabled users",
        "word active users",
    ],
    least: 4,
    essential: &[],
    fields: &[
        ("report date", Use::Date),
        ("report refresh date|report period", Use::Off),
        ("*enabled users|*active users", AMOUNT),
    ],
    without: &[],
    steps: &[],
    verdict: Verdict::Unusable(
        Lack::People,
        "Nothing was loaded. Fetch the Viva Insights person query with the Copilot metrics instead, a row per person and week.",
    ),
    quirk: "",
};
