//! Several files of one export: a daily file beside a monthly one, or two downloads of the same weeks.
//! What is in more than one of them counts once.

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
    let mut counted = vec![Vec::new(); sources.len()];
    for (at, source) in sources.iter().enumerate() {
        let is_part = |other: &Source<'_>| {
            source.table.export.is_some() && other.table.export == source.table.export
        };
        // Every export is dealt with at its first file.
        if sources[..at].iter().any(is_part) {
            continue;
        }
        let parts: Vec<usize> = (at..sources.len())
            .filter(|part| is_part(&sources[*part]))
            .collect();
        if parts.len() > 1 {
            mark_repeats(sources, &parts, &mut counted);
        }
    }
    counted
}

/// Marks the rows of an export's files that an earlier one of them has.
fn mark_repeats(sources: &[Source<'_>], parts: &[usize], counted: &mut [Vec<bool>]) {
    let days: Vec<Option<Vec<u64>>> = parts.iter().map(|&at| person_days(sources[at])).collect();
    let are_person_days = days.iter().all(Option::is_some);
    // How many equal rows the files so far have, by hash.
    let mut before: Vec<(u64, usize)> = Vec::new();
    for (&at, days) in parts.iter().zip(days) {
        let hashes = match days {
            Some(days) if are_person_days => days,
            _ => row_hashes(sources[at]),
        };
        let mut order: Vec<(u64, usize)> = hashes.into_iter().zip(0..).collect();
        order.sort_unstable();
        let mut marks = vec![false; order.len()];
        let mut after = Vec::with_capacity(before.len() + order.len());
        let mut earlier = before.into_iter().peekable();
        for equal in order.chunk_by(|a, b| a.0 == b.0) {
            let hash = equal[0].0;
            while let Some(other) = earlier.next_if(|(found, _)| *found < hash) {
                after.push(other);
            }
            let known = earlier
                .next_if(|(found, _)| *found == hash)
                .map_or(0, |(_, count)| count);
            for (_, row) in equal.iter().take(known) {
                marks[*row] = true;
            }
            after.push((hash, known.max(equal.len())));
        }
        after.extend(earlier);
        before = after;
        counted[at] = marks;
    }
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
    let ids = person.categories();
    let of_id: Vec<u64> = ids.texts.iter().map(|id| hash_of(&id.trim())).collect();
    let hashes: Vec<u64> = (0..source.table.rows)
        .map(|row| hash_of(&(of_id[ids.of_row[row] as usize], dates.day(row))))
        .collect();
    let mut sorted: Vec<(u64, usize)> = hashes.iter().copied().zip(0..).collect();
    sorted.sort_unstable();
    let is_repeated = sorted.windows(2).any(|pair| pair[0].0 == pair[1].0);
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
        let categories = column.categories();
        let of_text: Vec<Option<u64>> = categories
            .texts
            .iter()
            .map(|text| text.trim())
            .map(|text| (!is_missing(text)).then(|| hash_of(&(name.as_str(), text))))
            .collect();
        for (row, hash) in hashes.iter_mut().enumerate() {
            let Some(text) = of_text[categories.of_row[row] as usize] else {
                continue;
            };
            let value = match dates.as_ref().and_then(|dates| dates.seconds(row)) {
                Some(seconds) => hash_of(&(name.as_str(), seconds)),
                None => text,
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
