//! How the numbers are made: every method with its formula, read from where it is written.

use leptos::prelude::*;

use crate::stats::note::{Note, SECTIONS};

/// The page of methods.
#[component]
pub fn Methods() -> impl IntoView {
    let section = |(heading, notes): &(&'static str, &'static [Note])| {
        view! {
            <section class="card">
                <h2>{*heading}</h2>
                {notes.iter().map(|note| view! { <Method note /> }).collect_view()}
            </section>
        }
    };
    view! {
        <div class="methods-page">
            <h1>"How the numbers are made"</h1>
            <p class="lead">
                "Every figure in Goodhart comes from one of these methods. Each was compared with an independent \
                 program; none of them can say that one thing makes another happen."
            </p>
            {SECTIONS.iter().map(section).collect_view()}
        </div>
    }
}

#[component]
fn Method(
    /// What is said of it.
    note: &'static Note,
) -> impl IntoView {
    let line = |term: &'static str, text: &'static str| {
        (!text.is_empty()).then(|| view! { <dt>{term}</dt> <dd>{text}</dd> })
    };
    view! {
        <details class="method">
            <summary>
                <h3>{note.name}</h3>
                <span>{note.answers}</span>
            </summary>
            <dl>
                {line("Formula", note.formula)}
                {line("How sure", note.certainty)}
                {line("It assumes", note.assumes)}
                {line("Source", note.source)}
                {line("Compared with", note.checked_against)}
            </dl>
        </details>
    }
}
