//! Correlations: product-moment, ranks, exact p-values, robust ones, and what is undefined.

use crate::Family;
use crate::case::Case;
use goodhart::stats::correlation::{ProductMoment, interval_from_z, kendall, pearson, spearman};
use goodhart::stats::kendall::PairCounts;
use goodhart::stats::line::FittedLine;
use goodhart::stats::moments::{covariance, mean, standard_deviation, variance};
use goodhart::stats::quantile::{median, median_absolute_deviation};
use goodhart::stats::regression::Errors;
use goodhart::stats::resample::every_permutation;
use goodhart::stats::robust::{
    biweight_midcorrelation, percentage_bend, theil_sen, winsorized_correlation,
};
use goodhart::stats::special::{normal_sf, student_t_sf};
use goodhart::stats::welch::welch;
use goodhart::stats::{Side, Undefined};
use std::collections::BTreeSet;

/// The kinds of case that are checked here.
pub const FAMILIES: &[Family] = &[
    Family {
        leads: "scale_1e6",
        along: &["pearson", "spearman", "kendall_tau_b", "rmcorr"],
        check: a_million_rows,
    },
    Family {
        leads: "edge_cases",
        along: &["pearson", "spearman", "kendall_tau_b"],
        check: edge_cases,
    },
    Family {
        leads: "exact_p",
        along: &["permutation_test", "pearson", "spearman", "kendall_tau_b"],
        check: exact_p,
    },
    Family {
        leads: "numerical_stability",
        along: &["pearson"],
        check: numerical_stability,
    },
    Family {
        leads: "missing_pairwise",
        along: &["missing_listwise", "selection_check", "welch_t"],
        check: missing_values,
    },
    Family {
        leads: "bicor",
        along: &[
            "percentage_bend",
            "winsorized_correlation",
            "theil_sen",
            "siegel",
        ],
        check: robust,
    },
    Family {
        leads: "bonett_wright_ci",
        along: &["spearman", "kendall_tau_b"],
        check: ranks,
    },
    Family {
        leads: "pearson",
        along: &["fisher_z_ci", "ols_slope"],
        check: pearson_with_tails,
    },
];

fn pearson_with_tails(case: &Case) {
    let (x, y) = case.pairs();
    let product = ProductMoment::new(&x, &y).unwrap();
    let got = pearson(&x, &y, 0.95).unwrap();
    case.check("n", got.n);
    case.check("mean_x", mean(&x));
    case.check("mean_y", mean(&y));
    case.check("sd_x", standard_deviation(&x));
    case.check("sd_y", standard_deviation(&y));
    case.check("cov", covariance(&x, &y));
    case.check("r", got.coefficient);
    case.check("r2", got.coefficient * got.coefficient);
    case.check("df", product.degrees_of_freedom());
    case.check("t", product.t());
    case.check("p_two_sided", got.p_value);
    case.check(
        "p_greater",
        student_t_sf(product.t(), product.degrees_of_freedom()),
    );
    case.check(
        "p_less",
        student_t_sf(-product.t(), product.degrees_of_freedom()),
    );
    case.check("fisher_z", product.fisher_z());
    case.check("se_fisher_z", 1.0 / (got.n as f64 - 3.0).sqrt());
    for (key, level) in [("ci90", 0.90), ("ci95", 0.95), ("ci99", 0.99)] {
        case.check(key, pearson(&x, &y, level).unwrap().interval);
    }
    let line = FittedLine::new(&x, &y, Errors::Classical).unwrap();
    case.check("ols.slope", line.slope.estimate);
    case.check("ols.intercept", line.intercept.estimate);
    case.check("ols.se_slope", line.slope.standard_error);
    case.check("ols.se_intercept", line.intercept.standard_error);
    case.check("ols.residual_sd", line.residual_standard_deviation);
    case.check("ols.slope_ci95", line.slope.interval(0.95));
}

fn ranks(case: &Case) {
    let (x, y) = case.pairs();
    let (rho, tau) = (
        spearman(&x, &y, 0.95).unwrap(),
        kendall(&x, &y, 0.95).unwrap(),
    );
    let product = ProductMoment::of_ranks(&x, &y).unwrap();
    case.check("n", rho.n);
    case.check("spearman.rho", rho.coefficient);
    case.check("spearman.df", product.degrees_of_freedom());
    case.check("spearman.t", product.t());
    case.check("spearman.p_two_sided", rho.p_value);
    case.check(
        "spearman.p_greater",
        student_t_sf(product.t(), product.degrees_of_freedom()),
    );
    case.check(
        "spearman.p_less",
        student_t_sf(-product.t(), product.degrees_of_freedom()),
    );
    case.check("spearman.ci95_bonett_wright", rho.interval);
    let standard_error = ((1.0 + product.r.powi(2) / 2.0) / (rho.n as f64 - 3.0)).sqrt();
    case.check("spearman.se_z_bonett_wright", standard_error);
    let fieller = (1.06 / (rho.n as f64 - 3.0)).sqrt();
    case.check(
        "spearman.ci95_fieller",
        interval_from_z(product.fisher_z(), fieller, 0.95),
    );

    let counts = PairCounts::new(&x, &y);
    case.check("kendall.tau_b", tau.coefficient);
    case.check("kendall.concordant", counts.concordant);
    case.check("kendall.discordant", counts.discordant);
    case.check("kendall.tied_x_only", counts.tied_x_only);
    case.check("kendall.tied_y_only", counts.tied_y_only);
    case.check("kendall.tied_both", counts.tied_both);
    case.check("kendall.S", counts.s());
    case.check("kendall.var_S", counts.variance());
    case.check("kendall.z", counts.z());
    case.check("kendall.p_two_sided", tau.p_value);
    case.check("kendall.p_greater", normal_sf(counts.z()));
    case.check("kendall.ci95", tau.interval);
}

fn exact_p(case: &Case) {
    for set in case.input.distinct("set") {
        let (x, y) = case.input.only("set", &set).pairs("x", "y");
        let n = x.len();
        let permuted = |order: &[usize]| order.iter().map(|&at| y[at]).collect::<Vec<_>>();
        let tails = [
            every_permutation(n, |order| {
                ProductMoment::of_ranks(&x, &permuted(order)).unwrap().r
            }),
            every_permutation(n, |order| PairCounts::new(&x, &permuted(order)).s() as f64),
        ];
        for (method, tails) in ["spearman", "kendall"].into_iter().zip(tails) {
            case.check(&format!("{set}.permutations"), tails.permutations);
            case.check(&format!("{set}.{method}.count_two_sided"), tails.as_extreme);
            case.check(&format!("{set}.{method}.p_two_sided"), tails.two_sided());
            case.check(&format!("{set}.{method}.p_greater"), tails.greater());
            case.check(&format!("{set}.{method}.p_less"), tails.less());
        }
        let (rho, tau) = (
            spearman(&x, &y, 0.95).unwrap(),
            kendall(&x, &y, 0.95).unwrap(),
        );
        case.check(&format!("{set}.n"), n);
        case.check(
            &format!("{set}.pearson.r"),
            pearson(&x, &y, 0.95).unwrap().coefficient,
        );
        case.check(&format!("{set}.spearman.rho"), rho.coefficient);
        case.check(&format!("{set}.spearman.p_two_sided"), rho.p_value);
        case.check(&format!("{set}.kendall.tau_b"), tau.coefficient);
        case.check(&format!("{set}.kendall.p_two_sided"), tau.p_value);
    }
}

fn edge_cases(case: &Case) {
    for set in case.input.distinct("set") {
        let rows = case.input.only("set", &set);
        let (x, y) = rows.pairs("x", "y");
        let key = |name: &str| format!("{set}.{name}");
        let got = pearson(&x, &y, 0.95);
        case.check(&key("n_rows"), rows.height());
        case.check(&key("n_used"), x.len());
        case.check(&key("r"), got.map(|got| got.coefficient));
        case.check(&key("p_two_sided"), got.and_then(|got| got.p_value));
        case.check(&key("ci95"), got.and_then(|got| got.interval));
        case.check(
            &key("rho"),
            spearman(&x, &y, 0.95).map(|rho| rho.coefficient),
        );
        case.check(
            &key("tau_b"),
            kendall(&x, &y, 0.95).map(|tau| tau.coefficient),
        );
        let reason = match got.and_then(|got| got.p_value.and(got.interval)) {
            Ok(_) => None,
            Err(Undefined::TooFew { need: 2, .. }) => Some("too_few_pairs"),
            Err(Undefined::TooFew { have: 3, need: 4 }) => Some("fisher_ci_undefined_n3"),
            Err(Undefined::Constant(Side::X)) => Some("constant_x"),
            Err(Undefined::Constant(Side::Y)) => Some("constant_y"),
            Err(Undefined::NoDegreesOfFreedom) => Some("no_degrees_of_freedom"),
            Err(Undefined::PerfectFit) => Some("perfect_fit_ci_degenerate"),
            Err(other) => panic!("{set}: {other:?}"),
        };
        case.check(&key("reason"), reason);
    }
}

fn numerical_stability(case: &Case) {
    for set in case.input.distinct("set") {
        let (x, y) = case.input.only("set", &set).pairs("x", "y");
        let key = |name: &str| format!("{set}.{name}");
        let product = ProductMoment::new(&x, &y).unwrap();
        let got = pearson(&x, &y, 0.95).unwrap();
        case.check(&key("n"), got.n);
        case.check(&key("mean_x"), mean(&x));
        case.check(&key("mean_y"), mean(&y));
        case.check(&key("var_x"), variance(&x));
        case.check(&key("var_y"), variance(&y));
        case.check(&key("r"), got.coefficient);
        case.check(
            &key("one_minus_abs_r"),
            product.unexplained / (1.0 + product.r.abs()),
        );
        case.check(&key("t"), product.t());
        case.check(&key("p_two_sided"), got.p_value);
        case.check(
            &key("slope"),
            covariance(&x, &y).unwrap() / variance(&x).unwrap(),
        );
        case.check(&key("ci95"), got.interval);
    }
}

fn a_million_rows(case: &Case) {
    let parameter = |name: &str| case.params[name].as_u64().unwrap();
    let (xmax, mix, people) = (parameter("xmax"), parameter("mix"), parameter("people"));
    let mut state = parameter("seed");
    let mut splitmix64 = || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    };
    let rows = (0..parameter("n")).map(|_| {
        let (a, b, c) = (splitmix64(), splitmix64(), splitmix64());
        let x = a % xmax;
        (x as f64, ((mix * x + b % (4 * xmax)) / 16 + c % 7) as f64)
    });
    let (x, y): (Vec<f64>, Vec<f64>) = rows.unzip();
    case.check("n", x.len());
    case.check("sum_x", x.iter().sum::<f64>());
    case.check("sum_y", y.iter().sum::<f64>());
    case.check(
        "distinct_x",
        x.iter().map(|x| x.to_bits()).collect::<BTreeSet<_>>().len(),
    );
    case.check(
        "distinct_y",
        y.iter().map(|y| y.to_bits()).collect::<BTreeSet<_>>().len(),
    );
    case.check("var_x", variance(&x));
    case.check("var_y", variance(&y));
    case.check("pearson_r", pearson(&x, &y, 0.95).unwrap().coefficient);
    case.check("t", ProductMoment::new(&x, &y).unwrap().t());
    case.check("spearman_rho", spearman(&x, &y, 0.95).unwrap().coefficient);
    let tau = kendall(&x, &y, 0.95).unwrap();
    case.check("kendall_tau_b", tau.coefficient);
    case.check("kendall_p_two_sided", tau.p_value);

    // The repeated-measures correlation is Pearson's of the deviations from each person's mean.
    let count = usize::try_from(people).unwrap();
    let within = |values: &[f64]| {
        let of_person = |person: usize| {
            values
                .iter()
                .skip(person)
                .step_by(count)
                .copied()
                .collect::<Vec<_>>()
        };
        let means: Vec<f64> = (0..count)
            .map(|person| mean(&of_person(person)).unwrap())
            .collect();
        values
            .iter()
            .enumerate()
            .map(|(row, value)| value - means[row % count])
            .collect::<Vec<_>>()
    };
    case.check("people", people);
    case.check(
        "rmcorr_r",
        ProductMoment::new(&within(&x), &within(&y)).unwrap().r,
    );
    case.check("rmcorr_df", x.len() - count - 1);
}

fn missing_values(case: &Case) {
    let names: Vec<&str> = case.params["columns"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|name| name.as_str())
        .collect();
    let columns: Vec<_> = names.iter().map(|name| case.input.optional(name)).collect();
    let complete: Vec<usize> = (0..case.input.height())
        .filter(|&row| columns.iter().all(|column| column[row].is_some()))
        .collect();
    case.check("rows", case.input.height());
    case.check("complete_rows", complete.len());
    for (j, &b) in names.iter().enumerate() {
        case.check(
            &format!("missing_per_column.{b}"),
            columns[j].iter().filter(|cell| cell.is_none()).count(),
        );
        for (i, &a) in names.iter().enumerate().take(j) {
            let (x, y) = case.input.pairs(a, b);
            case.check(&format!("pairwise.{a}~{b}.n"), x.len());
            case.check(
                &format!("pairwise.{a}~{b}.r"),
                pearson(&x, &y, 0.95).unwrap().coefficient,
            );
            case.check(
                &format!("pairwise.{a}~{b}.rho"),
                spearman(&x, &y, 0.95).unwrap().coefficient,
            );
            let whole = |column: usize| {
                complete
                    .iter()
                    .filter_map(|&row| columns[column][row])
                    .collect::<Vec<_>>()
            };
            let listwise = pearson(&whole(i), &whole(j), 0.95).unwrap();
            case.check(&format!("listwise.{a}~{b}.r"), listwise.coefficient);
        }
    }
    let has_gaps = |column: &&Vec<Option<f64>>| column.iter().any(Option::is_none);
    for (missing, with_gaps) in names.iter().zip(&columns).filter(|pair| has_gaps(&pair.1)) {
        for (name, column) in names
            .iter()
            .zip(&columns)
            .filter(|(name, _)| *name != missing)
        {
            let side = |absent: bool| {
                let rows = column
                    .iter()
                    .zip(with_gaps)
                    .filter(|(_, gap)| gap.is_none() == absent);
                rows.filter_map(|(value, _)| *value).collect::<Vec<f64>>()
            };
            let (absent, present) = (side(true), side(false));
            let key =
                |part: &str| format!("missingness_checks.{name} where {missing} missing.{part}");
            let got = welch(&absent, &present).unwrap();
            case.check(&key("n_missing"), absent.len());
            case.check(&key("mean_missing"), mean(&absent));
            case.check(&key("mean_present"), mean(&present));
            case.check(&key("t"), got.t);
            case.check(&key("df"), got.degrees_of_freedom);
            case.check(&key("p"), got.p_value);
        }
    }
}

fn robust(case: &Case) {
    let (x, y) = case.pairs();
    case.check("n", x.len());
    case.check("pearson_r", pearson(&x, &y, 0.95).unwrap().coefficient);
    case.check("spearman_rho", spearman(&x, &y, 0.95).unwrap().coefficient);
    case.check("bicor", biweight_midcorrelation(&x, &y));
    let bend = percentage_bend(&x, &y, 0.2).unwrap();
    case.check("percentage_bend.beta", 0.2);
    case.check("percentage_bend.r", bend.coefficient);
    case.check("percentage_bend.p_two_sided", bend.p_value);
    let winsorized = winsorized_correlation(&x, &y, 0.2).unwrap();
    case.check("winsorized.trim", 0.2);
    case.check("winsorized.cut_each_side", (0.2 * x.len() as f64).floor());
    case.check("winsorized.r", winsorized.coefficient);
    case.check("winsorized.t", winsorized.t);
    case.check("winsorized.df", winsorized.degrees_of_freedom);
    case.check("winsorized.p_two_sided", winsorized.p_value);
    case.check("median_x", median(&x));
    case.check("median_y", median(&y));
    case.check("mad_x_raw", median_absolute_deviation(&x));
    case.check("mad_y_raw", median_absolute_deviation(&y));
    let line = theil_sen(&x, &y, 0.95).unwrap();
    case.check("theil_sen.slope", line.slope);
    case.check("theil_sen.slope_ci95", line.slope_interval);
    case.check("theil_sen.intercept_median_of_residuals", line.intercept);
}
