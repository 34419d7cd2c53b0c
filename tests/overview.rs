//! The overview of the sample company, against what was planted in it, and of hand-made panels.
//!
//! When this fails, the first sentence that a person reads is not what their data say.

#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use goodhart::analysis::overview::course::NoCourse;
use goodhart::analysis::overview::doubt::Doubt;
use goodhart::analysis::overview::spread::NoSpread;
use goodhart::analysis::overview::standing::{Finding, Way};
use goodhart::analysis::relation::Caveat;
use goodhart::analysis::segments::{Borders, Cut, Level};
use goodhart::analysis::words::overview as words;
use goodhart::analysis::{Interest, Look, Overview, Segments};
use goodhart::dataset::{Absent, ColumnRole, Mapping, Period};
use goodhart::engine::{Engine, FileId, Recipe, Request, Response};
use goodhart::metrics::{Filters, MetricId};
use goodhart::sample;

#[test]
fn the_sample_reverses_within_roles_and_the_first_sentence_says_so() {
    let found = Files::sample().overview("tokens-out", "lead-time-hours");
    let pair = found.pair();
    assert_eq!(pair.between.finding, Finding::Related(Way::Higher));
    let reverses = Doubt::Caveat(Caveat::GroupsDisagree("role".to_owned()));
    assert_eq!(found.doubt, Some((found.first, reverses)));
    let headline = words::headline(&found);
    assert!(headline.contains("People with more tokens out tend to have higher lead time hours"));
    assert!(headline.contains("within the groups of “role” that points the other way"));
}

#[test]
fn the_outcome_that_nothing_is_tied_to_is_not_claimed() {
    let truth = sample::company(sample::SEED).truth;
    let name = format!("outcome.{}", truth.unrelated.replace('_', "-"));
    for usage in ["prompts", "tokens-out", "accepted", "active-days"] {
        let found = Files::sample().overview(usage, "tasks-done");
        assert!(found.tests >= 16, "every outcome is counted");
        let unrelated = found.outcomes.iter().find(|one| one.y.id.0 == name);
        assert!(!unrelated.unwrap().is_claimed(), "{usage}");
    }
}

#[test]
fn a_link_that_ended_with_the_leaderboard_is_the_reason_to_doubt() {
    let mut files = Files::sample();
    files.ignore_outcomes_but("tasks_done");
    let found = files.overview("prompts", "tasks-done");
    let Some((_, Doubt::Weakened(weakened))) = &found.doubt else {
        panic!("{:?}", found.doubt);
    };
    assert!(weakened.event.starts_with("Leaderboard launched"));
    assert!(weakened.before > weakened.after.abs() && weakened.p < 0.05);
}

#[test]
fn people_periods_and_shares_are_those_of_the_files() {
    let found = Files::sample().overview("prompts", "tasks-done");
    let truth = sample::company(sample::SEED).truth;
    let lost = truth.only_in_usage.len() + truth.only_in_outcomes.len();
    // tests/oracle/sample.json: 8 624 person-weeks of usage, 8 845 of outcomes, 8 068 of both.
    let tiles = &found.tiles;
    assert_eq!((tiles.people, tiles.in_both), (400, 400 - lost));
    assert_eq!(
        (tiles.covered, tiles.person_periods),
        (8_068, 8_624 + 8_845 - 8_068)
    );
    assert_eq!(tiles.periods, 26);
    let adoption = tiles.adoption.unwrap();
    assert!((0.0..=1.0).contains(&adoption.mean) && adoption.last > adoption.first);
    // docs/sample.md: the Gini coefficient of prompts is 0.55.
    let spread = found.spread.as_ref().unwrap();
    assert!((spread.concentration.gini - 0.555).abs() < 0.006);
    assert_eq!(spread.concentration.n, 380);
}

#[test]
fn usage_over_time_rises_as_planted_and_the_leaderboard_is_marked() {
    let found = Files::sample().overview("prompts", "tasks-done");
    let course = found.usage_course.as_ref().unwrap();
    assert_eq!(
        (course.points.len(), course.hidden, course.cut_short),
        (26, 0, 0)
    );
    assert!(words::course_title(&found.x, course, found.period).starts_with("Prompts rose from"));
    let launch = found
        .events
        .iter()
        .find(|event| event.name.contains("Leaderboard"));
    assert_eq!(
        words::event(launch.unwrap()),
        "6 Apr 2026: Leaderboard launched; Usage target: 50 prompts a week"
    );
}

#[test]
fn few_people_get_cannot_tell_first_with_what_would_stay_hidden_and_for_how_long() {
    let found =
        Files::of(&small_usage(42, 2), &small_outcomes(42, 2)).overview("prompts", "tasks-done");
    assert_eq!(found.pair().between.finding, Finding::CannotTell);
    let headline = words::headline(&found);
    // tanh(2.8016 / √39) = 0.42
    assert!(headline.starts_with("Cannot tell yet whether prompts and tasks done go together: with 42 people an effect below r = 0.42 would stay hidden"), "{headline}");
    let more = found.pair().more_periods.unwrap();
    assert!(
        headline.contains(&format!(
            "about {more} more weeks would show 0.20 within people"
        )),
        "{headline}"
    );
}

#[test]
fn the_answer_in_plain_units_has_its_range() {
    let found = Files::sample().overview("prompts", "tasks-done");
    let plain = words::plain(&found).unwrap();
    assert_eq!(
        plain,
        "For 10 more prompts a week: tasks done +0.06, could be +0.01 to +0.12 (within the same person)"
    );
    let found = Files::sample().overview("prompts", "reopened-per-tasks-done");
    assert!(words::plain(&found).unwrap().contains(" points, could be "));
}

#[test]
fn without_dates_there_is_an_answer_and_a_sentence_in_place_of_each_chart() {
    let usage = people(30, |at| format!("p{at:02},{},{at},1\n", 7 * at % 31 + 1));
    let usage = format!("person_id,prompts,tokens,accepted\n{usage}");
    let outcomes = people(30, |at| format!("p{at:02},{},{at},2\n", 11 * at % 17));
    let outcomes = format!("person_id,tasks_done,defects,incidents\n{outcomes}");
    let found = Files::of(&usage, &outcomes).overview("prompts", "tasks-done");
    assert_eq!(found.period, Period::Span);
    assert_eq!(found.usage_course, Err(NoCourse::NoDates));
    assert!(words::no_course(&found.x, NoCourse::NoDates).contains("no dates"));
    assert!(words::headline(&found).starts_with("Cannot tell yet"));
    assert!(found.tiles.span.is_none() && found.spread.is_ok());
}

#[test]
fn one_period_has_no_course() {
    let found =
        Files::of(&small_usage(30, 1), &small_outcomes(30, 1)).overview("prompts", "tasks-done");
    assert_eq!(found.usage_course, Err(NoCourse::OnePeriod));
    assert!(!words::headline(&found).contains("NaN"));
}

#[test]
fn a_metric_without_a_total_has_no_lorenz_curve() {
    let found = Files::sample().overview("acceptance-rate", "tasks-done");
    assert_eq!(found.spread, Err(NoSpread::NoTotal));
}

#[test]
fn no_sentence_of_the_overview_claims_a_cause_or_shows_what_is_no_number() {
    let files = Files::sample();
    for usage in [
        "prompts",
        "tokens-out",
        "acceptance-rate",
        "tokens-per-prompt",
    ] {
        for outcome in [
            "tasks-done",
            "lead-time-hours",
            "quality-score",
            "reopened-per-tasks-done",
        ] {
            let found = files.overview(usage, outcome);
            let text = [
                words::headline(&found),
                words::across(&found),
                words::doubt(&found),
                words::plain(&found).unwrap(),
                words::between_figures(&found),
                words::within_figures(&found),
                words::limits(&found).join(" "),
            ]
            .join(" ");
            for word in [
                "cause", "drive", "improve", "boost", "lead to", "leads to", "NaN", "inf ",
            ] {
                assert!(!text.contains(word), "{word}: {text}");
            }
        }
    }
}

#[test]
fn segments_hold_everyone_once_and_follow_the_borders() {
    let files = Files::sample();
    let usual = files.segments(None);
    let people: usize = usual
        .segments
        .iter()
        .map(|segment| segment.people.unwrap())
        .sum();
    assert_eq!(people, 400);
    let truth = sample::company(sample::SEED).truth;
    assert_eq!(usual.segments[0].people, Some(truth.only_in_outcomes.len()));
    let wide = files.segments(Some(Borders {
        regular: 1.0,
        heavy: 60.0,
    }));
    let heavy = |found: &Segments| found.segments[3].people.unwrap();
    assert!(wide.segments[3].level == Level::Heavy && heavy(&wide) < heavy(&usual));
}

#[test]
fn a_segment_of_few_people_is_hidden_with_another_that_would_give_it_away() {
    let files = Files::of(&small_usage(40, 4), &small_outcomes(40, 4));
    let all = files.segments(Some(Borders {
        regular: 1.0,
        heavy: 1e6,
    }));
    assert!(all.segments.iter().all(|segment| segment.people.is_some()));
    let mut hidden = 0;
    for border in 1..200 {
        let found = files.segments(Some(Borders {
            regular: 1.0,
            heavy: f64::from(border),
        }));
        let shown: Vec<usize> = found
            .segments
            .iter()
            .filter_map(|segment| segment.people)
            .collect();
        assert!(
            shown.iter().all(|people| *people == 0 || *people >= 5),
            "{border}: {shown:?}"
        );
        let rest = found.people - shown.iter().sum::<usize>();
        assert!(rest == 0 || rest >= 5, "{border}: {rest} by subtraction");
        hidden += usize::from(shown.len() < 4);
    }
    assert!(hidden > 0, "some border cuts off few people");
}

fn people(count: u32, row: impl Fn(u32) -> String) -> String {
    (0..count).map(row).collect::<Vec<_>>().concat()
}

/// Weeks of people whose usage and outcomes are patterns without a common beat.
fn rows(header: &str, count: u32, weeks: u32, value: impl Fn(u32, u32) -> u32) -> String {
    let first = jiff::civil::date(2026, 1, 5);
    let row = |at: u32, week: u32| {
        let day = first.saturating_add(jiff::Span::new().weeks(i64::from(week)));
        format!("p{at:02},{day},{}\n", value(at, week))
    };
    let cells = (0..count).flat_map(|at| (0..weeks).map(move |week| (at, week)));
    let rows: Vec<String> = cells.map(|(at, week)| row(at, week)).collect();
    header.to_owned() + &rows.concat()
}

fn small_usage(count: u32, weeks: u32) -> String {
    rows("person_id,week,prompts\n", count, weeks, |at, week| {
        5 + noise(1, at, 0) % 23 + noise(2, at, week) % 11
    })
}

fn small_outcomes(count: u32, weeks: u32) -> String {
    rows("person_id,week,tasks_done\n", count, weeks, |at, week| {
        3 + noise(3, at, 0) % 19 + noise(4, at, week) % 13
    })
}

/// Well-mixed numbers (`splitmix64`; Steele, Lea & Flood 2014).
fn noise(series: u64, at: u32, week: u32) -> u32 {
    let place = (series << 40) + (u64::from(at) << 16) + u64::from(week);
    let mut mixed = place.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    u32::try_from((mixed ^ (mixed >> 31)) >> 32).unwrap()
}

/// Files that were read, with their mappings.
struct Files {
    engine: std::cell::RefCell<Engine>,
    mapped: Vec<(FileId, Mapping)>,
    headers: Vec<(FileId, Vec<String>)>,
}

impl Files {
    fn sample() -> Self {
        let mut engine = Engine::new();
        let Response::Sample(reports) = engine.answer(&Request::Sample(FileId(0))) else {
            panic!("the sample was not read");
        };
        Self::new(engine, reports)
    }

    fn of(usage: &str, outcomes: &str) -> Self {
        let mut engine = Engine::new();
        let files = [("usage.csv", usage), ("outcomes.csv", outcomes)];
        let reports = files.into_iter().zip(0..).map(|((name, text), at)| {
            engine.open(FileId(at), name);
            engine.feed(FileId(at), text.as_bytes());
            engine.close(FileId(at))
        });
        let reports = reports.collect();
        Self::new(engine, reports)
    }

    fn new(engine: Engine, reports: Vec<goodhart::engine::FileReport>) -> Self {
        let headers = reports.iter().map(|report| {
            let headers = report.columns.iter().map(|column| column.header.clone());
            (report.id, headers.collect())
        });
        Files {
            headers: headers.collect(),
            engine: engine.into(),
            mapped: reports
                .into_iter()
                .filter_map(|report| Some((report.id, report.mapping?)))
                .collect(),
        }
    }

    /// As a person does who is interested in one outcome only.
    fn ignore_outcomes_but(&mut self, kept: &str) {
        for ((_, mapping), (_, headers)) in self.mapped.iter_mut().zip(&self.headers) {
            let outcomes = mapping.role == goodhart::dataset::TableRole::Outcomes;
            for (column, header) in mapping.columns.iter_mut().zip(headers) {
                if outcomes && matches!(column.role, ColumnRole::Measure(_)) && header != kept {
                    column.role = ColumnRole::Ignored;
                }
            }
        }
    }

    fn recipe(&self) -> Recipe {
        Recipe {
            files: self.mapped.clone(),
            period: Period::Week,
            absent: Absent::Unknown,
            filters: Filters::default(),
            naming: goodhart::dataset::Naming::default(),
        }
    }

    fn overview(&self, usage: &str, outcome: &str) -> Overview {
        let look = Look {
            x: MetricId(format!("usage.{usage}")),
            y: MetricId(format!("outcome.{outcome}")),
            interest: Interest::default(),
        };
        let request = Request::Overview(self.recipe(), look);
        match self.engine.borrow_mut().answer(&request) {
            Response::Overviewed(Ok(found)) => *found,
            other => panic!("{other:?}"),
        }
    }

    fn segments(&self, borders: Option<Borders>) -> Segments {
        let cut = Cut {
            x: MetricId("usage.prompts".to_owned()),
            borders,
        };
        let request = Request::Segments(self.recipe(), cut);
        match self.engine.borrow_mut().answer(&request) {
            Response::Segmented(Ok(found)) => *found,
            other => panic!("{other:?}"),
        }
    }
}
