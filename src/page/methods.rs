//! How the numbers are made: every method with its formula, as the worker has it from where it is written.

use leptos::prelude::*;

use super::state;
use crate::engine::methods::{Method, Section};

/// The page of methods.
#[component]
pub fn Methods() -> impl IntoView {
    let methods = state().methods;
    let section = |section: &Section| {
        view! {
            <section class="card">
                <h2>{section.heading.clone()}</h2>
                {section.methods.iter().map(method).collect_view()}
            </section>
        }
    };
    let sections = move || match methods.answer.get() {
        Some(Ok(sections)) => sections.iter().map(section).collect_view().into_any(),
        _ => view! { <p role="status">"Fetching the methods…"</p> }.into_any(),
    };
    view! {
        <div class="methods-page">
            <h1>"How the numbers are made"</h1>
            <p class="lead">
                "Every figure in Goodhart comes from one of these methods. Each was compared with an independent \
                 program; none of them can say that one thing makes another happen."
            </p>
            {sections}
        </div>
    }
}

/// What is said of a method.
fn method(method: &Method) -> impl IntoView + use<> {
    let line = |(heading, text): &(String, String)| view! { <dt>{heading.clone()}</dt> <dd>{text.clone()}</dd> };
    view! {
        <article class="method">
            <h3>{method.name.clone()}</h3>
            <p>{method.answers.clone()}</p>
            <dl>{method.lines.iter().map(line).collect_view()}</dl>
        </article>
    }
}
