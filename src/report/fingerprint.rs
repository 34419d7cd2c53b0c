//! Whether a finding was made from what is loaded now.

use serde::{Deserialize, Serialize};

use crate::dataset::Reason;
use crate::engine::{FileId, FileReport, Recipe};

/// What a finding was made from, in a form that can be compared in another visit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fingerprint {
    /// The hash of each file's bytes, in order.
    pub files: Vec<String>,
    /// A hash of the mapping, of how time is cut and of all filters.
    pub cut: String,
}

/// How a finding stands to what is loaded now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Freshness {
    /// Nothing is loaded that it could be compared with.
    Unknown,
    /// It would come out the same.
    Current,
    /// Other files are loaded.
    OtherData,
    /// The same files, but mapped, cut or filtered otherwise.
    OtherFilters,
}

impl Fingerprint {
    /// The fingerprint of what a recipe is made of. In which order the files came, and why a column got its role,
    /// changes nothing.
    pub fn of(recipe: &Recipe, reports: &[&FileReport]) -> Self {
        let hash_of = |id: FileId| {
            let found = reports.iter().find(|report| report.id == id);
            found.map_or(0, |report| report.content_hash)
        };
        let mut recipe = recipe.clone();
        // What people are called changes no figure, and a secret stays in the tab.
        recipe.naming.secret = None;
        recipe.files.sort_by_key(|(id, _)| hash_of(*id));
        let files = recipe.files.iter().map(|(id, _)| hex(hash_of(*id)));
        let files: Vec<String> = files.collect();
        for ((id, mapping), at) in recipe.files.iter_mut().zip(0..) {
            *id = FileId(at);
            for column in &mut mapping.columns {
                column.reason = Reason::Fallback;
            }
        }
        // Plain data without maps always serialises; were it not so, every finding would count as made otherwise.
        let bytes = postcard::to_stdvec(&recipe).unwrap_or_default();
        Fingerprint {
            files,
            cut: hex(fnv1a(&bytes)),
        }
    }

    /// How a finding with this fingerprint stands to what is loaded now.
    pub fn compared_with(&self, now: &Fingerprint) -> Freshness {
        match now {
            nothing if nothing.files.is_empty() => Freshness::Unknown,
            other if other.files != self.files => Freshness::OtherData,
            other if other.cut != self.cut => Freshness::OtherFilters,
            _ => Freshness::Current,
        }
    }
}

/// A hash as text: JSON readers keep only 53 bits of a number.
pub(super) fn hex(hash: u64) -> String {
    format!("{hash:016x}")
}

/// Fowler–Noll–Vo 1a, 64 bit: tells settings apart; no secret rests on it.
fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
