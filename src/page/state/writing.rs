//! What the worker is asked to write or read: reports, pictures, sessions.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Function, Promise};
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::File;

use super::{Loaded, State};
use crate::chart::{Chart, Table};
use crate::engine::FileReport;
use crate::page::dom;
use crate::report::{Order, Written, csv, data_report};
use crate::worker::Job;

/// Someone who waits for something to be written.
pub(super) struct Waiting {
    written: Rc<RefCell<Option<Written>>>,
    wake: Function,
}

impl Waiting {
    fn end(self, written: Option<Written>) {
        *self.written.borrow_mut() = written;
        // A promise that is resolved twice stays as it is; it never fails.
        let _ = self.wake.call0(&JsValue::NULL);
    }
}

impl State {
    /// Asks the worker to write or read something. `None` where a file cannot be read any more, or the worker died.
    pub async fn write(self, order: Order, files: &[File]) -> Option<Written> {
        let worker = self.worker()?;
        let written = Rc::new(RefCell::new(None));
        let mut wake = None;
        let promise = Promise::new(&mut |resolve, _| wake = Some(resolve));
        let waiting = Waiting {
            written: Rc::clone(&written),
            wake: wake?,
        };
        let job = worker.write(order, files);
        self.browser
            .update_value(|browser| drop(browser.waiting.insert(job, waiting)));
        let _ = JsFuture::from(promise).await;
        written.take()
    }

    /// Asks for a text.
    pub async fn write_text(self, order: Order) -> Option<String> {
        match self.write(order, &[]).await? {
            Written::Text(text) => Some(text),
            Written::File(_) | Written::Session(_) => None,
        }
    }

    /// Saves a text as a file, once it is written.
    pub fn save(self, name: String, kind: &'static str, order: Order) {
        spawn_local(async move {
            match self.write_text(order).await {
                Some(text) => self.saved(&name, kind, &text),
                None => self.speak(&format!("{name} could not be written")),
            }
        });
    }

    /// Saves a chart as an SVG picture.
    pub fn save_picture(self, name: &str, chart: Chart) {
        self.save(
            format!("{name}.svg"),
            "image/svg+xml",
            Order::Picture(Box::new(chart)),
        );
    }

    /// Saves what was found in the files, as CSV.
    pub fn save_data_report(self) {
        let table = self.files.with_untracked(|files| {
            let reports: Vec<&FileReport> = files.iter().filter_map(Loaded::report).collect();
            self.join.answer.with_untracked(|join| {
                let join = join.as_ref().and_then(|join| join.as_ref().ok());
                data_report(&reports, join.map(std::convert::AsRef::as_ref))
            })
        });
        self.save_table("goodhart-data-report", &table);
    }

    /// Saves a table as CSV.
    pub fn save_table(self, name: &str, table: &Table) {
        // The mark at the front tells a spreadsheet that this is UTF-8.
        let text = format!("\u{feff}{}", csv(table));
        self.saved(&format!("{name}.csv"), "text/csv", &text);
    }

    fn saved(self, name: &str, kind: &str, text: &str) {
        dom::save(name, kind, text.as_bytes());
        self.speak(&format!("{name} was saved"));
    }

    pub(super) fn keep_written(self, job: Job, written: Option<Written>) {
        let mut waiting = None;
        self.browser
            .update_value(|browser| waiting = browser.waiting.remove(&job));
        if let Some(waiting) = waiting {
            waiting.end(written);
        }
    }

    /// The worker died: who waits gets nothing.
    pub(super) fn leave_unwritten(self) {
        let mut waiting = std::collections::BTreeMap::new();
        self.browser
            .update_value(|browser| waiting = std::mem::take(&mut browser.waiting));
        for one in waiting.into_values() {
            one.end(None);
        }
    }
}
