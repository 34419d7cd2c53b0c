//! The check of the usage number, on the sample company and on small data made by hand.
//!
//! When this fails, someone is told that a number can be trusted when it cannot, or that a group is unusual when it is
//! not, or gets to see a person.

#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use std::fmt::Write as _;
use std::sync::{Arc, LazyLock};

use goodhart::analysis::check::{
    self, Check, Measure, Missing, Quadrant, Question, SignKind, Turn, check, signs::Seen,
};
use goodhart::analysis::words::check as words;
use goodhart::analysis::{Interest, target};
use goodhart::dataset::period::iso_of;
use goodhart::dataset::{Absent, Naming, Period, Source, guess, join};
use goodhart::metrics::{MetricId, Panel};
use goodhart::sample::{Company, SEED, Truth, company};
use goodhart::stats::Undefined;
use goodhart::table::Reader;
use goodhart::table::date::day_of;

fn panel(files: &[(&str, &str)]) -> Arc<Panel> {
    let tables: Vec<_> = files
        .iter()
        .map(|(name, text)| {
            let mut reader = Reader::new(name);
            reader.push(text.as_bytes());
            reader.finish().table.unwrap()
        })
        .collect();
    let mappings: Vec<_> = tables.iter().map(guess::guess).collect();
    let sources: Vec<_> = tables
        .iter()
        .zip(&mappings)
        .map(|(table, mapping)| Source { table, mapping })
        .collect();
    Arc::new(Panel::new(
        join(&sources, &Naming::default()).0,
        Period::Week,
        Absent::Unknown,
    ))
}

fn of_company(company: &Company) -> Arc<Panel> {
    panel(&[
        ("usage.csv", &company.usage_csv),
        ("outcomes.csv", &company.outcomes_csv),
        ("people.csv", &company.people_csv),
        ("events.csv", &company.events_csv),
    ])
}

fn ask(usage: &str, outcome: &str) -> Question {
    Question {
        usage: MetricId(format!("usage.{usage}")),
        outcome: MetricId(format!("outcome.{outcome}")),
        group: None,
        day: None,
        target: None,
        interest: Interest::Middle,
    }
}

fn prompts_and_tasks(panel: &Arc<Panel>) -> Check {
    check(panel, &ask("prompts", "tasks-done")).unwrap()
}

/// The sample, and the same company with other draws: what is found must not hang on the pick.
static COMPANIES: LazyLock<Vec<(Truth, Arc<Panel>, Check)>> = LazyLock::new(|| {
    [SEED, 1, 2]
        .map(|seed| {
            let made = company(seed);
            let panel = of_company(&made);
            let found = prompts_and_tasks(&panel);
            (made.truth, panel, found)
        })
        .into()
});

fn sample() -> &'static (Truth, Arc<Panel>, Check) {
    &COMPANIES[0]
}

fn marked(found: &Check, kind: SignKind) -> Vec<&str> {
    let sign = found.signs.of(kind).unwrap();
    let name = |at: usize| found.groups.names[at].as_str();
    sign.marked().into_iter().map(name).collect()
}

fn everyone(found: &Check, kind: SignKind) -> &Seen {
    found.signs.of(kind).unwrap().everyone.as_ref().unwrap()
}

#[test]
fn the_leaderboard_is_taken_as_the_date_by_its_name() {
    for (truth, _, found) in COMPANIES.iter() {
        let chosen = found.dates.chosen.as_ref().unwrap();
        assert_eq!(chosen.day, day_of(truth.launch));
        assert_eq!((chosen.before, chosen.after), (13, 13));
        assert_eq!(chosen.why, check::Why::Word("leaderboard".to_owned()));
    }
}

#[test]
fn the_link_between_prompts_and_tasks_is_told_as_weaker_after_the_leaderboard() {
    for (truth, _, found) in COMPANIES.iter() {
        let break_ = found.decoupling.as_ref().unwrap();
        assert_eq!(break_.turn, Turn::Weakened);
        // Planted: the link is positive before and fades to nothing.
        assert!(truth.link > 0.0 && break_.before.as_ref().unwrap().interval.low > 0.0);
        assert!(break_.change.as_ref().unwrap().interval.high < 0.0);
        let told = words::decoupling(found).unwrap();
        assert_eq!(
            told.finding,
            "The link between prompts and tasks done is weaker after “Leaderboard launched” (6 Apr 2026)"
        );
        assert!(
            told.stands_out && told.figures.contains("n = 35"),
            "{}",
            told.figures
        );
    }
}

#[test]
fn the_tenths_by_usage_stand_where_a_plain_count_puts_them_and_say_nothing_of_tasks() {
    let (_, _, found) = sample();
    let tenths = found.reward.tenths.as_ref().unwrap();
    assert_eq!(tenths.len(), 10);
    assert_eq!(
        tenths.iter().map(|tenth| tenth.people).sum::<usize>(),
        found.people
    );
    // The means over all people of both orders are the middle of the scale, whatever the relation.
    let mean = |of: fn(&check::reward::Tenth) -> f64| {
        let sum: f64 = tenths
            .iter()
            .map(|tenth| of(tenth) * tenth.people as f64)
            .sum();
        sum / found.people as f64
    };
    assert!((mean(|tenth| tenth.by_usage) - 50.0).abs() < 1e-9);
    assert!((mean(|tenth| tenth.by_outcome) - 50.0).abs() < 1e-9);
    assert!(
        tenths
            .windows(2)
            .all(|two| two[0].by_usage < two[1].by_usage)
    );
    // Planted: between people there is no link, so no tenth stands far from the middle.
    let top = tenths.last().unwrap();
    assert!(top.interval.contains(50.0), "{top:?}");
    let told = words::tenths(found).unwrap();
    assert_eq!(
        told.finding,
        "The tenth of people with most prompts stands about the middle by tasks done"
    );
    assert!(told.figures.contains("n = 3") && told.figures.contains("95% CI"));
}

#[test]
fn work_in_steps_gives_the_same_check_and_its_share_only_rises() {
    let (_, panel, found) = sample();
    let mut work = check::Work::new(panel, &ask("prompts", "tasks-done")).unwrap();
    let mut shares = vec![0.0];
    while let Some(share) = work.advance(20) {
        shares.push(share);
    }
    assert!(shares.len() > 100, "{} steps", shares.len());
    assert!(
        shares
            .windows(2)
            .all(|two| two[0] <= two[1] && two[1] <= 1.0)
    );
    assert!(shares.last().unwrap() > &0.9);
    assert_eq!(&work.finish(), found);
}

#[test]
fn end_of_week_surges_are_told_as_new_and_only_where_people_game() {
    for (truth, _, found) in COMPANIES.iter() {
        let seen = everyone(found, SignKind::Late);
        let Measure::Late(shift, [Ok(before), Ok(after)]) = seen.measure else {
            panic!("{seen:?}");
        };
        assert!(seen.is_marked && shift.change.times.is_up());
        assert!(before.share <= before.by_chance.high && after.share > after.by_chance.high);
        let groups = marked(found, SignKind::Late);
        assert!(!groups.is_empty());
        assert!(
            groups.iter().all(|name| truth.gaming_teams.contains(name)),
            "{groups:?}"
        );
    }
    let (_, _, found) = sample();
    let told = words::sign(found, found.signs.of(SignKind::Late).unwrap());
    assert_eq!(
        told.finding,
        "End-of-week surges appeared since 6 Apr 2026 in Beacon and Fjord"
    );
}

#[test]
fn bunching_above_the_target_is_found_in_the_three_teams_that_game() {
    for (truth, _, found) in COMPANIES.iter() {
        let target = found.signs.target.as_ref().unwrap();
        assert!((target.value - f64::from(truth.target)).abs() < 1e-12);
        assert_eq!(
            target.event.as_deref(),
            Some("Usage target: 50 prompts a week")
        );
        assert!(everyone(found, SignKind::Bunching).is_marked);
        let groups = marked(found, SignKind::Bunching);
        assert!(groups.len() >= 2);
        assert!(
            groups.iter().all(|name| truth.gaming_teams.contains(name)),
            "{groups:?}"
        );
    }
    let (_, _, found) = sample();
    let told = words::sign(found, found.signs.of(SignKind::Bunching).unwrap());
    assert_eq!(
        told.finding,
        "Prompts bunch just above 50 since 6 Apr 2026 in Beacon, Cedar and Fjord"
    );
}

#[test]
fn the_top_tenths_by_tokens_and_by_tasks_are_told_to_barely_overlap() {
    let (_, panel, _) = sample();
    let found = check(panel, &ask("tokens-out", "tasks-done")).unwrap();
    let top = found.reward.rulers[0].top.unwrap();
    assert!(
        top.overlap.both <= 4 && top.overlap.leaders_x >= 35,
        "{top:?}"
    );
    let told = words::reward(&found);
    assert!(
        told.finding
            .starts_with("The top tenth by tokens out and by tasks done barely overlap: "),
        "{}",
        told.finding
    );
    // The same stands beside prompts, as another ruler.
    let (_, _, prompts) = sample();
    assert!(
        prompts
            .reward
            .rulers
            .iter()
            .any(|ruler| ruler.label.contains("okens"))
    );
}

#[test]
fn the_other_signs_and_the_quadrants_point_at_no_team_that_is_honest() {
    for (truth, _, found) in COMPANIES.iter() {
        for sign in &found.signs.signs {
            for name in marked(found, sign.kind) {
                assert!(truth.gaming_teams.contains(&name), "{name} {:?}", sign.kind);
            }
        }
        for place in &found.hollow.as_ref().unwrap().groups {
            let is_gaming = truth.gaming_teams.contains(&place.name.as_str());
            assert!(
                place.quadrant != Some(Quadrant::Hollow) || is_gaming,
                "{place:?}"
            );
        }
    }
    let hollow = sample().2.hollow.as_ref().unwrap();
    assert!(
        hollow
            .groups
            .iter()
            .any(|place| place.quadrant == Some(Quadrant::Hollow))
    );
}

#[test]
fn before_the_leaderboard_there_is_nothing_to_find() {
    for seed in [SEED, 1, 2, 4] {
        let made = company(seed);
        let launch = iso_of(day_of(made.truth.launch));
        let cut = |csv: &str| -> String {
            let late = |line: &&str| {
                line.split(',')
                    .nth(1)
                    .is_some_and(|date| date >= &*launch && date.starts_with('2'))
            };
            csv.lines()
                .filter(|line| !late(line))
                .fold(String::new(), |text, line| text + line + "\n")
        };
        let panel = panel(&[
            ("usage.csv", &cut(&made.usage_csv)),
            ("outcomes.csv", &cut(&made.outcomes_csv)),
            ("people.csv", &made.people_csv),
            (
                "events.csv",
                "date,event\n2026-02-23,Leaderboard launched: 50 prompts a week\n",
            ),
        ]);
        let found = prompts_and_tasks(&panel);
        assert!(found.dates.chosen.is_some() && found.signs.target.is_some());
        assert_ne!(
            found.decoupling.as_ref().unwrap().turn,
            Turn::Weakened,
            "{seed}"
        );
        for sign in &found.signs.signs {
            assert_eq!(marked(&found, sign.kind), [""; 0], "{seed} {:?}", sign.kind);
        }
    }
}

#[test]
fn no_answer_holds_an_id_of_a_person() {
    let (_, panel, found) = sample();
    let simulated = target::simulate(panel, &suppose("prompts", "tasks-done")).unwrap();
    let text = format!("{found:?}{simulated:?}");
    for id in panel.dataset.people.iter() {
        assert!(!text.contains(id.as_str()), "{id}");
    }
}

#[test]
fn without_events_a_change_is_searched_for_and_called_a_search() {
    let made = company(SEED);
    let panel = panel(&[
        ("usage.csv", &made.usage_csv),
        ("outcomes.csv", &made.outcomes_csv),
    ]);
    let found = prompts_and_tasks(&panel);
    assert_eq!((&found.decoupling, &found.dates.chosen), (&None, &None));
    for missing in [Missing::Events, Missing::Target, Missing::Groups] {
        assert!(found.missing.contains(&missing), "{missing:?}");
        assert!(!words::missing(missing).supply.is_empty());
    }
    let day = found.search.as_ref().unwrap().found.unwrap().day;
    assert!((day - day_of(made.truth.launch)).abs() <= 14);
    let told = words::search(&found).unwrap();
    assert!(
        told.finding.starts_with("Found by looking"),
        "{}",
        told.finding
    );
    assert!(
        told.limit.starts_with("Found after looking"),
        "{}",
        told.limit
    );
}

#[test]
fn a_day_that_a_person_names_takes_the_place_of_the_event() {
    let (truth, panel, _) = sample();
    let launch = day_of(truth.launch);
    let mut question = ask("prompts", "tasks-done");
    question.day = Some(launch - 28);
    let found = check(panel, &question).unwrap();
    let chosen = found.dates.chosen.unwrap();
    assert_eq!((chosen.day, chosen.why), (launch - 28, check::Why::Person));
    question.day = Some(launch - 400);
    let found = check(panel, &question).unwrap();
    assert_eq!(found.dates.refused, Some(launch - 400));
    assert!(found.missing.contains(&Missing::TimeAroundDate));
    question.day = None;
    question.target = Some(30.0);
    let target = check(panel, &question).unwrap().signs.target.unwrap();
    assert_eq!((target.value, target.event), (30.0, None));
}

/// A small company: people in teams of these sizes, over weeks of five days; the value of a day comes from `of`.
fn small(
    teams: &[(&str, usize)],
    weeks: u32,
    of: impl Fn(u32, u32, u32) -> [f64; 3],
) -> Arc<Panel> {
    let mut usage = "person_id,date,tokens,prompts\n".to_owned();
    let mut outcomes = "person_id,week,tasks_done\n".to_owned();
    let mut people = "person_id,team\n".to_owned();
    let mut person = 0;
    for (team, size) in teams {
        for _ in 0..*size {
            writeln!(people, "u{person:03},{team}").unwrap();
            for week in 0..weeks {
                let mut tasks = 0.0;
                for day in 0..5 {
                    let [tokens, prompts, done] = of(person, week, day);
                    tasks += done;
                    let date = jiff::civil::date(2026, 1, 5)
                        .saturating_add(jiff::Span::new().days(7 * week + day));
                    if prompts > 0.0 {
                        writeln!(usage, "u{person:03},{date},{tokens},{prompts}").unwrap();
                    }
                }
                let monday =
                    jiff::civil::date(2026, 1, 5).saturating_add(jiff::Span::new().days(7 * week));
                writeln!(outcomes, "u{person:03},{monday},{tasks}").unwrap();
            }
            person += 1;
        }
    }
    panel(&[
        ("usage.csv", &usage),
        ("outcomes.csv", &outcomes),
        ("people.csv", &people),
        ("events.csv", "date,event\n2026-02-02,Target set\n"),
    ])
}

/// A number that looks random and is not.
fn scatter(person: u32, week: u32, day: u32) -> f64 {
    f64::from((person * 7919 + week * 104_729 + day * 1_299_709 + person * week * 31) % 97)
}

fn ordinary(person: u32, week: u32, day: u32) -> [f64; 3] {
    let noise = scatter(person, week, day);
    [
        100.0 + 40.0 * noise,
        1.0 + noise / 10.0,
        1.0 + (noise * 3.0) % 4.0,
    ]
}

#[test]
fn a_group_of_four_is_hidden_together_with_the_one_that_would_give_it_away() {
    let panel = small(
        &[("Alone", 4), ("Big", 12), ("Cover", 6), ("Dense", 9)],
        10,
        ordinary,
    );
    let found = check(&panel, &ask("prompts", "tasks-done")).unwrap();
    assert_eq!(found.groups.names, ["Big", "Dense"]);
    assert_eq!((found.groups.too_few, found.groups.complements), (1, 1));
    let text = format!("{found:?}");
    assert!(!text.contains("Alone") && !text.contains("Cover"));
    assert!(
        words::hidden(&found.groups)
            .unwrap()
            .starts_with("2 groups are not shown")
    );
}

#[test]
fn people_who_work_alike_on_every_day_stand_out_as_too_even() {
    let scripted = |person: u32, week: u32, day: u32| {
        let [tokens, prompts, done] = ordinary(person, week, day);
        let prompts = if person < 10 {
            20.0 + f64::from(day % 2)
        } else {
            prompts.round()
        };
        [tokens, prompts, done]
    };
    let panel = small(&[("Even", 10), ("Other", 12), ("Third", 12)], 12, scripted);
    let found = check(&panel, &ask("prompts", "tasks-done")).unwrap();
    assert_eq!(marked(&found, SignKind::Regular), ["Even"]);
}

#[test]
fn where_two_rulers_turn_the_order_of_groups_round_the_view_says_that_the_story_flips() {
    let opposed = |person: u32, week: u32, day: u32| {
        let team = f64::from(person / 8);
        let noise = 1.0 + scatter(person, week, day) / 500.0;
        [
            100.0 * (4.0 - team) * noise,
            (2.0 + 3.0 * team) * noise,
            2.0,
        ]
    };
    let panel = small(&[("A", 8), ("B", 8), ("C", 8), ("D", 8)], 10, opposed);
    let found = check(&panel, &ask("prompts", "tasks-done")).unwrap();
    let swap = found.swap.as_ref().unwrap();
    assert!((swap.least.2 + 1.0).abs() < 1e-12, "{swap:?}");
    let told = words::swap(&found).unwrap();
    assert!(
        told.finding.starts_with("The story flips with the ruler"),
        "{}",
        told.finding
    );
    assert!(told.stands_out);
}

#[test]
fn what_the_data_lack_is_said_with_what_would_supply_it() {
    // Weekly rows have no days; there is no acceptance, no cost, no cache.
    let weekly = |person: u32, week: u32, day: u32| {
        let [tokens, prompts, done] = ordinary(person, week, day);
        [tokens, if day == 0 { prompts } else { 0.0 }, done]
    };
    let panel = small(&[("A", 8), ("B", 8)], 10, weekly);
    let found = check(&panel, &ask("prompts", "tasks-done")).unwrap();
    for missing in [
        Missing::Days,
        Missing::Acceptance,
        Missing::Cost,
        Missing::CacheReads,
    ] {
        assert!(found.missing.contains(&missing), "{missing:?}");
    }
    assert!(
        found.signs.of(SignKind::Late).is_none() && found.signs.of(SignKind::Acceptance).is_none()
    );
}

#[test]
fn files_without_dates_still_show_what_a_ranking_rewards() {
    let mut usage = "person_id,prompts,tokens,suggestions\n".to_owned();
    let mut outcomes = "person_id,tasks_done,defects,incidents\n".to_owned();
    for person in 0..30 {
        writeln!(usage, "u{person},{},{person},{person}", person * 7 % 30).unwrap();
        writeln!(outcomes, "u{person},{},{},1", person * 11 % 29, person % 3).unwrap();
    }
    let panel = panel(&[("usage.csv", &usage), ("outcomes.csv", &outcomes)]);
    let found = check(&panel, &ask("prompts", "tasks-done")).unwrap();
    assert!(found.missing.contains(&Missing::Dates) && found.reward.rulers[0].top.is_ok());
    assert!(found.decoupling.is_none() && found.search.is_none());
}

fn suppose(usage: &str, outcome: &str) -> target::Question {
    target::Question {
        usage: MetricId(format!("usage.{usage}")),
        outcome: MetricId(format!("outcome.{outcome}")),
        target: None,
        responding: 0.5,
        hollow: 1.0,
        effect: None,
    }
}

/// Each person's tasks follow their prompts closely.
fn coupled() -> Arc<Panel> {
    small(&[("A", 20), ("B", 20)], 8, |person, week, day| {
        let level = f64::from(person % 20) + 1.0;
        let noise = scatter(person, week, day) / 100.0;
        [level, level + noise, level / 4.0 + noise]
    })
}

#[test]
fn the_more_people_move_the_number_without_use_the_less_it_says() {
    let panel = coupled();
    let mut question = suppose("prompts", "tasks-done");
    question.target = Some(60.0);
    let found = target::simulate(&panel, &question).unwrap();
    let curve = found.curve.as_ref().unwrap();
    assert!(curve[0].with_outcome.mean > 0.9 && (curve[0].with_use.mean - 1.0).abs() < 1e-12);
    // Up to half of them; when nearly everyone stands at the target, who does is told apart by little else.
    for pair in curve[..6].windows(2) {
        assert!(
            pair[1].with_outcome.mean < pair[0].with_outcome.mean,
            "{pair:?}"
        );
    }
    assert!(curve[5].with_outcome.mean < curve[0].with_outcome.mean - 0.05);
    assert_eq!(found, target::simulate(&panel, &question).unwrap());
}

#[test]
fn a_target_that_nobody_responds_to_changes_nothing() {
    let panel = coupled();
    let mut question = suppose("prompts", "tasks-done");
    question.responding = 0.0;
    let found = target::simulate(&panel, &question).unwrap();
    assert_eq!((found.before.len(), &found.before), (40, &found.after));
    question.responding = 1.0;
    question.effect = Some(0.5);
    question.hollow = 0.0;
    let found = target::simulate(&panel, &question).unwrap();
    let moved = |at: usize| {
        (
            found.after[at][0] - found.before[at][0],
            found.after[at][1] - found.before[at][1],
        )
    };
    for at in 0..40 {
        let (used, done) = moved(at);
        assert!((done - 0.5 * used).abs() < 1e-9 && used >= 0.0);
    }
    question.responding = f64::NAN;
    assert!(target::simulate(&panel, &question).unwrap().responding <= 0.0);
}

#[test]
fn every_sentence_is_whole_and_claims_no_cause() {
    let (_, panel, _) = sample();
    let refused = [
        "cause",
        "drive",
        "improve",
        "boost",
        "leads to",
        "because of",
        "thanks to",
        "NaN",
        "inf",
    ];
    for usage in [
        "prompts",
        "acceptance-rate",
        "active-days",
        "tokens-per-prompt",
    ] {
        for outcome in [
            "tasks-done",
            "lead-time-hours",
            "quality-score",
            "defects-per-tasks-done",
        ] {
            let found = check(panel, &ask(usage, outcome)).unwrap();
            let simulated = target::simulate(panel, &suppose(usage, outcome)).unwrap();
            for sentence in sentences(&found, &simulated) {
                let padded = format!(" {} ", sentence.to_lowercase());
                for word in refused {
                    let starts = format!(" {}", word.to_lowercase());
                    assert!(
                        !padded.contains(&starts) || padded.contains(" information"),
                        "{usage} {outcome}: {sentence}"
                    );
                }
                assert!(
                    !sentence.contains("  ") && !sentence.contains(".."),
                    "{sentence}"
                );
            }
        }
    }
}

fn sentences(found: &Check, simulated: &target::Simulation) -> Vec<String> {
    let mut told = vec![words::reward(found), words::over_time(found)];
    told.extend(words::tenths(found));
    told.extend(words::decoupling(found));
    told.extend(words::study(found));
    told.extend(words::search(found));
    told.extend(words::swap(found));
    told.extend(words::hollow(found));
    told.extend(
        found
            .signs
            .signs
            .iter()
            .map(|sign| words::sign(found, sign)),
    );
    told.push(goodhart::analysis::words::target::simulated(simulated));
    let mut all = vec![
        words::headline(found),
        words::basis(found),
        words::signs_overview(found),
        words::target_source(found.signs.target.as_ref()),
    ];
    for part in told {
        all.extend([part.finding, part.figures, part.limit]);
        all.extend(part.text);
    }
    all
}

#[test]
fn four_people_get_no_check() {
    let panel = small(&[("A", 4)], 10, ordinary);
    assert!(check(&panel, &ask("prompts", "tasks-done")).is_err());
    assert!(target::simulate(&panel, &suppose("prompts", "tasks-done")).is_err());
}

#[test]
fn usage_that_never_changes_gives_reasons_and_no_numbers() {
    let panel = small(&[("A", 12), ("B", 12)], 10, |_, _, _| [5.0, 2.0, 1.0]);
    let found = check(&panel, &ask("prompts", "tasks-done")).unwrap();
    assert!(matches!(
        found.reward.rulers[0].top,
        Err(Undefined::Constant(_))
    ));
    assert!(matches!(
        found.decoupling.as_ref().unwrap().turn,
        Turn::None(_)
    ));
    assert!(!words::reward(&found).stands_out);
}
