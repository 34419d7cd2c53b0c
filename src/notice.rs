//! What a person should know about their data, as data: kind, place, count, examples.
//! [`words`] is the one place where they become sentences.

mod words;

use serde::{Deserialize, Serialize};

/// How much a notice matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Severity {
    /// The file cannot be used as it is.
    Stop,
    /// Some values were left out or changed.
    Warning,
    /// Good to know.
    Note,
}

/// One value that a notice is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Example {
    /// Row as a spreadsheet numbers it: the header is row 1. `None` when the whole column or file is meant.
    pub row: Option<u64>,
    /// Column header, where one column is meant.
    pub column: Option<String>,
    /// The value as it stands in the file, cut to 60 characters.
    pub value: Option<String>,
}

/// A fact about a file, counted, with the first few places where it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// File name as dropped; empty when the notice is about files together.
    pub file: String,
    /// What was found.
    pub kind: Kind,
    /// How many times.
    pub count: u64,
    /// The first places, at most [`MAX_EXAMPLES`].
    pub examples: Vec<Example>,
}

/// Places kept per notice.
pub const MAX_EXAMPLES: usize = 5;

/// Letters of a value that are kept.
const MAX_VALUE: usize = 60;

/// Why a column is not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Unwanted {
    /// An e-mail address beside an id that serves as well.
    Email,
    /// The name of a person.
    Name,
    /// A key or token that opens something.
    Secret,
    /// A place on a leaderboard: it says nothing that the amount does not say.
    Rank,
    /// What people wrote.
    FreeText,
}

impl Unwanted {
    /// All reasons, in the order in which they are told.
    pub const ALL: [Unwanted; 5] = [
        Unwanted::Email,
        Unwanted::Name,
        Unwanted::Secret,
        Unwanted::Rank,
        Unwanted::FreeText,
    ];
}

/// Why a row is not counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Exclusion {
    /// A request that failed or was called off.
    Failed,
    /// A program, not a person.
    Bot,
    /// Nobody is named.
    NoUser,
    /// The person could not use it: no licence, or an invitation that was not taken up.
    NoLicence,
    /// It belongs to another product, or to another kind of event.
    OtherProduct,
    /// An older state of a record that comes again later.
    Superseded,
    /// It is not done yet.
    Unfinished,
    /// It was closed without being done: a pull request that was not merged, a cancelled ticket.
    NotDone,
}

impl Exclusion {
    /// All reasons, in the order in which they are told.
    pub const ALL: [Exclusion; 8] = [
        Exclusion::Failed,
        Exclusion::Bot,
        Exclusion::NoUser,
        Exclusion::NoLicence,
        Exclusion::OtherProduct,
        Exclusion::Superseded,
        Exclusion::Unfinished,
        Exclusion::NotDone,
    ];
}

/// What an export would need to answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Lack {
    /// It holds totals of an organisation or a project.
    People,
    /// It holds dates of last activity.
    Amounts,
}

/// What was found in the files. Facts only; the words are below.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    // --- the file itself ---
    /// Zero bytes, or only blank lines.
    EmptyFile,
    /// A header and nothing below it.
    HeaderOnly,
    /// Bytes that are no text: a spreadsheet, an image, an archive. Carries what it looks like.
    Binary(String),
    /// It is named like a mapping file, and is none.
    NoMappingFile,
    /// A mapping file of a newer version.
    NewerMappingFile,
    /// A folder was dropped.
    Folder,
    /// The browser could not read the file: it was moved, deleted or locked.
    Unreadable,
    /// A file with the same content is loaded already. Carries its name.
    SameFile(String),
    /// More columns than the program takes. Carries the limit.
    TooManyColumns(usize),
    /// Only one column was found: the delimiter is probably another. Carries the assumed one.
    OneColumn(char),
    /// More bytes than the program takes. Carries the limit.
    TooLarge(u64),
    /// JSON that breaks off or is not valid. Carries the line.
    BrokenJson(u32),
    /// JSON without a list of records.
    NoRecords,
    /// A zip archive without a CSV or JSON file.
    EmptyArchive,
    /// A zip archive that needs a password.
    LockedArchive,
    /// An Excel workbook that needs a password.
    LockedWorkbook,
    /// An Excel workbook without a sheet that has a header and rows.
    EmptyWorkbook,
    /// Sheets of a workbook that were not read. Carries the one that was, and their names.
    SheetsLeft(String, String),
    /// A zip archive that unpacks to more than the program takes.
    ArchiveTooLarge,
    /// Files in a zip archive that are no part of the same export. Carries their names.
    LeftInArchive(String),
    /// Files of a zip archive that were read as one.
    PartsJoined,
    // --- known exports ---
    /// The export is known, but what it holds cannot answer. Carries what it lacks, and which export to fetch.
    CannotAnswer(Lack, String),
    /// Columns that were let go before anything was kept. Carries the reason and their names.
    ColumnsDropped(Unwanted, String),
    /// Rows that are not counted.
    RowsExcluded(Exclusion),
    /// A column of amounts in several units became one measure per unit. Carries the column and the units.
    UnitsSplit(String, String),
    /// Weeks that began on Sunday were moved to the Monday after.
    WeekMoved,
    /// Rows of one person and day that are in several files of one export; counted once.
    CountedOnce,
    /// What a person should know about this export. Carries it in words.
    Quirk(String),
    // --- rows ---
    /// Lines that are no JSON record; skipped.
    BadRecord,
    /// Rows without an end: not finished yet, so they belong to no period.
    NotFinished,
    /// Rows that end before they begin; they count, but their length does not.
    EndsBeforeStart,
    /// Rows with more or fewer cells than the header; skipped. Carries the header's number of cells.
    RaggedRow(usize),
    /// A quote that never closes swallowed the rest of the file from this row on.
    UnclosedQuote,
    /// Bytes that are not valid in the detected encoding, replaced by U+FFFD.
    BadEncoding(String),
    /// Two columns with one name; the later ones got a number. Carries the name.
    DuplicateHeader(String),
    /// A column without a name got one. Carries the name given.
    EmptyHeader(String),
    // --- values ---
    /// Values that are no number in a column of numbers; taken as missing.
    NotANumber,
    /// Values that are no date in a column of dates; taken as missing.
    NotADate,
    /// A column of durations, read in hours. Carries its name.
    DurationsRead(String),
    /// Day and month cannot be told apart in the whole column. Carries the order assumed.
    AmbiguousDates(String),
    // --- mapping and join ---
    /// No column of the file could be the person id. Carries the nearest header, if any.
    NoPersonColumn(Option<String>),
    /// No column of the file could be the date, and the person × period panel needs one.
    NoDateColumn(Option<String>),
    /// No column of the file is a number to count or average.
    NoMeasure,
    /// No file of this role is loaded yet. Carries the role in words: "usage" or "outcomes".
    NoFileOfRole(String),
    /// Rows repeated in full; one was kept.
    DuplicateRow,
    /// Rows without a person id; set aside.
    NoPersonInRow,
    /// Rows without a readable date; set aside.
    NoDateInRow,
    /// Values below zero in a measure that counts; kept.
    NegativeCount,
    /// Just as many rows as a cut-off export would have.
    RoundRows,
    /// Rows in which more was accepted than shown. Carries the two columns.
    MoreAccepted(String, String),
    /// Periods without any row between others. Carries the side, and when the first of them begins.
    GapInTime(String, String),
    /// Rows of one person and day that differ; added up or averaged as the measure says.
    SeveralRowsPerPersonDay,
    /// No person id is in both files. Carries one id of each side's shape, such as "u-0001 / 1".
    NoCommonPeople(String),
    /// Ids of the two sides are written differently. Carries why in words, and what passing it over is called, if it can be.
    IdsDiffer(String, String),
    /// People and periods overlap nowhere: the dates lie apart. Carries both spans.
    NoCommonPeriods(String),
    /// A column that does not vary. Carries its name.
    ConstantColumn(String),
    /// Fewer people than the smallest group that may be shown. Carries that size.
    TooFewPeople(usize),
    /// A column that looks like personal data (an e-mail, a name, a phone number). Carries what it looks like.
    PersonalData(String),
    // --- session files ---
    /// A file that was opened as a session and is none.
    ForeignSession,
    /// A session that a newer program saved. Carries its version.
    NewerSession(u32),
    /// A session whose bytes were changed or cut off.
    DamagedSession,
    /// The passphrase does not open the session.
    WrongPassphrase,
    /// The browser encrypts only for pages that came over https.
    NoEncryption,
}

impl Notice {
    /// A notice about a whole file, or about several files when `file` is empty.
    pub fn about(file: &str, kind: Kind) -> Self {
        Self::counted(file, kind, 1)
    }

    /// A notice with a count and no places.
    pub fn counted(file: &str, kind: Kind, count: usize) -> Self {
        Notice {
            file: file.to_owned(),
            kind,
            count: count as u64,
            examples: Vec::new(),
        }
    }
}

/// Counts one kind of finding in a file and keeps the first places.
#[derive(Debug, Clone)]
pub struct Tally {
    notice: Notice,
}

impl Tally {
    /// A count of zero.
    pub fn new(file: &str, kind: Kind) -> Self {
        Tally {
            notice: Notice::counted(file, kind, 0),
        }
    }

    /// One more, at a row as a spreadsheet numbers it.
    pub fn add(&mut self, row: u64, column: Option<&str>, value: Option<&str>) {
        self.notice.count += 1;
        if self.notice.examples.len() < MAX_EXAMPLES {
            self.notice.examples.push(Example {
                row: Some(row),
                column: column.map(str::to_owned),
                value: value.map(|value| value.chars().take(MAX_VALUE).collect()),
            });
        }
    }

    /// Sets the count where more were counted than shown.
    pub fn count_as(&mut self, count: u64) {
        self.notice.count = count;
    }

    /// The notice, if anything was counted.
    pub fn notice(self) -> Option<Notice> {
        (self.notice.count > 0).then_some(self.notice)
    }
}
