//! From measures to metrics: one number per person and period, each with a stated definition.

pub mod catalogue;
pub mod filter;
pub mod panel;
mod presence;
pub mod values;

use serde::{Deserialize, Serialize};

use crate::dataset::{Absent, Dataset, Direction, Log, Period};

pub use catalogue::{Formula, Metric};
pub use filter::{Filter, Filters, Removal, Selection};
pub use panel::Cells;
pub use values::Values;

use presence::Presence;

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

impl MetricInfo {
    /// Whether it is the share of suggestions that were accepted.
    pub fn is_acceptance_rate(&self) -> bool {
        self.label == catalogue::ACCEPTANCE_RATE
    }
}

/// A data set cut into periods, with the metrics it offers.
#[derive(Debug, Clone, PartialEq)]
pub struct Panel {
    /// The rows behind it.
    pub dataset: Dataset,
    /// How time is cut.
    pub period: Period,
    /// What a missing usage row means.
    pub absent: Absent,
    /// What can be computed, usage first.
    pub metrics: Vec<Metric>,
    usage: Cells,
    outcomes: Cells,
}

impl Panel {
    /// Cuts a data set into periods. `absent` says what a missing usage row means;
    /// a missing outcome row is always unknown.
    ///
    /// Usage or outcomes without dates can only be compared over the whole time,
    /// so the period then is [`Period::Span`] whatever was asked for.
    pub fn new(dataset: Dataset, period: Period, absent: Absent) -> Self {
        let period = Panel::cut(&dataset, period);
        let usage = Cells::of(&dataset.usage, period, absent);
        let outcomes = Cells::of(&dataset.outcomes, period, Absent::Unknown);
        let mut metrics = catalogue::catalogue(&dataset, period);
        for (topic, log, cells) in [
            (Topic::Usage, &dataset.usage, &usage),
            (Topic::Outcome, &dataset.outcomes, &outcomes),
        ] {
            let of_topic = |metric: &&Metric| metric.info.topic == topic;
            let formulas: Vec<Formula> = metrics
                .iter()
                .filter(of_topic)
                .map(|metric| metric.formula)
                .collect();
            let presence = Presence::of(log, cells, &formulas);
            for metric in metrics
                .iter_mut()
                .filter(|metric| metric.info.topic == topic)
            {
                metric.info.people = presence.people(metric.formula);
            }
        }
        Panel {
            dataset,
            period,
            absent,
            metrics,
            usage,
            outcomes,
        }
    }

    /// The period that a data set can be cut into when `wanted` is asked for.
    pub fn cut(dataset: &Dataset, wanted: Period) -> Period {
        let undated = |log: &Log| !log.is_empty() && log.day.is_none();
        if undated(&dataset.usage) || undated(&dataset.outcomes) {
            Period::Span
        } else {
            wanted
        }
    }

    /// The metric of that name.
    pub fn metric(&self, id: &MetricId) -> Option<&Metric> {
        self.metrics.iter().find(|metric| &metric.info.id == id)
    }

    /// The cells of a side.
    pub fn cells(&self, topic: Topic) -> &Cells {
        match topic {
            Topic::Usage => &self.usage,
            Topic::Outcome => &self.outcomes,
        }
    }

    /// The rows of a side.
    pub fn log(&self, topic: Topic) -> &Log {
        match topic {
            Topic::Usage => &self.dataset.usage,
            Topic::Outcome => &self.dataset.outcomes,
        }
    }

    /// A metric's values over its cells.
    pub fn values(&self, metric: &Metric) -> Values {
        let topic = metric.info.topic;
        Values::of(metric.formula, self.log(topic), self.cells(topic))
    }
}
