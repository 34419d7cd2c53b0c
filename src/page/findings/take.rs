//! What can be taken along: the report, the results, and pictures and tables of single findings.

use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{Blob, HtmlCanvasElement};

use super::super::{canvas, dom, state};
use crate::chart::{Chart, Size, Theme, to_svg};
use crate::report::{Finding, Paper, csv, html, results};

/// Width and height of a picture, in CSS pixels: those of a slide.
const PICTURE: (u32, u32) = (960, 540);

/// Pixels of a PNG for each CSS pixel.
const SHARPNESS: f64 = 2.0;

/// All findings in one file.
#[component]
pub fn Take() -> impl IntoView {
    let state = state();
    let save = move |name: &'static str, kind: &'static str, make: fn(&Paper) -> String| {
        let text = untrack(|| make(&state.paper()));
        dom::save(name, kind, text.as_bytes());
        state.speak(&format!("{name} was saved"));
    };
    view! {
        <section class="card take" aria-labelledby="take-title">
            <h2 id="take-title">"Take it along"</h2>
            <p class="hint">
                "The report is one file that opens in every browser and prints to PDF. No number in it stands for fewer \
                 than 5 people, and there are no ids in it."
            </p>
            <div class="actions">
                <button
                    type="button"
                    class="button primary"
                    on:click=move |_| save("goodhart-report.html", "text/html", html)
                >
                    "Download report"
                </button>
                <button
                    type="button"
                    class="button"
                    on:click=move |_| save("goodhart-results.json", "application/json", results)
                >
                    "Download results as JSON"
                </button>
            </div>
        </section>
    }
}

/// One finding as pictures and tables.
#[component]
pub fn TakeOne(
    /// The finding's number.
    id: u32,
) -> impl IntoView {
    let state = state();
    let get = move || untrack(|| state.findings.get(id));
    let first = get();
    let has_chart = first
        .as_ref()
        .is_some_and(|finding| finding.what.chart.is_some());
    let has_table = first
        .as_ref()
        .is_some_and(|finding| finding.what.table.is_some());
    let save = move |make: fn(&Finding)| {
        if let Some(finding) = get() {
            make(&finding);
        }
    };
    let button = move |label: &'static str, make: fn(&Finding)| {
        view! { <button type="button" class="button" on:click=move |_| save(make)>{label}</button> }
    };
    view! {
        <details class="more">
            <summary>"Save this finding"</summary>
            <div class="actions">
                {has_chart.then(|| button("Chart as SVG", save_svg))}
                {has_chart.then(|| button("Chart as PNG", save_png))}
                {button("Figures as CSV", save_figures)}
                {has_table.then(|| button("Table as CSV", save_table))}
            </div>
        </details>
    }
}

fn save_svg(finding: &Finding) {
    if let Some(chart) = finding.picture() {
        let (width, height) = PICTURE;
        let drawing = to_svg(&chart, width, height, &Theme::light().with_text(15.0));
        dom::save(
            &format!("{}.svg", finding.file_name()),
            "image/svg+xml",
            drawing.as_bytes(),
        );
    }
}

fn save_png(finding: &Finding) {
    let canvas = finding.picture().and_then(|chart| drawn(&chart));
    if let Some(canvas) = canvas {
        let name = format!("{}.png", finding.file_name());
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
    let (width, height) = PICTURE;
    let size = Size {
        width: f64::from(width),
        height: f64::from(height),
    };
    canvas::paint_at(
        &canvas,
        chart,
        &Theme::light().with_text(15.0),
        size,
        SHARPNESS,
    )?;
    Some(canvas)
}

fn save_figures(finding: &Finding) {
    let finding = finding.aggregated();
    let text = csv(&finding.figures_table());
    save_csv(&finding, "figures", &text);
}

fn save_table(finding: &Finding) {
    if let Some(table) = &finding.what.table {
        save_csv(finding, "table", &csv(table));
    }
}

fn save_csv(finding: &Finding, what: &str, text: &str) {
    // The mark at the front tells a spreadsheet that this is UTF-8.
    let text = format!("\u{feff}{text}");
    dom::save(
        &format!("{}-{what}.csv", finding.file_name()),
        "text/csv",
        text.as_bytes(),
    );
}
