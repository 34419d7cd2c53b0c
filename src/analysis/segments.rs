//! People by how much they use: none, light, regular, heavy. The borders are the person's to choose.

use serde::{Deserialize, Serialize};

use super::overview::spread::totals;
use super::overview::tiles::{people, per_person};
use crate::dataset::disclosure::{
    DOMINANCE_PERCENT, Group, Minimum, Rule, Total, Visibility, protect,
};
use crate::metrics::{MetricId, MetricInfo, Panel, Topic};
use crate::notice::{Kind, Notice};
use crate::stats::quantile::{QuantileType, quantile, sorted};

/// The question: a usage metric, and where its segments begin.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cut {
    /// The usage metric.
    pub x: MetricId,
    /// The borders, if the person chose any.
    pub borders: Option<Borders>,
}

/// Where regular and heavy use begin, in the metric's unit.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Borders {
    /// Regular use begins here; below it, use is light.
    pub regular: f64,
    /// Heavy use begins here.
    pub heavy: f64,
}

/// People by how much they use.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Segments {
    /// The usage metric.
    pub x: MetricInfo,
    /// The borders that were used.
    pub borders: Borders,
    /// People with a row of usage or of outcomes.
    pub people: usize,
    /// The segments, from none to heavy.
    pub segments: [Segment; 4],
}

/// One segment.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Segment {
    /// Which.
    pub level: Level,
    /// How many people, unless that would point at few of them.
    pub people: Option<usize>,
    /// Their share of all usage; `None` if hidden, or if the metric has no total.
    pub held: Option<f64>,
}

/// How much a person uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Level {
    /// Nothing recorded: no row, or only zeros.
    None,
    /// Above zero, below the first border.
    Light,
    /// From the first border to below the second.
    Regular,
    /// From the second border on.
    Heavy,
}

impl Level {
    /// Every level, the least first.
    pub const ALL: [Level; 4] = [Level::None, Level::Light, Level::Regular, Level::Heavy];
}

/// Puts people into segments.
///
/// # Errors
/// [`Kind::NoMeasure`] if the metric does not exist; [`Kind::TooFewPeople`] if fewer than may be shown have usage.
pub fn segments(panel: &Panel, cut: &Cut) -> Result<Segments, Notice> {
    let Some(usage) = panel.metric(&cut.x) else {
        return Err(Notice::about("", Kind::NoMeasure));
    };
    let values = panel.values(usage);
    let keys = &panel.cells(Topic::Usage).keys;
    let users: Vec<(u32, f64)> = per_person(keys, &values)
        .into_iter()
        .filter(|(_, value)| *value > 0.0)
        .collect();
    let least = Minimum::SCREEN.people();
    if users.len() < least {
        return Err(Notice::counted("", Kind::TooFewPeople(least), users.len()));
    }
    let borders = cut
        .borders
        .filter(|borders| borders.regular <= borders.heavy)
        .unwrap_or_else(|| usual(&users));
    let totals = totals(panel, usage, &values);
    let everyone = people(panel);
    let mut counts = [0_usize; 4];
    counts[0] = everyone - users.len();
    let mut held: [Vec<f64>; 4] = std::array::from_fn(|_| Vec::new());
    for (person, value) in &users {
        let level = match *value {
            heavy if heavy >= borders.heavy => 3,
            regular if regular >= borders.regular => 2,
            _ => 1,
        };
        counts[level] += 1;
        if let Some(totals) = &totals
            && let Ok(at) = totals.binary_search_by_key(person, |total| total.0)
        {
            held[level].push(totals[at].1);
        }
    }
    let groups: Vec<Group<'_>> = counts
        .iter()
        .zip(&held)
        .map(|(people, contributions)| Group {
            people: *people,
            contributions,
        })
        .collect();
    let rule = Rule {
        minimum: Minimum::SCREEN,
        dominance_percent: DOMINANCE_PERCENT,
        // The number of all people stands beside the segments.
        total: Total::Known,
    };
    let shown = protect(&groups, rule);
    let everything: f64 = held.iter().flatten().sum();
    let segment = |at: usize| {
        let is_shown = shown.groups[at] == Visibility::Shown;
        let has_total = totals.is_some() && everything > 0.0;
        Segment {
            level: Level::ALL[at],
            people: is_shown.then_some(counts[at]),
            // An empty sum is −0.
            held: (is_shown && has_total)
                .then(|| held[at].iter().fold(0.0, |sum, own| sum + own) / everything),
        }
    };
    Ok(Segments {
        x: usage.info.clone(),
        borders,
        people: everyone,
        segments: std::array::from_fn(segment),
    })
}

/// Borders to begin with: about a quarter of the people with usage is light and a quarter heavy, in round numbers.
fn usual(users: &[(u32, f64)]) -> Borders {
    let values: Vec<f64> = users.iter().map(|user| user.1).collect();
    let values = sorted(&values);
    let at = |p: f64| quantile(&values, p, QuantileType::Type7).map_or(0.0, round);
    Borders {
        regular: at(0.25),
        heavy: at(0.75),
    }
}

/// Two digits are enough for a border that a person may move.
fn round(value: f64) -> f64 {
    if value <= 0.0 {
        return 0.0;
    }
    let step = libm::pow(10.0, libm::log10(value).floor() - 1.0);
    let rounded = (value / step).round() * step;
    // A step below one leaves traces of binary fractions: 0.30000000000000004.
    (rounded * 1e9).round() / 1e9
}

#[cfg(test)]
mod tests {
    use super::round;

    #[test]
    fn a_border_to_begin_with_is_a_round_number() {
        for (value, want) in [(17.38, 17.0), (483.2, 480.0), (0.2871, 0.29), (9.96, 10.0)] {
            assert!((round(value) - want).abs() < 1e-9, "{value}");
        }
    }
}
