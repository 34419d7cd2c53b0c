//! A column at a glance: how much is missing, its range, its shape.

use std::collections::BTreeMap;

use super::column::{Column, ColumnKind};
use super::number::is_missing;

/// Bars of the small histogram.
pub const BARS: usize = 12;

/// Distinct values are counted no further than this.
pub const MOST_DISTINCT: usize = 1_000;

/// What a column holds, in figures.
#[derive(Debug, Clone, PartialEq)]
pub struct Profile {
    /// Its type.
    pub kind: ColumnKind,
    /// Rows without a value.
    pub missing: usize,
    /// Different values, at most [`MOST_DISTINCT`].
    pub distinct: usize,
    /// Its range or commonest values.
    pub summary: Summary,
}

/// Range or commonest values of a column.
#[derive(Debug, Clone, PartialEq)]
pub enum Summary {
    /// Smallest, median and largest number, and how many fall into each of [`BARS`] equal steps between.
    Numbers([f64; 3], Vec<u32>),
    /// The same for days since 1 January 1970.
    Days([i32; 3], Vec<u32>),
    /// The commonest values, the most frequent first.
    Words(Vec<String>),
    /// Nothing is there.
    Nothing,
}

impl Column {
    /// The column at a glance.
    pub fn profile(&self) -> Profile {
        let missing = (0..self.len())
            .filter(|row| is_missing(self.text(*row)))
            .count();
        let summary = match self.kind() {
            ColumnKind::Number => spread(self.as_numbers().present().collect())
                .map_or(Summary::Nothing, |(range, bars)| {
                    Summary::Numbers(range, bars)
                }),
            ColumnKind::Date => spread(self.as_dates().present_days().map(f64::from).collect())
                .map_or(Summary::Nothing, |(range, bars)| {
                    Summary::Days(range.map(whole_day), bars)
                }),
            ColumnKind::Boolean | ColumnKind::Text => Summary::Words(self.commonest(3)),
            ColumnKind::Empty => Summary::Nothing,
        };
        Profile {
            kind: self.kind(),
            missing,
            distinct: self.distinct_up_to(MOST_DISTINCT),
            summary,
        }
    }

    fn commonest(&self, most: usize) -> Vec<String> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        // A long column of different texts has no common values; its beginning shows that as well.
        for row in 0..self.len().min(20_000) {
            let text = self.text(row).trim();
            if !is_missing(text) {
                *counts.entry(text).or_default() += 1;
            }
        }
        let mut sorted: Vec<(&str, usize)> = counts.into_iter().collect();
        sorted.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        sorted
            .into_iter()
            .take(most)
            .map(|(text, _)| text.to_owned())
            .collect()
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "made from an i32 a few lines above"
)]
fn whole_day(day: f64) -> i32 {
    day as i32
}

fn spread(mut values: Vec<f64>) -> Option<([f64; 3], Vec<u32>)> {
    let low = values.iter().copied().min_by(f64::total_cmp)?;
    let high = values.iter().copied().max_by(f64::total_cmp)?;
    let mut bars = vec![0; BARS];
    for value in &values {
        bars[bar(*value, low, high)] += 1;
    }
    let half = values.len() / 2;
    let (_, median, _) = values.select_nth_unstable_by(half, f64::total_cmp);
    Some(([low, *median, high], bars))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of BARS, held inside it"
)]
fn bar(value: f64, low: f64, high: f64) -> usize {
    let share = if high > low {
        (value - low) / (high - low)
    } else {
        0.0
    };
    ((share * BARS as f64) as usize).min(BARS - 1)
}
