//! The file below a store, its room, and a reserve that keeps the smallest things possible on a full disk.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::os::unix::fs::{FileExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use redb::StorageBackend;

use crate::Error;

/// A file that this process alone has open.
#[derive(Debug)]
pub(crate) struct FileDisk(File);

impl FileDisk {
    /// Opens or creates the file and locks it.
    pub(crate) fn open(path: &Path) -> Result<Self, Error> {
        let file = private_file(OpenOptions::new().create(true), path)?;
        match file.try_lock() {
            Ok(()) => Ok(Self(file)),
            Err(TryLockError::WouldBlock) => Err(Error::InUse),
            Err(TryLockError::Error(error)) => Err(named(path, &error)),
        }
    }
}

impl StorageBackend for FileDisk {
    fn len(&self) -> io::Result<u64> {
        Ok(self.0.metadata()?.len())
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        self.0.read_exact_at(out, offset)
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        self.0.set_len(len)
    }

    fn sync_data(&self) -> io::Result<()> {
        self.0.sync_data()
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        self.0.write_all_at(data, offset)
    }
}

/// A file that is flushed every few megabytes: whoever writes a large file at once and flushes at the end makes every
/// flush of the others wait for all of it.
#[derive(Debug)]
pub(crate) struct PacedDisk {
    disk: FileDisk,
    unflushed: AtomicUsize,
}

impl PacedDisk {
    /// Bytes between two flushes: some hundredths of a second on a slow disk.
    const PORTION: usize = 2 << 20;

    pub(crate) const fn new(disk: FileDisk) -> Self {
        Self { disk, unflushed: AtomicUsize::new(0) }
    }
}

impl StorageBackend for PacedDisk {
    fn len(&self) -> io::Result<u64> {
        self.disk.len()
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        self.disk.read(offset, out)
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        self.disk.set_len(len)
    }

    fn sync_data(&self) -> io::Result<()> {
        self.unflushed.store(0, Ordering::Relaxed);
        self.disk.sync_data()
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        self.disk.write(offset, data)?;
        if self.unflushed.fetch_add(data.len(), Ordering::Relaxed) + data.len() >= Self::PORTION {
            self.sync_data()?;
        }
        Ok(())
    }
}

/// Opens a file that only its owner may read and write.
pub(crate) fn private_file(options: &mut OpenOptions, path: &Path) -> Result<File, Error> {
    let opened = options.mode(0o600).read(true).write(true).open(path);
    opened.map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => Error::Exists(path.display().to_string()),
        _ => named(path, &error),
    })
}

/// An error with the path it is about.
pub(crate) fn named(path: &Path, error: &io::Error) -> Error {
    if is_full(error) { Error::Full } else { Error::Engine(format!("{}: {error}", path.display())) }
}

/// Makes a file's content and its name durable; gives its size in bytes.
pub(crate) fn settle(path: &Path) -> io::Result<u64> {
    let file = File::open(path)?;
    file.sync_all()?;
    sync_folder(path)?;
    Ok(file.metadata()?.len())
}

/// Makes the names in the folder of `path` durable.
pub(crate) fn sync_folder(path: &Path) -> io::Result<()> {
    match path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        Some(folder) => File::open(folder)?.sync_all(),
        None => File::open(".")?.sync_all(),
    }
}

/// Whether an error says that there is no room left: on the disk, in the quota, or for a file of this size.
pub(crate) fn is_full(error: &io::Error) -> bool {
    use io::ErrorKind::{FileTooLarge, QuotaExceeded, StorageFull};
    matches!(error.kind(), StorageFull | QuotaExceeded | FileTooLarge)
}

/// Tells how much room there is for a store to grow.
pub trait Space: Send + Sync {
    /// Bytes that can still be written; `None` when nobody knows.
    fn free_bytes(&self) -> Option<u64>;
}

/// The room of the file system that a folder is on.
#[derive(Debug, Clone)]
pub struct FolderSpace(pub PathBuf);

impl Space for FolderSpace {
    fn free_bytes(&self) -> Option<u64> {
        let told = rustix::fs::statvfs(&self.0).ok()?;
        told.f_bavail.checked_mul(told.f_frsize)
    }
}

/// A file of no content whose only purpose is its room: it is given up when the disk is full, so that signing in
/// goes on, and laid again when there is room.
#[derive(Debug, Clone)]
pub struct Ballast {
    /// Where it lies.
    pub path: PathBuf,
    /// How much room it takes, in bytes.
    pub bytes: u64,
}

impl Ballast {
    /// Takes the room, when it is not taken yet and `space` has twice as much.
    ///
    /// # Errors
    /// [`Error::Full`], [`Error::Engine`].
    pub fn lay(&self, space: &dyn Space) -> Result<(), Error> {
        let there = self.path.metadata().is_ok_and(|found| found.len() >= self.bytes);
        if there || space.free_bytes().is_some_and(|free| free < self.bytes.saturating_mul(2)) {
            return Ok(());
        }
        let write = || {
            let file = OpenOptions::new().create(true).truncate(true).write(true).mode(0o600).open(&self.path)?;
            rustix::fs::fallocate(&file, rustix::fs::FallocateFlags::empty(), 0, self.bytes)?;
            file.sync_all()
        };
        write().map_err(|error: io::Error| named(&self.path, &error))
    }

    /// Gives the room back; false when there was none to give.
    pub(crate) fn release(&self) -> bool {
        let released = std::fs::remove_file(&self.path).is_ok();
        if released {
            tracing::error!(path = %self.path.display(), "the disk is full: the reserve is given up so that people can still sign in");
        }
        released
    }
}

/// Has the kernel forget what it remembers of a file, so that the next read comes from the disk itself.
pub(crate) fn drop_cache(path: &Path) -> io::Result<()> {
    let file = File::open(path)?;
    Ok(rustix::fs::fadvise(&file, 0, None, rustix::fs::Advice::DontNeed)?)
}
