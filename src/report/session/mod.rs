//! A session: mapping, settings and findings, and the data if they are asked for.
//!
//! A session file is one line of JSON, the [`Header`], and after it the body: gzip, and encrypted if a passphrase was
//! given. `docs/session-format.md` describes it for who wants to read one without this program. What the browser
//! keeps by itself is the same content as text, always without data.

mod body;
mod envelope;

use serde::{Deserialize, Serialize};

use crate::dataset::Mapping;
use crate::notice::Kind;

use super::Finding;

pub use envelope::{Cipher, Envelope, Header, ITERATIONS};

/// Name and version of the form in which sessions are written. Older versions are read; see [`from_json`].
pub const FORMAT: &str = "goodhart.session/1";

/// What the name of every session file ends in.
pub const SUFFIX: &str = ".goodhart";

/// What a person worked out, without or with the data that it is about.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Session {
    /// The files, with what they and their columns are for.
    pub files: Vec<KnownFile>,
    /// The view and its settings, as the part of the address after `#`.
    pub settings: String,
    /// The findings in their order.
    pub findings: Vec<Finding>,
    /// Whether the data are those of the sample company, which every Goodhart can make anew.
    pub is_sample: bool,
    /// The files' bytes, if they were asked for.
    pub data: Vec<DataFile>,
}

/// A file that was mapped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownFile {
    /// Its name when it was mapped.
    pub name: String,
    /// The names of its columns: a file with the same ones is taken for the same export.
    pub headers: Vec<String>,
    /// What it and its columns are for.
    pub mapping: Mapping,
}

/// The bytes of a file, as they were dropped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DataFile {
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The content as JSON. Bytes of data stand after it, in the order of `data`.
#[derive(Serialize, Deserialize)]
struct Content {
    format: String,
    files: Vec<KnownFile>,
    settings: String,
    findings: Vec<Finding>,
    is_sample: bool,
    data: Vec<Piece>,
}

#[derive(Serialize, Deserialize)]
struct Piece {
    name: String,
    length: usize,
}

impl Session {
    /// The session as text, without data: what the browser may keep.
    pub fn to_text(&self) -> String {
        let without_data = Session {
            data: Vec::new(),
            ..self.clone()
        };
        String::from_utf8(without_data.to_json()).unwrap_or_default()
    }

    /// Reads what [`Session::to_text`] wrote, or an earlier version of it.
    ///
    /// # Errors
    /// [`Kind::ForeignSession`], [`Kind::NewerSession`] or [`Kind::DamagedSession`].
    pub fn from_text(text: &str) -> Result<Self, Kind> {
        let (session, pieces) = from_json(text.as_bytes())?;
        // Data cannot stand in a text.
        if pieces.is_empty() {
            Ok(session)
        } else {
            Err(Kind::DamagedSession)
        }
    }

    fn to_json(&self) -> Vec<u8> {
        let piece = |file: &DataFile| Piece {
            name: file.name.clone(),
            length: file.bytes.len(),
        };
        let content = Content {
            format: FORMAT.to_owned(),
            files: self.files.clone(),
            settings: self.settings.clone(),
            findings: self.findings.iter().map(Finding::aggregated).collect(),
            is_sample: self.is_sample,
            data: self.data.iter().map(piece).collect(),
        };
        // Aggregated findings hold no NaN, so it always serialises.
        serde_json::to_vec(&content).unwrap_or_default()
    }
}

/// Reads the content of any version so far: one function per version, each the one place that knows it.
/// Whoever changes the form adds a function that brings the version before to the new one.
fn from_json(json: &[u8]) -> Result<(Session, Vec<Piece>), Kind> {
    match version(json)? {
        1 => from_version_1(json),
        newer => Err(Kind::NewerSession(newer)),
    }
}

fn from_version_1(json: &[u8]) -> Result<(Session, Vec<Piece>), Kind> {
    let content: Content = serde_json::from_slice(json).map_err(|_| Kind::DamagedSession)?;
    let session = Session {
        files: content.files,
        settings: content.settings,
        findings: content.findings,
        is_sample: content.is_sample,
        data: Vec::new(),
    };
    Ok((session, content.data))
}

/// The version that a JSON object names: `goodhart.session/1` is 1.
fn version(json: &[u8]) -> Result<u32, Kind> {
    #[derive(Deserialize)]
    struct Named {
        format: String,
    }
    let Ok(named) = serde_json::from_slice::<Named>(json) else {
        return Err(Kind::ForeignSession);
    };
    named
        .format
        .strip_prefix("goodhart.session/")
        .and_then(|version| version.parse().ok())
        .filter(|version| *version > 0)
        .ok_or(Kind::ForeignSession)
}
