//! Tables made of other tables: rows left out, columns replaced.

use std::borrow::Cow;

use super::column::{Cells, Column};
use super::number::Decimal;
use super::{RowNumbers, Source, Table};

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
        let mut texts = (0..self.len()).map(|row| Cow::Owned(change(&self.text(row))));
        Column::of_texts(header, &mut texts, self.style().decimal)
    }

    /// A column of the number that each text of this one gives.
    #[must_use]
    pub fn counted(&self, header: &str, number: &dyn Fn(&str) -> Option<f64>) -> Column {
        let numbers = self.numbers_by(number);
        Column::of_numbers(header, &mut (0..self.len()).map(|row| numbers.get(row)))
    }
}

impl Table {
    /// A table from its parts. `row_numbers` has an entry for every row of the columns.
    pub fn of_columns(
        file: &str,
        source: Source,
        columns: Vec<Column>,
        row_numbers: RowNumbers,
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
    pub fn row_numbers(&self) -> &RowNumbers {
        &self.row_numbers
    }

    /// This file with other columns and rows; `left_out` more rows count as skipped.
    #[must_use]
    pub fn remade(self, columns: Vec<Column>, row_numbers: RowNumbers, left_out: usize) -> Table {
        Table {
            rows: row_numbers.len(),
            skipped: self.skipped + left_out,
            columns,
            row_numbers,
            ..self
        }
    }
}
