//! Anonymity: how well a table hides people behind others with the same attributes.

use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A row of a table that would be given away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record<'a> {
    /// Who it is about.
    pub person: &'a str,
    /// What others may know of a person, such as team, level and site.
    pub quasi_identifiers: Vec<&'a str>,
    /// What they must not learn.
    pub sensitive: &'a str,
}

/// Rows that look alike to those who know the quasi-identifiers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Class {
    /// Their quasi-identifiers.
    pub values: Vec<String>,
    /// Rows.
    pub rows: usize,
    /// Different people.
    pub people: usize,
    /// Different sensitive values; with a single one, who is in the class gives it away.
    pub sensitive_values: usize,
}

/// Classes of rows with the same quasi-identifiers, in ascending order of these.
///
/// Source: Sweeney (2002), "k-anonymity: a model for protecting privacy"; Machanavajjhala et al. (2007),
/// "l-diversity". Checked against pycanon.
pub fn classes(records: &[Record<'_>]) -> Vec<Class> {
    let mut found: BTreeMap<&[&str], Vec<&Record<'_>>> = BTreeMap::new();
    for record in records {
        let alike = found.entry(&record.quasi_identifiers).or_default();
        alike.push(record);
    }
    let different = |alike: &[&Record<'_>], part: fn(&Record<'_>) -> String| {
        alike
            .iter()
            .map(|record| part(record))
            .collect::<BTreeSet<_>>()
            .len()
    };
    let class = |(values, alike): (&[&str], Vec<&Record<'_>>)| Class {
        values: values.iter().map(|value| (*value).to_owned()).collect(),
        rows: alike.len(),
        people: different(&alike, |record| record.person.to_owned()),
        sensitive_values: different(&alike, |record| record.sensitive.to_owned()),
    };
    found.into_iter().map(class).collect()
}

/// The k of k-anonymity: rows in the smallest class; `None` without classes.
pub fn k_anonymity(classes: &[Class]) -> Option<usize> {
    classes.iter().map(|class| class.rows).min()
}

/// The l of distinct l-diversity: different sensitive values in the poorest class; `None` without classes.
pub fn l_diversity(classes: &[Class]) -> Option<usize> {
    classes.iter().map(|class| class.sensitive_values).min()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_counts_people_and_rows_apart() {
        let row = |person, team, sensitive| Record {
            person,
            quasi_identifiers: vec![team],
            sensitive,
        };
        let got = classes(&[
            row("a", "web", "low"),
            row("a", "web", "low"),
            row("b", "core", "low"),
        ]);
        assert_eq!(got[1].values, ["web"]);
        assert_eq!(
            (got[1].rows, got[1].people, got[1].sensitive_values),
            (2, 1, 1)
        );
        assert_eq!((k_anonymity(&got), l_diversity(&got)), (Some(1), Some(1)));
        assert_eq!((k_anonymity(&[]), l_diversity(&[])), (None, None));
    }
}
