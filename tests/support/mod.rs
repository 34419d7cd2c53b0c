//! What the native tests share.
#![allow(
    clippy::allow_attributes,
    dead_code,
    reason = "every test file compiles this module and uses its own part of it"
)]

pub mod refcase;
