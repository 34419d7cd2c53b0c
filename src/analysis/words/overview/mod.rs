//! Sentences of the overview: chosen from findings that were adjusted together.

mod figures;
mod shown;
mod tiles;

use crate::analysis::overview::doubt::Doubt;
use crate::analysis::overview::standing::{ALPHA, Finding, Side, Standing, Way};
use crate::analysis::relation::Caveat;
use crate::analysis::{NoVerdict, Overview, Verdict};
use crate::dataset::{Direction, Period};
use crate::format::{self, coefficient as two_decimals};
use crate::metrics::MetricInfo;
use crate::stats::Undefined;

use super::{coefficient, lower, people, upper};

pub use figures::{between_figures, doubt, limits, plain, within_figures};
pub use shown::{
    course_limit, course_note, course_title, event, gini, no_course, no_spread, spread_figures,
    spread_limit, spread_title,
};
pub use tiles::{Tile, tiles};

/// The answer in one sentence; where the data cannot tell, that comes first.
pub fn headline(overview: &Overview) -> String {
    let [pair, rest] = headline_parts(overview);
    if rest.is_empty() {
        pair
    } else {
        format!("{pair}; {rest}")
    }
}

/// The same in two parts: the pair to begin with, and what else belongs to the answer; that may be empty.
pub fn headline_parts(overview: &Overview) -> [String; 2] {
    let (others, reversal) = (others(overview), reversal(overview));
    let doubted = overview.doubt.as_ref().map(|(at, _)| *at);
    let rest = if doubted == Some(overview.first) {
        [reversal, others]
    } else {
        [others, reversal]
    };
    let rest = rest.into_iter().flatten().collect::<Vec<_>>().join("; ");
    [pair(overview), rest]
}

/// What else belongs to the answer, as a sentence of its own.
pub fn aside(overview: &Overview) -> Option<String> {
    let [_, rest] = headline_parts(overview);
    (!rest.is_empty()).then(|| format!("{}.", upper(&rest)))
}

/// A reversal within groups belongs to the answer: without it, it would be read as the opposite of what they show.
fn reversal(overview: &Overview) -> Option<String> {
    let (at, Doubt::Caveat(Caveat::GroupsDisagree(by))) = overview.doubt.as_ref()? else {
        return None;
    };
    let is_claimed = matches!(overview.outcomes[*at].between.finding, Finding::Related(_));
    is_claimed.then(|| format!("within the groups of “{by}” that points the other way"))
}

/// The pair to begin with.
fn pair(overview: &Overview) -> String {
    let standing = overview.pair();
    let (x, y) = (lower(&overview.x.label), lower(&standing.y.label));
    match (standing.between.finding, standing.inside.finding) {
        (Finding::Related(between), Finding::Related(inside)) if between == inside => format!(
            "More {x} goes with {} {y}, both between people and within the same person",
            higher(between)
        ),
        (Finding::Related(between), Finding::Related(inside)) => format!(
            "People with more {x} tend to have {} {y}, but the same person has {} {y} in {}s with more",
            higher(between),
            higher(inside),
            period(overview)
        ),
        (Finding::Related(way), inside) => {
            let inside = match inside {
                Finding::NoneThatMatters => format!(
                    "the same person in {}s with more does not, in any way that matters",
                    period(overview)
                ),
                _ => "whether that holds within the same person cannot be told".to_owned(),
            };
            format!(
                "People with more {x} tend to have {} {y}; {inside}",
                higher(way)
            )
        }
        (between, Finding::Related(way)) => {
            let between = match between {
                Finding::NoneThatMatters => "between people there is no relation that matters",
                _ => "whether it shows between people cannot be told",
            };
            format!(
                "In {}s with more {x} than usual the same person has {} {y}; {between}",
                period(overview),
                higher(way)
            )
        }
        (Finding::NoneThatMatters, Finding::NoneThatMatters) => format!(
            "{} and {y} do not go together in any way that matters, neither between people nor within the same person",
            upper(&x)
        ),
        (Finding::NoneThatMatters, Finding::None(NoVerdict::Undefined(_))) => format!(
            "Between people {x} and {y} do not go together in any way that matters; nobody can be followed over time here"
        ),
        (Finding::NoneThatMatters, inside) => format!(
            "Cannot tell yet whether {x} and {y} go together within the same person{}; between people they do not in any \
             way that matters",
            inside_gap(overview, inside)
        ),
        (between, Finding::NoneThatMatters) => format!(
            "Cannot tell yet whether people with more {x} have other {y}{}; within the same person there is no relation \
             that matters",
            between_gap(overview, between)
        ),
        (between, _) => format!(
            "Cannot tell yet whether {x} and {y} go together{}",
            both_gap(overview, between)
        ),
    }
}

/// What keeps the data from telling, on both sides.
fn both_gap(overview: &Overview, between: Finding) -> String {
    let gap = between_gap(overview, between);
    match (gap.is_empty(), more_periods(overview)) {
        (false, Some(more)) => format!("{gap}; {more}"),
        (true, Some(more)) => format!(": {more}"),
        (_, None) => gap,
    }
}

fn between_gap(overview: &Overview, finding: Finding) -> String {
    let standing = overview.pair();
    let n = people(standing.people);
    match finding {
        Finding::Hint(_) => hint(overview, &standing.between),
        Finding::None(reason) => format!(": {}", cannot(reason)),
        _ => standing.smallest_visible.map_or_else(
            |_| String::new(),
            |visible| {
                format!(
                    ": with {n} an effect below r = {} would stay hidden",
                    two_decimals(visible)
                )
            },
        ),
    }
}

fn inside_gap(overview: &Overview, finding: Finding) -> String {
    let standing = overview.pair();
    let visible = match standing.within.as_ref().map(|found| found.verdict) {
        Ok(Ok(Verdict::CannotTell { smallest_visible })) => Some(smallest_visible),
        _ => None,
    };
    let gap = match (finding, visible) {
        (Finding::Hint(_), _) => hint(overview, &standing.inside),
        (Finding::None(reason), _) => format!(": {}", cannot(reason)),
        (_, Some(visible)) => format!(
            ": an effect below {} standard deviations would stay hidden",
            two_decimals(visible)
        ),
        _ => String::new(),
    };
    match more_periods(overview) {
        Some(more) if !gap.is_empty() => format!("{gap}; {more}"),
        _ => gap,
    }
}

/// `about 9 more weeks would show 0.30`.
fn more_periods(overview: &Overview) -> Option<String> {
    let more = overview.pair().more_periods?;
    let word = period(overview);
    Some(format!(
        "about {} would show {} within people",
        format::count(more, &format!("more {word}"), &format!("more {word}s")),
        two_decimals(overview.interest.bound())
    ))
}

fn hint(overview: &Overview, side: &Side) -> String {
    let p = |p: Option<f64>| p.map_or_else(|| "no p".to_owned(), format::p_value);
    format!(
        ": alone it would look like a relation ({}), among {} it is not enough (adjusted {}, {} is asked for)",
        p(side.p),
        format::count(overview.tests, "look", "looks"),
        p(side.adjusted_p),
        two_decimals(ALPHA)
    )
}

/// The outcomes beside the pair, if there are any.
fn others(overview: &Overview) -> Option<String> {
    let others = overview.outcomes.len() - 1;
    let first = &overview.pair().y.id;
    let claims = overview.claims();
    let claimed: Vec<&Standing> = claims
        .into_iter()
        .filter(|standing| standing.y.id != *first)
        .collect();
    let x = lower(&overview.x.label);
    match (others, claimed.as_slice()) {
        (0, _) => None,
        (1, []) => Some("the other outcome does not stand out".to_owned()),
        (_, []) => Some(format!("none of the {others} other outcomes stands out")),
        (_, [one]) => Some(format!(
            "of {} one goes with {x}: {}",
            number_of(others),
            short(one)
        )),
        (_, [one, two]) => Some(format!(
            "of {} two go with {x}: {} and {}",
            number_of(others),
            short(one),
            short(two)
        )),
        (_, many) => Some(format!(
            "of {} {} go with {x}",
            number_of(others),
            many.len()
        )),
    }
}

/// `higher lead time hours between people`.
fn short(standing: &Standing) -> String {
    let y = lower(&standing.y.label);
    match (standing.between.finding, standing.inside.finding) {
        (Finding::Related(between), Finding::Related(inside)) if between == inside => {
            format!("{} {y}", higher(between))
        }
        (Finding::Related(way), Finding::Related(_)) => {
            format!("{} {y} between people, the reverse within", higher(way))
        }
        (Finding::Related(way), _) => format!("{} {y} between people", higher(way)),
        (_, Finding::Related(way)) => format!("{} {y} within people", higher(way)),
        _ => y,
    }
}

fn number_of(others: usize) -> String {
    format::count(others, "other outcome", "other outcomes")
}

/// How the outcomes were looked at, and what stands.
pub fn across(overview: &Overview) -> String {
    let looks = format!(
        "{} against {}, between people and within them: {}, adjusted together (Holm).",
        upper(&lower(&overview.x.label)),
        format::count(overview.outcomes.len(), "outcome", "outcomes"),
        format::count(overview.tests, "test", "tests")
    );
    let claims = overview.claims();
    if claims.is_empty() {
        return format!("{looks} No relation stands.");
    }
    let named: Vec<String> = claims
        .iter()
        .take(NAMED)
        .map(|claim| standing(claim))
        .collect();
    let rest = claims.len() - named.len();
    let rest = if rest > 0 {
        format!("; and {rest} more")
    } else {
        String::new()
    };
    format!("{looks} What stands: {}{rest}.", named.join("; "))
}

/// Claims that are written out.
const NAMED: usize = 3;

/// What stands about an outcome: `higher lead time hours, the worse side, between people (rho 0.38)`.
fn standing(standing: &Standing) -> String {
    let y = lower(&standing.y.label);
    let side = |finding, figure: String, word: &str| match finding {
        Finding::Related(way) => Some(format!(
            "{} {y}{} {word}{figure}",
            higher(way),
            goodness(&standing.y, way)
        )),
        _ => None,
    };
    let rho = coefficient(&standing.spearman)
        .map_or_else(String::new, |rho| format!(" (rho {})", two_decimals(rho)));
    let within = standing.within.as_ref().map_or_else(
        |_| String::new(),
        |found| format!(" ({} SD per SD)", two_decimals(found.standardised)),
    );
    let sides = [
        side(standing.between.finding, rho, "between people"),
        side(standing.inside.finding, within, "within people"),
    ];
    sides.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn higher(way: Way) -> &'static str {
    match way {
        Way::Higher => "higher",
        Way::Lower => "lower",
    }
}

fn goodness(y: &MetricInfo, way: Way) -> &'static str {
    match (y.direction, way) {
        (Direction::HigherIsBetter, Way::Higher) | (Direction::LowerIsBetter, Way::Lower) => {
            ", the better side,"
        }
        (Direction::HigherIsBetter, Way::Lower) | (Direction::LowerIsBetter, Way::Higher) => {
            ", the worse side,"
        }
        (Direction::Neither, _) => "",
    }
}

/// Why there is no verdict, in the middle of a sentence.
fn cannot(reason: NoVerdict) -> &'static str {
    match reason {
        NoVerdict::Undefined(Undefined::Constant(_)) => "one of the two does not vary",
        NoVerdict::Undefined(Undefined::TooFew { .. }) => "there are too few people",
        NoVerdict::Undefined(_) => "the figures cannot be computed from these values",
        NoVerdict::OnePerson(_) => "one person holds more than half of the information",
        NoVerdict::FewDegreesOfFreedom(_) | NoVerdict::FewTreated(_) => {
            "too few people of comparable weight bear on it"
        }
    }
}

fn period(overview: &Overview) -> &'static str {
    match overview.period {
        Period::Span => "period",
        other => other.word(),
    }
}

/// `person-week`.
pub fn person_period(period: Period) -> String {
    match period {
        Period::Span => "person".to_owned(),
        other => format!("person-{}", other.word()),
    }
}

/// A share in whole percent, so that no tenth of a percent points at anyone.
pub fn whole_percent(share: f64) -> f64 {
    (share * 100.0).round() / 100.0
}
