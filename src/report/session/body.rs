//! The body of a session file: the content's length, the content as JSON, the bytes of the data; gzip around it all.

use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;

use super::{DataFile, Session, from_json};
use crate::notice::Kind;

/// A body that unpacks to more is no session: a browser tab could not hold it.
const MOST_BYTES: u64 = 1 << 30;

impl Session {
    /// The body of a session file, before it is encrypted.
    pub fn to_body(&self) -> Vec<u8> {
        let json = self.to_json();
        // Quick rather than small: a person waits for it, and text packs well anyway.
        let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
        let length = (json.len() as u64).to_le_bytes();
        let parts = [length.as_slice(), json.as_slice()];
        let data = self.data.iter().map(|file| file.bytes.as_slice());
        for part in parts.into_iter().chain(data) {
            // Writing into memory does not fail.
            let _ = packed.write_all(part);
        }
        packed.finish().unwrap_or_default()
    }

    /// Reads a body that is not, or no longer, encrypted.
    ///
    /// # Errors
    /// [`Kind::DamagedSession`], or [`Kind::NewerSession`] for a content that a newer program wrote.
    pub fn from_body(body: &[u8]) -> Result<Self, Kind> {
        let mut bytes = Vec::new();
        GzDecoder::new(body)
            .take(MOST_BYTES)
            .read_to_end(&mut bytes)
            .map_err(|_| Kind::DamagedSession)?;
        read(&bytes).ok_or(Kind::DamagedSession)?
    }
}

/// `None` where the lengths do not fit the bytes.
fn read(bytes: &[u8]) -> Option<Result<Session, Kind>> {
    let (length, rest) = bytes.split_first_chunk::<8>()?;
    let length = usize::try_from(u64::from_le_bytes(*length)).ok()?;
    let (json, mut rest) = rest.split_at_checked(length)?;
    let (mut session, pieces) = match from_json(json) {
        Ok(read) => read,
        // The envelope said that this is a session, so an unreadable content is damage.
        Err(Kind::ForeignSession) => return None,
        Err(newer) => return Some(Err(newer)),
    };
    for piece in pieces {
        let (bytes, after) = rest.split_at_checked(piece.length)?;
        session.data.push(DataFile {
            name: piece.name,
            bytes: bytes.to_vec(),
        });
        rest = after;
    }
    rest.is_empty().then_some(Ok(session))
}
