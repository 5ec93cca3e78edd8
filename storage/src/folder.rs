//! A folder of files with the steps that decide what a power failure leaves: writing, flushing, naming, and making the
//! names durable.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::time::UNIX_EPOCH;

/// A file of a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its name.
    pub name: String,
    /// When its content last changed, in microseconds since 1970; 0 when nobody knows.
    pub changed_micros: i64,
}

/// A flat folder.
pub trait Folder: Send + Sync {
    /// Makes a file with this content, or replaces it. Not durable yet.
    ///
    /// # Errors
    /// Whatever the disk says.
    fn write(&self, name: &str, bytes: &[u8]) -> io::Result<()>;
    /// Makes a file's content durable.
    ///
    /// # Errors
    /// Whatever the disk says.
    fn sync(&self, name: &str) -> io::Result<()>;
    /// Gives a file another name, replacing one that has it.
    ///
    /// # Errors
    /// Whatever the disk says.
    fn rename(&self, from: &str, to: &str) -> io::Result<()>;
    /// Makes the names durable.
    ///
    /// # Errors
    /// Whatever the disk says.
    fn sync_names(&self) -> io::Result<()>;
    /// A file's content; `None` when there is no such file.
    ///
    /// # Errors
    /// Whatever the disk says.
    fn read(&self, name: &str) -> io::Result<Option<Vec<u8>>>;
    /// Every file.
    ///
    /// # Errors
    /// Whatever the disk says.
    fn list(&self) -> io::Result<Vec<Listed>>;
    /// Removes a file.
    ///
    /// # Errors
    /// Whatever the disk says.
    fn remove(&self, name: &str) -> io::Result<()>;
}

/// A folder of the file system.
#[derive(Debug)]
pub(crate) struct RealFolder(pub(crate) PathBuf);

impl Folder for RealFolder {
    fn write(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let path = self.0.join(name);
        let mut file = fs::OpenOptions::new().create(true).truncate(true).write(true).mode(0o600).open(path)?;
        file.write_all(bytes)
    }

    fn sync(&self, name: &str) -> io::Result<()> {
        fs::File::open(self.0.join(name))?.sync_all()
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        fs::rename(self.0.join(from), self.0.join(to))
    }

    fn sync_names(&self) -> io::Result<()> {
        fs::File::open(&self.0)?.sync_all()
    }

    fn read(&self, name: &str) -> io::Result<Option<Vec<u8>>> {
        match fs::read(self.0.join(name)) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn list(&self) -> io::Result<Vec<Listed>> {
        let mut all = Vec::new();
        for entry in fs::read_dir(&self.0)? {
            let entry = entry?;
            let since = entry.metadata()?.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default();
            let changed_micros = i64::try_from(since.as_micros()).unwrap_or(i64::MAX);
            all.extend(entry.file_name().into_string().ok().map(|name| Listed { name, changed_micros }));
        }
        Ok(all)
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        fs::remove_file(self.0.join(name))
    }
}

/// A folder in memory, for tests and short lives.
#[derive(Debug, Default)]
pub(crate) struct MemoryFolder(Mutex<BTreeMap<String, Vec<u8>>>);

impl MemoryFolder {
    fn files(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, Vec<u8>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Folder for MemoryFolder {
    fn write(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        self.files().insert(name.to_owned(), bytes.to_vec());
        Ok(())
    }

    fn sync(&self, _name: &str) -> io::Result<()> {
        Ok(())
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        let mut files = self.files();
        let content = files.remove(from).ok_or(io::ErrorKind::NotFound)?;
        files.insert(to.to_owned(), content);
        Ok(())
    }

    fn sync_names(&self) -> io::Result<()> {
        Ok(())
    }

    fn read(&self, name: &str) -> io::Result<Option<Vec<u8>>> {
        Ok(self.files().get(name).cloned())
    }

    fn list(&self) -> io::Result<Vec<Listed>> {
        let listed = |name: &String| Listed { name: name.clone(), changed_micros: 0 };
        Ok(self.files().keys().map(listed).collect())
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        self.files().remove(name);
        Ok(())
    }
}
