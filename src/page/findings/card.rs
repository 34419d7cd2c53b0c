//! One finding: its picture, its numbers, its note, and its place among the others.

use leptos::ev::{DragEvent, KeyboardEvent};
use leptos::html::{Canvas, Div};
use leptos::prelude::*;

use super::super::plain_table::plain_table;
use super::super::take::SaveAs;
use super::super::{canvas, dom, screen, state};
use crate::chart::Chart;
use crate::report::{Figure, Finding, freshness};

/// Figures that stand beside the picture; the others are in the report.
const SHOWN: usize = 5;

/// Rows of a table that stand in place of a picture.
const MOST_ROWS: usize = 8;

/// A finding in the list.
#[component]
pub fn Card(
    /// Its number in this visit.
    id: u32,
    /// The finding that is being dragged.
    dragged: RwSignal<Option<u32>>,
) -> impl IntoView {
    let state = state();
    let findings = state.findings;
    let Some(first) = untrack(|| findings.get(id)) else {
        return ().into_any();
    };
    let heading = format!("finding-{id}");
    let labelled_by = heading.clone();
    let key = move |event: KeyboardEvent| {
        let by = match (event.alt_key(), event.key().as_str()) {
            (true, "ArrowUp") => -1,
            (true, "ArrowDown") => 1,
            _ => return,
        };
        event.prevent_default();
        step(id, by);
    };
    let drop = move |event: DragEvent| {
        let place = findings.place(id);
        if let Some((moved, place)) = dragged.get_untracked().zip(place) {
            event.prevent_default();
            findings.put(moved, place);
            dragged.set(None);
        }
    };
    let over = move |event: DragEvent| {
        if dragged.get_untracked().is_some() {
            event.prevent_default();
        }
    };
    let stale = move || {
        let finding = findings.get(id)?;
        let text = freshness(finding.made_from.compared_with(&state.fingerprint()))?;
        Some(view! { <p class="stale-mark">{text}</p> })
    };
    let what = &first.what;
    // A count alone says nothing that the words do not say.
    let figures_matter = !what.figures.iter().all(Figure::is_count);
    let figures = what
        .figures
        .iter()
        .filter(|figure| figures_matter || !figure.is_count());
    let figures = figures.take(SHOWN).map(figure).collect_view();
    let filters = first.filters().collect::<Vec<_>>().join(" ");
    let sentences: Vec<_> = what.sentences.iter().take(2).cloned().collect();
    let sentences = sentences.into_iter().map(|text| view! { <p>{text}</p> });
    let note = first.note.clone();
    view! {
        <li
            class="card finding"
            class:dragged=move || dragged.get() == Some(id)
            aria-labelledby=labelled_by
            on:keydown=key
            on:dragover=over
            on:drop=drop
        >
            <div class="finding-picture">
                {picture(&first)}
            </div>
            <div class="finding-words">
                <div class="finding-head">
                    <h2 id=heading>{what.title.clone()}</h2>
                    <Handle id dragged />
                </div>
                {stale}
                {sentences.collect_view()}
                <dl class="finding-figures">{figures}</dl>
                {(!filters.is_empty()).then(|| view! { <p class="hint">{filters}</p> })}
                <label class="stack">
                    "Note"
                    <textarea
                        rows="2"
                        placeholder=" "
                        id=format!("finding-{id}-note")
                        prop:value=note
                        on:input=move |event| findings.write(id, event_target_value(&event))
                    ></textarea>
                </label>
                <Order id />
            </div>
        </li>
    }
    .into_any()
}

/// What a pointer drags a finding by; the keyboard has buttons of its own.
#[component]
fn Handle(
    /// Its number in this visit.
    id: u32,
    /// The finding that is being dragged.
    dragged: RwSignal<Option<u32>>,
) -> impl IntoView {
    let start = move |event: DragEvent| {
        dragged.set(Some(id));
        if let Some(carried) = event.data_transfer() {
            // Without anything to carry some browsers do not drag.
            let _ = carried.set_data("text/plain", "finding");
        }
    };
    view! {
        <button
            type="button"
            class="handle"
            title="Drag to another place"
            draggable="true"
            aria-hidden="true"
            tabindex="-1"
            on:dragstart=start
            on:dragend=move |_| dragged.set(None)
        >
            "⠿"
        </button>
    }
}

/// What is done with a finding: its place, its view, its end.
#[component]
fn Order(
    /// Its number in this visit.
    id: u32,
) -> impl IntoView {
    let state = state();
    let remove = move |_| {
        state.findings.remove(id);
        state.speak("Removed");
        dom::focus("main");
    };
    let what = Signal::derive(move || Some(state.findings.get(id)?.what.clone()));
    let open = move |_| {
        if let Some(finding) = untrack(|| state.findings.get(id)) {
            state.open_as_it_was(&finding);
        }
    };
    view! {
        <div class="actions finding-actions">
            <button
                type="button"
                class="button"
                id=format!("finding-{id}-up")
                aria-keyshortcuts="Alt+ArrowUp"
                on:click=move |_| step(id, -1)
            >
                "Move up"
            </button>
            <button
                type="button"
                class="button"
                id=format!("finding-{id}-down")
                aria-keyshortcuts="Alt+ArrowDown"
                on:click=move |_| step(id, 1)
            >
                "Move down"
            </button>
            <button type="button" class="button" on:click=open>"Open as it was"</button>
            <button type="button" class="button plain" on:click=remove>"Remove"</button>
            <SaveAs what />
        </div>
    }
}

/// Moves a finding by one place. The keyboard stays where it was, although the element moves.
fn step(id: u32, by: isize) {
    let state = state();
    let Some(place) = state.findings.place(id) else {
        return;
    };
    let last = state.findings.list.with_untracked(Vec::len) - 1;
    let Some(to) = place.checked_add_signed(by).filter(|to| *to <= last) else {
        state.speak(if by < 0 {
            "It is the first"
        } else {
            "It is the last"
        });
        return;
    };
    let focused = dom::focused();
    state.findings.put(id, to);
    state.speak(&format!("Now at place {} of {}", to + 1, last + 1));
    if let Some(focused) = focused {
        request_animation_frame(move || dom::focus(&focused));
    }
}

fn figure(figure: &Figure) -> impl IntoView + use<> {
    view! {
        <div>
            <dt>{figure.name.clone()}</dt>
            <dd title=figure.value.to_string()>{figure.shown.clone()}</dd>
            <dd class="finding-interval">{figure.interval_shown.clone()}</dd>
        </div>
    }
}

/// The chart as it was when it was pinned, or the beginning of its table.
fn picture(finding: &Finding) -> AnyView {
    let what = &finding.what;
    match (&what.chart, &what.table) {
        (Some(chart), _) => view! { <Picture chart=chart.clone() /> }.into_any(),
        (None, Some(table)) => view! {
            <div class="scroll" tabindex="0" role="region" aria-label="The values">
                {plain_table(table, "finding-table", MOST_ROWS)}
            </div>
        }
        .into_any(),
        (None, None) => ().into_any(),
    }
}

#[component]
fn Picture(
    /// The chart.
    chart: Chart,
) -> impl IntoView {
    let frame = NodeRef::<Div>::new();
    let node = NodeRef::<Canvas>::new();
    let changes = screen::changes(frame);
    let summary = chart.summary();
    let height = chart.tight_size().map(|(_, height)| format!("{height}px"));
    Effect::new(move || {
        changes.track();
        if let Some(canvas) = node.get() {
            // A browser without a canvas still has the words and the figures.
            let width = f64::from(canvas.client_width());
            let _ = canvas::paint(&canvas, &chart, &screen::theme(width));
        }
    });
    view! {
        <div class="finding-frame" node_ref=frame style:height=height>
            <canvas node_ref=node role="img" aria-label=summary></canvas>
        </div>
    }
}
