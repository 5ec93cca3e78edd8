//! What primary and standby say to each other: addresses, headers, messages, and the log's entries as bytes.

use anyhow::{Context as _, Result};
use ayni_storage::LogEntry;
use serde::{Deserialize, Serialize};

use super::record::{Position, Role};

/// Where all of it is found.
pub(crate) const ROOT: &str = "/replication/v1";

/// The sender's term, on every question and answer.
pub(crate) const TERM: &str = "ayni-term";

/// What the standby that asks calls itself.
pub(crate) const STANDBY: &str = "ayni-standby";

/// Number of the newest transaction on the primary.
pub(crate) const SEQ: &str = "ayni-seq";

/// Its time, in microseconds since 1970.
pub(crate) const NEWEST: &str = "ayni-newest";

/// The most entries of one answer, in bytes; one entry may be larger.
pub(crate) const BATCH_BYTES: usize = 1024 * 1024;

/// What a standby asks for at least, in bytes, however bad the connection.
pub(crate) const LEAST_BATCH_BYTES: usize = 4 * 1024;

/// A piece of a copy, in bytes.
pub(crate) const PIECE_BYTES: u64 = 4 * 1024 * 1024;

/// The longest a question waits for something new.
pub(crate) const LONGEST_WAIT_SECONDS: u64 = 20;

/// The name of the node's own store.
pub(crate) const NODE: &str = "node";

/// A store of the primary.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct StoreState {
    /// Its name, and where its log stands.
    #[serde(flatten)]
    pub at: Position,
    /// The version of its schema.
    pub schema: u32,
}

/// What the old primary is told.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Takeover {
    /// Where each store was taken over.
    pub stores: Vec<Position>,
}

/// Why an answer is none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Refusal {
    /// The log does not reach back so far any more.
    Trimmed,
    /// What the standby has is not the beginning of what the primary has.
    Differs,
    /// The node that was told of a takeover is the one that took over.
    NotReplaced,
    /// The node that was asked is no primary.
    NotPrimary(Role),
}

/// How far a copy is.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Copying {
    /// It is being written.
    Under,
    /// It can be fetched.
    Ready {
        /// Its size.
        bytes: u64,
        /// BLAKE3 of it, in hexadecimal.
        hash: String,
    },
}

/// Entries one after another, each with its length in front (four bytes, little-endian).
pub(crate) fn pack(entries: &[LogEntry]) -> Result<Vec<u8>> {
    let mut packed = Vec::new();
    for entry in entries {
        let bytes = entry.to_bytes()?;
        packed.extend_from_slice(&u32::try_from(bytes.len())?.to_le_bytes());
        packed.extend_from_slice(&bytes);
    }
    Ok(packed)
}

/// Reads what [`pack`] wrote.
pub(crate) fn unpack(mut packed: &[u8]) -> Result<Vec<LogEntry>> {
    let mut entries = Vec::new();
    while !packed.is_empty() {
        let read = || {
            let (length, rest) = packed.split_first_chunk::<4>()?;
            let (bytes, rest) = rest.split_at_checked(usize::try_from(u32::from_le_bytes(*length)).ok()?)?;
            Some((LogEntry::from_bytes(bytes)?, rest))
        };
        let (entry, rest) = read().context("the entries that came are damaged")?;
        entries.push(entry);
        packed = rest;
    }
    Ok(entries)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn entries_travel_whole_or_not_at_all() {
        let entry =
            |seq| LogEntry { seq, previous: [7; 32], at_micros: 5, changes: Vec::new(), events: vec![vec![1, 2]] };
        let entries = vec![entry(1), entry(2)];
        let packed = pack(&entries).unwrap();
        assert_eq!(unpack(&packed).unwrap(), entries);
        assert_eq!(unpack(&[]).unwrap(), Vec::new());
        let torn = (1..packed.len()).filter(|end| *end != packed.len() / 2);
        for end in torn {
            assert!(unpack(&packed[..end]).is_err(), "{end} of {} bytes", packed.len());
        }
    }
}
