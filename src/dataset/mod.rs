//! Tables and their mappings become one data set: who, when, and which measures.
//!
//! [`mapping`] says what each column is and [`guess`] proposes it; [`period`] cuts time;
//! [`join`] gives people indices and brings the rows of all files together;
//! [`disclosure`] says what of it may be shown without pointing at a person, [`anonymity`] how well a table hides them.

pub mod anonymity;
pub mod disclosure;
pub mod guess;
pub mod join;
pub mod mapping;
pub mod period;

pub use join::{Attribute, Dataset, Log, Series, Source, join};
pub use mapping::{
    Absent, Adds, ColumnMapping, ColumnRole, Direction, Mapping, Measure, Reason, TableRole,
};
pub use period::Period;
