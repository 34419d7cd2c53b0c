//! The page before any file is there.

use leptos::prelude::*;

use super::intake::{PasteTable, PickFiles};
use super::session::{LastVisit, Missing};
use super::state;

/// What the page is for, and the ways in.
#[component]
pub fn Start() -> impl IntoView {
    let state = state();
    view! {
        <section class="start">
            <p class="start-kicker">"When a measure becomes a target, it ceases to be a good measure"</p>
            <h1>"Does more AI activity go with better work here?"</h1>
            <p class="start-lead">
                "Counting prompts is easy. Whether the people who use AI more also finish more, faster, or with fewer \
                 mistakes is a question for your own data. Drop two exports and read the answer, with how sure it is."
            </p>
            <LastVisit />
            <div class="drop-zone">
                <p class="drop-title">"Drop CSV files here"</p>
                <Missing />
                <p class="drop-text">"One with AI usage, one with work outcomes; people’s teams and roles if you have them"</p>
                <div class="actions">
                    <PickFiles label="Choose files" />
                    <PasteTable />
                    <button type="button" class="button" on:click=move |_| state.load_sample()>
                        "Try the sample company"
                    </button>
                </div>
            </div>
            <ul class="promises">
                <li>
                    <h2>"Your data stays in this tab"</h2>
                    <p>
                        "Everything is computed on your machine. The page’s own security policy forbids it to send \
                         anything anywhere: switch the network off and it works the same."
                    </p>
                </li>
                <li>
                    <h2>"Every number says how sure it is"</h2>
                    <p>"No figure stands without the number of people behind it and its 95% interval."</p>
                </li>
                <li>
                    <h2>"No leaderboard of people"</h2>
                    <p>"Groups below 5 people are not shown, and single people are dots without names."</p>
                </li>
            </ul>
        </section>
    }
}
