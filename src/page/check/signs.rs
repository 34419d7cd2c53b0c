//! The signs of gaming: those that stand out with their charts, the others in a line, and all of them in a table.

use leptos::prelude::*;

use super::{Found, marked};
use crate::analysis::Check;
use crate::analysis::check::signs::Seen;
use crate::analysis::check::{Measure, Sign, SignKind};
use crate::analysis::words::check::{self as say, Told};
use crate::chart::Chart;
use crate::chart::check as draw;
use crate::page::figure::Figure;
use crate::report::Pinnable;
use crate::stats::Undefined;

/// All signs.
#[component]
pub fn AllSigns(
    /// The answer.
    found: Found,
) -> impl IntoView {
    let body = move || {
        let found = found.get()?;
        let (standing, others): (Vec<&Sign>, Vec<&Sign>) = found
            .signs
            .signs
            .iter()
            .partition(|sign| say::sign(&found, sign).stands_out);
        let standing = standing
            .into_iter()
            .map(|sign| one(&found, sign))
            .collect_view();
        let quiet = (!others.is_empty()).then(|| {
            let line = |sign: &Sign| {
                let told = say::sign(&found, sign);
                view! { <li><b>{told.finding}"."</b>" "{told.figures}"."</li> }
            };
            view! {
                <div class="quiet">
                    <h3>"Looked for, and nothing unusual"</h3>
                    <ul>{others.into_iter().map(line).collect_view()}</ul>
                </div>
            }
        });
        let table = (!found.signs.signs.is_empty()).then(|| table(&found));
        let hidden = say::hidden(&found.groups).map(|text| view! { <p class="hint">{text}</p> });
        Some(view! {
            <section class="card check-part" id="part-signs" tabindex="-1" aria-labelledby="signs-title">
                <div class="check-words">
                    <p class="eyebrow">"Signs of gaming, in groups"</p>
                    <h2 id="signs-title">{say::signs_overview(&found)}</h2>
                    <p class="not-dishonest">{say::not_dishonest(&found)}</p>
                </div>
                {standing}
                {quiet}
                {table}
                {hidden}
            </section>
        })
    };
    view! { {body} }
}

/// A sign that stands out.
fn one(found: &Check, sign: &Sign) -> impl IntoView + use<> {
    let told = say::sign(found, sign);
    let name = say::sign_name(found, sign);
    let anchor = format!("sign-{:?}", sign.kind).to_lowercase();
    let Told {
        finding,
        figures,
        text,
        ..
    } = told;
    let part = format!("sign-{:?}", sign.kind).to_lowercase();
    let charts = charts(found, sign)
        .into_iter()
        .enumerate()
        .map(|(at, (label, chart, rows))| {
            let what = Pinnable::told(
                &format!("{part}-{at}"),
                say::sign(found, sign),
                Some(chart.clone()),
            );
            let chart = Signal::derive(move || Some(chart.clone()));
            let pin = Signal::derive(move || Some(what.clone()));
            match rows {
                Some(rows) => {
                    let rows = Signal::derive(move || rows);
                    view! { <Figure chart label rows pin /> }.into_any()
                }
                None => view! { <Figure chart label pin /> }.into_any(),
            }
        });
    let innocent = say::innocent(sign.kind)
        .iter()
        .map(|text| view! { <li>{*text}</li> });
    let labelled = anchor.clone();
    view! {
        <article class="sign" aria-labelledby=labelled data-sign=format!("{:?}", sign.kind)>
            <p class="eyebrow">{name}</p>
            <h3 id=anchor>{finding}</h3>
            <p class="check-figures">{figures}</p>
            {charts.collect_view()}
            <div class="sign-words">
                <div class="check-text">
                    {text.into_iter().map(|text| view! { <p>{text}</p> }).collect_view()}
                </div>
                <div class="innocent">
                    <h4>"It may as well be"</h4>
                    <ul>{innocent.collect_view()}</ul>
                    <p class="hint">"Unusual is not dishonest."</p>
                </div>
            </div>
        </article>
    }
}

/// The charts of a sign with their labels, and their rows where they have estimates in rows.
fn charts(found: &Check, sign: &Sign) -> Vec<(String, Chart, Option<usize>)> {
    let name = say::sign_name(found, sign);
    let mut charts = Vec::new();
    if let (SignKind::Late, Some(late)) = (sign.kind, &found.signs.late) {
        let by_chance = match &sign.everyone {
            Ok(Seen {
                measure: Measure::Late(_, [_, Ok(after)]),
                ..
            }) => Some(after.by_chance.high),
            _ => None,
        };
        let names = say::marked_names(found, sign);
        let chart = draw::late(late, &names, by_chance, marked(found).as_ref());
        charts.push((format!("{name} over time"), chart, None));
    }
    if let (SignKind::Bunching, Some(histogram), Some(target)) =
        (sign.kind, &found.signs.histogram, &found.signs.target)
    {
        let label = format!("{} per {}", target.label, target.period.word());
        let chart = draw::histogram(histogram, target.value, &label);
        charts.push((format!("{name}: the spread"), chart, None));
    }
    if let Some(chart) = draw::forest(sign, &found.groups.names) {
        let groups = sign.groups.iter().filter(|found| found.is_ok()).count();
        charts.push((format!("{name} by group"), chart, Some(groups + 1)));
    }
    charts
}

/// Every sign in every group.
fn table(found: &Check) -> impl IntoView + use<> {
    let signs = &found.signs.signs;
    let head = signs
        .iter()
        .map(|sign| view! { <th scope="col" class="figure">{say::short_sign(sign.kind)}</th> });
    let names = std::iter::once("Everyone").chain(found.groups.names.iter().map(String::as_str));
    let rows = names.enumerate().map(|(row, name)| {
        let cells = signs.iter().map(|sign| {
            let seen = match row.checked_sub(1) {
                None => Some(&sign.everyone),
                Some(group) => sign.groups.get(group),
            };
            cell(sign.kind, seen)
        });
        view! { <tr><th scope="row">{name.to_owned()}</th>{cells.collect_view()}</tr> }
    });
    view! {
        <div class="sign-table">
            <h3>"Every sign in every group"</h3>
            <div class="scroll" tabindex="0" role="region" aria-label="Every sign in every group">
                <table class="signs-table">
                    <thead><tr><th scope="col">"Group"</th>{head.collect_view()}</tr></thead>
                    <tbody>{rows.collect_view()}</tbody>
                </table>
            </div>
            <p class="hint">
                "■ unusual after all comparisons. “–”: too few people, or not to be computed. Groups stand in order of letters."
            </p>
        </div>
    }
}

fn cell(kind: SignKind, seen: Option<&Result<Seen, Undefined>>) -> impl IntoView + use<> {
    match seen {
        Some(Ok(seen)) => {
            let text = say::seen_as_text(kind, &seen.measure);
            let mark = seen.is_marked.then(
                || view! { <span class="cell-mark" role="img" aria-label="unusual">"■ "</span> },
            );
            view! { <td class="figure" class:standing=seen.is_marked>{mark}{text}</td> }.into_any()
        }
        _ => view! { <td class="figure">"–"</td> }.into_any(),
    }
}
