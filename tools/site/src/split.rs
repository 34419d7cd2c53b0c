//! The page's program in two files: what a first visit waits for, and the later part.
//!
//! The package marks where it may be split (`src/page/later.rs`). What only the marked function reaches is taken out of
//! the linked program into a file of its own, which shares memory and function table with the first.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{anyhow, bail, ensure};
use wasm_split_cli_support::{Options, transform};

/// The module that the first part asks for the later one. It is no file: see [`link`].
const LOADER: &str = "./later.js";

/// The two parts.
pub struct Parts {
    pub first: PathBuf,
    pub later: PathBuf,
}

/// Splits a linked program. The first part still needs its JavaScript side.
pub fn split(linked: &Path, folder: &Path) -> anyhow::Result<Parts> {
    let program = fs::read(linked)?;
    let first = folder.join("first.wasm");
    let mut options = Options::new(&program);
    options.output_dir = folder;
    options.main_out_path = &first;
    options.link_name = LOADER;
    let split =
        transform(options).map_err(|error| anyhow!("the page cannot be split: {error:#}"))?;
    let Ok([later]) = <[PathBuf; 1]>::try_from(split.split_modules) else {
        bail!("the page has not exactly one later part");
    };
    Ok(Parts { first, later })
}

/// The script of the first part with `loader` in place of the module that it would import.
///
/// As a module, that would have to import the script in turn, and neither could be named after its content.
pub fn link(script: &str, loader: &str) -> anyhow::Result<String> {
    let import = format!("import * as import1 from \"{LOADER}\"\n");
    ensure!(
        script.matches(&import).count() == 1,
        "wasm-bindgen's script does not ask for the later part as expected"
    );
    Ok(script.replace(&import, &format!("{loader}const import1 = later;\n")))
}

#[cfg(test)]
mod tests {
    use super::link;

    #[test]
    fn the_loader_takes_the_place_of_the_import() {
        let script = "import * as import1 from \"./later.js\"\nuse(import1);\n";
        let linked = link(script, "const later = {};\n").expect("the import is there");
        assert_eq!(
            linked,
            "const later = {};\nconst import1 = later;\nuse(import1);\n"
        );
    }

    #[test]
    fn a_script_that_asks_in_another_way_is_not_published() {
        assert!(link("import * as import2 from \"./later.js\"\n", "").is_err());
        assert!(link("", "").is_err());
    }
}
