//! One program, two roles: the page, or the worker behind it. This is what Trunk builds.
//! The site of `tools/site` has a program for each (`bin/`), so that the page need not wait for the worker's.

#[cfg(target_arch = "wasm32")]
fn main() {
    if web_sys::window().is_some() {
        goodhart::page::mount(|| Box::pin(async { Some(goodhart::page::LATER) }));
    } else {
        goodhart::worker::serve();
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("Goodhart runs in a browser: `scripts/serve` builds and serves it.");
    std::process::exit(2);
}
