//! Tables and mappings to one [`Dataset`]: people get indices, usage and outcomes become logs.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use crate::notice::{Kind, Notice};
use crate::table::{Categories, Column, Table};

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

    /// Per person, whether they have rows of usage, and whether of outcomes.
    pub fn sides(&self) -> [Vec<bool>; 2] {
        [&self.usage, &self.outcomes].map(|log| {
            let mut has_rows = vec![false; self.people.len()];
            for &person in &log.person {
                has_rows[person as usize] = true;
            }
            has_rows
        })
    }

    /// Whether everyone of one side, be it usage or outcomes, is on the other side too.
    pub fn everyone_is_met(&self) -> bool {
        let [usage, outcomes] = self.sides();
        let is_within = |one: &[bool], other: &[bool]| one.iter().zip(other).all(|(a, b)| !a || *b);
        is_within(&usage, &outcomes) || is_within(&outcomes, &usage)
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
            Some(person) if takes_part(source) => {
                with_people.push((*source, person, person.categories(), counted));
            }
            None if takes_part(source) => notices.push(no_person_column(source.table)),
            _ => {}
        }
    }
    let ids = with_people.iter().flat_map(|(_, _, ids, _)| &ids.texts);
    let people = people(ids, &names);
    let index: HashMap<&str, u32> = people.iter().map(String::as_str).zip(0..NOBODY).collect();
    let mut usage = Log::default();
    let mut outcomes = Log::default();
    let mut votes = Votes::default();
    for (source, column, ids, counted) in with_people {
        let ids = Ids {
            column,
            of_row: persons_of(ids, &names, &index),
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
            people,
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
pub(super) fn people<'a>(
    ids: impl Iterator<Item = &'a Cow<'a, str>>,
    names: &'a Names<'_>,
) -> Arc<[String]> {
    let mut people: Vec<Cow<'_, str>> = ids
        .map(|id| names.name(id))
        .filter(|id| !id.is_empty())
        .collect();
    people.sort_unstable();
    people.dedup();
    people.into_iter().map(Cow::into_owned).collect()
}

/// Whose each row is: ids are looked up once for each different text, not for each row.
fn persons_of(ids: Categories<'_>, names: &Names<'_>, index: &HashMap<&str, u32>) -> Vec<u32> {
    let person = |id: &Cow<'_, str>| index.get(names.name(id).as_ref()).copied();
    let of_code: Vec<u32> = ids
        .texts
        .iter()
        .map(|id| person(id).unwrap_or(NOBODY))
        .collect();
    let mut person = ids.of_row;
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
