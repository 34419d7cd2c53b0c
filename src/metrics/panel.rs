//! The panel: which (person, period) cells a log fills, and one value per cell for a metric.

use crate::dataset::period::PeriodIndex;
use crate::dataset::person_days::PersonDays;
use crate::dataset::{Absent, Adds, Log, Period};

/// A cell of the panel: one person in one period.
pub type Key = (u32, PeriodIndex);

/// Stands for a place without a cell.
const NONE: u32 = u32::MAX;

/// Days from first to last for which a calendar is made.
const MOST_DAYS: i64 = 1 << 20;

/// The cells that a log fills, in order of person and period, and the cell of each row.
#[derive(Debug, Clone, PartialEq)]
pub struct Cells {
    /// The cells, sorted.
    pub keys: Vec<Key>,
    /// Per row of the log, the position of its cell in `keys`.
    cell_of_row: Vec<u32>,
    /// Whether a cell is a gap between others; nothing where there are none.
    is_gap: Vec<bool>,
}

impl Cells {
    /// The cells of a log. Without dates everything falls into one cell per person.
    ///
    /// With [`Absent::Zero`] the gaps between a person's first and last cell become cells too,
    /// without rows: sums over them are zero. With [`Absent::ZeroForRoster`] all periods of the people of the roster do.
    pub fn of(log: &Log, period: Period, absent: Absent) -> Self {
        let rows = period_of_rows(log, period);
        let dense = Self::dense(log, &rows, absent).filter(|_| absent != Absent::ZeroForRoster);
        dense.unwrap_or_else(|| Self::sparse(log, &rows, absent))
    }

    /// Numbers the cells by a table of persons and periods; `None` where that would be mostly empty.
    fn dense(log: &Log, periods: &[i32], absent: Absent) -> Option<Self> {
        let (first, last) = (*periods.iter().min()?, *periods.iter().max()?);
        let width = usize::try_from(i64::from(last) - i64::from(first) + 1).ok()?;
        let people = *log.person.iter().max()? as usize + 1;
        let size = people
            .checked_mul(width)
            .filter(|size| *size <= log.person.len() * 2 + 4096)?;
        let offset = |period: i32| usize::try_from(i64::from(period) - i64::from(first));
        let place =
            |row: usize| log.person[row] as usize * width + offset(periods[row]).unwrap_or(0);
        let mut numbers = vec![NONE; size];
        for row in 0..periods.len() {
            numbers[place(row)] = 0;
        }
        let mut keys = Vec::new();
        for (person, of_person) in (0_u32..).zip(numbers.chunks_mut(width)) {
            let is_there = |number: &u32| *number != NONE;
            let Some(begin) = of_person.iter().position(is_there) else {
                continue;
            };
            let end = of_person.iter().rposition(is_there).unwrap_or(begin);
            for (period, number) in (first..).zip(of_person).take(end + 1).skip(begin) {
                if *number != NONE || absent != Absent::Unknown {
                    *number = u32::try_from(keys.len()).ok()?;
                    keys.push((person, PeriodIndex(period)));
                }
            }
        }
        let cell_of_row = (0..periods.len()).map(|row| numbers[place(row)]).collect();
        Some(Cells::new(keys, cell_of_row, absent))
    }

    fn sparse(log: &Log, periods: &[i32], absent: Absent) -> Self {
        let key = |(person, period): (&u32, &i32)| (*person, PeriodIndex(*period));
        let rows: Vec<Key> = log.person.iter().zip(periods).map(key).collect();
        let mut keys = rows.clone();
        keys.sort_unstable();
        keys.dedup();
        if absent != Absent::Unknown {
            keys = without_gaps(&keys);
        }
        if let (Absent::ZeroForRoster, Some(first), Some(last)) =
            (absent, periods.iter().min(), periods.iter().max())
        {
            for &person in &log.roster {
                keys.extend((*first..=*last).map(|period| (person, PeriodIndex(period))));
            }
            keys.sort_unstable();
            keys.dedup();
        }
        let cell_of_row = rows
            .iter()
            .map(|key| u32::try_from(keys.partition_point(|other| other < key)).unwrap_or(NONE))
            .collect();
        Cells::new(keys, cell_of_row, absent)
    }

    fn new(keys: Vec<Key>, cell_of_row: Vec<u32>, absent: Absent) -> Self {
        let mut is_gap = Vec::new();
        if absent != Absent::Unknown {
            is_gap = vec![true; keys.len()];
            for cell in &cell_of_row {
                is_gap[*cell as usize] = false;
            }
        }
        Cells {
            keys,
            cell_of_row,
            is_gap,
        }
    }

    /// Whether a cell is a gap without rows.
    pub fn is_gap(&self, cell: usize) -> bool {
        self.is_gap.get(cell).is_some_and(|is_gap| *is_gap)
    }

    /// One value per cell: `values` added up as the measure says. NaN where a cell has rows but no value;
    /// a cell without rows (a filled gap) is zero under [`Adds::Sum`] and NaN otherwise.
    pub fn add_up(&self, values: &[f64], adds: Adds, days: Option<&[i32]>) -> Vec<f64> {
        match adds {
            Adds::Sum => {
                let (mut sums, counts) = self.sums(values);
                for (cell, sum) in sums.iter_mut().enumerate() {
                    if counts[cell] == 0 && !self.is_gap(cell) {
                        *sum = f64::NAN;
                    }
                }
                sums
            }
            Adds::Mean => {
                let (sums, counts) = self.sums(values);
                let mean = |(sum, count): (f64, u32)| sum / f64::from(count);
                sums.into_iter().zip(counts).map(mean).collect()
            }
            Adds::Median => self.medians(values),
            Adds::Last => self.latest(values, days),
        }
    }

    /// Distinct days per cell on which some row is active; nothing where the log has no days.
    pub fn active_days(&self, log: &Log, is_active: &[bool]) -> Vec<f64> {
        let mut counts = vec![0.0; self.keys.len()];
        let people = self.keys.last().map_or(0, |key| key.0 as usize + 1);
        // A day lies in one period, so that a person and day belongs to one cell.
        let mut seen = PersonDays::new(&log.person, log.day.as_deref(), people);
        for (day, (row, cell)) in log.day.iter().flatten().zip(self.rows()) {
            if is_active[row] && seen.insert(log.person[row], *day) {
                counts[cell] += 1.0;
            }
        }
        counts
    }

    /// Per cell, whether some row of it is active.
    pub fn with_active_row(&self, is_active: &[bool]) -> Vec<bool> {
        let mut active = vec![false; self.keys.len()];
        for (row, cell) in self.rows() {
            active[cell] |= is_active[row];
        }
        active
    }

    fn rows(&self) -> impl Iterator<Item = (usize, usize)> {
        self.cell_of_row
            .iter()
            .enumerate()
            .map(|(row, cell)| (row, *cell as usize))
    }

    /// Per cell, the sum of the values that are there, and how many there are.
    pub fn sums(&self, values: &[f64]) -> (Vec<f64>, Vec<u32>) {
        let mut sums = vec![0.0; self.keys.len()];
        let mut counts = vec![0; self.keys.len()];
        for (cell, &value) in self.cell_of_row.iter().zip(values) {
            if !value.is_nan() {
                sums[*cell as usize] += value;
                counts[*cell as usize] += 1;
            }
        }
        (sums, counts)
    }

    fn medians(&self, values: &[f64]) -> Vec<f64> {
        let mut counts = vec![0_u32; self.keys.len()];
        for (row, cell) in self.rows() {
            counts[cell] += u32::from(!values[row].is_nan());
        }
        // All values, cell by cell, in one allocation.
        let mut gathered = vec![0.0; counts.iter().map(|count| *count as usize).sum()];
        let mut ends = Vec::with_capacity(counts.len());
        let mut end = 0;
        for count in &counts {
            ends.push(end);
            end += *count as usize;
        }
        for (row, cell) in self.rows() {
            if !values[row].is_nan() {
                gathered[ends[cell]] = values[row];
                ends[cell] += 1;
            }
        }
        ends.iter()
            .zip(counts)
            .map(|(end, count)| median(&mut gathered[end - count as usize..*end]))
            .collect()
    }

    /// The value of the latest day; of equal days, the one that stands last in the file.
    fn latest(&self, values: &[f64], days: Option<&[i32]>) -> Vec<f64> {
        let mut latest = vec![(i32::MIN, f64::NAN); self.keys.len()];
        for (row, cell) in self.rows() {
            let day = days.map_or(0, |days| days[row]);
            if !values[row].is_nan() && day >= latest[cell].0 {
                latest[cell] = (day, values[row]);
            }
        }
        latest.into_iter().map(|(_, value)| value).collect()
    }
}

fn without_gaps(keys: &[Key]) -> Vec<Key> {
    let mut filled = Vec::with_capacity(keys.len());
    for (at, &(person, period)) in keys.iter().enumerate() {
        filled.push((person, period));
        if let Some(&(next_person, next)) = keys.get(at + 1)
            && next_person == person
        {
            filled.extend((period.0 + 1..next.0).map(|gap| (person, PeriodIndex(gap))));
        }
    }
    filled
}

/// The period of each row; 0 for all where the log has no days.
fn period_of_rows(log: &Log, period: Period) -> Vec<i32> {
    let Some(days) = &log.day else {
        return vec![0; log.person.len()];
    };
    let (Some(&first), Some(&last)) = (days.iter().min(), days.iter().max()) else {
        return Vec::new();
    };
    if i64::from(last) - i64::from(first) > MOST_DAYS {
        return days.iter().map(|day| period.index(*day).0).collect();
    }
    // Months need a calendar, which is asked once a day rather than once a row.
    let of_day: Vec<i32> = (first..=last).map(|day| period.index(day).0).collect();
    let place = |day: i32| usize::try_from(day - first).unwrap_or(0);
    days.iter().map(|day| of_day[place(*day)]).collect()
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    let half = values.len() / 2;
    match values.len() {
        0 => f64::NAN,
        n if n % 2 == 1 => values[half],
        _ => f64::midpoint(values[half - 1], values[half]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn log(rows: &[(u32, i32)]) -> Log {
        Log {
            person: rows.iter().map(|row| row.0).collect(),
            day: Some(rows.iter().map(|row| row.1).collect()),
            series: Vec::new(),
            roster: Vec::new(),
        }
    }

    const MONDAY: i32 = 20_458; // 5 January 2026

    #[test]
    fn rows_of_one_person_and_week_share_a_cell() {
        let log = log(&[(1, MONDAY), (0, MONDAY), (1, MONDAY + 6), (1, MONDAY + 7)]);
        let cells = Cells::of(&log, Period::Week, Absent::Unknown);
        assert_eq!(cells.keys.len(), 3);
        assert_eq!(
            cells.add_up(&[1.0, 2.0, 4.0, 8.0], Adds::Sum, None),
            [2.0, 5.0, 8.0]
        );
        assert_eq!(
            cells.add_up(&[1.0, 2.0, 4.0, 8.0], Adds::Mean, None),
            [2.0, 2.5, 8.0]
        );
    }

    #[test]
    fn a_cell_with_rows_but_no_value_is_missing_not_zero() {
        let log = log(&[(0, MONDAY), (1, MONDAY)]);
        let cells = Cells::of(&log, Period::Week, Absent::Unknown);
        let sums = cells.add_up(&[f64::NAN, 3.0], Adds::Sum, None);
        assert!(sums[0].is_nan());
        assert_eq!(sums[1..], [3.0]);
    }

    #[test]
    fn a_gap_counts_as_zero_only_when_asked_and_only_between_first_and_last() {
        let log = log(&[(0, MONDAY), (0, MONDAY + 21), (1, MONDAY + 7)]);
        let unknown = Cells::of(&log, Period::Week, Absent::Unknown);
        assert_eq!(unknown.keys.len(), 3);
        let zero = Cells::of(&log, Period::Week, Absent::Zero);
        assert_eq!(
            zero.add_up(&[5.0, 6.0, 7.0], Adds::Sum, None),
            [5.0, 0.0, 0.0, 6.0, 7.0]
        );
    }

    #[test]
    fn a_day_with_two_active_rows_counts_once() {
        let log = log(&[(0, MONDAY), (0, MONDAY), (0, MONDAY + 1), (0, MONDAY + 2)]);
        let cells = Cells::of(&log, Period::Week, Absent::Unknown);
        let active = [true, true, true, false];
        assert_eq!(cells.active_days(&log, &active), [2.0]);
    }

    #[test]
    fn the_last_value_is_that_of_the_latest_day() {
        let log = log(&[(0, MONDAY + 2), (0, MONDAY), (0, MONDAY + 1)]);
        let cells = Cells::of(&log, Period::Week, Absent::Unknown);
        let days = log.day.as_deref();
        assert_eq!(cells.add_up(&[7.0, 1.0, 2.0], Adds::Last, days), [7.0]);
        assert_eq!(cells.add_up(&[f64::NAN, 1.0, 2.0], Adds::Last, days), [2.0]);
        assert_eq!(cells.add_up(&[7.0, 1.0, 3.0], Adds::Median, days), [3.0]);
    }

    #[test]
    fn a_roster_gives_zero_to_those_who_used_nothing() {
        let mut log = log(&[(0, MONDAY), (0, MONDAY + 14)]);
        log.roster = vec![0, 3];
        let cells = Cells::of(&log, Period::Week, Absent::ZeroForRoster);
        let people: Vec<u32> = cells.keys.iter().map(|key| key.0).collect();
        assert_eq!(people, [0, 0, 0, 3, 3, 3]);
        assert_eq!(
            cells.add_up(&[5.0, 2.0], Adds::Sum, None),
            [5.0, 0.0, 2.0, 0.0, 0.0, 0.0]
        );
    }
}
