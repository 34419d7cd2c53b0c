//! What happens over time: lags, breaks and beginnings.

use super::{Rows, close};
use crate::stats::panel::adoption::{Adoption, difference_in_differences};
use crate::stats::panel::lag::{lag_profile, lead_lag};
use crate::stats::panel::slope::Distrust;
use crate::stats::panel::target_date::{
    Volumes, change_beside_periods, goodhart_break, ratio_change, spearman_by_period,
};
use crate::stats::panel::{Effects, fixed_effects};
use crate::stats::{Side, Undefined};

/// Usage of forty weeks of six people with gaps, and outcomes that are the usage of two weeks before.
fn two_weeks_later() -> (Rows, Rows) {
    let (mut usage, mut outcome) = (Rows::default(), Rows::default());
    for row in (0_u16..240).rev() {
        let (person, week) = (row % 6, i32::from(row / 6));
        let value = f64::from(row * row % 101);
        if row % 7 != 0 {
            usage.push(person.into(), week, [value, value]);
        }
        if row % 5 != 0 {
            outcome.push(person.into(), week + 2, [value, value]);
        }
    }
    (usage, outcome)
}

#[test]
fn the_profile_finds_the_lag_by_the_calendar() {
    let (usage, outcome) = two_weeks_later();
    let profile = lag_profile(&usage.series(), &outcome.series(), -8..=8).unwrap();
    assert_eq!(profile.len(), 17);
    for lag in profile {
        let exact = lag.correlation.unwrap().unexplained <= 0.0;
        assert_eq!(exact, lag.periods == 2, "{}", lag.periods);
    }
}

#[test]
fn a_lag_that_no_rows_meet_at_says_so() {
    let (usage, outcome) = two_weeks_later();
    let far = lag_profile(&usage.series(), &outcome.series(), 99..=99).unwrap();
    assert_eq!(far[0].n, 0);
    assert_eq!(far[0].slope, Err(Undefined::TooFew { have: 0, need: 2 }));
}

#[test]
fn two_values_of_usage_in_one_week_are_refused() {
    let (mut usage, outcome) = two_weeks_later();
    usage.push(usage.person[0], usage.period[0], [1.0, 1.0]);
    let got = lead_lag(&usage.series(), &outcome.series(), Effects::Person);
    assert_eq!(got, Err(Undefined::OutOfRange));
}

/// Ten people over twenty weeks: the slope within people is 2 before week 10 and 1/2 from it on, with some noise.
fn break_at_ten() -> Rows {
    let mut rows = Rows::default();
    for row in 0_u16..200 {
        let (person, week) = (row % 10, row / 10);
        let x = f64::from(row * row % 37);
        let slope = if week < 10 { 2.0 } else { 0.5 };
        let y = slope * x + f64::from(row * 11 % 23) + f64::from(person);
        rows.push(person.into(), week.into(), [x, y]);
    }
    rows
}

#[test]
fn a_fallen_slope_is_the_slope_after_minus_the_slope_before() {
    let got = goodhart_break(&break_at_ten().panel(), 10, 0.95).unwrap();
    close(
        got.change_of_slope.slope.estimate,
        got.after.slope - got.before.slope,
    );
    assert!(got.change_of_slope.slope.interval(0.95).contains(-1.5));
    let fall = got.fall_of_correlation.unwrap();
    close(fall.estimate, got.before.fisher_z() - got.after.fisher_z());
}

/// The rows of one phase.
fn phase(rows: &Rows, wanted: impl Fn(usize, i32) -> bool) -> Rows {
    let mut kept = Rows::default();
    for row in 0..rows.x.len() {
        let (person, period) = (rows.person[row], rows.period[row]);
        if wanted(person, period) {
            kept.push(person, period, [rows.x[row], rows.y[row]]);
        }
    }
    kept
}

#[test]
fn with_periods_taken_out_the_change_is_that_between_two_separate_panels() {
    let rows = break_at_ten();
    let change = change_beside_periods(&rows.panel(), 10).unwrap().slope;
    let of = |rows: Rows| fixed_effects(&rows.panel(), Effects::PersonAndPeriod).unwrap();
    let before = of(phase(&rows, |_, week| week < 10)).slope;
    let after = of(phase(&rows, |_, week| week >= 10)).slope;
    close(change.estimate, after.estimate - before.estimate);

    // Where the people of the two phases are different ones, the errors of the two panels are independent.
    let kept = |person: usize, week: i32| (person < 5) == (week < 10);
    let apart = phase(&rows, kept);
    let change = change_beside_periods(&apart.panel(), 10).unwrap().slope;
    let before = of(phase(&apart, |_, week| week < 10)).slope;
    let after = of(phase(&apart, |_, week| week >= 10)).slope;
    close(
        change.standard_error,
        before.standard_error.hypot(after.standard_error),
    );
}

#[test]
fn a_week_that_lowers_both_sides_for_everyone_changes_no_slope() {
    let rows = break_at_ten();
    let mut holidays = rows.clone();
    for row in 0..holidays.x.len() {
        if holidays.period[row] % 3 == 0 {
            holidays.x[row] -= 400.0;
            holidays.y[row] -= 900.0;
        }
    }
    let change = |rows: &Rows| change_beside_periods(&rows.panel(), 10).unwrap().slope;
    let off = change(&holidays).estimate - change(&rows).estimate;
    assert!(off.abs() < 1e-9, "{off}");
}

#[test]
fn a_break_without_rows_on_one_side_says_so() {
    let rows = break_at_ten();
    let got = goodhart_break(&rows.panel(), 99, 0.95);
    assert_eq!(got, Err(Undefined::Constant(Side::X)));
}

#[test]
fn each_period_has_its_own_correlation_across_people() {
    let mut rows = break_at_ten();
    rows.push(1, 77, [1.0, 1.0]);
    let got = spearman_by_period(&rows.panel(), 0.95);
    assert_eq!(got.len(), 21);
    assert_eq!(got[3].1.unwrap().n, 10);
    assert_eq!(got[20], (77, Err(Undefined::TooFew { have: 1, need: 2 })));
}

#[test]
fn a_ratio_of_sums_needs_results_on_both_sides() {
    let mut volumes = Volumes {
        person: &[1, 1, 2, 2, 3, 3],
        period: &[0, 5, 0, 5, 0, 5],
        volume: &[10.0, 40.0, 20.0, 50.0, 30.0, 90.0],
        results: &[1.0, 2.0, 0.0, 1.0, 2.0, 3.0],
    };
    let got = ratio_change(&volumes, 3).unwrap();
    close(got.ratio(), (180.0 / 6.0) / (60.0 / 3.0));
    close(got.log_ratio.estimate, 1.5_f64.ln());
    // Without the third person nothing came out before.
    volumes.results = &[0.0, 2.0, 0.0, 1.0, 2.0, 3.0];
    assert_eq!(ratio_change(&volumes, 3), Err(Undefined::OutOfRange));
}

/// Units over six periods, the first ones of which begin at period 3 and gain `gain`.
struct Rollout {
    rows: Rows,
    treated: Vec<bool>,
    post: Vec<bool>,
}

impl Rollout {
    fn new([units, began]: [usize; 2], gain: f64) -> Self {
        let (mut rows, mut treated, mut post) = (Rows::default(), Vec::new(), Vec::new());
        for unit in 0..units {
            for period in 0..6 {
                treated.push(unit < began);
                post.push(period >= 3);
                let noise = (unit * unit * 7 + unit * 3) % 13 * usize::from(period >= 3);
                let effect = if unit < began && period >= 3 {
                    gain
                } else {
                    0.0
                };
                let y = (unit % 5) as f64 + f64::from(period) + 0.1 * noise as f64 + effect;
                rows.push(unit, period, [0.0, y]);
            }
        }
        Self {
            rows,
            treated,
            post,
        }
    }

    fn adoption(&self) -> Adoption<'_> {
        Adoption {
            unit: &self.rows.person,
            period: &self.rows.period,
            treated: &self.treated,
            post: &self.post,
            y: &self.rows.y,
        }
    }
}

#[test]
fn few_units_that_began_leave_only_the_placebo_test() {
    let rollout = Rollout::new([12, 2], 5.0);
    let got = difference_in_differences(&rollout.adoption(), 1).unwrap();
    assert_eq!(got.trust(), Err(Distrust::FewTreatedUnits { have: 2 }));
    let placebo = got.placebo.unwrap();
    assert_eq!(placebo.choices, 12 * 11 / 2);
    assert_eq!((placebo.as_extreme, placebo.seed), (1, None));
    close(got.effect(), got.two_way.unwrap().slope.estimate);
    close(got.effect(), got.changes.unwrap().difference);
}

#[test]
fn many_units_get_seeded_random_placebos() {
    let rollout = Rollout::new([60, 20], 5.0);
    let got = difference_in_differences(&rollout.adoption(), 9).unwrap();
    let placebo = got.placebo.unwrap();
    assert_eq!((placebo.choices, placebo.seed), (10_000, Some(9)));
    assert_eq!(placebo.as_extreme, 1);
    assert_eq!(got.trust(), Ok(()));
}

#[test]
fn a_group_without_rows_before_has_no_difference() {
    let mut rollout = Rollout::new([6, 2], 1.0);
    let began = rollout.treated.clone();
    for (post, began) in rollout.post.iter_mut().zip(began) {
        *post |= began;
    }
    let got = difference_in_differences(&rollout.adoption(), 1);
    assert_eq!(got, Err(Undefined::TooFew { have: 0, need: 1 }));
}
