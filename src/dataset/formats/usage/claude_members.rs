//! Claude team members: who has a seat.

use crate::dataset::formats::prelude::*;

/// How it is told, and what becomes of it.
pub const FORMAT: Format = Format {
    name: "Claude team members",
    role: TableRole::People,
    marks: &["name", "email", "role", "status", "seat tier"],
    least: 4,
    essential: &[],
    fields: &[
        ("email", Use::Person),
        ("name", Use::Drop(Unwanted::Name)),
        ("role|seat tier|status", Use::Group),
    ],
    without: &[],
    steps: &[],
    verdict: Verdict::Usable,
    quirk: "This is the list of seats: it says who could have used Claude, and not how much they did.",
};
