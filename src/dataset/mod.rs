//! Tables and their mappings become one data set: who, when, and which measures.
//!
//! [`mapping`] says what each column is; [`period`] cuts time.

pub mod mapping;
pub mod period;

pub use mapping::{
    Absent, Adds, ColumnMapping, ColumnRole, Direction, Mapping, Measure, Reason, TableRole,
};
pub use period::Period;
