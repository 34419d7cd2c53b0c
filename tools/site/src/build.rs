//! From sources to a folder of plain files with names that change with their content.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, bail, ensure};
use flate2::{Compression, write::GzEncoder};
use lol_html::html_content::ContentType;
use lol_html::{RewriteStrSettings, element, rewrite_str};
use sha2::{Digest, Sha256};
use walkdir::WalkDir;
use wasm_bindgen_cli_support::Bindgen;

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
const SOURCES: [&str; 6] = [
    "Cargo.toml",
    "Cargo.lock",
    "index.html",
    "docs/sample",
    "src",
    "style",
];

/// The name of the program, of its package and of its files.
const PROGRAM: &str = "goodhart";

/// What LLVM may use and wasm-opt has to be told of.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
    "--enable-multivalue",
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
    println!("site: compiling the program (2 to 4 minutes the first time)");
    compile(&paths.project)?;
    println!(
        "site: compiled after {} s; making the files",
        started.elapsed().as_secs()
    );
    let (js, wasm) = bind(paths)?;
    let staging = paths.project.join("target/site");
    let _ = fs::remove_dir_all(&staging);
    fs::create_dir_all(&staging)?;
    let site = Site { staging: &staging };
    let program = Program {
        js: site.add(&format!("{PROGRAM}.js"), &js)?,
        wasm: site.add(&format!("{PROGRAM}.wasm"), &wasm)?,
    };
    let page = page(paths, &site, &program)?;
    fs::write(staging.join("index.html"), page)?;
    let _ = fs::remove_dir_all(&paths.out);
    fs::rename(&staging, &paths.out).context("the site cannot be moved to its place")?;
    fs::write(stamp_file, stamp)?;
    report(&paths.out)?;
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

fn compile(project: &Path) -> anyhow::Result<()> {
    let status = Command::new("cargo")
        .args(["build", "--release", "--locked", "--bin", PROGRAM])
        .args(["--target", "wasm32-unknown-unknown"])
        .current_dir(project)
        .status()
        .context("cargo cannot be started")?;
    ensure!(status.success(), "the program does not compile");
    Ok(())
}

/// The program's JavaScript side, and the program made smaller.
fn bind(paths: &Paths) -> anyhow::Result<(Vec<u8>, Vec<u8>)> {
    let target = std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| paths.project.join("target"), PathBuf::from);
    let compiled = target.join(format!("wasm32-unknown-unknown/release/{PROGRAM}.wasm"));
    let bound = target.join("bound");
    let _ = fs::remove_dir_all(&bound);
    Bindgen::new()
        .input_path(compiled)
        .web(true)?
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .omit_default_module_path(true)
        .generate(&bound)?;
    let wasm = bound.join(format!("{PROGRAM}_bg.wasm"));
    let status = Command::new(&paths.wasm_opt)
        .args(FEATURES)
        .arg("-O2")
        .arg(&wasm)
        .arg("-o")
        .arg(&wasm)
        .status()
        .with_context(|| format!("{} cannot be started", paths.wasm_opt.display()))?;
    ensure!(status.success(), "wasm-opt failed");
    Ok((
        fs::read(bound.join(format!("{PROGRAM}.js")))?,
        fs::read(wasm)?,
    ))
}

/// The names of the program's files.
struct Program {
    js: String,
    wasm: String,
}

/// The site while it is made.
struct Site<'a> {
    staging: &'a Path,
}

impl Site<'_> {
    /// Adds a file and gives the name under which it can be cached for ever.
    fn add(&self, name: &str, content: &[u8]) -> anyhow::Result<String> {
        let (stem, extension) = name.rsplit_once('.').context("a file has an extension")?;
        let hash = hex(&Sha256::digest(content));
        let name = format!("{stem}-{}.{extension}", &hash[..16]);
        fs::write(self.staging.join(&name), content)?;
        Ok(name)
    }
}

/// The page with its assets in place of the elements that declare them.
fn page(paths: &Paths, site: &Site, program: &Program) -> anyhow::Result<String> {
    let settings: toml::Table = fs::read_to_string(paths.project.join("Cargo.toml"))?.parse()?;
    let pattern = |name: &str| {
        let pattern = settings["package"]["metadata"]["trunk"]["build"][name].as_str();
        let pattern = pattern.with_context(|| format!("Cargo.toml has no {name}"))?;
        anyhow::Ok(
            pattern
                .replace("{base}", "./")
                .replace("{js}", &program.js)
                .replace("{wasm}", &program.wasm),
        )
    };
    let (script, preload) = (pattern("pattern_script")?, pattern("pattern_preload")?);
    let add = |path: &str| {
        let file = paths.project.join(path);
        let content = fs::read(&file).with_context(|| format!("{path} cannot be read"))?;
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        Ok::<_, anyhow::Error>(format!("./{}", site.add(&name, &content)?))
    };
    let html = fs::read_to_string(paths.project.join("index.html"))?;
    let links = element!("link[data-trunk]", |link| {
        let href = link.get_attribute("href").unwrap_or_default();
        match link.get_attribute("rel").as_deref() {
            Some("rust") => {
                link.replace(&format!("{preload}\n{script}"), ContentType::Html);
                return Ok(());
            }
            Some("css") => link.set_attribute("rel", "stylesheet")?,
            Some("icon") => {}
            other => return Err(format!("rel={other:?} is not known").into()),
        }
        link.set_attribute("href", &add(&href)?)?;
        link.remove_attribute("data-trunk");
        Ok(())
    });
    let scripts = element!("script[data-trunk]", |script| {
        let source = script.get_attribute("src").unwrap_or_default();
        script.set_attribute("src", &add(&source)?)?;
        script.remove_attribute("data-trunk");
        Ok(())
    });
    let settings = RewriteStrSettings {
        element_content_handlers: vec![links, scripts],
        ..RewriteStrSettings::new()
    };
    let page = rewrite_str(&html, settings)?;
    if page.contains("data-trunk") {
        bail!("an element of index.html says data-trunk and was not understood");
    }
    Ok(page)
}

/// Prints how large the site is, and how large it is when a server compresses it.
fn report(out: &Path) -> anyhow::Result<()> {
    let (mut total, mut total_packed) = (0, 0);
    for entry in WalkDir::new(out).sort_by_file_name() {
        let entry = entry?;
        if !entry.file_type().is_file() {
            continue;
        }
        let content = fs::read(entry.path())?;
        let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
        gzip.write_all(&content)?;
        let packed = gzip.finish()?.len();
        println!(
            "site: {:>9} bytes, {:>8} gzipped  {}",
            content.len(),
            packed,
            entry.file_name().to_string_lossy()
        );
        total += content.len();
        total_packed += packed;
    }
    println!("site: {total:>9} bytes, {total_packed:>8} gzipped  in all");
    Ok(())
}

fn hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits
        .filter_map(|digit| char::from_digit(digit.into(), 16))
        .collect()
}
