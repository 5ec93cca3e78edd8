//! The one error type of the storage engine: plain sentences that say what to do.

/// What can go wrong in the engine.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The engine below could not read or write; the text is its own.
    #[error("The data file could not be read or written ({0}). Check the disk, its free space and its permissions.")]
    Engine(String),
    /// Another process, or another part of this one, holds the file.
    #[error("This data folder is already in use by another running Ayni.")]
    InUse,
    /// A stored value does not match its checksum or cannot be decoded.
    #[error("A record of {table} (key {key}) is damaged. Run the doctor and restore a backup.")]
    Corrupt {
        /// Name of the table or index.
        table: &'static str,
        /// The key in hexadecimal, without the table's id.
        key: String,
    },
    /// A record was written by a newer program.
    #[error("A record of kind {record} has version {found}, this program knows up to {known}. Update the program.")]
    Newer {
        /// Name of the record's type.
        record: &'static str,
        /// The version found in the file.
        found: u16,
        /// The newest version this program knows.
        known: u16,
    },
    /// The whole file was written by a newer program.
    #[error(
        "This data was written by a newer program (schema {found}, this program knows up to {known}). Update the program."
    )]
    NewerStore {
        /// The schema version found in the file.
        found: u32,
        /// The newest schema version this program knows.
        known: u32,
    },
    /// `insert` met a key that is taken.
    #[error("A record with this key exists already in {table}.")]
    Duplicate {
        /// Name of the table.
        table: &'static str,
    },
    /// A unique index has this entry for another record.
    #[error("Another record holds this value already ({index}).")]
    Taken {
        /// Name of the index.
        index: &'static str,
    },
    /// A limit of the engine is exceeded.
    #[error("The {what} is too large: {size}, at most {limit} is allowed.")]
    TooLarge {
        /// What is too large: key, value, transaction.
        what: &'static str,
        /// Its size, in bytes or keys as `what` says.
        size: usize,
        /// The limit in the same unit.
        limit: usize,
    },
    /// The store stopped taking writes after a fault of the disk; the text says which.
    #[error("The store is read-only since a write failed ({0}). Check the disk, then restart the program.")]
    ReadOnly(String),
    /// The disk failed before, and what it holds did not pass the check; the file is left as it is.
    #[error(
        "The data file {path} cannot be trusted: {fault}, and the check says: {check} Keep a copy of it, and restore a backup onto a sound disk."
    )]
    Damaged {
        /// The file.
        path: String,
        /// How the disk failed.
        fault: String,
        /// What the check found.
        check: String,
    },
    /// The disk has no room; nothing was written, and writing goes on by itself when there is room again.
    #[error("The disk is full. Nothing was lost; make room, and writing goes on by itself.")]
    Full,
    /// The store takes no writes because somebody said so; the text says why.
    #[error("{0}")]
    Stopped(String),
    /// The write is kept here, but whoever had to confirm it has not.
    #[error(
        "This was kept here, but not yet confirmed elsewhere ({0}). Look before you repeat it; repeating it with the same id is safe."
    )]
    Unconfirmed(String),
    /// An entry of another store's log does not follow the newest one here.
    #[error(
        "Entry {seq} of the log does not follow entry {newest}, which is the newest here: the two histories are not the same."
    )]
    Chain {
        /// Number of the entry that does not fit.
        seq: u64,
        /// Number of the newest entry here.
        newest: u64,
    },
    /// The store was closed.
    #[error("The store is closed.")]
    Closed,
    /// Too many writes are waiting.
    #[error("Too many writes are waiting. Try again in a moment.")]
    Busy,
    /// A write was asked for, and waited for, inside a write.
    #[error("A write cannot wait for another write of the same store.")]
    Nested,
    /// The work of a transaction panicked; nothing of it was kept.
    #[error("The work stopped unexpectedly ({0}); nothing of it was kept.")]
    Panicked(String),
    /// The program's own declaration of tables is wrong.
    #[error("The declaration of the tables is wrong: {0}.")]
    Schema(String),
    /// A record could not be encoded or decoded.
    #[error("A record could not be encoded or decoded ({0}).")]
    Codec(&'static str),
    /// The file for a copy exists already.
    #[error("The file {0} exists already. Choose another name.")]
    Exists(String),
}

/// Lower-case hexadecimal of a key, for messages.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing into a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
