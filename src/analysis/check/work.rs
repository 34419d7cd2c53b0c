//! The check in steps, so that whoever asked sees how far it is, and can stop it.

use std::sync::Arc;

use super::rulers::{Ruler, rulers};
use super::scene::Scene;
use super::{Check, Question, decoupling, hollow, in_weeks, missing, reward, search, signs, swap};
use crate::analysis::SMALLEST_GROUP;
use crate::metrics::Panel;
use crate::notice::{Kind, Notice};

/// Random orders at once where nobody waits in between.
const ORDERS: usize = 1_000;

/// How a part of the check went on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Progress {
    /// A step is done.
    Step,
    /// A step goes on.
    Within,
    /// Nothing is left to do.
    Done,
}

/// A check that is being made.
pub struct Work {
    question: Question,
    scene: Scene,
    /// Made in the first step; the metric in question is always among them.
    rulers: Vec<Ruler>,
    reward: reward::Job,
    decoupling: Option<decoupling::Job>,
    signs: signs::Job,
    /// How many steps there are, and how many are done.
    steps: usize,
    done: usize,
}

impl std::fmt::Debug for Work {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Work")
            .field("question", &self.question)
            .field("done", &self.done)
            .finish_non_exhaustive()
    }
}

impl Work {
    /// Nothing done yet.
    ///
    /// # Errors
    /// As [`super::check`].
    pub fn new(panel: &Arc<Panel>, question: &Question) -> Result<Self, Notice> {
        let scene = Scene::new(in_weeks(panel), question)?;
        let people = scene.matched.people.len();
        if people < SMALLEST_GROUP {
            return Err(Notice::counted(
                "",
                Kind::TooFewPeople(SMALLEST_GROUP),
                people,
            ));
        }
        let decoupling = decoupling::Job::of(&scene);
        let dated = decoupling.as_ref().map_or(0, |_| decoupling::Job::STEPS);
        Ok(Work {
            question: question.clone(),
            rulers: Vec::new(),
            reward: reward::Job::new(&scene),
            decoupling,
            signs: signs::Job::new(&scene),
            steps: reward::Job::STEPS + dated + signs::Job::steps(&scene) + 1,
            scene,
            done: 0,
        })
    }

    /// Goes on with one step, or with up to `orders` random orders of one: the share that is done, or `None` once all is.
    pub fn advance(&mut self, orders: usize) -> Option<f64> {
        match self.go_on(orders) {
            Progress::Done => return None,
            Progress::Step => self.done += 1,
            Progress::Within => {}
        }
        Some((self.done as f64 / self.steps as f64).min(1.0))
    }

    fn go_on(&mut self, orders: usize) -> Progress {
        let scene = &self.scene;
        if self.rulers.is_empty() {
            self.rulers = rulers(scene);
            return Progress::Step;
        }
        let mut progress = self.reward.advance(scene, &self.rulers, orders);
        if let (Progress::Done, Some(decoupling)) = (progress, &mut self.decoupling) {
            progress = decoupling.advance(scene);
        }
        if progress == Progress::Done {
            progress = self.signs.advance(scene, orders);
        }
        progress
    }

    /// The check. What is not done yet is done first.
    pub fn finish(mut self) -> Check {
        while self.advance(ORDERS).is_some() {}
        let scene = self.scene;
        let signs = self.signs.finish(&scene);
        let has_date = scene.dates.chosen.is_some();
        Check {
            usage: scene.usage.info.clone(),
            outcome: scene.outcome.info.clone(),
            period: scene.panel.period,
            people: scene.matched.people.len(),
            sampled: scene.sampled(),
            interest: scene.interest,
            reward: self.reward.finish(),
            decoupling: self.decoupling.and_then(|found| found.finish(&scene)),
            search: (!has_date).then(|| search::search(&scene)).flatten(),
            swap: swap::swap(&scene, &self.rulers),
            hollow: hollow::hollow(&scene),
            missing: missing::missing(&scene, &signs),
            signs,
            groups: scene.groups.public(),
            dates: scene.dates,
        }
    }
}
