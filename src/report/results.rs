//! All results as JSON for other programs. `docs/results-schema.md` describes every field.

use serde::{Deserialize, Serialize};

use crate::analysis::SMALLEST_GROUP;
use crate::chart::Table;
use crate::stats::note::Note;

use super::csv::plain;
use super::{Figure, Finding, Fingerprint, Freshness, Paper, Provenance, words};

/// Name and version of the form of the results. A field that is added keeps the version; one that changes its
/// meaning, or goes, raises it.
pub const SCHEMA: &str = "goodhart.results/1";

/// All results.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Results {
    /// [`SCHEMA`].
    pub schema: String,
    /// The version of Goodhart that computed them.
    pub program_version: String,
    /// No number stands for fewer people than this.
    pub smallest_group: usize,
    /// Where the numbers come from.
    pub data: Provenance,
    /// The findings in their order.
    pub findings: Vec<Found>,
    /// The methods that the figures name.
    pub methods: Vec<Method>,
    /// What may not be concluded.
    pub limits: Vec<String>,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Found {
    /// Which part of its view it is.
    pub part: String,
    /// What was found.
    pub title: String,
    /// What the figures allow to say.
    pub sentences: Vec<String>,
    /// Reasons to doubt, and what the figures do not say.
    pub limits: Vec<String>,
    /// What the person wrote beside it.
    pub note: String,
    /// The view and its settings.
    pub settings: String,
    /// The same in sentences: how time was cut, and each filter that was on.
    pub made_with: Vec<String>,
    /// What it was made from.
    pub made_from: Fingerprint,
    /// How it stood to the data when the results were written.
    pub freshness: Freshness,
    /// The numbers.
    pub figures: Vec<Figure>,
    /// Groups or periods beside the chart.
    pub table: Option<Table>,
    /// The values behind the chart.
    pub chart: Option<Table>,
}

/// A method.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Method {
    /// Its name, as figures give it.
    pub name: String,
    /// Its formula.
    pub formula: String,
    /// How its interval and its p-value are made.
    pub certainty: String,
    /// What it assumes.
    pub assumes: String,
    /// Where it is described.
    pub source: String,
    /// The programs that it was compared with.
    pub checked_against: String,
}

impl Results {
    /// The results of a report.
    pub fn of(paper: &Paper) -> Self {
        Results {
            schema: SCHEMA.to_owned(),
            program_version: env!("CARGO_PKG_VERSION").to_owned(),
            smallest_group: SMALLEST_GROUP,
            data: paper.provenance().clone(),
            findings: paper.findings().iter().map(found).collect(),
            methods: paper.methods().into_iter().map(method).collect(),
            limits: words::MAY_NOT.iter().map(|&text| text.to_owned()).collect(),
        }
    }
}

/// All results as JSON text.
pub fn results(paper: &Paper) -> String {
    // Findings are aggregated, so no number is NaN and no map has odd keys: it always serialises.
    serde_json::to_string_pretty(&Results::of(paper)).unwrap_or_default()
}

fn found((finding, freshness): &(Finding, Freshness)) -> Found {
    let what = &finding.what;
    Found {
        part: what.part.clone(),
        title: what.title.clone(),
        sentences: what.sentences.clone(),
        limits: what.limits.clone(),
        note: finding.note.clone(),
        settings: finding.settings.clone(),
        made_with: finding.made_with.clone(),
        made_from: finding.made_from.clone(),
        freshness: *freshness,
        figures: what.figures.clone(),
        table: what.table.as_ref().map(plain),
        chart: what.chart.as_ref().map(|chart| plain(&chart.table())),
    }
}

fn method(note: &Note) -> Method {
    Method {
        name: note.name.to_owned(),
        formula: note.formula.to_owned(),
        certainty: note.certainty.to_owned(),
        assumes: note.assumes.to_owned(),
        source: note.source.to_owned(),
        checked_against: note.checked_against.to_owned(),
    }
}
