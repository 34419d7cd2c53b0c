//! Viva Insights person query with the Microsoft 365 Copilot impact metrics, a row per person and week.

use crate::dataset::formats::prelude::*;

use super::{VIVA_QUIRK, VIVA_WITHOUT};

/// How it is told, and what becomes of it.
pub const FORMAT: Format = Format {
    name: "Viva Insights person query",
    role: TableRole::Usage,
    marks: &[
        "personid|person_id|hashid|employeeid",
        "metricdate|metric date|week_start_date|period_start|date",
        "*actions taken in*copilot*|copilot actions taken in*|*copilot*actions*",
        "copilot enabled user|total copilot actions taken|*copilot*",
        "copilot assisted hours|*copilot*hours*",
        "isactive|weekenddays|domain",
        "organization|countryorregion|functiontype",
    ],
    least: 4,
    essential: &["*copilot*"],
    fields: &[
        (
            "personid|person_id|hashid|employeeid|people historical id",
            Use::Person,
        ),
        (
            "metricdate|metric date|date|week_start_date|period_start",
            Use::Date,
        ),
        (
            "total copilot actions taken|total_copilot_actions_taken",
            AMOUNT,
        ),
        ("total copilot active days|days of active*", AMOUNT),
        ("total copilot enabled days", Use::Off),
        ("copilot *enabled user|copilot_*_enabled_user", Use::Off),
        ("*copilot*", AMOUNT),
        (
            "*hours|meetings*|attended meetings|chats sent|emails sent|channel message*|*meeting*",
            Use::Off,
        ),
        (
            "organization|countryorregion|functiontype|level|leveldesignation|supervisorindicator|domain",
            Use::Group,
        ),
        (
            "weekenddays|isactive|timezone|hiredate|managerid|manager_id",
            Use::Off,
        ),
        (
            "esat|wellbeing|work_life_balance|workload|barriers*|*engagement*",
            Use::Off,
        ),
    ],
    without: VIVA_WITHOUT,
    steps: &[Step::SundaysToMondays(
        "metricdate|metric date|date|week_start_date|period_start",
    )],
    verdict: Verdict::Usable,
    quirk: VIVA_QUIRK,
};
