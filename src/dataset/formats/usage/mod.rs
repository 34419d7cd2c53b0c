//! Exports of AI usage, and of who could use it.

use crate::dataset::formats::prelude::*;

mod amazon_q;
mod ccusage;
mod chatgpt;
mod claude_code;
mod claude_console;
mod claude_members;
mod copilot_organisation;
mod copilot_requests;
mod copilot_seats;
mod copilot_totals;
mod copilot_users;
mod cursor_daily;
mod cursor_events;
mod kiro;
mod m365_trend;
mod m365_users;
mod metrics_viewer;
mod metrics_viewer_breakdown;
mod purview;
mod viva_dashboard;
mod viva_impact;
mod windsurf;

/// What to fetch instead of totals of an organisation.
const METRICS_BY_USER: &str = "Nothing was loaded. Fetch GitHub’s Copilot usage metrics by user instead (the users-28-day report), a row per user and day.";

/// Rows of people without a licence do not count; zero with a licence does.
const VIVA_WITHOUT: &[Without] = &[
    Without {
        column: "copilot enabled user",
        when: When::Is(&["0", "no", "false"]),
        why: Exclusion::NoLicence,
        unless: "",
    },
    Without {
        column: "total copilot enabled days",
        when: When::Is(&["0"]),
        why: Exclusion::NoLicence,
        unless: "",
    },
];

/// What a person should know about exports of Viva Insights.
const VIVA_QUIRK: &str = "An empty cell means that the person had no licence, a zero that they did not use it. Answers to surveys in the same file are set aside: export them to a file of their own to use them as outcomes.";

/// All of them.
pub const ALL: &[&Format] = &[
    &copilot_users::FORMAT,
    &copilot_totals::FORMAT,
    &copilot_organisation::FORMAT,
    &copilot_seats::FORMAT,
    &copilot_requests::FORMAT,
    &metrics_viewer::FORMAT,
    &metrics_viewer_breakdown::FORMAT,
    &viva_impact::FORMAT,
    &viva_dashboard::FORMAT,
    &m365_users::FORMAT,
    &m365_trend::FORMAT,
    &purview::FORMAT,
    &amazon_q::FORMAT,
    &kiro::FORMAT,
    &cursor_events::FORMAT,
    &cursor_daily::FORMAT,
    &chatgpt::FORMAT,
    &claude_console::FORMAT,
    &claude_members::FORMAT,
    &claude_code::FORMAT,
    &ccusage::FORMAT,
    &windsurf::FORMAT,
];
