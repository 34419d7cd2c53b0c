//! What if a target were set? The assumptions, and what would come of them.

use std::sync::Arc;

use leptos::prelude::*;

use super::pin;
use super::question::TargetField;
use crate::analysis::target::Simulation;
use crate::analysis::words::check::Told;
use crate::analysis::words::target as say;
use crate::chart::target as draw;
use crate::format;
use crate::page::figure::Figure;
use crate::page::notices::Notices;
use crate::page::state;

/// The simulation with its assumptions.
#[component]
pub fn WhatIf() -> impl IntoView {
    let state = state();
    let found = state.simulation.found();
    let told = Memo::new(move |_| found.with(|found| Some(say::simulated(found.as_ref()?))));
    let trouble = move || match state.simulation.answer.get() {
        Some(Err(notices)) => Some(view! { <Notices notices /> }),
        _ => None,
    };
    let line = move |read: fn(&Told) -> String| move || told.with(|told| told.as_ref().map(read));
    let paragraphs = move || {
        let told = told.get()?;
        let paragraph = |text: String| view! { <p>{text}</p> };
        Some(told.text.into_iter().map(paragraph).collect_view())
    };
    let curve = Signal::derive(move || found.with(|found| Some(draw::curve(found.as_ref()?))));
    let dots = move |at: usize| {
        Signal::derive(move || {
            found.with(|found| {
                let [before, after] = draw::dots(found.as_ref()?)?;
                Some(if at == 0 { before } else { after })
            })
        })
    };
    view! {
        <section class="card check-part what-if" id="part-what-if" tabindex="-1" aria-labelledby="what-if-title">
            <div class="check-words">
                <p class="eyebrow">"What if a target were set? A simulation under stated assumptions, not a forecast"</p>
                <h2 id="what-if-title">{line(|told| told.finding.clone())}</h2>
                <p class="check-figures" data-figure="simulated">{line(|told| told.figures.clone())}</p>
            </div>
            {trouble}
            <div class="what-if-body" class:stale=move || state.simulation.is_open()>
                <Assumptions found />
                <div class="what-if-curve"><Figure chart=curve label="What the number is worth as people respond" pin=pin("what-if", told, curve) /></div>
            </div>
            <div class="what-if-dots">
                <div><h3>"Before: your data"</h3><Figure chart=dots(0) label="Your data before" /></div>
                <div><h3>"After: simulated"</h3><Figure chart=dots(1) label="The same people after" /></div>
            </div>
            <div class="check-text">{paragraphs}</div>
            <p class="limit"><b>"What this does not show: "</b>{line(|told| told.limit.clone())}</p>
        </section>
    }
}

/// What is supposed, to be changed.
#[component]
fn Assumptions(
    /// The simulation.
    found: Memo<Option<Arc<Simulation>>>,
) -> impl IntoView {
    let state = state();
    let supposed = state.supposed;
    let of = move |read: fn(&Simulation) -> String| {
        move || found.with(|found| found.as_deref().map(read))
    };
    let number = move |typed: Option<f64>, used: fn(&Simulation) -> f64| {
        let used = found.with(|found| found.as_deref().map(used));
        typed.or(used).map_or_else(String::new, say::typed)
    };
    let unit = of(|found| {
        format!(
            "{} for one more in {}",
            found.outcome.label,
            found.usage.label.to_lowercase()
        )
    });
    view! {
        <div class="assumptions" role="group" aria-label="Assumptions">
            <TargetField value=move || number(state.target.get(), |found| found.target)>
                <span class="faint">{of(say::target_from)}</span>
            </TargetField>
            <Share
                label="People below it who respond"
                value=Signal::derive(move || supposed.get().responding)
                on_change=move |share| supposed.update(|supposed| supposed.responding = share)
            />
            <Share
                label="Of what they add, without use"
                value=Signal::derive(move || supposed.get().hollow)
                on_change=move |share| supposed.update(|supposed| supposed.hollow = share)
            />
            <label class="choice">
                <span class="choice-label">"Effect of real use"</span>
                <input
                    class="short"
                    type="number"
                    step="any"
                    prop:value=move || number(supposed.get().effect, |found| found.effect)
                    on:change=move |event| {
                        let typed: Option<f64> = event_target_value(&event).trim().parse().ok();
                        supposed.update(|supposed| supposed.effect = typed.filter(|effect| effect.is_finite()));
                    }
                />
                <span class="faint">{unit} ": " {of(|found| say::effect_from(found).to_owned())}</span>
            </label>
        </div>
    }
}

/// A share from nothing to all.
#[component]
fn Share(
    /// What it is a share of.
    label: &'static str,
    /// The share.
    value: Signal<f64>,
    /// Called with the share that a person set.
    #[prop(into)]
    on_change: Callback<f64>,
) -> impl IntoView {
    let percent = move || format::percent(value.get());
    let change = move |event| {
        if let Ok(percent) = event_target_value(&event).parse::<f64>() {
            on_change.run(percent / 100.0);
        }
    };
    view! {
        <label class="choice">
            <span class="choice-label">{label}</span>
            <span class="slider">
                <input
                    type="range"
                    min="0"
                    max="100"
                    step="5"
                    prop:value=move || (value.get() * 100.0).round().to_string()
                    aria-valuetext=percent
                    on:input=change
                />
                <output>{percent}</output>
            </span>
        </label>
    }
}
