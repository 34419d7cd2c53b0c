//! Association of any shape: distance correlation and Chatterjee's xi see a U where Pearson's r sees nothing.

use super::Undefined;
use super::distances::{Distances, Products};
use super::moments::{need, need_variation};
use super::note::Note;
use super::rank::sort_order;
use super::special::{normal_sf, student_t_sf};
use serde::{Deserialize, Serialize};

/// How [`distance_correlation`] is made.
pub const DISTANCE_CORRELATION: Note = Note {
    name: "Distance correlation",
    answers: "Is there a relation of any shape, straight or bent?",
    formula: "dCor = √(dCov²(x, y) / √(dCov²(x, x) · dCov²(y, y))), dCov² = mean of Aᵢⱼ·Bᵢⱼ over doubly centred distances |xᵢ − xⱼ|, |yᵢ − yⱼ|. Bias-corrected: the same with U-centred distances.",
    certainty: "p: t = √(v − 1) · R/√(1 − R²) of the bias-corrected R, Student’s t with v − 1 degrees of freedom, v = n(n − 3)/2; one-sided.",
    assumes: "Independent pairs. It says that there is a relation, not which way it goes.",
    source: "Székely, Rizzo & Bakirov (2007), Measuring and testing dependence by correlation of distances; Székely & Rizzo (2013), The distance correlation t-test of independence in high dimension",
    checked_against: "energy::dcorT.test, energy::bcdcor, python dcor",
};

/// How [`chatterjee_xi`] is made.
pub const CHATTERJEE_XI: Note = Note {
    name: "Chatterjee’s xi",
    answers: "How well does x determine y, whatever the shape?",
    formula: "ξ = 1 − n Σ|rᵢ₊₁ − rᵢ| / (2 Σ lᵢ(n − lᵢ)), pairs in order of x, rᵢ = number of y ≤ yᵢ, lᵢ = number of y ≥ yᵢ",
    certainty: "p: √n·ξ/τ is about standard normal if x and y are unrelated, one-sided; τ² = 2/5 without ties in y, else from the ranks.",
    assumes: "Independent pairs. Not symmetric: how x determines y is not how y determines x. Pairs with equal x stay in the order of their rows.",
    source: "Chatterjee (2021), A new coefficient of correlation",
    checked_against: "scipy.stats.chatterjeexi",
};

/// Most pairs that [`distance_correlation`] takes: it visits all distances.
pub const MAX_DISTANCE_PAIRS: usize = 10_000;

/// τ² of [`Xi`] if y has no ties.
pub const XI_VARIANCE_WITHOUT_TIES: f64 = 0.4;

/// A distance correlation.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct DistanceCorrelation {
    /// Number of pairs.
    pub n: usize,
    /// Distance correlation in [0, 1]. Positive by chance alone, the more so the fewer pairs there are.
    pub coefficient: f64,
    /// Distance covariance, in units of √(x·y).
    pub covariance: f64,
    /// The bias-corrected square with its test.
    pub bias_corrected: Result<BiasCorrected, Undefined>,
}

/// The bias-corrected squared distance correlation and its t test.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct BiasCorrected {
    /// About 0 if x and y are unrelated; may be negative.
    pub coefficient: f64,
    /// The t statistic of "unrelated"; infinite for points on a line.
    pub t: f64,
    /// n(n − 3)/2 − 1.
    pub degrees_of_freedom: f64,
    /// One-sided p-value: only a positive coefficient speaks for a relation.
    pub p_value: f64,
}

/// Distance correlation of the pairs `(x[i], y[i])`, in n² steps.
///
/// # Errors
/// [`Undefined::TooFew`] below two pairs; [`Undefined::Constant`] if a side does not vary;
/// [`Undefined::OutOfRange`] above [`MAX_DISTANCE_PAIRS`].
/// The bias-corrected one needs four pairs, and is out of range where all values of a side but one are equal.
pub fn distance_correlation(x: &[f64], y: &[f64]) -> Result<DistanceCorrelation, Undefined> {
    need_variation(x, y, 2)?;
    let n = x.len();
    if n > MAX_DISTANCE_PAIRS {
        return Err(Undefined::OutOfRange);
    }
    let (x, y) = (Distances::new(x), Distances::new(y));
    let count = n as f64;
    let v_centred = Products::new(&x, &y, count, count * count);
    // The diagonal of V-centred distances is not zero.
    let v_centred = v_centred.with_diagonal(&x, &y);
    let coefficient = (v_centred.xy / v_centred.xx.sqrt() / v_centred.yy.sqrt()).clamp(0.0, 1.0);
    Ok(DistanceCorrelation {
        n,
        coefficient: coefficient.sqrt(),
        covariance: v_centred.xy.max(0.0).sqrt() / count * x.scale.sqrt() * y.scale.sqrt(),
        bias_corrected: BiasCorrected::new(&x, &y),
    })
}

impl BiasCorrected {
    fn new(x: &Distances, y: &Distances) -> Result<Self, Undefined> {
        /// Sums of squares below this share of n² in units of the largest distance are rounding.
        const ROUNDING: f64 = 1e-24;
        need(&x.values, 4)?;
        let n = x.values.len() as f64;
        let products = Products::new(x, y, n - 2.0, (n - 1.0) * (n - 2.0));
        if products.xx.min(products.yy) <= ROUNDING * n * n {
            return Err(Undefined::OutOfRange);
        }
        let coefficient = products.xy / products.xx.sqrt() / products.yy.sqrt();
        let coefficient = coefficient.clamp(-1.0, 1.0);
        let degrees_of_freedom = n * (n - 3.0) / 2.0 - 1.0;
        let unexplained = (1.0 - coefficient) * (1.0 + coefficient);
        let t = coefficient * (degrees_of_freedom / unexplained).sqrt();
        Ok(Self {
            coefficient,
            t,
            degrees_of_freedom,
            p_value: student_t_sf(t, degrees_of_freedom),
        })
    }
}

/// Chatterjee's xi: how well x determines y.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Xi {
    /// The coefficient: 1 if y is a function of x (less 3/n or so), about 0 if they are unrelated.
    pub coefficient: f64,
    /// Number of pairs.
    pub n: usize,
    /// Whether x has ties, so that the order of the rows has a say.
    pub tied_x: bool,
    /// τ²: √n·ξ is about normal with this variance if x and y are unrelated; ties in y are allowed for.
    pub variance: f64,
    /// One-sided p-value of "unrelated".
    pub p_value: f64,
}

/// Chatterjee's xi of the pairs `(x[i], y[i])`; pairs with equal x keep their order.
///
/// # Errors
/// [`Undefined::TooFew`] below two pairs; [`Undefined::Constant`] if a side does not vary.
#[expect(clippy::float_cmp, reason = "a tie is equality of the values as given")]
pub fn chatterjee_xi(x: &[f64], y: &[f64]) -> Result<Xi, Undefined> {
    need_variation(x, y, 2)?;
    let n = y.len();
    let order = sort_order(x);
    let tied_x = order.windows(2).any(|pair| x[pair[0]] == x[pair[1]]);
    let counts = Counts::new(y);
    let turns: u64 = order
        .windows(2)
        .map(|pair| counts.up_to[pair[0]].abs_diff(counts.up_to[pair[1]]))
        .sum();
    let coefficient = 1.0 - n as f64 * turns as f64 / (2.0 * counts.spread);
    let variance = counts.variance();
    Ok(Xi {
        coefficient,
        n,
        tied_x,
        variance,
        p_value: normal_sf(coefficient * (n as f64 / variance).sqrt()),
    })
}

/// How many values of y lie at or below, and at or above, each of them.
struct Counts {
    /// Number of values up to each value, in rows' order.
    up_to: Vec<u64>,
    /// The same in ascending order.
    ascending: Vec<u64>,
    /// Σ l(n − l), l being the number of values from each value on.
    spread: f64,
}

impl Counts {
    #[expect(clippy::float_cmp, reason = "a tie is equality of the values as given")]
    fn new(y: &[f64]) -> Self {
        let order = sort_order(y);
        let (mut up_to, mut ascending) = (vec![0; y.len()], Vec::with_capacity(y.len()));
        let (n, mut before, mut spread) = (y.len() as u64, 0, 0.0);
        for ties in order.chunk_by(|&a, &b| y[a] == y[b]) {
            let size = ties.len() as u64;
            spread += size as f64 * ((n - before) as f64 * before as f64);
            before += size;
            for &at in ties {
                up_to[at] = before;
            }
            ascending.extend(std::iter::repeat_n(before, ties.len()));
        }
        Self {
            up_to,
            ascending,
            spread,
        }
    }

    /// τ² of Chatterjee (2021), theorem 2.2, estimated from the ranks.
    fn variance(&self) -> f64 {
        let n = self.ascending.len() as f64;
        let (mut squares, mut sums, mut firsts, mut running) = (0.0, 0.0, 0.0, 0.0);
        for (before, &rank) in self.ascending.iter().enumerate() {
            let (u, after) = (rank as f64 / n, n - (before + 1) as f64);
            running += u;
            squares += (2.0 * after + 1.0) * u * u;
            sums += (running + after * u).powi(2);
            firsts += (2.0 * after + 1.0) * u;
        }
        let (squares, sums, firsts) = (squares / n.powi(2), sums / n.powi(3), firsts / n.powi(2));
        (squares - 2.0 * sums + firsts * firsts) / (self.spread / n.powi(3)).powi(2)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Side;
    use super::*;

    fn parabola(n: u32) -> (Vec<f64>, Vec<f64>) {
        let x: Vec<f64> = (0..n)
            .map(|i| f64::from(i) - f64::from(n - 1) / 2.0)
            .collect();
        let y = x.iter().map(|x| x * x).collect();
        (x, y)
    }

    #[test]
    fn a_parabola_is_seen_where_pearson_sees_nothing() {
        let (x, y) = parabola(101);
        let (distance, xi) = (
            distance_correlation(&x, &y).unwrap(),
            chatterjee_xi(&x, &y).unwrap(),
        );
        assert!(
            distance.bias_corrected.unwrap().p_value < 1e-12,
            "{distance:?}"
        );
        assert!(xi.coefficient > 0.9 && xi.p_value < 1e-12, "{xi:?}");
        let back = chatterjee_xi(&y, &x).unwrap();
        assert!(back.coefficient < 0.5, "{back:?}");
    }

    #[test]
    fn a_large_offset_and_another_scale_change_nothing() {
        let x = [3.0, 1.0, 4.0, 1.5, 9.0, 2.0, 6.0];
        let y = [2.0, 7.0, 1.0, 8.0, 2.5, 8.5, 1.0];
        let moved = x.map(|x| 1e9 + 1024.0 * x);
        let (plain, moved) = (
            distance_correlation(&x, &y).unwrap(),
            distance_correlation(&moved, &y).unwrap(),
        );
        assert!((plain.coefficient - moved.coefficient).abs() < 1e-13);
        assert!((plain.covariance * 32.0 - moved.covariance).abs() < 1e-11);
    }

    #[test]
    fn points_on_a_line_have_distance_correlation_one() {
        let x = [3.0, 1.0, 4.0, 1.5, 9.0];
        let got = distance_correlation(&x, &x.map(|x| 7.0 - 2.0 * x)).unwrap();
        assert!((got.coefficient - 1.0).abs() < 1e-14, "{got:?}");
        assert!(got.bias_corrected.unwrap().p_value < 1e-12);
    }

    #[test]
    fn one_value_apart_from_equal_ones_has_no_bias_corrected_coefficient() {
        let got = distance_correlation(&[0., 0., 0., 0., 1.], &[1., 2., 3., 4., 5.]).unwrap();
        assert_eq!(got.bias_corrected, Err(Undefined::OutOfRange));
        let three = distance_correlation(&[0., 1., 3.], &[1., 2., 5.]).unwrap();
        assert_eq!(
            three.bias_corrected,
            Err(Undefined::TooFew { have: 3, need: 4 })
        );
    }

    #[test]
    fn too_many_pairs_and_constant_sides_are_refused() {
        let many: Vec<f64> = (0..=MAX_DISTANCE_PAIRS).map(|i| i as f64).collect();
        assert_eq!(
            distance_correlation(&many, &many),
            Err(Undefined::OutOfRange)
        );
        let flat = chatterjee_xi(&[1.0, 2.0, 3.0], &[4.0; 3]);
        assert_eq!(flat, Err(Undefined::Constant(Side::Y)));
    }

    #[test]
    fn zero_ties_with_minus_zero_in_row_order() {
        let y = [3.0, 1.0, 2.0, 5.0];
        let (plain, signed) = ([0.0, 0.0, 0.0, 1.0], [0.0, -0.0, 0.0, 1.0]);
        assert_eq!(chatterjee_xi(&plain, &y), chatterjee_xi(&signed, &y));
    }
}
