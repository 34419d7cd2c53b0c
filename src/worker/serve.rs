//! In the worker: the engine answers what the page asks, one message at a time.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::rc::Rc;

use js_sys::{Array, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, DedicatedWorkerGlobalScope, File, MessageChannel, MessageEvent};

use super::{Answer, Asked, Job, Said, Span, fetched, pieces, place_of};
use crate::engine::warm::{self, WarmUp};
use crate::engine::{Begun, Engine, FileId, FileReport, Request, Stage, Work};
use crate::notice::{Kind, Notice};
use crate::report::session::DataFile;
use crate::report::{self, Order};

/// Milliseconds of long work between two looks at the messages.
const MOMENT: f64 = 30.0;

/// Milliseconds in which a page that has just been opened is busy itself.
const CALM: i32 = 1_000;

/// Steps of long work between two looks at the clock.
const STEPS: usize = 20;

/// What the worker keeps between messages.
struct Server {
    scope: DedicatedWorkerGlobalScope,
    engine: RefCell<Engine>,
    cancelled: RefCell<BTreeSet<Job>>,
    /// Whether the page asked for something already.
    is_asked: Cell<bool>,
}

/// Serves the page's requests; called in a worker.
pub fn serve() {
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else {
        return;
    };
    let server = Rc::new(Server {
        scope: scope.clone(),
        engine: RefCell::new(Engine::new()),
        cancelled: RefCell::default(),
        is_asked: Cell::default(),
    });
    let last_words = scope.clone();
    std::panic::set_hook(Box::new(move |panic| {
        post(&last_words, &Said::Broke(place_of(panic)));
    }));
    let heard = {
        let server = Rc::clone(&server);
        Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| server.hear(&event))
    };
    scope.set_onmessage(Some(heard.as_ref().unchecked_ref()));
    // The worker listens as long as it lives.
    heard.forget();
    server.say(&Said::Ready);
    spawn_local(async move { server.warm_up().await });
}

impl Server {
    fn hear(self: &Rc<Self>, event: &MessageEvent) {
        let message = Array::from(&event.data());
        let bytes = Uint8Array::new(&message.get(0)).to_vec();
        self.is_asked.set(true);
        match postcard::from_bytes(&bytes) {
            Ok(Asked::Read(job, id, name)) => {
                let server = Rc::clone(self);
                let file = message.get(1).unchecked_into();
                spawn_local(async move { server.read(job, id, &name, &file).await });
            }
            Ok(Asked::Answer(job, request)) => {
                let server = Rc::clone(self);
                spawn_local(async move { server.answer(job, &request).await });
            }
            Ok(Asked::Write(job, order)) => {
                let server = Rc::clone(self);
                let files = message.slice(1, message.length());
                spawn_local(async move { server.write(job, order, &files).await });
            }
            Ok(Asked::Fetched) => {
                let seen = self.scope.performance();
                let seen = seen.map_or_else(Vec::new, |clock| fetched(&clock));
                self.say(&Said::Fetched(seen));
            }
            Ok(Asked::Cancel(job)) => {
                self.cancelled.borrow_mut().insert(job);
            }
            // Page and worker are one program, so this is a bug and no state to go on from.
            Err(error) => self.say(&Said::Broke(error.to_string())),
        }
    }

    /// Has the browser compile what a person will need first, unless they need it already.
    async fn warm_up(&self) {
        for (company, wait) in [(warm::SMALL, 0), (warm::LARGE, CALM)] {
            self.wait(wait).await;
            let mut run = WarmUp::new(company);
            loop {
                self.turn().await;
                if self.is_asked.get() {
                    return;
                }
                if run.step().is_none() {
                    break;
                }
            }
        }
    }

    /// Waits for so many milliseconds.
    async fn wait(&self, milliseconds: i32) {
        let wait = Promise::new(&mut |resolve, _| {
            let scope = &self.scope;
            // It fails nowhere that workers are.
            let _ =
                scope.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds);
        });
        let _ = JsFuture::from(wait).await;
    }

    async fn answer(&self, job: Job, request: &Request) {
        let stage = match request {
            Request::Sample(_) | Request::Forget(_) | Request::Guard(..) => Stage::Import,
            Request::Join(_) => Stage::Join,
            Request::Overview(..)
            | Request::Segments(..)
            | Request::Methods
            | Request::Relate(..)
            | Request::Detail(..)
            | Request::Resample(..)
            | Request::Matrix(..)
            | Request::Check(..)
            | Request::Simulate(..) => Stage::Analyse,
        };
        if self.cancelled.borrow_mut().remove(&job) {
            self.say(&Said::Cancelled(job));
            return;
        }
        let start = now(&self.scope);
        let begun = self.engine.borrow_mut().begin(request);
        let response = match begun {
            Begun::Answered(response) => *response,
            Begun::Working(mut work) => {
                if self.worked(job, &mut work).await.is_none() {
                    self.say(&Said::Cancelled(job));
                    return;
                }
                work.finish()
            }
        };
        let end = now(&self.scope);
        let spans = vec![Span { stage, start, end }];
        match Answer::new(response) {
            Ok(answer) => self.say(&Said::Answered(job, answer, spans)),
            Err(error) => self.say(&Said::Broke(error.to_string())),
        }
    }

    /// Does long work a moment at a time; other messages are heard in between. `None` if it was cancelled.
    async fn worked(&self, job: Job, work: &mut Work) -> Option<()> {
        loop {
            let started = now(&self.scope);
            while now(&self.scope) - started < MOMENT {
                let Some(share) = work.advance(STEPS) else {
                    return Some(());
                };
                if now(&self.scope) - started >= MOMENT {
                    self.say(&Said::Progress(job, share));
                }
            }
            self.turn().await;
            if self.cancelled.borrow_mut().remove(&job) {
                return None;
            }
        }
    }

    /// Lets the messages that wait be heard: the worker waits for one of its own that stands behind them. A timer would
    /// wait for four milliseconds more each time.
    async fn turn(&self) {
        let Ok(channel) = MessageChannel::new() else {
            return;
        };
        let turn = Promise::new(&mut |resolve, _| {
            channel.port1().set_onmessage(Some(&resolve));
            // It fails nowhere that workers are.
            let _ = channel.port2().post_message(&JsValue::NULL);
        });
        let _ = JsFuture::from(turn).await;
        channel.port1().close();
    }

    /// Reads a file a piece at a time; other messages are heard in between.
    async fn read(&self, job: Job, id: FileId, name: &str, file: &Blob) {
        let start = now(&self.scope);
        let size = file.size();
        self.engine.borrow_mut().open(id, name);
        let mut done = 0;
        let mut looked = start;
        let read = pieces::each(file, async |bytes| {
            self.engine.borrow_mut().feed(id, bytes);
            done += bytes.len();
            if now(&self.scope) - looked >= MOMENT {
                self.say(&Said::Progress(job, done as f64 / size));
                self.turn().await;
                looked = now(&self.scope);
            }
            if self.cancelled.borrow_mut().remove(&job) {
                return ControlFlow::Break(());
            }
            ControlFlow::Continue(())
        });
        match read.await {
            Ok(ControlFlow::Continue(())) => {}
            Ok(ControlFlow::Break(())) => {
                self.engine.borrow_mut().abandon(id);
                self.say(&Said::Cancelled(job));
                return;
            }
            Err(_) => {
                self.engine.borrow_mut().abandon(id);
                let notices = vec![Notice::about(name, Kind::Unreadable)];
                let report = FileReport::unusable(id, name, notices);
                self.say(&Said::Read(job, report, Vec::new()));
                return;
            }
        }
        let report = self.engine.borrow_mut().close(id);
        let stage = Stage::Import;
        let end = now(&self.scope);
        self.say(&Said::Read(job, report, vec![Span { stage, start, end }]));
    }

    /// Writes or reads what is taken along; a session is given the bytes of its files first.
    async fn write(&self, job: Job, mut order: Order, files: &Array) {
        for file in files.iter() {
            let file: File = file.unchecked_into();
            let Ok(bytes) = pieces::whole(&file).await else {
                self.say(&Said::Written(job, None));
                return;
            };
            if let Order::Pack(session, _) = &mut order {
                let name = file.name();
                session.data.push(DataFile { name, bytes });
            }
        }
        let written = report::write(order);
        self.say(&Said::Written(job, Some(written)));
    }

    fn say(&self, said: &Said) {
        post(&self.scope, said);
    }
}

/// Posts to the page. A message that cannot be posted has nobody left to hear of it.
fn post(scope: &DedicatedWorkerGlobalScope, said: &Said) {
    if let Ok(bytes) = postcard::to_stdvec(said) {
        let _ = scope.post_message(&Uint8Array::from(bytes.as_slice()));
    }
}

/// Milliseconds since the epoch, as precise as the browser allows.
fn now(scope: &DedicatedWorkerGlobalScope) -> f64 {
    scope
        .performance()
        .map_or(0.0, |clock| clock.time_origin() + clock.now())
}
