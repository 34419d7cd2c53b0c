//! Sentences about all pairs of usage and outcome metrics.

use crate::dataset::Period;
use crate::format::{self, coefficient, interval};

use super::{lower, no_verdict_of, people, undefined_of};
use crate::analysis::matrix::{ALPHA, Cell, Empty, Layer, MOST_METRICS, Matrix, Sort};
use crate::analysis::{SMALLEST_GROUP, Verdict};

/// The finding with its certainty, as a title.
pub fn finding(matrix: &Matrix) -> String {
    let tests = tested(matrix);
    let among = match matrix.question.layer {
        Layer::Between => "when people are compared",
        Layer::Within => "when the same people are followed over time",
    };
    let stand = standing(matrix);
    let weak = count(matrix, is_weak);
    match (tests, stand) {
        (0, _) => "No pair can be compared".to_owned(),
        (_, 0) => format!(
            "Of {}, none stands out {among}, once their number is allowed for",
            pairs(tests)
        ),
        _ => format!(
            "{} of {} {} out {among}, {}",
            format::integer(stand),
            pairs(tests),
            if stand == 1 { "stands" } else { "stand" },
            if weak == stand {
                "but too weakly to matter"
            } else {
                "even allowing for their number"
            }
        ),
    }
}

/// The strongest pair with its figures. Of those that stand and share no column where there is one.
pub fn strongest(matrix: &Matrix) -> Option<String> {
    let found = matrix.strongest(|cell| cell.stands() && cell.coupled.is_none());
    let is_firm = found.is_some();
    let found = found.or_else(|| matrix.strongest(|cell| cell.coupled.is_none()))?;
    let ([row, column], cell) = found;
    let text = format!(
        "{} and {}, {}, n = {}",
        matrix.usage[row].label,
        lower(&matrix.outcomes[column].label),
        value(matrix, cell),
        people(cell.people)
    );
    Some(if is_firm {
        format!("Strongest: {text}")
    } else {
        format!("Strongest, but not beyond luck: {text}")
    })
}

/// How many would light up by luck, how many do, and how many are left.
pub fn luck(matrix: &Matrix) -> Option<String> {
    let tests = tested(matrix);
    if tests == 0 {
        return None;
    }
    let plain = count(matrix, |cell| cell.p_value.is_some_and(|p| p < ALPHA));
    let strict = count(matrix, Cell::stands_alone);
    let stand = standing(matrix);
    let coupled = count(matrix, |cell| cell.stands() && cell.coupled.is_some());
    let by_luck = format::fixed(tests as f64 * ALPHA, 0);
    let chance = format!(
        "If nothing went with anything, about {by_luck} of {} would still reach p < 0.05; here {} {}.",
        pairs(tests),
        format::integer(plain),
        if plain == 1 { "does" } else { "do" },
    );
    let left = match stand {
        0 => " None is left after correction (Benjamini–Hochberg).".to_owned(),
        _ => format!(
            " {} {} left after correction so that about 5% of them are false (Benjamini–Hochberg), {} after the \
             stricter one of Holm.",
            format::integer(stand),
            is_or_are(stand),
            format::integer(strict),
        ),
    };
    let shared = match coupled {
        0 => String::new(),
        _ => format!(
            " {} of them {} made from a common column, so part of that is arithmetic.",
            format::integer(coupled),
            is_or_are(coupled),
        ),
    };
    let weak = match count(matrix, is_weak) {
        0 => String::new(),
        weak => format!(
            " {} of them {} weaker than {}, the smallest that was set as worth caring about.",
            format::integer(weak),
            is_or_are(weak),
            coefficient(matrix.question.interest.bound()),
        ),
    };
    Some(format!("{chance}{left}{weak}{shared}"))
}

/// What the marks mean, in one line.
pub fn key(matrix: &Matrix) -> String {
    let figure = match matrix.question.layer {
        Layer::Between => "Spearman’s rho of the means of each person",
        Layer::Within => "Slope within people, in standard deviations",
    };
    let mut text = format!("{figure}. Framed and bold: stands after correction.");
    if count(matrix, |cell| cell.coupled.is_some()) > 0 {
        text.push_str(" Hatched: made from a common column.");
    }
    text
}

/// People behind the cells: `n = 340 to 376 people`.
pub fn base(matrix: &Matrix) -> String {
    let people_in = || matrix.filled().map(|(_, cell)| cell.people);
    match (people_in().min(), people_in().max()) {
        (Some(low), Some(high)) if low < high => {
            format!("n = {} to {}", format::integer(low), people(high))
        }
        (_, Some(n)) => format!("n = {}", people(n)),
        _ => "n = 0".to_owned(),
    }
}

/// The two metrics of a pair: `Prompts and tasks done`.
pub fn pair(matrix: &Matrix, [row, column]: [usize; 2]) -> String {
    let label = |metrics: &[crate::metrics::MetricInfo], at: usize| {
        metrics
            .get(at)
            .map_or_else(String::new, |metric| metric.label.clone())
    };
    format!(
        "{} and {}",
        label(&matrix.usage, row),
        lower(&label(&matrix.outcomes, column))
    )
}

/// The figure of a pair with its interval: `rho 0.31 (95% CI 0.22 to 0.39)`.
pub fn value(matrix: &Matrix, cell: &Cell) -> String {
    let figure = coefficient(cell.value);
    let figure = match matrix.question.layer {
        Layer::Between => format!("rho {figure}"),
        Layer::Within => format!("{figure} standard deviations"),
    };
    match cell.interval {
        Ok(range) => format!(
            "{figure} ({})",
            interval(range.low, range.high, range.level)
        ),
        Err(_) => figure,
    }
}

/// What stands in a cell.
pub fn short(cell: &Result<Cell, Empty>) -> String {
    match cell {
        Ok(cell) => coefficient(cell.value),
        Err(_) => "–".to_owned(),
    }
}

/// The bare figure of a pair: `0.31`.
pub fn figure(_: &Matrix, cell: &Cell) -> String {
    coefficient(cell.value)
}

/// The interval of a pair: `95% CI 0.22 to 0.39`.
pub fn range(matrix: &Matrix, cell: &Cell) -> String {
    match cell.interval {
        Ok(range) => interval(range.low, range.high, range.level),
        Err(_) if matrix.question.layer == Layer::Between => {
            "no interval: too few people, or a perfect order".to_owned()
        }
        Err(_) => "no interval".to_owned(),
    }
}

/// The people of a pair.
pub fn people_of(_: &Matrix, cell: &Cell) -> String {
    people(cell.people)
}

/// The p-value of a pair alone.
pub fn p_alone(_: &Matrix, cell: &Cell) -> String {
    p_value(cell.p_value)
}

/// The p-value of a pair after Benjamini and Hochberg.
pub fn p_false_discovery(_: &Matrix, cell: &Cell) -> String {
    p_value(cell.false_discovery)
}

/// The p-value of a pair after Holm.
pub fn p_family_wise(_: &Matrix, cell: &Cell) -> String {
    p_value(cell.family_wise)
}

/// How many pairs a p-value was seen beside.
pub fn how_many(matrix: &Matrix) -> String {
    format!("Corrected for {}.", pairs(tested(matrix)))
}

fn p_value(p: Option<f64>) -> String {
    p.map_or_else(|| "none".to_owned(), format::p_value)
}

/// What a pair's figures allow to say.
pub fn verdict(matrix: &Matrix, at: [usize; 2], cell: &Cell) -> String {
    let x = lower(&matrix.usage[at[0]].label);
    let y = lower(&matrix.outcomes[at[1]].label);
    let is_plain = cell.p_value.is_some_and(|p| p < ALPHA);
    match cell.verdict {
        Err(reason) => no_verdict_of(reason, &x, &y),
        Ok(Verdict::Related) if cell.stands() => {
            let direction = if cell.value > 0.0 { "higher" } else { "lower" };
            match matrix.question.layer {
                Layer::Between => format!("People with more {x} tend to have {direction} {y}."),
                Layer::Within => format!(
                    "In {} with more {x} than usual, the same person has {direction} {y}.",
                    periods(matrix.period)
                ),
            }
        }
        Ok(Verdict::Related | Verdict::TooSmallToMatter) if is_plain && !cell.stands() => format!(
            "Alone it would catch the eye; one of {} may well do so by luck.",
            pairs(tested(matrix))
        ),
        Ok(Verdict::Related) => "Does not stand out among so many pairs.".to_owned(),
        Ok(Verdict::TooSmallToMatter) => format!(
            "Related, but more weakly than {}, the smallest that was set as worth caring about.",
            coefficient(matrix.question.interest.bound())
        ),
        Ok(Verdict::NoRelationOfPracticalSize) => format!(
            "Any relation is weaker than {}, the smallest that was set as worth caring about.",
            coefficient(matrix.question.interest.bound())
        ),
        Ok(Verdict::CannotTell { smallest_visible }) => format!(
            "We cannot tell: probably only a relation stronger than about {} would have shown.",
            coefficient(smallest_visible)
        ),
    }
}

/// That a pair is made from one column.
pub fn coupled(column: &str) -> String {
    format!("Both are made from “{column}”, so part of this is arithmetic.")
}

/// Why a cell is empty.
pub fn empty(matrix: &Matrix, [row, column]: [usize; 2], reason: Empty) -> String {
    match reason {
        Empty::TooFewPeople(0) => "Empty: nobody has both values.".to_owned(),
        Empty::TooFewPeople(n) => format!(
            "Empty: only {} {} both values. Numbers are shown from {SMALLEST_GROUP} people on.",
            people(n),
            if n == 1 { "has" } else { "have" },
        ),
        Empty::Undefined(reason) => format!(
            "{}.",
            undefined_of(
                reason,
                &matrix.usage[row].label,
                &matrix.outcomes[column].label
            )
        ),
    }
}

/// All of a cell in one breath, for who listens.
pub fn spoken(matrix: &Matrix, at: [usize; 2]) -> String {
    let name = pair(matrix, at);
    match matrix.cell(at[0], at[1]) {
        Some(Ok(cell)) => {
            let mut text = format!(
                "{name}: {}, {}",
                value(matrix, cell),
                if cell.stands() {
                    "stands after correction"
                } else {
                    "does not stand after correction"
                }
            );
            if cell.coupled.is_some() {
                text.push_str(", made from a common column");
            }
            text
        }
        Some(Err(reason)) => format!("{name}: {}", empty(matrix, at, *reason)),
        None => name,
    }
}

/// What is compared, as it stands on a switch.
pub fn layer(layer: Layer) -> &'static str {
    match layer {
        Layer::Between => "Comparing people",
        Layer::Within => "Same people over time",
    }
}

/// An order, as it stands in a list.
pub fn sort(sort: Sort) -> &'static str {
    match sort {
        Sort::Strength => "strongest first",
        Sort::Pattern => "alike together",
        Sort::Name => "by name",
    }
}

/// Metrics that are not shown, if any.
pub fn left_out(matrix: &Matrix) -> Option<String> {
    (matrix.left_out > 0).then(|| {
        format!(
            "{} left out: the matrix takes the first {MOST_METRICS} of each side.",
            if matrix.left_out == 1 {
                "1 metric is".to_owned()
            } else {
                format!("{} metrics are", format::integer(matrix.left_out))
            }
        )
    })
}

/// What the matrix does not show, always.
pub fn limits(matrix: &Matrix) -> Vec<String> {
    let mut limits = vec![
        "It cannot say that one thing makes another happen, however firmly a pair stands.".to_owned(),
        "The strongest of many pairs looks stronger than it is, because it was picked for its strength.".to_owned(),
        "Metrics of one side are made from the same work and lean on each other, so pairs that stand are not that many \
         separate findings."
            .to_owned(),
    ];
    limits.push(match matrix.question.layer {
        Layer::Between => {
            "It compares different people. A role with much usage and long tasks lights up here, even if no person’s \
             work differs with their usage; switch to the same people over time to see that."
                .to_owned()
        }
        Layer::Within => "It follows people over time and takes out what all share in a period. What changes in one \
             person together with usage, such as a new project, is still in it."
            .to_owned(),
    });
    limits
}

fn is_or_are(n: usize) -> &'static str {
    if n == 1 { "is" } else { "are" }
}

fn periods(period: Period) -> String {
    match period {
        Period::Span => "periods".to_owned(),
        other => format!("{}s", other.word()),
    }
}

fn pairs(n: usize) -> String {
    format::count(n, "pair", "pairs")
}

fn tested(matrix: &Matrix) -> usize {
    count(matrix, |cell| cell.p_value.is_some())
}

/// Whether a pair stands, and is shown to be too small to matter.
fn is_weak(cell: &Cell) -> bool {
    cell.stands() && cell.verdict == Ok(Verdict::TooSmallToMatter)
}

fn standing(matrix: &Matrix) -> usize {
    count(matrix, Cell::stands)
}

fn count(matrix: &Matrix, holds: impl Fn(&Cell) -> bool) -> usize {
    matrix.filled().filter(|(_, cell)| holds(cell)).count()
}
