//! Files in which a row is a piece of work: a pull request, a ticket, an incident.

use crate::notice::{Kind, Notice, Tally};
use crate::table::{Column, Numbers};

use super::guess::header_words;
use super::join::Source;
use super::mapping::{Adds, ColumnRole, Direction, Measure, TableRole};
use super::rows::Rows;

/// The column that says when a row counts: where rows are pieces of work, when they were done.
pub fn date_column(source: Source<'_>) -> Option<&Column> {
    [ColumnRole::Finished, ColumnRole::Date, ColumnRole::Started]
        .iter()
        .find_map(|role| source.column(role))
}

/// A measure that no column of the file holds.
pub struct Made {
    /// What it is called.
    pub name: String,
    /// How it is read.
    pub measure: Measure,
    /// Its values in the rows that take part.
    pub values: Numbers,
}

/// What the rows of a file tell where a row is a piece of work: one more done, and the hours it took.
/// A piece that ends before it begins has no duration, and is counted in the notice.
pub fn series(source: Source<'_>, rows: &Rows) -> (Vec<Made>, Option<Notice>) {
    let Some(done) = source.column(&ColumnRole::Finished) else {
        return (Vec::new(), None);
    };
    let [more, less] = match source.mapping.role {
        TableRole::Outcomes => [Direction::HigherIsBetter, Direction::LowerIsBetter],
        _ => [Direction::Neither; 2],
    };
    let begun = source.column(&ColumnRole::Started);
    let (from, to) = (begun.map(Column::as_dates), done.as_dates());
    let mut backwards = Tally::new(&source.table.file, Kind::EndsBeforeStart);
    let hours: Numbers = (0..rows.person.len())
        .map(|at| {
            let row = rows.in_table(at);
            let taken = (to.seconds(row)? - from.as_ref()?.seconds(row)?) as f64 / 3600.0;
            if taken < 0.0 {
                let number = source.table.row_number(row);
                backwards.add(number, Some(&done.header), Some(&done.text(row)));
            }
            Some(taken).filter(|taken| *taken >= 0.0)
        })
        .collect();
    let count = Made {
        name: name_of_count(&done.header),
        measure: Measure {
            adds: Adds::Sum,
            direction: more,
        },
        values: (0..rows.person.len()).map(|_| Some(1.0)).collect(),
    };
    let duration = begun.map(|begun| Made {
        name: name_of_duration(&begun.header).to_owned(),
        measure: Measure {
            adds: Adds::Median,
            direction: less,
        },
        values: hours,
    });
    (
        std::iter::once(count).chain(duration).collect(),
        backwards.notice(),
    )
}

/// What the number of pieces done is called, by the header of the moment when they were done.
fn name_of_count(done: &str) -> String {
    const WORDS: &[(&str, &str)] = &[
        ("merged", "merged"),
        ("closed", "closed"),
        ("resolved", "resolved"),
        ("resolution", "resolved"),
        ("solved", "solved"),
        ("completed", "completed"),
        ("deployed", "deployed"),
        ("delivered", "delivered"),
    ];
    let words = header_words(done);
    let word = WORDS
        .iter()
        .find(|(word, _)| words.iter().any(|found| found == word))
        .map_or("finished", |(_, name)| name);
    format!("Items {word}")
}

/// What the time to completion is called: from a request it is the lead time, from the first work on it the cycle time.
fn name_of_duration(begun: &str) -> &'static str {
    let words = header_words(begun);
    if words
        .iter()
        .any(|word| matches!(word.as_str(), "started" | "start" | "begun" | "assigned"))
    {
        "Cycle time hours"
    } else {
        "Lead time hours"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measures_of_work_are_named_after_its_columns() {
        assert_eq!(name_of_count("mergedAt"), "Items merged");
        assert_eq!(name_of_count("resolution_date"), "Items resolved");
        assert_eq!(name_of_count("When"), "Items finished");
        assert_eq!(name_of_duration("Created"), "Lead time hours");
        assert_eq!(name_of_duration("started_at"), "Cycle time hours");
    }
}
