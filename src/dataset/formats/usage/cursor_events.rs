//! Cursor usage events, a row per request.

use crate::dataset::formats::prelude::*;

/// How it is told, and what becomes of it.
pub const FORMAT: Format = Format {
    name: "Cursor usage events",
    role: TableRole::Usage,
    marks: &[
        "date",
        "kind",
        "model",
        "max mode",
        "input (w/ cache write)",
        "input (w/o cache write)",
        "cache read",
        "output tokens|output",
    ],
    least: 6,
    essential: &[],
    fields: &[
        ("user", Use::Person),
        ("user email|email", Use::PersonOr(Unwanted::Email)),
        ("person", Use::Person),
        ("date", Use::Date),
        (
            "fresh tokens|input tokens|output tokens|output|cache read tokens|cache write tokens",
            AMOUNT,
        ),
        ("requests|request rows|cost", AMOUNT),
        ("model|max mode", Use::Group),
        (
            "total tokens|total|input (w/ cache write)|input (w/o cache write)|cache read",
            Use::Off,
        ),
        ("kind|cloud agent id|automation id", Use::Off),
    ],
    without: &[Without {
        column: "kind",
        when: When::Begins(&["errored", "aborted"]),
        why: Exclusion::Failed,
        unless: "",
    }],
    steps: &[
        Step::Blank("cost", &["included", "free"]),
        Step::CountRows("request rows"),
        Step::Add(
            &["input (w/ cache write)", "output tokens|output"],
            &[],
            "fresh tokens",
        ),
        Step::Add(&["input (w/o cache write)"], &[], "input tokens"),
        Step::Add(
            &["input (w/ cache write)"],
            &["input (w/o cache write)"],
            "cache write tokens",
        ),
        Step::Scale("cache read", 1.0, "cache read tokens"),
    ],
    verdict: Verdict::NeedsPeople(
        "Nothing was loaded: a personal export does not say whose it is. Export usage events from the team’s dashboard, which has a column “User”.",
    ),
    quirk: "Total tokens count what was read from a cache again and again, so they are not used: fresh tokens are input with cache writes plus output. Costs that are included or free are missing, not zero.",
};
