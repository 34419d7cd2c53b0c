//! The part of the page's address after `#`: the view and the question, never data.
//!
//! `#/correlate?x=usage.prompts&y=outcome.tasks-done&by=role&period=week`

/// What the address says. Names are as they stand there; whether they exist is for the page to see.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
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
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let value = Some(value.into_owned()).filter(|value| !value.is_empty());
            match name.as_ref() {
                "x" => address.x = value,
                "y" => address.y = value,
                "by" => address.by = value,
                "period" => address.period = value,
                "absent" => address.absent = value,
                "interest" => address.interest = value,
                _ => {}
            }
        }
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
        ];
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (name, value) in settings {
            if let Some(value) = value {
                query.append_pair(name, value);
            }
        }
        let query = query.finish();
        let mark = if query.is_empty() { "" } else { "?" };
        format!("#/{}{mark}{query}", self.view)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Address;

    proptest! {
        /// A link that someone was sent opens the same question.
        #[test]
        fn an_address_reads_back_as_it_was_written(
            view in "[a-z]{0,9}", x in ".{1,20}", by in proptest::option::of(".{1,20}"),
        ) {
            let address = Address { view, x: Some(x), by, ..Address::default() };
            prop_assert_eq!(Address::parse(&address.to_hash()), address);
        }
    }

    #[test]
    fn what_is_not_understood_is_passed_over() {
        let address = Address::parse("#/correlate?colour=red&x=usage.prompts&y=");
        assert_eq!(address.view, "correlate");
        assert_eq!(address.x.as_deref(), Some("usage.prompts"));
        assert_eq!(address.y, None);
        assert_eq!(Address::parse(""), Address::default());
    }
}
