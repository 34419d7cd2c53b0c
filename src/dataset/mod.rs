//! Tables and their mappings become one data set: who, when, and which measures.
//!
//! [`mapping`] says what each column is; [`formats`] knows exports by name and [`guess`] proposes for all others;
//! [`period`] cuts time; [`overlap`] finds what several files of one export have in common;
//! [`join`] gives people indices and brings the rows of all files together;
//! [`mapping`] says what each column is and [`guess`] proposes it; [`period`] cuts time;
//! [`join`] gives people indices and brings the rows of all files together; [`events`] are what happened to all;
//! [`disclosure`] says what of it may be shown without pointing at a person, [`anonymity`] how well a table hides them.

pub mod anonymity;
pub mod disclosure;
pub mod events;
pub mod formats;
pub mod guess;
pub mod join;
pub mod mapping;
mod overlap;
pub mod period;
mod pieces;

pub use events::Event;
pub use join::{Attribute, Dataset, Log, Series, Source, join};
pub use mapping::{
    Absent, Adds, ColumnMapping, ColumnRole, Direction, Mapping, Measure, Reason, TableRole,
};
pub use period::Period;
