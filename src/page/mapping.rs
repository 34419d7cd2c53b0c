//! The columns of a file: what is in each, what it is for and why; every choice can be corrected.

use std::sync::Arc;

use leptos::prelude::*;

use super::choice::{Choice, Choosable};
use super::state;
use crate::dataset::{Adds, ColumnMapping, ColumnRole, Direction, Measure, Reason};
use crate::engine::{ColumnReport, FileId, FileReport};
use crate::format;

/// Columns that are put on the page at once, so that a file of hundreds does not freeze it.
const AT_ONCE: usize = 24;

/// The table of columns.
#[component]
pub fn Columns(
    /// The file's number.
    id: FileId,
    /// What was read of it.
    report: Arc<FileReport>,
) -> impl IntoView {
    let shown = RwSignal::new(AT_ONCE);
    let all = report.columns.len();
    let name = format!("Columns of {}", report.name);
    let rows = move || (0..shown.get().min(all)).collect::<Vec<_>>();
    let row = move |at: usize| {
        let column = report.columns.get(at).cloned();
        column.map(|column| view! { <Row id at column rows=report.rows /> })
    };
    let more = move || {
        let left = all.saturating_sub(shown.get());
        (left > 0).then(|| {
            let label = format!("Show {} more", format::count(left.min(AT_ONCE), "column", "columns"));
            view! {
                <button type="button" class="button" on:click=move |_| shown.update(|shown| *shown += AT_ONCE)>
                    {label}
                </button>
            }
        })
    };
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label=name>
            <table class="columns">
                <thead>
                    <tr>
                        <th scope="col">"Column"</th>
                        <th scope="col">"Holds"</th>
                        <th scope="col">"Values"</th>
                        <th scope="col">"Is"</th>
                        <th scope="col">"Because"</th>
                    </tr>
                </thead>
                <tbody><For each=rows key=|at| *at children=row /></tbody>
            </table>
        </div>
        {more}
    }
}

/// One column.
#[component]
fn Row(
    /// The file's number.
    id: FileId,
    /// The column's position.
    at: usize,
    /// What it holds.
    column: ColumnReport,
    /// Rows of the file.
    rows: u64,
) -> impl IntoView {
    let state = state();
    let mapping = Memo::new(move |_| {
        state.files.with(|files| {
            let mapping = files.iter().find(|file| file.id == id)?.mapping.as_ref()?;
            mapping.columns.get(at).cloned()
        })
    });
    let change = move |role: ColumnRole| {
        state.map(id, |mapping| {
            if let Some(column) = mapping.columns.get_mut(at) {
                *column = ColumnMapping {
                    role,
                    reason: Reason::Chosen,
                };
            }
        });
    };
    let role = Signal::derive(move || {
        mapping.with(|found| {
            found
                .as_ref()
                .map_or("ignored", |found| role_name(&found.role))
                .to_owned()
        })
    });
    let choose_role = move |chosen: String| {
        change(match chosen.as_str() {
            "person" => ColumnRole::Person,
            "other-id" => ColumnRole::OtherId,
            "date" => ColumnRole::Date,
            "started" => ColumnRole::Started,
            "finished" => ColumnRole::Finished,
            "group" => ColumnRole::Group,
            "measure" => ColumnRole::Measure(Measure {
                adds: Adds::Sum,
                direction: Direction::Neither,
            }),
            _ => ColumnRole::Ignored,
        });
    };
    let measure = Memo::new(move |_| {
        mapping.with(|found| match found.as_ref().map(|found| &found.role) {
            Some(ColumnRole::Measure(measure)) => Some(*measure),
            _ => None,
        })
    });
    let header = column.header.clone();
    let how = move || {
        measure
            .get()
            .map(|measure| view! { <How measure header=header.clone() change /> })
    };
    let reason =
        move || mapping.with(|found| found.as_ref().map(|found| reason_text(&found.reason)));
    let label = format!("What {} is", column.header);
    view! {
        <tr>
            <th scope="row">{column.header.clone()}</th>
            <td>
                {column.kind.clone()}
                <span class="faint">{filled(&column, rows)}</span>
            </td>
            <td><Values column /></td>
            <td>
                <div class="roles">
                    <Choice label=label quiet=true values=roles() chosen=role on_choose=choose_role />
                    {how}
                </div>
            </td>
            <td class="reason">{reason}</td>
        </tr>
    }
}

/// How a measure adds up, and which way is better.
#[component]
fn How(
    /// As it is now.
    measure: Measure,
    /// The column's name.
    header: String,
    /// Called with a new role.
    change: impl Fn(ColumnRole) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let adds = ADDS.map(|(_, name, label)| Choosable::new(name, label));
    let chosen_adds = ADDS.iter().find(|(adds, ..)| *adds == measure.adds);
    let choose_adds = move |chosen: String| {
        if let Some((adds, ..)) = ADDS.into_iter().find(|(_, name, _)| *name == chosen) {
            change(ColumnRole::Measure(Measure { adds, ..measure }));
        }
    };
    let directions = DIRECTIONS.map(|(_, name, label)| Choosable::new(name, label));
    let chosen_direction = DIRECTIONS
        .iter()
        .find(|(direction, ..)| *direction == measure.direction);
    let choose_direction = move |chosen: String| {
        if let Some((direction, ..)) = DIRECTIONS.into_iter().find(|(_, name, _)| *name == chosen) {
            change(ColumnRole::Measure(Measure {
                direction,
                ..measure
            }));
        }
    };
    let adds_label = format!("How {header} adds up");
    let direction_label = format!("Which way of {header} is better");
    view! {
        <Choice
            label=adds_label
            quiet=true
            values=adds.to_vec()
            chosen=chosen_adds.map_or("", |found| found.1).to_owned()
            on_choose=choose_adds
        />
        <Choice
            label=direction_label
            quiet=true
            values=directions.to_vec()
            chosen=chosen_direction.map_or("", |found| found.1).to_owned()
            on_choose=choose_direction
        />
    }
}

/// Range and shape of a column's values, or its commonest words.
#[component]
fn Values(
    /// What the column holds.
    column: ColumnReport,
) -> impl IntoView {
    let range = column.range.clone().map(|[low, middle, high]| {
        view! {
            <span class="range">
                <span class="unseen">"from "</span> {low} " – "
                <span class="unseen">"median "</span> <strong>{middle}</strong> " – "
                <span class="unseen">"to "</span> {high}
            </span>
        }
    });
    let words = (!column.common.is_empty()).then(|| {
        let words = column.common.join(", ");
        let shown = words.clone();
        view! { <span class="words" title=words>{shown}</span> }
    });
    let distinct = (column.range.is_none() && words.is_none() && column.kind != "empty")
        .then(|| format::count(whole(column.distinct), "distinct value", "distinct values"));
    view! {
        <div class="values">
            {(!column.histogram.is_empty()).then(|| view! { <Shape bars=column.histogram.clone() /> })}
            {range}
            {words}
            {distinct}
        </div>
    }
}

/// A histogram no larger than a word.
#[component]
fn Shape(
    /// Heights of the bars, from the left.
    bars: Vec<u32>,
) -> impl IntoView {
    const HEIGHT: f64 = 20.0;
    let most = bars.iter().copied().max().unwrap_or(0).max(1);
    let bar = |(at, height): (usize, &u32)| {
        let height = f64::from(*height) / f64::from(most) * HEIGHT;
        view! { <rect x=at * 5 y=HEIGHT - height width="4" height=height /> }
    };
    view! {
        <svg class="shape" viewBox=format!("0 0 {} {HEIGHT}", bars.len() * 5) aria-hidden="true">
            <title>"Where the values lie. A long tail is gathered in the last bar."</title>
            {bars.iter().enumerate().map(bar).collect_view()}
        </svg>
    }
}

const ADDS: [(Adds, &str, &str); 4] = [
    (Adds::Sum, "sum", "added up"),
    (Adds::Mean, "mean", "averaged"),
    (Adds::Median, "median", "median"),
    (Adds::Last, "last", "last value"),
];

const DIRECTIONS: [(Direction, &str, &str); 3] = [
    (Direction::Neither, "neither", "no side is better"),
    (Direction::HigherIsBetter, "higher", "higher is better"),
    (Direction::LowerIsBetter, "lower", "lower is better"),
];

fn roles() -> Vec<Choosable> {
    vec![
        Choosable::new("person", "person id"),
        Choosable::new("other-id", "same person’s other id"),
        Choosable::new("date", "date"),
        Choosable::new("started", "start of a piece of work"),
        Choosable::new("finished", "end of a piece of work"),
        Choosable::new("group", "group"),
        Choosable::new("measure", "measure"),
        Choosable::new("ignored", "ignored"),
    ]
}

fn role_name(role: &ColumnRole) -> &'static str {
    match role {
        ColumnRole::Person => "person",
        ColumnRole::OtherId => "other-id",
        ColumnRole::Date => "date",
        ColumnRole::Started => "started",
        ColumnRole::Finished => "finished",
        ColumnRole::Group => "group",
        ColumnRole::Measure(_) => "measure",
        ColumnRole::Ignored => "ignored",
    }
}

fn reason_text(reason: &Reason) -> String {
    match reason {
        Reason::Header(word) => format!("its name says “{word}”"),
        Reason::Content(what) => format!("it holds {what}"),
        Reason::Export { export, column } => format!("{export} calls it “{column}”"),
        Reason::Remembered => "it was so in a file like this".to_owned(),
        Reason::Fallback => "nothing better was found".to_owned(),
        Reason::Chosen => "you chose it".to_owned(),
    }
}

/// How much of a column is filled: nothing said when all of it is.
fn filled(column: &ColumnReport, rows: u64) -> Option<String> {
    let share = column.missing as f64 / rows.max(1) as f64;
    (column.missing > 0).then(|| format!("{} missing", format::percent(share)))
}

fn whole(count: u64) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}
