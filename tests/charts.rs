//! Charts as SVG text, compared with the drawings in `tests/charts`, which are also the gallery.
//!
//! After a change that is meant, `BLESS=1 cargo test --test charts` writes the drawings anew; look at them.

mod drawn;

use goodhart::analysis::matrix::{Cell as Pair, Empty, Layer, Question};
use goodhart::analysis::{Interest, Look, Matrix, Overview, Sort, Verdict};
use goodhart::chart::marks::{
    Cell, Cells, Dash, Direction, Estimate, Intervals, Line, Mark, Rule, Shape, Side,
};
use goodhart::chart::{
    Axis, Chart, Cloud, FitPoint, Histogram, Key, Paint, Palette, ScaleKind, Scatter, Theme,
    histogram, overview, scatter, to_svg,
};
use goodhart::dataset::{Absent, Period};
use goodhart::engine::{Engine, FileId, Recipe, Request, Response};
use goodhart::metrics::{Filters, MetricId, MetricInfo, Topic};
use goodhart::stats::Undefined;

use drawn::assert_drawn;

/// Even numbers between 0 and 1 from a linear congruence (Knuth, MMIX); good enough to look at.
struct Noise(u64);

impl Noise {
    fn even(&mut self) -> f64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Nearly normal: the sum of twelve even numbers has variance 1.
    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.even()).sum::<f64>() - 6.0
    }
}

fn line(from: f64, to: f64, fit: impl Fn(f64) -> f64, width: impl Fn(f64) -> f64) -> Vec<FitPoint> {
    let along = (0..=40).map(|step| from + (to - from) * f64::from(step) / 40.0);
    along
        .map(|x| FitPoint {
            x,
            low: fit(x) - width(x),
            fit: fit(x),
            high: fit(x) + width(x),
        })
        .collect()
}

fn usage_and_reopens(points: usize, groups: u16) -> Scatter {
    let mut noise = Noise(7);
    let mut places = Vec::new();
    let mut of_group = Vec::new();
    for at in 0..points {
        let group = u16::try_from(at).unwrap_or(0) % groups.max(1);
        let x = 6.0 + 55.0 * noise.even() * noise.even() + 9.0 * f64::from(group);
        let y = 11.0 - 0.06 * x + 2.2 * f64::from(group) + 1.6 * noise.normal();
        places.push([x, y.max(0.0)]);
        of_group.push(group);
    }
    Scatter {
        title: "Heavier users reopen fewer issues: 0.6 points less per ten requests".into(),
        subtitle: "Each dot is one person, averaged over 26 weeks".into(),
        x_label: "AI requests per week".into(),
        x_unit: String::new(),
        y_label: "Reopened issues".into(),
        y_unit: "%".into(),
        x_scale: ScaleKind::Linear,
        cloud: Cloud::Points {
            points: places,
            groups: if groups > 0 { of_group } else { Vec::new() },
        },
        line: Vec::new(),
        groups: ["Backend", "Frontend", "Data", "Platform"][..usize::from(groups)]
            .iter()
            .map(|name| (*name).to_owned())
            .collect(),
        note: format!("n = {points} people"),
    }
}

fn with_band() -> Chart {
    let mut shown = usage_and_reopens(412, 0);
    let band = |x: f64| 0.16 + 0.0004 * (x - 20.0).powi(2);
    shown.line = line(6.0, 58.0, |x| 11.0 - 0.06 * x, band);
    scatter(&shown)
}

#[test]
fn a_scatter_with_its_line_and_band() {
    assert_drawn("scatter", &with_band(), (900, 560), &Theme::light());
}

#[test]
fn a_scatter_on_a_dark_page() {
    assert_drawn("scatter-dark", &with_band(), (900, 560), &Theme::dark());
}

#[test]
fn a_scatter_on_a_phone() {
    assert_drawn("scatter-phone", &with_band(), (366, 380), &Theme::light());
}

#[test]
fn groups_differ_by_shape_and_colour() {
    let mut shown = usage_and_reopens(160, 4);
    shown.title = "Within every role heavier users reopen less; pooled, it looks reversed".into();
    shown.line = line(
        8.0,
        76.0,
        |x| 9.2 + 0.06 * x,
        |x| 0.4 + 0.0006 * (x - 35.0).powi(2),
    );
    assert_drawn(
        "scatter-groups",
        &scatter(&shown),
        (900, 560),
        &Theme::light(),
    );
}

#[test]
fn many_points_become_bins() {
    let mut noise = Noise(11);
    let points = (0..60_000).map(|_| {
        let x = 20.0 + 4.5 * noise.normal();
        [x, 12.0 + 0.35 * x + 2.6 * noise.normal()]
    });
    let shown = Scatter {
        title: "More requests go with more merged changes, weakly".into(),
        subtitle: "People-weeks per cell".into(),
        y_label: "Changes merged per week".into(),
        y_unit: String::new(),
        cloud: Cloud::Points {
            points: points.collect(),
            groups: Vec::new(),
        },
        line: line(4.0, 36.0, |x| 12.0 + 0.35 * x, |_| 0.12),
        note: "n = 60\u{202f}000 people-weeks".into(),
        ..usage_and_reopens(0, 0)
    };
    assert_drawn("density", &scatter(&shown), (900, 560), &Theme::light());
}

#[test]
fn skewed_usage_on_a_log_axis() {
    let mut noise = Noise(23);
    let points = (0..300).map(|_| {
        let x = (9.0 + 1.7 * noise.normal()).exp();
        [x, 24.0 + 1.3 * x.ln() + 7.0 * noise.normal()]
    });
    let shown = Scatter {
        title: "Tokens span four orders of magnitude; cycle time rises a little".into(),
        x_label: "Tokens per week".into(),
        x_scale: ScaleKind::Log,
        y_label: "Cycle time".into(),
        y_unit: "hours".into(),
        cloud: Cloud::Points {
            points: points.collect(),
            groups: Vec::new(),
        },
        line: line(90.0, 700_000.0, |x| 24.0 + 1.3 * x.ln(), |_| 1.4),
        note: "n = 300 people".into(),
        ..usage_and_reopens(0, 0)
    };
    assert_drawn("log", &scatter(&shown), (900, 560), &Theme::light());
}

#[test]
fn a_histogram_with_its_target() {
    let counts = vec![3, 9, 22, 41, 63, 70, 58, 44, 39, 71, 18, 9, 5, 2, 1];
    let shown = Histogram {
        title: "Weekly usage bunches just above the target of 50 requests".into(),
        counted: "People".into(),
        label: "AI requests per week".into(),
        unit: String::new(),
        edges: (0..=15).map(|at| f64::from(at) * 5.5).collect(),
        counts,
        marked: vec![(49.5, "Target".into())],
        note: "n = 455 people".into(),
    };
    assert_drawn("histogram", &histogram(&shown), (900, 480), &Theme::light());
}

fn forest() -> Chart {
    let found = [
        ("Backend (n = 142)", 0.12, -0.05, 0.28),
        ("Frontend (n = 96)", -0.08, -0.28, 0.12),
        ("Data and machine learning (n = 51)", -0.31, -0.54, -0.04),
        ("Platform (n = 38)", 0.02, -0.30, 0.34),
        ("All people (n = 327)", -0.03, -0.14, 0.08),
    ];
    let number = |value: f64| goodhart::format::coefficient(value);
    let estimates = found
        .iter()
        .enumerate()
        .map(|(at, (_, middle, low, high))| Estimate {
            at: at as f64,
            low: *low,
            middle: *middle,
            high: *high,
            paint: if at == 4 { Paint::Ink } else { Paint::Accent },
            shape: if at == 4 {
                Shape::Diamond
            } else {
                Shape::Circle
            },
            label: format!(
                "{} ({} to {})",
                number(*middle),
                number(*low),
                number(*high)
            ),
        });
    let names = found.iter().map(|(name, ..)| (*name).to_owned()).collect();
    Chart {
        title: "In no role but data does usage move with reopened issues".into(),
        subtitle: "Spearman's rho with its 95% interval, per role".into(),
        x: Axis::new("Spearman's rho", "", ScaleKind::Linear),
        y: Axis::new("Role", "", ScaleKind::Category(names)),
        marks: vec![
            Mark::Rule(Rule {
                on: Side::X,
                at: 0.0,
                label: String::new(),
                paint: Paint::Muted,
                dash: Dash::Solid,
            }),
            Mark::Intervals(Intervals {
                direction: Direction::Across,
                estimates: estimates.collect(),
            }),
        ],
        key: Vec::new(),
        note: String::new(),
    }
}

#[test]
fn a_forest_of_groups_with_the_pooled_estimate() {
    assert_drawn("forest", &forest(), (900, 380), &Theme::light());
}

fn heatmap() -> Chart {
    let usage = [
        "Requests",
        "Active days",
        "Tokens",
        "Cost",
        "Accepted lines",
    ];
    let outcomes = [
        "Merged changes",
        "Cycle time",
        "Reopened",
        "Review time",
        "Defects",
        "Incidents",
    ];
    let cells = (0..usage.len()).flat_map(|row| {
        (0..outcomes.len()).map(move |column| {
            let value = ((row * 7 + column * 5) % 13) as f64 / 7.5 - 0.8;
            let defined = (row, column) != (3, 5);
            Cell {
                column,
                row,
                value: defined.then_some(value),
                label: if defined {
                    goodhart::format::coefficient(value)
                } else {
                    "\u{2013}".into()
                },
                hatched: (row, column) == (4, 0),
                framed: value.abs() > 0.5 && defined,
            }
        })
    });
    let names =
        |list: &[&str]| ScaleKind::Category(list.iter().map(|name| (*name).to_owned()).collect());
    Chart {
        title: "Usage and outcomes: few pairs stand after correction".into(),
        subtitle:
            "Spearman's rho; framed: false discovery rate below 5%; hatched: the two share a component"
                .into(),
        x: Axis::new("Outcome", "", names(&outcomes)),
        y: Axis::new("Usage", "", names(&usage)),
        marks: vec![Mark::Cells(Cells {
            cells: cells.collect(),
            limits: [-1.0, 1.0],
            palette: Palette::Diverging,
        })],
        key: vec![Key::Ramp {
            palette: Palette::Diverging,
            low: "\u{2212}1".into(),
            high: "+1".into(),
        }],
        note: "n = 327 people".into(),
    }
}

#[test]
fn a_heatmap_with_hatched_and_missing_cells() {
    assert_drawn("heatmap", &heatmap(), (900, 460), &Theme::light());
}

#[test]
fn a_heatmap_on_a_dark_phone_turns_its_names() {
    assert_drawn("heatmap-phone-dark", &heatmap(), (366, 420), &Theme::dark());
}

#[test]
fn without_figures_a_picture_keeps_its_names_and_tells_no_result() {
    for (chart, name, figure) in [
        (forest(), "Backend (n = 142)", "0.12 (\u{2212}0.05 to 0.28)"),
        (heatmap(), "Cycle time", "\u{2212}0.13"),
    ] {
        let drawn = |chart: &Chart| to_svg(chart, 900, 460, &Theme::light());
        let (before, after) = (drawn(&chart), drawn(&chart.without_figures()));
        assert!(before.contains(figure) && !after.contains(figure), "{name}");
        assert!(after.contains(name), "{name}");
    }
    let empty = to_svg(&heatmap().without_figures(), 900, 460, &Theme::light());
    assert!(
        empty.contains('\u{2013}'),
        "what is undefined is still marked"
    );
}

#[test]
fn lines_over_time_are_labelled_at_their_ends() {
    // Day 20395 is Monday, 3 November 2025.
    let weeks = |level: f64, jump: f64| -> Vec<[f64; 2]> {
        let mut noise = Noise(5);
        (0..26)
            .map(|week| {
                let after = if week >= 14 { jump } else { 0.0 };
                let value = level + after + 0.12 * f64::from(week) + 0.6 * noise.normal();
                [20_395.0 + 7.0 * f64::from(week), value]
            })
            .collect()
    };
    let series = |points, number, label: &str, dash| {
        Mark::Line(Line {
            points,
            paint: Paint::Series(number),
            width: 2.2,
            dash,
            label: label.to_owned(),
        })
    };
    let usage = weeks(14.0, 9.0);
    let band = usage.iter().map(|[x, y]| [*x, y - 1.1, y + 1.1]).collect();
    let chart = Chart {
        title: "Usage rose when the leaderboard came; merged changes did not".into(),
        subtitle: "Median per person and week, with its 95% band".into(),
        x: Axis::new("", "", ScaleKind::Time),
        y: Axis::new("Per person and week", "", ScaleKind::Linear),
        marks: vec![
            Mark::Band(goodhart::chart::marks::Band {
                points: band,
                paint: Paint::Series(0),
            }),
            Mark::Rule(Rule {
                on: Side::X,
                at: 20_395.0 + 7.0 * 13.5,
                label: "Leaderboard".into(),
                paint: Paint::Muted,
                dash: Dash::Dashed,
            }),
            series(usage, 0, "Requests", Dash::Solid),
            series(weeks(6.0, 0.3), 1, "Merged changes", Dash::Dashed),
        ],
        key: Vec::new(),
        note: "n = 412 people".into(),
    };
    assert_drawn("lines", &chart, (900, 460), &Theme::light());
}

#[test]
fn odd_values_and_sizes_still_give_a_drawing() {
    let clouds: [&[[f64; 2]]; 5] = [
        &[],
        &[[0.0, 0.0]],
        &[[5.0, 5.0], [5.0, 5.0]],
        &[[f64::NAN, 1.0], [2.0, f64::INFINITY], [-3.0, 4.0]],
        &[[-1e308, 1e-308], [1e308, 1e308]],
    ];
    for points in clouds {
        for x_scale in [
            ScaleKind::Linear,
            ScaleKind::Log,
            ScaleKind::Log1p,
            ScaleKind::Time,
        ] {
            let shown = Scatter {
                x_scale,
                cloud: Cloud::Points {
                    points: points.to_vec(),
                    groups: Vec::new(),
                },
                ..usage_and_reopens(0, 0)
            };
            for size in [(0, 0), (40, 30), (900, 560)] {
                let svg = to_svg(&scatter(&shown), size.0, size.1, &Theme::light());
                let whole = svg.ends_with("</svg>\n") && !svg.contains("NaN");
                assert!(whole, "{points:?} {size:?}");
            }
        }
    }
}

#[test]
fn a_drawing_carries_its_words() {
    let svg = to_svg(&with_band(), 900, 560, &Theme::light());
    assert!(svg.contains("<title>Heavier users reopen fewer issues"));
    assert!(svg.contains("Scatter plot. x axis: AI requests per week,"));
}

#[test]
fn the_summary_says_type_axes_ranges_and_n() {
    let mut shown = usage_and_reopens(0, 0);
    shown.cloud = Cloud::Points {
        points: vec![[3.0, 0.5], [12.0, 8.25]],
        groups: Vec::new(),
    };
    let got = scatter(&shown).summary();
    let want = "Scatter plot. x axis: AI requests per week, 3 to 12. \
                y axis: Reopened issues (%), 0.50% to 8.25%. n = 0 people.";
    assert!(got.ends_with(want), "{got}");
}

#[test]
fn the_table_holds_the_dots_and_not_the_line() {
    let table = with_band().table();
    assert_eq!(
        table.headers,
        ["AI requests per week", "Reopened issues (%)"]
    );
    assert_eq!(table.rows.len(), 412);
    let grouped = scatter(&usage_and_reopens(8, 4)).table();
    assert_eq!(grouped.rows[5][2], "Frontend");
}

#[test]
fn the_table_of_a_heatmap_names_row_and_column() {
    let table = heatmap().table();
    assert_eq!(table.headers, ["Usage", "Outcome", "Value"]);
    // Row 0, column 1: (0 * 7 + 5) % 13 / 7.5 - 0.8.
    assert_eq!(table.rows[1], ["Requests", "Cycle time", "\u{2212}0.13"]);
}

/// Three usage metrics against two outcomes; the last pair is empty.
fn all_pairs() -> Matrix {
    let metric = |name: &str, topic| MetricInfo {
        id: MetricId(name.to_lowercase()),
        label: name.to_owned(),
        unit: String::new(),
        topic,
        direction: goodhart::dataset::Direction::Neither,
        definition: String::new(),
        people: 120,
    };
    let found = [
        (0.52, 0.001),
        (-0.08, 0.4),
        (0.31, 0.02),
        (0.05, 0.6),
        (-0.36, 0.01),
    ];
    let pair = |(at, (value, p)): (usize, (f64, f64))| {
        Ok(Pair {
            value,
            interval: Err(Undefined::PerfectFit),
            people: 120 - at,
            p_value: Some(p),
            false_discovery: Some(p),
            family_wise: Some(p),
            coupled: (at == 2).then(|| "tasks".to_owned()),
            verdict: Ok(Verdict::Related),
        })
    };
    let mut cells: Vec<_> = found.into_iter().enumerate().map(pair).collect();
    cells.push(Err(Empty::TooFewPeople(3)));
    Matrix {
        question: Question {
            layer: Layer::Between,
            interest: Interest::Middle,
        },
        period: Period::Week,
        usage: ["Prompts", "Tasks with AI", "Active days"]
            .map(|name| metric(name, Topic::Usage))
            .into(),
        outcomes: ["Tasks", "Lead time"]
            .map(|name| metric(name, Topic::Outcome))
            .into(),
        cells,
        left_out: 0,
    }
}

#[test]
fn all_pairs_show_what_stands_what_shares_a_column_and_what_is_missing() {
    let chart = goodhart::chart::matrix(&all_pairs(), Sort::Strength);
    assert_drawn("matrix", &chart, (720, 360), &Theme::light());
    assert_eq!(
        chart.title,
        "3 of 5 pairs stand out when people are compared, even allowing for their number"
    );
    let rows = chart.table().rows;
    assert_eq!(rows.len(), 6);
    assert!(
        rows.contains(&vec![
            "Active days".into(),
            "Lead time".into(),
            String::new()
        ]),
        "{rows:?}"
    );
}

/// The sample company at a glance.
fn at_a_glance() -> Overview {
    let mut engine = Engine::new();
    let Response::Sample(files) = engine.answer(&Request::Sample(FileId(0))) else {
        panic!("the sample was not read");
    };
    let recipe = Recipe {
        files: files
            .into_iter()
            .filter_map(|file| Some((file.id, file.mapping?)))
            .collect(),
        period: Period::Week,
        absent: Absent::Unknown,
        filters: Filters::default(),
        naming: goodhart::dataset::Naming::default(),
    };
    let look = Look {
        x: MetricId("usage.prompts".to_owned()),
        y: MetricId("outcome.tasks-done".to_owned()),
        interest: Interest::default(),
    };
    match engine.answer(&Request::Overview(recipe, look)) {
        Response::Overviewed(Ok(found)) => *found,
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_outcome_between_people_and_within_them() {
    let chart = overview::standings(&at_a_glance());
    assert_drawn("overview-standings", &chart, (900, 620), &Theme::light());
    let table = chart.table();
    assert_eq!(
        table.rows.len(),
        18,
        "two figures for each of nine outcomes"
    );
    assert_eq!(table.rows[2][0], "Lead time hours");
}

#[test]
fn usage_over_time_with_its_events() {
    let found = at_a_glance();
    let course = found.usage_course.as_ref().expect("the sample has dates");
    let ends = overview::ends(&found).expect("the sample has dates");
    let chart = overview::course(&found.x, course, &found.events, ends);
    assert_drawn("overview-course", &chart, (900, 260), &Theme::light());
    assert_drawn("overview-course-dark", &chart, (390, 240), &Theme::dark());
    assert_eq!(chart.table().rows.len(), 26, "the rules are no values");
}

#[test]
fn a_lorenz_curve_under_the_line_of_equal_use() {
    let found = at_a_glance();
    let spread = found.spread.as_ref().expect("prompts add up");
    let chart = overview::lorenz(&found.x, spread);
    assert_drawn("overview-lorenz", &chart, (560, 480), &Theme::light());
    let rows = chart.table().rows;
    assert_eq!(
        (rows[0][1].as_str(), rows[rows.len() - 1][1].as_str()),
        ("0%", "100%")
    );
}
