//! On the page: a worker that can be asked, and started anew when it dies.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Array, Function, Object, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{Blob, ErrorEvent, File, MessageEvent, Url, Worker, WorkerOptions, WorkerType};

use super::{Answer, Asked, Fetched, Job, Said, Span};
use crate::engine::{FileId, FileReport, Request, Stage};
use crate::report::{Order, Written};

/// What the page hears of its jobs.
#[derive(Debug)]
pub enum Heard {
    /// Share of a job that is done.
    Progress(Job, f64),
    /// A file was read.
    Read(Job, FileReport),
    /// A request was answered.
    Answered(Job, Answer),
    /// Something was written or read, unless a file that belongs into it cannot be read any more.
    Written(Job, Option<Written>),
    /// The requests that the worker made so far.
    Fetched(Vec<Fetched>),
    /// A job was left unfinished, as asked.
    Cancelled(Job),
    /// The worker died at that place; a new one is running and knows no file.
    Died(String),
}

/// The page's side of the worker.
#[derive(Clone)]
pub struct Handle(Rc<Inner>);

struct Inner {
    worker: RefCell<Option<Running>>,
    last: Cell<u32>,
    hear: Box<dyn Fn(Heard)>,
}

/// A worker with its listeners, which live as long as it does.
struct Running {
    worker: Worker,
    /// Messages that wait until the worker listens; `None` once it does.
    waiting: Option<Vec<JsValue>>,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(ErrorEvent)>,
}

impl Handle {
    /// Starts a worker; `hear` is called for everything it says.
    pub fn new(hear: impl Fn(Heard) + 'static) -> Self {
        let handle = Handle(Rc::new(Inner {
            worker: RefCell::new(None),
            last: Cell::new(0),
            hear: Box::new(hear),
        }));
        handle.start();
        handle
    }

    /// Reads a file.
    pub fn read(&self, id: FileId, name: &str, file: &File) -> Job {
        let job = self.next();
        self.post(
            &Asked::Read(job, id, name.to_owned()),
            std::slice::from_ref(file),
        );
        job
    }

    /// Asks for an answer.
    pub fn ask(&self, request: Request) -> Job {
        let job = self.next();
        self.post(&Asked::Answer(job, request), &[]);
        job
    }

    /// Asks for something to be written or read; the bytes of `files` go into it.
    pub fn write(&self, order: Order, files: &[File]) -> Job {
        let job = self.next();
        self.post(&Asked::Write(job, order), files);
        job
    }

    /// Asks which requests the worker made so far.
    pub fn ask_fetched(&self) {
        self.post(&Asked::Fetched, &[]);
    }

    /// Leaves a job unfinished.
    pub fn cancel(&self, job: Job) {
        self.post(&Asked::Cancel(job), &[]);
    }

    fn next(&self) -> Job {
        self.0.last.set(self.0.last.get() + 1);
        Job(self.0.last.get())
    }

    fn post(&self, asked: &Asked, files: &[File]) {
        let Ok(bytes) = postcard::to_stdvec(asked) else {
            return;
        };
        let message = Array::of1(&Uint8Array::from(bytes.as_slice()));
        for file in files {
            message.push(file);
        }
        if let Some(running) = self.0.worker.borrow_mut().as_mut() {
            match &mut running.waiting {
                Some(waiting) => waiting.push(message.into()),
                // A message can only fail to be cloned, and bytes and files never do.
                None => drop(running.worker.post_message(&message)),
            }
        }
    }

    fn start(&self) {
        match self.running() {
            Ok(running) => *self.0.worker.borrow_mut() = Some(running),
            Err(_) => (self.0.hear)(Heard::Died("the start of the worker".to_owned())),
        }
    }

    /// A worker that was started from an address of its own would run without the page's content security policy.
    /// One that is started from a blob inherits it, so what the page may not send, the worker may not send either.
    fn running(&self) -> Result<Running, JsValue> {
        // The worker's first lines, as `start.js` wrote them.
        let script = Reflect::get(&js_sys::global(), &"goodhartWorker".into())?;
        let kind = web_sys::BlobPropertyBag::new();
        kind.set_type("text/javascript");
        let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&script), &kind)?;
        let url = Url::create_object_url_with_blob(&blob)?;
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options(&url, &options)?;
        let handle = self.clone();
        let on_message = Closure::new(move |event: MessageEvent| {
            let bytes = Uint8Array::new(&event.data()).to_vec();
            match postcard::from_bytes(&bytes) {
                Ok(said) => handle.hear(said),
                Err(error) => handle.restart(&error.to_string()),
            }
        });
        let handle = self.clone();
        let on_error = Closure::new(move |event: ErrorEvent| {
            event.prevent_default();
            handle.restart("the worker");
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        Ok(Running {
            worker,
            waiting: Some(Vec::new()),
            _on_message: on_message,
            _on_error: on_error,
        })
    }

    fn hear(&self, said: Said) {
        let heard = match said {
            Said::Ready => return self.flush(),
            Said::Progress(job, share) => Heard::Progress(job, share),
            Said::Read(job, report, spans) => {
                measure(&spans);
                Heard::Read(job, report)
            }
            Said::Answered(job, answer, spans) => {
                measure(&spans);
                Heard::Answered(job, answer)
            }
            Said::Written(job, written) => Heard::Written(job, written),
            Said::Fetched(fetched) => Heard::Fetched(fetched),
            Said::Cancelled(job) => Heard::Cancelled(job),
            Said::Broke(place) => return self.restart(&place),
        };
        (self.0.hear)(heard);
    }

    /// Posts what had to wait for the worker.
    fn flush(&self) {
        if let Some(running) = self.0.worker.borrow_mut().as_mut() {
            for message in running.waiting.take().unwrap_or_default() {
                drop(running.worker.post_message(&message));
            }
        }
    }

    fn restart(&self, place: &str) {
        let old = self.0.worker.borrow_mut().take();
        let was_listening = old.as_ref().is_some_and(|old| old.waiting.is_none());
        if let Some(old) = old {
            old.worker.terminate();
            // The closure that runs right now belongs to the old worker, so that is let go of a moment later.
            wasm_bindgen_futures::spawn_local(async move { drop(old) });
        }
        // One that died before it listened would die again.
        if was_listening {
            self.start();
        }
        (self.0.hear)(Heard::Died(place.to_owned()));
    }
}

/// Puts stages on the browser's own timeline, under their names.
fn measure(spans: &[Span]) {
    for span in spans {
        stage(span.stage, span.start, span.end);
    }
}

/// Puts a stage on the browser's own timeline; times are milliseconds since the epoch.
pub fn stage(stage: Stage, start: f64, end: f64) {
    let name = match stage {
        Stage::Import => "import",
        Stage::Join => "join",
        Stage::Analyse => "analyse",
        Stage::Draw => "draw",
    };
    let put = || {
        let clock = web_sys::window()?.performance()?;
        let origin = clock.time_origin();
        let options = Object::new();
        Reflect::set(&options, &"start".into(), &(start - origin).max(0.0).into()).ok()?;
        Reflect::set(&options, &"end".into(), &(end - origin).max(0.0).into()).ok()?;
        // web-sys has this form only among its unstable interfaces.
        let measure: Function = Reflect::get(&clock, &"measure".into())
            .ok()?
            .dyn_into()
            .ok()?;
        measure.call2(&clock, &name.into(), &options).ok()
    };
    // A browser without it is only not measured.
    let _ = put();
}
