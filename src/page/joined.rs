//! How the files fit together, and what is lost.

use std::sync::Arc;

use leptos::prelude::*;

use super::choice::{Choice, Choosable, PeriodChoice};
use super::notices::Notices;
use super::state;
use crate::dataset::Absent;
use crate::engine::JoinReport;
use crate::format;
use crate::metrics::Filters;

/// The join's report, or why there is none.
#[component]
pub fn Joined() -> impl IntoView {
    let state = state();
    let body = move || {
        match state.join.answer.get() {
        _ if state.is_reading() => view! { <p class="hint">"Reading…"</p> }.into_any(),
        Some(Ok(report)) => view! { <Report report /> }.into_any(),
        Some(Err(notices)) => view! { <Notices notices /> }.into_any(),
        None => view! {
            <p class="hint">
                "It takes one file with usage and one with outcomes. Add the missing one, or say below what a file is about."
            </p>
        }
        .into_any(),
    }
    };
    view! {
        <section class="card join" aria-labelledby="join-title">
            <h2 id="join-title">"How the files fit together"</h2>
            <Cut />
            {body}
        </section>
    }
}

/// How time is cut, and what a missing row means.
#[component]
fn Cut() -> impl IntoView {
    let state = state();
    let absences = [
        Choosable::new("unknown", "is left out: it is not known"),
        Choosable::new("zero", "counts as zero, from a person’s first to last row"),
    ];
    let choose_absence = move |chosen: String| {
        state.absent.set(if chosen == "zero" {
            Absent::Zero
        } else {
            Absent::Unknown
        });
    };
    view! {
        <div class="cut">
            <PeriodChoice />
            <Choice
                label="Time without a usage row"
                values=absences.to_vec()
                chosen=Signal::derive(move || match state.absent.get() {
                    Absent::Unknown => "unknown".to_owned(),
                    Absent::Zero => "zero".to_owned(),
                })
                on_choose=choose_absence
            />
        </div>
    }
}

#[component]
fn Report(
    /// What came of the join.
    report: Arc<JoinReport>,
) -> impl IntoView {
    let state = state();
    let part = |people: usize, class: &'static str, label: &'static str| {
        (people > 0).then(|| {
            view! {
                <li class=class style:flex-grow=people.to_string()>
                    <strong>{format::integer(people)}</strong>
                    " "
                    {label}
                </li>
            }
        })
    };
    let notices = report.notices.clone();
    let filtered = report.filtered_sentence().map(|text| {
        let clear = move |_| state.filters.set(Filters::default());
        view! {
            <p class="filtered">
                {text} " " <button type="button" class="link" on:click=clear>"Take all filters off"</button>
            </p>
        }
    });
    view! {
        {filtered}
        <ul class="overlap" aria-label="People by the files that they are in">
            {part(report.only_usage(), "overlap-part one", "only in usage")}
            {part(report.matched_people, "overlap-part both", "in both")}
            {part(report.only_outcomes(), "overlap-part one", "only in outcomes")}
        </ul>
        <p>{report.people_sentence()} " " {report.lost_sentence()}</p>
        <p>{report.time_sentence(state.period.get_untracked())}</p>
        {(!notices.is_empty()).then(|| view! { <Notices notices /> })}
        <div class="actions">
            <button type="button" class="button primary" on:click=move |_| state.view.set(state.goal.get_untracked())>
                "Read the answer"
            </button>
        </div>
    }
}
