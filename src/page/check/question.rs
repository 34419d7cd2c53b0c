//! What the check is asked: the metrics, the date, the target and the groups.

use leptos::prelude::*;

use crate::analysis::check::events::Choice as Event;
use crate::analysis::words::check as say;
use crate::dataset::period::{day_of_iso, iso_of};
use crate::format;
use crate::page::choice::{Against, Choice, Choosable, GroupChoice, InterestChoice};
use crate::page::state;

/// The question.
#[component]
pub fn Asked() -> impl IntoView {
    let state = state();
    // A target is on one metric, and says nothing of another.
    let choose_usage = move |id| {
        state.target.set(None);
        state.x.set(Some(id));
    };
    view! {
        <div class="question" role="group" aria-label="Question">
            <Against on_usage=choose_usage />
            <GroupChoice label="Groups" none="proposed" />
            <InterestChoice />
        </div>
        <div class="question" role="group" aria-label="Date and target">
            <WhichDate />
            <WhichTarget />
        </div>
    }
}

/// The date from which on the number may have become a target.
#[component]
fn WhichDate() -> impl IntoView {
    let state = state();
    let dates = Memo::new(move |_| match state.check.answer.get() {
        Some(Ok(found)) => Some((found.dates.clone(), say::date_source(&found))),
        _ => None,
    });
    let events = Signal::derive(move || {
        let mut values = vec![Choosable::new("", "proposed by its name")];
        let named = |event: &Event| {
            let label = format!("{}: {}", format::day(event.day), event.name);
            Choosable::new(&event.day.to_string(), &label)
        };
        dates.with(|dates| {
            let choices = dates.iter().flat_map(|(dates, _)| &dates.choices);
            values.extend(choices.filter(|event| event.fits).map(named));
        });
        // A day that a person typed has no event of its own.
        if let Some(day) = state.day.get()
            && values.iter().all(|value| value.value != day.to_string())
        {
            values.push(Choosable::new(&day.to_string(), &format::day(day)));
        }
        values
    });
    let chosen = Signal::derive(move || {
        state
            .day
            .get()
            .map_or_else(String::new, |day| day.to_string())
    });
    let has_events = move || {
        dates.with(|dates| {
            dates
                .as_ref()
                .is_some_and(|(dates, _)| !dates.choices.is_empty())
        })
    };
    let day = move || {
        let counts = dates.with(|dates| Some(dates.as_ref()?.0.chosen.as_ref()?.day));
        state.day.get().or(counts).map_or_else(String::new, iso_of)
    };
    let source = move || dates.with(|dates| dates.as_ref().map(|(_, source)| source.clone()));
    view! {
        <div class="choice-wide" class:gone=move || !has_events()>
            <Choice
                label="Dated event"
                values=events
                chosen
                on_choose=move |day: String| state.day.set(day.parse().ok())
            />
        </div>
        <label class="choice">
            <span class="choice-label">"Or from this day on"</span>
            <input
                type="date"
                prop:value=day
                on:change=move |event| state.day.set(day_of_iso(&event_target_value(&event)))
            />
            <span class="question-note">{source}</span>
        </label>
    }
}

/// The target that bunching is looked for at.
#[component]
fn WhichTarget() -> impl IntoView {
    let state = state();
    let proposed = Memo::new(move |_| match state.check.answer.get() {
        Some(Ok(found)) => found.signs.target.clone(),
        _ => None,
    });
    let value = move || {
        let proposed = proposed.with(|target| target.as_ref().map(|target| target.value));
        let value = state.target.get().or(proposed);
        value.map_or_else(String::new, |value| value.to_string())
    };
    let source = move || proposed.with(|target| say::target_source(target.as_ref()));
    view! {
        <TargetField value>
            <span class="question-note">{source}</span>
        </TargetField>
    }
}

/// The field that a target is typed in.
#[component]
pub fn TargetField(
    /// The target that counts now.
    value: impl Fn() -> String + Send + 'static,
    /// Where it comes from.
    children: Children,
) -> impl IntoView {
    let state = state();
    view! {
        <label class="choice">
            <span class="choice-label">"Target"</span>
            <input
                class="short"
                type="number"
                min="0"
                step="any"
                prop:value=value
                on:change=move |event| state.target.set(positive(&event_target_value(&event)))
            />
            {children()}
        </label>
    }
}

/// A number above zero; nothing where the field was emptied.
fn positive(text: &str) -> Option<f64> {
    let value: f64 = text.trim().parse().ok()?;
    (value.is_finite() && value > 0.0).then_some(value)
}
