//! The page: what a person sees and touches. Leptos signals hold the state, the worker does the work,
//! and no component computes anything.

mod canvas;
mod choice;
mod correlate;
mod dom;
mod estimates;
mod figure;
mod files;
mod filter_dialog;
mod filters;
mod intake;
mod joined;
mod mapping;
mod matrix;
mod matrix_readout;
mod methods;
mod notices;
mod overview;
mod plot;
mod resample;
mod screen;
mod segments;
mod shell;
mod start;
mod state;
mod term;
mod update;
mod values;
mod within;

use leptos::prelude::*;

use crate::worker;
use state::State;

/// Puts the program on the page, in place of the loading text.
pub fn mount() {
    std::panic::set_hook(Box::new(|panic| dom::break_page(&worker::place_of(panic))));
    leptos::mount::mount_to_body(shell::Shell);
    dom::remove("loading");
}

/// The state of the page, from anywhere below the shell.
fn state() -> State {
    expect_context::<State>()
}
