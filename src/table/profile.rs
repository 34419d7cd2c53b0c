//! A column at a glance: how much is missing, its range, its shape.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::ControlFlow;

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
        let summary = match self.kind() {
            ColumnKind::Number => spread(&self.as_numbers().present().collect::<Vec<_>>())
                .map_or(Summary::Nothing, |(range, bars)| {
                    Summary::Numbers(range, bars)
                }),
            ColumnKind::Date => spread(
                &self
                    .as_dates()
                    .present_days()
                    .map(f64::from)
                    .collect::<Vec<_>>(),
            )
            .map_or(Summary::Nothing, |(range, bars)| {
                Summary::Days(range.map(whole_day), bars)
            }),
            ColumnKind::Boolean | ColumnKind::Text => Summary::Words(self.commonest(3)),
            ColumnKind::Empty => Summary::Nothing,
        };
        Profile {
            kind: self.kind(),
            missing: self.missing(),
            distinct: self.distinct_up_to(MOST_DISTINCT),
            summary,
        }
    }

    fn commonest(&self, most: usize) -> Vec<String> {
        let mut counts: BTreeMap<Cow<'_, str>, usize> = BTreeMap::new();
        let mut left = 20_000;
        self.each_text(|text, rows| {
            if !is_missing(&text) {
                *counts.entry(trimmed(text)).or_default() += rows;
            }
            // A long column of different texts has no common values; its beginning shows that as well.
            left -= 1;
            if left > 0 {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            }
        });
        let mut sorted: Vec<(Cow<'_, str>, usize)> = counts.into_iter().collect();
        sorted.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        sorted
            .into_iter()
            .take(most)
            .map(|(text, _)| text.into_owned())
            .collect()
    }
}

fn trimmed(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "made from an i32 a few lines above"
)]
fn whole_day(day: f64) -> i32 {
    day as i32
}

/// Steps finer than [`BARS`], to find the median without ordering all values.
const STEPS: usize = BARS * 256;

fn spread(values: &[f64]) -> Option<([f64; 3], Vec<u32>)> {
    let low = values.iter().copied().min_by(f64::total_cmp)?;
    let high = values.iter().copied().max_by(f64::total_cmp)?;
    let mut steps = vec![0_u32; STEPS];
    for value in values {
        steps[step(*value, low, high)] += 1;
    }
    let bars = steps.chunks(STEPS / BARS).map(|steps| steps.iter().sum());
    let half = values.len() / 2;
    let mut before = 0;
    let middle = steps.iter().position(|count| {
        before += *count as usize;
        before > half
    })?;
    let mut near: Vec<f64> = values
        .iter()
        .copied()
        .filter(|value| step(*value, low, high) == middle)
        .collect();
    let at = half - (before - near.len());
    let (_, median, _) = near.select_nth_unstable_by(at, f64::total_cmp);
    Some(([low, *median, high], bars.collect()))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of STEPS, held inside it"
)]
fn step(value: f64, low: f64, high: f64) -> usize {
    let share = if high > low {
        (value - low) / (high - low)
    } else {
        0.0
    };
    ((share * STEPS as f64) as usize).min(STEPS - 1)
}
