//! The engine behind `postMessage`, and the page's handle to it.

/// Serves the page's requests; called in a worker.
pub fn serve() {}
