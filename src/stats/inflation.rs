//! What an adjustment costs: how much of each column the others already tell.

use super::Undefined;
use super::basis::Basis;
use super::moments::need_variation;
use super::note::Note;
use super::partial::{Adjusted, Column, Covariate, Kind, columns_of};
use serde::{Deserialize, Serialize};

/// How [`Adjusted::variance_inflation`] is made.
pub const VARIANCE_INFLATION: Note = Note {
    name: "Variance inflation",
    answers: "How much certainty does the adjustment cost, because the columns tell the same story?",
    formula: "VIF = 1/(1 − R²) of a column on all others; for a category of d columns the generalised factor to the power 1/d",
    certainty: "",
    assumes: "A factor of 5 or more (R² ≥ 0.8) is marked: the adjusted number then rests on few people.",
    source: "Marquardt (1970), Generalized inverses, ridge regression; Fox & Monette (1992), Generalized collinearity diagnostics",
    checked_against: "its definition by least squares, in the unit tests",
};

/// From this factor on the page warns that the columns tell the same story (a squared multiple correlation of 0.8).
pub const HIGH_INFLATION: f64 = 5.0;

/// How much of each column's variance the other columns already tell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VarianceInflation {
    /// The factor of x: what the adjustment multiplies the variance of the slope of x by.
    pub x: Result<f64, Undefined>,
    /// The factor of each covariate, per column of it; undefined if the others contain it wholly.
    pub covariates: Vec<Result<f64, Undefined>>,
}

impl Adjusted<'_> {
    /// Variance inflation of x and of each covariate in a model of y by all of them.
    ///
    /// # Errors
    /// [`Undefined::TooFew`] below two rows; [`Undefined::Constant`] if x does not vary.
    pub fn variance_inflation(&self) -> Result<VarianceInflation, Undefined> {
        need_variation(self.x, self.y, 2)?;
        let blocks: Vec<Vec<Column>> = (0..self.covariates.len())
            .map(|index| columns_of(index, self.covariates[index], &Kind::Values))
            .collect();
        let x = columns_of(0, Covariate::Numeric(self.x), &Kind::Values);
        let factor = |block: &[Column], others: &[&[Column]]| {
            let mut alone = Basis::default();
            let kept: Vec<&Column> = block.iter().filter(|c| alone.add(&c.values)).collect();
            let mut basis = Basis::default();
            for other in others.iter().copied().flatten() {
                basis.add(&other.values);
            }
            let before = basis.log_volume;
            if kept.is_empty() || !kept.iter().all(|column| basis.add(&column.values)) {
                return Err(Undefined::Collinear);
            }
            let lost = alone.log_volume - (basis.log_volume - before);
            Ok(libm::exp(2.0 * lost / kept.len() as f64))
        };
        let others = |skipped: usize| {
            let rest = blocks
                .iter()
                .enumerate()
                .filter(move |(i, _)| *i != skipped);
            std::iter::once(x.as_slice())
                .chain(rest.map(|(_, block)| block.as_slice()))
                .collect::<Vec<_>>()
        };
        let all: Vec<&[Column]> = blocks.iter().map(Vec::as_slice).collect();
        Ok(VarianceInflation {
            x: factor(&x, &all),
            covariates: (0..blocks.len())
                .map(|index| factor(&blocks[index], &others(index)))
                .collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::correlation::pearson;
    use super::*;

    const X: [f64; 8] = [1.0, 4.0, 2.0, 7.0, 5.0, 8.0, 3.0, 6.0];
    const Y: [f64; 8] = [2.0, 3.0, 5.0, 8.0, 4.0, 9.0, 1.0, 7.0];

    fn adjusted<'a>(covariates: &'a [Covariate<'a>]) -> Adjusted<'a> {
        Adjusted {
            x: &X,
            y: &Y,
            covariates,
        }
    }

    #[test]
    fn variance_inflation_is_one_over_what_the_others_leave() {
        let tenure = [3.0, 1.0, 4.0, 1.0, 5.0, 9.0, 2.0, 6.0];
        let got = adjusted(&[Covariate::Numeric(&tenure)])
            .variance_inflation()
            .unwrap();
        let r = pearson(&X, &tenure, 0.95).unwrap().coefficient;
        let want = 1.0 / (1.0 - r * r);
        assert!((got.x.unwrap() - want).abs() < 1e-12);
        assert!((got.covariates[0].unwrap() - want).abs() < 1e-12);
        let covariates = [Covariate::Numeric(&tenure), Covariate::Numeric(&tenure)];
        let got = adjusted(&covariates).variance_inflation().unwrap();
        assert_eq!(got.covariates, [Err(Undefined::Collinear); 2]);
    }
}
