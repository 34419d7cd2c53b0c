//! A metric over time: the mean of all people in each period, with its interval.

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

use crate::analysis::SMALLEST_GROUP;
use crate::analysis::verdict::LEVEL;
use crate::dataset::Period;
use crate::dataset::period::PeriodIndex;
use crate::metrics::{Panel, Topic};
use crate::stats::{mean, moments};

/// Means per person over time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Course {
    /// One per period that enough people have a value in, in order of time.
    pub points: Vec<CoursePoint>,
    /// People with a value in some of them.
    pub people: usize,
    /// Periods that were left out because fewer people than may be shown have a value.
    pub hidden: usize,
    /// Periods at the ends that were left out because the file covers only a part of them.
    pub cut_short: usize,
}

/// All people in one period.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct CoursePoint {
    /// First day of the period, in days since 1 January 1970.
    pub day: i32,
    /// Mean of the people's values.
    pub mean: f64,
    /// Lower end of its 95% interval over people.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// People.
    pub people: usize,
}

/// Why there is nothing to draw over time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum NoCourse {
    /// No file of this side says when.
    NoDates,
    /// The whole time counts as one period.
    WholeTime,
    /// There is one period only.
    OnePeriod,
    /// In fewer than two periods there are enough people to be shown.
    FewPeople,
}

/// Something that happened to everyone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dated {
    /// Days since 1 January 1970.
    pub day: i32,
    /// What; several on one day stand together. Empty where the file does not say.
    pub name: String,
}

/// The course of a metric with these values over the cells of its side.
///
/// # Errors
/// [`NoCourse`], where fewer than two periods can be shown.
pub fn of(panel: &Panel, topic: Topic, values: &[f64]) -> Result<Course, NoCourse> {
    if panel.log(topic).day.is_none() {
        return Err(NoCourse::NoDates);
    }
    if panel.period == Period::Span {
        return Err(NoCourse::WholeTime);
    }
    let days = panel.log(topic).day.as_deref().unwrap_or_default();
    let whole = whole_periods(panel.period, days).ok_or(NoCourse::NoDates)?;
    let keys = &panel.cells(topic).keys;
    let mut rows: Vec<(i32, u32, f64)> = keys
        .iter()
        .zip(values)
        .filter(|(_, value)| !value.is_nan())
        .map(|(key, value)| (key.1.0, key.0, *value))
        .collect();
    rows.sort_by_key(|row| (row.0, row.1));
    let all = rows.chunk_by(|a, b| a.0 == b.0);
    let (periods, cut_short): (Vec<_>, Vec<_>) =
        all.partition(|rows| rows.first().is_some_and(|row| whole.contains(&row.0)));
    if periods.len() < 2 {
        return Err(NoCourse::OnePeriod);
    }
    let shown = |rows: &&&[(i32, u32, f64)]| rows.len() >= SMALLEST_GROUP;
    let points: Vec<CoursePoint> = periods
        .iter()
        .filter(shown)
        .filter_map(|rows| point(panel.period, rows))
        .collect();
    if points.len() < 2 {
        return Err(NoCourse::FewPeople);
    }
    let mut people: Vec<u32> = periods
        .iter()
        .filter(shown)
        .flat_map(|rows| rows.iter().map(|row| row.1))
        .collect();
    people.sort_unstable();
    people.dedup();
    Ok(Course {
        hidden: periods.len() - points.len(),
        cut_short: cut_short.len(),
        people: people.len(),
        points,
    })
}

/// The periods from first to last that the rows cover, but for a few days at either end.
///
/// A month that the export ends in after a week has a quarter of its prompts, which is no fall of usage.
fn whole_periods(period: Period, days: &[i32]) -> Option<RangeInclusive<i32>> {
    let slack = match period {
        Period::Day | Period::Span => 0,
        // A weekend and a holiday.
        Period::Week => 3,
        Period::Month => 7,
    };
    let mut days = days.to_vec();
    days.sort_unstable();
    days.dedup();
    let (&first, &last) = days.first().zip(days.last())?;
    // A row of a weekly report stands for the week that begins on its day.
    let step = days.windows(2).map(|pair| pair[1] - pair[0]).min();
    let last = last + step.unwrap_or(1) - 1;
    let (begin, end) = (period.index(first), period.index(last));
    let missed_first = first - period.first_day(begin);
    let missed_last = period.first_day(PeriodIndex(end.0 + 1)) - 1 - last;
    Some(begin.0 + i32::from(missed_first > slack)..=end.0 - i32::from(missed_last > slack))
}

fn point(period: Period, rows: &[(i32, u32, f64)]) -> Option<CoursePoint> {
    let values: Vec<f64> = rows.iter().map(|row| row.2).collect();
    let interval = mean::interval(&values, LEVEL).ok()?;
    let index = PeriodIndex(rows.first()?.0);
    Some(CoursePoint {
        day: period.first_day(index),
        mean: moments::mean(&values).ok()?,
        low: interval.low,
        high: interval.high,
        people: rows.len(),
    })
}

/// Events between the first and the last period that is drawn; those of one day stand together.
pub fn events(panel: &Panel, courses: [&Result<Course, NoCourse>; 2]) -> Vec<Dated> {
    let days = courses
        .iter()
        .filter_map(|course| course.as_ref().ok())
        .flat_map(|course| course.points.iter().map(|point| point.day));
    let (Some(first), Some(last)) = (days.clone().min(), days.max()) else {
        return Vec::new();
    };
    let end = panel.period.index(last).0 + 1;
    let inside = |day: i32| day >= first && panel.period.index(day).0 < end;
    let mut events: Vec<Dated> = Vec::new();
    for event in panel
        .dataset
        .events
        .iter()
        .filter(|event| inside(event.day))
    {
        match events.last_mut() {
            Some(last) if last.day == event.day => {
                if !event.name.is_empty() {
                    let between = if last.name.is_empty() { "" } else { "; " };
                    last.name = format!("{}{between}{}", last.name, event.name);
                }
            }
            _ => events.push(Dated {
                day: event.day,
                name: event.name.clone(),
            }),
        }
    }
    events
}

#[cfg(test)]
mod tests {
    use super::*;

    const MONDAY: i32 = 20_458; // 5 January 2026

    #[test]
    fn a_month_that_the_export_ends_in_is_no_fall_of_usage() {
        let daily: Vec<i32> = (MONDAY..MONDAY + 7 * 26 - 2).collect();
        let months = whole_periods(Period::Month, &daily);
        let january = Period::Month.index(MONDAY).0;
        assert_eq!(months, Some(january..=january + 5));
        let weeks = whole_periods(Period::Week, &daily);
        let first = Period::Week.index(MONDAY).0;
        assert_eq!(weeks, Some(first..=first + 25));
    }

    #[test]
    fn a_weekly_report_covers_the_weeks_that_its_rows_are_dated_to() {
        let weekly: Vec<i32> = (0..5).map(|week| MONDAY + 7 * week).collect();
        let first = Period::Week.index(MONDAY).0;
        assert_eq!(
            whole_periods(Period::Week, &weekly),
            Some(first..=first + 4)
        );
    }
}
