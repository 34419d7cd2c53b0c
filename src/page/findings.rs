//! What was pinned: in order, with notes, ready to be presented or taken along.

mod card;
mod take;

use leptos::prelude::*;

use super::session::{Kept, Missing, OpenSession, SaveSession};
use super::state;
use super::state::{Pinned, View};
use card::Card;
use take::Take;

/// The findings and what can be done with them.
#[component]
pub fn Findings() -> impl IntoView {
    let state = state();
    let ids = Memo::new(move |_| {
        state.findings.list.with(|list| {
            let id = |pinned: &Pinned| pinned.id;
            list.iter().map(id).collect::<Vec<_>>()
        })
    });
    let is_empty = Memo::new(move |_| ids.with(Vec::is_empty));
    let dragged = RwSignal::new(None::<u32>);
    let present = move |_| state.findings.presented.set(Some(0));
    view! {
        <div class="findings">
            <div class="data-head">
                <h1>"Findings"</h1>
                <div class="actions">
                    <button
                        type="button"
                        class="button primary"
                        id="present"
                        class:gone=move || is_empty.get()
                        on:click=present
                    >
                        "Present"
                    </button>
                    <SaveSession />
                    <OpenSession />
                </div>
            </div>
            <Missing />
            <Kept />
            {move || is_empty.get().then(|| view! { <Nothing /> })}
            <ol class="finding-list">
                <For each=move || ids.get() key=|id| *id children=move |id| view! { <Card id dragged /> } />
            </ol>
            {move || (!is_empty.get()).then(|| view! { <Take /> })}
        </div>
    }
}

/// What to do where nothing was pinned yet.
#[component]
fn Nothing() -> impl IntoView {
    let state = state();
    let next = move || {
        if state.is_joined() {
            view! {
                <button type="button" class="button primary" on:click=move |_| state.view.set(View::Correlate)>
                    "Look for one"
                </button>
            }
            .into_any()
        } else {
            view! {
                <button type="button" class="button primary" on:click=move |_| state.view.set(View::Data)>
                    "Load data first"
                </button>
            }
            .into_any()
        }
    };
    view! {
        <section class="card stack">
            <h2>"Nothing is pinned yet"</h2>
            <p class="hint">
                "Press “Pin as a finding” beside a chart. It keeps its numbers and its settings here, to be put in order, \
                 presented, and taken along as a report."
            </p>
            <div class="actions">{next}</div>
        </section>
    }
}
