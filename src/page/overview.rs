//! The answer at a glance, and what it rests on.

use std::sync::Arc;

use leptos::prelude::*;

use super::answer::{OnceJoined, text};
use super::choice::{Against, PeriodChoice};
use super::figure::Figure;
use super::notices::Notices;
use super::pin::Pin;
use super::segments::BySegment;
use super::state;
use super::state::View;
use super::term::Explained;
use super::turn::InTurn;
use crate::analysis::Overview;
use crate::analysis::overview::course::{Course, NoCourse};
use crate::analysis::words::{Term, overview as say};
use crate::chart;
use crate::metrics::{MetricInfo, Topic};
use crate::report::Pinnable;

/// An answer that may not be there yet.
type Found = Memo<Option<Arc<Overview>>>;

/// The first view once files are joined.
#[component]
pub fn AtAGlance() -> impl IntoView {
    view! {
        <OnceJoined class="answer overview">
            <Asked />
            <Answered />
        </OnceJoined>
    }
}

/// What is held against each other.
#[component]
fn Asked() -> impl IntoView {
    let state = state();
    view! {
        <div class="question" role="group" aria-label="Question">
            <Against on_usage=move |id| state.x.set(Some(id)) />
            <PeriodChoice />
        </div>
    }
}

#[component]
fn Answered() -> impl IntoView {
    let state = state();
    let found: Found = state.overview.found();
    let has_answer = Memo::new(move |_| found.with(Option::is_some));
    let body = move || {
        if !has_answer.get() {
            return match state.overview.answer.get() {
                Some(Err(notices)) => {
                    view! { <section class="card"><Notices notices /></section> }.into_any()
                }
                _ => view! { <p class="hint waiting">"Computing…"</p> }.into_any(),
            };
        }
        view! {
            <div class="answer-head">
                <h1 id="finding">
                    {text(found, begin)}
                    <span class="headline-rest">{text(found, rest)}</span>
                </h1>
                <p class="figures">{text(found, |found| say::plain(found).unwrap_or_default())}</p>
            </div>
            <div class="overview-body" class:stale=move || state.is_busy()>
                <Evidence found />
                <Tiles found />
                <InTurn><Outcomes found /></InTurn>
                <InTurn><OverTime found /></InTurn>
                <div class="overview-pair">
                    <InTurn><HowSpread found /></InTurn>
                    <InTurn><BySegment /></InTurn>
                </div>
                <InTurn><Limits found /></InTurn>
            </div>
        }
        .into_any()
    };
    view! { {body} }
}

/// How the first sentence begins: with the pair.
fn begin(found: &Overview) -> String {
    match say::headline_parts(found) {
        [pair, rest] if rest.is_empty() => pair,
        [pair, _] => format!("{pair};"),
    }
}

/// The rest of the first sentence.
fn rest(found: &Overview) -> String {
    match say::headline_parts(found) {
        [_, rest] if rest.is_empty() => rest,
        // A space, so that the sentence stays one for who hears or copies it.
        [_, rest] => format!(" {rest}"),
    }
}

/// The figures of the pair, and the strongest reason to doubt.
#[component]
fn Evidence(
    /// The answer.
    found: Found,
) -> impl IntoView {
    let state = state();
    let closer = move || {
        found.with(|found| {
            let found = found.as_ref()?;
            let (x, y) = (&found.x.label, &found.pair().y.label);
            Some(format!(
                "Look closer at {} and {}",
                x.to_lowercase(),
                y.to_lowercase()
            ))
        })
    };
    view! {
        <section class="card evidence" aria-label="What it rests on">
            <dl class="evidence-figures">
                <dt><Explained term=Term::Spearman word="Between people" /></dt>
                <dd data-figure="between">{text(found, say::between_figures)}</dd>
                <dt><Explained term=Term::WithinSlope word="Within people" /></dt>
                <dd data-figure="within">{text(found, say::within_figures)}</dd>
            </dl>
            <div class="evidence-doubt">
                <h2>"The strongest reason to doubt it"</h2>
                <p id="doubt">{text(found, say::doubt)}</p>
            </div>
            <div class="actions">
                <button type="button" class="button primary" on:click=move |_| state.view.set(View::Correlate)>
                    {closer}
                </button>
            </div>
        </section>
    }
}

#[component]
fn Tiles(
    /// The answer.
    found: Found,
) -> impl IntoView {
    let tiles = move || {
        let found = found.get()?;
        let tile = |tile: say::Tile| {
            view! {
                <div class="tile">
                    <dt><Explained term=tile.term word=tile.label /></dt>
                    <dd class="tile-value">{tile.value}</dd>
                    <dd class="tile-note">{tile.note}</dd>
                </div>
            }
        };
        Some(say::tiles(&found).into_iter().map(tile).collect_view())
    };
    view! {
        <dl class="tiles">{tiles}</dl>
        <Pin what=pin(found, |found| Some(Pinnable::of_tiles(found))) />
    }
}

/// Every outcome between people and within them.
#[component]
fn Outcomes(
    /// The answer.
    found: Found,
) -> impl IntoView {
    let chart = Signal::derive(move || found.get().map(|found| chart::overview::standings(&found)));
    let rows = Signal::derive(move || {
        found.with(|found| found.as_ref().map_or(0, |found| found.outcomes.len()))
    });
    view! {
        <section class="card part" aria-labelledby="outcomes-title">
            <h2 id="outcomes-title">"Every outcome"</h2>
            <p id="across">
                {text(found, say::across)} " "
                <Explained term=Term::Adjusted word="Why adjusted?" />
            </p>
            <Figure chart label="Every outcome" rows pin=pin(found, |found| Some(Pinnable::of_outcomes(found))) />
        </section>
    }
}

/// Usage and the outcome over time, one above the other: two axes in one drawing could be made to agree at will.
#[component]
fn OverTime(
    /// The answer.
    found: Found,
) -> impl IntoView {
    let events = move || {
        let found = found.get()?;
        let legend = chart::overview::legend(&found.events);
        let item = |(letter, event): (char, String)| {
            view! { <li><b>{letter.to_string()}</b> {event}</li> }
        };
        (!legend.is_empty()).then(|| {
            let items = legend.into_iter().map(item).collect_view();
            view! { <ul class="events" aria-label="Dated events">{items}</ul> }
        })
    };
    view! {
        <section class="card part over-time" aria-labelledby="time-title">
            <h2 id="time-title">"Over time"</h2>
            <OneCourse found side=Topic::Usage />
            <OneCourse found side=Topic::Outcome />
            {events}
            <p class="hint">{say::course_limit()}</p>
        </section>
    }
}

#[component]
fn OneCourse(
    /// The answer.
    found: Found,
    /// Usage or the outcome.
    side: Topic,
) -> impl IntoView {
    let chart = Signal::derive(move || {
        let found = found.get()?;
        let (metric, course) = course(&found, side);
        let ends = chart::overview::ends(&found)?;
        let course = course.as_ref().ok()?;
        Some(chart::overview::course(metric, course, &found.events, ends))
    });
    let title = text(found, move |found| match course(found, side) {
        (metric, Ok(course)) => say::course_title(metric, course, found.period),
        (metric, Err(_)) => metric.label.clone(),
    });
    let note = text(found, move |found| match course(found, side) {
        (metric, Ok(course)) => say::course_note(metric, course, found.period),
        (metric, Err(reason)) => say::no_course(metric, *reason),
    });
    let label = match side {
        Topic::Usage => "Usage over time",
        Topic::Outcome => "The outcome over time",
    };
    view! {
        <div class="part">
            <h3>{title}</h3>
            <p class="hint">{note}</p>
            <Figure chart label pin=pin(found, move |found| Pinnable::of_course(found, side)) />
        </div>
    }
}

fn course(found: &Overview, side: Topic) -> (&MetricInfo, &Result<Course, NoCourse>) {
    match side {
        Topic::Usage => (&found.x, &found.usage_course),
        Topic::Outcome => (&found.pair().y, &found.outcome_course),
    }
}

/// The Lorenz curve.
#[component]
fn HowSpread(
    /// The answer.
    found: Found,
) -> impl IntoView {
    let chart = Signal::derive(move || {
        let found = found.get()?;
        let spread = found.spread.as_ref().ok()?;
        Some(chart::overview::lorenz(&found.x, spread))
    });
    let title = text(found, |found| match &found.spread {
        Ok(spread) => say::spread_title(found, spread),
        Err(_) => "How usage is spread".to_owned(),
    });
    let note = text(found, |found| match &found.spread {
        Ok(spread) => say::spread_figures(spread),
        Err(reason) => say::no_spread(found, *reason),
    });
    view! {
        <section class="card part spread" aria-labelledby="spread-title">
            <h2 id="spread-title">{title}</h2>
            <p>{note}</p>
            <Figure chart label="Lorenz curve" pin=pin(found, Pinnable::of_spread) />
            <p class="hint">{say::spread_limit()}</p>
        </section>
    }
}

/// What the overview never says.
#[component]
fn Limits(
    /// The answer.
    found: Found,
) -> impl IntoView {
    let items = move || {
        let found = found.get()?;
        let item = |text: String| view! { <li>{text}</li> };
        Some(say::limits(&found).into_iter().map(item).collect_view())
    };
    view! {
        <section class="card doubts">
            <h2>"What this does not say"</h2>
            <ul>{items}</ul>
        </section>
    }
}

/// A part of the answer as it would be pinned.
fn pin(
    found: Found,
    of: impl Fn(&Overview) -> Option<Pinnable> + Send + Sync + 'static,
) -> Signal<Option<Pinnable>> {
    Signal::derive(move || found.with(|found| found.as_deref().and_then(&of)))
}
