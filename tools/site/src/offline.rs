//! The service worker, which keeps the site for use without a network.
//!
//! It keeps its name, because a browser asks for it by name to learn whether there is a new version.
//! Its first lines say what that version is and which files belong to it.

use std::fs;
use std::path::Path;

use anyhow::ensure;

use crate::build::{Site, short_hash};

/// Writes the page, with the version in it, and the service worker.
pub fn finish(project: &Path, site: &Site, page: &str) -> anyhow::Result<()> {
    let service = fs::read_to_string(project.join("src/service.js"))?;
    let files = site.files()?;
    let version = version(page, &service, &files);
    let mark = "<head>";
    ensure!(page.contains(mark), "index.html has no {mark}");
    let meta = format!("{mark}\n    <meta name=\"version\" content=\"{version}\">");
    site.keep("index.html", page.replacen(mark, &meta, 1).as_bytes())?;
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    let lines = format!("const VERSION = {version:?};\nconst SHELL = {names:?};\n");
    site.keep("service.js", (lines + &service).as_bytes())
}

/// A hash over everything that a visitor gets.
fn version(page: &str, service: &str, files: &[(String, Vec<u8>)]) -> String {
    let mut all = format!("{page}\n{service}\n");
    for (name, content) in files {
        all.extend([name, " ", &short_hash(content), "\n"]);
    }
    short_hash(all.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::version;

    #[test]
    fn every_change_makes_another_version() {
        let files = |content: &str| vec![("icon.png".to_owned(), content.into())];
        let first = version("page", "service", &files("icon"));
        assert_eq!(first, version("page", "service", &files("icon")));
        assert_ne!(first, version("page 2", "service", &files("icon")));
        assert_ne!(first, version("page", "service 2", &files("icon")));
        assert_ne!(first, version("page", "service", &files("icon 2")));
    }
}
