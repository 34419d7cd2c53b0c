//! Statistics over slices, held against what must be true of them. The reference cases are in `tests/reference`.

use goodhart::stats::bootstrap::{Bootstrap, pick};
use goodhart::stats::correlation::ProductMoment;
use goodhart::stats::line::{FittedLine, Influence, curvature};
use goodhart::stats::moments::{mean, skewness};
use goodhart::stats::regression::{Errors, least_squares};
use goodhart::stats::resample::{PermutationTest, every_permutation};
use goodhart::stats::special::{self};
use goodhart::stats::{Side, Undefined};

#[test]
fn tails_of_a_distribution_add_up_to_one() {
    for x in [0.1, 1.0, 7.0, 40.0] {
        let sum = special::gamma_inc_lower(6.0, x) + special::gamma_inc_upper(6.0, x);
        assert!((sum - 1.0).abs() < 1e-15, "gamma at {x}: {sum}");
    }
    for k in 0..=12 {
        let sum = special::binomial_cdf(k, 12, 0.3) + special::binomial_sf(k, 12, 0.3);
        assert!((sum - 1.0).abs() < 1e-14, "binomial at {k}: {sum}");
    }
}

#[test]
fn people_are_drawn_with_all_their_rows() {
    // Three people whose rows repeat: drawn row by row, the standard error would be a third too small.
    let values = [1.0, 1.0, 1.0, 4.0, 4.0, 4.0, 7.0, 7.0, 7.0];
    let people = vec![vec![0, 1, 2], vec![3, 4, 5], vec![6, 7, 8]];
    let mut job = Bootstrap::new(people, 4_000, 1, |rows| mean(&pick(&values, rows))).unwrap();
    let first = job.advance(100).unwrap();
    assert_eq!((first.done, first.total), (100, 4_003));
    while job.advance(1_000).is_some() {}
    let got = job.finish(0.95).unwrap();
    // Closed form: population standard deviation of 1, 4, 7 over the root of 3.
    assert!(
        (got.bca.standard_error - 2.0_f64.sqrt()).abs() < 0.07,
        "{got:?}"
    );
    assert_eq!((got.units, got.draws, got.redrawn), (3, 4_000, 0));
}

#[test]
fn resamples_that_leave_the_statistic_undefined_are_drawn_again_and_counted() {
    let values = [0.0, 0.0, 0.0, 1.0, 2.0];
    let units = || (0..5).map(|row| vec![row]).collect::<Vec<_>>();
    let mut job = Bootstrap::new(units(), 500, 3, |rows| skewness(&pick(&values, rows))).unwrap();
    while job.advance(100).is_some() {}
    let got = job.finish(0.95).unwrap();
    // All five draws equal: 3^5 + 2 of 5^5 resamples, so about 500 * 245 / 2880 = 43 are drawn again.
    assert!(
        got.draws == 500 && (20..70).contains(&got.redrawn),
        "{got:?}"
    );
    let lone = [0.0, 0.0, 0.0, 0.0, 1.0];
    let mut job = Bootstrap::new(units(), 500, 3, |rows| skewness(&pick(&lone, rows))).unwrap();
    assert_eq!(job.advance(100), None);
    assert_eq!(job.finish(0.95), Err(Undefined::Constant(Side::X)));
}

#[test]
fn random_permutations_approach_the_exact_p_value() {
    let x = [58.0, 59.0, 60.0, 61.0, 62.0, 63.0, 64.0];
    let y = [115.0, 120.0, 117.0, 113.0, 126.0, 129.0, 121.0];
    let r = |order: &[usize]| ProductMoment::new(&x, &pick(&y, order)).unwrap().r;
    let exact = every_permutation(x.len(), r).two_sided();
    let mut job = PermutationTest::new(x.len(), 9_999, 42, r);
    assert_eq!(
        job.advance(4_000).map(|progress| progress.done),
        Some(4_000)
    );
    while job.advance(4_000).is_some() {}
    let got = job.finish();
    assert_eq!(got.permutations, 10_000);
    // Four binomial standard errors at p = 0.079 and 9 999 draws.
    assert!((got.two_sided() - exact).abs() < 0.011, "{got:?} {exact}");
}

/// Twelve points whose spread grows with x, in four clusters.
fn fanned_out() -> ([f64; 12], [f64; 12], [usize; 12]) {
    let x = [
        1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 11.0, 12.0,
    ];
    let y = [1.1, 1.8, 3.4, 3.2, 6.1, 4.5, 9.0, 5.2, 12.5, 6.8, 16.0, 7.9];
    (x, y, [0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3])
}

#[test]
fn extreme_scales_fit_as_well_as_ordinary_ones() {
    let (x, y, _) = fanned_out();
    let plain = FittedLine::new(&x, &y, Errors::Classical).unwrap();
    for scale in [1e-300, 1e300] {
        let huge = FittedLine::new(&x, &y.map(|y| y * scale), Errors::Classical).unwrap();
        assert_close(huge.r_squared, plain.r_squared);
        assert_close(huge.slope.estimate, plain.slope.estimate * scale);
        let product = ProductMoment::new(&x, &y.map(|y| y * scale)).unwrap();
        assert_close(product.unexplained, 1.0 - plain.r_squared);
    }
}

#[test]
fn hc3_is_the_spread_of_the_slopes_without_each_point() {
    // beta minus beta without point i is exactly what HC3 squares and sums.
    let (x, y, _) = fanned_out();
    let line = FittedLine::new(&x, &y, Errors::Hc3).unwrap();
    let rest = |values: &[f64], i: usize| [&values[..i], &values[i + 1..]].concat();
    let without = |i| FittedLine::new(&rest(&x, i), &rest(&y, i), Errors::Classical).unwrap();
    let spread = |of: &dyn Fn(&FittedLine) -> f64| {
        (0..x.len())
            .map(|i| (of(&without(i)) - of(&line)).powi(2))
            .sum::<f64>()
            .sqrt()
    };
    assert_close(
        line.slope.standard_error,
        spread(&|line| line.slope.estimate),
    );
    assert_close(
        line.intercept.standard_error,
        spread(&|line| line.intercept.estimate),
    );
    let band = line.mean_band(10.0, 0.95);
    let quantile = special::student_t_quantile(0.975, 10.0);
    assert_close(
        (band.high - band.low) / 2.0,
        quantile * spread(&|line| line.height(10.0)),
    );
}

#[test]
fn clustered_errors_sum_the_scores_of_a_cluster_first() {
    // For one regressor: c * sum over clusters of (sum dx * e)^2 / Sxx^2, c = G/(G-1) * (n-1)/(n-2).
    let (x, y, cluster) = fanned_out();
    let line = FittedLine::new(&x, &y, Errors::Clustered(&cluster)).unwrap();
    let scores = (0..4).map(|group| {
        let members = (0..12).filter(|&i| cluster[i] == group);
        members
            .map(|i| (x[i] - 6.5) * (y[i] - line.height(x[i])))
            .sum::<f64>()
    });
    let expected =
        (4.0 / 3.0 * 11.0 / 10.0 * scores.map(|score| score * score).sum::<f64>()).sqrt() / 143.0;
    assert_close(line.slope.standard_error, expected);
    assert_close(line.slope.degrees_of_freedom, 3.0);
    let one = FittedLine::new(&x, &y, Errors::Clustered(&[7; 12]));
    assert_eq!(one, Err(Undefined::TooFew { have: 1, need: 2 }));
}

#[test]
fn curvature_finds_a_parabola_and_not_a_line() {
    let (x, y, _) = fanned_out();
    assert!(curvature(&x, &y).unwrap().p_value().unwrap() > 0.2);
    let bent: Vec<f64> = x.iter().zip(&y).map(|(x, y)| x * x + 0.1 * y).collect();
    let got = curvature(&x, &bent).unwrap();
    assert!(
        (got.estimate - 1.0).abs() < 0.05 && got.p_value().unwrap() < 1e-6,
        "{got:?}"
    );
}

#[test]
fn a_model_that_cannot_be_fitted_says_why() {
    let x = [1.0, 2.0, 3.0, 4.0];
    let twice = x.map(|x| 2.0 * x);
    let y = [1.0, 3.0, 2.0, 5.0];
    let fit = |regressors: &[&[f64]], y: &[f64]| {
        least_squares(regressors, y, Errors::Classical).map(|_| ())
    };
    assert_eq!(fit(&[&x, &twice], &y), Err(Undefined::Collinear));
    assert_eq!(fit(&[&x], &[2.0; 4]), Err(Undefined::Constant(Side::Y)));
    assert_eq!(fit(&[&x[..2]], &y[..2]), Err(Undefined::NoDegreesOfFreedom));
    assert_eq!(
        fit(&[&x[..1]], &y[..1]),
        Err(Undefined::TooFew { have: 1, need: 3 })
    );
    let perfect = FittedLine::new(&x, &twice, Errors::Classical).unwrap();
    assert_eq!(perfect.slope.p_value(), Err(Undefined::PerfectFit));
    assert_eq!(
        Influence::new(&x, &twice).unwrap().cooks_distance,
        [None; 4]
    );
    assert_eq!(
        curvature(&[0.0, 1.0, 0.0, 1.0, 1.0], &[1.0, 2.0, 1.5, 3.0, 2.5]),
        Err(Undefined::Collinear)
    );
    assert_eq!(
        curvature(&[0.0, 1.0, 0.0, 1.0], &[1.0, 2.0, 1.5, 3.0]),
        Err(Undefined::Collinear)
    );
}

fn assert_close(got: f64, want: f64) {
    assert!(
        (got - want).abs() <= 1e-12 * want.abs(),
        "got {got}, want {want}"
    );
}
