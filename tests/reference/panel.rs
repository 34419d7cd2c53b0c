//! People measured over and over: within and between, fixed effects, lags, breaks.

use crate::Family;
use crate::case::{Case, Table};
use goodhart::stats::correlation::pearson;
use goodhart::stats::panel::adoption::{Adoption, difference_in_differences};
use goodhart::stats::panel::lag::{Series, lag_profile, lead_lag};
use goodhart::stats::panel::rmcorr::repeated_measures_correlation;
use goodhart::stats::panel::slope::PanelSlope;
use goodhart::stats::panel::split::within_between;
use goodhart::stats::panel::target_date::{
    Volumes, goodhart_break, ratio_change, spearman_by_period,
};
use goodhart::stats::panel::wild::{Draws, wild_cluster_bootstrap};
use goodhart::stats::panel::{Effects, Panel, Repeated, fixed_effects};
use goodhart::stats::special::normal_two_sided;

/// The kinds of case that are checked here.
pub const FAMILIES: &[Family] = &[
    Family {
        leads: "fixed_effects",
        along: &["cluster_robust_se", "cr2_satterthwaite"],
        check: person_effects,
    },
    Family {
        leads: "rmcorr",
        along: &[],
        check: rmcorr,
    },
    Family {
        leads: "within_between",
        along: &["icc1", "simpson_paradox", "design_effect"],
        check: split,
    },
    Family {
        leads: "wild_cluster_bootstrap",
        along: &[],
        check: wild,
    },
    Family {
        leads: "within_person_lag",
        along: &["lead_test", "cr2_satterthwaite"],
        check: lags,
    },
    Family {
        leads: "goodhart_break",
        along: &["structural_change", "person_jackknife", "ratio_of_sums"],
        check: goodhart,
    },
    Family {
        leads: "difference_in_differences",
        along: &["cluster_robust_se", "placebo_test"],
        check: adoption,
    },
];

/// A panel that owns its rows.
#[derive(Debug, Clone, Default)]
pub struct Rows {
    pub person: Vec<usize>,
    pub period: Vec<i32>,
    pub x: Vec<f64>,
    pub y: Vec<f64>,
}

impl Rows {
    /// The rows where both columns have a number; `period` is a column of whole numbers, if there is one.
    pub fn of(table: &Table, person: &str, period: Option<&str>, [x, y]: [&str; 2]) -> Self {
        let (person, period) = (codes(table, person), period.map(|name| table.numbers(name)));
        let mut rows = Self::default();
        for (row, pair) in table
            .optional(x)
            .into_iter()
            .zip(table.optional(y))
            .enumerate()
        {
            if let (Some(x), Some(y)) = pair {
                let period = period.as_ref().map_or(0.0, |period| period[row]);
                rows.push(person[row], whole(period), [x, y]);
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
    fn series(&self) -> Series<'_> {
        Series {
            person: &self.person,
            period: &self.period,
            value: &self.x,
        }
    }

    pub fn repeated(&self) -> Repeated<'_> {
        self.panel().repeated()
    }

    /// Without the rows that are alone in their person or in their period, again and again until none is left.
    fn without_lone_rows(&self) -> Self {
        let mut rows = self.clone();
        loop {
            let mut kept = Self::default();
            for row in 0..rows.x.len() {
                let (person, period) = (rows.person[row], rows.period[row]);
                let same_person = rows.person.iter().filter(|other| **other == person).count();
                let same_period = rows.period.iter().filter(|other| **other == period).count();
                if same_person > 1 && same_period > 1 {
                    kept.push(person, period, [rows.x[row], rows.y[row]]);
                }
            }
            if kept.x.len() == rows.x.len() {
                return kept;
            }
            rows = kept;
        }
    }
}

/// The cells of a column as numbers from 0 on.
pub fn codes(table: &Table, column: &str) -> Vec<usize> {
    let distinct = table.distinct(column);
    let code = |cell| distinct.iter().position(|other| other == cell).unwrap();
    table.text(column).iter().map(code).collect()
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "periods are small whole numbers"
)]
pub fn whole(period: f64) -> i32 {
    assert!(period.fract() == 0.0, "{period} is no whole number");
    period as i32
}

fn person_effects(case: &Case) {
    let rows = Rows::of(
        &case.input,
        case.param("person"),
        Some(case.param("time")),
        [case.param("x"), case.param("y")],
    );
    let got = fixed_effects(&rows.panel(), Effects::Person).unwrap();
    let classical = repeated_measures_correlation(&rows.repeated(), 0.95).unwrap();
    case.check("rows", got.n);
    case.check("persons", got.people);
    case.check("slope", got.slope.estimate);
    case.check("residual_df", got.residual_degrees_of_freedom);
    case.check("se_classical", got.other_errors.classical);
    case.check("t_classical", classical.t());
    case.check("p_classical", classical.p_value);
    case.check("within_r2", classical.r.powi(2));
    case.check("cluster.se_cr0", got.other_errors.cr0);
    case.check("cluster.se_stata_xtreg", got.cr1(2));
    case.check("cluster.se_lsdv_cr1", got.cr1(got.people + 1));
    case.check("cluster.se_cr2", got.slope.standard_error);
    case.check("cluster.satterthwaite_df_cr2", got.slope.degrees_of_freedom);
    case.check("cluster.t_cr2", got.slope.t());
    case.check("cluster.p_cr2", got.slope.p_value());
    case.check("cluster.ci95_cr2", got.slope.interval(0.95));
    case.check("cluster.se_cr3_jackknife", got.other_errors.cr3);
    case.check(
        "cluster.max_leverage_of_a_person",
        got.most_influential.share,
    );
    case.check("cluster.effective_clusters_h", got.effective_people);
    if case.keys("twoway").is_empty() {
        return;
    }
    let both = fixed_effects(&rows.panel(), Effects::PersonAndPeriod).unwrap();
    case.check("twoway.slope", both.slope.estimate);
    case.check("twoway.se_classical", both.other_errors.classical);
    case.check("twoway.se_cr2", both.slope.standard_error);
    case.check("twoway.satterthwaite_df_cr2", both.slope.degrees_of_freedom);
    case.check("twoway.p_cr2", both.slope.p_value());
    case.check("twoway.se_cr0", both.other_errors.cr0);
    let want = case.expected("twoway.pyfixest_crv1_se").as_f64().unwrap();
    let ratio = pyfixest_cr1(&rows) / want;
    assert!(
        (ratio - 1.0).abs() < 1e-6,
        "twoway.pyfixest_crv1_se: {ratio}"
    );
}

/// CR1 as pyfixest has it: without lone rows, and the constant and the periods counted as parameters.
pub fn pyfixest_cr1(rows: &Rows) -> f64 {
    let rows = rows.without_lone_rows();
    let got: PanelSlope = fixed_effects(&rows.panel(), Effects::PersonAndPeriod).unwrap();
    got.cr1(1 + got.periods)
}

fn split(case: &Case) {
    let columns = [case.param("x"), case.param("y")];
    let rows = Rows::of(&case.input, case.param("group"), None, columns);
    let got = within_between(&rows.repeated(), 0.95).unwrap();
    case.check("rows", got.n);
    case.check("groups", got.people);
    case.check("r_total", got.r_total);
    case.check("r_within", got.r_within);
    case.check("r_between_weighted", got.r_between_weighted);
    case.check(
        "r_between_unweighted_means",
        got.between.map(|between| between.coefficient),
    );
    case.check(
        "p_between_unweighted",
        got.between.and_then(|between| between.p_value),
    );
    case.check("slope_total", got.slope_total);
    case.check("slope_within", got.slope_within);
    case.check("slope_between_weighted", got.slope_between);
    case.check("contextual_effect", got.contextual_effect());
    for (side, variation) in [("x", got.x), ("y", got.y)] {
        case.check(&format!("eta_{side}"), variation.eta());
        case.check(
            &format!("share_of_variance_{side}_between"),
            variation.between_share,
        );
        case.check(&format!("icc1_{side}"), variation.icc1);
        case.check(&format!("F_{side}"), variation.f);
    }
    case.check("n0", got.rows_per_person);
    case.check("design_effect_y", got.design_effect());
    case.check("effective_n_y", got.effective_n());
    case.check("sign_reversal", got.sign_reversal());
}

fn wild(case: &Case) {
    let columns = [case.param("x"), case.param("y")];
    let rows = Rows::of(&case.input, case.param("person"), None, columns);
    let draws = Draws {
        count: 999,
        seed: 1,
        level: 0.95,
    };
    let got = wild_cluster_bootstrap(&rows.panel(), Effects::Person, &draws).unwrap();
    case.check("rows", got.n);
    case.check("clusters", got.people);
    case.check("sign_vectors", got.sign_vectors);
    case.check("slope", got.slope);
    case.check("t_cr0", got.t);
    case.check("count_abs_t_at_least_observed", got.as_extreme);
    case.check("p_two_sided", got.p_value);
    case.check("p_normal_cr0", normal_two_sided(got.t));
    case.check("t_quantile_975_of_bootstrap", got.critical_t);
}

fn lags(case: &Case) {
    // The cases of this kind name no columns.
    let column = |name: &'static str| case.params[name].as_str().unwrap_or(name);
    let (people, weeks) = (
        codes(&case.input, column("person")),
        case.input.numbers(column("week")),
    );
    let rows = |name| {
        let mut rows = Rows::default();
        for (row, value) in case.input.optional(column(name)).into_iter().enumerate() {
            if let Some(value) = value {
                rows.push(people[row], whole(weeks[row]), [value, value]);
            }
        }
        rows
    };
    let (usage, outcome) = (rows("x"), rows("y"));
    let (usage, outcome) = (usage.series(), outcome.series());
    let profile = lag_profile(&usage, &outcome, -8..=8).unwrap();
    for (name, periods) in [("same_week", 0), ("usage_before", 1), ("usage_after", -1)] {
        let lag = profile.iter().find(|lag| lag.periods == periods).unwrap();
        let got = lag.correlation.unwrap();
        case.check(&format!("{name}.rows"), lag.n);
        case.check(&format!("{name}.persons"), got.people);
        case.check(&format!("{name}.r_within"), got.r);
        case.check(&format!("{name}.df"), got.degrees_of_freedom);
        case.check(&format!("{name}.p"), got.p_value);
    }
    let joint = lead_lag(&usage, &outcome, Effects::Person).unwrap();
    case.check("joint_model_rows", joint.same.n);
    for (name, got) in [
        ("lag1", joint.before),
        ("x0", joint.same),
        ("lead1", joint.after),
    ] {
        let key = |part: &str| format!("joint_fixed_effects_cr2.{name}.{part}");
        case.check(&key("b"), got.slope.estimate);
        case.check(&key("se_cr2"), got.slope.standard_error);
        case.check(&key("df"), got.slope.degrees_of_freedom);
        case.check(&key("p"), got.slope.p_value());
    }
}

fn goodhart(case: &Case) {
    // The cases of this kind name no columns.
    let column = |name: &'static str| case.params[name].as_str().unwrap_or(name);
    let launch = whole(case.params["launch_week"].as_f64().unwrap());
    let rows = |x, y| {
        let (person, week) = (column("person"), Some(column("week")));
        Rows::of(&case.input, person, week, [column(x), column(y)])
    };
    let pairs = rows("x", "y");
    let got = goodhart_break(&pairs.panel(), launch, 0.95).unwrap();
    case.check("rows", got.n);
    case.check("persons", got.people);
    for (name, phase) in [("before", got.before), ("after", got.after)] {
        case.check(&format!("{name}.r_within"), phase.r);
        case.check(&format!("{name}.slope_within"), phase.slope);
        case.check(&format!("{name}.df"), phase.degrees_of_freedom);
    }
    let (z, p) = got.as_if_rows_were_people().unwrap();
    case.check("fisher_z_naive.z", z);
    case.check("fisher_z_naive.p", p);
    let fall = got.fall_of_correlation.unwrap();
    case.check("person_jackknife.difference_fisher_z", fall.estimate);
    case.check("person_jackknife.se", fall.standard_error);
    case.check("person_jackknife.t", fall.t());
    case.check("person_jackknife.df", fall.degrees_of_freedom);
    case.check("person_jackknife.p", fall.p_value());
    let key = |part: &str| format!("interaction_person_by_period_effects.{part}");
    let change = got.change_of_slope;
    case.check(&key("b"), change.slope.estimate);
    case.check(&key("se_classical"), change.other_errors.classical);
    let parameters = change.n - change.residual_degrees_of_freedom;
    case.check(&key("se_cr1_lsdv"), change.cr1(parameters));
    case.check(&key("se_cr2"), change.slope.standard_error);
    case.check(&key("satterthwaite_df"), change.slope.degrees_of_freedom);
    case.check(&key("p_cr2"), change.slope.p_value());

    let volumes = rows("tokens", "outcomes");
    let volumes = Volumes {
        person: &volumes.person,
        period: &volumes.period,
        volume: &volumes.x,
        results: &volumes.y,
    };
    let change = ratio_change(&volumes, launch).unwrap();
    let key = |part: &str| format!("tokens_per_outcome.{part}");
    case.check(&key("before"), change.before);
    case.check(&key("after"), change.after);
    case.check(&key("ratio"), change.ratio());
    case.check(&key("se_log"), change.log_ratio.standard_error);
    case.check(&key("ci95"), change.interval(0.95));
    for (week, rho) in spearman_by_period(&pairs.panel(), 0.95) {
        let key = format!("spearman_across_people_by_week.{week}");
        case.check(&key, rho.map(|rho| rho.coefficient));
    }
}

fn adoption(case: &Case) {
    let flags = |name| -> Vec<bool> {
        let numbers = case.input.numbers(case.param(name));
        numbers.iter().map(|&number| number > 0.0).collect()
    };
    let periods = case.input.numbers(case.param("time"));
    let rows = Adoption {
        unit: &codes(&case.input, case.param("unit")),
        period: &periods.into_iter().map(whole).collect::<Vec<_>>(),
        treated: &flags("treated"),
        post: &flags("post"),
        y: &case.input.numbers(case.param("y")),
    };
    let got = difference_in_differences(&rows, 1).unwrap();
    case.check("rows", got.n);
    case.check("units", got.units);
    case.check("treated_units", got.treated_units);
    for (group, phases) in [("0", got.others), ("1", got.treated)] {
        for (phase, cell) in [("0", phases.before), ("1", phases.after)] {
            case.check(&format!("cell_means.{group}{phase}"), cell.mean);
            case.check(&format!("cell_n.{group}{phase}"), cell.n);
        }
    }
    case.check("did_of_means", got.effect());
    let pooled = got.pooled.unwrap();
    case.check("pooled.b", pooled.slope.estimate);
    case.check("pooled.se_cluster_cr1", pooled.cr1(4));
    case.check("pooled.se_cr2", pooled.slope.standard_error);
    case.check("pooled.satterthwaite_df", pooled.slope.degrees_of_freedom);
    case.check("pooled.p_cr2", pooled.slope.p_value());
    let two_way = got.two_way.unwrap();
    case.check("twfe.b", two_way.slope.estimate);
    case.check("twfe.se_cr2", two_way.slope.standard_error);
    case.check("twfe.satterthwaite_df", two_way.slope.degrees_of_freedom);
    case.check("twfe.p_cr2", two_way.slope.p_value());
    let parameters = 1 + two_way.periods;
    case.check("twfe.se_pyfixest_crv1", two_way.cr1(parameters));
    // With one unit a group has no variance, and the case a null instead of the comparison.
    match got.changes {
        Err(reason) => case.check("collapsed_change_scores", Err::<f64, _>(reason)),
        Ok(changes) => {
            case.check("collapsed_change_scores.difference", changes.difference);
            case.check("collapsed_change_scores.welch_t", changes.t);
            case.check(
                "collapsed_change_scores.welch_df",
                changes.degrees_of_freedom,
            );
            case.check("collapsed_change_scores.p", changes.p_value);
        }
    }
    // The cases have it for one unit only; the program for any number.
    if got.treated_units == 1 {
        let placebo = got.placebo.unwrap();
        case.check("placebo_unit_test.observed", got.effect());
        case.check("placebo_unit_test.units", placebo.choices);
        case.check("placebo_unit_test.count_abs_at_least", placebo.as_extreme);
        case.check("placebo_unit_test.p", placebo.p_value());
    }
}

fn rmcorr(case: &Case) {
    let columns = [case.param("x"), case.param("y")];
    let rows = Rows::of(&case.input, case.param("subject"), None, columns);
    let got = repeated_measures_correlation(&rows.repeated(), 0.95).unwrap();
    case.check("rows_used", got.n);
    case.check("persons", got.people);
    case.check("persons_with_two_or_more_rows", got.people_with_repeats);
    case.check("df", got.degrees_of_freedom);
    case.check("r", got.r);
    case.check("t", got.t());
    case.check("F", got.t().powi(2));
    case.check("p_two_sided", got.p_value);
    case.check("slope", got.slope);
    case.check("ci95", got.interval);
    case.check(
        "pooled_pearson_r_ignoring_persons",
        pearson(&rows.x, &rows.y, 0.95).unwrap().coefficient,
    );
}
