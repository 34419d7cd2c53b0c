//! People by how much they use, with borders that can be moved.

use std::sync::Arc;

use leptos::prelude::*;

use super::notices::Notices;
use super::pin::Pin;
use super::state;
use crate::analysis::segments::{Borders, Segment, Segments};
use crate::analysis::words::{self, segments as say};
use crate::format;
use crate::report::Pinnable;

/// The segments, and where they begin.
#[component]
pub fn BySegment() -> impl IntoView {
    let state = state();
    let found = state.segments.found();
    let what =
        Signal::derive(move || found.with(|found| found.as_deref().map(Pinnable::of_segments)));
    let has_answer = Memo::new(move |_| found.with(Option::is_some));
    let body = move || {
        if has_answer.get() {
            return view! {
                <p class="hint">{move || found.with(|found| found.as_deref().map(say::measured))}</p>
                <Move found />
                <Shown found />
                <Pin what />
            }
            .into_any();
        }
        match state.segments.answer.get() {
            Some(Err(notices)) => view! { <Notices notices /> }.into_any(),
            _ => view! { <p class="hint waiting">"Computing…"</p> }.into_any(),
        }
    };
    view! {
        <section class="card part segments" aria-labelledby="segments-title">
            <h2 id="segments-title">"People by how much they use"</h2>
            {body}
            <p class="hint">{say::limit()}</p>
        </section>
    }
}

/// The two borders.
#[component]
fn Move(
    /// The segments that are shown now.
    found: Memo<Option<Arc<Segments>>>,
) -> impl IntoView {
    let state = state();
    let refused = RwSignal::new(false);
    let now = move || {
        found.with(|found| {
            found
                .as_ref()
                .map(|found| (found.x.id.clone(), found.borders))
        })
    };
    let take = move |text: String, change: fn(&mut Borders, f64)| {
        let Some((metric, mut borders)) = untrack(now) else {
            return;
        };
        let value = text
            .trim()
            .parse::<f64>()
            .ok()
            .filter(|value| value.is_finite() && *value > 0.0);
        if let Some(value) = value {
            change(&mut borders, value);
        }
        let is_fit = value.is_some() && borders.regular <= borders.heavy;
        refused.set(!is_fit);
        if is_fit {
            state.borders.set(Some((metric, borders)));
        }
    };
    let border =
        move |label: &'static str, of: fn(&Borders) -> f64, change: fn(&mut Borders, f64)| {
            let id = super::dom::unique_id("border");
            view! {
                <div class="choice">
                    <label class="choice-label" for=id.clone()>{label}</label>
                    <input
                        id=id
                        class="border"
                        type="number"
                        min="0"
                        step="any"
                        prop:value=move || now().map(|(_, borders)| of(&borders).to_string())
                        on:change=move |event| take(event_target_value(&event), change)
                    />
                </div>
            }
        };
    view! {
        <div class="cut">
            {border("Regular from", |borders| borders.regular, |borders, value| borders.regular = value)}
            {border("Heavy from", |borders| borders.heavy, |borders, value| borders.heavy = value)}
        </div>
        <p class="hint" role="status">
            {move || refused.get().then_some("A border is a number above zero, and heavy use begins no earlier than regular use.")}
        </p>
    }
}

/// How many people are in each.
#[component]
fn Shown(
    /// The segments.
    found: Memo<Option<Arc<Segments>>>,
) -> impl IntoView {
    let rows = move || {
        let found = found.get()?;
        let row = |segment: &Segment| {
            let share = segment
                .people
                .map(|people| people as f64 / found.people.max(1) as f64);
            let width = format!("{}%", share.unwrap_or(0.0) * 100.0);
            let percent = |share: Option<f64>| {
                share.map_or_else(
                    || "–".to_owned(),
                    |share| format::percent((share * 100.0).round() / 100.0),
                )
            };
            view! {
                <tr>
                    <th scope="row">
                        {say::level(segment.level)}
                        <span class="faint">{say::definition(segment.level, found.borders)}</span>
                    </th>
                    <td class="figure">{say::people(segment.people)}</td>
                    <td class="figure">
                        {percent(share)}
                        <span class="share" aria-hidden="true"><span class="share-part" style:width=width></span></span>
                    </td>
                    <td class="figure">{percent(segment.held)}</td>
                </tr>
            }
        };
        Some(found.segments.iter().map(row).collect_view())
    };
    let unit = move || found.with(|found| found.as_ref().map(|found| words::metric(&found.x)));
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label="People by how much they use, as a table">
            <table class="segments-table">
                <thead>
                    <tr>
                        <th scope="col">{unit}</th>
                        <th scope="col" class="figure">"People"</th>
                        <th scope="col" class="figure">"Of all"</th>
                        <th scope="col" class="figure">"Of usage"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        {move || found.with(|found| found.as_deref().and_then(say::hidden)).map(|text| view! { <p class="hint">{text}</p> })}
    }
}
