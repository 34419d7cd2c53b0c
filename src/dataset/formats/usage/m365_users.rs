//! Microsoft 365 Copilot usage by user, from the admin centre: dates of last activity only.

use crate::dataset::formats::prelude::*;

/// How it is told, and what becomes of it.
pub const FORMAT: Format = Format {
    name: "Microsoft 365 Copilot usage, user detail",
    role: TableRole::Usage,
    marks: &[
        "report refresh date",
        "user principal name",
        "last activity date",
        "*teams*copilot*last activity*|last activity of teams copilot*",
        "word copilot last activity date|last activity of word copilot*",
        "excel copilot last activity date|last activity of excel copilot*",
    ],
    least: 4,
    essential: &[],
    fields: &[
        ("user principal name", Use::Person),
        ("display name", Use::Drop(Unwanted::Name)),
        ("*last activity*", Use::Off),
        ("report refresh date|report period", Use::Off),
    ],
    without: &[],
    steps: &[],
    verdict: Verdict::Unusable(
        Lack::Amounts,
        "Nothing was loaded: a date of last activity cannot be compared with an amount of work. Fetch the Viva Insights person query with the Copilot metrics instead, a row per person and week.",
    ),
    quirk: "",
};
