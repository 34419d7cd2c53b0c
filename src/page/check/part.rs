//! One part of the check: what was found, what it rests on, and what it does not show.

use leptos::prelude::*;

use crate::analysis::words::check::Told;

/// A part with its finding as the title; nothing where nothing is told.
#[component]
pub fn Part(
    /// Its place on the page.
    id: &'static str,
    /// What it is about.
    eyebrow: &'static str,
    /// What is told.
    told: Memo<Option<Told>>,
    /// Whether its chart needs more height.
    #[prop(optional)]
    tall: bool,
    /// Its charts.
    children: Children,
) -> impl IntoView {
    let title = format!("{id}-title");
    let labelled = title.clone();
    let is_told = move || told.with(Option::is_some);
    let line = move |read: fn(&Told) -> String| move || told.with(|told| told.as_ref().map(read));
    let paragraphs = move || {
        let told = told.get()?;
        let paragraph = |text: String| view! { <p>{text}</p> };
        Some(told.text.into_iter().map(paragraph).collect_view())
    };
    view! {
        <section
            class="card check-part"
            class:gone=move || !is_told()
            class:tall=tall
            id=id
            tabindex="-1"
            aria-labelledby=labelled
        >
            <div class="check-words">
                <p class="eyebrow">{eyebrow}</p>
                <h2 id=title>{line(|told| told.finding.clone())}</h2>
                <p class="check-figures">{line(|told| told.figures.clone())}</p>
            </div>
            {children()}
            <div class="check-text">{paragraphs}</div>
            <p class="limit"><b>"What this does not show: "</b>{line(|told| told.limit.clone())}</p>
        </section>
    }
}
