//! The relation among people who are alike in what a person chooses.

use std::sync::Arc;

use leptos::prelude::*;

use super::pin::Pin;
use super::state;
use super::term::Explained;
use crate::analysis::words::{self, Term};
use crate::analysis::{Adjustment, Covariate, Detailed, Relation};
use crate::metrics::Topic;
use crate::report::Pinnable;

/// What people are made alike in, and what is left of the relation.
#[component]
pub fn Adjust(
    /// The answer.
    relation: Memo<Option<Arc<Relation>>>,
) -> impl IntoView {
    let question = state().closer.adjusted;
    let answer = Memo::new(move |_| match question.answer.get()?.ok()?.as_ref() {
        Detailed::Adjusted(found) => Some(Arc::new(found.clone())),
        _ => None,
    });
    let say = move |what: fn(&Adjustment, &Relation) -> String| {
        move || Some(what(answer.get()?.as_ref(), relation.get()?.as_ref()))
    };
    let what = Signal::derive(move || {
        Some(Pinnable::of_adjusted(
            answer.get()?.as_ref(),
            relation.get()?.as_ref(),
        ))
    });
    let title = move || {
        let said = say(words::adjusted_finding)();
        said.unwrap_or_else(|| "Are people alike in something else?".to_owned())
    };
    let warnings = move || {
        let found = answer.get()?;
        let item = |text: String| view! { <li>{text}</li> };
        let warnings = found.warnings.iter().map(words::warning).map(item);
        (!found.warnings.is_empty())
            .then(|| view! { <ul class="warnings">{warnings.collect_view()}</ul> })
    };
    view! {
        <section
            class="card closer doubts"
            aria-labelledby="adjust-title"
            class:stale=move || question.is_open()
        >
            <p class="eyebrow">
                "Among people alike in something: " <Explained term=Term::Covariates word="covariates" />
            </p>
            <h2 id="adjust-title">{title}</h2>
            <Covariates />
            <p class="figures" data-figure="adjusted">{say(words::adjusted_figures)}</p>
            <p>{say(words::adjusted)}</p>
            {warnings}
            <Pin what />
        </section>
    }
}

/// What can be chosen: attributes of people first, then other metrics.
#[component]
fn Covariates() -> impl IntoView {
    let state = state();
    let pair = Memo::new(move |_| state.pair().map(|pair| [pair.x, pair.y]));
    let attributes = move || {
        let joined = state.join.answer.get().and_then(Result::ok);
        let names = joined
            .map(|report| report.attributes.clone())
            .unwrap_or_default();
        let named = |name: String| (words::attribute(&name), Covariate::Attribute(name));
        names.into_iter().map(named).collect::<Vec<_>>()
    };
    let metrics = move || {
        let own: Vec<_> = pair.get().into_iter().flatten().collect();
        let metrics = [Topic::Usage, Topic::Outcome].map(|topic| state.metrics(topic));
        let others = metrics.into_iter().flatten();
        let others = others.filter(|metric| !own.contains(&metric.id));
        others
            .map(|metric| (metric.label, Covariate::Metric(metric.id)))
            .collect::<Vec<_>>()
    };
    let choice = move |(label, covariate): (String, Covariate)| {
        let (chosen, now) = (covariate.clone(), covariate);
        let is_chosen = move || state.closer.covariates.with(|all| all.contains(&now));
        let choose = move |event| {
            let is_wanted = event_target_checked(&event);
            state.closer.covariates.update(|all| {
                all.retain(|one| *one != chosen);
                if is_wanted {
                    all.push(chosen.clone());
                }
            });
        };
        view! {
            <label class="check">
                <input type="checkbox" prop:checked=is_chosen on:change=choose />
                {label}
            </label>
        }
    };
    view! {
        <fieldset class="covariates">
            <legend>"Make people alike in"</legend>
            <div class="checks">{move || attributes().into_iter().map(choice).collect_view()}</div>
            <details class="more">
                <summary>"Other metrics, with care"</summary>
                <div class="checks">{move || metrics().into_iter().map(choice).collect_view()}</div>
            </details>
        </fieldset>
    }
}
