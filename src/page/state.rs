//! What the page knows: files and their mapping, the question, and the last answers.
//!
//! Everything else is derived. The worker owns the data; each answer carries the number of its job,
//! and an answer to anything but the last job of its kind is passed over.

use std::collections::BTreeMap;
use std::sync::Arc;

use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::File;

use crate::address::Address;
use crate::analysis::{Pair, Relation};
use crate::dataset::{Absent, Mapping, Period, TableRole};
use crate::engine::{FileId, FileReport, JoinReport, Recipe, Request, Response};
use crate::metrics::{MetricId, MetricInfo, Topic};
use crate::notice::{Kind, Notice};
use crate::worker::{Handle, Heard, Job};

/// What is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// The empty page, or the files.
    Data,
    /// One metric against another.
    Correlate,
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

/// A question's answer, or why there is none.
type Answer<T> = Option<Result<Arc<T>, Vec<Notice>>>;

/// The whole state. Copies share the same signals.
#[derive(Clone, Copy)]
pub struct State {
    /// The files, in the order in which they came.
    pub files: RwSignal<Vec<Loaded>>,
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
    /// How the files fit together.
    pub joined: RwSignal<Answer<JoinReport>>,
    /// The answer to the question.
    pub related: RwSignal<Answer<Relation>>,
    /// The last join asked for, while it is open.
    joining: RwSignal<Option<Job>>,
    /// The last question asked, while it is open.
    relating: RwSignal<Option<Job>>,
    /// News that is no answer: the worker died, or was started again.
    pub trouble: RwSignal<Option<String>>,
    /// What is told to who cannot see the page change.
    pub spoken: RwSignal<String>,
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
    /// Deaths of the worker since it last answered.
    deaths: u32,
}

/// After that many deaths without an answer in between, the files are not read again by themselves.
const MOST_DEATHS: u32 = 2;

impl State {
    /// An empty page, with its worker starting. To be made once, in the shell.
    pub fn new() -> Self {
        let state = State {
            files: RwSignal::default(),
            view: RwSignal::new(View::Data),
            period: RwSignal::new(Period::Week),
            absent: RwSignal::new(Absent::Unknown),
            x: RwSignal::default(),
            y: RwSignal::default(),
            by: RwSignal::default(),
            with_ids: RwSignal::new(false),
            joined: RwSignal::default(),
            related: RwSignal::default(),
            joining: RwSignal::default(),
            relating: RwSignal::default(),
            trouble: RwSignal::default(),
            spoken: RwSignal::default(),
            sample: RwSignal::default(),
            browser: StoredValue::new_local(Browser::default()),
        };
        let worker = Handle::new(move |heard| state.hear(heard));
        state
            .browser
            .update_value(|browser| browser.worker = Some(worker));
        state.ask_when_changed();
        state.follow_address();
        state
    }

    /// Reads files that were dropped, picked or pasted.
    pub fn load(self, files: Vec<File>) {
        if !files.is_empty() {
            self.trouble.set(None);
        }
        for file in files {
            let id = self.next_id();
            let name = file.name();
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
        self.view.set(View::Correlate);
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
        self.joined.set(None);
        self.related.set(None);
        self.trouble.set(None);
        self.with_ids.set(false);
        for chosen in [self.x, self.y] {
            chosen.set(None);
        }
        self.by.set(None);
    }

    /// Changes what a file or its columns are for.
    pub fn map(self, id: FileId, change: impl FnOnce(&mut Mapping)) {
        self.files.update(|files| {
            let file = files.iter_mut().find(|file| file.id == id);
            if let Some(mapping) = file.and_then(|file| file.mapping.as_mut()) {
                change(mapping);
            }
        });
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
        }
    }

    /// The metrics of a side.
    pub fn metrics(self, topic: Topic) -> Vec<MetricInfo> {
        self.joined.with(|joined| match joined {
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
        let joined = self.joined.get()?.ok()?;
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
        })
    }

    /// Whether an answer is being worked on.
    pub fn is_busy(self) -> bool {
        self.joining.get().is_some() || self.relating.get().is_some() || self.is_reading()
    }

    /// Whether files are being read.
    pub fn is_reading(self) -> bool {
        let reading = |file: &Loaded| matches!(file.progress, Progress::Reading(..));
        self.files.with(|files| files.iter().any(reading))
            || self
                .sample
                .with(|sample| sample.is_some_and(|(_, job)| job != Job::default()))
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

    /// Asks for a join when the files or their cut change, and for an answer when the question does.
    fn ask_when_changed(self) {
        let recipe = Memo::new(move |_| self.recipe());
        Effect::new(move || {
            let recipe = recipe.get();
            if recipe.is_complete() {
                self.joining.set(
                    self.worker()
                        .map(|worker| worker.ask(Request::Join(recipe))),
                );
            } else {
                self.joining.set(None);
                self.joined.set(None);
            }
        });
        let pair = Memo::new(move |_| self.pair());
        Effect::new(move || {
            // A new join, even one that offers the same metrics, asks anew.
            self.joined.track();
            if let Some(pair) = pair.get() {
                let request = Request::Relate(recipe.get_untracked(), pair);
                self.relating
                    .set(self.worker().map(|worker| worker.ask(request)));
            } else {
                self.relating.set(None);
                self.related.set(None);
            }
        });
    }

    fn hear(self, heard: Heard) {
        match heard {
            Heard::Progress(job, share) => self.files.update(|files| {
                for file in files {
                    match &mut file.progress {
                        Progress::Reading(open, done) if *open == job => *done = share,
                        _ => {}
                    }
                }
            }),
            Heard::Read(job, report) => self.keep(job, report),
            Heard::Answered(job, response) => {
                self.browser.update_value(|browser| browser.deaths = 0);
                self.keep_answer(job, response);
            }
            Heard::Cancelled(_) => {}
            Heard::Died(place) => self.mourn(&place),
        }
    }

    fn keep(self, job: Job, report: FileReport) {
        self.files.update(|files| {
            let open = |file: &&mut Loaded| {
                matches!(&file.progress, Progress::Reading(open, _) if *open == job)
            };
            if let Some(file) = files.iter_mut().find(open) {
                // A file that is read again keeps what was chosen for it.
                file.mapping = file.mapping.take().or_else(|| report.mapping.clone());
                file.progress = Progress::Read(Arc::new(report));
            }
        });
    }

    fn keep_answer(self, job: Job, response: Response) {
        let is = |last: RwSignal<Option<Job>>| last.get_untracked() == Some(job);
        match response {
            Response::Sample(reports) => {
                let Some((first, open)) = self.sample.get_untracked() else {
                    return;
                };
                if open != job {
                    return;
                }
                self.sample.set(Some((first, Job::default())));
                self.files.update(|files| {
                    for report in reports {
                        let known = files.iter_mut().find(|file| file.id == report.id);
                        let mapping = report.mapping.clone();
                        let (id, name) = (report.id, report.name.clone());
                        let progress = Progress::Read(Arc::new(report));
                        match known {
                            Some(file) => file.progress = progress,
                            None => files.push(Loaded {
                                id,
                                name,
                                progress,
                                mapping,
                            }),
                        }
                    }
                });
            }
            Response::Joined(answer) if is(self.joining) => {
                self.joining.set(None);
                self.joined.set(Some(answer.map(Arc::new)));
            }
            Response::Related(answer) if is(self.relating) => {
                self.relating.set(None);
                self.related.set(Some(answer.map(Arc::from)));
            }
            // Nothing to keep, or an answer to a question that was changed meanwhile.
            Response::Forgotten(_) | Response::Joined(_) | Response::Related(_) => {}
        }
    }

    /// The worker died and a new one knows nothing: files are read again, unless that seems to be what kills it.
    fn mourn(self, place: &str) {
        self.browser.update_value(|browser| browser.deaths += 1);
        self.joining.set(None);
        self.relating.set(None);
        let deaths = self.browser.with_value(|browser| browser.deaths);
        let helped = deaths < MOST_DEATHS;
        self.trouble.set(Some(format!(
            "The calculation stopped at {place}. This is a mistake in Goodhart, not in your data. {}",
            if helped { "It was started again and reads your files anew." } else { "Your files and settings are kept." }
        )));
        if helped {
            self.read_again();
        }
    }

    fn read_again(self) {
        self.joined.set(None);
        if let Some((first, _)) = self.sample.get_untracked() {
            self.ask_sample(first);
        }
        let sample = self.sample.get_untracked().map(|(_, job)| job);
        let handles = self.browser.with_value(|browser| browser.handles.clone());
        self.files.update(|files| {
            for file in files {
                let job = match handles.get(&file.id).zip(self.worker()) {
                    Some((handle, worker)) => Some(worker.read(file.id, &file.name, handle)),
                    // What was usable and has no handle is of the sample.
                    None => sample.filter(|_| file.mapping.is_some()),
                };
                if let Some(job) = job {
                    file.progress = Progress::Reading(job, 0.0);
                }
            }
        });
    }

    /// The address follows the page, and the page follows the address when a person changes that.
    fn follow_address(self) {
        self.take(&here());
        Effect::new(move || {
            let address = self.address();
            if address != here() {
                write(&address);
            }
        });
        let listen = Closure::<dyn FnMut()>::new(move || self.take(&here()));
        if let Some(window) = web_sys::window() {
            let listener = listen.as_ref().unchecked_ref();
            drop(window.add_event_listener_with_callback("hashchange", listener));
        }
        // The page listens as long as it is open.
        listen.forget();
    }

    fn address(self) -> Address {
        let period = match self.period.get() {
            Period::Day => "day",
            Period::Week => return self.address_with(None),
            Period::Month => "month",
            Period::Span => "span",
        };
        self.address_with(Some(period.to_owned()))
    }

    fn address_with(self, period: Option<String>) -> Address {
        let view = match self.view.get() {
            View::Data => return Address::default(),
            View::Correlate => "correlate",
        };
        Address {
            view: view.to_owned(),
            x: self.x.get().map(|id| id.0),
            y: self.y.get().map(|id| id.0),
            by: self.by.get(),
            period,
            absent: (self.absent.get() == Absent::Zero).then(|| "zero".to_owned()),
        }
    }

    fn take(self, address: &Address) {
        let Address {
            view,
            x,
            y,
            by,
            period,
            absent,
        } = address.clone();
        if view == "correlate" {
            self.view.set(View::Correlate);
            self.x.set(x.map(MetricId));
            self.y.set(y.map(MetricId));
            self.by.set(by);
            self.period.set(match period.as_deref() {
                Some("day") => Period::Day,
                Some("month") => Period::Month,
                Some("span") => Period::Span,
                _ => Period::Week,
            });
            self.absent.set(match absent.as_deref() {
                Some("zero") => Absent::Zero,
                _ => Absent::Unknown,
            });
        } else {
            self.view.set(View::Data);
        }
    }
}

fn here() -> Address {
    let hash = web_sys::window().and_then(|window| window.location().hash().ok());
    Address::parse(&hash.unwrap_or_default())
}

/// A change of view is a step that the back button undoes; a change of the question is not.
fn write(address: &Address) {
    let Some(history) = web_sys::window().and_then(|window| window.history().ok()) else {
        return;
    };
    let hash = address.to_hash();
    let put = if here().view == address.view {
        history.replace_state_with_url(&JsValue::NULL, "", Some(&hash))
    } else {
        history.push_state_with_url(&JsValue::NULL, "", Some(&hash))
    };
    // A browser that refuses (too many changes at once) only keeps an older address.
    drop(put);
}
