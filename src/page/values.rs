//! The values behind a chart as a table, a page at a time.

use std::sync::Arc;

use leptos::prelude::*;

use crate::analysis::Relation;
use crate::chart::{self, Look};
use crate::format;

/// Rows on the page at once.
const AT_ONCE: usize = 50;

/// The values of an answer's chart.
#[component]
pub fn Values(
    /// The answer.
    relation: Memo<Option<Arc<Relation>>>,
) -> impl IntoView {
    let is_open = RwSignal::new(false);
    let page = RwSignal::new(0_usize);
    let table = Memo::new(move |_| {
        page.set(0);
        let relation = relation.get().filter(|_| is_open.get())?;
        Some(chart::relation(&relation, &Look::default(), None).table())
    });
    let body = move || {
        let (first, found) = (page.get() * AT_ONCE, table.get()?);
        let all = found.rows.len();
        let last = (first + AT_ONCE).min(all);
        let header = |name: &String| view! { <th scope="col" class="figure">{name.clone()}</th> };
        let row = |row: &Vec<String>| {
            let cells = row
                .iter()
                .map(|cell| view! { <td class="figure">{cell.clone()}</td> });
            view! { <tr>{cells.collect_view()}</tr> }
        };
        Some(view! {
            <div class="scroll" tabindex="0" role="region" aria-label="Values behind the chart">
                <table class="values-table">
                    <thead><tr>{found.headers.iter().map(header).collect_view()}</tr></thead>
                    <tbody>{found.rows.get(first..last).unwrap_or_default().iter().map(row).collect_view()}</tbody>
                </table>
            </div>
            <div class="actions">
                <button
                    type="button"
                    class="button"
                    disabled=first == 0
                    on:click=move |_| page.update(|page| *page = page.saturating_sub(1))
                >
                    "Back"
                </button>
                <span role="status">
                    {format!("{} to {} of {}", format::integer(first + 1), format::integer(last), format::integer(all))}
                </span>
                <button
                    type="button"
                    class="button"
                    disabled=last == all
                    on:click=move |_| page.update(|page| *page += 1)
                >
                    "Next"
                </button>
            </div>
        })
    };
    view! {
        <details class="more card" on:toggle=move |_| is_open.update(|open| *open = !*open)>
            <summary>"The same values as a table"</summary>
            {body}
        </details>
    }
}
