//! Public findings that can stand beside a person's own: what was measured, how, and where it was read.
//!
//! None of them is a correlation between people of one company, so only directions are compared, never sizes.

use crate::metrics::MetricInfo;

use super::relation::Relation;
use super::verdict::Verdict;

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

const METR_2025: Source = Source::Secondary(
    "abstract of arXiv:2507.09089; interval as reported by andygauge.github.io/np-hard/21",
);
const METR_2026: Source = Source::Secondary(
    "metr.org/blog/2026-02-24-uplift-update, as reported by insights.marvin-42.com",
);
const GOOGLE: Source = Source::Original("arXiv:2410.12944");
const CUI: Source = Source::Original("Management Science, doi:10.1287/mnsc.2025.00535 (abstract)");
const DORA_2024: Source = Source::Original("DORA, Accelerate State of DevOps 2024: generative AI");
const FAROS_2025: Source = Source::Secondary(
    "Faros AI, The AI Productivity Paradox (July 2025), as reported by blog.robbowley.net",
);
const FAROS_2026: Source =
    Source::Secondary("Faros AI (March 2026), as reported by adtmag.com, 22 April 2026");
const JELLYFISH: Source =
    Source::Secondary("Jellyfish (first quarter of 2026), as reported by aiwire.ai");

/// Every finding, the strongest designs first.
pub const FINDINGS: &[Finding] = &[
    Finding {
        subject: Subject::Time,
        study: "METR 2025",
        quantity: "Time of a task, AI allowed against forbidden",
        figure: "+19%",
        certainty: "95% CI +2% to +39%",
        course: Course::More,
        design: Design::Trial,
        size: "16 developers, 246 tasks",
        source: METR_2025,
    },
    Finding {
        subject: Subject::Time,
        study: "METR 2026, developers who took part before",
        quantity: "Time of a task, AI allowed against forbidden",
        figure: "−18%",
        certainty: "95% CI −38% to +9%",
        course: Course::Unclear,
        design: Design::Trial,
        size: "57 developers and 800 tasks with the next; some avoided tasks without AI",
        source: METR_2026,
    },
    Finding {
        subject: Subject::Time,
        study: "METR 2026, new developers",
        quantity: "Time of a task, AI allowed against forbidden",
        figure: "−4%",
        certainty: "95% CI −15% to +9%",
        course: Course::Unclear,
        design: Design::Trial,
        size: "57 developers and 800 tasks with the one before",
        source: METR_2026,
    },
    Finding {
        subject: Subject::Time,
        study: "Google 2024",
        quantity: "Time of one set task, with AI features against without",
        figure: "about −21%",
        certainty: "“our confidence interval is large”",
        course: Course::Less,
        design: Design::Trial,
        size: "96 engineers, one task",
        source: GOOGLE,
    },
    Finding {
        subject: Subject::Amount,
        study: "Cui et al. 2025",
        quantity: "Tasks completed by users of an assistant, access by lot",
        figure: "+26.08%",
        certainty: "standard error 10.3 points",
        course: Course::More,
        design: Design::Trial,
        size: "4867 developers, three companies",
        source: CUI,
    },
    Finding {
        subject: Subject::Amount,
        study: "Faros 2025, tasks",
        quantity: "Tasks done, teams with much AI against little",
        figure: "+21%",
        certainty: "",
        course: Course::More,
        design: Design::Telemetry,
        size: "10 000 developers, 1255 teams; no relation at company level",
        source: FAROS_2025,
    },
    Finding {
        subject: Subject::Amount,
        study: "Faros 2025, changes",
        quantity: "Changes merged, teams with much AI against little",
        figure: "+98%",
        certainty: "",
        course: Course::More,
        design: Design::Telemetry,
        size: "10 000 developers, 1255 teams; no relation at company level",
        source: FAROS_2025,
    },
    Finding {
        subject: Subject::Amount,
        study: "Faros 2026",
        quantity: "Tasks per developer, a team’s quarters of most AI against least",
        figure: "+34%",
        certainty: "",
        course: Course::More,
        design: Design::Telemetry,
        size: "22 000 developers",
        source: FAROS_2026,
    },
    Finding {
        subject: Subject::Amount,
        study: "Jellyfish 2026",
        quantity: "Throughput at ten times the tokens",
        figure: "2 times",
        certainty: "",
        course: Course::More,
        design: Design::Telemetry,
        size: "7548 engineers",
        source: JELLYFISH,
    },
    Finding {
        subject: Subject::Amount,
        study: "DORA 2024",
        quantity: "Delivery throughput, per 25% more adoption",
        figure: "−1.5%",
        certainty: "",
        course: Course::Less,
        design: Design::Survey,
        size: "survey of software professionals",
        source: DORA_2024,
    },
    Finding {
        subject: Subject::Review,
        study: "Faros 2025",
        quantity: "Review time, teams with much AI against little",
        figure: "+91%",
        certainty: "",
        course: Course::More,
        design: Design::Telemetry,
        size: "10 000 developers, 1255 teams",
        source: FAROS_2025,
    },
    Finding {
        subject: Subject::Review,
        study: "Faros 2026",
        quantity: "Median review time, a team’s quarters of most AI against least",
        figure: "5 times",
        certainty: "",
        course: Course::More,
        design: Design::Telemetry,
        size: "22 000 developers",
        source: FAROS_2026,
    },
    Finding {
        subject: Subject::Faults,
        study: "Faros 2025",
        quantity: "Bugs per developer, teams with much AI against little",
        figure: "+9%",
        certainty: "",
        course: Course::More,
        design: Design::Telemetry,
        size: "10 000 developers, 1255 teams",
        source: FAROS_2025,
    },
    Finding {
        subject: Subject::Faults,
        study: "Faros 2026, bugs",
        quantity: "Bugs per developer, a team’s quarters of most AI against least",
        figure: "+54%",
        certainty: "",
        course: Course::More,
        design: Design::Telemetry,
        size: "22 000 developers",
        source: FAROS_2026,
    },
    Finding {
        subject: Subject::Faults,
        study: "Faros 2026, incidents",
        quantity: "Incidents per change, a team’s quarters of most AI against least",
        figure: "more than 3 times",
        certainty: "",
        course: Course::More,
        design: Design::Telemetry,
        size: "22 000 developers",
        source: FAROS_2026,
    },
    Finding {
        subject: Subject::Faults,
        study: "DORA 2024",
        quantity: "Delivery stability, per 25% more adoption",
        figure: "−7.2% (less stable)",
        certainty: "",
        course: Course::More,
        design: Design::Survey,
        size: "survey of software professionals",
        source: DORA_2024,
    },
    Finding {
        subject: Subject::Rework,
        study: "Faros 2026",
        quantity: "Lines deleted per line added, high adoption",
        figure: "+861%",
        certainty: "",
        course: Course::More,
        design: Design::Telemetry,
        size: "figures of a vendor’s customers",
        source: Source::Secondary("Faros AI, as reported by aiwire.ai, 17 April 2026"),
    },
];

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
