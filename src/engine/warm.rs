//! A first run through the engine, on a company that does not exist.
//!
//! A browser makes machine code of a function when it is first called, which takes longer than a small file does, and
//! good machine code only once a function was busy for a while. After a run while nobody waits, the functions are ready
//! when somebody does: a small run makes the code, a large one makes it good.

use std::fmt::Write as _;
use std::ops::Range;

use crate::analysis::{Interest, Look, Pair};
use crate::dataset::period::iso_of;
use crate::dataset::{Absent, Naming, Period};
use crate::metrics::Filters;

use super::{Engine, FileId, JoinReport, Recipe, Request, Response};

/// A Monday.
const FIRST_DAY: i32 = 20_458;

/// People whose rows are read in one step.
const PART: usize = 500;

/// A company that does not exist: a row for each person and week.
#[derive(Debug, Clone, Copy)]
pub struct Company {
    people: usize,
    weeks: i32,
}

/// Enough people and weeks for every figure to be worked out.
pub const SMALL: Company = Company {
    people: 12,
    weeks: 8,
};

/// Enough rows for every loop over rows to be known as busy, and few enough that an idle page stays small.
pub const LARGE: Company = Company {
    people: 2_000,
    weeks: 24,
};

/// The run, a step at a time.
#[derive(Debug)]
pub struct WarmUp {
    company: Company,
    engine: Engine,
    recipe: Recipe,
    /// What is left to do, the next last.
    left: Vec<Step>,
}

#[derive(Debug)]
enum Step {
    /// Begin a file of that name.
    Open(FileId, &'static str),
    /// Read the rows of some people, with that measure.
    Read(FileId, &'static str, Range<usize>),
    /// End the file.
    Close(FileId),
    Join,
    Ask(Box<Request>),
}

impl WarmUp {
    /// A run with that company.
    pub fn new(company: Company) -> Self {
        let file = |id: u32, name, measure| {
            let id = FileId(id);
            let parts = (0..company.people).step_by(PART).map(move |first| {
                let people = first..company.people.min(first + PART);
                Step::Read(id, measure, people)
            });
            let open = std::iter::once(Step::Open(id, name));
            open.chain(parts).chain([Step::Close(id)])
        };
        let usage = file(0, "usage.csv", "prompts");
        let outcomes = file(1, "outcomes.csv", "tasks_done");
        let mut left: Vec<Step> = usage.chain(outcomes).chain([Step::Join]).collect();
        left.reverse();
        WarmUp {
            company,
            engine: Engine::new(),
            recipe: Recipe {
                files: Vec::new(),
                period: Period::Week,
                absent: Absent::Unknown,
                filters: Filters::default(),
                naming: Naming::default(),
            },
            left,
        }
    }

    /// Takes a step; nothing when none is left. Gives what was answered, if something was asked.
    pub fn step(&mut self) -> Option<Option<Response>> {
        let request = match self.left.pop()? {
            Step::Open(id, name) => {
                self.engine.open(id, name);
                return Some(None);
            }
            Step::Read(id, measure, people) => {
                let text = table(measure, people, self.company.weeks);
                self.engine.feed(id, text.as_bytes());
                return Some(None);
            }
            Step::Close(id) => {
                let mapping = self.engine.close(id).mapping;
                let read = mapping.map(|mapping| (id, mapping));
                self.recipe.files.extend(read);
                return Some(None);
            }
            Step::Join => Request::Join(self.recipe.clone()),
            Step::Ask(request) => *request,
        };
        let response = self.engine.answer(&request);
        if let Response::Joined(Ok(report)) = &response {
            let questions = self.questions(report).map(Box::new);
            self.left.extend(questions.map(Step::Ask));
        }
        Some(Some(response))
    }

    /// What a person asks first.
    fn questions(&self, joined: &JoinReport) -> impl Iterator<Item = Request> + use<> {
        let recipe = self.recipe.clone();
        joined.first.clone().into_iter().flat_map(move |(x, y)| {
            let interest = Interest::default();
            let pair = Pair {
                x: x.clone(),
                y: y.clone(),
                group: None,
                with_ids: false,
                interest,
            };
            [
                Request::Relate(recipe.clone(), pair),
                Request::Overview(recipe.clone(), Look { x, y, interest }),
            ]
        })
    }
}

/// The rows of some people, and above the first a header.
fn table(measure: &str, people: Range<usize>, weeks: i32) -> String {
    let mut text = String::new();
    if people.start == 0 {
        text = format!("person_id,date,{measure}\n");
    }
    for person in people {
        for week in 0..weeks {
            let day = iso_of(FIRST_DAY + 7 * week);
            let value = (i64::try_from(person).unwrap_or(0) * 7 + i64::from(week * week) * 3) % 11;
            // Writing to a text cannot fail.
            let _ = writeln!(text, "p-{person:04},{day},{value}.5");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A run that ends early would leave the first person who drops a file to wait for the browser's compiler.
    #[test]
    fn a_run_reaches_the_answers_that_a_person_asks_for_first() {
        for company in [SMALL, LARGE] {
            let mut run = WarmUp::new(company);
            let mut answers = Vec::new();
            while let Some(answer) = run.step() {
                answers.extend(answer);
            }
            assert!(matches!(
                answers.as_slice(),
                [
                    Response::Joined(Ok(_)),
                    Response::Overviewed(Ok(_)),
                    Response::Related(Ok(_)),
                ]
            ));
        }
    }
}
