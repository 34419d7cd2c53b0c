//! Sentences about a person's own finding beside public ones.

use super::lower;
use crate::analysis::relation::Relation;
use crate::analysis::world::{Course, Design, Finding, Source, Subject, World};

/// How the directions compare, as a title.
pub fn world_finding(world: &World) -> String {
    let subject = subject(world.subject);
    let (more, less) = (world.count(Course::More), world.count(Course::Less));
    let says = |count: usize| if count == 1 { "says" } else { "say" };
    let public = match (more, less, world.findings.len()) {
        (0, 0, _) => format!("No public finding on {subject} is clear"),
        (_, 0, 1) => format!("The one public finding on {subject} says more"),
        (0, _, 1) => format!("The one public finding on {subject} says less"),
        (more, 0, all) => format!(
            "{more} of {all} public findings on {subject} {} more, none less",
            says(more)
        ),
        (0, less, all) => format!(
            "{less} of {all} public findings on {subject} {} less, none more",
            says(less)
        ),
        (more, less, _) => format!(
            "Public findings on {subject} disagree: {more} {} more, {less} {} less",
            says(more),
            says(less)
        ),
    };
    let is_trial = |finding: &&&Finding| finding.design == Design::Trial;
    let trials = world.findings.iter().filter(is_trial).count();
    match (trials, world.findings.len()) {
        (0, 1) => format!("{public}; it is no trial"),
        (0, _) => format!("{public}; none is a trial"),
        (1, 1) => format!("{public}; it is a trial"),
        (1, _) => format!("{public}; one is a trial"),
        _ => format!("{public}; {trials} are trials"),
    }
}

/// The person's own direction beside them.
pub fn world_own(world: &World, relation: &Relation) -> String {
    let (x, y) = (lower(&relation.x.label), lower(&relation.y.label));
    match world.own {
        Course::More => format!("Yours: people with more {x} tend to have higher {y}."),
        Course::Less => format!("Yours: people with more {x} tend to have lower {y}."),
        Course::Unclear => format!("Yours: no clear direction between people for {x} and {y}."),
    }
}

/// Why only directions may be compared.
pub fn world_rule() -> &'static str {
    "Not the same quantity. Yours is a correlation between people of one company; these are changes in percent, between \
     times, teams or lots drawn. Compare directions only, never sizes. Trials drew by lot who may use AI; telemetry and \
     surveys did not, and vendors report on their own customers. Trials on the same question differ in sign."
}

/// Why nothing can stand beside this outcome.
pub fn no_world(relation: &Relation) -> String {
    format!(
        "No public finding that we know of is about {}.",
        lower(&relation.y.label)
    )
}

/// Which way a finding went.
pub fn course(course: Course) -> &'static str {
    match course {
        Course::More => "more",
        Course::Less => "less",
        Course::Unclear => "not clear",
    }
}

/// How a finding came about.
pub fn design(design: Design) -> &'static str {
    match design {
        Design::Trial => "Trial",
        Design::Telemetry => "Telemetry",
        Design::Survey => "Survey",
    }
}

/// Where a finding was read, and whether that was its own publication.
pub fn source(source: Source) -> String {
    match source {
        Source::Original(place) => place.to_owned(),
        Source::Secondary(place) => format!("Secondary source: {place}"),
    }
}

fn subject(subject: Subject) -> &'static str {
    match subject {
        Subject::Amount => "the amount of work done",
        Subject::Time => "the time of a task",
        Subject::Review => "the time of a review",
        Subject::Faults => "faults",
        Subject::Rework => "rework",
    }
}
