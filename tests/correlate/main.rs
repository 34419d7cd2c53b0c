//! A closer look at two metrics, through the engine: against what was planted in the sample company, and in small
//! companies made by hand.
//!
//! When this fails, the page tells a person something that their data do not hold.

#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod asked;
mod charts;
#[path = "../drawn/mod.rs"]
mod drawn;

use std::fmt::Write as _;

use goodhart::analysis::adjusted::Warning;
use goodhart::analysis::multiverse::{Measure, People, Specification};
use goodhart::analysis::world::{Course, World};
use goodhart::analysis::{Covariate, Detail, Detailed, Verdict, words};
use goodhart::dataset::Period;
use goodhart::metrics::MetricId;

use asked::{Asked, Noise};

fn attribute(name: &str) -> Covariate {
    Covariate::Attribute(name.to_owned())
}

/// Forty people over twenty weeks. `link` gives a week's outcome from the usage of the week before, of the same week
/// and of the week after, apart from noise.
fn followed(link: impl Fn([f64; 3]) -> f64) -> Asked {
    let mut noise = Noise(41);
    let mut usage = String::from("person_id,date,prompts\n");
    let mut outcomes = String::from("person_id,week,tasks_done\n");
    let monday = jiff::civil::date(2026, 1, 5);
    for person in 0..40 {
        let level = 40.0 + 10.0 * noise.even();
        let used: Vec<f64> = (0..22).map(|_| level + 6.0 * noise.normal()).collect();
        for week in 0..20_usize {
            let day = monday.saturating_add(jiff::Span::new().weeks(i64::try_from(week).unwrap()));
            let done = 50.0 + link([used[week], used[week + 1], used[week + 2]]) + noise.normal();
            writeln!(usage, "p{person:02},{day},{:.3}", used[week + 1]).unwrap();
            writeln!(outcomes, "p{person:02},{day},{done:.3}").unwrap();
        }
    }
    Asked::company(&usage, &outcomes)
}

#[test]
fn lead_time_rises_with_usage_for_all_and_falls_in_every_role() {
    let mut asked = Asked::sample()
        .about("tokens-out", "lead-time-hours")
        .by("role");
    let relation = asked.relation();
    assert_eq!(
        words::groups_finding(&relation, "role"),
        "Within each role the relation points the other way than for all people together"
    );
    let adjusted = asked.adjusted(&[attribute("role")]);
    assert!(relation.spearman.unwrap().coefficient > 0.4);
    assert!(adjusted.adjusted.as_ref().unwrap().coefficient < -0.3);
    let said = words::adjusted(&adjusted, &relation);
    assert!(said.starts_with("The relation turns round"), "{said}");
    assert_eq!(
        words::adjusted_finding(&adjusted, &relation),
        "Among people alike in role, more tokens out goes with lower lead time hours"
    );
}

#[test]
fn what_is_unrelated_stays_so_however_it_is_counted() {
    let mut asked = Asked::sample().about("prompts", "quality-score");
    let (relation, found) = (asked.relation(), asked.multiverse());
    // Three cuts of time, three kinds of people (two over the whole time), four measures, gaps or no gaps.
    assert_eq!(found.specifications.len() + found.undefined, 56);
    let related = found
        .specifications
        .iter()
        .filter(|one| one.verdict == Verdict::Related);
    assert_eq!(related.count(), 0);
    assert_eq!(found.opposite(), 0);
    let title = words::multiverse::multiverse_finding(&found, &relation);
    assert_eq!(
        title,
        "All 56 ways of counting find no relation that matters"
    );
}

#[test]
fn the_ways_of_counting_hold_the_one_that_the_page_shows() {
    let mut asked = Asked::sample();
    let (relation, found) = (asked.relation(), asked.multiverse());
    let shown = found.shown().unwrap();
    let (rho, one) = (relation.spearman.unwrap(), shown.choices);
    assert!((shown.estimate - rho.coefficient).abs() < 1e-12);
    assert_eq!(
        (one.measure, one.people, one.period),
        (Measure::Ranks, People::All, Period::Week)
    );
    assert!(
        found
            .specifications
            .is_sorted_by(|a, b| a.estimate <= b.estimate)
    );
}

#[test]
fn one_person_who_decides_the_answer_shows_in_the_ways_of_counting() {
    let mut noise = Noise(5);
    let mut usage = String::from("person_id,date,prompts\n");
    let mut outcomes = String::from("person_id,week,tasks_done\n");
    for person in 0..60 {
        let heavy = person == 59;
        let (used, done) = if heavy {
            (5_000.0, 90.0)
        } else {
            (20.0 + noise.normal(), 10.0 + noise.normal())
        };
        writeln!(usage, "p{person:02},2026-01-05,{used}").unwrap();
        writeln!(outcomes, "p{person:02},2026-01-05,{done}").unwrap();
    }
    let found = Asked::company(&usage, &outcomes).multiverse();
    let of = |measure, people| {
        let mut all = found.specifications.iter();
        let is =
            |one: &&Specification| one.choices.measure == measure && one.choices.people == people;
        all.find(is).unwrap().estimate
    };
    assert!(of(Measure::Values, People::All) > 0.9);
    assert!(of(Measure::Values, People::WithoutTop).abs() < 0.3);
    assert!(of(Measure::Ranks, People::All).abs() < 0.3);
    assert!(found.same_verdict() < found.specifications.len());
}

#[test]
fn usage_that_comes_a_week_before_the_outcome_is_found_to_come_before() {
    let mut asked = followed(|[before, _, _]| 0.1 * before);
    let (relation, found) = (asked.relation(), asked.lags());
    assert_eq!(
        words::lags_finding(&found, &relation),
        "First more prompts, then higher tasks done a week later"
    );
    let standing: Vec<i32> = found
        .lags
        .iter()
        .filter(|lag| lag.slope.is_ok_and(|slope| slope.is_clear()))
        .map(|lag| lag.periods)
        .collect();
    assert_eq!(standing, [1]);
}

#[test]
fn an_outcome_that_comes_first_is_not_taken_for_a_result_of_usage() {
    let mut asked = followed(|[_, _, after]| 0.1 * after);
    let (relation, found) = (asked.relation(), asked.lags());
    assert_eq!(
        words::lags_finding(&found, &relation),
        "First higher tasks done, then more prompts a week later"
    );
    let mut both = followed(|[before, _, after]| 0.1 * (before + after));
    let said = words::lags(&both.lags(), &both.relation());
    assert!(said.contains("something that moves both"), "{said}");
}

#[test]
fn four_weeks_are_not_enough_for_an_order_in_time() {
    let mut asked = Asked::sample();
    asked.period = Period::Month;
    // Six months: twice three, so the nearest two distances.
    assert_eq!(asked.lags().lags.len(), 5);
    asked.period = Period::Span;
    let Detailed::Lags(Err(reason)) = asked.detail(Detail::Lags) else {
        panic!("an order within one period");
    };
    let said = words::no_lags(reason, &asked.relation());
    assert!(said.contains("needs at least 6"), "{said}");
}

#[test]
fn a_drift_that_all_share_does_not_show_in_the_picture_within_people() {
    let relation = Asked::sample().about("prompts", "review-hours").relation();
    let steps = relation.within.unwrap().steps;
    assert_eq!(steps.len(), 8);
    assert!(steps.is_sorted_by(|a, b| a.usage < b.usage));
    // Each interval holds zero: what is left after people and weeks does not move.
    assert!(
        steps.iter().all(|step| step.interval.contains(0.0)),
        "{steps:?}"
    );
    assert!(steps.iter().all(|step| step.people > 100));
}

#[test]
fn a_covariate_that_is_measured_later_or_tells_the_same_is_warned_of() {
    let mut asked = Asked::sample().about("prompts", "tasks-done");
    let tokens = Covariate::Metric(MetricId("usage.tokens-in".to_owned()));
    let found = asked.adjusted(&[attribute("team"), attribute("department"), tokens]);
    let kinds = |wanted: fn(&Warning) -> bool| found.warnings.iter().any(wanted);
    assert!(kinds(|one| matches!(one, Warning::MayFollowUsage(_))));
    assert!(
        kinds(|one| matches!(one, Warning::Contained(name) if name == "department")),
        "{:?}",
        found.warnings
    );
    assert!(
        kinds(|one| matches!(one, Warning::TellsTheSame(name, _) if name == "Tokens in")),
        "{:?}",
        found.warnings
    );
    let own = asked.adjusted(&[Covariate::Metric(MetricId("usage.prompts".to_owned()))]);
    assert!(own.names.is_empty());
}

#[test]
fn a_bent_relation_is_seen_by_the_curve_and_by_xi() {
    let mut noise = Noise(8);
    let mut usage = String::from("person_id,date,prompts\n");
    let mut outcomes = String::from("person_id,week,tasks_done\n");
    for person in 0..200 {
        let used = f64::from(person);
        let done = 100.0 - (used - 100.0).powi(2) / 200.0 + 2.0 * noise.normal();
        writeln!(usage, "p{person:03},2026-01-05,{used}").unwrap();
        writeln!(outcomes, "p{person:03},2026-01-05,{done:.3}").unwrap();
    }
    let relation = Asked::company(&usage, &outcomes).relation();
    assert!(relation.spearman.unwrap().coefficient.abs() < 0.15);
    assert!(relation.robust.xi.unwrap().coefficient > 0.7);
    let doses = relation.doses.unwrap();
    let (ends, middle) = (doses[0].outcome.max(doses[9].outcome), doses[4].outcome);
    assert!(middle > ends + 20.0);
}

#[test]
fn public_findings_stand_beside_an_outcome_that_they_are_about_and_no_other() {
    let relation = Asked::sample().about("prompts", "defects").relation();
    let world = World::of(&relation).unwrap();
    assert!(world.findings.len() >= 4);
    assert_eq!(world.count(Course::Less), 0);
    let quality = Asked::sample().about("prompts", "quality-score").relation();
    assert_eq!(World::of(&quality), None);
}

#[test]
fn no_sentence_names_a_cause() {
    let refused = [
        "cause",
        "drive",
        "improve",
        "boost",
        "leads to",
        "because of ai",
        "thanks to",
        "effect of",
        "impact",
        "results in",
        "nan",
        "inf ",
    ];
    let outcomes = [
        "tasks-done",
        "lead-time-hours",
        "defects",
        "reopened",
        "rework-share",
        "review-hours",
        "quality-score",
    ];
    let mut asked = Asked::sample().by("role");
    let mut said = Vec::new();
    for outcome in outcomes {
        asked = asked.about("prompts", outcome);
        let relation = asked.relation();
        let (multiverse, lags) = (asked.multiverse(), asked.lags());
        let adjusted = asked.adjusted(&[attribute("role"), attribute("site")]);
        said.extend([
            words::multiverse::multiverse_finding(&multiverse, &relation),
            words::multiverse::multiverse(&multiverse),
            words::lags_finding(&lags, &relation),
            words::lags_figures(&lags, &relation),
            words::lags(&lags, &relation),
            words::adjusted_finding(&adjusted, &relation),
            words::adjusted_figures(&adjusted, &relation),
            words::adjusted(&adjusted, &relation),
            words::groups_finding(&relation, "role"),
        ]);
        said.extend(adjusted.warnings.iter().map(words::warning));
        said.extend(words::e_value(&relation));
        if let Some(world) = World::of(&relation) {
            said.extend([
                words::world_finding(&world),
                words::world_own(&world, &relation),
                words::world_rule().to_owned(),
            ]);
        }
    }
    assert!(said.len() > 60);
    for sentence in said {
        let low = format!("{} ", sentence.to_lowercase());
        let found = refused.iter().find(|word| low.contains(**word));
        assert_eq!(found, None, "{sentence}");
        if std::env::var_os("SAY").is_some() {
            println!("{sentence}");
        }
    }
}
