//! Disclosure control: what may be shown without pointing at a person.
//!
//! [`protect`] decides for the groups of a view, whose total may stand beside them.

use serde::{Deserialize, Serialize};

/// The smallest number of people that a shown figure may stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Minimum(usize);

impl Minimum {
    /// No setting goes below this: of two people, each knows the other's figure.
    pub const FLOOR: Self = Self(3);
    /// On the screen, as in Microsoft's Viva Insights.
    pub const SCREEN: Self = Self(5);
    /// In an export, which nobody can call back, as in the networks of American health records.
    pub const EXPORT: Self = Self(11);

    /// At least `people`, and never fewer than [`Minimum::FLOOR`].
    pub fn new(people: usize) -> Self {
        Self(people).max(Self::FLOOR)
    }

    /// The number of people.
    pub fn people(self) -> usize {
        self.0
    }
}

/// A group that a view would like to show.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Group<'a> {
    /// Different people in it, however many rows they have.
    pub people: usize,
    /// What each of them adds to the figure, if the figure is a sum; empty for means, shares and correlations.
    pub contributions: &'a [f64],
}

/// Whether the total over all groups stands beside them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Total {
    /// It does, or can be had elsewhere: a single hidden group could be computed from it.
    Known,
    /// Nobody can know it.
    Unknown,
}

/// What a view has to keep to.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Rule {
    /// People that a shown figure stands for at least.
    pub minimum: Minimum,
    /// Percentage p of the p% rule; [`DOMINANCE_PERCENT`] is usual.
    pub dominance_percent: f64,
    /// Whether the total is known.
    pub total: Total,
}

/// A sum is too close to its largest part if the second largest contributor could tell that part to within 10%.
pub const DOMINANCE_PERCENT: f64 = 10.0;

/// Whether a figure may be shown, and why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Visibility {
    /// It may.
    Shown,
    /// Too few people.
    TooFew,
    /// One person makes up nearly all of it.
    Dominated,
    /// It would give another hidden group away, by subtraction from the total.
    Complement,
}

/// What may be shown of a view.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suppression {
    /// For each group, in the order given.
    pub groups: Vec<Visibility>,
    /// For the total.
    pub total: Visibility,
}

impl Suppression {
    /// How many groups are hidden.
    pub fn hidden(&self) -> usize {
        let hidden = |group: &&Visibility| **group != Visibility::Shown;
        self.groups.iter().filter(hidden).count()
    }
}

/// Which of the groups, no person being in two of them, may be shown.
///
/// A group is hidden if it has too few people or is dominated by one. If the total is known, what is hidden could be
/// had as the total less all that is shown: so the hidden groups together have to be two or more, with enough people
/// and not dominated. As long as they are not, the smallest shown group is hidden as well (of equal ones the first).
/// A total that may not be shown itself needs no such cover. A group without people gives nobody away and stays.
///
/// Source: Hundepool et al. (2012), "Statistical disclosure control", chapter 4.
pub fn protect(groups: &[Group<'_>], rule: Rule) -> Suppression {
    let mut decided: Vec<Visibility> = groups.iter().map(|group| judge(*group, rule)).collect();
    let everyone: Vec<usize> = (0..groups.len()).collect();
    let total = judge_together(groups, &everyone, rule);
    if rule.total == Total::Known && total == Visibility::Shown {
        let concerned = |group: usize| groups[group].people > 0;
        loop {
            let hidden: Vec<usize> = everyone
                .iter()
                .copied()
                .filter(|group| decided[*group] != Visibility::Shown)
                .collect();
            let gives_away =
                hidden.len() == 1 || judge_together(groups, &hidden, rule) != Visibility::Shown;
            if hidden.is_empty() || !gives_away {
                break;
            }
            let shown = everyone
                .iter()
                .copied()
                .filter(|group| decided[*group] == Visibility::Shown && concerned(*group));
            // With none left, what is hidden is the total, which may be shown.
            let Some(smallest) = shown.min_by_key(|group| groups[*group].people) else {
                break;
            };
            decided[smallest] = Visibility::Complement;
        }
    }
    Suppression {
        groups: decided,
        total,
    }
}

/// Whether one person makes up so much of the sum of these amounts that the second largest could compute it: the rest
/// is less than `percent` of the largest amount (the p% rule).
pub fn is_dominated(contributions: &[f64], percent: f64) -> bool {
    let mut sizes: Vec<f64> = contributions.iter().map(|amount| amount.abs()).collect();
    sizes.sort_unstable_by(|a, b| b.total_cmp(a));
    let Some(largest) = sizes.first() else {
        return false;
    };
    sizes.iter().skip(2).sum::<f64>() < percent / 100.0 * largest
}

fn judge(group: Group<'_>, rule: Rule) -> Visibility {
    if group.people == 0 {
        Visibility::Shown
    } else if group.people < rule.minimum.people() {
        Visibility::TooFew
    } else if is_dominated(group.contributions, rule.dominance_percent) {
        Visibility::Dominated
    } else {
        Visibility::Shown
    }
}

/// The verdict on several groups as if they were one.
fn judge_together(groups: &[Group<'_>], together: &[usize], rule: Rule) -> Visibility {
    let parts = || together.iter().filter_map(|group| groups.get(*group));
    let contributions: Vec<f64> = parts()
        .flat_map(|group| group.contributions)
        .copied()
        .collect();
    let people = parts().map(|group| group.people).sum();
    judge(
        Group {
            people,
            contributions: &contributions,
        },
        rule,
    )
}

#[cfg(test)]
mod tests {
    use super::Visibility::{Complement, Dominated, Shown, TooFew};
    use super::*;
    use proptest::prelude::*;

    const RULE: Rule = Rule {
        minimum: Minimum::SCREEN,
        dominance_percent: DOMINANCE_PERCENT,
        total: Total::Known,
    };

    fn sizes(people: &[usize], rule: Rule) -> Suppression {
        let group = |people: &usize| Group {
            people: *people,
            contributions: &[],
        };
        protect(&people.iter().map(group).collect::<Vec<_>>(), rule)
    }

    #[test]
    fn the_total_does_not_give_a_single_hidden_group_away() {
        let got = sizes(&[20, 4, 9, 7], RULE);
        assert_eq!(got.groups, [Shown, TooFew, Shown, Complement]);
        assert_eq!((got.total, got.hidden()), (Shown, 2));
    }

    #[test]
    fn two_hidden_groups_that_are_few_together_need_a_third() {
        assert_eq!(
            sizes(&[20, 2, 2, 9], RULE).groups,
            [Shown, TooFew, TooFew, Complement]
        );
        // Together they have enough people.
        assert_eq!(
            sizes(&[20, 3, 2, 9], RULE).groups,
            [Shown, TooFew, TooFew, Shown]
        );
    }

    #[test]
    fn a_total_that_nobody_knows_needs_no_complement() {
        let rule = Rule {
            total: Total::Unknown,
            ..RULE
        };
        assert_eq!(sizes(&[20, 4, 9], rule).groups, [Shown, TooFew, Shown]);
    }

    #[test]
    fn a_total_of_too_few_people_is_hidden_itself() {
        let got = sizes(&[4, 0], RULE);
        assert_eq!((got.groups, got.total), (vec![TooFew, Shown], TooFew));
        let got = sizes(&[2, 2], RULE);
        assert_eq!((got.groups, got.total), (vec![TooFew, TooFew], TooFew));
        let got = sizes(&[3, 3], RULE);
        assert_eq!((got.groups, got.total), (vec![TooFew, TooFew], Shown));
        let got = sizes(&[], RULE);
        assert_eq!((got.groups, got.total), (vec![], Shown));
    }

    #[test]
    fn who_makes_up_nearly_all_of_a_sum_is_hidden_with_it() {
        // Who adds 300 knows the sum and is left with 300 of others about the 5000: less than a tenth of it.
        assert!(is_dominated(&[5_000.0, 300.0, 200.0, 100.0], 10.0));
        assert!(!is_dominated(&[500.0, 300.0, 40.0, 10.0], 10.0));
        assert!(is_dominated(&[500.0, 300.0], 10.0) && !is_dominated(&[], 10.0));
        let one = [5_000.0, 1.0, 1.0, 1.0, 1.0];
        let even = [9.0; 6];
        let groups = [&one[..], &even, &even, &even].map(|contributions| Group {
            people: contributions.len(),
            contributions,
        });
        // All together are still dominated: the total is hidden, and then nothing can be subtracted from it.
        let got = protect(&groups, RULE);
        assert_eq!(got.groups, [Dominated, Shown, Shown, Shown]);
        assert_eq!(got.total, Dominated);
        // With larger groups beside it the total may be shown, so one of them has to cover.
        let many = [500.0; 12];
        let groups = [&one[..], &even, &many].map(|contributions| Group {
            people: contributions.len(),
            contributions,
        });
        let got = protect(&groups, RULE);
        assert_eq!(got.groups, [Dominated, Complement, Complement]);
        assert_eq!(got.total, Shown);
    }

    #[test]
    fn no_setting_shows_a_pair() {
        assert_eq!(Minimum::new(0), Minimum::FLOOR);
        assert_eq!(Minimum::new(8).people(), 8);
    }

    proptest! {
        #[test]
        fn what_can_be_computed_from_a_view_stands_for_enough_people(
            people in prop::collection::vec(0_usize..15, 0..8),
            minimum in 0_usize..9,
        ) {
            let rule = Rule { minimum: Minimum::new(minimum), ..RULE };
            let got = sizes(&people, rule);
            let least = rule.minimum.people();
            let hidden: Vec<usize> = people
                .iter()
                .zip(&got.groups)
                .filter(|(_, group)| **group != Shown)
                .map(|(people, _)| *people)
                .collect();
            for (people, group) in people.iter().zip(&got.groups) {
                prop_assert!(*group != Shown || *people == 0 || *people >= least);
            }
            let rest: usize = hidden.iter().sum();
            let computable = got.total == Shown && !hidden.is_empty();
            prop_assert!(!computable || (hidden.len() > 1 && rest >= least), "{people:?} {got:?}");
        }
    }
}
