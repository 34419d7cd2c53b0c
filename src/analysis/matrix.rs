//! Every usage metric against every outcome metric: which pairs stand after allowing for how many there are?

use serde::{Deserialize, Serialize};

use crate::dataset::Period;
use crate::metrics::{Cells, Metric, MetricInfo, Panel, Topic, Values};
use crate::stats::adjust::{Correction, adjust};
use crate::stats::seriation::{Seriation, seriate};
use crate::stats::{self, Interval, Undefined};

use super::matched::{Axis, Matched, matched};
use super::verdict::{self, Interest, LEVEL, NoVerdict, Verdict};
use super::within::within;
use super::{SMALLEST_GROUP, caveats};

/// Metrics of each side that take part, in the order of the files' columns.
pub const MOST_METRICS: usize = 40;

/// Below this an adjusted p-value stands, and a plain one would catch the eye.
pub const ALPHA: f64 = 0.05;

/// What is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Layer {
    /// Different people: Spearman's rho of their means.
    #[default]
    Between,
    /// The same people over time: the slope within people, in standard deviations.
    Within,
}

/// The question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// What is compared.
    pub layer: Layer,
    /// The smallest relation worth caring about.
    pub interest: Interest,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Matrix {
    /// What was asked.
    pub question: Question,
    /// The period that values were made for.
    pub period: Period,
    /// The usage metrics.
    pub usage: Vec<MetricInfo>,
    /// The outcome metrics.
    pub outcomes: Vec<MetricInfo>,
    /// Each usage metric against each outcome, usage metric by usage metric.
    pub cells: Vec<Result<Cell, Empty>>,
    /// Metrics of either side that are beyond [`MOST_METRICS`].
    pub left_out: usize,
}

/// One pair.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// Spearman's rho, or the standardised slope within people.
    pub value: f64,
    /// Its 95% interval.
    pub interval: Result<Interval, Undefined>,
    /// People with both values.
    pub people: usize,
    /// Two-sided p-value of this pair alone; none where it must not be turned into a verdict.
    pub p_value: Option<f64>,
    /// The p-value after Benjamini and Hochberg, over all pairs.
    pub false_discovery: Option<f64>,
    /// The p-value after Holm, over all pairs.
    pub family_wise: Option<f64>,
    /// The column that both metrics are made from, if there is one.
    pub coupled: Option<String>,
    /// What this pair alone allows to say.
    pub verdict: Result<Verdict, NoVerdict>,
}

/// Why a cell is empty.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum Empty {
    /// Fewer people with both values than the smallest group that may be shown. Carries their number.
    TooFewPeople(usize),
    /// The figure is undefined.
    Undefined(Undefined),
}

/// The order of rows and columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Sort {
    /// The strongest first, by the mean size of a row or column.
    #[default]
    Strength,
    /// What behaves alike stands together.
    Pattern,
    /// In order of letters.
    Name,
}

impl Sort {
    /// Every order.
    pub const ALL: [Sort; 3] = [Sort::Strength, Sort::Pattern, Sort::Name];
}

impl Cell {
    /// Whether it stands after allowing for the number of pairs: at most about 5% of those that do are luck.
    pub fn stands(&self) -> bool {
        self.false_discovery.is_some_and(|p| p < ALPHA)
    }

    /// Whether even the chance of a single false one among all pairs is below 5%.
    pub fn stands_alone(&self) -> bool {
        self.family_wise.is_some_and(|p| p < ALPHA)
    }
}

impl Matrix {
    /// The pair of a usage metric and an outcome, by their positions.
    pub fn cell(&self, usage: usize, outcome: usize) -> Option<&Result<Cell, Empty>> {
        (outcome < self.outcomes.len())
            .then(|| self.cells.get(usage * self.outcomes.len() + outcome))
            .flatten()
    }

    /// The pairs that have a figure, with the positions of their metrics.
    pub fn filled(&self) -> impl Iterator<Item = ([usize; 2], &Cell)> {
        let columns = self.outcomes.len().max(1);
        self.cells.iter().enumerate().filter_map(move |(at, cell)| {
            let cell = cell.as_ref().ok()?;
            Some(([at / columns, at % columns], cell))
        })
    }

    /// The strongest of the pairs for which it holds; of equals the first.
    pub fn strongest(&self, wanted: impl Fn(&Cell) -> bool) -> Option<([usize; 2], &Cell)> {
        let pairs = self.filled().filter(|(_, cell)| wanted(cell));
        pairs.reduce(|best, next| {
            if next.1.value.abs() > best.1.value.abs() {
                next
            } else {
                best
            }
        })
    }

    /// Rows and columns in an order.
    pub fn order(&self, sort: Sort) -> Seriation {
        match sort {
            Sort::Strength => Seriation {
                rows: strongest_first(self.usage.len(), |row| {
                    mean_size(self.filled().filter(|(at, _)| at[0] == row))
                }),
                columns: strongest_first(self.outcomes.len(), |column| {
                    mean_size(self.filled().filter(|(at, _)| at[1] == column))
                }),
            },
            Sort::Pattern => {
                let value = |cell: &Result<Cell, Empty>| cell.as_ref().ok().map(|cell| cell.value);
                let values: Vec<Option<f64>> = self.cells.iter().map(value).collect();
                seriate(&values, self.outcomes.len())
            }
            Sort::Name => Seriation {
                rows: by_name(&self.usage),
                columns: by_name(&self.outcomes),
            },
        }
    }
}

fn strongest_first(count: usize, size: impl Fn(usize) -> f64) -> Vec<usize> {
    let mut order: Vec<(usize, f64)> = (0..count).map(|at| (at, size(at))).collect();
    order.sort_by(|a, b| b.1.total_cmp(&a.1));
    order.into_iter().map(|(at, _)| at).collect()
}

fn mean_size<'a>(cells: impl Iterator<Item = ([usize; 2], &'a Cell)>) -> f64 {
    let sizes: Vec<f64> = cells.map(|(_, cell)| cell.value.abs()).collect();
    sizes.iter().sum::<f64>() / sizes.len().max(1) as f64
}

fn by_name(metrics: &[MetricInfo]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..metrics.len()).collect();
    order.sort_by_key(|at| metrics[*at].label.to_lowercase());
    order
}

/// A matrix that is being made, pair by pair. It holds all it needs, so that the data may change meanwhile.
#[derive(Debug)]
pub struct Work {
    question: Question,
    period: Period,
    usage: Side,
    outcomes: Side,
    /// Per pair, the column that both metrics are made from.
    coupled: Vec<Option<String>>,
    cells: Vec<Result<Cell, Empty>>,
    left_out: usize,
}

/// The metrics of a side with their values.
#[derive(Debug)]
struct Side {
    cells: Cells,
    infos: Vec<MetricInfo>,
    values: Vec<Values>,
}

impl Side {
    fn of(panel: &Panel, topic: Topic, metrics: &[&Metric]) -> Self {
        Side {
            cells: panel.cells(topic).clone(),
            infos: metrics.iter().map(|metric| metric.info.clone()).collect(),
            values: metrics.iter().map(|metric| panel.values(metric)).collect(),
        }
    }

    fn axis(&self, metric: usize) -> Axis<'_> {
        Axis {
            cells: &self.cells,
            values: &self.values[metric],
        }
    }
}

impl Work {
    /// Nothing done yet.
    pub fn new(panel: &Panel, question: Question) -> Self {
        let metrics = |topic| -> Vec<&Metric> {
            let metrics = panel.metrics.iter();
            metrics
                .filter(|metric| metric.info.topic == topic)
                .take(MOST_METRICS)
                .collect()
        };
        let (usage, outcomes) = (metrics(Topic::Usage), metrics(Topic::Outcome));
        let coupled = usage.iter().flat_map(|x| {
            let outcomes = outcomes.iter();
            outcomes.map(|y| caveats::coupled(panel, x, y))
        });
        Work {
            question,
            period: panel.period,
            coupled: coupled.collect(),
            cells: Vec::with_capacity(usage.len() * outcomes.len()),
            left_out: panel.metrics.len() - usage.len() - outcomes.len(),
            usage: Side::of(panel, Topic::Usage, &usage),
            outcomes: Side::of(panel, Topic::Outcome, &outcomes),
        }
    }

    /// Does one more pair: the share that is done, or `None` once all are.
    pub fn advance(&mut self) -> Option<f64> {
        let at = self.cells.len();
        let coupled = self.coupled.get(at)?.clone();
        let columns = self.outcomes.values.len();
        let pair = matched(
            self.usage.axis(at / columns),
            self.outcomes.axis(at % columns),
        );
        let cell = self.cell(&pair).map(|cell| Cell { coupled, ..cell });
        self.cells.push(cell);
        Some(self.cells.len() as f64 / self.coupled.len() as f64)
    }

    fn cell(&self, pair: &Matched) -> Result<Cell, Empty> {
        let people = pair.people.len();
        if people < SMALLEST_GROUP {
            return Err(Empty::TooFewPeople(people));
        }
        let cell = match self.question.layer {
            Layer::Between => between(pair, self.question.interest),
            Layer::Within => over_time(pair, self.question.interest),
        };
        cell.map_err(Empty::Undefined)
    }

    /// The matrix, with every p-value seen beside all others. Pairs that are not done yet are done first.
    pub fn finish(mut self) -> Matrix {
        while self.advance().is_some() {}
        let mut cells = self.cells;
        let p_values: Vec<Option<f64>> = cells
            .iter()
            .map(|cell| cell.as_ref().ok().and_then(|cell| cell.p_value))
            .collect();
        let corrected = |correction| {
            // It fails only on what is no probability, and then nothing stands.
            adjust(&p_values, correction).unwrap_or_else(|_| vec![None; p_values.len()])
        };
        let adjusted = corrected(Correction::BenjaminiHochberg)
            .into_iter()
            .zip(corrected(Correction::Holm));
        for (cell, (false_discovery, family_wise)) in cells.iter_mut().zip(adjusted) {
            if let Ok(cell) = cell {
                (cell.false_discovery, cell.family_wise) = (false_discovery, family_wise);
            }
        }
        Matrix {
            question: self.question,
            period: self.period,
            usage: self.usage.infos,
            outcomes: self.outcomes.infos,
            cells,
            left_out: self.left_out,
        }
    }
}

fn between(pair: &Matched, interest: Interest) -> Result<Cell, Undefined> {
    let (x, y): (Vec<f64>, Vec<f64>) = pair.people.iter().map(|one| (one.x, one.y)).unzip();
    let found = stats::correlation::spearman(&x, &y, LEVEL)?;
    Ok(Cell {
        value: found.coefficient,
        interval: found.interval,
        people: found.n,
        p_value: found.p_value.ok(),
        false_discovery: None,
        family_wise: None,
        coupled: None,
        verdict: verdict::of_spearman(found.coefficient, found.n, interest),
    })
}

fn over_time(pair: &Matched, interest: Interest) -> Result<Cell, Undefined> {
    let found = within(pair, interest)?;
    Ok(Cell {
        value: found.standardised,
        interval: Ok(found.standardised_interval),
        people: found.people,
        // A slope that is one person's story, or rests on very few, must not light up.
        p_value: found.p_value.ok().filter(|_| found.verdict.is_ok()),
        false_discovery: None,
        family_wise: None,
        coupled: None,
        verdict: found.verdict,
    })
}
