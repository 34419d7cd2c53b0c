//! One usage metric against one outcome metric.

use std::sync::Arc;

use leptos::prelude::*;

use super::choice::{Choice, Choosable, InterestChoice, PeriodChoice};
use super::estimates::{ByGroup, Estimates};
use super::notices::Notices;
use super::pin::Pin;
use super::plot::Plot;
use super::resample::Resample;
use super::state;
use super::state::View;
use super::values::Values;
use super::within::WithinPeople;
use crate::analysis::{Cloud, Relation, words};
use crate::chart::ScaleKind;
use crate::metrics::{MetricId, Topic};
use crate::report::Pinnable;

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
    let has_answer = Memo::new(move |_| relation.with(Option::is_some));
    let is_drawn = Memo::new(move |_| {
        relation.with(|found| {
            found
                .as_ref()
                .is_some_and(|found| found.cloud != Cloud::Hidden)
        })
    });
    let is_log = RwSignal::new(false);
    let ids = move |event| state.with_ids.set(event_target_checked(&event));
    let has_dots = move || {
        relation.with(|found| {
            matches!(
                found.as_ref().map(|found| &found.cloud),
                Some(Cloud::Points(_))
            )
        })
    };
    let what = Memo::new(move |_| {
        let scale = if is_log.get() {
            ScaleKind::Log1p
        } else {
            ScaleKind::Linear
        };
        relation.with(|found| Some(Pinnable::of_relation(found.as_deref()?, &scale)))
    });
    let chart = move || {
        if is_drawn.get() {
            view! { <Plot relation is_log /> }.into_any()
        } else {
            view! { <p class="hint">{words::too_few_to_draw()}</p> }.into_any()
        }
    };
    let body = move || {
        if !has_answer.get() {
            return match state.relation.answer.get() {
                Some(Err(notices)) => {
                    view! { <section class="card"><Notices notices /></section> }.into_any()
                }
                _ => view! { <p class="hint waiting">"Computing…"</p> }.into_any(),
            };
        }
        view! {
            <div class="answer-head">
                <h1 id="finding">{text(relation, words::finding)}</h1>
                <p class="figures">{text(relation, words::figures)}</p>
            </div>
            <div class="answer-body" class:stale=move || state.is_busy()>
                <figure class="card chart">
                    {chart}
                    <figcaption>
                        <Pin what />
                        <p>{text(relation, words::coverage)}</p>
                        <label class="check" class:gone=move || !has_dots()>
                            <input
                                type="checkbox"
                                prop:checked=move || is_log.get()
                                on:change=move |event| is_log.set(event_target_checked(&event))
                            />
                            "Logarithmic usage axis"
                        </label>
                        <label class="check" class:gone=move || !has_dots()>
                            <input type="checkbox" prop:checked=move || state.with_ids.get() on:change=ids />
                            "Show ids when I point at a dot"
                        </label>
                    </figcaption>
                </figure>
                <aside class="card side" aria-label="Figures">
                    <p class="verdict">{text(relation, words::verdict)}</p>
                    <Estimates relation />
                </aside>
            </div>
            <WithinPeople relation />
            <Resample />
            <Doubts relation />
            <ByGroup relation />
            <Values relation />
        }
        .into_any()
    };
    view! { {body} }
}

/// Reasons to doubt, and what the figures never say.
#[component]
fn Doubts(
    /// The answer.
    relation: Memo<Option<Arc<Relation>>>,
) -> impl IntoView {
    let item = |text: String| view! { <li>{text}</li> };
    let caveats = move || {
        let relation = relation.get().filter(|found| !found.caveats.is_empty())?;
        let caveats = relation
            .caveats
            .iter()
            .map(|caveat| words::caveat(caveat, &relation));
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
