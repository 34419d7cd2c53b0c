//! Numbers that are written in the one way that can be written back from their digits, read eight bytes at once.
//!
//! Numbers of different length are what a processor guesses worst: here the length only shifts a word, and no branch
//! hangs on it (Lemire, "Quickly parsing eight digits", 2018).

use super::date;
use super::packed::NOTHING;

/// The bytes of a cell where they lie.
#[derive(Debug, Clone, Copy)]
pub struct Cell<'a> {
    piece: &'a [u8],
    start: usize,
    end: usize,
}

/// A number with a fraction as it is written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fraction {
    /// Its digits.
    pub digits: i64,
    /// How many of them stand after the mark.
    pub places: u8,
    /// The mark.
    pub mark: u8,
}

/// Digits that fit a whole number of eight bytes whatever they are.
const MOST_DIGITS: usize = 18;

/// A byte in all eight places.
const fn eight_times(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

impl<'a> Cell<'a> {
    /// The bytes from `start` up to `end` of a piece of the file, which lie within it.
    #[inline]
    pub fn new(piece: &'a [u8], start: usize, end: usize) -> Self {
        Cell { piece, start, end }
    }

    /// A text that is a cell.
    pub fn of(text: &'a str) -> Self {
        Cell::new(text.as_bytes(), 0, text.len())
    }

    /// Its bytes.
    #[inline]
    pub fn bytes(self) -> &'a [u8] {
        &self.piece[self.start..self.end]
    }

    #[inline]
    fn length(self) -> usize {
        self.end - self.start
    }

    /// The cell at the end of eight bytes with zeros in front, the first as the lowest, unless it is longer or empty.
    #[inline]
    fn word(self) -> Option<u64> {
        if !(1..=8).contains(&self.length()) {
            return None;
        }
        let before = 8 * (8 - self.length());
        let all = if let Some(bytes) = self.piece[..self.end].last_chunk() {
            u64::from_le_bytes(*bytes)
        } else {
            // At the beginning of a piece there is nothing to cut away.
            let bytes = self.bytes().iter().rev();
            bytes.fold(0, |word, byte| word << 8 | u64::from(*byte)) << before
        };
        let cell = u64::MAX << before;
        Some(all & cell | eight_times(b'0') & !cell)
    }

    #[inline]
    fn is_negative(self) -> bool {
        self.bytes().first() == Some(&b'-')
    }
}

/// Two of four pairs of digits, each in one byte.
const PAIR: u64 = 0x0000_00ff_0000_00ff;

/// The number of eight digits, the first as the lowest byte, if they are.
#[inline]
fn eight_digits(word: u64) -> Option<i64> {
    let digits = word.wrapping_sub(eight_times(b'0'));
    let is_other = (word.wrapping_add(eight_times(0x46)) | digits) & eight_times(0x80);
    if is_other != 0 {
        return None;
    }
    // Two digits to a number, then four, then all eight.
    let pairs = digits.wrapping_mul(10).wrapping_add(digits >> 8);
    let high = (pairs & PAIR).wrapping_mul(100 + (1_000_000 << 32));
    let low = (pairs >> 16 & PAIR).wrapping_mul(1 + (10_000 << 32));
    Some((high.wrapping_add(low) >> 32).cast_signed())
}

/// Reads a whole number: a minus sign or none, no needless zero in front.
/// [`NOTHING`] where the text is none; a number without any wrapping costs less than an `Option` here.
#[inline]
pub fn whole(cell: Cell<'_>) -> i64 {
    match cell.word() {
        Some(word) if !cell.is_negative() => {
            let is_padded = cell.length() > 1 && cell.bytes()[0] == b'0';
            eight_digits(word).filter(|_| !is_padded).unwrap_or(NOTHING)
        }
        _ => long_whole(cell.bytes()),
    }
}

fn long_whole(text: &[u8]) -> i64 {
    let body = text.strip_prefix(b"-").unwrap_or(text);
    if body.is_empty() || body.len() > MOST_DIGITS || (body[0] == b'0' && text.len() > 1) {
        return NOTHING;
    }
    signed(text, digits(body.iter())).unwrap_or(NOTHING)
}

fn digits<'a>(bytes: impl Iterator<Item = &'a u8>) -> Option<i64> {
    let mut digits = 0_i64;
    for byte in bytes {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        digits = digits * 10 + i64::from(digit);
    }
    Some(digits)
}

fn signed(text: &[u8], digits: Option<i64>) -> Option<i64> {
    let is_negative = text.first() == Some(&b'-');
    digits.map(|digits| if is_negative { -digits } else { digits })
}

/// Reads a number with a point or comma: a minus sign or none, no needless zero in front, digits on both sides.
#[inline]
pub fn fraction(cell: Cell<'_>) -> Option<Fraction> {
    let fraction = match cell.word() {
        Some(word) if !cell.is_negative() => short_fraction(word, cell.length()),
        _ => long_fraction(cell.bytes()),
    }?;
    // `11.2026` may be a month.
    let is_month = fraction.places == 4
        && (1..=12).contains(&(fraction.digits / 10_000))
        && date::YEARS.contains(&i16::try_from(fraction.digits % 10_000).unwrap_or(0));
    (!is_month).then_some(fraction)
}

/// The digits on both sides of the mark, without the mark, of the last bytes of the word.
#[inline]
fn short_fraction(word: u64, length: usize) -> Option<Fraction> {
    // Point and comma differ in one bit. The lowest byte that is found is right; those above it may not be.
    let others = word & eight_times(0xfd) ^ eight_times(b',');
    let found = others.wrapping_sub(eight_times(1)) & !others & eight_times(0x80);
    let at = found.trailing_zeros() as usize / 8;
    let first = 8 - length;
    let is_padded = at > first + 1 && (word >> (8 * first)) & 0xff == u64::from(b'0');
    if !(first + 1..7).contains(&at) || is_padded {
        return None;
    }
    let below = (1 << (8 * at)) - 1;
    let above = u64::MAX << (8 * (at + 1));
    let digits = eight_digits((word & below) << 8 | word & above | u64::from(b'0'))?;
    Some(Fraction {
        digits,
        places: u8::try_from(7 - at).ok()?,
        mark: (word >> (8 * at) & 0xff) as u8,
    })
}

fn long_fraction(text: &[u8]) -> Option<Fraction> {
    let body = text.strip_prefix(b"-").unwrap_or(text);
    let at = body.iter().position(|byte| matches!(byte, b'.' | b','))?;
    let (before, after) = (&body[..at], &body[at + 1..]);
    let is_padded = before.len() > 1 && before[0] == b'0';
    if before.is_empty() || after.is_empty() || body.len() > MOST_DIGITS + 1 || is_padded {
        return None;
    }
    let digits = signed(text, digits(before.iter().chain(after)))?;
    if digits == 0 && body.len() < text.len() {
        return None;
    }
    Some(Fraction {
        digits,
        places: u8::try_from(after.len()).ok()?,
        mark: body[at],
    })
}

/// Whether a text is a number that can be written back from its digits.
pub fn is_plain(text: &str) -> bool {
    let cell = Cell::of(text);
    whole(cell) != NOTHING || fraction(cell).is_some()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_number_is_the_same_wherever_it_stands_and_however_it_is_read(
            before in "[0-9.,-]{0,9}",
            text in "-?(0|[1-9][0-9]{0,9}|[0-9]{1,9})([.,][0-9]{1,8})?|[0-9.,e-]{0,9}|[ -~]{0,9}",
        ) {
            let all = format!("{before}{text}");
            let cell = Cell::new(all.as_bytes(), before.len(), all.len());
            prop_assert_eq!(whole(cell), long_whole(text.as_bytes()));
            let long = long_fraction(text.as_bytes());
            let month = |one: &Fraction| {
                one.places == 4 && (10_000..130_000).contains(&one.digits)
            };
            match fraction(cell) {
                Some(one) => prop_assert_eq!(Some(one), long),
                None => prop_assert!(long.is_none_or(|one| month(&one)), "{:?}", long),
            }
        }
    }
}
