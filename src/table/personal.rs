//! Personal data in a column, told by its header and its values: what should not be read in at all, or only hashed.
//!
//! A finding is a reason to ask, not a verdict: a value test may err, and a header may say something else.

mod values;
mod words;

use super::number::is_missing;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::ControlFlow;

use super::Column;

pub use values::{
    has_email, is_iban, is_network_address, is_payment_card, is_phone_number, is_profile_link,
    looks_like_a_name, passes_luhn,
};

/// Kinds of personal data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// E-mail addresses, alone or inside of text.
    Email,
    /// Bank accounts with a valid IBAN checksum.
    BankAccount,
    /// Numbers of payment cards.
    PaymentCard,
    /// Addresses of computers, IP version 4 or 6.
    NetworkAddress,
    /// Links and paths that name a user.
    ProfileLink,
    /// Telephone numbers.
    Phone,
    /// Names people log in with.
    Login,
    /// Numbers a state gives to a person.
    NationalId,
    /// Dates of birth.
    Birth,
    /// Where people live.
    PostalAddress,
    /// Numbers an employer gives to a person.
    EmployeeNumber,
    /// Names of people.
    Name,
    /// Sentences, in which anything may stand.
    FreeText,
}

/// What tells that a column is personal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Evidence {
    /// Its header only.
    Header,
    /// Its values only.
    Values,
    /// Both.
    Both,
}

/// Personal data in a column.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// What it is.
    pub kind: Kind,
    /// What tells so.
    pub evidence: Evidence,
    /// Share of the values (for names: of the different values) that look like it; 0 where no value can tell.
    pub share: f64,
    /// Values that are not missing.
    pub values: usize,
}

/// Personal data in the column with this header and these cells; `None` if nothing points to any.
///
/// The most telling kind is returned: an e-mail address in a single cell is enough, whereas a card number needs four
/// fifths of the cells, because one in ten numbers passes its checksum by luck.
pub fn find(header: &str, cells: &[&str]) -> Option<Finding> {
    let present: Vec<&str> = cells
        .iter()
        .map(|cell| cell.trim())
        .filter(|cell| !is_missing(cell))
        .collect();
    if present.is_empty() {
        return None;
    }
    let announced = words::kind_of(header);
    let found = |kind, share, evidence| {
        Some(Finding {
            kind,
            evidence,
            share,
            values: present.len(),
        })
    };
    for test in &TESTS {
        let share = share_of(&present, test.passes);
        let by_header = announced == Some(test.kind);
        if share > test.more_than {
            let evidence = if by_header {
                Evidence::Both
            } else {
                Evidence::Values
            };
            return found(test.kind, share, evidence);
        }
        // "emails_sent" announces addresses and holds none; one that is there suffices.
        if by_header && share > 0.0 {
            return found(test.kind, share, Evidence::Both);
        }
    }
    let names = share_of_distinct(&present, looks_like_a_name);
    match announced {
        Some(Kind::Name) if names > 0.0 => return found(Kind::Name, names, Evidence::Both),
        Some(kind) if TESTS.iter().all(|test| test.kind != kind) => {
            return found(kind, 0.0, Evidence::Header);
        }
        _ => {}
    }
    if names > 0.6 {
        return found(Kind::Name, names, Evidence::Values);
    }
    let text = share_of(&present, is_sentence);
    if mean_length(&present) > SENTENCE && text > 0.5 {
        return found(Kind::FreeText, text, Evidence::Values);
    }
    None
}

/// Cells that are looked at in a long column.
const SAMPLE: usize = 2_000;

impl Column {
    /// Personal data in the column. Of a long column some different texts and cells from all over it are looked at.
    pub fn personal(&self) -> Option<Finding> {
        let mut texts = Vec::new();
        self.each_text(|text, _| {
            texts.push(text);
            if texts.len() < SAMPLE {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            }
        });
        if texts.len() == SAMPLE {
            let step = self.len().div_ceil(SAMPLE).max(1);
            texts.extend((0..self.len()).step_by(step).map(|row| self.text(row)));
        }
        let texts: Vec<&str> = texts.iter().map(Cow::as_ref).collect();
        find(&self.header, &texts)
    }
}

/// A kind that values can tell.
struct Test {
    kind: Kind,
    passes: fn(&str) -> bool,
    more_than: f64,
}

/// In the order in which they are asked.
const TESTS: [Test; 6] = [
    Test {
        kind: Kind::Email,
        passes: has_email,
        more_than: 0.0,
    },
    Test {
        kind: Kind::BankAccount,
        passes: is_iban,
        more_than: 0.5,
    },
    Test {
        kind: Kind::PaymentCard,
        passes: is_payment_card,
        more_than: 0.8,
    },
    Test {
        kind: Kind::NetworkAddress,
        passes: is_network_address,
        more_than: 0.5,
    },
    Test {
        kind: Kind::ProfileLink,
        passes: is_profile_link,
        more_than: 0.1,
    },
    Test {
        kind: Kind::Phone,
        passes: is_phone_number,
        more_than: 0.6,
    },
];

/// Letters from which on a text is taken for a sentence.
const SENTENCE: f64 = 40.0;

/// Long hashes and links have no spaces.
fn is_sentence(text: &str) -> bool {
    text.chars().count() as f64 > SENTENCE && text.split_whitespace().nth(3).is_some()
}

fn mean_length(texts: &[&str]) -> f64 {
    let letters: usize = texts.iter().map(|text| text.chars().count()).sum();
    letters as f64 / texts.len() as f64
}

fn share_of(texts: &[&str], passes: fn(&str) -> bool) -> f64 {
    texts.iter().filter(|text| passes(text)).count() as f64 / texts.len() as f64
}

fn share_of_distinct(texts: &[&str], passes: fn(&str) -> bool) -> f64 {
    let distinct: BTreeSet<&str> = texts.iter().copied().collect();
    share_of(&distinct.into_iter().collect::<Vec<_>>(), passes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(header: &str, cells: &[&str]) -> Option<(Kind, Evidence)> {
        find(header, cells).map(|found| (found.kind, found.evidence))
    }

    #[test]
    fn one_address_among_ids_is_enough() {
        let got = find("author", &["u1", "ana@example.org", "", "u3", "n/a", "u4"]).unwrap();
        assert_eq!((got.kind, got.evidence), (Kind::Email, Evidence::Values));
        assert_eq!(got.values, 4);
        assert!((got.share - 0.25).abs() < 1e-15);
    }

    #[test]
    fn values_of_work_are_not_personal() {
        for (header, cells) in [
            ("tokens", &["1234567", "79927398713", "4111111", "88"][..]),
            ("tokens", &["1 234 567", "2.345.678", "12,345,678"]),
            (
                "timestamp_ms",
                &["1767225600000", "1767312000001", "1767398400002"],
            ),
            ("date", &["2026-01-05", "2026-01-06", "2026-01-07"]),
            ("date", &["05.01.2026", "06/01/2026", "07-01-2026"]),
            ("emails_sent", &["3", "17", "0"]),
            ("mobile_sessions", &["120", "95"]),
            ("team", &["core", "web", "data"]),
            ("team", &["Customer Support", "Data Platform", "Core Team"]),
            ("file_name", &["main.rs", "lib.rs"]),
            ("model name", &["large", "small"]),
            ("version", &["1.2.3", "10.0.1"]),
            (
                "repository",
                &["git@github.com:org/repo", "https://github.com/org/repo"],
            ),
            (
                "hash",
                &["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"],
            ),
            ("share", &["0.12345678", "0.98765432"]),
        ] {
            assert_eq!(find(header, cells), None, "{header}: {cells:?}");
        }
    }

    #[test]
    fn each_kind_is_found_by_its_values() {
        for (want, cells) in [
            (
                Kind::BankAccount,
                &["DE89370400440532013000", "GB82 WEST 1234 5698 7654 32"][..],
            ),
            (
                Kind::PaymentCard,
                &["4111 1111 1111 1111", "5500-0000-0000-0004"],
            ),
            (Kind::NetworkAddress, &["192.168.1.20", "2001:db8::1"]),
            (
                Kind::ProfileLink,
                &["https://example.org/users/ana", "C:\\Users\\ana\\x.log"],
            ),
            (
                Kind::Phone,
                &["+49 30 1234567", "555-123-4567", "(020) 7946 0958"],
            ),
            (Kind::Name, &["Ana Silva", "Müller, Jörg", "Zoë O’Neill"]),
            (
                Kind::FreeText,
                &["We talked about the release and she was unhappy with it."],
            ),
        ] {
            assert_eq!(
                kind("x", cells),
                Some((want, Evidence::Values)),
                "{cells:?}"
            );
        }
    }

    #[test]
    fn header_words_are_known_in_five_languages() {
        for (want, headers) in [
            (
                Kind::Name,
                &[
                    "Name",
                    "last_name",
                    "Nachname",
                    "prénom",
                    "Apellidos",
                    "achternaam",
                    "Vorgesetzter",
                ][..],
            ),
            (
                Kind::Login,
                &[
                    "login",
                    "userName",
                    "Benutzername",
                    "identifiant",
                    "usuario",
                    "gebruikersnaam",
                    "UPN",
                ],
            ),
            (
                Kind::Birth,
                &[
                    "date of birth",
                    "Geburtsdatum",
                    "date_naissance",
                    "Fecha de nacimiento",
                    "geboortedatum",
                ],
            ),
            (
                Kind::PostalAddress,
                &["Address", "Straße", "adresse", "dirección", "postcode"],
            ),
            (
                Kind::NationalId,
                &[
                    "SSN",
                    "Sozialversicherungsnummer",
                    "passeport",
                    "DNI",
                    "bsn",
                ],
            ),
            (
                Kind::EmployeeNumber,
                &[
                    "employeeId",
                    "Employee No.",
                    "Personalnummer",
                    "matricule",
                    "personeelsnummer",
                ],
            ),
        ] {
            for header in headers {
                let got = kind(header, &["8f3a", "77b1"]);
                assert_eq!(got, Some((want, Evidence::Header)), "{header}");
            }
        }
    }

    #[test]
    fn a_header_makes_few_values_enough() {
        let got = kind("Telefon", &["+49 30 1234567", "intern", "intern", "intern"]);
        assert_eq!(got, Some((Kind::Phone, Evidence::Both)));
        let got = kind("e-mail", &["ana@example.org"]);
        assert_eq!(got, Some((Kind::Email, Evidence::Both)));
    }

    #[test]
    fn an_empty_column_holds_nothing_personal() {
        assert_eq!(find("email", &["", " ", "n/a"]), None);
        assert_eq!(find("email", &[]), None);
    }
}
