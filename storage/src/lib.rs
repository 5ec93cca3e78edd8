//! Ayni's storage engine: ordered, transactional, typed tables in one file.
//!
//! A [`Store`] holds [`Table`]s of versioned, checksummed records with declared [`Index`]es.
//! [`Store::read`] sees a snapshot and never waits; [`Store::submit`] queues work for the one
//! writer, which commits many transactions at once and answers each after it is on disk. Every
//! transaction that changes something leaves an entry in the commit log. The engine knows no
//! feature of the program.

mod blobs;
mod check;
mod compact;
mod copy;
mod disk;
mod engine;
mod engine_redb;
mod error;
mod folder;
mod follow;
mod guard;
mod index;
mod key;
mod log;
mod marker;
mod open;
mod record;
mod repair;
mod source;
mod store;
mod table;
mod tx;
mod view;
mod waiting;
mod writer;

pub use blobs::Blobs;
pub use check::{AnyTable, Finding, Findings};
pub use copy::{Copied, Snapshot};
pub use disk::{Ballast, FolderSpace, Space};
pub use engine::Direction;
pub use error::Error;
pub use folder::{Folder, Listed};
pub use follow::{LogKept, LogRetention, Wait};
pub use index::{Entries, Entry, Index, IndexOf};
pub use key::Key;
pub use log::{Change, LogEntry};
pub use record::{Record, decode_body, encode_body};
pub use redb::StorageBackend;
pub use repair::{FromLog, Repaired};
pub use source::{Clock, Entropy, SeededEntropy, SystemClock, SystemEntropy};
pub use store::{Backend, DEFAULT_CACHE_BYTES, MAX_QUEUED, Options, Schema, Status, Step, Store};
pub use table::{Rows, Span, Table};
pub use tx::{MAX_KEY_BYTES, MAX_TX_BYTES, MAX_TX_KEYS, MAX_VALUE_BYTES, ReadTx, WriteTx};
pub use view::{Reads, View};

#[cfg(any(test, feature = "testing"))]
pub mod testing;

#[cfg(test)]
mod tests;
