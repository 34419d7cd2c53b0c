//! What one pair of the matrix says: the one that is pointed at, or that the keyboard is at.

use std::sync::Arc;

use leptos::prelude::*;

use super::state;
use super::term::Explained;
use crate::analysis::matrix::Cell;
use crate::analysis::words::{Term, matrix as words};
use crate::analysis::{Layer, Matrix};
use crate::metrics::MetricInfo;

/// The figures of one pair.
#[component]
pub fn Readout(
    /// The answer.
    matrix: Memo<Option<Arc<Matrix>>>,
) -> impl IntoView {
    let state = state();
    let shown = Memo::new(move |_| {
        let found = matrix.get()?;
        let focused = || {
            let (x, y) = state.at.get()?;
            let of = |metrics: &[MetricInfo], id| metrics.iter().position(|metric| metric.id == id);
            Some([of(&found.usage, x)?, of(&found.outcomes, y)?])
        };
        let strongest = || Some(found.strongest(|cell| cell.coupled.is_none())?.0);
        let at = state.pointed.get().or_else(focused).or_else(strongest)?;
        found.cell(at[0], at[1])?;
        Some((found, at))
    });
    let cell = move |say: fn(&Matrix, &Cell) -> String| {
        move || {
            shown.with(|shown| {
                let (matrix, at) = shown.as_ref()?;
                let cell = matrix.cell(at[0], at[1])?.as_ref().ok()?;
                Some(say(matrix, cell))
            })
        }
    };
    let name =
        move || shown.with(|shown| shown.as_ref().map(|(matrix, at)| words::pair(matrix, *at)));
    let verdict = move || {
        shown.with(|shown| {
            let (matrix, at) = shown.as_ref()?;
            Some(match matrix.cell(at[0], at[1])? {
                Ok(cell) => words::verdict(matrix, *at, cell),
                Err(reason) => words::empty(matrix, *at, *reason),
            })
        })
    };
    let coupled = move || {
        shown.with(|shown| {
            let (matrix, at) = shown.as_ref()?;
            let cell = matrix.cell(at[0], at[1])?.as_ref().ok()?;
            cell.coupled.as_deref().map(words::coupled)
        })
    };
    let is_empty = move || cell(words::people_of)().is_none();
    let layer =
        Memo::new(move |_| matrix.with(|found| found.as_ref().map(|found| found.question.layer)));
    let measure = move || match layer.get()? {
        Layer::Between => Some(view! { <Explained term=Term::Spearman word="Spearman’s rho" /> }),
        Layer::Within => Some(
            view! { <Explained term=Term::Standardised word="Slope within people, standardised" /> },
        ),
    };
    let figure = |label: AnyView, value: AnyView| {
        view! { <div class="estimate"><dt>{label}</dt><dd class="estimate-value">{value}</dd></div> }
    };
    view! {
        <aside class="card side matrix-readout" aria-label="The pair">
            <h2 class="readout-name">{name}</h2>
            <p>{verdict}</p>
            {move || coupled().map(|text| view! { <p class="contrast">{text}</p> })}
            <dl class="estimates" class:gone=is_empty>
                <div class="estimate">
                    <dt>{measure}</dt>
                    <dd class="estimate-value">{cell(words::figure)}</dd>
                    <dd class="estimate-more"><span class="estimate-interval">{cell(words::range)}</span></dd>
                </div>
                {figure(view! { <Explained term=Term::People word="n" /> }.into_any(), cell(words::people_of).into_any())}
                {figure(view! { <Explained term=Term::PValue word="p of this pair alone" /> }.into_any(), cell(words::p_alone).into_any())}
                {figure(
                    view! { <Explained term=Term::FalseDiscovery word="After Benjamini–Hochberg" /> }.into_any(),
                    cell(words::p_false_discovery).into_any(),
                )}
                {figure(view! { <Explained term=Term::Holm word="After Holm" /> }.into_any(), cell(words::p_family_wise).into_any())}
            </dl>
            <p class="hint">{move || matrix.with(|found| found.as_deref().map(words::how_many))}</p>
            <p class="hint">"Arrow keys move, Enter or a click opens the pair in Correlate."</p>
        </aside>
    }
}
