//! Saving and opening of session files, and what the browser keeps between visits.

use leptos::html::{Dialog, Input};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::notices::Notices;
use super::state::{Opening, State};
use super::{dom, state, vault};
use crate::format;
use crate::notice::{Kind, Notice};
use crate::report::session::{Envelope, SUFFIX, Session};
use crate::report::{Order, Written};

/// A button that saves the session, after it asked how.
#[component]
pub fn SaveSession() -> impl IntoView {
    let state = state();
    let dialog = NodeRef::<Dialog>::new();
    let passphrase = NodeRef::<Input>::new();
    let with_data = RwSignal::new(false);
    let is_busy = RwSignal::new(false);
    let notices = RwSignal::new(Vec::<Notice>::new());
    let open = move |_| {
        notices.set(Vec::new());
        if let Some(dialog) = dialog.get() {
            // It fails only where the box is open already.
            drop(dialog.show_modal());
        }
    };
    let close = move || {
        if let Some(input) = passphrase.get() {
            input.set_value("");
        }
        if let Some(dialog) = dialog.get() {
            dialog.close();
        }
    };
    let save = move |_| {
        let secret = passphrase
            .get()
            .map_or_else(String::new, |input| input.value());
        is_busy.set(true);
        notices.set(Vec::new());
        spawn_local(async move {
            match saved(state, with_data.get_untracked(), &secret).await {
                Ok(()) => close(),
                Err(notice) => notices.set(vec![notice]),
            }
            is_busy.set(false);
        });
    };
    let names = move || {
        let names = state.files.with(|files| {
            let usable = files.iter().filter(|file| file.mapping.is_some());
            usable.map(|file| file.name.clone()).collect::<Vec<_>>()
        });
        names.join(", ")
    };
    let has_data = move || !state.handles().is_empty() && !names().is_empty();
    view! {
        <button type="button" class="button" on:click=open>"Save session"</button>
        <dialog class="dialog" node_ref=dialog aria-labelledby="save-title">
            <h2 id="save-title">"Save session"</h2>
            <p>
                "A session file holds what files and columns are for, the settings and the findings. Open it on this \
                 page later, or hand it over."
            </p>
            <label class="check" class:gone=move || !has_data()>
                <input
                    type="checkbox"
                    prop:checked=move || with_data.get()
                    on:change=move |event| with_data.set(event_target_checked(&event))
                />
                <span>"Include the data: " {names}</span>
            </label>
            <label class="stack">
                "Passphrase; without one, everybody who has the file can read it"
                <input
                    type="password"
                    class="field"
                    node_ref=passphrase
                    autocomplete="new-password"
                    disabled=!vault::is_there()
                />
            </label>
            {(!vault::is_there()).then(|| view! { <Notices notices=vec![Notice::about("", Kind::NoEncryption)] /> })}
            {move || view! { <Notices notices=notices.get() /> }}
            <div class="actions">
                <button type="button" class="button primary" disabled=move || is_busy.get() on:click=save>
                    {move || if is_busy.get() { "Saving…" } else { "Save" }}
                </button>
                <button type="button" class="button" on:click=move |_| close()>"Cancel"</button>
            </div>
        </dialog>
    }
}

async fn saved(state: State, with_data: bool, passphrase: &str) -> Result<(), Notice> {
    let session = Box::new(untrack(|| state.session()));
    let files = if with_data {
        state.handles()
    } else {
        Vec::new()
    };
    let cipher = if passphrase.is_empty() {
        None
    } else {
        let cipher = vault::cipher().ok_or(Kind::NoEncryption);
        Some(cipher.map_err(|kind| Notice::about("", kind))?)
    };
    let written = state.write(Order::Pack(session, cipher), &files).await;
    let Some(Written::File(Ok(envelope))) = written else {
        return Err(Notice::about("", Kind::Unreadable));
    };
    let envelope = vault::seal(envelope, passphrase)
        .await
        .map_err(|kind| Notice::about("", kind))?;
    let name = format!("goodhart-session{SUFFIX}");
    dom::save(&name, "application/octet-stream", &envelope.to_bytes());
    state.findings.unsaved.set(false);
    state.speak("The session was saved");
    Ok(())
}

/// A button that opens a session file.
#[component]
pub fn OpenSession() -> impl IntoView {
    let state = state();
    let input = NodeRef::<Input>::new();
    let pick = move |_| {
        if let Some(input) = input.get() {
            input.click();
        }
    };
    let take = move |_| {
        if let Some(input) = input.get() {
            let file = input.files().and_then(|files| files.get(0));
            if let Some(file) = file {
                state.open_session(file);
            }
            input.set_value("");
        }
    };
    view! {
        <button type="button" class="button" on:click=pick>"Open session"</button>
        <input type="file" hidden node_ref=input accept=SUFFIX aria-label="Session file" on:change=take />
    }
}

/// What is asked or said while a session file is opened; wherever on the page it was dropped.
#[component]
pub fn OpeningSession() -> impl IntoView {
    let state = state();
    move || {
        state.keeping.opening.get().map(|opening| match opening {
            Opening::Locked(name, envelope, notice) => {
                view! { <Locked name envelope notice /> }.into_any()
            }
            Opening::Refused(notice) => view! { <Refused notice /> }.into_any(),
        })
    }
}

/// Opens as soon as it is on the page.
fn shown() -> NodeRef<Dialog> {
    let dialog = NodeRef::<Dialog>::new();
    Effect::new(move || {
        if let Some(dialog) = dialog.get() {
            drop(dialog.show_modal());
        }
    });
    dialog
}

#[component]
fn Locked(
    /// The file's name.
    name: String,
    /// The file.
    envelope: Envelope,
    /// Why the last passphrase did not open it.
    notice: Option<Notice>,
) -> impl IntoView {
    let state = state();
    let dialog = shown();
    let passphrase = NodeRef::<Input>::new();
    let is_busy = RwSignal::new(false);
    let leave = move || state.keeping.opening.set(None);
    let title = format!("“{name}” is locked");
    let open = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let secret = passphrase
            .get()
            .map_or_else(String::new, |input| input.value());
        let (name, envelope) = (name.clone(), envelope.clone());
        is_busy.set(true);
        spawn_local(state.unlock(name, envelope, secret));
    };
    view! {
        <dialog class="dialog" node_ref=dialog aria-labelledby="locked-title" on:close=move |_| leave()>
            <h2 id="locked-title">{title}</h2>
            <Notices notices=notice.into_iter().collect() />
            <form class="stack" on:submit=open>
                <label class="stack">
                    "Passphrase"
                    <input type="password" class="field" node_ref=passphrase autocomplete="off" autofocus />
                </label>
                <div class="actions">
                    <button type="submit" class="button primary" disabled=move || is_busy.get()>
                        {move || if is_busy.get() { "Opening…" } else { "Open" }}
                    </button>
                    <button type="button" class="button" on:click=move |_| leave()>"Cancel"</button>
                </div>
            </form>
        </dialog>
    }
}

#[component]
fn Refused(
    /// Why it cannot be opened.
    notice: Notice,
) -> impl IntoView {
    let state = state();
    let dialog = shown();
    let leave = move || state.keeping.opening.set(None);
    view! {
        <dialog class="dialog" node_ref=dialog aria-labelledby="refused-title" on:close=move |_| leave()>
            <h2 id="refused-title">"The session was not opened"</h2>
            <Notices notices=vec![notice] />
            <div class="actions">
                <button type="button" class="button primary" on:click=move |_| leave()>"Close"</button>
            </div>
        </dialog>
    }
}

/// The session of the last visit, on the page before any file is there.
#[component]
pub fn LastVisit() -> impl IntoView {
    let state = state();
    move || {
        state.keeping.offered.get().map(|session| {
            view! {
                <section class="card last-visit" aria-labelledby="last-title">
                    <h2 id="last-title">"Continue where you left off"</h2>
                    <p>{in_words(&session)}</p>
                    <div class="actions">
                        <button type="button" class="button primary" on:click=move |_| state.continue_session()>
                            "Continue"
                        </button>
                        <button type="button" class="button" on:click=move |_| state.erase_kept()>"Erase it"</button>
                    </div>
                </section>
            }
        })
    }
}

fn in_words(session: &Session) -> String {
    let findings = match session.findings.len() {
        0 => "Your settings".to_owned(),
        many => format!(
            "{} and your settings",
            format::count(many, "finding", "findings")
        ),
    };
    let names: Vec<&str> = session
        .files
        .iter()
        .map(|file| file.name.as_str())
        .collect();
    let again = match (session.is_sample, names.is_empty()) {
        (true, _) => " The sample company is loaded again.".to_owned(),
        (false, false) => format!(
            " The data were not kept: drop {} again, and they are mapped as before.",
            names.join(", ")
        ),
        (false, true) => String::new(),
    };
    format!("{findings} are still in this browser from your last visit.{again}")
}

/// Which files of an earlier session are still missing.
#[component]
pub fn Missing() -> impl IntoView {
    let state = state();
    let names = move || {
        let is_empty = state.files.with(Vec::is_empty) && !state.is_reading();
        let known = state.keeping.remembered.get();
        let names: Vec<String> = known.into_iter().map(|file| file.name).collect();
        (is_empty && !names.is_empty()).then(|| names.join(", "))
    };
    move || {
        names().map(|names| {
            view! {
                <p class="hint" data-hint="missing">
                    {format!("Drop {names} again: they are mapped as before, and findings can be opened as they were.")}
                </p>
            }
        })
    }
}

/// What the browser keeps, and how to erase it.
#[component]
pub fn Kept() -> impl IntoView {
    let state = state();
    view! {
        <p class="hint kept" class:gone=move || !state.keeping.is_on.get()>
            "This browser keeps your mapping, settings and findings, never your data, so that you can continue later. "
            <button type="button" class="link" on:click=move |_| state.erase_kept()>"Erase what is kept"</button>
        </p>
    }
}
