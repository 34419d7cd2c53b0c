//! Goodhart answers one question: *does more AI activity go with better work here,
//! and can the usage number be trusted?*
//!
//! The modules stand in the order in which data flows; each knows only those before it:
//! bytes → table → dataset → metrics → analysis (with [`stats`]) → chart → page.
//!
//! # Invariants
//!
//! 1. Nothing below `page` and `worker` knows the browser.
//! 2. The only input and output is reading files the person chose and writing files the person saves;
//!    the content security policy in `index.html` enforces it.
//! 3. Reading never fails: it yields a table and notices.
//! 4. Equal input gives equal bytes out: no clock, no locale, no hash-map order; a resample states its seed.
//! 5. Every number on the page can be traced to a formula with a source, an n,
//!    and a test against an independent program.
//!
//! `tests/architecture.rs` holds the imports of every module against the table in ARCHITECTURE.md.

pub mod address;
pub mod analysis;
pub mod chart;
pub mod dataset;
pub mod engine;
pub mod format;
pub mod metrics;
pub mod notice;
pub mod report;
pub mod sample;
pub mod stats;
pub mod table;

#[cfg(target_arch = "wasm32")]
pub mod page;
#[cfg(target_arch = "wasm32")]
pub mod worker;
