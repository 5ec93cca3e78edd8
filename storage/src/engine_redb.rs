//! redb behind the engine's interface: one table of bytes, two-phase durable commits.

use std::fs::{File, OpenOptions};
use std::ops::Bound;
use std::path::Path;
use std::sync::Arc;

use redb::{
    Builder, Database, DatabaseError, Durability, ReadOnlyTable, ReadableDatabase, StorageError, TableDefinition,
    TableError,
};

use crate::engine::{Direction, Engine, EngineSnapshot, Latch, Pair, Pairs};
use crate::{Backend, Error};

const DATA: TableDefinition<&[u8], &[u8]> = TableDefinition::new("data");

/// Page cache while a copy is written; it is written once, in key order.
const COPY_CACHE_BYTES: usize = 16 << 20;

/// An open redb database.
pub(crate) struct RedbEngine {
    database: Database,
    latch: Arc<Latch>,
}

impl RedbEngine {
    /// Opens or creates the database.
    pub(crate) fn open(backend: Backend, cache_bytes: usize, latch: Arc<Latch>) -> Result<Self, Error> {
        let mut builder = Builder::new();
        builder.set_cache_size(cache_bytes);
        let opened = match backend {
            Backend::File(path) => {
                private_file(OpenOptions::new().create(true), &path)?;
                builder.create(path)
            }
            Backend::Memory => builder.create_with_backend(redb::backends::InMemoryBackend::new()),
            Backend::Custom(backend) => builder.create_with_backend(Boxed(backend)),
        };
        let database = opened.map_err(|error| match error {
            DatabaseError::DatabaseAlreadyOpen => Error::InUse,
            other => Error::Engine(other.to_string()),
        })?;
        Ok(Self { database, latch })
    }
}

/// Opens a file that only its owner may read and write.
fn private_file(options: &mut OpenOptions, path: &Path) -> Result<File, Error> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options.read(true).write(true).open(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => Error::Exists(path.display().to_string()),
        _ => Error::Engine(format!("{}: {error}", path.display())),
    })
}

fn fault(latch: &Latch, error: &redb::Error) -> Error {
    match error {
        redb::Error::DatabaseClosed => Error::Closed,
        other => {
            let text = other.to_string();
            latch.trip(&text);
            Error::Engine(text)
        }
    }
}

impl Engine for RedbEngine {
    fn snapshot(&self) -> Result<Box<dyn EngineSnapshot>, Error> {
        let read = self.database.begin_read().map_err(|e| fault(&self.latch, &e.into()))?;
        let table = match read.open_table(DATA) {
            Ok(table) => Some(table),
            Err(TableError::TableDoesNotExist(_)) => None,
            Err(error) => return Err(fault(&self.latch, &error.into())),
        };
        Ok(Box::new(RedbSnapshot { table, latch: Arc::clone(&self.latch) }))
    }

    fn commit(&self, writes: &mut dyn Iterator<Item = (&[u8], Option<&[u8]>)>) -> Result<(), Error> {
        write_set(&self.database, writes).map_err(|error| fault(&self.latch, &error))
    }
}

fn write_set(database: &Database, writes: &mut dyn Iterator<Item = (&[u8], Option<&[u8]>)>) -> Result<(), redb::Error> {
    let mut transaction = database.begin_write()?;
    transaction.set_durability(Durability::Immediate)?;
    transaction.set_two_phase_commit(true);
    {
        let mut table = transaction.open_table(DATA)?;
        for (key, value) in writes {
            match value {
                Some(value) => table.insert(key, value)?,
                None => table.remove(key)?,
            };
        }
    }
    transaction.commit()?;
    Ok(())
}

/// A read transaction with its table open. `None` while nothing was ever committed.
struct RedbSnapshot {
    table: Option<ReadOnlyTable<&'static [u8], &'static [u8]>>,
    latch: Arc<Latch>,
}

impl RedbSnapshot {
    fn walk(
        &self,
        range: Result<redb::Range<'static, &'static [u8], &'static [u8]>, StorageError>,
        direction: Direction,
    ) -> Result<Pairs<'static>, Error> {
        let mut range = range.map_err(|error| fault(&self.latch, &error.into()))?;
        let latch = Arc::clone(&self.latch);
        Ok(Box::new(std::iter::from_fn(move || {
            let next = match direction {
                Direction::Ascending => range.next(),
                Direction::Descending => range.next_back(),
            };
            next.map(|pair| match pair {
                Ok((key, value)) => Ok((key.value().to_vec(), value.value().to_vec())),
                Err(error) => Err(fault(&latch, &error.into())),
            })
        })))
    }
}

impl EngineSnapshot for RedbSnapshot {
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, Error> {
        let Some(table) = &self.table else {
            return Ok(None);
        };
        let found = table.get(key).map_err(|error| fault(&self.latch, &error.into()))?;
        Ok(found.map(|value| value.value().to_vec()))
    }

    fn contains(&self, key: &[u8]) -> Result<bool, Error> {
        let Some(table) = &self.table else {
            return Ok(false);
        };
        let found = table.get(key).map_err(|error| fault(&self.latch, &error.into()))?;
        Ok(found.is_some())
    }

    fn range(&self, from: &[u8], to: &[u8], direction: Direction) -> Result<Pairs<'static>, Error> {
        match &self.table {
            Some(table) => self.walk(table.range(from..to), direction),
            None => Ok(Box::new(std::iter::empty())),
        }
    }

    fn all(&self) -> Result<Pairs<'static>, Error> {
        match &self.table {
            Some(table) => self.walk(table.range::<&[u8]>(..), Direction::Ascending),
            None => Ok(Box::new(std::iter::empty())),
        }
    }
}

/// Writes pairs that come in key order into a new file, durably; gives the file's size in bytes.
pub(crate) fn write_copy(path: &Path, pairs: &mut dyn Iterator<Item = Result<Pair, Error>>) -> Result<u64, Error> {
    let told = |error: redb::Error| Error::Engine(error.to_string());
    private_file(OpenOptions::new().create_new(true), path)?;
    let mut database =
        Builder::new().set_cache_size(COPY_CACHE_BYTES).create(path).map_err(|error| told(error.into()))?;
    let mut transaction = database.begin_write().map_err(|error| told(error.into()))?;
    transaction.set_two_phase_commit(true);
    {
        let mut table = transaction.open_table(DATA).map_err(|error| told(error.into()))?;
        // Appending at a cursor fills the pages; plain inserts would leave them half empty.
        let mut end = table.upper_bound_mut(Bound::<&[u8]>::Unbounded).map_err(|error| told(error.into()))?;
        for pair in pairs {
            let (key, value) = pair?;
            end.insert_before(key.as_slice(), value.as_slice()).map_err(|error| told(error.into()))?;
        }
        end.close().map_err(|error| told(error.into()))?;
    }
    transaction.commit().map_err(|error| told(error.into()))?;
    // A new file is made a megabyte large; most communities begin with much less.
    database.compact().map_err(|error| Error::Engine(error.to_string()))?;
    database.close().map_err(|error| told(error.into()))?;
    let settled = settle(path);
    settled.map_err(|error| Error::Engine(format!("{}: {error}", path.display())))
}

/// Makes the file and its name durable; gives its size in bytes.
fn settle(path: &Path) -> std::io::Result<u64> {
    let file = File::open(path)?;
    file.sync_all()?;
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        File::open(folder)?.sync_all()?;
    }
    Ok(file.metadata()?.len())
}

/// Lets a boxed backend stand where redb wants a concrete one.
#[derive(Debug)]
struct Boxed(Box<dyn redb::StorageBackend>);

impl redb::StorageBackend for Boxed {
    fn len(&self) -> Result<u64, std::io::Error> {
        self.0.len()
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> Result<(), std::io::Error> {
        self.0.read(offset, out)
    }

    fn set_len(&self, len: u64) -> Result<(), std::io::Error> {
        self.0.set_len(len)
    }

    fn sync_data(&self) -> Result<(), std::io::Error> {
        self.0.sync_data()
    }

    fn write(&self, offset: u64, data: &[u8]) -> Result<(), std::io::Error> {
        self.0.write(offset, data)
    }

    fn close(&self) -> Result<(), std::io::Error> {
        self.0.close()
    }
}
