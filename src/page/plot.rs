//! The scatter plot: its drawing, what lies under the pointer, and the rectangle that a person draws over it.

use std::sync::Arc;

use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::html::{Canvas, Div};
use leptos::prelude::*;
use web_sys::HtmlCanvasElement;

use super::brush::Brush;
use super::turn::redraw;
use super::{canvas, dom, screen, state};
use crate::analysis::{Cloud, Point, Relation, words};
use crate::chart::{self, Chart, Layout, Nearest, Rect};
use crate::engine::Stage;
use crate::worker;

/// How far from a dot the pointer may be, in CSS pixels.
const REACH: f64 = 24.0;
/// How far from a cell the pointer may be, which is harder to meet than to see, in CSS pixels.
const CELL_REACH: f64 = 8.0;
/// Side of a cell where there are too many people for dots, in CSS pixels.
const CELL: f64 = 2.0;

/// What was drawn last, to find things in it.
pub struct Drawn {
    chart: Arc<Chart>,
    /// The places of its parts.
    pub layout: Layout,
    nearest: Nearest,
    /// Points from left to right, for the arrow keys.
    order: Vec<usize>,
}

/// What is under the pointer.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Hovered {
    /// A dot, by its number.
    Dot(usize),
    /// A cell with that many people.
    Cell(Rect, u32),
}

/// The scatter plot of an answer.
#[component]
pub fn Plot(
    /// What is drawn.
    chart: Memo<Option<Arc<Chart>>>,
    /// The answer; the plot begins without it where there are very many people.
    relation: Memo<Option<Arc<Relation>>>,
) -> impl IntoView {
    let state = state();
    let node = NodeRef::<Canvas>::new();
    let frame = NodeRef::<Div>::new();
    let drawn = StoredValue::new_local(None::<Drawn>);
    let drawings = RwSignal::new(0_u32);
    let hovered = RwSignal::new(None::<Hovered>);
    let changes = screen::changes(frame);
    let draw = move || {
        let canvas = node.try_get_untracked().flatten();
        let Some((chart, canvas)) = chart.try_get_untracked().flatten().zip(canvas) else {
            return;
        };
        hovered.set(None);
        drawn.set_value(draw(chart, &canvas));
        let found = drawn.with_value(|drawn| {
            let drawn = drawn.as_ref()?;
            Some((
                cells(drawn),
                [drawn.layout.x.domain(), drawn.layout.y.domain()],
            ))
        });
        if let Some((cells, reach)) = found {
            state.closer.reach.set(reach);
            if state.closer.cells.get_untracked() != Some(cells) {
                state.closer.cells.set(Some(cells));
            }
        }
        drawings.update(|count| *count = count.wrapping_add(1));
    };
    let track = move || {
        changes.track();
        node.track();
        chart.track();
    };
    redraw(track, draw);
    let brush = Brush::new(drawn, drawings);
    let find = move |event: &PointerEvent| {
        let place = (f64::from(event.offset_x()), f64::from(event.offset_y()));
        let found = drawn.with_value(|drawn| under(drawn.as_ref()?, place));
        if hovered.get_untracked() != found {
            hovered.set(found);
        }
    };
    let step = move |event: KeyboardEvent| {
        let by = match event.key().as_str() {
            "ArrowRight" => 1,
            "ArrowLeft" => -1,
            "Escape" if hovered.get_untracked().is_none() => return brush.clear(),
            "Escape" => return hovered.set(None),
            _ => return,
        };
        event.prevent_default();
        let next = drawn.with_value(|drawn| next(drawn.as_ref()?, hovered.get_untracked(), by));
        if let Some(next) = next {
            hovered.set(Some(Hovered::Dot(next)));
            state.speak(&point_lines(relation, next).join(", "));
        }
    };
    let summary = move || chart.get().map(|chart| chart.summary());
    let label = move || {
        let hovered = hovered.get()?;
        drawn.with_value(|drawn| tip(drawn.as_ref()?, hovered, relation))
    };
    view! {
        <div
            class="plot"
            node_ref=frame
            tabindex="0"
            role="group"
            aria-label="Scatter plot; the arrow keys go from dot to dot"
            on:keydown=step
            on:blur=move |_| hovered.set(None)
        >
            <canvas
                node_ref=node
                role="img"
                aria-label=summary
                on:pointermove=move |event| {
                    if brush.moves(&event) { hovered.set(None) } else { find(&event) }
                }
                on:pointerdown=move |event| {
                    find(&event);
                    brush.begins(&event);
                }
                on:pointerup=move |event| brush.ends(&event)
                on:pointercancel=move |_| brush.stops()
                on:pointerleave=move |_| hovered.set(None)
            ></canvas>
            {move || brush.rectangle()}
            {label}
        </div>
    }
}

/// What is said of what is under the pointer, beside it.
fn tip(
    drawn: &Drawn,
    hovered: Hovered,
    relation: Memo<Option<Arc<Relation>>>,
) -> Option<impl IntoView + use<>> {
    let ((x, y), lines) = match hovered {
        Hovered::Dot(at) => (drawn.nearest.place(at)?, point_lines(relation, at)),
        Hovered::Cell(rect, count) => {
            let place = (rect.right, f64::midpoint(rect.top, rect.bottom));
            (place, vec![words::cell(count)])
        }
    };
    let is_left = x > drawn.layout.size.width / 2.0;
    let is_dot = matches!(hovered, Hovered::Dot(_));
    let (left, top) = (format!("{x}px"), format!("{y}px"));
    Some(view! {
        <span class="spot" class:gone=!is_dot style:left=left.clone() style:top=top.clone()></span>
        <div class="tip" class:left=is_left style:left=left style:top=top>
            {lines.into_iter().map(|line| view! { <p>{line}</p> }).collect_view()}
        </div>
    })
}

fn draw(chart: Arc<Chart>, canvas: &HtmlCanvasElement) -> Option<Drawn> {
    let start = dom::now();
    let layout = canvas::paint(
        canvas,
        &chart,
        &screen::theme(f64::from(canvas.client_width())),
    )?;
    worker::stage(Stage::Draw, start, dom::now());
    let points = chart.points();
    let mut order: Vec<usize> = (0..points.len()).collect();
    order.sort_by(|a, b| points[*a][0].total_cmp(&points[*b][0]));
    Some(Drawn {
        nearest: Nearest::new(points, &layout),
        chart,
        layout,
        order,
    })
}

/// Columns and rows of cells that fit the plot.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a plot is a few thousand pixels wide"
)]
fn cells(drawn: &Drawn) -> [u16; 2] {
    let plot = drawn.layout.plot;
    [plot.width(), plot.height()].map(|length| (length / CELL).round() as u16)
}

fn under(drawn: &Drawn, (x, y): (f64, f64)) -> Option<Hovered> {
    let dot = drawn.nearest.find(x, y, REACH).map(Hovered::Dot);
    let cell = || chart::cell_near(&drawn.chart, &drawn.layout, (x, y), CELL_REACH);
    dot.or_else(|| cell().map(|(rect, count)| Hovered::Cell(rect, count)))
}

/// The dot beside the one that is pointed at, among those that can be seen.
fn next(drawn: &Drawn, now: Option<Hovered>, by: i32) -> Option<usize> {
    let is_seen = |at: &&usize| {
        let place = drawn.nearest.place(**at);
        place.is_some_and(|place| drawn.layout.plot.contains(place))
    };
    let seen: Vec<usize> = drawn.order.iter().filter(is_seen).copied().collect();
    let place = match now {
        Some(Hovered::Dot(now)) => seen.iter().position(|at| *at == now),
        _ => None,
    };
    let next = match (place, by) {
        (Some(place), 1) => place + 1,
        (Some(place), _) => place.checked_sub(1)?,
        (None, 1) => 0,
        (None, _) => seen.len().checked_sub(1)?,
    };
    seen.get(next).copied()
}

fn point_lines(relation: Memo<Option<Arc<Relation>>>, at: usize) -> Vec<String> {
    relation.with(|relation| {
        let relation = relation.as_ref();
        let lines = relation
            .and_then(|relation| point(relation, at).map(|point| words::point(relation, point)));
        lines.unwrap_or_default()
    })
}

fn point(relation: &Relation, at: usize) -> Option<&Point> {
    match &relation.cloud {
        Cloud::Points(points) => points.get(at),
        Cloud::Hidden | Cloud::Bins { .. } => None,
    }
}
