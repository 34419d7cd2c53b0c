//! What the views of an answer have in common: files that are joined, or why they are not; sentences that follow it.

use std::sync::Arc;

use leptos::prelude::*;

use super::notices::Notices;
use super::state;
use super::state::View;

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
    move || {
        match state.join.answer.get() {
        Some(Err(notices)) => view! {
            <section class="card">
                <h1>"These files cannot be compared yet"</h1>
                <Notices notices />
                <div class="actions">
                    <button type="button" class="button primary" on:click=move |_| state.view.set(View::Data)>
                        "Look at the files"
                    </button>
                </div>
            </section>
        }
        .into_any(),
        _ if state.is_busy() => view! { <p class="hint waiting">"Reading and joining…"</p> }.into_any(),
        _ => view! {
            <section class="card">
                <h1>"One file is missing"</h1>
                <p>"It takes one file with usage and one with outcomes."</p>
                <div class="actions">
                    <button type="button" class="button primary" on:click=move |_| state.view.set(View::Data)>
                        "Look at the files"
                    </button>
                </div>
            </section>
        }
        .into_any(),
    }
    }
}

/// A sentence about an answer that follows it.
pub fn text<T: Send + Sync + 'static>(
    found: Memo<Option<Arc<T>>>,
    say: impl Fn(&T) -> String + Copy + Send + Sync + 'static,
) -> impl Fn() -> Option<String> + Copy + Send + Sync + 'static {
    move || found.with(|found| found.as_deref().map(say))
}
