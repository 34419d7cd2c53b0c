//! The closer look at a pair: what is asked beside its headline, and the answers.

use std::sync::Arc;

use leptos::prelude::*;

use super::question::Question;
use super::{State, View};
use crate::analysis::{Covariate, Detail, Detailed, Frame, Logarithm, MOST_DOTS, Pair};
use crate::engine::{Recipe, Request};
use crate::metrics::Selection;
use crate::notice::Notice;
use crate::worker::Job;

/// The axis of usage: as suits the values until a person chooses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum UsageScale {
    /// As suits the values.
    #[default]
    Suited,
    /// Equal steps, equal distances.
    Even,
    /// Equal ratios, equal distances.
    Logarithmic(Logarithm),
}

/// What a person looks closer at. Copies share the same signals.
#[derive(Clone, Copy)]
pub struct Closer {
    /// The axis of usage.
    pub axis: RwSignal<UsageScale>,
    /// Smallest and largest x and y that are looked at; everything where absent.
    pub window: RwSignal<Option<[[f64; 2]; 2]>>,
    /// Columns and rows of cells that fit the plot; nothing before it was drawn.
    pub cells: RwSignal<Option<[u16; 2]>>,
    /// From where to where the axes of the plot run.
    pub reach: RwSignal<[[f64; 2]; 2]>,
    /// The rectangle that was drawn over the plot.
    pub selection: RwSignal<Option<Selection>>,
    /// What people are made alike in.
    pub covariates: RwSignal<Vec<Covariate>>,
    /// How many people lie in each cell, where there are too many for dots.
    pub density: Question<Detailed>,
    /// Who lies in the rectangle.
    pub selected: Question<Detailed>,
    /// The relation among people who are alike.
    pub adjusted: Question<Detailed>,
    /// The estimate under every reasonable way of counting.
    pub multiverse: Question<Detailed>,
    /// Which comes first.
    pub lags: Question<Detailed>,
}

impl Closer {
    /// Nothing was looked at yet.
    pub fn new() -> Self {
        Closer {
            axis: RwSignal::default(),
            window: RwSignal::default(),
            cells: RwSignal::default(),
            reach: RwSignal::default(),
            selection: RwSignal::default(),
            covariates: RwSignal::default(),
            density: Question::new(),
            selected: Question::new(),
            adjusted: Question::new(),
            multiverse: Question::new(),
            lags: Question::new(),
        }
    }

    fn questions(self) -> [Question<Detailed>; 5] {
        [
            self.density,
            self.selected,
            self.adjusted,
            self.multiverse,
            self.lags,
        ]
    }

    /// Whether an answer is being worked on.
    pub fn is_open(self) -> bool {
        // All are asked, so that whoever asks follows each of them.
        self.questions().map(Question::is_open).contains(&true)
    }

    /// Keeps an answer with the question whose job it was.
    pub fn keep(self, job: Job, answer: &Result<Arc<Detailed>, Vec<Notice>>) {
        for question in self.questions() {
            question.keep(job, answer.clone());
        }
    }

    /// The worker died: everything has to be asked again.
    pub fn forget(self) {
        for question in self.questions() {
            question.forget();
        }
    }

    /// Other files: nothing of what was looked at is there any more.
    pub fn clear(self) {
        self.axis.set(UsageScale::default());
        self.window.set(None);
        self.selection.set(None);
        self.covariates.set(Vec::new());
    }
}

impl State {
    /// Asks how two metrics go together, and before that how many people lie in each cell of their plot: that takes a
    /// tenth of the time, and is what a person looks at first.
    pub(super) fn ask_pair(self, recipe: Memo<Recipe>) {
        let pair = Memo::new(move |_| self.pair().map(|pair| (pair.x, pair.y)));
        let density = Memo::new(move |_| {
            let joined = self.join.answer.get()?.ok()?;
            if joined.matched_people <= MOST_DOTS {
                return None;
            }
            let frame = Frame {
                cells: self.closer.cells.get()?,
                logarithm: self.logarithm(),
                window: self.closer.window.get(),
            };
            self.detail(recipe.get(), Detail::Density(frame))
        });
        let relate = Memo::new(move |_| Some(Request::Relate(recipe.get(), self.pair()?)));
        // One effect for both: of two, it would be left open which asks first.
        Effect::new(move |before: Option<Option<_>>| {
            // Another pair has other values: what was looked at of the last one says nothing.
            let now = pair.get();
            if before.is_some_and(|before| before != now) {
                self.closer.window.set(None);
                self.closer.selection.set(None);
                self.closer.axis.set(UsageScale::default());
            }
            let view = Some(View::Correlate);
            self.ask_in(view, self.closer.density, density.get());
            self.ask_in(view, self.relation, relate.get());
            now
        });
    }

    /// Asks for what stands beside the headline, once that is there.
    pub(super) fn ask_closer(self, recipe: Memo<Recipe>) {
        let selected = move || {
            let selection = self.closer.selection.get()?;
            let pair = self.pair()?;
            let is_of_pair = selection.x == pair.x && selection.y == pair.y;
            is_of_pair.then(|| self.detail(recipe.get(), Detail::Select(selection)))?
        };
        self.follow_headline(self.closer.selected, selected);
        let adjusted = move || {
            let covariates = self.closer.covariates.get();
            (!covariates.is_empty())
                .then(|| self.detail(recipe.get(), Detail::Adjust(covariates)))?
        };
        self.follow_headline(self.closer.adjusted, adjusted);
        let multiverse = move || self.detail(recipe.get(), Detail::Multiverse);
        self.follow_headline(self.closer.multiverse, multiverse);
        let lags = move || self.detail(recipe.get(), Detail::Lags);
        self.follow_headline(self.closer.lags, lags);
    }

    /// The logarithm on the axis of usage: as chosen, else as suits the values.
    pub fn logarithm(self) -> Option<Logarithm> {
        let suits = || {
            let relation = self.relation.answer.get()?.ok()?;
            // While the next pair is worked on, the last one's values say nothing of it.
            let is_of_pair = relation.x.id == self.pair()?.x;
            let axis = relation.usage_axis;
            (is_of_pair && axis.is_skewed).then_some(axis.logarithm)
        };
        match self.closer.axis.get() {
            UsageScale::Suited => suits(),
            UsageScale::Even => None,
            UsageScale::Logarithmic(logarithm) => Some(logarithm),
        }
    }

    /// A detail of the pair. How its dots are drawn changes none of them.
    fn detail(self, recipe: Recipe, detail: Detail) -> Option<Request> {
        let pair = Pair {
            group: None,
            with_ids: false,
            ..self.pair()?
        };
        Some(Request::Detail(recipe, pair, detail))
    }

    /// Asks a question of the correlate view whenever it changes, but only after the headline was answered.
    fn follow_headline(
        self,
        question: Question<Detailed>,
        request: impl Fn() -> Option<Request> + Send + Sync + 'static,
    ) {
        let request = Memo::new(move |_| request());
        Effect::new(move || match request.get() {
            None => question.close(self.worker().as_ref()),
            Some(_) if self.view.get() != View::Correlate || self.relation.is_open() => {}
            Some(request) => question.ask(self.worker(), request),
        });
    }
}
