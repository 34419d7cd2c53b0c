//! What was asked of servers, as the browser's own list has it (Resource Timing). Page and worker have one each.

use serde::{Deserialize, Serialize};
use wasm_bindgen::JsCast;
use web_sys::{Performance, PerformanceResourceTiming, Url};

/// One request.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fetched {
    /// The last part of its address.
    pub name: String,
    /// Where it went: a server, or the page itself.
    pub from: String,
    /// Whether it went to where the page came from, or to nowhere at all.
    pub is_own: bool,
    /// Whether the worker made it.
    pub is_worker: bool,
    /// Bytes that came over the network; 0 from the cache.
    pub bytes: u64,
    /// When, in milliseconds since the epoch, which page and worker share.
    pub at: f64,
}

/// Every request so far.
pub fn fetched(clock: &Performance) -> Vec<Fetched> {
    let is_worker = web_sys::window().is_none();
    // A worker of a blob knows no address of its own; what it may ask was inherited from the page.
    let own = js_sys::Reflect::get(&js_sys::global(), &"origin".into());
    let own = own
        .ok()
        .and_then(|origin| origin.as_string())
        .unwrap_or_default();
    let entries = ["navigation", "resource"].map(|kind| clock.get_entries_by_type(kind));
    let entries = entries.iter().flat_map(js_sys::Array::iter);
    let one = |entry: wasm_bindgen::JsValue| {
        let entry: PerformanceResourceTiming = entry.dyn_into().ok()?;
        let address = Url::new(&entry.name()).ok()?;
        let is_local = matches!(address.protocol().as_str(), "blob:" | "data:");
        let path = address.pathname();
        let name = path.rsplit('/').next().filter(|name| !name.is_empty());
        Some(Fetched {
            name: if is_local {
                "made in the page"
            } else {
                name.unwrap_or("the page itself")
            }
            .to_owned(),
            from: if is_local {
                "the page itself".to_owned()
            } else {
                address.host()
            },
            is_own: is_local || address.origin() == own,
            is_worker,
            bytes: whole(entry.transfer_size()),
            at: clock.time_origin() + entry.start_time(),
        })
    };
    entries.filter_map(one).collect()
}

/// A count that the browser gives as a number with a fraction.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a count of bytes is whole, not negative, and far below 2^53"
)]
fn whole(count: f64) -> u64 {
    count as u64
}
