//! The bar of filters: what is on, what each takes away, and the way back.

use leptos::ev::KeyboardEvent;
use leptos::html::Dialog;
use leptos::prelude::*;

use super::filter_dialog::{FilterDialog, open};
use super::link::CopyLink;
use super::{dom, state};
use crate::analysis::words::filters as words;
use crate::engine::JoinReport;
use crate::metrics::{Filter, Filters};

/// One filter that is on, in words.
#[derive(Debug, Clone, PartialEq)]
struct Chip {
    filter: Filter,
    label: String,
    removes: Option<String>,
}

/// The bar under the header.
#[component]
pub fn FilterBar() -> impl IntoView {
    let state = state();
    let dialog = NodeRef::<Dialog>::new();
    let report = Memo::new(move |_| match state.join.answer.get() {
        Some(Ok(report)) => Some(report),
        _ => None,
    });
    let chips = Memo::new(move |_| {
        let filters = state.filters.get();
        report.with(|report| chips(&filters, state.period.get(), report.as_deref()))
    });
    let draft = RwSignal::new(Filters::default());
    let edit = move |_| {
        draft.set(state.filters.get_untracked());
        open(dialog);
    };
    let clear = move |_| {
        state.filters.set(Filters::default());
        state.speak("All filters are off");
        dom::focus("filter-add");
    };
    let left = move || {
        report.with(|report| {
            report
                .as_ref()
                .map(|report| words::left(report.matched_people, report.choices.people))
        })
    };
    let some = move || !chips.with(Vec::is_empty);
    view! {
        <section class="filters" aria-label="Filters">
            <button type="button" id="filter-add" class="button filter-add" on:click=edit>
                {move || if some() { "Change filters" } else { "Filter" }}
            </button>
            <p class="filter-left">{left}</p>
            <ul class="chips" class:gone=move || !some()>
                {move || {
                    chips.get().into_iter().enumerate().map(|(at, chip)| view! { <OneChip at chip /> }).collect_view()
                }}
            </ul>
            <button type="button" class="button plain" class:gone=move || !some() on:click=clear>
                "Clear all"
            </button>
            <div class="filter-steps">
                <CopyLink />
                <Step label="Undo" keys="Control+Z" can=Signal::derive(move || state.can_undo()) on_step=move |()| state.undo() />
                <Step
                    label="Redo"
                    keys="Control+Shift+Z"
                    can=Signal::derive(move || state.can_redo())
                    on_step=move |()| state.redo()
                />
            </div>
            <FilterDialog dialog draft report />
        </section>
    }
}

/// A filter that is on, with the button that takes it off.
#[component]
fn OneChip(
    /// Its place in the row.
    at: usize,
    /// What it says.
    chip: Chip,
) -> impl IntoView {
    let state = state();
    let name = format!("Remove the filter {}", chip.label);
    let (filter, label) = (chip.filter.clone(), chip.label.clone());
    let remove = Callback::new(move |()| {
        state
            .filters
            .update(|filters| *filters = filters.without(&filter));
        state.speak(&format!("The filter {label} is off"));
        // The one that moved up takes the keyboard, or the one before it.
        let rest = state
            .filters
            .with_untracked(|filters| filters.active().len());
        match rest.checked_sub(1) {
            Some(last) => dom::focus_soon(format!("chip-{}", at.min(last))),
            None => dom::focus("filter-add"),
        }
    });
    let on_key = move |event: KeyboardEvent| {
        if matches!(event.key().as_str(), "Delete" | "Backspace") {
            event.prevent_default();
            remove.run(());
        }
    };
    view! {
        <li class="chip">
            <span>{chip.label}</span>
            {chip.removes.map(|text| view! { <span class="chip-removes">{text}</span> })}
            <button
                type="button"
                class="chip-off"
                id=format!("chip-{at}")
                aria-label=name
                on:click=move |_| remove.run(())
                on:keydown=on_key
            >
                "×"
            </button>
        </li>
    }
}

/// A step through the history. It stays reachable where there is none, so that the keyboard does not lose its place.
#[component]
fn Step(
    /// What it says.
    label: &'static str,
    /// Its keys, as ARIA writes them.
    keys: &'static str,
    /// Whether there is one to take.
    can: Signal<bool>,
    /// Takes it.
    #[prop(into)]
    on_step: Callback<()>,
) -> impl IntoView {
    let off = move || (!can.get()).then_some("true");
    let step = move |_| {
        if can.get_untracked() {
            on_step.run(());
        }
    };
    view! {
        <button type="button" class="button plain step" aria-disabled=off aria-keyshortcuts=keys on:click=step>
            {label}
        </button>
    }
}

fn chips(
    filters: &Filters,
    period: crate::dataset::Period,
    report: Option<&JoinReport>,
) -> Vec<Chip> {
    let metrics = report.map_or(&[][..], |report| &report.metrics);
    let chip = |filter: Filter| {
        let mut removals = report.into_iter().flat_map(|report| &report.removals);
        let removal = removals.find(|removal| removal.filter == filter);
        Chip {
            label: words::filter(&filter, filters, period, metrics),
            removes: removal.map(|removal| words::removal(removal.people)),
            filter,
        }
    };
    filters.active().into_iter().map(chip).collect()
}
