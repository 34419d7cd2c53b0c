//! What a ranking by usage rewards, in words.

use super::{Told, reason, whole_percent};
use crate::analysis::check::Check;
use crate::analysis::check::reward::{OfRuler, Top};
use crate::analysis::words::{lower, people};
use crate::format;

/// Above this p-value an overlap is told as no more than luck.
const LUCK: f64 = 0.05;

/// The top tenths by usage and by outcome.
pub fn reward(check: &Check) -> Told {
    let (x, y) = (lower(&check.usage.label), lower(&check.outcome.label));
    let best = if check.reward.low_is_good {
        format!("{y} (low is good)")
    } else {
        y.clone()
    };
    let limit = format!(
        "It compares different people, whose work differs; a ranking within one kind of work can look otherwise. Nobody is \
         listed: only counts are kept, and {x} can be low for good reasons."
    );
    let Some(OfRuler {
        top: Ok(top),
        people: n,
        ..
    }) = check.reward.rulers.first()
    else {
        let why = check
            .reward
            .rulers
            .first()
            .and_then(|ruler| ruler.top.err());
        return Told {
            finding: format!("Cannot compare a ranking by {x} with one by {y}"),
            figures: why.map_or_else(String::new, |why| format!("{}.", reason(why))),
            text: Vec::new(),
            limit,
            stands_out: false,
        };
    };
    let by_luck = top.overlap.p_value > LUCK;
    let finding = if by_luck {
        format!(
            "The top tenth by {x} and by {best} barely overlap: {}, where luck gives {}",
            overlap(top),
            format::fixed(top.overlap.expected, 1)
        )
    } else {
        format!(
            "The top tenth by {x} and by {best} overlap more than by luck: {}, where luck gives {}",
            overlap(top),
            format::fixed(top.overlap.expected, 1)
        )
    };
    let figures = format!(
        "Also top by {y}: {} of the top tenth by {x} (95% CI {} to {}), luck {}, {}, n = {}",
        whole_percent(top.share()),
        whole_percent(top.share.low),
        whole_percent(top.share.high),
        whole_percent(top.by_luck()),
        format::p_value(top.overlap.p_value),
        people(*n)
    );
    Told {
        finding,
        figures,
        text: reward_text(check, top),
        limit,
        stands_out: by_luck,
    }
}

fn reward_text(check: &Check, top: &Top) -> Vec<String> {
    let (x, y) = (lower(&check.usage.label), lower(&check.outcome.label));
    let missed = top.overlap.leaders_x - top.overlap.both;
    let mut text = vec![format!(
        "A ranking by {x} would put {} first, and {missed} of them are not among the first by {y}.",
        people(top.overlap.leaders_x)
    )];
    let others: Vec<String> = check
        .reward
        .rulers
        .iter()
        .skip(1)
        .filter_map(|ruler| {
            let top = ruler.top.as_ref().ok()?;
            Some(format!("{} by {}", overlap(top), lower(&ruler.label)))
        })
        .collect();
    if !others.is_empty() {
        text.push(format!("By other rulers: {}.", others.join("; ")));
    }
    if let Ok(found) = check.reward.rank_biased {
        text.push(format!(
            "Rank-biased overlap, in which the first places weigh most, is {} where luck gives {} ({}, {} random orders, \
             persistence {}).",
            format::coefficient(found.overlap),
            format::coefficient(found.by_luck),
            format::p_value(found.p_value),
            format::integer(found.draws),
            format::coefficient(found.persistence),
        ));
    }
    text
}

/// The two orders of people: by usage and by a good outcome.
pub fn orders(check: &Check) -> [String; 2] {
    let (x, y) = (lower(&check.usage.label), lower(&check.outcome.label));
    let good = if check.reward.low_is_good {
        " (low is good)"
    } else {
        ""
    };
    [format!("by {x}"), format!("by {y}{good}")]
}

/// Where the tenths by usage stand by outcome; `None` with too few people for tenths.
pub fn tenths(check: &Check) -> Option<Told> {
    let top = check.reward.tenths.as_ref().ok()?.last()?;
    let (x, y) = (lower(&check.usage.label), lower(&check.outcome.label));
    let is_clear = !top.interval.contains(50.0);
    let place = match (is_clear, top.by_outcome > 50.0) {
        (false, _) => "about the middle",
        (true, true) => "above the middle",
        (true, false) => "below the middle",
    };
    let good = if check.reward.low_is_good {
        " (low is good)"
    } else {
        ""
    };
    Some(Told {
        finding: format!("The tenth of people with most {x} stands {place} by {y}{good}"),
        figures: format!(
            "Mean place {} of 100 (95% CI {} to {}), n = {}; 50 is where usage says nothing",
            format::fixed(top.by_outcome, 0),
            format::fixed(top.interval.low, 0),
            format::fixed(top.interval.high, 0),
            people(top.people),
        ),
        text: vec![format!(
            "Everyone is ordered by {x} and by {y}. If both orders were the same, every tenth would lie on the dotted line."
        )],
        limit: "A mean hides its tenth: some of it stand high and some low. It compares different people, whose work differs."
            .to_owned(),
        stands_out: is_clear && top.by_outcome < 50.0,
    })
}

fn overlap(top: &Top) -> String {
    format!("{} of {}", top.overlap.both, people(top.overlap.leaders_x))
}

/// The order of people period by period.
pub fn over_time(check: &Check) -> Told {
    let (x, y) = (lower(&check.usage.label), lower(&check.outcome.label));
    let word = super::word(check);
    let clear = |is_up: bool| {
        let count = check.reward.periods.iter().filter(|period| {
            let found = period.spearman.as_ref().ok();
            let range = found.and_then(|found| found.interval.ok());
            range.is_some_and(|range| {
                if is_up {
                    range.low > 0.0
                } else {
                    range.high < 0.0
                }
            })
        });
        count.count()
    };
    let (up, down, all) = (clear(true), clear(false), check.reward.periods.len());
    let good = if check.reward.low_is_good {
        format!("good (low) {y}")
    } else {
        y.clone()
    };
    let of_all = format::count(all, word, &format!("{word}s"));
    let finding = match (up, down) {
        _ if all == 0 => format!("No {word} has enough people to compare the two orders"),
        (0, 0) => {
            format!(
                "In none of {of_all} does the order of people by {x} clearly follow that by {good}"
            )
        }
        (0, down) => format!(
            "In {down} of {of_all} the order of people by {x} clearly runs against that by {good}"
        ),
        (up, 0) => {
            format!("In {up} of {of_all} the order of people by {x} clearly follows that by {good}")
        }
        (up, down) => format!(
            "In {up} of {of_all} the order of people by {x} clearly follows that by {good}, in {down} it runs against it"
        ),
    };
    Told {
        finding,
        figures: format!("Spearman’s rho between people, {word} by {word}, with its 95% interval"),
        text: vec![format!(
            "With this many {word}s about 1 in 20 would be clear by luck alone."
        )],
        limit: "Each point compares different people; how one person’s numbers move is below."
            .to_owned(),
        stands_out: false,
    }
}
