//! The scatter plot with what a person can switch on it.

use std::sync::Arc;

use leptos::prelude::*;

use super::brush::Selecting;
use super::pin::Pin;
use super::plot::Plot;
use super::state;
use super::state::UsageScale;
use crate::analysis::{Cloud, Density, Logarithm, Relation, words};
use crate::chart::{self, Chart, Layer, Look};
use crate::report::Pinnable;

/// What can be switched on and off, with its name.
const LAYERS: [(Layer, &str); 4] = [
    (Layer::Line, "Line"),
    (Layer::Curve, "Smooth curve"),
    (Layer::Doses, "Means of equal parts"),
    (Layer::Margins, "Histograms on the axes"),
];

/// The plot, its switches and the selection.
#[component]
pub fn Picture(
    /// The answer.
    relation: Memo<Option<Arc<Relation>>>,
    /// How many people lie in each cell, where there are too many for dots.
    density: Memo<Option<Arc<Density>>>,
) -> impl IntoView {
    let state = state();
    let layers = RwSignal::new(vec![Layer::Line, Layer::Margins]);
    let logarithm = Memo::new(move |_| state.logarithm());
    let look = Memo::new(move |_| Look {
        logarithm: logarithm.get(),
        layers: layers.get(),
        window: state.closer.window.get(),
    });
    let is_hidden = Memo::new(move |_| {
        let hidden = |found: &Arc<Relation>| found.cloud == Cloud::Hidden;
        relation.with(|found| found.as_ref().is_some_and(hidden))
    });
    let has_dots = move || {
        let dots = |found: &Arc<Relation>| matches!(found.cloud, Cloud::Points(_));
        relation.with(|found| found.as_ref().is_some_and(dots))
    };
    let to_log = move |event| {
        let suits = relation.with_untracked(|found| {
            found
                .as_ref()
                .map_or(Logarithm::OneMore, |found| found.usage_axis.logarithm)
        });
        state.closer.axis.set(if event_target_checked(&event) {
            UsageScale::Logarithmic(suits)
        } else {
            UsageScale::Even
        });
        // A rectangle that was zoomed to on one axis is another one on the other.
        state.closer.window.set(None);
    };
    let ids = move |event| state.with_ids.set(event_target_checked(&event));
    let switch = move |(layer, name): (Layer, &'static str)| {
        let is_on = move || layers.with(|on| on.contains(&layer));
        let turn = move |event| {
            let is_wanted = event_target_checked(&event);
            layers.update(|on| {
                on.retain(|one| *one != layer);
                on.extend(is_wanted.then_some(layer));
            });
        };
        view! {
            <label class="check">
                <input type="checkbox" prop:checked=is_on on:change=turn />
                {name}
            </label>
        }
    };
    let chart = Memo::new(move |_| {
        let (look, density) = (look.get(), density.get());
        let chart = match (relation.get(), density) {
            (Some(relation), density) => chart::relation(&relation, &look, density.as_deref()),
            (None, Some(density)) => chart::crowd(&density, &look),
            (None, None) => return None,
        };
        Some(Arc::new(chart))
    });
    let what = Signal::derive(move || {
        let (found, chart) = (relation.get()?, chart.get()?);
        Some(Pinnable::of_relation(&found, Chart::clone(&chart)))
    });
    let plot = move || {
        if is_hidden.get() {
            return view! { <p class="hint">{words::too_few_to_draw()}</p> }.into_any();
        }
        view! {
            <Plot chart relation />
            <figcaption>
                <p>{move || relation.with(|found| found.as_deref().map(words::coverage))}</p>
                <div class="checks" role="group" aria-label="What the plot shows">
                    {LAYERS.map(switch).into_iter().collect_view()}
                    <label class="check">
                        <input type="checkbox" prop:checked=move || logarithm.get().is_some() on:change=to_log />
                        "Logarithmic usage axis"
                    </label>
                    <label class="check" class:gone=move || !has_dots()>
                        <input type="checkbox" prop:checked=move || state.with_ids.get() on:change=ids />
                        "Show ids when I point at a dot"
                    </label>
                </div>
                <Selecting relation />
                <Pin what />
            </figcaption>
        }
        .into_any()
    };
    view! { <figure class="card chart">{plot}</figure> }
}
