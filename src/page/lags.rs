//! Which comes first: the relation at each distance in time.

use std::sync::Arc;

use leptos::prelude::*;

use super::figure::Figure;
use super::state;
use crate::analysis::{Detailed, Lags, Relation, words};
use crate::chart;
use crate::report::Pinnable;

/// The order in time.
#[component]
pub fn InTime(
    /// The answer.
    relation: Memo<Option<Arc<Relation>>>,
) -> impl IntoView {
    let question = state().closer.lags;
    let answer = Memo::new(move |_| match question.answer.get()?.ok()?.as_ref() {
        Detailed::Lags(found) => Some(found.clone()),
        _ => None,
    });
    let profile = Memo::new(move |_| Some(chart::lags(&answer.get()?.ok()?)));
    let say = move |what: fn(&Lags, &Relation) -> String| {
        move || {
            let (found, relation) = (answer.get()?.ok()?, relation.get()?);
            Some(what(&found, &relation))
        }
    };
    let pin = Signal::derive(move || {
        Some(Pinnable::of_lags(
            &answer.get()?.ok()?,
            relation.get()?.as_ref(),
        ))
    });
    let title = move || {
        let relation = relation.get()?;
        Some(match answer.get() {
            None => "Which comes first? Computing…".to_owned(),
            Some(Err(_)) => "Which comes first? Not computed".to_owned(),
            Some(Ok(found)) => words::lags_finding(&found, &relation),
        })
    };
    let none = move || match (answer.get(), relation.get()) {
        (Some(Err(reason)), Some(relation)) => Some(words::no_lags(reason, &relation)),
        _ => None,
    };
    view! {
        <section
            class="card closer"
            aria-labelledby="lags-title"
            class:stale=move || question.is_open()
        >
            <p class="eyebrow">"Which comes first"</p>
            <h2 id="lags-title">{title}</h2>
            <p class="figures">{say(words::lags_figures)}</p>
            <Figure chart=profile label="Order in time" pin />
            <p>{say(words::lags)} {none}</p>
        </section>
    }
}
