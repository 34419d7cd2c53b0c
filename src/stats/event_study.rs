//! One date for everybody, such as a leaderboard's launch: each person's weeks against the last week before it.
//!
//! Nobody is left to compare with, so whatever else happened in a week is in its coefficient.

use super::mixed::Groups;
use super::moments::Centred;
use super::note::Note;
use super::regression::{Coefficient, Covariance, Errors, Fit};
use super::special::f_sf;
use super::{Side, Undefined};
use nalgebra::{DMatrix, DVector};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How [`event_study`] is made.
pub const EVENT_STUDY: Note = Note {
    name: "Event study around one date",
    answers: "Did the same people’s outcome move when the date came, and had it already been moving?",
    formula: "y = person’s own level + one coefficient per week from the date, the last week before it being 0; least squares on deviations from each person’s mean",
    certainty: "Standard errors clustered by person (CR1), Student’s t with people − 1 degrees of freedom. Weeks before, jointly: Hotelling’s F with q and people − q degrees of freedom.",
    assumes: "Nothing else changed at the same time: everybody has the same date, so nobody shows what would have happened without it. A flat stretch before the date makes this easier to believe and never proves it.",
    source: "MacKinlay (1997), Event studies in economics and finance; Liang & Zeger (1986); Pustejovsky & Tipton (2018), Small-sample methods for cluster-robust variance estimation",
    checked_against: "closed form for panels without gaps",
};

/// Rows of people over weeks.
#[derive(Debug, Clone, Copy)]
pub struct PersonWeeks<'a> {
    /// The person of each row; any numbers.
    pub person: &'a [usize],
    /// The week of each row, as a number on the calendar.
    pub week: &'a [i64],
    /// The outcome.
    pub y: &'a [f64],
}

/// A date and the weeks around it that are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Around {
    /// The first week of the new state.
    pub event: i64,
    /// Weeks before it.
    pub before: u16,
    /// Weeks from it on.
    pub after: u16,
}

/// One week compared with the last one before the date.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct EventWeek {
    /// Weeks since the date; negative before it, 0 for its own week.
    pub since: i64,
    /// Difference from the reference week, in units of y.
    pub difference: Coefficient,
    /// People with a row in this week.
    pub persons: usize,
}

/// Several coefficients tested at once.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct JointTest {
    /// Hotelling's T² on the scale of F.
    pub f: f64,
    /// Degrees of freedom: coefficients, and people less coefficients.
    pub degrees_of_freedom: (usize, usize),
    /// P-value of "all are 0".
    pub p_value: f64,
}

/// The weeks around a date.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EventStudy {
    /// Number of people used.
    pub persons: usize,
    /// Number of rows used.
    pub rows: usize,
    /// Rows that were not: outside of the weeks looked at, or the only one of their person there.
    pub rows_left_out: usize,
    /// The week that the others are compared with: the last one before the date that has rows, usually −1.
    pub reference: i64,
    /// The other weeks with rows, in order.
    pub weeks: Vec<EventWeek>,
    /// Whether the weeks before the reference differ from it: if so, the outcome was already moving.
    pub moving_before: Result<JointTest, Undefined>,
    /// Mean difference of the weeks from the date on.
    pub after: Coefficient,
}

/// Compares each week around a date with the last one before it, within people.
///
/// # Errors
/// [`Undefined::TooFew`] below two people with two rows, or without a week on either side of the date;
/// [`Undefined::Constant`] if no one's outcome varies; [`Undefined::Collinear`] if people seen in some weeks are never
/// seen in others, so that the weeks cannot be compared; [`Undefined::NoDegreesOfFreedom`] for too few rows.
/// `moving_before` is [`Undefined::TooFew`] if there is one week before the date only, or too few people for their weeks.
pub fn event_study(rows: PersonWeeks, around: Around) -> Result<EventStudy, Undefined> {
    let used = Used::new(rows, around)?;
    let persons = used.groups.sizes.len();
    let dummies: Vec<Vec<f64>> = used
        .others
        .keys()
        .map(|&week| {
            let here = |since: &i64| f64::from(u8::from(*since == week));
            used.within(&used.since.iter().map(here).collect::<Vec<_>>())
        })
        .collect();
    let scale = Centred::new(&used.y).scale;
    let y = used.within(&used.y);
    if y.iter().all(|value| value.abs() <= 1e-12 * scale) {
        return Err(Undefined::Constant(Side::Y));
    }
    let regressors: Vec<&[f64]> = dummies.iter().map(Vec::as_slice).collect();
    let fit = Fit::new(&regressors, &y)?;
    let covariance = fit.covariance(Errors::Clustered(&used.groups.of_row))?;
    let weeks: Vec<EventWeek> = used
        .others
        .iter()
        .enumerate()
        .map(|(index, (&since, &persons))| EventWeek {
            since,
            difference: covariance.coefficient(&fit, &fit.contrast_of(index + 1)),
            persons,
        })
        .collect();
    let from = weeks.iter().filter(|week| week.since < 0).count();
    let mut after = DVector::zeros(weeks.len() + 1);
    for index in from..weeks.len() {
        after += DVector::from_vec(fit.contrast_of(index + 1));
    }
    after /= (weeks.len() - from) as f64;
    Ok(EventStudy {
        persons,
        rows: used.y.len(),
        rows_left_out: rows.y.len() - used.y.len(),
        reference: used.reference,
        moving_before: joint_test(&fit, &covariance, (from, persons)),
        after: covariance.coefficient(&fit, after.as_slice()),
        weeks,
    })
}

/// Tests the first `count` coefficients after the intercept with as many clusters as there are `persons`.
///
/// For a panel without gaps this is Hotelling's test of the people's mean differences.
fn joint_test(
    fit: &Fit,
    covariance: &Covariance,
    (count, persons): (usize, usize),
) -> Result<JointTest, Undefined> {
    if count == 0 || persons <= count {
        return Err(Undefined::TooFew {
            have: persons.min(count),
            need: count + 1,
        });
    }
    let contrasts: Vec<Vec<f64>> = (1..=count).map(|index| fit.contrast_of(index)).collect();
    let estimates = contrasts
        .iter()
        .map(|contrast| covariance.coefficient(fit, contrast).estimate);
    let estimates = DVector::from_iterator(count, estimates);
    let matrix = DMatrix::from_fn(count, count, |a, b| {
        covariance.between(&contrasts[a], &contrasts[b])
    });
    let decomposed = matrix.cholesky().ok_or(Undefined::PerfectFit)?;
    let squared = estimates.dot(&decomposed.solve(&estimates));
    let left = persons - count;
    let f = squared * left as f64 / (count as f64 * (persons as f64 - 1.0));
    Ok(JointTest {
        f,
        degrees_of_freedom: (count, left),
        p_value: f_sf(f, count as f64, left as f64),
    })
}

/// The rows that are used.
struct Used {
    groups: Groups,
    since: Vec<i64>,
    y: Vec<f64>,
    reference: i64,
    /// People per week, without the reference week.
    others: BTreeMap<i64, usize>,
}

impl Used {
    fn new(rows: PersonWeeks, around: Around) -> Result<Self, Undefined> {
        let window = -i64::from(around.before)..i64::from(around.after);
        let since = |row: usize| rows.week[row] - around.event;
        let inside: Vec<usize> = (0..rows.y.len())
            .filter(|&row| window.contains(&since(row)))
            .collect();
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        for &row in &inside {
            *counts.entry(rows.person[row]).or_default() += 1;
        }
        let kept: Vec<usize> = inside
            .into_iter()
            .filter(|&row| counts[&rows.person[row]] > 1)
            .collect();
        let persons: Vec<usize> = kept.iter().map(|&row| rows.person[row]).collect();
        let groups = Groups::new(&persons);
        let mut others: BTreeMap<i64, usize> = BTreeMap::new();
        for &row in &kept {
            *others.entry(since(row)).or_default() += 1;
        }
        let reference = others.keys().copied().rfind(|&week| week < 0);
        let too_few = |have: usize| Undefined::TooFew { have, need: 2 };
        let reference = reference.ok_or(too_few(groups.sizes.len().min(1)))?;
        if others.keys().all(|&week| week < 0) || groups.sizes.len() < 2 {
            return Err(too_few(groups.sizes.len().min(1)));
        }
        others.remove(&reference);
        Ok(Self {
            groups,
            since: kept.iter().map(|&row| since(row)).collect(),
            y: kept.iter().map(|&row| rows.y[row]).collect(),
            reference,
            others,
        })
    }

    /// Deviations from each person's mean.
    fn within(&self, values: &[f64]) -> Vec<f64> {
        let centred = Centred::new(values);
        let means = self.groups.means(&centred.values);
        let rows = centred.values.iter().zip(&self.groups.of_row);
        rows.map(|(value, &person)| (value - means[person]) * centred.scale)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PERSONS: usize = 8;
    const AROUND: Around = Around {
        event: 10,
        before: 3,
        after: 2,
    };

    type Columns = (Vec<usize>, Vec<i64>, Vec<f64>);

    /// Eight people over weeks 7 to 11, `step` higher from week 10 on and rising by `slope` a week.
    fn columns(step: f64, slope: f64) -> Columns {
        let mut columns = Columns::default();
        for person in 0..PERSONS {
            for week in 7..=11_usize {
                let noise = ((person * 31 + week * week * 17) % 23) as f64 / 23.0;
                let after = if week >= 10 { step } else { 0.0 };
                columns.0.push(person);
                columns.1.push(i64::try_from(week).unwrap());
                columns
                    .2
                    .push(100.0 * person as f64 + slope * week as f64 + after + noise);
            }
        }
        columns
    }

    fn study((person, week, y): &Columns) -> Result<EventStudy, Undefined> {
        event_study(PersonWeeks { person, week, y }, AROUND)
    }

    #[test]
    fn without_gaps_a_coefficient_is_the_peoples_mean_difference() {
        let columns = columns(5.0, 0.0);
        let got = study(&columns).unwrap();
        assert_eq!((got.reference, got.persons, got.rows), (-1, 8, 40));
        let since: Vec<i64> = got.weeks.iter().map(|week| week.since).collect();
        assert_eq!(since, [-3, -2, 0, 1]);
        let differences: Vec<f64> = (0..PERSONS)
            .map(|person| columns.2[5 * person + 3] - columns.2[5 * person + 2])
            .collect();
        let mean = differences.iter().sum::<f64>() / 8.0;
        let squares: f64 = differences.iter().map(|d| (d - mean).powi(2)).sum();
        let expected = (squares / 7.0 / 8.0 * 39.0 / 35.0).sqrt();
        let week = got.weeks[2];
        assert!((week.difference.estimate - mean).abs() < 1e-11);
        assert!((week.difference.standard_error - expected).abs() < 1e-11);
        assert!((week.difference.degrees_of_freedom - 7.0).abs() < 1e-12);
        let both = [2, 3].map(|index| got.weeks[index].difference.estimate);
        assert!((got.after.estimate - f64::midpoint(both[0], both[1])).abs() < 1e-11);
    }

    #[test]
    fn an_outcome_that_was_already_moving_is_noticed() {
        let p_value = |columns: Columns| study(&columns).unwrap().moving_before.unwrap().p_value;
        assert!(p_value(columns(5.0, 0.0)) > 0.05);
        assert!(p_value(columns(5.0, 3.0)) < 0.01);
    }

    #[test]
    fn rows_elsewhere_or_alone_are_counted_and_left_out() {
        let mut rows = columns(5.0, 0.0);
        for (person, week) in [(0, 2), (1, 40), (99, 10)] {
            rows.0.push(person);
            rows.1.push(week);
            rows.2.push(1e6);
        }
        let got = study(&rows).unwrap();
        assert_eq!((got.rows, got.rows_left_out, got.persons), (40, 3, 8));
        assert_eq!(got.weeks, study(&columns(5.0, 0.0)).unwrap().weeks);
    }

    #[test]
    fn a_panel_that_cannot_answer_says_why() {
        let (person, week, y) = columns(1.0, 0.0);
        let only = |keep: &dyn Fn(usize, i64) -> bool| {
            let rows = (0..y.len()).filter(|&row| keep(person[row], week[row]));
            let mut kept = Columns::default();
            for row in rows {
                kept.0.push(person[row]);
                kept.1.push(week[row]);
                kept.2.push(y[row]);
            }
            study(&kept)
        };
        let too_few = |have| Err(Undefined::TooFew { have, need: 2 });
        assert_eq!(only(&|_, week| week >= 10), too_few(1));
        assert_eq!(only(&|_, week| week < 10), too_few(1));
        assert_eq!(only(&|person, _| person == 0), too_few(1));
        assert_eq!(only(&|_, _| false), too_few(0));
        // Half of the people are seen before the date only, the other half from it on.
        assert_eq!(
            only(&|person, week| (person < 4) == (week < 10)),
            Err(Undefined::Collinear)
        );
        let level = (
            person.clone(),
            week.clone(),
            person.iter().map(|&p| p as f64 / 3.0).collect(),
        );
        assert_eq!(study(&level), Err(Undefined::Constant(Side::Y)));
        let two = only(&|person, _| person < 2).unwrap();
        assert_eq!(
            two.moving_before,
            Err(Undefined::TooFew { have: 2, need: 3 })
        );
    }
}
