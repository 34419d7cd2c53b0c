//! Tables and their mappings become one data set: who, when, and which measures.
//!
//! [`mapping`] says what each column is; [`formats`] knows exports by name and [`guess`] proposes for all others;
//! [`period`] cuts time; [`overlap`] finds what several files of one export have in common;
//! [`join`] gives people indices and brings the rows of all files together: [`rows`] says which take part,
//! [`log`] holds them, [`attributes`] says which group each person belongs to; [`events`] are what happened to all;
//! [`spelling`] tells why ids do not meet, [`remembered`] keeps mappings for the next file;
//! [`disclosure`] says what of it may be shown without pointing at a person, [`anonymity`] how well a table hides them.

pub mod anonymity;
pub mod attributes;
pub mod disclosure;
pub mod events;
pub mod formats;
pub mod guess;
pub mod join;
pub mod log;
pub mod mapping;
mod naming;
mod overlap;
pub mod period;
pub mod person_days;
mod pieces;
pub mod remembered;
mod rows;
pub mod spelling;

pub use attributes::Attribute;
pub use events::Event;
pub use join::{Dataset, Source, join};
pub use log::{Log, Series};
pub use mapping::{
    Absent, Adds, ColumnMapping, ColumnRole, Direction, Mapping, Measure, Reason, TableRole,
};
pub use naming::Naming;
pub use period::Period;
