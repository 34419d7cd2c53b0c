//! Titles and notes of what the overview shows: courses over time, the Lorenz curve.

use crate::analysis::overview::course::{Course, CoursePoint, Dated, NoCourse};
use crate::analysis::overview::spread::{NoSpread, Spread};
use crate::analysis::{FEWEST_DOTS, Overview, SMALLEST_GROUP};
use crate::dataset::Period;
use crate::format::{self, coefficient as two_decimals, number};
use crate::metrics::MetricInfo;

use super::{lower, people, upper, whole_percent};

/// The title of a metric over time: whether the last period lies clearly above or below the first.
pub fn course_title(metric: &MetricInfo, course: &Course, period: Period) -> String {
    let label = upper(&lower(&metric.label));
    let (Some(first), Some(last)) = (course.points.first(), course.points.last()) else {
        return label;
    };
    let moved = if last.low > first.high {
        "rose"
    } else if last.high < first.low {
        "fell"
    } else {
        return format!(
            "{label}: no clear change from the first {} to the last",
            period.word()
        );
    };
    format!(
        "{label} {moved} from {} to {}",
        number(first.mean),
        number(last.mean)
    )
}

/// What is drawn over time, and on how many people it rests.
pub fn course_note(metric: &MetricInfo, course: &Course, period: Period) -> String {
    let unit = if metric.unit.is_empty() {
        String::new()
    } else {
        format!(" ({})", metric.unit)
    };
    let counted = |n| format::count(n, period.word(), &format!("{}s", period.word()));
    let hidden = if course.hidden > 0 {
        format!(
            "; {} with fewer than {SMALLEST_GROUP} people left out",
            counted(course.hidden)
        )
    } else {
        String::new()
    };
    let cut_short = if course.cut_short > 0 {
        format!(
            "; {} that the file covers only a part of left out",
            counted(course.cut_short)
        )
    } else {
        String::new()
    };
    let ends = course.points.first().zip(course.points.last());
    let ends = ends.map_or_else(String::new, |(first, last)| {
        let say = |point: &CoursePoint| {
            format!(
                "{} (95% CI {} to {})",
                number(point.mean),
                number(point.low),
                number(point.high)
            )
        };
        format!("{} at first, {} at last. ", say(first), say(last))
    });
    format!(
        "{ends}Mean per person{unit} with its 95% interval over people, n = {} in {}{hidden}{cut_short}",
        people(course.people),
        format::count(
            course.points.len(),
            period.word(),
            &format!("{}s", period.word())
        )
    )
}

/// A dated event: `6 Apr 2026: Leaderboard launched`.
pub fn event(event: &Dated) -> String {
    let day = format::day(event.day);
    if event.name.is_empty() {
        day
    } else {
        format!("{day}: {}", event.name)
    }
}

/// Why nothing is drawn over time.
pub fn no_course(metric: &MetricInfo, reason: NoCourse) -> String {
    let label = upper(&lower(&metric.label));
    match reason {
        NoCourse::NoDates => {
            format!(
                "{label} cannot be drawn over time: its file has no dates. A file with a date for each row would show it."
            )
        }
        NoCourse::WholeTime => format!(
            "{label} is not drawn over time, because the whole time counts as one period. Compare per week or month to see it."
        ),
        NoCourse::OnePeriod => {
            format!("{label} is there for one period only, so there is no course to draw.")
        }
        NoCourse::FewPeople => format!(
            "{label} is not drawn over time: fewer than two periods have {SMALLEST_GROUP} people or more."
        ),
    }
}

/// What the lines over time do not show.
pub fn course_limit() -> &'static str {
    "What this does not show: that one goes with the other. Two lines may rise together because everything does."
}

/// The title of the Lorenz curve.
pub fn spread_title(overview: &Overview, spread: &Spread) -> String {
    let evenly = match spread
        .concentration
        .gini_unbiased
        .unwrap_or(spread.concentration.gini)
    {
        even if even < 0.2 => "is spread evenly",
        middle if middle < 0.4 => "is spread somewhat unevenly",
        uneven if uneven < 0.6 => "is spread unevenly",
        _ => "is spread very unevenly",
    };
    format!("Use of {} {evenly}", lower(&overview.x.label))
}

/// The figures of the Lorenz curve.
pub fn spread_figures(spread: &Spread) -> String {
    let n = people(spread.concentration.n);
    let tenth = spread.top_tenth().map_or_else(String::new, |share| {
        format!(
            " The most active tenth holds {}.",
            format::percent(whole_percent(share))
        )
    });
    format!("Gini {}, n = {n}.{tenth}", gini(spread))
}

/// The Gini coefficient with its interval.
pub fn gini(spread: &Spread) -> String {
    let found = &spread.concentration;
    let value = two_decimals(found.gini_unbiased.unwrap_or(found.gini));
    match &found.gini_interval {
        Ok(range) => format!(
            "{value} ({})",
            format::interval(range.low, range.high, range.level)
        ),
        Err(_) => value,
    }
}

/// Why there is no Lorenz curve.
pub fn no_spread(overview: &Overview, reason: NoSpread) -> String {
    let x = lower(&overview.x.label);
    match reason {
        NoSpread::NoTotal => {
            format!(
                "How {x} is spread is not drawn: its values make no total. Choose a count, such as prompts."
            )
        }
        NoSpread::FewPeople(have) => format!(
            "How {x} is spread is not drawn: {} have it, and below {FEWEST_DOTS} the curve would show each of them.",
            people(have)
        ),
        NoSpread::Undefined(_) => {
            format!(
                "How {x} is spread cannot be computed: nothing was used, or some values lie below zero."
            )
        }
    }
}

/// What the Lorenz curve does not show.
pub fn spread_limit() -> &'static str {
    "What this does not show: whether much use is good use. People without a usage row are not in it."
}
