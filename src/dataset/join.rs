//! Tables and mappings to one [`Dataset`]: people get indices, usage and outcomes become logs.

use std::collections::HashMap;
use std::sync::Arc;

use crate::notice::{Kind, Notice};
use crate::table::{Column, Table};

use super::attributes::{Attribute, Votes};
use super::events::{self, Event};
use super::guess::header_words;
use super::log::Log;
use super::mapping::{ColumnRole, Mapping, TableRole};
use super::naming::{Names, Naming};
use super::overlap;
use super::rows::{Ids, NOBODY, Rows};

/// Everything that was loaded, with people as indices.
#[derive(Debug, Clone, PartialEq)]
pub struct Dataset {
    /// Pseudonymous ids, sorted; a person's index points here. Shared by whatever is filtered from the same files.
    pub people: Arc<[String]>,
    /// All usage rows.
    pub usage: Log,
    /// All outcome rows.
    pub outcomes: Log,
    /// Attributes to compare groups by, by name.
    pub attributes: Vec<Attribute>,
    /// Dated events, in order of days.
    pub events: Vec<Event>,
}

impl Dataset {
    /// The attribute of that name.
    pub fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes
            .iter()
            .find(|attribute| attribute.name == name)
    }
}

/// One file with its mapping.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// The table.
    pub table: &'a Table,
    /// What its columns are for.
    pub mapping: &'a Mapping,
}

/// Joins the files. What could not be used is counted in the notices;
/// files that lack a person column take no part.
pub fn join(sources: &[Source<'_>], naming: &Naming) -> (Dataset, Vec<Notice>) {
    let mut notices = Vec::new();
    let names = Names::of(sources, naming);
    let takes_part = |source: &Source<'_>| {
        matches!(
            source.mapping.role,
            TableRole::Usage | TableRole::Outcomes | TableRole::People
        )
    };
    let counted = overlap::rows_counted_elsewhere(sources);
    let mut with_people = Vec::new();
    for (source, counted) in sources.iter().zip(counted) {
        match source.column(&ColumnRole::Person) {
            Some(person) if takes_part(source) => with_people.push((*source, person, counted)),
            None if takes_part(source) => notices.push(no_person_column(source.table)),
            _ => {}
        }
    }
    let people = people(&with_people, &names);
    let index: HashMap<&str, u32> = people.iter().map(String::as_str).zip(0..NOBODY).collect();
    let mut usage = Log::default();
    let mut outcomes = Log::default();
    let mut votes = Votes::default();
    for (source, column, counted) in with_people {
        let ids = Ids {
            column,
            of_row: persons_of(column, &names, &index),
            people: people.len(),
        };
        let rows = Rows::of(source, ids, &counted, &mut notices);
        votes.collect(source, &rows);
        match source.mapping.role {
            TableRole::Usage => usage.append(source, rows, &mut notices),
            TableRole::Outcomes => outcomes.append(source, rows, &mut notices),
            _ => usage.roster.extend(rows.person),
        }
    }
    usage.roster.sort_unstable();
    usage.roster.dedup();
    let attributes = votes.attributes(people.len());
    let events = events::collect(sources, &mut notices);
    (
        Dataset {
            people: people.into(),
            usage,
            outcomes,
            attributes,
            events,
        },
        notices,
    )
}

impl<'a> Source<'a> {
    /// The first column of that role.
    pub(super) fn column(&self, role: &ColumnRole) -> Option<&'a Column> {
        self.columns(|found| found == role).next()
    }

    /// The columns whose role is wanted.
    pub(super) fn columns(
        &self,
        wanted: impl Fn(&ColumnRole) -> bool,
    ) -> impl Iterator<Item = &'a Column> {
        let table = self.table;
        let roles = self.mapping.columns.iter();
        roles
            .zip(&table.columns)
            .filter(move |(found, _)| wanted(&found.role))
            .map(|(_, column)| column)
    }
}

/// The ids of all files, sorted, so that an index does not depend on which file came first.
fn people(sources: &[(Source<'_>, &Column, Vec<bool>)], names: &Names<'_>) -> Vec<String> {
    let mut people = Vec::new();
    for (_, column, _) in sources {
        let ids = column.categories().texts;
        people.extend(
            ids.iter()
                .map(|id| names.name(id))
                .filter(|id| !id.is_empty()),
        );
    }
    people.sort_unstable();
    people.dedup();
    people
}

/// Whose each row is: ids are looked up once for each different text, not for each row.
fn persons_of(column: &Column, names: &Names<'_>, index: &HashMap<&str, u32>) -> Vec<u32> {
    let categories = column.categories();
    let of_code: Vec<u32> = categories
        .texts
        .iter()
        .map(|id| {
            index
                .get(names.name(id).as_str())
                .copied()
                .unwrap_or(NOBODY)
        })
        .collect();
    let mut person = categories.of_row;
    for code in &mut person {
        *code = of_code[*code as usize];
    }
    person
}

fn no_person_column(table: &Table) -> Notice {
    let nearest = table
        .columns
        .iter()
        .map(|column| &column.header)
        .find(|header| {
            header_words(header)
                .iter()
                .any(|word| word == "id" || word == "name")
        });
    Notice::about(&table.file, Kind::NoPersonColumn(nearest.cloned()))
}
