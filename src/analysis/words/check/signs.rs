//! The signs of gaming, in words: what was seen, how unusual it is, and what else it may be.

use super::{
    Told, before, group_names, names, people, reason, shares, since, times, whole_percent, word,
};
use crate::analysis::check::change::{Change, Shift};
use crate::analysis::check::signs::{Chance, FALSE_MARKS, SMALLEST_TIMES};
use crate::analysis::check::{Check, Measure, Sign, SignKind, Target};
use crate::analysis::words::{lower, upper};
use crate::dataset::Period;
use crate::format;

/// A sign's name.
pub fn sign_name(check: &Check, sign: &Sign) -> String {
    match sign.kind {
        SignKind::Late => format!("End-of-{} surge", word(check)),
        SignKind::Bunching => "Bunching just above the target".to_owned(),
        SignKind::VolumePerResult | SignKind::TokensPerResult => {
            format!("{} per {}", sign.of, lower(&sign.by))
        }
        SignKind::Acceptance => "Share of suggestions accepted".to_owned(),
        SignKind::CacheReads => "Share of cache reads".to_owned(),
        SignKind::Regular => "Too even days".to_owned(),
    }
}

/// A sign's name in a table's head.
pub fn short_sign(kind: SignKind) -> &'static str {
    match kind {
        SignKind::Late => "Late surge",
        SignKind::Bunching => "Bunching",
        SignKind::VolumePerResult => "Volume",
        SignKind::TokensPerResult => "Tokens",
        SignKind::Acceptance => "Acceptance",
        SignKind::CacheReads => "Cache reads",
        SignKind::Regular => "Too even",
    }
}

/// What was seen of a sign.
pub fn sign(check: &Check, sign: &Sign) -> Told {
    let marked = sign.marked();
    let everyone = sign.everyone.as_ref().is_ok_and(|seen| seen.is_marked);
    let place = match (marked.is_empty(), everyone) {
        (false, _) => format!("in {}", names(&group_names(check, &marked))),
        (true, true) => "over everyone".to_owned(),
        (true, false) => String::new(),
    };
    let stands_out = !place.is_empty();
    let finding = if stands_out {
        found(check, sign, &place)
    } else {
        nothing(check, sign)
    };
    let mut text: Vec<String> = marked
        .iter()
        .filter_map(|at| {
            let seen = sign.groups.get(*at)?.as_ref().ok()?;
            let name = check.groups.names.get(*at)?;
            Some(format!(
                "{name}: {}.",
                measured(check, sign.kind, &seen.measure)
            ))
        })
        .collect();
    text.push(null(check, sign));
    Told {
        finding,
        figures: figures(check, sign),
        text,
        limit: not_dishonest(check),
        stands_out,
    }
}

fn found(check: &Check, sign: &Sign, place: &str) -> String {
    let (when, of, by) = (since(check), lower(&sign.of), lower(&sign.by));
    match sign.kind {
        SignKind::Late => {
            let surge = format!("End-of-{} surges", word(check));
            if appeared(sign) {
                format!("{surge} appeared {when} {place}")
            } else {
                format!("{surge} grew {when} {place}")
            }
        }
        SignKind::Bunching => match &check.signs.target {
            Some(target) => format!(
                "{} bunch just above {} {when} {place}",
                upper(&lower(&target.label)),
                amount(target.value)
            ),
            None => format!("Values bunch just above the target {when} {place}"),
        },
        SignKind::VolumePerResult | SignKind::TokensPerResult => {
            format!("{} per {by} rose {when} {place}", upper(&of))
        }
        SignKind::Acceptance => format!("Less of what is suggested is accepted {when} {place}"),
        SignKind::CacheReads => {
            format!("A larger share of the tokens are cache reads {when} {place}")
        }
        SignKind::Regular => format!("Days are too even for chance {place}"),
    }
}

/// Whether the surge was not there before: the earlier share was no more than chance gives.
fn appeared(sign: &Sign) -> bool {
    let seen = std::iter::once(&sign.everyone)
        .chain(&sign.groups)
        .flatten();
    let mut marked = seen.filter(|seen| seen.is_marked).peekable();
    marked.peek().is_some()
        && marked.all(|seen| {
            matches!(seen.measure, Measure::Late(_, [Ok(Chance { share, by_chance, .. }), _])
                if share <= by_chance.high)
        })
}

fn nothing(check: &Check, sign: &Sign) -> String {
    let name = sign_name(check, sign);
    match sign.kind {
        SignKind::Late => format!("No end-of-{} surge that stands out", word(check)),
        SignKind::Bunching => "No bunching above the target that stands out".to_owned(),
        SignKind::Regular => "No days that are too even".to_owned(),
        _ => format!("{name}: no group moves unlike the typical one"),
    }
}

fn figures(check: &Check, sign: &Sign) -> String {
    match &sign.everyone {
        Ok(seen) => format!("Everyone: {}", measured(check, sign.kind, &seen.measure)),
        Err(why) => format!("Everyone: {}", lower(&reason(*why))),
    }
}

/// A cell of the table of signs: `39% to 57%`, `1.48 times`, `96% above`.
pub fn seen_as_text(kind: SignKind, measure: &Measure) -> String {
    match measure {
        Measure::Late(shift, _) => shares(&shift.change),
        Measure::Shift(shift) if is_share(kind) => shares(&shift.change),
        Measure::Shift(shift) => format!("{} times", format::number(shift.change.times.times)),
        Measure::Bunched(found) => format!("{} above", whole_percent(found.share)),
        Measure::Even(found) => whole_percent(found.share),
    }
}

fn is_share(kind: SignKind) -> bool {
    matches!(kind, SignKind::Acceptance | SignKind::CacheReads)
}

fn measured(check: &Check, kind: SignKind, measure: &Measure) -> String {
    match measure {
        Measure::Late(shift, [_, after]) => {
            let chance = after.as_ref().map_or_else(
                |_| String::new(),
                |after| {
                    format!(
                        ", where days in any order give at most {}",
                        whole_percent(after.by_chance.high)
                    )
                },
            );
            format!(
                "{} on the last two working days{chance}; {}",
                from_to(check, &shift.change),
                multiples(shift)
            )
        }
        Measure::Shift(shift) if is_share(kind) => {
            format!("{}; {}", from_to(check, &shift.change), multiples(shift))
        }
        Measure::Shift(shift) => format!(
            "{} {}, {} {}; {}",
            format::number(shift.change.before),
            before(check),
            format::number(shift.change.after),
            since(check),
            multiples(shift)
        ),
        Measure::Bunched(found) => {
            let [above, below] = found.before;
            let earlier = if above + below > 0 {
                format!(" ({above} and {below} {})", before(check))
            } else {
                String::new()
            };
            format!(
                "{} {}s just above, {} just below{earlier}; {} above (95% CI {} to {})",
                found.above,
                period_word(check),
                found.below,
                whole_percent(found.share),
                whole_percent(found.interval.low),
                whole_percent(found.interval.high)
            )
        }
        Measure::Even(found) => format!(
            "{} of {} have days that are too even, chance gives {}",
            whole_percent(found.share),
            people(found.people),
            whole_percent(found.by_chance)
        ),
    }
}

fn from_to(check: &Check, change: &Change) -> String {
    format!(
        "{} {}, {} {}",
        whole_percent(change.before),
        before(check),
        whole_percent(change.after),
        since(check)
    )
}

/// The multiple, and beside it that of the typical group.
fn multiples(shift: &Shift) -> String {
    let own = times(&shift.change.times);
    match &shift.against {
        Some(against) => format!(
            "{own}, the typical group {} times",
            format::number(against.typical)
        ),
        None => own,
    }
}

/// The period of the target, which may be another one than that of the check.
fn period_word(check: &Check) -> &'static str {
    match check.signs.target.as_ref().map(|target| target.period) {
        Some(Period::Span) | None => word(check),
        Some(period) => period.word(),
    }
}

/// What the sign is held against.
pub fn null(check: &Check, sign: &Sign) -> String {
    let typical = sign
        .groups
        .iter()
        .flatten()
        .find_map(|seen| match &seen.measure {
            Measure::Shift(shift) | Measure::Late(shift, _) => shift.against,
            _ => None,
        });
    let ratio = match typical {
        Some(against) => format!(
            "a group changed as the typical one did (the median of {}: {} times)",
            format::count(sign.groups.len(), "group", "groups"),
            format::number(against.typical)
        ),
        None => "nothing changed".to_owned(),
    };
    match sign.kind {
        SignKind::Late => format!(
            "Held against: {ratio}, and within a person’s {} the days come in any order. Both have to fail.",
            word(check)
        ),
        SignKind::Bunching => format!(
            "Held against: as many people have more {}s just above the target as just below it, each person counted once; the \
             window is {} wide on either side.",
            period_word(check),
            check.signs.width.map_or_else(String::new, amount)
        ),
        SignKind::Regular => {
            "Held against: counts of independent events (Poisson), where 5% of people would look this even.".to_owned()
        }
        _ => format!(
            "Held against: {ratio}. Changes of less than {} are left alone.",
            whole_percent(SMALLEST_TIMES - 1.0)
        ),
    }
}

/// What else it may be.
pub fn innocent(kind: SignKind) -> &'static [&'static str] {
    match kind {
        SignKind::Late => &[
            "Sprints, releases or reports that end with the week",
            "Meetings early in the week, quiet time late",
            "A reminder that goes out on Thursdays",
        ],
        SignKind::Bunching => &[
            "A licence or budget that ends at this number",
            "People who like to finish what was asked of them, with real work",
            "A default or a batch that happens to be of this size",
        ],
        SignKind::VolumePerResult => &[
            "Learning: more questions while a tool is new",
            "Harder or larger work that counts as one result",
            "Results that come weeks after the usage",
        ],
        SignKind::TokensPerResult => &[
            "Work with larger files or longer documents",
            "A new model or tool that sends more context by itself",
            "Results that come weeks after the usage",
        ],
        SignKind::Acceptance => &[
            "Trying the tool on harder tasks",
            "A new model or editor that suggests more often",
            "Choosing among several suggestions on purpose",
        ],
        SignKind::CacheReads => &[
            "Longer sessions on one large project",
            "A tool that began to cache by itself",
            "A change in how the vendor counts",
        ],
        SignKind::Regular => &[
            "Scheduled jobs that are part of the work",
            "Steady routine work",
            "A cap that cuts every day at the same number",
        ],
    }
}

/// What no sign says.
pub fn not_dishonest(check: &Check) -> String {
    let comparisons = check.signs.comparisons;
    let by_luck = (comparisons as f64 * FALSE_MARKS).round().max(1.0);
    format!(
        "Unusual is not dishonest: this says that numbers moved as luck rarely moves them, not why. {} were made; \
         uncorrected, about {} would stand out by luck alone. After the correction (Benjamini–Hochberg) about 1 in 20 of \
         those marked is still an ordinary one.",
        format::count(comparisons, "comparison", "comparisons"),
        format::fixed(by_luck, 0)
    )
}

/// Whether any sign stands out.
pub fn any_sign(check: &Check) -> bool {
    check.signs.signs.iter().any(stands_out)
}

/// Whether a sign stands out somewhere.
fn stands_out(sign: &Sign) -> bool {
    !sign.marked().is_empty() || sign.everyone.as_ref().is_ok_and(|seen| seen.is_marked)
}

/// The groups in which a sign stands out.
pub fn marked_names(check: &Check, sign: &Sign) -> String {
    names(&group_names(check, &sign.marked()))
}

/// How many signs stand out, as the section's title.
pub fn signs_overview(check: &Check) -> String {
    let signs = &check.signs.signs;
    let standing: Vec<String> = signs
        .iter()
        .filter(|found| stands_out(found))
        .map(|found| lower(&sign_name(check, found)))
        .collect();
    let all: Vec<&str> = standing.iter().map(String::as_str).collect();
    match (signs.len(), all.len()) {
        (0, _) => "These data allow none of the signs to be looked for".to_owned(),
        (of, 0) => format!("None of {of} signs stands out"),
        (of, some) => format!("{some} of {of} signs stand out: {}", names(&all)),
    }
}

/// Where the target comes from.
pub fn target_source(target: Option<&Target>) -> String {
    match target {
        Some(Target {
            event: Some(name),
            value,
            label,
            period,
            ..
        }) => format!(
            "Proposed: {} {} a {}, read from the event “{name}”.",
            amount(*value),
            lower(label),
            period.word()
        ),
        Some(Target { event: None, .. }) => "Typed by you.".to_owned(),
        None => "No target is known: type one to look for bunching.".to_owned(),
    }
}

/// A number as it would be typed.
fn amount(value: f64) -> String {
    if value.fract() == 0.0 {
        format::fixed(value, 0)
    } else {
        format::number(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sign_has_innocent_explanations() {
        for kind in [
            SignKind::Late,
            SignKind::Bunching,
            SignKind::VolumePerResult,
            SignKind::TokensPerResult,
            SignKind::Acceptance,
            SignKind::CacheReads,
            SignKind::Regular,
        ] {
            assert!(innocent(kind).len() >= 2, "{kind:?}");
        }
    }
}
