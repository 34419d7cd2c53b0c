//! The way through the page in five steps, over the sample company.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::state::View;
use super::{dom, state};

/// Where a step leads, its heading, and what it says.
struct Step {
    view: View,
    title: &'static str,
    text: &'static str,
}

const STEPS: [Step; 5] = [
    Step {
        view: View::Data,
        title: "Two exports are enough",
        text: "One with AI usage, one with outcomes of work. Here they are those of a made-up company. Each column says \
               what it is taken for and why; change what is wrong.",
    },
    Step {
        view: View::Overview,
        title: "Read the answer first",
        text: "One sentence, with the people it rests on, how sure it is, and the strongest reason to doubt it.",
    },
    Step {
        view: View::Correlate,
        title: "Then look closer",
        text: "Each dot is a person without a name. Colour by group, filter, or select on the chart: all views follow.",
    },
    Step {
        view: View::Check,
        title: "Ask whether the number can be trusted",
        text: "What a ranking by usage rewards, and what changed once the number became a target.",
    },
    Step {
        view: View::Findings,
        title: "Take it along",
        text: "Pin what matters beside its chart. Here it gets a note, is presented in full screen, and becomes one \
               report file. Nothing is sent anywhere.",
    },
];

/// A button that begins the tour.
#[component]
pub fn TakeTour(
    /// How the button looks.
    #[prop(default = "button")]
    class: &'static str,
) -> impl IntoView {
    let state = state();
    let begin = move |_| {
        if untrack(|| state.files.with(Vec::is_empty)) {
            state.load_sample();
        }
        go(0);
    };
    view! { <button type="button" class=class on:click=begin>"Take the tour"</button> }
}

/// Goes to a step, or ends after the last.
fn go(to: usize) {
    let state = state();
    match STEPS.get(to) {
        Some(step) => {
            state.view.set(step.view);
            state.tour.set(Some(to));
            dom::focus_soon("tour-title".to_owned());
        }
        None => end(),
    }
}

fn end() {
    let state = state();
    state.tour.set(None);
    dom::focus("main");
}

/// The step that is shown, if the tour is on.
#[component]
pub fn Tour() -> impl IntoView {
    let state = state();
    move || {
        let at = state.tour.get()?;
        let step = STEPS.get(at)?;
        let key = |event: KeyboardEvent| {
            if event.key() == "Escape" {
                end();
            }
        };
        let last = at + 1 == STEPS.len();
        let back = (at > 0).then(|| {
            view! { <button type="button" class="button" on:click=move |_| go(at - 1)>"Back"</button> }
        });
        Some(view! {
            <section class="tour" aria-labelledby="tour-title" on:keydown=key>
                <p class="tour-place">{format!("{} of {}", at + 1, STEPS.len())}</p>
                <h2 id="tour-title" tabindex="-1">{step.title}</h2>
                <p>{step.text}</p>
                <div class="actions">
                    <button type="button" class="button primary" on:click=move |_| go(at + 1)>
                        {if last { "Done" } else { "Next" }}
                    </button>
                    {back}
                    <button type="button" class="button plain" class:gone=last on:click=|_| end()>"Skip the tour"</button>
                </div>
            </section>
        })
    }
}
