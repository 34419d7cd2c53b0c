//! The page alone: what a first visit waits for.
//!
//! Its later views are a file of their own. `tools/site` puts into it what only [`split_off`] reaches, and the macro
//! makes of that function one that fetches the file first.

#![expect(
    clippy::unnecessary_wraps,
    reason = "that the file may be missing, only the macro knows"
)]

use goodhart::page::{LATER, Later};
use wasm_split_helpers::{SplitLoaderError, wasm_split};

fn main() {
    goodhart::page::mount(|| Box::pin(async { split_off().await.ok() }));
}

/// Fails where the file cannot be loaded: there is no network, or the server has another version by now.
#[wasm_split(later, fallible)]
fn split_off() -> Result<Later, SplitLoaderError> {
    Ok(LATER)
}
