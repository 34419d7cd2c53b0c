//! What the page asks to be written or read. The worker does it; both sides of the wall know only these messages.

use serde::{Deserialize, Serialize};

use super::session::{Cipher, Envelope, Session};
use super::{Paper, html, results};
use crate::chart::{Chart, Theme, to_svg};
use crate::notice::Kind;

/// Size of the letters in a picture, in CSS pixels.
pub const LETTERS: f64 = 15.0;

/// Something to write or read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Order {
    /// The report as one HTML file.
    Report(Box<Paper>),
    /// All results as JSON.
    Results(Box<Paper>),
    /// A chart as a picture of its own.
    Picture(Box<Chart>),
    /// A session as the text that the browser keeps, without data.
    Keep(Box<Session>),
    /// A session from such a text.
    Recall(String),
    /// A session file whose body is still to be encrypted, if there is a cipher.
    Pack(Box<Session>, Option<Cipher>),
    /// A session file, taken apart.
    Open(Vec<u8>),
    /// A session from the body of a session file that is not, or no longer, encrypted.
    Unpack(Vec<u8>),
}

/// What came of an order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Written {
    /// A text: of a report, of results, of a picture, or of a session that the browser keeps.
    Text(String),
    /// A session file, or why it cannot be opened.
    File(Result<Envelope, Kind>),
    /// A session, or why it cannot be read.
    Session(Box<Result<Session, Kind>>),
}

/// Writes or reads what was asked for.
pub fn write(order: Order) -> Written {
    match order {
        Order::Report(paper) => Written::Text(html(&paper)),
        Order::Results(paper) => Written::Text(results(&paper)),
        Order::Picture(chart) => {
            let (width, height) = chart.picture_size();
            Written::Text(to_svg(
                &chart,
                width,
                height,
                &Theme::light().with_text(LETTERS),
            ))
        }
        Order::Keep(session) => Written::Text(session.to_text()),
        Order::Recall(text) => Written::Session(Box::new(Session::from_text(&text))),
        Order::Pack(session, cipher) => Written::File(Ok(Envelope {
            body: session.to_body(),
            ..Envelope::new(cipher)
        })),
        Order::Open(file) => Written::File(Envelope::from_bytes(&file)),
        Order::Unpack(body) => Written::Session(Box::new(Session::from_body(&body))),
    }
}
