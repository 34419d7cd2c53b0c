//! Several files of one export: a daily file beside a monthly one, or two downloads of the same weeks.
//! What is in more than one of them counts once.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::table::number::is_missing;

use super::join::Source;
use super::mapping::ColumnRole;

/// Per file and row, whether an earlier file of the same export has counted it already.
///
/// Where both files have at most one row per person and day, such a row is the same fact whatever its values,
/// and the first file's stands. Elsewhere rows are the same when all their mapped values are:
/// a file then adds only as many of equal rows as it has more of than the files before it.
pub fn rows_counted_elsewhere(sources: &[Source<'_>]) -> Vec<Vec<bool>> {
    let mut exports: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, source) in sources.iter().enumerate() {
        if let Some(export) = source.table.export {
            exports.entry(export).or_default().push(at);
        }
    }
    let mut counted = vec![Vec::new(); sources.len()];
    for files in exports.into_values().filter(|files| files.len() > 1) {
        let keys: Vec<Option<Vec<u64>>> =
            files.iter().map(|&at| person_days(sources[at])).collect();
        let are_person_days = keys.iter().all(Option::is_some);
        let mut before: BTreeMap<u64, usize> = BTreeMap::new();
        for (&at, key) in files.iter().zip(keys) {
            let hashes = match key {
                Some(key) if are_person_days => key,
                _ => row_hashes(sources[at]),
            };
            let mut here: BTreeMap<u64, usize> = BTreeMap::new();
            counted[at] = hashes
                .iter()
                .map(|hash| {
                    let seen = here.entry(*hash).or_default();
                    *seen += 1;
                    before.get(hash).is_some_and(|earlier| *seen <= *earlier)
                })
                .collect();
            for (hash, count) in here {
                let earlier = before.entry(hash).or_default();
                *earlier = count.max(*earlier);
            }
        }
    }
    counted
}

/// A hash of person and day for every row, unless two rows share one or the file has no days.
fn person_days(source: Source<'_>) -> Option<Vec<u64>> {
    if source.column(&ColumnRole::Finished).is_some() {
        return None;
    }
    let (person, dates) = (
        source.column(&ColumnRole::Person)?,
        source.column(&ColumnRole::Date)?,
    );
    let dates = dates.as_dates();
    let hashes: Vec<u64> = (0..source.table.rows)
        .map(|row| hash_of(&(person.text(row).trim(), dates.day(row))))
        .collect();
    let mut sorted = hashes.clone();
    sorted.sort_unstable();
    let is_repeated = sorted.windows(2).any(|pair| pair[0] == pair[1]);
    (!is_repeated).then_some(hashes)
}

/// A hash of every row's mapped values, by the names of their columns; a missing value is as good as a missing column.
fn row_hashes(source: Source<'_>) -> Vec<u64> {
    let mut hashes = vec![0_u64; source.table.rows];
    let columns = source.table.columns.iter().zip(&source.mapping.columns);
    for (column, mapping) in columns {
        let dates = match mapping.role {
            ColumnRole::Ignored => continue,
            ColumnRole::Date | ColumnRole::Started | ColumnRole::Finished => {
                Some(column.as_dates())
            }
            _ => None,
        };
        let name = column.header.to_lowercase();
        for (row, hash) in hashes.iter_mut().enumerate() {
            let text = column.text(row).trim();
            if is_missing(text) {
                continue;
            }
            let value = match dates.as_ref().and_then(|dates| dates.seconds(row)) {
                Some(seconds) => hash_of(&(name.as_str(), seconds)),
                None => hash_of(&(name.as_str(), text)),
            };
            // A sum does not mind in which order the columns stand.
            *hash = hash.wrapping_add(value);
        }
    }
    hashes
}

/// `SipHash` with fixed keys: the same on every machine and in every run.
fn hash_of(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
