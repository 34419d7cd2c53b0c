//! The page's address: it follows the page, and the page follows it when a person changes it.

use leptos::prelude::*;
use wasm_bindgen::prelude::*;

use super::{State, View};
use crate::address::Address;
use crate::analysis::{Interest, Layer, Sort};
use crate::dataset::{Absent, Period};
use crate::metrics::MetricId;

impl State {
    /// The address follows the page, and the page follows the address when a person changes that.
    pub(super) fn follow_address(self) {
        self.take(&here());
        Effect::new(move || {
            let address = self.address();
            if address != here() {
                write(&address);
            }
        });
        let listen = Closure::<dyn FnMut()>::new(move || self.take(&here()));
        if let Some(window) = web_sys::window() {
            let listener = listen.as_ref().unchecked_ref();
            drop(window.add_event_listener_with_callback("hashchange", listener));
        }
        // The page listens as long as it is open.
        listen.forget();
    }

    /// The view and its settings, as the part of the address after `#`.
    pub fn settings(self) -> String {
        self.address().to_hash()
    }

    /// Goes to a view with its settings, as [`State::settings`] wrote them.
    pub fn apply(self, settings: &str) {
        self.take(&Address::parse(settings));
    }

    fn address(self) -> Address {
        let period = match self.period.get() {
            Period::Day => "day",
            Period::Week => return self.address_with(None),
            Period::Month => "month",
            Period::Span => "span",
        };
        self.address_with(Some(period.to_owned()))
    }

    fn address_with(self, period: Option<String>) -> Address {
        let view = self.view.get();
        if view == View::Data {
            return Address::default();
        }
        Address {
            view: view.path().to_owned(),
            x: self.x.get().map(|id| id.0),
            y: self.y.get().map(|id| id.0),
            by: self.by.get(),
            period,
            absent: match self.absent.get() {
                Absent::Unknown => None,
                Absent::Zero => Some("zero".to_owned()),
                Absent::ZeroForRoster => Some("zero-for-all".to_owned()),
            },
            interest: Some(self.interest.get())
                .filter(|interest| *interest != Interest::default())
                .map(|interest| interest.bound().to_string()),
            layer: (self.layer.get() == Layer::Within).then(|| "within".to_owned()),
            sort: match self.sort.get() {
                Sort::Strength => None,
                Sort::Pattern => Some("pattern".to_owned()),
                Sort::Name => Some("name".to_owned()),
            },
            filters: self.filters.get(),
        }
    }

    fn take(self, address: &Address) {
        let Address {
            view,
            x,
            y,
            by,
            period,
            absent,
            interest,
            layer,
            sort,
            filters,
        } = address.clone();
        let view = View::of_path(&view);
        self.came_back
            .set(view == View::Matrix && self.view.get_untracked() != view);
        if view == View::Data {
            self.view.set(View::Data);
        } else {
            self.view.set(view);
            if view != View::Methods {
                self.goal.set(view);
            }
            self.x.set(x.map(MetricId));
            self.y.set(y.map(MetricId));
            self.by.set(by);
            self.period.set(match period.as_deref() {
                Some("day") => Period::Day,
                Some("month") => Period::Month,
                Some("span") => Period::Span,
                _ => Period::Week,
            });
            self.absent.set(match absent.as_deref() {
                Some("zero") => Absent::Zero,
                Some("zero-for-all") => Absent::ZeroForRoster,
                _ => Absent::Unknown,
            });
            let named = |choice: &Interest| interest == Some(choice.bound().to_string());
            self.interest
                .set(Interest::ALL.into_iter().find(named).unwrap_or_default());
            self.layer.set(match layer.as_deref() {
                Some("within") => Layer::Within,
                _ => Layer::Between,
            });
            self.sort.set(match sort.as_deref() {
                Some("pattern") => Sort::Pattern,
                Some("name") => Sort::Name,
                _ => Sort::Strength,
            });
            self.filters.set(filters);
        }
    }
}

fn here() -> Address {
    let hash = web_sys::window().and_then(|window| window.location().hash().ok());
    Address::parse(&hash.unwrap_or_default())
}

/// A change of view is a step that the back button undoes; a change of the question is not.
fn write(address: &Address) {
    let Some(history) = web_sys::window().and_then(|window| window.history().ok()) else {
        return;
    };
    let hash = address.to_hash();
    let put = if here().view == address.view {
        history.replace_state_with_url(&JsValue::NULL, "", Some(&hash))
    } else {
        history.push_state_with_url(&JsValue::NULL, "", Some(&hash))
    };
    // A browser that refuses (too many changes at once) only keeps an older address.
    drop(put);
}
