//! The cells of a column while a file is read, in the smallest form that loses nothing.
//!
//! A column begins as a dictionary, which suits ids, groups, words and dates. Once enough is seen it becomes plain
//! numbers where it is one of numbers, or texts end to end where nearly all differ. What decides is the rows alone,
//! never how the file was cut into pieces.

use std::borrow::Cow;
use std::ops::ControlFlow;
use std::sync::Arc;

use super::decimals::Decimals;
use super::number::is_missing;
use super::packed::Packed;
use super::plain::{Cell, is_plain};
use super::texts::{Dictionary, Key, Texts};

/// Rows after which a column of numbers is known as one.
const FIRST_LOOK: usize = 512;

/// A dictionary of fewer texts is kept whatever they are.
const FEW: usize = 4096;

/// Cells by row, while they come in.
#[derive(Debug, Clone, Default)]
pub struct Cells {
    form: Form,
}

#[derive(Debug, Clone)]
enum Form {
    Coded(Coded),
    Decimals(Decimals),
    Texts(Texts),
}

impl Default for Form {
    fn default() -> Self {
        Form::Coded(Coded::default())
    }
}

#[derive(Debug, Clone, Default)]
struct Coded {
    dictionary: Dictionary,
    codes: Packed,
    /// The last cell's code and key; a key that no text has where there is none.
    last: u32,
    last_key: Key,
}

impl Cells {
    /// Adds a cell.
    pub fn push(&mut self, text: &str) {
        self.extend(std::iter::once(Cell::of(text)));
    }

    /// Adds cells, which are text.
    #[inline]
    pub(super) fn extend<'a>(&mut self, cells: impl Iterator<Item = Cell<'a>>) {
        let mut cells = cells;
        let mut refused = None;
        loop {
            let mut all = refused.take().into_iter().chain(&mut cells);
            refused = match &mut self.form {
                Form::Coded(coded) => all.find(|cell| !coded.push(cell.bytes())),
                Form::Decimals(decimals) => all.find(|cell| !decimals.push(*cell)),
                Form::Texts(texts) => {
                    all.for_each(|cell| {
                        texts.push(std::str::from_utf8(cell.bytes()).unwrap_or(""));
                    });
                    None
                }
            };
            if refused.is_none() {
                return;
            }
            self.change();
        }
    }

    /// Goes on in another form: the one at hand does not suit this column.
    #[cold]
    fn change(&mut self) {
        let form = std::mem::replace(&mut self.form, Form::Texts(Texts::default()));
        if let Form::Coded(coded) = &form
            && coded.is_numeric()
        {
            self.form = Form::Decimals(Decimals::default());
        }
        match form {
            Form::Coded(Coded {
                dictionary, codes, ..
            }) => codes.each(|code| {
                self.push(usize::try_from(code).map_or("", |code| dictionary.texts.get(code)));
            }),
            Form::Decimals(decimals) => {
                let stored = Stored::Decimals(Arc::new(decimals));
                (0..stored.len()).for_each(|row| self.push(&stored.text(row)));
            }
            Form::Texts(texts) => self.form = Form::Texts(texts),
        }
    }

    /// The cells, to be read from now on.
    pub(super) fn done(self) -> Stored {
        match self.form {
            Form::Coded(coded) => Stored::Coded {
                dictionary: Arc::new(coded.dictionary.done()),
                codes: Arc::new(coded.codes.done()),
            },
            Form::Decimals(decimals) => Stored::Decimals(Arc::new(decimals.done())),
            Form::Texts(texts) => Stored::Texts(Arc::new(texts.done())),
        }
    }
}

impl Coded {
    /// Adds a cell, unless the column should take another form first.
    #[inline]
    fn push(&mut self, text: &[u8]) -> bool {
        let row = self.codes.len();
        if row == FIRST_LOOK && self.is_numeric() {
            return false;
        }
        let key = Key::of(text);
        // Rows of one person or day often stand together.
        if key != self.last_key || !key.is_whole() {
            match self.other_code(row, text, key) {
                Some(code) => (self.last, self.last_key) = (code, key),
                None => return false,
            }
        } else {
            self.dictionary.counts[self.last as usize] += 1;
        }
        self.codes.push(i64::from(self.last));
        true
    }

    #[inline]
    fn other_code(&mut self, row: usize, text: &[u8], key: Key) -> Option<u32> {
        let known = self.dictionary.len();
        if known >= FEW && known * 2 > row {
            return None;
        }
        self.dictionary.code(text, key)
    }

    /// Whether at least half of the values are plain numbers.
    fn is_numeric(&self) -> bool {
        let (mut present, mut numbers) = (0, 0);
        for (text, count) in self.dictionary.iter().filter(|(text, _)| !is_missing(text)) {
            present += count;
            numbers += count * usize::from(is_plain(text));
        }
        numbers > 0 && numbers * 2 >= present
    }
}

/// Cells by row, once all are in.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Stored {
    /// A code per row, and the text of each code.
    Coded {
        /// The different texts.
        dictionary: Arc<Dictionary>,
        /// The code of each row.
        codes: Arc<Packed>,
    },
    /// Plain numbers with few other texts among them.
    Decimals(Arc<Decimals>),
    /// Texts that are nearly all different.
    Texts(Arc<Texts>),
}

impl Stored {
    /// Number of rows.
    pub fn len(&self) -> usize {
        match self {
            Stored::Coded { codes, .. } => codes.len(),
            Stored::Decimals(decimals) => decimals.len(),
            Stored::Texts(texts) => texts.len(),
        }
    }

    /// The text of a row; empty beyond the last.
    pub fn text(&self, row: usize) -> Cow<'_, str> {
        match self {
            Stored::Coded { dictionary, codes } => Cow::Borrowed(
                usize::try_from(codes.get(row)).map_or("", |code| dictionary.texts.get(code)),
            ),
            Stored::Decimals(decimals) => match decimals.text(row) {
                Ok(text) => Cow::Owned(text),
                Err(code) => Cow::Borrowed(decimals.texts.texts.get(code as usize)),
            },
            Stored::Texts(texts) => Cow::Borrowed(texts.get(row)),
        }
    }

    /// The same cells in these rows only.
    pub fn at_rows(&self, rows: &[usize]) -> Stored {
        let Stored::Coded { dictionary, codes } = self else {
            let mut cells = Cells::default();
            for row in rows {
                cells.push(&self.text(*row));
            }
            return cells.done();
        };
        let codes: Packed = rows.iter().map(|row| codes.get(*row)).collect();
        let counts = codes.counts(0, dictionary.len());
        Stored::Coded {
            dictionary: Arc::new(dictionary.with_counts(counts)),
            codes: Arc::new(codes),
        }
    }

    /// The plain numbers, where the column is kept as such.
    pub fn decimals(&self) -> Option<&Arc<Decimals>> {
        match self {
            Stored::Decimals(decimals) => Some(decimals),
            _ => None,
        }
    }

    /// Calls `visit` with every text that is no plain number of [`Stored::decimals`] and not blank among them, and
    /// with how many rows have it, in order of first appearance. Equal texts may come several times.
    pub fn visit<'a>(&'a self, mut visit: impl FnMut(&'a str, usize) -> ControlFlow<()>) {
        // Whether the visitor had enough is the visitor's own.
        let _ = match self {
            Stored::Coded { dictionary, .. } => dictionary
                .iter()
                .filter(|(_, count)| *count > 0)
                .try_for_each(|(text, count)| visit(text, count)),
            Stored::Decimals(decimals) => decimals
                .texts
                .iter()
                .try_for_each(|(text, count)| visit(text, count)),
            Stored::Texts(texts) => texts.iter().try_for_each(|text| visit(text, 1)),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stored(texts: impl IntoIterator<Item = String>) -> (Vec<String>, Stored) {
        let texts: Vec<String> = texts.into_iter().collect();
        let mut cells = Cells::default();
        for text in &texts {
            cells.push(text);
        }
        (texts, cells.done())
    }

    fn comes_back((texts, stored): &(Vec<String>, Stored)) {
        assert_eq!(stored.len(), texts.len());
        for (row, text) in texts.iter().enumerate() {
            assert_eq!(stored.text(row), *text);
        }
    }

    #[test]
    fn ids_that_repeat_become_codes() {
        let found = stored((0..9_000).map(|row| format!("p{}", row % 50)));
        assert!(matches!(&found.1, Stored::Coded { dictionary, .. } if dictionary.len() == 50));
        comes_back(&found);
    }

    #[test]
    fn numbers_become_numbers_and_keep_what_is_among_them() {
        let word = |row: usize| match row % 9 {
            0 => "n/a".to_owned(),
            1 => String::new(),
            _ => format!("{}.{}", row, row % 10),
        };
        let found = stored((0..9_000).map(word));
        assert!(found.1.decimals().is_some());
        comes_back(&found);
    }

    #[test]
    fn texts_that_all_differ_are_kept_end_to_end() {
        let found = stored((0..9_000).map(|row| format!("a text, {row}")));
        assert!(matches!(found.1, Stored::Texts(_)));
        comes_back(&found);
    }

    #[test]
    fn a_column_that_changes_its_mind_loses_nothing() {
        let text = |row: usize| match row {
            0..600 => String::new(),
            600..6_000 => format!("{row}"),
            _ => format!("x{row}"),
        };
        comes_back(&stored((0..20_000).map(text)));
        let text = |row: usize| match row {
            0..600 => format!("{row}"),
            _ => format!("x{row}"),
        };
        comes_back(&stored((0..20_000).map(text)));
    }
}
