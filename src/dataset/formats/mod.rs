//! The exports that are known by name: one file each, which says how to tell it, what its columns are,
//! and what has to be done to its rows before they mean what they seem to.
//!
//! Columns are found by name, whatever their case, punctuation and order; what is missing is done without,
//! and what is new is guessed like the columns of an unknown file.
//! To add an export, add its file and line in `usage/` or `outcomes/`, and a fixture in `tests/formats/`.

use crate::notice::{Exclusion, Lack, Unwanted};

use super::mapping::{Adds, Direction, Measure, TableRole};

mod outcomes;
pub mod prelude;
mod prepare;
mod steps;
mod usage;
mod work;

pub use prepare::{Prepared, prepare};

/// A known export.
#[derive(Debug, PartialEq)]
pub struct Format {
    /// What people call it.
    pub name: &'static str,
    /// What it is about.
    pub role: TableRole,
    /// Headers that tell it from other files, each as [`Names`].
    pub marks: &'static [Names],
    /// How many of the marks must be there.
    pub least: usize,
    /// Headers without which it is another export, however many marks are there.
    pub essential: &'static [Names],
    /// What its columns are for.
    pub fields: &'static [Field],
    /// Rows that do not count.
    pub without: &'static [Without],
    /// What is done to the table, in this order, once unwanted columns and rows are gone.
    pub steps: &'static [Step],
    /// Whether it can answer at all.
    pub verdict: Verdict,
    /// What a person should know about it; empty when there is nothing.
    pub quirk: &'static str,
}

/// The names that a column goes by, in any case and punctuation, separated by bars.
/// A `*` stands for anything, for families of columns without end: `"*_messages"`.
pub type Names = &'static str;

/// What a column is for.
pub type Field = (Names, Use);

/// What a column of a known export is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// The id that joins; of several, the first that has values. The others are ignored.
    Person,
    /// The id that joins where there is no better one; let go where there is.
    PersonOr(Unwanted),
    /// The day, or the first day of a longer period; of several, the first that has dates.
    Date,
    /// When a piece of work began; of several, the first that has dates.
    Started,
    /// When it was done; of several, the first that has dates.
    Finished,
    /// An attribute to compare groups by.
    Group,
    /// A number to analyse.
    Measure(Measure),
    /// Kept in sight, and not used.
    Off,
    /// Not kept.
    Drop(Unwanted),
}

/// A count or an amount of which no side is better.
pub const AMOUNT: Use = measure(Adds::Sum, Direction::Neither);
/// A count of good things.
pub const GOOD: Use = measure(Adds::Sum, Direction::HigherIsBetter);
/// A count of bad things.
pub const BAD: Use = measure(Adds::Sum, Direction::LowerIsBetter);
/// A share or score, the more the better.
pub const GOOD_SHARE: Use = measure(Adds::Mean, Direction::HigherIsBetter);
/// A share, the less the better.
pub const BAD_SHARE: Use = measure(Adds::Mean, Direction::LowerIsBetter);
/// A length of time: the typical one counts, the shorter the better.
pub const WAIT: Use = measure(Adds::Median, Direction::LowerIsBetter);

/// A length of time of which no side is better.
pub const MEDIAN: Use = measure(Adds::Median, Direction::Neither);
/// A number that is averaged, of which no side is better.
pub const MEAN: Use = measure(Adds::Mean, Direction::Neither);
/// A standing value, the more the better.
pub const LAST_GOOD: Use = measure(Adds::Last, Direction::HigherIsBetter);
/// A standing value, the less the better.
pub const LAST_BAD: Use = measure(Adds::Last, Direction::LowerIsBetter);

const fn measure(adds: Adds, direction: Direction) -> Use {
    Use::Measure(Measure { adds, direction })
}

/// Rows that do not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Without {
    /// The column that tells.
    pub column: Names,
    /// Which of its values do not count.
    pub when: When,
    /// Why.
    pub why: Exclusion,
    /// A column whose value makes the row count after all; empty when there is none.
    pub unless: Names,
}

/// A condition on a cell, whatever its case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// It is one of these.
    Is(&'static [&'static str]),
    /// It is there, and none of these.
    IsNot(&'static [&'static str]),
    /// It begins with one of these.
    Begins(&'static [&'static str]),
    /// It is missing.
    IsMissing,
}

/// Something that is done to the table. A step whose columns are not there does nothing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Step {
    /// These words in a column of numbers mean that there is no value.
    Blank(Names, &'static [&'static str]),
    /// `(quantity, unit)`: amounts in several units become one measure per unit.
    SplitUnits(Names, Names),
    /// `(column, label)`: a cell such as `{'a': 1, 'b': 2}` becomes one measure per key, named `label: a`.
    Spread(Names, &'static str),
    /// `(column, key, value, label)`: a list of objects becomes one measure per key, named `label: key`.
    SpreadList(Names, &'static str, &'static str, &'static str),
    /// `(column, path, factor, header)`: Σ of a value over a list of objects, times a factor.
    SumList(Names, &'static str, f64, &'static str),
    /// `(column, path, header)`: different values in a list of objects.
    CountDifferent(Names, &'static str, &'static str),
    /// `(column, path, header)`: the earliest date in a list of objects.
    Earliest(Names, &'static str, &'static str),
    /// `(column, path, value, header)`: 1 where a list of objects has the value, 0 where it has not.
    ListHas(Names, &'static str, &'static str, &'static str),
    /// `(column, path, header)`: the value at a path of a JSON cell.
    Pick(Names, &'static str, &'static str),
    /// `(column, factor, header)`: another unit under another name; the old column goes.
    Scale(Names, f64, &'static str),
    /// `(plus, minus, header)`: Σ of columns less Σ of others; missing where all are.
    Add(&'static [Names], &'static [Names], &'static str),
    /// `(from, to, header)`: hours from one moment to another.
    Hours(Names, Names, &'static str),
    /// `(column, condition, header)`: 1 where the condition holds, 0 where not, missing where the cell is.
    Flag(Names, When, &'static str),
    /// `(column, other, header)`: 1 where the first flag is set and the other is not.
    OnlyFirst(Names, Names, &'static str),
    /// `(column, header)`: 1 for good and for 4 or 5 of 5, 0 for bad and less; anything else is missing.
    Satisfied(Names, &'static str),
    /// `(header)`: 1 in every row, so that rows can be counted.
    CountRows(&'static str),
    /// Columns that are used up, or that only repeat what others say.
    LetGo(&'static [Names]),
    /// `(key, order)`: of the rows of one record the last in this order stays.
    KeepLast(Names, Names),
    /// Ids such as `d-9067642ac7.<uuid>` become what stands after the point.
    StripDirectory(Names),
    /// `(column, mark)`: a text up to a mark, such as `vscode` of `vscode/1.110.0`.
    UpTo(Names, char),
    /// Dates that are all Sundays are the starts of weeks: they move to the Monday after.
    SundaysToMondays(Names),
    /// A file of one person that does not name them: its own name is the id.
    PersonFromFile,
}

/// Whether an export can answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It can.
    Usable,
    /// It can where a column names people; else another export is needed, named here.
    NeedsPeople(&'static str),
    /// It cannot. Says what it lacks, and which export to fetch instead.
    Unusable(Lack, &'static str),
}

/// Every known export.
pub fn all() -> impl Iterator<Item = &'static Format> {
    usage::ALL.iter().chain(outcomes::ALL).copied()
}

/// Every known export that the headers fit, the best first, with its score:
/// the share of its marks that are there, plus the share of the headers that it knows.
pub fn candidates(headers: &[&str]) -> Vec<(&'static Format, f64)> {
    let keys: Vec<String> = headers.iter().map(|header| key(header)).collect();
    let mut found: Vec<(&'static Format, f64)> = Vec::new();
    for format in all() {
        if let Some(score) = format.score(&keys) {
            // A handful at most: an insertion costs less of the download than a sort.
            let at = found.partition_point(|(_, better)| *better >= score);
            found.insert(at, (format, score));
        }
    }
    found
}

impl Format {
    fn score(&self, keys: &[String]) -> Option<f64> {
        let is_there = |names: &&Names| {
            let names = Pattern::of(names);
            keys.iter().any(|key| names.fits(key))
        };
        let marks = self.marks.iter().filter(is_there).count();
        if marks < self.least || !self.essential.iter().all(|names| is_there(&names)) {
            return None;
        }
        let fields: Vec<Pattern> = self
            .fields
            .iter()
            .map(|(names, _)| Pattern::of(names))
            .collect();
        let known = keys
            .iter()
            .filter(|key| fields.iter().any(|field| field.fits(key)))
            .count();
        Some(marks as f64 / self.marks.len() as f64 + known as f64 / keys.len() as f64)
    }
}

/// A header as it is compared: letters and digits in lower case, without the number of a repeated name.
pub fn key(header: &str) -> String {
    let bare = match header.rsplit_once(" (") {
        Some((name, number))
            if number
                .strip_suffix(')')
                .is_some_and(|number| number.parse::<u32>().is_ok()) =>
        {
            name
        }
        _ => header,
    };
    bare.chars()
        .filter(|letter| letter.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// [`Names`] made ready to be compared with [`key`]s.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern(Vec<Vec<String>>);

impl Pattern {
    /// Of names separated by bars.
    pub fn of(names: &str) -> Self {
        let parts = |name: &str| name.split('*').map(key).collect();
        Pattern(names.split('|').map(parts).collect())
    }

    /// Whether one of the names is this key.
    pub fn fits(&self, key: &str) -> bool {
        self.0.iter().any(|parts| fits(parts, key))
    }
}

/// `parts` are what stands between the stars.
fn fits(parts: &[String], key: &str) -> bool {
    let [first, middle @ .., last] = parts else {
        return parts.first().is_some_and(|only| only == key);
    };
    let Some(mut rest) = key.strip_prefix(first.as_str()) else {
        return false;
    };
    for part in middle {
        let Some((_, after)) = rest.split_once(part.as_str()) else {
            return false;
        };
        rest = after;
    }
    rest.ends_with(last.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fit_whatever_their_case_and_punctuation() {
        let fits = |names, header| Pattern::of(names).fits(&key(header));
        assert!(fits("user_login|login", "User Login"));
        assert!(fits("created_at", "createdAt"));
        assert!(fits("labels", "Labels (2)"));
        assert!(fits("*_messages", "claude_opus_4.6_messages"));
        assert!(fits(
            "copilot actions*",
            "Copilot actions taken in Copilot chat (work)"
        ));
        assert!(fits("*copilot*", "Aktive Copilot-Tage"));
        assert!(!fits("*_messages", "messages_rank"));
        assert!(!fits("login", "user_login"));
        assert!(fits("first reply time (min)", "First reply time (min)"));
    }
}
