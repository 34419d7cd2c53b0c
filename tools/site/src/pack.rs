//! Compressed files for servers that send them as they are, and the whole site as one zip archive.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::Context;
use flate2::{Compression, GzBuilder};
use walkdir::WalkDir;
use zip::write::SimpleFileOptions;

use crate::build::at_once;

/// Below this many bytes, compressing saves no packet.
const SMALL: usize = 256;

/// What is compressed already.
const PACKED: [&str; 3] = ["png", "br", "gz"];

/// Writes a `.br` and a `.gz` beside each file that gains by it.
pub fn beside(folder: &Path) -> anyhow::Result<()> {
    let mut files = Vec::new();
    for entry in WalkDir::new(folder).sort_by_file_name() {
        let path = entry?.into_path();
        let extension = path.extension().unwrap_or_default().to_string_lossy();
        if path.is_file() && !PACKED.contains(&extension.as_ref()) {
            files.push((fs::metadata(&path)?.len(), path));
        }
    }
    // The largest first, so that no thread is left with one at the end.
    files.sort_by(|one, other| other.cmp(one));
    let next = AtomicUsize::new(0);
    let work = || {
        while let Some((_, file)) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
            compress(file)?;
        }
        anyhow::Ok(())
    };
    at_once(work, work)?;
    Ok(())
}

/// Writes a file's compressed forms beside it, unless it is so small that it gains nothing.
fn compress(file: &Path) -> anyhow::Result<()> {
    let content = fs::read(file)?;
    if content.len() >= SMALL {
        fs::write(format!("{}.br", file.display()), brotli(&content)?)?;
        fs::write(format!("{}.gz", file.display()), gzip(&content)?)?;
    }
    Ok(())
}

/// Writes the folder's files as a zip archive, equal for equal files.
pub fn zip(folder: &Path, archive: &Path) -> anyhow::Result<()> {
    let file = File::create(archive)
        .with_context(|| format!("{} cannot be written", archive.display()))?;
    let mut zip = zip::ZipWriter::new(file);
    let options = SimpleFileOptions::default().unix_permissions(0o644);
    for entry in WalkDir::new(folder).sort_by_file_name() {
        let path = entry?.into_path();
        if path.is_file() {
            let name = path.strip_prefix(folder)?.to_string_lossy();
            zip.start_file(format!("goodhart/{name}"), options)?;
            zip.write_all(&fs::read(&path)?)?;
        }
    }
    let length = zip.finish()?.metadata()?.len();
    println!("site: {length:>9} bytes  {}", archive.display());
    Ok(())
}

fn brotli(content: &[u8]) -> anyhow::Result<Vec<u8>> {
    let mut packed = Vec::new();
    let settings = brotli::enc::BrotliEncoderParams {
        quality: 11,
        // Browsers unpack windows up to this size.
        lgwin: 24,
        size_hint: content.len(),
        ..Default::default()
    };
    brotli::BrotliCompress(&mut &content[..], &mut packed, &settings)?;
    Ok(packed)
}

fn gzip(content: &[u8]) -> anyhow::Result<Vec<u8>> {
    // Without a time, so that equal content gives equal bytes.
    let mut gzip = GzBuilder::new().write(Vec::new(), Compression::best());
    gzip.write_all(content)?;
    Ok(gzip.finish()?)
}
