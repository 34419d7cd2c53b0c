//! `index.html` with its assets in place of the elements that declare them, as Trunk does it.

use std::fs;
use std::path::Path;

use anyhow::{Context, bail};
use lol_html::html_content::ContentType;
use lol_html::{RewriteStrSettings, element, rewrite_str};

use crate::build::Site;

/// The names of a program's files.
pub struct Program {
    pub js: String,
    pub wasm: String,
    pub later: Option<String>,
}

/// What the page starts.
pub struct Programs {
    pub page: Program,
    pub worker: Program,
}

/// The page. Adds what it declares to the site.
pub fn page(project: &Path, site: &Site, programs: &Programs) -> anyhow::Result<String> {
    let program = declared(project, programs)?;
    let read = |path: &str| {
        let file = project.join(path);
        let content = fs::read(&file).with_context(|| format!("{path} cannot be read"))?;
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        anyhow::Ok((name.into_owned(), content))
    };
    let add = |path: &str| {
        let (name, content) = read(path)?;
        anyhow::Ok(format!("./{}", site.add(&name, &content)?))
    };
    let html = fs::read_to_string(project.join("index.html"))?;
    let links = element!("link[data-trunk]", |link| {
        let href = link.get_attribute("href").unwrap_or_default();
        match link.get_attribute("rel").as_deref() {
            Some("rust") => {
                link.replace(&program, ContentType::Html);
                return Ok(());
            }
            Some("copy-file") => {
                let (name, content) = read(&href)?;
                site.keep(&name, &content)?;
                link.remove();
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

/// The elements that name the programs, by the patterns that Trunk would use, and two more: for the worker, and for the
/// page's later part.
fn declared(project: &Path, programs: &Programs) -> anyhow::Result<String> {
    let settings: toml::Table = fs::read_to_string(project.join("Cargo.toml"))?.parse()?;
    let pattern = |name: &str| {
        let pattern = settings["package"]["metadata"]["trunk"]["build"][name].as_str();
        let pattern = pattern.with_context(|| format!("Cargo.toml has no {name}"))?;
        anyhow::Ok(
            pattern
                .replace("{base}", "./")
                .replace("{js}", &programs.page.js)
                .replace("{wasm}", &programs.page.wasm),
        )
    };
    let Program { js, wasm, .. } = &programs.worker;
    let later = programs
        .page
        .later
        .as_deref()
        .context("the page has no later part")?;
    Ok(format!(
        "{}\n{}\n<meta id=\"worker-program\" data-js=\"./{js}\" data-wasm=\"./{wasm}\">\n\
         <meta id=\"later-program\" data-wasm=\"./{later}\">",
        pattern("pattern_preload")?,
        pattern("pattern_script")?
    ))
}
