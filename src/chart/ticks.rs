//! Round places on an axis, and the fewest digits that tell them apart.

use jiff_core::civil::{Date, UnixEpochDay, Weekday};
use serde::{Deserialize, Serialize};

use crate::format;

use super::ScaleKind;

/// A labelled place on an axis.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Tick {
    /// Where, as a value.
    pub at: f64,
    /// What stands there.
    pub label: String,
}

/// About `count` ticks inside `domain`, in ascending order.
pub(super) fn ticks(kind: &ScaleKind, domain: [f64; 2], count: usize) -> Vec<Tick> {
    let [low, high] = [domain[0].min(domain[1]), domain[0].max(domain[1])];
    match kind {
        ScaleKind::Linear => linear(low, high, count),
        ScaleKind::Log => logarithmic(low, high, count),
        ScaleKind::Log1p => with_zero(low, high, count),
        ScaleKind::Time => calendar(low, high, count),
        ScaleKind::Category(names) => names
            .iter()
            .enumerate()
            .map(|(at, name)| Tick {
                at: at as f64,
                label: name.clone(),
            })
            .collect(),
    }
}

/// A number in the room of a tick: `950`, `12k`, `3.4M`, `0.05`.
pub(super) fn compact(value: f64) -> String {
    let size = value.abs();
    let (unit, suffix) = match size {
        billions if billions >= 1e9 => (1e9, "B"),
        millions if millions >= 1e6 => (1e6, "M"),
        thousands if thousands >= 1e3 => (1e3, "k"),
        _ => (1.0, ""),
    };
    let scaled = value / unit;
    let text = format::fixed(scaled, decimals(scaled));
    format!("{text}{suffix}")
}

fn linear(low: f64, high: f64, count: usize) -> Vec<Tick> {
    if low >= high {
        return Vec::new();
    }
    let step = round_step(high - low, count);
    let first = (low / step - 1e-9).ceil();
    let last = (high / step + 1e-9).floor();
    let (unit, suffix) = unit_of(low.abs().max(high.abs()), step);
    let places = decimals(step / unit);
    counted(first, last)
        .map(|index| {
            // Multiplying the index, not adding steps, so that no rounding error piles up.
            let at = index * step;
            let suffix = if index == 0.0 { "" } else { suffix };
            let places = if index == 0.0 { 0 } else { places };
            Tick {
                at,
                label: format!("{}{suffix}", format::fixed(at / unit, places)),
            }
        })
        .collect()
}

/// The step of 1, 2 or 5 times a power of ten that gives about `count` ticks over `span`.
fn round_step(span: f64, count: usize) -> f64 {
    let rough = span / count.max(1) as f64;
    let power = libm::pow(10.0, libm::log10(rough).floor());
    // The geometric means of neighbouring steps decide which is nearest (Heckbert 1990, as d3 does).
    match rough / power {
        small if small < 2.0_f64.sqrt() => power,
        middle if middle < 10.0_f64.sqrt() => 2.0 * power,
        large if large < 50.0_f64.sqrt() => 5.0 * power,
        _ => 10.0 * power,
    }
}

/// Thousands, millions or billions when the labels get shorter by it and still differ.
fn unit_of(largest: f64, step: f64) -> (f64, &'static str) {
    [(1e9, 1e9, "B"), (1e6, 1e6, "M"), (1e4, 1e3, "k")]
        .into_iter()
        .find(|(from, unit, _)| largest >= *from && decimals(step / unit) <= 1)
        .map_or((1.0, ""), |(_, unit, suffix)| (unit, suffix))
}

/// Decimals that a round number needs.
fn decimals(value: f64) -> usize {
    (0..9)
        .find(|places| {
            let scaled = value.abs() * libm::pow(10.0, *places as f64);
            (scaled - scaled.round()).abs() < 1e-6 * scaled.max(1.0)
        })
        .unwrap_or(9)
}

fn logarithmic(low: f64, high: f64, count: usize) -> Vec<Tick> {
    let decades = (libm::log10(low).floor(), libm::log10(high).ceil());
    // The fullest set of digits that still fits; one digit alone may have to skip decades.
    let sets: [&[f64]; 3] = [&[1.0, 2.0, 5.0], &[1.0, 3.0], &[1.0]];
    let inside = |digits: &[f64]| -> Vec<f64> {
        counted(decades.0, decades.1)
            .flat_map(|power| {
                digits
                    .iter()
                    .map(move |digit| digit * libm::pow(10.0, power))
            })
            .filter(|at| *at >= low * (1.0 - 1e-9) && *at <= high * (1.0 + 1e-9))
            .collect()
    };
    let fits = sets
        .iter()
        .map(|digits| inside(digits))
        .find(|found| found.len() <= count + 1);
    let values = fits.unwrap_or_else(|| inside(&[1.0]));
    if values.len() < 2 {
        // Less than one step of the scale: equal steps say more.
        return linear(low, high, count);
    }
    let every = values.len().div_ceil(count.max(2));
    values
        .into_iter()
        .step_by(every)
        .map(|at| Tick {
            at,
            label: compact(at),
        })
        .collect()
}

fn with_zero(low: f64, high: f64, count: usize) -> Vec<Tick> {
    if low >= -2.0 && high <= 2.0 {
        // So near to zero the axis is all but linear.
        return linear(low, high, count);
    }
    let mut ticks = Vec::new();
    if low < -1.0 {
        let mirrored = logarithmic(1.0, -low, count / 2).into_iter().rev();
        ticks.extend(mirrored.map(|tick| Tick {
            at: -tick.at,
            label: format!("\u{2212}{}", tick.label),
        }));
    }
    if low <= 0.0 && high >= 0.0 {
        ticks.push(Tick {
            at: 0.0,
            label: "0".to_owned(),
        });
    }
    if high > 1.0 {
        ticks.extend(logarithmic(
            low.max(1.0),
            high,
            count.saturating_sub(ticks.len()),
        ));
    }
    ticks
}

fn calendar(low: f64, high: f64, count: usize) -> Vec<Tick> {
    let days = (high - low) / count.max(1) as f64;
    let dates: Vec<Date> = match days {
        few if few <= 7.0 => every_days(low, high, if few <= 1.0 { 1.0 } else { 7.0 }),
        weeks if weeks <= 14.0 => every_days(low, high, 14.0),
        more => {
            let months = [1_i16, 2, 3, 6, 12, 24, 60, 120];
            let step = months
                .into_iter()
                .find(|step| f64::from(*step) * 30.5 >= more);
            every_months(low, high, step.unwrap_or(120))
        }
    };
    let by_day = days <= 14.0;
    let mut year = None;
    dates
        .into_iter()
        .map(|day| {
            let text = format::date(day);
            let (day_and_month, _) = text.rsplit_once(' ').unwrap_or((&text, ""));
            let (_, month_and_year) = text.split_once(' ').unwrap_or(("", &text));
            let month = day_and_month.split_once(' ').map_or("", |(_, month)| month);
            // The year is said once, where it begins.
            let label = match (by_day, year == Some(day.year())) {
                (true, true) => day_and_month,
                (true, false) => &text,
                (false, true) => month,
                (false, false) => month_and_year,
            };
            year = Some(day.year());
            Tick {
                at: day_number(day),
                label: label.to_owned(),
            }
        })
        .collect()
}

fn day_number(day: Date) -> f64 {
    f64::from(day.to_unix_epoch_day().day())
}

/// The date of a day counted from 1 January 1970.
#[expect(
    clippy::cast_possible_truncation,
    reason = "saturates; a date that is out of range gives None"
)]
pub(super) fn epoch_date(number: f64) -> Option<Date> {
    let days = UnixEpochDay::new(number as i32).ok()?;
    Some(days.to_date())
}

/// Every so many days, weeks from a Monday on.
fn every_days(low: f64, high: f64, step: f64) -> Vec<Date> {
    let mut start = low.ceil();
    if step >= 7.0 {
        let monday =
            |number: &f64| epoch_date(*number).is_some_and(|day| day.weekday() == Weekday::Monday);
        start = (0..7)
            .map(|add| start + f64::from(add))
            .find(monday)
            .unwrap_or(start);
    }
    let last = ((high - start) / step).floor();
    counted(0.0, last)
        .filter_map(|index| epoch_date(start + index * step))
        .collect()
}

/// The first days of every so many months, counted from January.
fn every_months(low: f64, high: f64, step: i16) -> Vec<Date> {
    let Some(first) = epoch_date(low) else {
        return Vec::new();
    };
    let from_zero = first.year() * 12 + i16::from(first.month()) - 1;
    let start = (from_zero / step) * step;
    (0_i16..)
        .map_while(|index| {
            let month = start.checked_add(index.checked_mul(step)?)?;
            Date::new(month / 12, i8::try_from(month % 12).ok()? + 1, 1).ok()
        })
        .take_while(|day| day_number(*day) <= high)
        .filter(|day| day_number(*day) >= low)
        .collect()
}

/// Whole numbers from `first` to `last`, at most 200 so that an odd domain cannot run away.
fn counted(first: f64, last: f64) -> impl Iterator<Item = f64> {
    (0..200)
        .map(move |index| first + f64::from(index))
        .take_while(move |value| *value <= last)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(kind: &ScaleKind, domain: [f64; 2], count: usize) -> Vec<String> {
        let found = ticks(kind, domain, count);
        found.into_iter().map(|tick| tick.label).collect()
    }

    #[test]
    fn linear_ticks_are_round_and_say_no_more_digits_than_needed() {
        let linear = ScaleKind::Linear;
        assert_eq!(
            labels(&linear, [0.0, 103.0], 5),
            ["0", "20", "40", "60", "80", "100"]
        );
        assert_eq!(
            labels(&linear, [0.0, 1.0], 5),
            ["0", "0.2", "0.4", "0.6", "0.8", "1.0"]
        );
        assert_eq!(
            labels(&linear, [-0.05, 0.05], 2),
            ["\u{2212}0.05", "0", "0.05"]
        );
    }

    #[test]
    fn large_ticks_count_in_thousands_and_millions() {
        let linear = ScaleKind::Linear;
        assert_eq!(
            labels(&linear, [0.0, 21_000.0], 4),
            ["0", "5k", "10k", "15k", "20k"]
        );
        assert_eq!(
            labels(&linear, [0.0, 2.1e6], 4),
            ["0", "0.5M", "1.0M", "1.5M", "2.0M"]
        );
        assert_eq!(labels(&linear, [0.0, 4000.0], 2), ["0", "2000", "4000"]);
    }

    #[test]
    fn a_log_axis_shows_decades_and_fills_them_when_there_is_room() {
        let log = ScaleKind::Log;
        assert_eq!(
            labels(&log, [0.8, 20_000.0], 5),
            ["1", "10", "100", "1k", "10k"]
        );
        assert_eq!(labels(&log, [9.0, 110.0], 6), ["10", "20", "50", "100"]);
    }

    #[test]
    fn a_log1p_axis_shows_zero() {
        assert_eq!(
            labels(&ScaleKind::Log1p, [0.0, 1500.0], 5),
            ["0", "1", "10", "100", "1k"]
        );
    }

    #[test]
    fn a_time_axis_names_the_year_where_it_begins() {
        // 2025-11-03 is day 20395, 2026-04-20 is day 20563 (Python: (date - date(1970, 1, 1)).days).
        let got = labels(&ScaleKind::Time, [20_395.0, 20_563.0], 6);
        assert_eq!(got, ["Dec 2025", "Jan 2026", "Feb", "Mar", "Apr"]);
        let weeks = labels(&ScaleKind::Time, [20_458.0, 20_480.0], 4);
        assert_eq!(weeks, ["5 Jan 2026", "12 Jan", "19 Jan", "26 Jan"]);
    }

    #[test]
    fn compact_numbers_drop_what_is_not_needed() {
        let cases = [
            (0.05, "0.05"),
            (950.0, "950"),
            (12_000.0, "12k"),
            (3.4e6, "3.4M"),
        ];
        for (value, text) in cases {
            assert_eq!(compact(value), text);
        }
    }
}
