//! Windsurf user page analytics: active days by user.

use crate::dataset::formats::prelude::*;

/// How it is told, and what becomes of it.
pub const FORMAT: Format = Format {
    name: "Windsurf user analytics",
    role: TableRole::Usage,
    marks: &["email", "lastupdatetime", "apikey", "activedays"],
    least: 3,
    essential: &[],
    fields: &[
        ("email", Use::Person),
        ("name", Use::Drop(Unwanted::Name)),
        ("apikey|api_key", Use::Drop(Unwanted::Secret)),
        ("activedays|promptcreditsused|*credits*", AMOUNT),
        ("lastupdatetime|*time|teamstatus|signuptime", Use::Off),
        ("role", Use::Group),
    ],
    without: &[],
    steps: &[],
    verdict: Verdict::Usable,
    quirk: "These are totals without dates, so they can only be compared over the whole time.",
};
