//! Copies: one frozen state written into a fresh, compact file.

use std::path::Path;
use std::sync::Arc;

use crate::Error;
use crate::engine::{Direction, EngineSnapshot};
use crate::engine_redb::write_copy;
use crate::log::{self, FIRST_FREE_TABLE, Head, LogEntry};
use crate::view::View;

/// A held state of a store. Take those of several stores first, then copy them one after another.
pub struct Snapshot {
    pub(crate) base: Arc<dyn EngineSnapshot>,
    pub(crate) head: Head,
}

/// What was copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Copied {
    /// Number of the last transaction in the copy.
    pub seq: u64,
    /// Hash of its entry in the commit log.
    pub head: [u8; 32],
    /// Size of the file in bytes.
    pub bytes: u64,
}

impl Snapshot {
    /// Number of the last transaction that is seen.
    pub fn seq(&self) -> u64 {
        self.head.seq
    }

    /// Time of the last committed transaction that is seen, in microseconds since 1970.
    pub fn last_micros(&self) -> i64 {
        self.head.last_micros
    }

    /// Hash of the newest entry of the commit log that is seen.
    pub fn head(&self) -> [u8; 32] {
        self.head.hash
    }

    /// Version of the schema.
    pub fn schema(&self) -> u32 {
        self.head.schema
    }

    /// BLAKE3 over every key and value of the tables and their indexes in key order, each with its length in front.
    /// Equal states give equal digests; the log and its consumers' cursors do not count.
    ///
    /// # Errors
    /// [`Error::Engine`].
    pub fn digest(&self) -> Result<[u8; 32], Error> {
        let mut hasher = blake3::Hasher::new();
        for pair in self.base.range(&FIRST_FREE_TABLE.to_be_bytes(), &[0xFF; 3], Direction::Ascending)? {
            let (key, value) = pair?;
            for part in [key, value] {
                hasher.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_le_bytes()).update(&part);
            }
        }
        Ok(*hasher.finalize().as_bytes())
    }

    /// The entries of the commit log with `seq > after`, ascending, until they reach so many bytes; at least one.
    ///
    /// # Errors
    /// [`Error::Corrupt`] when an entry is damaged.
    pub fn log_up_to(&self, after: u64, bytes: usize) -> Result<Vec<LogEntry>, Error> {
        log::up_to(View::committed(self.base.as_ref()), after, bytes)
    }

    /// Writes the state into a new file, durably. What was begun is removed when it fails.
    ///
    /// # Errors
    /// [`Error::Exists`] when there is such a file, [`Error::Engine`].
    pub fn copy_to(&self, path: &Path) -> Result<Copied, Error> {
        let written = write_copy(path, &mut self.base.all()?);
        if written.as_ref().is_err_and(|error| !matches!(error, Error::Exists(_)))
            && let Err(error) = std::fs::remove_file(path)
        {
            tracing::warn!(%error, path = %path.display(), "an unfinished copy stays behind");
        }
        Ok(Copied { seq: self.head.seq, head: self.head.hash, bytes: written? })
    }
}
