//! The figures beside a chart, each with its interval, its p and its method.

use std::sync::Arc;

use leptos::prelude::*;

use super::term::Explained;
use crate::analysis::Relation;
use crate::analysis::words::{self, Term};
use crate::format;
use crate::stats::{Correlation, Interval, Undefined};

/// The figures of an answer.
#[component]
pub fn Estimates(
    /// The answer.
    relation: Memo<Option<Arc<Relation>>>,
) -> impl IntoView {
    let body = move || {
        let relation = relation.get()?;
        let coefficients = [
            (Term::Spearman, "Spearman’s rho", "rho", &relation.spearman),
            (Term::Pearson, "Pearson’s r", "r", &relation.pearson),
            (Term::Kendall, "Kendall’s tau-b", "tau", &relation.kendall),
        ];
        let methods = coefficients.each_ref().map(|(_, word, _, found)| {
            found
                .as_ref()
                .ok()
                .map(|found| view! { <li>{*word} ": " {words::method(found.method)}</li> })
        });
        let rows = coefficients.map(|(term, word, name, found)| {
            view! { <Estimate term word name text=texts(found, &relation) bar=bar(found) /> }
        });
        let slope = slope(&relation);
        let visible = relation.smallest_visible.as_ref().ok();
        let visible = visible.map(|visible| Text {
            exact: visible.to_string(),
            value: format::coefficient(*visible),
            interval: String::new(),
            more: "in 4 of 5 such studies".to_owned(),
        });
        let n = Text {
            exact: relation.people.to_string(),
            value: format::count(relation.people, "person", "people"),
            interval: String::new(),
            more: words::rows(&relation),
        };
        Some(view! {
            <dl class="estimates">
                <Estimate term=Term::People word="n" name="n" text=n bar=None />
                {rows.into_iter().collect_view()}
                <Estimate term=Term::Slope word="Slope of the line" name="slope" text=slope bar=None />
                {visible.map(|text| view! {
                    <Estimate
                        term=Term::SmallestVisible
                        word="Smallest visible relation"
                        name="visible"
                        text
                        bar=None
                    />
                })}
            </dl>
            <Robuster relation=Arc::clone(&relation) />
            <details class="more">
                <summary>"How these are made"</summary>
                <ul class="methods">
                    {methods.into_iter().collect_view()}
                    <li>"Slope: least squares through the dots; interval from HC3 errors"</li>
                    <li><Explained term=Term::Interval word="95% CI" /> " and " <Explained term=Term::PValue word="p" /></li>
                </ul>
            </details>
        })
    };
    view! { {body} }
}

/// Measures that outliers and curves do less to.
#[component]
fn Robuster(
    /// The answer.
    relation: Arc<Relation>,
) -> impl IntoView {
    let robust = &relation.robust;
    let undefined = |reason: Undefined| Text {
        exact: String::new(),
        value: "–".to_owned(),
        interval: words::not_computed(reason, &relation),
        more: String::new(),
    };
    let plain = |value: f64, more: String| Text {
        exact: value.to_string(),
        value: format::coefficient(value),
        interval: String::new(),
        more,
    };
    let biweight = match robust.biweight {
        Ok(r) => plain(r, String::new()),
        Err(reason) => undefined(reason),
    };
    let slope = match robust.theil_sen {
        Ok(found) => Text {
            exact: found.slope.to_string(),
            value: format::signed(found.slope),
            interval: format!(
                "{} CI {} to {}",
                format::percent(found.slope_interval.level),
                format::number(found.slope_interval.low),
                format::number(found.slope_interval.high)
            ),
            more: words::slope_unit(&relation),
        },
        Err(reason) => undefined(reason),
    };
    let xi = match robust.xi {
        Ok(found) => plain(found.coefficient, format::p_value(found.p_value)),
        Err(reason) => undefined(reason),
    };
    let bayes = match robust.bayes {
        Ok(found) => Text {
            exact: found.for_relation().to_string(),
            value: words::bayes_value(found),
            interval: String::new(),
            more: words::bayes(found),
        },
        Err(reason) => undefined(reason),
    };
    view! {
        <details class="more">
            <summary>"Less swayed by few people or by shape"</summary>
            <dl class="estimates">
                <Estimate term=Term::Biweight word="Biweight midcorrelation" name="biweight" text=biweight bar=None />
                <Estimate term=Term::TheilSen word="Theil–Sen slope" name="theil-sen" text=slope bar=None />
                <Estimate term=Term::Xi word="Chatterjee’s xi" name="xi" text=xi bar=None />
                <Estimate term=Term::BayesFactor word="Bayes factor" name="bayes" text=bayes bar=None />
            </dl>
        </details>
    }
}

/// What is said of one figure.
pub struct Text {
    /// Every digit, for who wants to check it; it is shown on hover.
    pub exact: String,
    /// The value.
    pub value: String,
    /// Its interval.
    pub interval: String,
    /// What else belongs to it.
    pub more: String,
}

/// One figure with what it rests on.
#[component]
pub fn Estimate(
    /// What explains it.
    term: Term,
    /// Its name.
    word: &'static str,
    /// Its name for tests and scripts.
    name: &'static str,
    /// What is said of it.
    text: Text,
    /// Its interval between −1 and 1, drawn.
    bar: Option<(f64, Interval)>,
) -> impl IntoView {
    view! {
        <div class="estimate" data-figure=name>
            <dt><Explained term word /></dt>
            <dd class="estimate-value" title=text.exact>{text.value}</dd>
            <dd class="estimate-more">
                {bar.map(|(value, interval)| view! { <IntervalBar value interval /> })}
                <span class="estimate-interval">{text.interval}</span>
                <span class="estimate-p">{text.more}</span>
            </dd>
        </div>
    }
}

/// An interval between −1 and 1, with zero marked.
#[component]
pub fn IntervalBar(
    /// The estimate.
    value: f64,
    /// Its interval.
    interval: Interval,
) -> impl IntoView {
    view! {
        <svg class="bar" viewBox="-104 -8 208 16" preserveAspectRatio="none" aria-hidden="true">
            <line class="bar-axis" x1="-100" x2="100" y1="0" y2="0" />
            <line class="bar-zero" x1="0" x2="0" y1="-7" y2="7" />
            <line class="bar-interval" x1=interval.low * 100.0 x2=interval.high * 100.0 y1="0" y2="0" />
            <line class="bar-value" x1=value * 100.0 x2=value * 100.0 y1="-5" y2="5" />
        </svg>
    }
}

fn texts(found: &Result<Correlation, Undefined>, relation: &Relation) -> Text {
    match found {
        Ok(found) => Text {
            exact: found.coefficient.to_string(),
            value: format::coefficient(found.coefficient),
            interval: match &found.interval {
                Ok(range) => format::interval(range.low, range.high, range.level),
                Err(reason) => words::undefined(*reason, relation),
            },
            more: found
                .p_value
                .map_or_else(|_| String::new(), format::p_value),
        },
        Err(reason) => Text {
            exact: String::new(),
            value: "–".to_owned(),
            interval: words::undefined(*reason, relation),
            more: String::new(),
        },
    }
}

fn slope(relation: &Relation) -> Text {
    match &relation.line {
        Ok(line) => Text {
            exact: line.slope.to_string(),
            value: format::signed(line.slope),
            interval: format!(
                "95% CI {} to {}",
                format::number(line.slope_interval.low),
                format::number(line.slope_interval.high)
            ),
            more: words::slope_unit(relation),
        },
        Err(reason) => Text {
            exact: String::new(),
            value: "–".to_owned(),
            interval: words::undefined(*reason, relation),
            more: String::new(),
        },
    }
}

fn bar(found: &Result<Correlation, Undefined>) -> Option<(f64, Interval)> {
    let found = found.as_ref().ok()?;
    Some((found.coefficient, found.interval.ok()?))
}
