//! Exports of GitHub Copilot and Microsoft 365 Copilot.

use goodhart::dataset::Period;
use goodhart::metrics::Topic;
use goodhart::notice::{Exclusion, Kind, Lack};

use super::harness::{check, days, joined, kinds, load, metrics, refused, value};

#[test]
fn copilot_user_metrics_are_read_from_lines_from_a_document_and_packed() {
    for file in ["copilot_users.ndjson", "copilot_users.ndjson.gz"] {
        let report = check(
            (file, "GitHub Copilot usage metrics", 3, 1),
            "usage: user_login=person day=date ai_adoption_phase.phase=group",
            &[
                (
                    "usage.user-initiated-interaction-count",
                    "ada-l",
                    "2026-05-04",
                    12.0,
                ),
                (
                    "usage.interactions-chat-panel-agent-mode",
                    "ada-l",
                    "2026-05-04",
                    10.0,
                ),
                ("usage.models-used", "ada-l", "2026-05-04", 2.0),
                ("usage.used-agent", "ada-l", "2026-05-04", 1.0),
                ("usage.used-agent", "ada-l", "2026-05-05", 0.0),
                (
                    "usage.totals-by-cli-token-usage-prompt-tokens-sum",
                    "ada-l",
                    "2026-05-04",
                    230_000.0,
                ),
                ("usage.loc-added-sum", "grace-h", "2026-05-04", 100.0),
            ],
        );
        assert_eq!(kinds(&report), [(&Kind::RowsExcluded(Exclusion::Bot), 1)]);
    }
    check(
        (
            "copilot_users_28_days.json",
            "GitHub Copilot usage metrics",
            4,
            0,
        ),
        "usage: user_login=person day=date ai_adoption_phase.phase=group",
        &[(
            "usage.user-initiated-interaction-count",
            "grace-h",
            "2026-05-11",
            3.0,
        )],
    );
}

#[test]
fn lines_that_agents_wrote_never_become_an_acceptance_rate() {
    let panel = days("copilot_users.ndjson");
    assert!(!metrics(&panel, Topic::Usage).contains(&"usage.acceptance-rate"));
}

#[test]
fn a_daily_file_beside_a_28_day_file_counts_each_day_once() {
    let files = ["copilot_users.ndjson", "copilot_users_28_days.json"];
    let (panel, notices) = joined(&files, Period::Week);
    let metric = "usage.user-initiated-interaction-count";
    assert_eq!(value(&panel, metric, "ada-l", "2026-05-04"), Some(16.0));
    assert_eq!(value(&panel, metric, "grace-h", "2026-05-04"), Some(7.0));
    assert_eq!(value(&panel, metric, "grace-h", "2026-05-11"), Some(3.0));
    let once = notices
        .iter()
        .find(|notice| notice.kind == Kind::CountedOnce)
        .unwrap();
    assert_eq!(
        (once.count, once.file.as_str()),
        (3, "copilot_users_28_days.json")
    );
}

#[test]
fn copilot_totals_are_read_without_dates_and_organisations_are_refused() {
    let report = load("copilot_totals.json");
    assert_eq!(
        report.recognised,
        "GitHub Copilot usage metrics, 28-day totals"
    );
    let (panel, _) = joined(&["copilot_totals.json"], Period::Week);
    assert_eq!(panel.period, Period::Span);
    assert_eq!(
        value(&panel, "usage.total-active-days", "ada-l", "1970-01-01"),
        Some(2.0)
    );
    refused(
        "copilot_organisation.json",
        "GitHub Copilot usage metrics of an organisation",
        Lack::People,
        "users-28-day",
    );
}

#[test]
fn copilot_seats_are_a_list_of_people_with_the_editor_without_its_version() {
    for file in ["copilot_seats.csv", "copilot_seats_stored.zip"] {
        let report = check(
            (file, "GitHub Copilot seats", 3, 0),
            "people: Login=person Last Surface Used=group Organization=group",
            &[],
        );
        assert_eq!(report.head[0][4], "vscode");
    }
}

#[test]
fn all_five_shapes_of_copilot_requests_are_one_export() {
    let name = "GitHub Copilot premium requests and credits";
    check(
        ("copilot_requests_v1.csv", name, 3, 0),
        "usage: Timestamp=date User=person Model=group",
        &[
            ("usage.requests", "ada-l", "2025-06-18", 11.0),
            ("usage.requests", "grace-h", "2025-06-19", 1.5),
        ],
    );
    let report = check(
        ("copilot_requests_v2.csv", name, 3, 1),
        "usage: date=date username=person sku=group model=group",
        &[
            ("usage.requests", "ada_emu", "2025-10-01", 11.9),
            ("usage.aic-quantity", "grace_emu", "2025-10-02", 9.4086e-5),
        ],
    );
    assert_eq!(
        kinds(&report),
        [(&Kind::RowsExcluded(Exclusion::NoUser), 1)]
    );
    check(
        ("copilot_requests_tokens.csv", name, 2, 0),
        "usage: date=date username=person sku=group model=group organization=group",
        &[
            ("usage.fresh-tokens", "ada-l", "2026-06-01", 1500.0),
            (
                "usage.total-cache-read-tokens",
                "ada-l",
                "2026-06-01",
                90_000.0,
            ),
        ],
    );
    let report = check(
        ("copilot_requests_usage_report.csv", name, 2, 1),
        "usage: date=date sku=group username=person organization=group",
        &[("usage.requests", "ada-l", "2026-05-29", 4.0)],
    );
    // Minutes went with the rows of another product: they are no unit of what is left.
    let split = Kind::UnitsSplit("quantity".to_owned(), "requests, seats".to_owned());
    assert_eq!(
        kinds(&report),
        [
            (&Kind::RowsExcluded(Exclusion::OtherProduct), 1),
            (&split, 1)
        ]
    );
}

#[test]
fn requests_and_credits_in_one_column_are_never_added_up() {
    let report = check(
        (
            "copilot_requests_v3.csv",
            "GitHub Copilot premium requests and credits",
            3,
            0,
        ),
        "usage: date=date username=person sku=group model=group organization=group",
        &[
            ("usage.requests", "ada-l", "2026-05-27", 3.0),
            ("usage.ai-credits", "ada-l", "2026-05-27", 450.0),
            ("usage.ai-credits", "grace-h", "2026-05-27", 120.5),
            ("usage.gross-amount", "ada-l", "2026-05-27", 4.62),
        ],
    );
    let split = Kind::UnitsSplit("quantity".to_owned(), "ai-credits, requests".to_owned());
    assert_eq!(kinds(&report), [(&split, 1)]);
    let panel = days("copilot_requests_v3.csv");
    // The amounts stand where the mixed column stood, before the money: the first of them is looked at first.
    assert_eq!(metrics(&panel, Topic::Usage)[0], "usage.ai-credits");
    assert_eq!(
        value(&panel, "usage.requests", "grace-h", "2026-05-27"),
        None
    );
}

#[test]
fn exports_without_people_or_amounts_say_what_to_fetch_instead() {
    refused(
        "metrics_viewer.csv",
        "copilot-metrics-viewer daily totals",
        Lack::People,
        "by user",
    );
    refused(
        "metrics_viewer_breakdown.csv",
        "copilot-metrics-viewer breakdown",
        Lack::People,
        "by user",
    );
    refused(
        "m365_users.csv",
        "Microsoft 365 Copilot usage, user detail",
        Lack::Amounts,
        "Viva Insights",
    );
    refused(
        "m365_trend.csv",
        "Microsoft 365 Copilot usage, tenant totals",
        Lack::People,
        "Viva Insights",
    );
}
