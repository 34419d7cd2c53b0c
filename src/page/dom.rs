//! The few things that are done to the document beside Leptos.

use std::cell::Cell;

use js_sys::{Array, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, Element, HtmlElement, Url};

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

/// Saves text as a file that the person's browser offers to keep.
pub fn save(name: &str, kind: &str, text: &str) {
    let offer = || {
        let options = BlobPropertyBag::new();
        options.set_type(kind);
        let blob =
            Blob::new_with_str_sequence_and_options(&Array::of1(&text.into()), &options).ok()?;
        let url = Url::create_object_url_with_blob(&blob).ok()?;
        let link = web_sys::window()?.document()?.create_element("a").ok()?;
        link.set_attribute("href", &url).ok()?;
        link.set_attribute("download", name).ok()?;
        link.dyn_into::<HtmlElement>().ok()?.click();
        Url::revoke_object_url(&url).ok()
    };
    // A browser that offers no files keeps none.
    let _ = offer();
}

/// An id that no other element of the page has.
pub fn unique_id(prefix: &str) -> String {
    thread_local!(static LAST: Cell<u32> = const { Cell::new(0) });
    let number = LAST.get() + 1;
    LAST.set(number);
    format!("{prefix}-{number}")
}

/// Milliseconds since the epoch, as precise as the browser allows.
pub fn now() -> f64 {
    web_sys::window()
        .and_then(|window| window.performance())
        .map_or(0.0, |clock| clock.time_origin() + clock.now())
}

/// The bytes of a file; `None` where the browser can no longer read it.
pub async fn bytes_of(file: &Blob) -> Option<Vec<u8>> {
    let buffer = JsFuture::from(file.array_buffer()).await.ok()?;
    Some(Uint8Array::new(&buffer).to_vec())
}

fn by_id(id: &str) -> Option<Element> {
    web_sys::window()?.document()?.get_element_by_id(id)
}
