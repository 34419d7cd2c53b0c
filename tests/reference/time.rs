//! Models over time and mixed models: levels and slopes per person, one series, change points, events.

use crate::Family;
use crate::case::{Case, Table};
use goodhart::stats::changepoint::{optimal_partitions, penalised};
use goodhart::stats::correlation::pearson;
use goodhart::stats::difference::{Observed, Triangle, independent, overlapping};
use goodhart::stats::mixed::{
    Criterion, Grouped, RandomIntercept, hybrid, random_intercept, random_slope,
};
use goodhart::stats::series::{
    EffectiveN, Lags, autocorrelations, cross_correlations, detrended, first_differences, granger,
    line_over_time, white_noise_band,
};
use goodhart::stats::slopes::{RandomEffects, slopes_per_group};
use goodhart::stats::stability::{cusum, pettitt, sup_f};
use goodhart::stats::staggered::{UnitPeriods, staggered};

/// The kinds of case that are checked here.
pub const FAMILIES: &[Family] = &[
    Family {
        leads: "mixed_model",
        along: &["hybrid_within_between"],
        check: mixed,
    },
    Family {
        leads: "per_person_slopes",
        along: &["random_effects_meta", "heterogeneity"],
        check: slopes,
    },
    Family {
        leads: "cross_correlation",
        along: &[
            "autocorrelation",
            "effective_n",
            "newey_west",
            "granger",
            "durbin_watson",
        ],
        check: one_series,
    },
    Family {
        leads: "changepoint",
        along: &["bai_perron", "pelt", "cusum", "pettitt", "sup_F"],
        check: change_points,
    },
    Family {
        leads: "event_study",
        along: &["staggered_did_callaway_santanna"],
        check: staggered_start,
    },
    Family {
        leads: "fisher_z_difference",
        along: &["williams_t", "zou_interval"],
        check: differences,
    },
];

/// The rows that have a group, x and y, by the names that the parameters give them; groups are numbered in the order
/// of their names, as numbers where they are numbers.
fn grouped(case: &Case, group: &str) -> (Vec<usize>, Vec<f64>, Vec<f64>) {
    let (x, y) = (
        case.input.optional(case.param("x")),
        case.input.optional(case.param("y")),
    );
    let names = case.input.text(case.param(group));
    let order = sorted_names(&case.input, case.param(group));
    let mut rows = (Vec::new(), Vec::new(), Vec::new());
    for ((name, x), y) in names.iter().zip(x).zip(y) {
        if let (Some(x), Some(y), false) = (x, y, name.is_empty()) {
            rows.0
                .push(order.iter().position(|known| known == name).unwrap());
            rows.1.push(x);
            rows.2.push(y);
        }
    }
    rows
}

fn sorted_names(table: &Table, column: &str) -> Vec<String> {
    let mut names = table.distinct(column);
    if names.iter().all(|name| name.parse::<f64>().is_ok()) {
        names.sort_by(|a, b| {
            let number = |name: &String| name.parse::<f64>().unwrap();
            number(a).total_cmp(&number(b))
        });
    } else {
        names.sort();
    }
    names
}

/// A parameter that is a whole number.
fn count(case: &Case, name: &str) -> usize {
    usize::try_from(case.params[name].as_u64().unwrap()).unwrap()
}

fn mixed(case: &Case) {
    let (group, x, y) = grouped(case, "group");
    let rows = Grouped {
        group: &group,
        regressors: &[&x],
        y: &y,
    };
    let reml = random_intercept(rows, Criterion::Reml).unwrap();
    let ml = random_intercept(rows, Criterion::MaximumLikelihood).unwrap();
    case.check("rows", reml.rows);
    case.check("groups", reml.groups);
    let both = |prefix: &str, model: &RandomIntercept| {
        let key = |name: &str| format!("{prefix}.{name}");
        let [intercept, slope] = model.coefficients[..] else {
            panic!("one intercept, one slope")
        };
        case.check(&key("intercept"), intercept.estimate);
        case.check(&key("slope"), slope.estimate);
        case.check(&key("se_intercept"), intercept.standard_error);
        case.check(&key("se_slope"), slope.standard_error);
        case.check(&key("residual_sd"), model.residual_standard_deviation);
        case.check(&key("sd_intercept"), model.intercept_standard_deviation);
        case.check(&key("loglik"), model.log_likelihood);
    };
    both("random_intercept_reml", &reml);
    both("random_intercept_ml", &ml);
    let slope = reml.coefficients[1];
    case.check("random_intercept_reml.icc", reml.intraclass_correlation());
    case.check(
        "random_intercept_reml.satterthwaite_df_slope",
        slope.degrees_of_freedom,
    );
    case.check("random_intercept_reml.p_slope", slope.p_value());

    let parts = hybrid(&group, &x, &y);
    assert_eq!(parts.is_ok(), !case.keys("hybrid_reml").is_empty());
    if let Ok(parts) = parts {
        case.check("hybrid_reml.slope_within", parts.within.estimate);
        case.check("hybrid_reml.se_within", parts.within.standard_error);
        case.check("hybrid_reml.slope_between", parts.between.estimate);
        case.check("hybrid_reml.se_between", parts.between.standard_error);
        case.check(
            "hybrid_reml.sd_intercept",
            parts.intercept_standard_deviation,
        );
        case.check("hybrid_reml.residual_sd", parts.residual_standard_deviation);
    }
    if !case.keys("random_slope_reml").is_empty() {
        let model = random_slope(&group, &x, &y).unwrap();
        let key = |name: &str| format!("random_slope_reml.{name}");
        case.check(&key("intercept"), model.intercept.estimate);
        case.check(&key("slope"), model.slope.estimate);
        case.check(&key("se_intercept"), model.intercept.standard_error);
        case.check(&key("se_slope"), model.slope.standard_error);
        case.check(&key("residual_sd"), model.residual_standard_deviation);
        case.check(&key("loglik"), model.log_likelihood);
        case.check(&key("sd_intercept"), model.intercept_standard_deviation);
        case.check(&key("sd_slope"), model.slope_standard_deviation);
        case.check(&key("cor_intercept_slope"), model.correlation);
        case.check(
            &key("satterthwaite_df_slope"),
            model.slope.degrees_of_freedom,
        );
        case.check(&key("p_slope"), model.slope.p_value());
    }
}

fn slopes(case: &Case) {
    let (group, x, y) = grouped(case, "person");
    let slopes = slopes_per_group(&group, &x, &y);
    case.check("persons_used", slopes.groups.len());
    for (index, group) in slopes.groups.iter().take(3).enumerate() {
        let key = |name: &str| format!("first_three_persons.{name}.{index}");
        case.check(&key("slope"), group.slope.estimate);
        case.check(&key("se"), group.slope.standard_error);
    }
    let mean = slopes.mean().unwrap();
    case.check("slopes.unweighted_mean", mean.estimate);
    case.check("slopes.unweighted_t", mean.t());
    case.check("slopes.unweighted_p", mean.p_value());
    case.check("slopes.share_positive", slopes.share_positive());

    let pooled = |prefix: &str, got: RandomEffects| {
        let key = |name: &str| format!("{prefix}.{name}");
        case.check(&key("k"), got.k);
        case.check(&key("fixed"), got.fixed_mean);
        case.check(&key("Q"), got.q);
        case.check(&key("p_Q"), got.q_p_value);
        case.check(&key("I2"), got.i_squared * 100.0);
        case.check(&key("tau2_dl"), got.tau_squared);
        case.check(&key("mean_dl"), got.mean.estimate);
        case.check(&key("se_dl"), got.standard_error);
        case.check(&key("ci95_dl"), got.interval);
        case.check(&key("se_hartung_knapp"), got.mean.standard_error);
        case.check(&key("ci95_hartung_knapp"), got.mean.interval(0.95));
    };
    let fisher_z = slopes.pooled_fisher_z(0.95).unwrap();
    pooled("slopes", slopes.pooled_slope(0.95).unwrap());
    pooled("fisher_z", fisher_z);
    case.check("fisher_z.pooled_r", fisher_z.mean.estimate.tanh());
}

fn one_series(case: &Case) {
    let (x, y) = (
        case.input.numbers(case.param("x")),
        case.input.numbers(case.param("y")),
    );
    let max_lag = count(case, "maxlag");
    case.check("n", x.len());
    for at in cross_correlations(&x, &y, u16::try_from(max_lag).unwrap()).unwrap() {
        case.check(&format!("ccf_divide_by_n.{}", at.lag), at.coefficient);
        case.check(&format!("pearson_on_overlap.{}", at.lag), at.on_overlap);
    }
    case.check("acf_x", autocorrelations(&x, max_lag));
    case.check("acf_y", autocorrelations(&y, max_lag));
    case.check("white_noise_band_95", white_noise_band(x.len(), 0.95));
    let effective = EffectiveN::new(&x, &y, max_lag).unwrap();
    case.check("r", effective.r);
    case.check("effective_n_pyper_peterman", effective.pyper_peterman);
    case.check("effective_n_ar1", effective.first_order);
    case.check("p_effective_n", effective.p_value);
    case.check("p_naive", effective.naive_p_value);
    let lags = Lags {
        newey_west: count(case, "newey_west_lag"),
        ljung_box: max_lag,
    };
    let line = line_over_time(&x, &y, lags).unwrap();
    case.check("ols.slope", line.slope.estimate);
    case.check("ols.se", line.slope.standard_error);
    case.check("ols.se_newey_west", line.newey_west.standard_error);
    case.check("durbin_watson", line.durbin_watson);
    case.check("ljung_box_Q", line.ljung_box.q);
    case.check("ljung_box_p", line.ljung_box.p_value);
    let differences = pearson(&first_differences(&x), &first_differences(&y), 0.95).unwrap();
    case.check("r_first_differences", differences.coefficient);
    case.check("p_first_differences", differences.p_value);
    let (left_x, left_y) = (detrended(&x).unwrap(), detrended(&y).unwrap());
    case.check(
        "r_detrended",
        pearson(&left_x, &left_y, 0.95).unwrap().coefficient,
    );
    let mut order = 1;
    while !case.keys(&format!("granger_order.{order}")).is_empty() {
        for (direction, from, to) in [("x_to_y", &x, &y), ("y_to_x", &y, &x)] {
            let got = granger(from, to, order).unwrap();
            let key = |name: &str| format!("granger_order.{order}.{direction}.{name}");
            case.check(&key("F"), got.f);
            case.check(&key("df1"), got.degrees_of_freedom.0);
            case.check(&key("df2"), got.degrees_of_freedom.1);
            case.check(&key("p"), got.p_value);
        }
        order += 1;
    }
}

fn change_points(case: &Case) {
    let y = case.input.numbers(case.param("y"));
    let min_segment = count(case, "min_segment");
    case.check("n", y.len());
    case.check("min_segment", min_segment);
    let found = optimal_partitions(&y, min_segment, count(case, "max_breaks")).unwrap();
    for (breaks, partition) in found.partitions.iter().enumerate() {
        let key = |name: &str| format!("optimal_partitions.{breaks}.{name}");
        case.check(&key("breaks"), partition.breaks.len());
        case.check(&key("last_index_before_break"), partition.breaks.as_slice());
        case.check(&key("rss"), partition.residual_sum_of_squares);
        case.check(&key("bic"), partition.bic);
    }
    case.check("breaks_chosen_by_bic", found.chosen);
    let sup_f = sup_f(&y, min_segment).unwrap();
    case.check("sup_F.F", sup_f.f);
    case.check("sup_F.rows_before_break", sup_f.rows_before_break);
    let cusum = cusum(&y).unwrap();
    case.check("ols_cusum.sup_abs", cusum.excursion);
    case.check("ols_cusum.p_brownian_bridge", cusum.p_value);
    case.check("ols_cusum.argmax_row", cusum.rows_before_break);
    let pettitt = pettitt(&y).unwrap();
    case.check("pettitt.K", pettitt.k);
    case.check("pettitt.rows_before_break", pettitt.rows_before_break);
    case.check("pettitt.p_approx", pettitt.p_value);
    let penalised = penalised(&y, min_segment).unwrap();
    let key = |name: &str| format!("penalised_l2.{name}");
    case.check(&key("penalty"), penalised.penalty);
    case.check(
        &key("noise_sd_from_differences"),
        penalised.noise_standard_deviation,
    );
    case.check(
        &key("last_index_before_break"),
        penalised.partition.breaks.as_slice(),
    );
}

fn staggered_start(case: &Case) {
    // These columns have no parameter that names them; 0 in the third means "never".
    let column = |name: &str| case.input.numbers(name);
    let whole = |value: &f64| format!("{value}").parse::<i64>().unwrap();
    let units = sorted_names(&case.input, "unit");
    let unit: Vec<usize> = case
        .input
        .text("unit")
        .iter()
        .map(|name| units.iter().position(|known| known == name).unwrap())
        .collect();
    let period: Vec<i64> = column("time").iter().map(whole).collect();
    let first_treated: Vec<Option<i64>> = column("first_treated")
        .iter()
        .map(|start| Some(whole(start)).filter(|&start| start > 0))
        .collect();
    let got = staggered(UnitPeriods {
        unit: &unit,
        period: &period,
        first_treated: &first_treated,
        y: &column("y"),
    })
    .unwrap();
    case.check("units", got.units + got.left_out);
    case.check("never_treated", got.never_treated);
    for cell in &got.by_cohort {
        let key = format!("att_gt.g{}_t{}", cell.cohort, cell.period);
        case.check(&format!("{key}.att"), cell.effect.estimate);
        case.check(&format!("{key}.se"), cell.effect.standard_error);
    }
    for at in &got.by_event_time {
        let key = format!("event_time.{}", at.since);
        case.check(&format!("{key}.att"), at.effect.estimate);
        case.check(&format!("{key}.cohorts"), at.cohorts);
    }
    case.check("simple_overall_att", got.overall.estimate);
}

fn differences(case: &Case) {
    // These columns have no parameter that names them.
    let [r1, n1, r2, n2, r12] =
        ["r1", "n1", "r2", "n2", "r12"].map(|name| case.input.numbers(name));
    let size = |value: f64| format!("{value}").parse::<usize>().unwrap();
    for (row, kind) in case.input.text("kind").iter().enumerate() {
        let key = |name: &str| format!("rows.{row}.{name}");
        case.check(&key("kind"), kind.as_str());
        if kind == "independent" {
            let side = |r: f64, n: f64| Observed { r, n: size(n) };
            let got = independent(side(r1[row], n1[row]), side(r2[row], n2[row]), 0.95).unwrap();
            case.check(&key("z"), got.z);
            case.check(&key("p_two_sided"), got.p_value);
            case.check(&key("difference"), got.difference);
            case.check(&key("zou_ci95"), got.interval);
            case.check(&key("cohen_q"), got.cohen_q);
        } else {
            let triangle = Triangle {
                first: r1[row],
                second: r2[row],
                between: r12[row],
                n: size(n1[row]),
            };
            let got = overlapping(triangle, 0.95).unwrap();
            case.check(&key("williams_t"), got.t);
            case.check(&key("df"), got.degrees_of_freedom);
            case.check(&key("p_two_sided"), got.p_value);
            case.check(&key("difference"), got.difference);
        }
    }
}
