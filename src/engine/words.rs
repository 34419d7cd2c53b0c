//! A join in words: what fits together, and what is lost.

use crate::analysis::SMALLEST_GROUP;
use crate::dataset::Period;
use crate::format::{count, integer};

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
