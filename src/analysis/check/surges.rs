//! Surges on the last days of periods: how everyone and each group changed, held against days in random order.

use crate::stats::Undefined;
use crate::stats::period_end::EndOfPeriodSurge;

use super::change::{Shift, Shifts};
use super::days::{Chance, Days};
use super::scene::Scene;
use super::signs::{Kind, Measure, Sign, is_member, seen, shifts};
use super::work::Progress;

/// The surges of everyone and then of each group: how they changed, and how days in random order would look.
pub(super) struct Surges {
    shifts: Vec<Result<Shift, Undefined>>,
    chances: Vec<Result<Chance, Undefined>>,
    /// What is being drawn: a place before (even) or after (odd) the split.
    shuffles: Option<EndOfPeriodSurge>,
}

impl Surges {
    /// How everyone and each group changed; nothing drawn yet.
    pub fn new(scene: &Scene, days: &Days) -> Self {
        let Shifts { everyone, groups } = shifts(scene, &days.totals(scene));
        Surges {
            shifts: std::iter::once(everyone).chain(groups).collect(),
            chances: Vec::new(),
            shuffles: None,
        }
    }

    /// Goes on: up to `orders` random orders, or the next place.
    pub fn advance(&mut self, scene: &Scene, days: &Days, orders: usize) -> Progress {
        if let Some(mut shuffles) = self.shuffles.take() {
            if shuffles.advance(orders).is_some() {
                self.shuffles = Some(shuffles);
                return Progress::Within;
            }
            self.chances.push(Chance::of(shuffles));
            return Progress::Step;
        }
        let (place, phase) = (self.chances.len() / 2, self.chances.len() % 2);
        let shuffles = match (place.checked_sub(1), self.shifts.get(place)) {
            (_, None) => return Progress::Done,
            // Without a change to tell there is nothing to hold against luck.
            (_, Some(Err(reason))) => Err(*reason),
            (None, _) => days.shuffles(scene, phase, |_| true),
            (Some(group), _) => days.shuffles(scene, phase, is_member(scene, group)),
        };
        match shuffles {
            Ok(shuffles) => {
                self.shuffles = Some(shuffles);
                Progress::Within
            }
            Err(reason) => {
                self.chances.push(Err(reason));
                Progress::Step
            }
        }
    }

    /// The sign.
    pub fn finish(self, days: &Days) -> Sign {
        let chances = self.chances.chunks_exact(2);
        let mut found =
            self.shifts.into_iter().zip(chances).map(|(shift, both)| {
                shift.map(|shift| seen(Measure::Late(shift, [both[0], both[1]])))
            });
        let none = Err(Undefined::TooFew { have: 0, need: 1 });
        Sign {
            kind: Kind::Late,
            of: days.label.clone(),
            by: String::new(),
            everyone: found.next().unwrap_or(none),
            groups: found.collect(),
        }
    }
}
