//! A simulated target, in words. Everything here says that it is supposed, not foretold.

use super::check::Told;
use super::{lower, people, undefined_reason};
use crate::analysis::target::{EffectFrom, Simulation, Spread, Step, TargetFrom};
use crate::format::{self, coefficient as two_decimals};

/// A coefficient within this of zero is told as no relation to lose.
const NOTHING: f64 = 0.1;

/// What would come of the target, under what was supposed.
pub fn simulated(found: &Simulation) -> Told {
    let (x, y) = (lower(&found.usage.label), lower(&found.outcome.label));
    let limit = "This is a simulation under the assumptions that stand beside it, not a forecast. Real people may respond in \
                 other ways, or not at all."
        .to_owned();
    let (Ok(now), Some(first)) = (&found.now, first(found)) else {
        let why = found.now.as_ref().err().or(found.curve.as_ref().err());
        return Told {
            finding: format!("A target on {x} cannot be simulated"),
            figures: why.map_or_else(String::new, |why| format!("{}.", undefined_reason(*why))),
            text: Vec::new(),
            limit,
            stands_out: false,
        };
    };
    let finding = if found.below == 0 {
        format!(
            "Nobody is below {}: such a target would move no one",
            number(found.target)
        )
    } else {
        format!(
            "Supposed: with a target of {} a {}, {x} would say {} about real use",
            number(found.target),
            period(found),
            if now.with_use.mean < first.with_use.mean - 0.01 {
                "less"
            } else {
                "as much"
            },
        )
    };
    Told {
        finding,
        figures: format!(
            "Rho with real use {} before, {} after; rho with {} {} before, {} after; {} of {} below the target",
            two_decimals(first.with_use.mean),
            band(&now.with_use),
            good(found),
            two_decimals(first.with_outcome.mean),
            band(&now.with_outcome),
            format::integer(found.below),
            people(found.sampled.unwrap_or(found.people)),
        ),
        text: vec![relation(found, first, now), method(found, &y)],
        limit,
        stands_out: false,
    }
}

fn first(found: &Simulation) -> Option<&Step> {
    found.curve.as_ref().ok()?.first()
}

/// What becomes of the relation with the outcome.
fn relation(found: &Simulation, first: &Step, now: &Step) -> String {
    let y = lower(&found.outcome.label);
    let (before, after) = (first.with_outcome.mean, now.with_outcome.mean);
    if before.abs() < NOTHING {
        format!(
            "Between people there is hardly a relation with {y} to lose (rho {}), so the other curve shows what happens to the \
             number itself: how well it still tells who really uses more.",
            two_decimals(before)
        )
    } else if after.abs() < before.abs() {
        format!(
            "The relation with {y} between people shrinks from {} to {}: about {} of it is left.",
            two_decimals(before),
            two_decimals(after),
            format::percent((100.0 * after / before).max(0.0).round() / 100.0)
        )
    } else {
        format!(
            "Under these assumptions the relation with {y} between people does not shrink: {} before, {} after.",
            two_decimals(before),
            two_decimals(after)
        )
    }
}

fn method(found: &Simulation, y: &str) -> String {
    format!(
        "{} of the people below the target respond and reach it; {} of what they add has no use, the rest lifts {y} by {} per \
         unit. Who responds is drawn {} times (seed {}); the band holds 95% of the draws.",
        format::percent(found.responding),
        format::percent(found.hollow),
        format::number(found.effect),
        format::integer(found.draws),
        format::integer(usize::try_from(found.seed).unwrap_or(usize::MAX)),
    )
}

fn band(found: &Spread) -> String {
    format!(
        "{} ({} to {})",
        two_decimals(found.mean),
        two_decimals(found.low),
        two_decimals(found.high)
    )
}

fn good(found: &Simulation) -> String {
    let y = lower(&found.outcome.label);
    if found.low_is_good {
        format!("good (low) {y}")
    } else {
        y
    }
}

fn period(found: &Simulation) -> &'static str {
    match found.period {
        crate::dataset::Period::Span => "person",
        other => other.word(),
    }
}

fn number(value: f64) -> String {
    if value.fract() == 0.0 {
        format::fixed(value, 0)
    } else {
        format::number(value)
    }
}

/// A number as it would be typed: three digits that count, no thousands set apart.
pub fn typed(value: f64) -> String {
    if value == 0.0 || !value.is_finite() {
        return "0".to_owned();
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a number of decimals, held between 0 and 12"
    )]
    let decimals = (2.0 - libm::log10(value.abs()).floor()).clamp(0.0, 12.0) as usize;
    let text = format!("{value:.decimals$}");
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

/// Where the target comes from.
pub fn target_from(found: &Simulation) -> String {
    match &found.target_from {
        TargetFrom::Typed => "typed by you".to_owned(),
        TargetFrom::Event(name) => format!("read from the event “{name}”"),
        TargetFrom::Quarter => "a quarter of the people reach it".to_owned(),
    }
}

/// Where the effect of real use comes from.
pub fn effect_from(found: &Simulation) -> &'static str {
    match found.effect_from {
        EffectFrom::Typed => "typed by you",
        EffectFrom::Within => "the slope within people in these data",
        EffectFrom::Nothing => "there is no slope within people, so none is supposed",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_in_a_field_can_be_read_back_and_is_no_row_of_digits() {
        let cases = [
            (50.0, "50"),
            (39.166_67, "39.2"),
            (0.006_172_7, "0.00617"),
            (-12_345.6, "-12346"),
            (0.0, "0"),
        ];
        for (value, text) in cases {
            assert_eq!(typed(value), text);
        }
    }
}
