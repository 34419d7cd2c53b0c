//! The part of the page's address after `#`: the view and the question, never data.
//!
//! `#/correlate?x=usage.prompts&y=outcome.tasks-done&by=role&period=week&from=2026-04-06&in.role=Engineer`

mod filters;

use crate::metrics::Filters;

/// What the address says. Names are as they stand there; whether they exist is for the page to see.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Address {
    /// The view, such as `correlate`; empty for the start.
    pub view: String,
    /// The usage metric.
    pub x: Option<String>,
    /// The outcome metric.
    pub y: Option<String>,
    /// The attribute to compare groups by.
    pub by: Option<String>,
    /// How time is cut.
    pub period: Option<String>,
    /// What a missing usage row means.
    pub absent: Option<String>,
    /// The smallest relation worth caring about.
    pub interest: Option<String>,
    /// What the matrix compares.
    pub layer: Option<String>,
    /// The order of the matrix.
    pub sort: Option<String>,
    /// Which rows and people count.
    pub filters: Filters,
}

impl Address {
    /// Reads the part after `#`, with or without it. What is not understood is passed over.
    pub fn parse(hash: &str) -> Self {
        let path = hash.trim_start_matches('#').trim_start_matches('/');
        let (view, query) = path.split_once('?').unwrap_or((path, ""));
        let mut address = Address {
            view: view.to_owned(),
            ..Address::default()
        };
        let mut filters = filters::Reading::default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            filters.take(&name, &value);
            let value = Some(value.into_owned()).filter(|value| !value.is_empty());
            match name.as_ref() {
                "x" => address.x = value,
                "y" => address.y = value,
                "by" => address.by = value,
                "period" => address.period = value,
                "absent" => address.absent = value,
                "interest" => address.interest = value,
                "layer" => address.layer = value,
                "sort" => address.sort = value,
                _ => {}
            }
        }
        address.filters = filters.filters();
        address
    }

    /// The part after `#`, with it.
    pub fn to_hash(&self) -> String {
        let settings = [
            ("x", &self.x),
            ("y", &self.y),
            ("by", &self.by),
            ("period", &self.period),
            ("absent", &self.absent),
            ("interest", &self.interest),
            ("layer", &self.layer),
            ("sort", &self.sort),
        ];
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (name, value) in settings {
            if let Some(value) = value {
                query.append_pair(name, value);
            }
        }
        query.extend_pairs(filters::written(&self.filters));
        let query = query.finish();
        let mark = if query.is_empty() { "" } else { "?" };
        format!("#/{}{mark}{query}", self.view)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Address;
    use crate::metrics::{Filters, MetricId, Selection};

    fn selections() -> impl Strategy<Value = Selection> {
        let edge = || prop::num::f64::NORMAL | prop::num::f64::ZERO;
        (".{1,9}", ".{1,9}", edge(), edge(), edge(), edge()).prop_map(
            |(x, y, left, bottom, right, top)| Selection {
                x: MetricId(x),
                y: MetricId(y),
                low: [left, bottom],
                high: [right, top],
            },
        )
    }

    fn filters() -> impl Strategy<Value = Filters> {
        let day = || proptest::option::of(-700_000..2_900_000_i32);
        let levels = prop::collection::btree_set(".{0,9}", 1..4);
        (
            (day(), day()),
            prop::collection::btree_map(".{0,9}", levels, 0..3),
            prop_oneof![Just(0), 2..9_u32],
            any::<bool>(),
            proptest::option::of(selections()),
        )
            .prop_map(
                |((from, to), groups, least_periods, whole_span_only, selection)| Filters {
                    from,
                    to,
                    groups,
                    least_periods,
                    whole_span_only,
                    selection,
                },
            )
    }

    proptest! {
        /// A link that someone was sent opens the same question about the same people.
        #[test]
        fn an_address_reads_back_as_it_was_written(
            view in "[a-z]{0,9}", x in ".{1,20}", by in proptest::option::of(".{1,20}"), filters in filters(),
        ) {
            let address = Address { view, x: Some(x), by, filters, ..Address::default() };
            prop_assert_eq!(Address::parse(&address.to_hash()), address);
        }

        /// Whatever somebody writes into the address, the page opens, and asks the same question twice in the same way.
        #[test]
        fn any_address_is_read(text in ".{0,60}", edges in "(from|to|periods|span|box|box.x|box.y|in.a)=[-0-9a-z.,]{0,20}") {
            let address = Address::parse(&format!("{text}?{edges}&{text}"));
            let again = Address::parse(&address.to_hash());
            prop_assert_eq!(again.filters, address.filters);
        }
    }

    #[test]
    fn what_is_not_understood_is_passed_over() {
        let address = Address::parse("#/correlate?colour=red&x=usage.prompts&y=");
        assert_eq!(address.view, "correlate");
        assert_eq!(address.x.as_deref(), Some("usage.prompts"));
        assert_eq!(address.y, None);
        assert_eq!(Address::parse(""), Address::default());
        let filters =
            Address::parse("#/correlate?from=soon&periods=-3&span=half&box=1,2,NaN,4").filters;
        assert_eq!(filters, Filters::default());
    }
}
