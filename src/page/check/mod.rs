//! Can the usage number be trusted? What a ranking by it rewards, what changed after a date, and what is unusual.

mod part;
mod question;
mod signs;
mod simulation;
mod working;

use std::sync::Arc;

use leptos::prelude::*;

use super::answer::{OnceJoined, text};
use super::figure::Figure;
use super::notices::Notices;
use super::turn::InTurn;
use super::{dom, state};
use crate::analysis::Check;
use crate::analysis::words::check::{self as say, Told};
use crate::chart::check as draw;
use crate::chart::{self, Chart};
use crate::report::Pinnable;
use part::Part;
use question::Asked;
use signs::AllSigns;
use simulation::WhatIf;
use working::Working;

/// An answer that may not be there yet.
type Found = Memo<Option<Arc<Check>>>;

/// The view.
#[component]
pub fn Goodhart() -> impl IntoView {
    view! {
        <OnceJoined class="answer check-view">
            <Asked />
            <Answered />
        </OnceJoined>
    }
}

#[component]
fn Answered() -> impl IntoView {
    let state = state();
    let found: Found = state.check.found();
    let has_answer = Memo::new(move |_| found.with(Option::is_some));
    let body = move || {
        if !has_answer.get() {
            return match state.check.answer.get() {
                Some(Err(notices)) => {
                    view! { <section class="card"><Notices notices /></section> }.into_any()
                }
                _ => view! { <Working /> }.into_any(),
            };
        }
        view! {
            <div class="answer-head">
                <h1 id="finding">{text(found, say::headline)}</h1>
                <p class="figures">{text(found, say::basis)}</p>
            </div>
            <Working />
            <div class="check-body" class:stale=move || state.check.is_open() || state.check.is_stopped.get()>
                <AtAGlance found />
                <InTurn><Rewards found /></InTurn>
                <InTurn><Decoupling found /></InTurn>
                <InTurn><AllSigns found /></InTurn>
                <InTurn><Swapped found /></InTurn>
                <InTurn><Hollow found /></InTurn>
                <InTurn><WhatIf /></InTurn>
                <InTurn><Lacking found /></InTurn>
            </div>
        }
        .into_any()
    };
    view! { {body} }
}

/// Every finding in one line, with the way to it.
#[component]
fn AtAGlance(
    /// The answer.
    found: Found,
) -> impl IntoView {
    let line = |(target, told): (&'static str, Told)| {
        let mark = if told.stands_out {
            "stands out"
        } else {
            "does not stand out"
        };
        view! {
            <li class="glance" class:standing=told.stands_out>
                <span class="glance-mark" role="img" aria-label=mark></span>
                <button type="button" class="link" on:click=move |_| dom::focus(target)>{told.finding}</button>
            </li>
        }
    };
    let lines = move || {
        let found = found.get()?;
        let signs = Told {
            finding: say::signs_overview(&found),
            stands_out: say::any_sign(&found),
            ..Told::default()
        };
        let parts = [
            ("part-reward", Some(say::reward(&found))),
            (
                "part-decoupling",
                say::decoupling(&found).or_else(|| say::search(&found)),
            ),
            ("part-signs", Some(signs)),
            ("part-swap", say::swap(&found)),
            ("part-hollow", say::hollow(&found)),
        ];
        let parts = parts
            .into_iter()
            .filter_map(|(target, told)| Some((target, told?)));
        Some(parts.map(line).collect_view())
    };
    view! {
        <section class="card glances" aria-labelledby="glances-title">
            <h2 id="glances-title">"What was found"</h2>
            <ul>{lines}</ul>
            <p class="hint">"■ stands out  □ does not. Each is one thing of its own; they are not added up."</p>
        </section>
    }
}

#[component]
fn Rewards(
    /// The answer.
    found: Found,
) -> impl IntoView {
    let rulers = drawn(found, |found| Some(draw::rulers(&found.reward)));
    let tenths = drawn(found, |found| {
        let tenths = found.reward.tenths.as_ref().ok()?;
        Some(draw::tenths(tenths, say::orders(found)))
    });
    let rows = Signal::derive(move || {
        found.with(|found| found.as_ref().map_or(0, |found| found.reward.rulers.len()))
    });
    let periods = drawn(found, |found| {
        let is_dated = found.reward.periods.len() > 1;
        is_dated.then(|| draw::periods(&found.reward, marked(found).as_ref()))
    });
    let over_time = told(found, |found| {
        (found.reward.periods.len() > 1).then(|| say::over_time(found))
    });
    view! {
        <Part id="part-reward" eyebrow="What a ranking by usage rewards" told=told(found, |found| Some(say::reward(found)))>
            <Figure chart=rulers label="Overlap of the top tenths" rows pin=pin("reward", told(found, |found| Some(say::reward(found))), rulers) />
        </Part>
        <Part id="part-tenths" eyebrow="Rank by usage beside rank by outcome" told=told(found, say::tenths)>
            <Figure chart=tenths label="Places of the tenths by usage" pin=pin("tenths", told(found, say::tenths), tenths) />
        </Part>
        <Part id="part-over-time" eyebrow="The same, period by period" told=over_time>
            <Figure chart=periods label="Rank agreement over time" pin=pin("over-time", over_time, periods) />
        </Part>
    }
}

#[component]
fn Decoupling(
    /// The answer.
    found: Found,
) -> impl IntoView {
    let slopes = drawn(found, |found| {
        let decoupling = found.decoupling.as_ref()?;
        let step = say::step(decoupling);
        Some(draw::slopes(
            decoupling,
            step,
            &say::slope_axis(found, step),
        ))
    });
    let rows = Signal::derive(|| 3);
    let study = drawn(found, |found| {
        let study = found.decoupling.as_ref()?.study.as_ref().ok()?;
        Some(draw::study(study, &found.usage.label, say::word(found)))
    });
    let search = drawn(found, |found| {
        Some(draw::search(found.search.as_ref()?, &found.usage.label))
    });
    view! {
        <Part id="part-decoupling" eyebrow="Before and after the date" told=told(found, say::decoupling)>
            <Figure chart=slopes label="Slopes before and after" rows pin=pin("decoupling", told(found, say::decoupling), slopes) />
        </Part>
        <Part id="part-study" eyebrow="Usage around the date" told=told(found, say::study)>
            <Figure chart=study label="Usage around the date" pin=pin("study", told(found, say::study), study) />
        </Part>
        <Part id="part-search" eyebrow="A search, because no date is known" told=told(found, say::search)>
            <Figure chart=search label="Mean usage over time" pin=pin("search", told(found, say::search), search) />
        </Part>
    }
}

#[component]
fn Swapped(
    /// The answer.
    found: Found,
) -> impl IntoView {
    let swap = drawn(found, |found| Some(draw::swap(found.swap.as_ref()?)));
    view! {
        <Part id="part-swap" eyebrow="The same groups by other rulers" told=told(found, say::swap) tall=true>
            <Figure chart=swap label="Places of groups by ruler" pin=pin("swap", told(found, say::swap), swap) />
        </Part>
    }
}

#[component]
fn Hollow(
    /// The answer.
    found: Found,
) -> impl IntoView {
    let hollow = drawn(found, |found| {
        let hollow = found.hollow.as_ref()?;
        Some(draw::hollow(
            hollow,
            &found.usage.label,
            &found.outcome.label,
        ))
    });
    let quadrants = say::QUADRANTS.map(|quadrant| {
        view! { <div><dt>{say::quadrant(quadrant)}</dt><dd>{say::quadrant_means(quadrant)}</dd></div> }
    });
    view! {
        <Part id="part-hollow" eyebrow="Usage against outcome, group by group" told=told(found, say::hollow) tall=true>
            <Figure chart=hollow label="Usage against outcome by group" pin=pin("hollow", told(found, say::hollow), hollow) />
            <dl class="quadrants">{quadrants.into_iter().collect_view()}</dl>
        </Part>
    }
}

/// What the data lack, and what would supply it.
#[component]
fn Lacking(
    /// The answer.
    found: Found,
) -> impl IntoView {
    let items = move || {
        let found = found.get().filter(|found| !found.missing.is_empty())?;
        let item = |missing: &crate::analysis::check::Missing| {
            let lack = say::missing(*missing);
            view! { <li><p>{lack.what}</p> <p class="supply"><b>"Would supply it: "</b>{lack.supply}</p></li> }
        };
        let items = found.missing.iter().map(item).collect_view();
        Some(view! {
            <section class="card doubts lacking" id="part-missing" aria-labelledby="lacking-title">
                <h2 id="lacking-title">"What these data cannot show"</h2>
                <ul>{items}</ul>
            </section>
        })
    };
    view! { {items} }
}

/// The date in a chart over time.
fn marked(found: &Check) -> Option<draw::Marked> {
    let chosen = found.dates.chosen.as_ref()?;
    Some(draw::Marked {
        day: chosen.from,
        label: say::event_label(chosen),
    })
}

/// A chart of the answer that follows it.
fn drawn(
    found: Found,
    draw: impl Fn(&Check) -> Option<Chart> + Send + Sync + 'static,
) -> Signal<Option<chart::Chart>> {
    Signal::derive(move || found.with(|found| draw(found.as_ref()?)))
}

/// What is told of a part of the answer.
fn told(
    found: Found,
    say: impl Fn(&Check) -> Option<Told> + Send + Sync + 'static,
) -> Memo<Option<Told>> {
    Memo::new(move |_| found.with(|found| say(found.as_ref()?)))
}

/// A part of the answer as it would be pinned.
pub(super) fn pin(
    part: &'static str,
    told: Memo<Option<Told>>,
    chart: Signal<Option<Chart>>,
) -> Signal<Option<Pinnable>> {
    Signal::derive(move || Some(Pinnable::told(part, told.get()?, chart.get())))
}
