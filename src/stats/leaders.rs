//! Leaders: are the top people in usage also the top people in the outcome, more than by luck?
//!
//! The two slices hold the same people in the same order; a larger value ranks higher.

use super::Undefined;
use super::agreement::{Place, places};
use super::moments::need_variation;
use super::note::Note;
use super::special::ln_gamma;
use serde::{Deserialize, Serialize};

/// How [`top_overlap`] is made.
pub const TOP_OVERLAP: Note = Note {
    name: "Overlap of the leaders",
    answers: "How many of the top people in usage are also top in the outcome, and how many would be by luck?",
    formula: "Number of people in both top groups; by luck a·b/n, with a and b the sizes of the groups. Who ties with the last place is in.",
    certainty: "p of as many or more: hypergeometric, upper tail.",
    assumes: "Under luck, every assignment of outcomes to people is equally likely.",
    source: "Fisher (1935), The logic of inductive inference",
    checked_against: "complete enumeration, in unit tests",
};

/// Leaders that two rankings have in common.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct TopOverlap {
    /// People.
    pub n: usize,
    /// Leaders by the first ranking: those asked for, and who ties with the last of them.
    pub leaders_x: usize,
    /// Leaders by the second ranking.
    pub leaders_y: usize,
    /// People who are both.
    pub both: usize,
    /// How many would be both by luck.
    pub expected: f64,
    /// P-value against "more than by luck".
    pub p_value: f64,
}

/// How many of the first `k` by `x` are also among the first `k` by `y`.
///
/// Who ties with the k-th place is in, so a group of leaders may be larger than `k`.
///
/// # Errors
/// [`Undefined::OutOfRange`] unless `k` lies in 1 … n; [`Undefined::Constant`] if a side ranks nobody higher than
/// another; [`Undefined::TooFew`] below two people.
///
/// Source: the hypergeometric test of Fisher (1935), Journal of the Royal Statistical Society 98.
pub fn top_overlap(x: &[f64], y: &[f64], k: usize) -> Result<TopOverlap, Undefined> {
    need_variation(x, y, 2)?;
    let n = x.len();
    if k == 0 || k > n {
        return Err(Undefined::OutOfRange);
    }
    let (by_x, by_y) = (places(x), places(y));
    let leads = |place: &Place| place.first <= k;
    let count = |places: &[Place]| places.iter().filter(|place| leads(place)).count();
    let (leaders_x, leaders_y) = (count(&by_x), count(&by_y));
    let pairs = by_x.iter().zip(&by_y);
    let both = pairs.filter(|(a, b)| leads(a) && leads(b)).count();
    Ok(TopOverlap {
        n,
        leaders_x,
        leaders_y,
        both,
        expected: leaders_x as f64 * leaders_y as f64 / n as f64,
        p_value: hypergeometric_at_least(both, [leaders_x, leaders_y], n),
    })
}

/// Probability that groups of these sizes, drawn at random from `n`, have at least `both` in common.
fn hypergeometric_at_least(both: usize, sizes: [usize; 2], n: usize) -> f64 {
    let [a, b] = sizes;
    let fewest = (a + b).saturating_sub(n);
    if both <= fewest {
        return 1.0;
    }
    let ln_choose = |n: usize, k: usize| {
        let factorial = |count: usize| ln_gamma(count as f64 + 1.0);
        factorial(n) - factorial(k) - factorial(n - k)
    };
    let probability = |common: usize| {
        libm::exp(ln_choose(a, common) + ln_choose(n - a, b - common) - ln_choose(n, b))
    };
    (both..=a.min(b)).map(probability).sum::<f64>().min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overlap_of_leaders_agrees_with_counting_all_assignments() {
        let (x, y) = ([9.0, 8.0, 3.0, 2.0, 1.0], [4.0, 5.0, 5.0, 1.0, 0.0]);
        let got = top_overlap(&x, &y, 2).unwrap();
        assert_eq!((got.leaders_x, got.leaders_y, got.both), (2, 2, 1));
        assert!((got.expected - 0.8).abs() < 1e-15);
        // By hand: of 10 pairs, 3 have nobody in common with a given one.
        assert!((got.p_value - 0.7).abs() < 1e-12);
        // Who ties with the third place is in, so four lead by y: all three by x are among them in 4 of 10 cases.
        let wider = top_overlap(&x, &[4.0, 5.0, 5.0, 4.0, 0.0], 3).unwrap();
        assert_eq!((wider.leaders_x, wider.leaders_y, wider.both), (3, 4, 3));
        assert!((wider.p_value - 0.4).abs() < 1e-12, "{wider:?}");
    }

    #[test]
    fn leaders_that_have_to_overlap_are_no_surprise() {
        let got = top_overlap(&[1.0, 2.0, 3.0], &[3.0, 2.0, 1.0], 2).unwrap();
        assert!(got.both == 1 && got.p_value >= 1.0);
    }

    #[test]
    fn no_leaders_or_no_ranking_have_no_overlap() {
        let x = [4.0, 3.0, 2.0, 1.0];
        assert_eq!(top_overlap(&x, &x, 0), Err(Undefined::OutOfRange));
        assert_eq!(top_overlap(&x, &x, 5), Err(Undefined::OutOfRange));
        assert!(top_overlap(&x, &[1.0; 4], 2).is_err());
    }
}
