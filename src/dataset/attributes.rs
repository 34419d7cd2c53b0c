//! Attributes of people: the level that most of a person's rows carry.

use std::collections::BTreeMap;

use super::join::Source;
use super::mapping::ColumnRole;
use super::rows::Rows;

/// An attribute of people, such as their team.
#[derive(Debug, Clone, PartialEq)]
pub struct Attribute {
    /// The column's header.
    pub name: String,
    /// The distinct values, sorted.
    pub levels: Vec<String>,
    /// Per person, the index of their level: the one that most of their rows carry.
    pub level_of: Vec<Option<u16>>,
}

/// How often each person carries each value of each attribute, by the attribute's name.
#[derive(Debug, Default)]
pub struct Votes(BTreeMap<String, Ballots>);

/// Votes for the levels of one attribute.
#[derive(Debug, Default)]
struct Ballots {
    levels: BTreeMap<String, u32>,
    /// Person, level and count; a person and level may come several times until they are merged.
    counts: Vec<(u32, u32, u32)>,
    merge_at: usize,
}

/// Ballots that are kept unmerged.
const FEW: usize = 1 << 16;

impl Votes {
    /// Counts the rows of a file.
    pub fn collect(&mut self, source: Source<'_>, rows: &Rows) {
        for column in source.columns(|role| *role == ColumnRole::Group) {
            let ballots = self.0.entry(column.header.clone()).or_default();
            let categories = column.categories();
            let levels: Vec<Option<u32>> = categories
                .texts
                .iter()
                .map(|text| ballots.level(text.trim()))
                .collect();
            for (at, &person) in rows.person.iter().enumerate() {
                if let Some(level) = levels[categories.of_row[rows.in_table(at)] as usize] {
                    ballots.add(person, level);
                }
            }
        }
    }

    /// A person's level is the value that most of their rows carry; of equals, the first in order of letters.
    pub fn attributes(self, people: usize) -> Vec<Attribute> {
        let attribute = |(name, ballots): (String, Ballots)| ballots.attribute(name, people);
        self.0.into_iter().map(attribute).collect()
    }
}

impl Ballots {
    fn level(&mut self, text: &str) -> Option<u32> {
        if text.is_empty() {
            return None;
        }
        if let Some(level) = self.levels.get(text) {
            return Some(*level);
        }
        let level = u32::try_from(self.levels.len()).ok()?;
        self.levels.insert(text.to_owned(), level);
        Some(level)
    }

    fn add(&mut self, person: u32, level: u32) {
        // Rows of a person often stand together.
        if let Some((last_person, last_level, count)) = self.counts.last_mut()
            && (*last_person, *last_level) == (person, level)
        {
            *count += 1;
            return;
        }
        if self.counts.len() >= self.merge_at.max(FEW) {
            self.merge();
            self.merge_at = self.counts.len() * 2;
        }
        self.counts.push((person, level, 1));
    }

    fn merge(&mut self) {
        self.counts.sort_unstable();
        self.counts.dedup_by(|next, first| {
            let is_same = (next.0, next.1) == (first.0, first.1);
            if is_same {
                first.2 += next.2;
            }
            is_same
        });
    }

    fn attribute(mut self, name: String, people: usize) -> Attribute {
        self.merge();
        let mut is_used = vec![false; self.levels.len()];
        for (_, level, _) in &self.counts {
            is_used[*level as usize] = true;
        }
        // From the order of appearance to the order of letters.
        let mut order = vec![0; self.levels.len()];
        let mut levels = Vec::new();
        for (text, level) in self.levels {
            if is_used[level as usize] {
                order[level as usize] = levels.len();
                levels.push(text);
            }
        }
        let mut top: Vec<Option<(u32, usize)>> = vec![None; people];
        for (person, level, count) in self.counts {
            let level = order[level as usize];
            let best = &mut top[person as usize];
            if best.is_none_or(|(most, first)| count > most || (count == most && level < first)) {
                *best = Some((count, level));
            }
        }
        Attribute {
            name,
            levels,
            level_of: top
                .into_iter()
                .map(|best| u16::try_from(best?.1).ok())
                .collect(),
        }
    }
}
