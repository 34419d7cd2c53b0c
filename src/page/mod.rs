//! The page: what a person sees and touches. Leptos signals hold the state, the worker does the work,
//! and no component computes anything.

mod adjust;
mod answer;
mod brush;
mod canvas;
mod check;
mod choice;
mod correlate;
mod dom;
mod estimates;
mod figure;
mod files;
mod filter_dialog;
mod filters;
mod findings;
mod groups;
mod guard;
mod intake;
mod joined;
mod lags;
mod later;
mod link;
mod mapping;
mod matrix;
mod matrix_readout;
mod methods;
mod multiverse;
mod notices;
mod overview;
mod picture;
mod pin;
mod plain_table;
mod plot;
mod present;
mod privacy;
mod resample;
mod screen;
mod segments;
mod session;
mod shell;
mod shortcuts;
mod start;
mod state;
mod take;
mod term;
mod tour;
mod turn;
mod update;
mod values;
mod vault;
mod within;
mod world;

use leptos::prelude::*;

use crate::worker;
use state::State;

pub use later::{Fetch, LATER, Later};

/// Puts the program on the page, in place of the loading text. `fetch` brings what a first visit does not wait for.
pub fn mount(fetch: Fetch) {
    std::panic::set_hook(Box::new(|panic| dom::break_page(&worker::place_of(panic))));
    leptos::mount::mount_to_body(move || view! { <shell::Shell fetch /> });
    dom::remove("loading");
}

/// The state of the page, from anywhere below the shell.
fn state() -> State {
    expect_context::<State>()
}
