//! What a drawing has to know of the screen: its changes, and the colours of the page.

use leptos::html::Div;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{ResizeObserver, ResizeObserverBoxOptions, ResizeObserverOptions};

use crate::chart::Theme;

/// A page that is printed is light. The printed page counts as a change, so that drawings follow.
const IS_DARK: &str = "screen and (prefers-color-scheme: dark)";

/// Changes when the frame's size, the screen's pixel ratio or the colour scheme does.
pub fn changes(frame: NodeRef<Div>) -> ReadSignal<u32> {
    let changes = RwSignal::new(0_u32);
    // Both outlive the component by a moment, so they must not insist on the signal.
    let changed = move || {
        let _ = changes.try_update(|count| *count = count.wrapping_add(1));
    };
    let on_resize = Closure::<dyn FnMut()>::new(changed);
    let observer = ResizeObserver::new(on_resize.as_ref().unchecked_ref()).ok();
    let observer = StoredValue::new_local(observer.map(|observer| (observer, on_resize)));
    Effect::new(move || {
        if let Some(frame) = frame.get() {
            observer.with_value(|observer| {
                if let Some((observer, _)) = observer {
                    // In device pixels, so that a move to a sharper screen counts as a change of size.
                    let options = ResizeObserverOptions::new();
                    options.set_box(ResizeObserverBoxOptions::DevicePixelContentBox);
                    observer.observe_with_options(&frame, &options);
                }
            });
        }
    });
    let scheme = web_sys::window().and_then(|window| window.match_media(IS_DARK).ok()?);
    let on_scheme = Closure::<dyn FnMut()>::new(changed);
    if let Some(scheme) = &scheme {
        scheme.set_onchange(Some(on_scheme.as_ref().unchecked_ref()));
    }
    let scheme = StoredValue::new_local(Some((scheme, on_scheme)));
    on_cleanup(move || {
        let _ = observer.try_update_value(|observer| {
            if let Some((observer, _)) = observer.take() {
                observer.disconnect();
            }
        });
        let _ = scheme.try_update_value(|scheme| {
            if let Some((Some(scheme), _)) = scheme.take() {
                scheme.set_onchange(None);
            }
        });
    });
    changes.read_only()
}

/// The colours of the page, and letters that fit a drawing of that width in CSS pixels.
pub fn theme(width: f64) -> Theme {
    let is_dark = web_sys::window()
        .and_then(|window| window.match_media(IS_DARK).ok()?)
        .is_some_and(|query| query.matches());
    let theme = if is_dark {
        Theme::dark()
    } else {
        Theme::light()
    };
    let text = if width < 480.0 { 12.0 } else { 14.0 };
    theme.with_text(text)
}
