//! Tables made of other tables: rows left out, columns replaced.

use super::column::{Cells, Column, ColumnKind};
use super::date;
use super::number::{Decimal, is_missing};
use super::{Source, Table};

impl Column {
    /// A column of texts, with the kind that they show.
    pub fn of_texts<T: AsRef<str>>(
        header: &str,
        texts: impl IntoIterator<Item = T>,
        prefer: Decimal,
    ) -> Column {
        let mut cells = Cells::default();
        for text in texts {
            cells.push(text.as_ref());
        }
        Column::new(header.to_owned(), cells, prefer)
    }

    /// A column of numbers; `None` is missing.
    pub fn of_numbers(header: &str, values: impl IntoIterator<Item = Option<f64>>) -> Column {
        let text = |value: Option<f64>| value.map_or_else(String::new, |value| value.to_string());
        Column::of_texts(header, values.into_iter().map(text), Decimal::Point)
    }

    /// The same values in these rows only, read the same way.
    #[must_use]
    pub fn at_rows(&self, rows: &[usize]) -> Column {
        if self.kind() == ColumnKind::Date && !self.style().epoch {
            // The rows that settled which number is the day may be gone: ISO dates need no settling.
            return self.as_iso_dates(rows);
        }
        let texts = rows.iter().map(|&row| self.text(row));
        Column::of_texts(&self.header, texts, self.style().decimal)
    }

    /// Its dates in these rows, rewritten as ISO 8601; what is no date stays as it is.
    fn as_iso_dates(&self, rows: &[usize]) -> Column {
        let dates = self.as_dates();
        let texts = rows.iter().map(|&row| match dates.seconds(row) {
            Some(seconds) => date::iso(seconds),
            None => self.text(row).to_owned(),
        });
        Column::of_texts(&self.header, texts, self.style().decimal)
    }

    /// The same values under another name.
    #[must_use]
    pub fn renamed(mut self, header: String) -> Column {
        self.header = header;
        self
    }

    /// Whether every value is missing.
    pub fn is_blank(&self) -> bool {
        (0..self.len()).all(|row| is_missing(self.text(row)))
    }
}

impl Table {
    /// A table from its parts. `row_numbers` has an entry for every row of the columns.
    pub fn of_columns(
        file: &str,
        source: Source,
        columns: Vec<Column>,
        row_numbers: Vec<u32>,
        content_hash: u64,
    ) -> Table {
        Table {
            file: file.to_owned(),
            source,
            rows: row_numbers.len(),
            skipped: 0,
            columns,
            content_hash,
            export: None,
            row_numbers,
        }
    }

    /// The number of every row, as a spreadsheet shows it.
    pub fn row_numbers(&self) -> &[u32] {
        &self.row_numbers
    }

    /// This file with other columns and rows; `left_out` more rows count as skipped.
    #[must_use]
    pub fn remade(self, columns: Vec<Column>, row_numbers: Vec<u32>, left_out: usize) -> Table {
        Table {
            rows: row_numbers.len(),
            skipped: self.skipped + left_out,
            columns,
            row_numbers,
            ..self
        }
    }
}
