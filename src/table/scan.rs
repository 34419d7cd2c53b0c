//! Finds the marks that matter in delimited text, 64 bytes at a time.

/// Bytes that are looked at together.
pub const BLOCK: usize = 64;

/// The marks that end cells and records, or begin a quoted cell.
#[derive(Debug, Clone, Copy)]
pub struct Marks {
    /// What separates cells.
    pub delimiter: u8,
    /// What encloses cells that hold a mark themselves.
    pub quote: u8,
}

impl Marks {
    /// A bit for each byte that is a delimiter, a quote or a line end; the lowest bit is the first byte.
    #[cfg(target_feature = "simd128")]
    #[inline]
    pub fn find(self, block: &[u8; BLOCK]) -> u64 {
        use core::arch::wasm32::{i64x2, u8x16_bitmask, u8x16_eq, u8x16_splat, v128_or};
        let (delimiter, quote) = (u8x16_splat(self.delimiter), u8x16_splat(self.quote));
        let (feed, carriage) = (u8x16_splat(b'\n'), u8x16_splat(b'\r'));
        let (words, _) = block.as_chunks::<16>();
        let mut found = 0;
        for (at, word) in words.iter().enumerate() {
            let half = |half: Option<&[u8; 8]>| half.map_or(0, |bytes| i64::from_le_bytes(*bytes));
            let bytes = i64x2(half(word.first_chunk()), half(word.last_chunk()));
            let ends = v128_or(u8x16_eq(bytes, feed), u8x16_eq(bytes, carriage));
            let others = v128_or(u8x16_eq(bytes, delimiter), u8x16_eq(bytes, quote));
            found |= u64::from(u8x16_bitmask(v128_or(ends, others))) << (at * 16);
        }
        found
    }

    /// A bit for each byte that is a delimiter, a quote or a line end; the lowest bit is the first byte.
    #[cfg(not(target_feature = "simd128"))]
    #[inline]
    pub fn find(self, block: &[u8; BLOCK]) -> u64 {
        const LOW: u64 = 0x7f7f_7f7f_7f7f_7f7f;
        let marks = [self.delimiter, self.quote, b'\n', b'\r']
            .map(|mark| u64::from(mark) * 0x0101_0101_0101_0101);
        let (words, _) = block.as_chunks::<8>();
        let mut found = 0;
        for (at, word) in words.iter().enumerate() {
            let word = u64::from_le_bytes(*word);
            // The highest bit of each byte stays 0 only where the byte equals one of the marks.
            let others = marks.iter().fold(!0, |others, mark| {
                let difference = word ^ mark;
                others & (((difference & LOW) + LOW) | difference)
            });
            // One bit a byte, gathered into the lowest byte by a multiplication.
            let bits = (!others & !LOW) >> 7;
            found |= (bits.wrapping_mul(0x0102_0408_1020_4080) >> 56) << (at * 8);
        }
        found
    }

    /// Calls `visit` with the place of every mark, in order, until it says that it has enough.
    #[inline]
    pub fn each(self, text: &[u8], mut visit: impl FnMut(usize) -> bool) {
        let (blocks, rest) = text.as_chunks::<BLOCK>();
        let mut last = [0; BLOCK];
        last[..rest.len()].copy_from_slice(rest);
        let rest = (!rest.is_empty()).then_some(&last);
        for (number, block) in blocks.iter().chain(rest).enumerate() {
            let mut found = self.find(block);
            while found != 0 {
                let place = number * BLOCK + found.trailing_zeros() as usize;
                found &= found - 1;
                if !visit(place) {
                    return;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn marks_are_found_where_they_stand(text in prop::collection::vec(prop_oneof![
            Just(b','), Just(b'"'), Just(b'\n'), Just(b'\r'), Just(b'x'), Just(0x8a_u8), any::<u8>(),
        ], 0..300), delimiter in prop_oneof![Just(b','), Just(b';'), Just(b'\t'), Just(b'|')]) {
            let marks = Marks { delimiter, quote: b'"' };
            let want: Vec<usize> = (0..text.len())
                .filter(|at| [delimiter, b'"', b'\n', b'\r'].contains(&text[*at]))
                .collect();
            let mut found = Vec::new();
            marks.each(&text, |place| {
                found.push(place);
                true
            });
            prop_assert_eq!(found, want);
        }
    }
}
