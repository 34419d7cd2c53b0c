//! The matrix of all pairs: against the planted truth of the sample, and on data where nothing goes with anything.
//!
//! When this fails, a person is shown pairs that stand out by luck, or misses what is there.

#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod loaded;

use std::fmt::Write as _;

use goodhart::analysis::matrix::{Cell, Empty, Layer, MOST_METRICS, Question};
use goodhart::analysis::words::matrix as words;
use goodhart::analysis::{Interest, Matrix, Pair, Sort};
use goodhart::dataset::Period;
use goodhart::engine::{Begun, FileId, Request, Response};
use goodhart::metrics::{MetricId, MetricInfo};
use goodhart::sample;
use goodhart::table::date::day_of;
use loaded::Loaded;

/// Even numbers between 0 and 1 from a linear congruence (Knuth, MMIX).
struct Noise(u64);

impl Noise {
    fn even(&mut self) -> f64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }
}

fn asked(company: &mut Loaded, layer: Layer) -> Matrix {
    let question = Question {
        layer,
        interest: Interest::Middle,
    };
    let request = Request::Matrix(company.recipe.clone(), question);
    let Response::Matrix(matrix) = company.engine.answer(&request) else {
        panic!("a matrix was asked for");
    };
    *matrix.unwrap()
}

fn at(metrics: &[MetricInfo], id: &str) -> usize {
    metrics.iter().position(|metric| metric.id.0 == id).unwrap()
}

fn cell<'a>(matrix: &'a Matrix, usage: &str, outcome: &str) -> &'a Cell {
    let place = (at(&matrix.usage, usage), at(&matrix.outcomes, outcome));
    matrix.cell(place.0, place.1).unwrap().as_ref().unwrap()
}

/// A company of that many people over some weeks, with as many columns a side as there are makers of values.
fn company(
    people: usize,
    weeks: usize,
    usage: usize,
    outcomes: usize,
    noise: &mut Noise,
) -> Loaded {
    let mut side = |name: &str, columns: usize| {
        let headers: Vec<String> = (0..columns).map(|at| format!("{name}{at}")).collect();
        let mut text = format!("person_id,date,{}\n", headers.join(","));
        for person in 0..people {
            for week in 0..weeks {
                let day = 5 + 7 * (week % 4);
                write!(text, "p{person:03},2026-{:02}-{day:02}", 1 + week / 4).unwrap();
                for _ in 0..columns {
                    write!(text, ",{:.3}", 100.0 * noise.even()).unwrap();
                }
                text.push('\n');
            }
        }
        text
    };
    let (usage, outcomes) = (side("prompts", usage), side("tasks", outcomes));
    Loaded::files(&[("usage.csv", &usage), ("outcomes.csv", &outcomes)])
}

#[test]
fn a_cell_is_what_correlate_says_of_the_pair() {
    let mut company = Loaded::sample();
    let (between, within) = (
        asked(&mut company, Layer::Between),
        asked(&mut company, Layer::Within),
    );
    for (usage, outcome) in [
        ("prompts", "tasks-done"),
        ("tokens-out", "lead-time-hours"),
        ("acceptance-rate", "defects"),
    ] {
        let (usage, outcome) = (format!("usage.{usage}"), format!("outcome.{outcome}"));
        let pair = Pair {
            x: MetricId(usage.clone()),
            y: MetricId(outcome.clone()),
            group: None,
            with_ids: false,
            interest: Interest::Middle,
        };
        let request = Request::Relate(company.recipe.clone(), pair);
        let Response::Related(Ok(wanted)) = company.engine.answer(&request) else {
            panic!("{usage} and {outcome} were not related");
        };
        let rho = wanted.spearman.unwrap();
        let found = cell(&between, &usage, &outcome);
        assert_eq!(
            (found.value, found.interval, found.people),
            (rho.coefficient, rho.interval, rho.n)
        );
        assert_eq!(
            (found.p_value, found.verdict),
            (rho.p_value.ok(), wanted.verdict)
        );
        let slope = wanted.within.unwrap();
        let found = cell(&within, &usage, &outcome);
        assert_eq!(
            (found.value, found.people),
            (slope.standardised, slope.people)
        );
        assert_eq!(
            (found.p_value, found.verdict),
            (slope.p_value.ok(), slope.verdict)
        );
    }
}

#[test]
fn what_is_planted_stands_and_what_is_not_does_not() {
    let truth = sample::company(sample::SEED).truth;
    let mut company = Loaded::sample();
    let between = asked(&mut company, Layer::Between);
    let lead_time = cell(&between, "usage.tokens-out", "outcome.lead-time-hours");
    assert!(truth.lead_time_slope < 0.0, "within the roles it falls");
    assert!(
        lead_time.stands_alone() && lead_time.value > 0.3,
        "across everyone it rises"
    );
    let within = asked(&mut company, Layer::Within);
    let drift = cell(&within, "usage.prompts", "outcome.review-hours");
    assert!(
        truth.review_drift > 0.0 && !drift.stands(),
        "a common trend is no relation: {drift:?}"
    );
    // The link was there until the leaderboard: the filter on dates finds it, and finds it gone.
    let day = |date: jiff_core::civil::Date| Some(day_of(date));
    company.recipe.filters.to = day(truth.launch.yesterday().unwrap());
    let before = asked(&mut company, Layer::Within);
    let linked = cell(&before, "usage.prompts", "outcome.tasks-done");
    assert!(
        truth.link > 0.0 && linked.stands_alone() && linked.value > 0.0,
        "{linked:?}"
    );
    (company.recipe.filters.from, company.recipe.filters.to) = (day(truth.link_gone), None);
    let after = asked(&mut company, Layer::Within);
    let gone = cell(&after, "usage.prompts", "outcome.tasks-done");
    assert!(!gone.stands(), "{gone:?}");
    let unrelated = truth.unrelated.replace('_', "-");
    for matrix in [&between, &within] {
        for usage in &matrix.usage {
            let found = cell(matrix, &usage.id.0, &format!("outcome.{unrelated}"));
            assert!(
                !found.stands_alone(),
                "{} and {unrelated}: {found:?}",
                usage.label
            );
        }
    }
}

/// Panels in which nothing goes with anything.
const PANELS: usize = 120;

#[test]
fn on_null_data_a_matrix_seldom_lights_up() {
    let mut noise = Noise(11);
    let (mut lit, mut plain, mut cells) = (0, 0, 0);
    for _ in 0..PANELS {
        let mut company = company(40, 1, 5, 4, &mut noise);
        let matrix = asked(&mut company, Layer::Between);
        cells += matrix.filled().count();
        plain += matrix
            .filled()
            .filter(|(_, cell)| cell.p_value.unwrap() < 0.05)
            .count();
        lit += usize::from(matrix.filled().any(|(_, cell)| cell.stands()));
    }
    assert_eq!(cells, PANELS * 20);
    // One in twenty, with room for the spread of 2 400 and of 120 trials (3.5 standard errors).
    assert!(
        (plain as f64 / cells as f64 - 0.05).abs() < 0.02,
        "{plain} of {cells}"
    );
    assert!(
        lit as f64 / PANELS as f64 <= 0.05 + 0.07,
        "{lit} of {PANELS}"
    );
}

#[test]
fn every_pair_that_was_looked_at_counts_against_each() {
    let mut company = Loaded::sample();
    let matrix = asked(&mut company, Layer::Between);
    let mut p_values: Vec<(f64, f64, f64)> = matrix
        .filled()
        .filter_map(|(_, cell)| Some((cell.p_value?, cell.false_discovery?, cell.family_wise?)))
        .collect();
    let m = p_values.len();
    assert_eq!(m, matrix.usage.len() * matrix.outcomes.len());
    p_values.sort_by(|a, b| a.0.total_cmp(&b.0));
    let smallest = p_values[0];
    assert!((smallest.2 - smallest.0 * m as f64).abs() <= 1e-12);
    let largest = p_values[m - 1];
    assert!(
        (largest.1 - largest.0).abs() <= 1e-12,
        "the weakest keeps its p under Benjamini and Hochberg"
    );
    assert!(
        p_values
            .iter()
            .all(|(p, false_discovery, holm)| p <= false_discovery && false_discovery <= holm)
    );
}

#[test]
fn a_pair_that_is_made_from_one_column_says_so() {
    let mut noise = Noise(5);
    let mut usage = "person_id,date,prompts,tasks_done\n".to_owned();
    let mut outcomes = "person_id,date,tasks_done,defects\n".to_owned();
    for person in 0..30 {
        let tasks = (20.0 * noise.even()).round();
        writeln!(
            usage,
            "p{person},2026-01-05,{:.1},{tasks}",
            50.0 * noise.even()
        )
        .unwrap();
        writeln!(
            outcomes,
            "p{person},2026-01-05,{tasks},{}",
            (5.0 * noise.even()).round()
        )
        .unwrap();
    }
    let mut company = Loaded::files(&[("ai_usage.csv", &usage), ("outcomes.csv", &outcomes)]);
    let matrix = asked(&mut company, Layer::Between);
    let shared = cell(&matrix, "usage.tasks-done", "outcome.tasks-done");
    assert_eq!(shared.coupled.as_deref(), Some("tasks_done"));
    assert_eq!(
        cell(&matrix, "usage.prompts", "outcome.defects").coupled,
        None
    );
    assert!(words::luck(&matrix).unwrap().contains("common column"));
    // The headline is not given to arithmetic.
    assert!(
        !words::strongest(&matrix)
            .unwrap()
            .contains("Tasks done and tasks done")
    );
}

#[test]
fn a_cell_of_too_few_people_is_empty_and_says_why() {
    let mut usage = "person_id,date,prompts,tokens\n".to_owned();
    let mut outcomes = "person_id,date,tasks,defects\n".to_owned();
    for person in 0..12 {
        let tokens = if person < 4 {
            (900 + person).to_string()
        } else {
            String::new()
        };
        writeln!(usage, "p{person},2026-01-05,{},{tokens}", person * person).unwrap();
        writeln!(outcomes, "p{person},2026-01-05,{},2", 30 - person).unwrap();
    }
    let mut company = Loaded::files(&[("usage.csv", &usage), ("outcomes.csv", &outcomes)]);
    let matrix = asked(&mut company, Layer::Between);
    let place = [
        at(&matrix.usage, "usage.tokens"),
        at(&matrix.outcomes, "outcome.tasks"),
    ];
    assert_eq!(
        matrix.cell(place[0], place[1]),
        Some(&Err(Empty::TooFewPeople(4)))
    );
    assert!(words::spoken(&matrix, place).contains("only 4 people have both values"));
    let flat = [
        at(&matrix.usage, "usage.prompts"),
        at(&matrix.outcomes, "outcome.defects"),
    ];
    assert!(
        words::spoken(&matrix, flat).contains("is the same for everyone"),
        "{}",
        words::spoken(&matrix, flat)
    );
    assert_eq!(words::short(matrix.cell(flat[0], flat[1]).unwrap()), "–");
}

#[test]
fn every_order_shows_every_metric_once() {
    let mut company = Loaded::sample();
    let matrix = asked(&mut company, Layer::Between);
    for sort in Sort::ALL {
        let order = matrix.order(sort);
        let mut rows = order.rows.clone();
        rows.sort_unstable();
        assert_eq!(
            rows,
            (0..matrix.usage.len()).collect::<Vec<_>>(),
            "{sort:?}"
        );
        let mut columns = order.columns.clone();
        columns.sort_unstable();
        assert_eq!(
            columns,
            (0..matrix.outcomes.len()).collect::<Vec<_>>(),
            "{sort:?}"
        );
    }
    let names = matrix.order(Sort::Name).rows;
    let labels: Vec<_> = names
        .iter()
        .map(|row| matrix.usage[*row].label.to_lowercase())
        .collect();
    assert!(labels.is_sorted());
    let size = |column: &usize| {
        let sizes =
            (0..matrix.usage.len()).filter_map(|row| matrix.cell(row, *column)?.as_ref().ok());
        sizes.map(|cell| cell.value.abs()).sum::<f64>()
    };
    let strengths: Vec<f64> = matrix
        .order(Sort::Strength)
        .columns
        .iter()
        .map(size)
        .collect();
    assert!(strengths.is_sorted_by(|a, b| a >= b), "{strengths:?}");
}

#[test]
fn a_wide_file_is_bounded_and_says_what_is_left_out() {
    let mut company = company(6, 1, MOST_METRICS + 3, 2, &mut Noise(3));
    let matrix = asked(&mut company, Layer::Between);
    assert_eq!((matrix.usage.len(), matrix.left_out), (MOST_METRICS, 3));
    assert!(
        words::left_out(&matrix)
            .unwrap()
            .starts_with("3 metrics are left out")
    );
}

#[test]
fn work_in_parts_gives_the_same_answer_and_says_how_far_it_is() {
    let mut company = Loaded::sample();
    let question = Question {
        layer: Layer::Within,
        interest: Interest::Middle,
    };
    let request = Request::Matrix(company.recipe.clone(), question);
    let Begun::Working(mut work) = company.engine.begin(&request) else {
        panic!("a matrix is made in steps");
    };
    let mut shares = Vec::new();
    while let Some(share) = work.advance(1) {
        shares.push(share);
        // Whatever happens to the files meanwhile.
        company.engine.answer(&Request::Forget(FileId(0)));
    }
    assert!(shares.is_sorted() && shares.iter().all(|share| (0.0..=1.0).contains(share)));
    let Response::Matrix(Ok(in_parts)) = work.finish() else {
        panic!("a matrix was asked for");
    };
    assert_eq!(shares.len(), in_parts.cells.len());
    assert_eq!(*in_parts, asked(&mut Loaded::sample(), Layer::Within));
}

#[test]
fn every_sentence_keeps_to_what_the_figures_say() {
    const REFUSED: [&str; 9] = [
        "cause",
        "drive",
        "improve",
        "boost",
        "leads to",
        "because of ai",
        "NaN",
        "inf",
        "thanks",
    ];
    let mut null = company(30, 3, 4, 3, &mut Noise(8));
    let mut sample = Loaded::sample();
    for layer in [Layer::Between, Layer::Within] {
        for company in [&mut null, &mut sample] {
            let matrix = asked(company, layer);
            let mut said = vec![
                words::finding(&matrix),
                words::key(&matrix),
                words::base(&matrix),
            ];
            said.extend(words::luck(&matrix));
            said.extend(words::strongest(&matrix));
            said.extend(words::limits(&matrix));
            for (at, cell) in matrix.filled() {
                said.extend([
                    words::spoken(&matrix, at),
                    words::verdict(&matrix, at, cell),
                    words::range(&matrix, cell),
                ]);
            }
            for text in said {
                let lower = text.to_lowercase();
                // "because it was picked" is a reason in the method, not a cause in the data.
                let lower = lower.replace("because", "as");
                assert!(
                    REFUSED
                        .iter()
                        .all(|word| !lower.contains(&word.to_lowercase())),
                    "{text}"
                );
            }
        }
    }
    let matrix = asked(&mut null, Layer::Between);
    assert_eq!(
        words::finding(&matrix),
        "Of 12 pairs, none stands out when people are compared, once their number is allowed for"
    );
    assert!(
        words::strongest(&matrix)
            .unwrap()
            .starts_with("Strongest, but not beyond luck: ")
    );
    let matrix = asked(&mut sample, Layer::Between);
    assert!(
        words::finding(&matrix)
            .ends_with("stand out when people are compared, even allowing for their number")
    );
    assert!(words::strongest(&matrix).unwrap().contains("95% CI"));
    // Within people, what stands is shown to be smaller than what was set as worth caring about.
    let matrix = asked(&mut sample, Layer::Within);
    assert!(words::finding(&matrix).ends_with("followed over time, but too weakly to matter"));
    assert!(words::luck(&matrix).unwrap().contains("weaker than 0.20"));
}

#[test]
fn over_the_whole_time_nobody_can_be_followed() {
    let mut company = Loaded::sample();
    company.recipe.period = Period::Span;
    let matrix = asked(&mut company, Layer::Within);
    assert_eq!(matrix.filled().count(), 0);
    assert_eq!(words::finding(&matrix), "No pair can be compared");
    assert_eq!(words::luck(&matrix), None);
}
