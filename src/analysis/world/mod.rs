//! Public findings that can stand beside a person's own: what was measured, how, and where it was read.
//!
//! None of them is a correlation between people of one company, so only directions are compared, never sizes.

mod findings;

use crate::metrics::MetricInfo;

use super::relation::Relation;
use super::verdict::Verdict;

pub use findings::FINDINGS;

/// What a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// How much is done: tasks, changes, deliveries.
    Amount,
    /// How long a task takes.
    Time,
    /// How long a review takes.
    Review,
    /// Bugs, failures, incidents.
    Faults,
    /// Work that is done over.
    Rework,
}

/// Which way a quantity went with AI.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Course {
    /// More of it.
    More,
    /// Less of it.
    Less,
    /// The interval holds both.
    Unclear,
}

/// How a finding came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Design {
    /// Who may use AI was drawn by lot.
    Trial,
    /// Records of tools, compared over time or between teams.
    Telemetry,
    /// What people said.
    Survey,
}

/// Where a finding was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// Its own publication.
    Original(&'static str),
    /// A page that reports on it; the original was not seen.
    Secondary(&'static str),
}

/// A public finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Finding {
    /// What it is about.
    pub subject: Subject,
    /// Who found it, and when.
    pub study: &'static str,
    /// What was compared.
    pub quantity: &'static str,
    /// The figure as it was published.
    pub figure: &'static str,
    /// Its published interval or error; empty where none was published or seen.
    pub certainty: &'static str,
    /// Which way it went.
    pub course: Course,
    /// How it came about.
    pub design: Design,
    /// How much it rests on.
    pub size: &'static str,
    /// Where it was read.
    pub source: Source,
}

/// Words of a metric that say what it is about; the first subject that has one of them is taken.
const SUBJECTS: &[(Subject, &[&str])] = &[
    (Subject::Review, &["review"]),
    (
        Subject::Faults,
        &[
            "defect", "bug", "incident", "failure", "fault", "reopen", "outage",
        ],
    ),
    (Subject::Rework, &["rework", "churn"]),
    (
        Subject::Time,
        &[
            "lead time",
            "cycle time",
            "duration",
            "time to",
            "turnaround",
        ],
    ),
    (
        Subject::Amount,
        &[
            "task",
            "ticket",
            "issue",
            "stor",
            "pull request",
            "prs",
            "merged",
            "commit",
            "change",
            "deploy",
            "throughput",
            "completed",
            "closed",
        ],
    ),
];

/// What an outcome is about, as far as its name says.
pub fn subject(outcome: &MetricInfo) -> Option<Subject> {
    let label = outcome.label.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| label.contains(word));
    SUBJECTS
        .iter()
        .find(|(_, words)| has(words))
        .map(|(subject, _)| *subject)
}

/// A person's own finding beside the public ones on the same subject.
#[derive(Debug, Clone, PartialEq)]
pub struct World {
    /// What they are about.
    pub subject: Subject,
    /// Which way the person's own outcome goes with usage, between people.
    pub own: Course,
    /// The public findings.
    pub findings: Vec<&'static Finding>,
}

impl World {
    /// The findings on an outcome's subject; nothing where none can be compared.
    pub fn of(relation: &Relation) -> Option<Self> {
        let subject = subject(&relation.y)?;
        let own = match (relation.verdict, &relation.spearman) {
            (Ok(Verdict::Related), Ok(rho)) if rho.coefficient > 0.0 => Course::More,
            (Ok(Verdict::Related), Ok(_)) => Course::Less,
            _ => Course::Unclear,
        };
        let findings = FINDINGS.iter().filter(|finding| finding.subject == subject);
        Some(World {
            subject,
            own,
            findings: findings.collect(),
        })
    }

    /// Findings that went a way.
    pub fn count(&self, course: Course) -> usize {
        let alike = |finding: &&&Finding| finding.course == course;
        self.findings.iter().filter(alike).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::Direction;
    use crate::metrics::{MetricId, Topic};

    fn outcome(label: &str) -> MetricInfo {
        MetricInfo {
            id: MetricId(String::new()),
            label: label.to_owned(),
            unit: String::new(),
            topic: Topic::Outcome,
            direction: Direction::Neither,
            definition: String::new(),
            people: 0,
        }
    }

    #[test]
    fn an_outcome_meets_the_findings_of_its_own_subject_only() {
        let cases = [
            ("Tasks done", Some(Subject::Amount)),
            ("Defects per task", Some(Subject::Faults)),
            ("Lead time hours", Some(Subject::Time)),
            ("Review hours", Some(Subject::Review)),
            ("Rework share", Some(Subject::Rework)),
            ("Quality score", None),
        ];
        for (label, want) in cases {
            assert_eq!(subject(&outcome(label)), want, "{label}");
        }
    }

    #[test]
    fn an_interval_that_holds_no_change_is_no_direction() {
        let unclear =
            |finding: &&Finding| finding.certainty.contains("−") && finding.certainty.contains('+');
        for finding in FINDINGS.iter().filter(unclear) {
            assert_eq!(finding.course, Course::Unclear, "{}", finding.study);
        }
        assert!(FINDINGS.iter().filter(unclear).count() > 0);
    }

    #[test]
    fn the_trials_on_time_disagree_and_nobody_is_shown_one_of_them_alone() {
        let of = |course| {
            let trials = FINDINGS
                .iter()
                .filter(|finding| finding.design == Design::Trial);
            trials
                .filter(|finding| (finding.subject, finding.course) == (Subject::Time, course))
                .count()
        };
        assert!(of(Course::More) > 0 && of(Course::Less) > 0);
    }
}
