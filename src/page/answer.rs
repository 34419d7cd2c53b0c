//! What the views of an answer have in common: files that are joined, or why they are not; sentences that follow it.

use std::sync::Arc;

use leptos::prelude::*;

use super::notices::Notices;
use super::state;
use super::state::{Loaded, State, View};
use crate::dataset::TableRole;

/// A view that needs joined files; without them it says what is missing.
#[component]
pub fn OnceJoined(
    /// How the view is styled.
    class: &'static str,
    /// The question and its answer.
    children: ChildrenFn,
) -> impl IntoView {
    let state = state();
    let is_joined = Memo::new(move |_| state.is_joined());
    let body = move || {
        if is_joined.get() {
            children().into_any()
        } else {
            view! { <Missing /> }.into_any()
        }
    };
    view! { <div class=class>{body}</div> }
}

/// Why there is no question to ask yet.
#[component]
fn Missing() -> impl IntoView {
    let state = state();
    move || match state.join.answer.get() {
        Some(Err(notices)) => view! {
            <section class="card stack">
                <h1>"These files cannot be compared yet"</h1>
                <Notices notices />
                <ToTheFiles />
            </section>
        }
        .into_any(),
        _ if state.is_busy() => {
            view! { <p class="hint waiting">"Reading and joining…"</p> }.into_any()
        }
        _ => view! {
            <section class="card stack">
                <h1>"One file is missing"</h1>
                <p>{missing(state)}</p>
                <ToTheFiles />
            </section>
        }
        .into_any(),
    }
}

#[component]
fn ToTheFiles() -> impl IntoView {
    let state = state();
    view! {
        <div class="actions">
            <button type="button" class="button primary" on:click=move |_| state.view.set(View::Data)>
                "Look at the files"
            </button>
        </div>
    }
}

/// Which of the two files is still to be dropped.
fn missing(state: State) -> &'static str {
    let has = |role: TableRole| {
        let is_it = |file: &Loaded| {
            file.mapping
                .as_ref()
                .is_some_and(|found| found.role == role)
        };
        state.files.with(|files| files.iter().any(is_it))
    };
    match (has(TableRole::Usage), has(TableRole::Outcomes)) {
        (true, false) => "AI usage is there. It takes a file with outcomes of work as well.",
        (false, true) => "Outcomes of work are there. It takes a file with AI usage as well.",
        _ => "It takes one file with usage and one with outcomes.",
    }
}

/// A sentence about an answer that follows it.
pub fn text<T: Send + Sync + 'static>(
    found: Memo<Option<Arc<T>>>,
    say: impl Fn(&T) -> String + Copy + Send + Sync + 'static,
) -> impl Fn() -> Option<String> + Copy + Send + Sync + 'static {
    move || found.with(|found| found.as_deref().map(say))
}
