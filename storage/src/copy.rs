//! Copies: one frozen state written into a fresh, compact file.

use std::path::Path;
use std::sync::Arc;

use crate::Error;
use crate::engine::EngineSnapshot;
use crate::engine_redb::write_copy;
use crate::log::Head;

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
