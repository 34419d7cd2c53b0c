//! What a person decided about ids and about columns that look personal. The worker forgets it when it dies, so it is
//! kept here and told again.

use leptos::prelude::*;

use super::{Loaded, Progress, State};
use crate::dataset::spelling::Spelling;
use crate::dataset::{ColumnRole, Naming};
use crate::engine::{FileId, FileReport, Guard, Request};

impl State {
    /// What people are called.
    pub(super) fn naming(self) -> Naming {
        Naming {
            passed_over: self.passed_over.get(),
            secret: self.secret.get(),
        }
    }

    /// Replaces ids by codes, made with a secret that is drawn now and kept nowhere but in this tab.
    pub fn use_codes(self) {
        let mut secret = [0; 16];
        let drawn = web_sys::window()
            .and_then(|window| window.crypto().ok())
            .and_then(|crypto| crypto.get_random_values_with_u8_array(&mut secret).ok());
        if drawn.is_some() {
            self.secret.set(Some(secret));
            self.speak("People are called by codes now");
        } else {
            self.trouble.set(Some(
                "This browser draws no secrets, so ids stay as they are. They are hidden unless you ask for them."
                    .to_owned(),
            ));
        }
    }

    /// Passes a difference in the spelling of ids over, or no longer.
    pub fn pass_over(self, spelling: Spelling) {
        self.passed_over.update(|passed_over| {
            if passed_over.contains(&spelling) {
                passed_over.retain(|other| *other != spelling);
            } else {
                passed_over.push(spelling);
            }
        });
    }

    /// Decides about a column that looks personal.
    pub fn decide(self, id: FileId, at: usize, guard: Guard) {
        self.guards.update_value(|guards| {
            guards.entry(id).or_default().insert(at, guard);
        });
        if guard == Guard::Dropped {
            self.map(id, |mapping| {
                if let Some(column) = mapping.columns.get_mut(at) {
                    column.role = ColumnRole::Ignored;
                }
            });
        }
        self.tell_guards(id);
    }

    /// Tells the worker what was decided about a file that it has just read.
    pub(super) fn tell_guards(self, id: FileId) {
        let decided = self.guards.with_value(|guards| {
            let of_file = guards.get(&id)?;
            Some(of_file.iter().map(|(at, guard)| (*at, *guard)).collect())
        });
        if let (Some(decided), Some(worker)) = (decided, self.worker()) {
            worker.ask(Request::Guard(id, decided));
        }
    }

    /// A file as it may be shown now.
    pub(super) fn keep_guarded(self, report: FileReport) {
        self.files.update(|files| {
            let is_read = |file: &&mut Loaded| {
                file.id == report.id && matches!(file.progress, Progress::Read(_))
            };
            if let Some(file) = files.iter_mut().find(is_read) {
                file.progress = Progress::Read(report.into());
            }
        });
    }
}
