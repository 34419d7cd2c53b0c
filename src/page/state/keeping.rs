//! Sessions: what the browser keeps between visits, what a file brings back, and what is asked before leaving.

use std::time::Duration;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::File;

use super::super::{dom, vault};
use super::{Loaded, State, View};
use crate::dataset::Mapping;
use crate::engine::FileReport;
use crate::notice::{Kind, Notice};
use crate::report::session::{Envelope, KnownFile, Session};
use crate::report::{Order, Written};

/// Where the browser keeps the session of the last visit.
const KEY: &str = "goodhart.session";

/// How long nothing changes before the session is kept.
const QUIET: Duration = Duration::from_millis(150);

/// What is known of earlier visits.
#[derive(Clone, Copy)]
pub struct Keeping {
    /// Whether the browser keeps the session: from the first finding or the first change of a mapping on.
    pub is_on: RwSignal<bool>,
    /// The session of the last visit, until it is taken up or erased.
    pub offered: RwSignal<Option<Session>>,
    /// Files of an earlier session that may be dropped again.
    pub remembered: RwSignal<Vec<KnownFile>>,
    /// A session file that is being opened.
    pub opening: RwSignal<Option<Opening>>,
    /// Counts changes, so that a run of them is kept once.
    change: StoredValue<u32>,
}

/// How far the opening of a session file is.
#[derive(Debug, Clone, PartialEq)]
pub enum Opening {
    /// A file of that name needs a passphrase; the last one did not fit where there is a notice.
    Locked(String, Envelope, Option<Notice>),
    /// It cannot be opened.
    Refused(Notice),
}

impl Keeping {
    /// Nothing is kept yet, and nothing is known of the last visit.
    pub(super) fn new() -> Self {
        Keeping {
            is_on: RwSignal::new(false),
            offered: RwSignal::default(),
            remembered: RwSignal::default(),
            opening: RwSignal::default(),
            change: StoredValue::new(0),
        }
    }
}

impl State {
    /// Keeps the session as it changes, and asks before findings are lost.
    pub(super) fn keep_session(self) {
        self.recall();
        Effect::new(move || {
            if !self.keeping.is_on.get() {
                return;
            }
            // Whatever it is made of is followed; it is written down once a run of changes is over.
            let session = self.session();
            let change = self.keeping.change.get_value().wrapping_add(1);
            self.keeping.change.set_value(change);
            let keep = move || {
                if self.keeping.change.get_value() == change {
                    spawn_local(self.keep_now(session));
                }
            };
            set_timeout(keep, QUIET);
        });
        let listener = window_event_listener_untyped("beforeunload", move |event| {
            let is_lost = self.findings.unsaved.get_untracked()
                && self.findings.list.with_untracked(|list| !list.is_empty());
            if is_lost {
                event.prevent_default();
            }
        });
        // The page listens as long as it is open.
        drop(listener);
    }

    async fn keep_now(self, session: Session) {
        let Some(text) = self.write_text(Order::Keep(Box::new(session))).await else {
            return;
        };
        // It may have been erased meanwhile.
        if !self.keeping.is_on.get_untracked() {
            return;
        }
        let is_kept = dom::storage().is_some_and(|storage| storage.set_item(KEY, &text).is_ok());
        if !is_kept {
            self.keeping.is_on.set(false);
            self.trouble.set(Some(
                "This browser keeps nothing here, or has no room left. Save a session file before you leave."
                    .to_owned(),
            ));
        }
    }

    /// Offers what the browser still knows of the last visit.
    fn recall(self) {
        let Some(text) = dom::storage().and_then(|storage| storage.get_item(KEY).ok()?) else {
            return;
        };
        spawn_local(async move {
            // What cannot be read was kept by another version, and is written over in time.
            if let Some(Ok(session)) = self.read_session(Order::Recall(text)).await
                && !self.keeping.is_on.get_untracked()
            {
                self.keeping.offered.set(Some(session));
            }
        });
    }

    async fn read_session(self, order: Order) -> Option<Result<Session, Kind>> {
        match self.write(order, &[]).await? {
            Written::Session(session) => Some(*session),
            Written::Text(_) | Written::File(_) => None,
        }
    }

    /// Erases what the browser keeps. Keeping starts again with the next finding.
    pub fn erase_kept(self) {
        self.keeping.is_on.set(false);
        self.keeping.offered.set(None);
        if let Some(storage) = dom::storage() {
            // A browser that refuses to remove an entry has none.
            let _ = storage.remove_item(KEY);
            super::mappings::forget_mappings(&storage);
        }
        self.speak("Erased: this browser keeps nothing of this page");
    }

    /// Takes up the session of the last visit.
    pub fn continue_session(self) {
        let offered = self.keeping.offered.get_untracked();
        if let Some(session) = offered {
            self.restore(session);
            self.keeping.is_on.set(true);
        }
    }

    /// What was worked out so far, without data.
    pub fn session(self) -> Session {
        let files = self.files.with(|files| {
            let known = |file: &Loaded| {
                let report = file.report()?;
                Some(KnownFile {
                    name: file.name.clone(),
                    headers: report.headers().into_iter().map(str::to_owned).collect(),
                    mapping: file.mapping.clone()?,
                })
            };
            files.iter().filter_map(known).collect::<Vec<_>>()
        });
        // Before its files are dropped again, a session that was taken up is still the one to keep.
        let files = if files.is_empty() {
            self.keeping.remembered.get()
        } else {
            files
        };
        Session {
            files,
            settings: self.settings(),
            findings: self.findings.list.with(|list| {
                let finding = |pinned: &super::Pinned| pinned.finding.as_ref().clone();
                list.iter().map(finding).collect()
            }),
            is_sample: self.sample.get().is_some(),
            data: Vec::new(),
        }
    }

    /// Brings a session back. Findings that are here stay, and those of the session follow them.
    pub fn restore(self, session: Session) {
        self.keeping.offered.set(None);
        let had_findings = self.findings.list.with_untracked(|list| !list.is_empty());
        for finding in session.findings {
            let is_here = self
                .findings
                .list
                .with_untracked(|list| list.iter().any(|pinned| *pinned.finding == finding));
            if !is_here {
                self.findings.add(finding);
            }
        }
        if !had_findings {
            self.findings.unsaved.set(false);
        }
        self.remember(session.files);
        let is_empty = self.files.with_untracked(Vec::is_empty);
        if session.is_sample && is_empty {
            self.load_sample();
        }
        let files = session.data.iter().filter_map(|file| {
            let bytes = js_sys::Uint8Array::from(file.bytes.as_slice());
            let parts = js_sys::Array::of1(&bytes.into());
            File::new_with_u8_array_sequence(&parts, &file.name).ok()
        });
        let files: Vec<File> = files.collect();
        if !files.is_empty() {
            self.load(files);
        }
        self.apply(&session.settings);
        let has_findings = self.findings.list.with_untracked(|list| !list.is_empty());
        self.view.set(if has_findings {
            View::Findings
        } else {
            View::Data
        });
        self.speak("The session is back");
    }

    /// Opens a session file. What is damaged or foreign changes nothing.
    pub fn open_session(self, file: File) {
        spawn_local(async move {
            let name = file.name();
            let Some(bytes) = dom::bytes_of(&file).await else {
                return self.take_up(&name, Err(Kind::Unreadable));
            };
            match self.write(Order::Open(bytes), &[]).await {
                Some(Written::File(Ok(envelope))) if envelope.header.cipher.is_some() => {
                    let locked = Opening::Locked(name, envelope, None);
                    self.keeping.opening.set(Some(locked));
                }
                Some(Written::File(Ok(envelope))) => self.unpack(&name, envelope.body).await,
                Some(Written::File(Err(kind))) => self.take_up(&name, Err(kind)),
                _ => self.take_up(&name, Err(Kind::Unreadable)),
            }
        });
    }

    /// Opens an encrypted session file with a passphrase.
    pub async fn unlock(self, name: String, envelope: Envelope, passphrase: String) {
        match vault::open(&envelope, &passphrase).await {
            Ok(body) => self.unpack(&name, body).await,
            Err(kind @ Kind::WrongPassphrase) => {
                let notice = Notice::about(&name, kind);
                let locked = Opening::Locked(name, envelope, Some(notice));
                self.keeping.opening.set(Some(locked));
            }
            Err(kind) => self.take_up(&name, Err(kind)),
        }
    }

    async fn unpack(self, name: &str, body: Vec<u8>) {
        let session = self.read_session(Order::Unpack(body)).await;
        self.take_up(name, session.unwrap_or(Err(Kind::Unreadable)));
    }

    fn take_up(self, name: &str, session: Result<Session, Kind>) {
        match session {
            Ok(session) => {
                self.keeping.opening.set(None);
                self.restore(session);
            }
            Err(kind) => {
                let refused = Opening::Refused(Notice::about(name, kind));
                self.keeping.opening.set(Some(refused));
            }
        }
    }

    /// Maps files as they were mapped before: those that are here, and those that will be dropped.
    fn remember(self, known: Vec<KnownFile>) {
        self.files.update(|files| {
            for file in files.iter_mut() {
                let before = file.report().and_then(|report| find(&known, report));
                if let Some(mapping) = before.filter(|_| file.mapping.is_some()) {
                    file.mapping = Some(mapping);
                }
            }
        });
        self.keeping.remembered.set(known);
    }

    /// What a file with these columns was mapped to in an earlier session.
    pub(super) fn known_mapping(self, report: &FileReport) -> Option<Mapping> {
        self.keeping
            .remembered
            .with_untracked(|known| find(known, report))
    }

    /// The files as they were dropped, to be put into a session file.
    pub fn handles(self) -> Vec<File> {
        self.browser
            .with_value(|browser| browser.handles.values().cloned().collect())
    }
}

/// Of files with the same columns, the one with the same name is meant.
fn find(known: &[KnownFile], report: &FileReport) -> Option<Mapping> {
    let headers = report.headers();
    let alike = |file: &&KnownFile| {
        file.headers == headers && file.mapping.columns.len() == report.columns.len()
    };
    let mut fitting = known.iter().filter(alike);
    let first = fitting.clone().next()?;
    let named = fitting.find(|file| file.name == report.name);
    Some(named.unwrap_or(first).mapping.clone())
}
