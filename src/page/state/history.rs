//! What can be undone: the question and the filters, step by step.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement, KeyboardEvent};

use super::{State, View};
use crate::analysis::Interest;
use crate::dataset::{Absent, Period};
use crate::metrics::{Filters, MetricId};

/// Steps that are remembered.
const MOST_STEPS: usize = 200;

/// One state of the question and the filters.
#[derive(Debug, Clone, PartialEq)]
struct Step {
    x: Option<MetricId>,
    y: Option<MetricId>,
    by: Option<String>,
    period: Period,
    absent: Absent,
    interest: Interest,
    filters: Filters,
}

/// Where the page is, how it got there, and what was undone.
#[derive(Debug, Clone, Default)]
pub struct History {
    now: Option<Step>,
    past: Vec<Step>,
    future: Vec<Step>,
}

impl History {
    /// A step that was taken, or nothing where the page is there already.
    fn arrive(&mut self, step: Step) {
        if self.now.as_ref() == Some(&step) {
            return;
        }
        if let Some(before) = self.now.replace(step) {
            self.past.push(before);
            self.future.clear();
        }
        if self.past.len() > MOST_STEPS {
            self.past.remove(0);
        }
    }

    fn back(&mut self) -> Option<Step> {
        let step = self.past.pop()?;
        self.future.extend(self.now.replace(step.clone()));
        Some(step)
    }

    fn forth(&mut self) -> Option<Step> {
        let step = self.future.pop()?;
        self.past.extend(self.now.replace(step.clone()));
        Some(step)
    }
}

impl State {
    /// Remembers every step, and listens to Ctrl+Z and Ctrl+Shift+Z.
    pub(super) fn keep_history(self) {
        let step = Memo::new(move |_| self.step());
        Effect::new(move || self.history.update(|history| history.arrive(step.get())));
        // The shell, which makes the state, stays as long as the page is open.
        let listener = window_event_listener(ev::keydown, move |event| {
            let undoes = asks_to_undo(&event).filter(|_| self.has_filters());
            if let Some(undoes) = undoes {
                event.prevent_default();
                match undoes {
                    Ask::Undo => self.undo(),
                    Ask::Redo => self.redo(),
                }
            }
        });
        drop(listener);
    }

    /// Whether the view is one that filters change.
    pub fn has_filters(self) -> bool {
        !matches!(self.view.get(), View::Data | View::Findings | View::Methods)
    }

    /// Takes back the last step.
    pub fn undo(self) {
        let step = self.history.try_update(History::back).flatten();
        self.put(step, "Undone");
    }

    /// Takes again the step that was taken back last.
    pub fn redo(self) {
        let step = self.history.try_update(History::forth).flatten();
        self.put(step, "Done again");
    }

    /// Whether there is a step to take back.
    pub fn can_undo(self) -> bool {
        self.history.with(|history| !history.past.is_empty())
    }

    /// Whether there is a step to take again.
    pub fn can_redo(self) -> bool {
        self.history.with(|history| !history.future.is_empty())
    }

    /// Other files: the steps before them lead nowhere.
    pub(super) fn forget_history(self) {
        self.history.set(History {
            now: Some(untrack(|| self.step())),
            ..History::default()
        });
    }

    fn step(self) -> Step {
        Step {
            x: self.x.get(),
            y: self.y.get(),
            by: self.by.get(),
            period: self.period.get(),
            absent: self.absent.get(),
            interest: self.interest.get(),
            filters: self.filters.get(),
        }
    }

    fn put(self, step: Option<Step>, said: &str) {
        let Some(step) = step else { return };
        self.x.set(step.x);
        self.y.set(step.y);
        self.by.set(step.by);
        self.period.set(step.period);
        self.absent.set(step.absent);
        self.interest.set(step.interest);
        self.filters.set(step.filters);
        self.speak(said);
    }
}

enum Ask {
    Undo,
    Redo,
}

/// Ctrl+Z and Ctrl+Shift+Z (or Ctrl+Y), unless they belong to a text box or to an open dialog.
fn asks_to_undo(event: &KeyboardEvent) -> Option<Ask> {
    let is_ours = (event.ctrl_key() || event.meta_key()) && !event.alt_key();
    let is_taken = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok())
        .is_some_and(|target| {
            is_text_box(&target) || target.closest("dialog").ok().flatten().is_some()
        });
    if !is_ours || is_taken {
        return None;
    }
    match (event.key().to_lowercase().as_str(), event.shift_key()) {
        ("z", false) => Some(Ask::Undo),
        ("z", true) | ("y", false) => Some(Ask::Redo),
        _ => None,
    }
}

fn is_text_box(element: &Element) -> bool {
    match element.dyn_ref::<HtmlInputElement>() {
        Some(input) => !matches!(input.type_().as_str(), "checkbox" | "radio" | "button"),
        None => element.tag_name() == "TEXTAREA",
    }
}
