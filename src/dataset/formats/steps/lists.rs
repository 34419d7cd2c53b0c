//! Cells that hold a list or a dictionary.

use crate::table::{Column, json};

use super::super::Names;
use super::super::work::Work;

/// A cell that lists more keys than this would make more measures than anyone can read.
const MOST_KEYS: usize = 60;

/// Replaces a column by one measure per key that its cells name.
pub fn spread(
    work: &mut Work,
    column: Names,
    label: &str,
    read: &dyn Fn(&str) -> Vec<(String, f64)>,
) -> Option<()> {
    let at = work.find(column)?;
    let source = &work.slots[at].column;
    let rows: Vec<Vec<(String, f64)>> = (0..source.len())
        .map(|row| read(&source.text(row)))
        .collect();
    let mut sums: Vec<(&str, f64)> = Vec::new();
    for (name, value) in rows.iter().flatten() {
        match sums.binary_search_by(|(found, _)| (*found).cmp(name)) {
            Ok(at) => sums[at].1 += value,
            Err(at) => sums.insert(at, (name, *value)),
        }
    }
    // The largest are kept where there are too many.
    while sums.len() > MOST_KEYS {
        let least = sums
            .iter()
            .map(|(_, sum)| *sum)
            .fold(f64::INFINITY, f64::min);
        sums.remove(sums.iter().position(|(_, sum)| *sum <= least).unwrap_or(0));
    }
    let made: Vec<Column> = sums
        .iter()
        .map(|(name, _)| {
            let value = |row: &Vec<(String, f64)>| {
                let mut values = row
                    .iter()
                    .filter(|(found, _)| found == name)
                    .map(|(_, value)| value);
                values.next().map(|first| first + values.sum::<f64>())
            };
            Column::of_numbers(&format!("{label}: {name}"), &mut rows.iter().map(value))
        })
        .collect();
    work.replace_by(at, made);
    Some(())
}

/// The pairs of `{'gpt-4o': 25, "other": 3}`, as Python and JSON write them.
pub fn pairs(cell: &str) -> Vec<(String, f64)> {
    let inside = cell
        .trim()
        .strip_prefix('{')
        .and_then(|rest| rest.strip_suffix('}'));
    let mut rest = inside.unwrap_or("").trim_start();
    let mut pairs = Vec::new();
    while let Some(quote @ ('\'' | '"')) = rest.chars().next() {
        let Some((name, after)) = rest[1..].split_once(quote) else {
            break;
        };
        let Some(value) = after.trim_start().strip_prefix(':') else {
            break;
        };
        let end = value.find(',').unwrap_or(value.len());
        if let Ok(number) = value[..end].trim().parse::<f64>()
            && number.is_finite()
        {
            pairs.push((name.to_owned(), number));
        }
        rest = value[end..].trim_start_matches([',', ' ', '\n']);
    }
    pairs
}

/// Key and value of every object of a list.
pub fn keyed(cell: &str, by: &str, value: &str) -> Vec<(String, f64)> {
    let objects = json::elements(cell).unwrap_or_default();
    let pair = |object: &str| {
        let name = json::at_path(object, by)?;
        let number: f64 = json::at_path(object, value)?.parse().ok()?;
        Some((name, number))
    };
    objects
        .iter()
        .filter_map(|object| pair(object.get()))
        .collect()
}

/// Σ of a value over a list of objects, times a factor; missing where no object has it.
pub fn sum(cell: &str, path: &str, factor: f64) -> Option<f64> {
    let values = list_values(cell, path);
    let mut numbers = values.iter().filter_map(|text| text.parse::<f64>().ok());
    let first = numbers.next()?;
    Some((first + numbers.sum::<f64>()) * factor)
}

/// How many different values a list of objects has; missing where there is no list.
pub fn count_different(cell: &str, path: &str) -> Option<f64> {
    let values = list_values(cell, path);
    let is_first = |at: usize| !values[..at].contains(&values[at]);
    let different = (0..values.len()).filter(|at| is_first(*at)).count();
    (!cell.is_empty()).then_some(different as f64)
}

/// 1 where an object of a list has the value, else 0.
pub fn has(cell: &str, path: &str, wanted: &str) -> f64 {
    let values = list_values(cell, path);
    f64::from(u8::from(
        values
            .iter()
            .any(|value| value.eq_ignore_ascii_case(wanted)),
    ))
}

/// The first of the dates in a list of objects; ISO dates sort as texts.
pub fn earliest(cell: &str, path: &str) -> String {
    list_values(cell, path)
        .into_iter()
        .min()
        .unwrap_or_default()
}

/// The value at a path of an object; empty where it is not.
pub fn pick(cell: &str, path: &str) -> String {
    json::at_path(cell, path).unwrap_or_default()
}

/// The values at a path of every object of a list, without the missing ones.
fn list_values(cell: &str, path: &str) -> Vec<String> {
    let objects = json::elements(cell).unwrap_or_default();
    objects
        .iter()
        .filter_map(|object| json::at_path(object.get(), path))
        .filter(|text| !text.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_of_pairs_are_read_as_python_and_json_write_them() {
        let want = vec![("gpt-4o".to_owned(), 25.0), ("o'3".to_owned(), 1.5)];
        assert_eq!(pairs(r#"{'gpt-4o': 25, "o'3": 1.5}"#), want);
        assert_eq!(pairs(r#"{"gpt-4o":25,"o'3":1.5}"#), want);
        assert_eq!(pairs("{}"), Vec::new());
        assert_eq!(pairs("{'a': None, 'b': 2}"), vec![("b".to_owned(), 2.0)]);
        assert_eq!(pairs("nonsense"), Vec::new());
        assert_eq!(pairs("{'a"), Vec::new());
    }
}
