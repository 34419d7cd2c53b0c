//! One program, two roles: the page, or the worker behind it.
//! The release site has a program for each, so that the page need not wait for the worker's.

#[cfg(target_arch = "wasm32")]
fn main() {
    #[cfg(feature = "page")]
    if web_sys::window().is_some() {
        return goodhart::page::mount();
    }
    #[cfg(feature = "worker")]
    goodhart::worker::serve();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("Goodhart runs in a browser: `scripts/serve` builds and serves it.");
    std::process::exit(2);
}
