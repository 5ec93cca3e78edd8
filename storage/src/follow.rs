//! The commit log from outside: reading it, its consumers, how long it is kept, and following another store's log.

use std::sync::PoisonError;
use std::time::Duration;

use crate::log::{self, LogEntry};
use crate::store::lock;
use crate::view::Reads as _;
use crate::{Error, Store};

/// Old entries removed in one transaction; each is a key of its own.
const TRIM_AT_ONCE: usize = 1_000;

/// What is kept of the commit log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LogKept {
    /// Number of the oldest entry; 0 when there is none.
    pub first: u64,
    /// Number of the newest entry; 0 when there never was one.
    pub last: u64,
    /// Time of the oldest entry, in microseconds since 1970.
    pub first_micros: i64,
    /// Size of all entries in bytes.
    pub bytes: u64,
}

/// How much of the commit log is kept: whatever is younger than the age, and whatever fits into the size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LogRetention {
    /// Entries younger than this are kept, in microseconds.
    pub micros: i64,
    /// Entries are kept while all of them together are no larger than this, in bytes.
    pub bytes: u64,
}

/// When a write is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Wait {
    /// When it is on this store's disk.
    #[default]
    ForDisk,
    /// When somebody has also confirmed to have it; see [`Store::confirm`].
    ForConfirmation,
}

impl Store {
    /// Up to `limit` entries of the commit log with `seq > after`, ascending.
    ///
    /// # Errors
    /// [`Error::Corrupt`] when an entry is damaged.
    pub fn log(&self, after: u64, limit: usize) -> Result<Vec<LogEntry>, Error> {
        let tx = self.shared().read_tx()?;
        log::entries(tx.view(), after)?.take(limit).map(|stored| Ok(stored?.entry)).collect()
    }

    /// Waits until there is an entry with `seq > after`; false after the timeout or at closing.
    pub fn wait_log(&self, after: u64, timeout: Duration) -> bool {
        let shared = self.shared();
        let waited = shared.moved.wait_timeout_while(lock(&shared.committed), timeout, |committed| {
            committed.head.seq <= after && !committed.closed
        });
        let (committed, _) = waited.unwrap_or_else(PoisonError::into_inner);
        committed.head.seq > after
    }

    /// Where a consumer of the log stands; 0 when it never said so.
    pub fn cursor(&self, name: &str) -> Result<u64, Error> {
        log::load_cursor(self.shared().read_tx()?.view(), name)
    }

    /// Notes where a consumer stands, durably; setting it back makes the consumer start again.
    pub fn set_cursor(&self, name: &str, seq: u64) -> Result<(), Error> {
        let (key, value) = log::stored_cursor(name, seq);
        self.upkeep(move |tx| tx.set(key, Some(value), false))
    }

    /// Notes where a consumer stands that keeps its cursor itself, so that [`cursors`](Self::cursors) tells of it. In
    /// memory only.
    pub fn note_cursor(&self, name: &str, seq: u64) {
        lock(&self.shared().noted).insert(name.to_owned(), seq);
    }

    /// What [`note_cursor`](Self::note_cursor) noted last.
    pub fn noted_cursor(&self, name: &str) -> Option<u64> {
        lock(&self.shared().noted).get(name).copied()
    }

    /// Every consumer of the log with the number of the last entry it has dealt with.
    ///
    /// # Errors
    /// [`Error::Corrupt`], [`Error::Engine`].
    pub fn cursors(&self) -> Result<Vec<(String, u64)>, Error> {
        let mut all: std::collections::BTreeMap<String, u64> = lock(&self.shared().noted).clone();
        all.extend(log::cursors(self.shared().read_tx()?.view())?);
        Ok(all.into_iter().collect())
    }

    /// The entries of the commit log with `seq > after`, ascending, until they reach so many bytes; at least one.
    ///
    /// # Errors
    /// [`Error::Corrupt`] when an entry is damaged.
    pub fn log_up_to(&self, after: u64, bytes: usize) -> Result<Vec<LogEntry>, Error> {
        log::up_to(self.shared().read_tx()?.view(), after, bytes)
    }

    /// What is kept of the log.
    ///
    /// # Errors
    /// [`Error::Corrupt`], [`Error::Engine`].
    pub fn log_kept(&self) -> Result<LogKept, Error> {
        let tx = self.shared().read_tx()?;
        let first_micros = log::entry(tx.view(), tx.head.log_first)?.map_or(0, |entry| entry.at_micros);
        Ok(LogKept { first: tx.head.log_first, last: tx.head.seq, first_micros, bytes: tx.head.log_bytes })
    }

    /// Number of the last transaction at or before a moment; `None` when the log does not reach back so far. Found by
    /// bisection.
    ///
    /// # Errors
    /// [`Error::Corrupt`], [`Error::Engine`].
    pub fn seq_at(&self, micros: i64) -> Result<Option<u64>, Error> {
        let tx = self.shared().read_tx()?;
        if tx.head.seq == 0 || micros >= tx.head.last_micros {
            return Ok(Some(tx.head.seq));
        }
        let (mut low, mut high) = (tx.head.log_first, tx.head.seq);
        while low < high {
            let middle = low + (high - low) / 2;
            let later = log::entry(tx.view(), middle)?.is_some_and(|entry| entry.at_micros > micros);
            if later { high = middle } else { low = middle + 1 }
        }
        // Now `low` is the first entry after the moment.
        Ok((low > tx.head.log_first || low == 1).then_some(low - 1))
    }

    /// Removes the entries before number `first`; the newest always stays. Gives how many there were.
    ///
    /// # Errors
    /// [`Error::Full`], [`Error::ReadOnly`], [`Error::Engine`].
    pub fn trim_log(&self, first: u64) -> Result<u64, Error> {
        let mut removed = 0;
        loop {
            let now = self.upkeep(move |tx| tx.trim_log(first, TRIM_AT_ONCE))?;
            removed += now;
            if now < TRIM_AT_ONCE as u64 {
                return Ok(removed);
            }
        }
    }

    /// Removes what the retention does not ask for, as of the moment `now`. A consumer that still needs an entry is
    /// waited for as long as the log is no larger than twice the size; after that it has to begin anew.
    ///
    /// # Errors
    /// As [`trim_log`](Self::trim_log).
    pub fn retain_log(&self, keep: LogRetention, now_micros: i64) -> Result<u64, Error> {
        let kept = self.log_kept()?;
        if kept.bytes <= keep.bytes || kept.last == 0 {
            return Ok(0);
        }
        let by_age = self.seq_at(now_micros.saturating_sub(keep.micros))?.map_or(kept.first, |last| last + 1);
        let by_size = self.first_that_fits(keep.bytes)?;
        let mut first = by_age.min(by_size);
        if kept.bytes <= keep.bytes.saturating_mul(2) {
            first = self.cursors()?.into_iter().map(|(_, seq)| seq + 1).fold(first, u64::min);
        }
        self.trim_log(first)
    }

    /// Number of the first entry from which on the log is no larger than so many bytes.
    fn first_that_fits(&self, bytes: u64) -> Result<u64, Error> {
        let tx = self.shared().read_tx()?;
        let mut size = tx.head.log_bytes;
        let mut first = tx.head.log_first;
        let (low, high) = log::log_range(0);
        for pair in tx.view().range(&low, &high, crate::Direction::Ascending)? {
            if size <= bytes {
                break;
            }
            let (key, value) = pair?;
            size = size.saturating_sub(log::stored_bytes(&key, &value));
            first += 1;
        }
        Ok(first)
    }

    /// Takes over entries of another store's log exactly as they are, same number, time and hash, with all that
    /// follows from them, in one durable commit. Goes on while writes are stopped.
    ///
    /// # Errors
    /// [`Error::Chain`] when the first does not follow the newest entry here, or one does not follow the one before;
    /// nothing is kept then.
    pub fn replay(&self, entries: Vec<LogEntry>) -> Result<(), Error> {
        let tables = self.shared().tables.clone();
        self.upkeep(move |tx| entries.iter().try_for_each(|entry| tx.take_over(&tables, entry)))
    }

    /// From now on every write is refused with [`Error::Stopped`] and these words, also those that wait already;
    /// reading, [`replay`](Self::replay) and cursors go on. In memory only.
    pub fn stop_writes(&self, why: &str) {
        *self.shared().stopped.write().unwrap_or_else(PoisonError::into_inner) = Some(why.to_owned());
    }

    /// Takes writes again.
    pub fn allow_writes(&self) {
        *self.shared().stopped.write().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// Says when writes are answered from now on. Going back to [`Wait::ForDisk`] answers all that wait.
    pub fn answers_wait(&self, wait: Wait) {
        self.shared().waiting.set(wait);
    }

    /// Somebody else has everything up to this transaction: answers the writes that waited for it.
    pub fn confirm(&self, seq: u64) {
        self.shared().waiting.confirm(seq);
    }

    /// Answers every write that waits for confirmation with [`Error::Unconfirmed`] and these words.
    pub fn fail_unconfirmed(&self, why: &str) {
        self.shared().waiting.give_up(why);
    }

    /// BLAKE3 of the newest state; see [`Snapshot::digest`](crate::Snapshot::digest).
    ///
    /// # Errors
    /// [`Error::Engine`], [`Error::Closed`].
    pub fn digest(&self) -> Result<[u8; 32], Error> {
        self.snapshot()?.digest()
    }
}
