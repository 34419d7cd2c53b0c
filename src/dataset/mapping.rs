//! What each file and column is for. The page owns a mapping and may change any part of it.

use serde::{Deserialize, Serialize};

/// What a file is about. Saved sessions know it by its place, so a new one goes to the end; so it is below.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum TableRole {
    /// AI activity per person and date.
    Usage,
    /// Results of work per person and date.
    Outcomes,
    /// Attributes of people: team, role, level.
    People,
    /// Dated events, such as "leaderboard launched".
    Events,
    /// Loaded, but left aside.
    Unused,
    /// Which ids are of one person: those of one system beside those of another.
    Ids,
}

/// What a column is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ColumnRole {
    /// The pseudonymous id that joins the files.
    Person,
    /// The day, or the first day of a longer period.
    Date,
    /// When a piece of work began, where a row is a piece of work.
    Started,
    /// When it was done: the row counts then, and its duration is known where the beginning is.
    Finished,
    /// An attribute to compare groups by.
    Group,
    /// A number to analyse.
    Measure(Measure),
    /// Not used.
    Ignored,
    /// The same person's id in another system, in a file that says which ids are of one person.
    OtherId,
}

/// How a column of numbers is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measure {
    /// How several values of one person and period become one.
    pub adds: Adds,
    /// Which way is better; for usage this is [`Direction::Neither`].
    pub direction: Direction,
}

/// How several values of one person and period become one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Adds {
    /// Counts and amounts: prompts, tokens, tickets closed.
    Sum,
    /// Scores, shares and durations.
    Mean,
    /// Durations with a long tail.
    Median,
    /// A standing value, such as a balance: the latest one counts.
    Last,
}

/// Which way of a measure is better for the work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Direction {
    /// More is better: tasks done, a quality score.
    HigherIsBetter,
    /// Less is better: defects, lead time.
    LowerIsBetter,
    /// No side is better, or it is not known.
    Neither,
}

/// Why a role was proposed; shown beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reason {
    /// The header names it. Carries the word that was recognised.
    Header(String),
    /// The values look like it. Carries what they look like.
    Content(String),
    /// A known export calls it so.
    Export {
        /// The export.
        export: String,
        /// What it calls the column, or the column that this one was made of.
        column: String,
    },
    /// Nothing better was found.
    Fallback,
    /// The person chose it.
    Chosen,
    /// It was so in an earlier file with the same columns, or in a mapping file.
    Remembered,
}

/// The role of one column, with the reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnMapping {
    /// What the column is for.
    pub role: ColumnRole,
    /// Why.
    pub reason: Reason,
}

/// What one file is about and what each of its columns is for, in the file's order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    /// What the file is about.
    pub role: TableRole,
    /// One entry per column.
    pub columns: Vec<ColumnMapping>,
}

impl Mapping {
    /// Whether the file and all its columns are for the same, whatever the reasons.
    pub fn has_same_roles(&self, other: &Mapping) -> bool {
        let roles = |mapping: &Mapping| {
            mapping
                .columns
                .iter()
                .map(|column| column.role.clone())
                .collect::<Vec<_>>()
        };
        self.role == other.role && roles(self) == roles(other)
    }
}

/// What it means when a person has no usage row in a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Absent {
    /// It is not known; the period is left out for that person.
    Unknown,
    /// Nobody used anything: zero, between the person's first and last row of usage.
    Zero,
    /// The same, and everyone in a file of people used nothing from the first to the last row of anybody's usage
    /// where they have no row.
    ZeroForRoster,
}
