//! Values in rows, as text for human eyes.

use leptos::prelude::*;

use crate::chart::Table;

/// A table of that class, up to so many of its rows.
pub fn plain_table(table: &Table, class: &'static str, most: usize) -> impl IntoView + use<> {
    let header = |name: &String| view! { <th scope="col">{name.clone()}</th> };
    let row = |row: &Vec<String>| {
        let cells = row.iter().map(|cell| view! { <td>{cell.clone()}</td> });
        view! { <tr>{cells.collect_view()}</tr> }
    };
    view! {
        <table class=class>
            <thead><tr>{table.headers.iter().map(header).collect_view()}</tr></thead>
            <tbody>{table.rows.iter().take(most).map(row).collect_view()}</tbody>
        </table>
    }
}
