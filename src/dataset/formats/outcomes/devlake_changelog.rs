//! DevLake issue changelog: every change of a state, from which reopened work can be told.

use crate::dataset::formats::prelude::*;

const DONE: &[&str] = &["done", "closed", "resolved", "completed", "released"];

/// How it is told, and what becomes of it.
pub const FORMAT: Format = Format {
    name: "DevLake issue changelog",
    role: TableRole::Outcomes,
    marks: &[
        "issue_id",
        "author_id|author_name",
        "field_name",
        "original_from_value",
        "original_to_value",
        "created_date",
    ],
    least: 5,
    essential: &[],
    fields: &[
        ("author_id", Use::Person),
        ("author_name", Use::PersonOr(Unwanted::Name)),
        ("created_date", Use::Date),
        ("closed", GOOD),
        ("reopened", BAD),
        (
            "to done|from done|id|issue_id|field_id|field_name|original_*|from_value|to_value",
            Use::Off,
        ),
    ],
    without: &[Without {
        column: "field_name",
        when: When::IsNot(&["status", "state"]),
        why: Exclusion::OtherProduct,
        unless: "",
    }],
    steps: &[
        Step::Flag("original_to_value", When::Is(DONE), "to done"),
        Step::Flag("original_from_value", When::Is(DONE), "from done"),
        Step::OnlyFirst("to done", "from done", "closed"),
        Step::OnlyFirst("from done", "to done", "reopened"),
    ],
    verdict: Verdict::Usable,
    quirk: "A change counts for whoever made it: closing an issue, and taking it out of a closed state.",
};
