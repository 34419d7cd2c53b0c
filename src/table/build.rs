//! Tables made of other tables: rows left out, columns replaced.

use std::borrow::Cow;

use super::column::{Cells, Column, ColumnKind};
use super::date;
use super::number::Decimal;
use super::{Source, Table};

impl Column {
    /// A column of texts, with the kind that they show.
    // The texts come through a trait object: a copy of this loop for every caller would cost kilobytes of download.
    pub fn of_texts(
        header: &str,
        texts: &mut dyn Iterator<Item = Cow<'_, str>>,
        prefer: Decimal,
    ) -> Column {
        let mut cells = Cells::default();
        for text in texts {
            cells.push(&text);
        }
        Column::new(header.to_owned(), cells, prefer)
    }

    /// A column of numbers; `None` is missing.
    pub fn of_numbers(header: &str, values: &mut dyn Iterator<Item = Option<f64>>) -> Column {
        let text = |value: Option<f64>| match value {
            Some(value) => Cow::Owned(value.to_string()),
            None => Cow::Borrowed(""),
        };
        Column::of_texts(header, &mut values.map(text), Decimal::Point)
    }

    /// A column of what each text of this one gives.
    #[must_use]
    pub fn rewritten(&self, header: &str, change: &dyn Fn(&str) -> String) -> Column {
        let mut texts = (0..self.len()).map(|row| Cow::Owned(change(self.text(row))));
        Column::of_texts(header, &mut texts, self.style().decimal)
    }

    /// A column of the number that each text of this one gives.
    #[must_use]
    pub fn counted(&self, header: &str, number: &dyn Fn(&str) -> Option<f64>) -> Column {
        let mut numbers = (0..self.len()).map(|row| number(self.text(row)));
        Column::of_numbers(header, &mut numbers)
    }

    /// The same values in these rows only, read the same way.
    #[must_use]
    pub fn at_rows(&self, rows: &[usize]) -> Column {
        if self.kind() == ColumnKind::Date && !self.style().epoch {
            // The rows that settled which number is the day may be gone: ISO dates need no settling.
            return self.as_iso_dates(rows);
        }
        let mut texts = rows.iter().map(|&row| Cow::Borrowed(self.text(row)));
        Column::of_texts(&self.header, &mut texts, self.style().decimal)
    }

    /// Its dates in these rows, rewritten as ISO 8601; what is no date stays as it is.
    fn as_iso_dates(&self, rows: &[usize]) -> Column {
        let dates = self.as_dates();
        let mut texts = rows.iter().map(|&row| match dates.seconds(row) {
            Some(seconds) => Cow::Owned(date::iso(seconds)),
            None => Cow::Borrowed(self.text(row)),
        });
        Column::of_texts(&self.header, &mut texts, self.style().decimal)
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
