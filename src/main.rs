//! One program, two roles: the page, or the worker behind it.

#[cfg(target_arch = "wasm32")]
fn main() {
    if web_sys::window().is_some() {
        goodhart::page::mount();
    } else {
        goodhart::worker::serve();
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("Goodhart runs in a browser: `scripts/serve` builds and serves it.");
    std::process::exit(2);
}
