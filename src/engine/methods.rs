//! How the numbers are made, as the page is told on request: these texts would be a tenth of what a first visit
//! waits for.

use serde::{Deserialize, Serialize};

use crate::stats::note::{Note, SECTIONS};

/// A heading and the methods below it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// The heading.
    pub heading: String,
    /// The methods, in the order in which a reader meets them.
    pub methods: Vec<Method>,
}

/// What is said of a method.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Method {
    /// Its name.
    pub name: String,
    /// The question that it answers.
    pub answers: String,
    /// What else is said, each with its heading.
    pub lines: Vec<(String, String)>,
}

/// Every method.
pub fn all() -> Vec<Section> {
    let section = |(heading, notes): &(&str, &[Note])| Section {
        heading: (*heading).to_owned(),
        methods: notes.iter().map(method).collect(),
    };
    SECTIONS.iter().map(section).collect()
}

fn method(note: &Note) -> Method {
    let lines = [
        ("Formula", note.formula),
        ("How sure", note.certainty),
        ("It assumes", note.assumes),
        ("Source", note.source),
        ("Compared with", note.checked_against),
    ];
    let said = lines.into_iter().filter(|(_, text)| !text.is_empty());
    Method {
        name: note.name.to_owned(),
        answers: note.answers.to_owned(),
        lines: said
            .map(|(heading, text)| (heading.to_owned(), text.to_owned()))
            .collect(),
    }
}
