//! What is asked of a pair beside its headline, so that the headline need not wait for it.

use serde::{Deserialize, Serialize};

use crate::metrics::{Panel, Selection};
use crate::notice::{Kind, Notice};
use crate::stats::Undefined;

use super::adjusted::{Adjustment, Covariate, adjusted};
use super::density::{Density, Frame, density};
use super::lags::{Lags, lags};
use super::matched::Matched;
use super::multiverse::{Multiverse, multiverse};
use super::relation::Pair;
use super::selection::{Selected, selected};

/// A question about a pair.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Detail {
    /// How many people lie in each cell of the screen.
    Density(Frame),
    /// Who lies in a rectangle.
    Select(Selection),
    /// What is left when people are made alike in these.
    Adjust(Vec<Covariate>),
    /// The estimate under every reasonable way of counting.
    Multiverse,
    /// Which comes first.
    Lags,
}

/// The answer to a [`Detail`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Detailed {
    /// To [`Detail::Density`].
    Density(Density),
    /// To [`Detail::Select`].
    Selected(Selected),
    /// To [`Detail::Adjust`].
    Adjusted(Adjustment),
    /// To [`Detail::Multiverse`].
    Multiverse(Multiverse),
    /// To [`Detail::Lags`].
    Lags(Result<Lags, Undefined>),
}

/// Answers a detail of a pair on its matched rows, which [`super::relation::matched_people`] found to be enough.
///
/// # Errors
/// [`Kind::NoMeasure`] if a metric is not there.
pub fn detailed(
    panel: &Panel,
    pair: &Pair,
    matched: &Matched,
    detail: &Detail,
) -> Result<Detailed, Notice> {
    let (Some(usage), Some(outcome)) = (panel.metric(&pair.x), panel.metric(&pair.y)) else {
        return Err(Notice::about("", Kind::NoMeasure));
    };
    let metrics = [usage, outcome];
    Ok(match detail {
        Detail::Density(frame) => {
            Detailed::Density(density(matched, metrics.map(|metric| &metric.info), *frame))
        }
        Detail::Select(selection) => Detailed::Selected(selected(matched, selection)),
        Detail::Adjust(covariates) => Detailed::Adjusted(adjusted(
            panel,
            metrics,
            matched,
            (covariates, pair.interest),
        )),
        Detail::Multiverse => Detailed::Multiverse(multiverse(panel, metrics, pair.interest)),
        Detail::Lags => Detailed::Lags(lags(panel, metrics, matched)),
    })
}
