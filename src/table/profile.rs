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
    /// Smallest, median and largest number, and how many fall into each of [`BARS`] equal steps.
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
            ColumnKind::Number => self.spread().map_or(Summary::Nothing, |(range, bars)| {
                Summary::Numbers(range, bars)
            }),
            ColumnKind::Date => self.spread().map_or(Summary::Nothing, |(range, bars)| {
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

    fn spread(&self) -> Option<Spread> {
        match self.tally() {
            Some(tally) => spread_of(tally),
            None => spread(&self.values()),
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
    reason = "between two i32 a few lines above; of two middle days the earlier half counts"
)]
fn whole_day(day: f64) -> i32 {
    day as i32
}

/// Steps finer than [`BARS`], to find the median without ordering all values.
const STEPS: usize = BARS * 256;

/// Values looked at in one call. A browser begins with slow code for a function, and only the next call is fast.
const PART: usize = 1 << 14;

/// Smallest, median and largest value, and how many fall into each of [`BARS`] equal steps; see [`bars`].
type Spread = ([f64; 3], Vec<u32>);

/// Of different values and how many rows have each.
fn spread_of(mut tally: Vec<(f64, u32)>) -> Option<Spread> {
    tally.retain(|(_, count)| *count > 0);
    tally.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let (low, high) = (tally.first()?.0, tally.last()?.0);
    let scale = scale(low, high);
    let mut steps = vec![0_u32; STEPS];
    let mut present = 0;
    for (value, count) in &tally {
        steps[step(value - low, scale)] += count;
        present += *count as usize;
    }
    let ranked = |rank: usize| {
        let mut before = 0;
        let at = |(_, count): &&(f64, u32)| {
            before += *count as usize;
            before > rank
        };
        tally.iter().find(at).map(|(value, _)| *value)
    };
    let upper = ranked(present / 2)?;
    let median = if present.is_multiple_of(2) {
        f64::midpoint(ranked(present / 2 - 1)?, upper)
    } else {
        upper
    };
    Some(([low, median, high], bars(&steps, present)))
}

/// Steps per unit; nothing where all values are equal, or so far apart that their distance is no number.
fn scale(low: f64, high: f64) -> f64 {
    let scale = Some(STEPS as f64 / (high - low)).filter(|scale| scale.is_normal());
    scale.unwrap_or(0.0)
}

/// Of any values; NaN is left out.
fn spread(values: &[f64]) -> Option<Spread> {
    let mut range = [f64::INFINITY, f64::NEG_INFINITY];
    for part in values.chunks(PART) {
        widen(&mut range, part);
    }
    let [low, high] = range;
    if low > high {
        return None;
    }
    let scale = scale(low, high);
    let mut steps = vec![0_u32; STEPS];
    for part in values.chunks(PART) {
        count(&mut steps, part, low, scale);
    }
    let present = steps.iter().map(|count| *count as usize).sum::<usize>();
    let half = present / 2;
    let (middle, before) = step_of(&steps, half)?;
    let mut near = Vec::with_capacity(steps[middle] as usize);
    for part in values.chunks(PART) {
        let is_near = |value: &f64| !value.is_nan() && step(*value - low, scale) == middle;
        near.extend(part.iter().copied().filter(is_near));
    }
    let at = half - before;
    let (below, upper, _) = near.select_nth_unstable_by(at, f64::total_cmp);
    let mut median = *upper;
    if present.is_multiple_of(2) {
        let largest = |all: f64, value: f64| if value > all { value } else { all };
        let mut lower = below.iter().copied().fold(f64::NEG_INFINITY, largest);
        if below.is_empty() {
            let before = |value: &f64| !value.is_nan() && step(*value - low, scale) < middle;
            lower = values.iter().copied().filter(before).fold(lower, largest);
        }
        median = f64::midpoint(lower, median);
    }
    Some(([low, median, high], bars(&steps, present)))
}

/// How many values fall into each of [`BARS`] equal steps. Where one of a hundred reaches so far that the others would
/// all stand in the first steps, these cover the others, and the last has it as well.
fn bars(steps: &[u32], present: usize) -> Vec<u32> {
    let others = present - present / 100;
    let most = step_of(steps, others.saturating_sub(1));
    let covered = most.map_or(STEPS, |(at, _)| at + 1);
    let covered = if covered * 2 > STEPS { STEPS } else { covered };
    let mut bars = vec![0; BARS];
    for (at, count) in steps.iter().enumerate() {
        bars[(at * BARS / covered).min(BARS - 1)] += count;
    }
    bars
}

/// The step of the value of that rank, counted from 0, and how many values stand in the steps before.
fn step_of(steps: &[u32], rank: usize) -> Option<(usize, usize)> {
    let mut before = 0;
    steps.iter().enumerate().find_map(|(at, count)| {
        let here = before;
        before += *count as usize;
        (before > rank).then_some((at, here))
    })
}

fn widen(range: &mut [f64; 2], values: &[f64]) {
    let [mut low, mut high] = *range;
    for &value in values {
        low = if value < low { value } else { low };
        high = if value > high { value } else { high };
    }
    *range = [low, high];
}

fn count(steps: &mut [u32], values: &[f64], low: f64, scale: f64) {
    for &value in values {
        if !value.is_nan() {
            steps[step(value - low, scale)] += 1;
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of STEPS, held inside it"
)]
fn step(above: f64, scale: f64) -> usize {
    ((above * scale) as usize).min(STEPS - 1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::column::Cells;
    use super::super::number::Decimal;
    use super::*;

    #[test]
    fn a_long_tail_does_not_hide_the_shape() {
        let mut values: Vec<f64> = (0..2_000).map(|at| f64::from(at % 12)).collect();
        let even = spread(&values).unwrap().1;
        assert_eq!(even.iter().filter(|bar| **bar > 0).count(), BARS);
        values.push(5_000.0);
        let (range, bars) = spread(&values).unwrap();
        assert_eq!(range[2].to_bits(), 5_000_f64.to_bits());
        assert!(
            bars.iter().filter(|bar| **bar > 0).count() > BARS / 2,
            "{bars:?}"
        );
    }

    #[test]
    fn a_column_is_summed_up_the_same_whether_its_values_are_counted_or_looked_at() {
        let whole = |row: usize| match row % 7 {
            0 => String::new(),
            at => format!("{}", row % 97 + at),
        };
        let fraction = |row: usize| format!("{}.{}", row % 97, row % 7);
        let percent = |row: usize| format!("{} %", row % 97);
        let date = |row: usize| format!("2026-{:02}-{:02}", row % 12 + 1, row % 28 + 1);
        for text in [whole as fn(usize) -> String, fraction, percent, date] {
            let mut cells = Cells::default();
            (0..10_000).for_each(|row| cells.push(&text(row)));
            let column = Column::new("hours".to_owned(), cells, Decimal::Point);
            assert_eq!(column.tally().and_then(spread_of), spread(&column.values()));
        }
    }

    proptest! {
        #[test]
        fn range_and_median_are_those_of_the_ordered_values(
            values in prop::collection::vec(prop_oneof![-50..50_i32, any::<i32>()], 1..200),
            far in prop_oneof![Just(1.0), Just(1e-300), Just(1e299)],
        ) {
            let mut values: Vec<f64> = values.into_iter().map(|value| f64::from(value) * far).collect();
            values.push(f64::NAN);
            let (range, bars) = spread(&values).unwrap();
            values.pop();
            let tally = values.iter().map(|value| (*value, 1)).collect();
            prop_assert_eq!(&spread_of(tally).unwrap(), &(range, bars.clone()));
            values.sort_unstable_by(f64::total_cmp);
            let half = values.len() / 2;
            let lower = values[half - usize::from(values.len().is_multiple_of(2))];
            let want = [values[0], f64::midpoint(lower, values[half]), values[values.len() - 1]];
            prop_assert_eq!(range.map(f64::to_bits), want.map(f64::to_bits));
            prop_assert_eq!(bars.iter().sum::<u32>() as usize, values.len());
            prop_assert_eq!(bars.len(), BARS);
        }
    }
}
