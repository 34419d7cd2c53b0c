//! Reads a reference case (format: `tests/refcases/README.md`) and keeps account of it.
//!
//! Every key of `expected` has to be checked or left out with a reason; [`Case::complaints`] says which was not.

use goodhart::stats::Interval;
use serde_json::Value;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// A reference case, and what has been checked of it so far.
pub struct Case {
    /// Its folder's name.
    pub name: String,
    /// The statistics that it is about.
    pub methods: Vec<String>,
    /// `input.csv`; no columns when the case has none.
    pub input: Table,
    /// Options of the case, such as column names.
    pub params: Value,
    folder: PathBuf,
    expected: BTreeMap<String, Value>,
    tolerances: BTreeMap<String, Tolerance>,
    account: RefCell<Account>,
}

#[derive(Default)]
struct Account {
    covered: BTreeSet<String>,
    failures: Vec<String>,
}

/// A value passes when `|got - want| <= absolute + relative * |want|`.
#[derive(Clone, Copy)]
struct Tolerance {
    relative: f64,
    absolute: f64,
}

impl Case {
    /// Opens the case in a folder.
    pub fn open(folder: &Path) -> Self {
        let json: Value =
            serde_json::from_str(&read(folder, "expected.json").expect("the case exists"))
                .expect("expected.json is JSON");
        let mut expected = BTreeMap::new();
        flatten(&json["expected"], "", &mut expected);
        expected.retain(|key, _| !key.contains("_for_information"));
        let tolerances = json["tolerance"]
            .as_object()
            .expect("an object by name")
            .iter();
        let methods = json["methods"].as_array().expect("a list").iter();
        Self {
            name: folder
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into(),
            methods: methods
                .filter_map(|name| name.as_str().map(str::to_owned))
                .collect(),
            input: read(folder, "input.csv").map_or(Table::default(), |text| Table::parse(&text)),
            params: json["params"].clone(),
            folder: folder.to_owned(),
            expected,
            tolerances: tolerances
                .map(|(key, value)| (key.clone(), Tolerance::parse(value)))
                .collect(),
            account: RefCell::default(),
        }
    }

    /// A parameter that is text, such as a column's name.
    pub fn param(&self, name: &str) -> &str {
        let found = self.params[name].as_str();
        found.unwrap_or_else(|| panic!("{}: no parameter {name:?}", self.name))
    }

    /// The rows of the columns that the parameters call `x` and `y`.
    pub fn pairs(&self) -> (Vec<f64>, Vec<f64>) {
        self.input.pairs(self.param("x"), self.param("y"))
    }

    /// A second table of the case, such as `resamples.csv`.
    pub fn table(&self, file: &str) -> Table {
        Table::parse(&read(&self.folder, file).expect("the file exists"))
    }

    /// What the case expects at `key`; objects and arrays are addressed as `ols.slope`, `ci95.0`.
    pub fn expected(&self, key: &str) -> &Value {
        self.expected
            .get(key)
            .unwrap_or_else(|| panic!("{}: no key {key:?}", self.name))
    }

    /// Every key below `prefix` (all keys for `""`), in alphabetical order.
    pub fn keys(&self, prefix: &str) -> Vec<&str> {
        self.expected
            .keys()
            .filter(|key| matches(key, prefix))
            .map(String::as_str)
            .collect()
    }

    /// Holds `got` against the expected value at `key`; an array or an interval against `key.0`, `key.1`, …
    pub fn check(&self, key: &str, got: impl Leaves) {
        let mut leaves = Vec::new();
        got.leaves(key.to_owned(), &mut leaves);
        for (key, got) in leaves {
            let mut account = self.account.borrow_mut();
            match self.expected.get(&key) {
                None => account
                    .failures
                    .push(format!("{key}: got {got:?}, but the case has no such key")),
                Some(want) if !self.tolerance(&key).accepts(&got, want) => {
                    account
                        .failures
                        .push(format!("{key}: got {got:?}, want {want}"));
                }
                Some(_) => {}
            }
            account.covered.insert(key);
        }
    }

    /// Leaves out every key that is `pattern` or lies below it; `*` stands for any text.
    pub fn leave_out(&self, pattern: &str, reason: &str) {
        let keys: Vec<String> = self.keys(pattern).into_iter().map(str::to_owned).collect();
        if !keys.is_empty() {
            println!(
                "{}: {} values left out at {pattern:?}: {reason}",
                self.name,
                keys.len()
            );
        }
        self.account.borrow_mut().covered.extend(keys);
    }

    /// What differed, and what was forgotten.
    pub fn complaints(&self) -> Vec<String> {
        let Account { covered, failures } = &*self.account.borrow();
        let forgotten = self.expected.keys().filter(|key| !covered.contains(*key));
        let forgotten = forgotten.map(|key| format!("{key}: neither checked nor left out"));
        failures.iter().cloned().chain(forgotten).collect()
    }

    /// The tolerance with the longest name that ends the key; indices at the end of a key do not count.
    fn tolerance(&self, key: &str) -> Tolerance {
        let whole = format!(".{key}");
        let without_indices = whole.trim_end_matches(|c: char| c == '.' || c.is_ascii_digit());
        let fits = |name: &str| {
            whole.ends_with(&format!(".{name}")) || without_indices.ends_with(&format!(".{name}"))
        };
        let named = self
            .tolerances
            .iter()
            .filter(|(name, _)| fits(name))
            .max_by_key(|(name, _)| name.len());
        *named.map_or(&self.tolerances["default"], |(_, tolerance)| tolerance)
    }
}

impl Tolerance {
    fn parse(json: &Value) -> Self {
        let part = |name: &str| json[name].as_f64().unwrap_or(0.0);
        Self {
            relative: part("rel"),
            absolute: part("abs"),
        }
    }

    fn accepts(self, got: &Leaf, want: &Value) -> bool {
        match got {
            Leaf::Undefined => want.is_null(),
            Leaf::Flag(got) => want.as_bool() == Some(*got),
            Leaf::Text(got) => want.as_str() == Some(got),
            Leaf::Count(got) => want.as_f64() == Some(*got as f64),
            Leaf::Number(got) => {
                let want = want.as_f64().or_else(|| want.as_str()?.parse().ok());
                want.is_some_and(|want| {
                    // The smallest step between doubles, for results in the subnormal range.
                    let step = f64::from_bits(1);
                    got.total_cmp(&want).is_eq()
                        || (got - want).abs() <= self.absolute + self.relative * want.abs() + step
                })
            }
        }
    }
}

/// One computed value.
#[derive(Debug, Clone, PartialEq)]
pub enum Leaf {
    Number(f64),
    Count(i64),
    Flag(bool),
    Text(String),
    Undefined,
}

/// Anything that can be held against expected values.
pub trait Leaves {
    /// Adds every value with its key.
    fn leaves(self, key: String, into: &mut Vec<(String, Leaf)>);
}

macro_rules! leaf {
    ($($type:ty => |$value:ident| $leaf:expr),+ $(,)?) => {$(
        impl Leaves for $type {
            fn leaves(self, key: String, into: &mut Vec<(String, Leaf)>) {
                let $value = self;
                into.push((key, $leaf));
            }
        }
    )+};
}

leaf! {
    f64 => |value| Leaf::Number(value),
    i32 => |value| Leaf::Count(value.into()),
    i64 => |value| Leaf::Count(value),
    u32 => |value| Leaf::Count(value.into()),
    u64 => |value| Leaf::Count(i64::try_from(value).expect("counts are small")),
    usize => |value| Leaf::Count(i64::try_from(value).expect("counts are small")),
    bool => |value| Leaf::Flag(value),
    &str => |value| Leaf::Text(value.to_owned()),
}

impl<T: Leaves> Leaves for Option<T> {
    fn leaves(self, key: String, into: &mut Vec<(String, Leaf)>) {
        match self {
            Some(value) => value.leaves(key, into),
            None => into.push((key, Leaf::Undefined)),
        }
    }
}

impl<T: Leaves, E> Leaves for Result<T, E> {
    fn leaves(self, key: String, into: &mut Vec<(String, Leaf)>) {
        self.ok().leaves(key, into);
    }
}

impl Leaves for Interval {
    fn leaves(self, key: String, into: &mut Vec<(String, Leaf)>) {
        [self.low, self.high].leaves(key, into);
    }
}

impl<T: Leaves, const N: usize> Leaves for [T; N] {
    fn leaves(self, key: String, into: &mut Vec<(String, Leaf)>) {
        Vec::from(self).leaves(key, into);
    }
}

impl<T: Leaves + Clone> Leaves for &[T] {
    fn leaves(self, key: String, into: &mut Vec<(String, Leaf)>) {
        self.to_vec().leaves(key, into);
    }
}

impl<T: Leaves> Leaves for Vec<T> {
    fn leaves(self, key: String, into: &mut Vec<(String, Leaf)>) {
        for (index, value) in self.into_iter().enumerate() {
            value.leaves(format!("{key}.{index}"), into);
        }
    }
}

/// A CSV file without quotes, as text.
#[derive(Debug, Clone, Default)]
pub struct Table {
    columns: Vec<(String, Vec<String>)>,
}

impl Table {
    fn parse(text: &str) -> Self {
        let mut lines = text.lines();
        let header = lines.next().unwrap_or_default().split(',');
        let mut columns: Vec<(String, Vec<String>)> =
            header.map(|name| (name.to_owned(), Vec::new())).collect();
        for line in lines {
            for ((_, cells), cell) in columns.iter_mut().zip(line.split(',')) {
                cells.push(cell.to_owned());
            }
        }
        Self { columns }
    }

    /// Cells of a column as they stand.
    pub fn text(&self, column: &str) -> &[String] {
        let found = self.columns.iter().find(|(name, _)| name == column);
        &found.unwrap_or_else(|| panic!("no column {column:?}")).1
    }

    /// Cells of a column as numbers; `None` for whatever is no finite number.
    pub fn optional(&self, column: &str) -> Vec<Option<f64>> {
        let number = |cell: &String| cell.parse().ok().filter(|value: &f64| value.is_finite());
        self.text(column).iter().map(number).collect()
    }

    /// A column without missing values.
    pub fn numbers(&self, column: &str) -> Vec<f64> {
        self.optional(column)
            .into_iter()
            .map(|cell| cell.expect("the column is complete"))
            .collect()
    }

    /// The rows where both columns have a number.
    pub fn pairs(&self, x: &str, y: &str) -> (Vec<f64>, Vec<f64>) {
        self.optional(x)
            .into_iter()
            .zip(self.optional(y))
            .filter_map(|(x, y)| x.zip(y))
            .unzip()
    }

    /// The rows whose cell in `column` is `value`.
    pub fn only(&self, column: &str, value: &str) -> Self {
        let keep: Vec<bool> = self.text(column).iter().map(|cell| cell == value).collect();
        let kept = |cells: &[String]| {
            cells
                .iter()
                .zip(&keep)
                .filter(|(_, keep)| **keep)
                .map(|(c, _)| c.clone())
                .collect()
        };
        Self {
            columns: self
                .columns
                .iter()
                .map(|(name, cells)| (name.clone(), kept(cells)))
                .collect(),
        }
    }

    /// The distinct values of a column, in the order of their first row.
    pub fn distinct(&self, column: &str) -> Vec<String> {
        let mut seen = BTreeSet::new();
        self.text(column)
            .iter()
            .filter(|cell| seen.insert(*cell))
            .cloned()
            .collect()
    }

    /// Every row as indices, for a table of indices only.
    pub fn indices(&self) -> Vec<Vec<usize>> {
        let index = |cell: &String| cell.parse().expect("an index");
        let row = |row: usize| {
            self.columns
                .iter()
                .map(|(_, cells)| index(&cells[row]))
                .collect()
        };
        (0..self.height()).map(row).collect()
    }

    /// Number of rows.
    pub fn height(&self) -> usize {
        self.columns.first().map_or(0, |(_, cells)| cells.len())
    }
}

fn read(folder: &Path, file: &str) -> Option<String> {
    std::fs::read_to_string(folder.join(file)).ok()
}

fn flatten(value: &Value, key: &str, into: &mut BTreeMap<String, Value>) {
    let below = |part: &str| {
        if key.is_empty() {
            part.to_owned()
        } else {
            format!("{key}.{part}")
        }
    };
    match value {
        Value::Object(parts) => parts
            .iter()
            .for_each(|(part, value)| flatten(value, &below(part), into)),
        Value::Array(parts) => {
            parts
                .iter()
                .enumerate()
                .for_each(|(index, value)| flatten(value, &below(&index.to_string()), into));
        }
        leaf => {
            into.insert(key.to_owned(), leaf.clone());
        }
    }
}

/// Whether `key` is `pattern` or lies below it; `*` stands for any text.
fn matches(key: &str, pattern: &str) -> bool {
    match pattern.split_once('*') {
        _ if pattern.is_empty() => true,
        None => key
            .strip_prefix(pattern)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('.')),
        Some((before, after)) => key.strip_prefix(before).is_some_and(|rest| {
            (0..=rest.len())
                .filter(|&at| rest.is_char_boundary(at))
                .any(|at| matches(&rest[at..], after))
        }),
    }
}
