//! People inside a rectangle that was drawn over the plot.

use serde::{Deserialize, Serialize};

use crate::metrics::Selection;
use crate::stats::{self, Correlation, Undefined};

use super::matched::Matched;
use super::verdict::LEVEL;
use super::{FEWEST_DOTS, SMALLEST_GROUP};

/// Who was selected.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Selected {
    /// Fewer people than may be counted.
    TooFew,
    /// Enough to be counted.
    People {
        /// Their number.
        count: usize,
        /// Spearman's rho among them; nothing below [`FEWEST_DOTS`] people, where it would say more of them than of it.
        spearman: Option<Result<Correlation, Undefined>>,
    },
}

/// Counts and relates the selected people of a matched panel.
pub fn selected(matched: &Matched, selection: &Selection) -> Selected {
    let within =
        |side: usize, value: f64| selection.low[side] <= value && value <= selection.high[side];
    let inside = matched
        .people
        .iter()
        .filter(|means| within(0, means.x) && within(1, means.y));
    let (x, y): (Vec<f64>, Vec<f64>) = inside.map(|means| (means.x, means.y)).unzip();
    if x.len() < SMALLEST_GROUP {
        return Selected::TooFew;
    }
    let spearman = (x.len() >= FEWEST_DOTS).then(|| stats::correlation::spearman(&x, &y, LEVEL));
    Selected::People {
        count: x.len(),
        spearman,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::matched::PersonMeans;
    use crate::metrics::MetricId;

    fn up_to(high: f64) -> Selected {
        let person = |person: u32| PersonMeans {
            person,
            x: f64::from(person),
            y: f64::from(person),
            periods: 1,
        };
        let matched = Matched {
            people: (0..50).map(person).collect(),
            ..Matched::default()
        };
        let selection = Selection {
            x: MetricId(String::new()),
            y: MetricId(String::new()),
            low: [0.0, 0.0],
            high: [high, 100.0],
        };
        selected(&matched, &selection)
    }

    #[test]
    fn a_few_selected_people_are_neither_counted_nor_related() {
        assert_eq!(up_to(3.0), Selected::TooFew);
        let some = up_to(8.0);
        assert!(
            matches!(
                some,
                Selected::People {
                    count: 9,
                    spearman: None
                }
            ),
            "{some:?}"
        );
    }

    #[test]
    fn enough_of_them_get_a_correlation_of_their_own() {
        let Selected::People {
            count: 20,
            spearman: Some(Ok(found)),
        } = up_to(19.0)
        else {
            panic!("{:?}", up_to(19.0));
        };
        assert!((found.coefficient - 1.0).abs() < 1e-12);
    }
}
