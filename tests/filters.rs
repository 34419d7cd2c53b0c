//! Filters through the engine, from files to an answer.
//!
//! When this fails, a person reads figures about other people or weeks than the chips on the page say.

#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod loaded;

use std::fmt::Write as _;

use goodhart::analysis::{Interest, Pair, Relation};
use goodhart::dataset::period::day_of_iso;
use goodhart::dataset::{ColumnRole, Period};
use goodhart::engine::{JoinReport, Recipe, Request, Response};
use goodhart::metrics::{Filter, Filters, MetricId, Selection};
use goodhart::notice::{Kind, Notice};
use loaded::Loaded;

/// What is asked of the files here.
trait Asked {
    fn filtered(&self, filters: Filters) -> Recipe;
    fn join(&mut self, filters: Filters) -> JoinReport;
    fn relate(&mut self, filters: Filters, group: Option<&str>) -> Result<Relation, Vec<Notice>>;
}

impl Asked for Loaded {
    fn filtered(&self, filters: Filters) -> Recipe {
        Recipe {
            filters,
            ..self.recipe.clone()
        }
    }

    fn join(&mut self, filters: Filters) -> JoinReport {
        let request = Request::Join(self.filtered(filters));
        let Response::Joined(report) = self.engine.answer(&request) else {
            panic!("a join was asked for");
        };
        *report.unwrap()
    }

    fn relate(&mut self, filters: Filters, group: Option<&str>) -> Result<Relation, Vec<Notice>> {
        let pair = Pair {
            x: MetricId("usage.prompts".to_owned()),
            y: MetricId("outcome.tasks-done".to_owned()),
            group: group.map(str::to_owned),
            with_ids: true,
            interest: Interest::Middle,
        };
        let request = Request::Relate(self.filtered(filters), pair);
        let Response::Related(relation) = self.engine.answer(&request) else {
            panic!("a relation was asked for");
        };
        relation.map(|relation| *relation)
    }
}

/// Mondays from 5 January 2026.
const WEEKS: [&str; 6] = [
    "2026-01-05",
    "2026-01-12",
    "2026-01-19",
    "2026-01-26",
    "2026-02-02",
    "2026-02-09",
];

/// Twelve people over six weeks: number 0 comes in the fourth week, number 1 has usage in two weeks only.
/// Six are in team Ash, four in Birch, two in Yew; usage has a row on Monday and on Tuesday.
fn small_company() -> Loaded {
    let mut usage = "person_id,date,prompts\n".to_owned();
    let mut outcomes = "person_id,week,tasks_done\n".to_owned();
    let mut people = "person_id,team\n".to_owned();
    for person in 0..12 {
        let team = ["Ash", "Ash", "Ash", "Birch", "Birch", "Yew"][person / 2];
        writeln!(people, "p{person:02},{team}").unwrap();
        for (week, monday) in WEEKS.iter().enumerate() {
            if person == 0 && week < 3 {
                continue;
            }
            let tuesday = monday
                .replace("-05", "-06")
                .replace("-12", "-13")
                .replace("-19", "-20");
            let tuesday = tuesday
                .replace("-26", "-27")
                .replace("-02-02", "-02-03")
                .replace("-09", "-10");
            if person != 1 || week == 0 || week == 5 {
                writeln!(usage, "p{person:02},{monday},{}", person + week).unwrap();
                writeln!(usage, "p{person:02},{tuesday},{}", 2 * person + 1).unwrap();
            }
            writeln!(
                outcomes,
                "p{person:02},{monday},{}",
                3 + (person * 5 + week) % 7
            )
            .unwrap();
        }
    }
    Loaded::files(&[
        ("usage.csv", &usage),
        ("outcomes.csv", &outcomes),
        ("people.csv", &people),
    ])
}

fn groups(attribute: &str, levels: &[&str]) -> Filters {
    let levels = levels.iter().map(|level| (*level).to_owned()).collect();
    Filters {
        groups: [(attribute.to_owned(), levels)].into(),
        ..Filters::default()
    }
}

fn removed(report: &JoinReport) -> Vec<(Filter, Option<usize>)> {
    let removals = report.removals.iter().cloned();
    removals
        .map(|removal| (removal.filter, removal.people))
        .collect()
}

#[test]
fn dates_keep_whole_weeks_and_nothing_else() {
    let mut company = small_company();
    // Wednesday of the second week to Tuesday of the third.
    let report = company.join(Filters {
        from: day_of_iso("2026-01-14"),
        to: day_of_iso("2026-01-20"),
        ..Filters::default()
    });
    assert_eq!((report.usage_periods, report.matched_periods), (2, 2));
    assert_eq!(report.span.clone().unwrap()[0], "12 Jan 2026");
    // Number 0 had not come yet, number 1 has no usage in these weeks.
    assert_eq!(report.matched_people, 10);
    assert_eq!(removed(&report), [(Filter::Dates, Some(2))]);
    // What can be chosen is what the files hold, not what the filter leaves.
    assert_eq!(
        report.choices.days.map(|days| days[0]),
        day_of_iso("2026-01-05")
    );
    assert_eq!(report.choices.people, 12);
}

#[test]
fn a_group_filter_gives_the_figures_of_that_group() {
    let mut company = Loaded::sample();
    let all = company.relate(Filters::default(), Some("role")).unwrap();
    assert!(all.by_group.len() > 3, "{:?}", all.by_group);
    for group in &all.by_group {
        let alone = company
            .relate(groups("role", &[&group.name]), None)
            .unwrap();
        assert_eq!(alone.people, group.people, "{}", group.name);
        assert_eq!(alone.spearman, group.spearman, "{}", group.name);
    }
    let report = company.join(groups(
        "role",
        &[&all.by_group[0].name, &all.by_group[1].name],
    ));
    assert_eq!(
        report.removals[0].people,
        Some(report.choices.people - report.matched_people)
    );
}

#[test]
fn a_group_that_is_too_small_cannot_be_asked_for() {
    let mut company = small_company();
    let report = company.join(Filters::default());
    let named: Vec<_> = report.choices.groups[0].levels.clone();
    assert_eq!(named, [("Ash".to_owned(), 6)], "Birch has 4 people, Yew 2");
    let asked = company.join(groups("team", &["Yew"]));
    assert_eq!(removed(&asked), [(Filter::Group("team".to_owned()), None)]);
    assert_eq!(asked.matched_people, 12);
    let with_a_large_one = company.join(groups("team", &["Yew", "Ash"]));
    assert_eq!(with_a_large_one.matched_people, 6);
}

#[test]
fn what_the_files_do_not_have_is_passed_over() {
    let mut company = small_company();
    let all = company.relate(Filters::default(), None).unwrap();
    let mut filters = groups("planet", &["Mars"]);
    filters.selection = Some(Selection {
        x: MetricId("usage.dreams".to_owned()),
        y: MetricId("outcome.tasks-done".to_owned()),
        low: [0.0; 2],
        high: [1.0; 2],
    });
    let report = company.join(filters.clone());
    assert_eq!(
        removed(&report),
        [
            (Filter::Group("planet".to_owned()), None),
            (Filter::Selection, None)
        ]
    );
    assert_eq!(company.relate(filters, None).unwrap(), all);
}

#[test]
fn people_with_few_periods_are_left_out_when_asked() {
    let mut company = small_company();
    let three = Filters {
        least_periods: 3,
        ..Filters::default()
    };
    let report = company.join(three.clone());
    assert_eq!(removed(&report), [(Filter::LeastPeriods, Some(1))]);
    let four = Filters {
        least_periods: 4,
        ..Filters::default()
    };
    assert_eq!(
        company.join(four).matched_people,
        10,
        "number 0 has three weeks"
    );
    // Over the whole time everyone has one period, so it says nothing.
    company.recipe.period = Period::Span;
    assert_eq!(
        removed(&company.join(three)),
        [(Filter::LeastPeriods, None)]
    );
}

#[test]
fn people_who_come_late_are_left_out_when_asked() {
    let mut company = small_company();
    let whole = Filters {
        whole_span_only: true,
        ..Filters::default()
    };
    let report = company.join(whole);
    // Number 1 is there from start to end, only with less usage.
    assert_eq!(removed(&report), [(Filter::WholeSpan, Some(1))]);
}

#[test]
fn a_selection_keeps_the_people_whose_dots_it_holds() {
    let mut company = Loaded::sample();
    let all = company.relate(Filters::default(), None).unwrap();
    let goodhart::analysis::Cloud::Points(points) = &all.cloud else {
        panic!("the sample is drawn as dots");
    };
    let (low, high) = ([points[0].x, 0.0], [120.0, points[1].y.max(points[0].y)]);
    let inside = |value: f64, side: usize| low[side] <= value && value <= high[side];
    let mut wanted: Vec<&str> = points
        .iter()
        .filter(|point| inside(point.x, 0) && inside(point.y, 1))
        .map(|point| point.id.as_deref().unwrap())
        .collect();
    let filters = Filters {
        selection: Some(Selection {
            x: all.x.id.clone(),
            y: all.y.id.clone(),
            low,
            high,
        }),
        ..Filters::default()
    };
    let found = company.relate(filters, None).unwrap();
    let goodhart::analysis::Cloud::Points(points) = &found.cloud else {
        panic!("the selection is drawn as dots");
    };
    let mut got: Vec<&str> = points
        .iter()
        .map(|point| point.id.as_deref().unwrap())
        .collect();
    got.sort_unstable();
    wanted.sort_unstable();
    assert!(wanted.len() > 10, "{}", wanted.len());
    assert_eq!(got, wanted);
}

#[test]
fn filters_that_leave_nearly_nobody_say_so_and_can_be_taken_off() {
    let mut company = small_company();
    let before = company.relate(Filters::default(), None).unwrap();
    for from in ["2026-02-16", "2030-01-01"] {
        let filters = Filters {
            from: day_of_iso(from),
            ..Filters::default()
        };
        let report = company.join(filters.clone());
        assert_eq!(report.choices.people, 12, "the way back is still there");
        assert_eq!(report.notices.last().unwrap().kind, Kind::TooFewPeople(5));
        let notices = company.relate(filters, None).unwrap_err();
        assert_eq!(notices[0].kind, Kind::TooFewPeople(5));
        assert_eq!(notices[0].title(), "Nobody has both values");
    }
    assert_eq!(company.relate(Filters::default(), None).unwrap(), before);
}

#[test]
fn files_without_dates_cannot_be_filtered_by_date() {
    let mut company = small_company();
    for (_, mapping) in &mut company.recipe.files[..2] {
        mapping.columns[1].role = ColumnRole::Ignored;
    }
    let report = company.join(Filters {
        from: day_of_iso("2026-01-14"),
        whole_span_only: true,
        ..Filters::default()
    });
    assert_eq!(
        removed(&report),
        [(Filter::Dates, None), (Filter::WholeSpan, None)]
    );
    assert_eq!((report.matched_people, report.choices.days), (12, None));
}
