//! Texts end to end, and a dictionary of them.

use super::packed::CHUNK;

/// Texts by row, end to end: a few allocations for a column rather than one for a cell.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Texts {
    pages: Vec<Page>,
}

/// Up to [`CHUNK`] texts, so that growing never copies a whole column.
#[derive(Debug, Clone, PartialEq, Default)]
struct Page {
    bytes: String,
    ends: Vec<u32>,
}

impl Texts {
    /// Adds a text.
    pub fn push(&mut self, text: &str) {
        match self.pages.last_mut() {
            Some(page) if page.ends.len() < CHUNK => page.push(text),
            full => {
                if let Some(page) = full {
                    page.bytes.shrink_to_fit();
                }
                let mut page = Page::default();
                page.push(text);
                self.pages.push(page);
            }
        }
    }

    /// How many texts there are.
    pub fn len(&self) -> usize {
        let full = self.pages.len().saturating_sub(1) * CHUNK;
        full + self.pages.last().map_or(0, |page| page.ends.len())
    }

    /// The text of a row; empty beyond the last.
    pub fn get(&self, row: usize) -> &str {
        self.pages
            .get(row / CHUNK)
            .map_or("", |page| page.get(row % CHUNK))
    }

    /// All texts in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.pages
            .iter()
            .flat_map(|page| (0..page.ends.len()).map(|at| page.get(at)))
    }

    /// The same texts with no room to grow.
    #[must_use]
    pub fn done(mut self) -> Self {
        self.pages.shrink_to_fit();
        for page in &mut self.pages {
            page.bytes.shrink_to_fit();
            page.ends.shrink_to_fit();
        }
        self
    }
}

impl Page {
    fn push(&mut self, text: &str) {
        self.bytes.push_str(text);
        // A page of more than 4 GiB would not fit into a browser's memory in the first place.
        self.ends
            .push(u32::try_from(self.bytes.len()).unwrap_or(u32::MAX));
    }

    fn get(&self, at: usize) -> &str {
        let start = at
            .checked_sub(1)
            .and_then(|before| self.ends.get(before))
            .copied()
            .unwrap_or(0);
        let end = self.ends.get(at).copied().unwrap_or(start);
        self.bytes.get(start as usize..end as usize).unwrap_or("")
    }
}

/// Different texts in the order in which they first came, with how often each came.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Dictionary {
    /// The texts; a text's code is its position.
    pub texts: Texts,
    /// How often each text came.
    pub counts: Vec<u32>,
    keys: Vec<Key>,
    /// Codes plus one by hash; 0 is free. A power of two, at most half full.
    slots: Vec<u32>,
}

/// A text of up to 15 bytes, or the hash of a longer one: what is compared before the text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key([u64; 2]);

impl Default for Key {
    /// A key that no text has.
    fn default() -> Self {
        Key([u64::MAX, 0])
    }
}

/// Marks the key of a longer text, whose length fills no byte that a short text's length could.
const LONG: u64 = 0xff << 56;

impl Key {
    /// The key of a text.
    #[inline]
    pub fn of(text: &[u8]) -> Key {
        let length = text.len();
        let tagged = |rest: u64| rest | (length as u64) << 56;
        let eight = |bytes: Option<&[u8; 8]>| bytes.map_or(0, |bytes| u64::from_le_bytes(*bytes));
        let four = |bytes: Option<&[u8; 4]>| {
            u64::from(bytes.map_or(0, |bytes| u32::from_le_bytes(*bytes)))
        };
        let byte = |at: usize| u64::from(text.get(at).copied().unwrap_or(0)) << (8 * at);
        let (first, last) = (eight(text.first_chunk()), eight(text.last_chunk()));
        match length {
            0..4 => Key([byte(0) | byte(1) | byte(2), tagged(0)]),
            // The last four bytes overlap the first four where there are fewer than eight.
            4..8 => {
                let last = four(text.last_chunk()) << (8 * (length - 4));
                Key([four(text.first_chunk()) | last, tagged(0)])
            }
            8 => Key([first, tagged(0)]),
            9..16 => Key([first, tagged(last >> (8 * (16 - length)))]),
            _ => Key([hash(text), LONG | last >> 8]),
        }
    }

    /// Whether texts with this key are equal.
    #[inline]
    pub fn is_whole(self) -> bool {
        self.0[1] < LONG
    }

    /// Where to look for it among slots, whose number is a power of two.
    fn slot(self, mask: usize) -> usize {
        slot(mix(mix(MULTIPLIER, self.0[0]), self.0[1]), mask)
    }
}

/// A text that is met after more than this many others has been given to collide: no honest file does that.
const MOST_PROBES: usize = 128;

impl Dictionary {
    /// The code of a text, new or known, counted once more. `None` when the dictionary cannot take it.
    #[inline]
    pub fn code(&mut self, text: &[u8], key: Key) -> Option<u32> {
        if self.slots.len() < (self.counts.len() + 1) * 2 {
            self.grow()?;
        }
        let mask = self.slots.len() - 1;
        let mut at = key.slot(mask);
        for _ in 0..MOST_PROBES {
            let Some(code) = self.slots[at].checked_sub(1) else {
                return self.add(text, key, at);
            };
            if self.is_at(code as usize, text, key) {
                self.counts[code as usize] += 1;
                return Some(code);
            }
            at = (at + 1) & mask;
        }
        None
    }

    /// Whether a code is that of this text.
    #[inline]
    fn is_at(&self, code: usize, text: &[u8], key: Key) -> bool {
        self.keys.get(code) == Some(&key)
            && (key.is_whole() || self.texts.get(code).as_bytes() == text)
    }

    #[cold]
    fn add(&mut self, text: &[u8], key: Key, at: usize) -> Option<u32> {
        let code = u32::try_from(self.counts.len()).ok()?;
        self.slots[at] = code + 1;
        // Cells are cut between letters, so that they are text where the whole is.
        self.texts.push(std::str::from_utf8(text).unwrap_or(""));
        self.keys.push(key);
        self.counts.push(1);
        Some(code)
    }

    /// How many different texts there are.
    pub fn len(&self) -> usize {
        self.counts.len()
    }

    /// The texts with how often each came.
    pub fn iter(&self) -> impl Iterator<Item = (&str, usize)> {
        self.texts
            .iter()
            .zip(self.counts.iter().map(|count| *count as usize))
    }

    /// The same texts, each of which came so often.
    #[must_use]
    pub fn with_counts(&self, counts: Vec<u32>) -> Self {
        Dictionary {
            texts: self.texts.clone(),
            counts,
            ..Dictionary::default()
        }
    }

    /// The same dictionary, to be read only.
    #[must_use]
    pub fn done(self) -> Self {
        let mut counts = self.counts;
        counts.shrink_to_fit();
        Dictionary {
            texts: self.texts.done(),
            counts,
            ..Dictionary::default()
        }
    }

    #[cold]
    fn grow(&mut self) -> Option<()> {
        let size = (self.slots.len() * 2).max(16);
        let mut slots = vec![0; size];
        for (code, key) in (1..).zip(&self.keys) {
            let mut at = key.slot(size - 1);
            let free = (0..MOST_PROBES).find_map(|_| {
                let here = at;
                at = (at + 1) & (size - 1);
                (slots[here] == 0).then_some(here)
            })?;
            slots[free] = code;
        }
        self.slots = slots;
        Some(())
    }
}

/// Where to look for a hash among slots, whose number is a power of two.
pub fn slot(hash: u64, mask: usize) -> usize {
    usize::try_from(hash >> 32).unwrap_or(0) & mask
}

const MULTIPLIER: u64 = 0x9e37_79b9_7f4a_7c15;

/// Mixes a number into a hash. Fast rather than hard to forge: who uses it bounds what a forged file can cost.
#[inline]
pub fn mix(hash: u64, value: u64) -> u64 {
    let product = (hash ^ value).wrapping_mul(MULTIPLIER);
    product ^ (product >> 29)
}

/// A hash of some bytes.
#[inline]
pub fn hash(bytes: &[u8]) -> u64 {
    let mut hash = MULTIPLIER ^ bytes.len() as u64;
    let mut words = bytes.chunks_exact(8);
    for word in &mut words {
        hash = mix(hash, word.try_into().map_or(0, u64::from_le_bytes));
    }
    let mut last = 0;
    for (at, byte) in words.remainder().iter().enumerate() {
        last |= u64::from(*byte) << (at * 8);
    }
    mix(mix(hash, last), MULTIPLIER)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_text_keeps_its_code() {
        let mut dictionary = Dictionary::default();
        for number in (0..7_000_u32).cycle().take(20_000) {
            let text = format!("p{number}");
            let code = dictionary.code(text.as_bytes(), Key::of(text.as_bytes()));
            assert_eq!(code, Some(number));
        }
        let dictionary = dictionary.done();
        assert_eq!(dictionary.len(), 7_000);
        assert_eq!(dictionary.texts.get(6_999), "p6999");
        assert_eq!(dictionary.counts[0], 3);
    }

    #[test]
    fn different_texts_have_different_keys() {
        let letters = ["", "a", "b", "ab", "aa", "aab", "\0", "a\0"];
        let texts: BTreeSet<String> = letters
            .iter()
            .flat_map(|one| letters.iter().map(move |other| format!("{one}{other}")))
            .flat_map(|text| {
                (0..5).map(move |times| text.repeat(times) + &text[text.len().min(1)..])
            })
            .collect();
        let keys: BTreeSet<[u64; 2]> = texts
            .iter()
            .map(|text| Key::of(text.as_bytes()).0)
            .collect();
        assert_eq!(keys.len(), texts.len());
    }

    #[test]
    fn texts_come_back_across_pages() {
        let mut texts = Texts::default();
        (0..=CHUNK * 2).for_each(|row| texts.push(&format!("ä{row}")));
        assert_eq!(texts.len(), CHUNK * 2 + 1);
        assert_eq!(texts.get(CHUNK), format!("ä{CHUNK}"));
        assert_eq!(texts.get(CHUNK * 2 + 1), "");
        assert_eq!(texts.iter().last(), Some("ä8192"));
    }
}
