//! People measured over and over: within and between, fixed effects, lags, breaks.

use crate::Family;
use crate::case::{Case, Table};
use goodhart::stats::correlation::pearson;
use goodhart::stats::panel::lag::{Series, lag_profile, lead_lag};
use goodhart::stats::panel::rmcorr::repeated_measures_correlation;
use goodhart::stats::panel::slope::PanelSlope;
use goodhart::stats::panel::split::within_between;
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
