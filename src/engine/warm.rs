//! A first run through the engine, on a company that does not exist.
//!
//! A browser makes machine code of a function when it is first called, which takes longer than a small file does.
//! After a run while nobody waits the functions are ready when somebody does.

use std::fmt::Write as _;

use crate::analysis::{Interest, Look, Pair};
use crate::dataset::period::iso_of;
use crate::dataset::{Absent, Naming, Period};
use crate::metrics::Filters;

use super::{Engine, FileId, JoinReport, Recipe, Request, Response};

/// A Monday.
const FIRST_DAY: i32 = 20_458;

/// Enough people and weeks for every figure to be worked out.
const PEOPLE: i32 = 12;
const WEEKS: i32 = 8;

/// The run, a step at a time.
#[derive(Debug)]
pub struct WarmUp {
    engine: Engine,
    recipe: Recipe,
    /// What is left to do, the next last.
    left: Vec<Step>,
}

#[derive(Debug)]
enum Step {
    /// Read a file of that name with that measure.
    Read(&'static str, &'static str),
    Join,
    Ask(Box<Request>),
}

impl Default for WarmUp {
    fn default() -> Self {
        WarmUp {
            engine: Engine::new(),
            recipe: Recipe {
                files: Vec::new(),
                period: Period::Week,
                absent: Absent::Unknown,
                filters: Filters::default(),
                naming: Naming::default(),
            },
            left: vec![
                Step::Join,
                Step::Read("outcomes.csv", "tasks_done"),
                Step::Read("usage.csv", "prompts"),
            ],
        }
    }
}

impl WarmUp {
    /// Takes a step; nothing when none is left. Gives what was answered, if something was asked.
    pub fn step(&mut self) -> Option<Option<Response>> {
        let request = match self.left.pop()? {
            Step::Read(name, measure) => {
                self.read(name, measure);
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

    fn read(&mut self, name: &str, measure: &str) {
        let id = FileId(u32::try_from(self.recipe.files.len()).unwrap_or(0));
        self.engine.open(id, name);
        self.engine.feed(id, table(measure).as_bytes());
        let mapping = self.engine.close(id).mapping;
        let read = mapping.map(|mapping| (id, mapping));
        self.recipe.files.extend(read);
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

/// A row for each person and week.
fn table(measure: &str) -> String {
    let mut text = format!("person_id,date,{measure}\n");
    for person in 0..PEOPLE {
        for week in 0..WEEKS {
            let (day, value) = (FIRST_DAY + 7 * week, (person * 7 + week * week * 3) % 11);
            // Writing to a text cannot fail.
            let _ = writeln!(text, "p-{person:04},{},{value}.5", iso_of(day));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A run that ends early would leave the first person who drops a file to wait for the browser's compiler.
    #[test]
    fn the_run_reaches_the_answers_that_a_person_asks_for_first() {
        let mut run = WarmUp::default();
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
