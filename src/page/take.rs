//! What one chart or finding is saved as: a picture, or a table for other programs.

use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{Blob, HtmlCanvasElement};

use super::{canvas, dom, state};
use crate::chart::{Chart, Size, Theme};
use crate::report::{LETTERS, Pinnable};

/// Pixels of a PNG for each CSS pixel.
const SHARPNESS: f64 = 2.0;

/// A button that opens the ways to save something. Whatever is saved stands for several people.
#[component]
pub fn SaveAs(
    /// What is saved; nothing while there is no answer.
    #[prop(into)]
    what: Signal<Option<Pinnable>>,
) -> impl IntoView {
    let id = dom::unique_id("save");
    let menu = id.clone();
    let has = move |part: fn(&Pinnable) -> bool| {
        move || what.with(|what| what.as_ref().is_some_and(part))
    };
    let has_chart = Memo::new(move |_| has(|what| what.chart.is_some())());
    let has_figures = Memo::new(move |_| has(|what| !what.figures.is_empty())());
    let has_table = Memo::new(move |_| has(|what| what.table.is_some())());
    let state = state();
    let closing = id.clone();
    let button = move |label: &'static str,
                       is_there: Memo<bool>,
                       save: fn(super::state::State, &Pinnable)| {
        let closing = closing.clone();
        let act = move |_| {
            dom::hide(&closing);
            if let Some(what) = what.get_untracked() {
                save(state, &what);
            }
        };
        view! {
            <button type="button" class="button plain" class:gone=move || !is_there.get() on:click=act>{label}</button>
        }
        .into_any()
    };
    view! {
        <span class="save-as">
            <button type="button" class="button plain" popovertarget=menu>"Save as"</button>
            <span class="menu" id=id popover="auto" role="group" aria-label="Save as">
                {button("Picture (SVG)", has_chart, |state, what| {
                    if let Some(chart) = what.picture() {
                        state.save_picture(&what.file_name(), chart);
                    }
                })}
                {button("Picture (PNG)", has_chart, |_, what| save_png(what))}
                {button("Figures (CSV)", has_figures, |state, what| {
                    state.save_table(&format!("{}-figures", what.file_name()), &what.aggregated().figures_table());
                })}
                {button("Table (CSV)", has_table, |state, what| {
                    if let Some(table) = &what.table {
                        state.save_table(&format!("{}-table", what.file_name()), table);
                    }
                })}
                {button("Values of the chart (CSV)", has_chart, |state, what| {
                    if let Some(chart) = what.picture() {
                        state.save_table(&format!("{}-chart", what.file_name()), &chart.table());
                    }
                })}
            </span>
        </span>
    }
    .into_any()
}

fn save_png(what: &Pinnable) {
    let canvas = what.picture().and_then(|chart| drawn(&chart));
    if let Some(canvas) = canvas {
        let name = format!("{}.png", what.file_name());
        let save = Closure::once_into_js(move |blob: Option<Blob>| {
            if let Some(blob) = blob {
                dom::save_blob(&name, &blob);
            }
        });
        // It fails only for pictures with foreign parts, of which there are none.
        let _ = canvas.to_blob(save.unchecked_ref());
    }
}

/// The chart on a canvas of its own, which is on no page.
fn drawn(chart: &Chart) -> Option<HtmlCanvasElement> {
    let document = web_sys::window()?.document()?;
    let canvas: HtmlCanvasElement = document.create_element("canvas").ok()?.dyn_into().ok()?;
    let (width, height) = chart.picture_size();
    let size = Size {
        width: f64::from(width),
        height: f64::from(height),
    };
    let theme = Theme::light().with_text(LETTERS);
    canvas::paint_at(&canvas, chart, &theme, size, SHARPNESS)?;
    Some(canvas)
}
