//! What a person takes along: findings with their numbers, as slides, a report, tables, results and a session file.
//!
//! A view says what can be pinned ([`Pinnable`]); pinned, it becomes a [`Finding`] that remembers its settings and
//! the data that it was made from. Everything that leaves the page or is kept by the browser goes through
//! [`Pinnable::aggregated`], so that no number in it stands for fewer than [`SMALLEST_GROUP`] people.
//!
//! The page only pins and aggregates. What writes and reads files is asked for by an [`Order`] and done in the
//! worker, so that the page, which is loaded first, stays small.
//!
//! [`SMALLEST_GROUP`]: crate::analysis::SMALLEST_GROUP

mod aggregate;
mod csv;
mod data;
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

pub use csv::csv;
pub use data::data_report;
pub use fingerprint::{Fingerprint, Freshness};
pub use html::html;
pub use order::{LETTERS, Order, Written, write};
pub use paper::Paper;
pub use pinnable::{Figure, Grain, Pinnable};
pub use provenance::{FileFacts, Provenance, made_with};
pub use results::{Results, SCHEMA, results};
pub use words::{freshness, live};

/// What was pinned, with where it comes from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// What is shown.
    pub what: Pinnable,
    /// The view and its settings, as the part of the address after `#`.
    pub settings: String,
    /// How time was cut, what a missing row meant, and each filter that was on, in sentences.
    #[serde(default)]
    pub made_with: Vec<String>,
    /// What the person wrote beside it.
    pub note: String,
    /// The data and the filters that it was made from.
    pub made_from: Fingerprint,
}

impl Finding {
    /// The filters that were on, in sentences; without the cut of time, which every finding has.
    pub fn filters(&self) -> impl Iterator<Item = &str> {
        let always = self.made_with.iter().skip(provenance::ALWAYS);
        always.map(String::as_str)
    }

    /// The finding as it may leave the page; see [`Pinnable::aggregated`].
    #[must_use]
    pub fn aggregated(&self) -> Self {
        Finding {
            what: self.what.aggregated(),
            ..self.clone()
        }
    }
}
