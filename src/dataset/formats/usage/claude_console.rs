//! Claude console: spend and lines of the current month by user.

use crate::dataset::formats::prelude::*;

/// How it is told, and what becomes of it.
pub const FORMAT: Format = Format {
    name: "Claude Code usage, this month",
    role: TableRole::Usage,
    marks: &["user", "lines this month"],
    least: 2,
    essential: &[],
    fields: &[
        ("user", Use::Person),
        ("spend this month*", AMOUNT),
        ("lines this month", AMOUNT),
    ],
    without: &[],
    steps: &[],
    verdict: Verdict::Usable,
    quirk: "The file does not say which month it is about. Load outcomes of the same month only: the whole time counts as one period. The Claude Code Analytics API has a row per day.",
};
