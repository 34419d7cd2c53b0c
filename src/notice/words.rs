//! Notices in words: what was found, what was done about it, what a person can try.

use super::{Exclusion, Kind, Lack, Notice, Severity, Unwanted};

impl Kind {
    /// How much it matters.
    pub fn severity(&self) -> Severity {
        match self {
            Kind::EmptyFile
            | Kind::HeaderOnly
            | Kind::Binary(_)
            | Kind::NoMappingFile
            | Kind::NewerMappingFile
            | Kind::Folder
            | Kind::Unreadable
            | Kind::SameFile(_)
            | Kind::TooManyColumns(_)
            | Kind::TooLarge(_)
            | Kind::OneColumn(_)
            | Kind::BrokenJson(_)
            | Kind::NoRecords
            | Kind::EmptyArchive
            | Kind::LockedArchive
            | Kind::ArchiveTooLarge
            | Kind::LockedWorkbook
            | Kind::EmptyWorkbook
            | Kind::CannotAnswer(..)
            | Kind::NoPersonColumn(_)
            | Kind::NoMeasure
            | Kind::NoFileOfRole(_)
            | Kind::NoCommonPeople(_)
            | Kind::NoCommonPeriods(_)
            | Kind::TooFewPeople(_)
            | Kind::ForeignSession
            | Kind::NewerSession(_)
            | Kind::DamagedSession
            | Kind::WrongPassphrase
            | Kind::NoEncryption => Severity::Stop,
            Kind::RaggedRow(_)
            | Kind::UnclosedQuote
            | Kind::BadRecord
            | Kind::LeftInArchive(_)
            | Kind::SheetsLeft(..)
            | Kind::EndsBeforeStart
            | Kind::BadEncoding(_)
            | Kind::NotANumber
            | Kind::NotADate
            | Kind::AmbiguousDates(_)
            | Kind::DuplicateRow
            | Kind::NoPersonInRow
            | Kind::NoDateInRow
            | Kind::NegativeCount
            | Kind::IdsDiffer(..)
            | Kind::RoundRows
            | Kind::MoreAccepted(..)
            | Kind::GapInTime(..)
            | Kind::ConstantColumn(_)
            | Kind::PersonalData(_) => Severity::Warning,
            Kind::DuplicateHeader(_)
            | Kind::EmptyHeader(_)
            | Kind::NoDateColumn(_)
            | Kind::PartsJoined
            | Kind::ColumnsDropped(..)
            | Kind::RowsExcluded(_)
            | Kind::UnitsSplit(..)
            | Kind::WeekMoved
            | Kind::CountedOnce
            | Kind::Quirk(_)
            | Kind::NotFinished
            | Kind::DurationsRead(_)
            | Kind::SeveralRowsPerPersonDay => Severity::Note,
        }
    }
}

impl Notice {
    /// What was found, in a few words.
    pub fn title(&self) -> String {
        let n = self.count;
        let rows = counted(n, "row", "rows");
        match &self.kind {
            Kind::EmptyFile => "This file is empty".to_owned(),
            Kind::HeaderOnly => "There is a header, but no row below it".to_owned(),
            Kind::Binary(what) => format!("This is {what}, not a text file"),
            Kind::NoMappingFile => "This is no mapping file of Goodhart".to_owned(),
            Kind::NewerMappingFile => "This mapping file is of a newer Goodhart".to_owned(),
            Kind::Folder => "This is a folder, not a file".to_owned(),
            Kind::Unreadable => "The browser could not read this file".to_owned(),
            Kind::SameFile(other) => format!("The same content is loaded already, as “{other}”"),
            Kind::TooManyColumns(most) => format!("There are more than {most} columns"),
            Kind::LockedWorkbook => "This workbook is protected by a password".to_owned(),
            Kind::EmptyWorkbook => "No sheet of this workbook holds a table".to_owned(),
            Kind::SheetsLeft(..) => format!("{} not read", counted(n, "sheet was", "sheets were")),
            Kind::TooLarge(most) => format!("This file holds more than {}", size(*most)),
            Kind::OneColumn(_) => "Only one column was found".to_owned(),
            Kind::BrokenJson(line) => {
                format!("This JSON breaks off or is not valid in line {line}")
            }
            Kind::NoRecords => "There is no list of records in this JSON".to_owned(),
            Kind::EmptyArchive => "There is no CSV or JSON file in this archive".to_owned(),
            Kind::LockedArchive => "This archive needs a password".to_owned(),
            Kind::ArchiveTooLarge => "This archive unpacks to more than 512 MB".to_owned(),
            Kind::LeftInArchive(_) => {
                format!(
                    "{} in the archive left out",
                    counted(n, "file is", "files are")
                )
            }
            Kind::PartsJoined => format!("{n} files of the archive were read as one"),
            Kind::CannotAnswer(Lack::People, _) => {
                "This export holds totals, and no people".to_owned()
            }
            Kind::CannotAnswer(Lack::Amounts, _) => {
                "This export says when, and not how much".to_owned()
            }
            Kind::ColumnsDropped(why, _) => format!(
                "{} dropped: {}",
                counted(n, "column was", "columns were"),
                unwanted(*why)
            ),
            Kind::RowsExcluded(why) => excluded(*why, n),
            Kind::UnitsSplit(column, _) => format!("“{column}” mixes units"),
            Kind::WeekMoved => "Weeks start on Sunday here".to_owned(),
            Kind::CountedOnce => format!("{rows} in more than one file of this export"),
            Kind::Quirk(_) => "Good to know about this export".to_owned(),
            Kind::BadRecord => format!("{} no JSON record", counted(n, "line is", "lines are")),
            Kind::NotFinished => format!("{rows} not finished yet"),
            Kind::EndsBeforeStart => {
                format!("{} before it begins", counted(n, "row ends", "rows end"))
            }
            Kind::DurationsRead(column) => format!("“{column}” holds durations"),
            Kind::RaggedRow(width) => format!("{rows} without the header’s {width} cells"),
            Kind::UnclosedQuote => "A quote is opened and never closed".to_owned(),
            Kind::BadEncoding(encoding) => format!("Some letters are no valid {encoding}"),
            Kind::DuplicateHeader(name) => format!("Several columns are called “{name}”"),
            Kind::EmptyHeader(name) => format!("A column has no name; it is called “{name}” here"),
            Kind::NotANumber => format!("{} not a number", values_are(n)),
            Kind::NotADate => format!("{} not a date", values_are(n)),
            Kind::AmbiguousDates(_) => "Day and month cannot be told apart".to_owned(),
            Kind::NoPersonColumn(_) => "No column says which person a row belongs to".to_owned(),
            Kind::NoDateColumn(_) => "No column says when".to_owned(),
            Kind::NoMeasure => "There is no number to compare".to_owned(),
            Kind::NoFileOfRole(role) => format!("There is no file with {role} yet"),
            Kind::DuplicateRow => format!("{rows} repeated in full"),
            Kind::NoPersonInRow => format!("{rows} without a person"),
            Kind::NoDateInRow => format!("{rows} without a readable date"),
            Kind::RoundRows => format!("Exactly {n} rows: the export may have been cut off"),
            Kind::MoreAccepted(..) => format!("{rows} with more accepted than suggested"),
            Kind::GapInTime(side, _) => {
                let periods = counted(n, "period", "periods");
                format!("Nobody has {side} in {periods} between others")
            }
            Kind::NegativeCount => format!("{} below zero in a count", values_are(n)),
            Kind::SeveralRowsPerPersonDay => {
                format!("{rows} more for a person and day that had one already")
            }
            Kind::IdsDiffer(..) => "The ids may be written differently".to_owned(),
            Kind::NoCommonPeople(_) => "No person is in both usage and outcomes".to_owned(),
            Kind::NoCommonPeriods(_) => "Usage and outcomes do not overlap in time".to_owned(),
            Kind::ConstantColumn(name) => format!("“{name}” is the same everywhere"),
            Kind::TooFewPeople(_) if n == 0 => "Nobody has both values".to_owned(),
            Kind::TooFewPeople(_) if n == 1 => "Only 1 person has both values".to_owned(),
            Kind::TooFewPeople(_) => format!("Only {n} people have both values"),
            Kind::PersonalData(what) => format!("A column looks like {what}"),
            Kind::ForeignSession => "This is not a session file of Goodhart".to_owned(),
            Kind::NewerSession(version) => {
                format!("A newer Goodhart saved this session (version {version})")
            }
            Kind::DamagedSession => "This session file is damaged".to_owned(),
            Kind::WrongPassphrase => "The passphrase does not open this session".to_owned(),
            Kind::NoEncryption => "This browser cannot encrypt here".to_owned(),
        }
    }

    /// What was done about it, and what a person can try.
    pub fn remedy(&self) -> String {
        match &self.kind {
            Kind::EmptyFile => "Nothing was loaded. Export it again, and check that the export had finished.".to_owned(),
            Kind::HeaderOnly => "Nothing was loaded. Widen the export’s dates or filters so that it has rows.".to_owned(),
            Kind::Binary(_) => "Nothing was loaded. Save it as CSV (or as .xlsx) first: in a spreadsheet, File › Save as.".to_owned(),
            Kind::NoMappingFile => "Nothing was changed. Drop a file that was saved with “Save mappings”.".to_owned(),
            Kind::NewerMappingFile => "Nothing was changed. Reload the page for the newest version, or map the columns by hand.".to_owned(),
            Kind::Folder => "Open it and drop the files that are inside.".to_owned(),
            Kind::Unreadable => "It may have been moved, deleted or be open elsewhere. Drop it again.".to_owned(),
            Kind::SameFile(_) => "It was not loaded twice. Remove the other one first if you want to read it anew.".to_owned(),
            Kind::TooManyColumns(_) => "Nothing was loaded. Export only the columns that are needed.".to_owned(),
            Kind::TooLarge(_) => "Nothing was loaded, and nothing else was changed. Reduce the log where it lies to one row per person and day, with counts and sums: docs/bigger-data.md in the source of Goodhart has the queries for it. Such a file holds all that is needed here and is a small part of the size.".to_owned(),
            Kind::OneColumn(delimiter) => format!(
                "It was read as separated by “{}”, which gives a single column. Export it with commas, semicolons, tabs or bars between the cells.",
                if *delimiter == '\t' { "tab".to_owned() } else { delimiter.to_string() }
            ),
            Kind::BrokenJson(_) => "Nothing after that was loaded. Export it again, and check that the download had finished.".to_owned(),
            Kind::NoRecords => "Nothing was loaded. A list such as [{…}, {…}] or one record per line is expected.".to_owned(),
            Kind::EmptyArchive => "Nothing was loaded. Unpack it, and drop the files with the data.".to_owned(),
            Kind::LockedArchive => "Nothing was loaded. Unpack it, and drop the files inside.".to_owned(),
            Kind::ArchiveTooLarge => "Nothing was loaded. Unpack it, and drop the files one by one.".to_owned(),
            Kind::LockedWorkbook => "Nothing was loaded. Open it, save it without a password, or as CSV, and drop that.".to_owned(),
            Kind::EmptyWorkbook => "Nothing was loaded. A sheet needs a row with the names of at least two columns, and rows below it; hidden sheets are passed over.".to_owned(),
            Kind::SheetsLeft(read, names) => format!("Only the first sheet with a header and rows was read, “{read}”. Not read: {names}. Save a sheet as a file of its own if it is needed."),
            Kind::LeftInArchive(names) => format!("They have other columns than the first file, or cannot be read: {names}. Unpack the archive and drop them by themselves."),
            Kind::PartsJoined => "They have the same columns, so they are taken for parts of one export.".to_owned(),
            Kind::CannotAnswer(_, instead) => instead.clone(),
            Kind::ColumnsDropped(_, names) => format!("{names}: let go while reading, before anything was kept."),
            Kind::RowsExcluded(Exclusion::NoUser) => "They were set aside: they cannot be joined.".to_owned(),
            Kind::RowsExcluded(Exclusion::Superseded) => "Only the last row of each record counts.".to_owned(),
            Kind::RowsExcluded(_) => "They were set aside and are in no figure.".to_owned(),
            Kind::UnitsSplit(_, units) => format!("Each unit is a measure of its own now: {units}. They are never added up."),
            Kind::WeekMoved => "Each was moved to the Monday after it, so that six of its seven days are in the week that it counts for.".to_owned(),
            Kind::Quirk(words) => words.clone(),
            Kind::BadRecord => "They were skipped. The rest was read.".to_owned(),
            Kind::NotFinished => "They were set aside until they have an end.".to_owned(),
            Kind::EndsBeforeStart => "They count as finished, and their duration as missing.".to_owned(),
            Kind::DurationsRead(_) => "They are read as hours; a day has 24.".to_owned(),
            Kind::RaggedRow(_) => "They were skipped, because their values may have moved to the wrong column. A delimiter inside an unquoted cell is the usual reason.".to_owned(),
            Kind::UnclosedQuote => "Everything from that row on reads as one cell and was left out; the rows before it are kept. Look for a single \" in that row.".to_owned(),
            Kind::BadEncoding(_) => "They show as “\u{fffd}”. Save the file as UTF-8 if names matter.".to_owned(),
            Kind::DuplicateHeader(_) => "The later ones got a number. Check below which one is meant.".to_owned(),
            Kind::EmptyHeader(_) => "Check below what it is, or leave it ignored.".to_owned(),
            Kind::NotANumber => "They count as missing. If the column is not a number at all, change its role.".to_owned(),
            Kind::NotADate => "They count as missing, and rows without a date are set aside.".to_owned(),
            Kind::AmbiguousDates(order) => format!("Every date fits both orders; {order} was assumed. If that is wrong, export dates as 2026-01-31."),
            Kind::NoPersonColumn(Some(nearest)) => format!("Choose one in the mapping. “{nearest}” may be it."),
            Kind::NoPersonColumn(None) => "Choose one in the mapping; without it the file cannot be joined.".to_owned(),
            Kind::NoDateColumn(Some(nearest)) => format!("The whole time counts as one period. If “{nearest}” is a date, choose it in the mapping."),
            Kind::NoDateColumn(None) => "The whole time counts as one period.".to_owned(),
            Kind::NoMeasure => "Give at least one column of each side the role “measure”.".to_owned(),
            Kind::NoFileOfRole(_) => "Add the file, or tell below which of the loaded files it is.".to_owned(),
            Kind::DuplicateRow | Kind::CountedOnce => "Each was counted once.".to_owned(),
            Kind::NoPersonInRow => "They were set aside: a row without a person cannot be joined.".to_owned(),
            Kind::NoDateInRow => "They were set aside: it is not known which period they belong to.".to_owned(),
            Kind::RoundRows => "Many tools stop at such a number. Compare with the tool itself, or export it in parts.".to_owned(),
            Kind::MoreAccepted(accepted, shown) => format!("“{accepted}” is above “{shown}” there, which cannot be. They were kept as they are. Check what the export counts."),
            Kind::GapInTime(_, first) => format!("The first begins on {first}. If work went on then, the export may lack a part."),
            Kind::NegativeCount => "They were kept as they are. Check whether they are corrections or mistakes.".to_owned(),
            Kind::SeveralRowsPerPersonDay => "They were added up or averaged as each measure says. That is right for a log, and wrong if one export overlaps another.".to_owned(),
            Kind::IdsDiffer(why, _) => why.clone(),
            Kind::NoCommonPeople(shapes) => format!("The ids look like this (9 for a digit, a for a letter): {shapes}. Both files must use the same ids; exports that were anonymised separately cannot be joined."),
            Kind::NoCommonPeriods(spans) => format!("Usage and outcomes cover {spans}. Load exports of the same weeks, or compare over the whole time."),
            Kind::ConstantColumn(_) => "A number that does not vary cannot go with anything.".to_owned(),
            Kind::TooFewPeople(least) => format!("Numbers are shown for {least} people or more, so that none of them points to a single person."),
            Kind::ForeignSession => "Nothing was changed. A session file is saved by this page and ends in .goodhart.".to_owned(),
            Kind::NewerSession(_) => "Nothing was changed. Open it with the Goodhart that saved it, or with a later one.".to_owned(),
            Kind::DamagedSession => "Nothing was changed. It may have been cut off on its way: copy or download it again.".to_owned(),
            Kind::WrongPassphrase => "Nothing was changed. Check capitals and spaces. A damaged file looks the same, and a lost passphrase cannot be recovered.".to_owned(),
            Kind::NoEncryption => "Encryption needs a page that came over https. Save without a passphrase, or open this page over https.".to_owned(),
            Kind::PersonalData(_) => "Remove the column from the export, or set its role to “ignored”.".to_owned(),
        }
    }

    /// How many places are not named, if any: `and 12 more`.
    pub fn more_places(&self) -> Option<String> {
        let named = self.examples.len() as u64;
        (named > 0 && self.count > named).then(|| format!("and {} more", self.count - named))
    }

    /// The places as text, such as `row 7, column “n”: “abc”`.
    pub fn places(&self) -> Vec<String> {
        self.examples
            .iter()
            .map(|example| {
                let row = example.row.map(|row| format!("row {row}"));
                let column = example
                    .column
                    .as_ref()
                    .map(|column| format!("column “{column}”"));
                let place = row.into_iter().chain(column).collect::<Vec<_>>().join(", ");
                match &example.value {
                    Some(value) => format!("{place}: “{value}”"),
                    None => place,
                }
            })
            .collect()
    }
}

/// A limit in bytes, as people say it.
fn size(bytes: u64) -> String {
    match (bytes >> 30, bytes >> 20) {
        (0, megabytes) => format!("{megabytes} MB"),
        (gigabytes, _) => format!("{gigabytes} GB"),
    }
}

fn unwanted(why: Unwanted) -> &'static str {
    match why {
        Unwanted::Email => "e-mail addresses",
        Unwanted::Name => "names of people",
        Unwanted::Secret => "keys",
        Unwanted::Rank => "ranks of a leaderboard",
        Unwanted::FreeText => "free text",
    }
}

fn excluded(why: Exclusion, n: u64) -> String {
    match why {
        Exclusion::Failed => format!("{} or called off", counted(n, "row failed", "rows failed")),
        Exclusion::Bot => format!(
            "{} by programs, not by people",
            counted(n, "row is", "rows are")
        ),
        Exclusion::NoUser => format!("{} nobody", counted(n, "row names", "rows name")),
        Exclusion::NoLicence => {
            format!("{} of people without a licence", counted(n, "row", "rows"))
        }
        Exclusion::OtherProduct => format!(
            "{} something else",
            counted(n, "row is about", "rows are about")
        ),
        Exclusion::Superseded => {
            format!(
                "{} of a record that comes again",
                counted(n, "older row", "older rows")
            )
        }
        Exclusion::Unfinished => format!("{} not finished yet", counted(n, "row is", "rows are")),
        Exclusion::NotDone => format!(
            "{} without being done",
            counted(n, "row was closed", "rows were closed")
        ),
    }
}

fn counted(n: u64, one: &str, many: &str) -> String {
    if n == 1 {
        format!("1 {one}")
    } else {
        format!("{n} {many}")
    }
}

fn values_are(n: u64) -> String {
    if n == 1 {
        "1 value is".to_owned()
    } else {
        format!("{n} values are")
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Kind, Notice, Tally};

    #[test]
    fn a_notice_names_row_column_and_value() {
        let mut tally = Tally::new("usage.csv", Kind::NotANumber);
        tally.add(7, Some("prompts"), Some("many"));
        let notice = tally.notice().unwrap();
        assert_eq!(notice.title(), "1 value is not a number");
        assert_eq!(notice.places(), ["row 7, column “prompts”: “many”"]);
    }

    #[test]
    fn only_the_first_places_are_kept_but_all_are_counted() {
        let mut tally = Tally::new("usage.csv", Kind::NotADate);
        (1..=12).for_each(|row| tally.add(row, Some("day"), Some("soon")));
        let notice = tally.notice().unwrap();
        assert_eq!(
            (notice.count, notice.examples.len()),
            (12, super::super::MAX_EXAMPLES)
        );
    }

    #[test]
    fn nothing_counted_is_no_notice() {
        assert_eq!(
            Tally::new("usage.csv", Kind::NotADate).notice(),
            None::<Notice>
        );
    }
}
