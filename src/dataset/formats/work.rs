//! A table under way from what the file holds to what can be analysed.

use crate::notice::{Exclusion, Kind, Notice, Tally, Unwanted};
use crate::table::number::is_missing;
use crate::table::{Column, RowNumbers, Table};

use super::{Names, Pattern, When, key};

/// A table that is being changed.
pub struct Work {
    /// The file's name.
    pub file: String,
    /// The columns, in order.
    pub slots: Vec<Slot>,
    /// Every row's number in the file.
    pub rows: RowNumbers,
    /// What should be known.
    pub notices: Vec<Notice>,
    /// Rows that were set aside.
    pub left_out: usize,
    table: Table,
}

/// A column, and what it was made of if it is not the file's own.
pub struct Slot {
    /// The column.
    pub column: Column,
    /// The header's [`key`].
    pub key: String,
    /// The name of the column that it was made of.
    pub made_of: Option<String>,
}

impl Slot {
    fn made(column: Column, made_of: &str) -> Self {
        Slot {
            key: key(&column.header),
            column,
            made_of: Some(made_of.to_owned()),
        }
    }
}

impl Work {
    /// Begins with a table as it was read.
    pub fn new(mut table: Table, notices: Vec<Notice>) -> Self {
        let slots = std::mem::take(&mut table.columns)
            .into_iter()
            .map(|column| Slot {
                key: key(&column.header),
                column,
                made_of: None,
            })
            .collect();
        Work {
            file: table.file.clone(),
            slots,
            rows: table.row_numbers().clone(),
            notices,
            left_out: 0,
            table,
        }
    }

    /// The finished table, with the columns' origins.
    pub fn finish(self, export: &'static str) -> (Table, Vec<Option<String>>, Vec<Notice>) {
        let (columns, made_of) = self
            .slots
            .into_iter()
            .map(|slot| (slot.column, slot.made_of))
            .unzip();
        let mut table = self.table.remade(columns, self.rows, self.left_out);
        table.export = Some(export);
        (table, made_of, self.notices)
    }

    /// The first column of these names.
    pub fn find(&self, names: Names) -> Option<usize> {
        let pattern = Pattern::of(names);
        self.slots.iter().position(|slot| pattern.fits(&slot.key))
    }

    /// The first column of these names.
    pub fn column(&self, names: Names) -> Option<&Column> {
        self.find(names).map(|at| &self.slots[at].column)
    }

    /// Adds a column that was made of another.
    pub fn add(&mut self, column: Column, made_of: &str) {
        self.slots.push(Slot::made(column, made_of));
    }

    /// Puts the columns that were made of one in its place.
    pub fn replace_by(&mut self, at: usize, made: Vec<Column>) {
        let from = self.slots[at].column.header.clone();
        let made = made.into_iter().map(|column| Slot::made(column, &from));
        self.slots.splice(at..=at, made);
    }

    /// Puts a column in the place of another that it was made of.
    pub fn replace(&mut self, at: usize, column: Column) {
        let slot = &mut self.slots[at];
        // What did not fit the column as it was read may fit it now.
        let old = slot.column.header.clone();
        let is_about = |notice: &Notice| {
            let mut columns = notice.examples.iter().filter_map(|one| one.column.as_ref());
            columns.any(|column| *column == old)
        };
        self.notices.retain(|notice| !is_about(notice));
        slot.key = key(&column.header);
        if slot.made_of.is_none() && slot.column.header != column.header {
            slot.made_of = Some(slot.column.header.clone());
        }
        slot.column = column;
    }

    /// Lets columns go, with what was said about their values.
    pub fn drop_columns(&mut self, unwanted: &dyn Fn(&Slot) -> Option<Unwanted>) {
        let mut dropped: Vec<(Unwanted, String)> = Vec::new();
        self.slots.retain(|slot| match unwanted(slot) {
            Some(why) => {
                dropped.push((why, slot.column.header.clone()));
                false
            }
            None => true,
        });
        if dropped.is_empty() {
            return;
        }
        let is_about = |notice: &Notice| {
            let columns = notice.examples.iter().filter_map(|one| one.column.as_ref());
            columns
                .into_iter()
                .any(|column| dropped.iter().any(|(_, header)| header == column))
        };
        self.notices.retain(|notice| !is_about(notice));
        for notice in &mut self.notices {
            // A whole row shows what its dropped cells held.
            if matches!(notice.kind, Kind::RaggedRow(_)) {
                notice.examples.iter_mut().for_each(|one| one.value = None);
            }
        }
        for why in Unwanted::ALL {
            let of_kind = dropped.iter().filter(|(found, _)| *found == why);
            let names: Vec<&str> = of_kind.map(|(_, header)| header.as_str()).collect();
            if !names.is_empty() {
                let kind = Kind::ColumnsDropped(why, names.join(", "));
                let notice = Notice::counted(&self.file, kind, names.len());
                self.notices.push(notice);
            }
        }
    }

    /// Sets rows aside, and counts them by reason.
    pub fn exclude(&mut self, reason: &dyn Fn(&Work, usize) -> Option<Exclusion>) {
        let tally = |why| (why, Tally::new(&self.file, Kind::RowsExcluded(why)));
        let mut tallies: Vec<(Exclusion, Tally)> = Exclusion::ALL.map(tally).into();
        let mut kept = Vec::with_capacity(self.rows.len());
        for row in 0..self.rows.len() {
            let Some(why) = reason(self, row) else {
                kept.push(row);
                continue;
            };
            for (_, tally) in tallies.iter_mut().filter(|(found, _)| *found == why) {
                tally.add(u64::from(self.rows.get(row).unwrap_or(0)), None, None);
            }
        }
        if kept.len() == self.rows.len() {
            return;
        }
        self.left_out += self.rows.len() - kept.len();
        self.rows = kept.iter().filter_map(|&row| self.rows.get(row)).collect();
        for slot in &mut self.slots {
            slot.column = slot.column.at_rows(&kept);
        }
        let counted = tallies.into_iter().filter_map(|(_, tally)| tally.notice());
        self.notices.extend(counted);
    }
}

impl When {
    /// Whether a cell meets the condition.
    pub fn holds(self, text: &str) -> bool {
        let text = text.trim();
        let is = |words: &[&str]| words.iter().any(|word| text.eq_ignore_ascii_case(word));
        match self {
            When::Is(words) => is(words),
            When::IsNot(words) => !is_missing(text) && !is(words),
            When::Begins(words) => words.iter().any(|word| {
                text.get(..word.len())
                    .is_some_and(|start| start.eq_ignore_ascii_case(word))
            }),
            When::IsMissing => is_missing(text),
        }
    }
}
