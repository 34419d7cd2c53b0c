//! The parts of the overview, ready to be pinned.

use crate::analysis::Overview;
use crate::analysis::overview::course::{Course, NoCourse};
use crate::analysis::overview::standing::{Side, Standing};
use crate::analysis::segments::{Segment, Segments};
use crate::analysis::words::{overview as words, segments};
use crate::chart::{self, Table};
use crate::format;
use crate::metrics::{MetricInfo, Topic};
use crate::stats::concentration::{self, Concentration};
use crate::stats::{correlation, panel};

use super::{Figure, Pinnable, table};

impl Pinnable {
    /// The answer in one sentence, with every outcome between people and within them.
    pub fn of_outcomes(overview: &Overview) -> Self {
        let [title, _] = words::headline_parts(overview);
        let said = [
            words::aside(overview),
            words::plain(overview),
            Some(words::between_figures(overview)),
            Some(words::within_figures(overview)),
            Some(words::across(overview)),
        ];
        let mut limits = vec![words::doubt(overview)];
        limits.extend(words::limits(overview));
        Pinnable {
            sentences: said.into_iter().flatten().collect(),
            limits,
            figures: pair(overview),
            chart: Some(chart::overview::standings(overview)),
            table: Some(outcomes(overview)),
            ..Pinnable::new("outcomes", title)
        }
    }

    /// Who is in the data, and how much they used.
    pub fn of_tiles(overview: &Overview) -> Self {
        let rows = words::tiles(overview)
            .into_iter()
            .map(|tile| [tile.label.to_owned(), tile.value, tile.note]);
        Pinnable {
            limits: words::limits(overview),
            table: Some(table(["Figure", "Value", "Note"], rows.collect())),
            ..Pinnable::new("tiles", "Who is in the data".to_owned())
        }
    }

    /// Usage or the outcome over time; nothing where it cannot be drawn.
    pub fn of_course(overview: &Overview, side: Topic) -> Option<Self> {
        let (metric, course) = course(overview, side);
        let course = course.as_ref().ok()?;
        let ends = chart::overview::ends(overview)?;
        let events = &overview.events;
        let happened = chart::overview::legend(events).into_iter();
        let mut sentences = vec![words::course_note(metric, course, overview.period)];
        sentences.extend(happened.map(|(letter, event)| format!("{letter}: {event}")));
        let part = match side {
            Topic::Usage => "usage-course",
            Topic::Outcome => "outcome-course",
        };
        Some(Pinnable {
            sentences,
            limits: vec![words::course_limit().to_owned()],
            figures: vec![Figure::people(course.people)],
            chart: Some(chart::overview::course(metric, course, events, ends)),
            table: Some(periods(course)),
            ..Pinnable::new(part, words::course_title(metric, course, overview.period))
        })
    }

    /// How usage is spread over people; nothing where it cannot be drawn.
    pub fn of_spread(overview: &Overview) -> Option<Self> {
        let spread = overview.spread.as_ref().ok()?;
        Some(Pinnable {
            sentences: vec![words::spread_figures(spread)],
            limits: vec![words::spread_limit().to_owned()],
            figures: vec![
                Figure::people(spread.concentration.n),
                gini(&spread.concentration),
            ],
            chart: Some(chart::overview::lorenz(&overview.x, spread)),
            ..Pinnable::new("spread", words::spread_title(overview, spread))
        })
    }

    /// People by how much they use.
    pub fn of_segments(found: &Segments) -> Self {
        let share = |share: Option<f64>| {
            share.map_or_else(
                || "hidden".to_owned(),
                |share| format::percent(words::whole_percent(share)),
            )
        };
        let row = |segment: &Segment| {
            let part = segment
                .people
                .map(|people| people as f64 / found.people.max(1) as f64);
            [
                segments::level(segment.level).to_owned(),
                segments::definition(segment.level, found.borders),
                segments::people(segment.people),
                share(part),
                share(segment.held),
            ]
        };
        let headers = ["Segment", "Definition", "People", "Of all", "Of usage"];
        Pinnable {
            sentences: std::iter::once(segments::measured(found))
                .chain(segments::hidden(found))
                .collect(),
            limits: vec![segments::limit().to_owned()],
            figures: vec![Figure::people(found.people)],
            table: Some(table(headers, found.segments.iter().map(row).collect())),
            ..Pinnable::new("segments", "People by how much they use".to_owned())
        }
    }
}

/// The metric of a side with its course.
fn course(overview: &Overview, side: Topic) -> (&MetricInfo, &Result<Course, NoCourse>) {
    match side {
        Topic::Usage => (&overview.x, &overview.usage_course),
        Topic::Outcome => (&overview.pair().y, &overview.outcome_course),
    }
}

/// The figures of the pair to begin with.
fn pair(overview: &Overview) -> Vec<Figure> {
    let standing = overview.pair();
    let between = standing.spearman.as_ref().ok().map(|found| {
        Figure::coefficient(
            &correlation::SPEARMAN,
            "Between people, Spearman’s rho",
            found,
        )
    });
    let within = standing.within.as_ref().ok().map(|found| {
        let name = "Within people, SD per SD";
        let figure = Figure::made_by(
            &panel::FIXED_EFFECTS,
            name,
            found.standardised,
            found.people_that_bear,
        );
        Figure {
            p_value: found.p_value.ok(),
            ..figure.within(found.standardised_interval, format::coefficient)
        }
    });
    [Some(Figure::people(standing.people)), between, within]
        .into_iter()
        .flatten()
        .collect()
}

fn gini(found: &Concentration) -> Figure {
    let value = found.gini_unbiased.unwrap_or(found.gini);
    let figure = Figure::made_by(&concentration::GINI, "Gini coefficient", value, found.n);
    match found.gini_interval {
        Ok(interval) => figure.within(interval, format::coefficient),
        Err(_) => figure,
    }
}

/// Every outcome on both sides.
fn outcomes(overview: &Overview) -> Table {
    let headers = [
        "Outcome",
        "Compared",
        "Figure",
        "Interval",
        "People",
        "p",
        "Adjusted p (Holm)",
    ];
    let p = |side: Option<f64>| side.map_or_else(String::new, format::p_value);
    let row = |standing: &Standing, how: &str, figures: [String; 2], people: usize, side: &Side| {
        let [figure, interval] = figures;
        [
            standing.y.label.clone(),
            how.to_owned(),
            figure,
            interval,
            format::integer(people),
            p(side.p),
            p(side.adjusted_p),
        ]
    };
    let rows = overview.outcomes.iter().flat_map(|standing| {
        let between = standing.spearman.as_ref().ok().map(|found| {
            let range = found.interval.map_or_else(
                |_| String::new(),
                |range| format::interval(range.low, range.high, range.level),
            );
            let figures = [format::coefficient(found.coefficient), range];
            row(
                standing,
                "between people (rho)",
                figures,
                found.n,
                &standing.between,
            )
        });
        let within = standing.within.as_ref().ok().map(|found| {
            let range = found.standardised_interval;
            let range = format::interval(range.low, range.high, range.level);
            let figures = [format::coefficient(found.standardised), range];
            row(
                standing,
                "within people (SD per SD)",
                figures,
                found.people_that_bear,
                &standing.inside,
            )
        });
        [between, within].into_iter().flatten()
    });
    table(headers, rows.collect())
}

/// Every period with its mean and interval.
fn periods(course: &Course) -> Table {
    let row = |point: &crate::analysis::overview::course::CoursePoint| {
        [
            format::day(point.day),
            format::number(point.mean),
            format::number(point.low),
            format::number(point.high),
            format::integer(point.people),
        ]
    };
    let headers = [
        "Period from",
        "Mean per person",
        "95% CI from",
        "95% CI to",
        "People",
    ];
    table(headers, course.points.iter().map(row).collect())
}
