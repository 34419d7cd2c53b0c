//! How each number is made, in words. A note stands beside the code that it describes, and the page "How the numbers
//! are made" shows all of them: there is no second place that could say something else.

use super::{
    changepoint, correlation, difference, event_study, mixed, series, slopes, stability, staggered,
};

/// How a number is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Note {
    /// The method's name, such as "Spearman's rho".
    pub name: &'static str,
    /// The question that it answers, in plain words.
    pub answers: &'static str,
    /// The formula as text.
    pub formula: &'static str,
    /// How its interval and its p-value are made; empty where it has none.
    pub certainty: &'static str,
    /// What has to be true for it to be read this way.
    pub assumes: &'static str,
    /// Author (year), title.
    pub source: &'static str,
    /// The independent programs that its tests compare it with.
    pub checked_against: &'static str,
}

/// A heading and the methods below it.
pub type Section = (&'static str, &'static [Note]);

/// Every method, in the order in which a reader meets them.
pub const SECTIONS: &[Section] = &[
    (
        "Association",
        &[
            correlation::PEARSON,
            difference::INDEPENDENT,
            difference::OVERLAPPING,
        ],
    ),
    (
        "Between and within people",
        &[
            mixed::RANDOM_INTERCEPT,
            mixed::HYBRID,
            mixed::RANDOM_SLOPE,
            slopes::SLOPES,
            slopes::RANDOM_EFFECTS,
        ],
    ),
    (
        "Over time",
        &[
            series::CROSS_CORRELATION,
            series::EFFECTIVE_N,
            series::NEWEY_WEST,
            series::GRANGER,
            changepoint::PARTITIONS,
            stability::SUP_F,
            stability::CUSUM,
            stability::PETTITT,
            changepoint::PENALISED,
            event_study::EVENT_STUDY,
            staggered::STAGGERED,
        ],
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_note_says_what_a_reader_has_to_know() {
        for note in SECTIONS.iter().flat_map(|(_, notes)| *notes) {
            let parts = [
                note.name,
                note.answers,
                note.formula,
                note.assumes,
                note.source,
                note.checked_against,
            ];
            assert!(parts.iter().all(|part| !part.is_empty()), "{}", note.name);
        }
    }
}
