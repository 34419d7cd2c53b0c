//! What stays while views change: the name, the way between views, and news of the program itself.

use leptos::prelude::*;

use super::files::Files;
use super::intake;
use super::later::{Fetch, LaterView, Missing, Part, WhenHere};
use super::session::OpeningSession;
use super::shortcuts::Shortcuts;
use super::start::Start;
use super::state::{State, View};
use super::tour::{TakeTour, Tour};
use super::update::Update;

/// The whole page.
#[component]
pub fn Shell(
    /// How the later part of the program is fetched.
    fetch: Fetch,
) -> impl IntoView {
    let state = State::new(fetch);
    provide_context(state);
    let dropping = intake::listen(&state);
    let is_empty = Memo::new(move |_| state.files.with(Vec::is_empty) && !state.is_reading());
    let is_presenting = Memo::new(move |_| state.findings.presented.get().is_some());
    let has_filters =
        Memo::new(move |_| !is_empty.get() && !is_presenting.get() && state.has_filters());
    let body = move || {
        let part = match (is_empty.get(), state.view.get()) {
            (_, View::Methods) => Part::Methods,
            (_, View::Privacy) => Part::Privacy,
            (_, View::Findings) => Part::Findings,
            (true, _) => return Start().into_any(),
            (false, View::Data) => return Files().into_any(),
            (false, View::Overview) => Part::Overview,
            (false, View::Correlate) => Part::Correlate,
            (false, View::Matrix) => Part::Matrix,
            (false, View::Check) => Part::Check,
        };
        view! { <LaterView part /> }.into_any()
    };
    view! {
        <Header is_empty />
        {move || has_filters.get().then(|| view! { <WhenHere part=Part::Filters /> })}
        <main id="main" tabindex="-1">
            <Update />
            <Missing />
            <Trouble />
            {move || has_filters.get().then(|| view! { <WhenHere part=Part::Lacking /> })}
            {body}
        </main>
        <footer class="foot">
            <p>
                "Computed in this tab. Nothing you load leaves it. What goes together need not be cause and effect."
            </p>
            <p class="foot-links">
                <button type="button" class="link" on:click=move |_| state.view.set(View::Privacy)>
                    "How this stays private"
                </button>
                <button type="button" class="link" on:click=move |_| state.view.set(View::Methods)>
                    "How the numbers are made"
                </button>
                <button type="button" class="link" on:click=move |_| state.sheet.set(true)>"Keyboard shortcuts"</button>
                <TakeTour class="link" />
            </p>
        </footer>
        <OpeningSession />
        <Tour />
        <Shortcuts />
        {move || is_presenting.get().then(|| view! { <WhenHere part=Part::Slides /> })}
        <div class="over" class:shown=dropping aria-hidden="true"><p>"Drop to read the files"</p></div>
        <p class="unseen" role="status" aria-live="polite">{move || state.spoken.get()}</p>
    }
}

/// The name, and the way between views.
#[component]
fn Header(
    /// Whether there is nothing to look at yet.
    is_empty: Memo<bool>,
) -> impl IntoView {
    let state = super::state();
    let tab = move |view: View, label: &'static str| {
        let current = move || (state.view.get() == view).then_some("page");
        let go = move |_| state.view.set(view);
        view! { <li><button type="button" class="tab" aria-current=current on:click=go>{label}</button></li> }
    };
    let way = move || {
        let is_left = matches!(
            state.view.get(),
            View::Methods | View::Findings | View::Privacy
        ) || !state.findings.list.with(Vec::is_empty);
        (!is_empty.get() || is_left).then(|| {
            view! {
                <nav id="views" aria-label="Views">
                    <ul class="tabs">{View::ALL.map(|(view, label)| tab(view, label)).into_iter().collect_view()}</ul>
                </nav>
                <button type="button" class="button plain" on:click=move |_| { state.clear(); state.view.set(View::Data); }>
                    "Start over"
                </button>
            }
        })
    };
    Effect::new(move || {
        // Also when the row appears.
        is_empty.track();
        state.view.track();
        super::dom::centre_current("views");
    });
    view! {
        <header class="head">
            <a class="skip" href="#main" on:click=move |event| { event.prevent_default(); super::dom::focus("main"); }>
                "Skip to the content"
            </a>
            <p class="name">"Goodhart"</p>
            {way}
            <progress class="busy" class:shown=move || state.is_at_work() aria-label="Working"></progress>
        </header>
    }
}

/// News that is no answer.
#[component]
fn Trouble() -> impl IntoView {
    let state = super::state();
    move || {
        state.trouble.get().map(|text| {
            view! {
                <div class="trouble" role="alert">
                    <p>{text}</p>
                    <div class="actions">
                        <button type="button" class="button" on:click=move |_| state.try_again()>"Try again"</button>
                        <button type="button" class="button plain" on:click=move |_| state.trouble.set(None)>
                            "Dismiss"
                        </button>
                    </div>
                </div>
            }
        })
    }
}
