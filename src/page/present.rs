//! Findings as slides that fill the screen.
//!
//! Everything is drawn in the frame in which the key was pressed: the words and the chart's canvas stay, only what
//! they show changes, so nothing flickers between slides.

use std::sync::Arc;

use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::html::{Canvas, Dialog, Div};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlCanvasElement};

use super::filters::FilterBar;
use super::plain_table::plain_table;
use super::state::{Pinned, State};
use super::{canvas, dom, screen, state};
use crate::chart::{Chart, Size};
use crate::report::{Figure, Finding, Pinnable, freshness, live};

/// A chart is drawn as if it were at least this wide and this tall, in CSS pixels, and enlarged: letters and dots grow
/// with the screen, as far as they leave room for what is drawn.
const DRAWN_WIDTH: u32 = 620;
const DRAWN_HEIGHT: u32 = 280;

/// Figures that can be read from the back of a room.
const MOST_FIGURES: usize = 4;

/// Letters from which on a title is set smaller.
const LONG: usize = 90;

/// Rows of a table that can be read from the back of a room.
const MOST_ROWS: usize = 8;

/// Which things are on, besides the slide.
#[derive(Clone, Copy)]
struct Switches {
    numbers: RwSignal<bool>,
    blank: RwSignal<bool>,
    pointer: RwSignal<bool>,
    live: RwSignal<bool>,
}

/// What a key asks for.
enum Ask {
    Go(usize),
    Numbers,
    Blank,
    Pointer,
    Filter,
    End,
}

/// The findings, one at a time.
#[expect(
    clippy::too_many_lines,
    reason = "a table of keys, and the frame around a slide"
)]
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
    let can_filter = Memo::new(move |_| state.is_joined());
    let switches = Switches {
        numbers: RwSignal::new(true),
        blank: RwSignal::new(false),
        pointer: RwSignal::new(false),
        live: RwSignal::new(false),
    };
    // What was set before the first slide followed the filters.
    let before = StoredValue::new(None::<String>);
    let end = move || {
        if let Some(settings) = before.get_value() {
            state.apply(&settings);
        }
        state.findings.presented.set(None);
        leave_full_screen();
        request_animation_frame(|| dom::focus("present"));
    };
    let act = move |ask: Ask| match ask {
        Ask::Go(to) => {
            switches.blank.set(false);
            switches.live.set(false);
            state
                .findings
                .presented
                .set(Some(to.min(count.saturating_sub(1))));
            dom::focus("slide-title");
        }
        Ask::Numbers => switches.numbers.update(|on| *on = !*on),
        Ask::Blank => switches.blank.update(|on| *on = !*on),
        Ask::Pointer => switches.pointer.update(|on| *on = !*on),
        Ask::Filter => {
            let settings =
                slide.with_untracked(|slide| slide.as_ref().map(|slide| slide.settings.clone()));
            if let Some(settings) =
                settings.filter(|_| can_filter.get_untracked() && !switches.live.get_untracked())
            {
                if before.with_value(Option::is_none) {
                    before.set_value(Some(untrack(|| state.settings())));
                }
                // The view behind the slide answers; the slide shows its part of it.
                state.apply(&settings);
                switches.live.set(true);
            }
            dom::focus_soon("filter-add".to_owned());
        }
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
                <Slide slide numbers=switches.numbers.read_only() live=switches.live.read_only() />
                <p class="slide-place">{move || format!("{} / {count}", at.get() + 1)}</p>
                <div class="present-bar" role="toolbar" aria-label="Presentation">
                    <Bar key="←" label="Back" on_press=move |()| act(Ask::Go(at.get_untracked().saturating_sub(1))) />
                    <Bar key="→" label="Next" on_press=move |()| act(Ask::Go(at.get_untracked() + 1)) />
                    <Bar key="N" label="Numbers" on_press=move |()| act(Ask::Numbers) />
                    <Bar key="B" label="Blank" on_press=move |()| act(Ask::Blank) />
                    <Bar key="P" label="Pointer" on_press=move |()| act(Ask::Pointer) />
                    {move || can_filter.get().then(|| view! { <Bar key="F" label="Filter" on_press=move |()| act(Ask::Filter) /> })}
                    <Bar key="Esc" label="End" on_press=move |()| act(Ask::End) />
                </div>
                {spot}
                <div class="blank" class:shown=move || switches.blank.get()></div>
            </div>
        </dialog>
    }
}

fn asked(event: &KeyboardEvent, at: usize, count: usize) -> Option<Ask> {
    if event.ctrl_key() || event.meta_key() || event.alt_key() || is_elsewhere(event) {
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
        "f" | "F" => Ask::Filter,
        digit => match digit.parse::<usize>() {
            Ok(0) => Ask::Go(9),
            Ok(number) => Ask::Go(number - 1),
            Err(_) => return None,
        },
    })
}

fn target(event: &KeyboardEvent) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

/// Keys in a box above the slide belong to that box.
fn is_elsewhere(event: &KeyboardEvent) -> bool {
    let dialog = target(event).and_then(|target| target.closest("dialog").ok()?);
    dialog.is_some_and(|dialog| !dialog.class_list().contains("present"))
}

fn is_on_a_button(event: &KeyboardEvent) -> bool {
    target(event).is_some_and(|target| target.tag_name() == "BUTTON")
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
    /// Whether it follows the filters.
    live: ReadSignal<bool>,
) -> impl IntoView {
    let state = state();
    let what = Memo::new(move |_| {
        let slide = slide.get()?;
        let now = live
            .get()
            .then(|| state.findings.now(&slide.what.part))
            .flatten();
        Some(Arc::new(now.unwrap_or_else(|| slide.what.clone())))
    });
    let frame = NodeRef::<Div>::new();
    let node = NodeRef::<Canvas>::new();
    let changes = screen::changes(frame);
    Effect::new(move || {
        changes.track();
        let has_numbers = numbers.get();
        let Some(canvas) = node.get() else { return };
        what.with(|what| {
            if let Some(chart) = what.as_ref().and_then(|what| what.chart.as_ref()) {
                if has_numbers {
                    paint(&canvas, chart);
                } else {
                    paint(&canvas, &chart.without_figures());
                }
            }
        });
    });
    let has_chart = Memo::new(move |_| {
        what.with(|what| what.as_ref().is_some_and(|what| what.chart.is_some()))
    });
    let text = move |say: fn(&Pinnable) -> Option<String>| {
        move || what.with(|what| what.as_ref().and_then(|what| say(what)))
    };
    let note = move || slide.with(|slide| slide.as_ref().map(|slide| slide.note.clone()));
    let figures = move || {
        what.with(|what| {
            let figures = what.as_ref().map(|what| what.figures.iter());
            figures.map(|figures| figures.take(MOST_FIGURES).map(figure).collect_view())
        })
    };
    let rows = move || {
        let is_shown = !has_chart.get() && numbers.get();
        what.with(|what| {
            what.as_ref()?
                .table
                .as_ref()
                .filter(|_| is_shown)
                .map(|table| plain_table(table, "slide-table", MOST_ROWS))
        })
    };
    // Beside a chart a count alone would be said twice: it stands in the chart's corner.
    let has_figures = Memo::new(move |_| {
        numbers.get()
            && what.with(|what| {
                what.as_ref().is_some_and(|what| {
                    what.chart.is_none() || !what.figures.iter().all(Figure::is_count)
                })
            })
    });
    let is_long = move || {
        what.with(|what| {
            what.as_ref()
                .is_some_and(|what| what.title.chars().count() > LONG)
        })
    };
    let made_with = move || {
        let filters = slide.with(|slide| {
            slide
                .as_ref()
                .map(|slide| slide.filters().collect::<Vec<_>>().join(" "))
        });
        filters.filter(|text| !text.is_empty() && !live.get())
    };
    let summary = text(|what| what.chart.as_ref().map(Chart::summary));
    view! {
        <section class="slide" aria-labelledby="slide-title">
            <header>
                <h1 id="slide-title" tabindex="-1" class:long=is_long>{text(|what| Some(what.title.clone()))}</h1>
                {move || mark(state, slide, live).map(|text| view! { <p class="stale-mark">{text}</p> })}
                {move || live.get().then(|| view! { <div class="slide-filters"><FilterBar /></div> })}
            </header>
            <div class="slide-body" class:without-numbers=move || !has_figures.get() class:without-chart=move || !has_chart.get()>
                <div class="slide-chart" node_ref=frame class:gone=move || !has_chart.get()>
                    <canvas node_ref=node role="img" aria-label=summary></canvas>
                </div>
                <dl class="slide-figures" class:gone=move || !has_figures.get()>{figures}</dl>
                {rows}
            </div>
            <div class="slide-said">
                <p class="slide-sentence" class:gone=move || !numbers.get()>
                    {text(|what| what.sentences.first().cloned())}
                </p>
                <p class="slide-note">{note}</p>
                {move || made_with().map(|text| view! { <p class="slide-made">{text}</p> })}
            </div>
        </section>
    }
    .into_any()
}

/// How the slide stands to what is loaded and set now.
fn mark(
    state: State,
    slide: Memo<Option<Arc<Finding>>>,
    is_live: ReadSignal<bool>,
) -> Option<&'static str> {
    let now = state.fingerprint();
    let fresh = slide.with(|slide| Some(slide.as_ref()?.made_from.compared_with(&now)))?;
    if is_live.get() {
        live(fresh)
    } else {
        freshness(fresh)
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
    // Rows and columns of names ask for more room than letters that large leave.
    let (width, height) = chart.tight_size().unwrap_or((DRAWN_WIDTH, DRAWN_HEIGHT));
    let zoom = (shown.width() / f64::from(width)).min(shown.height() / f64::from(height));
    // Letters never shrink: on a phone names are cut instead, and the table has them.
    let zoom = zoom.max(1.0);
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
