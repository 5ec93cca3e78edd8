//! The one writer of a store: runs queued work on an overlay and commits it in groups.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use crate::compact;
use crate::disk::Space;
use crate::engine::{Engine, EngineSnapshot};
use crate::log::Head;
use crate::store::Shared;
use crate::tx::WriteTx;
use crate::{Clock, Entropy, Error};

/// Most transactions of one commit: bounds the wait of the first of them.
const GROUP_JOBS: usize = 512;
/// Most bytes of one commit: bounds the memory and the time of a commit.
const GROUP_BYTES: usize = 8 << 20;

/// Room there must be before writing is tried again after a full disk, in bytes: enough for the largest commit with
/// the pages it copies.
const AFTER_FULL: u64 = 32 << 20;

/// Queued work: run on the writer's thread, finished after the commit.
pub(crate) trait Job: Send {
    /// What it is about.
    fn purpose(&self) -> Purpose;
    /// Runs the work once.
    fn run(&mut self, tx: &mut WriteTx) -> Verdict;
    /// Works on the writer itself, between two commits; only for [`Purpose::Swap`].
    fn swap(&mut self, _writer: &mut Writer, _shared: &Shared) -> Result<(), Error> {
        Err(Error::Nested)
    }
    /// Answers the one who asked.
    fn finish(self: Box<Self>, outcome: Result<(), Error>);
}

/// What work is about: what is refused while writes are stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Somebody wants something changed.
    Change,
    /// The store's own upkeep: another store's log, consumers' cursors, old log entries.
    Upkeep,
    /// A compact file takes the place of the store's; done between two commits.
    Swap,
}

/// What the work said.
pub(crate) enum Verdict {
    /// Keep what it wrote.
    Accepted,
    /// Its own refusal: forget what it wrote.
    Refused,
    /// It panicked with this message.
    Panicked(String),
}

/// Work with its answer and the one to tell.
pub(crate) struct Task<F, D, T, E> {
    purpose: Purpose,
    work: Option<F>,
    answer: Option<Result<T, E>>,
    done: D,
}

impl<F, D, T, E> Task<F, D, T, E> {
    pub(crate) fn new(purpose: Purpose, work: F, done: D) -> Self {
        Self { purpose, work: Some(work), answer: None, done }
    }
}

impl<F, D, T, E> Job for Task<F, D, T, E>
where
    F: FnOnce(&mut WriteTx) -> Result<T, E> + Send,
    D: FnOnce(Result<Result<T, E>, Error>) + Send,
    T: Send,
    E: Send,
{
    fn purpose(&self) -> Purpose {
        self.purpose
    }

    fn run(&mut self, tx: &mut WriteTx) -> Verdict {
        let Some(work) = self.work.take() else {
            return Verdict::Refused;
        };
        match catch_unwind(AssertUnwindSafe(|| work(tx))) {
            Ok(answer) => {
                let verdict = if answer.is_ok() { Verdict::Accepted } else { Verdict::Refused };
                self.answer = Some(answer);
                verdict
            }
            Err(panic) => Verdict::Panicked(message(panic.as_ref())),
        }
    }

    fn finish(self: Box<Self>, outcome: Result<(), Error>) {
        let Self { answer, done, .. } = *self;
        done(outcome.and_then(|()| answer.ok_or(Error::Closed)));
    }
}

/// The words of a panic.
pub(crate) fn message(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "no message".into())
}

/// Answers a job; a panic in the answer must not end the writer.
pub(crate) fn finish(job: Box<dyn Job>, outcome: Result<(), Error>) {
    if let Err(panic) = catch_unwind(AssertUnwindSafe(|| job.finish(outcome))) {
        tracing::error!(panic = message(panic.as_ref()), "the answer to a transaction panicked");
    }
}

/// The engine with the newest committed state.
pub(crate) struct Writer {
    pub(crate) engine: Box<dyn Engine>,
    pub(crate) base: Arc<dyn EngineSnapshot>,
    pub(crate) head: Head,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) entropy: Arc<dyn Entropy>,
    pub(crate) room: Room,
}

/// How much room there must be for a write to be tried.
pub(crate) struct Room {
    pub(crate) space: Option<Arc<dyn Space>>,
    pub(crate) reserve: u64,
}

impl Room {
    /// Whether there is at least so much; yes when nobody knows.
    fn has(&self, bytes: u64) -> bool {
        bytes == 0 || self.space.as_ref().and_then(|space| space.free_bytes()).is_none_or(|free| free >= bytes)
    }
}

impl Writer {
    /// Begins a group.
    pub(crate) fn group(&self) -> WriteTx {
        WriteTx::new(Arc::clone(&self.base), self.head, Arc::clone(&self.entropy))
    }

    /// Makes a group durable and the newest state.
    pub(crate) fn commit(&mut self, tx: WriteTx) -> Result<(), Error> {
        let head = tx.head();
        let writes = tx.into_writes();
        let mut pairs = writes.iter().map(|(key, slot)| (key.as_slice(), slot.value.as_deref()));
        self.engine.commit(&mut pairs)?;
        self.base = Arc::from(self.engine.snapshot()?);
        self.head = head;
        Ok(())
    }

    /// Works until the store closes and the queue is empty.
    pub(crate) fn work(mut self, shared: &Shared) {
        let mut jobs = VecDeque::new();
        while shared.wait_for_jobs(&mut jobs) {
            self.one_group(shared, &mut jobs);
        }
        shared.retire();
    }

    /// Makes sure that there is room to write. A store that met a full disk is revived when there is room again.
    fn make_ready(&mut self) -> Result<(), Error> {
        if !self.engine.is_full() {
            return if self.room.has(self.room.reserve) { Ok(()) } else { Err(Error::Full) };
        }
        if !self.room.has(self.room.reserve.max(AFTER_FULL)) {
            return Err(Error::Full);
        }
        self.engine.revive()?;
        self.base = Arc::from(self.engine.snapshot()?);
        Ok(())
    }

    fn one_group(&mut self, shared: &Shared, jobs: &mut VecDeque<Box<dyn Job>>) {
        if shared.latch.tripped().is_none()
            && let Err(error) = self.make_ready()
        {
            shared.note_full(&error);
            for job in jobs.drain(..) {
                finish(job, Err(error.clone()));
            }
            return;
        }
        if jobs.front().is_some_and(|job| job.purpose() == Purpose::Swap) {
            return jobs.pop_front().map_or((), |job| compact::perform(job, self, shared));
        }
        let mut tx = self.group();
        let mut accepted = Vec::with_capacity(jobs.len());
        while accepted.len() < GROUP_JOBS && tx.group_bytes() < GROUP_BYTES {
            if jobs.is_empty() {
                shared.take_jobs(jobs);
            }
            if jobs.front().is_none_or(|job| job.purpose() == Purpose::Swap) {
                break;
            }
            let Some(job) = jobs.pop_front() else { break };
            self.one_job(shared, &mut tx, job, &mut accepted);
        }
        if tx.nothing_accepted() {
            self.head.last_micros = tx.head().last_micros;
            for job in accepted {
                finish(job, Ok(()));
            }
            return;
        }
        // A fault while the work was reading may have misled it: then nothing is kept.
        let outcome = match shared.latch.tripped() {
            Some(fault) => Err(Error::ReadOnly(fault)),
            None => self.commit(tx).map_err(|error| match error {
                Error::Full => Error::Full,
                error => {
                    shared.latch.trip(&error.to_string());
                    Error::ReadOnly(shared.latch.tripped().unwrap_or_default())
                }
            }),
        };
        match outcome {
            // Noted before anybody can see the commit, and so before anybody can confirm it.
            Ok(()) => {
                shared.full.store(false, Ordering::Relaxed);
                let answered = shared.waiting.hold(self.head.seq, accepted);
                shared.publish(&self.base, self.head);
                for job in answered {
                    finish(job, Ok(()));
                }
            }
            Err(error) => {
                shared.note_full(&error);
                for job in accepted {
                    finish(job, Err(error.clone()));
                }
            }
        }
    }

    fn one_job(&self, shared: &Shared, tx: &mut WriteTx, mut job: Box<dyn Job>, accepted: &mut Vec<Box<dyn Job>>) {
        if let Some(fault) = shared.latch.tripped() {
            return finish(job, Err(Error::ReadOnly(fault)));
        }
        if job.purpose() == Purpose::Change
            && let Some(why) = shared.stopped()
        {
            return finish(job, Err(Error::Stopped(why)));
        }
        tx.begin(self.clock.as_ref());
        match job.run(tx) {
            Verdict::Accepted => match tx.accept() {
                Ok(()) => accepted.push(job),
                Err(error) => {
                    tx.discard();
                    finish(job, Err(error));
                }
            },
            Verdict::Refused => {
                tx.discard();
                finish(job, Ok(()));
            }
            Verdict::Panicked(text) => {
                tx.discard();
                tracing::error!(panic = text, "the work of a transaction panicked");
                finish(job, Err(Error::Panicked(text)));
            }
        }
    }
}
