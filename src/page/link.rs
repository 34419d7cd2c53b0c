//! A link to what is shown, and what a link asked for that these files do not have.

use leptos::html::Input;
use leptos::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::{dom, state};

/// A button that copies a link with the view and its settings.
#[component]
pub fn CopyLink() -> impl IntoView {
    let state = state();
    let id = dom::unique_id("link");
    let target = id.clone();
    let input = NodeRef::<Input>::new();
    let said = RwSignal::new("");
    let copy = move |_| {
        let Some(input) = input.get() else { return };
        let link = here();
        input.set_value(&link);
        said.set("Copy it from here:");
        spawn_local(async move {
            if copied(&link).await {
                said.set("Copied.");
                state.speak("The link was copied");
            } else {
                input.select();
            }
        });
    };
    view! {
        <button type="button" class="button plain step" popovertarget=target on:click=copy>"Copy link"</button>
        <div class="menu link-box" id=id popover="auto" role="group" aria-label="Link">
            <p>{move || said.get()} " It carries the view and its settings, never data."</p>
            <input class="field" node_ref=input readonly aria-label="Link to this view" />
        </div>
    }
    .into_any()
}

fn here() -> String {
    let location = web_sys::window().map(|window| window.location());
    location
        .and_then(|location| location.href().ok())
        .unwrap_or_default()
}

/// Browsers keep the clipboard from pages that came over plain http; there the link is copied by hand.
async fn copied(link: &str) -> bool {
    let Some(window) = web_sys::window().filter(web_sys::Window::is_secure_context) else {
        return false;
    };
    JsFuture::from(window.navigator().clipboard().write_text(link))
        .await
        .is_ok()
}

/// What was asked for, by a link or a session, that these files do not have.
#[component]
pub fn Lacking() -> impl IntoView {
    let state = state();
    let lacking = Memo::new(move |_| state.lacking());
    move || {
        let lacking = lacking.get();
        (!lacking.is_empty()).then(|| {
            view! {
                <div class="lacking-box" role="status">
                    <p>
                        "Asked for, but not in these files: " {lacking.join("; ")} ". The rest is as it was asked for."
                    </p>
                    <button type="button" class="button" on:click=move |_| state.leave_out_lacking()>"Leave it out"</button>
                </div>
            }
        })
    }
}
