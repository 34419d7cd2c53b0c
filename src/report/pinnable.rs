//! What a view offers to be pinned. One file per answer that can be.

mod closer;
mod matrix;
mod overview;
mod relation;

use serde::{Deserialize, Serialize};

use super::aggregate;
use crate::analysis::SMALLEST_GROUP;
use crate::chart::{Chart, Table};
use crate::format;
use crate::stats::note::Note;
use crate::stats::{Correlation, Interval};

/// Letters of a file name, so that its end is still seen in a list of downloads.
const LONGEST_NAME: usize = 60;

/// What a view offers to be pinned.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Pinnable {
    /// Which part of its view it is: a name that no other part of that view has; empty in the oldest sessions.
    #[serde(default)]
    pub part: String,
    /// What was found, as the view's heading says it.
    pub title: String,
    /// What the figures allow to say, the most important first.
    pub sentences: Vec<String>,
    /// Reasons to doubt, and what the figures do not say.
    pub limits: Vec<String>,
    /// The numbers.
    pub figures: Vec<Figure>,
    /// The chart, if there is one.
    pub chart: Option<Chart>,
    /// What one mark of the chart stands for.
    pub grain: Grain,
    /// A table of groups or periods beside the chart; never one of people.
    pub table: Option<Table>,
}

/// What one mark of a chart stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Grain {
    /// One person, without a name. Such marks are shown on the page, and become means of several people where they leave it.
    Person,
    /// A group, a period or a pair of metrics: at least [`SMALLEST_GROUP`] people.
    Group,
}

/// One number with what it rests on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// What it is called on the page.
    pub name: String,
    /// The value, with every digit.
    pub value: f64,
    /// The value as the page shows it.
    pub shown: String,
    /// Its interval, if it has one.
    pub interval: Option<Interval>,
    /// The interval as the page shows it; empty without one.
    pub interval_shown: String,
    /// Two-sided p-value, if it has one.
    pub p_value: Option<f64>,
    /// People that it rests on.
    pub n: usize,
    /// The method by its name in [`crate::stats::note`]; empty for a plain count.
    pub method: String,
}

impl Pinnable {
    /// A part of a view with what was found, and nothing else yet.
    pub fn new(part: &str, title: String) -> Self {
        Pinnable {
            part: part.to_owned(),
            title,
            sentences: Vec::new(),
            limits: Vec::new(),
            figures: Vec::new(),
            chart: None,
            grain: Grain::Group,
            table: None,
        }
    }

    /// What may leave the page of it: marks of single people become means of several, and what rests on fewer than
    /// [`SMALLEST_GROUP`] people is left out.
    #[must_use]
    pub fn aggregated(&self) -> Self {
        let mut what = self.clone();
        what.figures
            .retain(|figure| figure.n >= SMALLEST_GROUP && figure.value.is_finite());
        what.chart = what
            .chart
            .take()
            .and_then(|chart| aggregate::chart(chart, what.grain));
        what.grain = Grain::Group;
        what
    }

    /// A name for files about it, from its title: `no-relation-that-matters-between-prompts-and-tasks`.
    pub fn file_name(&self) -> String {
        let words = self
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
        let what = self.aggregated();
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
            rows: self.figures.iter().map(row).collect(),
        }
    }
}

impl Figure {
    /// Whether it is a plain count, which no method made.
    pub fn is_count(&self) -> bool {
        self.method.is_empty()
    }

    /// A count of people.
    fn people(n: usize) -> Self {
        Figure {
            name: "People".to_owned(),
            value: n as f64,
            shown: format::integer(n),
            interval: None,
            interval_shown: String::new(),
            p_value: None,
            n,
            method: String::new(),
        }
    }

    /// A figure that a method of the page of methods made.
    fn made_by(note: &Note, name: &str, value: f64, n: usize) -> Self {
        Figure {
            name: name.to_owned(),
            shown: format::coefficient(value),
            value,
            method: note.name.to_owned(),
            ..Figure::people(n)
        }
    }

    /// A correlation coefficient.
    fn coefficient(note: &Note, name: &str, found: &Correlation) -> Self {
        let figure = Figure {
            p_value: found.p_value.ok(),
            ..Figure::made_by(note, name, found.coefficient, found.n)
        };
        match found.interval {
            Ok(interval) => figure.within(interval, format::coefficient),
            Err(_) => figure,
        }
    }

    /// The figure with its interval, whose ends are shown as `say` says.
    #[must_use]
    fn within(self, interval: Interval, say: fn(f64) -> String) -> Self {
        Figure {
            interval_shown: format!(
                "{} CI {} to {}",
                format::percent(interval.level),
                say(interval.low),
                say(interval.high)
            ),
            interval: Some(interval),
            ..self
        }
    }
}

/// A table of texts.
fn table<const N: usize>(headers: [&str; N], rows: Vec<[String; N]>) -> Table {
    Table {
        headers: headers.map(str::to_owned).to_vec(),
        rows: rows.into_iter().map(Vec::from).collect(),
    }
}
