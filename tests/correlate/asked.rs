//! A company that was loaded, and what can be asked of it.

use goodhart::analysis::lags::Lags;
use goodhart::analysis::{
    Adjustment, Covariate, Detail, Detailed, Interest, Multiverse, Pair, Relation,
};
use goodhart::dataset::{Absent, Mapping, Period};
use goodhart::engine::{Engine, FileId, Recipe, Request, Response};
use goodhart::metrics::{Filters, MetricId};

/// A loaded company, and the question that is asked of it.
pub struct Asked {
    engine: Engine,
    files: Vec<(FileId, Mapping)>,
    pub period: Period,
    pair: Pair,
}

impl Asked {
    pub fn sample() -> Self {
        let mut engine = Engine::new();
        let Response::Sample(files) = engine.answer(&Request::Sample(FileId(0))) else {
            panic!("the sample was not read");
        };
        let files = files.into_iter();
        let files = files.filter_map(|file| Some((file.id, file.mapping?)));
        Self::of(engine, files.collect())
    }

    pub fn company(usage: &str, outcomes: &str) -> Self {
        let mut engine = Engine::new();
        let files = [("usage.csv", usage), ("outcomes.csv", outcomes)];
        let read = files.into_iter().zip(0..).map(|((name, text), number)| {
            let id = FileId(number);
            engine.open(id, name);
            engine.feed(id, text.as_bytes());
            (id, engine.close(id).mapping.unwrap())
        });
        let files = read.collect();
        Self::of(engine, files)
    }

    fn of(engine: Engine, files: Vec<(FileId, Mapping)>) -> Self {
        Asked {
            engine,
            files,
            period: Period::Week,
            pair: Pair {
                x: MetricId("usage.prompts".to_owned()),
                y: MetricId("outcome.tasks-done".to_owned()),
                group: None,
                with_ids: false,
                interest: Interest::Middle,
            },
        }
    }

    pub fn about(mut self, usage: &str, outcome: &str) -> Self {
        self.pair.x = MetricId(format!("usage.{usage}"));
        self.pair.y = MetricId(format!("outcome.{outcome}"));
        self
    }

    pub fn by(mut self, group: &str) -> Self {
        self.pair.group = Some(group.to_owned());
        self
    }

    fn recipe(&self) -> Recipe {
        Recipe {
            files: self.files.clone(),
            period: self.period,
            absent: Absent::Unknown,
            filters: Filters::default(),
            naming: goodhart::dataset::Naming::default(),
        }
    }

    pub fn relation(&mut self) -> Relation {
        let request = Request::Relate(self.recipe(), self.pair.clone());
        match self.engine.answer(&request) {
            Response::Related(Ok(found)) => *found,
            other => panic!("{other:?}"),
        }
    }

    pub fn detail(&mut self, detail: Detail) -> Detailed {
        let request = Request::Detail(self.recipe(), self.pair.clone(), detail);
        match self.engine.answer(&request) {
            Response::Detailed(Ok(found)) => *found,
            other => panic!("{other:?}"),
        }
    }

    pub fn multiverse(&mut self) -> Multiverse {
        match self.detail(Detail::Multiverse) {
            Detailed::Multiverse(found) => found,
            other => panic!("{other:?}"),
        }
    }

    pub fn lags(&mut self) -> Lags {
        match self.detail(Detail::Lags) {
            Detailed::Lags(Ok(found)) => found,
            other => panic!("{other:?}"),
        }
    }

    pub fn adjusted(&mut self, covariates: &[Covariate]) -> Adjustment {
        match self.detail(Detail::Adjust(covariates.to_vec())) {
            Detailed::Adjusted(found) => found,
            other => panic!("{other:?}"),
        }
    }
}

/// Even numbers between 0 and 1 from a linear congruence (Knuth, MMIX).
pub struct Noise(pub u64);

impl Noise {
    pub fn even(&mut self) -> f64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.even()).sum::<f64>() - 6.0
    }
}
