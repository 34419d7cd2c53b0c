//! What is odd about joined data, and what a person should look into before relying on it.

use crate::dataset::{Log, Period};
use crate::format;
use crate::metrics::catalogue::Formula;
use crate::metrics::{Panel, Topic};
use crate::notice::{Kind, Notice};

/// Rows at which exports are cut off: pages of interfaces, and the limits of spreadsheets, without a header or with it.
const LIMITS: [usize; 13] = [
    100, 500, 1_000, 5_000, 10_000, 30_000, 50_000, 65_535, 65_536, 100_000, 500_000, 1_000_000,
    1_048_575,
];

/// Says of a file that it has just as many rows as an export that was cut off would have.
pub fn of_file(file: &str, rows: usize) -> Option<Notice> {
    LIMITS
        .contains(&rows)
        .then(|| Notice::counted(file, Kind::RoundRows, rows))
}

/// Values that cannot be, and time in which nobody has a row.
pub fn of_panel(panel: &Panel) -> Vec<Notice> {
    let gaps = [(Topic::Usage, "usage"), (Topic::Outcome, "outcomes")]
        .into_iter()
        .filter_map(|(topic, word)| gap(panel.log(topic), panel.period, word));
    accepted_over_shown(panel).into_iter().chain(gaps).collect()
}

/// Rows in which more was accepted than suggested.
fn accepted_over_shown(panel: &Panel) -> Option<Notice> {
    let log = panel.log(Topic::Usage);
    let rates = panel
        .metrics
        .iter()
        .filter(|metric| metric.info.is_acceptance_rate());
    let (numerator, denominator) =
        rates
            .map(|metric| metric.formula)
            .find_map(|formula| match formula {
                Formula::Ratio {
                    numerator,
                    denominator,
                } => Some((numerator, denominator)),
                _ => None,
            })?;
    let (accepted, shown) = (&log.series[numerator], &log.series[denominator]);
    let (accepted_values, shown_values) = (accepted.values(), shown.values());
    let pairs = accepted_values.iter().zip(&shown_values);
    let impossible = pairs.filter(|(accepted, shown)| accepted > shown).count();
    (impossible > 0).then(|| {
        let kind = Kind::MoreAccepted(accepted.name.clone(), shown.name.clone());
        Notice::counted("", kind, impossible)
    })
}

/// Periods between the first and the last in which nobody has a row.
fn gap(log: &Log, period: Period, word: &str) -> Option<Notice> {
    // Days without work are no gap.
    if matches!(period, Period::Span | Period::Day) {
        return None;
    }
    let mut periods: Vec<i32> = log
        .day
        .as_ref()?
        .iter()
        .map(|day| period.index(*day).0)
        .collect();
    periods.sort_unstable();
    periods.dedup();
    let missing: Vec<i32> = periods
        .windows(2)
        .flat_map(|pair| pair[0] + 1..pair[1])
        .collect();
    let first = *missing.first()?;
    let day = format::day(period.first_day(crate::dataset::period::PeriodIndex(first)));
    let kind = Kind::GapInTime(word.to_owned(), day);
    Some(Notice::counted("", kind, missing.len()))
}

#[cfg(test)]
mod tests {
    use super::of_file;

    #[test]
    fn a_file_of_just_a_limit_of_rows_may_be_cut_off() {
        assert!(of_file("usage.csv", 1_048_575).is_some());
        assert!(of_file("usage.csv", 1_048_574).is_none());
    }
}
