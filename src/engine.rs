//! Request in, response out. The engine owns the tables; the page owns mapping, question and settings.
//! It is pure: the worker puts it behind `postMessage`, the tests call it directly.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::analysis::check::{self, Check};
use crate::analysis::matched::Matched;
use crate::analysis::segments::Cut;
use crate::analysis::target::{self, Simulation};
use crate::analysis::{
    self, Detail, Detailed, Look, Matrix, Overview, Pair, Relation, Resampled, Resampling,
    Segments, matrix,
};
use crate::dataset::spelling::{self, Mismatch};
use crate::dataset::{self, Absent, Dataset, Mapping, Naming, Period, Source, formats};
use crate::metrics::{Filters, MetricId, MetricInfo, Panel, Removal};
use crate::notice::{Kind, Notice};
use crate::sample;
use crate::table::Intake;
use held::Held;

mod held;
mod lacking;
pub mod methods;
mod oddities;
mod pair;
mod report;
pub mod warm;
pub mod words;

pub use crate::table::MOST_BYTES;
pub use lacking::Wanted;

/// A file's number, given by the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FileId(pub u32);

/// What the page asks of loaded files. A request carries all that its answer depends on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Request {
    /// Read the sample company's files; they get the ids from this one on.
    Sample(FileId),
    /// Let go of a file.
    Forget(FileId),
    /// Decide about columns that look personal; what is not named stays as it was decided.
    Guard(FileId, Vec<(usize, Guard)>),
    /// Say how the numbers are made.
    Methods,
    /// Join the files.
    Join(Recipe),
    /// Answer at a glance.
    Overview(Recipe, Look),
    /// Put people into segments by how much they use.
    Segments(Recipe, Cut),
    /// Relate two metrics of the joined files.
    Relate(Recipe, Pair),
    /// Look closer at two metrics.
    Detail(Recipe, Pair, Detail),
    /// Answer the same question by resampling people.
    Resample(Recipe, Pair),
    /// Relate every usage metric to every outcome metric of the joined files.
    Matrix(Recipe, matrix::Question),
    /// Check whether a usage metric can be trusted.
    Check(Recipe, check::Question),
    /// Simulate a target on a usage metric.
    Simulate(Recipe, target::Question),
}

/// What the engine answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Response {
    /// The sample company's files.
    Sample(Vec<FileReport>),
    /// The file is gone.
    Forgotten(FileId),
    /// The file as it may be shown now.
    Guarded(Box<FileReport>),
    /// How the numbers are made.
    Methods(Vec<methods::Section>),
    /// The files joined, or why they cannot be.
    Joined(Result<Box<JoinReport>, Vec<Notice>>),
    /// The answer at a glance, or why there is none.
    Overviewed(Result<Box<Overview>, Vec<Notice>>),
    /// People by how much they use, or why it is not shown.
    Segmented(Result<Box<Segments>, Vec<Notice>>),
    /// The answer, or why there is none.
    Related(Result<Box<Relation>, Vec<Notice>>),
    /// The closer look, or why there is none.
    Detailed(Result<Box<Detailed>, Vec<Notice>>),
    /// What resampling found, or why it could not be done.
    Resampled(Result<Resampled, Vec<Notice>>),
    /// Every pair, or why there is none.
    Matrix(Result<Box<Matrix>, Vec<Notice>>),
    /// What the check found, or why there is none.
    Checked(Result<Box<Check>, Vec<Notice>>),
    /// What would come of a target, or why it cannot be simulated.
    Simulated(Result<Box<Simulation>, Vec<Notice>>),
}

/// How the loaded files become one panel.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Recipe {
    /// The files that take part, with their mappings.
    pub files: Vec<(FileId, Mapping)>,
    /// How time is cut.
    pub period: Period,
    /// What a missing usage row means.
    pub absent: Absent,
    /// Which rows and people count.
    pub filters: Filters,
    /// What people are called.
    pub naming: Naming,
}

/// What was read from one file, and what is proposed for it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FileReport {
    /// The page's number for it.
    pub id: FileId,
    /// Its name.
    pub name: String,
    /// A hash of its bytes, to see whether it is the same file as before; 0 when it cannot be used.
    pub content_hash: u64,
    /// What the program thinks it is, for example "Usage by person and day".
    pub recognised: String,
    /// How it was read, for example "UTF-8, separated by semicolons, decimal comma".
    pub reading: String,
    /// Rows below the header that were read.
    pub rows: u64,
    /// Rows that were skipped; [`FileReport::notices`] says why.
    pub skipped: u64,
    /// The columns, in the file's order. Empty when the file cannot be used.
    pub columns: Vec<ColumnReport>,
    /// The first rows as text, at most 20.
    pub head: Vec<Vec<String>>,
    /// The proposed mapping; the page may change it. `None` when the file cannot be used.
    pub mapping: Option<Mapping>,
    /// What should be known about it.
    pub notices: Vec<Notice>,
}

impl FileReport {
    /// The names of its columns, in the file's order.
    pub fn headers(&self) -> Vec<&str> {
        let columns = self.columns.iter();
        columns.map(|column| column.header.as_str()).collect()
    }

    /// A file that cannot be used, and why.
    pub fn unusable(id: FileId, name: &str, notices: Vec<Notice>) -> Self {
        FileReport {
            id,
            name: name.to_owned(),
            content_hash: 0,
            recognised: String::new(),
            reading: String::new(),
            rows: 0,
            skipped: 0,
            columns: Vec::new(),
            head: Vec::new(),
            mapping: None,
            notices,
        }
    }
}

/// What is done with the values of a column that looks personal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Guard {
    /// They are read, and kept from the page.
    Hidden,
    /// They are shown: a person said that they are not personal.
    Shown,
    /// They are gone.
    Dropped,
}

/// Personal data that a column seems to hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Personal {
    /// What they seem to be: "e-mail addresses".
    pub what: String,
    /// What tells so.
    pub why: String,
    /// What was decided about them.
    pub guard: Guard,
}

/// What one column holds, ready to be shown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ColumnReport {
    /// Its name.
    pub header: String,
    /// The type, in a word: "number", "date", "yes/no", "text", "empty".
    pub kind: String,
    /// Rows without a value.
    pub missing: u64,
    /// Distinct values, counted up to a cap.
    pub distinct: u64,
    /// Smallest, median and largest value as text, for numbers and dates.
    pub range: Option<[String; 3]>,
    /// A small histogram for numbers and dates; empty otherwise.
    pub histogram: Vec<u32>,
    /// The commonest values of a text column. Empty for ids and for what looks personal.
    pub common: Vec<String>,
    /// Personal data that it seems to hold. Its values are then in no part of this report, unless a person wants them.
    pub personal: Option<Personal>,
}

/// How well the files fit together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JoinReport {
    /// People with usage rows.
    pub usage_people: usize,
    /// People with outcome rows.
    pub outcome_people: usize,
    /// People in both.
    pub matched_people: usize,
    /// Periods with usage rows.
    pub usage_periods: usize,
    /// Periods with outcome rows.
    pub outcome_periods: usize,
    /// Periods in both.
    pub matched_periods: usize,
    /// First and last day of the common time, such as "5 Jan 2026".
    pub span: Option<[String; 2]>,
    /// Person-periods with usage and outcomes.
    pub rows: usize,
    /// What can be related.
    pub metrics: Vec<MetricInfo>,
    /// Attributes to compare groups by.
    pub attributes: Vec<String>,
    /// The pair to begin with.
    pub first: Option<(MetricId, MetricId)>,
    /// What can be filtered by, whatever the filters are.
    pub choices: Choices,
    /// What each filter that is on takes away, in the order in which they apply.
    pub removals: Vec<Removal>,
    /// Why people of one side are not on the other, as far as their ids tell.
    pub mismatches: Vec<Mismatch>,
    /// What should be known before reading on.
    pub notices: Vec<Notice>,
}

/// What there is to filter by, before any filter.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Choices {
    /// People with usage and outcomes.
    pub people: usize,
    /// First and last day of any row, as days since 1 January 1970; `None` without dates.
    pub days: Option<[i32; 2]>,
    /// The attributes that have groups.
    pub groups: Vec<Groups>,
}

/// The groups of an attribute that are large enough to be named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Groups {
    /// The attribute.
    pub attribute: String,
    /// Each group with its people, in order of letters.
    pub levels: Vec<(String, usize)>,
}

/// A stage of work, measured so that anyone can see where time goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    /// Bytes to tables.
    Import,
    /// Tables to one panel.
    Join,
    /// Statistics.
    Analyse,
    /// Drawing; the page's own.
    Draw,
}

/// A request that is answered, or being worked on.
#[derive(Debug)]
pub enum Begun {
    /// The answer.
    Answered(Box<Response>),
    /// Work in steps; its owner may drop it to stop.
    Working(Work),
}

/// Long work, in steps.
#[derive(Debug)]
pub enum Work {
    /// Draws of people; each is a step.
    Resampling(Box<Resampling>),
    /// Pairs of metrics; each takes as long as many draws, and is all that is done at once.
    Matrix(Box<matrix::Work>),
    /// Parts of the check, or random orders of one of them.
    Check(Box<check::Work>),
    /// Shares of people who respond to a target.
    Simulation(Box<target::Work>),
}

/// Steps of long work between two looks at who owns it.
const STEPS: usize = 1_000;

impl Work {
    /// Takes up to `steps` more steps: the share that is done, or `None` once all is.
    pub fn advance(&mut self, steps: usize) -> Option<f64> {
        match self {
            Work::Resampling(work) => {
                let progress = work.advance(steps)?;
                Some(progress.done as f64 / progress.total as f64)
            }
            Work::Matrix(work) => work.advance(),
            Work::Check(work) => work.advance(steps),
            Work::Simulation(work) => work.advance(),
        }
    }

    /// The answer.
    pub fn finish(self) -> Response {
        match self {
            Work::Resampling(work) => Response::Resampled(Ok(work.finish())),
            Work::Matrix(work) => Response::Matrix(Ok(Box::new(work.finish()))),
            Work::Check(work) => Response::Checked(Ok(Box::new(work.finish()))),
            Work::Simulation(work) => Response::Simulated(Ok(Box::new(work.finish()))),
        }
    }
}

/// The tables, and the last panel made of them.
#[derive(Debug, Default)]
pub struct Engine {
    reading: BTreeMap<FileId, Intake>,
    files: BTreeMap<FileId, Held>,
    rows: Option<Rows>,
    joined: Option<(Recipe, Arc<Panel>, JoinReport)>,
    matched: Option<(Recipe, [MetricId; 2], Matched)>,
}

impl Engine {
    /// An engine without files.
    pub fn new() -> Self {
        Self::default()
    }

    /// Begins to read a file; its bytes follow by [`Engine::feed`].
    pub fn open(&mut self, id: FileId, name: &str) {
        self.reading.insert(id, Intake::new(name));
    }

    /// The next bytes of a file. Bytes for a file that is not open are dropped.
    pub fn feed(&mut self, id: FileId, bytes: &[u8]) {
        if let Some(reader) = self.reading.get_mut(&id) {
            reader.push(bytes);
        }
    }

    /// Ends a file: what was read, what it seems to be, what should be known.
    /// A file that cannot be used leaves everything that was loaded before untouched.
    pub fn close(&mut self, id: FileId) -> FileReport {
        let Some(reader) = self.reading.remove(&id) else {
            return FileReport::unusable(id, "", vec![Notice::about("", Kind::Unreadable)]);
        };
        let read = reader.finish();
        let Some(table) = read.table else {
            return FileReport::unusable(id, &read.file, read.notices);
        };
        let twin = self
            .files
            .values()
            .find(|other| other.table.content_hash == table.content_hash);
        if let Some(twin) = twin {
            let notice = Notice::about(&table.file, Kind::SameFile(twin.table.file.clone()));
            return FileReport::unusable(id, &table.file, vec![notice]);
        }
        let name = table.file.clone();
        let prepared = formats::prepare(table, read.notices);
        let Some((table, mapping)) = prepared.table else {
            return FileReport {
                recognised: prepared.recognised,
                ..FileReport::unusable(id, &name, prepared.notices)
            };
        };
        let mut notices = prepared.notices;
        notices.extend(oddities::of_file(&name, table.rows + table.skipped));
        let held = Held::new(table, (prepared.recognised, mapping), notices);
        let report = report::of(id, &held);
        self.files.insert(id, held);
        report
    }

    /// Stops reading a file and forgets what was read of it.
    pub fn abandon(&mut self, id: FileId) {
        self.reading.remove(&id);
    }

    /// Answers a request, or begins the work that leads to its answer.
    pub fn begin(&mut self, request: &Request) -> Begun {
        let begun = match request {
            Request::Resample(recipe, pair) => self
                .joined(recipe)
                .and_then(|(panel, _)| Resampling::new(panel, pair).map_err(|notice| vec![notice]))
                .map(|work| Work::Resampling(Box::new(work)))
                .map_err(|notices| Response::Resampled(Err(notices))),
            Request::Matrix(recipe, question) => self
                .joined(recipe)
                .map(|(panel, _)| Work::Matrix(Box::new(matrix::Work::new(panel, *question))))
                .map_err(|notices| Response::Matrix(Err(notices))),
            Request::Check(recipe, question) => self
                .joined(recipe)
                .and_then(|(panel, _)| {
                    check::Work::new(panel, question).map_err(|notice| vec![notice])
                })
                .map(|work| Work::Check(Box::new(work)))
                .map_err(|notices| Response::Checked(Err(notices))),
            Request::Simulate(recipe, question) => self
                .joined(recipe)
                .and_then(|(panel, _)| {
                    target::Work::new(panel, question).map_err(|notice| vec![notice])
                })
                .map(|work| Work::Simulation(Box::new(work)))
                .map_err(|notices| Response::Simulated(Err(notices))),
            _ => Err(self.answer(request)),
        };
        match begun {
            Ok(work) => Begun::Working(work),
            Err(response) => Begun::Answered(Box::new(response)),
        }
    }

    /// Answers a request, however long it takes.
    pub fn answer(&mut self, request: &Request) -> Response {
        match request {
            Request::Sample(first) => Response::Sample(self.sample(*first)),
            Request::Methods => Response::Methods(methods::all()),
            Request::Forget(id) => {
                self.files.remove(id);
                self.rows = None;
                self.joined = None;
                self.matched = None;
                Response::Forgotten(*id)
            }
            Request::Guard(id, decisions) => {
                Response::Guarded(Box::new(self.guard(*id, decisions)))
            }
            Request::Join(recipe) => Response::Joined(
                self.made(recipe)
                    .map(|(_, report)| Box::new(report.clone())),
            ),
            Request::Relate(recipe, pair) => self.relate(recipe, pair),
            Request::Detail(recipe, pair, detail) => self.detail(recipe, pair, detail),
            Request::Overview(recipe, look) => {
                let found = self.joined(recipe).and_then(|(panel, _)| {
                    analysis::overview(panel, look).map_err(|notice| vec![notice])
                });
                Response::Overviewed(found.map(Box::new))
            }
            Request::Segments(recipe, cut) => {
                let found = self.joined(recipe).and_then(|(panel, _)| {
                    analysis::segments(panel, cut).map_err(|notice| vec![notice])
                });
                Response::Segmented(found.map(Box::new))
            }
            Request::Resample(..)
            | Request::Matrix(..)
            | Request::Check(..)
            | Request::Simulate(..) => match self.begin(request) {
                Begun::Answered(response) => *response,
                Begun::Working(mut work) => {
                    while work.advance(STEPS).is_some() {}
                    work.finish()
                }
            },
        }
    }

    /// Decides about columns of a file. What was made of it before is let go with it.
    fn guard(&mut self, id: FileId, decisions: &[(usize, Guard)]) -> FileReport {
        if decisions.iter().any(|(_, guard)| *guard == Guard::Dropped) {
            self.rows = None;
            self.joined = None;
        }
        match self.files.get_mut(&id) {
            Some(held) => {
                held.decide(decisions);
                report::of(id, held)
            }
            None => FileReport::unusable(id, "", vec![Notice::about("", Kind::Unreadable)]),
        }
    }

    fn sample(&mut self, first: FileId) -> Vec<FileReport> {
        let company = sample::company(sample::SEED);
        let files = [
            ("usage.csv", company.usage_csv),
            ("outcomes.csv", company.outcomes_csv),
            ("people.csv", company.people_csv),
            ("events.csv", company.events_csv),
        ];
        let read = |((name, text), number): ((&str, String), u32)| {
            let id = FileId(number);
            self.open(id, name);
            self.feed(id, text.as_bytes());
            self.close(id)
        };
        files.into_iter().zip(first.0..).map(read).collect()
    }

    /// The panel that answers are made of.
    fn joined(&mut self, recipe: &Recipe) -> Result<(&Arc<Panel>, &JoinReport), Vec<Notice>> {
        let (panel, report) = self.made(recipe)?;
        // Without filters each answer counts the people of its own pair.
        let is_left = recipe.filters == Filters::default() || report.is_enough();
        if is_left {
            Ok((panel, report))
        } else {
            Err(vec![report::too_few(report)])
        }
    }

    /// The panel of a recipe; made once and kept until another is asked for.
    fn made(&mut self, recipe: &Recipe) -> Result<(&Arc<Panel>, &JoinReport), Vec<Notice>> {
        if self
            .joined
            .as_ref()
            .is_none_or(|(made, _, _)| made != recipe)
        {
            let rows = self.rows(recipe);
            let mismatches = rows.mismatches.clone();
            let joined = report::join(&rows.dataset, &rows.notices, recipe);
            let (panel, report) = joined.map_err(|mut notices| {
                notices.extend(mismatches.iter().map(Mismatch::notice));
                notices
            })?;
            let report = JoinReport {
                mismatches,
                ..report
            };
            self.joined = Some((recipe.clone(), Arc::new(panel), report));
        }
        match &self.joined {
            Some((_, panel, report)) => Ok((panel, report)),
            None => Err(vec![Notice::about("", Kind::NoMeasure)]),
        }
    }

    /// The rows of all files; brought together once, because filters change often.
    fn rows(&mut self, recipe: &Recipe) -> &Rows {
        let is_of = |rows: &Rows| rows.files == recipe.files && rows.naming == recipe.naming;
        if !self.rows.as_ref().is_some_and(is_of) {
            self.rows = None;
        }
        let files = &self.files;
        self.rows.get_or_insert_with(|| Rows::of(files, recipe))
    }
}

/// The rows of all files that take part, before any filter.
#[derive(Debug)]
struct Rows {
    files: Vec<(FileId, Mapping)>,
    naming: Naming,
    dataset: Dataset,
    mismatches: Vec<Mismatch>,
    notices: Vec<Notice>,
}

impl Rows {
    fn of(held: &BTreeMap<FileId, Held>, recipe: &Recipe) -> Self {
        let source = |(id, mapping)| {
            Some(Source {
                table: &held.get(id)?.table,
                mapping,
            })
        };
        let files = recipe.files.iter().map(|(id, mapping)| (id, mapping));
        let sources: Vec<Source<'_>> = files.filter_map(source).collect();
        let (dataset, notices) = dataset::join(&sources, &recipe.naming);
        let mismatches = if dataset.everyone_is_met() {
            Vec::new()
        } else {
            spelling::of_sources(&sources, &recipe.naming)
        };
        let held = recipe.files.iter().filter_map(|(id, _)| held.get(id));
        Rows {
            files: recipe.files.clone(),
            naming: recipe.naming.clone(),
            dataset,
            mismatches,
            notices: held.fold(notices, |notices, held| held.veiled(notices)),
        }
    }
}
