//! Correlation of x and y after covariates such as tenure, team or hours are taken out of them.
//!
//! The adjustment is linear. A covariate that is itself a result of usage must not be taken out: it would take part of
//! what usage does with it.

use super::basis::{Basis, cosine};
use super::correlation::{ProductMoment, interval_from_z};
use super::moments::{Centred, is_constant, need_variation};
use super::note::Note;
use super::rank::average_ranks;
use super::special::student_t_two_sided;
use super::{Interval, Undefined};
use serde::{Deserialize, Serialize};

/// How [`Adjusted`] makes partial correlations.
pub const PARTIAL: Note = Note {
    name: "Partial correlation",
    answers: "Do the two still go together among people who are alike in team, tenure or hours?",
    formula: "Correlation of the residuals of x and of y after least squares on the covariates; a category counts as one 0/1 column per level but the first. Partial Spearman: the same of average ranks. Semi-partial: only one side is adjusted.",
    certainty: "Interval: tanh(atanh r ± z/√(n − k − 3)) for k covariate columns, for ranks times √(1 + r²/2). p: Student’s t with n − k − 2 degrees of freedom.",
    assumes: "Covariates act linearly, and none of them is a result of usage. Columns that others already contain are dropped and named.",
    source: "Fisher (1924), The distribution of the partial correlation coefficient; Yule (1907), On the theory of correlation for any number of variables",
    checked_against: "pingouin.partial_corr, R lm and psych::partial.r",
};

/// What is held constant.
#[derive(Debug, Clone, Copy)]
pub enum Covariate<'a> {
    /// A number per row.
    Numeric(&'a [f64]),
    /// A category per row, by its index; becomes one 0/1 column for each category but the first.
    Categorical(&'a [usize]),
}

/// One column that a covariate turned into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CovariateColumn {
    /// Position of the covariate in the list.
    pub covariate: usize,
    /// The category that the column marks with 1; none for a numeric covariate.
    pub category: Option<usize>,
}

/// A partial correlation with what it rests on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PartialCorrelation {
    /// Correlation of both sides, each without the covariates.
    pub coefficient: f64,
    /// Semi-partial correlation: only x without the covariates.
    pub semipartial_x_adjusted: f64,
    /// Semi-partial correlation: only y without the covariates.
    pub semipartial_y_adjusted: f64,
    /// Number of rows.
    pub n: usize,
    /// Columns that were taken out.
    pub columns: usize,
    /// n − 2 − columns.
    pub degrees_of_freedom: f64,
    /// The t statistic of "no association"; infinite if the residuals lie on a line.
    pub t: f64,
    /// Two-sided p-value from Student's t.
    pub p_value: f64,
    /// Confidence interval on Fisher's scale, or why there is none.
    pub interval: Result<Interval, Undefined>,
    /// Columns that the ones before them already contain; they change nothing and are not counted.
    pub dropped: Vec<CovariateColumn>,
}

/// A pair of columns and what is to be held constant; all of equal length.
#[derive(Debug, Clone, Copy)]
pub struct Adjusted<'a> {
    /// Usage.
    pub x: &'a [f64],
    /// Outcome.
    pub y: &'a [f64],
    /// What is taken out of both.
    pub covariates: &'a [Covariate<'a>],
}

impl Adjusted<'_> {
    /// Partial correlation of the values.
    ///
    /// # Errors
    /// [`Undefined::TooFew`] below two rows; [`Undefined::Constant`] if a side does not vary;
    /// [`Undefined::NoDegreesOfFreedom`] if the covariates use up the rows;
    /// [`Undefined::Collinear`] if they explain a side wholly.
    pub fn pearson(&self, level: f64) -> Result<PartialCorrelation, Undefined> {
        self.partial(&Kind::Values, level)
    }

    /// Partial Spearman correlation: the same of average ranks, numeric covariates ranked too.
    ///
    /// # Errors
    /// As [`Adjusted::pearson`].
    pub fn spearman(&self, level: f64) -> Result<PartialCorrelation, Undefined> {
        self.partial(&Kind::Ranks, level)
    }

    fn partial(&self, kind: &Kind, level: f64) -> Result<PartialCorrelation, Undefined> {
        need_variation(self.x, self.y, 2)?;
        let n = self.x.len();
        let (mut basis, mut dropped) = (Basis::default(), Vec::new());
        for (index, covariate) in self.covariates.iter().enumerate() {
            for column in columns_of(index, *covariate, kind) {
                if !basis.add(&column.values) {
                    dropped.push(column.origin);
                }
            }
        }
        let columns = basis.len();
        if n < columns + 3 {
            return Err(Undefined::NoDegreesOfFreedom);
        }
        let degrees_of_freedom = (n - columns - 2) as f64;
        let (x, y) = (kind.centred(self.x), kind.centred(self.y));
        let (rest_x, rest_y) = (basis.rest(&x)?, basis.rest(&y)?);
        let product = ProductMoment::of_centred(&Centred::new(&rest_x), &Centred::new(&rest_y));
        let t = product.r * (degrees_of_freedom / product.unexplained).sqrt();
        Ok(PartialCorrelation {
            coefficient: product.r,
            semipartial_x_adjusted: cosine(&rest_x, &y),
            semipartial_y_adjusted: cosine(&x, &rest_y),
            n,
            columns,
            degrees_of_freedom,
            t,
            p_value: student_t_two_sided(t, degrees_of_freedom),
            interval: kind.interval(&product, columns, level),
            dropped,
        })
    }
}

/// Whether the columns stand for their values or for their ranks.
pub(super) enum Kind {
    Values,
    Ranks,
}

impl Kind {
    fn centred(&self, values: &[f64]) -> Vec<f64> {
        match self {
            Self::Values => Centred::new(values).values,
            Self::Ranks => Centred::new(&average_ranks(values)).values,
        }
    }

    fn interval(
        &self,
        product: &ProductMoment,
        columns: usize,
        level: f64,
    ) -> Result<Interval, Undefined> {
        if product.n < columns + 4 {
            return Err(Undefined::TooFew {
                have: product.n,
                need: columns + 4,
            });
        }
        if product.unexplained <= 0.0 {
            return Err(Undefined::PerfectFit);
        }
        let widening = match self {
            Self::Values => 1.0,
            Self::Ranks => 1.0 + product.r * product.r / 2.0,
        };
        let variance = widening / (product.n - columns - 3) as f64;
        Ok(interval_from_z(product.fisher_z(), variance.sqrt(), level))
    }
}

/// A covariate's column, centred; of zeros only if it does not vary.
pub(super) struct Column {
    origin: CovariateColumn,
    pub values: Vec<f64>,
}

pub(super) fn columns_of(covariate: usize, values: Covariate, kind: &Kind) -> Vec<Column> {
    let column = |category: Option<usize>, values: &[f64]| Column {
        origin: CovariateColumn {
            covariate,
            category,
        },
        values: if is_constant(values) {
            vec![0.0; values.len()]
        } else {
            kind.centred(values)
        },
    };
    match values {
        Covariate::Numeric(values) => vec![column(None, values)],
        Covariate::Categorical(category_of) => {
            let mut categories = category_of.to_vec();
            categories.sort_unstable();
            categories.dedup();
            let marks = |category: usize| -> Vec<f64> {
                let mark = |of: &usize| f64::from(u8::from(*of == category));
                category_of.iter().map(mark).collect()
            };
            categories
                .iter()
                .skip(1)
                .map(|&category| column(Some(category), &marks(category)))
                .collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const X: [f64; 8] = [1.0, 4.0, 2.0, 7.0, 5.0, 8.0, 3.0, 6.0];
    const Y: [f64; 8] = [2.0, 3.0, 5.0, 8.0, 4.0, 9.0, 1.0, 7.0];
    const TEAM: [usize; 8] = [4, 4, 9, 9, 9, 1, 1, 4];

    fn adjusted<'a>(covariates: &'a [Covariate<'a>]) -> Adjusted<'a> {
        Adjusted {
            x: &X,
            y: &Y,
            covariates,
        }
    }

    #[test]
    fn a_category_takes_out_the_mean_of_each_level() {
        let within = |values: &[f64]| -> Vec<f64> {
            let mean = |team| {
                let of = || values.iter().zip(TEAM).filter(move |(_, t)| *t == team);
                of().map(|(value, _)| value).sum::<f64>() / of().count() as f64
            };
            values.iter().zip(TEAM).map(|(v, t)| v - mean(t)).collect()
        };
        let got = adjusted(&[Covariate::Categorical(&TEAM)])
            .pearson(0.95)
            .unwrap();
        let want = cosine(&within(&X), &within(&Y));
        assert!((got.coefficient - want).abs() < 1e-14, "{got:?} {want}");
        assert_eq!((got.columns, got.degrees_of_freedom), (2, 4.0));
    }

    #[test]
    fn a_column_that_others_contain_is_named_and_changes_nothing() {
        let tenure = [3.0, 1.0, 4.0, 1.0, 5.0, 9.0, 2.0, 6.0];
        let months: Vec<f64> = tenure.iter().map(|years| 12.0 * years + 1e6).collect();
        let constant = [7.0; 8];
        let alone = adjusted(&[Covariate::Numeric(&tenure)])
            .pearson(0.95)
            .unwrap();
        let covariates = [&tenure[..], &months, &constant].map(Covariate::Numeric);
        let got = adjusted(&covariates).pearson(0.95).unwrap();
        assert_eq!(got.coefficient.to_bits(), alone.coefficient.to_bits());
        let dropped: Vec<usize> = got.dropped.iter().map(|column| column.covariate).collect();
        assert_eq!((got.columns, dropped), (1, vec![1, 2]));
    }

    #[test]
    fn without_covariates_it_is_the_plain_correlation() {
        let got = adjusted(&[]).pearson(0.95).unwrap();
        let plain = super::super::correlation::pearson(&X, &Y, 0.95).unwrap();
        assert!((got.coefficient - plain.coefficient).abs() < 1e-15);
        assert!((got.p_value - plain.p_value.unwrap()).abs() < 1e-15);
    }

    #[test]
    fn a_side_that_the_covariates_explain_wholly_has_no_partial_correlation() {
        let twice: Vec<f64> = X.iter().map(|x| 2.0 * x - 1.0).collect();
        let got = adjusted(&[Covariate::Numeric(&twice)]).pearson(0.95);
        assert_eq!(got, Err(Undefined::Collinear));
        let all_rows: Vec<usize> = (0..8).collect();
        let got = adjusted(&[Covariate::Categorical(&all_rows)]).pearson(0.95);
        assert_eq!(got, Err(Undefined::NoDegreesOfFreedom));
    }
}
