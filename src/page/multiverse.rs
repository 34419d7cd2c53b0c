//! The answer under every reasonable way of counting.

use std::sync::Arc;

use leptos::prelude::*;

use super::figure::Figure;
use super::state;
use crate::analysis::words::multiverse as words;
use crate::analysis::{Detailed, Multiverse, Relation};
use crate::chart::multiverse;
use crate::report::Pinnable;

/// Every reasonable way of counting, all at once.
#[component]
pub fn WaysOfCounting(
    /// The answer.
    relation: Memo<Option<Arc<Relation>>>,
) -> impl IntoView {
    let question = state().closer.multiverse;
    let answer = Memo::new(move |_| match question.answer.get()?.ok()?.as_ref() {
        Detailed::Multiverse(found) => Some(Arc::new(found.clone())),
        _ => None,
    });
    let drawn = move |draw: fn(&Multiverse) -> crate::chart::Chart| {
        Memo::new(move |_| {
            let found = answer.get()?;
            (!found.specifications.is_empty()).then(|| draw(&found))
        })
    };
    let pin = Signal::derive(move || {
        Some(Pinnable::of_multiverse(
            answer.get()?.as_ref(),
            relation.get()?.as_ref(),
        ))
    });
    let title = move || {
        let relation = relation.get()?;
        Some(match answer.get() {
            None => "Does it hang on how it is counted? Computing…".to_owned(),
            Some(found) => words::multiverse_finding(&found, &relation),
        })
    };
    let text = move || answer.get().map(|found| words::multiverse(&found));
    view! {
        <section
            class="card closer"
            aria-labelledby="multiverse-title"
            class:stale=move || question.is_open()
        >
            <p class="eyebrow">"Every reasonable way of counting"</p>
            <h2 id="multiverse-title">{title}</h2>
            <Figure chart=drawn(multiverse::curve) label="Every way of counting" pin />
            <div class="choices-made">
                <Figure chart=drawn(multiverse::choices) label="The choices behind each estimate" />
            </div>
            <p>{text}</p>
        </section>
    }
}
