//! Exports of other AI usage.

use goodhart::dataset::Period;
use goodhart::notice::{Exclusion, Kind, Unwanted};

use super::harness::{check, days, joined, kinds, load, value};

#[test]
fn viva_weeks_move_from_sunday_to_monday_and_unlicensed_people_are_no_zeros() {
    let report = check(
        ("viva_impact.csv", "Viva Insights person query", 3, 1),
        "usage: PersonId=person MetricDate=date Organization=group CountryOrRegion=group Domain=group",
        &[
            (
                "usage.total-copilot-actions-taken",
                "39fb56a5-0001",
                "2025-11-24",
                13.0,
            ),
            (
                "usage.total-copilot-actions-taken",
                "39fb56a5-0001",
                "2025-12-01",
                0.0,
            ),
            (
                "usage.copilot-assisted-hours",
                "39fb56a5-0002",
                "2025-11-24",
                0.25,
            ),
        ],
    );
    assert_eq!(
        kinds(&report),
        [
            (&Kind::RowsExcluded(Exclusion::NoLicence), 1),
            (&Kind::WeekMoved, 1)
        ]
    );
}

#[test]
fn viva_dashboard_columns_that_differ_in_case_alone_stay_apart() {
    check(
        (
            "viva_dashboard.csv",
            "Viva Insights Copilot Dashboard export",
            3,
            1,
        ),
        "usage: PersonId=person MetricDate=date Organization=group FunctionType=group",
        &[
            (
                "usage.copilot-chat-web-prompts-submitted",
                "a-1",
                "2025-11-24",
                3.0,
            ),
            (
                "usage.copilot-chat-web-prompts-submitted-2",
                "a-1",
                "2025-11-24",
                4.0,
            ),
            (
                "usage.total-copilot-actions-taken",
                "a-2",
                "2025-11-24",
                0.0,
            ),
        ],
    );
}

#[test]
fn viva_headers_in_another_language_are_told_by_the_product_s_name() {
    check(
        ("viva_localised.csv", "Viva Insights person query", 2, 0),
        "usage: Person_Id=person Week_Start_Date=date Organization=group",
        &[("usage.copilot-gestützte-stunden", "a-1", "2025-11-24", 1.5)],
    );
}

#[test]
fn an_audit_log_is_counted_and_its_json_cell_is_read_for_the_app_only() {
    let report = check(
        ("purview.csv", "Microsoft Purview audit log", 3, 1),
        "usage: CreationTime=date UserId=person app=group",
        &[(
            "usage.copilot-interactions",
            "ada@acme.test",
            "2026-05-04",
            2.0,
        )],
    );
    assert!(
        report
            .columns
            .iter()
            .all(|column| column.header != "AuditData")
    );
    assert!(kinds(&report).contains(&(&Kind::PersonalData("an e-mail address".to_owned()), 1)));
}

#[test]
fn amazon_q_comes_in_parts_with_or_without_an_archive() {
    check(
        (
            "amazon_q_part_1.csv",
            "Amazon Q Developer user activity",
            2,
            0,
        ),
        "usage: Date=date UserId=person",
        &[
            (
                "usage.chat-messages-sent",
                "11111111-aaaa",
                "2025-04-17",
                69.0,
            ),
            ("usage.acceptance-rate", "11111111-aaaa", "2025-04-17", 0.7),
        ],
    );
    let (panel, notices) = joined(&["amazon_q_part_1.csv", "amazon_q_part_2.csv"], Period::Day);
    assert_eq!(
        value(
            &panel,
            "usage.chat-messages-sent",
            "11111111-aaaa",
            "2025-04-18"
        ),
        Some(3.0)
    );
    assert_eq!(
        value(
            &panel,
            "usage.acceptance-rate",
            "22222222-bbbb",
            "2025-04-17"
        ),
        Some(0.2)
    );
    assert!(
        notices
            .iter()
            .any(|notice| notice.kind == Kind::CountedOnce && notice.count == 1)
    );
    let report = check(
        (
            "amazon_q_parts.zip",
            "Amazon Q Developer user activity",
            4,
            0,
        ),
        "usage: Date=date UserId=person",
        &[
            (
                "usage.chat-messages-sent",
                "22222222-bbbb",
                "2025-04-17",
                8.0,
            ),
            (
                "usage.chat-messages-sent",
                "11111111-aaaa",
                "2025-04-18",
                3.0,
            ),
        ],
    );
    assert_eq!(kinds(&report), [(&Kind::PartsJoined, 2)]);
}

#[test]
fn kiro_has_a_measure_per_model_and_a_row_per_client() {
    let report = check(
        ("kiro.csv", "Kiro user report", 3, 0),
        "usage: Date=date UserId=person Client_Type=group Subscription_Tier=group",
        &[
            ("usage.total-messages", "aaaa-1", "2026-03-02", 24.0),
            ("usage.credits-used", "aaaa-1", "2026-03-02", 15.0),
            (
                "usage.claude-opus-4-6-messages",
                "bbbb-2",
                "2026-03-03",
                10.0,
            ),
        ],
    );
    let dropped = Kind::ColumnsDropped(Unwanted::Email, "User_Email".to_owned());
    assert_eq!(kinds(&report), [(&dropped, 1)]);
}

#[test]
fn cursor_events_leave_cache_reads_and_failed_requests_out_of_fresh_tokens() {
    let report = check(
        ("cursor_events.csv", "Cursor usage events", 3, 2),
        "usage: Date=date User=person Model=group Max Mode=group",
        &[
            ("usage.fresh-tokens", "u-1", "2026-03-28", 2500.0),
            ("usage.cache-read-tokens", "u-1", "2026-03-28", 5000.0),
            ("usage.cache-write-tokens", "u-1", "2026-03-28", 200.0),
            ("usage.request-rows", "u-1", "2026-03-28", 2.0),
            ("usage.cost", "u-1", "2026-03-28", 0.12),
            ("usage.fresh-tokens", "u-2", "2026-03-29", 500.0),
        ],
    );
    assert_eq!(
        kinds(&report),
        [(&Kind::RowsExcluded(Exclusion::Failed), 2)]
    );
    let panel = days("cursor_events.csv");
    assert_eq!(value(&panel, "usage.cost", "u-2", "2026-03-29"), None);
}

#[test]
fn cursor_days_relate_accepted_tabs_to_shown_tabs() {
    check(
        ("cursor_daily.json", "Cursor daily usage", 3, 0),
        "usage: date=date mostUsedModel=group email=person",
        &[
            ("usage.agent-requests", "ada@acme.test", "2024-03-18", 12.0),
            (
                "usage.acceptance-rate",
                "ada@acme.test",
                "2024-03-18",
                289.0 / 342.0,
            ),
            (
                "usage.accepted-lines-added",
                "ada@acme.test",
                "2024-03-19",
                50.0,
            ),
        ],
    );
}

#[test]
fn chatgpt_dict_cells_become_measures_and_the_leaderboard_is_dropped() {
    let report = check(
        ("chatgpt.csv", "ChatGPT Enterprise user engagement", 3, 1),
        "usage: period_start=date public_id=person role=group user_role=group department=group",
        &[
            ("usage.messages", "user-aa", "2025-03-31", 28.0),
            ("usage.messages-gpt-4o", "user-aa", "2025-03-31", 25.0),
            ("usage.messages-o3-mini", "user-aa", "2025-03-31", 3.0),
            ("usage.messages", "user-aa", "2025-04-07", 10.0),
            ("usage.messages", "user-bb", "2025-03-31", 0.0),
        ],
    );
    for (why, names) in [
        (Unwanted::Email, "email"),
        (Unwanted::Name, "name"),
        (Unwanted::Rank, "messages_rank"),
    ] {
        let dropped = Kind::ColumnsDropped(why, names.to_owned());
        assert!(kinds(&report).contains(&(&dropped, 1)), "{names}");
    }
}

#[test]
fn claude_months_members_and_days_are_three_exports() {
    let (panel, _) = joined(&["claude_console.csv"], Period::Month);
    assert_eq!(
        load("claude_console.csv").recognised,
        "Claude Code usage, this month"
    );
    assert_eq!(panel.period, Period::Span);
    assert_eq!(
        value(&panel, "usage.spend-this-month-usd", "u-1", "1970-01-01"),
        Some(1204.5)
    );
    assert_eq!(
        value(&panel, "usage.lines-this-month", "u-1", "1970-01-01"),
        Some(12_345.0)
    );
    check(
        ("claude_members.csv", "Claude team members", 2, 0),
        "people: Email=person Role=group Status=group Seat Tier=group",
        &[],
    );
    let report = check(
        ("claude_code.json", "Claude Code analytics", 2, 1),
        "usage: date=date actor.email_address=person customer_type=group terminal_type=group",
        &[
            ("usage.fresh-tokens", "ada@acme.test", "2026-05-04", 1560.0),
            (
                "usage.cache-read-tokens",
                "ada@acme.test",
                "2026-05-04",
                90_000.0,
            ),
            ("usage.cost-usd", "ada@acme.test", "2026-05-04", 1.3),
            ("usage.models-used", "ada@acme.test", "2026-05-04", 2.0),
            (
                "usage.acceptance-rate",
                "ada@acme.test",
                "2026-05-04",
                9.0 / 11.0,
            ),
            (
                "usage.core-metrics-num-sessions",
                "ada@acme.test",
                "2026-05-05",
                1.0,
            ),
        ],
    );
    let dropped = Kind::ColumnsDropped(Unwanted::Secret, "actor.api_key_name".to_owned());
    assert!(kinds(&report).contains(&(&dropped, 1)));
}

#[test]
fn ccusage_is_about_the_person_whom_its_file_is_named_after() {
    check(
        ("u-0001.ccusage.json", "ccusage daily report", 2, 0),
        "usage: date=date person=person",
        &[
            ("usage.fresh-tokens", "u-0001", "2026-05-04", 1700.0),
            ("usage.cache-read-tokens", "u-0001", "2026-05-04", 50_000.0),
            ("usage.models-used", "u-0001", "2026-05-04", 2.0),
            ("usage.total-cost", "u-0001", "2026-05-05", 0.01),
        ],
    );
}

#[test]
fn windsurf_keys_are_dropped() {
    let report = load("windsurf.json");
    let dropped = Kind::ColumnsDropped(Unwanted::Secret, "apiKey".to_owned());
    assert!(kinds(&report).contains(&(&dropped, 1)));
    assert!(!format!("{report:?}").contains("sk-secret"));
    let (panel, _) = joined(&["windsurf.json"], Period::Week);
    assert_eq!(
        value(&panel, "usage.active-days", "ada@acme.test", "1970-01-01"),
        Some(12.0)
    );
}
