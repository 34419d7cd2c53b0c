//! Row numbers as a spreadsheet shows them.

/// The number of every row: runs of consecutive numbers, of which most files have one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RowNumbers {
    /// The first row of each run, and its number.
    runs: Vec<(u32, u32)>,
    rows: u32,
}

impl RowNumbers {
    /// Adds a row.
    #[inline]
    pub fn push(&mut self, number: u32) {
        let continues = self
            .runs
            .last()
            .is_some_and(|(row, first)| number.wrapping_sub(*first) == self.rows - row);
        if !continues {
            self.runs.push((self.rows, number));
        }
        self.rows += 1;
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows as usize
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// The number of a row, unless it lies beyond the last.
    pub fn get(&self, row: usize) -> Option<u32> {
        let row = u32::try_from(row).ok().filter(|row| *row < self.rows)?;
        let run = self.runs.partition_point(|(first, _)| *first <= row);
        let (first, number) = self.runs.get(run.checked_sub(1)?)?;
        Some(number.wrapping_add(row - first))
    }

    /// All numbers in order of rows.
    pub fn iter(&self) -> impl Iterator<Item = u32> {
        (0..self.len()).filter_map(|row| self.get(row))
    }
}

impl FromIterator<u32> for RowNumbers {
    fn from_iter<I: IntoIterator<Item = u32>>(numbers: I) -> Self {
        let mut rows = RowNumbers::default();
        numbers.into_iter().for_each(|number| rows.push(number));
        rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_keeps_its_number() {
        let numbers = [2, 3, 4, 7, 8, 9, 9, 20, 5];
        let rows: RowNumbers = numbers.into_iter().collect();
        assert_eq!(rows.iter().collect::<Vec<_>>(), numbers);
        assert_eq!((rows.len(), rows.get(9)), (9, None));
    }
}
