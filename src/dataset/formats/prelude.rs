//! The words in which an export is described.

pub use super::super::mapping::TableRole;
pub use super::{
    AMOUNT, BAD, BAD_SHARE, Format, GOOD, GOOD_SHARE, LAST_BAD, LAST_GOOD, MEAN, MEDIAN, Step, Use,
    Verdict, WAIT, When, Without,
};
pub use crate::notice::{Exclusion, Lack, Unwanted};
