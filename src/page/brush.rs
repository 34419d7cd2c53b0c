//! A rectangle over the plot: drawn with the pointer, or typed as four values; who is inside is selected.

use std::sync::Arc;

use leptos::ev::{PointerEvent, SubmitEvent};
use leptos::html::Input;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::plot::Drawn;
use super::state;
use super::state::State;
use crate::analysis::{Detailed, Relation, words};
use crate::chart::Layout;
use crate::metrics::Selection;

/// A shorter way of the pointer is a click, in CSS pixels.
const SHORTEST: f64 = 6.0;

/// Two corners in CSS pixels.
type Corners = [(f64, f64); 2];

/// What draws the rectangle. Copies share the same signals.
#[derive(Clone, Copy)]
pub struct Brush {
    state: State,
    drawn: StoredValue<Option<Drawn>, LocalStorage>,
    drawings: RwSignal<u32>,
    corners: RwSignal<Option<Corners>>,
}

impl Brush {
    /// A brush over a drawing; `drawings` changes whenever that was made anew.
    pub fn new(drawn: StoredValue<Option<Drawn>, LocalStorage>, drawings: RwSignal<u32>) -> Self {
        Brush {
            state: state(),
            drawn,
            drawings,
            corners: RwSignal::new(None),
        }
    }

    /// The pointer went down.
    pub fn begins(self, event: &PointerEvent) {
        if event.button() != 0 || !event.is_primary() {
            return;
        }
        let canvas = event
            .target()
            .and_then(|target| target.dyn_into::<Element>().ok());
        if let Some(canvas) = canvas {
            // Without it a rectangle only ends at the plot's edge.
            let _ = canvas.set_pointer_capture(event.pointer_id());
        }
        let place = place(event);
        self.corners.set(Some([place, place]));
    }

    /// The pointer moved; whether it draws.
    pub fn moves(self, event: &PointerEvent) -> bool {
        let Some([start, _]) = self.corners.get_untracked() else {
            return false;
        };
        self.corners.set(Some([start, place(event)]));
        is_long([start, place(event)])
    }

    /// The pointer went up: who is inside is selected.
    pub fn ends(self, event: &PointerEvent) {
        let corners = self.corners.get_untracked();
        self.corners.set(None);
        let Some([start, _]) = corners else { return };
        let corners = [start, place(event)];
        if is_long(corners) {
            let found = self.drawn.with_value(|drawn| {
                let layout = &drawn.as_ref()?.layout;
                Some(values(layout, corners))
            });
            if let Some(window) = found {
                select(self.state, window);
            }
        }
    }

    /// The browser took the pointer away.
    pub fn stops(self) {
        self.corners.set(None);
    }

    /// Nobody is selected any more.
    pub fn clear(self) {
        self.state.closer.selection.set(None);
    }

    /// The rectangle that is being drawn, or the one of the selection.
    pub fn rectangle(self) -> Option<impl IntoView> {
        self.drawings.track();
        let drawing = self.corners.get().filter(|corners| is_long(*corners));
        let chosen = self.state.closer.selection.get();
        let corners = self.drawn.with_value(|drawn| {
            let layout = &drawn.as_ref()?.layout;
            let chosen = || chosen.map(|chosen| places(layout, &chosen));
            drawing
                .or_else(chosen)
                .map(|corners| inside(layout, corners))
        })?;
        let [(left, top), (right, bottom)] = corners;
        let pixels = |length: f64| format!("{length}px");
        (right > left && bottom > top).then(|| {
            view! {
                <span
                    class="brush"
                    style:left=pixels(left)
                    style:top=pixels(top)
                    style:width=pixels(right - left)
                    style:height=pixels(bottom - top)
                ></span>
            }
        })
    }
}

fn place(event: &PointerEvent) -> (f64, f64) {
    (f64::from(event.offset_x()), f64::from(event.offset_y()))
}

fn is_long([start, end]: Corners) -> bool {
    (end.0 - start.0).abs() >= SHORTEST && (end.1 - start.1).abs() >= SHORTEST
}

/// The corners inside of the plot, the upper left one first.
fn inside(layout: &Layout, [start, end]: Corners) -> Corners {
    let plot = layout.plot;
    let across = |x: f64| x.clamp(plot.left, plot.right);
    let down = |y: f64| y.clamp(plot.top, plot.bottom);
    [
        (across(start.0.min(end.0)), down(start.1.min(end.1))),
        (across(start.0.max(end.0)), down(start.1.max(end.1))),
    ]
}

/// Smallest and largest x and y between two corners.
fn values(layout: &Layout, corners: Corners) -> [[f64; 2]; 2] {
    let [(left, top), (right, bottom)] = inside(layout, corners);
    let (low_x, low_y) = layout.from_pixel(left, bottom);
    let (high_x, high_y) = layout.from_pixel(right, top);
    [[low_x, high_x], [low_y, high_y]]
}

/// Where a selection lies. A side without a place, such as zero on a logarithmic axis, lies at the edge.
fn places(layout: &Layout, chosen: &Selection) -> Corners {
    let plot = layout.plot;
    let (left, bottom) = layout.to_pixel(chosen.low[0], chosen.low[1]);
    let (right, top) = layout.to_pixel(chosen.high[0], chosen.high[1]);
    let or = |place: f64, edge: f64| if place.is_finite() { place } else { edge };
    [
        (or(left, plot.left), or(top, plot.top)),
        (or(right, plot.right), or(bottom, plot.bottom)),
    ]
}

fn select(state: State, [x, y]: [[f64; 2]; 2]) {
    if let Some(pair) = untrack(|| state.pair()) {
        state.closer.selection.set(Some(Selection {
            x: pair.x,
            y: pair.y,
            low: [x[0], y[0]],
            high: [x[1], y[1]],
        }));
    }
}

/// Who is selected, and what can be done with them.
#[component]
pub fn Selecting(
    /// The answer.
    relation: Memo<Option<Arc<Relation>>>,
) -> impl IntoView {
    let state = state();
    let closer = state.closer;
    let said = move || {
        let relation = relation.get()?;
        closer.selection.get()?;
        match closer.selected.answer.get() {
            Some(Ok(found)) => match &*found {
                Detailed::Selected(found) => Some(words::selected(found, &relation)),
                _ => None,
            },
            _ => None,
        }
    };
    let zoom = move |_| {
        if let Some(chosen) = closer.selection.get_untracked() {
            let sides = [0, 1].map(|side| [chosen.low[side], chosen.high[side]]);
            closer.window.set(Some(sides));
            closer.selection.set(None);
        }
    };
    let keep = move |_| {
        let chosen = closer.selection.get_untracked();
        closer.selection.set(None);
        closer.window.set(None);
        state.filters.update(|filters| filters.selection = chosen);
    };
    let has_selection = move || closer.selection.with(Option::is_some);
    let has_window = move || closer.window.with(Option::is_some);
    view! {
        <div class="selecting">
            <p class="selected" role="status">{said}</p>
            <p class="hint" class:gone=move || has_selection() || has_window()>
                "Drag over the plot to select people"
            </p>
            <div class="actions">
                <button type="button" class="button" class:gone=move || !has_selection() on:click=zoom>"Zoom in"</button>
                <button type="button" class="button" class:gone=move || !has_selection() on:click=keep>
                    "Keep only these, in every view"
                </button>
                <button
                    type="button"
                    class="button plain"
                    class:gone=move || !has_selection()
                    on:click=move |_| closer.selection.set(None)
                >
                    "Clear selection"
                </button>
                <button
                    type="button"
                    class="button"
                    class:gone=move || !has_window()
                    on:click=move |_| closer.window.set(None)
                >
                    "Reset zoom"
                </button>
            </div>
            <ByValues relation />
        </div>
    }
}

/// The same rectangle as four values, for who does not draw with a pointer.
#[component]
fn ByValues(
    /// The answer.
    relation: Memo<Option<Arc<Relation>>>,
) -> impl IntoView {
    let state = state();
    let fields: [NodeRef<Input>; 4] = std::array::from_fn(|_| NodeRef::new());
    let label = move |side: usize, end: &'static str| {
        move || {
            relation.with(|found| {
                let found = found.as_ref()?;
                let metric = if side == 0 { &found.x } else { &found.y };
                Some(format!("{} {end}", metric.label))
            })
        }
    };
    let choose = move |event: SubmitEvent| {
        event.prevent_default();
        let value = |at: usize, open: f64| {
            let text = fields[at].get_untracked().map(|field| field.value());
            text.and_then(|text| text.trim().parse::<f64>().ok())
                .unwrap_or(open)
        };
        let reach = state.closer.reach.get_untracked();
        let sides = [0, 1].map(|side| {
            let [low, high] = reach[side];
            [value(side * 2, low), value(side * 2 + 1, high)]
        });
        select(state, sides);
    };
    let field = move |side: usize, end: &'static str, node: NodeRef<Input>| {
        view! {
            <label class="by-value">
                <span>{label(side, end)}</span>
                <input type="number" step="any" node_ref=node />
            </label>
        }
    };
    let [x_low, x_high, y_low, y_high] = fields;
    view! {
        <details class="more">
            <summary>"Select by values"</summary>
            <form class="by-values" on:submit=choose>
                {field(0, "from", x_low)}
                {field(0, "to", x_high)}
                {field(1, "from", y_low)}
                {field(1, "to", y_high)}
                <button type="submit" class="button">"Select"</button>
            </form>
        </details>
    }
}
