//! What can be taken along of all findings: the report and the results.

use leptos::prelude::*;

use super::super::state;
use crate::report::Order;

/// All findings in one file.
#[component]
pub fn Take() -> impl IntoView {
    let state = state();
    let report = move |_| {
        let paper = Box::new(untrack(|| state.paper()));
        state.save(
            "goodhart-report.html".to_owned(),
            "text/html",
            Order::Report(paper),
        );
    };
    let results = move |_| {
        let paper = Box::new(untrack(|| state.paper()));
        state.save(
            "goodhart-results.json".to_owned(),
            "application/json",
            Order::Results(paper),
        );
    };
    view! {
        <section class="card take" aria-labelledby="take-title">
            <h2 id="take-title">"Take it along"</h2>
            <p class="hint">
                "The report is one file that opens in every browser and prints to PDF. No number in it stands for fewer \
                 than 5 people, and there are no ids in it."
            </p>
            <div class="actions">
                <button type="button" class="button primary" on:click=report>"Download report"</button>
                <button type="button" class="button" on:click=results>"Download results as JSON"</button>
            </div>
        </section>
    }
    .into_any()
}
