//! The three ways in for files: drop, pick and paste.

use std::cell::Cell;
use std::rc::Rc;

use leptos::ev;
use leptos::html::{Dialog, Input, Textarea};
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{ClipboardEvent, DataTransfer, DragEvent, Element, File, FileList};

use super::state;
use super::state::State;
use crate::notice::Kind;

/// Name of a table that was pasted and has none.
const PASTED: &str = "pasted.csv";

/// A button that opens the browser's file picker.
#[component]
pub fn PickFiles(
    /// What the button says.
    #[prop(into)]
    label: String,
    /// How the button looks.
    #[prop(default = "button primary")]
    class: &'static str,
) -> impl IntoView {
    let state = state();
    let input = NodeRef::<Input>::new();
    let pick = move |_| {
        if let Some(input) = input.get() {
            input.click();
        }
    };
    let take = move |_| {
        if let Some(input) = input.get() {
            state.load(files_of(input.files().as_ref()));
            // So that the same file can be picked again after it was removed.
            input.set_value("");
        }
    };
    view! {
        <button type="button" class=class on:click=pick>{label}</button>
        <input
            type="file"
            multiple
            hidden
            node_ref=input
            accept=".csv,.tsv,.txt,.json,.ndjson,.jsonl,.gz,.zip,.xlsx,.goodhart,text/csv,text/tab-separated-values,text/plain"
            aria-label="Files"
            on:change=take
        />
    }
}

/// A button that opens a box to paste a table into.
#[component]
pub fn PasteTable() -> impl IntoView {
    let state = state();
    let (dialog, text) = (NodeRef::<Dialog>::new(), NodeRef::<Textarea>::new());
    let open = move |_| {
        if let Some(dialog) = dialog.get() {
            // It fails only where the box is open already.
            drop(dialog.show_modal());
        }
    };
    let close = move || {
        if let Some(dialog) = dialog.get() {
            dialog.close();
        }
    };
    let take = move |_| {
        if let Some(area) = text.get() {
            state.load(pasted(&area.value()));
            area.set_value("");
        }
        close();
    };
    view! {
        <button type="button" class="button" on:click=open>"Paste a table"</button>
        <dialog class="dialog" node_ref=dialog aria-labelledby="paste-title">
            <h2 id="paste-title">"Paste a table"</h2>
            <label class="stack">
                "With its header, as copied from a spreadsheet or a CSV file"
                <textarea node_ref=text rows="10" spellcheck="false" autocomplete="off"></textarea>
            </label>
            <div class="actions">
                <button type="button" class="button primary" on:click=take>"Read it"</button>
                <button type="button" class="button" on:click=move |_| close()>"Cancel"</button>
            </div>
        </dialog>
    }
}

/// Takes drops and pastes anywhere on the page. True while files hang over it.
pub fn listen(state: &State) -> ReadSignal<bool> {
    let state = *state;
    let over = RwSignal::new(false);
    // Enter and leave come for every element under the pointer; the page is left when they balance.
    let depth = Rc::new(Cell::new(0_i32));
    let step = move |depth: &Cell<i32>, by: i32| {
        depth.set((depth.get() + by).max(0));
        over.set(depth.get() > 0);
    };
    let entered = Rc::clone(&depth);
    window_event_listener(ev::dragenter, move |event: DragEvent| {
        if has_files(&event) {
            event.prevent_default();
            step(&entered, 1);
        }
    });
    let left = Rc::clone(&depth);
    window_event_listener(ev::dragleave, move |event: DragEvent| {
        if has_files(&event) {
            step(&left, -1);
        }
    });
    window_event_listener(ev::dragover, |event: DragEvent| {
        if has_files(&event) {
            event.prevent_default();
        }
    });
    window_event_listener(ev::drop, move |event: DragEvent| {
        if has_files(&event) {
            event.prevent_default();
            depth.set(0);
            over.set(false);
            if let Some(carried) = event.data_transfer() {
                take_drop(&state, &carried);
            }
        }
    });
    window_event_listener(ev::paste, move |event| {
        let event: &ClipboardEvent = event.unchecked_ref();
        take_paste(&state, event);
    });
    over.read_only()
}

fn has_files(event: &DragEvent) -> bool {
    event
        .data_transfer()
        .is_some_and(|carried| carried.types().includes(&"Files".into(), 0))
}

/// Files are read, folders are refused by name.
fn take_drop(state: &State, carried: &DataTransfer) {
    let items = carried.items();
    let mut files = Vec::new();
    for at in 0..items.length() {
        let Some(item) = items.get(at).filter(|item| item.kind() == "file") else {
            continue;
        };
        let entry = item.webkit_get_as_entry().ok().flatten();
        match entry.filter(web_sys::FileSystemEntry::is_directory) {
            Some(folder) => state.refuse(&folder.name(), Kind::Folder),
            None => files.extend(item.get_as_file().ok().flatten()),
        }
    }
    state.load(files);
}

/// A paste into a text box is the box's own.
fn take_paste(state: &State, event: &ClipboardEvent) {
    let into_a_box = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok())
        .is_some_and(|target| target.matches("input, textarea, select").unwrap_or(false));
    let Some(carried) = event.clipboard_data().filter(|_| !into_a_box) else {
        return;
    };
    let files = files_of(carried.files().as_ref());
    if files.is_empty() {
        state.load(pasted(&carried.get_data("text").unwrap_or_default()));
    } else {
        state.load(files);
    }
}

fn files_of(list: Option<&FileList>) -> Vec<File> {
    let length = list.map_or(0, FileList::length);
    (0..length).filter_map(|at| list?.get(at)).collect()
}

/// A pasted table as the file that it might have been.
fn pasted(text: &str) -> Vec<File> {
    if text.trim().is_empty() {
        return Vec::new();
    }
    let parts = js_sys::Array::of1(&text.into());
    File::new_with_str_sequence(&parts, PASTED)
        .into_iter()
        .collect()
}
