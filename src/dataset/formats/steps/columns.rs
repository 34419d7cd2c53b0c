//! Columns that are made of other columns.

use std::borrow::Cow;

use crate::notice::{Kind, Notice};
use crate::table::number::{Decimal, is_missing};
use crate::table::{Column, Numbers};

use super::super::work::Work;
use super::super::{Names, When};

/// Rewrites every cell of a column.
pub fn rewrite(work: &mut Work, column: Names, change: &dyn Fn(&str) -> String) -> Option<()> {
    let at = work.find(column)?;
    let column = &work.slots[at].column;
    let made = column.rewritten(&column.header, change);
    work.replace(at, made);
    Some(())
}

/// Empties the cells that say in words that there is no value.
pub fn blank(work: &mut Work, column: Names, words: &'static [&'static str]) -> Option<()> {
    rewrite(work, column, &|text| {
        if When::Is(words).holds(text) {
            String::new()
        } else {
            text.to_owned()
        }
    })
}

/// Adds a number that each cell of a column makes.
pub fn per_cell(
    work: &mut Work,
    column: Names,
    header: &str,
    number: &dyn Fn(&str) -> Option<f64>,
) -> Option<()> {
    let source = work.column(column)?;
    let (made, from) = (source.counted(header, number), source.header.clone());
    work.add(made, &from);
    Some(())
}

/// Adds a text that each cell of a column makes.
pub fn text_per_cell(
    work: &mut Work,
    column: Names,
    header: &str,
    text: &dyn Fn(&str) -> String,
) -> Option<()> {
    let source = work.column(column)?;
    let (made, from) = (source.rewritten(header, text), source.header.clone());
    work.add(made, &from);
    Some(())
}

/// One measure per unit, in place of amounts in several.
pub fn split_units(work: &mut Work, quantity: Names, unit: Names) -> Option<()> {
    let at = work.find(quantity)?;
    let units = work.column(unit)?;
    let source = &work.slots[at].column;
    let numbers = source.as_numbers();
    let units = units.categories();
    let of_code: Vec<String> = units
        .texts
        .iter()
        .map(|text| text.trim().to_lowercase())
        .collect();
    // A text that only rows set aside had is no unit of what is left.
    let mut is_used = vec![false; of_code.len()];
    for code in &units.of_row {
        is_used[*code as usize] = true;
    }
    let used = of_code.iter().zip(is_used).filter(|(_, is_used)| *is_used);
    let mut names: Vec<&String> = Vec::new();
    for name in used.map(|(name, _)| name).filter(|name| !is_missing(name)) {
        if let Err(at) = names.binary_search(&name) {
            names.insert(at, name);
        }
    }
    let made: Vec<Column> = names
        .iter()
        .map(|name| {
            let of_unit = |row: usize| {
                let unit = &of_code[units.of_row[row] as usize];
                numbers.get(row).filter(|_| unit == *name)
            };
            Column::of_numbers(name, &mut (0..work.rows.len()).map(of_unit))
        })
        .collect();
    let from = source.header.clone();
    if names.len() > 1 {
        let words: Vec<String> = names.iter().map(|name| (*name).clone()).collect();
        let kind = Kind::UnitsSplit(from.clone(), words.join(", "));
        work.notices.push(Notice::about(&work.file, kind));
    }
    drop(numbers);
    work.replace_by(at, made);
    Some(())
}

/// A column in another unit, in its own place.
pub fn scale(work: &mut Work, column: Names, factor: f64, header: &str) -> Option<()> {
    let at = work.find(column)?;
    let numbers = work.slots[at].column.as_numbers();
    let mut values = (0..work.rows.len()).map(|row| Some(numbers.get(row)? * factor));
    let made = Column::of_numbers(header, &mut values);
    drop(numbers);
    work.replace(at, made);
    Some(())
}

/// Σ of columns less Σ of others.
pub fn add(work: &mut Work, plus: &[Names], minus: &[Names], header: &str) -> Option<()> {
    let columns = |names: &[Names]| -> Vec<Column> {
        names
            .iter()
            .filter_map(|names| work.column(names).cloned())
            .collect()
    };
    let (plus, minus) = (columns(plus), columns(minus));
    let from = plus.first()?.header.clone();
    let numbers =
        |columns: &[Column]| -> Vec<Numbers> { columns.iter().map(Column::as_numbers).collect() };
    let (plus, minus) = (numbers(&plus), numbers(&minus));
    let sum = |columns: &[Numbers], row: usize| {
        let values = columns.iter().filter_map(|numbers| numbers.get(row));
        values.fold(None, |sum: Option<f64>, value| {
            Some(sum.unwrap_or(0.0) + value)
        })
    };
    let rows = work.rows.len();
    let values: Vec<Option<f64>> = (0..rows)
        .map(|row| Some(sum(&plus, row)? - sum(&minus, row).unwrap_or(0.0)))
        .collect();
    work.add(Column::of_numbers(header, &mut values.into_iter()), &from);
    Some(())
}

/// Hours from one moment to another; missing where the second comes first.
pub fn hours(work: &mut Work, from: Names, to: Names, header: &str) -> Option<()> {
    let (start, end) = (work.column(from)?, work.column(to)?);
    let made_of = end.header.clone();
    let (start, end) = (start.as_dates(), end.as_dates());
    let mut hours = (0..work.rows.len()).map(|row| {
        let seconds = end.seconds(row)? - start.seconds(row)?;
        (seconds >= 0).then_some(seconds as f64 / 3600.0)
    });
    let made = Column::of_numbers(header, &mut hours);
    work.add(made, &made_of);
    Some(())
}

/// 1 where a condition holds, 0 where not, missing where the cell is.
pub fn flag(cell: &str, when: When) -> Option<f64> {
    (!is_missing(cell)).then(|| f64::from(u8::from(when.holds(cell))))
}

/// 1 where the first flag is set and the other is not.
pub fn only_first(work: &mut Work, set: Names, unset: Names, header: &str) -> Option<()> {
    let (set, unset) = (work.column(set)?, work.column(unset)?);
    let made_of = set.header.clone();
    let (set, unset) = (set.as_numbers(), unset.as_numbers());
    let mut flags = (0..work.rows.len()).map(|row| {
        let is_first = set.get(row)? > 0.0 && unset.get(row).is_none_or(|other| other == 0.0);
        Some(f64::from(u8::from(is_first)))
    });
    let made = Column::of_numbers(header, &mut flags);
    work.add(made, &made_of);
    Some(())
}

/// 1 for a good answer and 0 for a bad one.
pub fn satisfied(cell: &str) -> Option<f64> {
    let text = cell.trim();
    if let Ok(score) = text.parse::<f64>() {
        return (1.0..=5.0)
            .contains(&score)
            .then(|| f64::from(u8::from(score >= 4.0)));
    }
    let words = text.to_lowercase();
    if words.starts_with("good") || words.starts_with("satisfied") {
        Some(1.0)
    } else if words.starts_with("bad") || words.starts_with("dissatisfied") {
        Some(0.0)
    } else {
        None
    }
}

/// 1 in every row.
pub fn ones(work: &mut Work, header: &str) {
    let made = Column::of_numbers(header, &mut (0..work.rows.len()).map(|_| Some(1.0)));
    work.add(made, "every row");
}

/// A person column with the file's name up to its first point.
pub fn person_from_file(work: &mut Work) -> Option<()> {
    let name = work.file.rsplit(['/', '\\']).next()?;
    let id = name.split('.').next()?.to_owned();
    let mut ids = (0..work.rows.len()).map(|_| Cow::Borrowed(id.as_str()));
    let made = Column::of_texts("person", &mut ids, Decimal::Point);
    work.add(made, "the file’s name");
    Some(())
}

/// `d-9067642ac7.<uuid>` without its directory.
pub fn without_directory(text: &str) -> String {
    match text.split_once('.') {
        Some((directory, id)) if directory.starts_with("d-") => id.to_owned(),
        _ => text.to_owned(),
    }
}

/// A text up to a mark.
pub fn up_to(text: &str, mark: char) -> String {
    text.split(mark).next().unwrap_or(text).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn satisfaction_is_read_from_words_and_from_scores() {
        assert_eq!(satisfied("Good"), Some(1.0));
        assert_eq!(satisfied("Bad with comment"), Some(0.0));
        assert_eq!(satisfied("4"), Some(1.0));
        assert_eq!(satisfied("3"), Some(0.0));
        assert_eq!(satisfied("Offered"), None);
        assert_eq!(satisfied("87"), None);
    }
}
