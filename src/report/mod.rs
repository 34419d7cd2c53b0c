//! What a person takes along: findings with their numbers, as slides, a report, tables, results and a session file.
//!
//! A view says what can be pinned ([`Pinnable`]); pinned, it becomes a [`Finding`] that remembers its settings and
//! the data that it was made from. Everything that leaves the page or is kept by the browser goes through
//! [`Finding::aggregated`], so that no number in it stands for fewer than [`SMALLEST_GROUP`] people.
//!
//! The page only pins and aggregates. What writes and reads files is asked for by an [`Order`] and done in the
//! worker, so that the page, which is loaded first, stays small.

mod aggregate;
mod csv;
mod fingerprint;
mod html;
mod order;
mod paper;
mod pinnable;
mod provenance;
mod results;
pub mod session;
mod words;

use serde::{Deserialize, Serialize};

use crate::analysis::SMALLEST_GROUP;
use crate::chart::{Chart, Table};

pub use csv::csv;
pub use fingerprint::{Fingerprint, Freshness};
pub use html::html;
pub use order::{LETTERS, Order, PICTURE, Written, write};
pub use paper::Paper;
pub use pinnable::{Figure, Grain, Pinnable};
pub use provenance::{FileFacts, Provenance};
pub use results::{Results, SCHEMA, results};
pub use words::freshness;

/// Letters of a file name, so that its end is still seen in a list of downloads.
const LONGEST_NAME: usize = 60;

/// What was pinned, with where it comes from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// What is shown.
    pub what: Pinnable,
    /// The view and its settings, as the part of the address after `#`.
    pub settings: String,
    /// What the person wrote beside it.
    pub note: String,
    /// The data and the filters that it was made from.
    pub made_from: Fingerprint,
}

impl Finding {
    /// The finding as it may leave the page: marks of single people become means of several, and what rests on fewer than
    /// [`SMALLEST_GROUP`] people is left out.
    #[must_use]
    pub fn aggregated(&self) -> Self {
        let mut finding = self.clone();
        let what = &mut finding.what;
        what.figures
            .retain(|figure| figure.n >= SMALLEST_GROUP && figure.value.is_finite());
        what.chart = what
            .chart
            .take()
            .and_then(|chart| aggregate::chart(chart, what.grain));
        what.grain = Grain::Group;
        finding
    }

    /// A name for files about the finding, from its title: `no-relation-that-matters-between-prompts-and-tasks`.
    pub fn file_name(&self) -> String {
        let words = self
            .what
            .title
            .split(|letter: char| !letter.is_ascii_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_ascii_lowercase);
        let mut name = String::from("goodhart");
        for word in words {
            if name.len() + word.len() > LONGEST_NAME {
                break;
            }
            name.push('-');
            name.push_str(&word);
        }
        name
    }

    /// The chart as a picture of its own: aggregated, with the finding as its title.
    pub fn picture(&self) -> Option<Chart> {
        let what = self.aggregated().what;
        what.chart.map(|chart| Chart {
            title: what.title,
            ..chart
        })
    }

    /// The numbers as a table that another program can read: plain numbers with every digit.
    pub fn figures_table(&self) -> Table {
        let headers = [
            "Figure", "Value", "Low", "High", "Level", "p", "People", "Method",
        ];
        let number = |value: Option<f64>| value.map_or_else(String::new, |value| value.to_string());
        let row = |figure: &Figure| {
            let interval = figure.interval;
            vec![
                figure.name.clone(),
                figure.value.to_string(),
                number(interval.map(|interval| interval.low)),
                number(interval.map(|interval| interval.high)),
                number(interval.map(|interval| interval.level)),
                number(figure.p_value),
                figure.n.to_string(),
                figure.method.clone(),
            ]
        };
        Table {
            headers: headers.map(str::to_owned).to_vec(),
            rows: self.what.figures.iter().map(row).collect(),
        }
    }
}
