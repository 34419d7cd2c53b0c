//! A person's own finding beside public ones.

use std::sync::Arc;

use leptos::prelude::*;

use crate::analysis::world::{Finding, World};
use crate::analysis::{Relation, words};

/// Public findings on what the outcome is about, or that there are none.
#[component]
pub fn BesideTheWorld(
    /// The answer.
    relation: Memo<Option<Arc<Relation>>>,
) -> impl IntoView {
    let body = move || {
        let relation = relation.get()?;
        let Some(world) = World::of(&relation) else {
            return Some(view! { <p class="hint">{words::no_world(&relation)}</p> }.into_any());
        };
        let row = |finding: &&'static Finding| {
            view! {
                <tr>
                    <th scope="row">{finding.study} <span class="faint">{words::design(finding.design)}</span></th>
                    <td>{finding.quantity}</td>
                    <td class="figure">{finding.figure} <span class="faint">{finding.certainty}</span></td>
                    <td>{words::course(finding.course)}</td>
                    <td>{finding.size} <span class="faint">{words::source(finding.source)}</span></td>
                </tr>
            }
        };
        Some(
            view! {
                <h2 id="world-title">{words::world_finding(&world)}</h2>
                <p class="figures">{words::world_own(&world, &relation)}</p>
                <div class="scroll" tabindex="0" role="region" aria-label="Public findings">
                    <table class="world">
                        <thead>
                            <tr>
                                <th scope="col">"Study"</th>
                                <th scope="col">"What was compared"</th>
                                <th scope="col" class="figure">"Figure"</th>
                                <th scope="col">"Direction"</th>
                                <th scope="col">"Rests on, and source"</th>
                            </tr>
                        </thead>
                        <tbody>{world.findings.iter().map(row).collect_view()}</tbody>
                    </table>
                </div>
                <p class="rule-of-reading">{words::world_rule()}</p>
            }
            .into_any(),
        )
    };
    view! {
        <section class="card closer" aria-label="Beside public findings">
            <p class="eyebrow">"Beside public findings"</p>
            {body}
        </section>
    }
}
