//! The statistics against programs that nobody here wrote: R, `SciPy`, pingouin, statsmodels (`tests/refcases/README.md`).
//!
//! Every case of `tests/refcases` is run, and with `REFCASES=folder` every case of that folder too.
//! When this fails, a figure on the page is not what a statistician's own program would say.

#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod association;
mod basics;
mod case;
mod certainty;
mod panel;
mod shape;
mod signs;
mod time;

use case::Case;
use std::path::{Path, PathBuf};

/// Cases of one kind, and how they are checked.
struct Family {
    /// A case belongs to the first family whose leading method it names.
    leads: &'static str,
    /// The other methods that such a case may name.
    along: &'static [&'static str],
    /// Holds every value of the case against the program's.
    check: fn(&Case),
}

/// Every kind of case that is known, the more special before the more general.
const FAMILIES: &[&[Family]] = &[
    basics::FAMILIES,
    association::FAMILIES,
    panel::FAMILIES,
    shape::FAMILIES,
    certainty::FAMILIES,
    time::FAMILIES,
    signs::FAMILIES,
];

/// What the product decided not to have: leading method, keys, reason. Printed by every run.
const LEFT_OUT: &[(&str, &str, &str)] = &[
    (
        "mean_sd_autocorrelation_nist",
        "*.lag1_autocorrelation",
        "no view shows the autocorrelation of a plain list of numbers",
    ),
    (
        "quantiles",
        "hodges_lehmann",
        "the product compares slopes and correlations, not locations",
    ),
    (
        "quantiles",
        "trimmed_mean*",
        "the product shows medians and winsorized correlations instead",
    ),
    (
        "bootstrap_exact",
        "resamples",
        "the product draws at random; it never visits all n^n resamples",
    ),
    (
        "bootstrap_exact",
        "median.probability_of_each_value",
        "the product reports no distribution of the draws",
    ),
    (
        "exact_p",
        "*.pearson.count_two_sided",
        "the product counts permutations of ranks only, whose arithmetic has no rounding to break ties",
    ),
    (
        "exact_p",
        "*.pearson.p_*",
        "the product counts permutations of ranks only, whose arithmetic has no rounding to break ties",
    ),
    (
        "bicor",
        "theil_sen.intercept_median_y_minus_slope_median_x",
        "one intercept is enough",
    ),
    (
        "fixed_effects",
        "twoway.pyfixest_crv1_se",
        "pyfixest takes effects out by iteration and stops after about seven digits; held to six instead",
    ),
    (
        "bicor",
        "siegel_repeated_medians",
        "the product offers one robust line, Theil–Sen",
    ),
    (
        "power",
        "*.pwr_r_test_*",
        "the product integrates the exact power, which R's pwr approximates in its own way and to four digits",
    ),
    (
        "event_study",
        "twfe_for_contrast",
        "two-way fixed effects are wrong for a staggered start, as the case itself says; the product never shows them",
    ),
    (
        "within_person_lag",
        "wrong_answer_if_lagged_by_row",
        "the product joins by the calendar; it cannot lag by row",
    ),
];

#[test]
fn every_reference_case_is_met() {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/refcases");
    let other = std::env::var_os("REFCASES").map(PathBuf::from);
    let mut failures = Vec::new();
    let mut run = 0;
    for folder in [Some(own), other].into_iter().flatten() {
        for path in cases_in(&folder) {
            run += 1;
            failures.extend(failure_of(&path));
        }
    }
    assert!(run > 0, "no case was found");
    assert!(
        failures.is_empty(),
        "{} of {run} cases failed:\n\n{}",
        failures.len(),
        failures.join("\n")
    );
}

#[test]
fn nothing_is_left_out_that_no_case_has() {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/refcases");
    let cases: Vec<Case> = cases_in(&own).iter().map(|path| Case::open(path)).collect();
    for (leads, keys, _) in LEFT_OUT {
        let found = cases.iter().any(|case| {
            family_of(case).is_ok_and(|family| family.leads == *leads)
                && !case.keys(keys).is_empty()
        });
        assert!(found, "{leads}: nothing is left out by {keys:?}");
    }
}

#[test]
fn a_reference_case_fails_when_a_value_is_forgotten_or_differs() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/refcases/pearson_attitude");
    let case = Case::open(&path);
    case.check("r", 0.8);
    let complaint = case.complaints().join("\n");
    assert!(complaint.contains("r: got Number(0.8), want 0.825417569542146"));
    assert!(complaint.contains("ols.slope: neither checked nor left out"));
}

/// What is wrong with a case, in a paragraph.
fn failure_of(path: &Path) -> Option<String> {
    let case = Case::open(path);
    let family = match family_of(&case) {
        Ok(family) => family,
        Err(complaint) => return Some(format!("{}:\n  {complaint}\n", case.name)),
    };
    for (leads, keys, reason) in LEFT_OUT {
        if *leads == family.leads {
            case.leave_out(keys, reason);
        }
    }
    let checked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| (family.check)(&case)));
    let mut complaints = case.complaints();
    if let Err(panic) = checked {
        let text = panic
            .downcast_ref::<String>()
            .cloned()
            .or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
        complaints.insert(0, format!("stopped: {}", text.unwrap_or_default()));
    }
    (!complaints.is_empty()).then(|| format!("{}:\n  {}\n", case.name, complaints.join("\n  ")))
}

fn family_of(case: &Case) -> Result<&'static Family, String> {
    let names = |method: &str| case.methods.iter().any(|name| name == method);
    let mut all = FAMILIES.iter().copied().flatten();
    let Some(family) = all.find(|family| names(family.leads)) else {
        return Err(format!("no known method in {:?}", case.methods));
    };
    let known = |method: &&String| {
        *method == family.leads || family.along.iter().any(|along| along == method)
    };
    match case.methods.iter().find(|method| !known(method)) {
        Some(unknown) => Err(format!("unknown method {unknown:?}")),
        None => Ok(family),
    }
}

fn cases_in(folder: &Path) -> Vec<PathBuf> {
    let entries =
        std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut cases: Vec<PathBuf> = entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.join("expected.json").is_file())
        .collect();
    cases.sort();
    cases
}
