//! Files in an engine, and the recipe that takes all of them.

use goodhart::dataset::{Absent, Mapping, Period};
use goodhart::engine::{Engine, FileId, Recipe, Request, Response};
use goodhart::metrics::Filters;

/// An engine with files, and how they were taken.
pub struct Loaded {
    /// The engine.
    pub engine: Engine,
    /// All files as they were guessed, by week, without filters.
    pub recipe: Recipe,
}

impl Loaded {
    /// Files by name and content.
    pub fn files(files: &[(&str, &str)]) -> Self {
        let mut engine = Engine::new();
        let read = files.iter().zip(0..).map(|((name, text), at)| {
            engine.open(FileId(at), name);
            engine.feed(FileId(at), text.as_bytes());
            (FileId(at), engine.close(FileId(at)).mapping.unwrap())
        });
        let files = read.collect();
        Loaded::of(engine, files)
    }

    /// The sample company.
    pub fn sample() -> Self {
        let mut engine = Engine::new();
        let Response::Sample(files) = engine.answer(&Request::Sample(FileId(0))) else {
            panic!("the sample was not read");
        };
        let files = files
            .into_iter()
            .map(|file| (file.id, file.mapping.unwrap()));
        Loaded::of(engine, files.collect())
    }

    fn of(engine: Engine, files: Vec<(FileId, Mapping)>) -> Self {
        let recipe = Recipe {
            files,
            period: Period::Week,
            absent: Absent::Unknown,
            filters: Filters::default(),
            naming: goodhart::dataset::Naming::default(),
        };
        Loaded { engine, recipe }
    }
}
