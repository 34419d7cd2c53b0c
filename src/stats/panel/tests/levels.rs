//! Within and between people.

use super::{Rows, close};
use crate::stats::panel::rmcorr::repeated_measures_correlation;
use crate::stats::panel::simpson::{Against, Disagreement, Level, simpson_check};
use crate::stats::panel::split::within_between;
use crate::stats::{Side, Undefined};

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
