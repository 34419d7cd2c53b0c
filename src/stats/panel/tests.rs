use super::lag::{Series, lag_profile, lead_lag};
use super::rmcorr::repeated_measures_correlation;
use super::simpson::{Against, Disagreement, Level, simpson_check};
use super::slope::{Distrust, PanelSlope};
use super::split::within_between;
use super::wild::{Draws, wild_cluster_bootstrap};
use super::{Effects, Panel, fixed_effects};
use crate::stats::regression::{Errors, Fit, least_squares};
use crate::stats::{Side, Undefined};

/// A panel that owns its rows.
#[derive(Debug, Clone, Default)]
pub(super) struct Rows {
    pub person: Vec<usize>,
    pub period: Vec<i32>,
    pub x: Vec<f64>,
    pub y: Vec<f64>,
}

impl Rows {
    /// Eight people over five weeks, without the last week of some; x and y follow no pattern.
    pub fn example() -> Self {
        let mut rows = Self::default();
        for row in 0_u16..40 {
            let (person, week) = (row % 8, i32::from(row / 8));
            if week < 4 || person < 5 {
                let (x, y) = (row * row * 7 % 31, row * 13 % 29 + person);
                rows.push(person.into(), week, [x.into(), y.into()]);
            }
        }
        rows
    }

    pub fn push(&mut self, person: usize, period: i32, [x, y]: [f64; 2]) {
        self.person.push(person);
        self.period.push(period);
        self.x.push(x);
        self.y.push(y);
    }

    pub fn panel(&self) -> Panel<'_> {
        Panel {
            person: &self.person,
            period: &self.period,
            x: &self.x,
            y: &self.y,
        }
    }

    /// The values of x.
    pub fn series(&self) -> Series<'_> {
        Series {
            person: &self.person,
            period: &self.period,
            value: &self.x,
        }
    }

    fn without(&self, person: usize) -> Self {
        let mut rows = Self::default();
        for row in (0..self.x.len()).filter(|&row| self.person[row] != person) {
            let pair = [self.x[row], self.y[row]];
            rows.push(self.person[row], self.period[row], pair);
        }
        rows
    }

    fn slope(&self, effects: Effects) -> Result<PanelSlope, Undefined> {
        fixed_effects(&self.panel(), effects)
    }
}

fn close(got: f64, want: f64) {
    assert!((got / want - 1.0).abs() < 1e-10, "{got} for {want}");
}

#[test]
fn the_picture_of_the_slope_within_people_has_that_slope() {
    let rows = Rows::example();
    let panel = rows.panel();
    let [x, y] = panel.deviations();
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    let slope = fixed_effects(&panel, Effects::PersonAndPeriod)
        .unwrap()
        .slope;
    assert!((dot(&x, &y) / dot(&x, &x) - slope.estimate).abs() < 1e-12);
    for (key, week) in (0..8).zip(0..) {
        let own = x.iter().zip(&rows.person).filter(|(_, p)| **p == key);
        assert!(own.map(|(x, _)| x).sum::<f64>().abs() < 1e-12);
        let shared = x.iter().zip(&rows.period).filter(|(_, w)| **w == week);
        assert!(shared.map(|(x, _)| x).sum::<f64>().abs() < 1e-12);
    }
}

#[test]
fn effects_taken_out_are_dummies_put_in() {
    let rows = Rows::example();
    let dummy = |is_one: &dyn Fn(usize) -> bool| -> Vec<f64> {
        let one = |row| f64::from(u8::from(is_one(row)));
        (0..rows.x.len()).map(one).collect()
    };
    let mut columns = vec![rows.x.clone()];
    columns.extend((1..8).map(|person| dummy(&|row| rows.person[row] == person)));
    columns.extend((1..5).map(|week| dummy(&|row| rows.period[row] == week)));
    let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let want = least_squares(&columns, &rows.y, Errors::Clustered(&rows.person)).unwrap();
    let got = rows.slope(Effects::PersonAndPeriod).unwrap();
    close(got.slope.estimate, want.coefficients[1].estimate);
    close(got.cr1(13), want.coefficients[1].standard_error);
    assert_eq!(got.residual_degrees_of_freedom, got.n - 13);
}

#[test]
fn an_intercept_alone_gives_the_line_through_all_rows() {
    let rows = Rows::example();
    let want = least_squares(&[&rows.x], &rows.y, Errors::Clustered(&rows.person)).unwrap();
    let got = rows.slope(Effects::Intercept).unwrap();
    close(got.slope.estimate, want.coefficients[1].estimate);
    close(got.cr1(2), want.coefficients[1].standard_error);
}

#[test]
fn the_slope_without_a_person_is_that_of_the_others() {
    let rows = Rows::example();
    for effects in [
        Effects::Person,
        Effects::PersonAndPeriod,
        Effects::Intercept,
    ] {
        let got = rows.slope(effects).unwrap().most_influential;
        let want = rows.without(got.person).slope(effects).unwrap();
        close(got.slope_without.unwrap(), want.slope.estimate);
    }
}

#[test]
fn a_person_with_one_row_and_a_lone_week_change_nothing() {
    let mut rows = Rows::example();
    let before = rows.slope(Effects::PersonAndPeriod).unwrap();
    rows.push(77, 2, [1e4, -1e4]);
    rows.push(0, 99, [1e4, -1e4]);
    let after = rows.slope(Effects::PersonAndPeriod).unwrap();
    close(after.slope.estimate, before.slope.estimate);
    close(after.slope.standard_error, before.slope.standard_error);
    close(
        after.slope.degrees_of_freedom,
        before.slope.degrees_of_freedom,
    );
    assert_eq!((after.people, after.people_that_bear), (9, 8));
}

#[test]
fn weeks_that_no_person_connects_are_passed_over() {
    // Two halves of a year with different people: the first week of the second half adds nothing.
    let mut rows = Rows::example();
    for row in 0..rows.x.len() {
        let (x, y) = (rows.x[row], rows.y[row]);
        let pair = [0.5 * x + y, y - 0.3 * x];
        rows.push(rows.person[row] + 10, rows.period[row] + 40, pair);
    }
    let got = rows.slope(Effects::PersonAndPeriod).unwrap();
    assert_eq!(got.residual_degrees_of_freedom, got.n - 16 - 4 - 4 - 1);
}

#[test]
fn a_large_offset_costs_no_digits_and_the_order_of_rows_does_not_matter() {
    let mut rows = Rows::example();
    let before = rows.slope(Effects::PersonAndPeriod).unwrap();
    for value in rows.x.iter_mut().chain(&mut rows.y) {
        *value += 1e9;
    }
    rows.person.reverse();
    rows.period.reverse();
    rows.x.reverse();
    rows.y.reverse();
    let after = rows.slope(Effects::PersonAndPeriod).unwrap();
    close(after.slope.estimate, before.slope.estimate);
    close(after.slope.standard_error, before.slope.standard_error);
}

#[test]
fn what_cannot_be_told_says_why() {
    let p_value = |effects, change: &dyn Fn(&mut Rows)| {
        let mut rows = Rows::example();
        change(&mut rows);
        rows.slope(effects).map(|got| got.slope.p_value())
    };
    let both = Effects::PersonAndPeriod;
    let by_person =
        |rows: &mut Rows| rows.x = rows.person.iter().map(|&p| p as f64 / 10.0).collect();
    assert_eq!(p_value(both, &by_person), Err(Undefined::Constant(Side::X)));
    let by_week = |rows: &mut Rows| rows.x = rows.period.iter().map(|&week| week.into()).collect();
    assert_eq!(p_value(both, &by_week), Err(Undefined::Collinear));
    let too_few = |have| Err(Undefined::TooFew { have, need: 2 });
    assert_eq!(p_value(both, &|rows| rows.person.fill(1)), too_few(1));
    assert_eq!(p_value(both, &|rows| *rows = Rows::default()), too_few(0));
    let one_repeats = |rows: &mut Rows| {
        for (row, person) in rows.person.iter_mut().enumerate() {
            *person = row.max(6);
        }
    };
    assert_eq!(p_value(Effects::Person, &one_repeats), too_few(1));
    let four_rows = |rows: &mut Rows| {
        *rows = Rows::default();
        for (row, pair) in [[1.0, 2.0], [2.0, 1.0], [3.0, 5.0], [5.0, 4.0]]
            .into_iter()
            .enumerate()
        {
            rows.push(row / 2, i32::from(row % 2 == 0), pair);
        }
    };
    assert_eq!(
        p_value(both, &four_rows),
        Err(Undefined::NoDegreesOfFreedom)
    );
    let exact = |rows: &mut Rows| rows.y = rows.x.iter().map(|x| 3.0 * x).collect();
    assert_eq!(p_value(both, &exact), Ok(Err(Undefined::PerfectFit)));
}

#[test]
fn one_person_who_outweighs_the_others_is_not_trusted() {
    let mut rows = Rows::example();
    assert_eq!(rows.slope(Effects::Person).unwrap().trust(), Ok(()));
    for (x, person) in rows.x.iter_mut().zip(&rows.person) {
        *x *= if *person == 3 { 9.0 } else { 1.0 };
    }
    let got = rows.slope(Effects::Person).unwrap();
    let share = got.most_influential.share;
    assert_eq!(got.trust(), Err(Distrust::OnePerson { person: 3, share }));
}

#[test]
fn parallel_lines_leave_the_repeated_measures_correlation_nothing_open() {
    let mut rows = Rows::example();
    let lines = rows.x.iter().zip(&rows.person);
    rows.y = lines.map(|(x, &person)| 2.0 * x + person as f64).collect();
    let got = repeated_measures_correlation(&rows.panel().repeated(), 0.95).unwrap();
    assert_eq!((got.r, got.p_value), (1.0, Ok(0.0)));
    assert_eq!(got.interval, Err(Undefined::PerfectFit));
}

#[test]
fn two_rows_of_one_person_give_no_p_value() {
    let mut rows = Rows::default();
    rows.push(4, 0, [1.0, 2.0]);
    rows.push(4, 1, [2.0, 1.0]);
    rows.push(5, 1, [9.0, 9.0]);
    let got = repeated_measures_correlation(&rows.panel().repeated(), 0.95).unwrap();
    assert_eq!((got.r, got.degrees_of_freedom), (-1.0, 0));
    assert_eq!(got.p_value, Err(Undefined::NoDegreesOfFreedom));
    rows.person = vec![1, 2, 3];
    assert_eq!(
        repeated_measures_correlation(&rows.panel().repeated(), 0.95),
        Err(Undefined::Constant(Side::X))
    );
}

/// Eight people whose level of y falls by 3 per unit of their level of x, while each rises by 1 with their own x.
fn reversal() -> Rows {
    let mut rows = Rows::default();
    for row in 0_u8..48 {
        let (person, week) = (row % 8, row / 8);
        let level = f64::from(person * person % 11);
        let own = f64::from(week * 5 % 7);
        let noise = f64::from(row * 3 % 5) / 10.0;
        let pair = [10.0 * level + own, -30.0 * level + own + noise];
        rows.push(person.into(), week.into(), pair);
    }
    rows
}

#[test]
fn a_reversal_is_stated_with_the_levels_that_disagree() {
    let got = simpson_check(&reversal().panel().repeated(), 0.95);
    let clear = |levels| Disagreement {
        levels,
        clear: true,
    };
    assert_eq!(
        got.disagreements(),
        [
            clear([Level::Within, Level::Between]),
            clear([Level::Within, Level::Pooled])
        ]
    );
    let all = Against {
        people: 8,
        clearly: 8,
        of: 8,
    };
    assert_eq!(got.against(Level::Pooled), Ok(all));
    let none = Against {
        people: 0,
        clearly: 0,
        of: 8,
    };
    assert_eq!(got.against(Level::Within), Ok(none));
}

#[test]
fn the_relation_over_all_rows_is_made_of_its_two_parts() {
    let rows = reversal();
    let got = within_between(&rows.panel().repeated(), 0.95).unwrap();
    let (x, y) = (got.x.between_share, got.y.between_share);
    let between = (x * y).sqrt() * got.r_between_weighted.unwrap();
    let within = ((1.0 - x) * (1.0 - y)).sqrt() * got.r_within.unwrap();
    close(between + within, got.r_total);
    assert!(got.sign_reversal());
}

#[test]
fn people_with_equal_means_leave_nothing_between_whatever_the_order_of_their_rows() {
    let mut rows = Rows::default();
    for (person, step) in [1, 3, 7, 9, 11].into_iter().enumerate() {
        for row in 0..10 {
            let turn = row * step % 10;
            let y = f64::from(row * row * step % 17);
            rows.push(person, row, [f64::from(turn) * 0.1 + 0.7, y]);
        }
    }
    let got = within_between(&rows.panel().repeated(), 0.95).unwrap();
    let nothing = Undefined::Constant(Side::X);
    assert_eq!(got.r_between_weighted, Err(nothing));
    assert_eq!(got.between, Err(nothing));
    assert_eq!(got.contextual_effect(), Err(nothing));
    assert!(got.x.between_share.abs() < f64::MIN_POSITIVE);
}

#[test]
fn one_row_per_person_leaves_nothing_within() {
    let mut rows = Rows::example();
    rows.person = (0..rows.x.len()).collect();
    let got = within_between(&rows.panel().repeated(), 0.95).unwrap();
    assert_eq!(got.r_within, Err(Undefined::Constant(Side::X)));
    assert_eq!(got.y.icc1, Err(Undefined::NoDegreesOfFreedom));
    close(got.between.unwrap().coefficient, got.r_total);
    let check = simpson_check(&rows.panel().repeated(), 0.95);
    assert_eq!((check.disagreements(), check.people), (vec![], vec![]));
}

const DRAWS: Draws = Draws {
    count: 199,
    seed: 7,
    level: 0.95,
};

#[test]
fn changed_signs_give_the_slope_of_the_changed_outcomes() {
    // The same test written out: outcomes without x, each person's residuals with a sign, fitted again.
    let rows = Rows::example();
    let both = Effects::PersonAndPeriod;
    let got = wild_cluster_bootstrap(&rows.panel(), both, &DRAWS).unwrap();
    let weeks_only: Vec<Vec<f64>> = (1..5)
        .map(|week| {
            let one = |period: &i32| f64::from(u8::from(*period == week));
            rows.period.iter().map(one).collect()
        })
        .chain((1..8).map(|person| {
            let one = |own: &usize| f64::from(u8::from(*own == person));
            rows.person.iter().map(one).collect()
        }))
        .collect();
    let columns: Vec<&[f64]> = weeks_only.iter().map(Vec::as_slice).collect();
    let residuals = Fit::new(&columns, &rows.y).unwrap().residuals;
    let t = |signs: u32| {
        let mut changed = rows.clone();
        changed.y = residuals
            .iter()
            .zip(&rows.person)
            .map(|(residual, person)| {
                if signs >> person & 1 == 1 {
                    -residual
                } else {
                    *residual
                }
            })
            .collect();
        let slope = changed.slope(both).unwrap();
        slope.slope.estimate / slope.other_errors.cr0
    };
    close(got.t, t(0));
    let as_extreme = (0..256).filter(|&signs| t(signs).abs() >= got.t.abs() * (1.0 - 1e-9));
    assert_eq!(got.as_extreme, as_extreme.count() as u64);
    assert_eq!((got.sign_vectors, got.seed), (256, None));
}

#[test]
fn many_people_get_seeded_random_signs_that_repeat() {
    let mut rows = Rows::example();
    for row in 0..rows.x.len() {
        let pair = [rows.y[row], rows.x[row]];
        rows.push(rows.person[row] + 20, rows.period[row], pair);
    }
    let test = || wild_cluster_bootstrap(&rows.panel(), Effects::Person, &DRAWS).unwrap();
    let got = test();
    assert_eq!((got.sign_vectors, got.seed), (200, Some(7)));
    assert!(got.p_value >= 1.0 / 200.0 && got.p_value <= 1.0);
    assert_eq!(got, test());
}

#[test]
fn points_on_lines_leave_no_signs_to_change() {
    let mut rows = Rows::example();
    rows.y = rows.x.iter().map(|x| 2.0 * x).collect();
    let got = wild_cluster_bootstrap(&rows.panel(), Effects::Person, &DRAWS);
    assert_eq!(got, Err(Undefined::PerfectFit));
}

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
