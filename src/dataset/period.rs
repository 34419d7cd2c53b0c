//! Periods: how time is cut before people are compared.

use jiff_core::civil::Date;
use serde::{Deserialize, Serialize};

use crate::table::date::{day_of, iso_day};

pub use crate::table::date::date_of;

/// The length of the pieces that time is cut into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Period {
    /// A calendar day.
    Day,
    /// An ISO 8601 week: Monday to Sunday.
    Week,
    /// A calendar month.
    Month,
    /// The whole time: one value per person.
    Span,
}

/// A period's position in time: days, weeks or months since 1970, in whole steps,
/// so that neighbours differ by one and gaps can be counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PeriodIndex(pub i32);

/// Thursday, 1 January 1970 lies in the ISO week that began three days earlier.
const DAYS_FROM_MONDAY_TO_EPOCH: i32 = 3;

impl Period {
    /// The period that a day lies in.
    ///
    /// `day` counts days since 1 January 1970.
    pub fn index(self, day: i32) -> PeriodIndex {
        PeriodIndex(match self {
            Period::Day => day,
            Period::Week => (day + DAYS_FROM_MONDAY_TO_EPOCH).div_euclid(7),
            Period::Month => {
                let date = date_of(day);
                i32::from(date.year() - 1970) * 12 + i32::from(date.month()) - 1
            }
            Period::Span => 0,
        })
    }

    /// The first day of a period, as days since 1 January 1970.
    /// For [`Period::Span`] this is day 0 and means nothing.
    pub fn first_day(self, index: PeriodIndex) -> i32 {
        match self {
            Period::Day => index.0,
            Period::Week => index.0 * 7 - DAYS_FROM_MONDAY_TO_EPOCH,
            Period::Month => {
                let year = 1970 + index.0.div_euclid(12);
                let month = index.0.rem_euclid(12) + 1;
                match (i16::try_from(year), i8::try_from(month)) {
                    (Ok(year), Ok(month)) => Date::new(year, month, 1).map_or(0, day_of),
                    _ => 0,
                }
            }
            Period::Span => 0,
        }
    }

    /// The word for one such period, for example "week".
    pub fn word(self) -> &'static str {
        match self {
            Period::Day => "day",
            Period::Week => "week",
            Period::Month => "month",
            Period::Span => "whole time",
        }
    }
}

/// A day as addresses and date inputs write it: `2026-04-06`.
pub fn iso_of(day: i32) -> String {
    iso_day(date_of(day))
}

/// The day that is written so, as days since 1 January 1970.
pub fn day_of_iso(text: &str) -> Option<i32> {
    let mut parts = text.splitn(3, '-');
    let mut part = |digits: usize| {
        let part = parts.next().filter(|part| part.len() == digits)?;
        let is_number = part.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| part.parse::<i16>().ok())?
    };
    let (year, month, day) = (part(4)?, part(2)?, part(2)?);
    let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    Date::new(year, month, day).ok().map(day_of)
}

#[cfg(test)]
mod tests {
    use jiff_core::civil::date;

    use super::*;

    #[test]
    fn a_week_runs_from_monday_to_sunday() {
        let monday = day_of(date(2026, 1, 5));
        let sunday = day_of(date(2026, 1, 11));
        assert_eq!(Period::Week.index(monday), Period::Week.index(sunday));
        assert_ne!(Period::Week.index(monday), Period::Week.index(monday - 1));
        assert_eq!(Period::Week.first_day(Period::Week.index(sunday)), monday);
    }

    #[test]
    fn a_day_in_an_address_is_a_day_of_the_calendar_or_nothing() {
        for day in [-719_000, -1, 0, 19_782, 20_458] {
            let text = iso_of(day);
            let theirs: jiff::civil::Date = text.parse().expect("jiff reads it too");
            assert_eq!(day_of_iso(&text), Some(day), "{theirs}");
        }
        for text in [
            "",
            "2026",
            "2026-4-6",
            "2026-02-30",
            "2026-04-06-01",
            "+026-04-06",
            "2026-04-0é",
        ] {
            assert_eq!(day_of_iso(text), None, "{text}");
        }
    }

    #[test]
    fn a_month_begins_on_its_first_day_before_and_after_1970() {
        for when in [
            date(1969, 12, 31),
            date(1970, 1, 1),
            date(2024, 2, 29),
            date(2026, 11, 24),
        ] {
            let index = Period::Month.index(day_of(when));
            assert_eq!(
                date_of(Period::Month.first_day(index)),
                when.first_of_month()
            );
        }
    }
}
