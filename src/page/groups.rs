//! The same question inside each group, side by side.

use std::sync::Arc;

use leptos::prelude::*;

use super::figure::Figure;
use crate::analysis::{Relation, words};
use crate::chart;
use crate::report::Pinnable;

/// The relation inside each group, with that of all people.
#[component]
pub fn ByGroup(
    /// The answer.
    relation: Memo<Option<Arc<Relation>>>,
    /// The attribute that makes the groups.
    by: Memo<Option<String>>,
) -> impl IntoView {
    let forest = Memo::new(move |_| chart::forest(relation.get()?.as_ref()));
    let rows =
        move || relation.with(|found| found.as_ref().map_or(0, |found| found.by_group.len() + 1));
    let has_groups = Memo::new(move |_| {
        relation.with(|found| {
            found
                .as_ref()
                .is_some_and(|found| !found.groups.is_empty() || found.hidden_groups > 0)
        })
    });
    let pin =
        Signal::derive(move || Some(Pinnable::of_groups(relation.get()?.as_ref(), &by.get()?)));
    let title = move || {
        let (relation, by) = (relation.get()?, by.get()?);
        (!relation.by_group.is_empty()).then(|| words::groups_finding(&relation, &by))
    };
    let hidden = move || {
        let relation = relation.get()?;
        (relation.hidden_groups > 0)
            .then(|| view! { <p class="hint">{words::hidden_groups(&relation)}</p> })
    };
    let body = move || {
        has_groups.get().then(|| {
            view! {
                <section class="card closer" aria-labelledby="groups-title">
                    <p class="eyebrow">"Inside each group"</p>
                    <h2 id="groups-title">{title}</h2>
                    <div class="forest" style=("--rows", move || rows().to_string())>
                        <Figure chart=forest label="Inside each group" pin />
                    </div>
                    {hidden}
                </section>
            }
        })
    };
    view! { {body} }
}
