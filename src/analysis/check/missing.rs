//! What the data lack for a part of the check. The words say what file or column would supply it.

use serde::{Deserialize, Serialize};

use crate::dataset::Period;

use super::ratios::result;
use super::rulers::{named, token_metrics};
use super::scene::Scene;
use super::signs::{Kind, Signs};

/// Something that would let the check say more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Missing {
    /// No file with dated events.
    Events,
    /// There are events, but none whose name speaks of a target, and none was chosen.
    EventNotChosen,
    /// The chosen day has too little time on a side.
    TimeAroundDate,
    /// A file without dates.
    Dates,
    /// Usage has no days, only longer periods.
    Days,
    /// No target was stated or typed.
    Target,
    /// No columns for what was suggested and what was accepted.
    Acceptance,
    /// No outcome that counts results.
    Results,
    /// No token columns.
    Tokens,
    /// No column for cache reads.
    CacheReads,
    /// No cost column.
    Cost,
    /// No attribute to group people by, or no two groups that are large enough.
    Groups,
}

/// What is missing, the gravest first.
pub(super) fn missing(scene: &Scene, signs: &Signs) -> Vec<Missing> {
    let mut missing = Vec::new();
    let mut note = |what: Missing, is_missing: bool| {
        if is_missing {
            missing.push(what);
        }
    };
    let is_dated = scene.panel.period != Period::Span;
    let dates = &scene.dates;
    note(Missing::Dates, !is_dated);
    note(Missing::TimeAroundDate, is_dated && dates.refused.is_some());
    let undecided = is_dated && dates.chosen.is_none() && dates.refused.is_none();
    note(Missing::Events, undecided && dates.choices.is_empty());
    note(
        Missing::EventNotChosen,
        undecided && !dates.choices.is_empty(),
    );
    note(Missing::Groups, scene.groups.count() < 2);
    note(Missing::Days, is_dated && signs.late.is_none());
    note(
        Missing::Target,
        is_dated && signs.of(Kind::Bunching).is_none(),
    );
    let accepted = named(scene, &["accepted", "acceptances"]).is_some();
    let shown = named(scene, &["suggestions", "suggested", "shown"]).is_some();
    note(Missing::Acceptance, !accepted || !shown);
    note(Missing::Results, result(scene).is_none());
    let tokens = token_metrics(scene);
    note(Missing::Tokens, tokens.all.is_empty());
    note(
        Missing::CacheReads,
        !tokens.all.is_empty() && tokens.cached.is_empty(),
    );
    note(
        Missing::Cost,
        named(scene, &["cost", "spend", "usd", "eur", "credits"]).is_none(),
    );
    missing
}
