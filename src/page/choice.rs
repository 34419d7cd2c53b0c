//! A labelled choice among a few values, and the choices that several views offer.

use leptos::prelude::*;

use super::state;
use crate::analysis::{Interest, words};
use crate::dataset::Period;
use crate::format;
use crate::metrics::{MetricId, Topic};

/// One value of a choice: what it is called inside, and what people read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choosable {
    /// Called inside.
    pub value: String,
    /// What people read.
    pub label: String,
}

impl Choosable {
    /// A value with what people read.
    pub fn new(value: &str, label: &str) -> Self {
        Choosable {
            value: value.to_owned(),
            label: label.to_owned(),
        }
    }
}

/// A select with its label.
#[component]
pub fn Choice(
    /// What is chosen here.
    #[prop(into)]
    label: String,
    /// Whether the label is only for who cannot see the place of the select.
    #[prop(optional)]
    quiet: bool,
    /// The values.
    #[prop(into)]
    values: Signal<Vec<Choosable>>,
    /// The value that is chosen now.
    #[prop(into)]
    chosen: Signal<String>,
    /// Called with the value that a person chose.
    #[prop(into)]
    on_choose: Callback<String>,
) -> impl IntoView {
    let options = move || {
        let now = chosen.get();
        let option = |item: Choosable| {
            let is_chosen = item.value == now;
            view! { <option value=item.value selected=is_chosen>{item.label}</option> }
        };
        values.get().into_iter().map(option).collect_view()
    };
    let id = super::dom::unique_id("choice");
    view! {
        <div class="choice">
            <label class="choice-label" class:unseen=quiet for=id.clone()>{label}</label>
            <select
                id=id
                prop:value=move || chosen.get()
                on:change=move |event| on_choose.run(event_target_value(&event))
            >
                {options}
            </select>
        </div>
    }
}

/// A usage metric against an outcome.
#[component]
pub fn Against(
    /// Called with the usage metric that a person chose.
    #[prop(into)]
    on_usage: Callback<MetricId>,
) -> impl IntoView {
    let state = state();
    let metrics = move |topic| {
        Signal::derive(move || {
            let metrics = state.metrics(topic).into_iter();
            metrics
                .map(|metric| Choosable::new(&metric.id.0, &words::metric(&metric)))
                .collect::<Vec<_>>()
        })
    };
    let pair = Memo::new(move |_| state.pair());
    let x = Signal::derive(move || pair.get().map(|pair| pair.x.0).unwrap_or_default());
    let y = Signal::derive(move || pair.get().map(|pair| pair.y.0).unwrap_or_default());
    view! {
        <Choice
            label="Usage"
            values=metrics(Topic::Usage)
            chosen=x
            on_choose=move |id| on_usage.run(MetricId(id))
        />
        <span class="question-word" aria-hidden="true">"against"</span>
        <Choice
            label="Outcome"
            values=metrics(Topic::Outcome)
            chosen=y
            on_choose=move |id| state.y.set(Some(MetricId(id)))
        />
    }
}

/// The attribute that people are grouped by.
#[component]
pub fn GroupChoice(
    /// What is chosen here.
    label: &'static str,
    /// What no choice is called.
    none: &'static str,
) -> impl IntoView {
    let state = state();
    let groups = Signal::derive(move || {
        let mut groups = vec![Choosable::new("", none)];
        if let Some(Ok(report)) = state.join.answer.get() {
            groups.extend(
                report
                    .attributes
                    .iter()
                    .map(|name| Choosable::new(name, &words::attribute(name))),
            );
        }
        groups
    });
    let by = Memo::new(move |_| state.pair().and_then(|pair| pair.group).unwrap_or_default());
    view! {
        <Choice
            label=label
            values=groups
            chosen=by
            on_choose=move |name: String| state.by.set(Some(name).filter(|name| !name.is_empty()))
        />
    }
}

const PERIODS: [(Period, &str); 4] = [
    (Period::Day, "per day"),
    (Period::Week, "per week"),
    (Period::Month, "per month"),
    (Period::Span, "over the whole time"),
];

/// How time is cut.
#[component]
pub fn PeriodChoice() -> impl IntoView {
    let state = state();
    let choose = move |chosen: String| {
        let found = PERIODS
            .into_iter()
            .find(|(period, _)| period.word() == chosen);
        if let Some((period, _)) = found {
            state.cut(period);
        }
    };
    let values = PERIODS.map(|(period, label)| Choosable::new(period.word(), label));
    view! {
        <Choice
            label="Compare"
            values=values.to_vec()
            chosen=Signal::derive(move || state.period.get().word().to_owned())
            on_choose=choose
        />
    }
}

/// The smallest relation worth caring about.
#[component]
pub fn InterestChoice() -> impl IntoView {
    let state = state();
    let name = |interest: Interest| interest.bound().to_string();
    let choose = move |chosen: String| {
        let found = Interest::ALL
            .into_iter()
            .find(|interest| name(*interest) == chosen);
        if let Some(interest) = found {
            state.interest.set(interest);
        }
    };
    let values = Interest::ALL
        .map(|interest| Choosable::new(&name(interest), &format::coefficient(interest.bound())));
    view! {
        <Choice
            label="Worth caring about from"
            values=values.to_vec()
            chosen=Signal::derive(move || name(state.interest.get()))
            on_choose=choose
        />
    }
}
