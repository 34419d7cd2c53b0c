//! Questions about two metrics. Their rows are matched once and kept, so that a closer look costs only itself.

use crate::analysis::matched::Matched;
use crate::analysis::{self, Detail, Pair};
use crate::metrics::{MetricId, Panel};
use crate::notice::{Kind, Notice};

use super::{Engine, Recipe, Response};

impl Engine {
    /// How two metrics go together.
    pub(super) fn relate(&mut self, recipe: &Recipe, pair: &Pair) -> Response {
        let relation = self.matched(recipe, pair).and_then(|(panel, matched)| {
            analysis::relate_matched(panel, pair, matched).map_err(|notice| vec![notice])
        });
        Response::Related(relation.map(Box::new))
    }

    /// A closer look at two metrics.
    pub(super) fn detail(&mut self, recipe: &Recipe, pair: &Pair, detail: &Detail) -> Response {
        let found = self.matched(recipe, pair).and_then(|(panel, matched)| {
            let found = analysis::detailed(panel, pair, matched, detail);
            found.map_err(|notice| vec![notice])
        });
        Response::Detailed(found.map(Box::new))
    }

    /// The matched rows of a pair; kept for the next question about it.
    fn matched(&mut self, recipe: &Recipe, pair: &Pair) -> Result<(&Panel, &Matched), Vec<Notice>> {
        self.joined(recipe)?;
        let none = || vec![Notice::about("", Kind::NoMeasure)];
        let (_, panel, _) = self.joined.as_ref().ok_or_else(none)?;
        let metrics = [pair.x.clone(), pair.y.clone()];
        let is_kept =
            |(made, of, _): &(Recipe, [MetricId; 2], Matched)| made == recipe && *of == metrics;
        if !self.matched.as_ref().is_some_and(is_kept) {
            let found = analysis::relation::matched_people(panel, &pair.x, &pair.y);
            let (_, _, matched) = found.map_err(|notice| vec![notice])?;
            self.matched = Some((recipe.clone(), metrics, matched));
        }
        let (_, _, matched) = self.matched.as_ref().ok_or_else(none)?;
        Ok((panel, matched))
    }
}
