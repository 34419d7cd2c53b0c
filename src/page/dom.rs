//! The few things that are done to the document beside Leptos.

use std::cell::Cell;

use js_sys::{Array, Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, BlobPropertyBag, Element, HtmlElement, Storage, Url};

/// Takes an element off the page.
pub fn remove(id: &str) {
    if let Some(element) = by_id(id) {
        element.remove();
    }
}

/// Covers the page with the news that the program has a mistake, and where.
/// The console gets the place as well; neither gets the message, which may quote a value from a file.
pub fn break_page(place: &str) {
    web_sys::console::error_1(&format!("Goodhart stopped at {place}").into());
    if let Some(why) = by_id("broken-why") {
        let text = format!("This is a mistake in Goodhart, at {place}.");
        why.set_text_content(Some(&text));
    }
    if let Some(broken) = by_id("broken") {
        // Whatever fails in here, the person at least sees this.
        let _ = broken.remove_attribute("hidden");
    }
}

/// Moves the keyboard to an element, as after a change of view.
pub fn focus(id: &str) {
    if let Some(element) = by_id(id).and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
        // An element that is gone cannot take the keyboard, and need not.
        let _ = element.focus();
    }
}

/// Moves the keyboard to an element that the page is about to show.
pub fn focus_soon(id: String) {
    leptos::prelude::request_animation_frame(move || focus(&id));
}

/// Pushes a row along until the current one of its elements is in the middle, where it is wider than the screen.
/// Waits for the page to show which one that is.
pub fn centre_current(row: &'static str) {
    let push = move || {
        let row = by_id(row)?.dyn_into::<HtmlElement>().ok()?;
        let current = row.query_selector("[aria-current]").ok()??;
        let current = current.dyn_into::<HtmlElement>().ok()?;
        let left = current.offset_left() - row.offset_left();
        row.set_scroll_left(left - (row.client_width() - current.offset_width()) / 2);
        Some(())
    };
    // Without a row there is nothing to push.
    leptos::prelude::request_animation_frame(move || _ = push());
}

/// An id that no other element of the page has.
pub fn unique_id(prefix: &str) -> String {
    thread_local!(static LAST: Cell<u32> = const { Cell::new(0) });
    let number = LAST.get() + 1;
    LAST.set(number);
    format!("{prefix}-{number}")
}

/// When the page was opened, in milliseconds since the epoch.
pub fn opened() -> f64 {
    web_sys::window()
        .and_then(|window| window.performance())
        .map_or(0.0, |clock| clock.time_origin())
}

/// The content security policy as it stands in the page.
pub fn policy() -> String {
    let find = || {
        let document = web_sys::window()?.document()?;
        let meta = document.query_selector("meta[http-equiv=Content-Security-Policy]");
        meta.ok()??.get_attribute("content")
    };
    find().unwrap_or_default()
}

/// Milliseconds since the epoch, as precise as the browser allows.
pub fn now() -> f64 {
    web_sys::window()
        .and_then(|window| window.performance())
        .map_or(0.0, |clock| clock.time_origin() + clock.now())
}

/// Saves bytes as a file, as if the person had followed a link to it.
pub fn save(name: &str, kind: &str, bytes: &[u8]) {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let parts = Array::of1(&Uint8Array::from(bytes).into());
    if let Ok(blob) = Blob::new_with_u8_array_sequence_and_options(&parts, &options) {
        save_blob(name, &blob);
    }
}

/// Saves a blob as a file.
pub fn save_blob(name: &str, blob: &Blob) {
    let link = || {
        let link = web_sys::window()?.document()?.create_element("a").ok()?;
        let url = Url::create_object_url_with_blob(blob).ok()?;
        link.set_attribute("href", &url).ok()?;
        link.set_attribute("download", name).ok()?;
        link.dyn_into::<HtmlElement>().ok()?.click();
        Some(url)
    };
    if let Some(url) = link() {
        // The browser has its own hold on the blob once the link was followed; a moment later is soon enough.
        leptos::prelude::set_timeout(
            move || drop(Url::revoke_object_url(&url)),
            std::time::Duration::from_mins(1),
        );
    }
}

/// The bytes of a file; `None` where the browser can no longer read it.
pub async fn bytes_of(file: &Blob) -> Option<Vec<u8>> {
    let buffer = JsFuture::from(file.array_buffer()).await.ok()?;
    Some(Uint8Array::new(&buffer).to_vec())
}

/// Calls a method that a browser may not have, or may refuse at once or later; without it nothing is lost.
pub fn try_call(target: &JsValue, method: &str) {
    let call = || {
        let method: Function = Reflect::get(target, &method.into()).ok()?.dyn_into().ok()?;
        method.call0(target).ok()?.dyn_into::<Promise>().ok()
    };
    if let Some(promise) = call() {
        spawn_local(async move {
            let _ = JsFuture::from(promise).await;
        });
    }
}

/// Closes a menu that the browser opened.
pub fn hide(id: &str) {
    if let Some(menu) = by_id(id) {
        try_call(&menu, "hidePopover");
    }
}

/// The id of the element that has the keyboard.
pub fn focused() -> Option<String> {
    let focused = web_sys::window()?.document()?.active_element()?;
    Some(focused.id()).filter(|id| !id.is_empty())
}

/// The browser's storage for this page; `None` where it is turned off.
pub fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}

fn by_id(id: &str) -> Option<Element> {
    web_sys::window()?.document()?.get_element_by_id(id)
}
