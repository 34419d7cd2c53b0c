//! A question to the worker, and the last answer to it.

use std::sync::Arc;

use leptos::prelude::*;

use crate::engine::Request;
use crate::notice::Notice;
use crate::worker::{Handle, Job};

/// A question's answer, or why there is none; nothing while it was never answered.
pub type Answer<T> = Option<Result<Arc<T>, Vec<Notice>>>;

/// A question. While a newer answer is worked on, the last one stays to be looked at.
pub struct Question<T: Send + Sync + 'static> {
    /// The last answer.
    pub answer: RwSignal<Answer<T>>,
    /// Share of long work that is done.
    pub progress: RwSignal<f64>,
    /// Whether a person stopped the work; the last answer may then be one to another question.
    pub is_stopped: RwSignal<bool>,
    open: RwSignal<Option<Job>>,
    asked: StoredValue<Option<Request>>,
}

impl<T: Send + Sync + 'static> Clone for Question<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Question<T> {}

impl<T: Send + Sync + 'static> Question<T> {
    /// A question that was not asked yet.
    pub fn new() -> Self {
        Question {
            answer: RwSignal::new(None),
            progress: RwSignal::new(0.0),
            is_stopped: RwSignal::new(false),
            open: RwSignal::new(None),
            asked: StoredValue::new(None),
        }
    }

    /// The last answer, where it is one.
    pub fn found(self) -> Memo<Option<Arc<T>>>
    where
        T: PartialEq,
    {
        Memo::new(move |_| self.answer.get()?.ok())
    }

    /// Whether an answer is being worked on.
    pub fn is_open(self) -> bool {
        self.open.get().is_some()
    }

    /// Asks, unless just this was asked last.
    pub fn ask(self, worker: Option<Handle>, request: Request) {
        if self
            .asked
            .with_value(|asked| asked.as_ref() == Some(&request))
        {
            return;
        }
        self.cancel(worker.as_ref());
        self.progress.set(0.0);
        self.is_stopped.set(false);
        self.asked.set_value(Some(request.clone()));
        self.open.set(worker.map(|worker| worker.ask(request)));
    }

    /// There is nothing to ask: the last answer is let go.
    pub fn close(self, worker: Option<&Handle>) {
        self.cancel(worker);
        self.forget();
        self.answer.set(None);
    }

    /// Stops the work. It is not begun again by itself until another question is asked.
    pub fn stop(self, worker: Option<&Handle>) {
        self.cancel(worker);
        self.is_stopped.set(self.open.get_untracked().is_some());
        self.open.set(None);
    }

    /// Notes how far long work is.
    pub fn advance(self, job: Job, share: f64) {
        if self.open.get_untracked() == Some(job) {
            self.progress.set(share);
        }
    }

    fn cancel(self, worker: Option<&Handle>) {
        if let (Some(worker), Some(job)) = (worker, self.open.get_untracked()) {
            worker.cancel(job);
        }
    }

    /// The worker died: whatever was asked has to be asked again.
    pub fn forget(self) {
        self.open.set(None);
        self.is_stopped.set(false);
        self.asked.set_value(None);
    }

    /// Keeps an answer, unless something else was asked meanwhile.
    pub fn keep(self, job: Job, answer: Result<Arc<T>, Vec<Notice>>) {
        if self.open.get_untracked() == Some(job) {
            self.open.set(None);
            self.answer.set(Some(answer));
        }
    }
}
