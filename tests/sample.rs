//! The sample company holds what its [`Truth`](goodhart::sample::Truth) says, measured here with statistics
//! written out by hand, so that neither the generator nor the program's own statistics is its own witness.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use goodhart::sample::{Company, SEED, WEEKS, company};
use jiff::civil::Date;

static SAMPLE: LazyLock<Company> = LazyLock::new(|| company(SEED));

#[test]
fn the_files_in_docs_are_what_the_generator_writes() {
    // After a change on purpose: `cargo run --example sample`, then tests/oracle/sample.py.
    assert!(SAMPLE.usage_csv == include_str!("../docs/sample/usage.csv"));
    assert!(SAMPLE.outcomes_csv == include_str!("../docs/sample/outcomes.csv"));
    assert!(SAMPLE.people_csv == include_str!("../docs/sample/people.csv"));
    assert!(SAMPLE.events_csv == include_str!("../docs/sample/events.csv"));
}

#[test]
fn another_seed_is_another_company() {
    assert!(company(SEED + 1).usage_csv != SAMPLE.usage_csv);
}

#[test]
fn four_hundred_people_of_whom_some_are_in_one_file_only() {
    let usage = people_in(&SAMPLE.usage_csv);
    let outcomes = people_in(&SAMPLE.outcomes_csv);
    let staff = people_in(&SAMPLE.people_csv);
    assert_eq!(staff.len(), 400);
    assert!(usage.is_subset(&staff) && outcomes.is_subset(&staff));
    assert_eq!(
        set(&SAMPLE.truth.only_in_usage),
        usage.difference(&outcomes).copied().collect()
    );
    assert_eq!(
        set(&SAMPLE.truth.only_in_outcomes),
        outcomes.difference(&usage).copied().collect()
    );
    assert_eq!((usage.len() - outcomes.len(), outcomes.len()), (5, 375));
}

#[test]
fn the_files_span_26_mondays_and_stay_small() {
    let mondays: BTreeSet<Date> = weeks(&SAMPLE)
        .into_keys()
        .map(|(_, monday)| monday)
        .collect();
    assert_eq!(mondays.len(), WEEKS as usize);
    assert!(
        SAMPLE.usage_csv.len() + SAMPLE.outcomes_csv.len() + SAMPLE.people_csv.len() < 3_000_000
    );
}

#[test]
fn few_people_make_most_of_the_usage() {
    let mut totals: BTreeMap<&str, f64> = BTreeMap::new();
    for ((person, _), week) in &weeks(&SAMPLE) {
        *totals.entry(person).or_default() += week.prompts.unwrap_or(0.0);
    }
    let mut sorted: Vec<f64> = totals.into_values().filter(|total| *total > 0.0).collect();
    sorted.sort_by(f64::total_cmp);
    let n = sorted.len() as f64;
    let ranked: f64 = (1..)
        .zip(&sorted)
        .map(|(rank, total)| f64::from(rank) * total)
        .sum();
    let gini = 2.0 * ranked / (n * sorted.iter().sum::<f64>()) - (n + 1.0) / n;
    assert!((0.5..0.6).contains(&gini), "{gini}");
}

#[test]
fn within_people_prompts_move_with_tasks_until_the_leaderboard() {
    for company in [&SAMPLE, &company(1), &company(2)] {
        let all = pairs(company, |w| (w.prompts, w.tasks));
        let r_before = within(
            &between(&all, Date::MIN, civil(company.truth.launch)),
            Effects::PersonAndWeek,
        );
        let r_after = within(
            &between(&all, civil(company.truth.link_gone), Date::MAX),
            Effects::PersonAndWeek,
        );
        assert!((0.08..0.25).contains(&r_before), "{r_before}");
        // About 3,000 rows: five standard errors of zero before, less than two after.
        assert!(r_after.abs() < 0.036, "{r_after}");
    }
}

#[test]
fn a_shared_drift_fools_whoever_forgets_the_weeks() {
    let review = pairs(&SAMPLE, |w| (w.prompts, w.review_hours));
    let (naive, honest) = (
        within(&review, Effects::Person),
        within(&review, Effects::PersonAndWeek),
    );
    // About 8,000 rows: a standard error of 0.011.
    assert!(naive > 0.05, "{naive}");
    assert!(honest.abs() < 0.025, "{honest}");
    let tasks = pairs(&SAMPLE, |w| (w.prompts, w.tasks));
    assert!(within(&tasks, Effects::Person) > 1.5 * within(&tasks, Effects::PersonAndWeek));
}

#[test]
fn between_people_lead_time_rises_with_usage_and_falls_within_every_role() {
    for company in [&SAMPLE, &company(1), &company(2)] {
        for usage in [|w: &Week| w.prompts, |w: &Week| w.tokens_out] {
            let means = person_means(&pairs(company, |w| (usage(w), w.lead_time)));
            let everyone: Vec<_> = means.values().copied().collect();
            assert!(t_value(&everyone) > 4.0, "{}", pearson(&everyone));
            for (role, people) in by_role(company, &means) {
                assert!(
                    people.len() >= 30 && pearson(&people) < -0.15,
                    "{role} {}",
                    pearson(&people)
                );
            }
        }
    }
}

#[test]
fn quality_is_unrelated_to_usage_over_all_and_within_roles() {
    let means = person_means(&pairs(&SAMPLE, |w| (w.prompts, w.quality)));
    let everyone: Vec<_> = means.values().copied().collect();
    assert_eq!(SAMPLE.truth.unrelated, "quality_score");
    assert!(t_value(&everyone).abs() < 1.0, "{}", pearson(&everyone));
    for (role, people) in by_role(&SAMPLE, &means) {
        assert!(t_value(&people).abs() < 1.97, "{role} {}", pearson(&people));
    }
}

#[test]
fn the_heaviest_users_are_not_the_most_productive() {
    let means = person_means(&pairs(&SAMPLE, |w| (w.tokens_out, w.tasks)));
    let top = |value: fn(&(f64, f64)) -> f64| -> BTreeSet<&str> {
        let mut ranked: Vec<_> = means.iter().collect();
        ranked.sort_by(|a, b| value(b.1).total_cmp(&value(a.1)));
        ranked
            .into_iter()
            .take(means.len() / 10)
            .map(|(person, _)| *person)
            .collect()
    };
    assert!(
        top(|m| m.0).intersection(&top(|m| m.1)).count() <= 4,
        "of 35"
    );
}

#[test]
fn a_fifth_games_the_leaderboard_mostly_in_three_teams() {
    let truth = &SAMPLE.truth;
    let teams = column(&SAMPLE.people_csv, "team");
    let in_those = truth
        .gamers
        .iter()
        .filter(|id| truth.gaming_teams.contains(&teams[id.as_str()]));
    let (inside, all) = (in_those.count() as f64, truth.gamers.len() as f64);
    assert!((70.0..90.0).contains(&all), "{all}");
    assert!(inside / all > 0.8, "{inside} of {all}");
}

#[test]
fn gaming_bunches_above_the_target_and_surges_before_the_weekend() {
    let gaming = |before: bool, honest: bool| -> Vec<Week> {
        let gamers = set(&SAMPLE.truth.gamers);
        let wanted = |person: &str, monday: Date| {
            (monday < civil(SAMPLE.truth.launch)) == before && gamers.contains(person) != honest
        };
        weeks(&SAMPLE)
            .into_iter()
            .filter(|((p, m), _)| wanted(p, *m))
            .map(|(_, week)| week)
            .collect()
    };
    let (gamers_before, gamers_after) = (gaming(true, false), gaming(false, false));
    let (others_before, others_after) = (gaming(true, true), gaming(false, true));

    let target = f64::from(SAMPLE.truth.target);
    let bunching = |weeks: &[Week]| {
        let count = |from: f64| {
            let near = |week: &&Week| week.prompts.is_some_and(|p| p >= from && p < from + 5.0);
            weeks.iter().filter(near).count() as f64
        };
        count(target) / count(target - 5.0)
    };
    assert!(bunching(&gamers_after) > 5.0 && bunching(&gamers_before) < 1.5);
    assert!(bunching(&others_after) < 1.5 && bunching(&others_before) < 1.5);

    let late = |weeks: &[Week]| ratio(weeks, |w| Some(w.late_prompts), |w| w.prompts);
    // Gamers beside others in the same weeks, because holidays cut Fridays out of some.
    assert!(late(&gamers_after) > 1.2 * late(&others_after));
    assert!((late(&gamers_before) / late(&others_before) - 1.0).abs() < 0.05);

    let acceptance = |weeks: &[Week]| ratio(weeks, |w| w.accepted, |w| w.suggestions);
    assert!(acceptance(&gamers_after) < 0.85 * acceptance(&gamers_before));
    let tokens_per_prompt = |weeks: &[Week]| ratio(weeks, |w| w.tokens_out, |w| w.prompts);
    assert!(tokens_per_prompt(&gamers_after) > 1.2 * tokens_per_prompt(&gamers_before));

    let growth = |before: &[Week], after: &[Week], value: fn(&Week) -> Option<f64>| {
        ratio(after, value, |_| Some(1.0)) / ratio(before, value, |_| Some(1.0))
    };
    let excess = |value| {
        growth(&gamers_before, &gamers_after, value) / growth(&others_before, &others_after, value)
    };
    assert!(excess(|w| w.prompts) > 1.3, "usage");
    for outcome in [
        |w: &Week| w.tasks,
        |w: &Week| w.lead_time,
        |w: &Week| w.quality,
    ] {
        assert!((excess(outcome) - 1.0).abs() < 0.05, "{}", excess(outcome));
    }
}

#[test]
fn the_leaderboard_is_a_dated_event() {
    let launch = civil(SAMPLE.truth.launch);
    let line = format!("{launch},Leaderboard launched\n");
    assert!(SAMPLE.events_csv.contains(&line));
    assert_eq!(launch.to_string(), "2026-04-06");
}

#[test]
fn the_reference_figures_belong_to_these_files() {
    let text = include_str!("oracle/sample.json");
    let reference: serde_json::Value = serde_json::from_str(text).unwrap();
    let by_week = reference["between_people"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|a| a["period"] == "week");
    let wanted: Vec<(u64, f64)> = by_week
        .map(|a| {
            (
                a["n_person_periods"].as_u64().unwrap(),
                a["pearson"]["r"].as_f64().unwrap(),
            )
        })
        .collect();
    let of: [fn(&Week) -> Cells; 3] = [
        |w| (w.prompts, w.tasks),
        |w| (w.tokens_out, w.lead_time),
        |w| (w.prompts, w.quality),
    ];
    for (of, (n, r)) in of.into_iter().zip(wanted) {
        let rows = pairs(&SAMPLE, of);
        let people: Vec<_> = person_means(&rows).into_values().collect();
        assert_eq!(rows.len() as u64, n);
        assert!((pearson(&people) - r).abs() < 1e-12, "{r}");
    }
}

/// One person's week, in the sums and cells that the tests need.
#[derive(Clone, Default)]
struct Week {
    prompts: Option<f64>,
    /// Prompts from Thursday on.
    late_prompts: f64,
    tokens_out: Option<f64>,
    suggestions: Option<f64>,
    accepted: Option<f64>,
    tasks: Option<f64>,
    lead_time: Option<f64>,
    review_hours: Option<f64>,
    quality: Option<f64>,
}

/// Usage and outcome of one week, where present.
type Cells = (Option<f64>, Option<f64>);

/// A value pair of one person and week.
type Pair<'a> = (&'a str, Date, f64, f64);

/// A planted date, as the calendar that reads the exports here has it.
fn civil(date: jiff_core::civil::Date) -> Date {
    Date::new(date.year(), date.month(), date.day()).expect("both know the same days")
}

fn weeks(company: &Company) -> BTreeMap<(&str, Date), Week> {
    let mut weeks: BTreeMap<(&str, Date), Week> = BTreeMap::new();
    let add = |sum: &mut Option<f64>, cell: Option<f64>| {
        if let Some(value) = cell {
            *sum = Some(sum.unwrap_or(0.0) + value);
        }
    };
    for cells in rows(&company.usage_csv) {
        let date: Date = cells[1].parse().expect("the sample writes ISO dates");
        let weekday = i64::from(date.weekday().to_monday_zero_offset());
        let monday = date.saturating_sub(jiff::Span::new().days(weekday));
        let week = weeks.entry((cells[0], monday)).or_default();
        let cell = |at: usize| cells[at].parse::<f64>().ok();
        add(&mut week.prompts, cell(2));
        add(&mut week.tokens_out, cell(4));
        add(&mut week.suggestions, cell(6));
        add(&mut week.accepted, cell(7));
        if weekday >= 3 {
            week.late_prompts += cell(2).unwrap_or(0.0);
        }
    }
    for cells in rows(&company.outcomes_csv) {
        let week = weeks
            .entry((
                cells[0],
                cells[1].parse().expect("the sample writes ISO dates"),
            ))
            .or_default();
        let cell = |at: usize| cells[at].parse::<f64>().ok();
        (week.tasks, week.lead_time) = (cell(2), cell(3));
        (week.review_hours, week.quality) = (cell(7), cell(8));
    }
    weeks
}

fn pairs(company: &Company, of: impl Fn(&Week) -> Cells) -> Vec<Pair<'_>> {
    let pair = |((person, monday), week): ((_, _), Week)| match of(&week) {
        (Some(x), Some(y)) => Some((person, monday, x, y)),
        _ => None,
    };
    weeks(company).into_iter().filter_map(pair).collect()
}

fn between<'a>(pairs: &[Pair<'a>], from: Date, until: Date) -> Vec<Pair<'a>> {
    pairs
        .iter()
        .filter(|pair| from <= pair.1 && pair.1 < until)
        .copied()
        .collect()
}

fn person_means<'a>(pairs: &[Pair<'a>]) -> BTreeMap<&'a str, (f64, f64)> {
    let mut sums: BTreeMap<&str, (f64, f64, f64)> = BTreeMap::new();
    for &(person, _, x, y) in pairs {
        let sum = sums.entry(person).or_default();
        *sum = (sum.0 + 1.0, sum.1 + x, sum.2 + y);
    }
    sums.into_iter()
        .map(|(person, (n, x, y))| (person, (x / n, y / n)))
        .collect()
}

fn by_role<'a>(
    company: &'a Company,
    means: &BTreeMap<&str, (f64, f64)>,
) -> BTreeMap<&'a str, Vec<(f64, f64)>> {
    let roles = column(&company.people_csv, "role");
    let mut groups: BTreeMap<&str, Vec<_>> = BTreeMap::new();
    for (person, mean) in means {
        groups.entry(roles[person]).or_default().push(*mean);
    }
    groups
}

/// Which means a within-person correlation takes out.
#[derive(Clone, Copy, PartialEq)]
enum Effects {
    Person,
    PersonAndWeek,
}

/// The correlation of what is left after taking out means, one side after the other until they settle.
fn within(pairs: &[Pair], effects: Effects) -> f64 {
    let mut left = pairs.to_vec();
    for _ in 0..40 {
        take_out(&mut left, |pair| pair.0.to_owned());
        if effects == Effects::PersonAndWeek {
            take_out(&mut left, |pair| pair.1.to_string());
        }
    }
    pearson(&left.iter().map(|pair| (pair.2, pair.3)).collect::<Vec<_>>())
}

fn take_out(pairs: &mut [Pair], group: impl Fn(&Pair) -> String) {
    let mut sums: BTreeMap<String, (f64, f64, f64)> = BTreeMap::new();
    for pair in &*pairs {
        let sum = sums.entry(group(pair)).or_default();
        *sum = (sum.0 + 1.0, sum.1 + pair.2, sum.2 + pair.3);
    }
    for pair in pairs {
        let (n, x, y) = sums[&group(pair)];
        pair.2 -= x / n;
        pair.3 -= y / n;
    }
}

fn pearson(pairs: &[(f64, f64)]) -> f64 {
    let n = pairs.len() as f64;
    let x_mean = pairs.iter().map(|p| p.0).sum::<f64>() / n;
    let y_mean = pairs.iter().map(|p| p.1).sum::<f64>() / n;
    let sum = |f: fn(f64, f64) -> f64| -> f64 {
        pairs.iter().map(|p| f(p.0 - x_mean, p.1 - y_mean)).sum()
    };
    sum(|x, y| x * y) / (sum(|x, _| x * x) * sum(|_, y| y * y)).sqrt()
}

/// Student's t of a correlation.
fn t_value(pairs: &[(f64, f64)]) -> f64 {
    let r = pearson(pairs);
    r * ((pairs.len() as f64 - 2.0) / (1.0 - r * r)).sqrt()
}

/// A ratio of sums over the weeks that have both sides.
fn ratio(
    weeks: &[Week],
    above: impl Fn(&Week) -> Option<f64>,
    below: impl Fn(&Week) -> Option<f64>,
) -> f64 {
    let both = weeks
        .iter()
        .filter_map(|week| Some((above(week)?, below(week)?)));
    let (a, b) = both.fold((0.0, 0.0), |sum, both| (sum.0 + both.0, sum.1 + both.1));
    a / b
}

/// The cells of a file's rows; the sample quotes nothing.
fn rows(csv: &str) -> impl Iterator<Item = Vec<&str>> {
    csv.lines().skip(1).map(|line| line.split(',').collect())
}

/// One column by person.
fn column<'a>(csv: &'a str, name: &str) -> BTreeMap<&'a str, &'a str> {
    let header = csv.lines().next().unwrap_or_default();
    let at = header
        .split(',')
        .position(|cell| cell == name)
        .expect("the column is there");
    rows(csv).map(|cells| (cells[0], cells[at])).collect()
}

fn people_in(csv: &str) -> BTreeSet<&str> {
    rows(csv).map(|cells| cells[0]).collect()
}

fn set(ids: &[String]) -> BTreeSet<&str> {
    ids.iter().map(String::as_str).collect()
}
