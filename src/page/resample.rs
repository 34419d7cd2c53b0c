//! The same question answered by resampling people, on demand.

use leptos::prelude::*;

use super::notices::Notices;
use super::state;
use crate::analysis::{Resampled, words};
use crate::format;

/// A button that starts the work, its progress, and what it found.
#[component]
pub fn Resample() -> impl IntoView {
    let state = state();
    let question = state.resampled;
    let body = move || {
        if question.is_open() {
            return view! { <Working /> }.into_any();
        }
        match question.answer.get() {
            Some(Ok(found)) => view! { <Found found=*found /> }.into_any(),
            Some(Err(notices)) => view! { <Notices notices /> }.into_any(),
            None => view! {
                <p>{words::resample_offer()}</p>
                <div class="actions">
                    <button type="button" class="button" on:click=move |_| state.resample()>
                        "Check by resampling"
                    </button>
                </div>
            }
            .into_any(),
        }
    };
    view! {
        <section class="card resample" aria-labelledby="resample-title">
            <h2 id="resample-title">"Without formulas"</h2>
            {body}
        </section>
    }
}

#[component]
fn Working() -> impl IntoView {
    let state = state();
    let share = move || state.resampled.progress.get();
    view! {
        <label class="reading">
            {move || format!("Resampling, {}", format::percent((share() * 100.0).round() / 100.0))}
            <progress max="1" prop:value=share></progress>
        </label>
        <div class="actions">
            <button type="button" class="button" on:click=move |_| state.stop_resampling()>"Stop"</button>
        </div>
    }
}

#[component]
fn Found(
    /// What resampling found.
    found: Resampled,
) -> impl IntoView {
    view! {
        <p class="figures" data-figure="resampled">{words::resampled(&found)}</p>
        <p>{words::resampled_how(&found)}</p>
    }
}
