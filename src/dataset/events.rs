//! Dated events, such as "leaderboard launched": what happened to everyone at once.

use crate::notice::{Kind, Notice, Tally};
use crate::table::{Column, ColumnKind};

use super::join::Source;
use super::mapping::{ColumnRole, TableRole};

/// Something that happened on a day.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Event {
    /// Days since 1 January 1970.
    pub day: i32,
    /// What happened, as the file says it; empty where the file only says when.
    pub name: String,
}

/// The events of all files of that role, by day and then by name, each once.
/// Rows without a readable date are counted in the notices, a file without a date column gives none.
pub fn collect(sources: &[Source<'_>], notices: &mut Vec<Notice>) -> Vec<Event> {
    let mut events = Vec::new();
    for source in sources {
        if source.mapping.role == TableRole::Events {
            events.extend(of_file(*source, notices));
        }
    }
    events.sort();
    events.dedup();
    events
}

fn of_file(source: Source<'_>, notices: &mut Vec<Notice>) -> Vec<Event> {
    let table = source.table;
    let Some(column) = source.column(&ColumnRole::Date) else {
        notices.push(Notice::about(&table.file, Kind::NoDateColumn(None)));
        return Vec::new();
    };
    let dates = column.as_dates();
    let name = name_column(source);
    let mut no_date = Tally::new(&table.file, Kind::NoDateInRow);
    let mut events = Vec::with_capacity(table.rows);
    for row in 0..table.rows {
        match dates.day(row) {
            Some(day) => events.push(Event {
                day,
                name: name.map_or_else(String::new, |name| name.text(row).trim().to_owned()),
            }),
            None => no_date.add(
                table.row_number(row),
                Some(&column.header),
                Some(&column.text(row)),
            ),
        }
    }
    notices.extend(no_date.notice());
    events
}

/// The column that says what happened: the first that names groups, or else the first of text.
/// A file with a single event, or with very many, has no column that could name groups.
fn name_column(source: Source<'_>) -> Option<&Column> {
    let is_text = |column: &&Column| column.kind() == ColumnKind::Text;
    source.column(&ColumnRole::Group).or_else(|| {
        source
            .columns(|role| *role == ColumnRole::Ignored)
            .find(is_text)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::{Naming, guess, join};
    use crate::table::{Reader, Table};

    fn table(text: &str) -> Table {
        let mut reader = Reader::new("events.csv");
        reader.push(text.as_bytes());
        reader.finish().table.unwrap()
    }

    fn events(text: &str) -> (Vec<Event>, Vec<Notice>) {
        let table = table(text);
        let mapping = guess::guess(&table);
        let (dataset, notices) = join(
            &[Source {
                table: &table,
                mapping: &mapping,
            }],
            &Naming::default(),
        );
        (dataset.events, notices)
    }

    const MONDAY: i32 = 20_458; // 5 January 2026

    #[test]
    fn events_keep_their_day_and_name_in_order_of_days() {
        let (found, notices) = events("date,event\n2026-01-06,Course\n2026-01-05,Launch\n");
        let want = [(MONDAY, "Launch"), (MONDAY + 1, "Course")].map(|(day, name)| Event {
            day,
            name: name.to_owned(),
        });
        assert_eq!(found, want);
        assert_eq!(notices, []);
    }

    #[test]
    fn a_single_event_has_its_name_although_its_column_could_not_name_groups() {
        let (found, _) = events("date,event\n2026-01-05,Launch\n");
        assert_eq!(found[0].name, "Launch");
    }

    #[test]
    fn an_event_without_a_readable_date_is_counted_and_the_others_stay() {
        let row = |day: u32| format!("2026-01-{day:02},Course\n");
        let rows = (1..=20).map(row).collect::<Vec<_>>().concat();
        let (found, notices) = events(&format!("date,event\n{rows}soon,Party\n"));
        assert_eq!(found.len(), 20);
        assert!(notices.iter().any(|notice| notice.kind == Kind::NoDateInRow
            && notice.examples[0].value.as_deref() == Some("soon")));
    }
}
