//! Ids that are written in different ways in different files: what would make them meet.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::join::{Source, people};
use super::mapping::{ColumnRole, TableRole};
use super::naming::{Names, Naming};

/// A difference between ids that may be passed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Spelling {
    /// Upper and lower case: `Eva` and `eva`.
    Case,
    /// What follows an `@`: `eva@example.org` and `eva`.
    Domain,
    /// What comes before the last `\`, `/`, `:` or `|`: `CORP\eva` and `eva`.
    Path,
    /// All but the number at the end: `emp-0042` and `42`.
    Number,
}

impl Spelling {
    /// All of them, the least daring first.
    pub const ALL: [Spelling; 4] = [
        Spelling::Case,
        Spelling::Path,
        Spelling::Domain,
        Spelling::Number,
    ];

    /// The id without that difference.
    pub fn fold(self, id: &str) -> Cow<'_, str> {
        match self {
            Spelling::Case => Cow::Owned(id.to_lowercase()),
            Spelling::Domain => Cow::Borrowed(id.split('@').next().unwrap_or(id)),
            Spelling::Path => Cow::Borrowed(id.rsplit(['\\', '/', ':', '|']).next().unwrap_or(id)),
            Spelling::Number => {
                let before = id.trim_end_matches(|letter: char| letter.is_ascii_digit());
                let number = id[before.len()..].trim_start_matches('0');
                // An id without a number at its end, such as a hash that ends in a letter, stays what it is.
                if number.is_empty() || before.chars().any(|letter| letter.is_ascii_digit()) {
                    Cow::Borrowed(id)
                } else {
                    Cow::Borrowed(number)
                }
            }
        }
    }
}

/// The id without any of these differences.
pub fn fold<'a>(id: &'a str, passed_over: &[Spelling]) -> Cow<'a, str> {
    passed_over
        .iter()
        .fold(Cow::Borrowed(id.trim()), |id, spelling| {
            Cow::Owned(spelling.fold(&id).into_owned())
        })
}

/// Why ids of usage and outcomes do not meet, whatever is passed over by now.
pub fn of_sources(sources: &[Source<'_>], naming: &Naming) -> Vec<Mismatch> {
    let plain = Naming {
        secret: None,
        ..naming.clone()
    };
    let names = Names::of(sources, &plain);
    let side = |role: TableRole| {
        let of_role = sources.iter().filter(|source| source.mapping.role == role);
        let columns = of_role.filter_map(|source| source.column(&ColumnRole::Person));
        let ids: Vec<Cow<'_, str>> = columns
            .flat_map(|column| column.categories().texts)
            .collect();
        people(ids.iter(), &names)
    };
    let (usage, outcomes) = (side(TableRole::Usage), side(TableRole::Outcomes));
    let usage: Vec<&str> = usage.iter().map(String::as_str).collect();
    let outcomes: Vec<&str> = outcomes.iter().map(String::as_str).collect();
    mismatches(&usage, &outcomes)
}

/// Why people of one file are not found in the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Mismatch {
    /// So many more people would meet if that difference were passed over, and nobody would be taken for another.
    Spelled(Spelling, usize),
    /// Both sides are codes of the same length, and none is on both: probably made with different secrets.
    DifferentSecrets,
    /// One side is codes, the other is not.
    CodedOnOneSide,
}

/// Letters from which on an id in hexadecimal digits is taken for a code.
const CODE: usize = 16;

/// Why ids do not meet. `usage` and `outcomes` are the different ids of each side, sorted.
///
/// A spelling counts only if it brings more people together than there are now, and keeps apart all
/// who were apart on their own side.
pub fn mismatches(usage: &[&str], outcomes: &[&str]) -> Vec<Mismatch> {
    let before = in_both(usage, outcomes);
    if before == usage.len().min(outcomes.len()) {
        // Nobody is left on one side, so that nothing could bring more people together.
        return Vec::new();
    }
    let spelled = Spelling::ALL.into_iter().filter_map(|spelling| {
        let after = met(usage, outcomes, spelling)?;
        (after > before).then(|| Mismatch::Spelled(spelling, after - before))
    });
    let mut found: Vec<Mismatch> = spelled.collect();
    if before == 0 && found.is_empty() {
        match (code_length(usage), code_length(outcomes)) {
            (Some(_), Some(_)) => found.push(Mismatch::DifferentSecrets),
            (Some(_), None) | (None, Some(_)) => found.push(Mismatch::CodedOnOneSide),
            (None, None) => {}
        }
    }
    found
}

/// Ids on both sides, or `None` if two ids of one side would become one.
fn met(usage: &[&str], outcomes: &[&str], spelling: Spelling) -> Option<usize> {
    let folded = |ids: &[&str]| {
        let mut all: Vec<String> = ids
            .iter()
            .map(|id| spelling.fold(id).into_owned())
            .collect();
        all.sort_unstable();
        let is_twice = all.windows(2).any(|pair| pair[0] == pair[1]);
        (!is_twice).then_some(all)
    };
    Some(in_both(&folded(usage)?, &folded(outcomes)?))
}

/// How many texts are in both lists, each of which is sorted and has none twice.
fn in_both<T: Ord>(one: &[T], other: &[T]) -> usize {
    let mut other = other.iter().peekable();
    let is_there = |text: &&T| {
        while other.next_if(|other| other < text).is_some() {}
        other.peek() == Some(text)
    };
    one.iter().filter(is_there).count()
}

/// The length that all ids have, if all are codes.
fn code_length(ids: &[&str]) -> Option<usize> {
    let length = ids.first()?.len();
    let is_code = |id: &&str| {
        id.len() == length
            && id
                .chars()
                .all(|letter| letter.is_ascii_hexdigit() || letter == '-')
    };
    (length >= CODE && ids.iter().all(is_code)).then_some(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_difference_that_keeps_ids_apart_is_found() {
        let found = |usage: &[&str], outcomes: &[&str]| mismatches(usage, outcomes);
        assert_eq!(
            found(&["Eva", "Tom", "ina"], &["eva", "ina", "tom"]),
            [Mismatch::Spelled(Spelling::Case, 2)]
        );
        assert_eq!(
            found(&["eva@x.org", "tom@x.org"], &["eva", "tom"]),
            [Mismatch::Spelled(Spelling::Domain, 2)]
        );
        assert_eq!(
            found(&["CORP\\eva", "CORP\\tom"], &["eva", "tom"]),
            [Mismatch::Spelled(Spelling::Path, 2)]
        );
        assert_eq!(
            found(&["emp-0042", "emp-0043"], &["42", "43"]),
            [Mismatch::Spelled(Spelling::Number, 2)]
        );
    }

    #[test]
    fn nobody_is_taken_for_another_to_make_ids_meet() {
        assert_eq!(mismatches(&["EVA", "Tom", "eva"], &["eva", "tom"]), []);
        assert_eq!(mismatches(&["eva@x.org", "eva@y.org"], &["eva"]), []);
    }

    #[test]
    fn codes_that_never_meet_are_told_from_misspelt_ids() {
        let coded = ["00c1f2a9b3d4e5f6", "10c1f2a9b3d4e5f7"];
        let others = ["a0c1f2a9b3d4e5fa", "b0c1f2a9b3d4e5fb"];
        assert_eq!(mismatches(&coded, &others), [Mismatch::DifferentSecrets]);
        assert_eq!(
            mismatches(&coded, &["eva", "tom"]),
            [Mismatch::CodedOnOneSide]
        );
        assert_eq!(mismatches(&["eva"], &["tom"]), []);
    }

    #[test]
    fn a_fold_goes_through_every_difference_in_turn() {
        let all = [Spelling::Case, Spelling::Path, Spelling::Domain];
        assert_eq!(fold(" CORP\\Eva@x.org ", &all), "eva");
        assert_eq!(Spelling::Number.fold("a1b2"), "a1b2");
    }
}
