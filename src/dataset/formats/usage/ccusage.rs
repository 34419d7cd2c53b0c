//! ccusage --json: one person's own days.

use crate::dataset::formats::prelude::*;

/// How it is told, and what becomes of it.
pub const FORMAT: Format = Format {
    name: "ccusage daily report",
    role: TableRole::Usage,
    marks: &[
        "date",
        "inputtokens",
        "outputtokens",
        "cachecreationtokens",
        "cachereadtokens",
        "totaltokens",
        "modelsused",
    ],
    least: 6,
    essential: &[],
    fields: &[
        ("person", Use::Person),
        ("date", Use::Date),
        (
            "fresh tokens|inputtokens|outputtokens|cachereadtokens|cachecreationtokens",
            AMOUNT,
        ),
        ("totalcost", AMOUNT),
        ("models used", MEAN),
        ("totaltokens", Use::Off),
    ],
    without: &[],
    steps: &[
        Step::PersonFromFile,
        Step::Add(
            &["inputtokens", "outputtokens", "cachecreationtokens"],
            &[],
            "fresh tokens",
        ),
        Step::CountDifferent("modelbreakdowns", "modelName", "models used"),
        Step::LetGo(&["modelbreakdowns", "modelsused"]),
    ],
    verdict: Verdict::Usable,
    quirk: "A report is about one person and does not name them: the file’s name up to its first point is their id. Name each file by the id that the outcomes use. Total tokens count what was read from a cache, so they are not used.",
};
