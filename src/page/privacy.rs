//! How the page keeps its promise, with the requests that it made so far.

use std::time::Duration;

use leptos::prelude::*;

use super::{dom, state};
use crate::format;
use crate::worker::{Fetched, fetched};

/// Between two looks at the list of requests.
const MOMENT: Duration = Duration::from_secs(1);

/// What keeps data in the tab, shown rather than claimed.
#[component]
pub fn Privacy() -> impl IntoView {
    let state = state();
    let requests = RwSignal::new(Vec::<Fetched>::new());
    let look = move || {
        let seen = web_sys::window().and_then(|window| window.performance());
        let seen = seen.map_or_else(Vec::new, |clock| fetched(&clock));
        // The interval may outlive the page by a moment.
        let _ = requests.try_set(seen);
        state.ask_requests();
    };
    look();
    let interval = set_interval_with_handle(look, MOMENT);
    on_cleanup(move || {
        if let Ok(interval) = interval {
            interval.clear();
        }
    });
    let all = Memo::new(move |_| {
        let mut all = requests.get();
        all.extend(state.fetched.get());
        all.sort_by(|one, other| one.at.total_cmp(&other.at));
        all
    });
    let sentence = move || all.with(|all| counted(all));
    let opened = dom::opened();
    let rows = move || {
        all.get()
            .into_iter()
            .map(|one| row(one, opened))
            .collect_view()
    };
    let policy = dom::policy();
    view! {
        <div class="answer privacy">
            <h1>"How this stays private"</h1>
            <section class="card">
                <h2>"Every request that this page made"</h2>
                <p id="requests-said">{sentence}</p>
                <div class="scroll" tabindex="0" role="region" aria-label="Requests">
                    <table class="values-table">
                        <thead>
                            <tr>
                                <th scope="col">"What"</th>
                                <th scope="col">"From"</th>
                                <th scope="col">"By"</th>
                                <th scope="col" class="figure">"Bytes"</th>
                                <th scope="col" class="figure">"After"</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
                <p class="hint">
                    "The browser keeps this list (Resource Timing), and the page shows it as it is, each second anew. \
                     Load a file and see that nothing is added."
                </p>
            </section>
            <section class="card">
                <h2>"What forbids anything else"</h2>
                <p>
                    "The page’s content security policy. The browser enforces it for the page and for the worker that \
                     reads your files: they may talk to the address that they came from, and to no other."
                </p>
                <pre class="policy">{policy}</pre>
            </section>
            <section class="card">
                <h2>"Check it yourself"</h2>
                <ul class="plain-list">
                    <li>"Open the browser’s network tools (F12), load your files, and see that nothing is sent."</li>
                    <li>"Switch the network off once the page is there, and go on working."</li>
                    <li>"Read the first lines of the page’s source: the policy stands there."</li>
                </ul>
            </section>
            <section class="card">
                <h2>"What is kept, and what leaves"</h2>
                <ul class="plain-list">
                    <li>
                        "Files are read into this tab’s memory and are gone when you close it. They are never stored."
                    </li>
                    <li>
                        "This browser keeps what columns were taken for, your settings and your findings, so that you \
                         can go on later. It keeps no rows and no ids."
                    </li>
                    <li>
                        "Only what you save leaves the tab: a report, a picture, a table, a session. No number in them \
                         stands for fewer than 5 people; a session holds data only if you ask for it."
                    </li>
                    <li>"A link holds the view and its settings, in the part of the address that no server is told."</li>
                </ul>
                <div class="actions">
                    <button type="button" class="button" on:click=move |_| state.erase_kept()>"Erase what is kept"</button>
                </div>
            </section>
        </div>
    }
    .into_any()
}

/// How many requests there were, and whether one went elsewhere.
fn counted(all: &[Fetched]) -> String {
    let elsewhere = all.iter().filter(|one| !one.is_own).count();
    let requests = format::count(all.len(), "request", "requests");
    if elsewhere == 0 {
        format!(
            "{requests} so far, each for a part of the program, and all to the address that this page came from."
        )
    } else {
        let many = format::count(elsewhere, "request", "requests");
        format!(
            "{requests} so far; {many} went to another address. That is not what this page does by itself."
        )
    }
}

fn row(one: Fetched, opened: f64) -> impl IntoView {
    let by = if one.is_worker { "worker" } else { "page" };
    let bytes = match one.bytes {
        0 => "from the cache".to_owned(),
        bytes => format::integer(usize::try_from(bytes).unwrap_or(usize::MAX)),
    };
    view! {
        <tr class:stale-mark=!one.is_own>
            <th scope="row">{one.name}</th>
            <td>{one.from}</td>
            <td>{by}</td>
            <td class="figure">{bytes}</td>
            <td class="figure">{format!("{} s", format::fixed((one.at - opened).max(0.0) / 1000.0, 1))}</td>
        </tr>
    }
}
