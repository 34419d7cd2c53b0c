//! One program, two roles: the page, or the worker behind it.

#[cfg(target_arch = "wasm32")]
fn main() {
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(|| leptos::prelude::view! { <main><h1>"Goodhart"</h1></main> });
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("Goodhart runs in a browser: `scripts/serve` builds and serves it.");
    std::process::exit(2);
}
