//! Writes the sample company's files to `docs/sample/`: `cargo run --example sample`.

use std::{fs, io, path::Path};

use goodhart::sample::{SEED, company};

fn main() -> io::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/sample");
    fs::create_dir_all(&folder)?;
    let company = company(SEED);
    fs::write(folder.join("usage.csv"), company.usage_csv)?;
    fs::write(folder.join("outcomes.csv"), company.outcomes_csv)?;
    fs::write(folder.join("people.csv"), company.people_csv)?;
    fs::write(folder.join("events.csv"), company.events_csv)
}
