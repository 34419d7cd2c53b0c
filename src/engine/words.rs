//! A join in words: what fits together, and what is lost.

use crate::analysis::SMALLEST_GROUP;
use crate::dataset::Period;
use crate::dataset::spelling::{Mismatch, Spelling};
use crate::format::{count, integer, percent};
use crate::notice::{Kind as NoticeKind, Notice};
use crate::table::personal::{Evidence, Finding, Kind};

use super::{JoinReport, Recipe};

impl JoinReport {
    /// Who takes part: `388 of 400 people have usage and outcomes.`
    pub fn people_sentence(&self) -> String {
        let all = self.all_people();
        if self.matched_people == all {
            return format!(
                "All {} have usage and outcomes.",
                count(all, "person", "people")
            );
        }
        format!(
            "{} of {} {} usage and outcomes.",
            integer(self.matched_people),
            count(all, "person", "people"),
            has(self.matched_people)
        )
    }

    /// Who does not, and why. `None` when nobody is lost.
    pub fn lost_sentence(&self) -> Option<String> {
        let sides = [
            (self.only_usage(), "no outcome rows"),
            (self.only_outcomes(), "no usage rows"),
        ];
        let lost: Vec<String> = sides
            .into_iter()
            .filter(|(people, _)| *people > 0)
            .map(|(people, why)| {
                format!(
                    "{} because {} {} {why}",
                    integer(people),
                    if people == 1 { "that person" } else { "they" },
                    has(people),
                )
            })
            .collect();
        let all = self.only_usage() + self.only_outcomes();
        (!lost.is_empty()).then(|| {
            format!(
                "{} left out: {}.",
                if all == 1 {
                    "1 person is".to_owned()
                } else {
                    format!("{} people are", integer(all))
                },
                lost.join(", ")
            )
        })
    }

    /// What filters leave: `Filters leave 86 of 355 people.` Nothing without any.
    pub fn filtered_sentence(&self) -> Option<String> {
        (!self.removals.is_empty()).then(|| {
            format!(
                "Filters leave {} of {}; the figures below are about them.",
                integer(self.matched_people),
                count(self.choices.people, "person", "people")
            )
        })
    }

    /// The common time: `26 weeks, 5 Jan 2026 to 5 Jul 2026; 9 811 person-weeks carry both.`
    pub fn time_sentence(&self, period: Period) -> String {
        if period == Period::Span {
            let span = self
                .span
                .as_ref()
                .map_or_else(String::new, |[from, to]| format!(", {from} to {to}"));
            return format!("The whole time counts as one period{span}.");
        }
        let word = period.word();
        let most = self.usage_periods.max(self.outcome_periods);
        let periods = if self.matched_periods == most {
            count(most, word, &format!("{word}s"))
        } else {
            format!("{} of {most} {word}s", self.matched_periods)
        };
        let span = self
            .span
            .as_ref()
            .map_or_else(String::new, |[from, to]| format!(", {from} to {to}"));
        format!(
            "{periods} in common{span}; {} both usage and outcomes.",
            match self.rows {
                1 => format!("1 person-{word} has"),
                rows => format!("{} person-{word}s have", integer(rows)),
            }
        )
    }

    /// People with usage rows only.
    pub fn only_usage(&self) -> usize {
        self.usage_people - self.matched_people
    }

    /// People with outcome rows only.
    pub fn only_outcomes(&self) -> usize {
        self.outcome_people - self.matched_people
    }

    /// Whether the people who are left are enough to show numbers about them.
    pub fn is_enough(&self) -> bool {
        self.matched_people >= SMALLEST_GROUP && self.rows > 0
    }

    /// People on either side.
    pub fn all_people(&self) -> usize {
        self.usage_people + self.only_outcomes()
    }
}

impl Recipe {
    /// Whether there is a file of usage and one of outcomes, so that it makes sense to join.
    pub fn is_complete(&self) -> bool {
        use crate::dataset::TableRole::{Outcomes, Usage};
        [Usage, Outcomes]
            .iter()
            .all(|role| self.files.iter().any(|(_, mapping)| mapping.role == *role))
    }
}

/// Personal data of a kind, in words.
pub(super) fn personal(kind: Kind) -> &'static str {
    match kind {
        Kind::Email => "e-mail addresses",
        Kind::BankAccount => "bank accounts",
        Kind::PaymentCard => "numbers of payment cards",
        Kind::NetworkAddress => "addresses of computers",
        Kind::ProfileLink => "links to people’s profiles",
        Kind::Phone => "phone numbers",
        Kind::Login => "login names",
        Kind::NationalId => "numbers that a state gives to people",
        Kind::Birth => "dates of birth",
        Kind::PostalAddress => "where people live",
        Kind::EmployeeNumber => "employee numbers",
        Kind::Name => "names of people",
        Kind::FreeText => "sentences, in which anything may stand",
    }
}

/// What tells that a column is personal.
pub(super) fn evidence(finding: &Finding) -> String {
    let values = || format!("{} of its values look like it", percent(finding.share));
    match finding.evidence {
        Evidence::Header => "its name says so".to_owned(),
        Evidence::Values => values(),
        Evidence::Both => format!("its name says so, and {}", values()),
    }
}

impl Mismatch {
    /// Why ids do not meet, in a sentence.
    pub fn sentence(&self) -> String {
        let more = |people: usize| match people {
            1 => "1 more person would be in both".to_owned(),
            _ => format!("{} more people would be in both", integer(people)),
        };
        match self {
            Mismatch::Spelled(spelling, people) => {
                let differ = match spelling {
                    Spelling::Case => "upper and lower case were",
                    Spelling::Domain => "what follows the @ were",
                    Spelling::Path => "what comes before the last \\, /, : or | were",
                    Spelling::Number => "all but the number at the end of ids were",
                };
                format!("{} if {differ} passed over; nobody would be taken for another.", more(*people))
            }
            Mismatch::DifferentSecrets => "Both sides have codes for ids, and none is in both: they were probably made \
                with different secrets. Export both with the same one, or add a file that says which codes are of one \
                person."
                .to_owned(),
            Mismatch::CodedOnOneSide => "One side has codes for ids, the other does not. Export both alike, or add a file \
                that says which ids are of one person."
                .to_owned(),
        }
    }

    /// The same as a notice, for files that cannot be joined at all.
    pub fn notice(&self) -> Notice {
        let offer = self.offer().map_or("", |(_, label)| label);
        Notice::about("", NoticeKind::IdsDiffer(self.sentence(), offer.to_owned()))
    }

    /// What a button says that passes the difference over.
    pub fn offer(&self) -> Option<(Spelling, &'static str)> {
        let Mismatch::Spelled(spelling, _) = self else {
            return None;
        };
        Some((*spelling, pass_over(*spelling)))
    }
}

/// What passing a difference over is called.
pub fn pass_over(spelling: Spelling) -> &'static str {
    match spelling {
        Spelling::Case => "Ignore upper and lower case",
        Spelling::Domain => "Ignore what follows the @",
        Spelling::Path => "Ignore what comes before the id",
        Spelling::Number => "Compare numbers only",
    }
}

fn has(people: usize) -> &'static str {
    if people == 1 { "has" } else { "have" }
}

#[cfg(test)]
mod tests {
    use super::super::Choices;
    use super::*;

    fn report(usage: usize, outcomes: usize, matched: usize) -> JoinReport {
        JoinReport {
            usage_people: usage,
            outcome_people: outcomes,
            matched_people: matched,
            usage_periods: 26,
            outcome_periods: 24,
            matched_periods: 24,
            span: Some(["5 Jan 2026".to_owned(), "21 Jun 2026".to_owned()]),
            rows: 9811,
            metrics: Vec::new(),
            attributes: Vec::new(),
            first: None,
            choices: Choices::default(),
            removals: Vec::new(),
            mismatches: Vec::new(),
            notices: Vec::new(),
        }
    }

    #[test]
    fn the_loss_of_a_join_is_said_in_people() {
        let lossy = report(394, 389, 388);
        assert_eq!(
            lossy.people_sentence(),
            "388 of 395 people have usage and outcomes."
        );
        assert_eq!(
            lossy.lost_sentence().as_deref(),
            Some(
                "7 people are left out: 6 because they have no outcome rows, 1 because that person has no usage rows."
            )
        );
        assert_eq!(
            lossy.time_sentence(Period::Week),
            "24 of 26 weeks in common, 5 Jan 2026 to 21 Jun 2026; 9811 person-weeks have both usage and outcomes."
        );
    }

    #[test]
    fn nothing_lost_is_said_shortly() {
        let whole = report(12, 12, 12);
        assert_eq!(
            whole.people_sentence(),
            "All 12 people have usage and outcomes."
        );
        assert_eq!(whole.lost_sentence(), None);
    }
}
