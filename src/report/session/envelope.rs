//! A session file as a whole: a line that says what follows, and what follows.

use serde::{Deserialize, Serialize};

use super::{FORMAT, version};
use crate::notice::Kind;

/// Rounds of PBKDF2-HMAC-SHA-256 that make guessing slow.
/// Source: OWASP Password Storage Cheat Sheet (2023).
pub const ITERATIONS: u32 = 600_000;

/// A file that asks for more rounds only wants to keep the browser busy.
const MOST_ITERATIONS: u32 = 10_000_000;

/// A longer first line is none of ours.
const LONGEST_HEADER: usize = 4096;

/// The first line of a session file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// Name and version of the form.
    pub format: String,
    /// How the body is encrypted, if it is.
    pub cipher: Option<Cipher>,
}

/// How a body is encrypted: AES-GCM with 256 bits, the key from a passphrase by PBKDF2-HMAC-SHA-256.
/// The header's line is authenticated with it, so that nobody can change the number of rounds unnoticed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cipher {
    /// `AES-256-GCM`.
    pub name: String,
    /// `PBKDF2-HMAC-SHA-256`.
    pub key: String,
    /// Rounds of PBKDF2.
    pub iterations: u32,
    /// 16 random bytes in hexadecimal digits.
    pub salt: String,
    /// 12 random bytes in hexadecimal digits, never used twice.
    pub nonce: String,
}

impl Cipher {
    /// The cipher that is used now, with fresh random bytes.
    pub fn new(salt: [u8; 16], nonce: [u8; 12]) -> Self {
        Cipher {
            name: "AES-256-GCM".to_owned(),
            key: "PBKDF2-HMAC-SHA-256".to_owned(),
            iterations: ITERATIONS,
            salt: to_hex(&salt),
            nonce: to_hex(&nonce),
        }
    }

    /// The salt's bytes; empty where the digits are damaged.
    pub fn salt(&self) -> Vec<u8> {
        from_hex(&self.salt).unwrap_or_default()
    }

    /// The nonce's bytes; empty where the digits are damaged.
    pub fn nonce(&self) -> Vec<u8> {
        from_hex(&self.nonce).unwrap_or_default()
    }

    fn is_usable(&self) -> bool {
        self.name == "AES-256-GCM"
            && self.key == "PBKDF2-HMAC-SHA-256"
            && (1..=MOST_ITERATIONS).contains(&self.iterations)
            && self.salt().len() == 16
            && self.nonce().len() == 12
    }
}

/// A session file, taken apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Envelope {
    /// What the first line says.
    pub header: Header,
    /// The first line as it stands, which encryption authenticates.
    pub line: Vec<u8>,
    /// What follows.
    pub body: Vec<u8>,
}

impl Envelope {
    /// A header without a body yet.
    pub fn new(cipher: Option<Cipher>) -> Self {
        let header = Header {
            format: FORMAT.to_owned(),
            cipher,
        };
        let mut line = serde_json::to_vec(&header).unwrap_or_default();
        line.push(b'\n');
        Envelope {
            header,
            line,
            body: Vec::new(),
        }
    }

    /// The file.
    pub fn to_bytes(&self) -> Vec<u8> {
        [self.line.as_slice(), self.body.as_slice()].concat()
    }

    /// Takes a file apart.
    ///
    /// # Errors
    /// [`Kind::ForeignSession`] where it does not begin like a session, [`Kind::NewerSession`], and
    /// [`Kind::DamagedSession`] where it is encrypted in no way that is known.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Kind> {
        let end = bytes
            .iter()
            .take(LONGEST_HEADER)
            .position(|byte| *byte == b'\n')
            .ok_or(Kind::ForeignSession)?;
        let (line, body) = bytes.split_at(end + 1);
        match version(line)? {
            1 => {}
            newer => return Err(Kind::NewerSession(newer)),
        }
        let header: Header = serde_json::from_slice(line).map_err(|_| Kind::DamagedSession)?;
        if header
            .cipher
            .as_ref()
            .is_some_and(|cipher| !cipher.is_usable())
        {
            return Err(Kind::DamagedSession);
        }
        Ok(Envelope {
            header,
            line: line.to_vec(),
            body: body.to_vec(),
        })
    }
}

fn to_hex(bytes: &[u8]) -> String {
    let digits: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    digits.concat()
}

fn from_hex(digits: &str) -> Option<Vec<u8>> {
    let value = |digit: u8| char::from(digit).to_digit(16);
    let pairs = digits.as_bytes().chunks(2);
    pairs
        .map(|pair| match pair {
            [high, low] => u8::try_from(value(*high)? * 16 + value(*low)?).ok(),
            _ => None,
        })
        .collect()
}
