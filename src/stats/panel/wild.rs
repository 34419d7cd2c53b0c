//! The wild cluster bootstrap: what would t be if each person's residuals had another sign?

use super::fit::Fit;
use super::slope::Model;
use super::{Effects, Panel};
use crate::stats::Undefined;
use crate::stats::note::Note;
use crate::stats::resample::{Generator, Tails};
use nalgebra::DVector;
use serde::{Deserialize, Serialize};

/// How [`wild_cluster_bootstrap`] is made.
pub const WILD_BOOTSTRAP: Note = Note {
    name: "Wild cluster bootstrap",
    answers: "Is the slope within people larger than chance gives with so few people?",
    formula: "t* = b*/SE* of y* = fit without x + wᵢ·residual, with a sign wᵢ for each person i",
    certainty: "p: share of the sign vectors with |t*| ≥ |t|; all of them up to 12 people, else seeded random ones.",
    assumes: "People are independent; each person’s residuals could as well have had the opposite sign. Where one person holds most of the information it may disagree with CR2, and then neither is to be relied on.",
    source: "Cameron, Gelbach & Miller (2008), Bootstrap-based improvements for inference with clustered errors",
    checked_against: "PyPI wildboottest, full enumeration in numpy",
};

/// Up to this many people all sign vectors are counted: 2¹² = 4 096.
pub const MAX_ENUMERATED: usize = 12;

/// How random signs are drawn, for more than [`MAX_ENUMERATED`] people.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Draws {
    /// Random sign vectors.
    pub count: usize,
    /// Seed of the generator; the same seed gives the same result.
    pub seed: u64,
    /// Confidence level of the critical value.
    pub level: f64,
}

/// What a wild cluster bootstrap says about "the slope is zero".
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct WildBootstrap {
    /// Change of y per unit of x.
    pub slope: f64,
    /// Number of rows.
    pub n: usize,
    /// Number of people.
    pub people: usize,
    /// The slope in units of its CR0 standard error.
    pub t: f64,
    /// Sign vectors that were looked at, the observed one included.
    pub sign_vectors: u64,
    /// Those with a t as far from zero or further.
    pub as_extreme: u64,
    /// Two-sided p-value; never 0.
    pub p_value: f64,
    /// What t would have to exceed: its upper quantile if the slope is zero.
    pub critical_t: f64,
    /// Seed of the random signs; `None` if all sign vectors were counted.
    pub seed: Option<u64>,
}

/// Tests "the slope is zero" by changing signs of whole people, the null hypothesis imposed.
///
/// # Errors
/// As [`fixed_effects`](super::fixed_effects); [`Undefined::PerfectFit`] if no residual is left.
///
/// Source: Cameron, Gelbach & Miller (2008), Review of Economics and Statistics 90, with Rademacher signs.
pub fn wild_cluster_bootstrap(
    panel: &Panel,
    effects: Effects,
    draws: &Draws,
) -> Result<WildBootstrap, Undefined> {
    let regressors = [panel.x];
    let model = Model {
        person: panel.person,
        period: panel.period,
        regressors: &regressors,
        y: panel.y,
        effects,
    };
    let fit = Fit::new(&model)?;
    let slope = fit.slope(&model, 0)?;
    if slope.other_errors.cr0 <= 0.0 {
        return Err(Undefined::PerfectFit);
    }
    let sums = PersonSums::of(&fit);
    let people = sums.len();
    let t = statistic(&sums, |_| 1.0);
    let mut tails = Tails::OBSERVED;
    let mut values = vec![t];
    let mut look = |value: f64| {
        tails.count(value, t);
        values.push(value);
    };
    let enumerated = people <= MAX_ENUMERATED;
    if enumerated {
        // Bit i set: person i keeps the other sign.
        for changed in 1..1_u32 << people {
            let sign = |person: usize| {
                if changed >> person & 1 == 1 {
                    -1.0
                } else {
                    1.0
                }
            };
            look(statistic(&sums, sign));
        }
    } else {
        let mut generator = Generator::new(draws.seed);
        for _ in 0..draws.count {
            let signs: Vec<f64> = (0..people)
                .map(|_| if generator.below(2) == 1 { -1.0 } else { 1.0 })
                .collect();
            look(statistic(&sums, |person| signs[person]));
        }
    }
    values.sort_unstable_by(f64::total_cmp);
    Ok(WildBootstrap {
        slope: slope.slope.estimate,
        n: slope.n,
        people,
        t,
        sign_vectors: tails.permutations,
        as_extreme: tails.as_extreme,
        p_value: tails.two_sided(),
        critical_t: upper_quantile(&values, draws.level),
        seed: (!enumerated).then_some(draws.seed),
    })
}

/// One person's sums: all that changing their sign needs. The basis columns other than x are called N.
struct PersonSums {
    /// x̃'ê of the restricted residuals ê.
    score: f64,
    /// x̃'x̃.
    share: f64,
    /// N'ê.
    of_residuals: DVector<f64>,
    /// N'x̃.
    of_x: DVector<f64>,
}

impl PersonSums {
    fn of(fit: &Fit) -> Vec<Self> {
        let others = fit.basis.columns.len() - 1;
        let along = fit.y_coordinates[0];
        let sums = fit.blocks().map(|(block, residuals)| {
            let x = block.row(others).transpose();
            let restricted = DVector::from_column_slice(residuals) + along * &x;
            let nuisance = block.rows(0, others);
            Self {
                score: x.dot(&restricted),
                share: x.norm_squared(),
                of_residuals: nuisance * &restricted,
                of_x: nuisance * &x,
            }
        });
        sums.collect()
    }
}

/// t with CR0 errors after each person's restricted residuals took a sign; O(people · periods).
fn statistic(sums: &[PersonSums], sign: impl Fn(usize) -> f64) -> f64 {
    let mut slope = 0.0;
    let mut moved = DVector::zeros(sums.first().map_or(0, |person| person.of_x.len()));
    for (at, person) in sums.iter().enumerate() {
        slope += sign(at) * person.score;
        moved.axpy(sign(at), &person.of_residuals, 1.0);
    }
    let score = |(at, person): (usize, &PersonSums)| {
        sign(at) * person.score - person.of_x.dot(&moved) - slope * person.share
    };
    let variance: f64 = sums
        .iter()
        .enumerate()
        .map(|each| score(each).powi(2))
        .sum();
    if slope.abs() > 0.0 {
        slope / variance.sqrt()
    } else {
        0.0
    }
}

/// The smallest value that at least a share of (1 + level)/2 of the ascending values do not exceed.
fn upper_quantile(ascending: &[f64], level: f64) -> f64 {
    let rank = (0.5 + level / 2.0) * ascending.len() as f64;
    let mut ranked = ascending.iter().zip(1_u32..);
    let found = ranked.find(|(_, at)| f64::from(*at) >= rank);
    found.map_or(f64::INFINITY, |(value, _)| *value)
}
