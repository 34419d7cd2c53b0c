//! How the files fit together, and what is lost.

use std::sync::Arc;

use leptos::prelude::*;

use super::choice::{Choice, Choosable, PeriodChoice};
use super::notices::Notices;
use super::state;
use crate::dataset::spelling::{Mismatch, Spelling};
use crate::dataset::{Absent, TableRole};
use crate::engine::{JoinReport, words};
use crate::format;
use crate::metrics::Filters;
use crate::notice::{Kind, Notice};

/// The join's report, or why there is none.
#[component]
pub fn Joined() -> impl IntoView {
    let state = state();
    let body = move || {
        match state.join.answer.get() {
        _ if state.is_reading() => view! { <p class="hint">"Reading…"</p> }.into_any(),
        Some(Ok(report)) => view! { <Report report /> }.into_any(),
        Some(Err(notices)) => view! { <Offers notices=notices.clone() /> <Notices notices /> }.into_any(),
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
    let absences = Signal::derive(move || {
        let mut absences = vec![
            Choosable::new("unknown", "is left out: it is not known"),
            Choosable::new("zero", "counts as zero, from a person’s first to last row"),
        ];
        let has_roster = state.files.with(|files| {
            let mappings = files.iter().filter_map(|file| file.mapping.as_ref());
            mappings
                .map(|mapping| mapping.role)
                .any(|role| role == TableRole::People)
        });
        if has_roster || state.absent.get() == Absent::ZeroForRoster {
            absences.push(Choosable::new(
                "roster",
                "counts as zero, for everyone in the people file, the whole time",
            ));
        }
        absences
    });
    let choose_absence = move |chosen: String| {
        state.absent.set(match chosen.as_str() {
            "zero" => Absent::Zero,
            "roster" => Absent::ZeroForRoster,
            _ => Absent::Unknown,
        });
    };
    view! {
        <div class="cut">
            <PeriodChoice />
            <Choice
                label="Time without a usage row"
                values=absences
                chosen=Signal::derive(move || match state.absent.get() {
                    Absent::Unknown => "unknown".to_owned(),
                    Absent::Zero => "zero".to_owned(),
                    Absent::ZeroForRoster => "roster".to_owned(),
                })
                on_choose=choose_absence
            />
            <Called />
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
        <Apart mismatches=report.mismatches.clone() />
        {(!notices.is_empty()).then(|| view! { <Notices notices /> })}
        <div class="actions">
            <button type="button" class="button primary" on:click=move |_| state.view.set(state.goal.get_untracked())>
                "Read the answer"
            </button>
        </div>
    }
}

/// Why people of one side are not on the other, and what can be passed over.
#[component]
fn Apart(
    /// What their ids tell.
    mismatches: Vec<Mismatch>,
) -> impl IntoView {
    let state = state();
    let item = |mismatch: Mismatch| {
        let button = mismatch.offer().map(|(spelling, label)| {
            view! {
                <button type="button" class="button" on:click=move |_| state.pass_over(spelling)>
                    {label}
                </button>
            }
        });
        view! { <li><p>{mismatch.sentence()}</p> {button}</li> }
    };
    let passed = move || {
        let chip = |spelling: Spelling| {
            let label = words::pass_over(spelling);
            view! {
                <li>
                    {label} " "
                    <button type="button" class="link" on:click=move |_| state.pass_over(spelling)>"Take back"</button>
                </li>
            }
        };
        let passed_over = state.passed_over.get();
        (!passed_over.is_empty())
            .then(|| view! { <ul class="passed" aria-label="How ids are compared">{passed_over.into_iter().map(chip).collect_view()}</ul> })
    };
    let found = (!mismatches.is_empty())
        .then(|| view! { <ul class="apart" aria-label="Why ids do not meet">{mismatches.into_iter().map(item).collect_view()}</ul> });
    view! { {found} {passed} }
}

/// Differences of ids that can be passed over where nobody is in both files, or that were.
#[component]
fn Offers(
    /// Why the files do not fit together.
    notices: Vec<Notice>,
) -> impl IntoView {
    let state = state();
    let button = |notice: &Notice| {
        let Kind::IdsDiffer(_, offer) = &notice.kind else {
            return None;
        };
        let label = offer.clone();
        let spelling = Spelling::ALL
            .into_iter()
            .find(|spelling| words::pass_over(*spelling) == label)?;
        Some(view! {
            <button type="button" class="button" on:click=move |_| state.pass_over(spelling)>
                {label}
            </button>
        })
    };
    let buttons: Vec<_> = notices.iter().filter_map(button).collect();
    view! {
        {(!buttons.is_empty()).then(|| view! { <div class="actions">{buttons}</div> })}
        <Apart mismatches=Vec::new() />
    }
}

/// What people are called.
#[component]
fn Called() -> impl IntoView {
    let state = state();
    let called = [
        Choosable::new("ids", "by their ids, hidden unless asked for"),
        Choosable::new("codes", "by codes made with a secret of this tab"),
    ];
    view! {
        <Choice
            label="People are called"
            values=called.to_vec()
            chosen=Signal::derive(move || {
                if state.secret.with(Option::is_some) { "codes".to_owned() } else { "ids".to_owned() }
            })
            on_choose=move |chosen: String| {
                if chosen == "codes" {
                    state.use_codes();
                } else {
                    state.secret.set(None);
                }
            }
        />
    }
}
