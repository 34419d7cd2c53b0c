//! One usage metric against one outcome metric.

use std::sync::Arc;

use leptos::prelude::*;

use super::adjust::Adjust;
use super::answer::{OnceJoined, text};
use super::choice::{Against, GroupChoice, InterestChoice, PeriodChoice};
use super::estimates::Estimates;
use super::groups::ByGroup;
use super::lags::InTime;
use super::multiverse::WaysOfCounting;
use super::notices::Notices;
use super::picture::Picture;
use super::resample::Resample;
use super::state;
use super::state::State;
use super::turn::InTurn;
use super::values::Values;
use super::within::WithinPeople;
use super::world::BesideTheWorld;
use crate::analysis::{Density, Detailed, Pair, Relation, words};
use crate::metrics::MetricId;

/// Columns and rows of cells before the plot was drawn for the first time: about those of a wide window.
const FIRST_CELLS: [u16; 2] = [400, 250];

/// The question and its answer.
#[component]
pub fn Correlate() -> impl IntoView {
    view! {
        <OnceJoined class="answer">
            <Question />
            <Answered />
        </OnceJoined>
    }
}

/// The metrics to compare, and by what.
#[component]
fn Question() -> impl IntoView {
    let state = state();
    view! {
        <div class="question" role="group" aria-label="Question">
            <Against on_usage=move |id| state.x.set(Some(id)) />
            <PeriodChoice />
            <GroupChoice label="Colour by" none="no groups" />
            <InterestChoice />
        </div>
    }
}

/// The answer, or why there is none.
#[component]
fn Answered() -> impl IntoView {
    let state = state();
    let relation = state.relation.found();
    let density = Memo::new(move |_| density(state, relation));
    let by = Memo::new(move |_| state.pair().and_then(|pair| pair.group));
    let has_answer = Memo::new(move |_| relation.with(Option::is_some));
    // The counts for the plot of another pair are there before its answer. Until then the last answer stays beside it.
    let of_plot = Memo::new(move |_| {
        let density = density.get();
        let is_its = |found: &Arc<Relation>| {
            let density = density.as_ref();
            density.is_none_or(|density| is_of(density, &found.x.id, &found.y.id))
        };
        relation.get().filter(is_its)
    });
    let is_answered = Memo::new(move |_| of_plot.with(Option::is_some));
    let is_ahead = Memo::new(move |_| has_answer.get() && !is_answered.get());
    let has_plot = Memo::new(move |_| has_answer.get() || density.with(Option::is_some));
    let head = move || {
        if is_answered.get() {
            view! {
                <h1 id="finding">{text(relation, words::finding)}</h1>
                <p class="figures">{text(relation, words::figures)}</p>
            }
            .into_any()
        } else if is_ahead.get() {
            // As high as the answer, so that nothing moves when it comes.
            view! {
                <h1>"Computing…"</h1>
                <p class="figures">"\u{a0}"</p>
            }
            .into_any()
        } else {
            view! { <p class="hint waiting">"Computing…"</p> }.into_any()
        }
    };
    let side = move || {
        has_answer.get().then(|| {
            view! {
                <p class="verdict">{text(relation, words::verdict)}</p>
                <Estimates relation />
            }
        })
    };
    let more = move || {
        has_answer.get().then(|| {
            view! {
                <InTurn><WithinPeople relation /></InTurn>
                <InTurn><InTime relation /></InTurn>
                <InTurn><ByGroup relation by /></InTurn>
                <InTurn><Adjust relation /></InTurn>
                <InTurn><WaysOfCounting relation /></InTurn>
                <InTurn><Resample /></InTurn>
                <InTurn><Doubts relation /></InTurn>
                <InTurn><BesideTheWorld relation /></InTurn>
                <InTurn><Values relation /></InTurn>
            }
        })
    };
    let refused = Memo::new(move |_| match state.relation.answer.get() {
        Some(Err(notices)) => Some(notices),
        _ => None,
    });
    let body = move || {
        if let Some(notices) = refused.get() {
            return view! { <section class="card"><Notices notices /></section> }.into_any();
        }
        if !has_plot.get() {
            return view! {
                <p class="hint waiting">"Computing…"</p>
                <Measured />
            }
            .into_any();
        }
        view! {
            <div class="answer-head">{head}</div>
            <div class="answer-body" class:stale=move || state.is_stale() class:ahead=is_ahead>
                <Picture relation=of_plot density />
                <aside class="card side" aria-label="Figures">{side}</aside>
            </div>
            {more}
        }
        .into_any()
    };
    view! { {body} }
}

/// The counts for the plot: of the pair that is asked for, or of the last one as long as its answer is shown.
fn density(state: State, relation: Memo<Option<Arc<Relation>>>) -> Option<Arc<Density>> {
    let found = state.closer.density.answer.get()?.ok()?;
    let Detailed::Density(found) = found.as_ref() else {
        return None;
    };
    let is_asked = |pair: Pair| is_of(found, &pair.x, &pair.y);
    let is_shown = |of: &Arc<Relation>| is_of(found, &of.x.id, &of.y.id);
    let belongs = state.pair().is_some_and(is_asked)
        || relation.with(|relation| relation.as_ref().is_none_or(is_shown));
    belongs.then(|| Arc::new(found.clone()))
}

fn is_of(density: &Density, x: &MetricId, y: &MetricId) -> bool {
    density.x.id == *x && density.y.id == *y
}

/// Before anything is drawn: as large as the plot will be, so that its cells can be asked for.
#[component]
fn Measured() -> impl IntoView {
    let cells = state().closer.cells;
    if untrack(|| cells.get()).is_none() {
        cells.set(Some(FIRST_CELLS));
    }
}

/// Reasons to doubt, and what the figures never say.
#[component]
fn Doubts(
    /// The answer.
    relation: Memo<Option<Arc<Relation>>>,
) -> impl IntoView {
    let item = |text: String| view! { <li>{text}</li> };
    let caveats = move || {
        let relation = relation
            .get()
            .filter(|found| !found.caveats.is_empty() || words::e_value(found).is_some())?;
        let caveats = relation
            .caveats
            .iter()
            .map(|caveat| words::caveat(caveat, &relation));
        let caveats = caveats.chain(words::e_value(&relation));
        Some(view! {
            <section class="card doubts">
                <h2>"Before you rely on it"</h2>
                <ul>{caveats.map(item).collect_view()}</ul>
            </section>
        })
    };
    let limits = move || {
        let relation = relation.get()?;
        Some(
            words::limits(&relation)
                .into_iter()
                .map(item)
                .collect_view(),
        )
    };
    view! {
        <div class="pair-of-cards">
            {caveats}
            <section class="card doubts">
                <h2>"What this does not say"</h2>
                <ul>{limits}</ul>
            </section>
        </div>
    }
}
