//! One usage metric against one outcome metric.

use std::sync::Arc;

use leptos::prelude::*;

use super::adjust::Adjust;
use super::choice::{Choice, Choosable, InterestChoice, PeriodChoice};
use super::estimates::Estimates;
use super::groups::ByGroup;
use super::lags::InTime;
use super::multiverse::WaysOfCounting;
use super::notices::Notices;
use super::picture::Picture;
use super::resample::Resample;
use super::state;
use super::state::{State, View};
use super::values::Values;
use super::within::WithinPeople;
use super::world::BesideTheWorld;
use crate::analysis::{Density, Detailed, Relation, words};
use crate::metrics::{MetricId, Topic};

/// Columns and rows of cells before the plot was drawn for the first time: about those of a wide window.
const FIRST_CELLS: [u16; 2] = [400, 250];

/// The question and its answer.
#[component]
pub fn Correlate() -> impl IntoView {
    let state = state();
    let has_metrics = Memo::new(move |_| matches!(state.join.answer.get(), Some(Ok(_))));
    let body = move || {
        if has_metrics.get() {
            view! { <Question /> <Answered /> }.into_any()
        } else {
            view! { <Missing /> }.into_any()
        }
    };
    view! { <div class="answer">{body}</div> }
}

/// Why there is no question to ask yet.
#[component]
pub fn Missing() -> impl IntoView {
    let state = state();
    move || {
        match state.join.answer.get() {
        Some(Err(notices)) => view! {
            <section class="card">
                <h1>"These files cannot be compared yet"</h1>
                <Notices notices />
                <div class="actions">
                    <button type="button" class="button primary" on:click=move |_| state.view.set(View::Data)>
                        "Look at the files"
                    </button>
                </div>
            </section>
        }
        .into_any(),
        _ if state.is_busy() => view! { <p class="hint waiting">"Reading and joining…"</p> }.into_any(),
        _ => view! {
            <section class="card">
                <h1>"One file is missing"</h1>
                <p>"It takes one file with usage and one with outcomes."</p>
                <div class="actions">
                    <button type="button" class="button primary" on:click=move |_| state.view.set(View::Data)>
                        "Look at the files"
                    </button>
                </div>
            </section>
        }
        .into_any(),
    }
    }
}

/// The metrics to compare, and by what.
#[component]
fn Question() -> impl IntoView {
    let state = state();
    let metrics = move |topic| {
        Signal::derive(move || {
            let metrics = state.metrics(topic).into_iter();
            metrics
                .map(|metric| Choosable::new(&metric.id.0, &words::metric(&metric)))
                .collect::<Vec<_>>()
        })
    };
    let pair = Memo::new(move |_| state.pair());
    let chosen = move |topic| {
        Signal::derive(move || {
            let pair = pair.get().map(|pair| {
                if topic == Topic::Usage {
                    pair.x
                } else {
                    pair.y
                }
            });
            pair.map(|id| id.0).unwrap_or_default()
        })
    };
    let groups = Signal::derive(move || {
        let mut groups = vec![Choosable::new("", "no groups")];
        if let Some(Ok(report)) = state.join.answer.get() {
            groups.extend(
                report
                    .attributes
                    .iter()
                    .map(|name| Choosable::new(name, &words::attribute(name))),
            );
        }
        groups
    });
    let by = Signal::derive(move || pair.get().and_then(|pair| pair.group).unwrap_or_default());
    view! {
        <div class="question" role="group" aria-label="Question">
            <Choice
                label="Usage"
                values=metrics(Topic::Usage)
                chosen=chosen(Topic::Usage)
                on_choose=move |id| state.x.set(Some(MetricId(id)))
            />
            <span class="question-word" aria-hidden="true">"against"</span>
            <Choice
                label="Outcome"
                values=metrics(Topic::Outcome)
                chosen=chosen(Topic::Outcome)
                on_choose=move |id| state.y.set(Some(MetricId(id)))
            />
            <PeriodChoice />
            <Choice
                label="Colour by"
                values=groups
                chosen=by
                on_choose=move |name: String| state.by.set(Some(name).filter(|name| !name.is_empty()))
            />
            <InterestChoice />
        </div>
    }
}

/// The answer, or why there is none.
#[component]
fn Answered() -> impl IntoView {
    let state = state();
    let relation = Memo::new(move |_| match state.relation.answer.get() {
        Some(Ok(relation)) => Some(relation),
        _ => None,
    });
    let density = Memo::new(move |_| density(state, relation));
    let by = Memo::new(move |_| state.pair().and_then(|pair| pair.group));
    let has_answer = Memo::new(move |_| relation.with(Option::is_some));
    let has_plot = Memo::new(move |_| has_answer.get() || density.with(Option::is_some));
    let head = move || {
        if has_answer.get() {
            view! {
                <h1 id="finding">{text(relation, words::finding)}</h1>
                <p class="figures">{text(relation, words::figures)}</p>
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
                <WithinPeople relation />
                <InTime relation />
                <ByGroup relation by />
                <Adjust relation />
                <WaysOfCounting relation />
                <Resample />
                <Doubts relation />
                <BesideTheWorld relation />
                <Values relation />
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
            <div class="answer-body" class:stale=move || state.is_stale()>
                <Picture relation density />
                <aside class="card side" aria-label="Figures">{side}</aside>
            </div>
            {more}
        }
        .into_any()
    };
    view! { {body} }
}

/// The counts for the plot, as far as they belong to the pair that is shown.
fn density(state: State, relation: Memo<Option<Arc<Relation>>>) -> Option<Arc<Density>> {
    let found = state.closer.density.answer.get()?.ok()?;
    let Detailed::Density(found) = found.as_ref() else {
        return None;
    };
    let is_of = |of: &Relation| of.x.id == found.x.id && of.y.id == found.y.id;
    let belongs = relation.with(|relation| relation.as_deref().is_none_or(is_of));
    belongs.then(|| Arc::new(found.clone()))
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

/// A sentence about the answer that follows it.
fn text(
    relation: Memo<Option<Arc<Relation>>>,
    say: fn(&Relation) -> String,
) -> impl Fn() -> Option<String> + Copy + Send + 'static {
    move || relation.with(|found| found.as_deref().map(say))
}
