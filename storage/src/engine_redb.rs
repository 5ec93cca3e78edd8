//! redb behind the engine's interface: one table of bytes, two-phase durable commits.

use std::fs::OpenOptions;
use std::ops::Bound;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;

use redb::{
    Builder, Database, DatabaseError, Durability, ReadOnlyTable, ReadableDatabase, StorageBackend, StorageError,
    TableDefinition, TableError,
};

use crate::disk::{Ballast, FileDisk, PacedDisk, is_full, named, private_file, settle, sync_folder};
use crate::engine::{Direction, Engine, EngineSnapshot, Latch, Pair, Pairs};
use crate::guard::{Guard, Trouble, Watch};
use crate::writer::message;
use crate::{Backend, Error, marker};

const DATA: TableDefinition<&[u8], &[u8]> = TableDefinition::new("data");

/// Page cache while a copy is written; it is written once, in key order.
const COPY_CACHE_BYTES: usize = 16 << 20;

/// An open redb database.
pub(crate) struct RedbEngine {
    database: Database,
    disk: Arc<dyn StorageBackend>,
    watch: Arc<Watch>,
    ballast: Option<Ballast>,
    cache_bytes: usize,
    latch: Arc<Latch>,
    /// Given to every state that is read, to know when the last reader is gone.
    readers: Arc<()>,
    /// Databases from before a revival, with the readers that still need them.
    former: Vec<(Database, Arc<()>)>,
}

/// Where and how to open a database.
pub(crate) struct Place {
    pub(crate) backend: Backend,
    pub(crate) cache_bytes: usize,
    pub(crate) ballast: Option<Ballast>,
}

impl RedbEngine {
    /// Opens or creates the database.
    pub(crate) fn open(place: Place, latch: Arc<Latch>) -> Result<Self, Error> {
        let disk: Arc<dyn StorageBackend> = match place.backend {
            Backend::File(path) => {
                marker::recover(&path)?;
                make_whole(&path)?;
                Arc::new(FileDisk::open(&path)?)
            }
            Backend::Memory => Arc::new(redb::backends::InMemoryBackend::new()),
            Backend::Custom(backend) => Arc::from(backend),
        };
        let watch = Arc::new(Watch::default());
        let guard = Guard::new(Arc::clone(&disk), Arc::clone(&watch), place.ballast.clone());
        let database = database(guard, place.cache_bytes)?;
        let (ballast, cache_bytes) = (place.ballast, place.cache_bytes);
        let readers = Arc::default();
        let engine = Self { database, disk, watch, ballast, cache_bytes, latch, readers, former: Vec::new() };
        engine.sound().or_else(|error| if error == Error::Full { Ok(()) } else { Err(error) })?;
        Ok(engine)
    }

    /// Whether the disk did what it was told.
    fn sound(&self) -> Result<(), Error> {
        match self.watch.trouble() {
            None => Ok(()),
            Some(Trouble::Full) => Err(Error::Full),
            Some(Trouble::Failed(fault)) => {
                self.latch.trip(&fault);
                Err(Error::Engine(fault))
            }
        }
    }
}

fn database(guard: Guard, cache_bytes: usize) -> Result<Database, Error> {
    unharmed(|| Builder::new().set_cache_size(cache_bytes).create_with_backend(guard))?.map_err(|error| match error {
        DatabaseError::DatabaseAlreadyOpen => Error::InUse,
        other => Error::Engine(other.to_string()),
    })
}

/// Does something with a file that may hold anything: redb panics over some damage, which must not end the program.
pub(crate) fn unharmed<T>(work: impl FnOnce() -> T) -> Result<T, Error> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|panic| Error::Engine(format!("damaged: {}", message(panic.as_ref()))))
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
        Ok(Box::new(RedbSnapshot { table, latch: Arc::clone(&self.latch), _reader: Arc::clone(&self.readers) }))
    }

    fn commit(&self, writes: &mut dyn Iterator<Item = (&[u8], Option<&[u8]>)>) -> Result<(), Error> {
        let written = unharmed(|| write_set(&self.database, writes));
        // The guard's word counts before redb's: it knows what reached the disk.
        self.sound()?;
        written.inspect_err(|error| self.latch.trip(&error.to_string()))?.map_err(|error| fault(&self.latch, &error))
    }

    fn is_full(&self) -> bool {
        self.watch.trouble() == Some(Trouble::Full)
    }

    fn revive(&mut self) -> Result<(), Error> {
        self.move_to(Arc::clone(&self.disk))
    }

    fn move_to(&mut self, disk: Arc<dyn StorageBackend>) -> Result<(), Error> {
        self.former.retain(|(_, readers)| Arc::strong_count(readers) > 1);
        let watch = Arc::new(Watch::default());
        let guard = Guard::new(Arc::clone(&disk), Arc::clone(&watch), self.ballast.clone());
        let fresh = database(guard, self.cache_bytes)?;
        (self.watch, self.disk) = (watch, disk);
        let readers = std::mem::take(&mut self.readers);
        self.former.push((std::mem::replace(&mut self.database, fresh), readers));
        self.sound()
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
    _reader: Arc<()>,
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

/// An error of a file that nobody uses yet.
fn told(error: redb::Error) -> Error {
    match error {
        redb::Error::Io(error) if is_full(&error) => Error::Full,
        other => Error::Engine(other.to_string()),
    }
}

/// Makes a file that is not there yet, aside, so that it never bears its name half made: redb does not open such a one.
fn make_whole(path: &Path) -> Result<(), Error> {
    if path.metadata().is_ok_and(|found| found.len() > 0) {
        return Ok(());
    }
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".new");
    let aside = path.with_file_name(name);
    if aside.exists() {
        std::fs::remove_file(&aside).map_err(|error| named(&aside, &error))?;
    }
    write_copy(&aside, &mut std::iter::empty())?;
    std::fs::rename(&aside, path).and_then(|()| sync_folder(path)).map_err(|error| named(path, &error))
}

/// Writes pairs that come in key order into a new file, durably; gives the file's size in bytes.
pub(crate) fn write_copy(path: &Path, pairs: &mut dyn Iterator<Item = Result<Pair, Error>>) -> Result<u64, Error> {
    private_file(OpenOptions::new().create_new(true), path)?;
    let disk = PacedDisk::new(FileDisk::open(path)?);
    let mut database = Builder::new()
        .set_cache_size(COPY_CACHE_BYTES)
        .create_with_backend(disk)
        .map_err(|error| told(error.into()))?;
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
    settle(path).map_err(|error| named(path, &error))
}

/// Copies a file that is not to be trusted into a new one, after redb has checked every page of it; durably.
pub(crate) fn copy_checked(from: &Path, to: &Path) -> Result<u64, Error> {
    unharmed(|| checked_copy(from, to))?
}

fn checked_copy(from: &Path, to: &Path) -> Result<u64, Error> {
    let watch = Arc::new(Watch::default());
    let guard = Guard::reading(Arc::new(FileDisk::open(from)?), Arc::clone(&watch));
    let guard = guard.map_err(|error| named(from, &error))?;
    let checked = Builder::new()
        .set_cache_size(COPY_CACHE_BYTES)
        .set_check_integrity_on_open(true)
        .create_with_backend(guard)
        .map_err(|error| told(error.into()))?;
    let read = checked.begin_read().map_err(|error| told(error.into()))?;
    let table = match read.open_table(DATA) {
        Ok(table) => table,
        Err(error) => return Err(told(error.into())),
    };
    let rows = table.range::<&[u8]>(..).map_err(|error| told(error.into()))?;
    let mut pairs = rows.map(|row| {
        let (key, value) = row.map_err(|error| told(error.into()))?;
        Ok((key.value().to_vec(), value.value().to_vec()))
    });
    let bytes = write_copy(to, &mut pairs)?;
    match watch.trouble() {
        Some(Trouble::Failed(fault)) => Err(Error::Engine(fault)),
        Some(Trouble::Full) | None => Ok(bytes),
    }
}
