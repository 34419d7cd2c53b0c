//! Sentences about segments of people by how much they use.

use crate::analysis::segments::{Borders, Level, Segments};
use crate::analysis::{SMALLEST_GROUP, words};
use crate::format;

/// The name of a segment.
pub fn level(level: Level) -> &'static str {
    match level {
        Level::None => "None",
        Level::Light => "Light",
        Level::Regular => "Regular",
        Level::Heavy => "Heavy",
    }
}

/// Who is in a segment: `8 to below 48`.
pub fn definition(level: Level, borders: Borders) -> String {
    let (regular, heavy) = (border(borders.regular), border(borders.heavy));
    match level {
        Level::None => "nothing recorded: no usage row, or only zeros".to_owned(),
        Level::Light => format!("above 0, below {regular}"),
        Level::Regular => format!("{regular} to below {heavy}"),
        Level::Heavy => format!("{heavy} or more"),
    }
}

/// A border with as many digits as it was set with.
fn border(value: f64) -> String {
    const MOST: usize = 6;
    let decimals = (0..MOST)
        .find(|decimals| {
            format!("{value:.decimals$}")
                .parse()
                .is_ok_and(|said: f64| (said - value).abs() < 1e-9)
        })
        .unwrap_or(MOST);
    format::fixed(value, decimals)
}

/// What the borders are measured in.
pub fn measured(segments: &Segments) -> String {
    format!(
        "Each person’s {}, mean over the periods with a value, for all {} in the files. The first borders make about a \
         quarter of those with usage light and a quarter heavy.",
        words::metric(&segments.x).to_lowercase(),
        format::count(segments.people, "person", "people")
    )
}

/// The number of people in a segment, or why it is not said.
pub fn people(people: Option<usize>) -> String {
    people.map_or_else(|| "hidden".to_owned(), format::integer)
}

/// Why some are hidden, if any are.
pub fn hidden(segments: &Segments) -> Option<String> {
    let hidden = segments
        .segments
        .iter()
        .filter(|segment| segment.people.is_none())
        .count();
    (hidden > 0).then(|| {
        format!(
            "Groups below {SMALLEST_GROUP} people are hidden, together with another one that would give them away."
        )
    })
}

/// What segments do not show.
pub fn limit() -> &'static str {
    "What this does not show: who works well. The borders are a choice, and nobody can be looked up in them."
}

#[cfg(test)]
mod tests {
    use super::border;

    #[test]
    fn a_border_reads_as_it_was_set() {
        for (value, text) in [
            (6.7, "6.7"),
            (39.0, "39"),
            (0.29, "0.29"),
            (18_000.0, "18\u{202f}000"),
        ] {
            assert_eq!(border(value), text);
        }
    }
}
