//! The files on the page: what each is, what was found in it, and what its columns are for.

use std::sync::Arc;

use leptos::prelude::*;

use super::choice::{Choice, Choosable};
use super::guard::Guarded;
use super::intake::{PasteTable, PickFiles};
use super::joined::Joined;
use super::mapping::Columns;
use super::notices::Notices;
use super::state;
use super::state::{Loaded, Progress};
use crate::dataset::{Reason, TableRole};
use crate::engine::{FileId, FileReport};
use crate::format;
use crate::notice::Severity;

/// Every file, and how they fit together.
#[component]
pub fn Files() -> impl IntoView {
    let state = state();
    // A card is built anew only when its own file was read, not when its mapping or its neighbour changes.
    let ids = Memo::new(move |_| {
        state.files.with(|files| {
            let key = |file: &Loaded| (file.id, matches!(file.progress, Progress::Read(_)));
            files.iter().map(key).collect::<Vec<_>>()
        })
    });
    let is_mapped = Memo::new(move |_| {
        state
            .files
            .with(|files| files.iter().any(|file| file.mapping.is_some()))
    });
    let save = move || {
        is_mapped.get().then(|| {
            let hint = "What each column is for, as a file without data: drop it beside next month’s exports";
            view! {
                <button type="button" class="button" title=hint on:click=move |_| state.save_mappings()>
                    "Save mappings"
                </button>
                <button type="button" class="button" on:click=move |_| state.save_data_report()>
                    "Save data report"
                </button>
            }
        })
    };
    let mapping_file = move || {
        let sentence = state.mapping_file_sentence();
        sentence.map(|sentence| view! { <p class="hint">{sentence}</p> })
    };
    view! {
        <div class="data">
            <div class="data-head">
                <h1>"Data"</h1>
                <div class="actions">
                    <PickFiles label="Add files" class="button" />
                    <PasteTable />
                    {save}
                </div>
            </div>
            {mapping_file}
            <Joined />
            <For each=move || ids.get() key=|key| *key children=move |(id, _)| view! { <Card id /> } />
        </div>
    }
}

#[component]
fn Card(
    /// The file's number.
    id: FileId,
) -> impl IntoView {
    let state = state();
    let file = Memo::new(move |_| {
        state
            .files
            .with(|files| files.iter().find(|file| file.id == id).cloned())
    });
    let name = file.with_untracked(|file| file.as_ref().map(|file| file.name.clone()));
    let name = name.unwrap_or_default();
    let report = file.with_untracked(|file| match file.as_ref().map(|file| &file.progress) {
        Some(Progress::Read(report)) => Some(Arc::clone(report)),
        _ => None,
    });
    let share = move || {
        file.with(|file| match file.as_ref().map(|file| &file.progress) {
            Some(Progress::Reading(_, share)) => *share,
            _ => 1.0,
        })
    };
    let remove = {
        let name = name.clone();
        move |_| {
            state.remove(id);
            state.speak(&format!("{name} was removed"));
            super::dom::focus("main");
        }
    };
    let body = match report {
        Some(report) if report.mapping.is_some() => view! { <Usable id report /> }.into_any(),
        Some(report) => {
            let recognised = (!report.recognised.is_empty()).then(|| {
                let name = report.recognised.clone();
                view! { <p class="file-facts"><strong>{name}</strong></p> }
            });
            view! { {recognised} <Notices notices=report.notices.clone() /> }.into_any()
        }
        None => view! {
            <label class="reading">
                {move || {
                    let read = match state.size_of(id) {
                        Some(size) => format::bytes_of(share() * size, size),
                        None => format::percent(share()),
                    };
                    format!("Reading, {read}")
                }}
                <progress max="1" prop:value=share></progress>
            </label>
        }
        .into_any(),
    };
    let heading = format!("file-{}", id.0);
    let labelled_by = heading.clone();
    view! {
        <section class="card file" aria-labelledby=labelled_by>
            <div class="file-head">
                <h2 id=heading>{name.clone()}</h2>
                <button type="button" class="button plain" aria-label=format!("Remove {name}") on:click=remove>
                    "Remove"
                </button>
            </div>
            {body}
        </section>
    }
}

/// A file that can be used.
#[component]
fn Usable(
    /// The file's number.
    id: FileId,
    /// What was read of it.
    report: Arc<FileReport>,
) -> impl IntoView {
    let state = state();
    let role = Signal::derive(move || {
        state.files.with(|files| {
            let mapping = files.iter().find(|file| file.id == id)?.mapping.as_ref()?;
            Some(role_name(mapping.role).to_owned())
        })
    });
    let roles = ROLES.map(|(role, label)| Choosable::new(role_name(role), label));
    let choose = move |chosen: String| {
        let found = ROLES
            .into_iter()
            .find(|(role, _)| role_name(*role) == chosen);
        if let Some((role, _)) = found {
            state.map(id, |mapping| mapping.role = role);
        }
    };
    // What may be shown of the file changes when a person decides about a column.
    let shown = Memo::new(move |_| {
        state.files.with(|files| {
            let file = files.iter().find(|file| file.id == id)?;
            match &file.progress {
                Progress::Read(report) => Some(Arc::clone(report)),
                Progress::Reading(..) => None,
            }
        })
    });
    // Only a mapping that differs from the proposal can go back to it.
    let proposed = report.mapping.clone();
    let differs = Memo::new(move |_| {
        state.files.with(|files| {
            let mapping = files.iter().find(|file| file.id == id)?.mapping.as_ref()?;
            let proposed = proposed.as_ref()?;
            if mapping.has_same_roles(proposed) {
                return None;
            }
            let is_remembered = mapping
                .columns
                .iter()
                .any(|column| column.reason == Reason::Remembered);
            Some(if is_remembered {
                "Mapped as in an earlier file with these columns."
            } else {
                "Mapped by hand."
            })
        })
    });
    let back = move || {
        differs.get().map(|text| {
            view! {
                <p class="hint">
                    {text} " " <button type="button" class="link" on:click=move |_| state.propose_again(id)>"Use the proposal"</button>
                </p>
            }
        })
    };
    let (graver, notes): (Vec<_>, Vec<_>) = report
        .notices
        .iter()
        .cloned()
        .partition(|notice| notice.kind.severity() != Severity::Note);
    view! {
        <p class="file-facts">
            <strong>{report.recognised.clone()}</strong>
            {format!(" · {}", format::count(whole(report.rows), "row", "rows"))}
            {(report.skipped > 0).then(|| format!(", {} skipped", format::integer(whole(report.skipped))))}
            {format!(" · {}", format::count(report.columns.len(), "column", "columns"))}
            {format!(" · {}", report.reading)}
        </p>
        <div class="cut">
            <Choice
                label="This file is about"
                values=roles.to_vec()
                chosen=Signal::derive(move || role.get().unwrap_or_default())
                on_choose=choose
            />
        </div>
        {back}
        <Guarded id report=shown />
        {(!graver.is_empty()).then(|| view! { <Notices notices=graver /> })}
        <Columns id report=Arc::clone(&report) />
        {(!notes.is_empty()).then(|| view! { <Notices notices=notes /> })}
        <Head report=shown />
    }
}

/// The first rows as they stand.
#[component]
fn Head(
    /// What was read of the file, as it may be shown now.
    report: Memo<Option<Arc<FileReport>>>,
) -> impl IntoView {
    let is_open = RwSignal::new(false);
    let table = move || {
        let report = report.get().filter(|_| is_open.get())?;
        let headers = report
            .columns
            .iter()
            .map(|column| view! { <th scope="col">{column.header.clone()}</th> });
        let row = |row: &Vec<String>| {
            let cells = row
                .iter()
                .map(|cell| view! { <td>{cell.clone()}</td> })
                .collect_view();
            view! { <tr>{cells}</tr> }
        };
        Some(view! {
            <p class="hint">"Of ids only the shape is shown: a for a letter, 9 for a digit."</p>
            <div class="scroll" tabindex="0" role="region" aria-label=format!("First rows of {}", report.name)>
                <table>
                    <thead><tr>{headers.collect_view()}</tr></thead>
                    <tbody>{report.head.iter().map(row).collect_view()}</tbody>
                </table>
            </div>
        })
    };
    view! {
        <details class="more" on:toggle=move |_| is_open.update(|open| *open = !*open)>
            <summary>"First rows as they stand in the file"</summary>
            {table}
        </details>
    }
}

const ROLES: [(TableRole, &str); 6] = [
    (TableRole::Usage, "AI usage"),
    (TableRole::Outcomes, "Work outcomes"),
    (TableRole::People, "People: teams, roles, levels"),
    (TableRole::Events, "Dated events"),
    (TableRole::Ids, "Ids: which are of one person"),
    (TableRole::Unused, "Nothing: leave it aside"),
];

fn role_name(role: TableRole) -> &'static str {
    match role {
        TableRole::Usage => "usage",
        TableRole::Outcomes => "outcomes",
        TableRole::People => "people",
        TableRole::Events => "events",
        TableRole::Ids => "ids",
        TableRole::Unused => "unused",
    }
}

fn whole(count: u64) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}
