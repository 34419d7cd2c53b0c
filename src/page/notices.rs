//! What should be known about the data: found, done about it, and where.

use leptos::prelude::*;

use crate::notice::{Notice, Severity};

/// A list of notices, the gravest first.
#[component]
pub fn Notices(
    /// What to show.
    notices: Vec<Notice>,
) -> impl IntoView {
    let mut notices = notices;
    notices.sort_by_key(|notice| notice.kind.severity());
    let item = |notice: Notice| {
        let (class, word) = match notice.kind.severity() {
            Severity::Stop => ("notice stop", "Stopped"),
            Severity::Warning => ("notice warning", "Check"),
            Severity::Note => ("notice note", "Note"),
        };
        let places = notice.places();
        let more = notice.more_places();
        view! {
            <li class=class>
                <span class="notice-word">{word}</span>
                <div>
                    <p class="notice-title">
                        {(!notice.file.is_empty()).then(|| view! { <span class="notice-file">{notice.file.clone()}</span> })}
                        {notice.title()}
                    </p>
                    <p class="notice-text">{notice.remedy()}</p>
                    {(!places.is_empty()).then(|| view! {
                        <ul class="places">
                            {places.into_iter().map(|place| view! { <li>{place}</li> }).collect_view()}
                            {more.map(|more| view! { <li class="places-more">{more}</li> })}
                        </ul>
                    })}
                </div>
            </li>
        }
    };
    view! { <ul class="notices">{notices.into_iter().map(item).collect_view()}</ul> }
}
