//! Exports of work and how it went.

use goodhart::dataset::Period;
use goodhart::notice::{Exclusion, Kind, Lack, Unwanted};

use super::harness::{check, joined, kinds, refused};

#[test]
fn pull_requests_count_on_the_day_of_their_merge() {
    let report = check(
        ("github_pulls.json", "GitHub pull requests", 4, 2),
        "outcomes: author.login=person createdAt=started mergedAt=finished",
        &[
            ("outcome.items-merged", "ada-l", "2026-05-05", 2.0),
            ("outcome.lead-time-hours", "ada-l", "2026-05-05", 14.0),
            ("outcome.first-review-hours", "ada-l", "2026-05-05", 4.0),
            ("outcome.changes-requested", "ada-l", "2026-05-05", 0.5),
            ("outcome.additions", "ada-l", "2026-05-05", 20.0),
            ("outcome.lead-time-hours", "grace-h", "2026-05-07", 72.0),
        ],
    );
    let excluded = [Exclusion::Bot, Exclusion::NotDone];
    for why in excluded {
        assert!(
            kinds(&report).contains(&(&Kind::RowsExcluded(why), 1)),
            "{why:?}"
        );
    }
    let (_, notices) = joined(&["github_pulls.json"], Period::Day);
    assert!(
        notices
            .iter()
            .any(|notice| notice.kind == Kind::NotFinished && notice.count == 1)
    );
}

#[test]
fn pullsheet_rows_are_merged_pull_requests() {
    check(
        ("pullsheet.csv", "pullsheet pull requests", 3, 0),
        "outcomes: Date=date User=person Project=group Type=group",
        &[
            ("outcome.merged-pull-requests", "ada-l", "2026-05-04", 2.0),
            ("outcome.added", "ada-l", "2026-05-04", 11.0),
        ],
    );
}

#[test]
fn gitlab_merge_requests_count_only_when_merged() {
    let report = check(
        ("gitlab_merge_requests.csv", "GitLab merge requests", 2, 2),
        "outcomes: Author Username=person Created At (UTC)=started Updated At (UTC)=finished",
        &[
            ("outcome.items-finished", "ada", "2026-05-04", 1.0),
            ("outcome.lead-time-hours", "ada", "2026-05-06", 24.0),
        ],
    );
    assert!(kinds(&report).contains(&(&Kind::RowsExcluded(Exclusion::Unfinished), 1)));
    assert!(!format!("{report:?}").contains("Ada Example"));
}

#[test]
fn jira_keeps_no_free_text_and_counts_resolved_issues() {
    let report = check(
        ("jira.csv", "Jira issues", 3, 1),
        "outcomes: Issue Type=group Project key=group Priority=group Assignee=person Created=started Resolved=finished Status Category=group",
        &[
            ("outcome.items-resolved", "u-1", "2025-07-15", 2.0),
            ("outcome.lead-time-hours", "u-1", "2025-07-15", 180.0),
            ("outcome.time-spent-hours", "u-1", "2025-07-15", 1.5),
            (
                "outcome.custom-field-story-points",
                "u-1",
                "2025-07-15",
                8.0,
            ),
        ],
    );
    let shown = format!("{report:?}");
    for private in ["line one", "Fix the", "5b10ac", "Lead Name"] {
        assert!(!shown.contains(private), "{private}");
    }
}

#[test]
fn linear_tells_cycle_time_from_lead_time() {
    check(
        ("linear.csv", "Linear issues", 3, 1),
        "outcomes: Team=group Priority=group Assignee=person Started=started Completed=finished",
        &[
            ("outcome.items-completed", "u-1", "2026-05-05", 2.0),
            ("outcome.cycle-time-hours", "u-1", "2026-05-05", 18.0),
            ("outcome.lead-time-hours", "u-1", "2026-05-05", 30.0),
            ("outcome.estimate", "u-1", "2026-05-05", 5.0),
        ],
    );
}

#[test]
fn zendesk_gives_reopens_satisfaction_and_first_replies_and_keeps_no_customer() {
    let report = check(
        ("zendesk.csv", "Zendesk tickets", 4, 1),
        "outcomes: Assignee=person Group=group Priority=group Via=group Ticket type=group Created at=started Solved at=finished",
        &[
            ("outcome.items-solved", "agent-1", "2026-05-05", 2.0),
            ("outcome.lead-time-hours", "agent-1", "2026-05-05", 15.0),
            ("outcome.satisfied", "agent-1", "2026-05-04", 1.0),
            ("outcome.satisfied", "agent-1", "2026-05-05", 0.0),
            ("outcome.reopens", "agent-1", "2026-05-05", 2.0),
            ("outcome.reopened", "agent-1", "2026-05-05", 0.5),
            ("outcome.first-reply-hours", "agent-1", "2026-05-05", 1.25),
            ("outcome.requester-wait-hours", "agent-1", "2026-05-05", 5.5),
        ],
    );
    let shown = format!("{report:?}");
    for private in ["Customer One", "c@customer.test", "Customer Ltd", "Help"] {
        assert!(!shown.contains(private), "{private}");
    }
}

#[test]
fn servicenow_counts_the_last_state_of_an_incident() {
    let report = check(
        ("servicenow.csv", "ServiceNow incidents", 3, 2),
        "outcomes: category=group priority=group impact=group urgency=group contact_type=group assignment_group=group opened_at=started resolved_at=finished assigned_to=person",
        &[
            ("outcome.items-resolved", "Resolver 89", "2016-02-29", 1.0),
            ("outcome.lead-time-hours", "Resolver 89", "2016-02-29", 10.0),
            ("outcome.reopen-count", "Resolver 89", "2016-02-29", 1.0),
            ("outcome.reopened", "Resolver 89", "2016-02-29", 1.0),
            ("outcome.lead-time-hours", "Resolver 1", "2016-03-01", 29.0),
            ("outcome.made-sla", "Resolver 1", "2016-03-01", 0.0),
        ],
    );
    assert_eq!(
        kinds(&report),
        [(&Kind::RowsExcluded(Exclusion::Superseded), 2)]
    );
}

#[test]
fn pagerduty_seconds_become_hours_and_automatic_resolutions_are_nobody_s() {
    let report = check(
        ("pagerduty.csv", "PagerDuty incidents", 2, 2),
        "outcomes: urgency=group service_name=group created_at=started resolved_at=finished resolved_by_user_name=person",
        &[
            ("outcome.items-resolved", "u-1", "2026-05-04", 2.0),
            ("outcome.lead-time-hours", "u-1", "2026-05-04", 2.0),
            ("outcome.first-response-hours", "u-1", "2026-05-04", 0.15),
            ("outcome.escalation-count", "u-1", "2026-05-04", 1.0),
        ],
    );
    for why in [Exclusion::Bot, Exclusion::Unfinished] {
        assert!(
            kinds(&report).contains(&(&Kind::RowsExcluded(why), 1)),
            "{why:?}"
        );
    }
}

#[test]
fn devlake_issues_changes_and_pull_metrics_are_three_exports() {
    check(
        ("devlake_issues.csv", "DevLake issues", 3, 0),
        "outcomes: original_type=group created_date=started resolution_date=finished priority=group component=group assignee_name=person",
        &[
            ("outcome.lead-time-hours", "u-1", "2022-07-18", 24.0),
            ("outcome.lead-time-hours", "u-1", "2022-07-19", 60.0),
            ("outcome.story-point", "u-1", "2022-07-19", 5.0),
            ("outcome.time-spent-hours", "u-1", "2022-07-18", 1.5),
        ],
    );
    check(
        ("devlake_changelog.csv", "DevLake issue changelog", 4, 1),
        "outcomes: author_id=person created_date=date",
        &[
            ("outcome.closed", "u-1", "2026-05-04", 1.0),
            ("outcome.reopened", "u-2", "2026-05-05", 1.0),
            ("outcome.closed", "u-1", "2026-05-06", 1.0),
        ],
    );
    check(
        (
            "devlake_pull_metrics.csv",
            "DevLake pull request metrics",
            3,
            0,
        ),
        "outcomes: project_name=group author_id=person pr_merged_date=date",
        &[
            ("outcome.cycle-hours", "u-1", "2026-05-04", 14.0),
            ("outcome.coding-hours", "u-1", "2026-05-05", 2.0),
            ("outcome.pull-requests", "u-2", "2026-05-05", 1.0),
        ],
    );
    let alone = "devlake_pull_metrics_without_people.csv";
    refused(
        alone,
        "DevLake pull request metrics",
        Lack::People,
        "author_id",
    );
}

#[test]
fn sonarqube_issues_have_authors_and_its_measures_have_none() {
    check(
        ("sonarqube_issues.json", "SonarQube issues", 2, 1),
        "outcomes: severity=group project=group author=person creationDate=date type=group",
        &[
            ("outcome.issues-found", "u-1", "2026-05-04", 2.0),
            ("outcome.bugs-found", "u-1", "2026-05-04", 1.0),
            ("outcome.effort-hours", "u-1", "2026-05-04", 0.1),
        ],
    );
    refused(
        "sonarqube_measures.csv",
        "SonarQube measures",
        Lack::People,
        "api/issues/search",
    );
}

#[test]
fn in_a_dora_table_teams_stand_for_people() {
    check(
        ("dora.csv", "DORA metrics by team", 3, 0),
        "outcomes: Team=person Week=date",
        &[
            ("outcome.deployment-frequency", "Lumen", "2026-05-04", 12.0),
            (
                "outcome.lead-time-for-changes-hours",
                "Lumen",
                "2026-05-04",
                20.5,
            ),
            ("outcome.change-failure-rate", "Grove", "2026-05-04", 33.0),
        ],
    );
}

#[test]
fn incidents_and_survey_answers_are_read_as_people_keep_them() {
    check(
        ("incidents.csv", "Incidents", 3, 0),
        "outcomes: Severity=group Service=group Owner=person Opened at=started Resolved at=finished",
        &[
            ("outcome.lead-time-hours", "u-1", "2026-05-25", 2.0),
            ("outcome.lead-time-hours", "u-1", "2026-05-26", 6.0),
            ("outcome.reopened", "u-1", "2026-05-26", 1.0),
        ],
    );
    let report = check(
        ("csat.csv", "Customer satisfaction answers", 4, 0),
        "outcomes: Agent ID=person Responded at=date Channel=group",
        &[
            ("outcome.satisfied", "a-1", "2026-05-04", 1.0),
            ("outcome.satisfied", "a-1", "2026-05-05", 0.0),
            ("outcome.csat-score", "a-2", "2026-05-05", 4.0),
        ],
    );
    let dropped = Kind::ColumnsDropped(Unwanted::Name, "Agent, Customer name".to_owned());
    assert!(kinds(&report).contains(&(&dropped, 2)));
}
