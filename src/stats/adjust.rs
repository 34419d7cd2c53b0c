//! P-values of several tests at once: who looks often enough finds something.

use super::Undefined;
use super::note::Note;
use serde::{Deserialize, Serialize};

/// How [`adjust`] is made.
pub const ADJUSTED_P: Note = Note {
    name: "Adjusted p-values",
    answers: "Is a finding still one after all the other places that were looked at?",
    formula: "p₍ⱼ₎ in ascending order, m of them. Bonferroni: m·p. Holm: max over i ≤ j of (m − i + 1)·p₍ᵢ₎. Hochberg: min over i ≥ j of the same. Benjamini–Hochberg: min over i ≥ j of m·p₍ᵢ₎/i. Benjamini–Yekutieli: that times Σ 1/k. All at most 1",
    certainty: "Below 0.05 after Bonferroni, Holm or Hochberg: at most 5% chance of any false finding. After Benjamini–Hochberg or –Yekutieli: about 5% of the findings are false.",
    assumes: "Every test that was looked at is counted. Hochberg and Benjamini–Hochberg: independent or positively related tests. The others hold for any.",
    source: "Holm (1979), A simple sequentially rejective multiple test procedure; Hochberg (1988); Benjamini & Hochberg (1995), Controlling the false discovery rate; Benjamini & Yekutieli (2001)",
    checked_against: "R p.adjust, statsmodels multipletests",
};

/// How p-values are adjusted for their number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Correction {
    /// Times their number.
    Bonferroni,
    /// Step-down: for headline questions.
    Holm,
    /// Step-up with Holm's factors, for independent or positively related tests.
    Hochberg,
    /// False discovery rate: for exploring.
    BenjaminiHochberg,
    /// False discovery rate under any dependence.
    BenjaminiYekutieli,
}

/// Adjusts p-values, in their order. A missing one stays missing and does not count.
///
/// # Errors
/// [`Undefined::OutOfRange`] if a p-value lies outside of [0, 1].
pub fn adjust(
    p_values: &[Option<f64>],
    correction: Correction,
) -> Result<Vec<Option<f64>>, Undefined> {
    let mut ascending: Vec<(usize, f64)> = Vec::new();
    for (index, p) in p_values.iter().enumerate() {
        match *p {
            Some(p) if (0.0..=1.0).contains(&p) => ascending.push((index, p)),
            Some(_) => return Err(Undefined::OutOfRange),
            None => {}
        }
    }
    ascending.sort_by(|a, b| a.1.total_cmp(&b.1));
    let m = ascending.len();
    let harmonic: f64 = (1..=m).map(|k| 1.0 / k as f64).sum();
    let left = |position: usize| (m - position) as f64;
    let false_discovery = |position: usize| m as f64 / (position + 1) as f64;
    let mut adjusted: Vec<f64> = ascending
        .iter()
        .enumerate()
        .map(|(position, (_, p))| {
            let factor = match correction {
                Correction::Bonferroni => m as f64,
                Correction::Holm | Correction::Hochberg => left(position),
                Correction::BenjaminiHochberg => false_discovery(position),
                Correction::BenjaminiYekutieli => false_discovery(position) * harmonic,
            };
            (p * factor).min(1.0)
        })
        .collect();
    match correction {
        Correction::Bonferroni => {}
        Correction::Holm => carry(adjusted.iter_mut(), f64::max),
        Correction::Hochberg | Correction::BenjaminiHochberg | Correction::BenjaminiYekutieli => {
            carry(adjusted.iter_mut().rev(), f64::min);
        }
    }
    let mut in_order = vec![None; p_values.len()];
    for ((index, _), p) in ascending.into_iter().zip(adjusted) {
        in_order[index] = Some(p);
    }
    Ok(in_order)
}

/// Replaces each value by the extreme of those so far.
fn carry<'a>(values: impl Iterator<Item = &'a mut f64>, extreme: fn(f64, f64) -> f64) {
    let mut so_far: Option<f64> = None;
    for value in values {
        *value = so_far.map_or(*value, |before| extreme(before, *value));
        so_far = Some(*value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Correction; 5] = [
        Correction::Bonferroni,
        Correction::Holm,
        Correction::Hochberg,
        Correction::BenjaminiHochberg,
        Correction::BenjaminiYekutieli,
    ];

    #[test]
    fn no_p_value_gets_smaller_and_their_order_stays() {
        let p = [0.04, 0.001, 0.9, 0.04, 0.02, 0.5, 0.0].map(Some);
        for correction in ALL {
            let got = adjust(&p, correction).unwrap();
            for (i, a) in got.iter().enumerate() {
                assert!(*a >= p[i], "{correction:?}");
                for (j, b) in got.iter().enumerate() {
                    assert!(p[i] > p[j] || a <= b, "{correction:?} {i} {j}");
                }
            }
        }
    }

    #[test]
    fn a_single_test_or_none_needs_no_adjusting() {
        for correction in ALL {
            assert_eq!(
                adjust(&[Some(0.03), None], correction),
                Ok(vec![Some(0.03), None])
            );
            assert_eq!(adjust(&[], correction), Ok(vec![]));
        }
    }

    #[test]
    fn what_is_no_probability_is_refused() {
        for p in [-0.1, 1.1, f64::NAN] {
            assert_eq!(
                adjust(&[Some(p)], Correction::Holm),
                Err(Undefined::OutOfRange)
            );
        }
    }
}
