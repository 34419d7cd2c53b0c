//! The rulers that usage can be measured by: the metric in question, tokens with and without cache reads, cost,
//! requests, active days, what was accepted.

use crate::dataset::Adds;
use crate::dataset::guess::header_words;
use crate::metrics::{Formula, Metric, MetricId, Topic, Values};

use super::scene::Scene;

/// More rulers than that are no help.
pub(super) const MOST: usize = 7;

/// One way to measure usage.
pub(super) struct Ruler {
    pub label: String,
    pub values: Values,
}

/// The rulers of a data set, the metric in question first.
pub(super) fn rulers(scene: &Scene) -> Vec<Ruler> {
    let mut rulers = vec![Ruler {
        label: scene.usage.info.label.clone(),
        values: scene.usage_values.clone(),
    }];
    let mut known = vec![scene.usage.info.id.clone()];
    let tokens = token_metrics(scene);
    if tokens.all.len() > 1 {
        rulers.push(total(scene, "All tokens", &tokens.all));
        if !tokens.cached.is_empty() && tokens.fresh.len() > 1 {
            rulers.push(total(scene, "Tokens without cache", &tokens.fresh));
        }
        // One fresh column is that ruler already.
        if let ([fresh], false) = (tokens.fresh.as_slice(), tokens.cached.is_empty()) {
            push(scene, fresh, &mut rulers, &mut known);
        }
    } else if let [only] = tokens.all.as_slice() {
        push(scene, only, &mut rulers, &mut known);
    }
    let words: [&[&str]; 4] = [
        &["cost", "spend", "usd", "eur", "credits"],
        &["prompts", "requests", "messages", "interactions", "chats"],
        &["accepted", "acceptances"],
        &["lines", "loc"],
    ];
    for words in words {
        if let Some(metric) = named(scene, words) {
            push(scene, metric, &mut rulers, &mut known);
        }
    }
    let days = sums(scene).find(|metric| metric.formula == Formula::ActiveDays);
    if let Some(metric) = days {
        push(scene, metric, &mut rulers, &mut known);
    }
    rulers.truncate(MOST);
    rulers
}

/// The metrics that count tokens.
pub(super) struct Tokens<'a> {
    pub all: Vec<&'a Metric>,
    /// Those that were read from a cache.
    pub cached: Vec<&'a Metric>,
    /// All others.
    pub fresh: Vec<&'a Metric>,
}

/// The token columns. A column that is the total of others is left out where those others are there.
pub(super) fn token_metrics(scene: &Scene) -> Tokens<'_> {
    let has = |metric: &Metric, list: &[&str]| {
        let words = header_words(&metric.info.label);
        words.iter().any(|word| list.contains(&word.as_str()))
    };
    let mut all: Vec<&Metric> = sums(scene)
        .filter(|metric| {
            matches!(metric.formula, Formula::Measure(..)) && has(metric, &["token", "tokens"])
        })
        .collect();
    if all.len() > 1 {
        all.retain(|metric| !has(metric, &["total", "all", "sum"]));
    }
    let (cached, fresh) = all.iter().copied().partition(|metric| {
        has(metric, &["cache", "cached"]) && !has(metric, &["creation", "write", "written"])
    });
    Tokens { all, cached, fresh }
}

/// Usage metrics that add up.
pub(super) fn sums(scene: &Scene) -> impl Iterator<Item = &Metric> {
    scene.panel.metrics.iter().filter(|metric| {
        metric.info.topic == Topic::Usage
            && matches!(
                metric.formula,
                Formula::Measure(_, Adds::Sum) | Formula::ActiveDays
            )
    })
}

/// The first usage metric that adds up and has one of the words in its name; earlier words win.
pub(super) fn named<'a>(scene: &'a Scene, words: &[&str]) -> Option<&'a Metric> {
    let has = |metric: &Metric, word: &str| {
        header_words(&metric.info.label)
            .iter()
            .any(|found| found == word)
    };
    words.iter().find_map(|word| {
        sums(scene)
            .find(|metric| has(metric, word) && matches!(metric.formula, Formula::Measure(..)))
    })
}

fn total(scene: &Scene, label: &str, metrics: &[&Metric]) -> Ruler {
    let values: Vec<Values> = metrics
        .iter()
        .map(|metric| scene.panel.values(metric))
        .collect();
    Ruler {
        label: label.to_owned(),
        values: Values::total(&values),
    }
}

fn push(scene: &Scene, metric: &Metric, rulers: &mut Vec<Ruler>, known: &mut Vec<MetricId>) {
    if known.contains(&metric.info.id) {
        return;
    }
    known.push(metric.info.id.clone());
    rulers.push(Ruler {
        label: metric.info.label.clone(),
        values: scene.panel.values(metric),
    });
}
