//! Charts held against the pictures of them in `tests/charts/`.
//!
//! `BLESS=1 cargo test` writes the pictures anew; look at each that changed before it is committed.

use std::path::Path;

use goodhart::chart::{Chart, Theme, to_svg};

/// Fails unless the chart is drawn as in the picture of that name.
pub fn assert_drawn(name: &str, chart: &Chart, (width, height): (u32, u32), theme: &Theme) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/charts/{name}.svg"));
    let drawn = to_svg(chart, width, height, theme);
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&file, &drawn).expect("tests/charts can be written");
    }
    let on_file = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        drawn == on_file,
        "{name}.svg differs; see the head of tests/drawn/mod.rs"
    );
}
