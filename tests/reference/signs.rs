//! Distribution, signs of gaming and disclosure control.

use crate::Family;
use crate::case::Case;
use goodhart::dataset::anonymity::{Class, Record, classes, k_anonymity, l_diversity};
use goodhart::dataset::disclosure::{
    DOMINANCE_PERCENT, Group, Minimum, Rule, Total, Visibility, protect,
};
use goodhart::stats::bunching::{bunching, first_digits, heaping};
use goodhart::stats::clock::clock;
use goodhart::stats::concentration::{concentration, lorenz};
use goodhart::stats::density::{DEGREE, density_jump};
use goodhart::stats::location::{hodges_lehmann, mann_whitney};
use goodhart::stats::regularity::{dispersion_test, permutation_entropy, regularity, runs_test};
use goodhart::stats::stratified::{Day, stratified_rate_ratio};
use goodhart::stats::surge::rate_ratio;
use goodhart::table::personal::{is_iban, is_payment_card, passes_luhn};

/// The kinds of case that are checked here.
pub const FAMILIES: &[Family] = &[
    Family {
        leads: "gini",
        along: &["lorenz", "hhi", "entropy"],
        check: how_concentrated,
    },
    Family {
        leads: "bunching_binomial",
        along: &["heaping", "benford", "rddensity"],
        check: bunched_at_a_target,
    },
    Family {
        leads: "runs_test",
        along: &[
            "burstiness",
            "dispersion_test",
            "rayleigh",
            "permutation_entropy",
            "poisson_rate_ratio",
            "mann_whitney",
            "hodges_lehmann",
        ],
        check: regular_or_surging,
    },
    Family {
        leads: "pii_checksums",
        along: &[],
        check: checksums,
    },
    Family {
        leads: "k_anonymity",
        along: &["l_diversity", "small_cell_suppression"],
        check: hidden_in_a_crowd,
    },
];

fn how_concentrated(case: &Case) {
    let column = case.param("x");
    for set in case.input.distinct("set") {
        let rows = case.input.only("set", &set);
        let values: Vec<f64> = rows.optional(column).into_iter().flatten().collect();
        let key = |name: &str| format!("{set}.{name}");
        case.check(&key("n"), values.len());
        let Ok(got) = concentration(&values, 0.95) else {
            case.check(&key("gini"), None::<f64>);
            case.check(&key("hhi"), None::<f64>);
            case.check(&key("reason"), "no_positive_total");
            continue;
        };
        case.check(&key("gini"), got.gini);
        case.check(&key("gini_unbiased"), got.gini_unbiased);
        case.check(&key("hhi"), got.herfindahl);
        case.check(&key("effective_number"), got.effective_number);
        case.check(&key("shannon_entropy_nats"), got.entropy);
        case.check(&key("normalized_entropy"), got.normalized_entropy);
        case.check(&key("theil_T"), got.theil);
        case.check(&key("top_10pct_share"), got.top_tenth_share);
        case.check(&key("top_1_share"), got.top_share);
        case.check(&key("smallest_number_holding_half"), got.half_holders);
        let curve = lorenz(&values).unwrap();
        let last: Vec<f64> = curve[curve.len().saturating_sub(5)..]
            .iter()
            .map(|point| point.held)
            .collect();
        case.check(&key("lorenz_last5"), last);
    }
}

fn bunched_at_a_target(case: &Case) {
    let values: Vec<f64> = case.input.optional("v").into_iter().flatten().collect();
    let target = case.params["target"].as_f64().unwrap();
    case.check("n", values.len());
    let windows = case.params["windows"].as_array().unwrap();
    for (index, width) in windows.iter().enumerate() {
        let key = |name: &str| format!("bunching_windows.{index}.{name}");
        let got = bunching(&values, target, width.as_f64().unwrap()).unwrap();
        case.check(&key("window"), got.width);
        case.check(&key("above"), got.above);
        case.check(&key("below"), got.below);
        case.check(&key("p_two_sided"), got.p_two_sided);
        case.check(&key("p_more_above"), got.p_more_above);
        case.check(&key("share_above"), got.share_above.share());
        let (exact, score) = (
            got.share_above.interval(0.95),
            got.share_above.wilson_interval(0.95),
        );
        case.check(&key("ci95_clopper_pearson"), exact);
        case.check(&key("ci95_wilson"), score);
    }

    let unit = u32::try_from(case.params["heap"].as_u64().unwrap()).unwrap();
    let heaps = heaping(&values, unit).unwrap();
    case.check("heaping.integers", heaps.multiples.trials);
    case.check("heaping.multiples", heaps.multiples.hits);
    case.check("heaping.expected_share", heaps.expected_share);
    case.check("heaping.observed_share", heaps.multiples.share());
    case.check("heaping.p_greater", heaps.p_greater);
    case.check("heaping.last_digit_counts", &heaps.last_digits[..]);
    case.check("heaping.last_digit_chi2", heaps.chi_squared);
    case.check("heaping.last_digit_p", heaps.last_digit_p_value);
    let ratio = heaps.multiples.share() / heaps.expected_share;
    case.check("heaping.ratio_to_expected", ratio);

    let digits = first_digits(&values).unwrap();
    case.check("benford.n", digits.n);
    case.check("benford.first_digit_counts", &digits.counts[..]);
    case.check("benford.chi2", digits.chi_squared);
    case.check("benford.df", digits.counts.len() - 1);
    case.check("benford.p", digits.p_value);
    case.check("benford.mad", digits.mean_absolute_deviation);
    case.check("benford.orders_of_magnitude", digits.orders_of_magnitude);

    let key = |name: &str| format!("rddensity_fixed_bandwidth.{name}");
    if case.keys(&key("h")).is_empty() {
        return;
    }
    let bandwidth = case.expected(&key("h")).as_f64().unwrap();
    let jump = density_jump(&values, target, bandwidth).unwrap();
    case.check(&key("h"), jump.bandwidth);
    case.check(&key("p_order"), DEGREE - 1);
    case.check(&key("q_order"), DEGREE);
    case.check(&key("kernel"), "triangular");
    case.check(&key("vce"), "jackknife");
    case.check(&key("density_left_q"), jump.below);
    case.check(&key("density_right_q"), jump.above);
    case.check(&key("se_diff"), jump.standard_error);
    case.check(&key("T"), jump.t);
    case.check(&key("p_value"), jump.p_value);
}

/// The last days of the cases: those with fewer than three to go.
const LAST_DAYS: f64 = 3.0;

fn regular_or_surging(case: &Case) {
    for person in case.input.distinct("person") {
        let rows = case.input.only("person", &person);
        let counts = rows.numbers("count");
        let key = |name: &str| format!("{person}.{name}");

        let even = regularity(&counts).unwrap();
        case.check(&key("days"), even.n);
        case.check(&key("mean"), even.mean);
        case.check(&key("sd"), even.standard_deviation);
        case.check(&key("cv"), even.coefficient_of_variation);
        case.check(&key("burstiness"), even.burstiness);
        case.check(&key("burstiness_finite"), even.burstiness_finite);
        case.check(&key("longest_run_of_equal_days"), even.longest_equal_run);
        let repeated = "share_of_days_equal_to_another_day";
        case.check(&key(repeated), even.repeated_share);
        case.check(&key("distinct_values"), even.distinct);
        let entropy = permutation_entropy(&counts, 3);
        case.check(&key("permutation_entropy_3_tiebreak_by_time"), entropy);

        let spread = dispersion_test(&counts).unwrap();
        case.check(&key("dispersion.chi2"), spread.chi_squared);
        case.check(&key("dispersion.df"), spread.degrees_of_freedom);
        let tails = [spread.p_underdispersed, spread.p_overdispersed];
        case.check(&key("dispersion.p_underdispersed"), tails[0]);
        case.check(&key("dispersion.p_overdispersed"), tails[1]);

        let runs = runs_test(&counts).unwrap();
        case.check(&key("runs.above"), runs.above);
        case.check(&key("runs.below"), runs.below);
        case.check(&key("runs.runs"), runs.runs);
        case.check(&key("runs.z"), runs.z);
        case.check(&key("runs.p"), runs.p_value);

        let hours = clock(&rows.numbers("hour")).unwrap();
        let length = hours.mean_resultant_length;
        case.check(&key("hours.mean_resultant_length"), length);
        case.check(&key("hours.rayleigh_z"), hours.rayleigh_z);
        case.check(&key("hours.rayleigh_p"), hours.p_value);
        case.check(&key("hours.hours_used"), hours.hours_used);
        surging(case, &person);
    }
}

fn surging(case: &Case, person: &str) {
    let rows = case.input.only("person", person);
    let to_go = rows.numbers("days_to_deadline");
    let weekdays = rows.numbers("day").into_iter().map(|day| day % 7.0);
    let days: Vec<Day> = rows
        .numbers("count")
        .into_iter()
        .zip(to_go)
        .zip(weekdays)
        .map(|((count, to_go), weekday)| Day {
            count,
            last: to_go < LAST_DAYS,
            stratum: format!("{weekday}").parse().unwrap(),
        })
        .collect();
    let side = |last: bool| {
        let days = days.iter().filter(|day| day.last == last);
        days.map(|day| day.count).collect::<Vec<f64>>()
    };
    let (last, other) = (side(true), side(false));
    let key = |name: &str| format!("{person}.surge.{name}");

    let got = rate_ratio(&last, &other, 0.95).unwrap();
    case.check(&key("total_last3"), got.last.total);
    case.check(&key("days_last3"), got.last.days);
    case.check(&key("total_other"), got.other.total);
    case.check(&key("days_other"), got.other.days);
    case.check(&key("rate_ratio"), got.ratio);
    case.check(
        &key("p_exact_poisson"),
        got.exact.map(|exact| exact.p_value),
    );
    case.check(&key("ci95_exact"), got.exact.map(|exact| exact.interval));
    let quasi = got.quasi.unwrap();
    case.check(&key("quasi_dispersion"), quasi.dispersion);
    case.check(&key("ci95_quasi"), quasi.interval);
    case.check(&key("p_quasi"), quasi.p_value);

    let ranks = mann_whitney(&last, &other).unwrap();
    case.check(&key("mann_whitney_U"), ranks.u);
    case.check(&key("p_mann_whitney"), ranks.p_value);
    let shift = hodges_lehmann(&last, &other, 0.95).unwrap().shift;
    case.check(&key("hodges_lehmann_shift"), shift);
    let alike = stratified_rate_ratio(&days, 0.95).unwrap().ratio;
    case.check(&key("mantel_haenszel_rate_ratio_by_weekday"), alike);
}

fn checksums(case: &Case) {
    for (row, value) in case.input.text("value").iter().enumerate() {
        let key = |name: &str| format!("rows.{row}.{name}");
        case.check(&key("value"), value.as_str());
        case.check(&key("luhn"), passes_luhn(value));
        case.check(&key("luhn_and_card_length"), is_payment_card(value));
        case.check(&key("iban_checksum"), is_iban(value));
    }
}

fn hidden_in_a_crowd(case: &Case) {
    let quasi: Vec<&[String]> = case.params["quasi_identifiers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|name| case.input.text(name.as_str().unwrap()))
        .collect();
    let (people, sensitive) = (
        case.input.text("person"),
        case.input.text(case.param("sensitive")),
    );
    let record = |row: usize| Record {
        person: &people[row],
        quasi_identifiers: quasi.iter().map(|column| column[row].as_str()).collect(),
        sensitive: &sensitive[row],
    };
    let records: Vec<Record<'_>> = (0..case.input.height()).map(record).collect();
    let found = classes(&records);
    let threshold = usize::try_from(case.params["threshold"].as_u64().unwrap()).unwrap();
    let small: Vec<&Class> = found
        .iter()
        .filter(|class| class.rows < threshold)
        .collect();
    case.check("rows", records.len());
    case.check("classes", found.len());
    case.check("k_anonymity", k_anonymity(&found));
    case.check("l_diversity_distinct", l_diversity(&found));
    let unique = found.iter().filter(|class| class.rows == 1).count();
    case.check("unique_rows", unique);
    case.check("threshold", threshold);
    case.check("classes_below_threshold", small.len());
    let rows: usize = small.iter().map(|class| class.rows).sum();
    case.check("rows_below_threshold", rows);
    for class in &found {
        let name = class.values.join("|");
        case.check(&format!("class_sizes.{name}"), class.rows);
        case.check(&format!("people_per_cell.{name}"), class.people);
    }

    // The case lists the cells that are too small themselves, without those that have to cover for them.
    let rule = Rule {
        minimum: Minimum::new(threshold),
        dominance_percent: DOMINANCE_PERCENT,
        total: Total::Unknown,
    };
    let groups: Vec<Group<'_>> = found
        .iter()
        .map(|class| Group {
            people: class.people,
            contributions: &[],
        })
        .collect();
    let verdicts = protect(&groups, rule).groups;
    let mut suppressed: Vec<String> = found
        .iter()
        .zip(verdicts)
        .filter(|(_, verdict)| *verdict == Visibility::TooFew)
        .map(|(class, _)| class.values.join("|"))
        .collect();
    suppressed.sort_unstable();
    for (index, name) in suppressed.iter().enumerate() {
        case.check(&format!("suppressed_cells.{index}"), name.as_str());
    }
}
