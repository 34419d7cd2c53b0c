//! The dialog in which filters are chosen. Nothing changes until they are applied.

use std::sync::Arc;

use leptos::ev::SubmitEvent;
use leptos::html::Dialog;
use leptos::prelude::*;

use super::{dom, state};
use crate::analysis::words;
use crate::dataset::period::{day_of_iso, iso_of};
use crate::engine::{Groups, JoinReport};
use crate::format;
use crate::metrics::Filters;

/// Shows the dialog.
pub fn open(dialog: NodeRef<Dialog>) {
    if let Some(dialog) = dialog.get_untracked() {
        // It fails only where the dialog is open already.
        drop(dialog.show_modal());
    }
}

/// What can be filtered by.
#[component]
pub fn FilterDialog(
    /// The dialog itself.
    dialog: NodeRef<Dialog>,
    /// What is being chosen.
    draft: RwSignal<Filters>,
    /// What there is to choose from.
    report: Memo<Option<Arc<JoinReport>>>,
) -> impl IntoView {
    let state = state();
    let close = move || {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
        dom::focus("filter-add");
    };
    let apply = move |event: SubmitEvent| {
        event.prevent_default();
        let groups = report.with_untracked(|report| {
            report
                .as_ref()
                .map_or_else(Vec::new, |report| report.choices.groups.clone())
        });
        state.filters.set(tidy(draft.get_untracked(), &groups));
        close();
    };
    let choices = Memo::new(move |_| report.with(|report| Some(report.as_ref()?.choices.clone())));
    let fields = move || {
        let choices = choices.get()?;
        let groups = choices.groups.into_iter();
        Some(view! {
            {choices.days.map(|days| view! { <Dates draft days /> })}
            <fieldset class="filter-part">
                <legend>"Groups"</legend>
                {if groups.len() == 0 {
                    view! { <p class="hint">{words::filters::no_groups()}</p> }.into_any()
                } else {
                    groups.map(|groups| view! { <Levels draft groups /> }).collect_view().into_any()
                }}
            </fieldset>
        })
    };
    view! {
        <dialog class="dialog filter-dialog" node_ref=dialog aria-labelledby="filter-title">
            <form class="filter-form" on:submit=apply>
                <h2 id="filter-title">"Whose numbers, and when"</h2>
                {fields}
                <Coverage draft />
                <div class="actions">
                    <button type="submit" class="button primary">"Apply"</button>
                    <button type="button" class="button" on:click=move |_| close()>"Cancel"</button>
                    <button type="button" class="button plain" on:click=move |_| draft.set(Filters::default())>
                        "Reset"
                    </button>
                </div>
            </form>
        </dialog>
    }
}

/// The span of time.
#[component]
fn Dates(
    /// What is being chosen.
    draft: RwSignal<Filters>,
    /// First and last day that the files have.
    days: [i32; 2],
) -> impl IntoView {
    let state = state();
    let [first, last] = days;
    let text = |day: Option<i32>| day.map_or_else(String::new, iso_of);
    let from = move || draft.with(|draft| draft.from);
    let to = move || draft.with(|draft| draft.to);
    view! {
        <fieldset class="filter-part">
            <legend>"Time"</legend>
            <div class="filter-row">
                <label class="choice">
                    <span class="choice-label">"From"</span>
                    <input
                        type="date"
                        min=iso_of(first)
                        max=move || iso_of(to().unwrap_or(last))
                        prop:value=move || text(from())
                        on:change=move |event| draft.update(|draft| draft.from = day_of_iso(&event_target_value(&event)))
                    />
                </label>
                <label class="choice">
                    <span class="choice-label">"Until"</span>
                    <input
                        type="date"
                        min=move || iso_of(from().unwrap_or(first))
                        max=iso_of(last)
                        prop:value=move || text(to())
                        on:change=move |event| draft.update(|draft| draft.to = day_of_iso(&event_target_value(&event)))
                    />
                </label>
            </div>
            <p class="hint">{move || words::filters::whole_periods(state.period.get())}</p>
        </fieldset>
    }
}

/// The groups of one attribute.
#[component]
fn Levels(
    /// What is being chosen.
    draft: RwSignal<Filters>,
    /// The attribute with its groups.
    groups: Groups,
) -> impl IntoView {
    let Groups { attribute, levels } = groups;
    let title = words::attribute(&attribute);
    let name = StoredValue::new(attribute);
    let is_kept = move |level: &str| {
        draft.with(|draft| {
            let kept = name.with_value(|name| draft.groups.get(name));
            kept.is_some_and(|kept| kept.contains(level))
        })
    };
    let chosen = move || {
        draft.with(|draft| {
            let kept = name.with_value(|name| draft.groups.get(name));
            let kept: Vec<&str> = kept.into_iter().flatten().map(String::as_str).collect();
            words::filters::chosen(&kept)
        })
    };
    let item = move |(level, people): (String, usize)| {
        let (shown, checked) = (level.clone(), level.clone());
        let choose = move |event| {
            let is_on = event_target_checked(&event);
            draft.update(|draft| {
                let kept = draft.groups.entry(name.get_value()).or_default();
                if is_on {
                    kept.insert(level.clone());
                } else {
                    kept.remove(&level);
                }
            });
        };
        view! {
            <li>
                <label class="check">
                    <input type="checkbox" prop:checked=move || is_kept(&checked) on:change=choose />
                    <span>{shown}</span>
                    <span class="hint">{format::integer(people)}</span>
                </label>
            </li>
        }
    };
    view! {
        <details class="filter-levels">
            <summary><strong>{title}</strong> ": " {chosen}</summary>
            <p class="hint">"Only people in the groups that are ticked. With none ticked, everyone."</p>
            <ul>{levels.into_iter().map(item).collect_view()}</ul>
        </details>
    }
}

/// How much of the time a person must be there.
#[component]
fn Coverage(
    /// What is being chosen.
    draft: RwSignal<Filters>,
) -> impl IntoView {
    let state = state();
    let least = move || {
        draft.with(|draft| match draft.least_periods {
            0 | 1 => String::new(),
            least => least.to_string(),
        })
    };
    let take = move |event| {
        let periods = event_target_value(&event).parse().unwrap_or(0);
        draft.update(|draft| draft.least_periods = periods);
    };
    view! {
        <fieldset class="filter-part">
            <legend>"Coverage"</legend>
            <label class="choice">
                <span class="choice-label">
                    {move || format!("Fewest {}s with usage and outcomes", state.period.get().word())}
                </span>
                <input type="number" min="1" max="10000" step="1" placeholder="any" prop:value=least on:change=take />
            </label>
            <label class="check">
                <input
                    type="checkbox"
                    prop:checked=move || draft.with(|draft| draft.whole_span_only)
                    on:change=move |event| draft.update(|draft| draft.whole_span_only = event_target_checked(&event))
                />
                "Only people who are there from start to end"
            </label>
            <p class="hint">"That is: with rows in the first and in the last tenth of the time."</p>
        </fieldset>
    }
}

/// Without what filters nothing: no group chosen, every group chosen, at least one period.
fn tidy(mut filters: Filters, groups: &[Groups]) -> Filters {
    filters.groups.retain(|name, kept| {
        let all = groups.iter().find(|groups| groups.attribute == *name);
        let is_all =
            all.is_some_and(|all| all.levels.iter().all(|(level, _)| kept.contains(level)));
        !kept.is_empty() && !is_all
    });
    if filters.least_periods < 2 {
        filters.least_periods = 0;
    }
    filters
}
