//! Work of the page in tasks of its own, one after the other, so that whoever clicks or types in between is heard.

use std::time::Duration;

use leptos::prelude::*;

use super::state;

/// How much work waits for its turn.
#[derive(Clone, Copy)]
pub struct Turns(RwSignal<u32>);

impl Turns {
    /// Nothing waits.
    pub fn new() -> Self {
        Turns(RwSignal::new(0))
    }

    /// Does some work in a task of its own. Whoever waited for it may be gone by then.
    pub fn take(self, work: impl FnOnce() + 'static) {
        self.0.update(|waiting| *waiting += 1);
        let done = move || {
            work();
            // The page itself may be going.
            let _ = self.0.try_update(|waiting| *waiting -= 1);
        };
        set_timeout(done, Duration::ZERO);
    }

    /// Whether some work waits for its turn.
    pub fn is_waiting(self) -> bool {
        self.0.get() > 0
    }
}

/// A part of a view that is made in a task of its own: a view of many parts takes longer than a person should wait
/// to be heard.
#[component]
pub fn InTurn(
    /// The part.
    children: ChildrenFn,
) -> impl IntoView {
    let is_due = RwSignal::new(false);
    state().turns.take(move || {
        let _ = is_due.try_set(true);
    });
    move || is_due.get().then(|| children())
}

/// Runs `draw` in a task of its own when it first can and whenever `track` changes; once, however much has changed
/// by then.
pub fn redraw(track: impl Fn() + 'static, draw: impl Fn() + Copy + 'static) {
    let turns = state().turns;
    let is_due = StoredValue::new(false);
    Effect::new(move || {
        track();
        if !is_due.get_value() {
            is_due.set_value(true);
            turns.take(move || {
                if is_due.try_set_value(false).is_none() {
                    draw();
                }
            });
        }
    });
}
