//! Where the numbers come from: files, what was read of them, how they fit together, and what was filtered.

use serde::{Deserialize, Serialize};

use crate::analysis::words::filters as words;
use crate::dataset::{Absent, ColumnRole, Mapping, TableRole};
use crate::engine::words::pass_over;
use crate::engine::{FileReport, JoinReport, Recipe};
use crate::metrics::Filter;

use super::fingerprint::hex;

/// What a report says of the data, without a single value of it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Provenance {
    /// The files that take part.
    pub files: Vec<FileFacts>,
    /// How they fit together, in sentences.
    pub join: Vec<String>,
    /// How time is cut, what a missing row means, and which filters are on.
    pub settings: Vec<String>,
}

/// What was read of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileFacts {
    /// Its name.
    pub name: String,
    /// What it is about.
    pub about: String,
    /// How it was read.
    pub reading: String,
    /// Rows that were read.
    pub rows: u64,
    /// Rows that were skipped.
    pub skipped: u64,
    /// Its columns that take part, with what they are for.
    pub columns: Vec<String>,
    /// What should be known about it: what was found, never a value.
    pub notices: Vec<String>,
    /// A hash of its bytes (XXH64), to see whether it is the same file.
    pub hash: String,
}

impl Provenance {
    /// What is known of the files of a recipe.
    pub fn of(recipe: &Recipe, reports: &[&FileReport], join: Option<&JoinReport>) -> Self {
        let files = recipe.files.iter().filter_map(|(id, mapping)| {
            let report = reports.iter().find(|report| report.id == *id)?;
            Some(facts(report, mapping))
        });
        Provenance {
            files: files.collect(),
            join: join_sentences(recipe, join),
            settings: made_with(recipe, join),
        }
    }
}

/// How the files fit together, in sentences.
fn join_sentences(recipe: &Recipe, join: Option<&JoinReport>) -> Vec<String> {
    join.map_or_else(Vec::new, |join| {
        let lost = join.lost_sentence();
        let mut said = vec![join.people_sentence()];
        said.extend(lost);
        said.push(join.time_sentence(recipe.period));
        said.extend(join.notices.iter().map(crate::notice::Notice::title));
        said
    })
}

/// Sentences of [`made_with`] that stand there with and without filters.
pub(super) const ALWAYS: usize = 2;

/// How time is cut, what a missing row means, and each filter that is on, in sentences.
pub fn made_with(recipe: &Recipe, join: Option<&JoinReport>) -> Vec<String> {
    let absent = match recipe.absent {
        Absent::Unknown => "A period without a usage row is unknown, and left out for that person.",
        Absent::Zero => {
            "A period without a usage row counts as zero, between a person’s first and last row of usage."
        }
        Absent::ZeroForRoster => {
            "A period without a usage row counts as zero, for everyone in the people file and over the whole time."
        }
    };
    let cut = match recipe.period {
        crate::dataset::Period::Span => "The whole time counts as one period.".to_owned(),
        period => format!("Values are made per {}.", period.word()),
    };
    let metrics = join.map_or(&[][..], |join| &join.metrics);
    let filters = &recipe.filters;
    let filter = |filter: &Filter| {
        let text = words::filter(filter, filters, recipe.period, metrics);
        format!("Only a part of the data: {text}.")
    };
    let mut said = vec![cut, absent.to_owned()];
    let passed_over = recipe.naming.passed_over.iter();
    said.extend(passed_over.map(|spelling| {
        format!(
            "How ids are compared: {}.",
            pass_over(*spelling).to_lowercase()
        )
    }));
    said.extend(filters.active().iter().map(filter));
    said
}

fn facts(report: &FileReport, mapping: &Mapping) -> FileFacts {
    let columns = report.columns.iter().zip(&mapping.columns);
    let used = columns.filter_map(|(column, mapping)| {
        let role = match mapping.role {
            ColumnRole::Person => "person",
            ColumnRole::OtherId => "other id",
            ColumnRole::Date => "date",
            ColumnRole::Started => "start",
            ColumnRole::Finished => "end",
            ColumnRole::Group => "attribute",
            ColumnRole::Measure(_) => "measure",
            ColumnRole::Ignored => return None,
        };
        Some(format!("{} ({role})", column.header))
    });
    FileFacts {
        name: report.name.clone(),
        about: role_in_words(mapping.role).to_owned(),
        reading: report.reading.clone(),
        rows: report.rows,
        skipped: report.skipped,
        columns: used.collect(),
        notices: report
            .notices
            .iter()
            .map(crate::notice::Notice::title)
            .collect(),
        hash: hex(report.content_hash),
    }
}

/// What a file is about, in a word or two.
fn role_in_words(role: TableRole) -> &'static str {
    match role {
        TableRole::Usage => "AI usage",
        TableRole::Outcomes => "work outcomes",
        TableRole::People => "people",
        TableRole::Events => "dated events",
        TableRole::Ids => "which ids are of one person",
        TableRole::Unused => "left aside",
    }
}
