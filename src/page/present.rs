//! Findings as slides that fill the screen.
//!
//! Everything is drawn in the frame in which the key was pressed: the words and the chart's canvas stay, only what
//! they show changes, so nothing flickers between slides.

use std::sync::Arc;

use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::html::{Canvas, Dialog, Div};
use leptos::prelude::*;
use web_sys::HtmlCanvasElement;

use super::state::Pinned;
use super::{canvas, dom, screen, state};
use crate::chart::{Chart, Size};
use crate::report::{Figure, Finding, freshness};

/// A chart is drawn as if it were this wide, in CSS pixels, and enlarged: letters and dots grow with the screen.
const DRAWN_WIDTH: f64 = 620.0;

/// Figures that can be read from the back of a room.
const MOST_FIGURES: usize = 4;

/// Which things are on, besides the slide.
#[derive(Clone, Copy)]
struct Switches {
    numbers: RwSignal<bool>,
    blank: RwSignal<bool>,
    pointer: RwSignal<bool>,
}

/// What a key asks for.
enum Ask {
    Go(usize),
    Numbers,
    Blank,
    Pointer,
    End,
}

/// The findings, one at a time.
#[component]
pub fn Present() -> impl IntoView {
    let state = state();
    let slides: Arc<[Arc<Finding>]> = state.findings.list.with_untracked(|list| {
        list.iter()
            .map(|pinned: &Pinned| Arc::clone(&pinned.finding))
            .collect()
    });
    let count = slides.len();
    let dialog = NodeRef::<Dialog>::new();
    let stage = NodeRef::<Div>::new();
    let at = Memo::new(move |_| state.findings.presented.get().unwrap_or(0));
    let slide = {
        let slides = Arc::clone(&slides);
        Memo::new(move |_| slides.get(at.get()).map(Arc::clone))
    };
    let switches = Switches {
        numbers: RwSignal::new(true),
        blank: RwSignal::new(false),
        pointer: RwSignal::new(false),
    };
    let end = move || {
        state.findings.presented.set(None);
        leave_full_screen();
        request_animation_frame(|| dom::focus("present"));
    };
    let act = move |ask: Ask| match ask {
        Ask::Go(to) => {
            switches.blank.set(false);
            state
                .findings
                .presented
                .set(Some(to.min(count.saturating_sub(1))));
            dom::focus("slide-title");
        }
        Ask::Numbers => switches.numbers.update(|on| *on = !*on),
        Ask::Blank => switches.blank.update(|on| *on = !*on),
        Ask::Pointer => switches.pointer.update(|on| *on = !*on),
        Ask::End => end(),
    };
    let key = move |event: KeyboardEvent| {
        if let Some(ask) = asked(&event, at.get_untracked(), count) {
            event.prevent_default();
            act(ask);
        }
    };
    Effect::new(move || {
        if let (Some(dialog), Some(stage)) = (dialog.get(), stage.get()) {
            // It fails only where the box is open already.
            drop(dialog.show_modal());
            // Where the browser does not give the whole screen, the whole page has to do.
            dom::try_call(&stage, "requestFullscreen");
            dom::focus("slide-title");
        }
    });
    // Escape leaves the full screen without telling the page which key it was.
    let listener = window_event_listener_untyped("fullscreenchange", move |_| {
        if !is_full_screen() && state.findings.presented.get_untracked().is_some() {
            end();
        }
    });
    on_cleanup(move || listener.remove());
    let place = RwSignal::new((0.0, 0.0));
    let follow = move |event: PointerEvent| {
        if switches.pointer.get_untracked() {
            place.set((f64::from(event.client_x()), f64::from(event.client_y())));
        }
    };
    let spot = move || {
        switches.pointer.get().then(|| {
            let left = move || format!("{}px", place.get().0);
            let top = move || format!("{}px", place.get().1);
            view! { <div class="pointer-spot" aria-hidden="true" style:left=left style:top=top></div> }
        })
    };
    view! {
        <dialog
            class="present"
            node_ref=dialog
            aria-label="Presentation"
            on:keydown=key
            on:pointermove=follow
            on:cancel=move |event: web_sys::Event| {
                event.prevent_default();
                end();
            }
        >
            <div class="stage" node_ref=stage class:pointing=move || switches.pointer.get()>
                <Slide slide numbers=switches.numbers.read_only() />
                <p class="slide-place">{move || format!("{} / {count}", at.get() + 1)}</p>
                <div class="present-bar" role="toolbar" aria-label="Presentation">
                    <Bar key="←" label="Back" on_press=move |()| act(Ask::Go(at.get_untracked().saturating_sub(1))) />
                    <Bar key="→" label="Next" on_press=move |()| act(Ask::Go(at.get_untracked() + 1)) />
                    <Bar key="N" label="Numbers" on_press=move |()| act(Ask::Numbers) />
                    <Bar key="B" label="Blank" on_press=move |()| act(Ask::Blank) />
                    <Bar key="P" label="Pointer" on_press=move |()| act(Ask::Pointer) />
                    <Bar key="Esc" label="End" on_press=move |()| act(Ask::End) />
                </div>
                {spot}
                <div class="blank" class:shown=move || switches.blank.get()></div>
            </div>
        </dialog>
    }
}

fn asked(event: &KeyboardEvent, at: usize, count: usize) -> Option<Ask> {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return None;
    }
    let key = event.key();
    Some(match key.as_str() {
        " " if is_on_a_button(event) => return None,
        " " if event.shift_key() => Ask::Go(at.saturating_sub(1)),
        "ArrowRight" | "ArrowDown" | "PageDown" | " " => Ask::Go(at + 1),
        "ArrowLeft" | "ArrowUp" | "PageUp" | "Backspace" => Ask::Go(at.saturating_sub(1)),
        "Home" => Ask::Go(0),
        "End" => Ask::Go(count),
        "Escape" => Ask::End,
        "n" | "N" => Ask::Numbers,
        "b" | "B" | "." => Ask::Blank,
        "p" | "P" => Ask::Pointer,
        digit => match digit.parse::<usize>() {
            Ok(0) => Ask::Go(9),
            Ok(number) => Ask::Go(number - 1),
            Err(_) => return None,
        },
    })
}

fn is_on_a_button(event: &KeyboardEvent) -> bool {
    use wasm_bindgen::JsCast;
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    target.is_some_and(|target| target.tag_name() == "BUTTON")
}

#[component]
fn Bar(
    /// The key that does the same.
    key: &'static str,
    /// What it does.
    label: &'static str,
    /// Called when it is pressed.
    #[prop(into)]
    on_press: Callback<()>,
) -> impl IntoView {
    view! {
        <button type="button" class="button" on:click=move |_| on_press.run(())>
            <kbd aria-hidden="true">{key}</kbd>
            {label}
        </button>
    }
}

/// One finding, as large as the screen.
#[component]
fn Slide(
    /// The finding.
    slide: Memo<Option<Arc<Finding>>>,
    /// Whether numbers are shown.
    numbers: ReadSignal<bool>,
) -> impl IntoView {
    let state = state();
    let frame = NodeRef::<Div>::new();
    let node = NodeRef::<Canvas>::new();
    let changes = screen::changes(frame);
    Effect::new(move || {
        changes.track();
        numbers.track();
        let Some(canvas) = node.get() else { return };
        slide.with(|slide| {
            if let Some(chart) = slide.as_ref().and_then(|slide| slide.what.chart.as_ref()) {
                paint(&canvas, chart);
            }
        });
    });
    let has_chart = move || {
        slide.with(|slide| {
            slide
                .as_ref()
                .is_some_and(|slide| slide.what.chart.is_some())
        })
    };
    let text = move |say: fn(&Finding) -> Option<String>| {
        move || slide.with(|slide| slide.as_ref().and_then(|slide| say(slide)))
    };
    let stale = move || {
        let now = state.fingerprint();
        let fresh = slide.with(|slide| {
            slide
                .as_ref()
                .map(|slide| slide.made_from.compared_with(&now))
        });
        fresh
            .and_then(freshness)
            .map(|text| view! { <p class="stale-mark">{text}</p> })
    };
    let figures = move || {
        slide.with(|slide| {
            let figures = slide.as_ref().map(|slide| slide.what.figures.iter());
            figures.map(|figures| figures.take(MOST_FIGURES).map(figure).collect_view())
        })
    };
    let summary = text(|slide| slide.what.chart.as_ref().map(Chart::summary));
    view! {
        <section class="slide" aria-labelledby="slide-title">
            <header>
                <h1 id="slide-title" tabindex="-1">{text(|slide| Some(slide.what.title.clone()))}</h1>
                {stale}
            </header>
            <div class="slide-body" class:without-numbers=move || !numbers.get() class:without-chart=move || !has_chart()>
                <div class="slide-chart" node_ref=frame class:gone=move || !has_chart()>
                    <canvas node_ref=node role="img" aria-label=summary></canvas>
                </div>
                <dl class="slide-figures" class:gone=move || !numbers.get()>{figures}</dl>
            </div>
            <div class="slide-said">
                <p class="slide-sentence" class:gone=move || !numbers.get()>
                    {text(|slide| slide.what.sentences.first().cloned())}
                </p>
                <p class="slide-note">{text(|slide| Some(slide.note.clone()))}</p>
            </div>
        </section>
    }
}

fn figure(figure: &Figure) -> impl IntoView + use<> {
    view! {
        <div>
            <dt>{figure.name.clone()}</dt>
            <dd>{figure.shown.clone()}</dd>
            <dd class="slide-interval">{figure.interval_shown.clone()}</dd>
        </div>
    }
}

/// Draws the chart in its usual proportions and enlarges it to the slide.
fn paint(canvas: &HtmlCanvasElement, chart: &Chart) {
    let shown = canvas.get_bounding_client_rect();
    let zoom = (shown.width() / DRAWN_WIDTH).max(1.0);
    let size = Size {
        width: shown.width() / zoom,
        height: shown.height() / zoom,
    };
    let ratio = web_sys::window().map_or(1.0, |window| window.device_pixel_ratio());
    // A browser without a canvas still has the words and the figures.
    let _ = canvas::paint_at(
        canvas,
        chart,
        &screen::theme(size.width),
        size,
        ratio * zoom,
    );
}

fn is_full_screen() -> bool {
    web_sys::window()
        .and_then(|window| window.document()?.fullscreen_element())
        .is_some()
}

fn leave_full_screen() {
    if is_full_screen()
        && let Some(document) = web_sys::window().and_then(|window| window.document())
    {
        dom::try_call(&document, "exitFullscreen");
    }
}
