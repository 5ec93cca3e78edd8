//! Compaction while the store is in use: a compact copy is written beside it, catches up from the log, and takes its
//! place between two commits. Reading never waits, and writing only for the last few entries.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use crate::disk::{FileDisk, named, sync_folder};
use crate::log::{self, Head};
use crate::store::{Options, Schema, Shared};
use crate::view::View;
use crate::writer::{Job, Purpose, Verdict, Writer, finish};
use crate::{Backend, Error, Snapshot, Store, WriteTx};

/// Entries taken over at a time while the copy catches up, in bytes.
const CATCH_UP_BYTES: usize = 4 << 20;

/// The copy takes the store's place when it lacks no more entries than this; they are taken over while writes wait.
const FEW: u64 = 16;

/// Rounds of catching up; a store that writes faster than that is compacted another time.
const ROUNDS: usize = 50;

impl Snapshot {
    /// What the state takes without free pages and the database's own overhead: all keys and values, in bytes. Reads
    /// everything.
    ///
    /// # Errors
    /// [`Error::Engine`].
    pub fn content_bytes(&self) -> Result<u64, Error> {
        self.base.all()?.try_fold(0, |sum, pair| {
            let (key, value) = pair?;
            Ok(sum + log::stored_bytes(&key, &value))
        })
    }
}

impl Store {
    /// Gives the file's unused room back to the disk. Gives the file's size before and after, in bytes.
    ///
    /// # Errors
    /// [`Error::Busy`] when writes come too fast, [`Error::Full`], [`Error::Engine`]: then everything is as before.
    pub fn compact(&self, schema: Schema) -> Result<(u64, u64), Error> {
        let path = self.shared().path.clone().ok_or(Error::Schema("only a store in a file can be compacted".into()))?;
        let before = self.status().file_bytes;
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(".compact");
        let copy = path.with_file_name(name);
        if copy.exists() {
            // Left behind by a program that ended meanwhile.
            fs::remove_file(&copy).map_err(|error| named(&copy, &error))?;
        }
        let done = self.copy_to(&copy).and_then(|_| self.catch_up_and_swap(&copy, &path, schema));
        if done.is_err() && copy.exists() {
            fs::remove_file(&copy).map_err(|error| named(&copy, &error))?;
        }
        done.map(|()| (before, self.status().file_bytes))
    }

    fn catch_up_and_swap(&self, copy: &Path, path: &Path, schema: Schema) -> Result<(), Error> {
        let mut options = Options::new(Backend::File(copy.to_owned()));
        options.read_only = Some("This copy is about to take another one's place.".into());
        let fresh = Self::open(options, schema)?;
        for _ in 0..ROUNDS {
            if self.status().seq.saturating_sub(fresh.status().seq) <= FEW {
                return self.swap(fresh, copy, path);
            }
            fresh.replay(self.log_up_to(fresh.status().seq, CATCH_UP_BYTES)?)?;
        }
        Err(Error::Busy)
    }

    fn swap(&self, fresh: Self, copy: &Path, path: &Path) -> Result<(), Error> {
        let (send, receive) = std::sync::mpsc::sync_channel(1);
        let job = Swap {
            fresh: Some(fresh),
            copy: copy.to_owned(),
            path: path.to_owned(),
            done: Box::new(move |outcome| {
                // Nobody waits any more when sending fails.
                let _ = send.send(outcome);
            }),
        };
        self.queue(Box::new(job));
        receive.recv().unwrap_or(Err(Error::Closed))
    }
}

/// The last step, done by the writer between two commits.
struct Swap {
    fresh: Option<Store>,
    copy: std::path::PathBuf,
    path: std::path::PathBuf,
    done: Box<dyn FnOnce(Result<(), Error>) + Send>,
}

impl Job for Swap {
    fn purpose(&self) -> Purpose {
        Purpose::Swap
    }

    fn run(&mut self, _tx: &mut WriteTx) -> Verdict {
        Verdict::Refused
    }

    fn swap(&mut self, writer: &mut Writer, shared: &Shared) -> Result<(), Error> {
        let fresh = self.fresh.take().ok_or(Error::Closed)?;
        let now = View::committed(writer.base.as_ref());
        fresh.replay(log::up_to(now, fresh.status().seq, usize::MAX)?)?;
        for (name, seq) in log::cursors(now)? {
            fresh.set_cursor(&name, seq)?;
        }
        if fresh.status().head != writer.head.hash {
            return Err(Error::Chain { seq: writer.head.seq, newest: fresh.status().seq });
        }
        fresh.close();
        fs::rename(&self.copy, &self.path).map_err(|error| named(&self.path, &error))?;
        // From here on the file is another one: what does not succeed stops writing.
        let moved = sync_folder(&self.path)
            .map_err(|error| named(&self.path, &error))
            .and_then(|()| writer.engine.move_to(Arc::new(FileDisk::open(&self.path)?)))
            .and_then(|()| Ok(Arc::from(writer.engine.snapshot()?)));
        let base = moved.inspect_err(|error| shared.latch.trip(&error.to_string()))?;
        writer.base = base;
        let last_micros = writer.head.last_micros;
        writer.head = Head::load(View::committed(writer.base.as_ref()))?.unwrap_or(writer.head);
        writer.head.last_micros = writer.head.last_micros.max(last_micros);
        shared.publish(&writer.base, writer.head);
        Ok(())
    }

    fn finish(self: Box<Self>, outcome: Result<(), Error>) {
        (self.done)(outcome);
    }
}

/// Does a swap's work and answers it.
pub(crate) fn perform(mut job: Box<dyn Job>, writer: &mut Writer, shared: &Shared) {
    let outcome = match shared.latch.tripped() {
        Some(fault) => Err(Error::ReadOnly(fault)),
        None => job.swap(writer, shared),
    };
    finish(job, outcome);
}
