//! The page: what a person sees and touches.

pub mod canvas;

use leptos::prelude::*;

/// Puts the program on the page.
pub fn mount() {
    leptos::mount::mount_to_body(|| view! { <main><h1>"Goodhart"</h1></main> });
}
