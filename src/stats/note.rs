//! How each number is made, in words. A note stands beside the code that it describes, and the page "How the numbers
//! are made" shows all of them: there is no second place that could say something else.

use super::correlation;
use super::panel;
use super::panel::{adoption, lag, rmcorr, simpson, split, target_date, wild};

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
    ("Association", &[correlation::PEARSON]),
    (
        "Between and within people",
        &[
            split::WITHIN_BETWEEN,
            simpson::SIMPSON,
            panel::FIXED_EFFECTS,
            rmcorr::RMCORR,
            wild::WILD_BOOTSTRAP,
        ],
    ),
    (
        "Over time",
        &[lag::LAG_PROFILE, adoption::DIFFERENCE_IN_DIFFERENCES],
    ),
    (
        "Signs of gaming",
        &[target_date::GOODHART_BREAK, target_date::RATIO_CHANGE],
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
