//! The import rules of ARCHITECTURE.md, held against the source.
//!
//! When this fails, a module has begun to know something it should not:
//! the next person can no longer change one room without walking through the others.

#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Every module of `src/`, and what it may import of ours.
const RULES: &[(&str, &[&str])] = &[
    ("stats", &[]),
    ("notice", &[]),
    ("format", &[]),
    ("sample", &[]),
    ("table", &["notice"]),
    ("dataset", &["table", "notice"]),
    ("metrics", &["dataset"]),
    ("address", &["metrics", "dataset"]),
    (
        "analysis",
        &["metrics", "dataset", "stats", "notice", "format"],
    ),
    ("chart", &["analysis", "metrics", "format"]),
    (
        "engine",
        &[
            "analysis", "metrics", "dataset", "table", "stats", "sample", "notice", "format",
        ],
    ),
    (
        "report",
        &[
            "engine", "analysis", "metrics", "dataset", "chart", "stats", "notice", "format",
        ],
    ),
    ("worker", &["engine", "report", "notice"]),
    (
        "page",
        &[
            "worker", "engine", "report", "analysis", "metrics", "dataset", "chart", "stats",
            "notice", "format", "address",
        ],
    ),
    ("bin", &["page", "worker"]),
    ("main", &["page", "worker"]),
    ("lib", &[]),
];

/// Crates that only the browser shell may name.
const BROWSER_CRATES: &[&str] = &[
    "leptos",
    "web_sys",
    "js_sys",
    "wasm_bindgen",
    "plotters_canvas",
    "wasm_bindgen_futures",
    "wasm_split_helpers",
];
const SHELL: &[&str] = &["page", "worker", "bin", "main"];

#[test]
fn no_module_knows_one_that_comes_after_it() {
    let mut broken = Vec::new();
    for file in sources(Path::new("src")) {
        let module = module_of(&file);
        let allowed = allowed(&module);
        for imported in imports(&file) {
            if imported != module && !allowed.contains(imported.as_str()) {
                broken.push(format!(
                    "{} imports `{imported}`, which `{module}` may not",
                    file.display()
                ));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn the_core_names_no_browser_crate() {
    let mut broken = Vec::new();
    for file in sources(Path::new("src")) {
        if SHELL.contains(&module_of(&file).as_str()) {
            continue;
        }
        let text = code(&file);
        for name in BROWSER_CRATES {
            if text.contains(&format!("{name}::")) {
                broken.push(format!("{} names `{name}`", file.display()));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn the_test_sees_an_import_that_breaks_the_rules() {
    let found = names_after(
        "use crate::page::State;\n let x = crate::engine::Engine::new();",
        "crate::",
    );
    assert_eq!(found, ["engine", "page"].map(str::to_owned).into());
    assert!(!allowed("stats").contains("engine"));
}

fn allowed(module: &str) -> BTreeSet<&'static str> {
    let rule = RULES.iter().find(|(name, _)| *name == module);
    let (_, may) = rule.unwrap_or_else(|| {
        panic!("`{module}` has no line in the table: add one, here and in ARCHITECTURE.md")
    });
    may.iter().copied().collect()
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// `src/stats/special.rs` belongs to `stats`, `src/format.rs` to `format`.
fn module_of(file: &Path) -> String {
    let inside = file.strip_prefix("src").unwrap();
    let first = inside
        .components()
        .next()
        .unwrap()
        .as_os_str()
        .to_str()
        .unwrap();
    first.trim_end_matches(".rs").to_owned()
}

fn imports(file: &Path) -> BTreeSet<String> {
    let text = code(file);
    let mut names = names_after(&text, "crate::");
    names.extend(names_after(&text, "goodhart::"));
    names
}

/// The source without comments, so that a link in the documentation is not taken for an import.
fn code(file: &Path) -> String {
    let text = std::fs::read_to_string(file).unwrap();
    text.lines()
        .map(|line| line.split("//").next().unwrap_or(""))
        .collect::<Vec<_>>()
        .join("\n")
}

fn names_after(text: &str, prefix: &str) -> BTreeSet<String> {
    let rest = text.split(prefix).skip(1);
    rest.map(|rest| {
        rest.chars()
            .take_while(|letter| letter.is_alphanumeric() || *letter == '_')
            .collect()
    })
    .filter(|name: &String| !name.is_empty())
    .collect()
}
