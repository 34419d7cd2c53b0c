//! A file that the engine holds, and what may be shown of it.

use std::collections::BTreeSet;

use crate::dataset::{ColumnRole, Mapping};
use crate::notice::Notice;
use crate::table::personal::Finding;
use crate::table::{Column, Table};

use super::Guard;

/// A file: its table, what it seems to be, and what was decided about the columns that look personal.
#[derive(Debug)]
pub(super) struct Held {
    /// The table.
    pub table: Table,
    /// What it was recognised as.
    pub recognised: String,
    /// The mapping that is proposed.
    pub mapping: Mapping,
    /// What should be known about it.
    pub notices: Vec<Notice>,
    /// What each column holds that looks personal.
    pub personal: Vec<Option<Finding>>,
    guards: Vec<Guard>,
}

impl Held {
    /// A file that was just read. What looks personal is hidden, and is no group, until a person decides.
    pub fn new(
        table: Table,
        (recognised, mut mapping): (String, Mapping),
        notices: Vec<Notice>,
    ) -> Self {
        let personal: Vec<Option<Finding>> = table.columns.iter().map(Column::personal).collect();
        for (column, found) in mapping.columns.iter_mut().zip(&personal) {
            if found.is_some() && column.role == ColumnRole::Group {
                column.role = ColumnRole::Ignored;
            }
        }
        let guards = vec![Guard::Hidden; table.columns.len()];
        Held {
            table,
            recognised,
            mapping,
            notices,
            personal,
            guards,
        }
    }

    /// What was decided about a column.
    pub fn guard_of(&self, at: usize) -> Guard {
        self.guards.get(at).copied().unwrap_or(Guard::Hidden)
    }

    /// Takes decisions about columns. Values that were dropped do not come back.
    pub fn decide(&mut self, decisions: &[(usize, Guard)]) {
        for &(at, guard) in decisions {
            let Some(column) = self.table.columns.get_mut(at) else {
                continue;
            };
            if guard == Guard::Dropped {
                *column = column.rewritten(&column.header, &|_| String::new());
            }
            self.guards[at] = guard;
        }
    }

    /// Whether the values of a column are kept from the page.
    pub fn is_hidden(&self, at: usize) -> bool {
        let looks_personal = self.personal.get(at).is_some_and(Option::is_some);
        looks_personal && self.guard_of(at) != Guard::Shown
    }

    /// Whether a column holds ids, as far as is proposed.
    pub fn is_id(&self, at: usize) -> bool {
        let role = self.mapping.columns.get(at).map(|column| &column.role);
        matches!(role, Some(ColumnRole::Person | ColumnRole::OtherId))
    }

    /// Notices without the values of columns that are hidden.
    pub fn veiled(&self, mut notices: Vec<Notice>) -> Vec<Notice> {
        let hidden: BTreeSet<&str> = (0..self.table.columns.len())
            .filter(|&at| self.is_hidden(at))
            .map(|at| self.table.columns[at].header.as_str())
            .collect();
        let of_file = |notice: &&mut Notice| notice.file == self.table.file;
        for notice in notices.iter_mut().filter(of_file) {
            for example in &mut notice.examples {
                let is_hidden = example
                    .column
                    .as_deref()
                    .is_some_and(|column| hidden.contains(column));
                if is_hidden {
                    example.value = None;
                }
            }
        }
        notices
    }
}
