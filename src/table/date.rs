//! Dates and times as exports write them. Civil time only: no zone, no clock, no locale.

use std::sync::Arc;

use jiff_core::civil::{Date, ISOWeekDate, Time, UnixEpochDay, Weekday};

use super::packed::{NOTHING, Packed};

/// A column of dates; a missing one has no value. Cheap to clone: the values are shared with the column.
#[derive(Debug, Clone, PartialEq)]
pub struct Dates {
    /// Seconds since 1 January 1970 as the file's clock shows them, or codes of them; [`NOTHING`] stands for missing.
    rows: Arc<Packed>,
    /// The seconds of each code, where rows hold codes.
    of_code: Option<Arc<[i64]>>,
}

const DAY: i64 = 86_400;

impl Dates {
    pub(super) fn of_codes(
        codes: Arc<Packed>,
        moments: impl Iterator<Item = Option<Moment>>,
    ) -> Self {
        Dates {
            rows: codes,
            of_code: Some(moments.map(seconds_or_nothing).collect()),
        }
    }

    /// The day of a row, counted from 1 January 1970, unless it is missing.
    pub fn day(&self, row: usize) -> Option<i32> {
        self.seconds(row).and_then(day_of_seconds)
    }

    /// The moment of a row in seconds since 1 January 1970, unless it is missing.
    pub fn seconds(&self, row: usize) -> Option<i64> {
        let seconds = match &self.of_code {
            Some(seconds) => *seconds.get(usize::try_from(self.rows.get(row)).ok()?)?,
            None => self.rows.get(row),
        };
        (seconds != NOTHING).then_some(seconds)
    }

    /// Calls `visit` with the day of every row in order.
    pub fn each_day(&self, mut visit: impl FnMut(Option<i32>)) {
        let day = |seconds: i64| {
            Some(seconds)
                .filter(|one| *one != NOTHING)
                .and_then(day_of_seconds)
        };
        let Some(seconds) = &self.of_code else {
            return self.rows.each(|seconds| visit(day(seconds)));
        };
        let days: Vec<Option<i32>> = seconds.iter().copied().map(day).collect();
        self.rows.each(|code| {
            let day = usize::try_from(code).ok().and_then(|code| days.get(code));
            visit(day.copied().flatten());
        });
    }

    /// The day of each code as a number, where rows hold codes; NaN stands for missing.
    pub(super) fn days_of_codes(&self) -> Option<impl Iterator<Item = f64>> {
        let day = |seconds: &i64| {
            let present = Some(*seconds).filter(|seconds| *seconds != NOTHING);
            present.and_then(day_of_seconds).map_or(f64::NAN, f64::from)
        };
        Some(self.of_code.as_ref()?.iter().map(day))
    }

    /// The day of every row as a number; NaN stands for missing.
    pub(super) fn all_days(&self) -> Vec<f64> {
        let mut days = Vec::with_capacity(self.rows.len());
        self.each_day(|day| days.push(day.map_or(f64::NAN, f64::from)));
        days
    }

    /// The days that are there, in order of rows.
    pub fn present_days(&self) -> Vec<i32> {
        let mut days = Vec::with_capacity(self.rows.len());
        self.each_day(|day| days.extend(day));
        days
    }
}

fn day_of_seconds(seconds: i64) -> Option<i32> {
    i32::try_from(seconds.div_euclid(DAY)).ok()
}

fn seconds_or_nothing(moment: Option<Moment>) -> i64 {
    moment.map_or(NOTHING, |moment| moment.seconds)
}

impl FromIterator<Option<Moment>> for Dates {
    fn from_iter<I: IntoIterator<Item = Option<Moment>>>(moments: I) -> Self {
        Dates {
            rows: Arc::new(moments.into_iter().map(seconds_or_nothing).collect()),
            of_code: None,
        }
    }
}

/// A date, and a time of day where the text had one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// Seconds since 1 January 1970.
    pub seconds: i64,
    /// Whether the text carried a time of day.
    pub has_time: bool,
}

/// Which of two small numbers is the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// `31.12.2026`, `31/12/2026`
    DayFirst,
    /// `12/31/2026`
    MonthFirst,
}

/// Days from 1 January 1970 to a date.
pub fn day_of(when: Date) -> i32 {
    when.to_unix_epoch_day().day()
}

/// The date that lies `day` days after 1 January 1970, held inside the years that a calendar knows.
pub fn date_of(day: i32) -> Date {
    let days = UnixEpochDay::new(day.clamp(-719_000, 2_900_000));
    days.map_or(Date::MAX, UnixEpochDay::to_date)
}

/// A date as ISO 8601 text: `2026-01-05`.
pub fn iso_day(when: Date) -> String {
    format!("{:04}-{:02}-{:02}", when.year(), when.month(), when.day())
}

/// A moment as ISO 8601 text: `2026-01-05`, or `2026-01-05T10:43:41` unless it is midnight.
pub fn iso(seconds: i64) -> String {
    let day = i32::try_from(seconds.div_euclid(DAY)).unwrap_or(i32::MAX);
    let of_day = seconds.rem_euclid(DAY);
    if of_day == 0 {
        return iso_day(date_of(day));
    }
    format!(
        "{}T{:02}:{:02}:{:02}",
        iso_day(date_of(day)),
        of_day / 3600,
        of_day / 60 % 60,
        of_day % 60
    )
}

/// How names of months begin, without accents: English, then what German, French, Spanish, Portuguese, Italian
/// and Dutch spell otherwise.
const MONTHS: &[(&str, i8)] = &[
    ("jan", 1),
    ("feb", 2),
    ("mar", 3),
    ("apr", 4),
    ("may", 5),
    ("jun", 6),
    ("jul", 7),
    ("aug", 8),
    ("sep", 9),
    ("oct", 10),
    ("nov", 11),
    ("dec", 12),
    ("ene", 1),
    ("gen", 1),
    ("fev", 2),
    ("mrz", 3),
    ("mrt", 3),
    ("avr", 4),
    ("abr", 4),
    ("mai", 5),
    ("mei", 5),
    ("mag", 5),
    ("juin", 6),
    ("giu", 6),
    ("juil", 7),
    ("lug", 7),
    ("aou", 8),
    ("ago", 8),
    ("set", 9),
    ("okt", 10),
    ("out", 10),
    ("ott", 10),
    ("dez", 12),
    ("dic", 12),
];

/// Years that an export of work can come from; it keeps "12/11/10" and part numbers from becoming dates.
pub(super) const YEARS: std::ops::RangeInclusive<i16> = 1970..=2100;

/// A date with or without time, in any of the usual forms:
/// `2026-01-05`, `2026-01-05T10:43:41.8378480Z`, `2026-01-05 10:43`, `1/5/26`, `05.01.2026`, `04-17-2025`,
/// `14/Jul/25 3:42 PM`, `5 Jan 2026`, `Jan 5, 2026`, `2026-W02`, `2026-01`.
///
/// A zone or offset is read past: the clock in the file is taken as it stands.
pub fn parse(text: &str, order: Order) -> Option<Moment> {
    let text = text.trim();
    if text.len() < 6 || text.len() > 48 {
        return None;
    }
    if !text.is_ascii() {
        return parse(&folded(text)?, order);
    }
    let (day_part, time_part) = split_time(without_weekday(text));
    let when = calendar_day(day_part, order)?;
    let seconds = i64::from(day_of(when)) * DAY;
    if time_part.is_empty() {
        return Some(Moment {
            seconds,
            has_time: false,
        });
    }
    let time = time_of_day(time_part)?;
    let of_day =
        i64::from(time.hour()) * 3600 + i64::from(time.minute()) * 60 + i64::from(time.second());
    Some(Moment {
        seconds: seconds + of_day,
        has_time: true,
    })
}

/// Seconds to nanoseconds since 1970, for columns whose header says that they are dates.
pub fn parse_epoch(text: &str) -> Option<Moment> {
    of_epoch(text.trim().parse().ok()?)
}

/// 1 January 2000 and 1 January 2101, which keeps amounts from becoming moments.
const EPOCHS: std::ops::Range<i64> = 946_684_800..4_133_980_800;

/// Seconds to nanoseconds since 1970, told apart by their number of digits.
pub fn of_epoch(number: i64) -> Option<Moment> {
    let units = match number {
        100_000_000..=9_999_999_999 => 1,
        100_000_000_000..=9_999_999_999_999 => 1_000,
        1_000_000_000_000_000..=9_999_999_999_999_999 => 1_000_000,
        1_000_000_000_000_000_000.. => 1_000_000_000,
        _ => return None,
    };
    let seconds = number.div_euclid(units);
    EPOCHS.contains(&seconds).then_some(Moment {
        seconds,
        has_time: true,
    })
}

/// Seconds since 1970 of a day written as `20260105`.
pub fn compact(text: &str) -> Option<i64> {
    let text = text.trim();
    let digits = text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit());
    let day = digits.then(|| ymd(&text[..4], &text[4..6], &text[6..]))??;
    Some(i64::from(day_of(day)) * DAY)
}

/// Seconds since 1970 of a spreadsheet's day number: 46027 is 5 January 2026, 46027.5 its noon.
pub fn serial(text: &str) -> Option<i64> {
    /// Days from the spreadsheet's day 0, 30 December 1899, to 1970.
    const TO_1970: f64 = 25_569.0;
    let number: f64 = text.trim().parse().ok()?;
    // 2000 to 2100: smaller numbers are likelier counts.
    let in_range = (36_526.0..73_415.0).contains(&number);
    #[expect(clippy::cast_possible_truncation, reason = "held inside a century")]
    in_range.then(|| ((number - TO_1970) * DAY as f64).round() as i64)
}

/// Whether a text reads differently, and validly, in both orders.
pub fn is_ambiguous(text: &str) -> bool {
    match (parse(text, Order::DayFirst), parse(text, Order::MonthFirst)) {
        (Some(one), Some(other)) => one != other,
        _ => false,
    }
}

/// Letters with accents and blanks of other widths as plain ones; nothing where other letters remain.
fn folded(text: &str) -> Option<String> {
    let plain = |letter: char| match letter {
        'é' | 'è' | 'ê' => 'e',
        'û' | 'ü' | 'ù' => 'u',
        'ä' | 'á' | 'à' | 'ã' => 'a',
        'ç' => 'c',
        '\u{a0}' | '\u{202f}' | '\u{2009}' | '\u{200e}' | '\u{200f}' => ' ',
        other => other,
    };
    let folded: String = text.to_lowercase().chars().map(plain).collect();
    let folded = folded.trim().to_uppercase();
    folded.is_ascii().then_some(folded)
}

/// `Thu, 03 Sep 2026` without its weekday.
fn without_weekday(text: &str) -> &str {
    const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let letters = text
        .find(|letter: char| !letter.is_ascii_alphabetic())
        .unwrap_or(text.len());
    let is_weekday = letters >= 3
        && WEEKDAYS
            .iter()
            .any(|day| day.eq_ignore_ascii_case(&text[..3]))
        && (letters == 3 || text[..letters].to_ascii_lowercase().ends_with("day"));
    if is_weekday {
        text[letters..].trim_start_matches([',', ' '])
    } else {
        text
    }
}

/// The day and the rest: at the `T` of ISO 8601, or at the blank before the first `hh:mm`.
fn split_time(text: &str) -> (&str, &str) {
    let bytes = text.as_bytes();
    if bytes.len() > 10 && bytes[10] == b'T' {
        return (&text[..10], &text[11..]);
    }
    let Some(colon) = text.find(':') else {
        return (text, "");
    };
    match text[..colon].rfind([' ', ',']) {
        Some(blank) => (
            text[..blank].trim_end_matches([' ', ',']),
            text[blank + 1..].trim(),
        ),
        None => (text, ""),
    }
}

fn calendar_day(text: &str, order: Order) -> Option<Date> {
    let bytes = text.as_bytes();
    if bytes.len() == 10 && bytes[4] == b'-' && bytes[7] == b'-' {
        return ymd(&text[..4], &text[5..7], &text[8..]);
    }
    let parts: Vec<&str> = text
        .split([' ', '/', '-', '.', ','])
        .filter(|part| !part.is_empty())
        .collect();
    match parts.as_slice() {
        [year, week] if week.starts_with(['W', 'w']) => iso_week(year, &week[1..]),
        // `2026.01` is a number.
        [year, month] if year.len() == 4 && !text.contains(['.', ',']) => ymd(year, month, "1"),
        // A year after any other word is a title, such as "Marketing 2026".
        [month, year] if year.len() == 4 && month.len() <= 3 => ymd(year, month, "1"),
        [year, month, day] if year.len() == 4 => ymd(year, month, day),
        [first, second, year] if year.len() == 4 || year.len() == 2 => {
            if month_name(first).is_some() {
                return ymd(year, first, second);
            }
            // A point between the parts is only written where the day comes first.
            let day_first =
                order == Order::DayFirst || text.contains('.') || month_name(second).is_some();
            if day_first {
                ymd(year, second, first)
            } else {
                ymd(year, first, second)
            }
        }
        _ => None,
    }
}

fn ymd(year: &str, month: &str, day: &str) -> Option<Date> {
    let year: i16 = match year.len() {
        2 => 2000 + year.parse::<i16>().ok()?,
        _ => year.parse().ok()?,
    };
    let month = month_name(month).or_else(|| small(month))?;
    Date::new(year, month, small(day)?)
        .ok()
        .filter(|_| YEARS.contains(&year))
}

/// A day or month: one or two digits, and nothing else.
fn small(text: &str) -> Option<i8> {
    (text.len() <= 2 && text.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| text.parse().ok())?
}

fn month_name(text: &str) -> Option<i8> {
    if !text.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return None;
    }
    let begins = |name: &str| {
        text.get(..name.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(name))
    };
    MONTHS
        .iter()
        .find(|(name, _)| begins(name))
        .map(|(_, month)| *month)
}

/// The Monday of an ISO 8601 week.
fn iso_week(year: &str, week: &str) -> Option<Date> {
    let year: i16 = year.parse().ok().filter(|year| YEARS.contains(year))?;
    let week = ISOWeekDate::new(year, small(week)?, Weekday::Monday);
    week.ok().map(ISOWeekDate::to_date)
}

/// `10:43`, `10:43:41.8378480Z`, `3:42 PM`, `10:43:41+00:00`.
fn time_of_day(text: &str) -> Option<Time> {
    let upper = text.to_ascii_uppercase();
    let (clock, half) = match (upper.strip_suffix("AM"), upper.strip_suffix("PM")) {
        (Some(clock), _) => (clock.trim(), Some(0)),
        (_, Some(clock)) => (clock.trim(), Some(12)),
        _ => (upper.as_str(), None),
    };
    let end = clock
        .find(|letter: char| !letter.is_ascii_digit() && letter != ':')
        .unwrap_or(clock.len());
    let mut parts = clock[..end].split(':');
    let hour = small(parts.next()?)?;
    let minute = small(parts.next()?)?;
    let second = parts.next().map_or(Some(0), small)?;
    let hour = match half {
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some(noon) => hour % 12 + noon,
        None => hour,
    };
    Time::new(hour, minute, second, 0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reads(text: &str, order: Order) -> Option<String> {
        let moment = parse(text, order)?;
        let day = date_of(i32::try_from(moment.seconds.div_euclid(DAY)).unwrap());
        let of_day = moment.seconds.rem_euclid(DAY);
        let time = format!(
            " {:02}:{:02}:{:02}",
            of_day / 3600,
            of_day / 60 % 60,
            of_day % 60
        );
        let time = if moment.has_time { &time } else { "" };
        Some(format!("{}{time}", iso_day(day)))
    }

    #[test]
    fn dates_are_read_as_exports_write_them() {
        let us = |text| reads(text, Order::MonthFirst).unwrap_or_default();
        let eu = |text| reads(text, Order::DayFirst).unwrap_or_default();
        assert_eq!(us("2026-05-27"), "2026-05-27");
        assert_eq!(us("2026-03-28T06:54:33Z"), "2026-03-28 06:54:33");
        assert_eq!(us("2025-06-18T10:43:41.8378480Z"), "2025-06-18 10:43:41");
        assert_eq!(us("2022-07-17 07:15:55.959+00:00"), "2022-07-17 07:15:55");
        assert_eq!(us("5/29/26"), "2026-05-29");
        assert_eq!(us("11/23/25"), "2025-11-23");
        assert_eq!(us("04-17-2025"), "2025-04-17");
        assert_eq!(us("6/21/2025 16:14"), "2025-06-21 16:14:00");
        assert_eq!(us("14/Jul/25 3:42 PM"), "2025-07-14 15:42:00");
        assert_eq!(us("03/Sep/26 12:05 AM"), "2026-09-03 00:05:00");
        assert_eq!(us("Jan 5, 2026"), "2026-01-05");
        assert_eq!(us("5 January 2026"), "2026-01-05");
        assert_eq!(us("31.12.2025"), "2025-12-31");
        assert_eq!(eu("05/01/2026"), "2026-01-05");
        assert_eq!(us("05/01/2026"), "2026-05-01");
        assert_eq!(us("2026-W02"), "2026-01-05");
        assert_eq!(us("2026-01"), "2026-01-01");
        assert_eq!(us("2026/01/05"), "2026-01-05");
        assert_eq!(us("Thu, 03 Sep 2026 09:05:00 GMT"), "2026-09-03 09:05:00");
        assert_eq!(us("Sep 3, 2026 9:05\u{202f}PM"), "2026-09-03 21:05:00");
        assert_eq!(us("Sep 2026"), "2026-09-01");
        assert_eq!(us("14/Dez/25 3:42 PM"), "2025-12-14 15:42:00");
        assert_eq!(us("5. März 2026"), "2026-03-05");
        assert_eq!(us("3 févr. 2026"), "2026-02-03");
        assert_eq!(us("31 août 2026"), "2026-08-31");
        assert_eq!(us("1 juil. 2026"), "2026-07-01");
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "",
            "12345",
            "2026-13-01",
            "2026-02-30",
            "13/13/2026",
            "1.2.3.4",
            "v2.10.26b",
            "hello world",
            "1850-01-01",
            "2026.01",
            "2026,5",
        ] {
            assert_eq!(reads(text, Order::MonthFirst), None, "{text}");
        }
    }

    #[test]
    fn an_order_is_ambiguous_only_where_both_are_valid_and_differ() {
        assert!(is_ambiguous("05/01/2026"));
        assert!(!is_ambiguous("25/01/2026"));
        assert!(!is_ambiguous("05/05/2026"));
        assert!(!is_ambiguous("2026-01-05"));
    }

    #[test]
    fn epochs_are_read_in_seconds_and_milliseconds() {
        assert_eq!(parse_epoch("1710720000000").unwrap().seconds, 1_710_720_000);
        assert_eq!(parse_epoch("1710720000").unwrap().seconds, 1_710_720_000);
        assert_eq!(
            parse_epoch("1710720000000000").unwrap().seconds,
            1_710_720_000
        );
        assert_eq!(parse_epoch("17107"), None);
    }

    #[test]
    fn days_and_dates_are_each_others_inverse() {
        for day in [-1, 0, 1, 20_000, 20_781] {
            assert_eq!(day_of(date_of(day)), day);
        }
    }
}
