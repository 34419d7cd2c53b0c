//! From the package to the two programs of the site: the page, and the worker behind it.
//!
//! They are the same sources, each compiled with one of the package's two features, so that whoever opens the site
//! waits for the page alone: the statistics follow while they read. Trunk compiles both into one program.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, ensure};
use wasm_bindgen_cli_support::Bindgen;

use crate::build::Paths;

/// The name of the package and of its binary.
const PACKAGE: &str = "goodhart";

/// What LLVM may use and wasm-opt has to be told of.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
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
    /// The name of its files.
    pub fn name(self) -> &'static str {
        match self {
            Role::Page => "page",
            Role::Worker => "worker",
        }
    }

    fn feature(self) -> &'static str {
        self.name()
    }

    /// How the package itself is compiled. Its dependencies are compiled once for both, as Cargo.toml says.
    fn opt_level(self) -> &'static str {
        match self {
            Role::Page => "z",
            Role::Worker => "s",
        }
    }

    fn wasm_opt(self) -> &'static [&'static str] {
        match self {
            Role::Page => &["-Oz", "--converge"],
            Role::Worker => &["-O2"],
        }
    }
}

/// A program's two files.
pub struct Program {
    pub js: Vec<u8>,
    pub wasm: Vec<u8>,
}

/// Compiles a program, gives it its JavaScript side, and makes it smaller.
pub fn build(paths: &Paths, role: Role) -> anyhow::Result<Program> {
    let status = Command::new("cargo")
        .args(["build", "--release", "--locked", "--bin", PACKAGE])
        .args(["--target", "wasm32-unknown-unknown"])
        .args(["--no-default-features", "--features", role.feature()])
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", role.opt_level())
        .current_dir(&paths.project)
        .status()
        .context("cargo cannot be started")?;
    ensure!(status.success(), "the {} does not compile", role.name());
    bind(paths, role)
}

fn bind(paths: &Paths, role: Role) -> anyhow::Result<Program> {
    let target = std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| paths.project.join("target"), PathBuf::from);
    let compiled = target.join(format!("wasm32-unknown-unknown/release/{PACKAGE}.wasm"));
    let bound = target.join("bound");
    let _ = fs::remove_dir_all(&bound);
    Bindgen::new()
        .input_path(compiled)
        .out_name(role.name())
        .web(true)?
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .omit_default_module_path(true)
        .generate(&bound)?;
    let wasm = bound.join(format!("{}_bg.wasm", role.name()));
    let status = Command::new(&paths.wasm_opt)
        .args(FEATURES)
        .args(role.wasm_opt())
        .arg(&wasm)
        .arg("-o")
        .arg(&wasm)
        .status()
        .with_context(|| format!("{} cannot be started", paths.wasm_opt.display()))?;
    ensure!(status.success(), "wasm-opt failed");
    Ok(Program {
        js: fs::read(bound.join(format!("{}.js", role.name())))?,
        wasm: fs::read(wasm)?,
    })
}
