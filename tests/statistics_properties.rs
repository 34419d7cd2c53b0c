//! What holds for statistics of any sample.

use goodhart::stats::correlation::{kendall, pearson, spearman};
use goodhart::stats::line::FittedLine;
use goodhart::stats::quantile::{QuantileType, quantile, sorted};
use goodhart::stats::regression::Errors;
use goodhart::stats::robust::{
    biweight_midcorrelation, percentage_bend, theil_sen, winsorized_correlation,
};
use goodhart::stats::special::{normal_cdf, normal_quantile, student_t_quantile, student_t_sf};
use goodhart::stats::{Correlation, Undefined};
use proptest::prelude::*;

/// Between 5 and 40 pairs of multiples of 1/8: sums of a few are exact, and ties are common.
fn pairs() -> impl Strategy<Value = (Vec<f64>, Vec<f64>)> {
    prop::collection::vec((-400_i32..400, -12_i32..12), 5..40).prop_map(|pairs| {
        pairs
            .into_iter()
            .map(|(x, y)| (f64::from(x) / 8.0, f64::from(y) / 8.0))
            .unzip()
    })
}

type Coefficient = fn(&[f64], &[f64], f64) -> Result<Correlation, Undefined>;

const CORRELATIONS: [(&str, Coefficient); 3] = [
    ("pearson", pearson),
    ("spearman", spearman),
    ("kendall", kendall),
];

fn coefficient(of: Coefficient, x: &[f64], y: &[f64]) -> Option<f64> {
    of(x, y, 0.95).ok().map(|got| got.coefficient)
}

fn close(a: Option<f64>, b: Option<f64>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => (a - b).abs() < 1e-9,
        (a, b) => a.is_none() && b.is_none(),
    }
}

fn all(values: &[f64], change: impl Fn(f64) -> f64) -> Vec<f64> {
    values.iter().copied().map(change).collect()
}

proptest! {
    #[test]
    fn correlations_are_symmetric((x, y) in pairs()) {
        for (name, of) in CORRELATIONS {
            prop_assert!(close(coefficient(of, &x, &y), coefficient(of, &y, &x)), "{name}");
        }
    }

    #[test]
    fn shift_and_scale_change_the_sign_at_most((x, y) in pairs()) {
        let (moved, mirrored) = (all(&x, |x| 4.0 * x + 1e6), all(&x, |x| -0.5 * x));
        for (name, of) in CORRELATIONS {
            let plain = coefficient(of, &x, &y);
            prop_assert!(close(plain, coefficient(of, &moved, &y)), "{name} moved");
            prop_assert!(close(plain.map(|r| -r), coefficient(of, &mirrored, &y)), "{name} mirrored");
        }
    }

    #[test]
    fn the_order_of_rows_does_not_matter((x, y) in pairs(), turn in 0_usize..40) {
        let turned = |values: &[f64]| {
            let mut values = values.to_vec();
            values.rotate_left(turn % x.len());
            values
        };
        for (name, of) in CORRELATIONS {
            prop_assert!(close(coefficient(of, &x, &y), coefficient(of, &turned(&x), &turned(&y))), "{name}");
        }
    }

    #[test]
    fn rank_correlations_see_only_the_order((x, y) in pairs()) {
        let bent = all(&x, |x| x * x * x + x);
        for (name, of) in &CORRELATIONS[1..] {
            prop_assert!(close(coefficient(*of, &x, &y), coefficient(*of, &bent, &y)), "{name}");
        }
    }

    #[test]
    fn coefficients_intervals_and_p_values_stay_in_bounds((x, y) in pairs(), level in 0.5..0.999) {
        for (name, of) in CORRELATIONS {
            let Ok(got) = of(&x, &y, level) else { continue };
            prop_assert!(got.coefficient.abs() <= 1.0, "{name}: {got:?}");
            prop_assert!(got.p_value.is_ok_and(|p| (0.0..=1.0).contains(&p)), "{name}: {got:?}");
            if let Ok(interval) = got.interval {
                prop_assert!(interval.contains(got.coefficient), "{name}: {got:?}");
                prop_assert!(interval.low >= -1.0 && interval.high <= 1.0, "{name}: {got:?}");
            }
        }
    }

    #[test]
    fn robust_correlations_stay_in_bounds((x, y) in pairs()) {
        let got = [
            biweight_midcorrelation(&x, &y),
            percentage_bend(&x, &y, 0.2).map(|got| got.coefficient),
            winsorized_correlation(&x, &y, 0.2).map(|got| got.coefficient),
        ];
        prop_assert!(got.iter().flatten().all(|r| r.abs() <= 1.0), "{got:?}");
    }

    #[test]
    fn an_interval_contains_its_slope((x, y) in pairs(), level in 0.5..0.999) {
        if let Ok(line) = FittedLine::new(&x, &y, Errors::Hc3) {
            prop_assert!(line.slope.interval(level).contains(line.slope.estimate));
            prop_assert!(line.mean_band(3.0, level).contains(line.height(3.0)));
        }
        if let Ok(line) = theil_sen(&x, &y, level) {
            prop_assert!(line.slope_interval.contains(line.slope), "{line:?}");
        }
    }

    #[test]
    fn one_wild_value_moves_a_theil_sen_line_less_than_least_squares(noise in prop::collection::vec(-1.0..1.0, 20)) {
        let x: Vec<f64> = (0..20).map(f64::from).collect();
        let mut y: Vec<f64> = x.iter().zip(&noise).map(|(x, noise)| x + noise).collect();
        y[19] = 1e6;
        let robust = theil_sen(&x, &y, 0.95).unwrap().slope;
        let least_squares = FittedLine::new(&x, &y, Errors::Classical).unwrap().slope.estimate;
        prop_assert!((robust - 1.0).abs() < 0.5 && least_squares > 1_000.0, "{robust} {least_squares}");
    }

    #[test]
    fn quantiles_rise_with_their_level((x, _) in pairs(), p in 0.0..1.0, q in 0.0..1.0) {
        let (low, high) = if p < q { (p, q) } else { (q, p) };
        for definition in [QuantileType::Type6, QuantileType::Type7] {
            let at = |p| quantile(&sorted(&x), p, definition).unwrap();
            prop_assert!(at(low) <= at(high));
        }
    }

    #[test]
    fn quantile_functions_invert_their_distributions(p in 1e-12..1.0, df in 0.5..1e6) {
        prop_assert!((normal_cdf(normal_quantile(p)) / p - 1.0).abs() < 1e-12);
        let tail = student_t_sf(-student_t_quantile(p, df), df);
        prop_assert!((tail / p - 1.0).abs() < 1e-10, "{tail} {p}");
    }
}
