//! The part of the page's program that a first visit does not wait for: every view but the first ones.
//!
//! In the site, [`LATER`] and all that only it reaches are a file of their own (`src/bin/page.rs`), which is fetched as
//! soon as the page answers to a person. Nothing else may name what is listed in [`Part`], or it is loaded at first
//! again. As Trunk builds it, the program is one file, and everything is there from the beginning.

use std::pin::Pin;

use leptos::prelude::*;

use super::check::Goodhart;
use super::correlate::Correlate;
use super::filters::FilterBar;
use super::findings::Findings;
use super::link::Lacking;
use super::matrix::Matrix;
use super::methods::Methods;
use super::overview::AtAGlance;
use super::present::Present;
use super::privacy::Privacy;
use super::state;
use super::state::State;
use crate::worker::Job;

/// What comes later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The answer at a glance.
    Overview,
    /// One metric against another.
    Correlate,
    /// All pairs.
    Matrix,
    /// Whether the usage number can be trusted.
    Check,
    /// What was pinned.
    Findings,
    /// How the numbers are made.
    Methods,
    /// How data stay in the tab.
    Privacy,
    /// The filters above a view.
    Filters,
    /// What a link asked for and is not there.
    Lacking,
    /// Findings as slides.
    Slides,
}

/// The ways into the later part.
#[derive(Debug, Clone, Copy)]
pub struct Later {
    /// Makes what is to be seen.
    show: fn(Part) -> AnyView,
    /// Begins to ask the worker for what the views show.
    ask: fn(State),
    /// Keeps the worker's answer to that.
    pub keep: fn(State, Job, &[u8]),
}

/// The later part. Who names it has it in their file.
pub const LATER: Later = Later {
    show,
    ask: State::ask_for_views,
    keep: State::keep_for_view,
};

/// Fetches the later part; nothing where its file cannot be loaded.
pub type Fetch = fn() -> Pin<Box<dyn Future<Output = Option<Later>>>>;

/// How far the later part is.
#[derive(Debug, Clone, Copy)]
pub enum Arrival {
    /// It is being fetched, or will be in a moment.
    Coming,
    /// It is here.
    Here(Later),
    /// It could not be fetched.
    Missing,
}

impl State {
    /// Fetches the later part once the page answers to a person, so that it is there before it is needed.
    pub fn expect_later(self) {
        let listener =
            window_event_listener_untyped("goodhart-started", move |_| self.fetch_later());
        // The page listens as long as it is open.
        drop(listener);
        Effect::new(move || {
            if let Arrival::Here(later) = self.later.get() {
                (later.ask)(self);
            }
        });
    }

    fn fetch_later(self) {
        self.later.set(Arrival::Coming);
        wasm_bindgen_futures::spawn_local(async move {
            let later = (self.fetch)().await;
            self.later
                .set(later.map_or(Arrival::Missing, Arrival::Here));
        });
    }
}

fn show(part: Part) -> AnyView {
    match part {
        Part::Overview => AtAGlance().into_any(),
        Part::Correlate => Correlate().into_any(),
        Part::Matrix => Matrix().into_any(),
        Part::Check => Goodhart().into_any(),
        Part::Findings => Findings().into_any(),
        Part::Methods => Methods().into_any(),
        Part::Privacy => Privacy().into_any(),
        Part::Filters => FilterBar().into_any(),
        Part::Lacking => Lacking().into_any(),
        Part::Slides => Present().into_any(),
    }
}

/// Something of the later part; nothing until that is here.
#[component]
pub fn WhenHere(
    /// What.
    part: Part,
) -> impl IntoView {
    let arrival = state().later;
    move || match arrival.get() {
        Arrival::Here(later) => Some((later.show)(part)),
        Arrival::Coming | Arrival::Missing => None,
    }
}

/// A view of the later part, or that it is waited for. That it is missing, says [`Missing`] above every view.
#[component]
pub fn LaterView(
    /// Which view.
    part: Part,
) -> impl IntoView {
    let arrival = state().later;
    move || match arrival.get() {
        Arrival::Here(later) => (later.show)(part),
        Arrival::Coming => {
            view! { <p class="hint waiting" role="status">"Loading this view…"</p> }.into_any()
        }
        Arrival::Missing => {
            view! { <p class="hint waiting">"This view is not loaded yet."</p> }.into_any()
        }
    }
}

/// Says that the later part could not be loaded, and what helps.
#[component]
pub fn Missing() -> impl IntoView {
    let state = state();
    move || {
        matches!(state.later.get(), Arrival::Missing).then(|| {
            view! {
                <div class="trouble" role="alert">
                    <p>
                        "Part of the program could not be loaded: the server did not answer, or has a newer version by \
                         now. Your files and settings are as they were. If trying again does not help, load the page \
                         again; files have to be dropped again then."
                    </p>
                    <div class="actions">
                        <button type="button" class="button" on:click=move |_| state.fetch_later()>"Try again"</button>
                        <button type="button" class="button plain" on:click=|_| reload()>
                            "Load the page again"
                        </button>
                    </div>
                </div>
            }
        })
    }
}

/// Loads the page again where it is, with whatever program the server has now.
fn reload() {
    if let Some(window) = web_sys::window() {
        // A browser that refuses leaves everything as it is.
        drop(window.location().reload());
    }
}
