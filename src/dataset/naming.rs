//! What people are called: ids as they stand, as another file translates them, or codes in their place.

use std::borrow::Cow;
use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::join::Source;
use super::mapping::{ColumnRole, TableRole};
use super::remembered::hex;
use super::spelling::{Spelling, fold};

/// Bytes of a code: with two million people the chance that any two share one is one in a few million.
const CODE: usize = 8;

/// What is done with ids before people are told apart by them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Naming {
    /// Differences in spelling that are passed over.
    pub passed_over: Vec<Spelling>,
    /// The secret of codes that take the place of ids; ids stay where there is none. It is never saved.
    pub secret: Option<[u8; 16]>,
}

/// [`Naming`] with what the files say of ids.
#[derive(Debug)]
pub(super) struct Names<'a> {
    naming: &'a Naming,
    /// From other ids to the ones that count.
    others: HashMap<String, String>,
}

impl<'a> Names<'a> {
    /// Reads the files that say which ids are of one person; of several translations of an id the first counts.
    pub fn of(sources: &[Source<'_>], naming: &'a Naming) -> Self {
        let mut others = HashMap::new();
        let translating = sources
            .iter()
            .filter(|source| source.mapping.role == TableRole::Ids);
        for source in translating {
            let columns = source
                .column(&ColumnRole::Person)
                .zip(source.column(&ColumnRole::OtherId));
            let Some((person, other)) = columns else {
                continue;
            };
            for row in 0..source.table.rows {
                let fold = |text: Cow<'_, str>| fold(&text, &naming.passed_over).into_owned();
                let (person, other) = (fold(person.text(row)), fold(other.text(row)));
                if !person.is_empty() && !other.is_empty() {
                    others.entry(other).or_insert(person);
                }
            }
        }
        Names { naming, others }
    }

    /// What a person is called whose id stands so in a file; empty where there is none.
    pub fn name<'b>(&'b self, id: &'b str) -> Cow<'b, str> {
        let folded = fold(id, &self.naming.passed_over);
        let other = self.others.get(folded.as_ref());
        let name = other.map_or(folded, |name| Cow::Borrowed(name.as_str()));
        match &self.naming.secret {
            Some(secret) if !name.is_empty() => Cow::Owned(code(secret, &name)),
            _ => name,
        }
    }
}

/// The code of an id: the same for the same secret, and without it not to be traced back.
fn code(secret: &[u8; 16], id: &str) -> String {
    let hash = Sha256::new()
        .chain_update(secret)
        .chain_update(id)
        .finalize();
    hex(&hash[..CODE])
}

#[cfg(test)]
mod tests {
    use super::code;

    #[test]
    fn a_code_is_the_salted_hash_that_any_tool_gives() {
        // printf '\0%.0s' {1..16} | cat - <(printf eva) | sha256sum
        let zero = [0; 16];
        assert_eq!(code(&zero, "eva"), "459116ac40992d80");
        assert_ne!(code(&[1; 16], "eva"), code(&zero, "eva"));
    }
}
