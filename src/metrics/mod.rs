//! From measures to metrics: one number per person and period, each with a stated definition.

use serde::{Deserialize, Serialize};

use crate::dataset::Direction;

/// A metric's stable name, used in addresses and saved settings, for example "usage.prompts".
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct MetricId(pub String);

/// Which question a metric belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Topic {
    /// How much AI was used.
    Usage,
    /// How the work went.
    Outcome,
}

/// What a metric is, for choosing and for labels.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MetricInfo {
    /// Stable name.
    pub id: MetricId,
    /// What people read, for example "Prompts".
    pub label: String,
    /// Unit of the value of one person and period, for example "per week"; may be empty.
    pub unit: String,
    /// Usage or outcome.
    pub topic: Topic,
    /// Which way is better.
    pub direction: Direction,
    /// How it is computed, in one plain sentence.
    pub definition: String,
    /// People with at least one value.
    pub people: usize,
}
