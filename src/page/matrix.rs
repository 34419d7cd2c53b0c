//! Every usage metric against every outcome metric. The table is the chart: each cell is a button.

use std::sync::Arc;

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::answer::{OnceJoined, text};
use super::choice::{Choice, Choosable, InterestChoice, PeriodChoice};
use super::matrix_readout::Readout;
use super::notices::Notices;
use super::pin::Pin;
use super::{dom, state};
use crate::analysis::words::matrix as words;
use crate::analysis::{Layer, Matrix as Answer, Sort};
use crate::chart;
use crate::format;
use crate::metrics::MetricInfo;
use crate::report::Pinnable;

/// The matrix, once there is something to compare.
#[component]
pub fn Matrix() -> impl IntoView {
    view! {
        <OnceJoined class="answer matrix">
            <Question />
            <Answered />
        </OnceJoined>
    }
}

/// What is compared, and in which order it is shown.
#[component]
fn Question() -> impl IntoView {
    let state = state();
    let option = move |layer: Layer| {
        view! {
            <label class="switch-option">
                <input
                    type="radio"
                    name="layer"
                    prop:checked=move || state.layer.get() == layer
                    on:change=move |_| state.layer.set(layer)
                />
                <span>{words::layer(layer)}</span>
            </label>
        }
    };
    let choose = move |chosen: String| {
        let found = Sort::ALL
            .into_iter()
            .find(|sort| words::sort(*sort) == chosen);
        if let Some(sort) = found {
            state.sort.set(sort);
        }
    };
    let sorts = Sort::ALL.map(|sort| Choosable::new(words::sort(sort), words::sort(sort)));
    view! {
        <div class="question" role="group" aria-label="Question">
            <fieldset class="switch">
                <legend class="choice-label">"Look at"</legend>
                <div class="switch-options">{option(Layer::Between)} {option(Layer::Within)}</div>
            </fieldset>
            <PeriodChoice />
            <Choice
                label="Order"
                values=sorts.to_vec()
                chosen=Signal::derive(move || words::sort(state.sort.get()).to_owned())
                on_choose=choose
            />
            <InterestChoice />
        </div>
    }
}

/// The answer, or how far it is, or why there is none.
#[component]
fn Answered() -> impl IntoView {
    let state = state();
    let matrix = Memo::new(move |_| match state.matrix().answer.get() {
        Some(Ok(matrix)) => Some(matrix),
        _ => None,
    });
    let has_answer = Memo::new(move |_| matrix.with(Option::is_some));
    let waiting = move || {
        let share = state.matrix().progress.get();
        view! {
            <label class="hint waiting matrix-waiting">
                {format!("Comparing every pair, {}", format::percent(share.min(0.99)))}
                <progress max="1" prop:value=share></progress>
            </label>
        }
    };
    let maybe = move |say: fn(&Answer) -> Option<String>| {
        move || matrix.with(|found| found.as_deref().and_then(say))
    };
    let what = Signal::derive(move || {
        let sort = state.sort.get();
        matrix.with(|found| {
            found
                .as_deref()
                .map(|found| Pinnable::of_matrix(found, sort))
        })
    });
    let limits = move || {
        let limits = matrix.with(|found| found.as_deref().map(words::limits));
        let item = |text: String| view! { <li>{text}</li> };
        limits.map(|limits| limits.into_iter().map(item).collect_view())
    };
    move || {
        if !has_answer.get() {
            return match state.matrix().answer.get() {
                Some(Err(notices)) => {
                    view! { <section class="card"><Notices notices /></section> }.into_any()
                }
                _ => waiting().into_any(),
            };
        }
        view! {
            <div class="answer-head">
                <h1 id="finding">{text(matrix, words::finding)}</h1>
                <p class="figures">{maybe(words::strongest)}</p>
                <p class="matrix-luck">{maybe(words::luck)}</p>
            </div>
            <div class="matrix-progress" class:gone=move || !state.matrix().is_open()>{waiting}</div>
            <div class="answer-body" class:stale=move || state.is_busy()>
                <figure class="card chart matrix-chart">
                    <Grid matrix />
                    <figcaption>
                        <p class="matrix-key">{text(matrix, words::key)} " " {maybe(words::left_out)}</p>
                        <Ramp matrix />
                        <p>{text(matrix, words::base)}</p>
                        <Pin what />
                    </figcaption>
                </figure>
                <Readout matrix />
            </div>
            <section class="card doubts">
                <h2>"What this does not show"</h2>
                <ul>{limits}</ul>
            </section>
        }
        .into_any()
    }
}

/// The colours with what they stand for.
#[component]
fn Ramp(
    /// The answer.
    matrix: Memo<Option<Arc<Answer>>>,
) -> impl IntoView {
    let reach = move || matrix.with(|found| found.as_deref().map(chart::reach));
    view! {
        <p class="ramp">
            <span>{move || reach().map(|reach| format::coefficient(-reach))}</span>
            <span class="ramp-bar" aria-hidden="true"></span>
            <span>{move || reach().map(format::signed)}</span>
        </p>
    }
}

/// The table of buttons. One of them takes the Tab key; arrow keys move on from there.
#[component]
fn Grid(
    /// The answer.
    matrix: Memo<Option<Arc<Answer>>>,
) -> impl IntoView {
    let state = state();
    let order = Memo::new(move |_| {
        matrix.with(|found| found.as_deref().map(|found| found.order(state.sort.get())))
    });
    let active = Memo::new(move |_| {
        let found = matrix.get()?;
        let at = state.at.get().and_then(|(x, y)| {
            let of = |metrics: &[MetricInfo], id| metrics.iter().position(|metric| metric.id == id);
            Some([of(&found.usage, x)?, of(&found.outcomes, y)?])
        });
        let first = order.with(|order| {
            let order = order.as_ref()?;
            Some([*order.rows.first()?, *order.columns.first()?])
        });
        at.or(first)
    });
    let go_to = move |at: [usize; 2]| {
        // The button that takes the keyboard says so itself.
        dom::focus(&id_of(at));
    };
    let step = move |event: KeyboardEvent| {
        let is_far = event.ctrl_key() || event.meta_key();
        let Some(step) = Step::of(&event.key(), is_far) else {
            return;
        };
        let next = order.with_untracked(|order| {
            let (order, at) = (order.as_ref()?, active.get_untracked()?);
            let row = order.rows.iter().position(|row| *row == at[0])?;
            let column = order.columns.iter().position(|column| *column == at[1])?;
            let row = moved(step.down, row, order.rows.len());
            let column = moved(step.right, column, order.columns.len());
            Some([*order.rows.get(row)?, *order.columns.get(column)?])
        });
        if let Some(next) = next {
            event.prevent_default();
            go_to(next);
        }
    };
    if state.came_back.get_untracked() && state.at.with_untracked(Option::is_some) {
        state.came_back.set(false);
        if let Some(at) = active.get_untracked() {
            dom::focus_soon(id_of(at));
        }
    }
    let table = move || {
        let (found, order) = (matrix.get()?, order.get()?);
        let reach = chart::reach(&found);
        let header = |metric: &MetricInfo| {
            let (label, title) = (metric.label.clone(), metric.definition.clone());
            view! { <th scope="col" title=title><span>{label}</span></th> }
        };
        let head = order
            .columns
            .iter()
            .map(|at| header(&found.outcomes[*at]))
            .collect_view();
        let row = |usage: &usize| {
            let cells = order
                .columns
                .iter()
                .map(|outcome| view! { <Pair matrix=Arc::clone(&found) at=[*usage, *outcome] reach active /> });
            let metric = &found.usage[*usage];
            view! {
                <tr>
                    <th scope="row" title=metric.definition.clone()><span>{metric.label.clone()}</span></th>
                    {cells.collect_view()}
                </tr>
            }
        };
        let body = order.rows.iter().map(row).collect_view();
        Some(view! {
            <table
                role="grid"
                class="matrix-table"
                aria-labelledby="finding"
                style=("--columns", order.columns.len().to_string())
                on:keydown=step
                on:pointerleave=move |_| state.pointed.set(None)
            >
                <thead><tr><td></td>{head}</tr></thead>
                <tbody>{body}</tbody>
            </table>
        })
    };
    view! { <div class="matrix-scroll">{table}</div> }
}

/// One pair.
#[component]
fn Pair(
    /// The answer.
    matrix: Arc<Answer>,
    /// The positions of its metrics.
    at: [usize; 2],
    /// The size that the strongest colour stands for.
    reach: f64,
    /// The pair that the keyboard is at.
    active: Memo<Option<[usize; 2]>>,
) -> impl IntoView {
    let state = state();
    let found = matrix.cell(at[0], at[1]);
    let pair = found.and_then(|found| found.as_ref().ok());
    let tint = match pair.map(|pair| pair.value) {
        None => "empty",
        Some(value) if value < 0.0 => "low",
        Some(_) => "high",
    };
    let framed = pair.filter(|pair| pair.stands()).map_or("", |_| " framed");
    let hatched = pair.and_then(|pair| pair.coupled.as_ref());
    let hatched = hatched.map_or("", |_| " hatched");
    // One text: a button that comes to show another pair takes it as a whole, and classes set one by one would be lost.
    let class = format!("pair {tint}{framed}{hatched}");
    let weight = pair.map(|pair| format!("{:.0}%", 100.0 * pair.value.abs() / reach));
    let ids = (
        matrix.usage[at[0]].id.clone(),
        matrix.outcomes[at[1]].id.clone(),
    );
    let here = StoredValue::new(ids);
    let tab = move || if active.get() == Some(at) { "0" } else { "-1" };
    view! {
        <td>
            <button
                type="button"
                class=class
                id=id_of(at)
                tabindex=tab
                aria-label=words::spoken(&matrix, at)
                style=("--weight", weight.unwrap_or_default())
                on:focus=move |_| { state.pointed.set(None); state.at.set(Some(here.get_value())) }
                on:pointerenter=move |_| state.pointed.set(Some(at))
                on:click=move |_| { let (x, y) = here.get_value(); state.look_at(x, y) }
            >
                <span>{found.map(words::short)}</span>
            </button>
        </td>
    }
}

/// Where a key leads: steps down and to the right.
struct Step {
    down: isize,
    right: isize,
}

/// As far as it goes.
const END: isize = isize::MAX;

impl Step {
    fn of(key: &str, is_far: bool) -> Option<Self> {
        let (down, right) = match (key, is_far) {
            ("ArrowDown", _) => (1, 0),
            ("ArrowUp", _) => (-1, 0),
            ("ArrowRight", _) => (0, 1),
            ("ArrowLeft", _) => (0, -1),
            ("Home", false) => (0, -END),
            ("End", false) => (0, END),
            ("Home", true) => (-END, -END),
            ("End", true) => (END, END),
            _ => return None,
        };
        Some(Step { down, right })
    }
}

/// A place moved by some steps, held inside of what there is.
fn moved(by: isize, place: usize, count: usize) -> usize {
    place.saturating_add_signed(by).min(count.saturating_sub(1))
}

fn id_of([usage, outcome]: [usize; 2]) -> String {
    format!("pair-{usage}-{outcome}")
}
