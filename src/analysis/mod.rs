//! From a question to an answer with its caveats: one file per question that a view asks.
//!
//! Answers are plain data; [`words`] turns their facts into sentences, so that wording is decided once.

pub mod adjusted;
mod caveats;
pub mod check;
mod cloud;
pub mod density;
pub mod detail;
pub mod filtered;
mod grouping;
pub mod lags;
pub mod matched;
pub mod matrix;
pub mod multiverse;
pub mod overview;
pub mod relation;
pub mod resampled;
pub mod robust;
pub mod segments;
pub mod selection;
pub mod shape;
pub mod target;
pub mod verdict;
pub mod within;
pub mod words;
pub mod world;

pub use adjusted::{Adjustment, Covariate};
pub use check::{Check, check};
pub use density::{Density, Frame};
pub use detail::{Detail, Detailed, detailed};
pub use lags::Lags;
pub use matrix::{Layer, Matrix, Sort};
pub use multiverse::Multiverse;
pub use overview::{Look, Overview, overview};
pub use relation::{
    Caveat, Cloud, Dropped, GroupRelation, Pair, Point, Relation, relate, relate_matched,
};
pub use resampled::{Resampled, Resampling};
pub use robust::Robust;
pub use segments::{Segments, segments};
pub use selection::Selected;
pub use shape::{Dose, FitLine, Logarithm, UsageAxis};
pub use verdict::{Interest, NoVerdict, Verdict};
pub use within::Within;

/// The smallest group whose numbers may be shown.
pub const SMALLEST_GROUP: usize = 5;

/// Below this many people a dot could be recognised, so single people are not drawn.
pub const FEWEST_DOTS: usize = 10;

/// Above this many people dots would cover each other and cost time; bins are drawn instead.
pub const MOST_DOTS: usize = 5_000;
