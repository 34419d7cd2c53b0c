//! The engine behind `postMessage`, and the page's handle to it.
//!
//! Every job has a number. The worker says [`Said::Ready`] once, then answers each job with progress and one
//! last word: read, answered or cancelled. Messages are postcard bytes; only a file travels beside them,
//! as the browser's own handle, so that its bytes are read in the worker and nowhere else.

mod fetched;
mod handle;
mod pieces;
mod serve;

use serde::{Deserialize, Serialize};

use crate::engine::{FileId, FileReport, JoinReport, Request, Response, Stage};
use crate::notice::Notice;
use crate::report::{Order, Written};

pub use fetched::{Fetched, fetched};
pub use handle::{Handle, Heard, stage};
pub use serve::serve;

/// A job's number: of two jobs the later has the larger.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize,
)]
pub struct Job(pub u32);

/// From page to worker.
#[derive(Debug, Serialize, Deserialize)]
enum Asked {
    /// Read the file that comes with this message.
    Read(Job, FileId, String),
    /// Answer a request.
    Answer(Job, Request),
    /// Write or read what is taken along; files that come with this message go into it.
    Write(Job, Order),
    /// Say which requests the worker made so far.
    Fetched,
    /// Leave a job unfinished.
    Cancel(Job),
}

/// From worker to page.
#[derive(Debug, Serialize, Deserialize)]
enum Said {
    /// The worker listens from now on.
    Ready,
    /// Share of a job that is done.
    Progress(Job, f64),
    /// A file was read.
    Read(Job, FileReport, Vec<Span>),
    /// A request was answered.
    Answered(Job, Answer, Vec<Span>),
    /// Something was written or read; nothing where a file that belongs into it cannot be read any more.
    Written(Job, Option<Written>),
    /// The requests that the worker made so far.
    Fetched(Vec<Fetched>),
    /// A job was left unfinished, as asked.
    Cancelled(Job),
    /// The worker will not answer again. Carries the place in the source, never a value.
    Broke(String),
}

/// What the engine answered. What only views read, stays bytes until a view reads it: the first part of the page's
/// program need not know what is in it.
#[derive(Debug, Serialize, Deserialize)]
pub enum Answer {
    /// The sample company's files.
    Sample(Vec<FileReport>),
    /// The file is gone.
    Forgotten(FileId),
    /// The file as it may be shown now.
    Guarded(Box<FileReport>),
    /// The files joined, or why they cannot be.
    Joined(Result<Box<JoinReport>, Vec<Notice>>),
    /// An answer to a question of a view, for [`answer_of`].
    OfView(Vec<u8>),
}

impl Answer {
    fn new(response: Response) -> postcard::Result<Self> {
        Ok(match response {
            Response::Sample(reports) => Answer::Sample(reports),
            Response::Forgotten(id) => Answer::Forgotten(id),
            Response::Guarded(report) => Answer::Guarded(report),
            Response::Joined(answer) => Answer::Joined(answer),
            of_view => Answer::OfView(postcard::to_stdvec(&of_view)?),
        })
    }
}

/// The answer to a question of a view.
///
/// # Errors
/// Page and worker are of one build, so bytes that cannot be read are a bug.
pub fn answer_of(bytes: &[u8]) -> postcard::Result<Response> {
    postcard::from_bytes(bytes)
}

/// How long a stage of work took, in milliseconds since the epoch, which page and worker share.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Span {
    stage: Stage,
    start: f64,
    end: f64,
}

/// The place of a panic. The message stays out of it, because it may quote a value from a file.
pub fn place_of(panic: &std::panic::PanicHookInfo<'_>) -> String {
    panic.location().map_or_else(
        || "an unknown place".to_owned(),
        |place| format!("{}:{}", place.file(), place.line()),
    )
}
