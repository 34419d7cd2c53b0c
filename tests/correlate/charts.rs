//! The charts of the closer look as SVG, compared with the drawings in `tests/charts`.
//!
//! After a change that is meant, `BLESS=1 cargo test --test correlate` writes them anew; look at them.

use goodhart::analysis::{Detail, Detailed, Frame};
use goodhart::chart::{
    self, Layer, Look, Theme, between, crowd, forest, multiverse, relation, steps,
};

use crate::asked::Asked;
use crate::drawn::assert_drawn;

/// What the page shows first: the suggested axis and its layers.
fn first_look(found: &goodhart::analysis::Relation) -> Look {
    Look {
        logarithm: found
            .usage_axis
            .is_skewed
            .then_some(found.usage_axis.logarithm),
        layers: vec![Layer::Line, Layer::Margins],
        window: None,
    }
}

#[test]
fn groups_are_named_beside_their_dots_and_margins_show_how_the_axes_are_filled() {
    let found = Asked::sample()
        .about("tokens-out", "lead-time-hours")
        .by("role")
        .relation();
    let chart = relation(&found, &first_look(&found), None);
    assert_drawn("correlate", &chart, (900, 560), &Theme::light());
}

#[test]
fn curve_and_means_of_equal_parts_lie_above_the_dots() {
    let found = Asked::sample()
        .about("tokens-out", "lead-time-hours")
        .relation();
    let look = Look {
        layers: vec![Layer::Curve, Layer::Doses],
        ..first_look(&found)
    };
    let chart = relation(&found, &look, None);
    assert_drawn("correlate-layers", &chart, (900, 560), &Theme::dark());
}

#[test]
fn a_window_shows_a_part_of_the_dots() {
    let found = Asked::sample()
        .about("tokens-out", "lead-time-hours")
        .relation();
    let look = Look {
        logarithm: None,
        window: Some([[0.0, 20_000.0], [10.0, 40.0]]),
        ..first_look(&found)
    };
    let chart = relation(&found, &look, None);
    assert_drawn("correlate-window", &chart, (500, 400), &Theme::light());
}

#[test]
fn a_crowd_is_drawn_without_any_other_figure() {
    let mut asked = Asked::sample().about("tokens-out", "lead-time-hours");
    let frame = Frame {
        cells: [60, 40],
        logarithm: None,
        window: None,
    };
    let Detailed::Density(counted) = asked.detail(Detail::Density(frame)) else {
        panic!("another answer than asked for");
    };
    let look = first_look(&asked.relation());
    assert_drawn(
        "crowd",
        &crowd(&counted, &look),
        (900, 560),
        &Theme::light(),
    );
}

#[test]
fn every_role_points_down_and_all_people_up() {
    let found = Asked::sample()
        .about("tokens-out", "lead-time-hours")
        .by("role")
        .relation();
    let chart = forest(&found).unwrap();
    assert_drawn("correlate-forest", &chart, (700, 320), &Theme::light());
    let table = chart.table();
    assert_eq!(table.rows.len(), 7);
    assert_eq!(table.rows[6][0], "All people (n = 355)");
}

#[test]
fn different_people_beside_the_same_people_over_time() {
    let found = Asked::sample().relation();
    assert_drawn("between", &between(&found), (420, 300), &Theme::light());
    let chart = steps(&found).unwrap();
    assert_drawn("steps", &chart, (420, 300), &Theme::light());
    assert_eq!(chart.table().rows.len(), 8);
}

#[test]
fn the_ways_of_counting_stand_above_the_choices_that_make_them() {
    let found = Asked::sample()
        .about("tokens-out", "lead-time-hours")
        .multiverse();
    let chart = multiverse::curve(&found);
    assert_drawn("multiverse", &chart, (900, 340), &Theme::light());
    let below = multiverse::choices(&found);
    assert_drawn("multiverse-choices", &below, (900, 260), &Theme::light());
    let table = chart.table();
    assert_eq!(table.rows.len(), found.specifications.len());
    assert!(table.rows[0][0].contains(", "), "{:?}", table.rows[0]);
}

#[test]
fn the_distances_in_time_have_a_side_for_each_that_may_come_first() {
    let found = Asked::sample().lags();
    assert_drawn("lags", &chart::lags(&found), (900, 340), &Theme::light());
}
