//! The same people over time, beside the comparison of different people.

use std::sync::Arc;

use leptos::prelude::*;

use super::estimates::{Estimate, Text};
use super::figure::Figure;
use crate::analysis::words::{self, Term};
use crate::analysis::{Cloud, Relation, Within};
use crate::chart;
use crate::format;
use crate::report::Pinnable;
use crate::stats::Interval;

/// The relation within people.
#[component]
pub fn WithinPeople(
    /// The answer.
    relation: Memo<Option<Arc<Relation>>>,
) -> impl IntoView {
    let body = move || {
        let relation = relation.get()?;
        let between = {
            let relation = Arc::clone(&relation);
            // Below the smallest number for dots, the picture of different people stays away.
            let is_drawn = relation.cloud != Cloud::Hidden;
            Signal::derive(move || is_drawn.then(|| chart::between(&relation)))
        };
        let steps = {
            let relation = Arc::clone(&relation);
            Signal::derive(move || chart::steps(&relation))
        };
        let pin = {
            let relation = Arc::clone(&relation);
            Signal::derive(move || Some(Pinnable::of_within(&relation)))
        };
        let figures = relation.within.as_ref().ok().map(|found| {
            let found = figures(found);
            view! { <dl class="estimates">{found}</dl> }
        });
        Some(view! {
            <section class="card within" aria-labelledby="within-title">
                <div class="within-words">
                    <p class="eyebrow">"The same people over time"</p>
                    <h2 id="within-title">{words::within_finding(&relation)}</h2>
                    <p class="figures">{words::within_figures(&relation)}</p>
                    <p>{words::within(&relation)}</p>
                    {words::contrast(&relation).map(|text| view! { <p class="contrast">{text}</p> })}
                </div>
                {figures}
                <div class="two-charts">
                    <section aria-labelledby="between-chart">
                        <h3 id="between-chart">"Different people: the mean of each"</h3>
                        <Figure chart=between label="Different people" />
                    </section>
                    <section aria-labelledby="within-chart">
                        <h3 id="within-chart">"The same people: more or less than usual"</h3>
                        <Figure chart=steps label="The same people" pin />
                    </section>
                </div>
                <p class="hint">
                    "Usual is the person’s own level and what all share in the period. Each dot on the right is the mean of \
                     people, with its 95% interval."
                </p>
            </section>
        })
    };
    view! { {body} }
}

fn figures(found: &Within) -> impl IntoView + use<> {
    let ranged = |low: f64, high: f64, say: fn(f64) -> String| {
        format!(
            "{} CI {} to {}",
            format::percent(found.interval.level),
            say(low),
            say(high)
        )
    };
    let step = words::step(found);
    let p = found.p_value.ok().map_or_else(String::new, format::p_value);
    let slope = Text {
        exact: found.slope.estimate.to_string(),
        value: format::signed(found.slope.estimate * step),
        interval: ranged(
            found.interval.low * step,
            found.interval.high * step,
            format::signed,
        ),
        more: format!(
            "for {} more; {p}, df {}",
            words::step_text(found),
            format::number(found.slope.degrees_of_freedom)
        ),
    };
    let Interval { low, high, .. } = found.standardised_interval;
    let standardised = Text {
        exact: found.standardised.to_string(),
        value: format::coefficient(found.standardised),
        interval: ranged(low, high, format::coefficient),
        more: String::new(),
    };
    let correlation = found.correlation.ok().map(|found| Text {
        exact: found.r.to_string(),
        value: format::coefficient(found.r),
        interval: found.interval.map_or_else(
            |_| String::new(),
            |range| format::interval(range.low, range.high, range.level),
        ),
        more: "a picture, not a test".to_owned(),
    });
    let people = Text {
        exact: found.people_that_bear.to_string(),
        value: format::count(found.people_that_bear, "person", "people"),
        interval: String::new(),
        more: format!(
            "{} rows; as many as {} of equal weight",
            format::integer(found.rows),
            format::number(found.effective_people)
        ),
    };
    let bar = (found.standardised, found.standardised_interval);
    view! {
        <Estimate term=Term::WithinPeople word="n within people" name="within-n" text=people bar=None />
        <Estimate term=Term::WithinSlope word="Slope within people" name="within-slope" text=slope bar=None />
        <Estimate term=Term::Standardised word="In standard deviations" name="within-standardised" text=standardised bar=Some(bar) />
        {correlation.map(|text| view! {
            <Estimate term=Term::RepeatedMeasures word="Repeated-measures r" name="rmcorr" text bar=None />
        })}
    }
}
