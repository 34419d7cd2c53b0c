//! How each number is made, in words. A note stands beside the code that it describes, and the page "How the numbers
//! are made" shows all of them: there is no second place that could say something else.

use super::{
    adjust, agreement, bayes, bins, bootstrap, bunching, changepoint, clock, concentration,
    correlation, coupling, density, dependence, difference, equivalence, event_study, inflation,
    isotonic, leaders, line, location, lowess, mean, mixed,
    panel::{self, adoption, lag, rmcorr, simpson, split, target_date, wild},
    partial, period_end, power, proportion, regression, regression_to_mean, regularity, resample,
    robust, sensitivity, seriation, series, slopes, stability, staggered, stratified, surge,
    weighted,
};

/// How a number is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Note {
    /// The method's name, such as "Spearman's rho".
    pub name: &'static str,
    /// The question that it answers, in plain words.
    pub answers: &'static str,
    /// The formula as text.
    pub formula: &'static str,
    /// How its interval and its p-value are made; empty where it has none.
    pub certainty: &'static str,
    /// What has to be true for it to be read this way.
    pub assumes: &'static str,
    /// Author (year), title.
    pub source: &'static str,
    /// The independent programs that its tests compare it with.
    pub checked_against: &'static str,
}

/// A heading and the methods below it.
pub type Section = (&'static str, &'static [Note]);

/// Every method, in the order in which a reader meets them.
pub const SECTIONS: &[Section] = &[
    (
        "Association",
        &[
            correlation::PEARSON,
            dependence::DISTANCE_CORRELATION,
            dependence::CHATTERJEE_XI,
            weighted::WEIGHTED_CORRELATION,
            difference::INDEPENDENT,
            difference::OVERLAPPING,
            correlation::SPEARMAN,
            correlation::KENDALL,
            robust::BIWEIGHT,
            robust::WINSORIZED,
            robust::PERCENTAGE_BEND,
        ],
    ),
    (
        "Lines and curves",
        &[
            lowess::LOWESS,
            bins::BINNED_MEANS,
            isotonic::MONOTONE_FIT,
            regression::LEAST_SQUARES,
            line::LINE_BAND,
            line::CURVATURE,
            robust::THEIL_SEN,
        ],
    ),
    (
        "Between and within people",
        &[
            split::WITHIN_BETWEEN,
            simpson::SIMPSON,
            panel::FIXED_EFFECTS,
            rmcorr::RMCORR,
            mixed::RANDOM_INTERCEPT,
            mixed::HYBRID,
            mixed::RANDOM_SLOPE,
            slopes::SLOPES,
            slopes::RANDOM_EFFECTS,
            wild::WILD_BOOTSTRAP,
        ],
    ),
    (
        "Adjusted",
        &[
            partial::PARTIAL,
            inflation::VARIANCE_INFLATION,
            coupling::SHARED_DENOMINATOR,
            regression_to_mean::REGRESSION_TO_MEAN,
        ],
    ),
    (
        "Over time",
        &[
            series::CROSS_CORRELATION,
            series::EFFECTIVE_N,
            series::NEWEY_WEST,
            series::GRANGER,
            changepoint::PARTITIONS,
            stability::SUP_F,
            stability::CUSUM,
            stability::PETTITT,
            changepoint::PENALISED,
            event_study::EVENT_STUDY,
            staggered::STAGGERED,
            lag::LAG_PROFILE,
            adoption::DIFFERENCE_IN_DIFFERENCES,
        ],
    ),
    (
        "How sure",
        &[
            equivalence::VERDICT,
            equivalence::EQUIVALENCE,
            power::SMALLEST_VISIBLE,
            power::POWER,
            adjust::ADJUSTED_P,
            seriation::SERIATION,
            bayes::BAYES_FACTOR,
            sensitivity::ROBUSTNESS_VALUE,
            sensitivity::E_VALUE,
            bootstrap::BCA,
            resample::PERMUTATION,
            resample::EXACT_P,
        ],
    ),
    (
        "Distribution",
        &[
            mean::MEAN,
            concentration::GINI,
            concentration::EFFECTIVE_NUMBER,
        ],
    ),
    (
        "Signs of gaming",
        &[
            bunching::BUNCHING,
            density::DENSITY_JUMP,
            bunching::HEAPING,
            bunching::FIRST_DIGITS,
            proportion::EXACT_PROPORTION,
            regularity::REGULARITY,
            regularity::DISPERSION,
            regularity::RUNS,
            regularity::PERMUTATION_ENTROPY,
            clock::CLOCK,
            surge::RATE_RATIO,
            stratified::STRATIFIED_RATE_RATIO,
            location::MANN_WHITNEY,
            period_end::END_OF_PERIOD,
            leaders::TOP_OVERLAP,
            agreement::RANK_BIASED_OVERLAP,
            target_date::GOODHART_BREAK,
            target_date::RATIO_CHANGE,
        ],
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_note_says_what_a_reader_has_to_know() {
        for note in SECTIONS.iter().flat_map(|(_, notes)| *notes) {
            let parts = [
                note.name,
                note.answers,
                note.formula,
                note.assumes,
                note.source,
                note.checked_against,
            ];
            assert!(parts.iter().all(|part| !part.is_empty()), "{}", note.name);
        }
    }
}
