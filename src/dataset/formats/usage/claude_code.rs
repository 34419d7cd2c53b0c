//! Claude Code Analytics API: JSON, a record per actor and UTC day.

use crate::dataset::formats::prelude::*;

/// How it is told, and what becomes of it.
pub const FORMAT: Format = Format {
    name: "Claude Code analytics",
    role: TableRole::Usage,
    marks: &[
        "actor.email_address|actor.type",
        "core_metrics.num_sessions",
        "core_metrics.lines_of_code.added",
        "core_metrics.commits_by_claude_code",
        "tool_actions.edit_tool.accepted",
        "model_breakdown",
    ],
    least: 4,
    essential: &[],
    fields: &[
        ("actor.email_address", Use::Person),
        ("actor.api_key_name", Use::Drop(Unwanted::Secret)),
        ("date", Use::Date),
        (
            "fresh tokens|input tokens|output tokens|cache read tokens|cache write tokens",
            AMOUNT,
        ),
        ("core_metrics.*", AMOUNT),
        ("cost usd|edits accepted|edits suggested", AMOUNT),
        ("models used", MEAN),
        ("terminal_type|customer_type", Use::Group),
        ("tool_actions.*|actor.type|organization_id", Use::Off),
    ],
    without: &[Without {
        column: "actor.type",
        when: When::Is(&["api_actor"]),
        why: Exclusion::Bot,
        unless: "",
    }],
    steps: &[
        Step::SumList("model_breakdown", "tokens.input", 1.0, "input tokens"),
        Step::SumList("model_breakdown", "tokens.output", 1.0, "output tokens"),
        Step::SumList(
            "model_breakdown",
            "tokens.cache_creation",
            1.0,
            "cache write tokens",
        ),
        Step::SumList(
            "model_breakdown",
            "tokens.cache_read",
            1.0,
            "cache read tokens",
        ),
        Step::Add(
            &["input tokens", "cache write tokens", "output tokens"],
            &[],
            "fresh tokens",
        ),
        Step::SumList("model_breakdown", "estimated_cost.amount", 0.01, "cost usd"),
        Step::CountDifferent("model_breakdown", "model", "models used"),
        Step::Add(
            &[
                "tool_actions.edit_tool.accepted",
                "tool_actions.multi_edit_tool.accepted",
                "tool_actions.write_tool.accepted",
                "tool_actions.notebook_edit_tool.accepted",
            ],
            &[],
            "edits accepted",
        ),
        Step::Add(
            &[
                "edits accepted",
                "tool_actions.edit_tool.rejected",
                "tool_actions.multi_edit_tool.rejected",
                "tool_actions.write_tool.rejected",
                "tool_actions.notebook_edit_tool.rejected",
            ],
            &[],
            "edits suggested",
        ),
        Step::LetGo(&["model_breakdown"]),
    ],
    verdict: Verdict::NeedsPeople(
        "Nothing was loaded: only API keys used Claude Code here, and no people.",
    ),
    quirk: "Days are UTC, and costs are estimates in US dollars. The latest three days may still be incomplete.",
};
