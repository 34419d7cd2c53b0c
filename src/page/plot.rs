//! A chart on a canvas, with what lies under the pointer named beside it.

use std::sync::Arc;

use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::html::{Canvas, Div};
use leptos::prelude::*;
use web_sys::HtmlCanvasElement;

use super::{canvas, dom, screen, state};
use crate::analysis::{Cloud, Point, Relation, words};
use crate::chart::{self, Chart, Layout, Nearest, ScaleKind};
use crate::engine::Stage;
use crate::worker;

/// How far from a dot the pointer may be, in CSS pixels.
const REACH: f64 = 24.0;

/// What was drawn last, to find things in it.
struct Drawn {
    layout: Layout,
    nearest: Nearest,
    /// Points from left to right, for the arrow keys.
    order: Vec<usize>,
}

/// The scatter plot of an answer.
#[component]
pub fn Plot(
    /// The answer.
    relation: Memo<Option<Arc<Relation>>>,
    /// Whether the axis of usage is logarithmic.
    is_log: RwSignal<bool>,
) -> impl IntoView {
    let state = state();
    let node = NodeRef::<Canvas>::new();
    let frame = NodeRef::<Div>::new();
    let chart = Memo::new(move |_| {
        let scale = if is_log.get() {
            ScaleKind::Log1p
        } else {
            ScaleKind::Linear
        };
        let relation = relation.get()?;
        Some(Arc::new(chart::relation(&relation, &scale)))
    });
    let drawn = StoredValue::new_local(None::<Drawn>);
    let hovered = RwSignal::new(None::<usize>);
    let changes = screen::changes(frame);
    Effect::new(move || {
        changes.track();
        hovered.set(None);
        let shown = chart.get().zip(node.get());
        drawn.set_value(shown.and_then(|(chart, canvas)| draw(&chart, &canvas)));
    });
    let find = move |event: PointerEvent| {
        let (x, y) = (f64::from(event.offset_x()), f64::from(event.offset_y()));
        let found = drawn.with_value(|drawn| drawn.as_ref()?.nearest.find(x, y, REACH));
        if hovered.get_untracked() != found {
            hovered.set(found);
        }
    };
    let step = move |event: KeyboardEvent| {
        let by = match event.key().as_str() {
            "ArrowRight" => 1,
            "ArrowLeft" => -1,
            "Escape" => return hovered.set(None),
            _ => return,
        };
        event.prevent_default();
        let next = drawn.with_value(|drawn| {
            let order = &drawn.as_ref()?.order;
            let now = hovered.get_untracked();
            let place = now.and_then(|now| order.iter().position(|at| *at == now));
            let next = match (place, by) {
                (Some(place), 1) => place + 1,
                (Some(place), _) => place.checked_sub(1)?,
                (None, 1) => 0,
                (None, _) => order.len().checked_sub(1)?,
            };
            order.get(next).copied()
        });
        if let Some(next) = next {
            hovered.set(Some(next));
            state.speak(&point_lines(relation, next).join(", "));
        }
    };
    let summary = move || chart.get().map(|chart| chart.summary());
    let label = move || {
        hovered.get().and_then(|at| {
            let (x, y) = drawn.with_value(|drawn| drawn.as_ref()?.nearest.place(at))?;
            let on_the_left = drawn.with_value(|drawn| {
                drawn.as_ref().is_some_and(|drawn| x > drawn.layout.size.width / 2.0)
            });
            let lines = point_lines(relation, at);
            Some(view! {
                <span class="spot" style:left=format!("{x}px") style:top=format!("{y}px")></span>
                <div class="tip" class:left=on_the_left style:left=format!("{x}px") style:top=format!("{y}px")>
                    {lines.into_iter().map(|line| view! { <p>{line}</p> }).collect_view()}
                </div>
            })
        })
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
                on:pointermove=find
                on:pointerdown=find
                on:pointerleave=move |_| hovered.set(None)
            ></canvas>
            {label}
        </div>
    }
}

fn draw(chart: &Chart, canvas: &HtmlCanvasElement) -> Option<Drawn> {
    let start = dom::now();
    let layout = canvas::paint(
        canvas,
        chart,
        &screen::theme(f64::from(canvas.client_width())),
    )?;
    worker::stage(Stage::Draw, start, dom::now());
    let points = chart.points();
    let mut order: Vec<usize> = (0..points.len()).collect();
    order.sort_by(|a, b| points[*a][0].total_cmp(&points[*b][0]));
    Some(Drawn {
        nearest: Nearest::new(points, &layout),
        layout,
        order,
    })
}

fn point_lines(relation: Memo<Option<Arc<Relation>>>, at: usize) -> Vec<String> {
    relation.with(|relation| {
        let relation = relation.as_ref();
        let point = relation.and_then(|relation| point(relation, at));
        relation
            .zip(point)
            .map_or_else(Vec::new, |(relation, point)| words::point(relation, point))
    })
}

fn point(relation: &Relation, at: usize) -> Option<&Point> {
    match &relation.cloud {
        Cloud::Points(points) => points.get(at),
        Cloud::Hidden | Cloud::Bins { .. } => None,
    }
}
