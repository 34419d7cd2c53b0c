//! Sentences that every report carries.

use super::Freshness;
use crate::analysis::SMALLEST_GROUP;

/// The question, which is also the report's heading.
pub const QUESTION: &str = "Does more AI activity go with better work here?";

/// How a finding stands to what is loaded now; nothing where it is current, or where nothing is loaded.
pub fn freshness(freshness: Freshness) -> Option<&'static str> {
    match freshness {
        Freshness::Unknown | Freshness::Current => None,
        Freshness::OtherData => Some("Stale: data changed since"),
        Freshness::OtherFilters => Some("Stale: mapping or filters changed since"),
    }
}

/// What a slide that follows the filters says of them; nothing while they are those that it was pinned with.
pub fn live(freshness: Freshness) -> Option<&'static str> {
    match freshness {
        Freshness::Unknown | Freshness::Current => None,
        Freshness::OtherData => Some("Live: other data than it was pinned with"),
        Freshness::OtherFilters => Some("Live: other filters than it was pinned with"),
    }
}

/// What a reader may take from a report.
pub const MAY: &[&str] = &[
    "How two numbers go together among the people in these files and in this time, as surely as the intervals say.",
    "Where it says that there is no relation that matters: any relation is smaller than the size that was set as worth caring about.",
    "Where it says that it cannot tell: only that. It is neither a sign of a relation nor of none.",
];

/// What a reader may not take from it.
pub const MAY_NOT: &[&str] = &[
    "That one thing makes another happen. Better work may come first, or a third thing may move both.",
    "Anything about a single person. The figures compare many people and describe none of them.",
    "That other teams, companies or times would show the same.",
    "That a usage number measures the worth of work. Once a number is a target, people move the number.",
];

/// Who is in a report, and who can be found in it.
pub fn privacy() -> [String; 3] {
    [
        "Everything was computed in a browser tab. The data were sent nowhere.".to_owned(),
        format!(
            "No number here stands for fewer than {SMALLEST_GROUP} people. Where the page drew one dot per person, a \
             dot here is the mean of {SMALLEST_GROUP} or more people who are alike."
        ),
        "There are no ids, no names and no rows of the files in it.".to_owned(),
    ]
}
