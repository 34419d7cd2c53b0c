//! Every known export, from the vendor's bytes to the right figures, untouched by hand.
//!
//! When this fails, a person who drops that export gets no figures, wrong ones, or keeps what should have been dropped.

#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod copilot;
mod harness;
mod outcomes;
mod shapes;
mod usage;
mod workbook;
