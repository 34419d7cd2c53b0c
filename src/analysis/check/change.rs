//! Before and after the date, as ratios of sums: of everyone, and of a group beside the typical group.

use serde::{Deserialize, Serialize};

use crate::analysis::SMALLEST_GROUP;
use crate::analysis::verdict::LEVEL;
use crate::stats::panel::target_date::{RatioChange, Volumes, ratio_change};
use crate::stats::quantile::median;
use crate::stats::regression::Coefficient;
use crate::stats::{Interval, Undefined};

/// One amount over another, before and after.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// People seen on both sides of the date.
    pub people: usize,
    /// The ratio before.
    pub before: f64,
    /// The ratio after.
    pub after: f64,
    /// After over before.
    pub times: Times,
}

/// A multiple with its interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Times {
    /// The multiple.
    pub times: f64,
    /// Its 95% interval.
    pub interval: Interval,
    /// Two-sided p-value of "once", so of no change.
    pub p_value: Result<f64, Undefined>,
}

impl Times {
    fn of(log: &Coefficient) -> Self {
        let range = log.interval(LEVEL);
        Times {
            times: libm::exp(log.estimate),
            interval: Interval {
                low: libm::exp(range.low),
                high: libm::exp(range.high),
                level: range.level,
            },
            p_value: log.p_value(),
        }
    }

    /// Whether the interval lies above once.
    pub fn is_up(&self) -> bool {
        self.interval.low > 1.0
    }

    /// Whether the interval lies below once.
    pub fn is_down(&self) -> bool {
        self.interval.high < 1.0
    }
}

/// Groups that a typical one takes at least; with fewer, one unusual group could be the typical one.
const FEWEST_FOR_TYPICAL: usize = 4;

/// A change of everyone, or of a group beside the typical group.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Shift {
    /// What changed, against its own past.
    pub change: Change,
    /// How that compares with the typical group; `None` for everyone, and where there are too few groups.
    pub against: Option<Against>,
}

/// A group's change beside that of the typical group.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Against {
    /// The multiple of the typical group, the median of all groups.
    pub typical: f64,
    /// The group's multiple over that, which is taken as known.
    pub times: Times,
}

impl Shift {
    /// The multiple that is tested: against the typical group where there is one, else against no change.
    pub fn tested(&self) -> &Times {
        self.against
            .as_ref()
            .map_or(&self.change.times, |found| &found.times)
    }
}

/// The changes of everyone and of each group.
pub(super) struct Shifts {
    pub everyone: Result<Shift, Undefined>,
    pub groups: Vec<Result<Shift, Undefined>>,
}

/// Sums of each person before and after: what is divided, and by what.
#[derive(Debug, Clone)]
pub(super) struct Totals {
    sums: Vec<[[f64; 2]; 2]>,
    seen: Vec<[bool; 2]>,
}

impl Totals {
    /// No sums yet, for as many people as the data set has.
    pub fn new(people: usize) -> Self {
        Totals {
            sums: vec![[[0.0; 2]; 2]; people],
            seen: vec![[false; 2]; people],
        }
    }

    /// Adds a row; one side missing leaves it out.
    pub fn add(&mut self, person: u32, phase: usize, [volume, result]: [f64; 2]) {
        if volume.is_nan() || result.is_nan() {
            return;
        }
        let sums = &mut self.sums[person as usize][phase];
        sums[0] += volume;
        sums[1] += result;
        self.seen[person as usize][phase] = true;
    }

    /// The changes of everyone and of `count` groups, among the people seen on both sides; `is_member` says whether a
    /// person belongs to a group.
    pub fn shifts(&self, count: usize, is_member: impl Fn(usize, usize) -> bool) -> Shifts {
        let groups: Vec<Result<(Change, Coefficient), Undefined>> = (0..count)
            .map(|group| self.both(|person| is_member(group, person)))
            .collect();
        let logs: Vec<f64> = groups
            .iter()
            .filter_map(|found| Some(found.as_ref().ok()?.1.estimate))
            .collect();
        let typical = median(&logs)
            .ok()
            .filter(|_| logs.len() >= FEWEST_FOR_TYPICAL);
        let beside = |(change, log): (Change, Coefficient)| Shift {
            change,
            against: typical.map(|typical| Against {
                typical: libm::exp(typical),
                times: Times::of(&Coefficient {
                    estimate: log.estimate - typical,
                    ..log
                }),
            }),
        };
        let everyone = self.both(|_| true).map(|(change, _)| Shift {
            change,
            against: None,
        });
        Shifts {
            everyone,
            groups: groups.into_iter().map(|found| found.map(beside)).collect(),
        }
    }

    fn both(&self, keep: impl Fn(usize) -> bool) -> Result<(Change, Coefficient), Undefined> {
        let (mut person, mut period) = (Vec::new(), Vec::new());
        let (mut volume, mut results) = (Vec::new(), Vec::new());
        let kept = (0..self.sums.len()).filter(|&at| self.seen[at] == [true; 2] && keep(at));
        for at in kept {
            for (phase, sums) in (0..).zip(self.sums[at]) {
                person.push(at);
                period.push(phase);
                volume.push(sums[0]);
                results.push(sums[1]);
            }
        }
        let people = person.len() / 2;
        if people < SMALLEST_GROUP {
            return Err(Undefined::TooFew {
                have: people,
                need: SMALLEST_GROUP,
            });
        }
        let found: RatioChange = ratio_change(
            &Volumes {
                person: &person,
                period: &period,
                volume: &volume,
                results: &results,
            },
            1,
        )?;
        let change = Change {
            people,
            before: found.before,
            after: found.after,
            times: Times::of(&found.log_ratio),
        };
        Ok((change, found.log_ratio))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Six groups of ten; everyone has half as much again, the last two groups three times as much.
    fn totals() -> Totals {
        let mut totals = Totals::new(60);
        for person in 0..60_u32 {
            let own = 3.0 + f64::from(person * 7 % 11);
            let noise = 1.0 + f64::from(person % 5) / 50.0;
            let times = if person < 40 { 1.5 } else { 3.0 };
            totals.add(person, 0, [own, 1.0]);
            totals.add(person, 1, [own * times * noise, 1.0]);
        }
        totals
    }

    #[test]
    fn two_unusual_groups_do_not_make_the_others_look_unusual() {
        let found = totals().shifts(6, |group, person| person / 10 == group);
        let tested = |group: usize| *found.groups[group].as_ref().unwrap().tested();
        for group in 0..4 {
            assert!(
                !tested(group).is_up() && !tested(group).is_down(),
                "{group}"
            );
        }
        for group in 4..6 {
            assert!((tested(group).times - 2.0).abs() < 0.05);
            assert!(tested(group).is_up());
        }
        assert!(found.everyone.unwrap().against.is_none());
    }

    #[test]
    fn of_few_groups_none_is_typical_and_each_is_held_against_its_past() {
        let found = totals().shifts(3, |group, person| person / 20 == group);
        let first = found.groups[0].as_ref().unwrap();
        assert!(first.against.is_none() && (first.tested().times - 1.5).abs() < 0.1);
    }

    #[test]
    fn who_was_seen_on_one_side_only_changes_nothing() {
        let mut totals = Totals::new(7);
        for person in 0..6 {
            totals.add(person, 0, [2.0 + f64::from(person), 1.0]);
            totals.add(person, 1, [4.0 + 2.0 * f64::from(person), 1.0]);
        }
        totals.add(6, 1, [1_000.0, 1.0]);
        let found = totals.shifts(0, |_, _| false).everyone.unwrap().change;
        assert_eq!(found.people, 6);
        assert!((found.times.times - 2.0).abs() < 1e-12);
    }

    #[test]
    fn four_people_are_too_few_to_be_shown() {
        let mut totals = Totals::new(4);
        for person in 0..4 {
            totals.add(person, 0, [2.0, 1.0]);
            totals.add(person, 1, [3.0, 1.0]);
        }
        let too_few = Undefined::TooFew {
            have: 4,
            need: SMALLEST_GROUP,
        };
        assert_eq!(totals.shifts(0, |_, _| false).everyone, Err(too_few));
    }
}
