//! Lengths of time as people and programs write them, in hours.

/// Hours of `1h 05m`, `2d 4h`, `45 min`, `3.5 hours`, `PT2H`, `P1DT30M`. A day has 24 hours, a week 7 days.
pub fn hours(text: &str) -> Option<f64> {
    let text = text.trim();
    if text.len() < 2 || text.len() > 40 || !text.is_ascii() {
        return None;
    }
    let lower = text.to_ascii_lowercase();
    let (sign, rest) = match lower.strip_prefix('-') {
        Some(rest) => (-1.0, rest.trim_start()),
        None => (1.0, lower.as_str()),
    };
    match rest.strip_prefix('p') {
        Some(iso) => iso_hours(iso),
        None => amounts(rest, WORDS).filter(|_| !rest.is_empty()),
    }
    .map(|hours| sign * hours)
}

/// Hours of `01:05:00`, `65:30`, `1.02:03:04` (days before the point), where the header says that it is a duration.
pub fn clock_hours(text: &str) -> Option<f64> {
    let text = text.trim();
    let (days, clock) = match text.split_once('.') {
        Some((days, clock)) if clock.contains(':') => (whole(days)?, clock),
        _ => (0.0, text),
    };
    let clock = clock.split('.').next()?;
    let parts: Vec<f64> = clock.split(':').map(whole).collect::<Option<_>>()?;
    let below_sixty = |parts: &[f64]| parts.iter().all(|part| *part < 60.0);
    match parts.as_slice() {
        [hours, rest @ ..] if (1..=2).contains(&rest.len()) && below_sixty(rest) => {
            let minutes = rest[0] + rest.get(1).unwrap_or(&0.0) / 60.0;
            Some(days * 24.0 + hours + minutes / 60.0)
        }
        _ => None,
    }
}

/// Units and their hours.
type Units = &'static [(&'static str, f64)];

const HOUR: f64 = 1.0;
const MINUTE: f64 = 1.0 / 60.0;
const SECOND: f64 = 1.0 / 3600.0;
const DAY: f64 = 24.0;
const WEEK: f64 = 168.0;

const ISO_DATE: Units = &[("d", DAY), ("w", WEEK)];
const ISO_TIME: Units = &[("h", HOUR), ("m", MINUTE), ("s", SECOND)];
const WORDS: Units = &[
    ("w", WEEK),
    ("wk", WEEK),
    ("week", WEEK),
    ("weeks", WEEK),
    ("d", DAY),
    ("day", DAY),
    ("days", DAY),
    ("h", HOUR),
    ("hr", HOUR),
    ("hrs", HOUR),
    ("hour", HOUR),
    ("hours", HOUR),
    ("m", MINUTE),
    ("min", MINUTE),
    ("mins", MINUTE),
    ("minute", MINUTE),
    ("minutes", MINUTE),
    ("s", SECOND),
    ("sec", SECOND),
    ("secs", SECOND),
    ("second", SECOND),
    ("seconds", SECOND),
    ("ms", SECOND / 1000.0),
];

/// What follows the `P` of ISO 8601; months and years have no fixed length.
fn iso_hours(text: &str) -> Option<f64> {
    let (date, time) = text.split_once('t').unwrap_or((text, ""));
    let hours = amounts(date, ISO_DATE)? + amounts(time, ISO_TIME)?;
    (!text.is_empty()).then_some(hours)
}

/// Σ amount × hours of its unit, over pairs such as `1h` or `05 min`.
fn amounts(text: &str, units: Units) -> Option<f64> {
    let mut rest = text.trim();
    let mut sum = 0.0;
    while !rest.is_empty() {
        let end = rest.find(|letter: char| !letter.is_ascii_digit() && letter != '.')?;
        let amount: f64 = rest[..end].parse().ok()?;
        rest = rest[end..].trim_start();
        let end = rest
            .find(|letter: char| !letter.is_ascii_alphabetic())
            .unwrap_or(rest.len());
        let (_, hours) = units.iter().find(|(unit, _)| *unit == &rest[..end])?;
        sum += amount * hours;
        rest = rest[end..].trim_start_matches([' ', ',']);
    }
    Some(sum)
}

fn whole(text: &str) -> Option<f64> {
    let is_short = (1..=5).contains(&text.len());
    (is_short && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(found: Option<f64>, want: f64) -> bool {
        found.is_some_and(|found| (found - want).abs() < 1e-12)
    }

    #[test]
    fn durations_are_read_in_hours() {
        for (text, want) in [
            ("1h 05m", 1.0 + 5.0 / 60.0),
            ("2d 4h", 52.0),
            ("45 min", 0.75),
            ("3.5 hours", 3.5),
            ("90s", 0.025),
            ("1 week, 1 day", 192.0),
            ("PT2H", 2.0),
            ("P1DT30M", 24.5),
            ("-1h", -1.0),
        ] {
            assert!(close(hours(text), want), "{text}: {:?}", hours(text));
        }
        for (text, want) in [
            ("01:05:00", 1.0 + 5.0 / 60.0),
            ("65:30", 65.5),
            ("1.02:03:36", 26.06),
            ("00:00:36.500", 0.01),
        ] {
            assert!(
                close(clock_hours(text), want),
                "{text}: {:?}",
                clock_hours(text)
            );
        }
    }

    #[test]
    fn what_is_no_duration_is_refused() {
        for text in [
            "", "5", "h", "1x", "P", "P1Y", "P2M", "m1", "1h05", "hello", "p-12",
        ] {
            assert_eq!(hours(text), None, "{text}");
        }
        for text in ["10", "1:75", "1:2:3:4", "a:b", ":"] {
            assert_eq!(clock_hours(text), None, "{text}");
        }
    }
}
