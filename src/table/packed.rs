//! Whole numbers in as few bytes as they need.
//!
//! Numbers are gathered in chunks; a full chunk keeps only what lies above its smallest value, in one, two, four or
//! eight bytes a number, or nothing at all where all are equal. A column of counts then takes a quarter of the memory
//! of `f64`, and no growing ever copies what is sealed.

/// Numbers in a sealed chunk.
pub const CHUNK: usize = 4096;

/// Stands for a cell without text. No other number may have this value.
pub const NOTHING: i64 = i64::MIN;

/// Stands for a cell whose text is kept elsewhere. No other number may have this value.
pub const ODD: i64 = i64::MIN + 1;

/// Numbers by row.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Packed {
    sealed: Vec<Chunk>,
    open: Vec<i64>,
}

/// Sealed numbers: each is `low + offset − 2`, and the offsets 0 and 1 stand for [`NOTHING`] and [`ODD`].
#[derive(Debug, Clone, PartialEq)]
struct Chunk {
    /// The smallest and the largest number; the wrong way round where there is none.
    range: [i64; 2],
    has_marks: bool,
    offsets: Offsets,
}

#[derive(Debug, Clone, PartialEq)]
enum Offsets {
    /// All numbers are this one.
    Same(i64),
    One(Box<[u8]>),
    Two(Box<[u16]>),
    Four(Box<[u32]>),
    /// The numbers themselves.
    Eight(Box<[i64]>),
}

impl Packed {
    /// Adds a number.
    #[inline]
    pub fn push(&mut self, value: i64) {
        self.open.push(value);
        if self.open.len() == CHUNK {
            self.seal();
        }
    }

    /// How many numbers there are.
    pub fn len(&self) -> usize {
        self.sealed.len() * CHUNK + self.open.len()
    }

    /// The number of a row; [`NOTHING`] beyond the last.
    pub fn get(&self, row: usize) -> i64 {
        let at = row % CHUNK;
        match self.sealed.get(row / CHUNK) {
            Some(chunk) => chunk.get(at),
            None if row / CHUNK == self.sealed.len() => {
                self.open.get(at).copied().unwrap_or(NOTHING)
            }
            None => NOTHING,
        }
    }

    /// Chunks, the last of which may be short.
    pub fn chunks(&self) -> usize {
        self.sealed.len() + usize::from(!self.open.is_empty())
    }

    /// The numbers of a chunk in place of what `into` held.
    pub fn unpack(&self, chunk: usize, into: &mut Vec<i64>) {
        into.clear();
        match self.sealed.get(chunk) {
            Some(chunk) => chunk.unpack(into),
            None => into.extend_from_slice(&self.open),
        }
    }

    /// The number that all of a sealed chunk's rows have, if they have one.
    pub fn same(&self, chunk: usize) -> Option<i64> {
        match self.sealed.get(chunk)?.offsets {
            Offsets::Same(value) => Some(value),
            _ => None,
        }
    }

    /// How many rows have each of the `width` numbers from `low` on; rows with any other number are passed over.
    pub fn counts(&self, low: i64, width: usize) -> Vec<u32> {
        let mut counts = vec![0; width];
        self.each(|number| {
            let at = usize::try_from(number.wrapping_sub(low)).ok();
            if let Some(count) = at.and_then(|at| counts.get_mut(at)) {
                *count += 1;
            }
        });
        counts
    }

    /// The number that all rows have, if they have one.
    pub fn only(&self) -> Option<i64> {
        let first = self.get(0);
        let is_same = |at| self.same(at) == Some(first);
        let is_only =
            (0..self.sealed.len()).all(is_same) && self.open.iter().all(|number| *number == first);
        (is_only && self.len() > 0).then_some(first)
    }

    /// The smallest and largest number of a chunk if neither [`NOTHING`] nor [`ODD`] is among them.
    pub fn full_range(&self, chunk: usize) -> Option<[i64; 2]> {
        let (range, has_marks) = self.sealed.get(chunk).map_or_else(
            || extremes(&self.open),
            |chunk| (chunk.range, chunk.has_marks),
        );
        (!has_marks).then_some(range)
    }

    /// Whether neither [`NOTHING`] nor [`ODD`] is among the numbers.
    pub fn is_full(&self) -> bool {
        (0..self.chunks()).all(|chunk| self.full_range(chunk).is_some())
    }

    /// The smallest and largest number, if there is one.
    pub fn range(&self) -> Option<[i64; 2]> {
        let sealed = self.sealed.iter().map(|chunk| chunk.range);
        let [low, high] = sealed
            .chain(std::iter::once(extremes(&self.open).0))
            .reduce(|a, b| [a[0].min(b[0]), a[1].max(b[1])])?;
        (low <= high).then_some([low, high])
    }

    /// Calls `visit` for every number, in order of rows.
    pub fn each(&self, mut visit: impl FnMut(i64)) {
        let mut numbers = Vec::with_capacity(CHUNK.min(self.len()));
        for chunk in 0..self.chunks() {
            self.unpack(chunk, &mut numbers);
            numbers.iter().copied().for_each(&mut visit);
        }
    }

    /// The same numbers with no room to grow.
    #[must_use]
    pub fn done(mut self) -> Self {
        self.sealed.shrink_to_fit();
        self.open.shrink_to_fit();
        self
    }

    #[cold]
    fn seal(&mut self) {
        self.sealed.push(Chunk::of(&self.open));
        self.open.clear();
    }
}

impl FromIterator<i64> for Packed {
    fn from_iter<I: IntoIterator<Item = i64>>(values: I) -> Self {
        let mut packed = Packed::default();
        values.into_iter().for_each(|value| packed.push(value));
        packed.done()
    }
}

/// The smallest and the largest number, and whether a mark is among them.
fn extremes(values: &[i64]) -> ([i64; 2], bool) {
    let (mut low, mut high, mut has_marks) = (i64::MAX, i64::MIN, false);
    for &value in values {
        if value <= ODD {
            has_marks = true;
        } else {
            low = low.min(value);
            high = high.max(value);
        }
    }
    ([low, high], has_marks)
}

impl Chunk {
    fn of(values: &[i64]) -> Self {
        let (range, has_marks) = extremes(values);
        let [low, high] = range;
        let first = values.first().copied().unwrap_or(NOTHING);
        let is_same = if has_marks {
            values.iter().all(|value| *value == first)
        } else {
            low == high
        };
        // Where only marks are left, the width is below zero and any number of bytes will do.
        let width = u64::try_from(high.saturating_sub(low)).unwrap_or(0);
        let offsets = match width {
            _ if is_same => Offsets::Same(first),
            0..=0xfd => Offsets::One(narrow(values, low)),
            0xfe..=0xfffd => Offsets::Two(narrow(values, low)),
            0xfffe..=0xffff_fffd => Offsets::Four(narrow(values, low)),
            _ => Offsets::Eight(values.into()),
        };
        Chunk {
            range,
            has_marks,
            offsets,
        }
    }

    fn get(&self, at: usize) -> i64 {
        let low = self.range[0];
        match &self.offsets {
            Offsets::Same(value) => *value,
            Offsets::One(offsets) => widened(low, offsets.get(at).copied().unwrap_or(0)),
            Offsets::Two(offsets) => widened(low, offsets.get(at).copied().unwrap_or(0)),
            Offsets::Four(offsets) => widened(low, offsets.get(at).copied().unwrap_or(0)),
            Offsets::Eight(values) => values.get(at).copied().unwrap_or(NOTHING),
        }
    }

    fn unpack(&self, into: &mut Vec<i64>) {
        match &self.offsets {
            Offsets::Same(value) => into.resize(CHUNK, *value),
            Offsets::One(offsets) => self.widen(offsets, into),
            Offsets::Two(offsets) => self.widen(offsets, into),
            Offsets::Four(offsets) => self.widen(offsets, into),
            Offsets::Eight(values) => into.extend_from_slice(values),
        }
    }

    fn widen<T: Into<i64> + Copy>(&self, offsets: &[T], into: &mut Vec<i64>) {
        let low = self.range[0];
        if self.has_marks {
            into.extend(offsets.iter().map(|offset| widened(low, *offset)));
        } else {
            let least = low.wrapping_sub(2);
            into.extend(
                offsets
                    .iter()
                    .map(|&offset| least.wrapping_add(offset.into())),
            );
        }
    }
}

/// Offsets that were seen to fit.
fn narrow<T: TryFrom<i64> + Default>(values: &[i64], low: i64) -> Box<[T]> {
    let offset = |value: i64| match value {
        NOTHING => 0,
        ODD => 1,
        value => value.wrapping_sub(low).wrapping_add(2),
    };
    values
        .iter()
        .map(|&value| T::try_from(offset(value)).unwrap_or_default())
        .collect()
}

fn widened<T: Into<i64>>(low: i64, offset: T) -> i64 {
    match offset.into() {
        0 => NOTHING,
        1 => ODD,
        offset => low.wrapping_add(offset - 2),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn value() -> impl Strategy<Value = i64> {
        prop_oneof![
            Just(NOTHING),
            Just(ODD),
            -3..300_i64,
            -70_000..70_000_i64,
            any::<i32>().prop_map(i64::from),
            i64::MIN + 2..i64::MAX,
        ]
    }

    proptest! {
        #[test]
        fn numbers_come_back_as_they_went_in(values in prop::collection::vec(value(), 0..3), times in 1..4000_usize) {
            let all: Vec<i64> = values.iter().copied().cycle().take(values.len() * times).collect();
            let packed: Packed = all.iter().copied().collect();
            let mut back = Vec::new();
            packed.each(|value| back.push(value));
            prop_assert_eq!(&back, &all);
            let got: Vec<i64> = (0..all.len()).map(|row| packed.get(row)).collect();
            prop_assert_eq!(&got, &all);
            prop_assert_eq!(packed.get(back.len()), NOTHING);
            let only = all.first().copied().filter(|first| all.iter().all(|value| value == first));
            prop_assert_eq!(packed.only(), only);
            let numbers = || back.iter().copied().filter(|value| *value > ODD);
            let range = numbers().min().zip(numbers().max());
            prop_assert_eq!(packed.range().map(|[low, high]| (low, high)), range);
        }
    }

    #[test]
    fn small_counts_take_a_byte_each() {
        let packed: Packed = (0_i64..4096).map(|row| 1_000_000 + row % 200).collect();
        assert!(matches!(packed.sealed[0].offsets, Offsets::One(_)));
        assert_eq!(packed.range(), Some([1_000_000, 1_000_199]));
    }
}
