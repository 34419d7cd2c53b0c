//! A group picked for a low first value rises by itself: part of that value was bad luck.

use super::Undefined;
use super::correlation::ProductMoment;
use super::moments::mean;
use super::note::Note;
use super::special::{normal_pdf, normal_sf};
use serde::{Deserialize, Serialize};

/// How [`expected_drift`] and [`group_drift`] are made.
pub const REGRESSION_TO_MEAN: Note = Note {
    name: "Regression to the mean",
    answers: "How much would a group that was picked for its first value have changed anyway?",
    formula: "Expected change back: (1 − ρ)·(mean of the group − mean of all), ρ = correlation of first and second value. In advance, for a group above a cut: sd·(1 − ρ)·φ(z)/(1 − Φ(z)), z = (cut − mean)/sd",
    certainty: "",
    assumes: "Nothing changed but chance, and both values vary alike. In advance also: normal values.",
    source: "Galton (1886), Regression towards mediocrity in hereditary stature; Davis (1976), The effect of regression to the mean in epidemiologic and clinical studies; Barnett et al. (2005)",
    checked_against: "scipy.stats.truncnorm, closed form with 30 digits",
};

/// Who belongs to the group.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum Selection {
    /// Everyone with a first value above this.
    Above(f64),
    /// Everyone with a first value below this.
    Below(f64),
}

/// What is known of all people before a group is picked.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Population {
    /// Mean of the measure.
    pub mean: f64,
    /// Its standard deviation; positive.
    pub standard_deviation: f64,
    /// Correlation of a person's two values of it, in [-1, 1].
    pub reliability: f64,
}

/// What chance alone will do to a group.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ExpectedDrift {
    /// Share of all people that is picked.
    pub share_selected: f64,
    /// Mean first value of the group.
    pub mean_at_selection: f64,
    /// Its mean second value.
    pub expected_next: f64,
}

impl ExpectedDrift {
    /// How far the group falls back towards the mean; negative for a group below it, which rises.
    pub fn regression_to_mean(&self) -> f64 {
        self.mean_at_selection - self.expected_next
    }
}

/// What chance alone will do to a group of a normal population.
///
/// # Errors
/// [`Undefined::OutOfRange`] for a standard deviation that is not positive, a reliability outside of [-1, 1], or a
/// selection that nobody meets.
pub fn expected_drift(
    population: &Population,
    selection: Selection,
) -> Result<ExpectedDrift, Undefined> {
    let Population {
        mean,
        standard_deviation,
        reliability,
    } = *population;
    if standard_deviation <= 0.0 || !(-1.0..=1.0).contains(&reliability) {
        return Err(Undefined::OutOfRange);
    }
    let (cut, side) = match selection {
        Selection::Above(cut) => (cut, 1.0),
        Selection::Below(cut) => (cut, -1.0),
    };
    let z = side * (cut - mean) / standard_deviation;
    let share_selected = normal_sf(z);
    if share_selected < f64::MIN_POSITIVE || share_selected.is_nan() {
        return Err(Undefined::OutOfRange);
    }
    let away = side * standard_deviation * normal_pdf(z) / share_selected;
    Ok(ExpectedDrift {
        share_selected,
        mean_at_selection: mean + away,
        expected_next: mean + reliability * away,
    })
}

/// How a picked group changed, beside what chance alone would have done.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct GroupDrift {
    /// Number of people.
    pub n: usize,
    /// Number of them in the group.
    pub selected: usize,
    /// Correlation of first and second values.
    pub reliability: f64,
    /// Mean change of all people.
    pub change_of_all: f64,
    /// Mean change of the group to be expected from chance and the change of all.
    pub expected_change: f64,
    /// Mean change of the group.
    pub observed_change: f64,
}

/// Compares the change of a group, picked by its `first` value, with what chance would have done; one pair per person.
///
/// # Errors
/// [`Undefined::TooFew`] below three people, or for a group of nobody; [`Undefined::Constant`] if the values do not
/// vary.
pub fn group_drift(
    first: &[f64],
    second: &[f64],
    selection: Selection,
) -> Result<GroupDrift, Undefined> {
    super::moments::need(first, 3)?;
    let reliability = ProductMoment::new(first, second)?.r;
    let is_in = |value: f64| match selection {
        Selection::Above(cut) => value > cut,
        Selection::Below(cut) => value < cut,
    };
    let of_group = |side: &[f64]| -> Vec<f64> {
        let pairs = first.iter().zip(side);
        pairs.filter(|(f, _)| is_in(**f)).map(|(_, v)| *v).collect()
    };
    let group = of_group(first);
    let changes: Vec<f64> = first.iter().zip(second).map(|(a, b)| b - a).collect();
    let change_of_all = mean(&changes)?;
    Ok(GroupDrift {
        n: first.len(),
        selected: group.len(),
        reliability,
        change_of_all,
        expected_change: change_of_all + (1.0 - reliability) * (mean(first)? - mean(&group)?),
        observed_change: mean(&of_group(&changes))?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_below_the_mean_mirrors_one_above() {
        let population = Population {
            mean: 50.0,
            standard_deviation: 10.0,
            reliability: 0.6,
        };
        let above = expected_drift(&population, Selection::Above(60.0)).unwrap();
        let below = expected_drift(&population, Selection::Below(40.0)).unwrap();
        assert!((above.regression_to_mean() + below.regression_to_mean()).abs() < 1e-12);
        assert!(above.regression_to_mean() > 0.0 && below.expected_next > below.mean_at_selection);
    }

    #[test]
    fn swapped_luck_is_expected_in_full() {
        // The second values are the first ones in another order, so nothing but chance happened.
        let first = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
        let second = [4.0, 2.0, 6.0, 1.0, 3.0, 5.0];
        let got = group_drift(&first, &second, Selection::Below(2.5)).unwrap();
        assert_eq!((got.n, got.selected, got.change_of_all), (6, 2, 0.0));
        assert!((got.expected_change - (1.0 - got.reliability) * 2.0).abs() < 1e-12);
        assert!((got.observed_change - 1.5).abs() < 1e-12);
    }

    #[test]
    fn an_exact_measure_does_not_drift() {
        let first = [1.0, 2.0, 3.0, 4.0];
        let got = group_drift(&first, &first.map(|v| v + 1.0), Selection::Above(2.5)).unwrap();
        assert!((got.expected_change - got.observed_change).abs() < 1e-12);
    }

    #[test]
    fn a_group_of_nobody_has_no_drift() {
        let population = Population {
            mean: 0.0,
            standard_deviation: 1.0,
            reliability: 0.5,
        };
        let got = expected_drift(&population, Selection::Above(60.0));
        assert_eq!(got, Err(Undefined::OutOfRange));
        let got = group_drift(&[1., 2., 3.], &[2., 1., 3.], Selection::Below(0.0));
        assert_eq!(got, Err(Undefined::TooFew { have: 0, need: 1 }));
    }
}
