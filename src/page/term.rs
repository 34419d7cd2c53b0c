//! A word with its explanation, which opens by click, touch or keyboard and closes by Escape.

use leptos::prelude::*;

use crate::analysis::words::{self, Term};

/// A word that explains itself.
#[component]
pub fn Explained(
    /// What it is a word for.
    term: Term,
    /// The word as it stands here.
    #[prop(into)]
    word: String,
) -> impl IntoView {
    let id = format!("term-{term:?}").to_lowercase();
    let text_id = id.clone();
    let title = word.clone();
    view! {
        <button type="button" class="term" popovertarget=id>{word}</button>
        <span class="term-text" id=text_id popover="auto" role="note">
            <strong>{title}</strong>
            {words::term(term)}
        </span>
    }
}
