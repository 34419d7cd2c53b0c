//! Before and after a date, in words.

use super::{Told, event, reason};
use crate::analysis::check::decoupling::{Correlations, Decoupling, Slope, Study};
use crate::analysis::check::{Check, Turn};
use crate::analysis::words::{lower, no_verdict_reason, people, upper};
use crate::format::{self, coefficient as two_decimals};

/// Below this p-value the weeks before the date are told as having moved.
const MOVING: f64 = 0.05;

/// What happened to the relation; `None` without a date.
pub fn decoupling(check: &Check) -> Option<Told> {
    let chosen = check.dates.chosen.as_ref()?;
    let found = check.decoupling.as_ref()?;
    let (x, y, when) = (
        lower(&check.usage.label),
        lower(&check.outcome.label),
        event(chosen),
    );
    let link = format!("link between {x} and {y}");
    let finding = match found.turn {
        Turn::Weakened => format!("The {link} is weaker after {when}"),
        Turn::Strengthened => format!("The {link} is stronger after {when}"),
        Turn::Reversed => format!("The {link} points the other way after {when}"),
        Turn::Appeared => format!("A {link} shows only after {when}"),
        Turn::Moved => format!("The {link} is another one after {when}"),
        Turn::Held => format!("The {link} is much the same before and after {when}"),
        Turn::CannotTell(_) => format!("Cannot tell whether the {link} changed after {when}"),
        Turn::None(_) => format!("No verdict on the {link} before and after {when}"),
    };
    Some(Told {
        finding,
        figures: figures(check, found),
        text: text(check, found),
        limit: "It shows what came before and what after the date for the same people, not what made it so: whatever else \
                began then is in it as well."
            .to_owned(),
        stands_out: matches!(found.turn, Turn::Weakened | Turn::Reversed),
    })
}

fn figures(check: &Check, found: &Decoupling) -> String {
    let (x, y) = (lower(&check.usage.label), lower(&check.outcome.label));
    let step = step(found);
    let estimate = |slope: &Slope| {
        format!(
            "{} (95% CI {} to {})",
            format::signed(slope.coefficient.estimate * step),
            format::signed(slope.interval.low * step),
            format::signed(slope.interval.high * step)
        )
    };
    let side = |slope: &Result<Slope, crate::stats::Undefined>| match slope {
        Ok(slope) => estimate(slope),
        Err(why) => lower(&reason(*why)),
    };
    format!(
        "For {} more in {x} than usual in a {}: {y} {} before, {} after; change {}, n = {}",
        amount(step),
        super::word(check),
        side(&found.before),
        side(&found.after),
        side(&found.change),
        people(found.people),
    )
}

/// What a slope is counted in, as the caption of an axis.
pub fn slope_axis(check: &Check, step: f64) -> String {
    format!(
        "{} for {} more in {} than usual",
        check.outcome.label,
        amount(step),
        lower(&check.usage.label)
    )
}

/// A round step of usage, as it is said.
fn amount(step: f64) -> String {
    if step < 1.0 {
        format::number(step)
    } else {
        format::fixed(step, 0)
    }
}

/// A round step of usage, at most a usual change of it.
pub fn step(found: &Decoupling) -> f64 {
    if found.usage_deviation > 0.0 {
        libm::pow(10.0, libm::log10(found.usage_deviation).floor())
    } else {
        1.0
    }
}

fn text(check: &Check, found: &Decoupling) -> Vec<String> {
    let mut text = vec![match found.turn {
        Turn::CannotTell(smallest) => format!(
            "We would probably have noticed only a change of more than about {} standard deviations.",
            two_decimals(smallest)
        ),
        Turn::None(why) => no_verdict_reason(why),
        Turn::Held => format!(
            "Any change is smaller than {} standard deviations either way, the smallest that was set as worth caring about.",
            two_decimals(check.interest.bound())
        ),
        _ => format!(
            "The interval of the change excludes zero. The same person is compared with that person’s own usual {}, and what \
             all people share in a {0} (a holiday, a season) is taken out.",
            super::word(check)
        ),
    }];
    text.extend(size(check, found));
    if let Ok(Correlations {
        before,
        after,
        fall,
    }) = found.correlations
    {
        let tested = fall.map_or_else(
            |_| String::new(),
            |(estimate, range, p)| {
                format!(
                    "; the fall on Fisher’s scale is {} (95% CI {} to {}{}), leaving out each person in turn",
                    two_decimals(estimate),
                    two_decimals(range.low),
                    two_decimals(range.high),
                    p.map_or_else(|_| String::new(), |p| format!(", {}", format::p_value(p)))
                )
            },
        );
        text.push(format!(
            "The correlation within people is {} before and {} after{tested}.",
            two_decimals(before),
            two_decimals(after)
        ));
    }
    text
}

/// How large the relation was to begin with, in standard deviations.
fn size(check: &Check, found: &Decoupling) -> Option<String> {
    let standardised = |slope: &Slope| slope.coefficient.estimate / found.unit;
    let (before, after) = (
        standardised(found.before.as_ref().ok()?),
        standardised(found.after.as_ref().ok()?),
    );
    if !before.is_finite() || !after.is_finite() {
        return None;
    }
    let bound = check.interest.bound();
    let small = if before.abs() < bound && after.abs() < bound {
        format!(
            " Both are below {}, the smallest that was set as worth caring about.",
            two_decimals(bound)
        )
    } else {
        String::new()
    };
    Some(format!(
        "In usual changes of one person: {} standard deviations of {} per one of {} before, {} after.{small}",
        two_decimals(before),
        lower(&check.outcome.label),
        lower(&check.usage.label),
        two_decimals(after)
    ))
}

/// Usage around the date; `None` without one.
pub fn study(check: &Check) -> Option<Told> {
    let chosen = check.dates.chosen.as_ref()?;
    let x = lower(&check.usage.label);
    let word = super::word(check);
    let limit = format!(
        "Everybody has the same date, so nobody shows what would have happened without it. A flat stretch before makes a \
         break easier to believe and never proves it; holidays show as dents in {x}."
    );
    let found = match &check.decoupling.as_ref()?.study {
        Ok(found) => found,
        Err(why) => {
            return Some(Told {
                finding: format!("{} around the date cannot be compared", upper(&x)),
                figures: format!("{}.", reason(*why)),
                text: Vec::new(),
                limit,
                stands_out: false,
            });
        }
    };
    let range = found.after.interval(crate::analysis::verdict::LEVEL);
    let moved = !range.contains(0.0);
    let direction = if found.after.estimate > 0.0 {
        "higher"
    } else {
        "lower"
    };
    let finding = if moved {
        format!(
            "{} per person is {direction} in the {word}s after {}",
            upper(&x),
            event(chosen)
        )
    } else {
        format!(
            "{} per person is much as it was before {}",
            upper(&x),
            event(chosen)
        )
    };
    Some(Told {
        finding,
        figures: format!(
            "{} a {word} on average against the last {word} before (95% CI {} to {}), n = {}",
            format::signed(found.after.estimate),
            format::signed(range.low),
            format::signed(range.high),
            people(found.people)
        ),
        text: vec![pre_trend(check, found)],
        limit,
        stands_out: false,
    })
}

fn pre_trend(check: &Check, found: &Study) -> String {
    let word = super::word(check);
    match found.moving_before {
        Ok(test) if test.p_value < MOVING => format!(
            "The {word}s before the date differ among themselves ({}), by a trend or by holidays: part of the difference \
             after it may be more of the same.",
            format::p_value(test.p_value)
        ),
        Ok(test) => format!(
            "The {word}s before the date show no movement of their own ({}).",
            format::p_value(test.p_value)
        ),
        Err(_) => {
            format!("There are too few {word}s before the date to see whether it had been moving.")
        }
    }
}
