//! A relation over all rows, split into the one between people and the one within people.

use super::Repeated;
use super::groups::Groups;
use crate::stats::correlation::{ProductMoment, pearson};
use crate::stats::moments::{Centred, need_variation};
use crate::stats::note::Note;
use crate::stats::{Correlation, Side, Undefined};
use serde::{Deserialize, Serialize};

/// How [`WithinBetween`] is made.
pub const WITHIN_BETWEEN: Note = Note {
    name: "Within and between people",
    answers: "Do people who use more do better, or does the same person do better when using more?",
    formula: "r = ηx·ηy·r between + √((1 − ηx²)(1 − ηy²))·r within, η² being the share of the variation that lies between people",
    certainty: "Between: Pearson’s r of the people’s means, one pair per person. Within: see the slope within people.",
    assumes: "Nothing; it is an identity. Reading the part between people as if it were the part within is the ecological fallacy.",
    source: "Robinson (1950), Ecological correlations and the behavior of individuals; Snijders & Bosker (2012), Multilevel Analysis",
    checked_against: "R psych::statsBy, multilevel::ICC1 and lm; exact rational arithmetic",
};

/// How much of a column's variation lies between people.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Variation {
    /// η²: the share of the sum of squares that lies between people, from 0 to 1.
    pub between_share: f64,
    /// The F statistic of "all people have the same mean".
    pub f: Result<f64, Undefined>,
    /// ICC(1), the correlation of two rows of the same person; may be negative.
    pub icc1: Result<f64, Undefined>,
}

impl Variation {
    /// η, the correlation of the column with its people's means.
    pub fn eta(&self) -> f64 {
        self.between_share.sqrt()
    }
}

/// A relation split into its part between people and its part within people.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct WithinBetween {
    /// Number of rows.
    pub n: usize,
    /// Number of people.
    pub people: usize,
    /// Pearson's r over all rows, which mixes both.
    pub r_total: f64,
    /// Correlation of the deviations from each person's means.
    pub r_within: Result<f64, Undefined>,
    /// Correlation of the people's means, each counted once per row.
    pub r_between_weighted: Result<f64, Undefined>,
    /// Correlation of the people's means, each counted once: the one with an interval and a p-value, n being people.
    pub between: Result<Correlation, Undefined>,
    /// Change of y per unit of x over all rows.
    pub slope_total: f64,
    /// Change of y per unit of x within people.
    pub slope_within: Result<f64, Undefined>,
    /// Change of y per unit of x between people's means, each counted once per row.
    pub slope_between: Result<f64, Undefined>,
    /// Where the variation of x lies.
    pub x: Variation,
    /// Where the variation of y lies.
    pub y: Variation,
    /// n₀: rows per person as the intraclass correlation averages them.
    pub rows_per_person: f64,
}

impl WithinBetween {
    /// The slope between people minus the slope within people: what a person's level goes with on top of the same
    /// person's ups and downs.
    ///
    /// # Errors
    /// Whatever leaves one of the two slopes undefined.
    pub fn contextual_effect(&self) -> Result<f64, Undefined> {
        Ok(self.slope_between? - self.slope_within?)
    }

    /// By how much the variance of a mean of y is larger than if rows were independent, 1 + (m − 1)·ICC for m rows per
    /// person.
    ///
    /// # Errors
    /// Whatever leaves the intraclass correlation of y undefined.
    pub fn design_effect(&self) -> Result<f64, Undefined> {
        let rows_per_person = self.n as f64 / self.people as f64;
        Ok(1.0 + (rows_per_person - 1.0) * self.y.icc1?)
    }

    /// As how many independent rows the rows count for a mean of y.
    ///
    /// # Errors
    /// Whatever leaves the intraclass correlation of y undefined.
    pub fn effective_n(&self) -> Result<f64, Undefined> {
        Ok(self.n as f64 / self.design_effect()?)
    }

    /// Whether the relations within and between people have opposite signs; see [`super::simpson`] for how sure that is.
    pub fn sign_reversal(&self) -> bool {
        matches!(
            (self.r_within, self.r_between_weighted),
            (Ok(within), Ok(between)) if within * between < 0.0
        )
    }
}

/// Splits the relation of x and y.
///
/// # Errors
/// [`Undefined::TooFew`] below two people; [`Undefined::Constant`] if a side does not vary at all. Parts that a side has
/// no variation for carry their own reason.
///
/// Source: Robinson (1950), American Sociological Review 15; ICC(1) of Bartko (1976), Psychological Bulletin 83, with
/// the n₀ of unbalanced groups.
pub fn within_between(rows: &Repeated, level: f64) -> Result<WithinBetween, Undefined> {
    let people = Groups::new(rows.person);
    let (n, count) = (rows.x.len(), people.count());
    if count < 2 {
        return Err(Undefined::TooFew {
            have: count,
            need: 2,
        });
    }
    need_variation(rows.x, rows.y, 2)?;
    let (x, y) = (Split::new(rows.x, &people), Split::new(rows.y, &people));
    let total = (&x.total, &y.total);
    let within = both(x.within.as_ref(), y.within.as_ref());
    let between = both(x.between.as_ref(), y.between.as_ref());
    let r = |(x, y): (&Centred, &Centred)| ProductMoment::of_centred(x, y).r;
    let of_means = between.and_then(|_| pearson(&x.means(&people), &y.means(&people), level));
    let squares: f64 = people.rows().map(|rows| (rows.len() as f64).powi(2)).sum();
    let rows_per_person = (n as f64 - squares / n as f64) / (count - 1) as f64;
    Ok(WithinBetween {
        n,
        people: count,
        r_total: r(total),
        r_within: within.map(r),
        r_between_weighted: between.map(r),
        between: of_means,
        slope_total: slope(total),
        slope_within: within.map(slope),
        slope_between: between.map(slope),
        x: x.variation(&people, rows_per_person),
        y: y.variation(&people, rows_per_person),
        rows_per_person,
    })
}

/// A column as deviations from its mean, and those split in two. `None` where nothing varies.
struct Split {
    total: Centred,
    within: Option<Centred>,
    between: Option<Centred>,
}

impl Split {
    fn new(values: &[f64], people: &Groups) -> Self {
        /// Share of the sum of squares that rounding alone can leave between people.
        const ROUNDING: f64 = 1e-26;
        let total = Centred::new(values);
        let within = Centred::of_deviations(0.0, people.deviations(values));
        // The mean of deviations, not the deviation of means: a large offset costs no digits.
        let mut between = vec![0.0; values.len()];
        for rows in people.rows() {
            let sum: f64 = rows.iter().map(|&row| total.values[row]).sum();
            for &row in rows {
                between[row] = sum / rows.len() as f64;
            }
        }
        let mut between = Centred::of_deviations(0.0, between);
        between.scale *= total.scale;
        let varies_within = within.values.iter().any(|&value| value != 0.0);
        let varies_between = share(&between, &total) > ROUNDING;
        Self {
            within: varies_within.then_some(within),
            between: varies_between.then_some(between),
            total,
        }
    }

    /// The people's means, as scaled deviations from the mean of all rows.
    fn means(&self, people: &Groups) -> Vec<f64> {
        let between = self.between.iter();
        between
            .flat_map(|between| people.rows().map(|rows| between.values[rows[0]]))
            .collect()
    }

    fn variation(&self, people: &Groups, rows_per_person: f64) -> Variation {
        let (n, count) = (self.total.values.len(), people.count());
        let share = |part: &Option<Centred>| part.as_ref().map_or(0.0, |p| share(p, &self.total));
        let (between_share, within_share) = (share(&self.between), share(&self.within));
        let between = between_share / (count - 1) as f64;
        let within = within_share / n.saturating_sub(count) as f64;
        let scatter = between + (rows_per_person - 1.0) * within;
        let repeated = if n > count {
            Ok(())
        } else {
            Err(Undefined::NoDegreesOfFreedom)
        };
        let varies = if within > 0.0 {
            Ok(())
        } else {
            Err(Undefined::PerfectFit)
        };
        Variation {
            between_share,
            f: repeated.and(varies).map(|()| between / within),
            icc1: repeated.map(|()| (between - within) / scatter),
        }
    }
}

/// Both sides of a pair, or which of them does not vary.
fn both<'a>(
    x: Option<&'a Centred>,
    y: Option<&'a Centred>,
) -> Result<(&'a Centred, &'a Centred), Undefined> {
    let x = x.ok_or(Undefined::Constant(Side::X))?;
    Ok((x, y.ok_or(Undefined::Constant(Side::Y))?))
}

/// Sum of squares of a part, as a share of the whole.
fn share(part: &Centred, total: &Centred) -> f64 {
    (part.scale / total.scale).powi(2) * part.sum_of_squares() / total.sum_of_squares()
}

fn slope((x, y): (&Centred, &Centred)) -> f64 {
    x.sum_of_products(y) / x.sum_of_squares() * (y.scale / x.scale)
}
