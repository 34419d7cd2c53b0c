//! What goes into a report: findings as they may leave the page, in their order, and where they come from.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::stats::note::{Note, SECTIONS};

use super::{Finding, Freshness, Provenance};

/// The contents of a report. Its findings are aggregated: nothing in it stands for a few people.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Paper {
    findings: Vec<(Finding, Freshness)>,
    provenance: Provenance,
}

impl Paper {
    /// The contents of a report of these findings.
    pub fn new(findings: &[(Finding, Freshness)], provenance: Provenance) -> Self {
        let aggregated = findings
            .iter()
            .map(|(finding, freshness)| (finding.aggregated(), *freshness));
        Paper {
            findings: aggregated.collect(),
            provenance,
        }
    }

    /// The findings in their order, and how each stands to the data.
    pub fn findings(&self) -> &[(Finding, Freshness)] {
        &self.findings
    }

    /// Where the numbers come from.
    pub fn provenance(&self) -> &Provenance {
        &self.provenance
    }

    /// The methods that the figures name, in the order of the page of methods.
    pub fn methods(&self) -> Vec<&'static Note> {
        let figures = self
            .findings
            .iter()
            .flat_map(|(finding, _)| &finding.what.figures);
        let named: BTreeSet<&str> = figures.map(|figure| figure.method.as_str()).collect();
        let notes = SECTIONS.iter().flat_map(|(_, notes)| *notes);
        notes.filter(|note| named.contains(note.name)).collect()
    }
}
