//! The charts of the check as SVG text, drawn from the sample company and compared with the drawings in `tests/charts`.
//!
//! After a change that is meant, `BLESS=1 cargo test --test check_charts` writes the drawings anew; look at them.

#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod drawn;

use std::sync::LazyLock;

use goodhart::analysis::check::{self, Check, Question, SignKind};
use goodhart::analysis::words::check as words;
use goodhart::analysis::{Interest, target};
use goodhart::chart::{self, Chart, Theme};
use goodhart::engine::{Engine, FileId, Recipe, Request, Response};
use goodhart::metrics::{Filters, MetricId};

struct Sample {
    found: Box<Check>,
    simulated: Box<target::Simulation>,
}

static SAMPLE: LazyLock<Sample> = LazyLock::new(|| {
    let mut engine = Engine::new();
    let Response::Sample(files) = engine.answer(&Request::Sample(FileId(0))) else {
        panic!("the sample was not read");
    };
    let recipe = Recipe {
        files: files
            .into_iter()
            .filter_map(|file| Some((file.id, file.mapping?)))
            .collect(),
        period: goodhart::dataset::Period::Week,
        absent: goodhart::dataset::Absent::Unknown,
        filters: Filters::default(),
        naming: goodhart::dataset::Naming::default(),
    };
    let (usage, outcome) = (
        MetricId("usage.prompts".to_owned()),
        MetricId("outcome.tasks-done".to_owned()),
    );
    let question = Question {
        usage: usage.clone(),
        outcome: outcome.clone(),
        group: None,
        day: None,
        target: None,
        interest: Interest::Middle,
    };
    let supposed = target::Question {
        usage,
        outcome,
        target: None,
        responding: 0.5,
        hollow: 0.8,
        effect: None,
    };
    let checked = engine.answer(&Request::Check(recipe.clone(), question));
    let simulated = engine.answer(&Request::Simulate(recipe, supposed));
    let (Response::Checked(Ok(found)), Response::Simulated(Ok(simulated))) = (checked, simulated)
    else {
        panic!("the sample was not checked");
    };
    Sample { found, simulated }
});

/// Compares a drawing with the one on file.
fn assert_drawn(name: &str, chart: &Chart, size: (u32, u32), theme: &Theme) {
    drawn::assert_drawn(name, chart, size, theme);
    // Whoever cannot see it gets as much.
    assert!(
        !chart.summary().is_empty() && !chart.table().rows.is_empty(),
        "{name}"
    );
}

fn the_date() -> chart::check::Marked {
    let chosen = SAMPLE.found.dates.chosen.as_ref().unwrap();
    chart::check::Marked {
        day: chosen.from,
        label: words::event_label(chosen),
    }
}

#[test]
fn the_top_tenths_by_every_ruler() {
    let drawn = chart::check::rulers(&SAMPLE.found.reward);
    assert_drawn("check-rulers", &drawn, (900, 300), &Theme::light());
}

#[test]
fn the_tenths_by_usage_with_their_places_by_outcome() {
    let tenths = SAMPLE.found.reward.tenths.as_ref().unwrap();
    let drawn = chart::check::tenths(tenths, words::orders(&SAMPLE.found));
    assert_drawn("check-tenths", &drawn, (900, 320), &Theme::light());
    assert_eq!(drawn.table().rows.len(), 10);
}

#[test]
fn the_order_of_people_over_time() {
    let drawn = chart::check::periods(&SAMPLE.found.reward, Some(&the_date()));
    assert_drawn("check-periods", &drawn, (900, 300), &Theme::light());
}

#[test]
fn the_slopes_before_and_after() {
    let found = SAMPLE.found.decoupling.as_ref().unwrap();
    let drawn = chart::check::slopes(found, 10.0, "Tasks done for 10 more in prompts");
    assert_drawn("check-slopes", &drawn, (900, 240), &Theme::light());
}

#[test]
fn usage_around_the_date() {
    let study = SAMPLE
        .found
        .decoupling
        .as_ref()
        .unwrap()
        .study
        .as_ref()
        .unwrap();
    let drawn = chart::check::study(study, "Prompts", "week");
    assert_drawn("check-study", &drawn, (900, 360), &Theme::light());
}

#[test]
fn late_surges_on_a_dark_page() {
    let late = SAMPLE.found.signs.late.as_ref().unwrap();
    let drawn = chart::check::late(late, "Beacon and Fjord", Some(0.44), Some(&the_date()));
    assert_drawn("check-late-dark", &drawn, (900, 360), &Theme::dark());
}

#[test]
fn bunching_above_the_target() {
    let found = SAMPLE.found.signs.histogram.as_ref().unwrap();
    let drawn = chart::check::histogram(found, 50.0, "Prompts per week");
    assert_drawn("check-histogram", &drawn, (900, 360), &Theme::light());
}

#[test]
fn a_sign_in_each_group() {
    let found = &SAMPLE.found;
    let sign = found.signs.of(SignKind::TokensPerResult).unwrap();
    let drawn = chart::check::forest(sign, &found.groups.names).unwrap();
    assert_drawn("check-forest", &drawn, (900, 480), &Theme::light());
    let regular = found.signs.of(SignKind::Regular).unwrap();
    assert_eq!(chart::check::forest(regular, &found.groups.names), None);
}

#[test]
fn the_same_groups_by_other_rulers() {
    let swap = SAMPLE.found.swap.as_ref().unwrap();
    let drawn = chart::check::swap(swap);
    assert_drawn("check-swap", &drawn, (900, 480), &Theme::light());
    assert_drawn("check-swap-phone", &drawn, (366, 420), &Theme::light());
}

#[test]
fn four_quadrants_with_every_group_named() {
    let hollow = SAMPLE.found.hollow.as_ref().unwrap();
    let drawn = chart::check::hollow(hollow, "Prompts", "Tasks done");
    assert_drawn("check-hollow", &drawn, (900, 560), &Theme::light());
    assert_drawn(
        "check-hollow-phone-dark",
        &drawn,
        (366, 420),
        &Theme::dark(),
    );
}

#[test]
fn a_change_that_was_found_by_looking() {
    let series = (0..20).map(|week| (20_458 + 7 * week, if week < 9 { 20.0 } else { 31.0 }));
    let search = check::Search {
        series: series.collect(),
        found: Ok(check::search::Found {
            day: 20_458 + 63,
            before: 20.0,
            after: 31.0,
            f: 99.0,
            p_value: Some(0.001),
            draws: 999,
        }),
    };
    let drawn = chart::check::search(&search, "Prompts");
    assert_drawn("check-search", &drawn, (900, 320), &Theme::light());
}

#[test]
fn a_target_as_it_might_go() {
    let drawn = chart::target::curve(&SAMPLE.simulated);
    assert_drawn("target-curve", &drawn, (900, 400), &Theme::light());
    let [before, after] = chart::target::dots(&SAMPLE.simulated).unwrap();
    assert_drawn("target-before", &before, (440, 360), &Theme::light());
    assert_drawn("target-after", &after, (440, 360), &Theme::light());
}
