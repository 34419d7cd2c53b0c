//! Sentences about the measures beside the headline.

use crate::format;
use crate::stats::Undefined;
use crate::stats::bayes::BayesFactor;
use crate::stats::sensitivity::EValue;

use super::{lower, undefined};
use crate::analysis::Verdict;
use crate::analysis::relation::Relation;
use crate::analysis::robust::MOST_FOR_THEIL_SEN;

/// Above this, how many times likelier something is no longer matters.
const OVERWHELMING: f64 = 1_000.0;

/// What a Bayes factor says: how many times likelier the data are, and with what.
pub fn bayes(found: BayesFactor) -> String {
    let (times, what) = if found.ln >= 0.0 {
        (found.for_relation(), "with a relation")
    } else {
        (found.against_relation(), "without one")
    };
    if times < 3.0 {
        return "about as likely with a relation as without".to_owned();
    }
    let times = if times > OVERWHELMING {
        format!("more than {}", format::fixed(OVERWHELMING, 0))
    } else {
        format::fixed(times, usize::from(times < 10.0))
    };
    format!("{times} times as likely {what}")
}

/// A Bayes factor as a number; the word beside it says which side it is for.
pub fn bayes_value(found: BayesFactor) -> String {
    let factor = found.for_relation();
    if factor > OVERWHELMING {
        format!("> {}", format::fixed(OVERWHELMING, 0))
    } else {
        format::number(factor)
    }
}

/// Why a measure beside the headline is missing. Out of range, here, is out of the time that one can wait.
pub fn not_computed(reason: Undefined, relation: &Relation) -> String {
    match reason {
        Undefined::OutOfRange => format!(
            "Not computed for more than {} people",
            format::integer(MOST_FOR_THEIL_SEN)
        ),
        other => undefined(other, relation),
    }
}

/// How strong something unseen would have to be, where there is a relation to explain.
pub fn e_value(relation: &Relation) -> Option<String> {
    let EValue { estimate, interval } = relation.robust.e_value.ok()?;
    if relation.verdict != Ok(Verdict::Related) {
        return None;
    }
    let (x, y) = (lower(&relation.x.label), lower(&relation.y.label));
    Some(format!(
        "Something unseen that goes with both {x} and {y} could stand behind all of this: it would have to be {} \
         times as common among heavy users as among light ones, and as much so among those with high {y} as among \
         those with low (E-value; {} would do to bring the interval to zero).",
        format::fixed(estimate, 1),
        format::fixed(interval, 1),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn evidence_is_said_for_the_side_that_it_is_for_and_not_when_weak() {
        let of = |ln| bayes(BayesFactor { ln });
        assert_eq!(of(3.0), "20 times as likely with a relation");
        assert_eq!(of(-1.5), "4.5 times as likely without one");
        assert_eq!(of(0.9), "about as likely with a relation as without");
        assert_eq!(of(900.0), "more than 1000 times as likely with a relation");
    }
}
