//! The overview on panels in which usage and outcomes know nothing of each other: every claim of a relation is false.
//!
//! When this fails, people read that usage goes with better or worse work more often than chance excuses.

#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use goodhart::analysis::{Interest, Look, overview};
use goodhart::dataset::{Absent, Adds, Dataset, Direction, Log, Measure, Period, Series};
use goodhart::metrics::{MetricId, Panel};
use goodhart::stats::special::normal_quantile;
use rand_core::Rng;
use rand_pcg::Pcg32;

const PANELS: usize = 200;
const PEOPLE: u32 = 40;
const WEEKS: i32 = 16;
const MONDAY: i32 = 20_458; // 5 January 2026
const OUTCOMES: [&str; 3] = ["tasks_done", "quality_score", "lead_time_hours"];

/// What the panels of a test have in common, apart from having no relation.
#[derive(Clone, Copy)]
struct Null {
    /// What every week adds to both sides of everybody, in standard deviations within a person.
    trend: f64,
    /// What is done to a person's usage.
    usage: fn(f64) -> f64,
    /// Whether people join one after the other, so that late comers miss the first weeks.
    joining: Joining,
    seed: u64,
}

#[derive(Clone, Copy, PartialEq)]
enum Joining {
    AllAtOnce,
    OneByOne,
}

const PLAIN: Null = Null {
    trend: 0.0,
    usage: |x| 20.0 + 5.0 * x,
    joining: Joining::AllAtOnce,
    seed: 1,
};

#[test]
fn null_panels_with_autocorrelated_weeks_are_not_claimed_to_be_related() {
    assert_few_claims(PLAIN);
}

#[test]
fn null_panels_with_a_common_trend_are_not_claimed_to_be_related() {
    assert_few_claims(Null {
        trend: 0.1,
        seed: 2,
        ..PLAIN
    });
}

#[test]
fn null_panels_with_skewed_usage_are_not_claimed_to_be_related() {
    assert_few_claims(Null {
        usage: |x| (2.0 + x).exp(),
        seed: 3,
        ..PLAIN
    });
}

#[test]
fn null_panels_that_people_join_one_by_one_while_everything_rises_are_not_claimed_to_be_related() {
    assert_few_claims(Null {
        trend: 0.3,
        joining: Joining::OneByOne,
        seed: 4,
        ..PLAIN
    });
}

/// A check of the test itself: it would see a claim, if one were made.
#[test]
fn a_relation_that_is_there_is_claimed() {
    let mut random = Random(Pcg32::new(5, 0));
    let mut dataset = PLAIN.draw(&mut random);
    let usage = dataset.usage.series[0].values();
    let outcome = &mut dataset.outcomes.series[0];
    let values = outcome.values().into_iter().zip(usage);
    let values: Vec<f64> = values
        .map(|(outcome, usage)| outcome + 0.4 * usage)
        .collect();
    *outcome = Series::new(&outcome.name, outcome.measure, &values);
    assert!(is_claimed(dataset));
}

fn assert_few_claims(null: Null) {
    let mut random = Random(Pcg32::new(null.seed, 0));
    let claims = (0..PANELS)
        .filter(|_| is_claimed(null.draw(&mut random)))
        .count();
    assert!(
        claims * 20 <= PANELS,
        "{claims} of {PANELS} panels without a relation"
    );
}

fn is_claimed(dataset: Dataset) -> bool {
    let panel = Panel::new(dataset, Period::Week, Absent::Unknown);
    let look = Look {
        x: MetricId("usage.prompts".to_owned()),
        y: MetricId("outcome.tasks-done".to_owned()),
        interest: Interest::default(),
    };
    let found = overview(&panel, &look).unwrap();
    assert_eq!(found.outcomes.len(), OUTCOMES.len());
    !found.claims().is_empty()
}

impl Null {
    fn draw(self, random: &mut Random) -> Dataset {
        let first = |person: u32| match self.joining {
            Joining::AllAtOnce => 0,
            // The last ones join for the last quarter.
            Joining::OneByOne => i32::try_from(person).unwrap() * (WEEKS * 3 / 4) / 40,
        };
        let rows: Vec<(u32, i32)> = (0..PEOPLE)
            .flat_map(|person| (first(person)..WEEKS).map(move |week| (person, week)))
            .collect();
        let log = |series: Vec<Series>| Log {
            person: rows.iter().map(|row| row.0).collect(),
            day: Some(rows.iter().map(|row| MONDAY + 7 * row.1).collect()),
            series,
            roster: Vec::new(),
        };
        let mut series = |name: &str, change: fn(f64) -> f64| {
            let measure = Measure {
                adds: Adds::Sum,
                direction: Direction::Neither,
            };
            let values = self.values(&rows, random).into_iter().map(change);
            Series::new(name, measure, &values.collect::<Vec<_>>())
        };
        Dataset {
            people: (0..PEOPLE).map(|person| format!("p{person:02}")).collect(),
            usage: log(vec![series("prompts", self.usage)]),
            outcomes: log(OUTCOMES.map(|name| series(name, |y| 50.0 + 5.0 * y)).into()),
            attributes: Vec::new(),
            events: Vec::new(),
        }
    }

    /// Each person has a level; about it the weeks follow the week before with a correlation of 0.6. All variances
    /// are 1, half of it the level's.
    fn values(self, rows: &[(u32, i32)], random: &mut Random) -> Vec<f64> {
        const AUTOCORRELATION: f64 = 0.6;
        let half = 0.5_f64.sqrt();
        let news = (1.0 - AUTOCORRELATION * AUTOCORRELATION).sqrt();
        let mut values = Vec::with_capacity(rows.len());
        for own in rows.chunk_by(|a, b| a.0 == b.0) {
            let (level, mut week) = (random.normal(), random.normal());
            for (_, at) in own {
                values.push(half * (level + week) + self.trend * half * f64::from(*at));
                week = AUTOCORRELATION * week + news * random.normal();
            }
        }
        values
    }
}

struct Random(Pcg32);

impl Random {
    fn normal(&mut self) -> f64 {
        normal_quantile((f64::from(self.0.next_u32()) + 0.5) / 4_294_967_296.0)
    }
}
