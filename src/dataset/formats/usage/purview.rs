//! Microsoft Purview audit log of Copilot, a row per interaction, with JSON in a cell.

use crate::dataset::formats::prelude::*;

/// How it is told, and what becomes of it.
pub const FORMAT: Format = Format {
    name: "Microsoft Purview audit log",
    role: TableRole::Usage,
    marks: &[
        "creationtime|creationdate|creation date",
        "userid|userids|user id",
        "operation|operations",
        "auditdata|audit data",
        "workload|recordtype|record type",
    ],
    least: 4,
    essential: &[],
    fields: &[
        ("userid|userids|user id", Use::Person),
        ("creationtime|creationdate|creation date", Use::Date),
        ("copilot interactions", AMOUNT),
        ("app", Use::Group),
        (
            "operation|operations|workload|recordtype|record type|recordid|record id|associatedadmin*",
            Use::Off,
        ),
        ("auditdata|audit data", Use::Off),
    ],
    without: &[Without {
        column: "operation|operations",
        when: When::IsNot(&["copilotinteraction"]),
        why: Exclusion::OtherProduct,
        unless: "",
    }],
    steps: &[
        Step::Pick("auditdata|audit data", "CopilotEventData.AppHost", "app"),
        Step::LetGo(&["auditdata|audit data"]),
        Step::CountRows("copilot interactions"),
    ],
    verdict: Verdict::Usable,
    quirk: "Times are UTC. The audit data was read for the name of the app only; nothing else of it is kept.",
};
