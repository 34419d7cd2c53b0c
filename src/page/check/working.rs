//! How far the check is.

use leptos::prelude::*;

use crate::format;
use crate::page::state;

/// How far the check is, with a way to stop it and to go on.
#[component]
pub fn Working() -> impl IntoView {
    let state = state();
    let share = move || state.check.progress.get().min(0.99);
    let percent = move || format::percent((share() * 100.0).round() / 100.0);
    let body = move || {
        if state.check.is_stopped.get() {
            return Some(
                view! {
                    <p class="hint">"The check was stopped. Anything below answers the question before it."</p>
                    <button type="button" class="button" on:click=move |_| state.check_again()>"Check again"</button>
                }
                .into_any(),
            );
        }
        state.check.is_open().then(|| {
            view! {
                <label class="hint">
                    {move || format!("Checking, {}", percent())}
                    <progress max="1" prop:value=share></progress>
                </label>
                <button type="button" class="button" on:click=move |_| state.stop_check()>"Stop"</button>
            }
            .into_any()
        })
    };
    view! { <div class="check-progress">{body}</div> }
}
