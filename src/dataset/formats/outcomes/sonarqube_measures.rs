//! SonarQube measures by project or file.

use crate::dataset::formats::prelude::*;

/// How it is told, and what becomes of it.
pub const FORMAT: Format = Format {
    name: "SonarQube measures",
    role: TableRole::Outcomes,
    marks: &[
        "code_smells|code smells",
        "sqale_index|technical debt",
        "bugs",
        "vulnerabilities",
        "ncloc|lines of code",
        "coverage",
        "duplicated_lines_density|duplicated lines (%)",
    ],
    least: 4,
    essential: &[],
    fields: &[
        ("author|assignee|user|login", Use::Person),
        ("date|analysis_date|day|week|month", Use::Date),
        (
            "bugs|vulnerabilities|code_smells|code smells|security_hotspots",
            LAST_BAD,
        ),
        (
            "sqale_index|technical debt|*complexity|duplicated_lines_density|duplicated lines (%)",
            LAST_BAD,
        ),
        ("coverage", LAST_GOOD),
        (
            "ncloc|lines of code|lines_to_cover|uncovered_lines",
            Use::Off,
        ),
        ("team|project|project_key|component", Use::Group),
        ("file_name|file|path|id", Use::Off),
    ],
    without: &[],
    steps: &[],
    verdict: Verdict::NeedsPeople(
        "Nothing was loaded: these are measures of projects or files, and no people. Export the issues instead (api/issues/search), which name an author, or add a column “author”.",
    ),
    quirk: "Measures of quality are standing values: the latest in a period counts.",
};
