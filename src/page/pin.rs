//! The buttons that pin and save what a view shows.

use leptos::prelude::*;

use super::state;
use super::take::SaveAs;
use crate::report::Pinnable;

/// Pins what is shown, or saves it. Once it is pinned the button leads to the findings.
///
/// One line beside a chart or a table makes it a finding: `<Pin what=Signal::derive(move || …) />`.
/// While it is on the page, a slide about it can follow the filters.
#[component]
pub fn Pin(
    /// What would be pinned; nothing while there is no answer.
    #[prop(into)]
    what: Signal<Option<Pinnable>>,
) -> impl IntoView {
    let state = state();
    // Several places look at it, and making it takes a chart.
    let what = Signal::from(Memo::new(move |_| what.get()));
    let offer = state.findings.offer(what);
    on_cleanup(move || state.findings.withdraw(offer));
    let title = Memo::new(move |_| what.with(|what| what.as_ref().map(|what| what.title.clone())));
    let is_pinned = Memo::new(move |_| title.get().is_some_and(|title| state.is_pinned(&title)));
    let act = move |_| {
        if is_pinned.get_untracked() {
            state.show_findings();
        } else if let Some(what) = what.get_untracked() {
            state.pin(what);
        }
    };
    let label = move || {
        if is_pinned.get() {
            "Pinned: show the findings"
        } else {
            "Pin as a finding"
        }
    };
    // Several parts of a view can be pinned: who listens has to hear which.
    let spoken = move || format!("{}: {}", label(), title.get().unwrap_or_default());
    view! {
        <div class="pin-row" class:gone=move || title.with(Option::is_none)>
            <button type="button" class="button plain pin" aria-label=spoken on:click=act>{label}</button>
            <SaveAs what />
        </div>
    }
    .into_any()
}
