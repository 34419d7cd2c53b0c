//! From the package to the two programs of the site: the page, and the worker behind it.
//!
//! Each is a binary of its own of one library, so that whoever opens the site waits for the page alone: the statistics
//! follow while they read. Trunk compiles both into one program.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, ensure};
use wasm_bindgen_cli_support::Bindgen;

use crate::build::{Paths, at_once};
use crate::split;

/// What LLVM may use and wasm-opt has to be told of.
const FEATURES: [&str; 7] = [
    "--enable-bulk-memory",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
    "--enable-simd",
    "--enable-multivalue",
];

/// Which of the two programs.
#[derive(Clone, Copy)]
pub enum Role {
    /// What a person sees; small comes first.
    Page,
    /// What computes; fast comes first.
    Worker,
}

impl Role {
    /// The name of its binary and of its files.
    pub fn name(self) -> &'static str {
        match self {
            Role::Page => "page",
            Role::Worker => "worker",
        }
    }

    fn wasm_opt(self) -> &'static [&'static str] {
        match self {
            // `-Oz` takes half as long again for a file that is no smaller once it is compressed.
            Role::Page => &["-Os"],
            Role::Worker => &["-O1"],
        }
    }
}

/// A program's files.
pub struct Program {
    pub js: Vec<u8>,
    pub wasm: Vec<u8>,
    /// The part of the page that comes later.
    pub later: Option<Vec<u8>>,
}

/// A program as the compiler leaves it, and a folder of its own for what is made of it.
pub struct Compiled {
    role: Role,
    wasm: PathBuf,
    folder: PathBuf,
}

/// Compiles a program.
pub fn compile(paths: &Paths, role: Role) -> anyhow::Result<Compiled> {
    // How, says the alias of that name in `.cargo/config.toml`.
    let mut cargo = Command::new("cargo");
    cargo.arg(role.name()).current_dir(&paths.project);
    let status = cargo.status().context("cargo cannot be started")?;
    ensure!(status.success(), "the {} does not compile", role.name());
    let target = std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| paths.project.join("target"), PathBuf::from);
    let folder = target.join("bound").join(role.name());
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder)?;
    let wasm = format!("wasm32-unknown-unknown/release/{}.wasm", role.name());
    Ok(Compiled {
        role,
        wasm: target.join(wasm),
        folder,
    })
}

/// Gives a program its JavaScript side, and makes it smaller.
pub fn finish(paths: &Paths, compiled: &Compiled) -> anyhow::Result<Program> {
    let Compiled { role, wasm, folder } = compiled;
    match role {
        Role::Page => {
            let parts = split::split(wasm, folder)?;
            let (later, mut program) = at_once(
                || shrunk(paths, *role, &parts.later),
                || bind(paths, *role, &parts.first, folder),
            )?;
            let loader = fs::read_to_string(paths.project.join("src/later.js"))?;
            program.js = split::link(&String::from_utf8(program.js)?, &loader)?.into();
            program.later = Some(later);
            Ok(program)
        }
        Role::Worker => bind(paths, *role, wasm, folder),
    }
}

fn bind(paths: &Paths, role: Role, compiled: &Path, folder: &Path) -> anyhow::Result<Program> {
    Bindgen::new()
        .input_path(compiled)
        .out_name(role.name())
        .web(true)?
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .omit_default_module_path(true)
        // A later part calls the first through its table.
        .keep_lld_exports(matches!(role, Role::Page))
        .generate(folder)?;
    Ok(Program {
        js: fs::read(folder.join(format!("{}.js", role.name())))?,
        wasm: shrunk(
            paths,
            role,
            &folder.join(format!("{}_bg.wasm", role.name())),
        )?,
        later: None,
    })
}

/// A file of WebAssembly, made smaller or faster as its program needs it.
fn shrunk(paths: &Paths, role: Role, wasm: &Path) -> anyhow::Result<Vec<u8>> {
    let status = Command::new(&paths.wasm_opt)
        .args(FEATURES)
        .args(role.wasm_opt())
        .arg(wasm)
        .arg("-o")
        .arg(wasm)
        .status()
        .with_context(|| format!("{} cannot be started", paths.wasm_opt.display()))?;
    ensure!(status.success(), "wasm-opt failed");
    Ok(fs::read(wasm)?)
}
