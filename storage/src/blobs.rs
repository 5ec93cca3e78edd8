//! Files beside the store (photos, logos), named by their hash: written once, never changed.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::{fs, io};

use crate::Error;
use crate::disk::is_full;
use crate::folder::{Folder, MemoryFolder, RealFolder};

/// The largest file taken, in bytes.
const MAX_BLOB: usize = 16 * 1024 * 1024;

/// A file that no record names is kept so long: the record may be on its way. In microseconds, a day.
const ORPHAN_MICROS: i64 = 86_400_000_000;

/// What the name of a file ends with until all of it is on the disk.
const DRAFT: &str = ".part";

/// Keeps the drafts of this process apart, also those of the same content.
static DRAFTS: AtomicU64 = AtomicU64::new(0);

/// A folder of files named by the BLAKE3 hash of their content.
#[derive(Clone)]
pub struct Blobs(Arc<dyn Folder>);

impl Blobs {
    /// The files in a folder, which is made when it is missing.
    ///
    /// # Errors
    /// [`Error::Engine`].
    pub fn open(folder: &Path) -> Result<Self, Error> {
        fs::create_dir_all(folder).map_err(told)?;
        Ok(Self(Arc::new(RealFolder(folder.to_owned()))))
    }

    /// Files kept in memory.
    pub fn memory() -> Self {
        Self::within(Arc::new(MemoryFolder::default()))
    }

    /// Files in a folder of the caller's, for example one that loses its power.
    pub fn within(folder: Arc<dyn Folder>) -> Self {
        Self(folder)
    }

    /// Keeps a file and answers its name. Once this returns it survives a power cut, so that the row that names
    /// it may be committed: temporary file, flush, rename, flush of the folder.
    ///
    /// # Errors
    /// [`Error::TooLarge`], [`Error::Full`], [`Error::Engine`].
    pub fn put(&self, bytes: &[u8]) -> Result<[u8; 32], Error> {
        if bytes.len() > MAX_BLOB {
            return Err(Error::TooLarge { what: "file", size: bytes.len(), limit: MAX_BLOB });
        }
        let hash = *blake3::hash(bytes).as_bytes();
        if self.get(&hash).is_ok_and(|there| there.is_some()) {
            // Whoever put it may not have come to this yet.
            self.0.sync_names().map_err(told)?;
            return Ok(hash);
        }
        let draft = format!("{}.{}{DRAFT}", name(&hash), DRAFTS.fetch_add(1, Ordering::Relaxed));
        let written = self.0.write(&draft, bytes).and_then(|()| self.0.sync(&draft));
        let named = written.and_then(|()| self.0.rename(&draft, &name(&hash))).and_then(|()| self.0.sync_names());
        named.map_err(|error| {
            // What cannot be removed now is collected later.
            let _ = self.0.remove(&draft);
            told(error)
        })?;
        Ok(hash)
    }

    /// The file of that name, or `None`. A file whose content no longer fits its name is reported as corrupt.
    ///
    /// # Errors
    /// [`Error::Corrupt`], [`Error::Engine`].
    pub fn get(&self, hash: &[u8; 32]) -> Result<Option<Vec<u8>>, Error> {
        match self.0.read(&name(hash)).map_err(told)? {
            Some(bytes) if blake3::hash(&bytes) != *hash => Err(Error::Corrupt { table: "files", key: name(hash) }),
            other => Ok(other),
        }
    }

    /// The names of all files.
    ///
    /// # Errors
    /// [`Error::Engine`].
    pub fn list(&self) -> Result<Vec<[u8; 32]>, Error> {
        Ok(self.0.list().map_err(told)?.iter().filter_map(|file| hash_of(&file.name)).collect())
    }

    /// Removes the files that no record names and the drafts that were never finished, both only a day after they
    /// were written. Gives how many.
    ///
    /// # Errors
    /// [`Error::Engine`].
    pub fn collect(&self, named: &BTreeSet<[u8; 32]>, now_micros: i64) -> Result<usize, Error> {
        let mut removed = 0;
        for file in self.0.list().map_err(told)? {
            let orphan = match hash_of(&file.name) {
                Some(hash) => !named.contains(&hash),
                None => file.name.ends_with(DRAFT),
            };
            if orphan && file.changed_micros.saturating_add(ORPHAN_MICROS) < now_micros {
                self.0.remove(&file.name).map_err(told)?;
                removed += 1;
            }
        }
        Ok(removed)
    }
}

#[expect(clippy::needless_pass_by_value, reason = "the shape map_err wants")]
fn told(error: io::Error) -> Error {
    if is_full(&error) { Error::Full } else { Error::Engine(error.to_string()) }
}

fn name(hash: &[u8; 32]) -> String {
    blake3::Hash::from(*hash).to_hex().to_string()
}

fn hash_of(name: &str) -> Option<[u8; 32]> {
    blake3::Hash::from_hex(name).ok().map(Into::into)
}
