//! Bunching: do values crowd just above a target, or on round numbers?
//!
//! A value is one person's count in one period. A surplus is unusual, not dishonest: say it of a group, never of one
//! person.

use super::Undefined;
use super::moments::need;
use super::note::Note;
use super::proportion::Proportion;
use super::special::chi_squared_sf;
use serde::{Deserialize, Serialize};

/// How [`bunching`] is made.
pub const BUNCHING: Note = Note {
    name: "Bunching above a target",
    answers: "Are there more values just above the target than just below it?",
    formula: "Values in [c, c + w) against values in [c − w, c); without bunching about half lie on each side.",
    certainty: "Interval: Clopper–Pearson. p: exact binomial with probability ½.",
    assumes: "Values are spread about evenly within the window: keep it narrow and look at several widths.",
    source: "Cattaneo, Jansson & Ma (2020), Simple local polynomial density estimators; Frandsen (2017)",
    checked_against: "R binom.test and prop.test, scipy.stats.binomtest",
};

/// How [`heaping`] is made.
pub const HEAPING: Note = Note {
    name: "Round numbers",
    answers: "Are there more round numbers, and more of one last digit, than counting gives?",
    formula: "Multiples of the unit u among whole numbers against 1/u; last digits: χ² = Σ(count − n/10)² / (n/10).",
    certainty: "p: exact binomial, upper tail; χ² with 9 degrees of freedom, upper tail.",
    assumes: "Counts far larger than the unit; small counts have uneven last digits by nature.",
    source: "Pearson (1900), On the criterion; Heitjan & Rubin (1991), Ignorability and coarse data",
    checked_against: "scipy.stats.binomtest, R binom.test and chisq.test",
};

/// How [`first_digits`] is made.
pub const FIRST_DIGITS: Note = Note {
    name: "First digits (Benford)",
    answers: "Do first digits follow the law of values that span several orders of magnitude?",
    formula: "χ² = Σ(countᵈ − n·pᵈ)² / (n·pᵈ) with pᵈ = log₁₀(1 + 1/d), d = 1 … 9; mean absolute deviation of the shares.",
    certainty: "p: χ² with 8 degrees of freedom, upper tail.",
    assumes: "Values over several orders of magnitude without floor or cap; otherwise a misfit means nothing. Never of one person.",
    source: "Benford (1938), The law of anomalous numbers; Nigrini (2012), Benford’s law",
    checked_against: "R chisq.test",
};

/// Values just above and just below a target.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Bunching {
    /// Width of the window on each side, in the values' unit.
    pub width: f64,
    /// Values in [target, target + width).
    pub above: u64,
    /// Values in [target − width, target).
    pub below: u64,
    /// Those above, of both, with their share and intervals.
    pub share_above: Proportion,
    /// Two-sided p-value of "as many above as below".
    pub p_two_sided: f64,
    /// P-value against "more above".
    pub p_more_above: f64,
}

/// Whether the values `x` crowd within `width` above `target`.
///
/// # Errors
/// [`Undefined::OutOfRange`] unless `width` is positive; [`Undefined::TooFew`] if no value lies in the window.
///
/// Source: the finite-sample window test in Cattaneo, Jansson & Ma (2020), Journal of the American Statistical
/// Association 115.
pub fn bunching(x: &[f64], target: f64, width: f64) -> Result<Bunching, Undefined> {
    if width.is_nan() || width <= 0.0 {
        return Err(Undefined::OutOfRange);
    }
    let inside = |from: f64, to: f64| {
        let count = x.iter().filter(|value| from <= **value && **value < to);
        count.count() as u64
    };
    let (above, below) = (
        inside(target, target + width),
        inside(target - width, target),
    );
    let share_above = Proportion::new(above, above + below)?;
    Ok(Bunching {
        width,
        above,
        below,
        share_above,
        p_two_sided: share_above.p_two_sided(0.5),
        p_more_above: share_above.p_greater(0.5),
    })
}

/// Round numbers and last digits among whole numbers.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Heaping {
    /// Multiples of the unit, of all whole numbers.
    pub multiples: Proportion,
    /// Share of multiples that counting gives: 1 / unit.
    pub expected_share: f64,
    /// P-value against "more multiples than that".
    pub p_greater: f64,
    /// How many numbers end in 0, 1, …, 9.
    pub last_digits: [u64; 10],
    /// Chi-squared statistic of "all last digits are equally common", with 9 degrees of freedom.
    pub chi_squared: f64,
    /// Its p-value.
    pub last_digit_p_value: f64,
}

/// Whether the whole numbers in `x` heap on multiples of `unit`; other values take no part.
///
/// # Errors
/// [`Undefined::OutOfRange`] for a `unit` below 2; [`Undefined::TooFew`] without whole numbers.
pub fn heaping(x: &[f64], unit: u32) -> Result<Heaping, Undefined> {
    if unit < 2 {
        return Err(Undefined::OutOfRange);
    }
    let whole = x.iter().filter(|value| value.fract() == 0.0);
    let divisible = |value: f64, by: f64| value.abs() % by == 0.0;
    let mut last_digits = [0_u64; 10];
    let (mut multiples, mut n) = (0, 0);
    for value in whole {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a digit"
        )]
        let digit = (value.abs() % 10.0) as usize;
        last_digits[digit] += 1;
        multiples += u64::from(divisible(*value, f64::from(unit)));
        n += 1;
    }
    let multiples = Proportion::new(multiples, n)?;
    let expected_share = 1.0 / f64::from(unit);
    let chi_squared = chi_squared(&last_digits, &[0.1; 10]);
    Ok(Heaping {
        multiples,
        expected_share,
        p_greater: multiples.p_greater(expected_share),
        last_digits,
        chi_squared,
        last_digit_p_value: chi_squared_sf(chi_squared, 9.0),
    })
}

/// First digits of positive values against Benford's law.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct FirstDigits {
    /// Positive values.
    pub n: u64,
    /// How many begin with 1, 2, …, 9.
    pub counts: [u64; 9],
    /// Chi-squared statistic, with 8 degrees of freedom.
    pub chi_squared: f64,
    /// Its p-value.
    pub p_value: f64,
    /// Mean absolute difference between the observed and the expected shares.
    pub mean_absolute_deviation: f64,
    /// log₁₀ of the largest over the smallest value: below about three the law need not hold.
    pub orders_of_magnitude: f64,
}

/// Whether the first digits of the positive values of `x` follow Benford's law.
///
/// # Errors
/// [`Undefined::TooFew`] without positive values.
pub fn first_digits(x: &[f64]) -> Result<FirstDigits, Undefined> {
    let positive: Vec<f64> = x.iter().copied().filter(|value| *value > 0.0).collect();
    need(&positive, 1)?;
    let mut counts = [0; 9];
    for digit in positive.iter().filter_map(|value| first_digit(*value)) {
        counts[digit - 1] += 1;
    }
    let n = counts.iter().sum::<u64>();
    let expected: [f64; 9] =
        std::array::from_fn(|before| libm::log10(1.0 + 1.0 / (before + 1) as f64));
    let chi_squared = chi_squared(&counts, &expected);
    let difference = |(count, p): (&u64, &f64)| (*count as f64 / n as f64 - p).abs();
    let differences: f64 = counts.iter().zip(&expected).map(difference).sum();
    let extreme = |better: fn(f64, f64) -> f64| positive.iter().copied().fold(positive[0], better);
    Ok(FirstDigits {
        n,
        counts,
        chi_squared,
        p_value: chi_squared_sf(chi_squared, 8.0),
        mean_absolute_deviation: differences / 9.0,
        orders_of_magnitude: libm::log10(extreme(f64::max)) - libm::log10(extreme(f64::min)),
    })
}

/// First digit of a positive value as it is written with sixteen digits.
fn first_digit(value: f64) -> Option<usize> {
    let written = format!("{value:.15e}");
    let digit = written.bytes().next()?.wrapping_sub(b'0');
    (1..=9).contains(&digit).then_some(usize::from(digit))
}

/// Pearson's goodness of fit of `counts` to the probabilities `expected`.
fn chi_squared<const N: usize>(counts: &[u64; N], expected: &[f64; N]) -> f64 {
    let n = counts.iter().sum::<u64>() as f64;
    let term = |(count, p): (&u64, &f64)| (*count as f64 - n * p).powi(2) / (n * p);
    counts.iter().zip(expected).map(term).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_on_the_target_has_reached_it() {
        let got = bunching(&[90.0, 99.0, 100.0, 109.0, 110.0], 100.0, 10.0).unwrap();
        assert_eq!((got.below, got.above), (2, 2));
    }

    #[test]
    fn an_empty_window_says_nothing() {
        let nothing = Err(Undefined::TooFew { have: 0, need: 1 });
        assert_eq!(bunching(&[5.0], 100.0, 10.0), nothing);
        for width in [0.0, -1.0, f64::NAN] {
            assert_eq!(bunching(&[5.0], 5.0, width), Err(Undefined::OutOfRange));
        }
    }

    #[test]
    fn fractions_take_no_part_in_heaping() {
        let got = heaping(&[1_000.0, -2_000.0, 17.0, 0.5], 1_000).unwrap();
        assert_eq!((got.multiples.hits, got.multiples.trials), (2, 3));
        assert_eq!(got.last_digits, [2, 0, 0, 0, 0, 0, 0, 1, 0, 0]);
        assert_eq!(heaping(&[1.0], 1), Err(Undefined::OutOfRange));
        assert!(heaping(&[0.5], 10).is_err());
    }

    #[test]
    fn powers_of_two_follow_benfords_law() {
        let powers: Vec<f64> = (0..1_000)
            .map(|power| libm::exp2(f64::from(power)))
            .collect();
        let got = first_digits(&powers).unwrap();
        // First digits of 2^0 … 2^999, counted with whole numbers: OEIS A008952.
        assert_eq!(got.counts, [301, 176, 125, 97, 79, 69, 56, 52, 45]);
        assert!(got.p_value > 0.99, "{got:?}");
    }

    #[test]
    fn first_digits_need_positive_values() {
        assert!(first_digits(&[0.0, -3.0]).is_err());
    }
}
