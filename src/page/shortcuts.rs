//! Every key that does something, on a sheet that the question mark opens.

use leptos::ev;
use leptos::html::Dialog;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

use super::state;

/// Where keys work, and what each does there.
const KEYS: [(&str, &[(&str, &str)]); 5] = [
    (
        "Everywhere",
        &[
            ("?", "Show this sheet"),
            (
                "Ctrl+Z",
                "Take back a change of the question or the filters",
            ),
            ("Ctrl+Shift+Z", "Take it again"),
            ("Ctrl+V", "Read a table from the clipboard"),
            ("Tab Enter", "Go from part to part, and press"),
        ],
    ),
    (
        "On the scatter plot",
        &[("← →", "Go from dot to dot"), ("Esc", "Leave the dot")],
    ),
    (
        "In the matrix",
        &[
            ("← → ↑ ↓", "Go from pair to pair"),
            (
                "Home End",
                "First and last pair of the row; with Ctrl, of all",
            ),
            ("Enter", "Open the pair"),
        ],
    ),
    (
        "In findings",
        &[("Alt+↑ Alt+↓", "Move the finding up or down")],
    ),
    (
        "On slides",
        &[
            ("→ Space", "Next slide"),
            ("← Shift+Space", "The slide before"),
            ("Home End", "First and last slide"),
            ("1–9", "The slide of that number"),
            ("N", "Hide or show numbers"),
            ("B", "Blank the screen"),
            ("P", "A spot that follows the pointer"),
            ("F", "Filter, live on the slide"),
            ("Esc", "End"),
        ],
    ),
];

/// The sheet.
#[component]
pub fn Shortcuts() -> impl IntoView {
    let is_open = state().sheet;
    let dialog = NodeRef::<Dialog>::new();
    // The shell, which this is a part of, stays as long as the page is open.
    let listener = window_event_listener(ev::keydown, move |event| {
        if event.key() == "?" && !is_taken(&event) {
            event.prevent_default();
            is_open.set(true);
        }
    });
    drop(listener);
    Effect::new(move || {
        if let Some(dialog) = dialog.get().filter(|_| is_open.get()) {
            // It fails only where the sheet is open already.
            drop(dialog.show_modal());
        }
    });
    let close = move |_| {
        if let Some(dialog) = dialog.get() {
            dialog.close();
        }
    };
    let group = |(place, keys): (&'static str, &'static [(&'static str, &'static str)])| {
        let line = |(key, what): &(&'static str, &'static str)| {
            let keys = key.split(' ').map(|key| view! { <kbd>{key}</kbd> });
            view! { <div><dt>{keys.collect_view()}</dt><dd>{*what}</dd></div> }
        };
        view! {
            <section>
                <h3>{place}</h3>
                <dl class="keys">{keys.iter().map(line).collect_view()}</dl>
            </section>
        }
    };
    view! {
        <dialog class="dialog sheet" node_ref=dialog aria-labelledby="sheet-title" on:close=move |_| is_open.set(false)>
            // The box opens at its beginning, not at the button that closes it.
            <h2 id="sheet-title" tabindex="-1" autofocus>"Keyboard shortcuts"</h2>
            <div class="sheet-keys">{move || is_open.get().then(|| KEYS.map(group).into_iter().collect_view())}</div>
            <div class="actions">
                <button type="button" class="button primary" on:click=close>"Close"</button>
            </div>
        </dialog>
    }
    .into_any()
}

/// A question mark in a text is a question mark; and one box is enough.
fn is_taken(event: &KeyboardEvent) -> bool {
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|target| {
        let is_text = target.matches("input:not([type=checkbox], [type=radio]), textarea, select");
        is_text.unwrap_or(false) || target.closest("dialog[open]").ok().flatten().is_some()
    })
}
