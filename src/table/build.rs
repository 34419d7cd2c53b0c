//! Tables made of other tables: rows left out, columns replaced.

use super::column::{Cells, Column};
use super::number::Decimal;
use super::{RowNumbers, Source, Table};

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

    /// The same values under another name.
    #[must_use]
    pub fn renamed(mut self, header: String) -> Column {
        self.header = header;
        self
    }

    /// Whether every value is missing.
    pub fn is_blank(&self) -> bool {
        self.missing() == self.len()
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
