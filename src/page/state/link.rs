//! What was asked for by a link or a session, held against the files that are there.

use leptos::prelude::*;

use super::State;
use crate::engine::Wanted;
use crate::metrics::Topic;

impl State {
    /// What is asked for that the files do not have, in words; nothing while there is nothing to ask.
    pub fn lacking(self) -> Vec<String> {
        let Some(Ok(join)) = self.join.answer.get() else {
            return Vec::new();
        };
        let (x, y, by, filters) = (
            self.x.get(),
            self.y.get(),
            self.by.get(),
            self.filters.get(),
        );
        join.lacking(&Wanted {
            x: x.as_ref(),
            y: y.as_ref(),
            by: by.as_deref(),
            filters: &filters,
        })
    }

    /// Asks no longer for what the files do not have.
    pub fn leave_out_lacking(self) {
        let Some(Ok(join)) = self.join.answer.get_untracked() else {
            return;
        };
        for (chosen, topic) in [(self.x, Topic::Usage), (self.y, Topic::Outcome)] {
            chosen.update(|chosen| *chosen = chosen.take().filter(|id| join.has(id, topic)));
        }
        self.by
            .update(|by| *by = by.take().filter(|name| join.attributes.contains(name)));
        self.filters
            .update(|filters| *filters = join.fitting(filters));
    }
}
