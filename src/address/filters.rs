//! Filters in the address: `from`, `to`, `in.team` once per kept level, `periods`, `span`, and `box` with its metrics.

use crate::dataset::period::{day_of_iso, iso_of};
use crate::metrics::{Filters, MetricId, Selection};

/// Before the name of an attribute.
const GROUP: &str = "in.";

/// The filters as names and values, in a fixed order.
pub fn written(filters: &Filters) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    let mut put = |name: &str, value: String| pairs.push((name.to_owned(), value));
    for (name, day) in [("from", filters.from), ("to", filters.to)] {
        if let Some(day) = day {
            put(name, iso_of(day));
        }
    }
    for (attribute, levels) in &filters.groups {
        for level in levels {
            put(&format!("{GROUP}{attribute}"), level.clone());
        }
    }
    if filters.least_periods > 1 {
        put("periods", filters.least_periods.to_string());
    }
    if filters.whole_span_only {
        put("span", "whole".to_owned());
    }
    if let Some(Selection { x, y, low, high }) = &filters.selection {
        put("box.x", x.0.clone());
        put("box.y", y.0.clone());
        put(
            "box",
            [low[0], low[1], high[0], high[1]]
                .map(|edge| edge.to_string())
                .join(","),
        );
    }
    pairs
}

/// Reads filters from names and values; what is not understood is passed over.
#[derive(Debug, Default)]
pub struct Reading {
    filters: Filters,
    x: Option<MetricId>,
    y: Option<MetricId>,
    edges: Option<[f64; 4]>,
}

impl Reading {
    /// Takes a name and value, if it is of a filter.
    pub fn take(&mut self, name: &str, value: &str) {
        match name {
            "from" => self.filters.from = day_of_iso(value),
            "to" => self.filters.to = day_of_iso(value),
            "periods" => {
                let periods = value.parse().ok().filter(|periods| *periods > 1);
                self.filters.least_periods = periods.unwrap_or(0);
            }
            "span" => self.filters.whole_span_only = value == "whole",
            "box.x" => self.x = Some(MetricId(value.to_owned())),
            "box.y" => self.y = Some(MetricId(value.to_owned())),
            "box" => self.edges = edges(value),
            _ => {
                if let Some(attribute) = name.strip_prefix(GROUP) {
                    let levels = self.filters.groups.entry(attribute.to_owned());
                    levels.or_default().insert(value.to_owned());
                }
            }
        }
    }

    /// What was read.
    pub fn filters(self) -> Filters {
        let selection = self.x.zip(self.y).zip(self.edges);
        Filters {
            selection: selection.map(|((x, y), [left, bottom, right, top])| Selection {
                x,
                y,
                low: [left, bottom],
                high: [right, top],
            }),
            ..self.filters
        }
    }
}

/// Four numbers that have a size; `NaN` would make a question unequal to itself.
fn edges(text: &str) -> Option<[f64; 4]> {
    let numbers = text.split(',').map(|part| {
        let number: f64 = part.parse().ok()?;
        number.is_finite().then_some(number)
    });
    let numbers: Option<Vec<f64>> = numbers.collect();
    numbers?.try_into().ok()
}
