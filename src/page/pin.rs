//! The button that pins what a view shows.

use leptos::prelude::*;

use super::state;
use crate::report::Pinnable;

/// Pins what is shown. Once it is pinned the button leads to the findings.
#[component]
pub fn Pin(
    /// What would be pinned; nothing while there is no answer.
    #[prop(into)]
    what: Signal<Option<Pinnable>>,
) -> impl IntoView {
    let state = state();
    let title = Memo::new(move |_| what.with(|what| what.as_ref().map(|what| what.title.clone())));
    let is_pinned = Memo::new(move |_| title.get().is_some_and(|title| state.is_pinned(&title)));
    let act = move |_| {
        if is_pinned.get_untracked() {
            state.show_findings();
        } else if let Some(what) = what.get_untracked() {
            state.pin(what);
        }
    };
    let label = move || {
        if is_pinned.get() {
            "Pinned: show the findings"
        } else {
            "Pin as a finding"
        }
    };
    view! {
        <button type="button" class="button pin" class:gone=move || title.get().is_none() on:click=act>
            {label}
        </button>
    }
}
