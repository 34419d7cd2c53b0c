//! The sample's files through the engine, from bytes to an answer, against pandas and scipy.
//!
//! When this fails, the figures on the page are not those of the person's files.

#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use goodhart::analysis::{Interest, Pair, Relation};
use goodhart::dataset::{Absent, Period};
use goodhart::engine::{Engine, FileId, Recipe, Request, Response};
use goodhart::metrics::{Filters, MetricId};
use serde_json::Value;

#[test]
fn the_sample_gives_what_pandas_and_scipy_computed() {
    let text = std::fs::read_to_string("tests/oracle/sample.json").unwrap();
    let reference: Value = serde_json::from_str(&text).unwrap();
    let mut engine = Engine::new();
    let Response::Sample(files) = engine.answer(&Request::Sample(FileId(0))) else {
        panic!("the sample was not read");
    };
    let files: Vec<_> = files
        .into_iter()
        .filter_map(|file| Some((file.id, file.mapping?)))
        .collect();
    let mut compared = 0;
    for want in reference["between_people"].as_array().unwrap() {
        let (usage, outcome) = (name(&want["usage"]), name(&want["outcome"]));
        if want["period"] != "week" || usage.starts_with("acceptance") {
            continue;
        }
        let recipe = Recipe {
            files: files.clone(),
            period: Period::Week,
            absent: Absent::Unknown,
            filters: Filters::default(),
            naming: goodhart::dataset::Naming::default(),
        };
        let pair = Pair {
            x: MetricId(format!("usage.{usage}")),
            y: MetricId(format!("outcome.{outcome}")),
            group: None,
            with_ids: false,
            interest: Interest::Middle,
        };
        let Response::Related(Ok(found)) = engine.answer(&Request::Relate(recipe, pair)) else {
            panic!("{usage} and {outcome} were not related");
        };
        agrees(&found, want);
        compared += 1;
    }
    assert_eq!(compared, 3);
}

fn name(value: &Value) -> String {
    value.as_str().unwrap().replace('_', "-")
}

fn agrees(found: &Relation, want: &Value) {
    assert_eq!(found.people as u64, want["n_people"].as_u64().unwrap());
    assert_eq!(
        found.rows as u64,
        want["n_person_periods"].as_u64().unwrap()
    );
    let (pearson, spearman) = (found.pearson.unwrap(), found.spearman.unwrap());
    close(pearson.coefficient, &want["pearson"]["r"]);
    close(pearson.interval.unwrap().low, &want["pearson"]["ci95"][0]);
    close(pearson.p_value.unwrap(), &want["pearson"]["p_value"]);
    close(spearman.coefficient, &want["spearman"]["rho"]);
    close(
        spearman.interval.unwrap().high,
        &want["spearman"]["ci95"][1],
    );
    close(
        found.kendall.unwrap().coefficient,
        &want["kendall"]["tau_b"],
    );
    let line = found.line.as_ref().unwrap();
    close(line.slope, &want["line"]["slope"]);
    close(line.intercept, &want["line"]["intercept"]);
}

fn close(got: f64, want: &Value) {
    let want = want.as_f64().unwrap();
    let margin = 1e-9 * want.abs() + 1e-12;
    assert!((got - want).abs() <= margin, "{got} is not {want}");
}
