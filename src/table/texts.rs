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
    /// Codes plus one by hash; 0 is free. A power of two, at most half full.
    slots: Vec<u32>,
}

/// A text that is met after more than this many others has been given to collide: no honest file does that.
const MOST_PROBES: usize = 128;

impl Dictionary {
    /// The code of a text, new or known, counted once more. `None` when the dictionary cannot take it.
    #[inline]
    pub fn code(&mut self, text: &str) -> Option<u32> {
        if self.slots.len() < (self.counts.len() + 1) * 2 {
            self.grow()?;
        }
        let mask = self.slots.len() - 1;
        let mut at = slot(hash(text.as_bytes()), mask);
        for _ in 0..MOST_PROBES {
            match self.slots[at].checked_sub(1) {
                None => {
                    let code = u32::try_from(self.counts.len()).ok()?;
                    self.slots[at] = code + 1;
                    self.texts.push(text);
                    self.counts.push(1);
                    return Some(code);
                }
                Some(code) if self.texts.get(code as usize) == text => {
                    self.counts[code as usize] += 1;
                    return Some(code);
                }
                Some(_) => at = (at + 1) & mask,
            }
        }
        None
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
            slots: Vec::new(),
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
            slots: Vec::new(),
        }
    }

    #[cold]
    fn grow(&mut self) -> Option<()> {
        let size = (self.slots.len() * 2).max(16);
        let mut slots = vec![0; size];
        for (code, text) in (0_u32..).zip(self.texts.iter()) {
            let mut at = slot(hash(text.as_bytes()), size - 1);
            let free = (0..MOST_PROBES).find_map(|_| {
                let here = at;
                at = (at + 1) & (size - 1);
                (slots[here] == 0).then_some(here)
            })?;
            slots[free] = code + 1;
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
    use super::*;

    #[test]
    fn a_text_keeps_its_code() {
        let mut dictionary = Dictionary::default();
        for number in (0..7_000_u32).cycle().take(20_000) {
            assert_eq!(dictionary.code(&format!("p{number}")), Some(number));
        }
        let dictionary = dictionary.done();
        assert_eq!(dictionary.len(), 7_000);
        assert_eq!(dictionary.texts.get(6_999), "p6999");
        assert_eq!(dictionary.counts[0], 3);
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
