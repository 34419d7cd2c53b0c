//! What was pinned, in its order.

use std::sync::Arc;

use leptos::prelude::*;

use super::{Progress, State, View};
use crate::engine::FileReport;
use crate::report::{Finding, Fingerprint, Freshness, Paper, Pinnable, Provenance, made_with};

/// A finding on the page.
#[derive(Debug, Clone, PartialEq)]
pub struct Pinned {
    /// Its number in this visit.
    pub id: u32,
    /// What was pinned.
    pub finding: Arc<Finding>,
}

/// The findings, and what is done with them.
#[derive(Clone, Copy)]
pub struct Findings {
    /// The findings in their order.
    pub list: RwSignal<Vec<Pinned>>,
    /// The place of the finding that is presented, if one is.
    pub presented: RwSignal<Option<usize>>,
    /// Whether there is something that no saved file holds.
    pub unsaved: RwSignal<bool>,
    /// What the view on the page could pin right now.
    offers: RwSignal<Vec<(u32, Signal<Option<Pinnable>>)>>,
    next: StoredValue<u32>,
}

impl Findings {
    /// No findings.
    pub(super) fn new() -> Self {
        Findings {
            list: RwSignal::default(),
            presented: RwSignal::default(),
            unsaved: RwSignal::new(false),
            offers: RwSignal::default(),
            next: StoredValue::new(0),
        }
    }

    fn number(self) -> u32 {
        let id = self.next.get_value();
        self.next.set_value(id + 1);
        id
    }

    /// A view shows something that could be pinned.
    pub fn offer(self, what: Signal<Option<Pinnable>>) -> u32 {
        let id = self.number();
        self.offers.update(|offers| offers.push((id, what)));
        id
    }

    /// A view goes, and what it offered with it.
    pub fn withdraw(self, id: u32) {
        // The page may be going altogether.
        let _ = self
            .offers
            .try_update(|offers| offers.retain(|(offer, _)| *offer != id));
    }

    /// What a part of the view on the page shows now.
    pub fn now(self, part: &str) -> Option<Pinnable> {
        let offers = self.offers.get().into_iter();
        let mut offered = offers.filter_map(|(_, what)| what.try_get().flatten());
        offered.find(|what| what.part == part)
    }

    /// Adds a finding at the end.
    pub(super) fn add(self, finding: Finding) {
        let id = self.number();
        self.list.update(|list| {
            list.push(Pinned {
                id,
                finding: Arc::new(finding),
            });
        });
    }

    /// The place of a finding, from 0.
    pub fn place(self, id: u32) -> Option<usize> {
        self.list
            .with_untracked(|list| list.iter().position(|pinned| pinned.id == id))
    }

    /// A finding as it is now.
    pub fn get(self, id: u32) -> Option<Arc<Finding>> {
        self.list.with(|list| {
            let found = list.iter().find(|pinned| pinned.id == id)?;
            Some(Arc::clone(&found.finding))
        })
    }

    /// Puts a finding at another place; the others make room.
    pub fn put(self, id: u32, place: usize) {
        let Some(from) = self.place(id).filter(|from| *from != place) else {
            return;
        };
        self.list.update(|list| {
            let pinned = list.remove(from);
            list.insert(place.min(list.len()), pinned);
        });
        self.unsaved.set(true);
    }

    /// Lets go of a finding.
    pub fn remove(self, id: u32) {
        self.list
            .update(|list| list.retain(|pinned| pinned.id != id));
        self.unsaved.set(true);
    }

    /// Changes what is written beside a finding.
    pub fn write(self, id: u32, note: String) {
        self.list.update(|list| {
            if let Some(pinned) = list.iter_mut().find(|pinned| pinned.id == id) {
                Arc::make_mut(&mut pinned.finding).note = note;
            }
        });
        self.unsaved.set(true);
    }
}

impl State {
    /// Pins what a view shows.
    pub fn pin(self, what: Pinnable) {
        let finding = untrack(|| Finding {
            what,
            settings: self.settings(),
            made_with: made_with(
                &self.recipe(),
                self.join.answer.get().and_then(Result::ok).as_deref(),
            ),
            note: String::new(),
            made_from: self.fingerprint(),
        });
        self.findings.add(finding);
        self.findings.unsaved.set(true);
        self.keeping.is_on.set(true);
        let count = self.findings.list.with_untracked(Vec::len);
        self.speak(&format!("Pinned as finding {count}"));
    }

    /// Whether just this was pinned: the same heading, settings and data.
    pub fn is_pinned(self, title: &str) -> bool {
        let (settings, now) = (self.settings(), self.fingerprint());
        self.findings.list.with(|list| {
            list.iter().any(|Pinned { finding, .. }| {
                finding.what.title == title
                    && finding.settings == settings
                    && finding.made_from == now
            })
        })
    }

    /// What answers are made from now.
    pub fn fingerprint(self) -> Fingerprint {
        let reports = self.reports();
        let reports: Vec<&FileReport> = reports.iter().map(Arc::as_ref).collect();
        Fingerprint::of(&self.recipe(), &reports)
    }

    /// What a report of the findings holds.
    pub fn paper(self) -> Paper {
        let reports = self.reports();
        let reports: Vec<&FileReport> = reports.iter().map(Arc::as_ref).collect();
        let now = self.fingerprint();
        let join = self.join.answer.get().and_then(Result::ok);
        let findings: Vec<(Finding, Freshness)> = self.findings.list.with(|list| {
            let with_freshness = |Pinned { finding, .. }: &Pinned| {
                (
                    Finding::clone(finding),
                    finding.made_from.compared_with(&now),
                )
            };
            list.iter().map(with_freshness).collect()
        });
        let provenance = Provenance::of(&self.recipe(), &reports, join.as_deref());
        Paper::new(&findings, provenance)
    }

    /// Shows the view with the settings that a finding was pinned with.
    pub fn open_as_it_was(self, finding: &Finding) {
        self.apply(&finding.settings);
    }

    /// Goes to the findings.
    pub fn show_findings(self) {
        self.view.set(View::Findings);
    }

    /// What was read of every file.
    pub(super) fn reports(self) -> Vec<Arc<FileReport>> {
        self.files.with(|files| {
            let report = |file: &super::Loaded| match &file.progress {
                Progress::Read(report) => Some(Arc::clone(report)),
                Progress::Reading(..) => None,
            };
            files.iter().filter_map(report).collect()
        })
    }
}
