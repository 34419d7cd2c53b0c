//! Columns that look personal: what they seem to hold, and what a person can do about it before anything is shown.

use leptos::prelude::*;

use super::state;
use crate::dataset::ColumnRole;
use crate::engine::{FileId, FileReport, Guard, Personal};

/// The columns of a file that look personal; nothing where there is none.
#[component]
pub fn Guarded(
    /// The file's number.
    id: FileId,
    /// What was read of the file, as it may be shown now.
    report: Memo<Option<std::sync::Arc<FileReport>>>,
) -> impl IntoView {
    let found = move || {
        let report = report.get()?;
        let personal = report.columns.iter().enumerate();
        let personal: Vec<(usize, String, Personal)> = personal
            .filter_map(|(at, column)| Some((at, column.header.clone(), column.personal.clone()?)))
            .collect();
        (!personal.is_empty()).then_some(personal)
    };
    let body = move || {
        found().map(|personal| {
            let items = personal
                .into_iter()
                .map(|(at, header, found)| view! { <Item id at header found /> });
            view! {
                <section class="guard" aria-label="Columns that look personal">
                    <h3>"These columns look personal"</h3>
                    <ul>{items.collect_view()}</ul>
                </section>
            }
        })
    };
    view! { {body} }
}

#[component]
fn Item(
    /// The file's number.
    id: FileId,
    /// The column's position.
    at: usize,
    /// Its name.
    header: String,
    /// What it seems to hold.
    found: Personal,
) -> impl IntoView {
    let state = state();
    let is_person = Memo::new(move |_| {
        state.files.with(|files| {
            let mapping = files.iter().find(|file| file.id == id)?.mapping.as_ref()?;
            let role = &mapping.columns.get(at)?.role;
            Some(matches!(role, ColumnRole::Person | ColumnRole::OtherId))
        }) == Some(true)
    });
    let status = match found.guard {
        Guard::Hidden => "Its values are hidden.",
        Guard::Shown => "Its values are shown: you said that they are not personal.",
        Guard::Dropped => "It was dropped: its values are gone from this page.",
    };
    let of = header.clone();
    let button = move |label: &'static str, guard: Guard| {
        let name = format!("{label}: {of}");
        view! {
            <button type="button" class="button" aria-label=name on:click=move |_| state.decide(id, at, guard)>
                {label}
            </button>
        }
    };
    let title = format!("“{header}” looks like {}", found.what);
    let drop = (found.guard != Guard::Dropped).then(|| button("Drop it", Guard::Dropped));
    let show =
        (found.guard == Guard::Hidden).then(|| button("Not personal: show it", Guard::Shown));
    let hide = (found.guard == Guard::Shown).then(|| button("Hide it again", Guard::Hidden));
    let code = move || {
        let is_offered = is_person.get() && found.guard != Guard::Dropped;
        is_offered.then(|| {
            if state.secret.with(Option::is_some) {
                view! { <span class="faint">"People are called by codes."</span> }.into_any()
            } else {
                view! {
                    <button type="button" class="button primary" on:click=move |_| state.use_codes()>
                        "Replace by codes"
                    </button>
                }
                .into_any()
            }
        })
    };
    view! {
        <li>
            <p><strong>{title}</strong> " (" {found.why} "). " {status}</p>
            <div class="actions">{code} {drop} {show} {hide}</div>
        </li>
    }
}
