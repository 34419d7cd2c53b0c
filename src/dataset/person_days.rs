//! A set of persons and days, for rows in the millions.

use std::collections::HashSet;

/// Stands for a row without a readable date.
pub const NO_DAY: i32 = i32::MIN;

/// A set of persons and days.
#[derive(Debug)]
pub enum PersonDays {
    /// A bit for each person and day, where that takes no more than eight bytes a row.
    Dense {
        /// The bits, person by person.
        bits: Vec<u64>,
        /// The earliest day.
        first_day: i32,
        /// Bits of a person.
        days: usize,
    },
    /// Where one date lies far from all others.
    Sparse(HashSet<(u32, i32)>),
}

impl PersonDays {
    /// An empty set for rows of so many people on these days.
    pub fn new(person: &[u32], days: Option<&[i32]>, people: usize) -> Self {
        let (mut first, mut last) = (i32::MAX, i32::MIN);
        for &day in days.unwrap_or_default() {
            if day != NO_DAY {
                first = first.min(day);
                last = last.max(day);
            }
        }
        if first > last {
            (first, last) = (0, 0);
        }
        // The place before the first day is for rows without a date.
        let days = usize::try_from(i64::from(last) - i64::from(first) + 2).unwrap_or(usize::MAX);
        let cells = people.checked_mul(days);
        match cells.filter(|cells| cells / 64 <= person.len() + 64) {
            Some(cells) => PersonDays::Dense {
                bits: vec![0; cells / 64 + 1],
                first_day: first,
                days,
            },
            None => PersonDays::Sparse(HashSet::new()),
        }
    }

    /// Adds a person and day; false if it was there.
    #[inline]
    pub fn insert(&mut self, person: u32, day: i32) -> bool {
        match self {
            PersonDays::Dense {
                bits,
                first_day,
                days,
            } => {
                let at = place(person, day, *first_day, *days);
                let (word, bit) = (&mut bits[at / 64], 1 << (at % 64));
                let is_new = *word & bit == 0;
                *word |= bit;
                is_new
            }
            PersonDays::Sparse(set) => set.insert((person, day)),
        }
    }

    /// Whether a person and day is there.
    pub fn contains(&self, person: u32, day: i32) -> bool {
        match self {
            PersonDays::Dense {
                bits,
                first_day,
                days,
            } => {
                let at = place(person, day, *first_day, *days);
                bits[at / 64] & (1 << (at % 64)) != 0
            }
            PersonDays::Sparse(set) => set.contains(&(person, day)),
        }
    }
}

#[inline]
fn place(person: u32, day: i32, first_day: i32, days: usize) -> usize {
    let of_day = if day == NO_DAY {
        0
    } else {
        usize::try_from(i64::from(day) - i64::from(first_day) + 1).unwrap_or(0)
    };
    person as usize * days + of_day
}
