//! What a single value looks like. Every test takes any text and never fails.

use std::net::IpAddr;

/// Whether an e-mail address stands in the text.
pub fn has_email(text: &str) -> bool {
    text.contains('@')
        && text
            .split(|c: char| c.is_whitespace() || "<>,;()[]\"'|".contains(c))
            .any(is_email)
}

fn is_email(word: &str) -> bool {
    let word = word.trim_end_matches(['.', ':', '!', '?']);
    let word = word.strip_prefix("mailto:").unwrap_or(word);
    let Some((mailbox, domain)) = word.split_once('@') else {
        return false;
    };
    let in_mailbox = |c: char| c.is_alphanumeric() || "._%+-#'".contains(c);
    let in_label = |c: char| c.is_alphanumeric() || c == '-';
    let labels: Vec<&str> = domain.split('.').collect();
    let top = labels.last().copied().unwrap_or_default();
    !mailbox.is_empty()
        && mailbox.chars().all(in_mailbox)
        && labels.len() >= 2
        && labels
            .iter()
            .all(|label| !label.is_empty() && label.chars().all(in_label))
        && top.chars().count() >= 2
        && top.chars().all(char::is_alphabetic)
}

/// Whether the digits of the text, spaces and hyphens aside, pass the checksum of Luhn (1960); one in ten numbers does.
pub fn passes_luhn(text: &str) -> bool {
    digits(text).is_some_and(|digits| luhn(&digits))
}

/// Whether the text is the number of a payment card: 13 to 19 digits that pass Luhn's checksum.
pub fn is_payment_card(text: &str) -> bool {
    digits(text).is_some_and(|digits| (13..=19).contains(&digits.len()) && luhn(&digits))
}

/// The digits of a text that has nothing else but spaces and hyphens.
fn digits(text: &str) -> Option<Vec<u32>> {
    let digits: Option<Vec<u32>> = compact(text).map(|letter| letter.to_digit(10)).collect();
    digits.filter(|digits| !digits.is_empty())
}

fn compact(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|letter| !matches!(letter, ' ' | '-'))
}

fn luhn(digits: &[u32]) -> bool {
    let weighed = digits.iter().rev().enumerate().map(|(place, digit)| {
        let value = digit * (1 + u32::from(place % 2 == 1));
        if value > 9 { value - 9 } else { value }
    });
    weighed.sum::<u32>().is_multiple_of(10)
}

/// Whether the text is an international bank account number, whose remainder by 97 is 1 (ISO 13616, ISO 7064).
pub fn is_iban(text: &str) -> bool {
    let letters: Vec<char> = compact(text).collect();
    let starts_right = matches!(letters.as_slice(), [a, b, c, d, ..]
        if a.is_ascii_alphabetic() && b.is_ascii_alphabetic() && c.is_ascii_digit() && d.is_ascii_digit());
    if !starts_right || !(12..=34).contains(&letters.len()) {
        return false;
    }
    let (country, account) = letters.split_at(4);
    let values = account
        .iter()
        .chain(country)
        .map(|letter| letter.to_digit(36));
    let remainder = values.into_iter().try_fold(0, |remainder, value| {
        // A letter stands for two digits, from A = 10 on.
        let value = value?;
        let shift = if value > 9 { 100 } else { 10 };
        Some((remainder * shift + value) % 97)
    });
    remainder == Some(1)
}

/// Whether the text is an address of IP version 4 or 6.
pub fn is_network_address(text: &str) -> bool {
    text.trim().parse::<IpAddr>().is_ok()
}

/// Whether the text is a link or a path that names a user, such as `https://…/users/ana` or `C:\Users\ana`.
pub fn is_profile_link(text: &str) -> bool {
    const BEFORE_A_USER: [&str; 8] = [
        "user", "users", "u", "people", "profile", "profiles", "home", "in",
    ];
    let text = text.trim();
    let lower = text.to_ascii_lowercase();
    let is_link = lower.starts_with("http://") || lower.starts_with("https://");
    let is_path =
        lower.starts_with('/') || lower.starts_with("\\\\") || lower.get(1..3) == Some(":\\");
    if !(is_link || is_path) || text.contains(char::is_whitespace) {
        return false;
    }
    // Of a link, the scheme and the host are no part of the path.
    let skipped = if is_link { 3 } else { 0 };
    let parts: Vec<&str> = lower.split(['/', '\\']).skip(skipped).collect();
    let names_a_user = |pair: &[&str]| BEFORE_A_USER.contains(&pair[0]) && !pair[1].is_empty();
    let is_handle = |part: &&str| part.len() > 1 && part.starts_with(['~', '@']);
    parts.windows(2).any(names_a_user) || parts.iter().any(is_handle)
}

/// Whether the text is written as a telephone number: with `+`, a leading 0 or an area code, and not as a date, a
/// number with separated thousands or a plain count.
pub fn is_phone_number(text: &str) -> bool {
    let text = text.trim();
    let allowed = |c: char| c.is_ascii_digit() || "+ -./()\u{a0}".contains(c);
    let groups: Vec<&str> = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|group| !group.is_empty())
        .collect();
    let sizes: Vec<usize> = groups.iter().map(|group| group.len()).collect();
    if !text.chars().all(allowed)
        || !(7..=15).contains(&sizes.iter().sum::<usize>())
        || text.starts_with(['-', '.', '/'])
        || text.rfind('+').is_some_and(|at| at > 0)
        || is_network_address(text)
    {
        return false;
    }
    if text.starts_with('+') || (text.starts_with('(') && sizes.len() >= 2) {
        return true;
    }
    let is_date = matches!(sizes.as_slice(), [4, 1..=2, 1..=2] | [1..=2, 1..=2, 2 | 4]);
    let is_decimal = sizes.len() == 2 && text.contains('.');
    let thousands = sizes.iter().skip(1).all(|size| *size == 3) && sizes.first() <= Some(&3);
    let leading_zero = text.starts_with('0');
    !is_date
        && !is_decimal
        && ((leading_zero && sizes.len() >= 2) || (sizes.len() >= 3 && !thousands))
}

/// Whether the text reads as the name of a person: two to four capitalised words, none of which names a department.
pub fn looks_like_a_name(text: &str) -> bool {
    const DEPARTMENTS: [&str; 24] = [
        "team",
        "support",
        "engineering",
        "data",
        "platform",
        "core",
        "sales",
        "product",
        "marketing",
        "finance",
        "design",
        "security",
        "legal",
        "research",
        "operations",
        "services",
        "service",
        "department",
        "group",
        "development",
        "infrastructure",
        "human",
        "quality",
        "customer",
    ];
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || c == ',')
        .filter(|word| !word.is_empty())
        .collect();
    let is_department = |word: &&str| DEPARTMENTS.contains(&word.to_lowercase().as_str());
    (2..=4).contains(&words.len())
        && words.iter().all(|word| is_capitalised(word))
        && words.iter().any(|word| word.chars().nth(2).is_some())
        && !words.iter().any(is_department)
}

/// One capital letter first, and small letters among the others: `Zoë`, `O’Neill`, `Anne-Marie`, `J.`.
fn is_capitalised(word: &str) -> bool {
    let mut letters = word.chars();
    let starts = letters.next().is_some_and(char::is_uppercase);
    let rest = letters.as_str();
    let fits = |c: char| c.is_alphabetic() || matches!(c, '-' | '\'' | '’' | '.');
    starts && rest.chars().all(fits) && (rest.contains(char::is_lowercase) || rest == ".")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_address_is_found_inside_of_text() {
        for text in [
            "ana@example.org",
            "Ana <ana.silva+x@mail.example.co.uk>",
            "ask mailto:jörg@müller.de.",
        ] {
            assert!(has_email(text), "{text}");
        }
        for text in [
            "@ana",
            "ana@",
            "pkg@1.2.3",
            "git@github.com:org/repo",
            "a@b",
            "x@y..z",
        ] {
            assert!(!has_email(text), "{text}");
        }
    }

    #[test]
    fn known_test_numbers_pass_and_changed_ones_do_not() {
        // Wikipedia, "Luhn algorithm" and "International Bank Account Number".
        assert!(passes_luhn("7992 739 8713") && !passes_luhn("7992 739 8714"));
        assert!(!is_payment_card("79927398713") && !passes_luhn("") && !passes_luhn("- -"));
        assert!(is_iban("GB82 WEST 1234 5698 7654 32") && !is_iban("GB82 WEST 1234 5698 7654 23"));
        assert!(!is_iban("GB82") && !is_iban("") && !is_iban("ÄB82WEST12345698765432"));
    }

    #[test]
    fn a_path_names_a_user_only_behind_a_word_for_users() {
        for text in [
            "https://example.org/@ana",
            "/home/ana/x",
            "http://example.org/~ana",
        ] {
            assert!(is_profile_link(text), "{text}");
        }
        for text in [
            "https://example.org/users/",
            "https://users.example.org/a",
            "home/ana",
            "/usr/bin",
        ] {
            assert!(!is_profile_link(text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_stops_a_test(text in ".{0,60}", cells in prop::collection::vec("\\PC{0,50}", 0..6)) {
            let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
            let found = super::super::find(&text, &cells);
            prop_assert!(found.is_none_or(|found| (0.0..=1.0).contains(&found.share)));
            for test in [has_email, is_iban, is_payment_card, is_network_address, is_profile_link] {
                test(&text);
            }
            is_phone_number(&text);
            looks_like_a_name(&text);
        }

        #[test]
        fn changing_one_digit_breaks_a_checksum(number in "[1-9][0-9]{12,15}", place in 0_usize..12, by in 1_u32..9) {
            let changed: String = number
                .chars()
                .enumerate()
                .map(|(at, digit)| {
                    let value = digit.to_digit(10).unwrap();
                    let value = if at == place { (value + by) % 10 } else { value };
                    char::from_digit(value, 10).unwrap()
                })
                .collect();
            prop_assert!(!(passes_luhn(&number) && passes_luhn(&changed)));
        }
    }
}
