//! Exports of work and how it went.

use crate::dataset::formats::prelude::*;

mod csat;
mod devlake_changelog;
mod devlake_issues;
mod devlake_pull_metrics;
mod dora;
mod github_pulls;
mod gitlab_merge_requests;
mod incidents;
mod jira;
mod linear;
mod pagerduty;
mod pullsheet;
mod servicenow;
mod sonarqube_issues;
mod sonarqube_measures;
mod zendesk;

/// Minutes to hours.
const MINUTE: f64 = 1.0 / 60.0;
/// Seconds to hours.
const SECOND: f64 = 1.0 / 3600.0;

/// All of them.
pub const ALL: &[&Format] = &[
    &github_pulls::FORMAT,
    &pullsheet::FORMAT,
    &gitlab_merge_requests::FORMAT,
    &jira::FORMAT,
    &linear::FORMAT,
    &zendesk::FORMAT,
    &servicenow::FORMAT,
    &pagerduty::FORMAT,
    &devlake_issues::FORMAT,
    &devlake_changelog::FORMAT,
    &devlake_pull_metrics::FORMAT,
    &sonarqube_measures::FORMAT,
    &sonarqube_issues::FORMAT,
    &dora::FORMAT,
    &incidents::FORMAT,
    &csat::FORMAT,
];
