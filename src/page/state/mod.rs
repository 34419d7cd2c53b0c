//! What the page knows: files and their mapping, the question, and the last answers.
//!
//! Everything else is derived. The worker owns the data; each answer carries the number of its job,
//! and an answer to anything but the last job of its kind is passed over.

mod address;
mod asking;
mod closer;
mod findings;
mod history;
mod keeping;
mod link;
mod mappings;
mod privacy;
mod question;
mod writing;

use std::collections::BTreeMap;
use std::sync::Arc;

use leptos::prelude::*;
use web_sys::File;

use super::later::{Arrival, Fetch};
use super::turn::Turns;
use crate::analysis::check;
use crate::analysis::segments::{Borders, Cut};
use crate::analysis::target::{self, Simulation, Supposed};
use crate::analysis::{
    Check, Interest, Layer, Look, Matrix, Overview, Pair, Relation, Resampled, Segments, Sort,
};
use crate::dataset::remembered::MappingFile;
use crate::dataset::spelling::Spelling;
use crate::dataset::{Absent, Mapping, Period, TableRole};
use crate::engine::{FileId, FileReport, Guard, JoinReport, MOST_BYTES, Recipe, Request, methods};
use crate::metrics::{Filters, MetricId, MetricInfo, Topic};
use crate::notice::{Kind, Notice};
use crate::report::session;
use crate::worker::{Fetched, Handle, Job};
use closer::Closer;
pub use closer::UsageScale;
use history::History;
use question::Question;

pub use findings::{Findings, Pinned};
pub use keeping::{Keeping, Opening};

/// What is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// The empty page, or the files.
    Data,
    /// The answer at a glance.
    Overview,
    /// One metric against another.
    Correlate,
    /// Every usage metric against every outcome metric.
    Matrix,
    /// Whether the usage number can be trusted.
    Check,
    /// What was pinned.
    Findings,
    /// How the numbers are made.
    Methods,
    /// How data stay in the tab.
    Privacy,
}

impl View {
    /// Every view that has a place in the navigation, in its order, with its name.
    pub const ALL: [(View, &str); 7] = [
        (View::Data, "Data"),
        (View::Overview, "Overview"),
        (View::Correlate, "Correlate"),
        (View::Matrix, "Matrix"),
        (View::Check, "Goodhart check"),
        (View::Findings, "Findings"),
        (View::Methods, "Methods"),
    ];

    /// Its name in the address.
    pub fn path(self) -> &'static str {
        match self {
            View::Data => "data",
            View::Overview => "overview",
            View::Correlate => "correlate",
            View::Matrix => "matrix",
            View::Check => "check",
            View::Findings => "findings",
            View::Methods => "methods",
            View::Privacy => "privacy",
        }
    }

    /// The view of that name; the data where there is none.
    fn of_path(path: &str) -> Self {
        let views = View::ALL.into_iter().map(|(view, _)| view);
        let mut views = views.chain([View::Privacy]);
        views.find(|view| view.path() == path).unwrap_or(View::Data)
    }
}

/// A file on the page.
#[derive(Debug, Clone, PartialEq)]
pub struct Loaded {
    /// Its number.
    pub id: FileId,
    /// Its name.
    pub name: String,
    /// How far it is.
    pub progress: Progress,
    /// What it and its columns are for; `None` while it is read, or when it cannot be used.
    pub mapping: Option<Mapping>,
}

/// How far a file is.
#[derive(Debug, Clone, PartialEq)]
pub enum Progress {
    /// Being read, with the share that is done.
    Reading(Job, f64),
    /// Read, or found unusable.
    Read(Arc<FileReport>),
}

/// The whole state. Copies share the same signals.
#[derive(Clone, Copy)]
pub struct State {
    /// The files, in the order in which they came.
    pub files: RwSignal<Vec<Loaded>>,
    /// The secret that codes in place of ids are made with; ids stay as they are where there is none.
    pub secret: RwSignal<Option<[u8; 16]>>,
    /// Differences in the spelling of ids that are passed over.
    pub passed_over: RwSignal<Vec<Spelling>>,
    /// What was decided about columns that look personal.
    guards: StoredValue<BTreeMap<FileId, BTreeMap<usize, Guard>>>,
    /// The mapping file that was dropped last, with its name.
    pub mapping_file: RwSignal<Option<(String, MappingFile)>>,
    /// What is looked at.
    pub view: RwSignal<View>,
    /// How time is cut.
    pub period: RwSignal<Period>,
    /// What a missing usage row means.
    pub absent: RwSignal<Absent>,
    /// The usage metric that was chosen, if any was.
    pub x: RwSignal<Option<MetricId>>,
    /// The outcome metric that was chosen, if any was.
    pub y: RwSignal<Option<MetricId>>,
    /// The attribute to compare groups by.
    pub by: RwSignal<Option<String>>,
    /// Whether ids are shown on hover.
    pub with_ids: RwSignal<bool>,
    /// The smallest relation worth caring about.
    pub interest: RwSignal<Interest>,
    /// Which rows and people count.
    pub filters: RwSignal<Filters>,
    /// How the numbers are made.
    pub methods: Question<Vec<methods::Section>>,
    /// How the files fit together.
    pub join: Question<JoinReport>,
    /// The answer at a glance.
    pub overview: Question<Overview>,
    /// People by how much they use.
    pub segments: Question<Segments>,
    /// Borders between segments that a person chose for a metric.
    pub borders: RwSignal<Option<(MetricId, Borders)>>,
    /// The view that the answer is read in: where a link led, else the overview.
    pub goal: RwSignal<View>,
    /// How one usage metric and one outcome go together.
    pub relation: Question<Relation>,
    /// What resampling found for it.
    pub resampled: Question<Resampled>,
    /// What stands beside it.
    pub closer: Closer,
    /// What a person wants to be resampled.
    resampling: RwSignal<Option<Request>>,
    /// How all of them go together, when people are compared and when they are followed.
    pub matrices: [Question<Matrix>; 2],
    /// What the matrix compares.
    pub layer: RwSignal<Layer>,
    /// The order of the matrix.
    pub sort: RwSignal<Sort>,
    /// Whether the usage number can be trusted.
    pub check: Question<Check>,
    /// The day from which on it may have become a target, if a person chose one.
    pub day: RwSignal<Option<i32>>,
    /// The target, if a person typed one.
    pub target: RwSignal<Option<f64>>,
    /// What would come of a target.
    pub simulation: Question<Simulation>,
    /// What is supposed for that.
    pub supposed: RwSignal<Supposed>,
    /// The pair that the keyboard is at in the matrix.
    pub at: RwSignal<Option<(MetricId, MetricId)>>,
    /// The pair that is pointed at in the matrix, by its positions.
    pub pointed: RwSignal<Option<[usize; 2]>>,
    /// Whether the browser's own way back led to the matrix, so that the keyboard goes where it was.
    pub came_back: RwSignal<bool>,
    /// Parts of views that wait to be made.
    pub turns: Turns,
    /// What was pinned.
    pub findings: Findings,
    /// What is known of earlier visits.
    pub keeping: Keeping,
    /// The step of the tour, while it is on.
    pub tour: RwSignal<Option<usize>>,
    /// Whether the sheet of shortcuts is open.
    pub sheet: RwSignal<bool>,
    /// The requests that the worker made.
    pub fetched: RwSignal<Vec<Fetched>>,
    /// News that is no answer: the worker died, or was started again.
    pub trouble: RwSignal<Option<String>>,
    /// What is told to who cannot see the page change.
    pub spoken: RwSignal<String>,
    /// The part of the program that comes later.
    pub later: RwSignal<Arrival>,
    /// How it is fetched.
    pub fetch: Fetch,
    history: RwSignal<History>,
    sample: RwSignal<Option<(FileId, Job)>>,
    browser: StoredValue<Browser, LocalStorage>,
}

/// What cannot leave the page's thread.
#[derive(Default)]
struct Browser {
    worker: Option<Handle>,
    /// The files themselves, so that they can be read again.
    handles: BTreeMap<FileId, File>,
    next: u32,
    /// Who waits for something to be written.
    waiting: BTreeMap<Job, writing::Waiting>,
    /// Deaths of the worker since it last answered.
    deaths: u32,
}

/// After that many deaths without an answer in between, the files are not read again by themselves.
const MOST_DEATHS: u32 = 2;

impl State {
    /// An empty page, with its worker starting. To be made once, in the shell.
    pub fn new(fetch: Fetch) -> Self {
        let state = State {
            files: RwSignal::default(),
            secret: RwSignal::default(),
            passed_over: RwSignal::default(),
            guards: StoredValue::default(),
            mapping_file: RwSignal::default(),
            view: RwSignal::new(View::Data),
            period: RwSignal::new(Period::Week),
            absent: RwSignal::new(Absent::Unknown),
            x: RwSignal::default(),
            y: RwSignal::default(),
            by: RwSignal::default(),
            with_ids: RwSignal::new(false),
            interest: RwSignal::default(),
            filters: RwSignal::default(),
            methods: Question::new(),
            join: Question::new(),
            overview: Question::new(),
            segments: Question::new(),
            borders: RwSignal::default(),
            goal: RwSignal::new(View::Overview),
            relation: Question::new(),
            resampled: Question::new(),
            closer: Closer::new(),
            resampling: RwSignal::default(),
            matrices: [Question::new(), Question::new()],
            layer: RwSignal::default(),
            sort: RwSignal::default(),
            check: Question::new(),
            day: RwSignal::default(),
            target: RwSignal::default(),
            simulation: Question::new(),
            supposed: RwSignal::default(),
            at: RwSignal::default(),
            pointed: RwSignal::default(),
            came_back: RwSignal::new(false),
            turns: Turns::new(),
            findings: Findings::new(),
            keeping: Keeping::new(),
            tour: RwSignal::default(),
            sheet: RwSignal::new(false),
            fetched: RwSignal::default(),
            trouble: RwSignal::default(),
            spoken: RwSignal::default(),
            later: RwSignal::new(Arrival::Coming),
            fetch,
            history: RwSignal::default(),
            sample: RwSignal::default(),
            browser: StoredValue::new_local(Browser::default()),
        };
        let worker = Handle::new(move |heard| state.hear(heard));
        state
            .browser
            .update_value(|browser| browser.worker = Some(worker));
        state.expect_later();
        state.ask_for_join();
        state.follow_address();
        state.keep_history();
        state.keep_session();
        state
    }

    /// Reads files that were dropped, picked or pasted; a session file among them is opened.
    pub fn load(self, files: Vec<File>) {
        let is_session = |file: &File| file.name().ends_with(session::SUFFIX);
        let (sessions, files): (Vec<File>, Vec<File>) = files.into_iter().partition(is_session);
        for session in sessions {
            self.open_session(session);
        }
        let files = self.take_mappings(files);
        if files.is_empty() {
            return;
        }
        self.trouble.set(None);
        for file in files {
            let name = file.name();
            if file.size() > MOST_BYTES as f64 {
                self.refuse(&name, Kind::TooLarge(MOST_BYTES));
                continue;
            }
            let id = self.next_id();
            self.browser.update_value(|browser| {
                browser.handles.insert(id, file.clone());
            });
            let job = self.worker().map(|worker| worker.read(id, &name, &file));
            let progress = Progress::Reading(job.unwrap_or_default(), 0.0);
            self.add(Loaded {
                id,
                name,
                progress,
                mapping: None,
            });
        }
        self.view.set(View::Data);
    }

    /// Bytes of a file that was given; nothing for what the page made itself.
    pub fn size_of(self, id: FileId) -> Option<f64> {
        self.browser
            .with_value(|browser| browser.handles.get(&id).map(|file| file.size()))
    }

    /// Says of something that was dropped why it is no file.
    pub fn refuse(self, name: &str, kind: Kind) {
        let id = self.next_id();
        let report = FileReport::unusable(id, name, vec![Notice::about(name, kind)]);
        self.add(Loaded {
            id,
            name: name.to_owned(),
            progress: Progress::Read(Arc::new(report)),
            mapping: None,
        });
        self.view.set(View::Data);
    }

    /// Loads the sample company in place of whatever is there.
    pub fn load_sample(self) {
        self.clear();
        let first = self.next_id();
        // The sample has a handful of files; their numbers must not be given away meanwhile.
        self.browser.update_value(|browser| browser.next += 8);
        self.ask_sample(first);
        self.view.set(View::Overview);
    }

    /// Lets go of a file.
    pub fn remove(self, id: FileId) {
        let found = self
            .files
            .with_untracked(|files| files.iter().find(|file| file.id == id).cloned());
        if let (Some(worker), Some(file)) = (self.worker(), found) {
            match file.progress {
                Progress::Reading(job, _) => worker.cancel(job),
                Progress::Read(_) => drop(worker.ask(Request::Forget(id))),
            }
        }
        self.browser
            .update_value(|browser| drop(browser.handles.remove(&id)));
        self.files
            .update(|files| files.retain(|file| file.id != id));
    }

    /// Lets go of everything.
    pub fn clear(self) {
        let ids: Vec<FileId> = self
            .files
            .with_untracked(|files| files.iter().map(|file| file.id).collect());
        for id in ids {
            self.remove(id);
        }
        self.sample.set(None);
        self.trouble.set(None);
        self.with_ids.set(false);
        for chosen in [self.x, self.y] {
            chosen.set(None);
        }
        self.by.set(None);
        self.secret.set(None);
        self.passed_over.set(Vec::new());
        self.guards.set_value(BTreeMap::new());
        self.borders.set(None);
        self.day.set(None);
        self.target.set(None);
        self.supposed.set(Supposed::default());
        self.goal.set(View::Overview);
        self.filters.set(Filters::default());
        self.closer.clear();
        self.forget_history();
    }

    /// The matrix that is looked at.
    pub fn matrix(self) -> Question<Matrix> {
        let [between, within] = self.matrices;
        match self.layer.get() {
            Layer::Between => between,
            Layer::Within => within,
        }
    }

    /// Looks at one pair.
    pub fn look_at(self, x: MetricId, y: MetricId) {
        self.at.set(Some((x.clone(), y.clone())));
        self.pointed.set(None);
        self.target.set(None);
        self.x.set(Some(x));
        self.y.set(Some(y));
        self.view.set(View::Correlate);
    }

    /// Cuts time in another way. A rectangle drawn on means per week says nothing of means per month.
    pub fn cut(self, period: Period) {
        self.period.set(period);
        self.closer.window.set(None);
        self.closer.selection.set(None);
        self.filters.update(|filters| filters.selection = None);
    }

    /// Changes what a file or its columns are for.
    pub fn map(self, id: FileId, change: impl FnOnce(&mut Mapping)) {
        self.keeping.is_on.set(true);
        self.files.update(|files| {
            let file = files.iter_mut().find(|file| file.id == id);
            if let Some(mapping) = file.and_then(|file| file.mapping.as_mut()) {
                change(mapping);
            }
        });
        self.remember_mapping(id);
    }

    /// The files that take part and how they are cut.
    pub fn recipe(self) -> Recipe {
        let files = self.files.with(|files| {
            // A file that is read again keeps its mapping, but the worker does not know it yet.
            let read = files
                .iter()
                .filter(|file| matches!(file.progress, Progress::Read(_)));
            let mapped = read.filter_map(|file| Some((file.id, file.mapping.clone()?)));
            mapped
                .filter(|(_, mapping)| mapping.role != TableRole::Unused)
                .collect()
        });
        Recipe {
            files,
            period: self.period.get(),
            absent: self.absent.get(),
            filters: self.filters.get(),
            naming: self.naming(),
        }
    }

    /// The metrics of a side.
    pub fn metrics(self, topic: Topic) -> Vec<MetricInfo> {
        self.join.answer.with(|joined| match joined {
            Some(Ok(report)) => report
                .metrics
                .iter()
                .filter(|metric| metric.topic == topic)
                .cloned()
                .collect(),
            _ => Vec::new(),
        })
    }

    /// The question: what was chosen where it exists, else what the join proposes.
    pub fn pair(self) -> Option<Pair> {
        let joined = self.join.answer.get()?.ok()?;
        let (first_x, first_y) = joined.first.clone()?;
        let exists = |id: &MetricId, topic| {
            let mut metrics = joined.metrics.iter();
            metrics.any(|metric| metric.id == *id && metric.topic == topic)
        };
        Some(Pair {
            x: self
                .x
                .get()
                .filter(|id| exists(id, Topic::Usage))
                .unwrap_or(first_x),
            y: self
                .y
                .get()
                .filter(|id| exists(id, Topic::Outcome))
                .unwrap_or(first_y),
            group: self
                .by
                .get()
                .filter(|name| joined.attributes.contains(name)),
            with_ids: self.with_ids.get(),
            interest: self.interest.get(),
        })
    }

    /// What the overview begins with.
    pub fn look(self) -> Option<Look> {
        let pair = self.pair()?;
        Some(Look {
            x: pair.x,
            y: pair.y,
            interest: pair.interest,
        })
    }

    /// The segments of the usage metric.
    pub fn segment_cut(self) -> Option<Cut> {
        let x = self.pair()?.x;
        let borders = self.borders.get().filter(|(metric, _)| *metric == x);
        Some(Cut {
            borders: borders.map(|(_, borders)| borders),
            x,
        })
    }

    /// What the check is asked.
    pub fn check_question(self) -> Option<check::Question> {
        let pair = self.pair()?;
        Some(check::Question {
            usage: pair.x,
            outcome: pair.y,
            group: pair.group,
            day: self.day.get(),
            target: self.target.get(),
            interest: pair.interest,
        })
    }

    /// Stops the check.
    pub fn stop_check(self) {
        self.check.stop(self.worker().as_ref());
    }

    /// Begins the check again after it was stopped.
    pub fn check_again(self) {
        let question = untrack(|| self.check_question());
        if let Some(question) = question {
            self.check.forget();
            let request = Request::Check(untrack(|| self.recipe()), question);
            self.check.ask(self.worker(), request);
        }
    }

    /// What the simulation of a target is asked.
    pub fn target_question(self) -> Option<target::Question> {
        let pair = self.pair()?;
        let supposed = self.supposed.get();
        Some(target::Question {
            usage: pair.x,
            outcome: pair.y,
            target: self.target.get(),
            responding: supposed.responding,
            hollow: supposed.hollow,
            effect: supposed.effect,
        })
    }

    /// Answers the question by resampling people as well.
    pub fn resample(self) {
        let pair = untrack(|| self.pair());
        let request = pair.map(|pair| Request::Resample(untrack(|| self.recipe()), pair));
        self.resampling.set(request);
    }

    /// Stops resampling.
    pub fn stop_resampling(self) {
        self.resampling.set(None);
    }

    /// Whether the files are joined, so that there is something to ask.
    pub fn is_joined(self) -> bool {
        let is_there = |join: &_| matches!(join, Some(Ok(_)));
        self.join.answer.with(is_there)
    }

    /// Whether the headline is being worked on.
    pub fn is_stale(self) -> bool {
        self.join.is_open() || self.relation.is_open() || self.is_reading()
    }

    /// Whether an answer is being worked on.
    pub fn is_busy(self) -> bool {
        self.is_stale()
            || self.overview.is_open()
            || self.segments.is_open()
            || self.matrix().is_open()
            || self.closer.is_open()
            || self.check.is_open()
            || self.simulation.is_open()
    }

    /// Whether the page is not done: an answer is worked on, or a part of a view waits to be made.
    pub fn is_at_work(self) -> bool {
        self.is_busy() || self.turns.is_waiting()
    }

    /// Whether files are being read.
    pub fn is_reading(self) -> bool {
        let reading = |file: &Loaded| matches!(file.progress, Progress::Reading(..));
        self.files.with(|files| files.iter().any(reading))
            || self
                .sample
                .with(|sample| sample.is_some_and(|(_, job)| job != Job::default()))
    }

    /// Asks which requests the worker made so far.
    pub fn ask_requests(self) {
        if let Some(worker) = self.worker() {
            worker.ask_fetched();
        }
    }

    /// Says something to who cannot see the page change.
    pub fn speak(self, text: &str) {
        self.spoken.set(text.to_owned());
    }

    /// Starts the worker's work over, after it died more often than it is helped up by itself.
    pub fn try_again(self) {
        self.trouble.set(None);
        self.browser.update_value(|browser| browser.deaths = 0);
        self.read_again();
    }

    fn add(self, file: Loaded) {
        self.files.update(|files| files.push(file));
    }

    fn next_id(self) -> FileId {
        let mut id = FileId(0);
        self.browser.update_value(|browser| {
            id = FileId(browser.next);
            browser.next += 1;
        });
        id
    }

    fn worker(self) -> Option<Handle> {
        self.browser.with_value(|browser| browser.worker.clone())
    }

    fn ask_sample(self, first: FileId) {
        if let Some(worker) = self.worker() {
            let job = worker.ask(Request::Sample(first));
            self.sample.set(Some((first, job)));
        }
    }
}
