//! How heavy the site is, as a server with brotli or gzip sends it.

use std::fs;
use std::path::Path;

use walkdir::WalkDir;

/// Bytes of a file as it is, with brotli and with gzip.
#[derive(Clone, Copy, Default)]
struct Weight {
    plain: u64,
    brotli: u64,
    gzip: u64,
}

impl Weight {
    fn of(path: &Path) -> anyhow::Result<Self> {
        let plain = fs::metadata(path)?.len();
        let beside = |end: &str| {
            let packed = fs::metadata(format!("{}.{end}", path.display()));
            packed.map_or(plain, |packed| packed.len())
        };
        Ok(Weight {
            plain,
            brotli: beside("br"),
            gzip: beside("gz"),
        })
    }

    fn add(&mut self, other: Weight) {
        self.plain += other.plain;
        self.brotli += other.brotli;
        self.gzip += other.gzip;
    }

    fn print(&self, name: &str) {
        println!(
            "site: {:>9} bytes, {:>8} with brotli, {:>8} with gzip  {name}",
            self.plain, self.brotli, self.gzip
        );
    }
}

/// Prints the weight of each file, of all that a first visit waits for, and of the whole site.
///
/// `tests/browser/weight.test.mjs` holds what a first visit waits for against the budget.
pub fn report(out: &Path) -> anyhow::Result<()> {
    let (mut first, mut all) = (Weight::default(), Weight::default());
    for entry in WalkDir::new(out).sort_by_file_name() {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy();
        if !entry.file_type().is_file() || name.ends_with(".br") || name.ends_with(".gz") {
            continue;
        }
        let weight = Weight::of(entry.path())?;
        weight.print(&name);
        all.add(weight);
        let later = ["later-", "worker-", "service.", "manifest.", "icon-"];
        if !later.iter().any(|start| name.starts_with(start)) {
            first.add(weight);
        }
    }
    first.print("a first visit waits for");
    all.print("in all");
    Ok(())
}
