//! Distribution functions, moments, quantiles, least squares, influence and the bootstrap.

use crate::Family;
use crate::case::Case;
use goodhart::stats::Undefined;
use goodhart::stats::bootstrap::{Bootstrap, bca, pick};
use goodhart::stats::correlation::{ProductMoment, spearman};
use goodhart::stats::line::{FittedLine, Influence};
use goodhart::stats::moments::{excess_kurtosis, mean, skewness, standard_deviation};
use goodhart::stats::quantile::{
    MAD_TO_STANDARD_DEVIATION, QuantileType, median, median_absolute_deviation, quantile, sorted,
};
use goodhart::stats::regression::{Coefficient, Errors, least_squares};
use goodhart::stats::special;

/// The kinds of case that are checked here.
pub const FAMILIES: &[Family] = &[
    Family {
        leads: "special_functions",
        along: &[],
        check: special_functions,
    },
    Family {
        leads: "mean_sd_autocorrelation_nist",
        along: &[],
        check: nist_univariate,
    },
    Family {
        leads: "quantiles",
        along: &["mad", "hodges_lehmann", "trimmed_mean"],
        check: quantiles,
    },
    Family {
        leads: "linear_regression_nist",
        along: &[],
        check: least_squares_of_nist,
    },
    Family {
        leads: "influence",
        along: &["leave_one_out", "cooks_distance"],
        check: influence,
    },
    Family {
        leads: "bootstrap_bca",
        along: &["jackknife"],
        check: bootstrap_bca,
    },
    Family {
        leads: "bootstrap_exact",
        along: &[],
        check: bootstrap_exact,
    },
];

type Statistic<'a> = &'a dyn Fn(&[usize]) -> f64;

fn special_functions(case: &Case) {
    let arguments = |name| case.input.numbers(name);
    let rows = arguments("a")
        .into_iter()
        .zip(arguments("b"))
        .zip(arguments("c"));
    for (row, (function, ((a, b), c))) in case.input.text("fn").iter().zip(rows).enumerate() {
        let count = |value: f64| format!("{value}").parse::<u64>().unwrap();
        let got = match function.as_str() {
            "t_sf" => special::student_t_sf(a, b),
            "t_ppf" => special::student_t_quantile(a, b),
            "norm_sf" => special::normal_sf(a),
            "norm_ppf" => special::normal_quantile(a),
            "f_sf" => special::f_sf(a, b, c),
            "chi2_sf" => special::chi_squared_sf(a, b),
            "betainc" => special::beta_inc(a, b, c),
            "lgamma" => special::ln_gamma(a),
            "binom_sf" => special::binomial_sf(count(a), count(b), c),
            "atanh" => libm::atanh(a),
            other => panic!("unknown function {other}"),
        };
        case.check(&format!("rows.{row}.fn"), function.as_str());
        case.check(&format!("rows.{row}.a"), a);
        case.check(&format!("rows.{row}.b"), b);
        case.check(&format!("rows.{row}.c"), c);
        case.check(&format!("rows.{row}.value"), got);
    }
}

fn nist_univariate(case: &Case) {
    for set in case.input.distinct("set") {
        let values = case.input.only("set", &set).numbers("v");
        case.check(&format!("{set}.n"), values.len());
        case.check(&format!("{set}.mean"), mean(&values));
        case.check(&format!("{set}.sd"), standard_deviation(&values));
    }
}

fn quantiles(case: &Case) {
    let rivers = case.input.optional(case.param("x"));
    case.check(
        "missing",
        rivers.iter().filter(|value| value.is_none()).count(),
    );
    let rivers: Vec<f64> = rivers.into_iter().flatten().collect();
    let ascending = sorted(&rivers);
    for (prefix, definition) in [
        ("type6", QuantileType::Type6),
        ("type7", QuantileType::Type7),
    ] {
        for key in case.keys(prefix) {
            let p = key[prefix.len() + 1..].parse().unwrap();
            case.check(key, quantile(&ascending, p, definition));
        }
    }
    let type7 = |p| quantile(&ascending, p, QuantileType::Type7).unwrap();
    case.check("iqr_type7", type7(0.75) - type7(0.25));
    case.check("n", rivers.len());
    case.check("mean", mean(&rivers));
    case.check("sd", standard_deviation(&rivers));
    case.check("skewness_g1", skewness(&rivers));
    case.check("kurtosis_excess_g2", excess_kurtosis(&rivers));
    let mad = median_absolute_deviation(&rivers).unwrap();
    case.check("mad_raw", mad);
    case.check("mad_scaled", mad * MAD_TO_STANDARD_DEVIATION);
    let furthest = (ascending[140] - median(&rivers).unwrap()) / (mad * MAD_TO_STANDARD_DEVIATION);
    case.check("robust_z_max", furthest);
}

fn least_squares_of_nist(case: &Case) {
    let x = case.params["x"][0].as_str().unwrap();
    let (x, y) = case.input.pairs(x, case.param("y"));
    let degree = i32::try_from(case.params["polynomial_degree"].as_i64().unwrap()).unwrap();
    let powers: Vec<Vec<f64>> = (1..=degree)
        .map(|power| x.iter().map(|x| x.powi(power)).collect())
        .collect();
    let regressors: Vec<&[f64]> = powers.iter().map(Vec::as_slice).collect();
    let got = least_squares(&regressors, &y, Errors::Classical).unwrap();
    let each =
        |part: fn(&Coefficient) -> f64| got.coefficients.iter().map(part).collect::<Vec<_>>();
    case.check("n", got.n);
    case.check("parameters", got.coefficients.len());
    case.check("beta", each(|beta| beta.estimate));
    case.check("se", each(|beta| beta.standard_error));
    case.check("residual_sd", got.residual_standard_deviation);
    case.check("residual_ss", got.residual_sum_of_squares);
    case.check("r2", got.r_squared);
}

fn influence(case: &Case) {
    for set in case.input.distinct("set") {
        let (x, y) = case.input.only("set", &set).pairs("x", "y");
        let key = |name: &str| format!("{set}.{name}");
        let line = FittedLine::new(&x, &y, Errors::Classical).unwrap();
        let got = Influence::new(&x, &y).unwrap();
        case.check(&key("n"), line.n);
        case.check(&key("r"), got.r);
        case.check(&key("slope"), line.slope.estimate);
        case.check(&key("intercept"), line.intercept.estimate);
        case.check(
            &key("spearman"),
            spearman(&x, &y, 0.95).unwrap().coefficient,
        );
        case.check(
            &key("r_range_leave_one_out"),
            got.range().map(|(low, high)| [low, high]),
        );
        case.check(&key("most_influential_row"), got.most_influential());
        case.check(&key("r_leave_one_out"), got.r_without);
        case.check(&key("leverage"), got.leverage);
        case.check(&key("cooks_distance"), got.cooks_distance);
    }
}

fn bootstrap_bca(case: &Case) {
    let (x, y) = case.input.pairs("x", "y");
    let resamples = case.table("resamples.csv").indices();
    let everyone: Vec<usize> = (0..x.len()).collect();
    let without = |left_out: usize| {
        everyone
            .iter()
            .copied()
            .filter(|&row| row != left_out)
            .collect::<Vec<_>>()
    };
    let pearson_r = |rows: &[usize]| {
        ProductMoment::new(&pick(&x, rows), &pick(&y, rows))
            .unwrap()
            .r
    };
    let spearman_rho = |rows: &[usize]| {
        ProductMoment::of_ranks(&pick(&x, rows), &pick(&y, rows))
            .unwrap()
            .r
    };
    let statistics: [(&str, Statistic); 2] = [("", &pearson_r), ("spearman.", &spearman_rho)];
    for (prefix, statistic) in statistics {
        let key = |name: &str| format!("{prefix}{name}");
        let draws: Vec<f64> = resamples.iter().map(|rows| statistic(rows)).collect();
        let jackknife: Vec<f64> = everyone
            .iter()
            .map(|&row| statistic(&without(row)))
            .collect();
        let got = bca(statistic(&everyone), &draws, &jackknife, 0.95).unwrap();
        case.check(&key("theta"), got.estimate);
        case.check(&key("z0"), got.bias_correction);
        case.check(&key("acceleration"), got.acceleration);
        case.check(&key("alpha_low"), got.ends[0]);
        case.check(&key("alpha_high"), got.ends[1]);
        case.check(&key("ci95_bca"), got.interval);
        case.check(&key("ci95_percentile"), got.percentile);
        case.check(&key("bootstrap_se"), got.standard_error);
        case.check(&key("bootstrap_mean"), got.mean);
        if prefix.is_empty() {
            case.check("n", x.len());
            case.check("B", draws.len());
            case.check("bootstrap_first3", &draws[..3]);
            case.check("jackknife_first3", &jackknife[..3]);
        }
    }
}

fn bootstrap_exact(case: &Case) {
    let values = case.input.numbers("v");
    let draws = 20_000;
    let units = || (0..values.len()).map(|row| vec![row]).collect::<Vec<_>>();
    let run = |statistic: &dyn Fn(&[f64]) -> Result<f64, Undefined>| {
        let mut job = Bootstrap::new(units(), draws, 20_260_729, |rows| {
            statistic(&pick(&values, rows))
        })
        .unwrap();
        while job.advance(1_000).is_some() {}
        job.finish(0.95).unwrap()
    };
    let (of_mean, of_median) = (run(&mean), run(&median));
    case.check("n", of_mean.units);
    case.check("mean.theta", of_mean.bca.estimate);
    case.check("median.theta", of_median.bca.estimate);
    // Four standard errors of a standard deviation from 20 000 draws: 4 / sqrt(2 * 20 000) = 2 %.
    for (key, got) in [
        ("mean.se_ideal", of_mean.bca),
        ("median.se_ideal", of_median.bca),
    ] {
        let want = case.expected(key).as_f64().unwrap();
        assert!(
            (got.standard_error / want - 1.0).abs() < 0.02,
            "{key}: {} {want}",
            got.standard_error
        );
        case.leave_out(key, "approached by random draws, compared above");
    }
    for (end, got) in [of_mean.bca.percentile.low, of_mean.bca.percentile.high]
        .into_iter()
        .enumerate()
    {
        let key = format!("mean.ci95_percentile_ideal.{end}");
        let want = case.expected(&key).as_f64().unwrap();
        assert!((got - want).abs() < 0.1, "{key}: {got} {want}");
        case.leave_out(&key, "approached by random draws, compared above");
    }
}
