//! The page and its worker: what is asked when, and what is done with what the worker says.

use std::sync::Arc;

use leptos::prelude::*;

use super::question::Question;
use super::{Loaded, MOST_DEATHS, Progress, State, View};
use crate::analysis::{Layer, matrix};
use crate::engine::{FileReport, Request, Response};
use crate::page::later::Arrival;
use crate::worker::{Answer, Heard, Job, answer_of};

impl State {
    /// Asks for a join when the files or their cut change.
    pub(super) fn ask_for_join(self) {
        let recipe = Memo::new(move |_| self.recipe());
        let join = move || {
            recipe
                .get()
                .is_complete()
                .then(|| Request::Join(recipe.get()))
        };
        self.follow(self.join, None, join);
    }

    /// Asks for a view's answer while that view is looked at. To be called once, by the later part of the program.
    pub fn ask_for_views(self) {
        self.follow(self.methods, Some(View::Methods), || Some(Request::Methods));
        let recipe = Memo::new(move |_| self.recipe());
        let look = move || Some(Request::Overview(recipe.get(), self.look()?));
        self.follow(self.overview, Some(View::Overview), look);
        let cut = move || Some(Request::Segments(recipe.get(), self.segment_cut()?));
        self.follow(self.segments, Some(View::Overview), cut);
        self.ask_pair(recipe);
        self.ask_closer(recipe);
        let check = move || Some(Request::Check(recipe.get(), self.check_question()?));
        self.follow(self.check, Some(View::Check), check);
        let simulate = move || Some(Request::Simulate(recipe.get(), self.target_question()?));
        self.follow(self.simulation, Some(View::Check), simulate);
        // Resampling is asked for by hand, and let go as soon as the question is another one.
        let resample = move || {
            let now = Request::Resample(recipe.get(), self.pair()?);
            self.resampling.get().filter(|wanted| *wanted == now)
        };
        self.follow(self.resampled, Some(View::Correlate), resample);
        for (layer, question) in [Layer::Between, Layer::Within]
            .into_iter()
            .zip(self.matrices)
        {
            let request = Memo::new(move |_| {
                let interest = self.interest.get();
                let asked = matrix::Question { layer, interest };
                self.is_joined()
                    .then(|| Request::Matrix(recipe.get(), asked))
            });
            let is_shown = move || self.view.get() == View::Matrix && self.layer.get() == layer;
            Effect::new(move || match request.get() {
                None => question.close(self.worker().as_ref()),
                Some(request) if is_shown() => question.ask(self.worker(), request),
                Some(_) => {}
            });
        }
    }

    /// Asks a question whenever it changes; one that belongs to a view only while that is looked at.
    pub(super) fn follow<T: Send + Sync + 'static>(
        self,
        question: Question<T>,
        view: Option<View>,
        request: impl Fn() -> Option<Request> + Send + Sync + 'static,
    ) {
        let request = Memo::new(move |_| request());
        Effect::new(move || self.ask_in(view, question, request.get()));
    }

    /// Asks a question that belongs to a view, unless another is looked at.
    pub(super) fn ask_in<T: Send + Sync + 'static>(
        self,
        view: Option<View>,
        question: Question<T>,
        request: Option<Request>,
    ) {
        match request {
            None => question.close(self.worker().as_ref()),
            Some(_) if view.is_some_and(|view| view != self.view.get()) => {}
            Some(request) => question.ask(self.worker(), request),
        }
    }

    pub(super) fn hear(self, heard: Heard) {
        match heard {
            Heard::Progress(job, share) => {
                self.resampled.advance(job, share);
                self.check.advance(job, share);
                self.simulation.advance(job, share);
                for matrix in self.matrices {
                    matrix.advance(job, share);
                }
                let reading = |file: &Loaded| matches!(&file.progress, Progress::Reading(open, _) if *open == job);
                if self.files.with_untracked(|files| files.iter().any(reading)) {
                    self.files.update(|files| {
                        for file in files.iter_mut().filter(|file| reading(file)) {
                            file.progress = Progress::Reading(job, share);
                        }
                    });
                }
            }
            Heard::Read(job, report) => self.keep(job, report),
            Heard::Answered(job, answer) => {
                self.browser.update_value(|browser| browser.deaths = 0);
                self.keep_answer(job, answer);
            }
            Heard::Written(job, written) => self.keep_written(job, written),
            Heard::Fetched(fetched) => self.fetched.set(fetched),
            Heard::Cancelled(_) => {}
            Heard::Died(place) => self.mourn(&place),
        }
    }

    fn keep(self, job: Job, report: FileReport) {
        let id = report.id;
        self.files.update(|files| {
            let open = |file: &&mut Loaded| {
                matches!(&file.progress, Progress::Reading(open, _) if *open == job)
            };
            if let Some(file) = files.iter_mut().find(open) {
                // A file that is read again keeps what was chosen for it.
                file.mapping = file.mapping.take().or_else(|| self.first_mapping(&report));
                file.progress = Progress::Read(Arc::new(report));
            }
        });
        self.tell_guards(id);
    }

    fn keep_answer(self, job: Job, answer: Answer) {
        match answer {
            Answer::Sample(reports) => {
                let Some((first, open)) = self.sample.get_untracked() else {
                    return;
                };
                if open != job {
                    return;
                }
                self.sample.set(Some((first, Job::default())));
                self.files.update(|files| {
                    for report in reports {
                        let known = files.iter_mut().find(|file| file.id == report.id);
                        let before = self.known_mapping(&report);
                        let mapping = before.or_else(|| report.mapping.clone());
                        let (id, name) = (report.id, report.name.clone());
                        let progress = Progress::Read(Arc::new(report));
                        match known {
                            Some(file) => file.progress = progress,
                            None => files.push(Loaded {
                                id,
                                name,
                                progress,
                                mapping,
                            }),
                        }
                    }
                });
            }
            Answer::Joined(answer) => self.join.keep(job, answer.map(Arc::from)),
            Answer::Guarded(report) => self.keep_guarded(*report),
            Answer::Forgotten(_) => {}
            // It was asked for by the later part of the program, so that is here.
            Answer::OfView(bytes) => {
                if let Arrival::Here(later) = self.later.get_untracked() {
                    (later.keep)(self, job, &bytes);
                }
            }
        }
    }

    /// Keeps the answer to a question of a view.
    pub fn keep_for_view(self, job: Job, bytes: &[u8]) {
        match answer_of(bytes) {
            Ok(Response::Methods(sections)) => self.methods.keep(job, Ok(Arc::new(sections))),
            Ok(Response::Overviewed(answer)) => self.overview.keep(job, answer.map(Arc::from)),
            Ok(Response::Segmented(answer)) => self.segments.keep(job, answer.map(Arc::from)),
            Ok(Response::Related(answer)) => self.relation.keep(job, answer.map(Arc::from)),
            Ok(Response::Detailed(answer)) => self.closer.keep(job, &answer.map(Arc::from)),
            Ok(Response::Resampled(answer)) => self.resampled.keep(job, answer.map(Arc::new)),
            Ok(Response::Matrix(answer)) => {
                let answer = answer.map(Arc::from);
                for matrix in self.matrices {
                    matrix.keep(job, answer.clone());
                }
            }
            Ok(Response::Checked(answer)) => self.check.keep(job, answer.map(Arc::from)),
            Ok(Response::Simulated(answer)) => self.simulation.keep(job, answer.map(Arc::from)),
            // These the first part of the program keeps by itself.
            Ok(
                Response::Sample(_)
                | Response::Forgotten(_)
                | Response::Guarded(_)
                | Response::Joined(_),
            ) => {}
            Err(error) => self.mourn(&error.to_string()),
        }
    }

    /// The worker died and a new one knows nothing: files are read again, unless that seems to be what kills it.
    fn mourn(self, place: &str) {
        self.browser.update_value(|browser| browser.deaths += 1);
        self.leave_unwritten();
        self.methods.forget();
        self.join.forget();
        self.overview.forget();
        self.segments.forget();
        self.relation.forget();
        self.closer.forget();
        self.check.forget();
        self.simulation.forget();
        self.resampled.forget();
        for matrix in self.matrices {
            matrix.forget();
        }
        let deaths = self.browser.with_value(|browser| browser.deaths);
        let helped = deaths < MOST_DEATHS;
        self.trouble.set(Some(format!(
            "The calculation stopped at {place}. This is a mistake in Goodhart, not in your data. {}",
            if helped { "It was started again and reads your files anew." } else { "Your files and settings are kept." }
        )));
        if helped {
            self.read_again();
        }
    }

    pub(super) fn read_again(self) {
        if let Some((first, _)) = self.sample.get_untracked() {
            self.ask_sample(first);
        }
        let sample = self.sample.get_untracked().map(|(_, job)| job);
        let handles = self.browser.with_value(|browser| browser.handles.clone());
        self.files.update(|files| {
            for file in files {
                let job = match handles.get(&file.id).zip(self.worker()) {
                    Some((handle, worker)) => Some(worker.read(file.id, &file.name, handle)),
                    // What was usable and has no handle is of the sample.
                    None => sample.filter(|_| file.mapping.is_some()),
                };
                if let Some(job) = job {
                    file.progress = Progress::Reading(job, 0.0);
                }
            }
        });
    }
}
