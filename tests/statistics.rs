//! Statistics over slices, held against the reference cases.

mod support;

use goodhart::stats::moments::{excess_kurtosis, mean, skewness, standard_deviation};
use goodhart::stats::quantile::{
    MAD_TO_STANDARD_DEVIATION, QuantileType, median, median_absolute_deviation, quantile, sorted,
};
use goodhart::stats::special;
use support::refcase::Case;

#[test]
fn distribution_functions_keep_eleven_digits_in_both_tails() {
    let case = Case::open("special_functions");
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
fn mean_and_standard_deviation_reach_the_digits_nist_certifies() {
    let case = Case::open("nist_univariate");
    for set in case.input.distinct("set") {
        let values = case.input.only("set", &set).numbers("v");
        case.check(&format!("{set}.n"), values.len());
        case.check(&format!("{set}.mean"), mean(&values));
        case.check(&format!("{set}.sd"), standard_deviation(&values));
    }
    case.skip(
        "*.lag1_autocorrelation",
        "the product has no autocorrelation of a single series",
    );
}

#[test]
fn quantiles_follow_both_definitions() {
    let case = Case::open("quantiles_rivers");
    let rivers = case.input.optional("v");
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
    case.skip(
        "hodges_lehmann",
        "the product compares slopes and correlations, not locations",
    );
    case.skip(
        "trimmed_mean*",
        "the product shows medians and winsorized correlations instead",
    );
}
