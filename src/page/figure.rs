//! A chart on a canvas with its words and its values, for every chart that is not the scatter.

use leptos::html::{Canvas, Div};
use leptos::prelude::*;

use super::pin::Pin;
use super::plain_table::plain_table;
use super::turn::redraw;
use super::{canvas, dom, screen};
use crate::chart::Chart;
use crate::engine::Stage;
use crate::report::Pinnable;
use crate::worker;

/// Height of a row of estimates, and of what stands above and below them, in rem.
const ROW: f64 = 2.6;
const ROOM: f64 = 6.5;

/// A chart that follows the size of its frame and the colours of the page, with its values as a table below.
///
/// The frame is as tall as its style says (`.drawing-frame`). Without a chart nothing is shown.
#[component]
pub fn Figure(
    /// The chart.
    #[prop(into)]
    chart: Signal<Option<Chart>>,
    /// What it shows, in a few words: `Prompts over time`.
    #[prop(into)]
    label: String,
    /// Rows of estimates, where the height follows their number.
    #[prop(optional, into)]
    rows: Option<Signal<usize>>,
    /// What is pinned of it; without it there is nothing to pin.
    #[prop(optional, into)]
    pin: Option<Signal<Option<Pinnable>>>,
) -> impl IntoView {
    // The drawing, its words and its table each look at it.
    let chart = Signal::from(Memo::new(move |_| chart.get()));
    let height = move || rows.map(|rows| format!("{}rem", ROOM + ROW * rows.get() as f64));
    let frame = NodeRef::<Div>::new();
    let node = NodeRef::<Canvas>::new();
    let changes = screen::changes(frame);
    let draw = move || {
        let Some(canvas) = node.try_get_untracked().flatten() else {
            return;
        };
        chart.try_with_untracked(|chart| {
            if let Some(chart) = chart {
                let start = dom::now();
                // A browser without a canvas still has the words and the table.
                let _ = canvas::paint(
                    &canvas,
                    chart,
                    &screen::theme(f64::from(canvas.client_width())),
                );
                worker::stage(Stage::Draw, start, dom::now());
            }
        });
    };
    let track = move || {
        changes.track();
        node.track();
        chart.track();
    };
    redraw(track, draw);
    let spoken = {
        let label = label.clone();
        move || {
            let summary = chart.with(|chart| chart.as_ref().map(Chart::summary));
            format!("{label}. {}", summary.unwrap_or_default())
        }
    };
    view! {
        <div class="drawing" class:gone=move || chart.with(Option::is_none)>
            <div class="drawing-frame" node_ref=frame style:height=height>
                <canvas node_ref=node role="img" aria-label=spoken></canvas>
            </div>
            <div class="drawing-foot">
                <Behind chart label />
                {pin.map(|what| view! { <Pin what /> })}
            </div>
        </div>
    }
}

/// The values behind a chart; made when they are asked for.
#[component]
fn Behind(
    /// The chart.
    chart: Signal<Option<Chart>>,
    /// What it shows.
    label: String,
) -> impl IntoView {
    let is_open = RwSignal::new(false);
    let region = format!("{label}: the values");
    let table = move || {
        let open = is_open.get();
        let table = open.then(|| chart.with(|chart| chart.as_ref().map(Chart::table)));
        table
            .flatten()
            .map(|table| plain_table(&table, "values-table", usize::MAX))
    };
    view! {
        <details class="more drawing-values" on:toggle=move |_| is_open.update(|open| *open = !*open)>
            <summary>{format!("{label} as a table")}</summary>
            <div class="scroll" tabindex="0" role="region" aria-label=region>{table}</div>
        </details>
    }
}
