//! The news that another version of the program is ready. `offline.js` finds out; nothing changes until it is asked to.

use js_sys::{Function, Reflect};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// The offer of a new version, once there is one.
#[component]
pub fn Update() -> impl IntoView {
    let is_ready = RwSignal::new(false);
    let heard = window_event_listener_untyped("goodhart-update", move |_| is_ready.set(true));
    on_cleanup(move || heard.remove());
    move || {
        is_ready.get().then(|| {
            view! {
                <div class="update" role="status">
                    <p>"A new version is ready. Loading it closes the files that are open."</p>
                    <div class="actions">
                        <button type="button" class="button" on:click=|_| begin()>"Load the new version"</button>
                        <button type="button" class="button plain" on:click=move |_| is_ready.set(false)>
                            "Later"
                        </button>
                    </div>
                </div>
            }
        })
    }
}

/// Has the page loaded again in its new version.
fn begin() {
    let begin = Reflect::get(&js_sys::global(), &"goodhartUpdate".into());
    if let Ok(begin) = begin.and_then(JsCast::dyn_into::<Function>) {
        // It only posts a message or loads the page; where either fails, the old version goes on.
        let _ = begin.call0(&wasm_bindgen::JsValue::UNDEFINED);
    }
}
