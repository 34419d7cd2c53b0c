//! Fixed effects and the wild cluster bootstrap.

use super::{Rows, close};
use crate::stats::panel::slope::Distrust;
use crate::stats::panel::wild::{Draws, wild_cluster_bootstrap};
use crate::stats::panel::{Effects, fixed_effects};
use crate::stats::regression::{Errors, Fit, least_squares};
use crate::stats::{Side, Undefined};

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
