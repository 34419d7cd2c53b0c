//! The engine behind `postMessage`, and the page's handle to it.
//!
//! Every job has a number. The worker says [`Said::Ready`] once, then answers each job with progress and one
//! last word: read, answered or cancelled. Messages are postcard bytes; only a file travels beside them,
//! as the browser's own handle, so that its bytes are read in the worker and nowhere else.

mod handle;
mod serve;

use serde::{Deserialize, Serialize};

use crate::engine::{FileId, FileReport, Request, Response, Stage};
use crate::report::{Order, Written};

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
    Answered(Job, Response, Vec<Span>),
    /// Something was written or read; nothing where a file that belongs into it cannot be read any more.
    Written(Job, Option<Written>),
    /// A job was left unfinished, as asked.
    Cancelled(Job),
    /// The worker will not answer again. Carries the place in the source, never a value.
    Broke(String),
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
