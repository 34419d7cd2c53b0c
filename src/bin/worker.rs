//! The worker alone: the engine behind `postMessage`.

fn main() {
    goodhart::worker::serve();
}
