//! From sources to a folder of plain files with names that change with their content.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Instant;

use anyhow::{Context, anyhow};
use sha2::{Digest, Sha256};
use walkdir::WalkDir;

use crate::program::{self, Program, Role};
use crate::{offline, pack, page, weight};

/// Where everything is.
pub struct Paths {
    /// The project's folder.
    pub project: PathBuf,
    /// Where the site goes.
    pub out: PathBuf,
    /// The wasm-opt program.
    pub wasm_opt: PathBuf,
}

/// What a build depends on, from the project's folder.
const SOURCES: [&str; 7] = [
    ".cargo/config.toml",
    "Cargo.toml",
    "Cargo.lock",
    "index.html",
    "docs/sample",
    "src",
    "style",
];

/// Builds the site, unless it stands already and nothing has changed since.
pub fn run(paths: &Paths) -> anyhow::Result<()> {
    let started = Instant::now();
    let stamp_file = paths.project.join("target/site.stamp");
    let stamp = fingerprint(&paths.project)?;
    let built = fs::read_to_string(&stamp_file).is_ok_and(|last| last == stamp);
    if built && paths.out.join("index.html").is_file() {
        println!(
            "site: nothing has changed, {} is up to date",
            paths.out.display()
        );
        return Ok(());
    }
    let staging = paths.project.join("target/site");
    let _ = fs::remove_dir_all(&staging);
    fs::create_dir_all(&staging)?;
    let site = Site { folder: &staging };
    println!("site: compiling the page and the worker (a few minutes the first time)");
    let (page, worker) = programs(paths)?;
    let programs = page::Programs {
        page: added(&site, Role::Page, &page)?,
        worker: added(&site, Role::Worker, &worker)?,
    };
    println!(
        "site: compiled after {} s; making the files",
        started.elapsed().as_secs()
    );
    let page = page::page(&paths.project, &site, &programs)?;
    offline::finish(&paths.project, &site, &page)?;
    pack::beside(&staging)?;
    let _ = fs::remove_dir_all(&paths.out);
    fs::rename(&staging, &paths.out).context("the site cannot be moved to its place")?;
    fs::write(stamp_file, stamp)?;
    weight::report(&paths.out)?;
    println!("site: done after {} s", started.elapsed().as_secs());
    Ok(())
}

/// A hash over the names and contents of all sources, and of this tool.
fn fingerprint(project: &Path) -> anyhow::Result<String> {
    let mut hash = Sha256::new();
    hash.update(fs::read(std::env::current_exe()?)?);
    for source in SOURCES {
        for entry in WalkDir::new(project.join(source)).sort_by_file_name() {
            let entry = entry?;
            if entry.file_type().is_file() {
                hash.update(entry.path().to_string_lossy().as_bytes());
                hash.update(fs::read(entry.path())?);
            }
        }
    }
    Ok(hex(&hash.finalize()))
}

/// Both programs. The page is finished beside the compiler, which has one core busy with the worker most of the time.
fn programs(paths: &Paths) -> anyhow::Result<(Program, Program)> {
    let page = program::compile(paths, Role::Page)?;
    at_once(
        || program::finish(paths, &page),
        || program::finish(paths, &program::compile(paths, Role::Worker)?),
    )
}

/// Does two things at the same time.
pub fn at_once<A: Send, B>(
    one: impl FnOnce() -> anyhow::Result<A> + Send,
    other: impl FnOnce() -> anyhow::Result<B>,
) -> anyhow::Result<(A, B)> {
    thread::scope(|scope| {
        let one = scope.spawn(one);
        let other = other()?;
        let one = one.join().map_err(|_| anyhow!("a thread died"))?;
        Ok((one?, other))
    })
}

fn added(site: &Site, role: Role, program: &Program) -> anyhow::Result<page::Program> {
    let later = program.later.as_ref();
    Ok(page::Program {
        js: site.add(&format!("{}.js", role.name()), &program.js)?,
        wasm: site.add(&format!("{}.wasm", role.name()), &program.wasm)?,
        later: later
            .map(|later| site.add("later.wasm", later))
            .transpose()?,
    })
}

/// The site while it is made.
pub struct Site<'a> {
    folder: &'a Path,
}

impl Site<'_> {
    /// Adds a file and gives the name under which it can be cached for ever.
    pub fn add(&self, name: &str, content: &[u8]) -> anyhow::Result<String> {
        let (stem, extension) = name.rsplit_once('.').context("a file has an extension")?;
        let name = format!("{stem}-{}.{extension}", short_hash(content));
        self.keep(&name, content)?;
        Ok(name)
    }

    /// Adds a file under a name that stays.
    pub fn keep(&self, name: &str, content: &[u8]) -> anyhow::Result<()> {
        Ok(fs::write(self.folder.join(name), content)?)
    }

    /// The names of all files so far, in order, with their contents.
    pub fn files(&self) -> anyhow::Result<Vec<(String, Vec<u8>)>> {
        let mut files = Vec::new();
        for entry in WalkDir::new(self.folder).sort_by_file_name() {
            let entry = entry?;
            if entry.file_type().is_file() {
                let name = entry.file_name().to_string_lossy().into_owned();
                files.push((name, fs::read(entry.path())?));
            }
        }
        Ok(files)
    }
}

/// The part of a hash that stands in a file's name.
pub fn short_hash(content: &[u8]) -> String {
    hex(&Sha256::digest(content)[..8])
}

fn hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits
        .filter_map(|digit| char::from_digit(digit.into(), 16))
        .collect()
}
