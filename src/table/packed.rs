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

/// A number is `base + offset − 2`; the offsets 0 and 1 stand for [`NOTHING`] and [`ODD`].
#[derive(Debug, Clone, PartialEq)]
enum Chunk {
    Same(i64),
    Bytes(i64, Box<[u8]>),
    Pairs(i64, Box<[u16]>),
    Quads(i64, Box<[u32]>),
    Whole(Box<[i64]>),
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
        match self.sealed.get(chunk) {
            Some(Chunk::Same(value)) => Some(*value),
            _ => None,
        }
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

impl Chunk {
    fn of(values: &[i64]) -> Self {
        let first = values.first().copied().unwrap_or(NOTHING);
        if values.iter().all(|value| *value == first) {
            return Chunk::Same(first);
        }
        let (mut low, mut high) = (i64::MAX, i64::MIN);
        for &value in values.iter().filter(|value| **value > ODD) {
            low = low.min(value);
            high = high.max(value);
        }
        // Where only the two marks are left, the range is below zero and any base will do.
        let range = u64::try_from(high.saturating_sub(low)).unwrap_or(0);
        let base = if low > high { 0 } else { low };
        let offset = |value: i64| match value {
            NOTHING => 0,
            ODD => 1,
            value => value - base + 2,
        };
        match range {
            0..=0xfd => Chunk::Bytes(base, narrow(values, offset)),
            0xfe..=0xfffd => Chunk::Pairs(base, narrow(values, offset)),
            0xfffe..=0xffff_fffd => Chunk::Quads(base, narrow(values, offset)),
            _ => Chunk::Whole(values.into()),
        }
    }

    fn get(&self, at: usize) -> i64 {
        match self {
            Chunk::Same(value) => *value,
            Chunk::Bytes(base, offsets) => widened(*base, offsets.get(at).copied()),
            Chunk::Pairs(base, offsets) => widened(*base, offsets.get(at).copied()),
            Chunk::Quads(base, offsets) => widened(*base, offsets.get(at).copied()),
            Chunk::Whole(values) => values.get(at).copied().unwrap_or(NOTHING),
        }
    }

    fn unpack(&self, into: &mut Vec<i64>) {
        match self {
            Chunk::Same(value) => into.resize(CHUNK, *value),
            Chunk::Bytes(base, offsets) => widen(*base, offsets, into),
            Chunk::Pairs(base, offsets) => widen(*base, offsets, into),
            Chunk::Quads(base, offsets) => widen(*base, offsets, into),
            Chunk::Whole(values) => into.extend_from_slice(values),
        }
    }
}

/// Offsets that were seen to fit.
fn narrow<T: TryFrom<i64> + Default>(values: &[i64], offset: impl Fn(i64) -> i64) -> Box<[T]> {
    values
        .iter()
        .map(|&value| T::try_from(offset(value)).unwrap_or_default())
        .collect()
}

fn widened<T: Into<i64>>(base: i64, offset: Option<T>) -> i64 {
    match offset.map_or(0, Into::into) {
        0 => NOTHING,
        1 => ODD,
        offset => base + (offset - 2),
    }
}

fn widen<T: Into<i64> + Copy>(base: i64, offsets: &[T], into: &mut Vec<i64>) {
    into.extend(offsets.iter().map(|offset| widened(base, Some(*offset))));
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
            prop_assert_eq!(got, all);
            prop_assert_eq!(packed.get(back.len()), NOTHING);
        }
    }

    #[test]
    fn small_counts_take_a_byte_each() {
        let packed: Packed = (0_i64..4096).map(|row| 1_000_000 + row % 200).collect();
        assert!(matches!(packed.sealed[..], [Chunk::Bytes(1_000_000, _)]));
    }
}
