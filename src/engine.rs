//! Request in, response out. The engine owns the tables; the page owns mapping, question and settings.
//! It is pure: the worker puts it behind `postMessage`, the tests call it directly.

use serde::{Deserialize, Serialize};

use crate::analysis::{Pair, Relation};
use crate::dataset::{Absent, Mapping, Period};
use crate::metrics::{MetricId, MetricInfo};
use crate::notice::Notice;

/// A file's number, given by the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FileId(pub u32);

/// What the page asks of loaded files. A request carries all that its answer depends on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Request {
    /// Read the sample company's files; they get the ids from this one on.
    Sample(FileId),
    /// Let go of a file.
    Forget(FileId),
    /// Join the files.
    Join(Recipe),
    /// Relate two metrics of the joined files.
    Relate(Recipe, Pair),
}

/// What the engine answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Response {
    /// The sample company's files.
    Sample(Vec<FileReport>),
    /// The file is gone.
    Forgotten(FileId),
    /// The files joined, or why they cannot be.
    Joined(Result<JoinReport, Vec<Notice>>),
    /// The answer, or why there is none.
    Related(Result<Box<Relation>, Vec<Notice>>),
}

/// How the loaded files become one panel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipe {
    /// The files that take part, with their mappings.
    pub files: Vec<(FileId, Mapping)>,
    /// How time is cut.
    pub period: Period,
    /// What a missing usage row means.
    pub absent: Absent,
}

/// What was read from one file, and what is proposed for it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FileReport {
    /// The page's number for it.
    pub id: FileId,
    /// Its name.
    pub name: String,
    /// What the program thinks it is, for example "Usage by person and day".
    pub recognised: String,
    /// How it was read, for example "UTF-8, separated by semicolons, decimal comma".
    pub reading: String,
    /// Rows below the header that were read.
    pub rows: u64,
    /// Rows that were skipped; [`FileReport::notices`] says why.
    pub skipped: u64,
    /// The columns, in the file's order. Empty when the file cannot be used.
    pub columns: Vec<ColumnReport>,
    /// The first rows as text, at most 20.
    pub head: Vec<Vec<String>>,
    /// The proposed mapping; the page may change it. `None` when the file cannot be used.
    pub mapping: Option<Mapping>,
    /// What should be known about it.
    pub notices: Vec<Notice>,
}

/// What one column holds, ready to be shown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ColumnReport {
    /// Its name.
    pub header: String,
    /// The type, in a word: "number", "date", "yes/no", "text", "empty".
    pub kind: String,
    /// Rows without a value.
    pub missing: u64,
    /// Distinct values, counted up to a cap.
    pub distinct: u64,
    /// Smallest, median and largest value as text, for numbers and dates.
    pub range: Option<[String; 3]>,
    /// A small histogram for numbers and dates; empty otherwise.
    pub histogram: Vec<u32>,
    /// The commonest values of a text column. Empty for ids and for what looks personal.
    pub common: Vec<String>,
}

/// How well the files fit together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JoinReport {
    /// People with usage rows.
    pub usage_people: usize,
    /// People with outcome rows.
    pub outcome_people: usize,
    /// People in both.
    pub matched_people: usize,
    /// Periods with usage rows.
    pub usage_periods: usize,
    /// Periods with outcome rows.
    pub outcome_periods: usize,
    /// Periods in both.
    pub matched_periods: usize,
    /// First and last day of the common time, such as "5 Jan 2026".
    pub span: Option<[String; 2]>,
    /// Person-periods with usage and outcomes.
    pub rows: usize,
    /// What can be related.
    pub metrics: Vec<MetricInfo>,
    /// Attributes to compare groups by.
    pub attributes: Vec<String>,
    /// The pair to begin with.
    pub first: Option<(MetricId, MetricId)>,
    /// What should be known before reading on.
    pub notices: Vec<Notice>,
}

/// A stage of work, measured so that anyone can see where time goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    /// Bytes to tables.
    Import,
    /// Tables to one panel.
    Join,
    /// Statistics.
    Analyse,
    /// Drawing; the page's own.
    Draw,
}
