//! The store: opening, reading, submitting writes, the log's consumers, closing.

use std::collections::{BTreeMap, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, RwLock};
use std::thread::{JoinHandle, ThreadId};

use crate::check::{AnyTable, Finding};
use crate::copy::{Copied, Snapshot};
use crate::disk::{Ballast, FolderSpace, Space};
use crate::engine::{EngineSnapshot, Latch};
use crate::engine_redb::{Place, RedbEngine, unharmed};
use crate::log::Head;
use crate::open;
use crate::tx::{ReadTx, WriteTx};
use crate::view::Reads as _;
use crate::waiting::Waiting;
use crate::writer::{Job, Purpose, Room, Task, Writer};
use crate::{Clock, Entropy, Error, SystemClock, SystemEntropy};

/// Page cache of a store unless told otherwise, in bytes.
pub const DEFAULT_CACHE_BYTES: usize = 32 << 20;
/// Most transactions that may wait; beyond it the disk is hopelessly behind.
pub const MAX_QUEUED: usize = 65_536;

/// Where the bytes are kept.
pub enum Backend {
    /// In a file, created when absent.
    File(PathBuf),
    /// In memory, gone when closed; for tests.
    Memory,
    /// In something of the caller's, for example a disk that fails on purpose.
    Custom(Box<dyn redb::StorageBackend>),
}

/// How to open a store.
pub struct Options {
    /// Page cache in bytes.
    pub cache_bytes: usize,
    /// Source of time.
    pub clock: Arc<dyn Clock>,
    /// Source of chance.
    pub entropy: Arc<dyn Entropy>,
    /// Where the bytes are kept.
    pub backend: Backend,
    /// Why no writes are taken from the start, if so; see [`Store::stop_writes`].
    pub read_only: Option<String>,
    /// Tells how much room there is; the file system's own word when the store is in a file.
    pub space: Option<Arc<dyn Space>>,
    /// Writes are refused with [`Error::Full`] while there is less room than this, in bytes.
    pub reserve_bytes: u64,
    /// Given up before the disk counts as full.
    pub ballast: Option<Ballast>,
}

impl Options {
    /// The computer's clock and chance, the default cache.
    pub fn new(backend: Backend) -> Self {
        Self {
            cache_bytes: DEFAULT_CACHE_BYTES,
            clock: Arc::new(SystemClock),
            entropy: Arc::new(SystemEntropy),
            space: match &backend {
                Backend::File(path) => {
                    Some(Arc::new(FolderSpace(path.parent().map(Path::to_owned).unwrap_or_default())))
                }
                Backend::Memory | Backend::Custom(_) => None,
            },
            backend,
            read_only: None,
            reserve_bytes: 0,
            ballast: None,
        }
    }
}

/// One whole-file migration; it runs once, at opening, in one commit.
#[derive(Clone, Copy)]
pub struct Step {
    /// The schema version the file has afterwards.
    pub to: u32,
    /// What it does, for the log.
    pub name: &'static str,
    /// The work.
    pub run: fn(&mut WriteTx) -> Result<(), Error>,
}

/// All tables of a store, the schema's version and the steps from older versions to it.
#[derive(Clone)]
pub struct Schema {
    /// The version this program writes, from 1.
    pub version: u32,
    /// Every table.
    pub tables: Vec<&'static dyn AnyTable>,
    /// Steps in ascending order of `to`; a new file runs none.
    pub steps: Vec<Step>,
}

/// How a store is doing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// Number of the last committed transaction.
    pub seq: u64,
    /// Hash of the last entry of the commit log.
    pub head: [u8; 32],
    /// Time of the last committed transaction, microseconds since 1970.
    pub last_micros: i64,
    /// Version of the schema.
    pub schema: u32,
    /// Why no writes are taken, if so.
    pub read_only: Option<String>,
    /// Whether the last write found the disk full.
    pub full: bool,
    /// Transactions that wait.
    pub queued: usize,
    /// Size of the file in bytes; 0 without a file.
    pub file_bytes: u64,
}

/// An open store. Clones share it; the last one closes it.
#[derive(Clone)]
pub struct Store {
    handle: Arc<Handle>,
}

struct Handle {
    shared: Arc<Shared>,
    writer: Mutex<Option<JoinHandle<()>>>,
    writer_id: ThreadId,
}

struct Queue {
    jobs: VecDeque<Box<dyn Job>>,
    closing: bool,
}

struct Latest {
    base: Arc<dyn EngineSnapshot>,
    head: Head,
}

/// The newest commit, known even after closing.
#[derive(Default)]
pub(crate) struct Committed {
    pub(crate) head: Head,
    pub(crate) closed: bool,
}

/// What the store's handles share with the writer.
pub(crate) struct Shared {
    queue: Mutex<Queue>,
    wake: Condvar,
    latest: RwLock<Option<Latest>>,
    /// Waited for by the log's consumers.
    pub(crate) committed: Mutex<Committed>,
    pub(crate) moved: Condvar,
    pub(crate) latch: Arc<Latch>,
    /// Why writes are stopped, when they are.
    pub(crate) stopped: RwLock<Option<String>>,
    /// Where consumers stand that keep their cursor themselves.
    pub(crate) noted: Mutex<BTreeMap<String, u64>>,
    /// Whether the last write found the disk full.
    pub(crate) full: AtomicBool,
    /// Writes that are on disk and wait for somebody's confirmation.
    pub(crate) waiting: Waiting,
    pub(crate) tables: Vec<&'static dyn AnyTable>,
    clock: Arc<dyn Clock>,
    pub(crate) path: Option<PathBuf>,
}

pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Shared {
    /// Waits for jobs and moves them all into `jobs`; false when the store closes.
    pub(crate) fn wait_for_jobs(&self, jobs: &mut VecDeque<Box<dyn Job>>) -> bool {
        let mut queue = lock(&self.queue);
        while jobs.is_empty() && queue.jobs.is_empty() {
            if queue.closing {
                return false;
            }
            queue = self.wake.wait(queue).unwrap_or_else(PoisonError::into_inner);
        }
        jobs.append(&mut queue.jobs);
        true
    }

    /// Moves the waiting jobs into `jobs`.
    pub(crate) fn take_jobs(&self, jobs: &mut VecDeque<Box<dyn Job>>) {
        jobs.append(&mut lock(&self.queue).jobs);
    }

    /// Shows a new commit to readers and to the log's consumers.
    pub(crate) fn publish(&self, base: &Arc<dyn EngineSnapshot>, head: Head) {
        let latest = Latest { base: Arc::clone(base), head };
        *self.latest.write().unwrap_or_else(PoisonError::into_inner) = Some(latest);
        lock(&self.committed).head = head;
        self.moved.notify_all();
    }

    /// Notes that an error says that the disk is full.
    pub(crate) fn note_full(&self, error: &Error) {
        if *error == Error::Full && !self.full.swap(true, Ordering::Relaxed) {
            tracing::error!("the disk is full: writes are refused until there is room again");
        }
    }

    /// Why writes are stopped, if they are.
    pub(crate) fn stopped(&self) -> Option<String> {
        self.stopped.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Ends reading when the writer has ended.
    pub(crate) fn retire(&self) {
        self.waiting.give_up("the program ended");
        *self.latest.write().unwrap_or_else(PoisonError::into_inner) = None;
        lock(&self.committed).closed = true;
        self.moved.notify_all();
    }

    pub(crate) fn read_tx(&self) -> Result<ReadTx, Error> {
        let now = self.clock.now_micros();
        let latest = self.latest.read().unwrap_or_else(PoisonError::into_inner);
        let latest = latest.as_ref().ok_or(Error::Closed)?;
        Ok(ReadTx { base: Arc::clone(&latest.base), head: latest.head, now })
    }
}

impl Handle {
    fn shutdown(&self) {
        lock(&self.shared.queue).closing = true;
        self.shared.wake.notify_all();
        let writer = lock(&self.writer).take();
        // The last handle may be dropped by work on the writer's own thread.
        if let Some(writer) = writer
            && std::thread::current().id() != self.writer_id
            && writer.join().is_err()
        {
            tracing::error!("the writer of a store ended with a panic");
        }
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.shutdown();
    }
}

impl Store {
    /// Opens or creates a store and brings its schema up to date.
    ///
    /// # Errors
    /// [`Error::InUse`] when it is open already, [`Error::NewerStore`] when a newer program wrote
    /// it, [`Error::Schema`] for a wrong declaration, and whatever a migration step returns.
    pub fn open(options: Options, schema: Schema) -> Result<Self, Error> {
        open::validate(&schema)?;
        let path = match &options.backend {
            Backend::File(path) => Some(path.clone()),
            Backend::Memory | Backend::Custom(_) => None,
        };
        let latch = Arc::new(Latch::of(path.clone()));
        let place = Place { backend: options.backend, cache_bytes: options.cache_bytes, ballast: options.ballast };
        let engine = RedbEngine::open(place, Arc::clone(&latch))?;
        let base = Arc::from(crate::engine::Engine::snapshot(&engine)?);
        let mut writer = Writer {
            engine: Box::new(engine),
            base,
            head: Head::default(),
            clock: Arc::clone(&options.clock),
            entropy: options.entropy,
            room: Room { space: options.space, reserve: options.reserve_bytes },
        };
        open::bring_up_to_date(&mut writer, &schema)?;
        let shared = Arc::new(Shared {
            queue: Mutex::new(Queue { jobs: VecDeque::new(), closing: false }),
            wake: Condvar::new(),
            latest: RwLock::new(None),
            committed: Mutex::new(Committed::default()),
            moved: Condvar::new(),
            latch,
            stopped: RwLock::new(options.read_only),
            noted: Mutex::default(),
            full: AtomicBool::new(false),
            waiting: Waiting::default(),
            tables: schema.tables,
            clock: options.clock,
            path,
        });
        shared.publish(&writer.base, writer.head);
        let for_writer = Arc::clone(&shared);
        let thread = std::thread::Builder::new()
            .name("store-writer".into())
            .spawn(move || writer.work(&for_writer))
            .map_err(|error| Error::Engine(error.to_string()))?;
        let writer_id = thread.thread().id();
        Ok(Self { handle: Arc::new(Handle { shared, writer: Mutex::new(Some(thread)), writer_id }) })
    }

    pub(crate) fn shared(&self) -> &Shared {
        &self.handle.shared
    }

    /// Reads from the last committed state; never waits for the writer.
    ///
    /// # Errors
    /// [`Error::Closed`].
    pub fn read<T>(&self, f: impl FnOnce(&ReadTx) -> T) -> Result<T, Error> {
        Ok(f(&self.shared().read_tx()?))
    }

    /// Queues work for the writer. `done` is called on the writer's thread: after the durable
    /// commit, or at once after a refusal (`Err` of the work), which leaves no trace. It must be
    /// quick, like sending to a channel.
    pub fn submit<T, E, F, D>(&self, work: F, done: D)
    where
        F: FnOnce(&mut WriteTx) -> Result<T, E> + Send + 'static,
        D: FnOnce(Result<Result<T, E>, Error>) + Send + 'static,
        T: Send + 'static,
        E: Send + 'static,
    {
        self.queue(Box::new(Task::new(Purpose::Change, work, done)));
    }

    pub(crate) fn queue(&self, job: Box<dyn Job>) {
        let mut queue = lock(&self.shared().queue);
        let refusal = if queue.closing {
            Error::Closed
        } else if queue.jobs.len() >= MAX_QUEUED {
            Error::Busy
        } else {
            queue.jobs.push_back(job);
            let first = queue.jobs.len() == 1;
            drop(queue);
            if first {
                self.shared().wake.notify_one();
            }
            return;
        };
        drop(queue);
        job.finish(Err(refusal));
    }

    /// Like [`submit`](Self::submit), and waits for the answer.
    ///
    /// # Errors
    /// [`Error::Nested`] inside a write of this store, [`Error::ReadOnly`], [`Error::Busy`],
    /// [`Error::Panicked`], [`Error::Closed`]; the inner result is the work's own.
    pub fn write<T, E, F>(&self, work: F) -> Result<Result<T, E>, Error>
    where
        F: FnOnce(&mut WriteTx) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: Send + 'static,
    {
        self.wait_for(Purpose::Change, work)
    }

    /// The store's own work, which goes on while writes are stopped.
    pub(crate) fn upkeep<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut WriteTx) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        self.wait_for(Purpose::Upkeep, work)?
    }

    fn wait_for<T, E, F>(&self, purpose: Purpose, work: F) -> Result<Result<T, E>, Error>
    where
        F: FnOnce(&mut WriteTx) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: Send + 'static,
    {
        if std::thread::current().id() == self.handle.writer_id {
            return Err(Error::Nested);
        }
        let (send, receive) = mpsc::sync_channel(1);
        let done = move |answer| {
            // Nobody waits any more when sending fails.
            let _ = send.send(answer);
        };
        self.queue(Box::new(Task::new(purpose, work, done)));
        receive.recv().unwrap_or(Err(Error::Closed))
    }

    /// How the store is doing.
    pub fn status(&self) -> Status {
        let shared = self.shared();
        let head = lock(&shared.committed).head;
        let file = shared.path.as_ref().and_then(|path| path.metadata().ok());
        Status {
            seq: head.seq,
            head: head.hash,
            last_micros: head.last_micros,
            schema: head.schema,
            read_only: shared.latch.tripped().or_else(|| shared.stopped()),
            full: shared.full.load(Ordering::Relaxed),
            queued: lock(&shared.queue).jobs.len(),
            file_bytes: file.map_or(0, |file| file.len()),
        }
    }

    /// Looks at every record, index entry and log entry. Empty means healthy.
    ///
    /// # Errors
    /// Only when the engine cannot be read at all; damage is a finding, not an error.
    pub fn check(&self) -> Result<Vec<Finding>, Error> {
        let tx = self.shared().read_tx()?;
        unharmed(|| crate::check::check(tx.view(), &tx.head, &self.shared().tables))?
    }

    /// Holds the last committed state for copying.
    pub fn snapshot(&self) -> Result<Snapshot, Error> {
        let tx = self.shared().read_tx()?;
        Ok(Snapshot { base: tx.base, head: tx.head })
    }

    /// Writes a consistent, compact, durable copy into a new file while writes go on.
    ///
    /// # Errors
    /// [`Error::Exists`] when there is such a file, [`Error::Engine`].
    pub fn copy_to(&self, path: &Path) -> Result<Copied, Error> {
        self.snapshot()?.copy_to(path)
    }

    /// Finishes the queued writes and closes the store for all its clones.
    pub fn close(self) {
        self.handle.shutdown();
    }
}
